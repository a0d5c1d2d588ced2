//! What supporters are cleared for, and the shifts that run under it.

use super::Engine;
use crate::matching::Command;
use crate::vocab::AccountId;
use crate::vocab::Clearance;

impl Engine {
    /// What a supporter is cleared for: what was granted to them, else what the line clears everybody
    /// for.
    pub(super) fn clearance_of(&self, account: AccountId) -> Clearance {
        let own = self.state.identity.clearance(account);
        own.unwrap_or(self.policies.clearance)
    }

    /// Puts a shift that runs under another clearance.
    pub(super) fn reclear_shift(&mut self, account: AccountId, clearance: Clearance) {
        let duty = self.state.matching.duty_of(&self.policies.breaks, account);
        let Some(shift) = duty.shift.cloned() else {
            return;
        };
        // Neither is refused: the shift was within the bounds, and somebody on shift can go.
        if let Some(shift) = shift.recleared(clearance) {
            let _ = self.match_decide(Command::Ready { account, shift });
        } else {
            let _ = self.match_decide(Command::Away { account });
            self.tell_off_shift(account);
        }
    }

    /// Puts every shift under what holds for its supporter now: the operator may have changed what the
    /// line clears everybody for while it was down, and a shift outlives a start.
    pub(super) fn reclear_shifts(&mut self) {
        let shifts = self.state.matching.supporters();
        let stale: Vec<(AccountId, Clearance)> = shifts
            .filter_map(|on_shift| {
                let Clearance { tier, minors } = self.clearance_of(on_shift.account);
                let shift = on_shift.shift;
                let holds = shift.clearance() == tier && shift.takes_minors() == minors;
                (!holds).then_some((on_shift.account, Clearance { tier, minors }))
            })
            .collect();
        for (account, clearance) in stale {
            self.reclear_shift(account, clearance);
        }
    }
}
