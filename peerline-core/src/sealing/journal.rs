//! Logs, as the driver knows them.

use async_trait::async_trait;

use super::group;
use super::group::Sealer;
use super::key::Key;
use super::row;
use super::row::Place;
use super::sealed::Sealed;
use super::sealed::Unmatched;
use super::sealed::unreadable;
use crate::ports::Commit;
use crate::ports::CommitError;
use crate::ports::Event;
use crate::ports::Fence;
use crate::ports::Journal;
use crate::ports::PortError;
use crate::ports::StoppedAt;
use crate::ports::Stored;
use crate::ports::StreamHead;
use crate::vocab::KeyName;
use crate::vocab::RoomId;
use crate::vocab::RoomName;
use crate::vocab::Seq;
use crate::vocab::Timestamp;

/// How many heads are read at once.
const PAGE: usize = 1024;

#[async_trait]
impl Journal for Sealed {
    async fn commit(&self, group: Vec<Commit>) -> Result<(), StoppedAt> {
        let before = |error| StoppedAt::new(0, CommitError::Unavailable(error));
        self.load_once().await.map_err(before)?;
        let mut done = 0_usize;
        for part in in_parts(group) {
            let n = part.len();
            let stopped =
                |stop: StoppedAt| StoppedAt::new(done.saturating_add(stop.done), stop.error);
            self.commit_part(part).await.map_err(stopped)?;
            done = done.saturating_add(n);
        }
        Ok(())
    }

    async fn read(
        &self,
        stream: &RoomName,
        after: Seq,
        limit: usize,
    ) -> Result<Vec<Stored>, PortError> {
        self.load_once().await?;
        let name = KeyName::Log(stream.clone());
        let Some(log) = self.ring().get(&name).map(Key::log_id) else {
            return Ok(Vec::new());
        };
        let rows = self
            .journal
            .read(&RoomName::Room(log), after, limit)
            .await?;
        let ring = self.ring();
        let mut read = Vec::with_capacity(rows.len());
        for Stored { seq, event } in rows {
            let place = Place { log, seq };
            let opened = row::open(&ring, &name, place, &event.body).ok_or_else(unreadable)?;
            let at = if event.at == Timestamp::ZERO {
                opened.at
            } else {
                event.at
            };
            read.push(Stored::new(seq, Event::new(at, event.chain, opened.bytes)));
        }
        Ok(read)
    }

    async fn heads(
        &self,
        after: Option<&RoomName>,
        limit: usize,
    ) -> Result<Vec<StreamHead>, PortError> {
        self.load_once().await?;
        if after.is_none() || self.memory().heads.is_empty() {
            let heads = self.all_heads().await?;
            self.memory().heads = heads;
        }
        let after = after.map(RoomName::to_string);
        let mut memory = self.memory();
        let heads = memory.heads.iter();
        let behind = |head: &&StreamHead| {
            let name = head.stream.to_string();
            after.as_ref().is_none_or(|after| *after < name)
        };
        let page: Vec<_> = heads.filter(behind).take(limit).cloned().collect();
        if page.len() < limit {
            memory.heads.clear();
        }
        Ok(page)
    }

    async fn hold(&self) -> Result<Fence, PortError> {
        let fence = self.journal.hold().await?;
        self.memory().fence = fence;
        self.load().await?;
        self.redo_orders().await?;
        Ok(fence)
    }
}

impl Sealed {
    async fn commit_part(&self, group: Vec<Commit>) -> Result<(), StoppedAt> {
        let (sealed, forget) = self.seal(group);
        let kept = self.keep_fresh().await;
        kept.map_err(|error| StoppedAt::new(0, CommitError::Unavailable(error)))?;
        let keys: Vec<_> = sealed.iter().map(|commit| commit.key.clone()).collect();
        let outcome = self.journal.commit(sealed).await;
        let done = match &outcome {
            Ok(()) => forget.len(),
            Err(stop) => stop.done,
        };
        if forget.iter().take(done).any(|names| !names.is_empty()) {
            // The orders stand in the store: what fails now is carried out when they are claimed.
            let _ = self.redo_orders().await;
        }
        outcome.map_err(|stop| {
            let key = keys.into_iter().nth(stop.done).flatten();
            StoppedAt::new(stop.done, self.reopen(stop.error, key.map(|key| key.key)))
        })
    }

    fn seal(&self, group: Vec<Commit>) -> (Vec<Commit>, Vec<Vec<KeyName>>) {
        let (mut ring, mut memory) = (self.ring_mut(), self.memory());
        let mut sealer = Sealer {
            ring: &mut ring,
            entropy: &mut memory.entropy,
        };
        let group = group.into_iter();
        group.map(|commit| sealer.commit(commit)).unzip()
    }

    /// Says an error of the store in the words of whoever asked.
    fn reopen(&self, error: CommitError, key: Option<Vec<u8>>) -> CommitError {
        let ring = self.ring();
        match error {
            CommitError::AlreadyDone(result) => {
                let line = ring.get(&KeyName::Line).zip(key);
                let opened = line.and_then(|(line, key)| group::open_result(line, &key, &result));
                CommitError::AlreadyDone(opened.unwrap_or_default())
            }
            CommitError::Conflict { stream } => {
                let known = known(&stream).and_then(|id| ring.log(id).cloned());
                CommitError::Conflict {
                    stream: known.unwrap_or(stream),
                }
            }
            CommitError::Fenced
            | CommitError::TooLarge
            | CommitError::Unavailable(_)
            | CommitError::Unknown(_) => error,
        }
    }

    /// Returns the heads of all logs that have a key, in the order of their names.
    async fn all_heads(&self) -> Result<Vec<StreamHead>, PortError> {
        let (mut heads, mut after) = (Vec::new(), None);
        loop {
            let page = self.journal.heads(after.as_ref(), PAGE).await?;
            let Some(last) = page.last() else { break };
            after = Some(last.stream.clone());
            let ring = self.ring();
            for StreamHead {
                stream,
                head,
                chain,
            } in page
            {
                let id = known(&stream).ok_or_else(Unmatched::error)?;
                match ring.log(id) {
                    Some(log) => heads.push(StreamHead::new(log.clone(), head, chain)),
                    None if ring.has_ended(id) => {}
                    None => return Err(Unmatched::error()),
                }
            }
        }
        heads.sort_by_cached_key(|head| head.stream.to_string());
        Ok(heads)
    }
}

/// Splits a group behind each commit that destroys keys: what comes after it is sealed with others.
fn in_parts(group: Vec<Commit>) -> Vec<Vec<Commit>> {
    let mut parts = vec![Vec::new()];
    for commit in group {
        let splits = !commit.forget.is_empty();
        if let Some(part) = parts.last_mut() {
            part.push(commit);
        }
        if splits {
            parts.push(Vec::new());
        }
    }
    parts.retain(|part| !part.is_empty());
    parts
}

/// A log of this store is called by a random number.
const fn known(stream: &RoomName) -> Option<RoomId> {
    if let RoomName::Room(id) = stream {
        Some(*id)
    } else {
        None
    }
}
