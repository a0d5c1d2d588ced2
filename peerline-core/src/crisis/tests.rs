//! The case from its first sign to its closing.

mod answers;
mod care_acts;
mod course_graph;
mod follow_up;
mod graph;
mod invariants;
mod ladder;
mod rescue;
mod story;
mod town;
