//! What holds across the floors of the core.
#![expect(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test stops where something is missing"
)]

mod privacy;
