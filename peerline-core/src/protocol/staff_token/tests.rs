//! Tokens, written, read, and refused.

use super::Instant;
use super::MAX_STAFF_TOKEN;
use super::instant;
use super::read_staff_token;
use super::write_staff_token;
use crate::identity::LineId;
use crate::identity::PublicKey;
use crate::identity::StaffClaims;
use crate::identity::StaffIssuer;
use crate::identity::StaffKey;
use crate::identity::StaffTerms;
use crate::identity::TokenRefusal;
use crate::vocab::Millis;
use crate::vocab::Timestamp;

const NOON: Timestamp = Timestamp::from_unix_millis(1_767_268_800_000);
const DEVICE: PublicKey = PublicKey::from_bytes([4; 32]);

fn key() -> StaffKey {
    StaffKey::from_seed(&[7; 32], LineId::from_bytes([1; 32]))
}

fn claims() -> StaffClaims {
    StaffTerms::default().grant(NOON, DEVICE, NOON).unwrap()
}

fn read(issuer: &StaffIssuer, token: &str) -> Result<StaffClaims, TokenRefusal> {
    read_staff_token(issuer, NOON, &DEVICE, token)
}

#[test]
fn a_token_says_what_was_signed() {
    let token = write_staff_token(&key(), &claims());
    assert_eq!(read(&key().issuer(), &token), Ok(claims()));
    let message = key().issuer().open(&token).unwrap();
    let text = String::from_utf8(message).unwrap();
    assert_eq!(
        text,
        format!(
            r#"{{"sub":"{DEVICE}","iat":"2026-01-01T12:00:00Z","exp":"2026-01-01T12:10:00Z","uv":"2026-01-01T12:00:00Z"}}"#
        )
    );
}

#[test]
fn a_token_that_ended_or_went_to_another_device_is_refused() {
    let token = write_staff_token(&key(), &claims());
    let later = NOON.after(Millis::from_mins(10));
    let issuer = key().issuer();
    assert_eq!(
        read_staff_token(&issuer, later, &DEVICE, &token),
        Err(TokenRefusal::Ended)
    );
    let thief = PublicKey::from_bytes([9; 32]);
    assert_eq!(
        read_staff_token(&issuer, NOON, &thief, &token),
        Err(TokenRefusal::OtherDevice)
    );
}

#[test]
fn no_bit_of_a_token_can_be_turned() {
    let token = write_staff_token(&key(), &claims()).into_bytes();
    let issuer = key().issuer();
    for at in 0..token.len() {
        for bit in 0..8 {
            let mut other = token.clone();
            other[at] ^= 1 << bit;
            let Ok(other) = String::from_utf8(other) else {
                continue;
            };
            assert_eq!(read(&issuer, &other), Err(TokenRefusal::Forged), "{other}");
        }
    }
}

#[test]
fn what_is_signed_and_no_token_of_ours_is_refused() {
    let issuer = key().issuer();
    let long = "x".repeat(MAX_STAFF_TOKEN);
    let messages = [
        "",
        "{}",
        r#"{"sub":"AA","iat":"2026-01-01T12:00:00Z","exp":"2026-01-01T12:10:00Z","uv":"2026-01-01T12:00:00Z"}"#,
        &format!(
            r#"{{"sub":"{DEVICE}","iat":"2026-01-01T12:00:00Z","exp":"2026-01-01","uv":"2026-01-01T12:00:00Z"}}"#
        ),
        &format!(
            r#"{{"sub":"{DEVICE}","iat":"2026-01-01T12:00:00Z","exp":"2026-01-01T12:10:00Z","uv":"2026-01-01T12:00:00Z","role":"supervisor"}}"#
        ),
        &long,
    ];
    for message in messages {
        let token = key().sign(message.as_bytes());
        assert_eq!(read(&issuer, &token), Err(TokenRefusal::Forged));
    }
}

#[test]
fn times_are_written_and_read_as_in_the_calendar() {
    let known = [
        (0, "1970-01-01T00:00:00Z"),
        (951_782_399, "2000-02-28T23:59:59Z"),
        (951_782_400, "2000-02-29T00:00:00Z"),
        (1_767_268_800, "2026-01-01T12:00:00Z"),
        (4_107_542_400, "2100-03-01T00:00:00Z"),
        (253_402_300_799, "9999-12-31T23:59:59Z"),
    ];
    for (seconds, text) in known {
        let at = Timestamp::from_unix_millis(seconds * 1000);
        assert_eq!(Instant(at).to_string(), text);
        assert_eq!(instant(text), Some(at));
    }
    let none = [
        "",
        "2026-01-01",
        "2026-01-01T12:00:00+00:00",
        "2026-02-29T00:00:00Z",
        "2026-04-31T00:00:00Z",
        "2026-01-01T24:00:00Z",
        "2026-01-01T12:60:00Z",
        "+026-01-01T12:00:00Z",
        "2026-1-01T12:00:00Z0",
        "1969-12-31T23:59:59Z",
        "2026-01-01T12:00:00z",
    ];
    for text in none {
        assert_eq!(instant(text), None, "{text}");
    }
}
