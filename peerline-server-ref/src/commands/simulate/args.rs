//! What can be asked of the simulator.

use std::path::PathBuf;

use clap::Args;
use clap::Subcommand;
use peerline_core::testkit::simulate::Policy;

/// What to do about matching.
#[derive(Clone, Debug, Subcommand)]
pub(crate) enum MatchCommand {
    /// Run made-up days under several policies and compare whom they serve, and how soon
    Simulate(SimulateArgs),
    /// Hold every matcher to its laws, over randomised lines in which people leave and come back
    /// under other names
    Laws(LawsArgs),
}

/// How many lines.
#[derive(Args, Clone, Copy, Debug)]
pub(crate) struct LawsArgs {
    /// How many lines each matcher is asked about; made up to whole nights of four
    #[arg(long, value_name = "N", default_value_t = 100_000,
        value_parser = clap::value_parser!(u64).range(1..=1_000_000_000))]
    pub(super) lines: u64,
    /// How many threads; the digest does not depend on it [default: one for each core]
    #[arg(long, value_name = "N")]
    pub(super) threads: Option<usize>,
    /// Print one object of JSON
    #[arg(long)]
    pub(super) json: bool,
}

/// Which days, under which policies.
#[derive(Args, Clone, Debug)]
pub(crate) struct SimulateArgs {
    /// People who come in a day
    #[arg(long, value_delimiter = ',', value_name = "N", default_value = "3000",
        value_parser = clap::value_parser!(u64).range(1..=1_000_000))]
    pub(super) people: Vec<u64>,
    /// Slots on shift at the busiest hour, per mille of what would be talked at once if nobody waited
    #[arg(long, value_delimiter = ',', value_name = "N", default_value = "1000,1300,1600",
        value_parser = clap::value_parser!(u64).range(1..=100_000))]
    pub(super) staffing: Vec<u64>,
    /// How many days of each kind; day n has seed n
    #[arg(long, value_name = "N", default_value_t = 10,
        value_parser = clap::value_parser!(u64).range(1..=100_000))]
    pub(super) seeds: u64,
    /// Which policies, by name; the first is compared with [default: all]
    #[arg(long, value_delimiter = ',', value_name = "NAME", value_parser = policy)]
    pub(super) policies: Vec<Policy>,
    /// How many threads; no figure depends on it [default: one for each core]
    #[arg(long, value_name = "N")]
    pub(super) threads: Option<usize>,
    /// Print one object of JSON
    #[arg(long)]
    pub(super) json: bool,
    /// Write drawings into this folder, as SVG: waits by tier, who was served, fit, and who left
    /// unserved by language and by need
    #[arg(long, value_name = "FOLDER")]
    pub(super) out: Option<PathBuf>,
    /// Compare with what is known exactly instead: the best pairing of 500 and 500 people, and the
    /// wait that Erlang C gives where everybody fits everybody
    #[arg(long)]
    pub(super) check: bool,
}

impl SimulateArgs {
    /// Returns the policies to run.
    pub(super) fn policies(&self) -> Vec<Policy> {
        if self.policies.is_empty() {
            return Policy::all();
        }
        self.policies.clone()
    }
}

fn policy(name: &str) -> Result<Policy, String> {
    Policy::named(name).ok_or_else(|| {
        let names: Vec<&str> = Policy::all().iter().map(|policy| policy.name).collect();
        format!("one of {}", names.join(", "))
    })
}
