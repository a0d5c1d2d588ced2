//! How people talk in a room.

use serde::Deserialize;
use serde::Serialize;

use super::Quiet;
use super::RoomKind;
use crate::vocab::Language;
use crate::vocab::Millis;

/// How people talk in a room. [`Manner::default`] asks nothing of anybody.
///
/// It binds those who came for support; staff are bound by none of it, and a message with a sign of
/// danger never is, whoever wrote it.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Manner {
    /// How long a member waits between two messages; zero is no wait. In milliseconds where it is
    /// stored, as all times are.
    #[serde(skip_serializing_if = "is_zero")]
    pub slow: Millis,
    /// How long who came for the first time reads before they write.
    #[serde(skip_serializing_if = "is_zero")]
    pub read_first: Millis,
    /// Whether who writes must have agreed to the norms as they stand.
    #[serde(skip_serializing_if = "is_false")]
    pub agree: bool,
    /// Whether only who has the turn writes.
    #[serde(skip_serializing_if = "is_false")]
    pub turns: bool,
    /// When the room rests.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quiet: Option<Quiet>,
    /// Whether members may show each other that they type.
    #[serde(skip_serializing_if = "is_false")]
    pub typing: bool,
    /// Whether members may show each other how far they have read.
    #[serde(skip_serializing_if = "is_false")]
    pub read: bool,
    /// Languages beside the room's own, at most [`Manner::MAX_LANGUAGES`].
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub languages: Vec<Language>,
}

impl Manner {
    /// The longest wait between two messages.
    pub const MAX_SLOW: Millis = Millis::from_hours(6);
    /// The longest that a newcomer reads first.
    pub const MAX_READ_FIRST: Millis = Millis::from_hours(24);
    /// The most languages beside the room's own.
    pub const MAX_LANGUAGES: usize = 16;

    /// Returns what a room begins with: two people may show each other that they type and how far
    /// they have read; nobody shows it who did not ask for it.
    #[must_use]
    pub fn of(kind: RoomKind) -> Self {
        let pair = kind.is_private();
        Self {
            typing: pair,
            read: pair,
            ..Self::default()
        }
    }

    /// Returns whether everything in it is within its bounds.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.slow <= Self::MAX_SLOW
            && self.read_first <= Self::MAX_READ_FIRST
            && self.languages.len() <= Self::MAX_LANGUAGES
    }

    /// Returns it with a change.
    #[must_use]
    pub fn with(mut self, change: &MannerChange) -> Self {
        set(&mut self.slow, change.slow);
        set(&mut self.read_first, change.read_first);
        set(&mut self.agree, change.agree);
        set(&mut self.turns, change.turns);
        set(&mut self.quiet, change.quiet);
        set(&mut self.typing, change.typing);
        set(&mut self.read, change.read);
        set(&mut self.languages, change.languages.clone());
        self
    }
}

/// What changes in a manner: what is missing stays.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub struct MannerChange {
    /// As [`Manner::slow`].
    pub slow: Option<Millis>,
    /// As [`Manner::read_first`].
    pub read_first: Option<Millis>,
    /// As [`Manner::agree`].
    pub agree: Option<bool>,
    /// As [`Manner::turns`].
    pub turns: Option<bool>,
    /// As [`Manner::quiet`]; `Some(None)` ends it.
    pub quiet: Option<Option<Quiet>>,
    /// As [`Manner::typing`].
    pub typing: Option<bool>,
    /// As [`Manner::read`].
    pub read: Option<bool>,
    /// As [`Manner::languages`].
    pub languages: Option<Vec<Language>>,
}

fn set<T>(field: &mut T, change: Option<T>) {
    if let Some(value) = change {
        *field = value;
    }
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the signature is serde's"
)]
fn is_zero(span: &Millis) -> bool {
    *span == Millis::ZERO
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the signature is serde's"
)]
const fn is_false(flag: &bool) -> bool {
    !*flag
}
