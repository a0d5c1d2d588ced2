//! One input, and the outputs that are drained after it.

mod around;
mod banned;
#[cfg(feature = "blind-tickets")]
mod blind;
mod caring;
mod casework;
mod chance;
mod chance_docket;
mod chance_rooms;
mod chance_talk;
mod circles;
mod cleared;
mod covering;
mod covering_weeks;
mod dedupe;
mod docket;
mod erasing;
mod gating;
mod halls;
mod heard;
mod leaving;
mod lockers;
mod logging_in;
mod manners;
mod names;
mod pages;
mod profiles;
mod reading;
mod redacting;
mod replay;
mod responding;
mod retention;
mod rooms;
mod saying;
mod seeking;
mod ticketed;
mod town;
mod trimming;
#[cfg(feature = "vault")]
mod vault_calls;
#[cfg(feature = "vault")]
mod vault_cases;
#[cfg(feature = "vault")]
mod vaults;
mod visiting;
mod waiting;
