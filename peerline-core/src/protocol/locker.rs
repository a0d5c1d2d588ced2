//! A person's locker on the wire: the put that keeps something, and the answer that gives it back.

mod notes;

use serde::Deserialize;
use serde::Serialize;

use super::Body;
use super::body;
use super::body::InvalidBody;
use crate::identity::LockerBlob;
use crate::log::Act;
use crate::vocab::Timestamp;

pub use notes::LockerNotes;
pub use notes::LockerPlan;
pub use notes::LockerRoom;

/// The body of `locker`.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Deserialize)]
struct Keep {
    /// The version that this takes the place of; zero where there was none.
    #[serde(default)]
    after: u64,
    /// The sealed bytes.
    blob: LockerBlob,
}

/// Reads what is put into a locker.
pub(super) fn read(found: &Body<'_>) -> Result<Act, InvalidBody> {
    let Keep { after, blob } = body::read(found)?;
    Ok(Act::Keep { after, blob })
}

#[cfg(feature = "schemars1")]
pub(super) fn schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
    generator.subschema_for::<Keep>()
}

/// The answer to `ask locker`.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a frame's body; the wire ignores unknown fields"
)]
pub struct LockerBody {
    /// Which version lies there; zero where there is none.
    pub version: u64,
    /// The sealed bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub blob: Option<LockerBlob>,
    /// How often somebody came with the phrase whom the locker did not know.
    pub uses: u64,
    /// When another device last came first: a day, 00:00 UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub used: Option<Timestamp>,
}

#[cfg(test)]
mod tests;
