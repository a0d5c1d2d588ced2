//! What a signature over a stored entry covers.

use super::Form;
use super::Unreadable;
use super::digest_of;
use super::digest_sealed;
use super::stored;
use crate::vocab::Digest;
use crate::vocab::DigestBuilder;

/// Returns the digest of a stored entry, and what a signature has to cover so that no byte of it can
/// be changed.
///
/// For an entry and its tomb both are the same, and either is taken only as we write it. Forms whose
/// digest is written down and not made cover their bytes, too.
///
/// # Errors
/// [`Unreadable`] where the bytes are none of ours.
pub(in crate::protocol) fn cover(bytes: &[u8]) -> Result<(Digest, Digest), Unreadable> {
    let whole = match Form::read(bytes)? {
        Form::First(_) => {
            let digest = super::digest_first(bytes);
            return Ok((digest, digest));
        }
        Form::Second(whole) => whole,
    };
    let head = whole.head.get();
    if whole.stead.is_none() && whole.entry.is_none() {
        let (written, tomb) = match (whole.salt, whole.sealed, whole.tomb) {
            (Some(salt), Some(sealed), None) => {
                let sealed = sealed.get();
                let text = format!(r#"{{"head":{head},"salt":"{salt}","sealed":{sealed}}}"#);
                (text, digest_sealed(&salt, sealed))
            }
            (None, None, Some(tomb)) => (format!(r#"{{"head":{head},"tomb":"{tomb}"}}"#), tomb),
            (_, _, _) => return Err(Unreadable::Malformed),
        };
        if stored(&written) != bytes {
            return Err(Unreadable::Malformed);
        }
        let digest = digest_of(head, &tomb);
        return Ok((digest, digest));
    }
    let digest = whole.digest()?;
    let covered = DigestBuilder::new("peerline/v2/rewritten")
        .bytes(bytes)
        .finish();
    Ok((digest, covered))
}

/// Makes the tomb of a stored entry for somebody who may not read it. Unlike
/// [`bury_entry`](super::bury_entry) it takes away what a replay needs, so it is for copies alone.
///
/// # Errors
/// [`Unreadable`] where the bytes are none of ours, or of a form whose tomb says as much.
pub(in crate::protocol) fn tomb_of(bytes: &[u8]) -> Result<Vec<u8>, Unreadable> {
    let Form::Second(whole) = Form::read(bytes)? else {
        return Err(Unreadable::Wordless);
    };
    match (whole.salt, whole.sealed, whole.entry) {
        (Some(salt), Some(sealed), None) => {
            let (head, tomb) = (whole.head.get(), digest_sealed(&salt, sealed.get()));
            Ok(stored(&format!(r#"{{"head":{head},"tomb":"{tomb}"}}"#)))
        }
        (_, _, _) => Err(Unreadable::Wordless),
    }
}
