//! The suite, and the bytes that go into it.

use voprf_ng::BlindedElement;
use voprf_ng::EvaluationElement;
use voprf_ng::Proof;
use voprf_ng::Ristretto255;
use voprf_ng::VoprfClient;
use voprf_ng::VoprfServer;

use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng as _;

use crate::identity::LineId;
use crate::identity::encoding::lp_joined;
use crate::vocab::Digest;
use crate::vocab::DigestBuilder;
use crate::vocab::Entropy;
use crate::vocab::TicketNumber;
use crate::vocab::Week;

pub(super) type Hidden = BlindedElement<Ristretto255>;
pub(super) type Evaluated = EvaluationElement<Ristretto255>;
pub(super) type Proven = Proof<Ristretto255>;
pub(super) type Client = VoprfClient<Ristretto255>;
pub(super) type Server = VoprfServer<Ristretto255>;

/// Returns a generator that nobody else draws from.
pub(super) fn generator(entropy: &mut Entropy) -> ChaCha20Rng {
    ChaCha20Rng::from_seed(entropy.draw())
}

/// Returns what the function is evaluated at. Line and week stand in it, though the key is of one
/// line and week already: so a key that was used twice by mistake gives no ticket twice.
pub(super) fn input(line: &LineId, week: Week, bind: &Digest) -> Vec<u8> {
    lp_joined(&[
        b"peerline/v1/blind",
        line.as_bytes(),
        &week.number().to_be_bytes(),
        bind.as_bytes(),
    ])
}

/// Returns what a ticket is spent by.
pub(super) fn number(week: Week, bind: &Digest) -> TicketNumber {
    let mut builder = DigestBuilder::new("peerline/v1/blind/number");
    builder.bytes(&week.number().to_be_bytes());
    builder.bytes(bind.as_bytes());
    TicketNumber::from_bytes(builder.finish().short())
}
