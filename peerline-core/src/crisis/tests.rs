//! The case from its first sign to its closing.

mod graph;
mod invariants;
mod ladder;
mod story;
mod town;
