//! One random key.

use hmac::Hmac;
use hmac::KeyInit as _;
use hmac::Mac as _;
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::vocab::Digest;
use crate::vocab::Entropy;
use crate::vocab::RoomId;

/// 32 random bytes. They are overwritten when the value is dropped.
#[derive(Clone)]
pub(super) struct Key(Zeroizing<[u8; 32]>);

impl Key {
    pub(super) fn random(entropy: &mut Entropy) -> Self {
        Self(Zeroizing::new(entropy.draw()))
    }

    /// Takes the bytes as a shelf keeps them; `None` where it is no key of this kind.
    pub(super) fn of(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Zeroizing::new).map(Self)
    }

    pub(super) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Makes a MAC of parts, each behind its length.
    pub(super) fn mac(&self, label: &str, parts: &[&[u8]]) -> Digest {
        // HMAC pads a short key with zeros to one block; done here, the constructor cannot fail.
        let mut block = Zeroizing::new([0_u8; 64]);
        let pairs = block.iter_mut().zip(self.0.iter());
        pairs.for_each(|(to, from)| *to = *from);
        let mut mac = Hmac::<Sha256>::new((&*block).into());
        for part in [label.as_bytes()].iter().chain(parts) {
            let len = u64::try_from(part.len()).unwrap_or(u64::MAX);
            mac.update(&len.to_be_bytes());
            mac.update(part);
        }
        Digest::from_bytes(mac.finalize().into_bytes().into())
    }

    /// Returns what a log is called in the store that this key seals.
    pub(super) fn log_id(&self) -> RoomId {
        RoomId::from_bytes(self.mac("peerline/v1/seal/log", &[]).short())
    }

    /// Returns the key that is there only while both are.
    pub(super) fn and(&self, other: &Self) -> Self {
        let both = self.mac("peerline/v1/seal/both", &[other.bytes()]);
        Self(Zeroizing::new(*both.as_bytes()))
    }
}
