//! What somebody asks for about another person's standing.

use crate::vocab::Millis;
use crate::vocab::OccupantId;
use crate::vocab::RoomId;

/// What a put asks for about somebody's standing.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum StandingAct {
    /// Keeps a member and the writer apart, under every later name of both.
    Block {
        /// Whom.
        who: OccupantId,
    },
    /// Lets somebody reach responders alone for a time; no room notices.
    Sanction(Target),
    /// The same, and out of every room at once; takes two people.
    Sweep(Target),
}

/// Against whom, why and for how long.
#[derive(Clone, Debug, Eq, PartialEq)]
#[expect(clippy::exhaustive_structs, reason = "an argument in parts")]
pub struct Target {
    /// A room they are or were in.
    pub room: RoomId,
    /// Their name there.
    pub who: OccupantId,
    /// The rule it rests on.
    pub ground: String,
    /// For how long.
    pub span: Millis,
}
