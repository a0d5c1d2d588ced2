//! Any bytes, read as a server's frame.
#![cfg_attr(fuzzing, no_main)]

#[cfg(fuzzing)]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| peerline_core::testkit::fuzz::decode_server_cbor(bytes));

#[cfg(not(fuzzing))]
fn main() -> std::io::Result<()> {
    peerline_fuzz::replay_arguments(peerline_core::testkit::fuzz::decode_server_cbor)
}
