//! What a refusal is called on the wire.

use serde::Deserialize;
use serde::Serialize;

/// The code of an `err` or a `bye`.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Code {
    /// The frame is malformed or out of place.
    Bad,
    /// No common version.
    Version,
    /// The proof of identity does not hold.
    Auth,
    /// Not a member, or not allowed here.
    Denied,
    /// The room, offer or case is no longer there.
    Gone,
    /// Over a limit named in `max`.
    TooBig,
    /// Too fast.
    Rate,
    /// An earlier put in this room waits.
    Lane,
    /// This `cid` came before with another content.
    CidReused,
    /// Older than `dedupe_s`.
    Stale,
    /// Please read `say`, then edit, or send again with `over`.
    Nudge,
    /// Against the rules.
    Blocked,
    /// The room is in slow mode: the author may try again later.
    Slow,
    /// Who is new here reads first, or agrees to the norms.
    Norms,
    /// Somebody else has the turn.
    Turn,
    /// The room rests.
    Quiet,
    /// The server cannot store now.
    Busy,
    /// A fault of the server.
    Internal,
}

impl Code {
    /// Every code, in the order of the specification's table.
    pub const ALL: [Self; 18] = [
        Self::Bad,
        Self::Version,
        Self::Auth,
        Self::Denied,
        Self::Gone,
        Self::TooBig,
        Self::Rate,
        Self::Lane,
        Self::CidReused,
        Self::Stale,
        Self::Nudge,
        Self::Blocked,
        Self::Slow,
        Self::Norms,
        Self::Turn,
        Self::Quiet,
        Self::Busy,
        Self::Internal,
    ];

    /// Returns whether sending the same put again, unchanged, can help.
    #[must_use]
    pub const fn is_retryable(self) -> bool {
        matches!(self, Self::Rate | Self::Lane | Self::Busy)
    }
}
