//! Frames as JSON: bounded and checked before they are parsed.

mod bounds;
mod check;
mod frame;

pub(super) use bounds::Bounds;
pub(super) use frame::open;
pub(super) use frame::parse;
