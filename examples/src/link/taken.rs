//! How far a program has taken what it was told: where it goes on when it starts again.
//!
//! The session is ahead of it: what was received and still waits to be taken would be lost with a
//! program that is killed, were it counted.

use std::collections::BTreeMap;

use peerline_core::protocol::Address;
use peerline_core::protocol::GapWhy;
use peerline_core::session::ClientEvent;
use peerline_core::session::Cursor;

#[derive(Debug, Default)]
pub(super) struct Taken(BTreeMap<Address, Log>);

#[derive(Debug, Default)]
struct Log {
    epoch: u64,
    cursor: Option<Cursor>,
}

impl Taken {
    /// A program says how far it has a room.
    pub(super) fn begin(&mut self, room: &Address, cursor: Cursor) {
        let log = self.0.entry(room.clone()).or_default();
        (log.epoch, log.cursor) = (cursor.epoch, Some(cursor));
    }

    /// A program takes an event.
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "nothing else moves a program on in a log"
    )]
    pub(super) fn note(&mut self, event: &ClientEvent) {
        match event {
            ClientEvent::Opened(opened) => self.log(&opened.room).epoch = opened.epoch,
            ClientEvent::Entry(entry) => {
                let log = self.log(&entry.room);
                log.cursor = Some(Cursor::new(log.epoch, entry.seq, Some(entry.h)));
            }
            ClientEvent::Gap(gap) if gap.why.begins_anew() => {
                let log = self.log(&gap.room);
                (log.epoch, log.cursor) = (gap.epoch, None);
            }
            ClientEvent::Gap(gap) if gap.why == GapWhy::Trimmed => {
                self.log(&gap.room).cursor = Some(Cursor::new(gap.epoch, gap.hi, None));
            }
            _ => {}
        }
    }

    /// Returns how far a program has a room.
    pub(super) fn cursor(&self, room: &Address) -> Option<Cursor> {
        self.0.get(room).and_then(|log| log.cursor)
    }

    fn log(&mut self, room: &Address) -> &mut Log {
        self.0.entry(room.clone()).or_default()
    }
}
