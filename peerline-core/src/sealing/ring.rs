//! The keys in use.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fmt;

use super::key::Key;
use crate::ports::ShelfKey;
use crate::vocab::Entropy;
use crate::vocab::KeyName;
use crate::vocab::RoomId;
use crate::vocab::RoomName;

/// The keys in use, and which of them are not on the shelf yet.
#[derive(Default)]
pub(super) struct Ring {
    keys: BTreeMap<KeyName, Key>,
    /// Which log is called what in the store.
    logs: BTreeMap<RoomId, RoomName>,
    /// Logs that lost their key on purpose.
    ended: BTreeSet<RoomId>,
    /// Made, and not kept yet.
    fresh: BTreeSet<KeyName>,
    /// Never to be kept.
    fleeting: BTreeSet<KeyName>,
}

impl Ring {
    /// Takes what the shelf holds in the place of all that was taken from it before. What is not on
    /// it yet, or never will be, stays.
    pub(super) fn reload(&mut self, kept: &[ShelfKey]) {
        let (fresh, fleeting) = (&self.fresh, &self.fleeting);
        self.keys
            .retain(|name, _| fresh.contains(name) || fleeting.contains(name));
        self.ended.clear();
        for key in kept {
            match (&key.name, Key::of(&key.bytes)) {
                (KeyName::Ended(id), _) => {
                    self.ended.insert(*id);
                }
                (name, Some(key)) => {
                    self.keys.insert(name.clone(), key);
                }
                // The key of another part of the program.
                (_, None) => {}
            }
        }
        self.logs.clear();
        for (name, key) in &self.keys {
            if let KeyName::Log(log) = name {
                self.logs.insert(key.log_id(), log.clone());
            }
        }
    }

    pub(super) fn get(&self, name: &KeyName) -> Option<&Key> {
        self.keys.get(name)
    }

    /// Returns a key, made now where there is none.
    pub(super) fn key(&mut self, name: &KeyName, entropy: &mut Entropy) -> Key {
        if let Some(key) = self.keys.get(name) {
            return key.clone();
        }
        let key = Key::random(entropy);
        if let KeyName::Log(log) = name {
            self.logs.insert(key.log_id(), log.clone());
        }
        self.keys.insert(name.clone(), key.clone());
        if !self.fleeting.contains(name) {
            self.fresh.insert(name.clone());
        }
        key
    }

    /// The key of this name, if it is ever made, is never kept: what it seals ends with the process.
    pub(super) fn never_keep(&mut self, name: &KeyName) {
        if !self.keys.contains_key(name) {
            self.fleeting.insert(name.clone());
        }
    }

    /// Returns which log is called `id` in the store.
    pub(super) fn log(&self, id: RoomId) -> Option<&RoomName> {
        self.logs.get(&id)
    }

    pub(super) fn has_ended(&self, id: RoomId) -> bool {
        self.ended.contains(&id)
    }

    pub(super) fn note_ended(&mut self, id: RoomId) {
        self.ended.insert(id);
    }

    /// Returns what is to be kept before anything that it seals.
    pub(super) fn fresh(&self) -> Vec<ShelfKey> {
        let key = |name: &KeyName| Some(ShelfKey::new(name.clone(), self.get(name)?.bytes()));
        self.fresh.iter().filter_map(key).collect()
    }

    pub(super) fn kept<'a>(&mut self, names: impl Iterator<Item = &'a KeyName>) {
        for name in names {
            self.fresh.remove(name);
        }
    }

    pub(super) fn forget(&mut self, name: &KeyName) {
        if let (Some(key), KeyName::Log(_)) = (self.keys.remove(name), name) {
            self.logs.remove(&key.log_id());
        }
        self.fresh.remove(name);
        self.fleeting.remove(name);
    }

    /// Returns the names of all keys in use.
    pub(super) fn names(&self) -> impl Iterator<Item = &KeyName> {
        self.keys.keys()
    }
}

impl fmt::Debug for Ring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Ring({} keys)", self.keys.len())
    }
}
