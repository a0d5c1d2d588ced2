//! What one person has put, as an application keeps it until it is answered.

use serde_json::Value;

use crate::protocol::Address;
use crate::protocol::Body;
use crate::protocol::Kind;
use crate::session::Draft;
use crate::vocab::Cid;
use crate::vocab::Seq;
use crate::vocab::Timestamp;

/// One put.
#[derive(Clone, Debug)]
pub(super) struct Letter {
    pub(super) cid: Cid,
    pub(super) room: Address,
    pub(super) kind: Kind,
    pub(super) body: Value,
    pub(super) made: Timestamp,
    pub(super) fate: Fate,
    pub(super) danger: bool,
    /// It was acknowledged, and then an older backup was put back.
    pub(super) undone: bool,
}

/// What became of a put.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Fate {
    Open,
    Done(Option<Seq>),
    Held,
    Refused,
    GivenUp,
}

impl Letter {
    pub(super) fn draft(&self) -> Draft {
        Draft::new(self.room.clone(), self.kind.clone(), Body::of(&self.body))
    }

    pub(super) const fn is_acknowledged(&self) -> bool {
        matches!(self.fate, Fate::Done(_) | Fate::Held)
    }
}

/// Everything a person has put, in the order in which they meant it.
#[derive(Debug, Default)]
pub(super) struct Letters {
    pub(super) all: Vec<Letter>,
}

impl Letters {
    pub(super) fn find(&mut self, cid: Cid) -> Option<&mut Letter> {
        self.all.iter_mut().rev().find(|letter| letter.cid == cid)
    }

    pub(super) fn settle(&mut self, cid: Cid, fate: Fate) {
        if let Some(letter) = self.find(cid) {
            letter.fate = fate;
        }
    }

    /// The author wants a put to go out after all that was put meanwhile.
    pub(super) fn to_the_end(&mut self, cid: Cid) {
        if let Some(place) = self.all.iter().position(|letter| letter.cid == cid) {
            let letter = self.all.remove(place);
            self.all.push(letter);
        }
    }

    pub(super) fn open(&self) -> impl Iterator<Item = &Letter> {
        self.all.iter().filter(|letter| letter.fate == Fate::Open)
    }
}
