//! What one act has made so far.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::Answer;
use super::Asker;
use super::Batch;
use super::Engine;
use super::Erasure;
use super::Output;
use super::PutRecord;
use crate::log::Due;
use crate::log::Entry;
use crate::log::Fact;
use crate::log::Notice;
use crate::log::PutMark;
use crate::log::Task;
use crate::moderation::Scores;
use crate::vocab::Entropy;
use crate::vocab::KeyName;
use crate::vocab::OccupantId;
use crate::vocab::RoomName;
use crate::vocab::Salt;
use crate::vocab::Seed;
use crate::vocab::Sensitive;
use crate::vocab::Seq;
use crate::vocab::Timestamp;

/// One call of `handle`: its time, its randomness, and what it has made.
#[derive(Debug)]
pub(super) struct Turn {
    pub(super) now: Timestamp,
    pub(super) entropy: Entropy,
    /// What models outside say about the words of this turn's put.
    pub(super) scores: Scores,
    batch: Batch,
    after: Vec<Output>,
    mark: Option<Mark>,
}

/// The put of this turn, until an entry carries it.
#[derive(Clone, Debug)]
struct Mark {
    room: RoomName,
    mark: PutMark,
}

impl Turn {
    pub(super) const fn new(now: Timestamp, entropy: Entropy) -> Self {
        Self {
            now,
            entropy,
            scores: Scores::NONE,
            batch: Batch {
                entries: Vec::new(),
                put: None,
                tombs: Vec::new(),
                work: Vec::new(),
                settle: Vec::new(),
                forget: Vec::new(),
                fleeting: BTreeSet::new(),
                erasure: None,
                drops: BTreeSet::new(),
            },
            after: Vec::new(),
            mark: None,
        }
    }

    pub(super) fn take(&mut self) -> (Batch, Vec<Output>) {
        self.mark = None;
        (
            std::mem::take(&mut self.batch),
            std::mem::take(&mut self.after),
        )
    }

    /// Says something once the act is durable.
    pub(super) fn say(&mut self, output: Output) {
        self.after.push(output);
    }

    /// Destroys the words of earlier entries of a log, with this act.
    fn bury(&mut self, room: &RoomName, words: Vec<Seq>) {
        let tombs = words.into_iter().map(|seq| (room.clone(), seq));
        self.batch.tombs.extend(tombs);
    }

    /// Destroys keys, once this act is durable.
    pub(super) fn forget_keys(&mut self, keys: Vec<KeyName>) {
        self.batch.forget.extend(keys);
    }

    /// Destroys what earlier entries say, with this act.
    pub(super) fn bury_all(&mut self, places: Vec<(RoomName, Seq)>) {
        self.batch.tombs.extend(places);
    }

    /// Destroys a log whole, with what this act has added to it.
    pub(super) fn forget_log(&mut self, log: &RoomName) {
        self.batch.entries.retain(|(room, ..)| room != log);
        self.batch.tombs.retain(|(room, _)| room != log);
    }

    /// Destroys a log whole before anything of this act: it begins anew.
    pub(super) fn drop_log(&mut self, log: RoomName) {
        self.forget_log(&log);
        self.batch.drops.insert(log);
    }

    /// Takes a person out of the logs with this act; what is rewritten needs no tomb.
    pub(super) fn erase(&mut self, erasure: Erasure) {
        self.batch
            .tombs
            .retain(|place| !erasure.entries.contains(place));
        self.batch.erasure = Some(Box::new(erasure));
    }

    pub(super) fn work(&mut self, at: Timestamp, task: Task) {
        let key = task.key();
        self.batch.settle.retain(|settled| *settled != key);
        self.batch.work.retain(|due| due.task.key() != key);
        self.batch.work.push(Due { at, task });
    }

    pub(super) fn settle(&mut self, key: String) {
        self.batch.work.retain(|due| due.task.key() != key);
        if !self.batch.settle.contains(&key) {
            self.batch.settle.push(key);
        }
    }

    /// Names the put that this turn is about.
    pub(super) fn mark(&mut self, room: RoomName, mark: PutMark) {
        self.mark = Some(Mark { room, mark });
    }

    /// Returns the put of this turn, for an entry of `log` to carry, if none carries it yet.
    pub(super) fn take_mark(&mut self, log: &RoomName) -> Option<PutMark> {
        let Mark { room, mut mark } = self.mark.take()?;
        mark.room = Some(room).filter(|room| room != log);
        Some(mark)
    }

    /// Lets no entry carry the put of this turn.
    pub(super) fn unmark(&mut self) {
        self.mark = None;
    }

    /// Returns whether the put of this turn still waits for an entry to carry it.
    pub(super) const fn has_mark(&self) -> bool {
        self.mark.is_some()
    }

    /// Returns where the entry stands that carries the put of this turn, in the put's own room.
    pub(super) fn put_seq(&self) -> Option<Seq> {
        self.batch.put.as_ref().and_then(|put| put.seq)
    }

    fn mark_of(&mut self, room: &RoomName) -> Option<PutMark> {
        let own = self.mark.as_ref().is_some_and(|mark| mark.room == *room);
        if own { self.take_mark(room) } else { None }
    }
}

impl Default for Turn {
    fn default() -> Self {
        Self::new(Timestamp::ZERO, Seed::from_bytes([0; 32]).entropy(0))
    }
}

impl Engine {
    /// Appends a fact to a log; the put of this turn goes with the first fact in its own room.
    pub(super) fn append(&mut self, room: &RoomName, who: Option<OccupantId>, fact: Fact) -> Seq {
        let room = &self.home(room);
        let put = self.turn.mark_of(room);
        self.append_entry(room, who, put, fact)
    }

    /// Appends a fact of the line itself, carrying a put that was made to another room.
    pub(super) fn append_for(&mut self, room: &RoomName, put: Option<PutMark>, fact: Fact) {
        self.append_entry(&self.home(room), None, put, fact);
    }

    /// Appends a notice of the line itself. It never carries the put: what people are told on the
    /// way is not what a retry is answered with.
    pub(super) fn notice(&mut self, room: &RoomName, notice: Notice) {
        self.append_entry(&self.home(room), None, None, Fact::Notice(notice));
    }

    /// Appends the notice that says what the put of this turn came to, and carries it.
    pub(super) fn answer_notice(&mut self, room: &RoomName, notice: Notice) {
        let room = &self.home(room);
        let put = self.turn.take_mark(room);
        self.append_entry(room, None, put, Fact::Notice(notice));
    }

    fn append_entry(
        &mut self,
        room: &RoomName,
        who: Option<OccupantId>,
        put: Option<PutMark>,
        fact: Fact,
    ) -> Seq {
        let (n, at) = (self.state.n_entries(), self.turn.now);
        let salt = Sensitive::new(Salt::from_bytes(self.turn.entropy.draw()));
        self.turn.bury(room, self.state.destroyed_by(room, &fact));
        let entry = Entry {
            n,
            at,
            who,
            joined: who.and_then(|who| self.state.joined(room, who)),
            re: fact.refers_to(),
            put,
            salt,
            fact,
        };
        let seq = self.state.head(room).next();
        self.turn
            .batch
            .fleeting
            .extend(self.passing_logs(room, &entry.fact));
        self.state.apply(room, seq, &entry);
        if let Some(mark) = &entry.put {
            let elsewhere = mark.room.clone();
            self.turn.batch.put = Some(PutRecord {
                seq: elsewhere.is_none().then_some(seq),
                room: elsewhere.unwrap_or_else(|| room.clone()),
                who: mark.who,
                cid: mark.cid,
                outcome: mark.outcome,
                expires: entry.at.after(self.limits.dedupe),
            });
        }
        self.turn
            .batch
            .entries
            .push((room.clone(), seq, Arc::new(entry)));
        seq
    }

    /// Answers a request that was no put.
    pub(super) fn tell(&mut self, asker: Asker, answer: Answer) {
        self.turn.say(Output::Answer {
            asker,
            put: None,
            answer,
        });
    }
}
