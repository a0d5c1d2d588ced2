use clap::Parser;
use peerline_core::testkit::simulate::Policy;

use super::MatchCommand;
use super::args::LawsArgs;
use super::args::SimulateArgs;
use super::check;
use super::laws;
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
    let MatchCommand::Simulate(args) = line.wish else {
        unreachable!("it said simulate");
    };
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
    let names = super::plot::all(folder.path(), kind).expect("drawn");
    let read = |name: &str| std::fs::read_to_string(folder.path().join(name)).expect("written");
    for name in &names {
        let svg = read(name);
        assert!(svg.starts_with("<svg") && svg.trim_end().ends_with("</svg>"));
        for policy in Policy::all() {
            assert!(svg.contains(policy.name), "{name}");
        }
    }
    let n_policies = Policy::all().len();
    for (name, n_curves, n_groups) in [
        ("waits-200-1000.svg", n_policies, 0),
        ("waits-tier-0-200-1000.svg", n_policies, 0),
        ("waits-tier-1-200-1000.svg", n_policies, 0),
        ("waits-high-200-1000.svg", n_policies, 0),
        ("served-200-1000.svg", 0, 2),
        ("fit-200-1000.svg", 0, 1),
        ("left-by-language-200-1000.svg", 0, 12),
        ("left-by-need-200-1000.svg", 0, 2),
    ] {
        assert!(names.iter().any(|one| one == name), "{names:?}");
        let svg = read(name);
        assert_eq!(svg.matches("class=\"curve\"").count(), n_curves, "{name}");
        let n_bars = svg.matches("class=\"bar\"").count();
        assert_eq!(n_bars, n_groups * n_policies, "{name}");
    }
}

#[test]
fn the_bar_of_a_greater_figure_is_higher() {
    let folder = tempfile::tempdir().expect("a folder");
    let report = report::run(&args("--people 400 --staffing 1000 --seeds 1")).expect("a report");
    let kind = report.days.first().expect("a kind of day");
    super::plot::all(folder.path(), kind).expect("drawn");
    let svg = std::fs::read_to_string(folder.path().join("served-400-1000.svg")).expect("written");
    let bars = svg.lines().filter(|line| line.contains("class=\"bar\""));
    let heights: Vec<u64> = bars
        .filter_map(|bar| bar.split_once("height=\"")?.1.split_once('"'))
        .map(|(height, _)| height.parse().expect("a number"))
        .collect();
    let served = |name: &str| {
        let mut policies = kind.policies.iter().zip(&heights);
        let (one, height) = policies.find(|(one, _)| one.policy == name).expect(name);
        (one.figures.served, *height)
    };
    let (fifo, ours) = (served("global-fifo"), served("default"));
    assert!(fifo.0 < ours.0 && fifo.1 < ours.1, "{fifo:?} {ours:?}");
}

#[test]
fn laws_leave_one_digest_on_two_runs_and_two_thread_counts() {
    let run = |lines: u64, threads: usize| {
        let args = LawsArgs {
            lines,
            threads: Some(threads),
            json: false,
        };
        laws::held(&args).expect("no law is broken")
    };
    // More than one piece of work, so that threads share it.
    let one = run(4100, 1);
    assert_eq!(one, run(4100, 1));
    assert_eq!(one, run(4100, 3));
    assert_eq!(one.lines, 4100);
    assert_ne!(one.digest, run(4104, 3).digest);
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
