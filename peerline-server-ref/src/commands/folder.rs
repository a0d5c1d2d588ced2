//! The data folder: who holds it, and what lies in it.

use std::fs;
use std::fs::DirBuilder;
use std::fs::File;
use std::fs::TryLockError;
use std::io;
use std::net::SocketAddr;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::Path;
use std::path::PathBuf;

use super::Failure;

/// A data folder that this process holds alone.
#[derive(Debug)]
pub(super) struct Folder {
    path: PathBuf,
    /// Held as long as the folder is; the system lets go of it with the process.
    _lock: File,
}

impl Folder {
    /// Takes a folder, making it where it is missing.
    pub(super) fn take(path: &Path) -> Result<Self, Failure> {
        let failed = |source| Failure::folder(path, source);
        let mut builder = DirBuilder::new();
        builder.recursive(true).mode(0o700);
        builder.create(path).map_err(failed)?;
        let lock = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(path.join("lock"))
            .map_err(failed)?;
        match lock.try_lock() {
            Ok(()) => Ok(Self {
                path: path.to_path_buf(),
                _lock: lock,
            }),
            Err(TryLockError::WouldBlock) => Err(Failure::InUse(path.to_path_buf())),
            Err(TryLockError::Error(source)) => Err(failed(source)),
        }
    }

    /// Returns the folder.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Returns the path of a file in the folder.
    pub(super) fn file(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    /// Leaves word of where the line listens.
    pub(super) fn announce(
        &self,
        people: SocketAddr,
        admin: Option<SocketAddr>,
    ) -> Result<(), Failure> {
        self.retract();
        let write = |name: &str, address: SocketAddr| {
            fs::write(self.file(name), format!("{address}\n"))
                .map_err(|source| Failure::folder(&self.path, source))
        };
        if let Some(admin) = admin {
            write(ADMIN, admin)?;
        }
        write(SERVER, people)
    }

    /// Takes the word back.
    pub(super) fn retract(&self) {
        // Not being there is what is wanted.
        let _gone = fs::remove_file(self.file(SERVER));
        let _gone = fs::remove_file(self.file(ADMIN));
    }
}

/// Finds where the operator's verbs of the line running on `path` are.
pub(super) fn admin_address(path: &Path) -> Result<SocketAddr, Failure> {
    let read = |name: &str| fs::read_to_string(path.join(name));
    let text = match read(ADMIN) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => read(SERVER),
        other => other,
    };
    let text = text.map_err(|_| Failure::NotRunning(path.to_path_buf()))?;
    let mut address: SocketAddr = text
        .trim()
        .parse()
        .map_err(|_| Failure::NotRunning(path.to_path_buf()))?;
    if address.ip().is_unspecified() {
        address.set_ip(match address {
            SocketAddr::V4(_) => std::net::Ipv4Addr::LOCALHOST.into(),
            SocketAddr::V6(_) => std::net::Ipv6Addr::LOCALHOST.into(),
        });
    }
    Ok(address)
}

const SERVER: &str = "server.addr";
const ADMIN: &str = "admin.addr";
