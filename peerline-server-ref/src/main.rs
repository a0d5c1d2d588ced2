//! The `peerline` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    peerline_server_ref::cli::main_with(std::env::args_os())
}
