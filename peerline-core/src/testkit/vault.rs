//! The laws of [`Vault`].

use super::Broken;
use super::LawResult;
use crate::identity::LineId;
use crate::identity::Root;
use crate::identity::vault::Approval;
use crate::identity::vault::Consent;
use crate::identity::vault::Contact;
use crate::identity::vault::GuardianKey;
use crate::identity::vault::OpenRequest;
use crate::identity::vault::OpenerKey;
use crate::identity::vault::Purpose;
use crate::identity::vault::SealedContact;
use crate::identity::vault::Vault;
use crate::identity::vault::VaultRefusal;
use crate::vocab::Entropy;
use crate::vocab::Millis;
use crate::vocab::Seed;
use crate::vocab::Timestamp;
use crate::vocab::VaultEntryId;
use crate::vocab::VaultRequestId;

/// A law of [`Vault`]: judged with the keys of its guardians, in their order.
pub type VaultLaw = fn(&dyn Vault, &[GuardianKey]) -> LawResult;

/// Returns every law of [`Vault`] with its name.
#[must_use]
pub fn all_laws() -> Vec<(&'static str, VaultLaw)> {
    vec![
        ("enough_approvals_open", enough_approvals_open),
        (
            "too_few_approvals_open_nothing",
            too_few_approvals_open_nothing,
        ),
        ("one_guardian_counts_once", one_guardian_counts_once),
        (
            "an_approval_is_for_one_request",
            an_approval_is_for_one_request,
        ),
        ("consent_bounds_the_purpose", consent_bounds_the_purpose),
        ("an_ended_consent_stays_shut", an_ended_consent_stays_shut),
        ("an_ended_request_stays_shut", an_ended_request_stays_shut),
        ("a_turned_bit_stays_shut", a_turned_bit_stays_shut),
        ("nobody_shows_by_length", nobody_shows_by_length),
    ]
}

/// What guardians approve, in every choice of as many as it takes, comes back as it was sealed.
///
/// # Errors
/// [`Broken`] where it does not.
pub fn enough_approvals_open(vault: &dyn Vault, guardians: &[GuardianKey]) -> LawResult {
    for text in [Some(TEXT), Some("x"), None] {
        let scene = Scene::new((vault, guardians), text)?;
        let all = scene.approvals(NOW)?;
        for start in 0..all.len() {
            let some = all.iter().cycle().skip(start).take(scene.need());
            let opened = scene.open(NOW, &some.cloned().collect::<Vec<_>>());
            let opened = opened.map(|contact| contact.map(|one| one.expose().to_owned()));
            if opened != Ok(text.map(str::to_owned)) {
                return broken("enough_approvals_open", "another contact, or none");
            }
        }
    }
    Ok(())
}

/// One approval fewer than it takes opens nothing.
///
/// # Errors
/// [`Broken`] where it does.
pub fn too_few_approvals_open_nothing(vault: &dyn Vault, guardians: &[GuardianKey]) -> LawResult {
    let scene = Scene::new((vault, guardians), Some(TEXT))?;
    let all = scene.approvals(NOW)?;
    for have in 0..scene.need() {
        let some: Vec<_> = all.iter().take(have).cloned().collect();
        if scene.open(NOW, &some).is_ok() {
            return broken("too_few_approvals_open_nothing", format!("{have} did"));
        }
    }
    Ok(())
}

/// The same guardian, asked again and again, is one guardian.
///
/// # Errors
/// [`Broken`] where they open it alone.
pub fn one_guardian_counts_once(vault: &dyn Vault, guardians: &[GuardianKey]) -> LawResult {
    let scene = Scene::new((vault, guardians), Some(TEXT))?;
    let first = guardians.first().into_iter();
    let same = first.cycle().take(guardians.len()).zip(50..);
    let same: Result<Vec<_>, _> = same
        .map(|(key, draw)| scene.approve(NOW, key, &scene.request, draw))
        .collect();
    let same = same.map_err(|why| Broken::new("one_guardian_counts_once", why.to_string()))?;
    if scene.open(NOW, &same).is_ok() {
        return broken("one_guardian_counts_once", "one opened it alone");
    }
    Ok(())
}

/// Approvals of one request do nothing for another one that differs in anything.
///
/// # Errors
/// [`Broken`] where they do.
pub fn an_approval_is_for_one_request(vault: &dyn Vault, guardians: &[GuardianKey]) -> LawResult {
    let scene = Scene::new((vault, guardians), Some(TEXT))?;
    let approvals = scene.approvals(NOW)?;
    let request = scene.request;
    let others = [
        OpenRequest {
            id: VaultRequestId::from_bytes([9; 16]),
            ..request
        },
        OpenRequest {
            until: request.until.after(Millis::new(1)),
            ..request
        },
        OpenRequest {
            entry: VaultEntryId::from_bytes([9; 16]),
            ..request
        },
        OpenRequest {
            reason: Purpose::DangerToLife,
            ..request
        },
    ];
    for other in others {
        let counts = approvals
            .iter()
            .any(|one| vault.verify(&other, one).is_ok());
        let about = (&scene.sealed, &other);
        if counts || vault.open(NOW, &scene.opener, about, &approvals).is_ok() {
            return broken("an_approval_is_for_one_request", format!("{other:?}"));
        }
    }
    Ok(())
}

/// Who agreed to the narrower purpose has not agreed to the wider one.
///
/// # Errors
/// [`Broken`] where it is approved or opened all the same.
pub fn consent_bounds_the_purpose(vault: &dyn Vault, guardians: &[GuardianKey]) -> LawResult {
    let agreed = Purpose::DangerToLife;
    let scene = Scene::agreed((vault, guardians), Some(TEXT), agreed)?;
    let wider = OpenRequest {
        reason: Purpose::LostContact,
        ..scene.request
    };
    scene.stays_shut("consent_bounds_the_purpose", NOW, &wider)
}

/// When the day is over until which the person agreed, nothing opens: not even with approvals that
/// were given before.
///
/// # Errors
/// [`Broken`] where something does.
pub fn an_ended_consent_stays_shut(vault: &dyn Vault, guardians: &[GuardianKey]) -> LawResult {
    let scene = Scene::new((vault, guardians), Some(TEXT))?;
    let before = UNTIL.before(Millis::new(1));
    let request = OpenRequest {
        until: UNTIL.after(Millis::from_hours(1)),
        ..scene.request
    };
    let scene = Scene { request, ..scene };
    let early = scene.approvals(before)?;
    if scene.open(before, &early).is_err() {
        return broken("an_ended_consent_stays_shut", "shut a moment before, too");
    }
    if scene.open(UNTIL, &early).is_ok() || vault.admit(UNTIL, &scene.sealed).is_ok() {
        return broken("an_ended_consent_stays_shut", "it opened");
    }
    scene.stays_shut("an_ended_consent_stays_shut", UNTIL, &request)
}

/// When the request is over, nothing opens by it, and nobody approves it any more.
///
/// # Errors
/// [`Broken`] where something does.
pub fn an_ended_request_stays_shut(vault: &dyn Vault, guardians: &[GuardianKey]) -> LawResult {
    let scene = Scene::new((vault, guardians), Some(TEXT))?;
    let early = scene.approvals(NOW)?;
    let end = scene.request.until;
    if scene.open(end, &early).is_ok() {
        return broken("an_ended_request_stays_shut", "it opened");
    }
    scene.stays_shut("an_ended_request_stays_shut", end, &scene.request)
}

/// With any one bit turned, in what is kept or in an approval, nothing is approved or opened.
///
/// # Errors
/// [`Broken`] where it is.
pub fn a_turned_bit_stays_shut(vault: &dyn Vault, guardians: &[GuardianKey]) -> LawResult {
    let law = "a_turned_bit_stays_shut";
    let scene = Scene::new((vault, guardians), Some(TEXT))?;
    let all = scene.approvals(NOW)?;
    let bytes = scene.sealed.encode();
    for bit in 0..bytes.len().saturating_mul(8) {
        let Ok(sealed) = SealedContact::decode(&turned(&bytes, bit)) else {
            continue;
        };
        let about = (&sealed, &scene.request);
        if vault.open(NOW, &scene.opener, about, &all).is_ok() {
            return broken(law, format!("bit {bit} of what is kept"));
        }
    }
    let enough: Vec<_> = all.iter().take(scene.need()).cloned().collect();
    let Some((first, rest)) = enough.split_first() else {
        return Ok(());
    };
    let bytes = first.encode();
    for bit in 0..bytes.len().saturating_mul(8) {
        let Ok(other) = Approval::decode(&turned(&bytes, bit)) else {
            continue;
        };
        let approvals = [&[other], rest].concat();
        if scene.open(NOW, &approvals).is_ok() {
            return broken(law, format!("bit {bit} of an approval"));
        }
    }
    Ok(())
}

/// What is kept is of one length, whether it holds somebody, much of them, or nobody.
///
/// # Errors
/// [`Broken`] where it is not.
pub fn nobody_shows_by_length(vault: &dyn Vault, guardians: &[GuardianKey]) -> LawResult {
    let long = "x".repeat(Contact::MAX_BYTES);
    let mut lengths = Vec::new();
    for text in [None, Some("x"), Some(long.as_str())] {
        let scene = Scene::new((vault, guardians), text)?;
        lengths.push(scene.sealed.encode().len());
    }
    if lengths.windows(2).any(|two| two.first() != two.last()) {
        return broken("nobody_shows_by_length", format!("{lengths:?}"));
    }
    Ok(())
}

struct Scene<'a> {
    vault: &'a dyn Vault,
    guardians: &'a [GuardianKey],
    opener: OpenerKey,
    sealed: SealedContact,
    request: OpenRequest,
}

impl<'a> Scene<'a> {
    fn new(of: (&'a dyn Vault, &'a [GuardianKey]), text: Option<&str>) -> Result<Self, Broken> {
        Self::agreed(of, text, Purpose::LostContact)
    }

    fn agreed(
        (vault, guardians): (&'a dyn Vault, &'a [GuardianKey]),
        text: Option<&str>,
        purpose: Purpose,
    ) -> Result<Self, Broken> {
        let until = UNTIL;
        let line = LineId::from_bytes([4; 32]);
        let person = Root::from_bytes([5; 16]).vault_key(&line, 0);
        let refused = |why: VaultRefusal| Broken::new("a scene", why.to_string());
        let contact = text.map(Contact::new).transpose().map_err(refused)?;
        let consent = Consent { purpose, until };
        let sealed = vault.seal(&mut draws(1), &person, consent, contact.as_ref());
        let sealed = sealed.map_err(refused)?;
        let opener = OpenerKey::from_bytes([6; 32]);
        let request = OpenRequest {
            id: VaultRequestId::from_bytes([7; 16]),
            entry: person.entry(),
            record: sealed.digest(),
            reason: purpose,
            until: NOW.after(Millis::from_hours(1)),
            opener: opener.public(),
        };
        Ok(Self {
            vault,
            guardians,
            opener,
            sealed,
            request,
        })
    }

    fn need(&self) -> usize {
        self.sealed.threshold().into()
    }

    fn approve(
        &self,
        now: Timestamp,
        key: &GuardianKey,
        request: &OpenRequest,
        draw: u64,
    ) -> Result<Approval, VaultRefusal> {
        let about = (&self.sealed, request);
        self.vault.approve(now, &mut draws(draw), key, about)
    }

    fn approvals(&self, now: Timestamp) -> Result<Vec<Approval>, Broken> {
        let all = self.guardians.iter().zip(2..);
        all.map(|(key, draw)| self.approve(now, key, &self.request, draw))
            .collect::<Result<_, _>>()
            .map_err(|why| Broken::new("a scene", why.to_string()))
    }

    fn open(
        &self,
        now: Timestamp,
        approvals: &[Approval],
    ) -> Result<Option<Contact>, VaultRefusal> {
        let about = (&self.sealed, &self.request);
        self.vault.open(now, &self.opener, about, approvals)
    }

    /// Nobody approves `request`.
    fn stays_shut(&self, law: &'static str, now: Timestamp, request: &OpenRequest) -> LawResult {
        let mut keys = self.guardians.iter();
        if keys.any(|key| self.approve(now, key, request, 2).is_ok()) {
            return broken(law, "a guardian approved");
        }
        Ok(())
    }
}

/// Returns `bytes` with one bit turned.
pub(crate) fn turned(bytes: &[u8], bit: usize) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    if let Some(byte) = bytes.get_mut(bit / 8) {
        *byte ^= 1 << (bit % 8);
    }
    bytes
}

fn draws(n: u64) -> Entropy {
    Seed::from_bytes([8; 32]).entropy(n)
}

fn broken(law: &'static str, what: impl Into<String>) -> LawResult {
    Err(Broken::new(law, what))
}

const TEXT: &str = "my sister, 0151 1234567; please by night, too";
const NOW: Timestamp = Timestamp::from_unix_millis(1_700_000_000_000);
const UNTIL: Timestamp = NOW.after(Millis::from_hours(24 * 90));
