use super::hkdf;
use super::lp;
use super::lp_joined;
use crate::identity::tests::hex;
use crate::identity::tests::vectors;

#[test]
fn hkdf_is_that_of_rfc_5869() {
    let vector = &vectors()["rfc5869"];
    let okm = hex(&vector["okm"]);
    let got = hkdf(
        &hex(&vector["salt"]),
        &hex(&vector["ikm"]),
        &hex(&vector["info"]),
    );
    assert_eq!(got.as_slice(), &okm[..32]);
}

#[test]
fn parts_do_not_run_into_each_other() {
    assert_ne!(lp_joined(&[b"ab", b"c"]), lp_joined(&[b"a", b"bc"]));
    assert_ne!(lp_joined(&[b"", b"a"]), lp_joined(&[b"a", b""]));
    assert_eq!(lp_joined(&[b"ab", b""]), [0, 2, b'a', b'b', 0, 0]);
}

#[test]
fn a_part_that_is_too_long_is_hashed() {
    let mut longest = Vec::new();
    lp(&mut longest, &[7; 65_534]);
    let mut hashed = Vec::new();
    lp(&mut hashed, &[7; 65_535]);
    assert_eq!((longest.len(), &longest[..2]), (65_536, &[0xFF, 0xFE][..]));
    assert_eq!((hashed.len(), &hashed[..2]), (34, &[0xFF, 0xFF][..]));
}
