//! Whom to call, for what, and until when.

use serde::Deserialize;
use serde::Serialize;
#[cfg(feature = "vault")]
use zeroize::Zeroizing;

use super::VaultRefusal;
use crate::vocab::Millis;
use crate::vocab::Sensitive;
use crate::vocab::Timestamp;

/// Whom to call: a name and a way to reach them, in the person's own words.
///
/// # Privacy
/// It names somebody. It is in the clear on the person's device, and on that of the responder for
/// whom enough guardians approved.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Contact(Sensitive<String>);

impl Contact {
    /// The longest, in bytes: what two lines of an address book and a sentence take.
    pub const MAX_BYTES: usize = Self::BLOCK - 2;
    /// What is sealed is always so long, so that its length says nothing.
    pub(super) const BLOCK: usize = 512;

    /// Takes a contact.
    ///
    /// # Errors
    /// [`VaultRefusal::NotAContact`] where it is empty, too long or has control characters.
    pub fn new(text: &str) -> Result<Self, VaultRefusal> {
        let is_odd = |c: char| c.is_control() && c != '\n';
        let text = text.trim();
        if text.is_empty() || Self::MAX_BYTES < text.len() || text.contains(is_odd) {
            return Err(VaultRefusal::NotAContact);
        }
        Ok(Self(Sensitive::new(text.to_owned())))
    }

    /// Shows it to code that must have it. Every call is a place to look at in review.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.expose()
    }

    /// Returns it as a block of one size for everybody; nobody to call is an empty text.
    #[cfg(feature = "vault")]
    pub(super) fn block(contact: Option<&Self>) -> Zeroizing<[u8; Self::BLOCK]> {
        let text = contact.map_or("", Self::expose).as_bytes();
        let len = u16::try_from(text.len()).unwrap_or(0).to_be_bytes();
        let mut block = Zeroizing::new([0; Self::BLOCK]);
        let bytes = len.iter().chain(text);
        block
            .iter_mut()
            .zip(bytes)
            .for_each(|(to, from)| *to = *from);
        block
    }

    /// Reads a block; `None` where there is nobody to call.
    #[cfg(feature = "vault")]
    pub(super) fn of_block(block: &[u8]) -> Result<Option<Self>, VaultRefusal> {
        let (len, rest) = block
            .split_first_chunk::<2>()
            .ok_or(VaultRefusal::Malformed)?;
        let len = usize::from(u16::from_be_bytes(*len));
        let (text, rest) = rest.split_at_checked(len).ok_or(VaultRefusal::Malformed)?;
        if rest.iter().any(|byte| *byte != 0) {
            return Err(VaultRefusal::Malformed);
        }
        if text.is_empty() {
            return Ok(None);
        }
        let text = std::str::from_utf8(text).map_err(|_| VaultRefusal::Malformed)?;
        Self::new(text).map(Some)
    }
}

/// For what a contact may be called.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Purpose {
    /// A life is in danger now.
    DangerToLife,
    /// A life may be in danger, and the person cannot be reached any more.
    LostContact,
}

impl Purpose {
    /// Every purpose, the narrowest first.
    pub const ALL: [Self; 2] = [Self::DangerToLife, Self::LostContact];

    /// Returns whether who agreed to this has agreed to `reason`: what is wider holds what is
    /// narrower.
    #[must_use]
    pub fn covers(self, reason: Self) -> bool {
        reason <= self
    }

    pub(super) const fn byte(self) -> u8 {
        match self {
            Self::DangerToLife => 1,
            Self::LostContact => 2,
        }
    }

    pub(super) const fn of(byte: u8) -> Option<Self> {
        match byte {
            1 => Some(Self::DangerToLife),
            2 => Some(Self::LostContact),
            _ => None,
        }
    }
}

/// What a person agreed to.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[expect(clippy::exhaustive_structs, reason = "an argument in parts")]
pub struct Consent {
    /// For what the contact may be called.
    pub purpose: Purpose,
    /// When it ends: nobody can open it then, whoever asks.
    pub until: Timestamp,
}

impl Consent {
    /// Returns the consent to a purpose for as many days as the line keeps an entry: it ends at 00:00
    /// UTC, for everybody who seals on the same day, so that it tells nobody from another.
    #[must_use]
    pub fn of(now: Timestamp, purpose: Purpose, days: u64) -> Self {
        let day = Millis::from_hours(24);
        let today = now.unix_millis().checked_div(day.get()).unwrap_or(0);
        let last = today.saturating_add(days).saturating_add(1);
        Self {
            purpose,
            until: Timestamp::ZERO.after(day.times(last)),
        }
    }
}
