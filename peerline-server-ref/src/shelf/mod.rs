//! The keys that seal what is stored, in a file of their own.
//!
//! ```text
//! line.keys:  header | slot | slot | slot | …      256 bytes each; a free one is zeros
//! ```
//! A key is written into a free slot and synced before it is used. Destroying it overwrites that one
//! place with zeros and syncs: there is no other copy of it, in no log and on no page that was split,
//! as there would be in a database.

mod file;
mod medium;
mod slot;
mod slots;

pub use file::FileShelf;
pub use file::ShelfError;
pub use medium::Medium;
pub use slots::Slots;

#[cfg(test)]
mod tests;
