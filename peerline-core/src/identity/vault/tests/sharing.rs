//! Any enough shares give the contact, any fewer give nothing.

use proptest::prelude::ProptestConfig;
use proptest::prop_assert;
use proptest::prop_assert_eq;
use proptest::proptest;
use proptest::strategy::Strategy as _;
use vsss_rs::Gf256;

use super::NOW;
use super::TEXT;
use super::approvals;
use super::keys;
use super::opener;
use super::request;
use super::sealed_by;
use super::vault;
use crate::identity::vault::Contact;
use crate::identity::vault::GuardianKey;
use crate::identity::vault::Guardians;
use crate::identity::vault::OpenRequest;
use crate::identity::vault::OpenerKey;
use crate::identity::vault::SealedContact;
use crate::identity::vault::Vault as _;
use crate::identity::vault::VaultRefusal;
use crate::identity::vault::sealing;
use crate::testkit::vault::turned;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_enough_guardians_open_and_any_fewer_do_not(
        (threshold, n) in (2_u8..5).prop_flat_map(|t| (proptest::strategy::Just(t), u64::from(t)..7)),
        chosen in 0_u32..64,
        text in "[a-zA-Z0-9 äß+@.]{1,120}",
    ) {
        let keys = keys(n);
        let vault = vault(threshold, &keys);
        let text = format!("x{text}x");
        let sealed = sealed_by(&vault, 1, Some(&text));
        let request = request(1, &sealed);
        let all = approvals(&vault, &keys, (&sealed, &request));
        let some: Vec<_> = all
            .into_iter()
            .filter(|one| chosen & (1 << one.guardian) != 0)
            .collect();
        let opened = vault.open(NOW, &opener(), (&sealed, &request), &some);
        if some.len() < threshold.into() {
            let have = u8::try_from(some.len()).unwrap();
            prop_assert_eq!(opened, Err(VaultRefusal::TooFew { have, need: threshold }));
        } else {
            let contact = opened.unwrap().unwrap();
            prop_assert_eq!(contact.expose(), text);
        }
    }

    #[test]
    fn fewer_shares_than_it_takes_fit_every_key_there_is(
        key in proptest::array::uniform32(0_u8..),
        other in proptest::array::uniform32(0_u8..),
    ) {
        // Shamir's promise, made visible: with two of three shares of a 3-of-n split there is a
        // third one for whatever key somebody would like to see.
        let mut draws = sealing::generator(&mut super::draws(1));
        let shares = Gf256::split_bytes(3, 5, key, &mut draws).unwrap();
        let two = &shares[..2];
        let wanted: Vec<u8> = std::iter::once(0).chain(other).collect();
        let third = third_share(two, &wanted, 3);
        let all = [two, &[third]].concat();
        prop_assert_eq!(Gf256::combine_bytes(&all).unwrap(), other.to_vec());
        prop_assert!(Gf256::combine_bytes(&shares[..3]).unwrap() == key);
    }
}

/// Returns what the share at `x` would be if the secret were `secret` (its first byte is its place,
/// zero), given two shares of a polynomial of degree two.
fn third_share(two: &[Vec<u8>], secret: &[u8], x: u8) -> Vec<u8> {
    let points = [two[0].as_slice(), two[1].as_slice(), secret];
    let mut share = vec![x];
    for byte in 1..secret.len() {
        let mut sum = Gf256(0);
        for (i, own) in points.iter().enumerate() {
            let mut term = Gf256(own[byte]);
            for (j, other) in points.iter().enumerate() {
                if i != j {
                    let up = Gf256(x) - Gf256(other[0]);
                    let down = Gf256(own[0]) - Gf256(other[0]);
                    term *= up / down;
                }
            }
            sum += term;
        }
        share.push(sum.0);
    }
    share
}

#[test]
fn a_guardian_alone_learns_nothing_of_the_contact() {
    let keys = keys(3);
    let vault = vault(2, &keys);
    let sealed = sealed_by(&vault, 1, Some(TEXT));
    let request = request(1, &sealed);
    let all = approvals(&vault, &keys, (&sealed, &request));
    for one in &all {
        let alone = vault.open(
            NOW,
            &opener(),
            (&sealed, &request),
            std::slice::from_ref(one),
        );
        assert_eq!(alone, Err(VaultRefusal::TooFew { have: 1, need: 2 }));
    }
    let bytes = sealed.encode();
    assert!(
        !bytes
            .windows(6)
            .any(|part| TEXT.as_bytes().windows(6).any(|six| six == part))
    );
}

#[test]
fn only_the_device_that_asked_can_read() {
    let keys = keys(3);
    let vault = vault(2, &keys);
    let sealed = sealed_by(&vault, 1, Some(TEXT));
    let request = request(1, &sealed);
    let all = approvals(&vault, &keys, (&sealed, &request));
    let other = OpenerKey::from_bytes([9; 32]);
    let about = (&sealed, &request);
    assert_eq!(
        vault.open(NOW, &other, about, &all),
        Err(VaultRefusal::WrongKey)
    );
    // Also where the request is rewritten to name it: the guardians signed another one.
    let rewritten = OpenRequest {
        opener: other.public(),
        ..request
    };
    let about = (&sealed, &rewritten);
    assert_eq!(
        vault.open(NOW, &other, about, &all),
        Err(VaultRefusal::NotApproved)
    );
}

#[test]
fn a_false_share_is_told_by_its_guardian() {
    let keys = keys(3);
    let vault = vault(2, &keys);
    let sealed = sealed_by(&vault, 1, Some(TEXT));
    let request = request(1, &sealed);
    let mut all = approvals(&vault, &keys, (&sealed, &request));
    all[1].share = all[0].share;
    let message = all[1].message(&super::LINE, &request.digest(&super::LINE));
    all[1].signature = keys[1].sign(&message);
    let about = (&sealed, &request);
    let two = vault.open(NOW, &opener(), about, &all[..2]);
    assert_eq!(two, Err(VaultRefusal::FalseShare { guardian: 1 }));
    // A third guardian who is honest makes up for it.
    assert!(vault.open(NOW, &opener(), about, &all).unwrap().is_some());
}

#[test]
fn every_bit_of_what_is_kept_and_of_an_approval_counts() {
    let keys = keys(3);
    let vault = vault(2, &keys);
    let sealed = sealed_by(&vault, 1, Some(TEXT));
    let request = request(1, &sealed);
    let approval = &approvals(&vault, &keys, (&sealed, &request))[0];
    let (kept, asked, agreed) = (sealed.encode(), request.encode(), approval.encode());
    assert_eq!((asked.len(), agreed.len()), (OpenRequest::BYTES, 164));
    for bit in 0..kept.len() * 8 {
        assert_eq!(
            SealedContact::decode(&turned(&kept, bit)),
            Err(VaultRefusal::Malformed)
        );
    }
    for bit in 0..asked.len() * 8 {
        let other = OpenRequest::decode(&turned(&asked, bit));
        assert!(other.is_err() || vault.verify(&other.unwrap(), approval).is_err());
    }
    for bit in 0..agreed.len() * 8 {
        let other = super::Approval::decode(&turned(&agreed, bit));
        assert!(other.is_err() || vault.verify(&request, &other.unwrap()).is_err());
    }
}

#[test]
fn a_bit_turned_under_a_mended_digest_is_caught_by_the_guardians() {
    let keys = keys(3);
    let vault = vault(2, &keys);
    let sealed = sealed_by(&vault, 1, Some(TEXT));
    let bytes = sealed.encode();
    let body = bytes.len() - 32;
    for bit in (0..body * 8).step_by(37) {
        let mut other = turned(&bytes, bit);
        let digest = <sha2::Sha256 as sha2::Digest>::digest(&other[..body]);
        other[body..].copy_from_slice(&digest);
        let Ok(other) = SealedContact::decode(&other) else {
            continue;
        };
        let request = request(1, &other);
        let mut agreed = keys
            .iter()
            .map(|key| vault.approve(NOW, &mut super::draws(1), key, (&other, &request)));
        assert!(agreed.any(|one| one.is_err()), "bit {bit}");
    }
}

#[test]
fn keys_come_back_from_their_bytes_and_are_never_printed() {
    let key = &keys(1)[0];
    let again = GuardianKey::from_bytes(&key.expose());
    assert_eq!(again.public(), key.public());
    assert_eq!(
        format!("{key:?} {:?}", opener()),
        "GuardianKey(..) OpenerKey(..)"
    );
    let text = key.public().to_string();
    assert_eq!(text.parse(), Ok(key.public()));
    assert_eq!(
        format!("{:?}", Contact::new(TEXT).unwrap()),
        "Contact(Sensitive(..))"
    );
}

#[test]
fn too_few_too_many_or_twice_the_same_are_no_guardians() {
    let all: Vec<_> = keys(17).iter().map(GuardianKey::public).collect();
    let twice = vec![all[0], all[1], all[0]];
    for (threshold, set) in [
        (1, &all[..3]),
        (4, &all[..3]),
        (0, &all[..0]),
        (2, &twice),
        (2, &all),
    ] {
        let set = Guardians::new(threshold, set.to_vec());
        assert_eq!(set, Err(VaultRefusal::BadGuardians));
    }
}

#[test]
fn a_contact_is_a_short_text() {
    let long = "x".repeat(Contact::MAX_BYTES + 1);
    for odd in ["", "  \n", "a\u{0}b", long.as_str()] {
        assert_eq!(Contact::new(odd), Err(VaultRefusal::NotAContact));
    }
    assert!(Contact::new(&long[1..]).is_ok());
}

#[test]
fn what_was_sealed_to_other_guardians_is_not_asked_for() {
    let keys = keys(4);
    let before = vault(2, &keys[..3]);
    let after = vault(2, &keys[1..]);
    let sealed = sealed_by(&before, 1, Some(TEXT));
    assert_eq!(after.admit(NOW, &sealed), Err(VaultRefusal::OtherGuardians));
}
