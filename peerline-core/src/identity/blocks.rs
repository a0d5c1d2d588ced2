//! Who is kept apart from whom, and which rooms look full to somebody: marks that name nobody.

use super::State;
use super::encoding::hmac;
use super::encoding::lp_joined;
use crate::vocab::AccountId;
use crate::vocab::Digest;
use crate::vocab::RoomId;
use crate::vocab::Timestamp;

impl State {
    /// Returns what stands in the book for two accounts that do not meet: the same both ways, and
    /// without the key of the book it names neither.
    #[must_use]
    pub fn pair(&self, a: AccountId, b: AccountId) -> Digest {
        let (low, high) = (a.min(b), a.max(b));
        let parts = [
            b"peerline/v1/block",
            low.as_bytes().as_slice(),
            high.as_bytes(),
        ];
        Digest::from_bytes(hmac(self.pairs.expose(), &lp_joined(&parts)))
    }

    /// Returns what stands in the book, among the blocks, for a room that looks full to an account
    /// until a time: without the key of the book it names neither.
    #[must_use]
    pub fn door(&self, account: AccountId, room: RoomId) -> Digest {
        let parts = [
            b"peerline/v1/door",
            account.as_bytes().as_slice(),
            room.as_bytes(),
        ];
        Digest::from_bytes(hmac(self.pairs.expose(), &lp_joined(&parts)))
    }

    /// Returns whether a room looks full to an account because it did before.
    #[must_use]
    pub fn is_shut(&self, now: Timestamp, account: AccountId, room: RoomId) -> bool {
        let until = self.blocks.get(&self.door(account, room));
        until.is_some_and(|until| now < *until)
    }

    /// Returns whether a block keeps two accounts apart.
    #[must_use]
    pub fn blocked(&self, now: Timestamp, a: AccountId, b: AccountId) -> bool {
        self.blocks
            .get(&self.pair(a, b))
            .is_some_and(|until| now < *until)
    }

    /// Returns whether any block is in force.
    #[must_use]
    pub fn has_blocks(&self, now: Timestamp) -> bool {
        self.blocks.values().any(|until| now < *until)
    }

    /// Returns when the block between two accounts ends or ended.
    #[must_use]
    pub fn block_until(&self, a: AccountId, b: AccountId) -> Option<Timestamp> {
        self.blocks.get(&self.pair(a, b)).copied()
    }
}
