use std::fs;

use peerline_core::vocab::Timestamp;

use super::EpochError;
use super::FILE;
use super::FIRST;
use super::read;
use super::renew;

const NOW: Timestamp = Timestamp::from_unix_millis(1_700_000_000_999);

#[test]
fn a_new_epoch_was_never_used_before() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(read(folder.path()).unwrap(), FIRST);
    let first = renew(folder.path(), NOW).unwrap();
    assert_eq!(first, 1_700_000_000);
    assert_eq!(read(folder.path()).unwrap(), first);
    assert_eq!(
        renew(folder.path(), NOW).unwrap(),
        first + 1,
        "at once again"
    );
    // The file of a backup knows nothing of the epochs that came after it.
    fs::remove_file(folder.path().join(FILE)).unwrap();
    let later = Timestamp::from_unix_millis(NOW.unix_millis() + 60_000);
    assert!(first + 1 < renew(folder.path(), later).unwrap());
}

#[test]
fn a_file_that_holds_no_number_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    crate::secrets::write_private(&folder.path().join(FILE), "two\n").unwrap();
    let refused = read(folder.path());
    assert!(matches!(refused, Err(EpochError::Malformed { .. })));
    assert!(renew(folder.path(), NOW).is_err());
}
