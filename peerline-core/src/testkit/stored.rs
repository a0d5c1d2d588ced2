//! Entries as a store keeps them, for tests of what knows no bytes.

use crate::log::Entry;
use crate::protocol;
use crate::protocol::Chain;
use crate::protocol::Encoded;
use crate::protocol::Link;
use crate::protocol::Unreadable;
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

/// One log as a store keeps it: bytes and running hashes.
#[derive(Clone, Debug, Default)]
pub struct StoredLog {
    entries: Vec<(Timestamp, Chain, Vec<u8>)>,
}

impl StoredLog {
    /// Puts an entry at the end.
    pub fn append(&mut self, entry: &Entry) {
        let Encoded { bytes, digest } = protocol::encode_entry(entry);
        let (seq, before) = match self.entries.last() {
            Some((_, h, _)) => (self.len().next(), *h),
            None => (Seq::new(1), Chain::START),
        };
        let h = before.next(seq, entry.at, &digest);
        self.entries.push((entry.at, h, bytes));
    }

    /// Returns the place of the last entry.
    #[must_use]
    pub fn len(&self) -> Seq {
        Seq::new(u64::try_from(self.entries.len()).unwrap_or(u64::MAX))
    }

    /// Returns whether nothing was ever put in.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Destroys the words of an entry; returns whether there were any.
    ///
    /// # Errors
    /// [`Unreadable`] where the entry is not there or is none that ever has words.
    pub fn bury(&mut self, seq: Seq) -> Result<bool, Unreadable> {
        let place = usize::try_from(seq.get().saturating_sub(1)).unwrap_or(usize::MAX);
        let (_, _, bytes) = self.entries.get_mut(place).ok_or(Unreadable::Malformed)?;
        let tomb = protocol::bury_entry(bytes)?;
        let had_words = *bytes != tomb;
        *bytes = tomb;
        Ok(had_words)
    }

    /// Reads everything back.
    ///
    /// # Errors
    /// The first place at which the log does not verify or cannot be read.
    pub fn read_back(&self) -> Result<Vec<(Seq, Entry)>, Seq> {
        let links = (1..).map(Seq::new).zip(&self.entries);
        let links = links.map(|(seq, (at, h, bytes))| Link {
            seq,
            at: *at,
            h: *h,
            bytes,
        });
        protocol::verify_log(links.clone())?;
        let read = |link: Link<'_>| {
            let entry = protocol::decode_entry(link.bytes).map_err(|_| link.seq)?;
            Ok((link.seq, entry))
        };
        links.map(read).collect()
    }
}
