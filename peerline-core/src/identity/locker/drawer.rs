//! The line's side of a locker: which version lies there, and who came to it.

use serde::Deserialize;
use serde::Serialize;

use super::LockerBlob;
use crate::vocab::AccountId;
use crate::vocab::Cid;
use crate::vocab::DeviceId;
use crate::vocab::DigestBuilder;
use crate::vocab::Millis;
use crate::vocab::Timestamp;

/// Returns what the line calls a device of an account: a digest of a secret that the device drew
/// and keeps beside the root. The phrase does not lead to it, so whoever comes with the phrase
/// alone is another device.
#[must_use]
pub fn device_id(account: &AccountId, secret: &[u8; 32]) -> DeviceId {
    let digest = DigestBuilder::new("peerline/v1/device")
        .bytes(account.as_bytes())
        .bytes(secret)
        .finish();
    DeviceId::from_bytes(digest.short())
}

/// What the line remembers of a locker. The blob itself it leaves in the store.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[expect(
    clippy::exhaustive_structs,
    reason = "the engine makes it; the stored form is versioned"
)]
pub struct Drawer {
    /// Which version lies there: 1, 2, 3 …
    pub version: u64,
    /// The put that brought it, for its retries.
    pub put: Option<Cid>,
    /// How often somebody came whom the locker did not know.
    pub uses: u64,
    /// Devices that came, the latest known last.
    pub devices: Vec<DeviceUse>,
    /// When somebody last came who named no device.
    pub unnamed: Option<Timestamp>,
}

/// A device that came to a locker.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[expect(
    clippy::exhaustive_structs,
    reason = "the engine makes it; the stored form is versioned"
)]
pub struct DeviceUse {
    /// Which.
    pub device: DeviceId,
    /// When it came first.
    pub at: Timestamp,
}

/// What happened to a locker. Its log begins anew with each version.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "locker")]
#[non_exhaustive]
pub enum LockerFact {
    /// This lies in it now, and nothing else.
    Kept {
        /// All that is remembered of it.
        drawer: Drawer,
        /// What is in it.
        blob: LockerBlob,
    },
    /// Somebody came with the phrase whom the locker did not know.
    Used {
        /// Their device, where they named one.
        device: Option<DeviceId>,
    },
}

impl Drawer {
    /// How many devices are remembered; of more, the one that came first is forgotten, and counts
    /// as another one when it comes again.
    pub const DEVICES: usize = 32;
    /// How often whoever names no device counts, at most: such a client comes back under no name,
    /// also after each broken link.
    pub const UNNAMED: Millis = Millis::from_hours(1);

    /// Returns whether somebody who comes now is to be counted: a device that the locker does not
    /// know, or nobody named.
    #[must_use]
    pub fn counts(&self, now: Timestamp, device: Option<DeviceId>) -> bool {
        match device {
            Some(device) => !self.knows(device),
            None => self
                .unnamed
                .is_none_or(|last| Self::UNNAMED <= now.since(last)),
        }
    }

    /// Returns what is remembered once the next version lies there, brought by a put of `device`.
    #[must_use]
    pub fn next(&self, now: Timestamp, put: Cid, device: Option<DeviceId>) -> Self {
        let mut next = self.clone();
        next.version = next.version.saturating_add(1);
        next.put = Some(put);
        if device.is_some_and(|device| !next.knows(device)) {
            next.note(now, device);
        }
        next
    }

    /// Takes a fact in.
    pub fn apply(&mut self, at: Timestamp, fact: &LockerFact) {
        match fact {
            LockerFact::Kept { drawer, .. } => self.clone_from(drawer),
            LockerFact::Used { device } => self.note(at, *device),
        }
    }

    /// Returns when somebody other than `device` last came first, rounded down to the day: enough to
    /// remember by, too coarse to follow anybody.
    #[must_use]
    pub fn last_other(&self, device: Option<DeviceId>) -> Option<Timestamp> {
        let others = self.devices.iter();
        let others = others.filter(|one| Some(one.device) != device);
        let unnamed = self.unnamed.filter(|_| device.is_some());
        let last = others.map(|one| one.at).chain(unnamed).max()?;
        let day = Millis::from_hours(24);
        let days = last.unix_millis().checked_div(day.get())?;
        Some(Timestamp::ZERO.after(day.times(days)))
    }

    fn knows(&self, device: DeviceId) -> bool {
        self.devices.iter().any(|one| one.device == device)
    }

    fn note(&mut self, at: Timestamp, device: Option<DeviceId>) {
        self.uses = self.uses.saturating_add(1);
        let Some(device) = device else {
            self.unnamed = Some(at);
            return;
        };
        self.devices.push(DeviceUse { device, at });
        let surplus = self.devices.len().saturating_sub(Self::DEVICES);
        self.devices.drain(..surplus);
    }
}
