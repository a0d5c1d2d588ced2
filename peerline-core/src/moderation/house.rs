//! The policy that ships.

use std::sync::Arc;

use super::Action;
use super::Contact;
use super::Draft;
use super::Finding;
use super::History;
use super::InvalidList;
use super::Label;
use super::Looked;
use super::ModerationPolicy;
use super::PolicyId;
use super::RuleId;
use super::Signal;
use super::Verdict;
use super::WordList;
use crate::vocab::Limits;
use crate::vocab::Millis;
use crate::vocab::RiskFinding;
use crate::vocab::Role;
use crate::vocab::RoomName;
use crate::vocab::Span;
use crate::vocab::Timestamp;

/// The house rules.
///
/// | rule | finds | does |
/// |---|---|---|
/// | `privacy.contact` | contact details from seekers, supporters and facilitators | nudge; from the third time within 24 hours hold |
/// | `respect.abuse` | insults and threats aimed at the reader | block; from the third time within 24 hours mute for 15 minutes |
/// | `pace.flood` | more messages than [`Limits::pace`] | slow down |
/// | `pace.repeat` | the same text for the third time within a minute | nudge |
///
/// All rules are evaluated; the strongest action wins and the labels of all stay. Only rooms where
/// people talk are judged. Strikes are counted from what left a trace: a nudge that was heeded is
/// none.
#[derive(Clone, Debug)]
pub struct HousePolicy {
    contact: Arc<dyn Signal>,
    abuse: Arc<dyn Signal>,
    limits: Limits,
}

impl HousePolicy {
    /// The rule against handing out contact details.
    pub const CONTACT: RuleId = RuleId::own("privacy.contact");
    /// The same, after repeated strikes.
    pub const CONTACT_AGAIN: RuleId = RuleId::own("privacy.contact.again");
    /// The rule against insults and threats.
    pub const ABUSE: RuleId = RuleId::own("respect.abuse");
    /// The same, after repeated strikes.
    pub const ABUSE_AGAIN: RuleId = RuleId::own("respect.abuse.again");
    /// The rule about how many messages fit into a moment.
    pub const FLOOD: RuleId = RuleId::own("pace.flood");
    /// The rule about saying the same again and again.
    pub const REPEAT: RuleId = RuleId::own("pace.repeat");
    /// How many times within [`History::STRIKES_FOR`] make the answer stronger.
    pub const STRIKES: usize = 3;
    /// How long a mute lasts.
    pub const MUTE_FOR: Millis = Millis::from_mins(15);
    /// How long an appeal is open, in days.
    pub const APPEAL_DAYS: u16 = 14;
    /// How many times the same text within [`History::SENT_FOR`] is once too often.
    pub const REPEATS: usize = 3;

    /// Makes the policy with the signals that ship.
    ///
    /// # Errors
    /// [`InvalidList`] where the shipped word list cannot be read, which a test rules out.
    pub fn new(limits: Limits) -> Result<Self, InvalidList> {
        let abuse = WordList::abuse()?;
        Ok(Self::of(
            limits,
            Arc::new(Contact::default()),
            Arc::new(abuse),
        ))
    }

    /// Makes the policy with other signals for contact details and for abuse.
    #[must_use]
    pub fn of(limits: Limits, contact: Arc<dyn Signal>, abuse: Arc<dyn Signal>) -> Self {
        Self {
            contact,
            abuse,
            limits,
        }
    }

    fn contact(
        &self,
        now: Timestamp,
        draft: &Draft,
        history: &History,
        text: &Looked<'_>,
    ) -> Verdict {
        if !matches!(
            draft.role,
            Role::Seeker | Role::Supporter | Role::Facilitator
        ) {
            return Verdict::allow();
        }
        let spans = match found(&*self.contact, text) {
            Ok(spans) => spans,
            Err(verdict) => return *verdict,
        };
        let verdict = if again(now, history, &Self::CONTACT) {
            Verdict::by(Self::CONTACT_AGAIN, Action::Hold)
                .standing_on("rules#contact", Self::APPEAL_DAYS)
        } else {
            nudge(Self::CONTACT, draft)
        };
        verdict.label(Label::Contact).at(&spans)
    }

    fn abuse(&self, now: Timestamp, history: &History, text: &Looked<'_>) -> Verdict {
        let spans = match found(&*self.abuse, text) {
            Ok(spans) => spans,
            Err(verdict) => return *verdict,
        };
        let verdict = if again(now, history, &Self::ABUSE) {
            let until = now.after(Self::MUTE_FOR);
            Verdict::by(Self::ABUSE_AGAIN, Action::Mute { until })
        } else {
            Verdict::by(Self::ABUSE, Action::Block)
        };
        verdict
            .label(Label::Abuse)
            .at(&spans)
            .standing_on("rules#respect", Self::APPEAL_DAYS)
    }

    /// The oldest message that must leave the window before there is room for another says how
    /// long to wait.
    fn flood(&self, now: Timestamp, draft: &Draft, history: &History) -> Verdict {
        let window = self.limits.pace_window.min(History::SENT_FOR);
        let most = usize::try_from(self.limits.pace)
            .unwrap_or(usize::MAX)
            .clamp(1, History::MOST);
        let from = now.before(window);
        let oldest = history
            .sent()
            .rev()
            .filter(|sent| sent.room == draft.room && from < sent.at)
            .nth(most.saturating_sub(1));
        match oldest {
            Some(oldest) => {
                let retry = oldest
                    .at
                    .after(window)
                    .since(now)
                    .max(Millis::new(1))
                    .min(window);
                Verdict::by(Self::FLOOD, Action::Slow { retry }).label(Label::Flood)
            }
            None => Verdict::allow(),
        }
    }

    fn repeat(now: Timestamp, draft: &Draft, history: &History) -> Verdict {
        let (digest, from) = (draft.digest(), now.before(History::SENT_FOR));
        let n_before = history
            .sent()
            .filter(|sent| sent.digest == Some(digest) && sent.room == draft.room && from < sent.at)
            .count();
        if n_before.saturating_add(1) < Self::REPEATS {
            return Verdict::allow();
        }
        nudge(Self::REPEAT, draft).label(Label::Repeat)
    }
}

impl ModerationPolicy for HousePolicy {
    fn id(&self) -> PolicyId {
        PolicyId::new(RuleId::own("house"), 1)
    }

    fn judge(
        &self,
        now: Timestamp,
        draft: &Draft,
        history: &History,
        risk: &RiskFinding,
    ) -> Verdict {
        if !matches!(draft.room, RoomName::Room(_)) {
            return Verdict::allow();
        }
        let text = Looked::at(draft.text.expose());
        let verdict = self
            .abuse(now, history, &text)
            .or_stronger(self.contact(now, draft, history, &text))
            .or_stronger(self.flood(now, draft, history))
            .or_stronger(Self::repeat(now, draft, history));
        draft.reach(risk).keep(verdict)
    }
}

/// The places of a hit, or the verdict where there is none. A signal that could not look leaves a
/// label for moderators and lets the message pass: what these two look for is no danger to life.
fn found(signal: &dyn Signal, text: &Looked<'_>) -> Result<Vec<Span>, Box<Verdict>> {
    match signal.look(text) {
        Finding::Hit { spans } => Ok(spans),
        Finding::Clear => Err(Box::new(Verdict::allow())),
        Finding::Unavailable => Err(Box::new(Verdict::allow().label(Label::Unchecked))),
    }
}

fn nudge(rule: RuleId, draft: &Draft) -> Verdict {
    if draft.over {
        return Verdict::by(rule, Action::Allow).label(Label::Overridden);
    }
    Verdict::by(rule, Action::Nudge)
}

/// Whether this would be the third time.
fn again(now: Timestamp, history: &History, rule: &RuleId) -> bool {
    let n_before = history.n_strikes(now, rule, History::STRIKES_FOR);
    HousePolicy::STRIKES <= n_before.saturating_add(1)
}
