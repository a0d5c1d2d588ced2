//! What the laws of the store are written with.

use crate::ports::Append;
use crate::ports::Commit;
use crate::ports::Event;
use crate::ports::Journal;
use crate::ports::PutKey;
use crate::ports::Stored;
use crate::ports::Work;
use crate::ports::WorkKey;
use crate::ports::WorkQueue;
use crate::testkit::law::Broken;
use crate::vocab::RoomId;
use crate::vocab::RoomName;
use crate::vocab::Seq;
use crate::vocab::Timestamp;

/// A law at work: turns what goes wrong into [`Broken`] under its name.
#[derive(Clone, Copy)]
pub(super) struct Expect(pub(super) &'static str);

impl Expect {
    pub(super) fn that(self, holds: bool, what: &str) -> Result<(), Broken> {
        if holds {
            Ok(())
        } else {
            Err(Broken::new(self.0, what))
        }
    }

    pub(super) fn done<T, E: std::fmt::Display>(self, result: Result<T, E>) -> Result<T, Broken> {
        result.map_err(|error| Broken::new(self.0, format!("an honest call failed: {error}")))
    }

    pub(super) async fn commits<S: Journal>(
        self,
        store: &S,
        group: Vec<Commit>,
    ) -> Result<(), Broken> {
        self.done(store.commit(group).await)
    }

    pub(super) async fn log<S: Journal>(
        self,
        store: &S,
        stream: &RoomName,
    ) -> Result<Vec<Stored>, Broken> {
        self.done(store.read(stream, Seq::ZERO, 1000).await)
    }

    /// Claims at `now` and returns the keys, in the order they came.
    pub(super) async fn claims<S: WorkQueue>(
        self,
        store: &S,
        now: u64,
    ) -> Result<Vec<String>, Broken> {
        let claimed = self.done(store.claim(at(now), 100).await)?;
        Ok(claimed
            .work
            .iter()
            .map(|work| work.key.to_string())
            .collect())
    }
}

pub(super) const fn at(millis: u64) -> Timestamp {
    Timestamp::from_unix_millis(millis)
}

pub(super) const fn room(number: u8) -> RoomName {
    RoomName::Room(RoomId::from_bytes([number; 16]))
}

pub(super) fn event(body: impl Into<Vec<u8>>) -> Event {
    let body = body.into();
    let chain = [u8::try_from(body.len() % 251).unwrap_or_default(); 8];
    Event::new(at(1_000), chain, body)
}

/// One event at the end of a stream.
pub(super) fn one(stream: u8, expect: u64, body: &str) -> Commit {
    many(stream, expect, &[body])
}

pub(super) fn many(stream: u8, expect: u64, bodies: &[&str]) -> Commit {
    let events = bodies.iter().map(|body| event(*body)).collect();
    Commit {
        appends: vec![Append::new(room(stream), Seq::new(expect), events)],
        ..Commit::default()
    }
}

pub(super) fn keyed(mut commit: Commit, key: &str, result: &str) -> Commit {
    let expires = at(u64::MAX);
    commit.key = Some(PutKey::new(key.into(), result.into(), expires));
    commit
}

pub(super) fn work(key: &str, due: u64) -> Work {
    Work::new(WorkKey::new(key), at(due), key.into())
}

/// Nothing but work put in.
pub(super) fn puts(pieces: &[(&str, u64)]) -> Commit {
    Commit {
        work: pieces.iter().map(|(key, due)| work(key, *due)).collect(),
        ..Commit::default()
    }
}

/// Nothing but work settled.
pub(super) fn settles(keys: &[&str]) -> Commit {
    Commit {
        settle: keys.iter().map(|key| WorkKey::new(*key)).collect(),
        ..Commit::default()
    }
}
