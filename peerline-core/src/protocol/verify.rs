//! Whether a log is the one that was written.

use super::Chain;
use super::digest_entry;
use super::stored::is_timeless;
use crate::vocab::Seq;
use crate::vocab::Timestamp;

/// One entry of a log as a store gives it back.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::exhaustive_structs, reason = "an argument in parts")]
pub struct Link<'a> {
    /// Where it stands.
    pub seq: Seq,
    /// When it was committed.
    pub at: Timestamp,
    /// The running hash there.
    pub h: Chain,
    /// Its stored form, or its tomb.
    pub bytes: &'a [u8],
}

/// Walks a log from its first entry and returns the running hash at its end. Tombs verify like the
/// entries they stand for. Where the keys of an entry are destroyed together with its time, its own
/// running hash is taken as it is.
///
/// # Errors
/// The first place at which the log is not the one that was written: an entry that is missing, out
/// of place, changed or not of the stored form.
pub fn verify_log<'a>(log: impl IntoIterator<Item = Link<'a>>) -> Result<Chain, Seq> {
    let mut last = (Seq::ZERO, Chain::START);
    for Link { seq, at, h, bytes } in log {
        let due = last.0.next();
        let digest = digest_entry(bytes).map_err(|_| due)?;
        let taken = is_timeless(bytes) || last.1.next(seq, at, &digest) == h;
        if seq != due || !taken {
            return Err(due);
        }
        last = (seq, h);
    }
    Ok(last.1)
}
