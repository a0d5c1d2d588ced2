//! What the operator asks about what is kept and about the vault, on its way to the engine and back.

use futures_channel::oneshot;

use super::core::Core;
use crate::engine::Input;
use crate::log::KeepAnswer;
use crate::log::KeepWish;
use crate::log::VaultAnswer;
use crate::log::VaultWish;

impl Core {
    pub(super) fn keep(&mut self, wish: KeepWish, reply: oneshot::Sender<KeepAnswer>) {
        let reference = self.next_reference();
        self.keeps.insert(reference, reply);
        self.handle(Input::Keep { reference, wish });
    }

    /// Answers the operator; one whose change could not be written down hears nothing, and asks
    /// again.
    pub(super) fn kept(&mut self, reference: u64, answer: Option<KeepAnswer>) {
        let reply = self.keeps.remove(&reference);
        if let Some((reply, answer)) = reply.zip(answer) {
            // An error means that the operator does not wait any more.
            let _ = reply.send(answer);
        }
    }

    pub(super) fn ask_vault(&mut self, wish: VaultWish, reply: oneshot::Sender<VaultAnswer>) {
        let reference = self.next_reference();
        self.vaults.insert(reference, reply);
        self.handle(Input::Vault { reference, wish });
    }

    /// Answers about the vault, as [`kept`](Self::kept) does about what is kept.
    pub(super) fn vault_told(&mut self, reference: u64, answer: Option<VaultAnswer>) {
        let reply = self.vaults.remove(&reference);
        if let Some((reply, answer)) = reply.zip(answer) {
            // An error means that nobody waits any more.
            let _ = reply.send(answer);
        }
    }
}
