//! The `peerline` command.
fn main() {}
