//! Replays inputs through fuzz bodies, without a fuzzer.
//!
//! The bodies live in [`peerline_core::testkit::fuzz`]; each target under `fuzz_targets/` hands one
//! of them to libFuzzer when it is built with `--cfg fuzzing`, and replays files otherwise.

mod replay;

pub use replay::inputs;
pub use replay::replay_arguments;
