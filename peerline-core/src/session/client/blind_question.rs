//! A question for blind tickets, and what its answer puts into the purse.

use std::collections::BTreeMap;
use std::fmt;

use super::Purse;
use crate::identity::LineId;
use crate::identity::PublicKey;
use crate::identity::bind;
use crate::identity::blind::BlindOffer;
use crate::identity::blind::BlindRefusal;
use crate::identity::blind::BlindRequest;
use crate::identity::blind::BlindSigned;
use crate::identity::blind::BlindTerms;
use crate::identity::blind::finish;
use crate::protocol::BlindBody;
use crate::protocol::Body;
use crate::protocol::Key;
use crate::vocab::Entropy;
use crate::vocab::RoomId;
use crate::vocab::Timestamp;
use crate::vocab::Week;

/// A question for blind tickets into one room, while its answer is on the way.
///
/// ```text
/// ask "blind"                     -> BlindQuestion::offer
/// ask "blind" with the body       -> BlindQuestion::answered puts tickets into the Purse
/// another connection, another time: Purse::prove shows one
/// ```
///
/// # Privacy
/// Whoever has it can tie the tickets to the question; `Debug` shows nothing. What the line signs
/// with has to be the same for everybody: a host compares the offer with one that was got without a
/// name, as under another account on another connection.
pub struct BlindQuestion {
    room: RoomId,
    ends: Timestamp,
    secrets: Vec<[u8; 32]>,
    requests: Vec<BlindRequest>,
}

impl BlindQuestion {
    /// Reads which key the line uses this week from the answer to `ask blind`.
    #[must_use]
    pub fn offer(body: &Body<'_>) -> Option<BlindOffer> {
        let BlindBody { week, key, .. } = body.read().ok()?;
        Some(BlindOffer::new(Week::new(week), key.0))
    }

    /// Makes the question for `n` tickets into the room whose key is `key`, and its body.
    ///
    /// # Errors
    /// [`BlindRefusal::Malformed`] where nothing can be made of the offer.
    pub fn new(
        (offer, line): (&BlindOffer, &LineId),
        (room, key): (RoomId, &PublicKey),
        n: usize,
        entropy: &mut Entropy,
    ) -> Result<(Self, Body<'static>), BlindRefusal> {
        let secrets: Vec<[u8; 32]> = (0..n).map(|_| entropy.draw()).collect();
        let made = secrets
            .iter()
            .map(|r| BlindRequest::new(offer, line, bind(key, r), entropy));
        let requests: Vec<_> = made.collect::<Result<_, _>>()?;
        let blinded = requests.iter().map(|request| Key(request.blinded().0));
        let blinded: Vec<_> = blinded.collect();
        let question = Self {
            room,
            ends: BlindTerms::default().ends(offer.week),
            secrets,
            requests,
        };
        Ok((question, Body::of(&BTreeMap::from([("blinded", blinded)]))))
    }

    /// Checks the answer and puts its tickets into `purse`; returns how many there are.
    ///
    /// # Errors
    /// [`BlindRefusal::Proof`] where the line used another key than it offered: none of the tickets
    /// is to be shown to anybody. [`BlindRefusal::Malformed`] where it is no answer to this.
    pub fn answered(self, body: &Body<'_>, purse: &mut Purse) -> Result<usize, BlindRefusal> {
        let body: BlindBody = body.read().map_err(|_| BlindRefusal::Malformed)?;
        let proof = body.proof.ok_or(BlindRefusal::Malformed)?;
        let evaluated = body.evaluated.into_iter().map(|Key(bytes)| bytes);
        let signed = BlindSigned::new(evaluated.collect(), proof.0);
        let tickets = finish(&self.requests, &signed)?;
        for (r, ticket) in self.secrets.iter().zip(&tickets) {
            purse.hold_blind(self.room, (*r, ticket), self.ends);
        }
        Ok(tickets.len())
    }
}

impl fmt::Debug for BlindQuestion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BlindQuestion(..)")
    }
}
