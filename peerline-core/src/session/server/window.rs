//! How much was sent to a client that it has not said it has.

use std::collections::BTreeMap;
use std::collections::VecDeque;

use crate::protocol::Address;
use crate::vocab::Seq;

/// The entries on their way to one client, in bytes.
///
/// What a person in danger is told comes in `@me`, which is neither counted nor ever held back.
#[derive(Debug)]
pub(super) struct Window {
    limit: usize,
    bytes: usize,
    paused: bool,
    rooms: BTreeMap<Address, VecDeque<(Seq, usize)>>,
}

impl Window {
    pub(super) const fn new(limit: usize) -> Self {
        Self {
            limit,
            bytes: 0,
            paused: false,
            rooms: BTreeMap::new(),
        }
    }

    /// Returns whether nothing more of a room is to be sent for now.
    pub(super) fn holds(&self, room: &Address) -> bool {
        self.paused && !room.is_private()
    }

    /// Counts an entry that was sent.
    pub(super) fn sent(&mut self, room: &Address, seq: Seq, bytes: usize) {
        if room.is_private() {
            return;
        }
        self.bytes = self.bytes.saturating_add(bytes);
        self.paused |= self.limit < self.bytes;
        match self.rooms.get_mut(room) {
            Some(sent) => sent.push_back((seq, bytes)),
            None => {
                let sent = VecDeque::from([(seq, bytes)]);
                self.rooms.insert(room.clone(), sent);
            }
        }
    }

    /// Learns what the client has of a room; returns whether sending may go on again.
    pub(super) fn has(&mut self, room: &Address, last: Seq) -> bool {
        let Some(sent) = self.rooms.get_mut(room) else {
            return false;
        };
        while let Some((_, bytes)) = sent.pop_front_if(|(seq, _)| *seq <= last) {
            self.bytes = self.bytes.saturating_sub(bytes);
        }
        self.go_on()
    }

    /// Forgets what was sent of a room; returns whether sending may go on again.
    pub(super) fn forget(&mut self, room: &Address) -> bool {
        for (_, bytes) in self.rooms.remove(room).unwrap_or_default() {
            self.bytes = self.bytes.saturating_sub(bytes);
        }
        self.go_on()
    }

    fn go_on(&mut self) -> bool {
        let goes_on = self.paused && self.bytes <= self.limit / 2;
        self.paused &= !goes_on;
        goes_on
    }
}
