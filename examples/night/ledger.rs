//! The truth of the night: what was said, what was heard, who was called. Everybody writes into it,
//! and the report is read from it alone.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;
use std::time::Duration;

use peerline_core::vocab::CaseId;
use peerline_core::vocab::Cid;
use peerline_core::vocab::RoomId;
use peerline_core::vocab::Seq;
use tokio::sync::watch;
use tokio::time::Instant;

use crate::script::Script;
use crate::script::Speaker;

/// What everybody writes into.
pub(crate) struct Ledger {
    book: Mutex<Book>,
    changed: watch::Sender<()>,
}

/// What is written.
#[derive(Default)]
pub(crate) struct Book {
    pub(crate) talks: Vec<Talk>,
    pub(crate) said: BTreeMap<Cid, Said>,
    pub(crate) heard: BTreeMap<(RoomId, Reader), Heard>,
    pub(crate) cases: BTreeMap<CaseId, Case>,
    pub(crate) waits: Vec<Duration>,
    pub(crate) n_nudged: usize,
    pub(crate) n_held: usize,
    pub(crate) n_blocked: usize,
    pub(crate) kills: Vec<Kill>,
    /// Who is connected and has everything.
    pub(crate) live: BTreeMap<u64, bool>,
    /// What nobody expected.
    pub(crate) surprises: Vec<String>,
}

/// One conversation.
#[derive(Default)]
pub(crate) struct Talk {
    pub(crate) room: Option<RoomId>,
    /// Which turns are over: heard by the other side, or stopped by the rules.
    pub(crate) settled: Vec<bool>,
    pub(crate) is_over: bool,
}

impl Talk {
    pub(crate) fn is_told(&self) -> bool {
        self.settled.iter().all(|settled| *settled)
    }
}

/// One message as its author sees it.
pub(crate) struct Said {
    pub(crate) room: RoomId,
    pub(crate) by: Reader,
    /// The talk and the turn in it; none where a responder speaks.
    pub(crate) turn: Option<(usize, usize)>,
    pub(crate) place: u64,
    pub(crate) is_danger: bool,
    pub(crate) at: Instant,
    pub(crate) fate: Fate,
}

/// What became of a message.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Fate {
    /// No answer yet.
    Open,
    /// The line has it.
    Done(Seq),
    /// The rules stopped it.
    Stopped,
}

/// Who reads a room.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) enum Reader {
    Speaker(Speaker),
    Responder,
}

/// What one reader heard in one room.
#[derive(Default)]
pub(crate) struct Heard {
    /// In the order in which it came.
    pub(crate) entries: Vec<Seq>,
    pub(crate) n_twice: usize,
}

/// One case as responders see it.
pub(crate) struct Case {
    pub(crate) room: Option<RoomId>,
    pub(crate) pages: Vec<Instant>,
    pub(crate) owned_at: Option<Instant>,
    pub(crate) acked_at: Option<Instant>,
    pub(crate) spoken_at: Option<Instant>,
    pub(crate) closed_at: Option<Instant>,
}

/// One power cut.
#[derive(Clone, Copy)]
pub(crate) struct Kill {
    pub(crate) at: Instant,
    pub(crate) n_running: usize,
    pub(crate) started_at: Option<Instant>,
    pub(crate) answers_at: Option<Instant>,
    pub(crate) back_at: Option<Instant>,
}

impl Ledger {
    pub(crate) fn new(scripts: &[Script]) -> Self {
        let talks = scripts.iter().map(|script| Talk {
            settled: vec![false; script.turns.len()],
            ..Talk::default()
        });
        let book = Book {
            talks: talks.collect(),
            ..Book::default()
        };
        Self {
            book: Mutex::new(book),
            changed: watch::Sender::new(()),
        }
    }

    /// Reads.
    pub(crate) fn read<T>(&self, read: impl FnOnce(&Book) -> T) -> T {
        read(&self.book())
    }

    /// Writes, and wakes whoever waits.
    pub(crate) fn write<T>(&self, write: impl FnOnce(&mut Book) -> T) -> T {
        let written = write(&mut self.book());
        self.changed.send_replace(());
        written
    }

    /// Lets somebody wait for changes.
    pub(crate) fn watch(&self) -> watch::Receiver<()> {
        self.changed.subscribe()
    }

    /// Waits until there is what `find` looks for.
    pub(crate) async fn until<T>(&self, find: impl Fn(&Book) -> Option<T>) -> T {
        let mut changes = self.watch();
        loop {
            changes.mark_unchanged();
            if let Some(found) = self.read(&find) {
                return found;
            }
            if changes.changed().await.is_err() {
                std::future::pending::<()>().await;
            }
        }
    }

    fn book(&self) -> MutexGuard<'_, Book> {
        self.book.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Book {
    /// Notes that somebody put a message.
    pub(crate) fn say(&mut self, cid: Cid, said: Said) {
        self.said.insert(cid, said);
    }

    /// Returns the next place among all messages, so that orders can be compared.
    pub(crate) fn next_place(&self) -> u64 {
        u64::try_from(self.said.len()).unwrap_or(u64::MAX)
    }

    /// Notes what became of a message.
    pub(crate) fn answer(&mut self, cid: Cid, fate: Fate) {
        let Some(said) = self.said.get_mut(&cid) else {
            return;
        };
        said.fate = fate;
        let (turn, by, room) = (said.turn, said.by, said.room);
        if let Fate::Done(seq) = fate
            && !self.has_heard(room, other(by), seq)
        {
            return;
        }
        self.settle(turn);
    }

    /// Notes that somebody heard a message.
    pub(crate) fn hear(&mut self, room: RoomId, reader: Reader, seq: Seq) {
        let heard = self.heard.entry((room, reader)).or_default();
        if heard.entries.contains(&seq) {
            heard.n_twice += 1;
        }
        heard.entries.push(seq);
        let of = |said: &&Said| {
            said.room == room && said.fate == Fate::Done(seq) && other(said.by) == reader
        };
        let turn = self.said.values().find(of).and_then(|said| said.turn);
        self.settle(turn);
    }

    /// Whether `speaker` may say turn `n`: whatever the other one has to say before it is settled.
    pub(crate) fn may_speak(&self, script: &Script, talk: usize, n: usize) -> bool {
        let Some(talk) = self.talks.get(talk) else {
            return false;
        };
        let me = script.turns.get(n).map(|turn| turn.speaker);
        let before = script.turns.iter().zip(&talk.settled).take(n);
        let mut others = before.filter(|(turn, _)| Some(turn.speaker) != me);
        others.all(|(_, settled)| *settled)
    }

    pub(crate) fn talk_in(&self, room: RoomId) -> Option<usize> {
        self.talks.iter().position(|talk| talk.room == Some(room))
    }

    pub(crate) fn n_running(&self) -> usize {
        let runs = |talk: &&Talk| talk.room.is_some() && !talk.is_over;
        self.talks.iter().filter(runs).count()
    }

    pub(crate) fn is_over(&self) -> bool {
        self.talks.iter().all(|talk| talk.is_over)
    }

    pub(crate) fn case(&mut self, id: CaseId) -> &mut Case {
        self.cases.entry(id).or_insert_with(|| Case {
            room: None,
            pages: Vec::new(),
            owned_at: None,
            acked_at: None,
            spoken_at: None,
            closed_at: None,
        })
    }

    /// Whether a responder has written in a room.
    pub(crate) fn has_help(&self, room: RoomId) -> bool {
        let mut cases = self.cases.values();
        cases.any(|case| case.room == Some(room) && case.spoken_at.is_some())
    }

    /// Whether everybody who has not left is connected and has everything.
    pub(crate) fn is_everybody_live(&self) -> bool {
        self.live.values().all(|live| *live)
    }

    /// Writes about the power cut that is under way.
    pub(crate) fn last_kill(&mut self, write: impl FnOnce(&mut Kill)) {
        self.kills.last_mut().map(write);
    }

    pub(crate) fn surprise(&mut self, what: impl Into<String>) {
        self.surprises.push(what.into());
    }

    pub(crate) fn has_heard(&self, room: RoomId, reader: Reader, seq: Seq) -> bool {
        let heard = self.heard.get(&(room, reader));
        heard.is_some_and(|heard| heard.entries.contains(&seq))
    }

    fn settle(&mut self, turn: Option<(usize, usize)>) {
        let settled = turn.and_then(|(talk, n)| self.talks.get_mut(talk)?.settled.get_mut(n));
        if let Some(settled) = settled {
            *settled = true;
        }
    }
}

/// Who has to hear what `by` says.
pub(crate) const fn other(by: Reader) -> Reader {
    match by {
        Reader::Speaker(Speaker::Supporter) | Reader::Responder => Reader::Speaker(Speaker::Seeker),
        Reader::Speaker(Speaker::Seeker) => Reader::Speaker(Speaker::Supporter),
    }
}
