//! Rooms of the directory on the wire, and the ways on that a refusal names.

use serde::Deserialize;
use serde::Serialize;

use crate::room::Localized;
use crate::room::RoomSpec;
use crate::vocab::Language;
use crate::vocab::Role;
use crate::vocab::RoomId;
use crate::vocab::Timestamp;
use crate::vocab::Topic;

/// A room of the directory.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, Deserialize, Serialize)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a frame's body; the wire ignores unknown fields"
)]
pub struct DirectoryRoom {
    /// The room, to be joined with a put.
    pub room: RoomId,
    /// What its operator says of it.
    #[serde(flatten)]
    pub card: RoomCard,
    /// `open`, `paused`, `closed`.
    pub state: String,
    /// Why it is paused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// When the session that runs or comes next begins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub starts: Option<Timestamp>,
    /// When that session ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends: Option<Timestamp>,
    /// When the lease lapses that keeps a session open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
    /// `quiet`, `some`, `busy`, `full`; never how many.
    pub busy: String,
    /// My role in it; missing where I am not in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
    /// As what I may come in.
    pub roles: Vec<Role>,
    /// `none`: what is said there is never stored. Missing where it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kept: Option<String>,
}

/// What an operator says of a room.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, Deserialize, Serialize)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a frame's body; the wire ignores unknown fields"
)]
pub struct RoomCard {
    /// Its name for the operator, the same for ever.
    pub slug: String,
    /// `circle`, `drop_in`, `session` or `staff`.
    pub kind: String,
    /// What people read, in each language there is.
    pub title: Vec<Said>,
    /// Who it is for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub about: Vec<Said>,
    /// What somebody with a disability can expect.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub access: Vec<Said>,
    /// How people treat each other there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub norms: Vec<Said>,
    /// What it is about.
    #[serde(default)]
    pub topics: Vec<Topic>,
    /// What is spoken.
    pub languages: Vec<Language>,
}

/// A text in one language.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a frame's body; the wire ignores unknown fields"
)]
pub struct Said {
    /// The language.
    pub lang: Language,
    /// The text.
    pub text: String,
}

/// What there is instead of what was refused.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a part of a frame; the wire ignores unknown fields"
)]
pub struct Ways {
    /// Rooms of the directory with space.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub elsewhere: Vec<RoomId>,
    /// Always true: "I need a person now" goes through.
    pub person: bool,
    /// When it may go, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Timestamp>,
}

impl From<&RoomSpec> for RoomCard {
    fn from(spec: &RoomSpec) -> Self {
        Self {
            slug: spec.slug.to_string(),
            kind: spec.kind.as_str().to_owned(),
            title: said(&spec.title),
            about: said(&spec.about),
            access: said(&spec.access),
            norms: said(&spec.norms),
            topics: spec.topics.clone(),
            languages: spec.languages.clone(),
        }
    }
}

fn said(texts: &Localized) -> Vec<Said> {
    let said = |(lang, text): (&Language, &str)| Said {
        lang: lang.clone(),
        text: text.to_owned(),
    };
    texts.iter().map(said).collect()
}
