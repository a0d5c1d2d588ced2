//! What is said in passing: heard by whoever is there, and never kept.

use crate::vocab::Seq;

/// Something that a member lets the others know and that no log holds.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Passing {
    /// They type.
    Typing,
    /// They are there.
    Here,
    /// They have read up to this entry.
    Read(Seq),
}
