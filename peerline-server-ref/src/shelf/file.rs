//! The handle that the rest of the server holds.

use std::fmt;
use std::fs::File;
use std::fs::TryLockError;
use std::io;
use std::os::unix::fs::OpenOptionsExt as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;

use async_trait::async_trait;
use peerline_core::ports::KeyShelf;
use peerline_core::ports::PortError;
use peerline_core::ports::PortErrorKind;
use peerline_core::ports::ShelfKey;
use peerline_core::vocab::KeyName;
use tokio::task::spawn_blocking;

use super::Slots;

/// A shelf in one file, for this process alone. Clones share it; it needs a tokio runtime, whose
/// blocking threads it uses.
#[derive(Clone)]
pub struct FileShelf(Arc<Mutex<Slots<File>>>);

impl FileShelf {
    /// Opens the file, or makes it, with mode 0600. Blocks; call it before serving.
    ///
    /// # Errors
    /// [`ShelfError`] names the path and what to do.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, ShelfError> {
        let path = path.as_ref();
        let io = |source| ShelfError::Io {
            path: path.to_path_buf(),
            source,
        };
        let mut options = File::options();
        options.create(true).truncate(false).read(true).write(true);
        let file = options.mode(0o600).open(path).map_err(io)?;
        if file.metadata().map_err(io)?.permissions().mode() & 0o077 != 0 {
            return Err(ShelfError::Exposed(path.to_path_buf()));
        }
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(ShelfError::Held(path.to_path_buf())),
            Err(TryLockError::Error(source)) => return Err(io(source)),
        }
        let slots = Slots::open(file).map_err(|source| {
            if source.kind() == io::ErrorKind::InvalidData {
                ShelfError::NoShelf(path.to_path_buf())
            } else {
                io(source)
            }
        })?;
        if let Some(folder) = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty())
        {
            // The name of a new file is durable, too.
            File::open(folder)
                .and_then(|folder| folder.sync_all())
                .map_err(io)?;
        }
        Ok(Self(Arc::new(Mutex::new(slots))))
    }

    async fn ask<T, Q>(&self, question: Q) -> Result<T, PortError>
    where
        T: Send + 'static,
        Q: FnOnce(&mut Slots<File>) -> io::Result<T> + Send + 'static,
    {
        let slots = Arc::clone(&self.0);
        let answer = spawn_blocking(move || question(&mut lock(&slots)));
        match answer.await {
            Ok(answer) => answer.map_err(port_error),
            Err(_) => Err(PortError::new("shelf", PortErrorKind::Closed)),
        }
    }
}

#[async_trait]
impl KeyShelf for FileShelf {
    async fn load(&self) -> Result<Vec<ShelfKey>, PortError> {
        self.ask(|slots| slots.load()).await
    }

    async fn keep(&self, keys: Vec<ShelfKey>) -> Result<(), PortError> {
        self.ask(move |slots| slots.keep(keys)).await
    }

    async fn destroy(&self, names: Vec<KeyName>) -> Result<(), PortError> {
        self.ask(move |slots| slots.destroy(&names)).await
    }
}

impl fmt::Debug for FileShelf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FileShelf(..)")
    }
}

/// A shelf could not be opened.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ShelfError {
    /// The system said no.
    #[error("{}: {source}", path.display())]
    Io {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Others may read it.
    #[error("{file} can be read by others; run: chmod 600 {file}", file = .0.display())]
    Exposed(PathBuf),
    /// Another server has it.
    #[error("another server is using {}; stop it first", .0.display())]
    Held(PathBuf),
    /// It is some other file, or damaged.
    #[error("{} does not hold keys; put the file back that belongs to this line", .0.display())]
    NoShelf(PathBuf),
}

fn port_error(error: io::Error) -> PortError {
    let kind = if error.kind() == io::ErrorKind::InvalidData {
        PortErrorKind::Corrupt
    } else {
        PortErrorKind::Unavailable
    };
    PortError::new("shelf", kind).because(error)
}

fn lock(slots: &Mutex<Slots<File>>) -> MutexGuard<'_, Slots<File>> {
    slots.lock().unwrap_or_else(PoisonError::into_inner)
}
