//! Seeds on every core.

use std::num::NonZero;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering::Relaxed;
use std::thread;
use std::time::Duration;
use std::time::Instant;

use indicatif::ProgressBar;
use indicatif::ProgressStyle;
use peerline_core::testkit::town::Counts;
use peerline_core::testkit::town::Outcome;
use peerline_core::testkit::town::Town;

use crate::Args;

/// What all seeds came to.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub(crate) seeds: u64,
    pub(crate) counts: Counts,
    pub(crate) findings: Vec<Outcome>,
    pub(crate) took: Duration,
}

/// Runs all seeds; stops at the first finding unless all are wanted.
#[expect(
    clippy::disallowed_methods,
    reason = "says how long it took; nothing is decided by it"
)]
pub(crate) fn run(args: &Args, town: &Town) -> Found {
    let begun = Instant::now();
    let (next, stop) = (AtomicU64::new(0), AtomicBool::new(false));
    let found = Mutex::new(Found::default());
    let bar = bar(args);
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    thread::scope(|scope| {
        for _ in 0..args.jobs.unwrap_or(cores).max(1) {
            scope.spawn(|| {
                let mut own = Found::default();
                while !stop.load(Relaxed) {
                    let n = next.fetch_add(1, Relaxed);
                    if args.seeds <= n {
                        break;
                    }
                    own.take(town.run(args.seed.wrapping_add(n)));
                    bar.inc(1);
                    if !own.findings.is_empty() && !args.all {
                        stop.store(true, Relaxed);
                    }
                }
                let mut found = found.lock().unwrap_or_else(PoisonError::into_inner);
                found.join(own);
            });
        }
    });
    bar.finish_and_clear();
    let mut found = found.into_inner().unwrap_or_else(PoisonError::into_inner);
    found.findings.sort_by_key(|outcome| outcome.seed);
    found.took = begun.elapsed();
    found
}

impl Found {
    fn take(&mut self, outcome: Outcome) {
        self.seeds = self.seeds.saturating_add(1);
        self.counts.add(&outcome.counts);
        if !outcome.findings.is_empty() {
            self.findings.push(outcome);
        }
    }

    fn join(&mut self, other: Self) {
        self.seeds = self.seeds.saturating_add(other.seeds);
        self.counts.add(&other.counts);
        self.findings.extend(other.findings);
    }
}

fn bar(args: &Args) -> ProgressBar {
    if args.json {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{bar:40} {pos}/{len} seeds, {per_sec}, {eta} left");
    let bar = ProgressBar::new(args.seeds);
    match style {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}
