//! What is said in passing: heard by whoever is there, and never kept.

use serde::Deserialize;
use serde::Serialize;

use crate::vocab::Seq;

/// Something that a member lets the others know and that no log holds.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Passing {
    /// They type.
    Typing,
    /// They are here, away or gone.
    Present(Presence),
    /// They have read up to this entry.
    Read(Seq),
}

/// Whether somebody is there.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Presence {
    /// They are.
    #[default]
    Here,
    /// They do not look, or their connection was lost a moment ago.
    Away,
    /// Nothing was heard of them for a while; they have not left.
    Gone,
}
