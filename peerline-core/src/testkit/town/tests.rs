//! The town finds nothing where nothing is wrong, and what is wrong where something is.

use serde_json::Value;
use serde_json::json;

use super::Law;
use super::Outcome;
use super::Plant;
use super::Town;
use super::play;
use crate::engine::Policies;

/// The first seed in which a planted fault breaks a promise; it must not take many.
#[track_caller]
fn first_found(town: &Town, law: Law) -> u64 {
    let shows = |seed: &u64| {
        let found = town.run(*seed).findings;
        found.iter().any(|finding| finding.law == law)
    };
    let seed = (0..300).find(shows);
    seed.expect("the town is blind to a planted fault")
}

#[track_caller]
fn finds(plant: Plant, law: Law) {
    first_found(&Town::default().with(plant), law);
}

/// The first script that shows a fault at the server's boundary.
#[track_caller]
fn script_of(plant: Plant, law: Law) -> Value {
    let town = Town::default().with(plant);
    let seed = first_found(&town, law);
    town.script(seed)
}

#[track_caller]
fn shows_again(plant: Plant, law: Law) {
    let policies = Policies::default();
    let mut script = script_of(plant, law);
    let again = play(policies.clone(), &script);
    assert_eq!(again.unlike, [0_usize; 0], "the same line says the same");
    assert!(again.findings.iter().any(|finding| finding.law == law));

    script["steps"][0]["plant"] = json!("nothing");
    let sound = play(policies, &script);
    assert!(!sound.unlike.is_empty(), "a sound line says something else");
    assert_eq!(sound.findings, []);
}

#[test]
fn seeds_keep_every_promise() {
    let seeds = std::env::var("PEERLINE_TOWN_SEEDS");
    let seeds = seeds.ok().and_then(|seeds| seeds.parse().ok());
    let town = Town::default();
    for seed in 0..seeds.unwrap_or(300) {
        let outcome = town.run(seed);
        assert_eq!(outcome.findings, [], "seed {seed}");
    }
}

#[test]
fn the_same_seed_is_the_same_run() {
    let town = Town::default();
    let once: Vec<Outcome> = (0..20).map(|seed| town.run(seed)).collect();
    let again: Vec<Outcome> = (0..20).map(|seed| Town::default().run(seed)).collect();
    assert_eq!(once, again);
    assert_eq!(town.script(3), Town::default().script(3));
    assert!(once.windows(2).all(|pair| pair[0].digest != pair[1].digest));
}

#[test]
fn a_run_without_a_fault_can_be_played_again() {
    let town = Town::default();
    for seed in 0..5 {
        let played = play(Policies::default(), &town.script(seed));
        assert_eq!(played.unlike, [0_usize; 0], "seed {seed}");
        assert_eq!(played.findings, [], "seed {seed}");
    }
}

#[test]
fn an_answer_before_the_commit_is_found() {
    finds(Plant::AnswersBeforeCommit, Law::Kept);
}

#[test]
fn forgotten_puts_are_found() {
    finds(Plant::ForgetsCids, Law::Once);
}

#[test]
fn lost_pages_are_found() {
    finds(Plant::LosesPages, Law::Called);
}

#[test]
fn a_swallowed_gap_is_found() {
    finds(Plant::SwallowsGaps, Law::Told);
}

#[test]
fn a_hidden_tail_is_found() {
    finds(Plant::HidesTails, Law::LiveIsWhole);
}

#[test]
fn words_that_are_kept_are_found() {
    finds(Plant::KeepsWords, Law::GoneIsGone);
}

#[test]
fn the_script_of_an_answer_before_the_commit_shows_it_again() {
    shows_again(Plant::AnswersBeforeCommit, Law::Kept);
}

#[test]
fn the_script_of_forgotten_puts_shows_them_again() {
    shows_again(Plant::ForgetsCids, Law::Once);
}
