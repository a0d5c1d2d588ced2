//! How entries and due work are kept: a version byte, then JSON.
//!
//! An entry of the second version has a head, which stays, and what is sealed, which can be
//! destroyed. Its digest is made of the head and of the salted digest of what is sealed, so that a
//! tomb, which keeps that digest in the place of salt and words, has the digest of the entry.
//!
//! ```text
//! 2{"head":{…},"salt":"…","sealed":{"fact":{…},"put":"…"}}     an entry
//! 2{"head":{…},"tomb":"…"}                                     its tomb
//! 1{…}                                                         an entry of the first version
//! 2{"head":{…},"entry":"…"}                                    the tomb of such a one
//! 2{"head":{…},"tomb":"…","stead":{…}}     what is told of an entry whose keys are destroyed
//! 2{"head":{…},"entry":"…","stead":{…}}    the same, without its place in time
//! ```

mod cover;
mod parts;

use serde::Deserialize;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use crate::log::Entry;
use crate::log::Fact;
use crate::log::PutMark;
use crate::log::Task;
use crate::vocab::Digest;
use crate::vocab::DigestBuilder;
use crate::vocab::Erased;
use crate::vocab::OccupantId;
use crate::vocab::Salt;
use crate::vocab::Sensitive;
use crate::vocab::Seq;
use crate::vocab::Timestamp;

pub(super) use cover::cover;
pub(super) use cover::tomb_of;
pub use parts::Layer;
pub use parts::Parted;
pub use parts::entry_time;
pub use parts::lay_over;
pub use parts::part_entry;

/// The version of stored work, and of the first entries. A later version must read every earlier
/// one.
const FIRST: u8 = b'1';
/// The version of entries whose words can be destroyed.
const SECOND: u8 = b'2';

/// An entry in its stored form.
#[derive(Clone, Debug, Eq, PartialEq)]
#[expect(clippy::exhaustive_structs, reason = "a pair")]
pub struct Encoded {
    /// The bytes to keep.
    pub bytes: Vec<u8>,
    /// What stands for them in the running hash of their log.
    pub digest: Digest,
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
    /// An entry without words that could be destroyed.
    #[error("this entry has no words that could be destroyed")]
    Wordless,
}

/// Writes an entry.
#[must_use]
pub fn encode_entry(entry: &Entry) -> Encoded {
    let (head, sealed) = (json(&Head::of(entry)), json(&Sealed::of(entry)));
    let salt = entry.salt.expose();
    let digest = digest_of(&head, &digest_sealed(salt, &sealed));
    let bytes = stored(&format!(
        r#"{{"head":{head},"salt":"{salt}","sealed":{sealed}}}"#
    ));
    Encoded { bytes, digest }
}

/// Reads an entry, or what is left of one whose words were destroyed.
///
/// # Errors
/// [`Unreadable`] where the bytes are none of ours.
pub fn decode_entry(bytes: &[u8]) -> Result<Entry, Unreadable> {
    let whole = match Form::read(bytes)? {
        Form::First(entry) => return Ok(entry),
        Form::Second(whole) => whole,
    };
    let head: Head = read(whole.head.get().as_bytes())?;
    match (whole.salt, whole.sealed) {
        (Some(salt), Some(sealed)) => {
            let sealed: Sealed = read(sealed.get().as_bytes())?;
            Ok(head.entry(salt, sealed))
        }
        (None, None) => {
            let fact = whole.stead.or_else(|| head.kept.clone());
            let fact = fact.ok_or(Unreadable::Malformed)?;
            Ok(head.entry(NO_SALT, Sealed { fact, put: None }))
        }
        (Some(_), None) | (None, Some(_)) => Err(Unreadable::Malformed),
    }
}

/// Hashes a stored entry for the running hash of its log: an entry and its tomb have the same.
///
/// # Errors
/// [`Unreadable`] where the bytes are none of ours.
pub fn digest_entry(bytes: &[u8]) -> Result<Digest, Unreadable> {
    match Form::read(bytes)? {
        Form::First(_) => Ok(digest_first(bytes)),
        Form::Second(whole) => whole.digest(),
    }
}

/// Returns whether an entry's place in time is destroyed, so that the running hash cannot be made
/// again from it.
pub(super) fn is_timeless(bytes: &[u8]) -> bool {
    matches!(Form::read(bytes), Ok(Form::Second(whole)) if whole.entry.is_some() && whole.stead.is_some())
}

/// Makes the tomb of a stored entry: what is left when its words and their salt are destroyed. Of a
/// tomb it is the tomb itself.
///
/// # Errors
/// [`Unreadable`] where the bytes are none of ours, or have no words that could be destroyed.
pub fn bury_entry(bytes: &[u8]) -> Result<Vec<u8>, Unreadable> {
    match Form::read(bytes)? {
        Form::First(entry) => {
            let head = Head::of(&entry);
            head.kept.as_ref().ok_or(Unreadable::Wordless)?;
            let (head, digest) = (json(&head), digest_first(bytes));
            Ok(stored(&format!(r#"{{"head":{head},"entry":"{digest}"}}"#)))
        }
        Form::Second(whole) => whole.bury(bytes),
    }
}

/// Rewrites a stored entry without a person who is erased. Place, time and digest stay, so the
/// running hash of the log holds on; the digest can no longer be made from what is left.
///
/// # Errors
/// [`Unreadable`] where the bytes are none of ours.
pub fn erase_entry(bytes: &[u8], person: &Erased) -> Result<Vec<u8>, Unreadable> {
    let digest = digest_entry(bytes)?;
    let entry = decode_entry(bytes)?.without(person);
    let (head, sealed) = (json(&Head::of(&entry)), json(&Sealed::of(&entry)));
    if entry.fact.remains().as_ref() == Some(&entry.fact) {
        return Ok(stored(&format!(r#"{{"head":{head},"entry":"{digest}"}}"#)));
    }
    let salt = entry.salt.expose();
    Ok(stored(&format!(
        r#"{{"head":{head},"salt":"{salt}","sealed":{sealed},"entry":"{digest}"}}"#
    )))
}

/// Writes a task.
#[must_use]
pub fn encode_task(task: &Task) -> Vec<u8> {
    let mut bytes = vec![FIRST];
    bytes.extend(json(task).into_bytes());
    bytes
}

/// Reads a task.
///
/// # Errors
/// [`Unreadable`] where the bytes are none of ours.
pub fn decode_task(bytes: &[u8]) -> Result<Task, Unreadable> {
    match bytes.split_first() {
        Some((&FIRST, json)) => read(json),
        Some(_) => Err(Unreadable::Version),
        None => Err(Unreadable::Malformed),
    }
}

/// What of an entry always stays.
#[derive(Deserialize, Serialize)]
struct Head {
    n: u64,
    at: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    who: Option<OccupantId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    joined: Option<Seq>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    re: Option<Seq>,
    /// Without the digest of what was put.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    put: Option<PutMark>,
    /// What replay needs when the words are destroyed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    kept: Option<Fact>,
}

impl Head {
    fn of(entry: &Entry) -> Self {
        let put = entry.put.clone().map(PutMark::without_digest);
        Self {
            n: entry.n,
            at: entry.at,
            who: entry.who,
            joined: entry.joined,
            re: entry.re,
            put,
            kept: entry.fact.remains(),
        }
    }

    fn entry(self, salt: Salt, sealed: Sealed) -> Entry {
        let Self {
            n,
            at,
            who,
            joined,
            re,
            put,
            ..
        } = self;
        Entry {
            n,
            at,
            who,
            joined,
            re,
            put: put.map(|mark| PutMark {
                digest: sealed.put,
                ..mark
            }),
            salt: Sensitive::new(salt),
            fact: sealed.fact,
        }
    }
}

/// What of an entry can be destroyed.
#[derive(Deserialize, Serialize)]
struct Sealed {
    fact: Fact,
    /// The digest of what was put.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    put: Option<Digest>,
}

impl Sealed {
    fn of(entry: &Entry) -> Self {
        Self {
            fact: entry.fact.clone(),
            put: entry.put.as_ref().and_then(|mark| mark.digest),
        }
    }
}

/// An entry as the first version wrote it.
#[derive(Deserialize)]
struct First {
    n: u64,
    at: Timestamp,
    who: Option<OccupantId>,
    re: Option<Seq>,
    put: Option<PutMark>,
    fact: Fact,
}

impl First {
    fn entry(self) -> Entry {
        let Self {
            n,
            at,
            who,
            re,
            put,
            fact,
        } = self;
        Entry {
            n,
            at,
            who,
            joined: None,
            re,
            // That version hashed puts as they were written; one that is sent again is not compared.
            put: put.map(PutMark::without_digest),
            salt: Sensitive::new(NO_SALT),
            fact,
        }
    }
}

/// The second version, whole or as a tomb.
#[derive(Deserialize)]
struct Second<'a> {
    #[serde(borrow)]
    head: &'a RawValue,
    salt: Option<Salt>,
    #[serde(borrow)]
    sealed: Option<&'a RawValue>,
    tomb: Option<Digest>,
    entry: Option<Digest>,
    /// What is told in its stead where a key is destroyed.
    stead: Option<Fact>,
}

impl Second<'_> {
    fn digest(&self) -> Result<Digest, Unreadable> {
        let head = self.head.get();
        match (self.salt, self.sealed, self.tomb, self.entry) {
            (Some(salt), Some(sealed), None, None) => {
                Ok(digest_of(head, &digest_sealed(&salt, sealed.get())))
            }
            (None, None, Some(tomb), None) => Ok(digest_of(head, &tomb)),
            (None, None, None, Some(entry)) | (Some(_), Some(_), None, Some(entry)) => Ok(entry),
            (_, _, _, _) => Err(Unreadable::Malformed),
        }
    }

    fn bury(&self, bytes: &[u8]) -> Result<Vec<u8>, Unreadable> {
        if self.stead.is_some() {
            return self.digest().map(|_| bytes.to_vec());
        }
        let head: Head = read(self.head.get().as_bytes())?;
        head.kept.ok_or(Unreadable::Wordless)?;
        let (Some(salt), Some(sealed)) = (self.salt, self.sealed) else {
            return self.digest().map(|_| bytes.to_vec());
        };
        if let Some(entry) = &self.entry {
            let head = self.head.get();
            return Ok(stored(&format!(r#"{{"head":{head},"entry":"{entry}"}}"#)));
        }
        let (head, tomb) = (self.head.get(), digest_sealed(&salt, sealed.get()));
        Ok(stored(&format!(r#"{{"head":{head},"tomb":"{tomb}"}}"#)))
    }
}

enum Form<'a> {
    First(Entry),
    Second(Second<'a>),
}

impl<'a> Form<'a> {
    fn read(bytes: &'a [u8]) -> Result<Self, Unreadable> {
        match bytes.split_first() {
            Some((&FIRST, json)) => read::<First>(json).map(|first| Self::First(first.entry())),
            Some((&SECOND, json)) => serde_json::from_slice(json)
                .map(Self::Second)
                .map_err(|_| Unreadable::Malformed),
            Some(_) => Err(Unreadable::Version),
            None => Err(Unreadable::Malformed),
        }
    }
}

const NO_SALT: Salt = Salt::from_bytes([0; 16]);

fn digest_first(bytes: &[u8]) -> Digest {
    DigestBuilder::new("peerline/v1/entry")
        .bytes(bytes)
        .finish()
}

fn digest_of(head: &str, sealed: &Digest) -> Digest {
    DigestBuilder::new("peerline/v2/entry")
        .bytes(head.as_bytes())
        .bytes(sealed.as_bytes())
        .finish()
}

fn digest_sealed(salt: &Salt, sealed: &str) -> Digest {
    DigestBuilder::new("peerline/v2/sealed")
        .bytes(salt.as_bytes())
        .bytes(sealed.as_bytes())
        .finish()
}

/// Entries and tasks hold strings, numbers and lists alone, which serialise without fail.
fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

fn stored(json: &str) -> Vec<u8> {
    let mut bytes = vec![SECOND];
    bytes.extend(json.as_bytes());
    bytes
}

fn read<T: DeserializeOwned>(json: &[u8]) -> Result<T, Unreadable> {
    serde_json::from_slice(json).map_err(|_| Unreadable::Malformed)
}

#[cfg(test)]
mod tests;
