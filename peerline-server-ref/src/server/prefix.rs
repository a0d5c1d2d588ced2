//! How many connections each network has.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;

/// Counts connections by network prefix, in memory alone.
#[derive(Clone, Debug)]
pub(super) struct Prefixes {
    most: Option<u32>,
    counts: Arc<Mutex<BTreeMap<u64, u32>>>,
}

impl Prefixes {
    /// Makes a counter that lets `most` in from each network.
    pub(super) fn new(most: Option<u32>) -> Self {
        Self {
            most,
            counts: Arc::default(),
        }
    }

    /// Takes a place, or says that the network has had its share.
    pub(super) fn enter(&self, address: IpAddr) -> Option<Place> {
        let key = prefix(address);
        if let Some(most) = self.most {
            let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
            let count = counts.entry(key).or_default();
            if most <= *count {
                return None;
            }
            *count = count.saturating_add(1);
        }
        Some(Place {
            prefixes: self.clone(),
            key,
        })
    }

    fn leave(&self, key: u64) {
        if self.most.is_none() {
            return;
        }
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = counts.get_mut(&key) {
            *count = count.saturating_sub(1);
            if *count == 0 {
                counts.remove(&key);
            }
        }
    }
}

/// One connection's place; dropping it gives it back.
#[derive(Debug)]
pub(super) struct Place {
    prefixes: Prefixes,
    key: u64,
}

impl Drop for Place {
    fn drop(&mut self) {
        self.prefixes.leave(self.key);
    }
}

/// The /24 of an IPv4 address, the /56 of an IPv6 one; no two of the kinds meet.
pub(super) fn prefix(address: IpAddr) -> u64 {
    match address.to_canonical() {
        IpAddr::V4(ip) => u64::from(ip.to_bits() >> 8) | (1 << 63),
        IpAddr::V6(ip) => u64::try_from(ip.to_bits() >> 72).unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests;
