//! One input, and the outputs that are drained after it.

mod caring;
mod chance;
mod dedupe;
mod erasing;
mod leaving;
mod pages;
mod reading;
mod redacting;
mod replay;
mod responding;
mod saying;
mod seeking;
mod town;
mod trimming;
