//! The trait, and the default that needs nothing but keys.

use std::collections::BTreeMap;

use sha2::Digest as _;
use sha2::Sha256;
use subtle::ConstantTimeEq as _;
use vsss_rs::Gf256;
use zeroize::Zeroizing;

use super::Approval;
use super::Consent;
use super::Contact;
use super::GuardianKey;
use super::Guarding;
use super::OpenRequest;
use super::OpenerKey;
use super::OwnNote;
use super::Purpose;
use super::SealedContact;
use super::VaultKey;
use super::VaultRefusal;
use super::sealed::Terms;
use super::sealing;
use super::sealing::Ground;
use crate::identity::encoding::lp_joined;
use crate::identity::gcm;
use crate::identity::gcm::NONCE;
use crate::vocab::Entropy;
use crate::vocab::Timestamp;

/// Seals an emergency contact so that only enough guardians together open it.
///
/// # Contract
/// - Whole: what enough guardians approve comes back as it was (`enough_approvals_open`).
/// - Shared: fewer open nothing (`too_few_approvals_open_nothing`).
/// - Single: one guardian counts once, however often (`one_guardian_counts_once`).
/// - Bound: an approval counts for its request alone (`an_approval_is_for_one_request`).
/// - Agreed: for a purpose outside the consent nothing is approved or opened
///   (`consent_bounds_the_purpose`).
/// - Ended: when the consent is over nothing is approved or opened (`an_ended_consent_stays_shut`).
/// - Brief: when the request is over nothing is approved or opened (`an_ended_request_stays_shut`).
/// - Strict: with one bit turned nothing is approved or opened (`a_turned_bit_stays_shut`).
/// - Alike: somebody without a contact shows by no length (`nobody_shows_by_length`).
///
/// # Privacy
/// [`seal`](Self::seal) runs on the person's device, [`approve`](Self::approve) on a guardian's,
/// [`open`](Self::open) on that of who asked. The line runs the other two, which see no contact.
pub trait Vault: std::fmt::Debug + Send + Sync {
    /// Seals a contact; nobody where it is `None`, which looks the same.
    ///
    /// # Errors
    /// [`VaultRefusal`] where a guardian's key is none.
    fn seal(
        &self,
        entropy: &mut Entropy,
        person: &VaultKey,
        consent: Consent,
        contact: Option<&Contact>,
    ) -> Result<SealedContact, VaultRefusal>;

    /// Says whether what is kept can be asked for: sealed to these guardians, its end not over.
    ///
    /// # Errors
    /// [`VaultRefusal::OtherGuardians`], [`VaultRefusal::Ended`].
    fn admit(&self, now: Timestamp, sealed: &SealedContact) -> Result<(), VaultRefusal>;

    /// Approves a request as a guardian: opens their share and seals it to who asks.
    ///
    /// # Errors
    /// [`VaultRefusal`], with nothing opened.
    fn approve(
        &self,
        now: Timestamp,
        entropy: &mut Entropy,
        guardian: &GuardianKey,
        about: (&SealedContact, &OpenRequest),
    ) -> Result<Approval, VaultRefusal>;

    /// Says whether an approval was signed by that guardian for exactly this request.
    ///
    /// # Errors
    /// [`VaultRefusal::NotApproved`].
    fn verify(&self, request: &OpenRequest, approval: &Approval) -> Result<(), VaultRefusal>;

    /// Opens a contact with enough approvals; `None` where it holds nobody.
    ///
    /// # Errors
    /// [`VaultRefusal`]: which approval is false, or how many are missing.
    fn open(
        &self,
        now: Timestamp,
        opener: &OpenerKey,
        about: (&SealedContact, &OpenRequest),
        approvals: &[Approval],
    ) -> Result<Option<Contact>, VaultRefusal>;
}

/// The default [`Vault`]: Shamir's sharing over GF(2^8), HPKE, Ed25519, nothing kept anywhere.
#[derive(Clone, Debug)]
pub struct GuardedVault {
    on: Guarding,
}

impl GuardedVault {
    /// Makes the vault of a line.
    #[must_use]
    pub const fn new(on: Guarding) -> Self {
        Self { on }
    }

    /// Returns what the line checks of it.
    #[must_use]
    pub const fn guarding(&self) -> &Guarding {
        &self.on
    }

    fn bound(&self, label: &[u8], to: &[u8]) -> Vec<u8> {
        lp_joined(&[label, self.on.line.as_bytes(), to])
    }

    fn contact_ground(&self, terms: &Terms) -> Vec<u8> {
        self.bound(b"peerline/v1/vault/contact", &terms.bytes())
    }

    fn share_grounds(&self, head: &[u8], place: u8) -> (Vec<u8>, Vec<u8>) {
        let info = self.bound(b"peerline/v1/vault/share", &[place]);
        (info, Sha256::digest(head).to_vec())
    }

    fn answer_grounds(&self, request: &OpenRequest, place: u8) -> (Vec<u8>, Vec<u8>) {
        let info = self.bound(b"peerline/v1/vault/answer", &[place]);
        (info, request.digest(&self.on.line).as_bytes().to_vec())
    }

    /// What must hold before anything is approved or opened.
    fn check(
        &self,
        now: Timestamp,
        (sealed, request): (&SealedContact, &OpenRequest),
    ) -> Result<(), VaultRefusal> {
        self.admit(now, sealed)?;
        request.holds(now)?;
        if request.entry != sealed.entry() || request.record != sealed.digest() {
            return Err(VaultRefusal::OtherRecord);
        }
        Ok(())
    }

    /// Returns the share of an approval that counts.
    fn share(
        &self,
        opener: &OpenerKey,
        (sealed, request): (&SealedContact, &OpenRequest),
        approval: &Approval,
    ) -> Result<Zeroizing<Vec<u8>>, VaultRefusal> {
        let place = approval.guardian;
        let (info, aad) = self.answer_grounds(request, place);
        let on = Ground {
            info: &info,
            aad: &aad,
        };
        let share = sealing::open(opener.expose(), on, &approval.share);
        let share = share.filter(|share| is_share(sealed, place, share));
        let share = share.ok_or(VaultRefusal::FalseShare { guardian: place })?;
        whole(request, share)
    }
}

impl Vault for GuardedVault {
    fn seal(
        &self,
        entropy: &mut Entropy,
        person: &VaultKey,
        consent: Consent,
        contact: Option<&Contact>,
    ) -> Result<SealedContact, VaultRefusal> {
        let (threshold, all) = (self.on.guardians.threshold(), self.on.guardians.all());
        let terms = Terms {
            threshold,
            guardians: u8::try_from(all.len()).map_err(|_| VaultRefusal::BadGuardians)?,
            until: consent.until,
            entry: person.entry(),
            set: self.on.guardians.digest(&self.on.line),
        };
        let data_key = Zeroizing::new(entropy.draw::<32>());
        let nonce = entropy.draw();
        let mut draws = sealing::generator(entropy);
        let shares = Gf256::split_bytes(threshold.into(), all.len(), *data_key, &mut draws);
        let mut shares = Zeroizing::new(shares.map_err(|_| VaultRefusal::BadGuardians)?);
        shares
            .iter_mut()
            .for_each(|share| share.push(consent.purpose.byte()));
        let note = OwnNote {
            somebody: contact.is_some(),
            purpose: consent.purpose,
        };
        let own = person.note(&terms, nonce, note);
        let mut sealed = SealedContact {
            contact: lock(&data_key, nonce, &self.contact_ground(&terms), contact)?,
            own: own.ok_or(VaultRefusal::Malformed)?,
            digests: shares.iter().map(|share| digest(share)).collect(),
            shares: Vec::new(),
            terms,
            nonce,
        };
        let head = sealed.head();
        for (place, (guardian, share)) in (0_u8..).zip(all.iter().zip(shares.iter())) {
            let (info, aad) = self.share_grounds(&head, place);
            let on = Ground {
                info: &info,
                aad: &aad,
            };
            let part = sealing::seal(&guardian.seal, on, share, &mut draws)?;
            let part = part.try_into().map_err(|_| VaultRefusal::Malformed)?;
            sealed.shares.push(part);
        }
        Ok(sealed)
    }

    fn admit(&self, now: Timestamp, sealed: &SealedContact) -> Result<(), VaultRefusal> {
        self.on.admit(now, sealed)
    }

    fn approve(
        &self,
        now: Timestamp,
        entropy: &mut Entropy,
        guardian: &GuardianKey,
        (sealed, request): (&SealedContact, &OpenRequest),
    ) -> Result<Approval, VaultRefusal> {
        let place = self.on.guardians.place(&guardian.public());
        let place = place.ok_or(VaultRefusal::WrongKey)?;
        self.check(now, (sealed, request))?;
        let (info, aad) = self.share_grounds(&sealed.head(), place);
        let on = Ground {
            info: &info,
            aad: &aad,
        };
        let part = sealed.shares.get(usize::from(place));
        let share = part.and_then(|part| sealing::open(guardian.seal_seed(), on, part));
        let share = share.filter(|share| is_share(sealed, place, share));
        let share = whole(request, share.ok_or(VaultRefusal::Malformed)?)?;
        let (info, aad) = self.answer_grounds(request, place);
        let on = Ground {
            info: &info,
            aad: &aad,
        };
        let mut draws = sealing::generator(entropy);
        let answer = sealing::seal(&request.opener, on, &share, &mut draws)
            .map_err(|_| VaultRefusal::WrongKey)?;
        let mut approval = Approval {
            guardian: place,
            request: request.id,
            share: answer.try_into().map_err(|_| VaultRefusal::Malformed)?,
            signature: crate::identity::Signature::from_bytes([0; 64]),
        };
        approval.signature =
            guardian.sign(&approval.message(&self.on.line, &request.digest(&self.on.line)));
        Ok(approval)
    }

    fn verify(&self, request: &OpenRequest, approval: &Approval) -> Result<(), VaultRefusal> {
        self.on.verify(request, approval)
    }

    fn open(
        &self,
        now: Timestamp,
        opener: &OpenerKey,
        (sealed, request): (&SealedContact, &OpenRequest),
        approvals: &[Approval],
    ) -> Result<Option<Contact>, VaultRefusal> {
        self.check(now, (sealed, request))?;
        if opener.public() != request.opener {
            return Err(VaultRefusal::WrongKey);
        }
        let mut shares = BTreeMap::new();
        let mut refused = None;
        for approval in approvals {
            self.verify(request, approval)?;
            match self.share(opener, (sealed, request), approval) {
                Ok(share) => {
                    shares.insert(approval.guardian, share);
                }
                Err(why) => refused = Some(why),
            }
        }
        let need = self.on.guardians.threshold();
        let have = u8::try_from(shares.len()).unwrap_or(u8::MAX);
        if have < need {
            return Err(refused.unwrap_or(VaultRefusal::TooFew { have, need }));
        }
        let shares = shares.values().take(need.into());
        let shares = shares.map(|share| {
            share
                .split_last()
                .map_or(Vec::new(), |(_, share)| share.to_vec())
        });
        let shares = Zeroizing::new(shares.collect::<Vec<_>>());
        let data_key = Gf256::combine_bytes(&*shares).map_err(|_| VaultRefusal::Malformed)?;
        unlock(
            &Zeroizing::new(data_key),
            sealed,
            &self.contact_ground(&sealed.terms),
        )
    }
}

/// Seals the block of a contact under the data key.
fn lock(
    data_key: &[u8; 32],
    nonce: [u8; NONCE],
    aad: &[u8],
    contact: Option<&Contact>,
) -> Result<Vec<u8>, VaultRefusal> {
    // Sealed in place: the readable copy is what becomes unreadable.
    let block = Contact::block(contact).to_vec();
    // A block is never too long for the cipher.
    gcm::seal(data_key, nonce, aad, block).ok_or(VaultRefusal::Malformed)
}

fn unlock(
    data_key: &[u8],
    sealed: &SealedContact,
    aad: &[u8],
) -> Result<Option<Contact>, VaultRefusal> {
    let data_key: &[u8; 32] = data_key.try_into().map_err(|_| VaultRefusal::Malformed)?;
    let block = gcm::open(data_key, sealed.nonce, aad, &sealed.contact);
    Contact::of_block(&block.ok_or(VaultRefusal::Malformed)?)
}

/// Returns a share with its purpose, where the person agreed to what is asked.
fn whole(
    request: &OpenRequest,
    share: Zeroizing<Vec<u8>>,
) -> Result<Zeroizing<Vec<u8>>, VaultRefusal> {
    let purpose = share.last().copied().and_then(Purpose::of);
    let agreed = purpose.is_some_and(|purpose| purpose.covers(request.reason));
    agreed.then_some(share).ok_or(VaultRefusal::NotAgreed)
}

fn digest(share: &[u8]) -> [u8; 32] {
    Sha256::digest(share).into()
}

/// Returns whether these bytes are what was split off for a guardian.
fn is_share(sealed: &SealedContact, place: u8, share: &[u8]) -> bool {
    let known = sealed.digests.get(usize::from(place));
    known.is_some_and(|known| known.ct_eq(&digest(share)).into())
}
