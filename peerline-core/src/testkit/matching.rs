//! Laws of a [`Matcher`], and two matchers for tests.
//!
//! Every law runs over the same scenes: small lines made from a constant seed, with few languages,
//! blocks, minors, full supporters and people on both sides, so that each rule is at stake often.

mod fake;
mod scene;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

pub use fake::NoMatch;
pub use fake::Scripted;
pub(crate) use scene::Scene;

use super::law::Broken;
use super::law::LawResult;
use crate::matching::Candidate;
use crate::matching::Matcher;
use crate::matching::Pairing;
use crate::matching::Pool;
use crate::matching::Rule;
use crate::matching::Supporter;
use crate::vocab::AccountId;
use crate::vocab::TicketId;
use crate::vocab::Tier;
use crate::vocab::Timestamp;

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
        ("answers_the_same_again", answers_the_same_again),
    ]
}

/// Every proposal names a ticket and a supporter of the pool.
///
/// # Errors
/// [`Broken`] with the first proposal that does not.
pub fn names_only_the_pool(subject: &dyn Matcher) -> LawResult {
    holds("names_only_the_pool", subject, |seen| {
        let stranger = |one: &&Pairing| seen.parties(one).is_none();
        seen.proposed.iter().find(stranger).map(show)
    })
}

/// Nobody is their own supporter.
///
/// # Errors
/// [`Broken`] with the first proposal where somebody is.
pub fn never_pairs_a_person_with_themself(subject: &dyn Matcher) -> LawResult {
    no_pair("never_pairs_a_person_with_themself", subject, |pair| {
        pair.candidate.account == pair.supporter.account
    })
}

/// Two who may not meet are not brought together.
///
/// # Errors
/// [`Broken`] with the first proposal that would.
pub fn never_pairs_the_incompatible(subject: &dyn Matcher) -> LawResult {
    no_pair("never_pairs_the_incompatible", subject, |pair| {
        !(pair.compatible)(pair.candidate.account, pair.supporter.account)
    })
}

/// Two who share no language are not brought together, unless the seeker opted in to any and the
/// search was widened to it.
///
/// # Errors
/// [`Broken`] with the first proposal that would.
pub fn never_pairs_without_a_language(subject: &dyn Matcher) -> LawResult {
    no_pair("never_pairs_without_a_language", subject, |pair| {
        let spoken = pair.supporter.shift.languages();
        let opted_in = pair.candidate.wish.takes_any_language();
        let any = opted_in && pair.candidate.widened.has(Rule::Language);
        !any && !pair.candidate.wish.languages().iter().any(|wanted| {
            let mut primaries = spoken.iter().map(|language| language.primary());
            primaries.any(|primary| primary == wanted.primary())
        })
    })
}

/// Minors are offered to certified supporters alone.
///
/// # Errors
/// [`Broken`] with the first proposal that offers one to another.
pub fn gives_minors_only_to_the_certified(subject: &dyn Matcher) -> LawResult {
    no_pair("gives_minors_only_to_the_certified", subject, |pair| {
        pair.candidate.wish.is_minor() && !pair.supporter.shift.takes_minors()
    })
}

/// Nobody is asked for a seeker above their clearance.
///
/// # Errors
/// [`Broken`] with the first proposal that asks.
pub fn never_exceeds_clearance(subject: &dyn Matcher) -> LawResult {
    no_pair("never_exceeds_clearance", subject, |pair| {
        pair.supporter.shift.clearance() < pair.candidate.tier
    })
}

/// Nobody is asked for a seeker with a need they cannot meet.
///
/// # Errors
/// [`Broken`] with the first proposal that asks.
pub fn never_overlooks_a_need(subject: &dyn Matcher) -> LawResult {
    no_pair("never_overlooks_a_need", subject, |pair| {
        let met = pair.supporter.shift.needs();
        pair.candidate
            .wish
            .needs()
            .iter()
            .any(|need| !met.contains(need))
    })
}

/// A topic, a firm gender and a firm way of talking are kept to, for whom they have not given way.
///
/// # Errors
/// [`Broken`] with the first proposal that does not.
pub fn keeps_to_firm_wishes(subject: &dyn Matcher) -> LawResult {
    no_pair("keeps_to_firm_wishes", subject, |pair| {
        let (wish, shift) = (pair.candidate.wish, pair.supporter.shift);
        let stands = |rule| !pair.candidate.widened.has(rule);
        let (asked, taken) = (wish.topics(), shift.topics());
        let topic = !asked.is_empty() && !taken.is_empty();
        let gender = wish.gender().filter(|wish| wish.firm);
        let style = wish.style().filter(|wish| wish.firm);
        (stands(Rule::Topic) && topic && !asked.iter().any(|one| taken.contains(one)))
            || (stands(Rule::Gender)
                && gender.is_some_and(|one| shift.gender() != Some(one.wanted)))
            || (stands(Rule::Style)
                && style.is_some_and(|one| !shift.styles().contains(&one.wanted)))
    })
}

/// Nobody is asked for a ticket that sets them aside.
///
/// # Errors
/// [`Broken`] with the first proposal that asks.
pub fn never_asks_the_set_aside(subject: &dyn Matcher) -> LawResult {
    no_pair("never_asks_the_set_aside", subject, |pair| {
        let set_aside = &pair.candidate.set_aside;
        set_aside.contains(&pair.supporter.account)
    })
}

/// No ticket is in two proposals.
///
/// # Errors
/// [`Broken`] with the first that is.
pub fn places_nobody_twice(subject: &dyn Matcher) -> LawResult {
    holds("places_nobody_twice", subject, |seen| {
        let mut placed = BTreeSet::new();
        let again = |one: &&Pairing| !placed.insert(one.ticket);
        seen.proposed.iter().find(again).map(show)
    })
}

/// No supporter is in more proposals than they have free slots, but for one of the urgent tier
/// where they opted in to it.
///
/// # Errors
/// [`Broken`] with the first who is.
pub fn respects_free_slots(subject: &dyn Matcher) -> LawResult {
    holds("respects_free_slots", subject, |seen| {
        let over = |one: &&Supporter<'_>| {
            let own = seen
                .pairs()
                .filter(|(_, supporter)| supporter.account == one.account);
            let (urgent, others): (Vec<_>, Vec<_>) =
                own.partition(|(candidate, _)| candidate.tier == Tier::Urgent);
            let surge = usize::from(one.has_surge());
            one.free() < others.len() || one.free() + surge < urgent.len() + others.len()
        };
        let mut supporters = seen.pool.supporters().iter();
        let over = supporters.find(over)?;
        Some(format!("{:?} is over", over.account))
    })
}

/// Nobody who is left unpaired could have had the supporter of a person behind them in line.
///
/// # Errors
/// [`Broken`] with the first who could.
pub fn serves_in_order(subject: &dyn Matcher) -> LawResult {
    holds("serves_in_order", subject, |seen| {
        let placed: BTreeSet<TicketId> = seen.proposed.iter().map(|one| one.ticket).collect();
        let unpaired = |one: &&Candidate<'_>| !placed.contains(&one.ticket);
        for left in seen.pool.waiting().iter().filter(unpaired) {
            let envied = seen.pairs().find(|(candidate, supporter)| {
                left.order() < candidate.order()
                    && left.fits(supporter)
                    && (seen.compatible)(left.account, supporter.account)
            });
            if let Some((candidate, _)) = envied {
                return Some(format!("{:?} before {:?}", candidate.ticket, left.ticket));
            }
        }
        None
    })
}

/// The same question gets the same answer.
///
/// # Errors
/// [`Broken`] where it does not.
pub fn answers_the_same_again(subject: &dyn Matcher) -> LawResult {
    holds("answers_the_same_again", subject, |seen| {
        let again = subject.propose(seen.now, seen.pool, seen.compatible);
        (again != seen.proposed).then(|| "the second answer differs".into())
    })
}

/// What a matcher was asked and what it said.
struct Seen<'a> {
    now: Timestamp,
    pool: &'a Pool<'a>,
    compatible: &'a dyn Fn(AccountId, AccountId) -> bool,
    proposed: Vec<Pairing>,
}

impl<'a> Seen<'a> {
    fn parties(&self, pairing: &Pairing) -> Option<(&'a Candidate<'a>, &'a Supporter<'a>)> {
        let mut waiting = self.pool.waiting().iter();
        let candidate = waiting.find(|one| one.ticket == pairing.ticket)?;
        Some((candidate, self.pool.supporter(pairing.supporter)?))
    }

    fn pairs(&self) -> impl Iterator<Item = (&'a Candidate<'a>, &'a Supporter<'a>)> {
        self.proposed.iter().filter_map(|one| self.parties(one))
    }
}

struct ProposedPair<'a> {
    candidate: &'a Candidate<'a>,
    supporter: &'a Supporter<'a>,
    compatible: &'a dyn Fn(AccountId, AccountId) -> bool,
}

/// Asks the subject over every scene; `breach` says what is wrong with an answer.
fn holds(
    law: &'static str,
    subject: &dyn Matcher,
    breach: impl Fn(&Seen<'_>) -> Option<String>,
) -> LawResult {
    for scene in Scene::all() {
        let compatible = |one, other| scene.may_meet(one, other);
        let pool = scene.pool();
        let now = Scene::NOW;
        let seen = Seen {
            now,
            pool: &pool,
            compatible: &compatible,
            proposed: subject.propose(now, &pool, &compatible),
        };
        if let Some(what) = breach(&seen) {
            return Err(Broken::new(law, what));
        }
    }
    Ok(())
}

fn no_pair(
    law: &'static str,
    subject: &dyn Matcher,
    breach: impl Fn(&ProposedPair<'_>) -> bool,
) -> LawResult {
    holds(law, subject, |seen| {
        let mut pairs = seen.pairs().map(|(candidate, supporter)| ProposedPair {
            candidate,
            supporter,
            compatible: seen.compatible,
        });
        let wrong = pairs.find(|pair| breach(pair))?;
        let wrong = Pairing::new(wrong.candidate.ticket, wrong.supporter.account);
        Some(show(&wrong))
    })
}

fn show(pairing: &Pairing) -> String {
    format!("{pairing:?}")
}
