//! What a line remembers of newcomers: a few counts, in memory alone.

use std::collections::BTreeMap;

use super::Knock;
use crate::identity::encoding::hmac;
use crate::identity::encoding::lp_joined;
use crate::identity::encoding::short;
use crate::vocab::Millis;
use crate::vocab::Sensitive;
use crate::vocab::Timestamp;

/// Who came lately, without who they are.
///
/// Networks stand in it as a MAC under a key that is drawn anew every day and never leaves memory;
/// counts start over with every hour. Nothing of it is ever written down.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Door {
    key: Sensitive<[u8; 32]>,
    day: Option<u64>,
    hour: u64,
    networks: BTreeMap<[u8; 16], Count>,
    minute: u64,
    knocks: u32,
    knocks_before: u32,
}

#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
struct Count {
    let_in: u32,
    wrong: u32,
}

impl Door {
    /// How many networks are counted at most within an hour; further ones are not.
    pub const NETWORKS: usize = 65_536;

    /// Lets time pass: starts counts over that have ended, and takes a new key with the day.
    pub fn turn(&mut self, now: Timestamp, key: impl FnOnce() -> [u8; 32]) {
        let day = now.unix_millis() / DAY.get();
        if self.day != Some(day) {
            self.day = Some(day);
            self.key = Sensitive::new(key());
            self.networks.clear();
        }
        let hour = now.unix_millis() / HOUR.get();
        if self.hour != hour {
            self.hour = hour;
            self.networks.clear();
        }
        let minute = now.unix_millis() / MINUTE.get();
        if self.minute != minute {
            let follows = self.minute.checked_add(1) == Some(minute);
            self.knocks_before = if follows { self.knocks } else { 0 };
            self.knocks = 0;
            self.minute = minute;
        }
    }

    /// Notes that a newcomer came, whatever becomes of them.
    pub const fn knocked(&mut self) {
        self.knocks = self.knocks.saturating_add(1);
    }

    /// Notes that a newcomer was let in.
    pub fn let_in(&mut self, knock: &Knock) {
        if let Some(count) = self.count_mut(knock) {
            count.let_in = count.let_in.saturating_add(1);
        }
    }

    /// Notes that a newcomer brought a pass that is none.
    pub fn tried(&mut self, knock: &Knock) {
        if let Some(count) = self.count_mut(knock) {
            count.wrong = count.wrong.saturating_add(1);
        }
    }

    /// Returns how many newcomers were let in from a network within this hour.
    #[must_use]
    pub fn newcomers(&self, knock: &Knock) -> u32 {
        self.count(knock).let_in
    }

    /// Returns how often somebody from a network brought a pass that is none, within this hour.
    #[must_use]
    pub fn tries(&self, knock: &Knock) -> u32 {
        self.count(knock).wrong
    }

    /// Returns how many newcomers came within the last minute, or within the one before where
    /// those were more.
    #[must_use]
    pub fn rush(&self) -> u32 {
        self.knocks.max(self.knocks_before)
    }

    /// Returns how long it is until counts start over.
    #[must_use]
    pub const fn until_next_hour(now: Timestamp) -> Millis {
        let hour = HOUR.get();
        Millis::new(hour.saturating_sub(now.unix_millis() % hour))
    }

    fn count(&self, knock: &Knock) -> Count {
        let name = knock.network.map(|network| self.name(network));
        let count = name.and_then(|name| self.networks.get(&name));
        count.copied().unwrap_or_default()
    }

    fn count_mut(&mut self, knock: &Knock) -> Option<&mut Count> {
        let name = self.name(knock.network?);
        if Self::NETWORKS <= self.networks.len() && !self.networks.contains_key(&name) {
            return None;
        }
        Some(self.networks.entry(name).or_default())
    }

    fn name(&self, network: Sensitive<u64>) -> [u8; 16] {
        let network = network.expose().to_be_bytes();
        let message = lp_joined(&[b"peerline/v1/network", &network]);
        short(hmac(self.key.expose(), &message))
    }
}

const MINUTE: Millis = Millis::from_mins(1);
const HOUR: Millis = Millis::from_hours(1);
const DAY: Millis = Millis::from_hours(24);
