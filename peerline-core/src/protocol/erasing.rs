//! Erasing oneself, and what is kept: the one put that is sure, and the report.

use serde::Deserialize;
use serde::Serialize;

use super::Body;
use super::body;
use super::body::InvalidBody;
use crate::log::Act;
use crate::log::Kept;
use crate::log::KeptItem;
use crate::vocab::CaseId;
use crate::vocab::RoomId;
use crate::vocab::Timestamp;

/// The body of `erase`.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Deserialize)]
struct Erase {
    /// That it is meant: `true`, or nothing is erased.
    sure: bool,
}

/// Reads an `erase`.
pub(super) fn read(found: &Body<'_>) -> Result<Act, InvalidBody> {
    let Erase { sure } = body::read(found)?;
    if sure {
        Ok(Act::Erase)
    } else {
        Err(InvalidBody::Malformed)
    }
}

#[cfg(feature = "schemars1")]
pub(super) fn schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
    generator.subschema_for::<Erase>()
}

/// The answer to `kept`, and to `erase`.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, Deserialize, Serialize)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a frame's body; the wire ignores unknown fields"
)]
pub struct KeptBody {
    /// Item by item.
    pub kept: Vec<KeptEntry>,
}

/// One thing that is kept about a person.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, Deserialize, Serialize)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a frame's body; the wire ignores unknown fields"
)]
pub struct KeptEntry {
    /// `account`, `roles`, `ban`, `rooms`, `words`, `place`, `decisions`, `case`, `log`,
    /// `puts`; others may follow.
    pub what: String,
    /// `visit`, `wish`, `open`, `retention`, `appeal`, `open_case`, `closed_case`, `legal_hold`,
    /// `rule`, `retry`; others may follow.
    pub why: String,
    /// How many.
    pub n: usize,
    /// Until when at the latest, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
    /// Whether an erasure leaves it until then.
    #[serde(default)]
    pub stays: bool,
    /// The room it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub room: Option<RoomId>,
    /// The case it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<CaseId>,
}

/// The most items of a report: what every client bears in one frame. What stays comes first.
const LIST: usize = 96;

/// Shows what is kept about a person, to that person.
#[must_use]
pub fn kept(report: &Kept) -> KeptBody {
    let (stays, goes): (Vec<_>, Vec<_>) = report.items.iter().partition(|item| item.stays);
    let items = stays.into_iter().chain(goes).take(LIST);
    KeptBody {
        kept: items.map(entry).collect(),
    }
}

fn entry(item: &KeptItem) -> KeptEntry {
    KeptEntry {
        what: item.what.as_str().to_owned(),
        why: item.why.as_str().to_owned(),
        n: item.n,
        until: item.until,
        stays: item.stays,
        room: item.room,
        case: item.case,
    }
}
