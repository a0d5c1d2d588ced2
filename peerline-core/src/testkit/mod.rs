//! Laws that implementers run against their own parts. Not semver-stable.

pub mod fuzz;
