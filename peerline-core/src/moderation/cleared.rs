//! What may be published, and the only way there.

use super::Draft;
use super::History;
use super::ModerationPolicy;
use super::Verdict;
use crate::vocab::RiskFinding;
use crate::vocab::Timestamp;

/// Something that moderation lets be published. Nothing outside this module can make one, so what
/// was not looked at cannot be sent.
///
/// ```compile_fail
/// use peerline_core::moderation::Cleared;
///
/// let unseen = Cleared("words nobody looked at");
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Cleared<M>(M);

impl<M> Cleared<M> {
    pub(super) const fn new(message: M) -> Self {
        Self(message)
    }

    /// Returns what was cleared.
    #[must_use]
    pub const fn message(&self) -> &M {
        &self.0
    }

    /// Gives it up for publishing.
    #[must_use]
    pub fn into_message(self) -> M {
        self.0
    }
}

/// What became of a message.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Screened {
    /// It may be published, with what was found in it.
    Cleared(Cleared<Draft>, Verdict),
    /// It may not.
    Stopped(Verdict),
}

impl Screened {
    /// Returns the verdict.
    #[must_use]
    pub const fn verdict(&self) -> &Verdict {
        match self {
            Self::Cleared(_, verdict) | Self::Stopped(verdict) => verdict,
        }
    }
}

/// Asks a policy about a message, and holds its answer to [`Reach`](super::Reach): no policy can
/// stop a sign of danger.
#[must_use]
pub fn screen(
    policy: &dyn ModerationPolicy,
    now: Timestamp,
    draft: Draft,
    history: &History,
    risk: &RiskFinding,
) -> Screened {
    let verdict = policy.judge(now, &draft, history, risk);
    let verdict = draft.reach(risk).keep(verdict);
    if verdict.action.publishes() {
        Screened::Cleared(Cleared::new(draft), verdict)
    } else {
        Screened::Stopped(verdict)
    }
}
