//! One connection's protocol, frame by frame.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "a test looks for one kind of frame or request among all"
)]

mod bounds;
mod greeting;
mod lanes;
mod passing;
mod random;
mod replay;
mod scene;
mod short;
mod window;
