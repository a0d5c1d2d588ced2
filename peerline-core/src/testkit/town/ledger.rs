//! What the store holds, read whole.

use std::collections::BTreeMap;

use futures_util::FutureExt as _;

use crate::crisis;
use crate::log::Entry;
use crate::log::Fact;
use crate::memory::MemoryStore;
use crate::ports::Journal as _;
use crate::protocol;
use crate::protocol::Chain;
use crate::vocab::AccountId;
use crate::vocab::CaseId;
use crate::vocab::Cid;
use crate::vocab::OccupantId;
use crate::vocab::RoomId;
use crate::vocab::RoomName;
use crate::vocab::Seq;

/// Every log of a store, and which puts are in them.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    pub(super) rooms: BTreeMap<RoomName, Vec<Line>>,
    /// Where each put stands in the order of all entries; more than one place is one too many.
    pub(super) puts: BTreeMap<(RoomName, Cid), Vec<(u64, OccupantId)>>,
}

/// One entry of a log.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) seq: Seq,
    pub(super) h: Chain,
    pub(super) entry: Entry,
}

impl Ledger {
    pub(super) fn read(store: &MemoryStore) -> Self {
        let mut ledger = Self::default();
        // The memory store waits for nothing.
        let heads = store.heads(None, usize::MAX).now_or_never();
        for head in heads.and_then(Result::ok).unwrap_or_default() {
            ledger.read_room(store, head.stream);
        }
        ledger
    }

    pub(super) fn line(&self, room: &RoomName, seq: Seq) -> Option<&Line> {
        let place = usize::try_from(seq.get().checked_sub(1)?).ok()?;
        self.rooms.get(room)?.get(place)
    }

    pub(super) fn head(&self, room: &RoomName) -> Seq {
        let lines = self.rooms.get(room);
        lines
            .and_then(|lines| lines.last())
            .map_or(Seq::ZERO, |line| line.seq)
    }

    /// Returns each case, whose it is and where its signs were given.
    pub(super) fn cases(&self) -> Vec<CaseRecord> {
        let mut cases = Vec::new();
        for (room, lines) in &self.rooms {
            let RoomName::Case(id) = room else { continue };
            let mut case = CaseRecord {
                id: *id,
                person: None,
                signs: Vec::new(),
                owned: false,
            };
            for line in lines {
                if let Fact::Crisis(fact) = &line.entry.fact {
                    case.note(&fact.what);
                }
            }
            cases.push(case);
        }
        cases
    }

    fn read_room(&mut self, store: &MemoryStore, room: RoomName) {
        let read = store.read(&room, Seq::ZERO, usize::MAX).now_or_never();
        let mut lines = Vec::new();
        for stored in read.and_then(Result::ok).unwrap_or_default() {
            let Ok(entry) = protocol::decode_entry(&stored.event.body) else {
                continue;
            };
            if let Some(mark) = &entry.put {
                let room = mark.room.clone().unwrap_or_else(|| room.clone());
                let places = self.puts.entry((room, mark.cid)).or_default();
                places.push((entry.n, mark.who));
            }
            lines.push(Line {
                seq: stored.seq,
                h: Chain::from_bytes(stored.event.chain),
                entry,
            });
        }
        self.rooms.insert(room, lines);
    }
}

/// One case, as far as the laws look at it.
#[derive(Debug)]
pub(super) struct CaseRecord {
    pub(super) id: CaseId,
    pub(super) person: Option<AccountId>,
    pub(super) signs: Vec<(RoomId, Seq)>,
    /// Whether a responder has ever taken it.
    pub(super) owned: bool,
}

impl CaseRecord {
    fn note(&mut self, what: &crisis::What) {
        match what {
            crisis::What::Signalled {
                person,
                room,
                entry,
                ..
            } => {
                self.person = Some(*person);
                self.signs.extend(room.zip(*entry));
            }
            crisis::What::SignalAdded { room, entry, .. }
            | crisis::What::BandRaised { room, entry, .. } => {
                self.signs.extend(room.zip(*entry));
            }
            crisis::What::Owned { .. } => self.owned = true,
            _ => {}
        }
    }
}
