//! Entries as a store keeps them, for tests of what knows no bytes.

use crate::log::Entry;
use crate::protocol;
use crate::protocol::Unreadable;

/// Returns the bytes of an entry, and the entry that is read from them.
///
/// # Errors
/// [`Unreadable`] where what was written cannot be read: that is a finding.
pub fn round_trip(entry: &Entry) -> Result<(Vec<u8>, Entry), Unreadable> {
    let bytes = protocol::encode_entry(entry).bytes;
    let read = protocol::decode_entry(&bytes)?;
    Ok((bytes, read))
}

/// Returns what is left of an entry when its words are destroyed.
///
/// # Errors
/// [`Unreadable`] where it has no words, or what is left cannot be read: that is a finding.
pub fn buried(entry: &Entry) -> Result<Entry, Unreadable> {
    let tomb = protocol::bury_entry(&protocol::encode_entry(entry).bytes)?;
    protocol::decode_entry(&tomb)
}
