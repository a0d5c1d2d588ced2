//! What a server says.

use serde::Deserialize;
use serde::Serialize;

use super::Address;
use super::Body;
use super::Chain;
use super::Code;
use super::Ev;
use super::GateLack;
use super::HailGate;
use super::Key;
use super::MannerBody;
use super::NormsBody;
use super::Ping;
use super::Sig;
use super::Ways;
use crate::vocab::Cid;
use crate::vocab::DecisionId;
use crate::vocab::Language;
use crate::vocab::OccupantId;
use crate::vocab::Role;
use crate::vocab::Seq;
use crate::vocab::Timestamp;

/// A frame from server to client.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "snake_case", tag = "t")]
#[non_exhaustive]
pub enum ServerFrame<'a> {
    /// The first frame: what to sign.
    Hail(Hail),
    /// The client is who it says.
    Welcome(Welcome),
    /// A room is open; its replay follows.
    Opened(Opened),
    /// An entry of a log.
    Ev(Ev<'a>),
    /// A request was done.
    Ok(Taken<'a>),
    /// A request was refused.
    Err(Refused),
    /// Entries that will not come.
    Gap(Gap),
    /// The end of the connection.
    Bye(Bye),
    /// Something that is never kept.
    Sig(Sig<'a>),
    /// Shows that the link lives.
    Ping(Ping),
}

/// What a client must sign.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, Deserialize, Serialize)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a frame; the wire ignores unknown fields"
)]
pub struct Hail {
    /// The versions the server speaks.
    pub v: Vec<u16>,
    /// The line's id.
    pub line: Key,
    /// The server's nonce.
    pub nonce: Key,
    /// The server's time, echoed in the signature.
    pub now: Timestamp,
    /// What newcomers are asked for before they meet peers; missing where nothing is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gate: Option<HailGate>,
}

/// What the client may do, and how much of it.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, Deserialize, Serialize)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a frame; the wire ignores unknown fields"
)]
pub struct Welcome {
    /// The version spoken from here on.
    pub v: u16,
    /// The extensions both sides know.
    pub ext: Vec<String>,
    /// What the server takes the client for.
    pub me: Me,
    /// How often the server pings, in milliseconds.
    pub hb_ms: u64,
    /// Limits.
    pub max: Maxima,
    /// For how many seconds a `cid` is remembered.
    pub dedupe_s: u64,
    /// The server's time.
    pub now: Timestamp,
}

/// What the server takes the client for.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, Deserialize, Serialize)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a frame; the wire ignores unknown fields"
)]
pub struct Me {
    /// Roles in force; `seeker` is always among them.
    pub roles: Vec<Role>,
    /// Roles that rest until their bearer logs in as staff.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub resting: Vec<Role>,
    /// Why the login that was brought, or none, does not do: `needed`, `ended` or `refused`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub login: Option<String>,
    /// `welcome`, `probation` or `help_only`.
    pub standing: String,
    /// What this newcomer lacks; `standing` is then `help_only`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gate: Option<GateLack>,
}

/// Limits of frames and rooms.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a frame; the wire ignores unknown fields"
)]
pub struct Maxima {
    /// Bytes of a frame.
    pub frame: usize,
    /// Open rooms.
    pub rooms: usize,
    /// Unacknowledged bytes.
    pub inflight: usize,
    /// Bytes of a text.
    pub text: usize,
    /// Levels of nesting of a frame.
    pub depth: usize,
    /// Values in a frame.
    pub items: usize,
}

/// A room is open.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, Deserialize, Serialize)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a frame; the wire ignores unknown fields"
)]
pub struct Opened {
    /// The number of the `open`.
    #[serde(default, rename = "ref", skip_serializing_if = "Option::is_none")]
    pub reference: Option<u64>,
    /// Which room.
    pub room: Address,
    /// The epoch of its log.
    pub epoch: u64,
    /// Entries up to here are no longer kept.
    pub base: Seq,
    /// The last entry.
    pub head: Seq,
    /// The running hash there.
    pub h: Chain,
    /// The replay follows from behind this entry.
    pub from: Seq,
    /// The client's name in this room.
    pub who: OccupantId,
    /// The client's role in this room.
    pub role: Role,
    /// What the client may do here.
    pub caps: Vec<String>,
    /// How far apart messages should be on average, in milliseconds, not to meet `rate`.
    #[serde(default)]
    pub pace_ms: u64,
    /// The languages of a room where people talk, its main one first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub languages: Vec<Language>,
    /// How people talk there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub manner: Option<Box<MannerBody>>,
    /// What holds there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub norms: Option<Box<NormsBody>>,
    /// Who has the turn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub turn: Option<OccupantId>,
    /// Who raised a hand, the first one first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hands: Vec<OccupantId>,
    /// The room's number on this connection, where short names hold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub n: Option<u32>,
    /// When a fresh ticket is needed, in a room that was entered with one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
}

/// A request was done.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, Deserialize, Serialize)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a frame; the wire ignores unknown fields"
)]
pub struct Taken<'a> {
    /// The number of the request.
    #[serde(rename = "ref")]
    pub reference: u64,
    /// The put.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cid: Option<Cid>,
    /// Where its entry stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seq: Option<Seq>,
    /// Whether it is done or held.
    pub st: Status,
    /// The record that explains a hold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<DecisionId>,
    /// The answer to an `ask`.
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub body: Option<Body<'a>>,
}

/// Whether a request is done or held.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Status {
    /// Done.
    Done,
    /// A person looks at it first.
    Held,
}

/// A request was refused.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, Deserialize, Serialize)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a frame; the wire ignores unknown fields"
)]
pub struct Refused {
    /// The number of the request; missing where the frame had none that could be read.
    #[serde(default, rename = "ref", skip_serializing_if = "Option::is_none")]
    pub reference: Option<u64>,
    /// Why.
    pub code: Code,
    /// When to try again; there exactly when that can help.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_ms: Option<u64>,
    /// When the author may try again, where time alone helps.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
    /// What was too fast, where `code` is `rate`; which login is missing, where it is `denied`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<Scope>,
    /// The record that explains it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<DecisionId>,
    /// In plain language.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub say: Option<String>,
    /// What stands in the way, in one word.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// What there is instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ways: Option<Ways>,
}

/// What a rate is counted over.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Scope {
    /// What one person says in one room.
    Room,
    /// What one connection asks for.
    Connection,
    /// With `denied`: log in as staff, and it may be allowed.
    Login,
    /// With `denied`: log in anew; this needs a login that is minutes old.
    FreshLogin,
}

/// Entries that will not come.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, Deserialize, Serialize)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a frame; the wire ignores unknown fields"
)]
pub struct Gap {
    /// Which room.
    pub room: Address,
    /// The epoch of its log.
    pub epoch: u64,
    /// The first that is missing.
    pub lo: Seq,
    /// The last that is missing.
    pub hi: Seq,
    /// Why.
    pub why: GapWhy,
}

/// Why entries will not come.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum GapWhy {
    /// They are no longer kept.
    Trimmed,
    /// The log began anew.
    Epoch,
    /// The client's log is another one.
    Diverged,
    /// The client was too slow; it can fetch them.
    Slow,
    /// Said by a client session alone, never on the wire: the line says that they exist, and does
    /// not have them.
    #[serde(skip)]
    Missing,
}

impl GapWhy {
    /// Returns whether what was known of the room counts no more: the line's log is another one.
    #[must_use]
    pub const fn begins_anew(self) -> bool {
        matches!(self, Self::Epoch | Self::Diverged)
    }
}

/// The end of the connection.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, Deserialize, Serialize)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a frame; the wire ignores unknown fields"
)]
pub struct Bye {
    /// Why.
    pub code: Code,
    /// When to come back; never where it is missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub again_ms: Option<u64>,
}

impl ServerFrame<'_> {
    /// Makes the frame last longer than the bytes it was read from.
    #[must_use]
    pub fn into_owned(self) -> ServerFrame<'static> {
        match self {
            Self::Hail(hail) => ServerFrame::Hail(hail),
            Self::Welcome(welcome) => ServerFrame::Welcome(welcome),
            Self::Opened(opened) => ServerFrame::Opened(opened),
            Self::Ev(ev) => ServerFrame::Ev(ev.into_owned()),
            Self::Ok(taken) => ServerFrame::Ok(taken.into_owned()),
            Self::Err(refused) => ServerFrame::Err(refused),
            Self::Gap(gap) => ServerFrame::Gap(gap),
            Self::Bye(bye) => ServerFrame::Bye(bye),
            Self::Sig(sig) => ServerFrame::Sig(sig.into_owned()),
            Self::Ping(ping) => ServerFrame::Ping(ping),
        }
    }
}

impl Taken<'_> {
    /// Makes the answer last longer than the bytes it was read from.
    #[must_use]
    pub fn into_owned(self) -> Taken<'static> {
        Taken {
            body: self.body.map(Body::into_owned),
            ..self
        }
    }
}
