//! The line's side: it checks, and can open nothing.

use std::sync::Arc;

use ed25519_dalek::VerifyingKey;

use super::Approval;
use super::Guardians;
use super::OpenRequest;
use super::SealedContact;
use super::VaultRefusal;
use crate::identity::LineId;
use crate::vocab::Timestamp;

/// Whose approval counts on a line.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Guarding {
    pub(super) line: LineId,
    pub(super) guardians: Arc<Guardians>,
}

impl Guarding {
    /// Takes a line and its guardians.
    #[must_use]
    pub fn new(line: LineId, guardians: Guardians) -> Self {
        Self {
            line,
            guardians: Arc::new(guardians),
        }
    }

    /// Returns who may open.
    #[must_use]
    pub fn guardians(&self) -> &Guardians {
        &self.guardians
    }

    /// Says whether what is kept can be asked for: sealed to these guardians, its end not over.
    ///
    /// # Errors
    /// [`VaultRefusal::OtherGuardians`], [`VaultRefusal::Ended`].
    pub fn admit(&self, now: Timestamp, sealed: &SealedContact) -> Result<(), VaultRefusal> {
        if sealed.terms.set != self.guardians.digest(&self.line)
            || sealed.threshold() != self.guardians.threshold()
            || sealed.shares.len() != self.guardians.all().len()
        {
            return Err(VaultRefusal::OtherGuardians);
        }
        let runs = now < sealed.until();
        runs.then_some(()).ok_or(VaultRefusal::Ended)
    }

    /// Says whether an approval was signed by that guardian for exactly this request.
    ///
    /// # Errors
    /// [`VaultRefusal::NotApproved`].
    pub fn verify(&self, request: &OpenRequest, approval: &Approval) -> Result<(), VaultRefusal> {
        let guardian = self.guardians.all().get(usize::from(approval.guardian));
        let key = guardian.and_then(|one| VerifyingKey::from_bytes(one.sign.as_bytes()).ok());
        let message = approval.message(&self.line, &request.digest(&self.line));
        let signature = ed25519_dalek::Signature::from_bytes(approval.signature.as_bytes());
        let signed = key.is_some_and(|key| key.verify_strict(&message, &signature).is_ok());
        let signed = signed && approval.request == request.id;
        signed.then_some(()).ok_or(VaultRefusal::NotApproved)
    }
}
