//! What the line keeps.

use sha2::Digest as _;
use sha2::Sha256;

use super::Contact;
use super::Guardians;
use super::VaultRefusal;
use super::bytes::in_text;
use super::bytes::take;
use super::bytes::take_len;
use crate::identity::gcm::NONCE;
use crate::identity::gcm::TAG;
use crate::vocab::Digest;
use crate::vocab::Timestamp;
use crate::vocab::VaultEntryId;

/// A share, the purpose beside it, and what HPKE adds: the encapsulated key and the tag.
pub(super) const SHARE: usize = 33 + 1 + 32 + TAG;
/// What the person notes for themselves, sealed.
pub(super) const OWN: usize = 2 + TAG;

/// An emergency contact as the line keeps it, or nobody: the same to look at.
///
/// | bytes | what |
/// |---|---|
/// | 1 | version, 1 |
/// | 1 | how many guardians must agree, `t` |
/// | 1 | how many there are, `n` |
/// | 8 | end, in milliseconds, big-endian |
/// | 16 | the entry |
/// | 32 | digest of the guardians |
/// | 12 | nonce, random |
/// | 18 | the person's own note: whether there is somebody, and the purpose; under AES-256-GCM |
/// | 528 | the contact in a block of 512 bytes, under AES-256-GCM with the data key |
/// | 32 `n` | SHA-256 of each share with the purpose behind it |
/// | 82 `n` | each share with the purpose under HPKE to its guardian |
/// | 32 | SHA-256 of all before it |
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SealedContact {
    pub(super) terms: Terms,
    pub(super) nonce: [u8; NONCE],
    pub(super) own: [u8; OWN],
    pub(super) contact: Vec<u8>,
    pub(super) digests: Vec<[u8; 32]>,
    pub(super) shares: Vec<[u8; SHARE]>,
}

/// What everybody may read of it, and nobody can change.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Terms {
    pub(super) threshold: u8,
    pub(super) guardians: u8,
    pub(super) until: Timestamp,
    pub(super) entry: VaultEntryId,
    pub(super) set: Digest,
}

impl SealedContact {
    const VERSION: u8 = 1;

    /// Reads what is kept.
    ///
    /// # Errors
    /// [`VaultRefusal::Malformed`], also where one bit was turned.
    pub fn decode(bytes: &[u8]) -> Result<Self, VaultRefusal> {
        Self::read(bytes).ok_or(VaultRefusal::Malformed)
    }

    /// Returns its bytes.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut bytes = self.head();
        bytes.extend(self.shares.iter().flatten());
        let digest = Sha256::digest(&bytes);
        bytes.extend_from_slice(&digest);
        bytes
    }

    /// Returns what names exactly this.
    #[must_use]
    pub fn digest(&self) -> Digest {
        Digest::from_bytes(Sha256::digest(self.encode()).into())
    }

    /// Returns the name of the entry it is for.
    #[must_use]
    pub const fn entry(&self) -> VaultEntryId {
        self.terms.entry
    }

    /// Returns when it ends: nobody can open it then, whoever asks.
    #[must_use]
    pub const fn until(&self) -> Timestamp {
        self.terms.until
    }

    /// Returns how many guardians must agree.
    #[must_use]
    pub const fn threshold(&self) -> u8 {
        self.terms.threshold
    }

    /// Returns what comes before the shares: what each of them is bound to.
    pub(super) fn head(&self) -> Vec<u8> {
        let mut bytes = self.terms.bytes();
        bytes.extend_from_slice(&self.nonce);
        bytes.extend_from_slice(&self.own);
        bytes.extend_from_slice(&self.contact);
        bytes.extend(self.digests.iter().flatten());
        bytes
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        let (whole, digest) = bytes.split_last_chunk::<32>()?;
        if *digest != <[u8; 32]>::from(Sha256::digest(whole)) {
            return None;
        }
        let mut rest = whole;
        let terms = Terms::read(&mut rest)?;
        let (nonce, own) = (take(&mut rest)?, take(&mut rest)?);
        let contact = take_len(&mut rest, Contact::BLOCK + TAG)?.to_vec();
        let each = 0..terms.guardians;
        let digests: Option<_> = each.clone().map(|_| take(&mut rest)).collect();
        let shares: Option<_> = each.map(|_| take(&mut rest)).collect();
        let (digests, shares) = (digests?, shares?);
        rest.is_empty().then_some(Self {
            terms,
            nonce,
            own,
            contact,
            digests,
            shares,
        })
    }
}

in_text!(SealedContact);

impl Terms {
    /// Returns its bytes: what the contact is bound to.
    pub(super) fn bytes(&self) -> Vec<u8> {
        let mut bytes = vec![SealedContact::VERSION, self.threshold, self.guardians];
        bytes.extend_from_slice(&self.until.unix_millis().to_be_bytes());
        bytes.extend_from_slice(self.entry.as_bytes());
        bytes.extend_from_slice(self.set.as_bytes());
        bytes
    }

    fn read(rest: &mut &[u8]) -> Option<Self> {
        let [version, threshold, guardians] = take(rest)?;
        let terms = Self {
            threshold,
            guardians,
            until: Timestamp::from_unix_millis(u64::from_be_bytes(take(rest)?)),
            entry: VaultEntryId::from_bytes(take(rest)?),
            set: Digest::from_bytes(take(rest)?),
        };
        let fits = 2 <= threshold && threshold <= guardians;
        let fits = fits && usize::from(guardians) <= Guardians::MOST;
        (version == SealedContact::VERSION && fits).then_some(terms)
    }
}
