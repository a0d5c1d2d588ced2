//! How long a login holds, and for whom.

use super::StaffClaims;
use super::StaffKey;
use super::StaffTerms;
use super::TokenRefusal;
use crate::identity::LineId;
use crate::identity::PublicKey;
use crate::vocab::Millis;
use crate::vocab::Timestamp;

const NOON: Timestamp = Timestamp::from_unix_millis(1_767_268_800_000);
const DEVICE: PublicKey = PublicKey::from_bytes([4; 32]);

fn claims() -> StaffClaims {
    StaffTerms::default().grant(NOON, DEVICE, NOON).unwrap()
}

fn at(seconds: u64) -> Timestamp {
    NOON.after(Millis::from_secs(seconds))
}

#[test]
fn a_token_holds_for_ten_minutes_and_one_device() {
    let claims = claims();
    assert_eq!(claims.check(NOON, &DEVICE), Ok(()));
    assert_eq!(claims.check(at(599), &DEVICE), Ok(()));
    assert_eq!(claims.check(at(600), &DEVICE), Err(TokenRefusal::Ended));
    let earlier = NOON.before(Millis::new(1));
    assert_eq!(claims.check(earlier, &DEVICE), Err(TokenRefusal::NotYet));
    let other = PublicKey::from_bytes([5; 32]);
    assert_eq!(claims.check(NOON, &other), Err(TokenRefusal::OtherDevice));
}

#[test]
fn a_look_at_a_passkey_is_fresh_for_two_minutes() {
    let (claims, fresh) = (claims(), StaffTerms::default().fresh);
    assert!(claims.is_fresh(at(120), fresh));
    assert!(!claims.is_fresh(at(121), fresh));
    let later = StaffTerms::default().grant(at(300), DEVICE, NOON).unwrap();
    assert_eq!(later.verified, NOON);
    assert!(!later.is_fresh(at(300), fresh));
}

#[test]
fn tokens_are_given_anew_for_one_shift() {
    let terms = StaffTerms::default();
    let shift = 12 * 3600;
    let last = terms.grant(at(shift - 60), DEVICE, NOON).unwrap();
    assert_eq!(last.until, at(shift), "no token outlives the shift");
    assert_eq!(terms.grant(at(shift), DEVICE, NOON), None);
}

#[test]
fn a_token_of_another_line_or_key_is_forged() {
    let line = LineId::from_bytes([1; 32]);
    let key = StaffKey::from_seed(&[7; 32], line);
    let token = key.sign(b"{}");
    assert_eq!(key.issuer().open(&token), Ok(b"{}".to_vec()));
    let elsewhere = StaffKey::from_seed(&[7; 32], LineId::from_bytes([2; 32]));
    let stranger = StaffKey::from_seed(&[8; 32], line);
    for other in [elsewhere, stranger] {
        assert_eq!(other.issuer().open(&token), Err(TokenRefusal::Forged));
    }
}
