//! Cuts the power under the store's real writer, again and again, and looks at what is left.
//!
//! A killed process can't show whether a commit was synced: the system keeps its pages. So the
//! database lies on a disk in memory that forgets what was not synced, sector by sector, by chance.
//! With `synchronous=FULL`, as the store pins it, nothing acknowledged may ever be missing; with
//! `NORMAL` the same test must find losses, or it could not be believed.
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "what a test is built with may end it; the settings for tests reach test bodies alone"
)]

mod chance;
mod disk;
mod life;
mod memory;
mod report;

use std::thread;

use life::Sync;
use report::Report;

#[test]
fn full_loses_nothing_that_was_acknowledged() {
    let report = run(Sync::Full);
    assert_eq!(report.broken, Vec::<String>::new());
    assert!(0 < report.acknowledged && 0 < report.cuts);
    // Cuts fell into commits, before and behind the point of no return.
    assert!(0 < report.found && report.found < report.unknown);
}

#[test]
fn normal_is_found_to_lose() {
    let report = run(Sync::Normal);
    assert!(!report.broken.is_empty(), "this test cannot see a loss");
}

/// Runs all seeds, on two threads.
#[expect(clippy::print_stdout, reason = "the figures are what this test is for")]
fn run(sync: Sync) -> Report {
    disk::install();
    let n_seeds = n_seeds();
    let report = thread::scope(|scope| {
        let halves = [0, 1].map(|half| scope.spawn(move || some(sync, (half..n_seeds).step_by(2))));
        let mut whole = Report::default();
        for half in halves {
            whole.add(half.join().expect("a half does not panic"));
        }
        whole
    });
    println!(
        "{sync:?}: {n_seeds} seeds, {} cuts, {} commits acknowledged, {} unknown of which {} were \
         there, {} seeds with a loss",
        report.cuts,
        report.acknowledged,
        report.unknown,
        report.found,
        report.broken.len(),
    );
    report
}

fn some(sync: Sync, seeds: impl Iterator<Item = u64>) -> Report {
    let mut report = Report::default();
    for seed in seeds {
        report.add(life::lives_of(seed, sync));
    }
    report
}

fn n_seeds() -> u64 {
    let told = std::env::var("PEERLINE_POWER_CUT_SEEDS").ok();
    told.map_or(3_000, |told| {
        told.parse().expect("PEERLINE_POWER_CUT_SEEDS is a number")
    })
}
