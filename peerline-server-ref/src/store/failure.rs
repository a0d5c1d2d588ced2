//! What an error of SQLite means for the caller.

use std::sync::Arc;

use peerline_core::ports::CommitError;
use peerline_core::ports::PortError;
use peerline_core::ports::PortErrorKind;
use peerline_core::ports::StoppedAt;
use rusqlite::Error;
use rusqlite::ErrorCode;

/// Why a transaction did not happen, or may not have.
#[derive(Clone, Debug)]
pub(super) struct Failure {
    outcome_known: bool,
    cause: Arc<Error>,
}

impl Failure {
    /// An error before `COMMIT`: everything is rolled back.
    pub(super) fn before_commit(cause: Error) -> Self {
        Self {
            outcome_known: true,
            cause: Arc::new(cause),
        }
    }

    /// An error of `COMMIT` itself.
    ///
    /// A frame that found no room, or was refused, leaves the log without its commit mark: nothing
    /// happened. After any other error, a failed sync above all, the mark may have reached the disk.
    pub(super) fn at_commit(cause: Error) -> Self {
        let outcome_known = matches!(
            cause.sqlite_error_code(),
            Some(
                ErrorCode::DiskFull
                    | ErrorCode::ReadOnly
                    | ErrorCode::DatabaseBusy
                    | ErrorCode::DatabaseLocked
                    | ErrorCode::ConstraintViolation
            )
        );
        Self {
            outcome_known,
            cause: Arc::new(cause),
        }
    }

    pub(super) const fn is_outcome_known(&self) -> bool {
        self.outcome_known
    }

    pub(super) fn stop(&self) -> StoppedAt {
        let error = PortError::new("journal", kind(&self.cause)).because(Arc::clone(&self.cause));
        if self.outcome_known {
            StoppedAt::new(0, CommitError::Unavailable(error))
        } else {
            StoppedAt::new(0, CommitError::Unknown(error))
        }
    }
}

/// The error of a call other than a commit.
pub(super) fn port_error(cause: Error) -> PortError {
    PortError::new("journal", kind(&cause)).because(cause)
}

/// The store has been closed, or its thread is gone.
pub(super) const fn closed() -> PortError {
    PortError::new("journal", PortErrorKind::Closed)
}

fn kind(cause: &Error) -> PortErrorKind {
    let unreadable = matches!(
        cause,
        Error::FromSqlConversionFailure(..)
            | Error::InvalidColumnType(..)
            | Error::IntegralValueOutOfRange(..)
            | Error::Utf8Error(..)
    );
    let damaged = matches!(
        cause.sqlite_error_code(),
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase)
    );
    if unreadable || damaged {
        PortErrorKind::Corrupt
    } else {
        PortErrorKind::Unavailable
    }
}

#[cfg(test)]
mod tests;
