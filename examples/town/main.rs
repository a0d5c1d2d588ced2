//! A town on the line, a million times over: the real line and real clients on one simulated clock,
//! with everything that goes wrong between them.
//!
//! ```console
//! $ cargo run --release -p peerline-examples --example town -- --seeds 10000
//! ```
//!
//! Each seed is one small town for a few simulated minutes: links are cut, frames come late, the
//! server is killed, its store fails or an older backup is put back. Then all calms down, and what
//! everybody holds is compared with what the log holds. A seed that breaks a promise is printed with
//! a script that repeats it at the server's boundary, and the run ends with an error.
#![forbid(unsafe_code)]
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "an example shows what it does"
)]

mod crowd;
mod report;

use std::process::ExitCode;

use clap::Parser;
use peerline_core::testkit::town::Plant;
use peerline_core::testkit::town::Town;
use peerline_core::vocab::Millis;

/// A town on the line, a million times over.
#[derive(Parser)]
#[command(name = "town")]
struct Args {
    /// How many seeds
    #[arg(long, default_value_t = 1000)]
    seeds: u64,
    /// The first seed
    #[arg(long, default_value_t = 0)]
    seed: u64,
    /// For how many simulated minutes things break in each seed [default: 1.25]
    #[arg(long)]
    minutes: Option<u64>,
    /// How many threads [default: one for each core]
    #[arg(long)]
    jobs: Option<usize>,
    /// A fault to put in on purpose, as in `forgets_cids`
    #[arg(long, value_parser = plant, default_value = "nothing")]
    plant: Plant,
    /// Goes on after a finding
    #[arg(long)]
    all: bool,
    /// Print the report as JSON
    #[arg(long)]
    json: bool,
}

fn main() -> ExitCode {
    let args = Args::parse();
    let mut town = Town::default().with(args.plant);
    if let Some(minutes) = args.minutes {
        town = town.lasting(Millis::from_mins(minutes));
    }
    let found = crowd::run(&args, &town);
    report::print(&args, &town, &found);
    if found.findings.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

fn plant(name: &str) -> Result<Plant, String> {
    Plant::named(name).ok_or_else(|| {
        let names: Vec<&str> = Plant::NAMED.iter().map(|(name, _)| *name).collect();
        format!("one of {}", names.join(", "))
    })
}
