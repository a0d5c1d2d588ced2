//! What the operator does.

use super::Engine;
use super::Output;
use crate::identity;
use crate::vocab::AccountId;
use crate::vocab::Clearance;
use crate::vocab::Role;
use crate::vocab::Sensitive;

impl Engine {
    /// Makes a staff invitation; only its digest is kept.
    pub(super) fn invite(&mut self, reference: u64, role: Role, clearance: Option<Clearance>) {
        let secret = Sensitive::new(self.turn.entropy.draw());
        let secret_digest = identity::invite_digest(&secret);
        let by = identity::By::Operator;
        if self.identify(identity::Command::Invite {
            role,
            secret_digest,
            by,
            clearance,
        }) {
            self.turn.say(Output::Invited { reference, secret });
        }
    }

    /// Clears a supporter for something of their own. It holds at once: an offer that they are not
    /// cleared for any more is taken back, and a shift for minors alone ends with the certificate.
    /// Conversations that run go on.
    pub(super) fn clear(&mut self, reference: u64, account: AccountId, clearance: Clearance) {
        let by = identity::By::Operator;
        if !self.identify(identity::Command::Clear {
            account,
            clearance,
            by,
        }) {
            return;
        }
        self.reclear_shift(account, clearance);
        self.turn.say(Output::Settled { reference });
    }

    /// Takes every role of staff back. Whoever helps somebody at that moment stays in their
    /// conversation, as anybody may; cases go back to those who are left.
    pub(super) fn dismiss_staff(&mut self, reference: u64, account: AccountId) {
        let by = identity::By::Operator;
        let roles = self.state.identity.roles(account).into_iter();
        for role in roles.filter(|role| role.is_staff()) {
            self.identify(identity::Command::Revoke { account, role, by });
        }
        self.off_duty(account);
        for conn in self.presence.conns(account) {
            self.turn.say(Output::Rest { conn });
        }
        self.turn.say(Output::Settled { reference });
    }
}
