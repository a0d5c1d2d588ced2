//! What people may ask for and be, as small closed lists: every word means the same to everybody.

use std::str::FromStr;

use serde::Deserialize;
use serde::Serialize;

use crate::vocab::InvalidTopic;
use crate::vocab::Topic;

macro_rules! closed_list {
    ($(#[$doc:meta])* $name:ident { $($(#[$item:meta])* $variant:ident = $code:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
        #[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
        #[serde(rename_all = "snake_case")]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$item])* $variant,)+
        }

        impl $name {
            /// Every one there is, in the order in which lists show them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Returns its name on the wire and in the log.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $code,)+
                }
            }
        }

        impl FromStr for $name {
            type Err = UnknownTrait;

            fn from_str(code: &str) -> Result<Self, UnknownTrait> {
                let mut known = Self::ALL.iter().copied();
                known.find(|one| one.as_str() == code).ok_or(UnknownTrait)
            }
        }
    };
}

closed_list! {
    /// What somebody needs in order to be able to talk at all. Never relaxed: a supporter without
    /// it is no help, however long the wait.
    Need {
        /// Short words and plain sentences.
        PlainLanguage = "plain_language",
        /// Time to write: pauses are no sign of leaving.
        SlowPace = "slow_pace",
        /// One thought per message.
        ShortMessages = "short_messages",
        /// A screen reader reads the messages: no pictures made of signs.
        ScreenReader = "screen_reader",
        /// Writing is a second language to somebody who signs.
        SignsFirst = "signs_first",
        /// Said literally, without hints or irony.
        Literal = "literal",
    }
}

closed_list! {
    /// A gender that a seeker may wish for and a supporter may state.
    Gender {
        /// A woman.
        Woman = "woman",
        /// A man.
        Man = "man",
        /// Neither, or both.
        NonBinary = "non_binary",
    }
}

closed_list! {
    /// How a supporter talks.
    Style {
        /// Mostly listens.
        Listen = "listen",
        /// Asks, and thinks along.
        Explore = "explore",
        /// Looks for next steps.
        Plan = "plan",
        /// Light talk, to get through the night.
        Company = "company",
    }
}

closed_list! {
    /// How old a seeker says they are, no finer than matching needs.
    AgeBand {
        /// Under age: taken by the certified alone.
        Minor = "minor",
        /// Of age, up to about 25.
        Young = "young",
        /// About 26 to 59.
        Adult = "adult",
        /// From about 60.
        Older = "older",
    }
}

closed_list! {
    /// What a seeker wants of the supporter they talked with last.
    Again {
        /// The same one, if that one agrees too.
        Prefer = "prefer",
        /// Anybody else.
        Avoid = "avoid",
    }
}

/// A name that is in none of the lists.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("no such need, gender, style, age band or wish")]
#[non_exhaustive]
pub struct UnknownTrait;

/// Something a person has lived through and may share, such as `exam_stress` or `caring_for_a_parent`:
/// an id of the operator's list, as topics are.
#[derive(Clone, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(transparent)]
pub struct Tag(Topic);

impl Tag {
    /// Returns the id.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl From<Topic> for Tag {
    fn from(id: Topic) -> Self {
        Self(id)
    }
}

impl FromStr for Tag {
    type Err = InvalidTopic;

    fn from_str(id: &str) -> Result<Self, InvalidTopic> {
        id.parse().map(Self)
    }
}

/// A wish for one of a list, and how much it weighs.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Preference<T> {
    /// What is wished for.
    pub wanted: T,
    /// Whether anybody else is out of the question, until the line's ladder widens the search.
    #[serde(default)]
    pub firm: bool,
}

impl<T> Preference<T> {
    /// Makes a wish that is good to meet and nothing to wait for.
    #[must_use]
    pub const fn soft(wanted: T) -> Self {
        Self {
            wanted,
            firm: false,
        }
    }

    /// Makes a wish worth waiting for.
    #[must_use]
    pub const fn firm(wanted: T) -> Self {
        Self { wanted, firm: true }
    }
}
