//! What an error of PostgreSQL means for the caller.

use peerline_core::ports::CommitError;
use peerline_core::ports::PortError;
use peerline_core::ports::PortErrorKind;
use tokio_postgres::Error;

/// An error before `COMMIT`: everything is rolled back.
pub(super) fn before_commit(cause: Error) -> CommitError {
    CommitError::Unavailable(port_error(cause))
}

/// An error of `COMMIT` itself. The database says of a transaction that it took back, class 40 and
/// 23 of its codes, that it did; after anything else, a lost connection above all, it may be there.
pub(super) fn unanswered(cause: Error) -> CommitError {
    let class = cause.code().and_then(|state| state.code().get(..2));
    if matches!(class, Some("23" | "40")) {
        CommitError::Unavailable(port_error(cause))
    } else {
        CommitError::Unknown(port_error(cause))
    }
}

/// The error of a call other than a commit. The cause may quote what was sent, and is left behind:
/// its code and message say enough.
pub(super) fn port_error(cause: Error) -> PortError {
    let is_damaged = cause
        .code()
        .is_some_and(|state| state.code().starts_with("XX"));
    let kind = if is_damaged {
        PortErrorKind::Corrupt
    } else {
        PortErrorKind::Unavailable
    };
    PortError::new("journal", kind).because(said(&cause))
}

/// A row does not read as what it should be.
pub(super) fn unreadable(cause: Error) -> PortError {
    PortError::new("journal", PortErrorKind::Corrupt).because(said(&cause))
}

/// The database did not answer in time.
pub(super) fn late() -> PortError {
    let error = PortError::new("journal", PortErrorKind::Unavailable);
    error.because("the database did not answer in time")
}

/// The store has been closed.
pub(super) const fn closed() -> PortError {
    PortError::new("journal", PortErrorKind::Closed)
}

/// What may be told of an error: never a detail that quotes a row.
pub(super) fn said(cause: &Error) -> String {
    match cause.as_db_error() {
        Some(db) => format!("PostgreSQL {}: {}", db.code().code(), db.message()),
        None => cause.to_string(),
    }
}
