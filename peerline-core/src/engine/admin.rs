//! What the operator does.

use super::Engine;
use super::Output;
use crate::identity;
use crate::vocab::Role;
use crate::vocab::Sensitive;

impl Engine {
    /// Makes a staff invitation; only its digest is kept.
    pub(super) fn invite(&mut self, reference: u64, role: Role) {
        let secret = Sensitive::new(self.turn.entropy.draw());
        let secret_digest = identity::invite_digest(&secret);
        let by = identity::By::Operator;
        if self.identify(identity::Command::Invite {
            role,
            secret_digest,
            by,
        }) {
            self.turn.say(Output::Invited { reference, secret });
        }
    }
}
