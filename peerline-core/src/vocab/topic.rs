//! What a person wants to talk about.

use std::fmt;
use std::str::FromStr;

use serde::Deserialize;
use serde::Serialize;

/// A topic's id: 1 to 32 of `a-z`, `0-9` and `_`, chosen by the operator, not by the person.
#[derive(Clone, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct Topic(Box<str>);

impl Topic {
    /// The most bytes a topic's id may have.
    pub const MAX_BYTES: usize = 32;

    /// Returns the id.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Topic {
    type Err = InvalidTopic;

    fn from_str(id: &str) -> Result<Self, InvalidTopic> {
        let good = matches!(id.len(), 1..=Self::MAX_BYTES)
            && id
                .bytes()
                .all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_'));
        if good {
            Ok(Self(id.into()))
        } else {
            Err(InvalidTopic)
        }
    }
}

impl TryFrom<String> for Topic {
    type Error = InvalidTopic;

    fn try_from(id: String) -> Result<Self, InvalidTopic> {
        id.parse()
    }
}

impl From<Topic> for String {
    fn from(topic: Topic) -> Self {
        topic.0.into_string()
    }
}

impl fmt::Display for Topic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A topic's id was refused.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("a topic is 1 to 32 of a-z, 0-9 and _")]
#[non_exhaustive]
pub struct InvalidTopic;
