//! The official vectors of PASETO v4.public, and every bit of a token.

use ed25519_dalek::Signer as _;
use ed25519_dalek::SigningKey;

use super::HEADER;
use super::SIGNATURE;
use super::authenticated;
use super::sign;
use super::verify;
use crate::identity::tests::hex;

const SEED: &str = "b4cbfb43df4ce210727d953e4a713307fa19bb7d9f85041438d9e11b942a3774";
const PUBLIC: &str = "1eb9dbbbbc047c03fd70604e0071f0987e16b28b757225c11f00415d0e20b1a2";
const MESSAGE: &str = r#"{"data":"this is a signed message","exp":"2022-01-01T00:00:00+00:00"}"#;
const FOOTER: &str = r#"{"kid":"zVhMiPBP9fRf2snEcT7gFTioeA9COcNy9DfgL1W60haN"}"#;
const S1: &str = "v4.public.eyJkYXRhIjoidGhpcyBpcyBhIHNpZ25lZCBtZXNzYWdlIiwiZXhwIjoiMjAyMi0wMS0w\
    MVQwMDowMDowMCswMDowMCJ9bg_XBBzds8lTZShVlwwKSgeKpLT3yukTw6JUz3W4h_ExsQV-P0V54zemZDcAxFaSeef1\
    QlXEFtkqxT1ciiQEDA";
const S2: &str = "v4.public.eyJkYXRhIjoidGhpcyBpcyBhIHNpZ25lZCBtZXNzYWdlIiwiZXhwIjoiMjAyMi0wMS0w\
    MVQwMDowMDowMCswMDowMCJ9v3Jt8mx_TdM2ceTGoqwrh4yDFn0XsHvvV_D0DtwQxVrJEBMl0F2caAdgnpKlt4p7xBnx\
    1HcO-SPo8FPp214HDw.eyJraWQiOiJ6VmhNaVBCUDlmUmYyc25FY1Q3Z0ZUaW9lQTlDT2NOeTlEZmdMMVc2MGhhTiJ9";
const S3: &str = "v4.public.eyJkYXRhIjoidGhpcyBpcyBhIHNpZ25lZCBtZXNzYWdlIiwiZXhwIjoiMjAyMi0wMS0w\
    MVQwMDowMDowMCswMDowMCJ9NPWciuD3d0o5eXJXG5pJy-DiVEoyPYWs1YSTwWHNJq6DZD3je5gf-0M4JR9ipdUSJbIo\
    vzmBECeaWmaqcaP0DQ.eyJraWQiOiJ6VmhNaVBCUDlmUmYyc25FY1Q3Z0ZUaW9lQTlDT2NOeTlEZmdMMVc2MGhhTiJ9";
const IMPLICIT: &str = r#"{"test-vector":"4-S-3"}"#;

fn key() -> SigningKey {
    let seed: [u8; 32] = hex(&SEED.into()).try_into().unwrap();
    let key = SigningKey::from_bytes(&seed);
    assert_eq!(key.verifying_key().to_bytes().to_vec(), hex(&PUBLIC.into()));
    key
}

#[test]
fn tokens_are_those_of_the_standard() {
    let key = key();
    assert_eq!(sign(&key, MESSAGE.as_bytes(), b""), S1);
    let read = verify(&key.verifying_key(), S1, b"").unwrap();
    assert_eq!(read, MESSAGE.as_bytes());
    for (token, implicit) in [(S2, ""), (S3, IMPLICIT)] {
        let signed = authenticated(MESSAGE.as_bytes(), FOOTER.as_bytes(), implicit.as_bytes());
        let mut body = MESSAGE.as_bytes().to_vec();
        body.extend_from_slice(&key.sign(&signed).to_bytes());
        let (text, _footer) = token[HEADER.len()..].split_once('.').unwrap();
        assert_eq!(
            base64::Engine::encode(&super::URL_SAFE_NO_PAD, body),
            text,
            "{token}"
        );
    }
}

#[test]
fn a_footer_or_another_implicit_part_is_not_ours() {
    let key = key();
    let public = key.verifying_key();
    assert_eq!(verify(&public, S2, b""), None);
    assert_eq!(verify(&public, S3, IMPLICIT.as_bytes()), None);
    let token = sign(&key, b"{}", b"here");
    assert!(verify(&public, &token, b"here").is_some());
    assert_eq!(verify(&public, &token, b"there"), None);
    assert_eq!(verify(&public, &token, b""), None);
}

#[test]
fn no_bit_of_a_token_can_change() {
    let key = key();
    let public = key.verifying_key();
    let token = sign(&key, b"{\"who\":1}", b"here").into_bytes();
    for at in 0..token.len() {
        for bit in 0..8 {
            let mut other = token.clone();
            other[at] ^= 1 << bit;
            if let Ok(other) = String::from_utf8(other) {
                assert_eq!(verify(&public, &other, b"here"), None, "{other}");
            }
        }
    }
}

#[test]
fn what_is_short_or_of_another_kind_is_refused() {
    let public = key().verifying_key();
    let short = format!("{HEADER}{}", "A".repeat(SIGNATURE));
    let other = [
        "",
        HEADER,
        &short,
        "v4.local.AAAA",
        "v3.public.AAAA",
        "v4.public",
    ];
    for token in other {
        assert_eq!(verify(&public, token, b""), None);
    }
}
