//! Keys in slots, each in one place.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fmt;
use std::io;

use peerline_core::ports::ShelfKey;
use peerline_core::vocab::KeyName;

use super::Medium;
use super::slot;
use super::slot::Held;
use super::slot::SLOT;

/// What the first slot says.
const HEADER: &[u8] = b"peerline keys 1\n";
const FREE: [u8; SLOT] = [0; SLOT];

/// Keys in slots of a [`Medium`], with the promises of
/// [`KeyShelf`](peerline_core::ports::KeyShelf), blocking.
pub struct Slots<M> {
    medium: M,
    places: BTreeMap<KeyName, u64>,
    free: BTreeSet<u64>,
    end: u64,
    turn: u64,
    /// Places of keys that were replaced, still to be overwritten.
    stale: Vec<u64>,
}

impl<M: Medium> Slots<M> {
    /// Opens what lies on a medium, or begins on an empty one. What was half written when the power
    /// went is overwritten.
    ///
    /// # Errors
    /// `InvalidData` where something else lies there, and what the system says.
    pub fn open(medium: M) -> io::Result<Self> {
        let mut slots = Self {
            medium,
            places: BTreeMap::new(),
            free: BTreeSet::new(),
            end: 1,
            turn: 0,
            stale: Vec::new(),
        };
        let bytes = slots.medium.read()?;
        if slots.begin(&bytes)? {
            slots.take_in(&bytes)?;
        }
        Ok(slots)
    }

    /// Returns every key.
    ///
    /// # Errors
    /// What the system says.
    pub fn load(&self) -> io::Result<Vec<ShelfKey>> {
        let bytes = self.medium.read()?;
        let held = self.places.values().map(|place| {
            let slot = at(&bytes, *place).and_then(slot::decode);
            slot.map(|held| held.key).ok_or_else(damaged)
        });
        held.collect()
    }

    /// Keeps keys: first all of them, then the end of those they replace.
    ///
    /// # Errors
    /// `InvalidInput` where a name or a key is too long, and what the system says.
    pub fn keep(&mut self, keys: Vec<ShelfKey>) -> io::Result<()> {
        for key in keys {
            self.turn = self.turn.saturating_add(1);
            let held = Held {
                key,
                turn: self.turn,
            };
            let slot = slot::encode(&held).ok_or(io::ErrorKind::InvalidInput)?;
            let place = self.next_place();
            self.medium.write(offset(place), &slot)?;
            self.stale.extend(self.places.insert(held.key.name, place));
        }
        self.medium.sync()?;
        self.clear(Vec::new())
    }

    /// Destroys keys.
    ///
    /// # Errors
    /// What the system says; repeat the call.
    pub fn destroy(&mut self, names: &[KeyName]) -> io::Result<()> {
        let places: Vec<u64> = names
            .iter()
            .filter_map(|name| self.places.get(name).copied())
            .collect();
        self.clear(places)?;
        for name in names {
            self.places.remove(name);
        }
        Ok(())
    }

    fn clear(&mut self, mut places: Vec<u64>) -> io::Result<()> {
        places.extend(&self.stale);
        if places.is_empty() {
            return Ok(());
        }
        for place in &places {
            self.medium.write(offset(*place), &FREE)?;
        }
        self.medium.sync()?;
        self.stale.clear();
        self.free.extend(places);
        Ok(())
    }

    fn next_place(&mut self) -> u64 {
        if let Some(place) = self.free.pop_first() {
            return place;
        }
        let place = self.end;
        self.end = self.end.saturating_add(1);
        place
    }

    /// Writes the header where there is nothing yet; returns whether there is more.
    fn begin(&mut self, bytes: &[u8]) -> io::Result<bool> {
        let mut header = FREE;
        header
            .iter_mut()
            .zip(HEADER)
            .for_each(|(to, from)| *to = *from);
        if bytes.get(..SLOT) == Some(header.as_slice()) {
            return Ok(true);
        }
        // Begun, and cut off before the first key.
        let is_new =
            bytes.len() <= SLOT && bytes.iter().zip(&header).all(|(a, b)| a == b || *a == 0);
        if !is_new {
            return Err(io::ErrorKind::InvalidData.into());
        }
        self.medium.write(0, &header)?;
        self.medium.sync()?;
        Ok(false)
    }

    fn take_in(&mut self, bytes: &[u8]) -> io::Result<()> {
        let mut turns: BTreeMap<KeyName, (u64, u64)> = BTreeMap::new();
        let mut dirty = Vec::new();
        for (place, slot) in (1_u64..).zip(bytes.chunks(SLOT).skip(1)) {
            self.end = self.end.max(place.saturating_add(1));
            let Some(Held { key, turn }) = slot::decode(slot) else {
                if slot.iter().all(|byte| *byte == 0) {
                    self.free.insert(place);
                } else {
                    dirty.push(place);
                }
                continue;
            };
            self.turn = self.turn.max(turn);
            match turns.get(&key.name) {
                Some((known, _)) if turn < *known => dirty.push(place),
                Some((_, older)) => {
                    dirty.push(*older);
                    turns.insert(key.name, (turn, place));
                }
                None => {
                    turns.insert(key.name, (turn, place));
                }
            }
        }
        let places = turns.into_iter();
        self.places = places.map(|(name, (_, place))| (name, place)).collect();
        self.clear(dirty)
    }
}

impl<M> fmt::Debug for Slots<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Slots({} keys)", self.places.len())
    }
}

fn offset(place: u64) -> u64 {
    place.saturating_mul(u64::try_from(SLOT).unwrap_or_default())
}

fn at(bytes: &[u8], place: u64) -> Option<&[u8]> {
    let start = usize::try_from(offset(place)).ok()?;
    bytes.get(start..start.checked_add(SLOT)?)
}

fn damaged() -> io::Error {
    io::ErrorKind::InvalidData.into()
}
