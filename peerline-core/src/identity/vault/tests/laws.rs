//! The laws hold for the default, and each law can be broken.

use super::TEXT;
use super::keys;
use super::vault;
use crate::identity::vault::Approval;
use crate::identity::vault::Consent;
use crate::identity::vault::Contact;
use crate::identity::vault::GuardedVault;
use crate::identity::vault::GuardianKey;
use crate::identity::vault::OpenRequest;
use crate::identity::vault::OpenerKey;
use crate::identity::vault::Purpose;
use crate::identity::vault::SealedContact;
use crate::identity::vault::Vault;
use crate::identity::vault::VaultKey;
use crate::identity::vault::VaultRefusal;
use crate::testkit::vault::all_laws;
use crate::vocab::Entropy;
use crate::vocab::Millis;
use crate::vocab::Timestamp;

#[test]
fn the_default_keeps_every_law() {
    for (threshold, n) in [(2, 2), (2, 3), (3, 5)] {
        let keys = keys(n);
        let subject = vault(threshold, &keys);
        for (name, law) in all_laws() {
            assert_eq!(law(&subject, &keys), Ok(()), "{name}, {threshold} of {n}");
        }
    }
}

#[test]
fn every_law_of_the_vault_can_be_broken() {
    let keys = keys(3);
    for (law, judge) in all_laws() {
        let right = vault(2, &keys);
        let broken = judge(&Wrong { law, right }, &keys).unwrap_err();
        assert_eq!(broken.law, law);
    }
}

/// The default with one thing wrong.
#[derive(Debug)]
struct Wrong {
    law: &'static str,
    right: GuardedVault,
}

impl Wrong {
    fn is(&self, laws: &[&str]) -> bool {
        laws.contains(&self.law)
    }
}

impl Vault for Wrong {
    fn seal(
        &self,
        entropy: &mut Entropy,
        person: &VaultKey,
        consent: Consent,
        contact: Option<&Contact>,
    ) -> Result<SealedContact, VaultRefusal> {
        let mut sealed = self.right.seal(entropy, person, consent, contact)?;
        if self.is(&["nobody_shows_by_length"]) && contact.is_none() {
            sealed.contact.clear();
        }
        Ok(sealed)
    }

    fn admit(&self, now: Timestamp, sealed: &SealedContact) -> Result<(), VaultRefusal> {
        self.right.admit(now, sealed)
    }

    fn approve(
        &self,
        now: Timestamp,
        entropy: &mut Entropy,
        guardian: &GuardianKey,
        (sealed, request): (&SealedContact, &OpenRequest),
    ) -> Result<Approval, VaultRefusal> {
        let mut now = now;
        let mut asked = *request;
        if self.is(&["consent_bounds_the_purpose"]) {
            asked.reason = Purpose::DangerToLife;
        }
        if self.is(&["an_ended_consent_stays_shut", "an_ended_request_stays_shut"])
            && request.until.before(Millis::from_hours(1)) <= now
        {
            now = now.before(Millis::from_hours(1));
        }
        self.right.approve(now, entropy, guardian, (sealed, &asked))
    }

    fn verify(&self, request: &OpenRequest, approval: &Approval) -> Result<(), VaultRefusal> {
        if self.is(&["an_approval_is_for_one_request"]) {
            return Ok(());
        }
        self.right.verify(request, approval)
    }

    fn open(
        &self,
        now: Timestamp,
        opener: &OpenerKey,
        about: (&SealedContact, &OpenRequest),
        approvals: &[Approval],
    ) -> Result<Option<Contact>, VaultRefusal> {
        let right = self.right.open(now, opener, about, approvals);
        let careless = match self.law {
            "enough_approvals_open" => return Ok(None),
            "too_few_approvals_open_nothing" => approvals.len() == 1,
            "one_guardian_counts_once" => 2 <= approvals.len(),
            "a_turned_bit_stays_shut" => right.is_err(),
            _ => false,
        };
        if careless {
            return Contact::new(TEXT).map(Some);
        }
        right
    }
}
