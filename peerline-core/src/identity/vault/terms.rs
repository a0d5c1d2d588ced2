//! How a line keeps its vault.

use super::Consent;
use super::Guarding;
use super::Purpose;
use super::SealedContact;
use super::VaultRefusal;
use crate::vocab::Millis;
use crate::vocab::Timestamp;

/// Who guards a line's vault, for what, and how long an entry is kept.
#[derive(Clone, Debug, Eq, PartialEq)]
#[expect(clippy::exhaustive_structs, reason = "the host makes it")]
pub struct VaultTerms {
    /// Whose approvals count.
    pub guarding: Guarding,
    /// What people may agree to.
    pub purposes: Vec<Purpose>,
    /// How many whole days an entry is kept.
    pub days: u64,
}

impl VaultTerms {
    /// Until when an entry is kept that is sealed now: the same for everybody of that day.
    #[must_use]
    pub fn until(&self, now: Timestamp) -> Timestamp {
        Consent::of(now, Purpose::DangerToLife, self.days).until
    }

    /// Says whether something may be kept: sealed to these guardians, and until the end that
    /// everybody has who seals on this day, or had an hour ago, when it was asked for.
    ///
    /// # Errors
    /// [`VaultRefusal::OtherGuardians`], [`VaultRefusal::Ended`].
    pub fn admit(&self, now: Timestamp, sealed: &SealedContact) -> Result<(), VaultRefusal> {
        self.guarding.admit(now, sealed)?;
        let asked = now.before(Millis::from_hours(1));
        let ends = [self.until(now), self.until(asked)];
        let same = ends.contains(&sealed.until());
        same.then_some(()).ok_or(VaultRefusal::Ended)
    }
}
