//! What goes between a device and the line.

use crate::vocab::Week;

/// Which key the line uses this week, for everybody.
///
/// A line that gives somebody a key of their own would know their tickets by it. So a client takes
/// it from where all clients see the same, or compares it with what others were given.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct BlindOffer {
    /// Which week.
    pub week: Week,
    /// The public half of its key: an element of ristretto255.
    pub key: [u8; 32],
}

impl BlindOffer {
    /// Makes an offer of its parts.
    #[must_use]
    pub const fn new(week: Week, key: [u8; 32]) -> Self {
        Self { week, key }
    }
}

/// A hidden number: an element of ristretto255. It says nothing about the number, not even to who
/// can compute without end.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[expect(clippy::exhaustive_structs, reason = "32 bytes")]
pub struct Blinded(pub [u8; 32]);

/// What the line answers.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct BlindSigned {
    /// The hidden numbers, evaluated, in the order they came.
    pub evaluated: Vec<[u8; 32]>,
    /// That all were evaluated under the published key: a challenge and a response, 32 bytes each.
    pub proof: [u8; 64],
}

impl BlindSigned {
    /// Makes an answer of its parts.
    #[must_use]
    pub const fn new(evaluated: Vec<[u8; 32]>, proof: [u8; 64]) -> Self {
        Self { evaluated, proof }
    }
}
