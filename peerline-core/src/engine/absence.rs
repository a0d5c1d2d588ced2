//! What follows from somebody being gone, and what somebody who is here may do at all.

use super::Engine;
use crate::crisis;
use crate::matching;
use crate::room::LeaveWhy;
use crate::vocab::AccountId;
use crate::vocab::Capability;

impl Engine {
    /// Whom a responder looks for keeps their place in the conversation.
    pub(super) fn is_in_danger(&self, account: AccountId) -> bool {
        self.state
            .open_cases()
            .any(|case| case.person == account && case.band.pages())
    }

    /// Returns whether somebody's place in their conversation is kept although they are away: they
    /// are in danger, or were promised that they are asked there how they are.
    pub(super) fn is_expected(&self, account: AccountId) -> bool {
        let promised =
            |case: &crisis::Case| case.follow.is_some_and(|follow| follow.state.is_open());
        let mut own = self
            .state
            .open_cases()
            .filter(|case| case.person == account);
        own.any(|case| case.band.pages() || promised(case))
    }

    pub(super) fn helper_gone(&mut self, account: AccountId) {
        self.off_duty(account);
        self.crisis_decide(crisis::Command::SeekerGone { person: account });
    }

    /// Takes somebody off the shift, and gives their cases back.
    pub(super) fn off_duty(&mut self, account: AccountId) {
        self.abandon_all(account);
        // Refused where they are not on shift: then there is nothing to tell.
        if self
            .match_decide(matching::Command::Away { account })
            .is_ok()
        {
            self.tell_off_shift(account);
        }
        self.crisis_decide(crisis::Command::ResponderGone { responder: account });
    }

    pub(super) fn waiting_gone(&mut self, account: AccountId) {
        self.withdraw(account, matching::LeaveReason::ConnectionLost);
    }

    pub(super) fn member_gone(&mut self, account: AccountId) {
        let rooms = self
            .state
            .rooms_of
            .get(&account)
            .cloned()
            .unwrap_or_default();
        for room in rooms {
            let here = self
                .state
                .room(room)
                .is_some_and(|room| !room.is_over() && room.present_member(account).is_some());
            if here {
                // Refused where they are not in it.
                let _ = self.leave_room(room, account, LeaveWhy::Gone);
            }
        }
    }

    /// Returns how many responders are connected.
    pub(super) fn on_duty(&self) -> usize {
        let responders = self.state.identity.responders();
        responders
            .filter(|account| self.presence.is_connected(*account))
            .filter(|account| self.staff(*account, Capability::Respond).is_some())
            .count()
    }

    /// Returns whether a sanction, a gate that they have not passed, or a proof of one room alone
    /// leaves a person nothing but the way to a responder. A sanction holds under every name that
    /// leads to its account.
    pub(super) fn is_help_only(&self, account: AccountId) -> bool {
        let (book, now) = (&self.state.identity, self.turn.now);
        book.sanction(now, account).is_some()
            || book.sanction(now, self.person(account)).is_some()
            || self.is_at_the_gate(account)
            || self.presence.visits(account)
    }
}
