//! What is wrong with an answer, for each law.

use std::collections::BTreeSet;

use super::seen::Seen;
use super::seen::show;
use crate::matching::Candidate;
use crate::matching::Pairing;
use crate::matching::Pool;
use crate::matching::Rule;
use crate::matching::Supporter;
use crate::vocab::TicketId;
use crate::vocab::Tier;

/// Says what is wrong with an answer, if something is.
pub(super) type Breach = fn(&Seen<'_>) -> Option<String>;

/// Every law that one answer can be held to, with what breaks it.
pub(super) const BREACHES: [(&str, Breach); 15] = [
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
];

fn names_only_the_pool(seen: &Seen<'_>) -> Option<String> {
    let stranger = |one: &&Pairing| seen.parties(one).is_none();
    seen.proposed.iter().find(stranger).map(show)
}

fn never_pairs_a_person_with_themself(seen: &Seen<'_>) -> Option<String> {
    seen.find(|pair| pair.candidate.account == pair.supporter.account)
}

fn never_pairs_the_incompatible(seen: &Seen<'_>) -> Option<String> {
    seen.find(|pair| !(pair.compatible)(pair.candidate.account, pair.supporter.account))
}

fn never_pairs_without_a_language(seen: &Seen<'_>) -> Option<String> {
    seen.find(|pair| {
        let spoken = pair.supporter.shift.languages();
        let opted_in = pair.candidate.wish.takes_any_language();
        let any = opted_in && pair.candidate.widened.has(Rule::Language);
        !any && !pair.candidate.wish.languages().iter().any(|wanted| {
            let mut primaries = spoken.iter().map(|language| language.primary());
            primaries.any(|primary| primary == wanted.primary())
        })
    })
}

fn gives_minors_only_to_the_certified(seen: &Seen<'_>) -> Option<String> {
    seen.find(|pair| pair.candidate.wish.is_minor() && !pair.supporter.shift.takes_minors())
}

fn never_exceeds_clearance(seen: &Seen<'_>) -> Option<String> {
    seen.find(|pair| pair.supporter.shift.clearance() < pair.candidate.tier)
}

fn never_overlooks_a_need(seen: &Seen<'_>) -> Option<String> {
    seen.find(|pair| {
        let met = pair.supporter.shift.needs();
        pair.candidate
            .wish
            .needs()
            .iter()
            .any(|need| !met.contains(need))
    })
}

fn keeps_to_firm_wishes(seen: &Seen<'_>) -> Option<String> {
    seen.find(|pair| {
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

fn never_asks_the_set_aside(seen: &Seen<'_>) -> Option<String> {
    seen.find(|pair| {
        let set_aside = &pair.candidate.set_aside;
        set_aside.contains(&pair.supporter.account)
    })
}

fn places_nobody_twice(seen: &Seen<'_>) -> Option<String> {
    let mut placed = BTreeSet::new();
    let again = |one: &&Pairing| !placed.insert(one.ticket);
    seen.proposed.iter().find(again).map(show)
}

fn respects_free_slots(seen: &Seen<'_>) -> Option<String> {
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
}

fn serves_in_order(seen: &Seen<'_>) -> Option<String> {
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
}

fn serves_the_overdue_first(seen: &Seen<'_>) -> Option<String> {
    let placed: BTreeSet<TicketId> = seen.proposed.iter().map(|one| one.ticket).collect();
    let left = |one: &&Candidate<'_>| one.overdue && !placed.contains(&one.ticket);
    for left in seen.pool.waiting().iter().filter(left) {
        let passed_over = seen.pairs().find(|(candidate, supporter)| {
            candidate.tier < Tier::Urgent
                && !candidate.overdue
                && left.fits(supporter)
                && (seen.compatible)(left.account, supporter.account)
        });
        if let Some((candidate, _)) = passed_over {
            return Some(format!("{:?} before {:?}", candidate.ticket, left.ticket));
        }
    }
    None
}

fn lets_go_of_who_left(seen: &Seen<'_>) -> Option<String> {
    let proposed = seen.proposed.iter().step_by(2);
    let gone: BTreeSet<TicketId> = proposed.map(|one| one.ticket).collect();
    let waiting = seen.pool.waiting().iter();
    let waiting = waiting.filter(|one| !gone.contains(&one.ticket)).cloned();
    let pool = Pool::new(waiting.collect(), seen.pool.supporters().to_vec());
    let again = seen.subject.propose(seen.now, &pool, seen.compatible);
    let held = |one: &&Pairing| gone.contains(&one.ticket);
    again.iter().find(held).map(show)
}

fn answers_the_same_again(seen: &Seen<'_>) -> Option<String> {
    let again = seen.subject.propose(seen.now, seen.pool, seen.compatible);
    (again != seen.proposed).then(|| "the second answer differs".into())
}
