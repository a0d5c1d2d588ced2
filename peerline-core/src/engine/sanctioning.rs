//! What follows for somebody who is under a sanction from now on: they are told, and wait no longer.

#[cfg(test)]
mod tests;

use super::Engine;
use crate::identity;
use crate::identity::By;
use crate::log::Fact;
use crate::log::Notice;
use crate::matching::Command;
use crate::matching::LeaveReason;
use crate::moderation;
use crate::moderation::Decision;
use crate::resources::Day;
use crate::vocab::Cid;
use crate::vocab::DecisionId;
use crate::vocab::Queue;
use crate::vocab::RoomName;
use crate::vocab::Timestamp;

impl Engine {
    /// Tells whoever is sanctioned, in their own log alone: what, why, until when, how to appeal, and
    /// that a responder is there all the same. What they wait for is withdrawn; a talk that runs goes
    /// on to its end, and nothing changes in any room.
    ///
    /// Who is in danger keeps their place: no sanction stands between them and people.
    pub(super) fn sanctioned(&mut self, fact: &identity::Fact) {
        let identity::Fact::Sanctioned {
            account,
            ground,
            until,
            by: By::Account(by),
        } = fact
        else {
            return;
        };
        let (account, until) = (*account, *until);
        if !self.is_in_danger(account) {
            self.withdraw(account, LeaveReason::Removed);
        }
        // Refused where they are not on shift.
        if self.match_decide(Command::Away { account }).is_ok() {
            self.tell_off_shift(account);
        }
        let id = DecisionId::from_bytes(self.turn.entropy.draw());
        let decision = Decision::sanction(
            (id, Cid::from_bytes(self.turn.entropy.draw())),
            (account, *by),
            (ground.as_str(), self.turn.now, until),
            self.policies.moderation.id(),
        );
        let decided = moderation::Fact::Decided(Box::new(decision));
        self.append(
            &RoomName::Mod(Queue::main()),
            None,
            Fact::Moderation(decided),
        );
        let language = self.presence.language(account);
        let say = moderation::say_sanction(language.as_ref(), ground.as_str(), &hour_of(until));
        let notice = Notice::Moderated { decision: id, say };
        self.notice(&RoomName::Me(account), notice);
    }
}

/// A time as everybody can read it: the whole hour at which, or in which, something ends.
pub(super) fn hour_of(at: Timestamp) -> String {
    let hours = at.unix_millis().div_ceil(MILLIS_PER_HOUR);
    let whole = Timestamp::from_unix_millis(hours.saturating_mul(MILLIS_PER_HOUR));
    format!("{} {:02}:00 UTC", Day::of(whole), hours % 24)
}

const MILLIS_PER_HOUR: u64 = 3_600_000;
