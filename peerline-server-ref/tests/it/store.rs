//! The embedded store on a real file.

mod commits;
mod laws;
pub(crate) mod model;
mod opening;
pub(crate) mod passkeys;
mod tombs;

use std::path::PathBuf;

use peerline_core::ports::Append;
use peerline_core::ports::Commit;
use peerline_core::ports::Event;
use peerline_core::ports::PutKey;
use peerline_core::ports::Tomb;
use peerline_core::ports::Work;
use peerline_core::ports::WorkKey;
use peerline_core::vocab::RoomId;
use peerline_core::vocab::RoomName;
use peerline_core::vocab::Seq;
use peerline_core::vocab::Timestamp;
use tempfile::TempDir;

/// A scratch folder with a place for one store.
struct Scratch {
    folder: TempDir,
}

impl Scratch {
    fn new() -> Self {
        Self {
            folder: TempDir::new().expect("a scratch folder can be made"),
        }
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("line.db")
    }
}

pub(crate) const fn at(millis: u64) -> Timestamp {
    Timestamp::from_unix_millis(millis)
}

pub(crate) const fn room(number: u8) -> RoomName {
    RoomName::Room(RoomId::from_bytes([number; 16]))
}

pub(crate) fn one(stream: u8, expect: u64, body: impl Into<Vec<u8>>) -> Commit {
    let event = Event::new(at(1), [7; 8], body.into());
    let mut commit = Commit::default();
    commit.appends = vec![Append::new(room(stream), Seq::new(expect), vec![event])];
    commit
}

fn buries(stream: u8, seq: u64, body: impl Into<Vec<u8>>) -> Commit {
    let mut commit = Commit::default();
    commit.tombs = vec![Tomb::new(room(stream), Seq::new(seq), body.into())];
    commit
}

pub(crate) fn keyed(mut commit: Commit, key: &str, expires: u64) -> Commit {
    commit.key = Some(PutKey::new(key.into(), b"result".into(), at(expires)));
    commit
}

fn puts(key: &str, body: impl Into<Vec<u8>>) -> Commit {
    let mut commit = Commit::default();
    commit.work = vec![Work::new(WorkKey::new(key), at(5), body.into())];
    commit
}

fn settles(keys: impl IntoIterator<Item = String>) -> Commit {
    let mut commit = Commit::default();
    commit.settle = keys.into_iter().map(WorkKey::new).collect();
    commit
}
