//! The pages in a real browser against the real program.
//!
//! Needs `chromium` and `chromedriver` in the path (or `CHROMIUM` and `CHROMEDRIVER`), and for the
//! accessibility checks axe-core: `PEERLINE_AXE`, or
//! `npm install --prefix target/tools --no-save axe-core@4`. What is missing is left out and said
//! aloud; with `PEERLINE_REQUIRE_BROWSER=1` that is a failure.
//!
//! `PEERLINE_PICTURES=folder` writes the pictures of the README, `PEERLINE_VIEWS=folder` every view
//! that is checked, in both schemes and widths.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stderr,
    reason = "a test stops where its world is not as it should be, and says what it left out"
)]

mod access;
mod arriving;
mod authenticator;
mod banned;
mod blocked;
mod casework;
mod chrome;
mod elsewhere;
mod guardians;
mod keyboard;
mod line;
mod locker;
mod night;
mod operator;
mod page;
mod person_now;
mod phrase;
mod pictures;
mod privacy;
mod reading;
mod rescues;
mod rooms;
mod sight;
mod staff;
mod states;
mod steps;
mod taken_out;
mod tools;
mod vault;
mod views;
mod wishes;
mod world;
