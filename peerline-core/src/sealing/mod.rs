//! Everything at rest is sealed: between the driver and the store, as a store itself.
//!
//! ```text
//! driver ── entries, words, names ──▶ Sealed ── bytes that say nothing ──▶ Journal, WorkQueue
//!                                        └── random keys, each for one thing ──▶ KeyShelf
//! ```
//!
//! Who has the store without the shelf reads nothing in it. A key that is destroyed takes with it
//! what it sealed, in every copy of the store: what a person said, or which account stands behind a
//! name. What lives here: which key seals what, and when keys are made, kept and destroyed. No
//! decision about people is made here, and nothing here knows an engine.

mod cipher;
mod expiry;
mod group;
mod journal;
mod key;
mod orders;
mod passing;
mod ring;
mod row;
mod sealed;
mod work;

pub use passing::Passing;
pub use sealed::Sealed;
pub use sealed::Unmatched;

#[cfg(test)]
mod tests;
