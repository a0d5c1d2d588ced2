//! Entries as a store keeps them, for tests of what knows no bytes.

use crate::log::Entry;
use crate::protocol;
use crate::protocol::Chain;
use crate::protocol::Encoded;
use crate::protocol::Link;
use crate::protocol::Unreadable;
use crate::vocab::Erased;
use crate::vocab::Seq;
use crate::vocab::Timestamp;

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

/// Returns what is left of an entry when a person is erased.
///
/// # Errors
/// [`Unreadable`] where what is left cannot be read: that is a finding.
pub fn erased(entry: &Entry, person: &Erased) -> Result<Entry, Unreadable> {
    let left = protocol::erase_entry(&protocol::encode_entry(entry).bytes, person)?;
    protocol::decode_entry(&left)
}

/// One log as a store keeps it: chained, and with tombs in place of words that were destroyed.
#[derive(Clone, Debug, Default)]
pub struct KeptLog {
    entries: Vec<Kept>,
}

#[derive(Clone, Debug)]
struct Kept {
    at: Timestamp,
    h: Chain,
    bytes: Vec<u8>,
}

impl KeptLog {
    /// Appends an entry.
    pub fn append(&mut self, entry: &Entry) {
        let seq = Seq::new(u64::try_from(self.entries.len()).unwrap_or(u64::MAX)).next();
        let Encoded { bytes, digest } = protocol::encode_entry(entry);
        let before = self.entries.last().map_or(Chain::START, |last| last.h);
        let h = before.next(seq, entry.at, &digest);
        let at = entry.at;
        self.entries.push(Kept { at, h, bytes });
    }

    /// Destroys the words of an entry; `false` where they were gone before.
    ///
    /// # Errors
    /// [`Unreadable`] where there is no such entry, or it has no words.
    pub fn bury(&mut self, seq: Seq) -> Result<bool, Unreadable> {
        let place = usize::try_from(seq.get())
            .unwrap_or(usize::MAX)
            .wrapping_sub(1);
        let kept = self.entries.get_mut(place).ok_or(Unreadable::Malformed)?;
        let tomb = protocol::bury_entry(&kept.bytes)?;
        let had_words = tomb != kept.bytes;
        kept.bytes = tomb;
        Ok(had_words)
    }

    /// Rewrites an entry without a person.
    ///
    /// # Errors
    /// [`Unreadable`] where there is no such entry.
    pub fn erase(&mut self, seq: Seq, person: &Erased) -> Result<(), Unreadable> {
        let place = usize::try_from(seq.get())
            .unwrap_or(usize::MAX)
            .wrapping_sub(1);
        let kept = self.entries.get_mut(place).ok_or(Unreadable::Malformed)?;
        kept.bytes = protocol::erase_entry(&kept.bytes, person)?;
        Ok(())
    }

    /// Returns the stored bytes of all entries.
    pub fn bytes(&self) -> impl Iterator<Item = &[u8]> {
        self.entries.iter().map(|kept| &*kept.bytes)
    }

    /// Returns whether the running hash holds over the whole log.
    #[must_use]
    pub fn verifies(&self) -> bool {
        let links = (1..).map(Seq::new).zip(&self.entries);
        let links = links.map(|(seq, kept)| Link {
            seq,
            at: kept.at,
            h: kept.h,
            bytes: &kept.bytes,
        });
        protocol::verify_log(links).is_ok()
    }

    /// Reads the entries back, each with its place.
    ///
    /// # Errors
    /// [`Unreadable`] where one cannot be read: that is a finding.
    pub fn read(&self) -> Result<Vec<(Seq, Entry)>, Unreadable> {
        let places = (1..).map(Seq::new);
        let read = places.zip(&self.entries).map(|(seq, kept)| {
            let entry = protocol::decode_entry(&kept.bytes)?;
            Ok((seq, entry))
        });
        read.collect()
    }
}
