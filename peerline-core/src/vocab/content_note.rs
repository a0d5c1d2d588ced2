//! What a message talks about, so that a reader may fold it.

use std::fmt;
use std::str::FromStr;

use serde::Deserialize;
use serde::Deserializer;
use serde::Serialize;
use serde::Serializer;

macro_rules! notes {
    ($($(#[$doc:meta])* $variant:ident = $code:literal),+ $(,)?) => {
        /// One thing that a message may talk about. A small closed catalog: people choose what to
        /// meet by it, so its words must mean the same to everybody.
        #[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
        #[non_exhaustive]
        pub enum ContentNote {
            $($(#[$doc])* $variant,)+
        }

        impl ContentNote {
            /// Every note there is, in the order in which lists show them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Returns its name on the wire.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $code,)+
                }
            }
        }
    };
}

notes! {
    /// Death of somebody, and grief.
    Loss = "loss",
    /// Hurting oneself.
    SelfHarm = "self_harm",
    /// Suicide and thoughts of it.
    Suicide = "suicide",
    /// Abuse by somebody close.
    Abuse = "abuse",
    /// Violence and war.
    Violence = "violence",
    /// Sexual violence.
    SexualViolence = "sexual_violence",
    /// Eating, weight and bodies.
    Eating = "eating",
    /// Alcohol and drugs.
    Substance = "substance",
    /// Illness and medical things.
    Illness = "illness",
    /// Hatred of people for what they are.
    Hate = "hate",
}

impl FromStr for ContentNote {
    type Err = UnknownNote;

    fn from_str(code: &str) -> Result<Self, UnknownNote> {
        let known = Self::ALL.iter().copied();
        known
            .into_iter()
            .find(|note| note.as_str() == code)
            .ok_or(UnknownNote)
    }
}

/// A set of notes; empty where nothing was said about a message.
///
/// What a message talks about may say as much of its author as its words: `Debug` shows how many
/// notes there are, and nothing else.
#[derive(Clone, Copy, Default, Eq, PartialEq)]
pub struct ContentNotes(u16);

impl ContentNotes {
    /// No note.
    pub const NONE: Self = Self(0);

    /// Returns the set with one note more.
    #[must_use]
    pub const fn with(self, note: ContentNote) -> Self {
        Self(self.0 | bit(note))
    }

    /// Returns whether a note is in it.
    #[must_use]
    pub const fn contains(self, note: ContentNote) -> bool {
        self.0 & bit(note) != 0
    }

    /// Returns whether no note is in it.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0 == 0
    }

    /// Returns its notes, in the order of [`ContentNote::ALL`].
    pub fn iter(self) -> impl Iterator<Item = ContentNote> {
        let all = ContentNote::ALL.iter().copied();
        all.filter(move |note| self.contains(*note))
    }
}

const fn bit(note: ContentNote) -> u16 {
    1 << note as u16
}

impl FromIterator<ContentNote> for ContentNotes {
    fn from_iter<I: IntoIterator<Item = ContentNote>>(notes: I) -> Self {
        notes.into_iter().fold(Self::NONE, Self::with)
    }
}

impl fmt::Debug for ContentNotes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ContentNotes({})", self.0.count_ones())
    }
}

impl Serialize for ContentNotes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let codes: Vec<&str> = self.iter().map(ContentNote::as_str).collect();
        codes.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for ContentNotes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let codes = Vec::<String>::deserialize(deserializer)?;
        let notes = codes.iter().map(|code| code.parse::<ContentNote>());
        notes
            .collect::<Result<_, _>>()
            .map_err(serde::de::Error::custom)
    }
}

#[cfg(feature = "schemars1")]
impl schemars::JsonSchema for ContentNotes {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "ContentNotes".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let codes: Vec<&str> = ContentNote::ALL.iter().map(|note| note.as_str()).collect();
        schemars::json_schema!({
            "type": "array",
            "items": { "type": "string", "enum": codes },
        })
    }
}

/// No note has this name.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("there is no such note on what a message talks about")]
#[non_exhaustive]
pub struct UnknownNote;
