//! The reference server, from the outside.
#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "what a test is built with may end it; the settings for tests reach test bodies alone"
)]

mod store;
