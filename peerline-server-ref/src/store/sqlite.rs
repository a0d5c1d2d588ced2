//! The handle that the rest of the server holds.

use std::fmt;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

use async_trait::async_trait;
use peerline_core::ports::Claimed;
use peerline_core::ports::Commit;
use peerline_core::ports::CommitError;
use peerline_core::ports::Fence;
use peerline_core::ports::Journal;
use peerline_core::ports::PortError;
use peerline_core::ports::StoppedAt;
use peerline_core::ports::Stored;
use peerline_core::ports::StreamHead;
use peerline_core::ports::WorkKey;
use peerline_core::ports::WorkQueue;
use peerline_core::vocab::RoomName;
use peerline_core::vocab::Seq;
use peerline_core::vocab::Timestamp;
use rusqlite::Connection;
use tokio::sync::mpsc::Sender;
use tokio::sync::oneshot;

use super::failure::closed;
use super::failure::port_error;
use super::open;
use super::open::Lock;
use super::open::OpenError;
use super::open::OpenProblem;
use super::query;
use super::readers::Readers;
use super::thread;
use super::thread::Reply;
use super::thread::Request;
use super::writer::Writer;

/// The embedded store: a journal and a queue of due work in one SQLite file.
///
/// Clones share one writer. Reading needs a tokio runtime, whose blocking threads it uses. The file is held for this process until [`SqliteStore::close`] returns,
/// or some time after the last clone is gone.
#[derive(Clone)]
pub struct SqliteStore {
    shared: Arc<Shared>,
}

/// What a store may be told beyond where it lies.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct StoreSettings {
    /// The most bytes the database may grow to, rounded down to pages; further commits are
    /// `Unavailable`, reading goes on. `None` leaves it to the disk.
    pub max_bytes: Option<u64>,
    /// How many reads may go on at a time.
    pub readers: usize,
}

impl Default for StoreSettings {
    fn default() -> Self {
        Self {
            max_bytes: None,
            readers: 3,
        }
    }
}

impl SqliteStore {
    /// Opens the file, or makes it, and starts its writer. Blocks; call it before serving.
    ///
    /// # Errors
    /// [`OpenError`] names the path and what to do.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, OpenError> {
        Self::open_with(path, &StoreSettings::default())
    }

    /// Opens the file with settings of its own.
    ///
    /// # Errors
    /// [`OpenError`] names the path and what to do.
    pub fn open_with(path: impl AsRef<Path>, settings: &StoreSettings) -> Result<Self, OpenError> {
        let path = path.as_ref();
        let shared = Shared::open(path, settings).map_err(|problem| problem.of(path))?;
        Ok(Self {
            shared: Arc::new(shared),
        })
    }

    /// Ends the writer once what is waiting is done, and frees the file. Calls that come later, on
    /// any clone, are refused.
    pub async fn close(&self) {
        let closing = self.ask(|reply| Request::Close { reply });
        self.shared.readers.close();
        // An error says that it is closed already.
        let _ = closing.await;
    }

    /// Does something on the connection that writes, between two commits.
    pub(super) async fn with_writer<T: Send + 'static>(
        &self,
        job: impl FnOnce(&Connection) -> Result<T, rusqlite::Error> + Send + 'static,
    ) -> Result<T, PortError> {
        let done = self.ask(|reply| Request::Run {
            job: Box::new(move |connection| {
                // Nobody may be waiting any more.
                let _ = reply.send(job(connection).map_err(port_error));
            }),
        });
        done.await.unwrap_or_else(|_| Err(closed()))
    }

    async fn ask<T>(&self, request: impl FnOnce(Reply<T>) -> Request) -> Result<T, Unanswered> {
        let (reply, answer) = oneshot::channel();
        let sent = self.shared.writer.send(request(reply)).await;
        sent.map_err(|_| Unanswered::NotSent)?;
        answer.await.map_err(|_| Unanswered::Sent)
    }
}

#[async_trait]
impl Journal for SqliteStore {
    async fn commit(&self, group: Vec<Commit>) -> Result<(), StoppedAt> {
        let outcome = self.ask(|reply| Request::Commit { group, reply }).await;
        outcome.unwrap_or_else(|unanswered| {
            let error = match unanswered {
                Unanswered::NotSent => CommitError::Unavailable(closed()),
                Unanswered::Sent => CommitError::Unknown(closed()),
            };
            Err(StoppedAt::new(0, error))
        })
    }

    async fn read(
        &self,
        stream: &RoomName,
        after: Seq,
        limit: usize,
    ) -> Result<Vec<Stored>, PortError> {
        let stream = stream.clone();
        let readers = &self.shared.readers;
        readers
            .query(move |connection| query::events(connection, &stream, after, limit))
            .await
    }

    async fn heads(
        &self,
        after: Option<&RoomName>,
        limit: usize,
    ) -> Result<Vec<StreamHead>, PortError> {
        let after = after.cloned();
        let readers = &self.shared.readers;
        readers
            .query(move |connection| query::heads(connection, after.as_ref(), limit))
            .await
    }

    async fn hold(&self) -> Result<Fence, PortError> {
        let fence = self.ask(|reply| Request::Hold { reply }).await;
        fence.unwrap_or_else(|_| Err(closed()))
    }
}

#[async_trait]
impl WorkQueue for SqliteStore {
    async fn claim(&self, now: Timestamp, limit: usize) -> Result<Claimed, PortError> {
        let claimed = self.ask(|reply| Request::Claim { now, limit, reply }).await;
        claimed.unwrap_or_else(|_| Err(closed()))
    }

    async fn release(&self, key: &WorkKey) -> Result<(), PortError> {
        let key = key.clone();
        let released = self.ask(|reply| Request::Release { key, reply }).await;
        released.map_err(|_| closed())
    }
}

impl fmt::Debug for SqliteStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SqliteStore({})", self.shared.path.display())
    }
}

struct Shared {
    path: PathBuf,
    writer: Sender<Request>,
    readers: Readers,
}

impl Shared {
    fn open(path: &Path, settings: &StoreSettings) -> Result<Self, OpenProblem> {
        open::check_file(path)?;
        let lock = Lock::take(path)?;
        let writer = Writer::over(open::writing(path)?)?;
        if let Some(max_bytes) = settings.max_bytes {
            writer.limit(max_bytes)?;
        }
        Ok(Self {
            path: path.to_owned(),
            readers: Readers::open(path, settings.readers)?,
            writer: thread::start(writer, lock)?,
        })
    }
}

/// Why the writer's thread gave no answer.
enum Unanswered {
    NotSent,
    Sent,
}
