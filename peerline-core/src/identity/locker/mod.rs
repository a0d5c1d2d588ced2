//! A person's locker: sealed notes of their own that wait on the line, and the count of devices
//! that came to them with the phrase.
//!
//! On the device: [`Root::locker_key`](super::Root::locker_key) seals
//! [`LockerNotes`](crate::protocol::LockerNotes) into a [`LockerBlob`], always as long. On the line: a [`Drawer`] holds the version of the blob and
//! which devices came; it learns nothing of what is in it.

mod blob;
mod drawer;
mod sealing;

pub use blob::InvalidBlob;
pub use blob::LockerBlob;
pub use drawer::DeviceUse;
pub use drawer::Drawer;
pub use drawer::LockerFact;
pub use drawer::device_id;
pub use sealing::LockerError;
pub use sealing::LockerKey;

#[cfg(test)]
mod tests;
