//! How entries and due work are kept: a version byte, then JSON.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::log::Entry;
use crate::log::Task;
use crate::vocab::Digest;
use crate::vocab::DigestBuilder;

/// The version of the stored form, as its first byte. A later version must read every earlier one.
const VERSION: u8 = b'1';

/// Writes an entry.
#[must_use]
pub fn encode_entry(entry: &Entry) -> Vec<u8> {
    encode(entry)
}

/// Reads an entry.
///
/// # Errors
/// [`Unreadable`] where the bytes are none of ours.
pub fn decode_entry(bytes: &[u8]) -> Result<Entry, Unreadable> {
    decode(bytes)
}

/// Writes a task.
#[must_use]
pub fn encode_task(task: &Task) -> Vec<u8> {
    encode(task)
}

/// Reads a task.
///
/// # Errors
/// [`Unreadable`] where the bytes are none of ours.
pub fn decode_task(bytes: &[u8]) -> Result<Task, Unreadable> {
    decode(bytes)
}

/// Hashes a stored entry for the running hash of its log.
#[must_use]
pub fn digest_entry(bytes: &[u8]) -> Digest {
    DigestBuilder::new("peerline/v1/entry")
        .bytes(bytes)
        .finish()
}

/// Stored bytes cannot be read. Holds nothing of them.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Unreadable {
    /// A version that this program does not know.
    #[error("stored by a later version of the program; run that version")]
    Version,
    /// Not of the stored form.
    #[error("not of the stored form; restore a backup of the store")]
    Malformed,
}

fn encode(value: &impl Serialize) -> Vec<u8> {
    let mut bytes = vec![VERSION];
    // Entries and tasks hold strings, numbers and lists alone, which serialise without fail.
    if serde_json::to_writer(&mut bytes, value).is_err() {
        bytes.truncate(1);
    }
    bytes
}

fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Unreadable> {
    match bytes.split_first() {
        Some((&VERSION, json)) => serde_json::from_slice(json).map_err(|_| Unreadable::Malformed),
        Some(_) => Err(Unreadable::Version),
        None => Err(Unreadable::Malformed),
    }
}
