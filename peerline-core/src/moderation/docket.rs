//! What waits for a moderator: reported messages, and who looks at what.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use serde::Deserialize;
use serde::Serialize;

use super::ReportGround;
use crate::vocab::AccountId;
use crate::vocab::DecisionId;
use crate::vocab::Erased;
use crate::vocab::Millis;
use crate::vocab::RoomName;
use crate::vocab::Seq;
use crate::vocab::Timestamp;

/// One thing that moderators look at.
#[derive(Clone, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Matter {
    /// A decision: a message that is held, an appeal.
    Decision(DecisionId),
    /// A message that members reported.
    Message {
        /// Where.
        room: RoomName,
        /// Which one, by its first entry.
        entry: Seq,
    },
}

/// A message that members reported, however many they are: one matter, with every ground.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Reported {
    /// When it was first reported.
    pub first: Timestamp,
    /// When it was last reported.
    pub last: Timestamp,
    /// On which grounds.
    pub grounds: BTreeSet<ReportGround>,
    /// How often.
    pub n: u32,
}

/// Somebody looks at a matter, and nobody else decides it meanwhile.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Claim {
    /// Who.
    pub by: AccountId,
    /// Until when, unless they decide or give it back before.
    pub until: Timestamp,
}

/// Reported messages and claims: a fold of the facts of moderation.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Docket {
    reports: BTreeMap<(RoomName, Seq), Reported>,
    claims: BTreeMap<Matter, Claim>,
}

impl Docket {
    /// How long a claim holds: 15 minutes, enough to read a conversation twice. It is renewed by
    /// claiming again, and lapses by itself, so that nothing is left lying with somebody who went.
    pub const LEASE: Millis = Millis::from_mins(15);
    /// How long a report waits for somebody to look at it: 90 days, as an appeal does.
    pub const WAITS: Millis = Millis::from_hours(90 * 24);

    /// Returns the reported messages that nobody has dealt with.
    pub fn reports(&self) -> impl Iterator<Item = (&RoomName, Seq, &Reported)> {
        let reports = self.reports.iter();
        reports.map(|((room, entry), reported)| (room, *entry, reported))
    }

    /// Returns a report that nobody has dealt with.
    #[must_use]
    pub fn report(&self, room: &RoomName, entry: Seq) -> Option<&Reported> {
        self.reports.get(&(room.clone(), entry))
    }

    /// Returns who looks at a matter at `now`.
    #[must_use]
    pub fn claim(&self, now: Timestamp, matter: &Matter) -> Option<Claim> {
        let claim = self.claims.get(matter).copied();
        claim.filter(|claim| now < claim.until)
    }

    /// Returns whether somebody else than `by` looks at a matter.
    #[must_use]
    pub fn is_with_another(&self, now: Timestamp, matter: &Matter, by: AccountId) -> bool {
        self.claim(now, matter).is_some_and(|claim| claim.by != by)
    }

    pub(super) fn note_report(
        &mut self,
        at: Timestamp,
        (room, entry): (&RoomName, Seq),
        ground: ReportGround,
    ) {
        let reported = self
            .reports
            .entry((room.clone(), entry))
            .or_insert_with(|| Reported {
                first: at,
                last: at,
                grounds: BTreeSet::new(),
                n: 0,
            });
        reported.last = at;
        reported.grounds.insert(ground);
        reported.n = reported.n.saturating_add(1);
    }

    /// A claim of nobody is one whose owner was erased.
    pub(super) fn note_claim(&mut self, matter: &Matter, claim: Claim) {
        if claim.by.is_nobody() {
            self.claims.remove(matter);
        } else {
            self.claims.insert(matter.clone(), claim);
        }
    }

    pub(super) fn end_claim(&mut self, matter: &Matter) {
        self.claims.remove(matter);
    }

    /// A report was dealt with.
    pub(super) fn settle(&mut self, room: &RoomName, entry: Seq) {
        self.reports.remove(&(room.clone(), entry));
        let room = room.clone();
        self.end_claim(&Matter::Message { room, entry });
    }

    pub(super) fn drop_ended(&mut self, now: Timestamp) {
        self.claims.retain(|_, claim| now < claim.until);
        self.reports
            .retain(|_, reported| now < reported.last.after(Self::WAITS));
    }

    pub(super) fn erase(&mut self, person: &Erased) {
        self.claims.retain(|_, claim| !person.is(claim.by));
    }
}
