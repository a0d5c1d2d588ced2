//! Runs what was asked for and gathers it by kind of day.

use std::io;
use std::path::Path;
use std::path::PathBuf;

use indicatif::ProgressBar;
use peerline_core::matching::InvalidProfile;
use peerline_core::testkit::law::Broken;
use peerline_core::testkit::simulate::Figures;
use peerline_core::testkit::simulate::Policy;
use peerline_core::testkit::simulate::Tally;
use peerline_core::testkit::simulate::Trial;
use peerline_core::testkit::simulate::covers;
use peerline_core::testkit::workload::Demand;
use peerline_core::testkit::workload::Workload;
use serde::Serialize;
use sha2::Digest as _;
use sha2::Sha256;

use super::MatchCommand;
use super::args::SimulateArgs;
use super::check;
use super::crowd;
use super::laws;
use super::plot;
use super::print;
use crate::cli::say;

/// The simulation came to nothing.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SimulateError {
    #[error("the line does not take a person of the workload: {0}")]
    Profile(#[from] InvalidProfile),
    #[error("{} cannot be written: {source}", file.display())]
    File { file: PathBuf, source: io::Error },
    #[error("the report cannot be written as JSON: {0}")]
    Json(#[from] serde_json::Error),
    #[error("a policy brought {0} pairs together that may never meet")]
    Violations(u64),
    #[error("a matcher breaks a law: {0}")]
    Law(#[from] Broken),
}

/// Every kind of day under every policy.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub(super) struct Report {
    pub(super) seeds: u64,
    pub(super) days: Vec<Kind>,
    /// SHA-256 over the digests of all, in their order.
    pub(super) digest: String,
}

/// One kind of day.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub(super) struct Kind {
    pub(super) people: u64,
    pub(super) staffing: u64,
    pub(super) policies: Vec<OfPolicy>,
}

/// One policy on all days of a kind.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub(super) struct OfPolicy {
    pub(super) policy: &'static str,
    #[serde(flatten)]
    pub(super) figures: Figures,
    pub(super) proposed: u64,
    pub(super) digest: String,
    #[serde(skip)]
    pub(super) tally: Tally,
}

/// Does what `peerline match` was asked for.
pub(crate) fn simulate(wish: &MatchCommand) -> Result<(), SimulateError> {
    let args = match wish {
        MatchCommand::Simulate(args) => args,
        MatchCommand::Laws(args) => return laws::run(args),
    };
    if args.check {
        return check::run(args);
    }
    let report = run(args)?;
    if let Some(folder) = &args.out {
        write_drawings(folder, &report)?;
    }
    if args.json {
        say(&serde_json::to_string(&report)?);
    } else {
        say(&print::table(&report));
    }
    let policies = report.days.iter().flat_map(|kind| &kind.policies);
    match policies.map(|one| one.figures.violations).sum() {
        0 => Ok(()),
        n => Err(SimulateError::Violations(n)),
    }
}

/// Runs all days under all policies.
pub(super) fn run(args: &SimulateArgs) -> Result<Report, SimulateError> {
    let policies = args.policies();
    let demands = args.people.iter().flat_map(|people| {
        let staffing = args.staffing.iter();
        staffing.map(|staffing| Demand::new(*people, *staffing))
    });
    let demands: Vec<Demand> = demands.collect();
    let jobs = demands.iter().flat_map(|demand| {
        let seeds = 1..=args.seeds;
        seeds.map(|seed| (*demand, seed))
    });
    let jobs: Vec<(Demand, u64)> = jobs.collect();
    let results = crowd::each(&jobs, args.threads, |(demand, seed), bar| {
        one_day(*demand, *seed, &policies, bar)
    });
    let mut results = results.into_iter();
    let mut days = Vec::new();
    for demand in demands {
        let mut kind = Gathered::new(&policies);
        for result in results.by_ref().take(count(args.seeds)) {
            kind.take(result?);
        }
        days.push(kind.into_kind(demand));
    }
    let digests = days.iter().flat_map(|kind| &kind.policies);
    let digests = digests.fold(Sha256::new(), |all, one| all.chain_update(&one.digest));
    Ok(Report {
        seeds: args.seeds,
        days,
        digest: hex(&digests.finalize()),
    })
}

/// What one day gave under each policy.
type Day = Vec<(Tally, [u8; 32])>;

fn one_day(
    demand: Demand,
    seed: u64,
    policies: &[Policy],
    bar: &ProgressBar,
) -> Result<Day, InvalidProfile> {
    bar.inc_length(u64::try_from(policies.len()).unwrap_or_default());
    let day = Workload::day(seed, demand);
    let covers = covers(&day);
    let trial = Trial::new(&day)?;
    let runs = policies.iter().map(|policy| {
        let outcome = trial.run(policy);
        bar.inc(1);
        (Tally::of(&day, &covers, &outcome), outcome.digest)
    });
    Ok(runs.collect())
}

/// The days of one kind, as they come.
struct Gathered {
    policies: Vec<(&'static str, Tally, Sha256)>,
}

impl Gathered {
    fn new(policies: &[Policy]) -> Self {
        let policies = policies.iter();
        let policies = policies.map(|one| (one.name, Tally::default(), Sha256::new()));
        Self {
            policies: policies.collect(),
        }
    }

    fn take(&mut self, day: Day) {
        for ((_, all, digests), (tally, digest)) in self.policies.iter_mut().zip(day) {
            all.join(tally);
            digests.update(digest);
        }
    }

    fn into_kind(self, demand: Demand) -> Kind {
        let policies = self.policies.into_iter();
        let policies = policies.map(|(policy, tally, digests)| OfPolicy {
            policy,
            figures: tally.figures(),
            proposed: tally.proposed,
            digest: hex(&digests.finalize()),
            tally,
        });
        Kind {
            people: demand.people,
            staffing: demand.staffing,
            policies: policies.collect(),
        }
    }
}

fn write_drawings(folder: &Path, report: &Report) -> Result<(), SimulateError> {
    std::fs::create_dir_all(folder).map_err(|source| SimulateError::File {
        file: folder.to_path_buf(),
        source,
    })?;
    for kind in &report.days {
        plot::all(folder, kind)?;
    }
    Ok(())
}

fn count(n: u64) -> usize {
    usize::try_from(n).unwrap_or(usize::MAX)
}

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
