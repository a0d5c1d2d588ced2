//! What the operator asks about what is kept, on its way to the engine and back.

use futures_channel::oneshot;

use super::core::Core;
use crate::engine::Input;
use crate::log::KeepAnswer;
use crate::log::KeepWish;

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
}
