//! What holds across the vault: standards, laws, sharing, the book, and what is forgotten.

mod book;
mod laws;
mod sharing;
mod standards;
mod vectors;

use super::Approval;
use super::Consent;
use super::Contact;
use super::GuardedVault;
use super::GuardianKey;
use super::Guardians;
use super::Guarding;
use super::OpenRequest;
use super::OpenerKey;
use super::Purpose;
use super::SealedContact;
use super::Vault as _;
use crate::identity::LineId;
use crate::identity::Root;
use crate::vocab::Entropy;
use crate::vocab::Millis;
use crate::vocab::Seed;
use crate::vocab::Timestamp;
use crate::vocab::VaultRequestId;

const LINE: LineId = LineId::from_bytes([3; 32]);
const NOW: Timestamp = Timestamp::from_unix_millis(1_700_000_000_000);
const UNTIL: Timestamp = NOW.after(Millis::from_hours(24 * 30));
const TEXT: &str = "Mira, my sister: 0170 5550123";

fn draws(n: u64) -> Entropy {
    Seed::from_bytes([4; 32]).entropy(n)
}

fn keys(n: u64) -> Vec<GuardianKey> {
    (0..n)
        .map(|one| GuardianKey::from_entropy(&mut draws(1000 + one)))
        .collect()
}

fn vault(threshold: u8, keys: &[GuardianKey]) -> GuardedVault {
    let all = keys.iter().map(GuardianKey::public).collect();
    GuardedVault::new(Guarding::new(LINE, Guardians::new(threshold, all).unwrap()))
}

fn sealed_by(vault: &GuardedVault, root: u8, text: Option<&str>) -> SealedContact {
    let person = Root::from_bytes([root; 16]).vault_key(&LINE, 0);
    let consent = Consent {
        purpose: Purpose::LostContact,
        until: UNTIL,
    };
    let contact = text.map(|text| Contact::new(text).unwrap());
    let mut draws = Seed::from_bytes([5; 32]).entropy(text.map_or(0, |text| text.len() as u64));
    vault
        .seal(&mut draws, &person, consent, contact.as_ref())
        .unwrap()
}

fn opener() -> OpenerKey {
    OpenerKey::from_bytes([6; 32])
}

fn request(id: u8, sealed: &SealedContact) -> OpenRequest {
    OpenRequest {
        id: VaultRequestId::from_bytes([id; 16]),
        entry: sealed.entry(),
        record: sealed.digest(),
        reason: Purpose::DangerToLife,
        until: NOW.after(Millis::from_hours(12)),
        opener: opener().public(),
    }
}

fn approvals(
    vault: &GuardedVault,
    keys: &[GuardianKey],
    about: (&SealedContact, &OpenRequest),
) -> Vec<Approval> {
    let all = keys.iter().zip(0..);
    all.map(|(key, n)| vault.approve(NOW, &mut draws(n), key, about).unwrap())
        .collect()
}

fn hex(text: &str) -> Vec<u8> {
    let digits = (0..text.len()).step_by(2);
    digits
        .map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap())
        .collect()
}
