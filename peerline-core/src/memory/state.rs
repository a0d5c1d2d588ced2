//! What a store keeps: logs, keys, due work and the newest fence.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::ports::Append;
use crate::ports::Commit;
use crate::ports::CommitError;
use crate::ports::Event;
use crate::ports::Fence;
use crate::ports::PutKey;
use crate::ports::Stored;
use crate::ports::StreamHead;
use crate::ports::Tomb;
use crate::ports::Work;
use crate::ports::WorkKey;
use crate::vocab::RoomName;
use crate::vocab::Seq;
use crate::vocab::Timestamp;

/// The durable part. Every method leaves it whole, so a poisoned lock around it means nothing.
#[derive(Clone, Default)]
pub(super) struct State {
    streams: BTreeMap<RoomName, BTreeMap<Seq, Event>>,
    keys: BTreeMap<Vec<u8>, PutKey>,
    expiring: BTreeSet<(Timestamp, Vec<u8>)>,
    work: BTreeMap<WorkKey, Work>,
    due: BTreeSet<(Timestamp, WorkKey)>,
    fence: Fence,
}

impl State {
    pub(super) fn raise_fence(&mut self) -> Fence {
        self.fence = Fence::new(self.fence.get().saturating_add(1));
        self.fence
    }

    /// Checks everything before it changes anything.
    pub(super) fn commit(&mut self, commit: Commit) -> Result<(), CommitError> {
        self.check(&commit)?;
        for tomb in commit.tombs {
            self.bury(tomb);
        }
        for stream in &commit.drops {
            self.streams.remove(stream);
        }
        for key in &commit.forgets {
            if let Some(known) = self.keys.remove(key) {
                self.expiring.remove(&(known.expires, known.key));
            }
        }
        for append in commit.appends {
            self.append(append);
        }
        if let Some(key) = commit.key {
            self.expiring.insert((key.expires, key.key.clone()));
            self.keys.insert(key.key.clone(), key);
        }
        for key in &commit.settle {
            self.settle(key);
        }
        for work in commit.work {
            self.put_in(work);
        }
        Ok(())
    }

    pub(super) fn read(&self, stream: &RoomName, after: Seq, limit: usize) -> Vec<Stored> {
        let Some(events) = self.streams.get(stream) else {
            return Vec::new();
        };
        events
            .range(after.next()..)
            .filter(|(seq, _)| after < **seq)
            .take(limit)
            .map(|(seq, event)| Stored::new(*seq, event.clone()))
            .collect()
    }

    /// Lists heads in the order of the names as text, as every store does.
    pub(super) fn heads(&self, after: Option<&RoomName>, limit: usize) -> Vec<StreamHead> {
        let after = after.map(RoomName::to_string);
        let mut heads: BTreeMap<String, StreamHead> = BTreeMap::new();
        for (stream, events) in &self.streams {
            if let Some((seq, event)) = events.last_key_value() {
                let head = StreamHead::new(stream.clone(), *seq, event.chain);
                heads.insert(stream.to_string(), head);
            }
        }
        heads
            .into_iter()
            .filter(|(name, _)| after.as_ref().is_none_or(|after| after < name))
            .take(limit)
            .map(|(_, head)| head)
            .collect()
    }

    /// Returns the work in the order of its due times.
    pub(super) fn by_due(&self) -> impl Iterator<Item = &Work> {
        self.due.iter().filter_map(|(_, key)| self.work.get(key))
    }

    /// Forgets keys that have expired at `now`.
    pub(super) fn forget_expired(&mut self, now: Timestamp) {
        while let Some((expires, _)) = self.expiring.first() {
            if now < *expires {
                return;
            }
            if let Some((_, key)) = self.expiring.pop_first() {
                self.keys.remove(&key);
            }
        }
    }

    fn check(&self, commit: &Commit) -> Result<(), CommitError> {
        if commit.fence < self.fence {
            return Err(CommitError::Fenced);
        }
        if let Some(known) = commit.key.as_ref().and_then(|key| self.keys.get(&key.key)) {
            return Err(CommitError::AlreadyDone(known.result.clone()));
        }
        self.check_tombs(&commit.tombs)?;
        let mut heads = BTreeMap::new();
        for append in &commit.appends {
            if append
                .events
                .iter()
                .any(|event| Commit::MAX_ROW_BYTES < event.body.len())
            {
                return Err(CommitError::TooLarge);
            }
            let head = heads.entry(&append.stream).or_insert_with(|| {
                match commit.drops.contains(&append.stream) {
                    true => Seq::ZERO,
                    false => self.head(&append.stream),
                }
            });
            if append.expect != *head {
                let stream = append.stream.clone();
                return Err(CommitError::Conflict { stream });
            }
            *head = append.events.iter().fold(*head, |head, _| head.next());
        }
        Ok(())
    }

    fn check_tombs(&self, tombs: &[Tomb]) -> Result<(), CommitError> {
        for Tomb {
            stream, seq, body, ..
        } in tombs
        {
            if Commit::MAX_ROW_BYTES < body.len() {
                return Err(CommitError::TooLarge);
            }
            let events = self.streams.get(stream);
            if events.and_then(|events| events.get(seq)).is_none() {
                let stream = stream.clone();
                return Err(CommitError::Conflict { stream });
            }
        }
        Ok(())
    }

    fn bury(&mut self, tomb: Tomb) {
        let events = self.streams.get_mut(&tomb.stream);
        if let Some(event) = events.and_then(|events| events.get_mut(&tomb.seq)) {
            event.body = tomb.body;
        }
    }

    fn head(&self, stream: &RoomName) -> Seq {
        self.streams
            .get(stream)
            .and_then(|events| events.last_key_value())
            .map_or(Seq::ZERO, |(seq, _)| *seq)
    }

    fn append(&mut self, append: Append) {
        let mut seq = append.expect;
        for event in append.events {
            seq = seq.next();
            self.streams
                .entry(append.stream.clone())
                .or_default()
                .insert(seq, event);
        }
    }

    fn settle(&mut self, key: &WorkKey) {
        if let Some(work) = self.work.remove(key) {
            self.due.remove(&(work.due, work.key));
        }
    }

    fn put_in(&mut self, work: Work) {
        self.settle(&work.key);
        self.due.insert((work.due, work.key.clone()));
        self.work.insert(work.key.clone(), work);
    }
}
