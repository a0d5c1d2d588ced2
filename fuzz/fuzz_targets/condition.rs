//! Any text, looked at for danger.
#![cfg_attr(fuzzing, no_main)]

#[cfg(fuzzing)]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| peerline_core::testkit::fuzz::condition(bytes));

#[cfg(not(fuzzing))]
fn main() -> std::io::Result<()> {
    peerline_fuzz::replay_arguments(peerline_core::testkit::fuzz::condition)
}
