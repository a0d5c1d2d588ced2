//! The laws of [`ModerationPolicy`] and of [`Signal`].

use super::Broken;
use super::LawResult;
use crate::moderation::Action;
use crate::moderation::Draft;
use crate::moderation::Finding;
use crate::moderation::History;
use crate::moderation::HousePolicy;
use crate::moderation::Looked;
use crate::moderation::ModerationPolicy;
use crate::moderation::Sent;
use crate::moderation::Signal;
use crate::moderation::Verdict;
use crate::vocab::AccountId;
use crate::vocab::Band;
use crate::vocab::CaseId;
use crate::vocab::Category;
use crate::vocab::Millis;
use crate::vocab::Queue;
use crate::vocab::Reason;
use crate::vocab::RiskFinding;
use crate::vocab::Role;
use crate::vocab::RoomId;
use crate::vocab::RoomName;
use crate::vocab::Seq;
use crate::vocab::Span;
use crate::vocab::Text;
use crate::vocab::Timestamp;

/// A law of a moderation policy.
pub type PolicyLaw = fn(&dyn ModerationPolicy) -> LawResult;

/// A law of a signal.
pub type SignalLaw = fn(&dyn Signal) -> LawResult;

/// Returns every law of a moderation policy, by name.
#[must_use]
pub fn all_laws() -> Vec<(&'static str, PolicyLaw)> {
    vec![
        ("danger_is_always_published", danger_is_always_published),
        ("way_to_a_responder_is_open", way_to_a_responder_is_open),
        ("outage_never_hides_a_message", outage_never_hides_a_message),
        ("verdict_is_deterministic", verdict_is_deterministic),
        ("verdict_spans_lie_on_bounds", verdict_spans_lie_on_bounds),
        ("refusal_names_its_rule", refusal_names_its_rule),
        ("durable_act_can_be_appealed", durable_act_can_be_appealed),
        ("waiting_ends", waiting_ends),
    ]
}

/// Returns every law of a signal, by name.
#[must_use]
pub fn all_signal_laws() -> Vec<(&'static str, SignalLaw)> {
    vec![
        ("signal_spans_lie_on_bounds", signal_spans_lie_on_bounds),
        ("signal_is_deterministic", signal_is_deterministic),
        ("signal_hit_names_a_place", signal_hit_names_a_place),
    ]
}

/// A message with a sign of danger is published at once.
///
/// # Errors
/// [`Broken`] where one is not.
pub fn danger_is_always_published(policy: &dyn ModerationPolicy) -> LawResult {
    let law = "danger_is_always_published";
    for band in [Band::Watch, Band::Elevated, Band::High] {
        let reason = Reason::new(Category::Ideation, "law@1".to_owned(), Span::new(0, 1));
        let risk = RiskFinding::Signal {
            band,
            reasons: vec![reason],
        };
        each(policy, &rooms(), &risk, |_, verdict| {
            only(law, verdict, verdict.action == Action::Allow)
        })?;
    }
    Ok(())
}

/// What goes to a responder or to oneself is published at once.
///
/// # Errors
/// [`Broken`] where it is not.
pub fn way_to_a_responder_is_open(policy: &dyn ModerationPolicy) -> LawResult {
    let rooms = [
        RoomName::Case(CaseId::from_bytes([3; 16])),
        RoomName::Crisis(Queue::main()),
        RoomName::Me(AUTHOR),
    ];
    for risk in [RiskFinding::NoSignal, RiskFinding::Unavailable] {
        each(policy, &rooms, &risk, |_, verdict| {
            let law = "way_to_a_responder_is_open";
            only(law, verdict, verdict.action == Action::Allow)
        })?;
    }
    Ok(())
}

/// Where nobody could look for danger, a human sees the message.
///
/// # Errors
/// [`Broken`] where none does.
pub fn outage_never_hides_a_message(policy: &dyn ModerationPolicy) -> LawResult {
    each(policy, &rooms(), &RiskFinding::Unavailable, |_, verdict| {
        let seen = matches!(verdict.action, Action::Allow | Action::Hold);
        only("outage_never_hides_a_message", verdict, seen)
    })
}

/// The same question gets the same verdict.
///
/// # Errors
/// [`Broken`] where it does not.
pub fn verdict_is_deterministic(policy: &dyn ModerationPolicy) -> LawResult {
    for risk in ordinary() {
        each(policy, &rooms(), &risk, |asked, verdict| {
            let again = policy.judge(NOW, &asked.draft, &asked.history, &risk);
            only("verdict_is_deterministic", verdict, again == *verdict)
        })?;
    }
    Ok(())
}

/// Every span lies on character bounds.
///
/// # Errors
/// [`Broken`] where one does not.
pub fn verdict_spans_lie_on_bounds(policy: &dyn ModerationPolicy) -> LawResult {
    for risk in ordinary() {
        each(policy, &rooms(), &risk, |asked, verdict| {
            let good = are_good(&verdict.spans, asked.draft.text.expose());
            only("verdict_spans_lie_on_bounds", verdict, good)
        })?;
    }
    Ok(())
}

/// Whatever is not published names its rule.
///
/// # Errors
/// [`Broken`] where it does not.
pub fn refusal_names_its_rule(policy: &dyn ModerationPolicy) -> LawResult {
    for risk in ordinary() {
        each(policy, &rooms(), &risk, |_, verdict| {
            let named = verdict.action.publishes() || verdict.rule.is_some();
            only("refusal_names_its_rule", verdict, named)
        })?;
    }
    Ok(())
}

/// A hold, a block or a mute says what it stands on and can be appealed.
///
/// # Errors
/// [`Broken`] where one cannot.
pub fn durable_act_can_be_appealed(policy: &dyn ModerationPolicy) -> LawResult {
    for risk in ordinary() {
        each(policy, &rooms(), &risk, |_, verdict| {
            let fair = verdict.ground.is_some() && 0 < verdict.appeal_days;
            let fair = fair || !verdict.action.is_durable();
            only("durable_act_can_be_appealed", verdict, fair)
        })?;
    }
    Ok(())
}

/// A wait and a mute end, and are not over before they began.
///
/// # Errors
/// [`Broken`] where one is, or does not.
pub fn waiting_ends(policy: &dyn ModerationPolicy) -> LawResult {
    let year = Millis::from_hours(24 * 366);
    for risk in ordinary() {
        each(policy, &rooms(), &risk, |_, verdict| {
            let wait = match verdict.action {
                Action::Slow { retry } => retry,
                Action::Mute { until } => until.since(NOW),
                Action::Allow
                | Action::Nudge
                | Action::Hold
                | Action::Block
                | Action::Remove
                | Action::Kick => Millis::new(1),
            };
            only("waiting_ends", verdict, Millis::ZERO < wait && wait < year)
        })?;
    }
    Ok(())
}

/// Every span of a hit lies on character bounds and is not empty.
///
/// # Errors
/// [`Broken`] where one does not.
pub fn signal_spans_lie_on_bounds(signal: &dyn Signal) -> LawResult {
    look(signal, "signal_spans_lie_on_bounds", |raw, finding| {
        are_good(finding.spans(), raw)
    })
}

/// The same text gives the same finding.
///
/// # Errors
/// [`Broken`] where it does not.
pub fn signal_is_deterministic(signal: &dyn Signal) -> LawResult {
    look(signal, "signal_is_deterministic", |raw, finding| {
        signal.look(&Looked::at(raw)) == *finding
    })
}

/// A hit names at least one place.
///
/// # Errors
/// [`Broken`] where it names none.
pub fn signal_hit_names_a_place(signal: &dyn Signal) -> LawResult {
    look(
        signal,
        "signal_hit_names_a_place",
        |_, finding| !matches!(finding, Finding::Hit { spans } if spans.is_empty()),
    )
}

fn look(
    signal: &dyn Signal,
    law: &'static str,
    holds: impl Fn(&str, &Finding) -> bool,
) -> LawResult {
    for raw in TEXTS {
        let finding = signal.look(&Looked::at(raw));
        if !holds(raw, &finding) {
            let what = format!("{} found {finding:?}", signal.name());
            return Err(Broken::new(law, what));
        }
    }
    Ok(())
}

/// One question put to a policy.
struct Asked {
    draft: Draft,
    history: History,
}

/// Puts every text, role and past to the policy, first and again.
fn each(
    policy: &dyn ModerationPolicy,
    rooms: &[RoomName],
    risk: &RiskFinding,
    mut law: impl FnMut(&Asked, &Verdict) -> LawResult,
) -> LawResult {
    for room in rooms {
        for raw in TEXTS {
            let Ok(text) = Text::new(raw) else {
                continue;
            };
            for role in [Role::Seeker, Role::Supporter, Role::Moderator] {
                let draft = Draft::new(room.clone(), AUTHOR, role, text.clone());
                for history in histories(&draft) {
                    for draft in [draft.clone(), draft.clone().again()] {
                        let verdict = policy.judge(NOW, &draft, &history, risk);
                        let history = history.clone();
                        law(&Asked { draft, history }, &verdict)?;
                    }
                }
            }
        }
    }
    Ok(())
}

/// A newcomer, somebody with strikes, and somebody in a flood of the same text.
fn histories(draft: &Draft) -> [History; 3] {
    let (mut struck, mut flooding) = (History::default(), History::default());
    for rule in [HousePolicy::CONTACT, HousePolicy::ABUSE] {
        struck.note_strike(NOW.before(Millis::from_hours(2)), rule.clone());
        struck.note_strike(NOW.before(Millis::from_hours(1)), rule);
    }
    for _ in 0..History::MOST {
        let at = NOW.before(Millis::new(500));
        let (author, room) = (draft.author, draft.room.clone());
        flooding.note_sent(Sent::new(
            at,
            author,
            (room, Seq::ZERO),
            Some(draft.digest()),
        ));
    }
    [History::default(), struck, flooding]
}

fn only(law: &'static str, verdict: &Verdict, holds: bool) -> LawResult {
    if holds {
        return Ok(());
    }
    Err(Broken::new(law, format!("{verdict:?}")))
}

fn are_good(spans: &[Span], raw: &str) -> bool {
    spans
        .iter()
        .all(|span| span.of(raw).is_some_and(|part| !part.is_empty()))
}

const fn ordinary() -> [RiskFinding; 2] {
    [RiskFinding::NoSignal, RiskFinding::Unavailable]
}

fn rooms() -> [RoomName; 2] {
    let room = RoomName::Room(RoomId::from_bytes([2; 16]));
    [room, RoomName::Mod(Queue::main())]
}

const NOW: Timestamp = Timestamp::from_unix_millis(1_800_000_000_000);
const AUTHOR: AccountId = AccountId::from_bytes([1; 16]);

/// Something for every rule, in disguise too, and bytes that tempt to cut characters.
const TEXTS: [&str; 8] = [
    "hello, it is a long night",
    "shut up and die",
    "é y0u\u{200b} 1di\u{43e}t é",
    "mail me: j\u{f6}hn.doe@example.com",
    "call +49 151 2345678 or you idiot",
    "ｉｎｓｔａ: night_owl \u{1f989}",
    "\u{301}\u{200b}\u{1f469}\u{200d}\u{1f469} \u{fdfa}",
    "I want it to end",
];
