//! Why a command could not do its work, with what to do about it.

use std::io;
use std::net::SocketAddr;
use std::path::Path;
use std::path::PathBuf;

use peerline_core::driver;
use peerline_core::identity::vault::VaultRefusal;

use super::audit::AuditFileError;
use super::crisischeck::CheckError;
use super::directory::DirectoryError;
use super::risk::RiskError;
use super::vectors::RunError;
use crate::config::ConfigError;
use crate::epoch::EpochError;
use crate::gate::GateError;
use crate::models::ModelError;
use crate::policy::PolicyError;
use crate::secrets::SecretError;
use crate::shelf::ShelfError;
use crate::sinks::SinkError;
use crate::store;

/// A command could not do its work.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    #[error("{0}")]
    Config(#[from] ConfigError),
    #[error("there is no file {}; `peerline config default` prints one to begin with", .0.display())]
    NoConfig(PathBuf),
    #[error("{0}")]
    Secret(#[from] SecretError),
    #[error("{0}")]
    Epoch(#[from] EpochError),
    #[error("{0}")]
    Gate(#[from] GateError),
    #[error("{0}")]
    Policy(#[from] PolicyError),
    /// A model of the policy cannot be connected.
    #[error(transparent)]
    Model(#[from] ModelError),
    #[error("{} of {} tests fail", .0, .1)]
    PolicyTests(usize, usize),
    #[error("{0}")]
    PolicyLog(String),
    #[error("there is no line in {}; name its data folder with --data", .0.display())]
    NoLine(PathBuf),
    #[error("{0}")]
    Sink(#[from] SinkError),
    #[error("there is no line.db in {}; name the data folder with --data. A line in PostgreSQL is copied with pg_dump", .0.display())]
    NoStore(PathBuf),
    #[error("the data folder {} cannot be used: {source}\n  -> choose another with --data, or give the account that runs the server the right to write there", folder.display())]
    Folder { folder: PathBuf, source: io::Error },
    #[error("another peerline is running on {}\n  -> stop it first, or choose another folder with --data", .0.display())]
    InUse(PathBuf),
    #[error("{0}")]
    Store(#[from] store::OpenError),
    #[error("{0}")]
    Database(#[from] store::DialError),
    #[error("{0}")]
    Shelf(#[from] ShelfError),
    #[error("the line cannot be opened: {0}")]
    Line(#[from] driver::OpenError),
    #[error("{}", bind_text(.address, .source))]
    Bind {
        address: SocketAddr,
        source: io::Error,
    },
    #[error("the demo is for this machine alone; use a loopback address such as 127.0.0.1:7433")]
    DemoNotLoopback,
    #[error("no line is running on {}\n  -> start one with `peerline serve --data {}`", .0.display(), .0.display())]
    NotRunning(PathBuf),
    #[error("the line did not answer: {0}")]
    NoAnswer(String),
    #[error("the line stopped by itself; the log says more")]
    LoopEnded,
    #[error("in a real crisis nobody would be reached through that target")]
    DrillFailed,
    #[error("the invitation could not be made")]
    Invite,
    #[error("{0}")]
    Runtime(io::Error),
    #[error("{0}")]
    Vectors(#[from] RunError),
    #[cfg(feature = "simulate")]
    #[error("{0}")]
    Simulate(#[from] super::SimulateError),
    #[error("{0}")]
    Vault(#[from] VaultRefusal),
    #[error("{} does not hold the key it should; take the file that was made for this", .0.display())]
    NoVaultKey(PathBuf),
    #[error("{0}")]
    CrisisCheck(#[from] CheckError),
    #[error("{0}")]
    Directory(#[from] DirectoryError),
    #[error("{0}")]
    Risk(#[from] RiskError),
    #[error("{0}")]
    Audit(#[from] AuditFileError),
    #[error("the dialogue of the vectors broke off: {0}")]
    Dialogue(io::Error),
}

impl Failure {
    /// Makes the failure of a folder.
    pub(crate) fn folder(folder: &Path, source: io::Error) -> Self {
        Self::Folder {
            folder: folder.to_path_buf(),
            source,
        }
    }
}

fn bind_text(address: &SocketAddr, source: &io::Error) -> String {
    let kind = source.kind();
    let advice = if kind == io::ErrorKind::AddrInUse {
        "another program listens there; choose another port with --listen, or port 0 for a free one"
    } else if kind == io::ErrorKind::PermissionDenied {
        "ports below 1024 are reserved; choose a higher one"
    } else {
        "choose another address with --listen"
    };
    format!("cannot listen on {address}: {source}\n  -> {advice}")
}
