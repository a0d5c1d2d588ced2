//! Logs as files that anybody can check without the line.
//!
//! An audit file is text, one object of JSON a line: a head, the entries of one log from the first
//! on in their stored form, and an end with the line's signature. What people said is not in it:
//! entries with words stand as their tombs. The signature covers every entry by its digest, which an
//! entry and its tomb share, so whoever hands a file on may put tombs in the place of entries, and
//! what is left still verifies. Any other change does not.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ed25519_dalek::Signature;
use ed25519_dalek::Signer as _;
use ed25519_dalek::SigningKey;
use ed25519_dalek::VerifyingKey;
use serde::Deserialize;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::Chain;
use super::Link;
use super::stored::bury_entry;
use super::stored::cover;
use super::stored::decode_entry;
use super::stored::is_timeless;
use super::stored::tomb_of;
use crate::identity::LineId;
use crate::log::Entry;
use crate::vocab::Digest;
use crate::vocab::DigestBuilder;
use crate::vocab::RoomName;
use crate::vocab::Seq;
use crate::vocab::Timestamp;

/// What is signed begins with this, so that no signature of something else fits.
const CONTEXT: &str = "peerline/v1/audit";

/// Which log, and when it was written out.
#[derive(Clone, Debug, Eq, PartialEq)]
#[expect(clippy::exhaustive_structs, reason = "an argument in parts")]
pub struct AuditHead {
    /// The log.
    pub log: RoomName,
    /// The epoch of the line's logs.
    pub epoch: u64,
    /// When it was written out.
    pub at: Timestamp,
}

/// An audit file that holds.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Audit {
    /// The line that signed it.
    pub line: LineId,
    /// Which log, and when it was written out.
    pub head: AuditHead,
    /// What happened, in order.
    pub entries: Vec<Audited>,
    /// The running hash at its end.
    pub h: Chain,
}

/// One entry of an audit file.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Audited {
    /// Where it stands in its log.
    pub seq: Seq,
    /// When it was committed.
    pub at: Timestamp,
    /// What it says; `None` where that is destroyed.
    pub entry: Option<Entry>,
}

/// Writes a log out, from its first entry on; `secret` is the line's own key. Words of people are
/// left out.
///
/// # Errors
/// [`AuditError`] where the log is not the one that was written, or holds more than a program may
/// write down.
pub fn write_audit<'a>(
    head: &AuditHead,
    log: impl IntoIterator<Item = Link<'a>>,
    secret: &[u8; 32],
) -> Result<String, AuditError> {
    let key = SigningKey::from_bytes(secret);
    let public = key.verifying_key();
    let first = line(&Line::Audit(Head {
        line: URL_SAFE_NO_PAD.encode(line_of(public.as_bytes()).as_bytes()),
        log: head.log.clone(),
        epoch: head.epoch,
        at: head.at,
        key: URL_SAFE_NO_PAD.encode(public.as_bytes()),
    }));
    let mut walk = Walk::behind(&first);
    let mut text = first;
    for link in log {
        let row = walk.n.saturating_add(2);
        let wrong = |fault| AuditError { row, fault };
        // What has no words stays as it is.
        let bytes = bury_entry(link.bytes).unwrap_or_else(|_| link.bytes.to_vec());
        let link = Link {
            bytes: &bytes,
            ..link
        };
        walk.step(&link).map_err(wrong)?;
        let entry = String::from_utf8(bytes.clone()).map_err(|_| wrong(AuditFault::Entry))?;
        text.push_str(&line(&Line::Entry(Row {
            seq: link.seq,
            at: link.at,
            h: link.h,
            entry,
        })));
    }
    let (entries, h) = (walk.n, walk.h);
    let signature = key.sign(&walk.signed());
    text.push_str(&line(&Line::End(End {
        entries,
        h,
        signature: URL_SAFE_NO_PAD.encode(signature.to_bytes()),
    })));
    Ok(text)
}

/// Reads an audit file and checks every byte of it, with nothing else at hand.
///
/// The file names the line whose key signed it; whether that is the line that is meant, the reader
/// knows: compare [`Audit::line`].
///
/// # Errors
/// [`AuditError`]: the first row that does not hold, and why.
pub fn verify_audit(text: &str) -> Result<Audit, AuditError> {
    let mut rows = text.split_inclusive('\n').zip(1..);
    let wrong = |row| move |fault| AuditError { row, fault };
    let (first, _) = rows.next().ok_or_else(|| wrong(1)(AuditFault::Row))?;
    let Line::Audit(head) = read(first).map_err(wrong(1))? else {
        return Err(wrong(1)(AuditFault::Row));
    };
    let key: [u8; 32] = bytes(&head.key).ok_or_else(|| wrong(1)(AuditFault::Key))?;
    let line = line_of(&key);
    if bytes(&head.line) != Some(*line.as_bytes()) {
        return Err(wrong(1)(AuditFault::Key));
    }
    let key = VerifyingKey::from_bytes(&key).map_err(|_| wrong(1)(AuditFault::Key))?;
    let mut walk = Walk::behind(first);
    let mut entries = Vec::new();
    for (text, row) in rows.by_ref() {
        match read(text).map_err(wrong(row))? {
            Line::Audit(_) => return Err(wrong(row)(AuditFault::Row)),
            Line::Entry(Row { seq, at, h, entry }) => {
                let bytes = entry.as_bytes();
                let link = Link { seq, at, h, bytes };
                walk.step(&link).map_err(wrong(row))?;
                let entry = decode_entry(bytes).ok();
                entries.push(Audited { seq, at, entry });
            }
            Line::End(end) => {
                let whole = end.entries == walk.n && end.h == walk.h && rows.next().is_none();
                let signature: Option<[u8; 64]> = bytes(&end.signature);
                let signature = signature.filter(|_| whole);
                let signature = signature.ok_or_else(|| wrong(row)(AuditFault::End))?;
                let signature = Signature::from_bytes(&signature);
                let h = walk.h;
                key.verify_strict(&walk.signed(), &signature)
                    .map_err(|_| wrong(row)(AuditFault::Signature))?;
                let Head { log, epoch, at, .. } = head;
                let head = AuditHead { log, epoch, at };
                return Ok(Audit {
                    line,
                    head,
                    entries,
                    h,
                });
            }
        }
    }
    let row = walk.n.saturating_add(2);
    Err(wrong(row)(AuditFault::NoEnd))
}

/// Takes what one entry says out of an audit file, for somebody who may not read it. What is left
/// verifies, and shows that something was there.
///
/// # Errors
/// [`AuditError`] where the file does not hold, or there is no such entry to take out.
pub fn redact_audit(text: &str, seq: Seq) -> Result<String, AuditError> {
    verify_audit(text)?;
    let row = seq.get().saturating_add(1);
    let wrong = |fault| AuditError { row, fault };
    let mut redacted = String::with_capacity(text.len());
    let mut found = false;
    for text in text.split_inclusive('\n') {
        let Line::Entry(entry) = read(text).map_err(wrong)? else {
            redacted.push_str(text);
            continue;
        };
        if entry.seq != seq {
            redacted.push_str(text);
            continue;
        }
        let tomb = tomb_of(entry.entry.as_bytes()).map_err(|_| wrong(AuditFault::Nothing))?;
        let tomb = String::from_utf8(tomb).map_err(|_| wrong(AuditFault::Entry))?;
        let entry = Row {
            entry: tomb,
            ..entry
        };
        redacted.push_str(&line(&Line::Entry(entry)));
        found = true;
    }
    if found {
        return Ok(redacted);
    }
    Err(wrong(AuditFault::Nothing))
}

/// Walks a log and takes together what is signed.
struct Walk {
    n: u64,
    h: Chain,
    covered: DigestBuilder,
}

impl Walk {
    fn behind(head: &str) -> Self {
        let mut covered = DigestBuilder::new(CONTEXT);
        covered.bytes(head.as_bytes());
        Self {
            n: 0,
            h: Chain::START,
            covered,
        }
    }

    fn step(&mut self, link: &Link<'_>) -> Result<(), AuditFault> {
        let Link { seq, at, h, bytes } = *link;
        let (digest, covered) = cover(bytes).map_err(|_| AuditFault::Entry)?;
        let due = self.n.saturating_add(1);
        let taken = is_timeless(bytes) || self.h.next(seq, at, &digest) == h;
        if seq.get() != due || !taken {
            return Err(AuditFault::Chain);
        }
        (self.n, self.h) = (due, h);
        self.covered
            .number(due)
            .number(at.unix_millis())
            .bytes(&h.to_bytes())
            .bytes(covered.as_bytes());
        Ok(())
    }

    fn signed(self) -> Vec<u8> {
        let digest: Digest = self.covered.finish();
        [CONTEXT.as_bytes(), b"\n", digest.as_bytes()].concat()
    }
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
enum Line {
    Audit(Head),
    Entry(Row),
    End(End),
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Head {
    line: String,
    log: RoomName,
    epoch: u64,
    at: Timestamp,
    key: String,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Row {
    seq: Seq,
    at: Timestamp,
    h: Chain,
    entry: String,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct End {
    entries: u64,
    h: Chain,
    signature: String,
}

fn line(line: &impl Serialize) -> String {
    // Texts and numbers always are JSON.
    let mut text = serde_json::to_string(line).unwrap_or_default();
    text.push('\n');
    text
}

/// Reads a row that is written as we write it, and no other way: so no byte of a file is free.
fn read<T: DeserializeOwned + Serialize>(text: &str) -> Result<T, AuditFault> {
    let row: T = serde_json::from_str(text).map_err(|_| AuditFault::Row)?;
    if line(&row) == text {
        return Ok(row);
    }
    Err(AuditFault::Row)
}

fn bytes<const N: usize>(text: &str) -> Option<[u8; N]> {
    URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok()
}

/// Returns the id of the line whose public key this is.
fn line_of(key: &[u8; 32]) -> LineId {
    let digest = DigestBuilder::new("peerline/v1/line").bytes(key).finish();
    LineId::from_bytes(*digest.as_bytes())
}

/// An audit file does not hold.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("row {row}: {fault}")]
#[non_exhaustive]
pub struct AuditError {
    /// Which row, from 1.
    pub row: u64,
    /// Why.
    pub fault: AuditFault,
}

/// Why a row of an audit file does not hold.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum AuditFault {
    /// It is not of the form of an audit file.
    #[error("not a row of an audit file, or not one here")]
    Row,
    /// The key is none, or not that of the line it names.
    #[error("the key is not that of the line that is named")]
    Key,
    /// An entry is not of the stored form.
    #[error("the entry is not of the stored form")]
    Entry,
    /// An entry is missing, out of place or changed.
    #[error("an entry is missing, out of place or changed")]
    Chain,
    /// The end does not fit what stands before it, or something follows.
    #[error("the end does not fit what stands before it")]
    End,
    /// There is no end.
    #[error("the file stops before its end")]
    NoEnd,
    /// There is nothing that could be taken out.
    #[error("there is nothing here that could be taken out")]
    Nothing,
    /// The signature is not that of the key.
    #[error("something was changed after it was signed")]
    Signature,
}

#[cfg(test)]
mod tests;
