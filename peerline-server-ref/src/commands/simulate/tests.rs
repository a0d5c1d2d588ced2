use clap::Parser;
use peerline_core::testkit::simulate::Policy;

use super::MatchCommand;
use super::args::SimulateArgs;
use super::check;
use super::print;
use super::report;

#[derive(Parser)]
struct Line {
    #[command(subcommand)]
    wish: MatchCommand,
}

fn args(words: &str) -> SimulateArgs {
    let words = format!("peerline simulate {words}");
    let line = Line::try_parse_from(words.split_whitespace()).expect("good arguments");
    let MatchCommand::Simulate(args) = line.wish;
    args
}

#[test]
fn two_runs_and_two_thread_counts_have_one_digest() {
    let run = |threads: usize| {
        let words = format!("--people 300 --staffing 1000,1300 --seeds 3 --threads {threads}");
        report::run(&args(&words)).expect("the line takes them")
    };
    let one = run(1);
    assert_eq!(one, run(3));
    assert_eq!(one, run(1));
    assert_eq!(one.days.len(), 2);
    assert_eq!(one.digest.len(), 64);
}

#[test]
fn other_days_have_another_digest() {
    let run = |words: &str| {
        report::run(&args(words))
            .expect("the line takes them")
            .digest
    };
    let one = run("--people 300 --staffing 1000 --seeds 1");
    assert_ne!(one, run("--people 300 --staffing 1000 --seeds 2"));
    assert_ne!(one, run("--people 300 --staffing 1300 --seeds 1"));
}

#[test]
fn a_policy_nobody_knows_is_refused_with_the_names_of_all() {
    let refused = Line::try_parse_from(["peerline", "simulate", "--policies", "lottery"]);
    let told = refused.err().expect("there is no such policy").to_string();
    assert!(
        told.contains("first-come") && told.contains("global-fifo"),
        "{told}"
    );
}

#[test]
fn the_table_names_each_policy_and_ends_with_the_digest() {
    let report = report::run(&args("--people 200 --staffing 1000 --seeds 1")).expect("a report");
    let table = print::table(&report);
    for policy in Policy::all() {
        assert!(table.contains(policy.name));
    }
    assert!(table.contains("served, in points, against first-come"));
    assert!(table.ends_with(&format!("{}\n", report.digest)));
}

#[test]
fn drawings_are_written_for_each_kind_of_day() {
    let folder = tempfile::tempdir().expect("a folder");
    let report = report::run(&args("--people 200 --staffing 1000 --seeds 1")).expect("a report");
    let kind = report.days.first().expect("a kind of day");
    super::plot::waits(folder.path(), kind).expect("drawn");
    for name in ["waits-200-1000.svg", "waits-high-200-1000.svg"] {
        let svg = std::fs::read_to_string(folder.path().join(name)).expect("written");
        assert!(svg.starts_with("<svg") && svg.trim_end().ends_with("</svg>"));
        assert!(svg.contains("global-fifo"));
    }
}

#[test]
fn no_policy_beats_the_optimum_and_the_optimum_is_reachable() {
    let mut reached = false;
    for seed in 1..=6 {
        let compared = check::moment(seed, &Policy::all(), (24, 9)).expect("the line takes them");
        for one in compared {
            assert!(one.people <= one.most_people, "{one:?}");
            assert!(one.high <= one.most_high, "{one:?}");
            assert!(one.score <= one.best_score_for_them, "{one:?}");
            assert!(0 < one.most_people);
            reached |= one.people == one.most_people;
        }
    }
    assert!(reached, "nobody reached the most people in six small lines");
}
