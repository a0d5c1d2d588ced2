//! Proof for one room, beside the person's own.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use serde::Serialize;

use super::Ask;
use super::Body;
use super::InvalidBody;
use super::Key;
use super::SignatureBytes;
use crate::identity::Ticket;
use crate::log::Act;
use crate::log::StandingAct;
use crate::log::Target;
use crate::vocab::Digest;
use crate::vocab::Millis;
use crate::vocab::OccupantId;
use crate::vocab::RoomId;

/// Proof for one room: a signature of its own context key and, to enter, a ticket.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, Deserialize, Serialize)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a frame; the wire ignores unknown fields"
)]
pub struct Join {
    /// The room's context key.
    pub pk: Key,
    /// The client's nonce, another for each join.
    pub nonce: Key,
    /// The signature.
    pub sig: SignatureBytes,
    /// What hides the key in the ticket's bind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub r: Option<Key>,
    /// The ticket, 182 bytes in base64url; missing where the key comes back to a lease that runs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ticket: Option<String>,
}

impl Join {
    /// Returns the ticket's bytes, empty where there is none; `None` where they are not base64url.
    #[must_use]
    pub fn ticket_bytes(&self) -> Option<Vec<u8>> {
        let text = self.ticket.as_deref().unwrap_or_default();
        URL_SAFE_NO_PAD.decode(text).ok()
    }
}

/// What a request for tickets holds.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Deserialize)]
struct Binds {
    /// For each ticket the hidden room key.
    binds: Vec<Key>,
}

/// The answer to a request for tickets.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, Deserialize, Serialize)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a frame's body; the wire ignores unknown fields"
)]
pub struct Tickets {
    /// One for each bind, in their order; 182 bytes each in base64url.
    pub tickets: Vec<String>,
}

impl Tickets {
    /// Writes tickets.
    #[must_use]
    pub fn of(tickets: &[Ticket]) -> Self {
        Self {
            tickets: tickets.iter().map(Self::text).collect(),
        }
    }

    /// Writes one ticket.
    #[must_use]
    pub fn text(ticket: &Ticket) -> String {
        URL_SAFE_NO_PAD.encode(ticket.encode())
    }

    /// Reads tickets, up to the first that is none.
    #[must_use]
    pub fn read(&self) -> Vec<Ticket> {
        let bytes = self.tickets.iter().map(|text| URL_SAFE_NO_PAD.decode(text));
        bytes
            .map_while(|bytes| Ticket::decode(&bytes.ok()?).ok())
            .collect()
    }
}

/// Reads for which room keys tickets are asked for.
///
/// # Errors
/// [`InvalidBody::Malformed`] where that is not what the body says.
pub fn read_binds(ask: &Ask<'_>) -> Result<Vec<Digest>, InvalidBody> {
    let body = ask.body.as_ref().ok_or(InvalidBody::Malformed)?;
    let Binds { binds } = read(body)?;
    Ok(binds
        .into_iter()
        .map(|Key(bind)| Digest::from_bytes(bind))
        .collect())
}

/// Keeps a member and the writer apart.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Deserialize)]
pub(super) struct BlockBody {
    /// Whom.
    who: OccupantId,
}

/// Does something about somebody's standing.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Deserialize)]
pub(super) struct StandingBody {
    /// A room they are or were in.
    room: RoomId,
    /// Their name there.
    who: OccupantId,
    /// The rule it rests on.
    ground: String,
    /// For how many hours, at most 8,784: a year.
    hours: u64,
}

pub(super) fn block(body: &Body<'_>) -> Result<Act, InvalidBody> {
    let BlockBody { who } = read(body)?;
    Ok(Act::Standing(StandingAct::Block { who }))
}

pub(super) fn sanction(body: &Body<'_>) -> Result<Act, InvalidBody> {
    target(body).map(|target| Act::Standing(StandingAct::Sanction(target)))
}

pub(super) fn sweep(body: &Body<'_>) -> Result<Act, InvalidBody> {
    target(body).map(|target| Act::Standing(StandingAct::Sweep(target)))
}

fn target(body: &Body<'_>) -> Result<Target, InvalidBody> {
    let StandingBody {
        room,
        who,
        ground,
        hours,
    } = read(body)?;
    if !(1..=YEAR).contains(&hours) {
        return Err(InvalidBody::Malformed);
    }
    Ok(Target {
        room,
        who,
        ground,
        span: Millis::from_hours(hours),
    })
}

fn read<T: serde::de::DeserializeOwned>(body: &Body<'_>) -> Result<T, InvalidBody> {
    body.read().map_err(|_| InvalidBody::Malformed)
}

/// Every sanction ends: no longer than a leap year.
const YEAR: u64 = 366 * 24;
