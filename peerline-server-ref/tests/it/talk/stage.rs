//! Where a conversation takes place.

use std::fmt::Debug;

use async_trait::async_trait;
use peerline_core::ports::End;
use peerline_core::protocol::Encoding;
use peerline_core::protocol::Key;

use super::actor::Part;
use crate::links::Way;
use crate::person::Gone;

/// A line that can be dialed and interrupted.
#[async_trait]
pub(super) trait Stage: Debug + Send {
    /// Makes an invitation for a supporter.
    async fn invite(&mut self) -> Key;

    /// Returns what the joins of somebody are bound to.
    fn origin(&self, part: Part) -> String;

    /// Dials once.
    async fn dial(&mut self, part: Part) -> Result<End, Gone>;

    /// Breaks every link, and more, where there is more to break; the line is there again after.
    async fn interrupt(&mut self);
}

/// How the two reach the line.
#[derive(Clone, Copy, Debug)]
pub(super) enum Reach {
    /// Both in one way.
    All(Way),
    /// The seeker and the supporter, each in their way.
    Each(Way, Way),
    /// The seeker by lines over the standard input and output of the program, the supporter by
    /// WebSocket.
    Piped(Encoding),
}

impl Reach {
    /// Returns the encodings of the seeker and the supporter.
    pub(super) const fn encoding(self) -> [Encoding; 2] {
        match self {
            Self::All(way) => [way.encoding(), way.encoding()],
            Self::Each(one, other) => [one.encoding(), other.encoding()],
            Self::Piped(encoding) => [encoding, Encoding::Json],
        }
    }

    /// Returns how somebody dials; `None` for lines.
    pub(super) const fn way(self, part: Part) -> Option<Way> {
        match (self, part) {
            (Self::All(way) | Self::Each(way, _), Part::Seeker)
            | (Self::All(way) | Self::Each(_, way), Part::Supporter) => Some(way),
            (Self::Piped(_), Part::Seeker) => None,
            (Self::Piped(_), Part::Supporter) => Some(Way::Socket(Encoding::Json)),
        }
    }
}
