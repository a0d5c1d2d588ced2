//! Directories that were signed.

use proptest::prelude::*;

use super::super::Directory;
use super::super::Snapshot;
use super::super::SnapshotError;

const SEED: &str = include_str!("../seed.json");

#[test]
fn a_snapshot_is_read_with_the_key_that_signed_it_and_with_no_other() {
    let signed = Snapshot::sign(SEED, &[7; 32]).unwrap();
    assert_eq!(signed.verify(&signed.key), Ok(Directory::seed()));
    let other = Snapshot::sign(SEED, &[8; 32]).unwrap();
    assert_eq!(signed.verify(&other.key), Err(SnapshotError::OtherKey));
    assert_eq!(signed.verify("short"), Err(SnapshotError::Key));
}

#[test]
fn what_is_no_directory_is_not_signed() {
    assert!(Snapshot::sign("{}", &[7; 32]).is_err());
}

proptest! {
    #[test]
    fn no_changed_digit_goes_unseen(at in 0..SEED.len()) {
        let mut signed = Snapshot::sign(SEED, &[7; 32]).unwrap();
        let mut text = SEED.as_bytes().to_vec();
        text[at] = if text[at] == b'1' { b'2' } else { b'1' };
        prop_assume!(String::from_utf8(text.clone()).is_ok());
        signed.directory = String::from_utf8(text).unwrap();
        prop_assert_eq!(signed.verify(&signed.key), Err(SnapshotError::Changed));
    }
}
