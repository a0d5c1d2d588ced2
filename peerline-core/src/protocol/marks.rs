//! What a client wants to be told in passing.

use serde::Deserialize;
use serde::Deserializer;
use serde::Serialize;
use serde::Serializer;

use super::Kind;

/// Which of the things that members say in passing a client wants to hear of the others in a room, and
/// lets them hear of its person. Nothing, unless it says so.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub struct Marks {
    /// That somebody types.
    pub typing: bool,
    /// How far somebody has read.
    pub read: bool,
    /// Who is here, away or gone.
    pub here: bool,
}

impl Marks {
    /// Nothing.
    pub const NONE: Self = Self {
        typing: false,
        read: false,
        here: false,
    };

    /// Everything.
    pub const ALL: Self = Self {
        typing: true,
        read: true,
        here: true,
    };

    /// Returns whether a kind of `sig` is among them.
    #[must_use]
    pub const fn cover(self, kind: &Kind) -> bool {
        (self.typing && matches!(kind, Kind::Typing))
            || (self.read && matches!(kind, Kind::Read))
            || (self.here && matches!(kind, Kind::Here))
    }

    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "the signature is serde's"
    )]
    pub(super) fn are_none(&self) -> bool {
        *self == Self::NONE
    }

    fn with(mut self, name: &str) -> Self {
        match name {
            "typing" => self.typing = true,
            "read" => self.read = true,
            "here" => self.here = true,
            // A mark of a later version asks for nothing that is known here.
            _ => {}
        }
        self
    }
}

impl Serialize for Marks {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let all = [
            (self.typing, "typing"),
            (self.read, "read"),
            (self.here, "here"),
        ];
        let wanted: Vec<&str> = all
            .into_iter()
            .filter(|(wanted, _)| *wanted)
            .map(|(_, name)| name)
            .collect();
        wanted.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Marks {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let names = Vec::<String>::deserialize(deserializer)?;
        Ok(names
            .iter()
            .fold(Self::NONE, |marks, name| marks.with(name)))
    }
}

#[cfg(feature = "schemars1")]
impl schemars::JsonSchema for Marks {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Marks".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "description": "What a client wants to be told in passing, and lets others be told of its person.",
            "type": "array",
            "items": { "type": "string", "enum": ["typing", "read", "here"] },
        })
    }
}
