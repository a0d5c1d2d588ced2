//! Any bytes, as a model that orders who is seen first.
#![cfg_attr(fuzzing, no_main)]

#[cfg(fuzzing)]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| peerline_core::testkit::fuzz::rank(bytes));

#[cfg(not(fuzzing))]
fn main() -> std::io::Result<()> {
    peerline_fuzz::replay_arguments(peerline_core::testkit::fuzz::rank)
}
