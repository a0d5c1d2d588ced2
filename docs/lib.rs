//! Compiles every code block of the README and the documentation, and keeps the house rules.
//!
//! Each page is the documentation of an empty module here, so that `cargo test --doc` runs its
//! blocks; a tidy rule sees to it that no page is missing. The rules stand in `tests/tidy/`.

#[cfg(doctest)]
#[doc = include_str!("decisions/README.md")]
mod decisions {}

#[cfg(doctest)]
#[doc = include_str!("decisions/0001-floors-and-log-module.md")]
mod decision_0001 {}

#[cfg(doctest)]
#[doc = include_str!("decisions/0002-hail-frame.md")]
mod decision_0002 {}

#[cfg(doctest)]
#[doc = include_str!("protocol.md")]
mod protocol {}
