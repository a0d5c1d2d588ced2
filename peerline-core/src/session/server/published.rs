//! An entry as it goes to everybody in a room: encoded at most once in each form, and shared.

use std::fmt;
use std::sync::Arc;
use std::sync::OnceLock;

use crate::protocol;
use crate::protocol::Address;
use crate::protocol::Encoding;
use crate::protocol::Ev;
use crate::protocol::ServerFrame;
use crate::vocab::OccupantId;
use crate::vocab::RoomName;
use crate::vocab::Seq;

/// How one connection writes entries.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(super) struct Style {
    pub(super) encoding: Encoding,
    /// Whether short names hold.
    pub(super) short: bool,
}

/// An entry as it goes to everybody in a room.
pub struct Published {
    pub(super) room: RoomName,
    pub(super) seq: Seq,
    number: Option<u32>,
    ev: Ev<'static>,
    own: Vec<(OccupantId, Ev<'static>)>,
    wires: [OnceLock<Arc<[u8]>>; 4],
}

impl Published {
    /// Takes an entry: `number` is the room's number on every connection that has short names,
    /// `own` the copies of those members whose copy differs, as the author's holds the `cid`.
    #[must_use]
    pub const fn new(
        room: RoomName,
        number: Option<u32>,
        ev: Ev<'static>,
        own: Vec<(OccupantId, Ev<'static>)>,
    ) -> Self {
        Self {
            room,
            seq: ev.seq,
            number,
            ev,
            own,
            wires: [const { OnceLock::new() }; 4],
        }
    }

    /// Returns which log it stands in.
    #[must_use]
    pub const fn room(&self) -> &RoomName {
        &self.room
    }

    /// Returns where it stands.
    #[must_use]
    pub const fn seq(&self) -> Seq {
        self.seq
    }

    /// Returns a member's own copy.
    pub(super) fn own(&self, who: OccupantId) -> Option<&Ev<'static>> {
        self.own
            .iter()
            .find(|(viewer, _)| *viewer == who)
            .map(|(_, ev)| ev)
    }

    /// Returns the bytes that most members get.
    pub(super) fn wire(&self, style: Style) -> Arc<[u8]> {
        let encode = || Arc::from(write(self.ev.clone(), style, self.number));
        let place = match (style.encoding, style.short) {
            (Encoding::Json, false) => 0,
            (Encoding::Json, true) => 1,
            (Encoding::Cbor, false) => 2,
            (Encoding::Cbor, true) => 3,
        };
        match self.wires.get(place) {
            Some(wire) => wire.get_or_init(encode).clone(),
            None => encode(),
        }
    }
}

impl fmt::Debug for Published {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Published")
            .field("room", &self.room)
            .field("seq", &self.seq)
            .finish_non_exhaustive()
    }
}

/// Writes an entry for one connection.
pub(super) fn write(mut ev: Ev<'static>, style: Style, number: Option<u32>) -> Vec<u8> {
    if style.short {
        if let Some(number) = number {
            ev.room = Address::Number(number);
        }
        ev.shorten();
    }
    protocol::encode_server(&ServerFrame::Ev(ev), style.encoding)
}
