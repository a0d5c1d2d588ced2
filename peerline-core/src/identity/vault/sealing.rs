//! RFC 9180 in base mode: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM.

use hpke::Deserializable as _;
use hpke::Kem as _;
use hpke::OpModeR;
use hpke::OpModeS;
use hpke::Serializable as _;
use hpke::aead::AesGcm256;
use hpke::kdf::HkdfSha256;
use hpke::kem::X25519HkdfSha256;
use hpke::rand_core::CryptoRng;
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng as _;
use zeroize::Zeroizing;

use super::VaultRefusal;
use crate::identity::SealKey;
use crate::vocab::Entropy;

type PrivateKey = <X25519HkdfSha256 as hpke::Kem>::PrivateKey;
type SharedKey = <X25519HkdfSha256 as hpke::Kem>::PublicKey;
type Encapped = <X25519HkdfSha256 as hpke::Kem>::EncappedKey;

/// What a sealed text belongs to.
#[derive(Clone, Copy)]
pub(super) struct Ground<'a> {
    pub(super) info: &'a [u8],
    pub(super) aad: &'a [u8],
}

/// Returns a generator that nobody else draws from.
pub(super) fn generator(entropy: &mut Entropy) -> ChaCha20Rng {
    ChaCha20Rng::from_seed(entropy.draw())
}

/// Returns the two halves of the key that `seed` makes.
pub(super) fn keys(seed: &[u8; 32]) -> (PrivateKey, SealKey) {
    let (private, public) = X25519HkdfSha256::derive_keypair(seed);
    (private, SealKey::from_bytes(public.to_bytes().into()))
}

/// Seals `text` to a key: the encapsulated key, then the text with its tag.
pub(super) fn seal(
    to: &SealKey,
    on: Ground<'_>,
    text: &[u8],
    draws: &mut impl CryptoRng,
) -> Result<Vec<u8>, VaultRefusal> {
    let to = SharedKey::from_bytes(to.as_bytes()).map_err(|_| VaultRefusal::BadGuardians)?;
    let (key, sealed) = hpke::single_shot_seal_with_rng::<AesGcm256, HkdfSha256, X25519HkdfSha256>(
        &OpModeS::Base,
        &to,
        on.info,
        text,
        on.aad,
        draws,
    )
    .map_err(|_| VaultRefusal::BadGuardians)?;
    let mut bytes = key.to_bytes().to_vec();
    bytes.extend_from_slice(&sealed);
    Ok(bytes)
}

/// Opens what was sealed; `None` where it was not sealed to this key and for this ground.
pub(super) fn open(seed: &[u8; 32], on: Ground<'_>, bytes: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let (key, sealed) = bytes.split_at_checked(32)?;
    let key = Encapped::from_bytes(key).ok()?;
    let (private, _) = keys(seed);
    let text = hpke::single_shot_open::<AesGcm256, HkdfSha256, X25519HkdfSha256>(
        &OpModeR::Base,
        &private,
        &key,
        on.info,
        sealed,
        on.aad,
    );
    text.ok().map(Zeroizing::new)
}
