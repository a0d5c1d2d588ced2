//! The case from its first sign to its closing.

mod invariants;
mod ladder;
mod story;
mod town;
