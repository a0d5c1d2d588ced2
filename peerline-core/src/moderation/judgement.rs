//! What a moderator does about a message or its author, of their own.

use std::collections::BTreeSet;

use super::Action;
use super::Decision;
use super::Fact;
use super::PolicyId;
use super::Refusal;
use super::ReportGround;
use super::RuleId;
use super::Sealed;
use super::Source;
use super::State;
use super::docket::Matter;
use crate::vocab::AccountId;
use crate::vocab::Cid;
use crate::vocab::DecisionId;
use crate::vocab::Digest;
use crate::vocab::DigestBuilder;
use crate::vocab::Millis;
use crate::vocab::RoomName;
use crate::vocab::Seq;
use crate::vocab::Text;
use crate::vocab::Timestamp;

/// An act of a moderator: against whom, about which message, on what ground.
#[derive(Clone, Debug, Eq, PartialEq)]
#[expect(clippy::exhaustive_structs, reason = "an argument in parts")]
pub struct Judgement {
    /// Who decides.
    pub by: AccountId,
    /// About whose words.
    pub author: AccountId,
    /// Where.
    pub room: RoomName,
    /// Which message, by its first entry; none where it is about the author alone.
    pub entry: Option<Seq>,
    /// What is done.
    pub action: Action,
    /// Which rule of the community it stands on.
    pub ground: ReportGround,
    /// Why, in the moderator's words, for the author to read.
    pub why: Option<Text>,
    /// The message as it was, where it is taken away.
    pub sealed: Option<Sealed>,
    /// The policy in force.
    pub policy: PolicyId,
}

impl Judgement {
    /// How long it can be appealed: 14 days, as what the policy decides.
    pub const APPEAL: Millis = Millis::from_hours(14 * 24);

    /// The rule under which a message is taken away.
    pub const REMOVED: RuleId = RuleId::own("moderator.removed");
    /// The rule under which somebody writes nothing in rooms for a while.
    pub const MUTED: RuleId = RuleId::own("moderator.muted");
    /// The rule under which somebody is taken out of a room.
    pub const KICKED: RuleId = RuleId::own("moderator.kicked");

    fn rule(&self) -> RuleId {
        match self.action {
            Action::Mute { .. } => Self::MUTED,
            Action::Kick => Self::KICKED,
            Action::Remove
            | Action::Allow
            | Action::Nudge
            | Action::Slow { .. }
            | Action::Hold
            | Action::Block => Self::REMOVED,
        }
    }

    /// Where nothing is kept there is nothing to tell apart.
    fn digest(&self) -> Digest {
        let nothing = || DigestBuilder::new("peerline/v1/moderation/act").finish();
        self.sealed.as_ref().map_or_else(nothing, Sealed::digest)
    }

    fn decision(self, now: Timestamp, (id, cid): (DecisionId, Cid), reported: bool) -> Decision {
        let (rule, content_digest) = (self.rule(), self.digest());
        Decision {
            id,
            supersedes: None,
            room: self.room,
            author: self.author,
            cid,
            entry: self.entry,
            action: self.action,
            rule: Some(rule),
            policy: self.policy,
            content_digest,
            labels: BTreeSet::new(),
            spans: Vec::new(),
            ground: Some(self.ground.as_str().to_owned()),
            why: self.why,
            reported,
            starts: now,
            ends: self.action.ends(),
            source: Source::Moderator { by: self.by },
            appeal_until: Some(now.after(Self::APPEAL)),
            sealed: self.sealed,
        }
    }
}

/// Nobody judges their own words, nor what somebody else looks at.
pub(super) fn judge(
    state: &State,
    now: Timestamp,
    ids: (DecisionId, Cid),
    judgement: Judgement,
) -> Result<Fact, Refusal> {
    if judgement.by == judgement.author {
        return Err(Refusal::NotImpartial);
    }
    let mut reported = false;
    if let Some(entry) = judgement.entry {
        let room = judgement.room.clone();
        let matter = Matter::Message { room, entry };
        free(state, now, &matter, judgement.by)?;
        reported = state.docket().report(&judgement.room, entry).is_some();
    }
    let decision = judgement.decision(now, ids, reported);
    Ok(Fact::Decided(Box::new(decision)))
}

/// What somebody looks at waits for them.
pub(super) fn free(
    state: &State,
    now: Timestamp,
    matter: &Matter,
    by: AccountId,
) -> Result<(), Refusal> {
    if state.docket().is_with_another(now, matter, by) {
        return Err(Refusal::Claimed);
    }
    Ok(())
}
