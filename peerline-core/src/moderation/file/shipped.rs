//! Policies and lists that ship.

use super::fault::InvalidPolicy;
use super::policy::FilePolicy;
use crate::moderation::WordList;

/// A policy that ships.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Shipped {
    /// For a line where adults talk with peers.
    PeerLine,
    /// For a line for young people: what adults may ask of each other is held there.
    YouthLine,
    /// For groups of people who recover together.
    RecoveryGroup,
}

impl Shipped {
    /// Every policy that ships.
    pub const ALL: [Self; 3] = [Self::PeerLine, Self::YouthLine, Self::RecoveryGroup];

    /// Returns its name, as in `[moderation] policy = "shipped:peer-line"`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::PeerLine => "peer-line",
            Self::YouthLine => "youth-line",
            Self::RecoveryGroup => "recovery-group",
        }
    }

    /// Returns the policy of a name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|shipped| shipped.name() == name)
    }

    /// Returns its file, to read and to begin one's own with.
    #[must_use]
    pub const fn text(self) -> &'static str {
        match self {
            Self::PeerLine => include_str!("shipped/peer-line.toml"),
            Self::YouthLine => include_str!("shipped/youth-line.toml"),
            Self::RecoveryGroup => include_str!("shipped/recovery-group.toml"),
        }
    }

    /// Reads it.
    ///
    /// # Errors
    /// None in practice: a test reads every file that ships.
    pub fn policy(self) -> Result<FilePolicy, InvalidPolicy> {
        FilePolicy::read(self.text(), &|_| None)
    }
}

/// The names of the lists that ship.
pub(super) const LISTS: [&str; 2] = ["abuse", "pressure"];

/// Returns a list that ships.
pub(super) fn list(name: &str) -> Option<&'static str> {
    match name {
        "abuse" => Some(WordList::ABUSE),
        "pressure" => Some(include_str!("shipped/pressure.txt")),
        _ => None,
    }
}
