//! The person's side: the name of their entry, and what they noted of it for themselves.

use std::fmt;

use zeroize::Zeroizing;

use super::Purpose;
use super::SealedContact;
use super::VaultRefusal;
use super::sealed::Terms;
use crate::identity::ContextKind;
use crate::identity::LineId;
use crate::identity::Root;
use crate::identity::encoding::hmac;
use crate::identity::encoding::lp_joined;
use crate::identity::gcm;
use crate::vocab::DigestBuilder;
use crate::vocab::VaultEntryId;

/// What a person has to do with one line's vault: the name of their entry, and the key of their own
/// note in it. Both follow from the root.
///
/// # Privacy
/// `Debug` shows nothing; the key is overwritten when the value is dropped.
pub struct VaultKey {
    entry: VaultEntryId,
    own: Zeroizing<[u8; 32]>,
    line: LineId,
}

/// What a person's own note says, on whichever of their devices. The contact is not in it: who
/// finds the phrase finds nobody else's number.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[expect(clippy::exhaustive_structs, reason = "a note in parts")]
pub struct OwnNote {
    /// Whether there is somebody to call.
    pub somebody: bool,
    /// For what they may be called.
    pub purpose: Purpose,
}

impl Root {
    /// Returns what this root has to do with a line's vault.
    #[must_use]
    pub fn vault_key(&self, line_id: &LineId, generation: u32) -> VaultKey {
        let kind = ContextKind::Vault;
        let key = self.context_key(kind, line_id, b"", generation).public();
        let seed = self.context_seed(kind, line_id, b"", generation);
        let own = hmac(&seed, &lp_joined(&[b"peerline/v1/vault/own"]));
        let mut entry = DigestBuilder::new("peerline/v1/vault/entry");
        let entry = entry.bytes(key.as_bytes()).finish().short();
        VaultKey {
            entry: VaultEntryId::from_bytes(entry),
            own: Zeroizing::new(own),
            line: *line_id,
        }
    }
}

impl VaultKey {
    /// Returns the name of the entry: nobody but the line can tell whose it is.
    #[must_use]
    pub const fn entry(&self) -> VaultEntryId {
        self.entry
    }

    /// Reads the person's own note.
    ///
    /// # Errors
    /// [`VaultRefusal::OtherRecord`] where it is not of this person and line, or was changed.
    pub fn read(&self, sealed: &SealedContact) -> Result<OwnNote, VaultRefusal> {
        let note = gcm::open(
            &self.own,
            sealed.nonce,
            &self.bound(&sealed.terms),
            &sealed.own,
        );
        let note = note.filter(|_| sealed.entry() == self.entry);
        let note = note.ok_or(VaultRefusal::OtherRecord)?;
        let &[somebody @ 0..=1, purpose] = note.as_slice() else {
            return Err(VaultRefusal::Malformed);
        };
        Ok(OwnNote {
            somebody: somebody == 1,
            purpose: Purpose::of(purpose).ok_or(VaultRefusal::Malformed)?,
        })
    }

    #[cfg(feature = "vault")]
    pub(super) fn note(
        &self,
        terms: &Terms,
        nonce: [u8; gcm::NONCE],
        note: OwnNote,
    ) -> Option<[u8; super::sealed::OWN]> {
        let plain = vec![u8::from(note.somebody), note.purpose.byte()];
        let sealed = gcm::seal(&self.own, nonce, &self.bound(terms), plain)?;
        sealed.try_into().ok()
    }

    fn bound(&self, terms: &Terms) -> Vec<u8> {
        lp_joined(&[
            b"peerline/v1/vault/own",
            self.line.as_bytes(),
            &terms.bytes(),
        ])
    }
}

impl fmt::Debug for VaultKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("VaultKey(..)")
    }
}
