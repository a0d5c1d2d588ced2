//! Words that are in memory alone.

use std::collections::BTreeMap;
use std::fmt;
use std::mem;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;

use async_trait::async_trait;

use crate::ports::Commit;
use crate::ports::Fence;
use crate::ports::Journal;
use crate::ports::PortError;
use crate::ports::StoppedAt;
use crate::ports::Stored;
use crate::ports::StreamHead;
use crate::protocol;
use crate::vocab::RoomName;
use crate::vocab::Seq;

/// A store that hands the words of [fleeting](crate::ports::Append::fleeting) appends to nobody: it
/// keeps them itself, for as long as it lives, and the store below gets the tombs that the words
/// would leave. Whoever reads here reads the words; after a restart the tombs are left.
///
/// It keeps the promises of [`Journal`] that the store below it keeps. What it holds is bounded by
/// whoever writes: words go when they are buried, and when their log is dropped.
pub struct Passing {
    journal: Arc<dyn Journal>,
    held: Mutex<Held>,
}

/// The whole entries, by where they stand.
type Held = BTreeMap<RoomName, BTreeMap<Seq, Vec<u8>>>;

/// What one commit changes of what is held.
#[derive(Debug, Default)]
struct Change {
    kept: Vec<(RoomName, Seq, Vec<u8>)>,
    gone: Vec<(RoomName, Seq)>,
    dropped: Vec<RoomName>,
}

impl Passing {
    /// Keeps fleeting words from a store.
    #[must_use]
    pub fn over(journal: Arc<dyn Journal>) -> Self {
        let held = Mutex::default();
        Self { journal, held }
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes the words out of a commit.
    fn take(&self, commit: &mut Commit) -> Change {
        let mut change = Change::default();
        for append in commit.appends.iter_mut().filter(|append| append.fleeting) {
            let mut seq = append.expect;
            for event in &mut append.events {
                seq = seq.next();
                // What has no words is written down as it is.
                if let Ok(left) = protocol::bury_entry(&event.body) {
                    let whole = mem::replace(&mut event.body, left);
                    change.kept.push((append.stream.clone(), seq, whole));
                }
            }
        }
        let held = self.held();
        for tomb in &mut commit.tombs {
            let here = held.get(&tomb.stream);
            if !here.is_some_and(|here| here.contains_key(&tomb.seq)) {
                continue;
            }
            change.gone.push((tomb.stream.clone(), tomb.seq));
            // A tomb of somebody else's erasure still has the words.
            if let Ok(left) = protocol::bury_entry(&tomb.body)
                && left != tomb.body
            {
                let whole = mem::replace(&mut tomb.body, left);
                change.kept.push((tomb.stream.clone(), tomb.seq, whole));
            }
        }
        change.dropped.clone_from(&commit.drops);
        change
    }

    fn carry_out(&self, change: Change) {
        let mut held = self.held();
        for (stream, seq) in change.gone {
            if let Some(here) = held.get_mut(&stream) {
                here.remove(&seq);
            }
        }
        for (stream, seq, whole) in change.kept {
            held.entry(stream).or_default().insert(seq, whole);
        }
        for stream in change.dropped {
            held.remove(&stream);
        }
        held.retain(|_, here| !here.is_empty());
    }
}

#[async_trait]
impl Journal for Passing {
    async fn commit(&self, mut group: Vec<Commit>) -> Result<(), StoppedAt> {
        let changes: Vec<_> = group.iter_mut().map(|commit| self.take(commit)).collect();
        let outcome = self.journal.commit(group).await;
        let done = match &outcome {
            Ok(()) => changes.len(),
            Err(stop) => stop.done,
        };
        for change in changes.into_iter().take(done) {
            self.carry_out(change);
        }
        outcome
    }

    async fn read(
        &self,
        stream: &RoomName,
        after: Seq,
        limit: usize,
    ) -> Result<Vec<Stored>, PortError> {
        let mut read = self.journal.read(stream, after, limit).await?;
        if let Some(here) = self.held().get(stream) {
            for stored in &mut read {
                if let Some(whole) = here.get(&stored.seq) {
                    stored.event.body.clone_from(whole);
                }
            }
        }
        Ok(read)
    }

    async fn heads(
        &self,
        after: Option<&RoomName>,
        limit: usize,
    ) -> Result<Vec<StreamHead>, PortError> {
        self.journal.heads(after, limit).await
    }

    async fn hold(&self) -> Result<Fence, PortError> {
        self.journal.hold().await
    }
}

impl fmt::Debug for Passing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let n: usize = self.held().values().map(BTreeMap::len).sum();
        write!(f, "Passing({n} entries)")
    }
}
