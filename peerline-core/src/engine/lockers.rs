//! Lockers: what a person's own devices seal and keep here, and who came to it with the phrase.

use super::Answer;
use super::Engine;
use super::State;
use super::puts::Author;
use super::ways::Bar;
use crate::identity::Drawer;
use crate::identity::LockerBlob;
use crate::identity::LockerFact;
use crate::log::Fact;
use crate::log::Notice;
use crate::vocab::AccountId;
use crate::vocab::DeviceId;
use crate::vocab::KeyName;
use crate::vocab::RoomName;
use crate::vocab::Timestamp;

/// How many visits are counted between two versions: each is a row, and the person was told long
/// before.
const ROWS: u64 = 64;

impl Engine {
    /// Keeps the next version of a person's locker, and destroys the one before. Nothing of it is
    /// remembered for retries but the version itself.
    pub(super) fn keep_in_locker(
        &mut self,
        author: Author,
        after: u64,
        blob: LockerBlob,
    ) -> Answer {
        self.turn.take_mark(&RoomName::Line);
        let account = author.account;
        let drawer = self.state.lockers.get(&account).cloned();
        let drawer = drawer.unwrap_or_default();
        if drawer.put == Some(author.cid) && drawer.version == after.saturating_add(1) {
            return Answer::DONE;
        }
        if drawer.version != after {
            return self.bar(account, Bar::LockerChanged, None);
        }
        // Whoever has not come in yet has nothing to come back to.
        if self.presence.knocks.contains_key(&author.conn) {
            return self.bar(account, Bar::HelpOnly, None);
        }
        let device = self.presence.device(author.conn);
        let drawer = drawer.next(self.turn.now, author.cid, device);
        self.empty_locker(account);
        self.note_in_locker(account, LockerFact::Kept { drawer, blob });
        Answer::DONE
    }

    /// Counts somebody who came with the phrase, where their locker does not know the device; the
    /// person's other devices are told.
    pub(super) fn come_to_locker(&mut self, account: AccountId, device: Option<DeviceId>) {
        let Some(drawer) = self.state.lockers.get(&account) else {
            return;
        };
        let log = RoomName::Locker(account);
        if !drawer.counts(self.turn.now, device) || ROWS <= self.state.head(&log).get() {
            return;
        }
        self.note_in_locker(account, LockerFact::Used { device });
        let uses = self.state.lockers.get(&account);
        let uses = uses.map_or(0, |drawer| drawer.uses);
        self.notice(&RoomName::Me(account), Notice::Used { uses, device });
    }

    /// Destroys the lockers of accounts that nothing is known of any more.
    pub(super) fn clear_lockers(&mut self) {
        let lockers = self.state.lockers.keys();
        let known = |account: &&AccountId| self.state.identity.presence(**account).is_some();
        let left: Vec<_> = lockers.filter(|account| !known(account)).copied().collect();
        for account in left {
            self.empty_locker(account);
            self.state.lockers.remove(&account);
            let key = KeyName::Log(RoomName::Locker(account));
            self.turn.forget_keys(vec![key]);
        }
    }

    fn empty_locker(&mut self, account: AccountId) {
        let log = RoomName::Locker(account);
        self.state.heads.remove(&log);
        self.turn.drop_log(log);
    }

    fn note_in_locker(&mut self, account: AccountId, fact: LockerFact) {
        self.append(&RoomName::Locker(account), None, Fact::Locker(fact));
    }
}

impl State {
    /// Returns what the line remembers of somebody's locker.
    #[must_use]
    pub fn locker(&self, account: AccountId) -> Option<&Drawer> {
        self.lockers.get(&account)
    }

    pub(super) fn apply_locker(&mut self, room: &RoomName, at: Timestamp, fact: &LockerFact) {
        if let RoomName::Locker(account) = room {
            let drawer = self.lockers.entry(*account).or_default();
            drawer.apply(at, fact);
        }
    }
}
