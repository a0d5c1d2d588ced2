//! What one person has seen of each room, as an application keeps it.

use std::collections::BTreeMap;

use super::finding::Finding;
use super::finding::Law;
use crate::protocol::Address;
use crate::protocol::Chain;
use crate::protocol::Encoding;
use crate::protocol::Ev;
use crate::protocol::Gap;
use crate::protocol::Kind;
use crate::protocol::Opened;
use crate::protocol::Who;
use crate::session::Cursor;
use crate::vocab::Cid;
use crate::vocab::OccupantId;
use crate::vocab::Seq;

/// Every room that a person has on the screen.
#[derive(Debug, Default)]
pub(super) struct Book {
    pub(super) rooms: BTreeMap<Address, View>,
}

/// One room as it was seen.
#[derive(Debug, Default)]
pub(super) struct View {
    pub(super) epoch: u64,
    pub(super) entries: Vec<Seen>,
    /// The person's own name there.
    pub(super) who: Option<OccupantId>,
    /// From this entry on the line has forgotten what it said, and has not told so yet.
    pub(super) forgotten: Option<Seq>,
    /// An older backup was put back under it.
    pub(super) went_back: bool,
    /// The person is no longer in it: nothing more of it comes.
    pub(super) left: bool,
    /// How many of the entries are on disk: what a reload finds.
    pub(super) saved: usize,
}

/// One entry as it was seen.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Seen {
    pub(super) seq: Seq,
    pub(super) h: Chain,
    pub(super) who: Option<OccupantId>,
    pub(super) kind: Kind,
    pub(super) re: Option<Seq>,
    pub(super) cid: Option<Cid>,
    pub(super) words: Words,
}

/// What an entry says, in the encoding in which it came.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum Words {
    Json(String),
    Cbor(Vec<u8>),
    /// They were destroyed.
    Gone,
}

impl Seen {
    pub(super) fn of(ev: &Ev<'_>, encoding: Encoding) -> Self {
        let words = match (&ev.body, encoding) {
            (None, _) => Words::Gone,
            (Some(body), Encoding::Cbor) => Words::Cbor(body.canonical().into_owned()),
            (Some(body), _) => Words::Json(body.to_json()),
        };
        Self {
            seq: ev.seq,
            h: ev.h,
            who: ev.who.and_then(Who::name),
            kind: ev.kind.clone(),
            re: ev.re,
            cid: ev.cid,
            words,
        }
    }

    /// Returns whether it is another one without its words.
    pub(super) fn is_bare(&self, other: &Self) -> bool {
        let bare = Self {
            words: Words::Gone,
            ..other.clone()
        };
        *self == bare
    }

    /// Returns in what it is not the same as another.
    pub(super) fn differs(&self, other: &Self) -> &'static str {
        match () {
            () if self.h != other.h => "another log",
            () if self.cid != other.cid => "the cid",
            () if self.who != other.who => "the author",
            () if self.words == Words::Gone => "the words are gone here",
            () if other.words == Words::Gone => "the words are gone there",
            () if self.words != other.words => "the words",
            () => "the rest",
        }
    }

    pub(super) const fn encoding(&self) -> Encoding {
        match self.words {
            Words::Cbor(_) => Encoding::Cbor,
            Words::Json(_) | Words::Gone => Encoding::Json,
        }
    }
}

impl Book {
    /// Puts a room on the screen.
    pub(super) fn open(&mut self, room: &Address) {
        self.rooms.entry(room.clone()).or_default();
    }

    /// Takes a room from the screen.
    pub(super) fn forget(&mut self, room: &Address) {
        self.rooms.remove(room);
    }

    /// Returns the running hash at an entry that is on the screen.
    pub(super) fn chain(&self, room: &Address, entry: Seq) -> Option<Chain> {
        let entries = &self.rooms.get(room)?.entries;
        let seen = entries.iter().find(|seen| seen.seq == entry)?;
        Some(seen.h)
    }

    /// Returns whether an entry on the screen is a message of one's own.
    pub(super) fn is_own(&self, room: &Address, entry: Seq) -> bool {
        let Some(view) = self.rooms.get(room) else {
            return false;
        };
        let mut own = view.entries.iter();
        own.any(|seen| seen.seq == entry && seen.kind == Kind::Msg && seen.cid.is_some())
    }

    pub(super) fn opened(&mut self, opened: &Opened) {
        if let Some(view) = self.rooms.get_mut(&opened.room) {
            view.who = Some(opened.who);
            view.epoch = opened.epoch;
            view.left = false;
        }
    }

    /// Takes an entry; it must be the next one.
    pub(super) fn entry(&mut self, ev: &Ev<'_>, encoding: Encoding) -> Result<(), Finding> {
        let Some(view) = self.rooms.get_mut(&ev.room) else {
            return Ok(());
        };
        if let Some(from) = view.forgotten {
            let what = format!(
                "{} {} came although all from {from} on was forgotten and nobody said so",
                ev.room, ev.seq
            );
            return Err(Finding::new(Law::Told, what));
        }
        let expected = view.last().next();
        if ev.seq != expected {
            let what = format!("{} {} came where {expected} is next", ev.room, ev.seq);
            return Err(Finding::new(Law::Dense, what));
        }
        let mut seen = Seen::of(ev, encoding);
        if let Some(Who::Joined(seq)) = ev.who {
            let join = view.entries.iter().find(|join| join.seq == seq);
            seen.who = join.and_then(|join| join.who);
        }
        view.left |= seen.kind == Kind::Leave && seen.who.is_some() && seen.who == view.who;
        view.entries.push(seen);
        if let Some(re) = ev
            .re
            .filter(|_| matches!(ev.kind, Kind::Edit | Kind::Redact))
        {
            view.take_away(re);
        }
        Ok(())
    }

    pub(super) fn gap(&mut self, gap: &Gap) {
        let Some(view) = self.rooms.get_mut(&gap.room) else {
            return;
        };
        if gap.why.begins_anew() {
            view.entries.clear();
            view.saved = 0;
            view.epoch = gap.epoch;
            view.forgotten = None;
        }
    }

    /// Writes down how far each room was read.
    pub(super) fn save(&mut self) {
        for view in self.rooms.values_mut() {
            view.saved = view.entries.len();
        }
    }

    /// Falls back to what was written down.
    pub(super) fn reload(&mut self) {
        for view in self.rooms.values_mut() {
            view.entries.truncate(view.saved);
            let last = view.last();
            view.forgotten = view.forgotten.filter(|from| *from <= last);
        }
    }
}

impl View {
    pub(super) fn last(&self) -> Seq {
        self.entries.last().map_or(Seq::ZERO, |seen| seen.seq)
    }

    /// What an entry said is destroyed, here too, and what was said in its place before.
    fn take_away(&mut self, gone: Seq) {
        let last = self.last();
        for seen in &mut self.entries {
            let is_edit = seen.kind == Kind::Edit && seen.re == Some(gone);
            if seen.seq == gone || (is_edit && seen.seq != last) {
                seen.words = Words::Gone;
            }
        }
    }

    /// Returns the cursor that an application keeps.
    pub(super) fn cursor(&self) -> Option<Cursor> {
        let last = self.entries.last()?;
        Some(Cursor::new(self.epoch, last.seq, Some(last.h)))
    }
}
