//! What a group of commits changes, decided from what the database held before.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use peerline_core::ports::Append;
use peerline_core::ports::Commit;
use peerline_core::ports::CommitError;
use peerline_core::ports::Event;
use peerline_core::ports::Fence;
use peerline_core::ports::StoppedAt;
use peerline_core::ports::Tomb;
use peerline_core::vocab::RoomName;
use peerline_core::vocab::Seq;

/// What the database held, of all that a group speaks of.
#[derive(Clone, Debug, Default)]
pub(super) struct Known {
    pub(super) fence: Fence,
    /// The head of each stream that exists.
    pub(super) heads: BTreeMap<String, u64>,
    /// The result of each key that was taken.
    pub(super) keys: BTreeMap<Vec<u8>, Vec<u8>>,
}

/// What is to be written, each kind in the order of the fields.
#[derive(Debug, Default)]
pub(super) struct Changes<'a> {
    /// Streams of the database that are destroyed.
    pub(super) drops: BTreeSet<String>,
    /// What takes the place of events of the database.
    pub(super) tombs: BTreeMap<(String, u64), &'a [u8]>,
    /// Where streams end now, and with which running hash.
    pub(super) heads: BTreeMap<String, (u64, [u8; 8])>,
    /// New events.
    pub(super) events: Vec<NewEvent<'a>>,
    /// Keys that are free again.
    pub(super) forgets: BTreeSet<&'a [u8]>,
    /// Keys that are taken, with their result and when they expire.
    pub(super) keys: BTreeMap<&'a [u8], (&'a [u8], peerline_core::vocab::Timestamp)>,
    /// Work that was settled (`None`) or put in.
    pub(super) work: BTreeMap<&'a str, Option<&'a peerline_core::ports::Work>>,
}

/// An event with its place.
#[derive(Debug)]
pub(super) struct NewEvent<'a> {
    pub(super) stream: String,
    pub(super) seq: u64,
    pub(super) event: &'a Event,
    pub(super) body: &'a [u8],
}

/// Decides what a group changes, up to its first commit that cannot be.
pub(super) fn plan<'a>(known: &Known, group: &'a [Commit]) -> (Changes<'a>, Result<(), StoppedAt>) {
    let mut draft = Draft {
        known,
        logs: BTreeMap::new(),
        changes: Changes::default(),
    };
    for (done, commit) in group.iter().enumerate() {
        if let Err(error) = draft.check(commit) {
            return (draft.finish(), Err(StoppedAt::new(done, error)));
        }
        draft.take(commit);
    }
    (draft.finish(), Ok(()))
}

/// A stream as it will be.
#[derive(Clone, Debug, Default)]
struct Log<'a> {
    /// How many events of the database still stand.
    stored: u64,
    head: u64,
    /// Those behind `stored`, each with the bytes that it has now.
    added: Vec<(&'a Event, &'a [u8])>,
}

struct Draft<'k, 'a> {
    known: &'k Known,
    logs: BTreeMap<String, Log<'a>>,
    changes: Changes<'a>,
}

impl<'a> Draft<'_, 'a> {
    /// Whether a commit can be. The key comes before the appends: a retry rarely knows the head, and
    /// must hear of its first go.
    fn check(&self, commit: &Commit) -> Result<(), CommitError> {
        if commit.fence < self.known.fence {
            return Err(CommitError::Fenced);
        }
        if let Some(key) = &commit.key
            && let Some(result) = self.result_of(&key.key)
        {
            return Err(CommitError::AlreadyDone(result.to_vec()));
        }
        for tomb in &commit.tombs {
            self.check_tomb(tomb)?;
        }
        self.check_appends(commit)
    }

    fn check_tomb(&self, tomb: &Tomb) -> Result<(), CommitError> {
        check_size(&tomb.body)?;
        let head = self.head(&tomb.stream.to_string());
        // Logs are dense: what is not behind the head is there.
        if (1..=head).contains(&tomb.seq.get()) {
            Ok(())
        } else {
            Err(conflict(&tomb.stream))
        }
    }

    fn check_appends(&self, commit: &Commit) -> Result<(), CommitError> {
        let mut heads: BTreeMap<&RoomName, Seq> = BTreeMap::new();
        for Append {
            stream,
            expect,
            events,
            ..
        } in &commit.appends
        {
            let head = heads.entry(stream).or_insert_with(|| {
                let is_dropped = commit.drops.contains(stream);
                Seq::new(if is_dropped {
                    0
                } else {
                    self.head(&stream.to_string())
                })
            });
            if expect != head {
                return Err(conflict(stream));
            }
            for event in events {
                check_size(&event.body)?;
                *head = head.next();
            }
        }
        Ok(())
    }

    fn result_of(&self, key: &[u8]) -> Option<&[u8]> {
        if let Some((result, _)) = self.changes.keys.get(key) {
            return Some(result);
        }
        if self.changes.forgets.contains(key) {
            return None;
        }
        self.known.keys.get(key).map(Vec::as_slice)
    }

    fn head(&self, stream: &str) -> u64 {
        let stored = || self.known.heads.get(stream).copied().unwrap_or_default();
        self.logs.get(stream).map_or_else(stored, |log| log.head)
    }

    /// Takes in a commit that was checked.
    fn take(&mut self, commit: &'a Commit) {
        for tomb in &commit.tombs {
            self.bury(tomb);
        }
        for stream in &commit.drops {
            self.drop_stream(stream);
        }
        for key in &commit.forgets {
            self.changes.keys.remove(key.as_slice());
            self.changes.forgets.insert(key);
        }
        if let Some(key) = &commit.key {
            let taken = (key.result.as_slice(), key.expires);
            self.changes.keys.insert(&key.key, taken);
        }
        for append in &commit.appends {
            self.append(append);
        }
        for key in &commit.settle {
            self.changes.work.insert(key.as_str(), None);
        }
        for work in &commit.work {
            self.changes.work.insert(work.key.as_str(), Some(work));
        }
    }

    fn log(&mut self, stream: &str) -> &mut Log<'a> {
        let stored = self.known.heads.get(stream).copied().unwrap_or_default();
        self.logs.entry(stream.to_owned()).or_insert_with(|| Log {
            stored,
            head: stored,
            added: Vec::new(),
        })
    }

    fn bury(&mut self, tomb: &'a Tomb) {
        let stream = tomb.stream.to_string();
        let seq = tomb.seq.get();
        let log = self.log(&stream);
        match seq.checked_sub(log.stored.saturating_add(1)) {
            None => {
                self.changes.tombs.insert((stream, seq), &tomb.body);
            }
            Some(place) => {
                let place = usize::try_from(place).unwrap_or(usize::MAX);
                if let Some((_, body)) = log.added.get_mut(place) {
                    *body = &tomb.body;
                }
            }
        }
    }

    fn drop_stream(&mut self, stream: &RoomName) {
        let stream = stream.to_string();
        self.logs.insert(stream.clone(), Log::default());
        self.changes.tombs.retain(|(of, _), _| *of != stream);
        self.changes.heads.remove(&stream);
        if self.known.heads.contains_key(&stream) {
            self.changes.drops.insert(stream);
        }
    }

    fn append(&mut self, append: &'a Append) {
        let Some(last) = append.events.last() else {
            return;
        };
        let stream = append.stream.to_string();
        let log = self.log(&stream);
        for event in &append.events {
            log.head = log.head.saturating_add(1);
            log.added.push((event, &event.body));
        }
        let end = (log.head, last.chain);
        self.changes.heads.insert(stream, end);
    }

    fn finish(self) -> Changes<'a> {
        let mut changes = self.changes;
        for (stream, log) in self.logs {
            for (seq, (event, body)) in (log.stored.saturating_add(1)..).zip(log.added) {
                changes.events.push(NewEvent {
                    stream: stream.clone(),
                    seq,
                    event,
                    body,
                });
            }
        }
        changes
    }
}

const fn check_size(body: &[u8]) -> Result<(), CommitError> {
    if Commit::MAX_ROW_BYTES < body.len() {
        return Err(CommitError::TooLarge);
    }
    Ok(())
}

fn conflict(stream: &RoomName) -> CommitError {
    let stream = stream.clone();
    CommitError::Conflict { stream }
}

#[cfg(test)]
mod tests;
