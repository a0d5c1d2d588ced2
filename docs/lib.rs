//! Compiles every code block of the README and the documentation, and keeps the house rules.
//!
//! Each page is the documentation of an empty module here, so that `cargo test --doc` runs its
//! blocks; a tidy rule sees to it that no page is missing. The rules stand in `tests/tidy/`.

#[cfg(doctest)]
#[doc = include_str!("protocol.md")]
mod protocol {}
