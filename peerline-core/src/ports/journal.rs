//! The durable log: the one place where what happened is kept.

use std::fmt;
use std::fmt::Debug;

use async_trait::async_trait;

use super::Commit;
use super::PortError;
use super::StoppedAt;
use crate::vocab::RoomName;
use crate::vocab::Seq;
use crate::vocab::Timestamp;

/// Keeps logs of events, atomically and durably, together with keys and due work.
///
/// One [`Commit`] is everything that one act changes. The driver hands over the commits that are
/// waiting as a group, so that one sync pays for all of them.
///
/// # Contract
/// - Atomic: a commit is seen whole or not at all (`commit_is_atomic`).
/// - Durable: `Ok` means that a power cut at any later instant loses nothing of the group
///   (`ok_survives_reopening`).
/// - Ordered: the commits of a group take effect in order; the first that fails stops the group and
///   none behind it is tried (`group_stops_at_the_first_failure`).
/// - Expectant: an append whose `expect` is not the stream's head fails with `Conflict`
///   (`stale_append_conflicts`).
/// - Dense: events get `expect + 1`, `expect + 2`, … without holes (`positions_are_dense`).
/// - Once: a second commit with the same key fails with `AlreadyDone` and the first one's result,
///   also after a restart (`key_commits_once`).
/// - Fenced: a commit under a fence older than the newest fails with `Fenced`
///   (`old_fence_is_refused`).
/// - Faithful: what is read is byte for byte what was committed, in order (`read_returns_what_was_committed`).
/// - Paged: `read` gives at most `limit` events, from `after` on, without holes (`read_pages`).
/// - Listed: `heads` names every stream that has events, by name as text, page by page
///   (`heads_page`).
/// - Destroyed: a tomb takes the place of an event's bytes, for good; place, time and running hash stay
///   (`tomb_replaces_and_destroys`). It is part of its commit (`tomb_is_part_of_its_commit`), and one
///   for a place that held nothing before fails with `Conflict` (`tomb_needs_its_event`).
/// - Dropped: a stream that a commit drops is gone with all its bytes, and may begin anew in the same
///   commit (`dropped_stream_is_gone`).
/// - Forgetful: keys that a commit forgets are free again, and no others (`forgotten_keys_are_free`).
/// - Bounded: an event over [`Commit::MAX_ROW_BYTES`] fails with `TooLarge` and changes nothing
///   (`oversized_event_is_refused`); every one up to [`Commit::MAX_EVENT_BYTES`] is taken.
#[async_trait]
pub trait Journal: Debug + Send + Sync {
    /// Commits a group in order, as few syncs as possible.
    ///
    /// # Errors
    /// [`StoppedAt`] says how many commits at the front of the group are durable and why the next
    /// one is not. After `Unknown` the caller must not assume either outcome: repeat the key.
    ///
    /// # Cancel safety
    /// Dropping the future leaves the outcome unknown. The line does not poll it while it waits for
    /// other calls of its store: it must not keep from them what only its own end gives back.
    async fn commit(&self, group: Vec<Commit>) -> Result<(), StoppedAt>;

    /// Reads events of a stream behind `after`, at most `limit`; a stream never written is empty.
    ///
    /// # Errors
    /// `Unavailable` or `Corrupt`.
    ///
    /// # Cancel safety
    /// Safe.
    async fn read(
        &self,
        stream: &RoomName,
        after: Seq,
        limit: usize,
    ) -> Result<Vec<Stored>, PortError>;

    /// Lists streams in the order of their names, behind `after`, at most `limit`.
    ///
    /// # Errors
    /// `Unavailable` or `Corrupt`.
    ///
    /// # Cancel safety
    /// Safe.
    async fn heads(
        &self,
        after: Option<&RoomName>,
        limit: usize,
    ) -> Result<Vec<StreamHead>, PortError>;

    /// Takes the line for writing: fences of earlier holders are refused from now on.
    ///
    /// # Errors
    /// `Unavailable`.
    ///
    /// # Cancel safety
    /// Dropping the future may still raise the fence.
    async fn hold(&self) -> Result<Fence, PortError>;
}

/// Events for one stream.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Append {
    /// Which stream.
    pub stream: RoomName,
    /// The head that the writer believes in.
    pub expect: Seq,
    /// What to append, in order.
    pub events: Vec<Event>,
    /// Whether the words in it are never to be stored: between the driver and a store stands
    /// `sealing::Passing`, which keeps them. A store that seals has a second lock, and keeps the
    /// keys of what comes to it all the same in memory alone.
    pub fleeting: bool,
}

impl Append {
    /// Makes an append.
    #[must_use]
    pub const fn new(stream: RoomName, expect: Seq, events: Vec<Event>) -> Self {
        Self {
            stream,
            expect,
            events,
            fleeting: false,
        }
    }

    /// Says that the words in it end with the process.
    #[must_use]
    pub const fn fleeting(mut self) -> Self {
        self.fleeting = true;
        self
    }
}

/// What takes the place of the bytes of an earlier event.
///
/// The store leaves nothing of the old bytes behind that it can reach: not in free space, and, once
/// it had the time to tidy up, not in its journal.
#[derive(Clone, Eq, PartialEq)]
#[non_exhaustive]
pub struct Tomb {
    /// Which stream.
    pub stream: RoomName,
    /// Which event.
    pub seq: Seq,
    /// The bytes from now on.
    pub body: Vec<u8>,
}

impl Tomb {
    /// Makes a tomb.
    #[must_use]
    pub const fn new(stream: RoomName, seq: Seq, body: Vec<u8>) -> Self {
        Self { stream, seq, body }
    }
}

impl Debug for Tomb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { stream, seq, body } = self;
        write!(f, "Tomb({} bytes for {seq} of {stream})", body.len())
    }
}

/// One event, opaque to the store. Its bytes may be a person's words: `Debug` shows how many, no more.
#[derive(Clone, Eq, PartialEq)]
#[non_exhaustive]
pub struct Event {
    /// When it happened.
    pub at: Timestamp,
    /// The running hash of the stream up to and including this event.
    pub chain: [u8; 8],
    /// The bytes.
    pub body: Vec<u8>,
}

impl Event {
    /// Makes an event.
    #[must_use]
    pub const fn new(at: Timestamp, chain: [u8; 8], body: Vec<u8>) -> Self {
        Self { at, chain, body }
    }
}

impl Debug for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Event({} bytes at {})",
            self.body.len(),
            self.at.unix_millis()
        )
    }
}

/// The key of one `put`: who said it where, under the client's own id. `Debug` shows sizes alone.
#[derive(Clone, Eq, PartialEq)]
#[non_exhaustive]
pub struct PutKey {
    /// Room, occupant and cid, joined by the driver.
    pub key: Vec<u8>,
    /// What a retry is told.
    pub result: Vec<u8>,
    /// When the store may forget it.
    pub expires: Timestamp,
}

impl PutKey {
    /// Makes a key.
    #[must_use]
    pub const fn new(key: Vec<u8>, result: Vec<u8>, expires: Timestamp) -> Self {
        Self {
            key,
            result,
            expires,
        }
    }
}

impl Debug for PutKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "PutKey({} bytes, result of {})",
            self.key.len(),
            self.result.len()
        )
    }
}

/// An event with its place.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Stored {
    /// Where it stands.
    pub seq: Seq,
    /// What was committed.
    pub event: Event,
}

impl Stored {
    /// Makes a stored event.
    #[must_use]
    pub const fn new(seq: Seq, event: Event) -> Self {
        Self { seq, event }
    }
}

/// How far a stream reaches.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct StreamHead {
    /// Which stream.
    pub stream: RoomName,
    /// The last position.
    pub head: Seq,
    /// The running hash there.
    pub chain: [u8; 8],
}

impl StreamHead {
    /// Makes a head.
    #[must_use]
    pub const fn new(stream: RoomName, head: Seq, chain: [u8; 8]) -> Self {
        Self {
            stream,
            head,
            chain,
        }
    }
}

/// A right to write that a later one makes void.
#[derive(Clone, Copy, Debug, Default, Eq, Ord, PartialEq, PartialOrd)]
pub struct Fence(u64);

impl Fence {
    /// Makes a fence; stores alone do this.
    #[must_use]
    pub const fn new(number: u64) -> Self {
        Self(number)
    }

    /// Returns its number: later is higher.
    #[must_use]
    pub const fn get(self) -> u64 {
        self.0
    }
}
