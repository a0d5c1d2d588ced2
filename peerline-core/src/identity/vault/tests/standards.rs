//! RFC 9180, appendix A.2.1: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20-Poly1305, base mode.

use std::convert::Infallible;

use hpke::Deserializable as _;
use hpke::Kem as _;
use hpke::OpModeR;
use hpke::Serializable as _;
use hpke::aead::ChaCha20Poly1305;
use hpke::kdf::HkdfSha256;
use hpke::kem::X25519HkdfSha256;

use crate::identity::SealKey;
use crate::identity::vault::sealing;
use crate::identity::vault::sealing::Ground;

const INFO: &str = "4f6465206f6e2061204772656369616e2055726e";
const IKM_E: &str = "909a9b35d3dc4713a5e72a4da274b55d3d3821a37e5d099e74a647db583a904b";
const PK_EM: &str = "1afa08d3dec047a643885163f1180476fa7ddb54c6a8029ea33f95796bf2ac4a";
const IKM_R: &str = "1ac01f181fdf9f352797655161c58b75c656a6cc2716dcb66372da835542e1df";
const PK_RM: &str = "4310ee97d88cc1f088a5576c77ab0cf5c3ac797f3d95139c6c84b5429c59662a";
const SK_RM: &str = "8057991eef8f1f1af18f4a9491d16a1ce333f695d4db8e38da75975c4478e0fb";
const TEXT: &str = "4265617574792069732074727574682c20747275746820626561757479";
/// Additional data `Count-0` and `Count-1`, with what the first two messages become.
const FIRST: (&str, &str) = (
    "436f756e742d30",
    "1c5250d8034ec2b784ba2cfd69dbdb8af406cfe3ff938e131f0def8c8b60b4db21993c62ce81883d2dd1b51a28",
);
const SECOND: (&str, &str) = (
    "436f756e742d31",
    "6b53c051e4199c518de79594e1c4ab18b96f081549d45ce015be002090bb119e85285337cc95ba5f59992dc98c",
);

fn hex(text: &str) -> Vec<u8> {
    let digits = (0..text.len()).step_by(2);
    digits
        .map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap())
        .collect()
}

fn array<const N: usize>(text: &str) -> [u8; N] {
    hex(text).try_into().unwrap()
}

/// Draws the published ephemeral seed and nothing else.
struct Drawn(Vec<u8>);

impl rand_core::TryRng for Drawn {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        unreachable!("HPKE draws bytes")
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        unreachable!("HPKE draws bytes")
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        let drawn: Vec<u8> = self.0.drain(..bytes.len()).collect();
        bytes.copy_from_slice(&drawn);
        Ok(())
    }
}

impl rand_core::TryCryptoRng for Drawn {}

#[test]
fn what_is_sealed_to_the_published_key_is_what_rfc_9180_has() {
    let (info, aad) = (hex(INFO), hex(FIRST.0));
    let on = Ground {
        info: &info,
        aad: &aad,
    };
    let to = SealKey::from_bytes(array(PK_RM));
    let sealed = sealing::seal(&to, on, &hex(TEXT), &mut Drawn(hex(IKM_E))).unwrap();
    assert_eq!(sealed, [hex(PK_EM), hex(FIRST.1)].concat());
    assert_eq!(
        sealing::open(&array(IKM_R), on, &sealed).unwrap().to_vec(),
        hex(TEXT)
    );
}

#[test]
fn the_published_seed_gives_the_published_keys() {
    let (private, public) = sealing::keys(&array(IKM_R));
    // RFC 7748 ignores the topmost bit of a private key; the RFC prints it, the library drops it.
    let mut published = hex(SK_RM);
    published[31] &= 0x7f;
    assert_eq!(private.to_bytes().to_vec(), published);
    assert_eq!(public.as_bytes().to_vec(), hex(PK_RM));
}

#[test]
fn the_second_published_message_opens_after_the_first() {
    let (private, _) = X25519HkdfSha256::derive_keypair(&hex(IKM_R));
    let key = <X25519HkdfSha256 as hpke::Kem>::EncappedKey::from_bytes(&hex(PK_EM)).unwrap();
    let mut opening = hpke::setup_receiver::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
        &OpModeR::Base,
        &private,
        &key,
        &hex(INFO),
    )
    .unwrap();
    for (aad, sealed) in [FIRST, SECOND] {
        assert_eq!(opening.open(&hex(sealed), &hex(aad)).unwrap(), hex(TEXT));
    }
}
