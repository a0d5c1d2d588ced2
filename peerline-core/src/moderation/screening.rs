//! A message in, a verdict and facts out.

use super::Action;
use super::Cleared;
use super::Decision;
use super::Draft;
use super::Fact;
use super::Label;
use super::ModerationPolicy;
use super::PolicyId;
use super::Reach;
use super::RuleId;
use super::Screened;
use super::Sealed;
use super::Source;
use super::State;
use super::Verdict;
use super::screen;
use crate::vocab::Cid;
use crate::vocab::DecisionId;
use crate::vocab::Entropy;
use crate::vocab::Millis;
use crate::vocab::RiskFinding;
use crate::vocab::RoomName;
use crate::vocab::Timestamp;

/// A message to be screened.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Screening {
    /// When.
    pub now: Timestamp,
    /// The message.
    pub draft: Draft,
    /// The author's own id for it.
    pub cid: Cid,
    /// What the risk assessor found in it.
    pub risk: RiskFinding,
}

impl Screening {
    /// The rule by which a muted person waits. It is the state's, not a policy's: another policy
    /// does not end a mute.
    pub const MUTED: RuleId = RuleId::own("pace.muted");

    /// Makes the question.
    #[must_use]
    pub const fn new(now: Timestamp, draft: Draft, cid: Cid, risk: RiskFinding) -> Self {
        Self {
            now,
            draft,
            cid,
            risk,
        }
    }

    fn reach(&self) -> Reach {
        self.draft.reach(&self.risk)
    }
}

/// What became of a message.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Outcome {
    /// What was said about it.
    pub verdict: Verdict,
    /// The message, where it may be published.
    pub cleared: Option<Cleared<Draft>>,
    /// What is written down; nothing for what a retry can change.
    pub facts: Vec<Fact>,
}

impl Outcome {
    /// Returns the decision among the facts, for the answer to the author.
    #[must_use]
    pub fn decision(&self) -> Option<DecisionId> {
        self.facts
            .iter()
            .find_map(Fact::decided)
            .map(|made| made.id)
    }
}

/// Screens a message and says what is to be written down.
///
/// A mute holds in rooms where people talk, and never for a message that a human must see: see
/// [`Reach`].
#[must_use]
pub fn screen_and_decide(
    state: &State,
    policy: &dyn ModerationPolicy,
    entropy: &mut Entropy,
    screening: Screening,
) -> Outcome {
    if let Some(verdict) = muted(state, &screening) {
        return Outcome {
            verdict,
            cleared: None,
            facts: Vec::new(),
        };
    }
    let Screening {
        now, draft, risk, ..
    } = &screening;
    let history = state.history(draft.author);
    let (verdict, cleared) = match screen(policy, *now, draft.clone(), history, risk) {
        Screened::Cleared(cleared, verdict) => (verdict, Some(cleared)),
        Screened::Stopped(verdict) => (verdict, None),
    };
    let facts = if verdict.action.is_durable() {
        let made = make(&screening, &verdict, policy.id(), entropy);
        vec![Fact::Decided(Box::new(made))]
    } else {
        overridden(&screening, &verdict).into_iter().collect()
    };
    Outcome {
        verdict,
        cleared,
        facts,
    }
}

fn muted(state: &State, screening: &Screening) -> Option<Verdict> {
    let Screening { now, draft, .. } = screening;
    let until = state.muted_until(draft.author)?;
    let binds =
        *now < until && matches!(draft.room, RoomName::Room(_)) && screening.reach() == Reach::Full;
    let retry = until.since(*now);
    binds.then(|| Verdict::by(Screening::MUTED, Action::Slow { retry }))
}

fn make(
    screening: &Screening,
    verdict: &Verdict,
    policy: PolicyId,
    entropy: &mut Entropy,
) -> Decision {
    let Screening {
        now, draft, cid, ..
    } = screening;
    let id = DecisionId::from_bytes(entropy.draw());
    let sealed = Sealed::of(draft, entropy.draw());
    let window = Millis::from_hours(24).times(u64::from(verdict.appeal_days.max(1)));
    Decision {
        id,
        supersedes: None,
        room: draft.room.clone(),
        author: draft.author,
        cid: *cid,
        entry: None,
        action: verdict.action,
        rule: verdict.rule.clone(),
        policy,
        content_digest: sealed.digest(),
        labels: verdict.labels.clone(),
        spans: verdict.spans.clone(),
        ground: verdict.ground.clone(),
        why: None,
        reported: false,
        starts: *now,
        ends: verdict.action.ends(),
        source: Source::Auto,
        appeal_until: Some(now.after(window)),
        sealed: Some(sealed),
    }
}

/// A message with a sign of danger leaves no strike, whatever else is in it.
fn overridden(screening: &Screening, verdict: &Verdict) -> Option<Fact> {
    let rule = verdict.rule.clone()?;
    let counts = verdict.labels.contains(&Label::Overridden) && screening.reach() == Reach::Full;
    counts.then(|| Fact::Overridden {
        at: screening.now,
        author: screening.draft.author,
        room: screening.draft.room.clone(),
        cid: screening.cid,
        rule,
        labels: verdict.labels.clone(),
    })
}
