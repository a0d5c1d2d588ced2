//! A few connections that only read, used on threads that may block.

use std::fmt;
use std::path::Path;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;

use peerline_core::ports::PortError;
use rusqlite::Connection;
use rusqlite::Error;
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

use super::failure::closed;
use super::failure::port_error;
use super::open;
use super::open::OpenProblem;

/// Connections at rest, and a permit for each.
pub(super) struct Readers {
    idle: Arc<Mutex<Vec<Connection>>>,
    permits: Arc<Semaphore>,
}

impl Readers {
    pub(super) fn open(path: &Path, n_readers: usize) -> Result<Self, OpenProblem> {
        let n_readers = n_readers.max(1);
        let idle: Vec<_> = (0..n_readers)
            .map(|_| open::reading(path))
            .collect::<Result<_, _>>()?;
        Ok(Self {
            idle: Arc::new(Mutex::new(idle)),
            permits: Arc::new(Semaphore::new(n_readers)),
        })
    }

    /// Runs a query on a thread that may block. Dropping the future lets the query end by itself.
    pub(super) async fn query<T, Q>(&self, query: Q) -> Result<T, PortError>
    where
        T: Send + 'static,
        Q: FnOnce(&Connection) -> Result<T, Error> + Send + 'static,
    {
        let permit = Arc::clone(&self.permits)
            .acquire_owned()
            .await
            .map_err(|_| closed())?;
        let idle = Arc::clone(&self.idle);
        let answer = spawn_blocking(move || {
            let connection = lock(&idle).pop().ok_or_else(closed)?;
            let answer = query(&connection).map_err(port_error);
            lock(&idle).push(connection);
            drop(permit);
            answer
        });
        answer.await.unwrap_or_else(|_| Err(closed()))
    }

    /// Closes what is at rest and refuses whatever comes.
    pub(super) fn close(&self) {
        self.permits.close();
        lock(&self.idle).clear();
    }
}

impl fmt::Debug for Readers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Readers(..)")
    }
}

fn lock(idle: &Mutex<Vec<Connection>>) -> MutexGuard<'_, Vec<Connection>> {
    idle.lock().unwrap_or_else(PoisonError::into_inner)
}
