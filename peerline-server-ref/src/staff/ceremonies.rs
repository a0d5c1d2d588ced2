//! What has begun and not ended: each can be finished once, soon, and by the same device.

use std::collections::BTreeMap;

use peerline_core::identity::PublicKey;
use peerline_core::vocab::Millis;
use peerline_core::vocab::Timestamp;

/// Ceremonies under way, in memory alone: a restart asks for them again.
#[derive(Debug)]
pub(super) struct Ceremonies<T> {
    under_way: BTreeMap<[u8; 16], (Timestamp, PublicKey, T)>,
}

impl<T> Ceremonies<T> {
    /// Notes what has begun. Where there are too many, the oldest goes: only who has an invitation
    /// or a passkey can begin one.
    pub(super) fn begin(&mut self, now: Timestamp, id: [u8; 16], (device, of): (PublicKey, T)) {
        self.under_way
            .retain(|_, (began, ..)| now.since(*began) <= TIME);
        while MOST <= self.under_way.len() {
            let oldest = self.under_way.iter().min_by_key(|(_, (began, ..))| *began);
            let Some(id) = oldest.map(|(id, _)| *id) else {
                break;
            };
            self.under_way.remove(&id);
        }
        self.under_way.insert(id, (now, device, of));
    }

    /// Takes what has begun, once: whatever comes of it, it is over.
    pub(super) fn take(&mut self, now: Timestamp, id: &[u8; 16], device: &PublicKey) -> Option<T> {
        let (began, by, of) = self.under_way.remove(id)?;
        (by == *device && now.since(began) <= TIME).then_some(of)
    }
}

impl<T> Default for Ceremonies<T> {
    fn default() -> Self {
        Self {
            under_way: BTreeMap::new(),
        }
    }
}

/// How long a person may look for their key.
const TIME: Millis = Millis::from_mins(5);
/// How many may be under way.
const MOST: usize = 256;

#[cfg(test)]
mod tests;
