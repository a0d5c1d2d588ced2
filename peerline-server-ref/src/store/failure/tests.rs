use peerline_core::ports::CommitError;
use peerline_core::ports::PortErrorKind;
use rusqlite::Error;
use rusqlite::ffi;

use super::Failure;
use super::port_error;

#[test]
fn a_commit_that_found_no_room_did_not_happen() {
    for code in [ffi::SQLITE_FULL, ffi::SQLITE_READONLY, ffi::SQLITE_BUSY] {
        let stop = Failure::at_commit(sqlite(code)).stop();
        assert!(
            matches!(stop.error, CommitError::Unavailable(_)),
            "code {code}"
        );
        assert_eq!(stop.done, 0);
    }
}

#[test]
fn a_commit_whose_sync_failed_may_have_happened() {
    for code in [
        ffi::SQLITE_IOERR_FSYNC,
        ffi::SQLITE_IOERR_WRITE,
        ffi::SQLITE_CORRUPT,
    ] {
        let stop = Failure::at_commit(sqlite(code)).stop();
        assert!(matches!(stop.error, CommitError::Unknown(_)), "code {code}");
    }
}

#[test]
fn any_error_before_the_commit_undid_everything() {
    for code in [
        ffi::SQLITE_IOERR_FSYNC,
        ffi::SQLITE_FULL,
        ffi::SQLITE_IOERR_READ,
    ] {
        let stop = Failure::before_commit(sqlite(code)).stop();
        assert!(
            matches!(stop.error, CommitError::Unavailable(_)),
            "code {code}"
        );
    }
}

#[test]
fn damage_is_told_from_absence() {
    assert_eq!(
        port_error(sqlite(ffi::SQLITE_CORRUPT)).kind,
        PortErrorKind::Corrupt
    );
    assert_eq!(
        port_error(sqlite(ffi::SQLITE_IOERR)).kind,
        PortErrorKind::Unavailable
    );
    assert_eq!(
        port_error(Error::IntegralValueOutOfRange(0, -1)).kind,
        PortErrorKind::Corrupt
    );
}

fn sqlite(code: i32) -> Error {
    Error::SqliteFailure(ffi::Error::new(code), None)
}
