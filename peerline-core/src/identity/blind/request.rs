//! The device's half.

use std::fmt;

use voprf_ng::Group as _;
use voprf_ng::Ristretto255;

use super::BlindOffer;
use super::BlindRefusal;
use super::BlindSigned;
use super::BlindTicket;
use super::Blinded;
use super::suite;
use super::suite::Client;
use super::suite::Evaluated;
use super::suite::Proven;
use crate::identity::LineId;
use crate::vocab::Digest;
use crate::vocab::Entropy;

/// A ticket that is asked for: what the device keeps until the answer comes.
///
/// # Privacy
/// Whoever has it can tie the ticket to the question. `Debug` shows nothing; the blind is
/// overwritten when the value is dropped.
#[derive(Clone)]
pub struct BlindRequest {
    offer: BlindOffer,
    bind: Digest,
    input: Vec<u8>,
    client: Client,
    blinded: Blinded,
}

impl BlindRequest {
    /// Hides what a ticket is to be made for: [`bind`](crate::identity::bind) of a room key and 32
    /// random bytes. `entropy` is fresh for each call.
    ///
    /// # Errors
    /// [`BlindRefusal::Malformed`] where nothing can be made of it, with a chance of 2^-252.
    pub fn new(
        offer: &BlindOffer,
        line: &LineId,
        bind: Digest,
        entropy: &mut Entropy,
    ) -> Result<Self, BlindRefusal> {
        let input = suite::input(line, offer.week, &bind);
        let made = Client::blind(&input, &mut suite::generator(entropy));
        let made = made.map_err(|_| BlindRefusal::Malformed)?;
        Ok(Self {
            offer: *offer,
            bind,
            input,
            blinded: Blinded(made.message.serialize().into()),
            client: made.state,
        })
    }

    /// Returns what the line is to sign.
    #[must_use]
    pub const fn blinded(&self) -> Blinded {
        self.blinded
    }
}

impl fmt::Debug for BlindRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BlindRequest(..)")
    }
}

/// Makes tickets of what the line answered to `requests`, all of one offer, in their order.
///
/// # Errors
/// [`BlindRefusal::Proof`] where the line used another key than it offered;
/// [`BlindRefusal::Malformed`] where the answer is to another question.
pub fn finish(
    requests: &[BlindRequest],
    signed: &BlindSigned,
) -> Result<Vec<BlindTicket>, BlindRefusal> {
    let malformed = |_| BlindRefusal::Malformed;
    let offer = requests.first().ok_or(BlindRefusal::TooMany)?.offer;
    let one_offer = requests.iter().all(|request| request.offer == offer);
    if !one_offer || requests.len() != signed.evaluated.len() {
        return Err(BlindRefusal::Malformed);
    }
    let key = Ristretto255::deserialize_elem(&offer.key).map_err(malformed)?;
    let proof = Proven::deserialize(&signed.proof).map_err(malformed)?;
    let evaluated = signed.evaluated.iter();
    let evaluated: Result<Vec<_>, _> = evaluated.map(|one| Evaluated::deserialize(one)).collect();
    let evaluated = evaluated.map_err(malformed)?;
    let clients: Vec<_> = requests.iter().map(|one| one.client.clone()).collect();
    let inputs: Vec<_> = requests.iter().map(|one| one.input.as_slice()).collect();
    let values = Client::batch_finalize(&inputs, &clients, &evaluated, &proof, key);
    let values = values.map_err(|_| BlindRefusal::Proof)?;
    requests
        .iter()
        .zip(values)
        .map(|(request, value)| {
            Ok(BlindTicket {
                week: offer.week,
                bind: request.bind,
                value: value.map_err(malformed)?.into(),
            })
        })
        .collect()
}
