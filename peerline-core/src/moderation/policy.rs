//! The question that a moderation policy answers.

use std::fmt;
use std::sync::Arc;

use serde::Deserialize;
use serde::Serialize;

use super::Draft;
use super::History;
use super::RuleId;
use super::Verdict;
use crate::vocab::Digest;
use crate::vocab::Language;
use crate::vocab::Millis;
use crate::vocab::RiskFinding;
use crate::vocab::Timestamp;

/// Which policy decided.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct PolicyId {
    /// Its name.
    pub name: RuleId,
    /// Its version; a decision is replayed against the version that took it.
    pub version: u32,
    /// Of a policy that was read from a file: what stands in the file and in its lists.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digest: Option<Digest>,
}

impl PolicyId {
    /// Makes the name of a policy.
    #[must_use]
    pub const fn new(name: RuleId, version: u32) -> Self {
        let digest = None;
        Self {
            name,
            version,
            digest,
        }
    }
}

/// Decides what happens to a message before others see it.
///
/// # Contract
/// - Danger: a message whose risk is a signal of at least `Watch` is published at once, never
///   nudged, slowed, held, blocked or muted (`danger_is_always_published`).
/// - Way: what goes to a case, to responders or to the author's own room is published at once
///   (`way_to_a_responder_is_open`).
/// - Outage: where nobody could look for danger, a human sees the message, at once or as a
///   moderator (`outage_never_hides_a_message`).
/// - Stable: the same question gets the same verdict (`verdict_is_deterministic`).
/// - Bounds: every span lies on character bounds of the text (`verdict_spans_lie_on_bounds`).
/// - Reasons: whatever is not published names its rule (`refusal_names_its_rule`).
/// - Appeal: a hold, a block or a mute says what it stands on and can be appealed
///   (`durable_act_can_be_appealed`).
/// - Ends: a wait and a mute end, and are not over before they began (`waiting_ends`).
///
/// It is total: it has no error and must not panic. A policy that is wrong about danger or outage
/// is overruled by [`screen`](super::screen); being wrong about anything else costs a message that
/// should not have been seen, or one that should, until an appeal.
pub trait ModerationPolicy: fmt::Debug + Send + Sync {
    /// Returns its name and version.
    fn id(&self) -> PolicyId;

    /// Judges a message by what it says, by what its author sent before, and by what the risk
    /// assessor found in it.
    fn judge(
        &self,
        now: Timestamp,
        draft: &Draft,
        history: &History,
        risk: &RiskFinding,
    ) -> Verdict;

    /// Returns the models outside that it wants to hear, with how long a message waits for each at
    /// most. What they say comes with the [`Draft`]; one that is not connected has nothing to say.
    fn asks(&self) -> Vec<(&str, Millis)> {
        Vec::new()
    }

    /// Returns what the author reads where `rule` stood against a message, or `None` where the
    /// policy has no words of its own: then [`say()`](super::say()) has some.
    fn say(&self, rule: &RuleId, language: Option<&Language>) -> Option<&str> {
        let _unknown = (rule, language);
        None
    }
}

/// Publishes everything. For tests, and for lines that moderate elsewhere: it must be asked for.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct AllowAll;

impl ModerationPolicy for AllowAll {
    fn id(&self) -> PolicyId {
        PolicyId::new(RuleId::own("allow-all"), 1)
    }

    fn judge(&self, _: Timestamp, _: &Draft, _: &History, _: &RiskFinding) -> Verdict {
        Verdict::allow()
    }
}

impl<P: ModerationPolicy + ?Sized> ModerationPolicy for Arc<P> {
    fn id(&self) -> PolicyId {
        (**self).id()
    }

    fn judge(
        &self,
        now: Timestamp,
        draft: &Draft,
        history: &History,
        risk: &RiskFinding,
    ) -> Verdict {
        (**self).judge(now, draft, history, risk)
    }

    fn asks(&self) -> Vec<(&str, Millis)> {
        (**self).asks()
    }

    fn say(&self, rule: &RuleId, language: Option<&Language>) -> Option<&str> {
        (**self).say(rule, language)
    }
}

impl<P: ModerationPolicy + ?Sized> ModerationPolicy for Box<P> {
    fn id(&self) -> PolicyId {
        (**self).id()
    }

    fn judge(
        &self,
        now: Timestamp,
        draft: &Draft,
        history: &History,
        risk: &RiskFinding,
    ) -> Verdict {
        (**self).judge(now, draft, history, risk)
    }

    fn asks(&self) -> Vec<(&str, Millis)> {
        (**self).asks()
    }

    fn say(&self, rule: &RuleId, language: Option<&Language>) -> Option<&str> {
        (**self).say(rule, language)
    }
}
