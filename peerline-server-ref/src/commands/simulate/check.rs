//! What is known exactly, and how near the policies come to it.

use std::collections::BTreeSet;

use peerline_core::matching::InvalidProfile;
use peerline_core::testkit::simulate::Cover;
use peerline_core::testkit::simulate::Policy;
use peerline_core::testkit::simulate::Tally;
use peerline_core::testkit::simulate::Trial;
use peerline_core::testkit::simulate::erlang_c_wait;
use peerline_core::testkit::workload::Homogeneous;
use peerline_core::testkit::workload::Workload;
use peerline_core::vocab::Millis;
use serde::Serialize;

use super::args::SimulateArgs;
use super::crowd;
use super::optimum::Best;
use super::optimum::Moment;
use super::print;
use super::report::SimulateError;
use crate::cli::say;

/// So many wait, and so many are on shift.
const AT_ONCE: (usize, usize) = (500, 500);
/// Of the homogeneous line: twenty seeds of so many people, so that the mean is sure to 1.25 %.
const ERLANG_SEEDS: u64 = 20;
const ERLANG: Homogeneous =
    Homogeneous::new(50_000, Millis::from_secs(200), Millis::from_mins(10), 4);

/// What was compared.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Checked {
    pub(super) seeds: u64,
    pub(super) at_once: Vec<AtOnce>,
    pub(super) erlang_c_millis: u64,
    pub(super) measured_millis: u64,
}

/// How near a policy came to the best at one moment, over all seeds.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub(super) struct AtOnce {
    pub(super) policy: &'static str,
    pub(super) people: u64,
    pub(super) most_people: u64,
    pub(super) high: u64,
    pub(super) most_high: u64,
    pub(super) score: u64,
    pub(super) best_score_for_them: u64,
}

impl AtOnce {
    const fn join(&mut self, other: Self) {
        self.people += other.people;
        self.most_people += other.most_people;
        self.high += other.high;
        self.most_high += other.most_high;
        self.score += other.score;
        self.best_score_for_them += other.best_score_for_them;
    }
}

pub(super) fn run(args: &SimulateArgs) -> Result<(), SimulateError> {
    let checked = compare(args)?;
    if args.json {
        say(&serde_json::to_string(&checked)?);
    } else {
        say(&table(&checked));
    }
    Ok(())
}

/// Compares with the best pairing and with Erlang C.
pub(super) fn compare(args: &SimulateArgs) -> Result<Checked, SimulateError> {
    let policies = args.policies();
    let seeds: Vec<u64> = (1..=args.seeds).collect();
    let results = crowd::each(&seeds, args.threads, |seed, bar| {
        bar.inc_length(1);
        let result = moment(*seed, &policies, AT_ONCE);
        bar.inc(1);
        result
    });
    let mut at_once: Vec<AtOnce> = Vec::new();
    for result in results {
        let result = result?;
        if at_once.is_empty() {
            at_once = result;
            continue;
        }
        for (all, one) in at_once.iter_mut().zip(result) {
            all.join(one);
        }
    }
    Ok(Checked {
        seeds: args.seeds,
        at_once,
        erlang_c_millis: erlang_c_wait(&ERLANG).unwrap_or_default().get(),
        measured_millis: homogeneous(args)?,
    })
}

/// Compares the policies with the best pairing of one moment.
pub(super) fn moment(
    seed: u64,
    policies: &[Policy],
    (n_seekers, n_supporters): (usize, usize),
) -> Result<Vec<AtOnce>, InvalidProfile> {
    let line = Workload::snapshot(seed, n_seekers, n_supporters);
    let trial = Trial::new(&line)?;
    let numbered = || line.seekers().iter().enumerate();
    let everybody: BTreeSet<usize> = numbered().map(|(number, _)| number).collect();
    let high = numbered().filter(|(_, one)| one.is_high());
    let high: BTreeSet<usize> = high.map(|(number, _)| number).collect();
    let compared = policies.iter().map(|policy| {
        let possible = trial.possible_at_once(policy);
        let moment = Moment::new(&line, &possible, policy);
        let pairs = trial.at_once(policy);
        let served: BTreeSet<usize> = pairs.iter().map(|(seeker, _)| *seeker).collect();
        let Best { people, score } = moment.of(&pairs);
        AtOnce {
            policy: policy.name,
            people,
            most_people: moment.best(&everybody).people,
            high: count(served.intersection(&high)),
            most_high: moment.best(&high).people,
            score,
            best_score_for_them: moment.best(&served).score,
        }
    });
    Ok(compared.collect())
}

/// Returns the mean wait on a homogeneous line, over all its seeds, in milliseconds.
fn homogeneous(args: &SimulateArgs) -> Result<u64, SimulateError> {
    let Some(first_come) = Policy::all().into_iter().next() else {
        return Ok(0);
    };
    let seeds: Vec<u64> = (1..=ERLANG_SEEDS).collect();
    let results = crowd::each(&seeds, args.threads, |seed, bar| {
        bar.inc_length(1);
        let people = ERLANG.workload(*seed);
        let outcome = Trial::new(&people)?.run(&first_come);
        let covers = vec![Cover::AtOnce; people.seekers().len()];
        bar.inc(1);
        Ok::<Tally, InvalidProfile>(Tally::of(&people, &covers, &outcome))
    });
    let mut whole = Tally::default();
    for result in results {
        whole.join(result?);
    }
    Ok(whole.figures().wait.mean)
}

fn count<T>(items: impl Iterator<Item = T>) -> u64 {
    u64::try_from(items.count()).unwrap_or(u64::MAX)
}

fn table(checked: &Checked) -> String {
    let mut text = String::new();
    let (n_seekers, n_supporters) = AT_ONCE;
    let seeds = checked.seeds;
    let title = format!("{n_seekers} wait, {n_supporters} are on shift, {seeds} times");
    print::line(&mut text, &title);
    print::line(&mut text, "");
    let columns =
        |read: fn(&AtOnce) -> String| -> Vec<String> { checked.at_once.iter().map(read).collect() };
    print::row(&mut text, "", &columns(|one| one.policy.to_owned()));
    print::row(&mut text, "--", &columns(|_| "--:".to_owned()));
    print::row(&mut text, "paired", &columns(|one| one.people.to_string()));
    let people = columns(|one| print::ratio(one.people, one.most_people));
    print::row(&mut text, "against the most that could be", &people);
    let high = columns(|one| print::ratio(one.high, one.most_high));
    print::row(
        &mut text,
        "high tier, against the most that could be",
        &high,
    );
    let score = columns(|one| print::ratio(one.score, one.best_score_for_them));
    print::row(
        &mut text,
        "fit, against the best for the same people",
        &score,
    );
    print::line(&mut text, "");
    let Checked {
        erlang_c_millis,
        measured_millis,
        ..
    } = checked;
    let ratio = print::ratio(*measured_millis, *erlang_c_millis);
    let erlang = format!(
        "everybody fits everybody, {ERLANG_SEEDS} times: mean wait {measured_millis} ms, by Erlang C {erlang_c_millis} ms: {ratio}"
    );
    print::line(&mut text, &erlang);
    text
}
