//! Laws of a [`Matcher`], and two matchers for tests.
//!
//! Every law runs over the same scenes: small lines made from a constant seed, with few languages,
//! blocks, minors, full supporters and people on both sides, so that each rule is at stake often;
//! and the lines of a few nights, between which people leave and come back under other names.

mod breach;
mod fake;
mod scene;
mod search;
mod seen;
#[cfg(test)]
mod tests;

pub use fake::NoMatch;
pub use fake::Scripted;
pub use scene::LINES_OF_A_NIGHT;
pub(crate) use scene::Scene;
use search::ask;
use search::holds;
use search::judge;
use search::scenes;
pub use search::search;
pub use search::search_apart_from;

use super::law::LawResult;
use crate::matching::Matcher;
use crate::matching::Pairing;
use crate::matching::Trail;

/// A law of a matcher.
pub type MatcherLaw = fn(&dyn Matcher) -> LawResult;

/// Returns every law of a matcher with its name.
#[must_use]
pub fn all_laws() -> Vec<(&'static str, MatcherLaw)> {
    vec![
        ("names_only_the_pool", names_only_the_pool),
        (
            "never_pairs_a_person_with_themself",
            never_pairs_a_person_with_themself,
        ),
        ("never_pairs_the_incompatible", never_pairs_the_incompatible),
        (
            "never_pairs_without_a_language",
            never_pairs_without_a_language,
        ),
        (
            "gives_minors_only_to_the_certified",
            gives_minors_only_to_the_certified,
        ),
        ("never_exceeds_clearance", never_exceeds_clearance),
        ("never_overlooks_a_need", never_overlooks_a_need),
        ("keeps_to_firm_wishes", keeps_to_firm_wishes),
        ("never_asks_the_set_aside", never_asks_the_set_aside),
        ("places_nobody_twice", places_nobody_twice),
        ("respects_free_slots", respects_free_slots),
        ("serves_in_order", serves_in_order),
        ("serves_the_overdue_first", serves_the_overdue_first),
        ("lets_go_of_who_left", lets_go_of_who_left),
        ("answers_the_same_again", answers_the_same_again),
        ("leaves_one_trail", leaves_one_trail),
    ]
}

/// Every proposal names a ticket and a supporter of the pool.
///
/// # Errors
/// [`Broken`](super::law::Broken) with the first proposal that does not.
pub fn names_only_the_pool(subject: &dyn Matcher) -> LawResult {
    holds("names_only_the_pool", subject)
}

/// Nobody is their own supporter.
///
/// # Errors
/// [`Broken`](super::law::Broken) with the first proposal where somebody is.
pub fn never_pairs_a_person_with_themself(subject: &dyn Matcher) -> LawResult {
    holds("never_pairs_a_person_with_themself", subject)
}

/// Two who may not meet are not brought together.
///
/// # Errors
/// [`Broken`](super::law::Broken) with the first proposal that would.
pub fn never_pairs_the_incompatible(subject: &dyn Matcher) -> LawResult {
    holds("never_pairs_the_incompatible", subject)
}

/// Two who share no language are not brought together, unless the seeker opted in to any and the
/// search was widened to it.
///
/// # Errors
/// [`Broken`](super::law::Broken) with the first proposal that would.
pub fn never_pairs_without_a_language(subject: &dyn Matcher) -> LawResult {
    holds("never_pairs_without_a_language", subject)
}

/// Minors are offered to certified supporters alone.
///
/// # Errors
/// [`Broken`](super::law::Broken) with the first proposal that offers one to another.
pub fn gives_minors_only_to_the_certified(subject: &dyn Matcher) -> LawResult {
    holds("gives_minors_only_to_the_certified", subject)
}

/// Nobody is asked for a seeker above their clearance.
///
/// # Errors
/// [`Broken`](super::law::Broken) with the first proposal that asks.
pub fn never_exceeds_clearance(subject: &dyn Matcher) -> LawResult {
    holds("never_exceeds_clearance", subject)
}

/// Nobody is asked for a seeker with a need they cannot meet.
///
/// # Errors
/// [`Broken`](super::law::Broken) with the first proposal that asks.
pub fn never_overlooks_a_need(subject: &dyn Matcher) -> LawResult {
    holds("never_overlooks_a_need", subject)
}

/// A topic, a firm gender and a firm way of talking are kept to, for whom they have not given way.
///
/// # Errors
/// [`Broken`](super::law::Broken) with the first proposal that does not.
pub fn keeps_to_firm_wishes(subject: &dyn Matcher) -> LawResult {
    holds("keeps_to_firm_wishes", subject)
}

/// Nobody is asked for a ticket that sets them aside.
///
/// # Errors
/// [`Broken`](super::law::Broken) with the first proposal that asks.
pub fn never_asks_the_set_aside(subject: &dyn Matcher) -> LawResult {
    holds("never_asks_the_set_aside", subject)
}

/// No ticket is in two proposals.
///
/// # Errors
/// [`Broken`](super::law::Broken) with the first that is.
pub fn places_nobody_twice(subject: &dyn Matcher) -> LawResult {
    holds("places_nobody_twice", subject)
}

/// No supporter is in more proposals than they have free slots, but for one of the urgent tier
/// where they opted in to it.
///
/// # Errors
/// [`Broken`](super::law::Broken) with the first who is.
pub fn respects_free_slots(subject: &dyn Matcher) -> LawResult {
    holds("respects_free_slots", subject)
}

/// Nobody who is left unpaired could have had the supporter of a person behind them in line.
///
/// # Errors
/// [`Broken`](super::law::Broken) with the first who could.
pub fn serves_in_order(subject: &dyn Matcher) -> LawResult {
    holds("serves_in_order", subject)
}

/// Whoever has waited longer than anybody should is served before all but the urgent: nobody starves
/// behind those who came later in a higher tier.
///
/// # Errors
/// [`Broken`](super::law::Broken) with the first who is passed over.
pub fn serves_the_overdue_first(subject: &dyn Matcher) -> LawResult {
    holds("serves_the_overdue_first", subject)
}

/// Whoever has left is not named any more, whatever was proposed for them before: leaving wins.
///
/// # Errors
/// [`Broken`](super::law::Broken) with the first who is.
pub fn lets_go_of_who_left(subject: &dyn Matcher) -> LawResult {
    holds("lets_go_of_who_left", subject)
}

/// The same question gets the same answer.
///
/// # Errors
/// [`Broken`](super::law::Broken) where it does not.
pub fn answers_the_same_again(subject: &dyn Matcher) -> LawResult {
    holds("answers_the_same_again", subject)
}

/// What was decided is the same whatever was asked before: a night asked backwards leaves the trail
/// of the night.
///
/// # Errors
/// [`Broken`](super::law::Broken) where it does not.
pub fn leaves_one_trail(subject: &dyn Matcher) -> LawResult {
    let scenes: Vec<Scene> = scenes().collect();
    let decided = |scene: &Scene| ask(subject, scene, |seen| seen.proposed.clone());
    let forwards: Vec<Vec<Pairing>> = scenes.iter().map(decided).collect();
    let mut backwards: Vec<Vec<Pairing>> = scenes.iter().rev().map(decided).collect();
    backwards.reverse();
    let trail = |decided: &[Vec<Pairing>]| {
        let mut trail = Trail::new();
        decided.iter().for_each(|one| trail.add(Scene::NOW, one));
        trail.digest()
    };
    let same = trail(&forwards) == trail(&backwards);
    judge(
        "leaves_one_trail",
        (!same).then(|| "asked backwards, it decides otherwise".into()),
    )
}
