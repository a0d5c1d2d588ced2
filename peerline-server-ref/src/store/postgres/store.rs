//! The handle that the rest of the server holds.

use std::fmt;
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
use tokio::sync::Mutex;

use super::dial::Dial;
use super::dial::DialError;
use super::dial::PostgresSettings;
use super::failure::closed;
use super::read::Readers;
use super::writer::Writer;

/// A journal and a queue of due work in a PostgreSQL database.
///
/// Clones share one connection that writes. What it is asked runs in a task of its own: the line asks
/// for due work at times while it does not poll its commit, which would never let go of it. Claims belong to this process: another one that takes
/// the line over with [`Journal::hold`] claims anew, and what this one writes later is refused.
#[derive(Clone)]
pub struct PostgresStore {
    // Nobody writes any more where it is `None`.
    writer: Arc<Mutex<Option<Writer>>>,
    readers: Readers,
}

impl PostgresStore {
    /// Opens a database and brings its tables up to date.
    ///
    /// # Errors
    /// [`DialError`] says what is wrong and what to do.
    ///
    /// # Cancel safety
    /// Tables may have been made.
    pub async fn open(settings: &PostgresSettings) -> Result<Self, DialError> {
        let dial = Dial::new(settings)?;
        dial.prepare().await?;
        Ok(Self {
            readers: dial.readers(settings.readers)?,
            writer: Arc::new(Mutex::new(Some(Writer::new(dial)))),
        })
    }

    /// Ends both ways to the database. Calls that come later, on any clone, are refused.
    pub async fn close(&self) {
        self.writer.lock().await.take();
        self.readers.close();
    }

    pub(super) const fn readers(&self) -> &Readers {
        &self.readers
    }
}

#[async_trait]
impl Journal for PostgresStore {
    async fn commit(&self, group: Vec<Commit>) -> Result<(), StoppedAt> {
        let writer = Arc::clone(&self.writer);
        let committed = apart(async move {
            match writer.lock().await.as_mut() {
                Some(writer) => writer.commit(&group).await,
                None => Err(StoppedAt::new(0, CommitError::Unavailable(closed()))),
            }
        });
        let unheard = || Err(StoppedAt::new(0, CommitError::Unknown(closed())));
        committed.await.unwrap_or_else(unheard)
    }

    async fn read(
        &self,
        stream: &RoomName,
        after: Seq,
        limit: usize,
    ) -> Result<Vec<Stored>, PortError> {
        self.readers.events(stream, after, limit).await
    }

    async fn heads(
        &self,
        after: Option<&RoomName>,
        limit: usize,
    ) -> Result<Vec<StreamHead>, PortError> {
        self.readers.heads(after, limit).await
    }

    async fn hold(&self) -> Result<Fence, PortError> {
        let writer = Arc::clone(&self.writer);
        let held = apart(async move {
            match writer.lock().await.as_mut() {
                Some(writer) => writer.hold().await,
                None => Err(closed()),
            }
        });
        held.await.unwrap_or_else(|| Err(closed()))
    }
}

#[async_trait]
impl WorkQueue for PostgresStore {
    async fn claim(&self, now: Timestamp, limit: usize) -> Result<Claimed, PortError> {
        let writer = Arc::clone(&self.writer);
        let claimed = apart(async move {
            match writer.lock().await.as_mut() {
                Some(writer) => writer.claim(now, limit).await,
                None => Err(closed()),
            }
        });
        claimed.await.unwrap_or_else(|| Err(closed()))
    }

    async fn release(&self, key: &WorkKey) -> Result<(), PortError> {
        match self.writer.lock().await.as_mut() {
            Some(writer) => writer.release(key),
            None => return Err(closed()),
        }
        Ok(())
    }
}

impl fmt::Debug for PostgresStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PostgresStore(..)")
    }
}

/// Runs something to its end whether or not anybody polls it; `None` where the runtime ended first.
async fn apart<T: Send + 'static>(job: impl Future<Output = T> + Send + 'static) -> Option<T> {
    tokio::spawn(job).await.ok()
}
