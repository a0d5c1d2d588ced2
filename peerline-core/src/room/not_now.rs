//! Why a message is for later.

use crate::vocab::Language;
use crate::vocab::Timestamp;

/// What stands against somebody's writing in a room for now. Never against a sign of danger.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum NotNow {
    /// Their last message was a moment ago.
    #[error("the room is in slow mode")]
    Slow {
        /// When the next one may come.
        until: Timestamp,
    },
    /// Who is new here reads first.
    #[error("who is new here reads first")]
    ReadFirst {
        /// Until when; where it is missing, until they agree to the norms.
        until: Option<Timestamp>,
    },
    /// Somebody else has the turn, or nobody has.
    #[error("it is not their turn")]
    Turn,
    /// The room rests.
    #[error("the room rests")]
    Quiet {
        /// Until when.
        until: Timestamp,
    },
}

impl NotNow {
    /// Returns when time alone has helped.
    #[must_use]
    pub const fn until(self) -> Option<Timestamp> {
        match self {
            Self::Slow { until } | Self::Quiet { until } => Some(until),
            Self::ReadFirst { until } => until,
            Self::Turn => None,
        }
    }

    /// Returns it in plain language, with a way on: in English where the reader's language is not
    /// among those that ship.
    #[must_use]
    pub fn say(self, language: Option<&Language>) -> &'static str {
        let texts = match language.map(Language::primary) {
            Some("de") => include_str!("not_now/de.txt"),
            Some("es") => include_str!("not_now/es.txt"),
            Some("fr") => include_str!("not_now/fr.txt"),
            Some("pt") => include_str!("not_now/pt.txt"),
            Some(_) | None => include_str!("not_now/en.txt"),
        };
        texts.lines().nth(self.line()).unwrap_or_default()
    }

    const fn line(self) -> usize {
        match self {
            Self::Slow { .. } => 0,
            Self::ReadFirst { until: Some(_) } => 1,
            Self::ReadFirst { until: None } => 2,
            Self::Turn => 3,
            Self::Quiet { .. } => 4,
        }
    }
}
