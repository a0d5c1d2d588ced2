//! Who can be placed where: the slots of one pass, with one bit set per language, topic, age, need,
//! clearance, gender and way of talking.

use std::collections::BTreeMap;

use super::bits::Bits;
use crate::matching::AgeBand;
use crate::matching::Candidate;
use crate::matching::Gender;
use crate::matching::Need;
use crate::matching::Pool;
use crate::matching::Rule;
use crate::matching::Shift;
use crate::matching::Style;
use crate::matching::Supporter;
use crate::matching::fit;
use crate::vocab::AccountId;
use crate::vocab::Tier;
use crate::vocab::Topic;

/// Slots of one supporter that take the same people.
#[derive(Clone, Copy, Debug)]
pub(super) struct Seat<'a> {
    pub(super) supporter: &'a Supporter<'a>,
    pub(super) slots: usize,
    /// Kept for emergencies: a surge slot, or one held in reserve.
    pub(super) urgent_only: bool,
}

/// Every seat of a pass, by the id of the supporter, and who may sit there.
///
/// A set is made when it is first asked for, from the predicates of [`fit`]: there is one home for
/// the rules, and a pass over one person costs a handful of sets.
#[derive(Debug)]
pub(super) struct Seats<'a> {
    seats: Vec<Seat<'a>>,
    all: Bits,
    urgent_only: Bits,
    languages: BTreeMap<&'a str, Bits>,
    topics: BTreeMap<&'a Topic, Bits>,
    ages: BTreeMap<(bool, Option<AgeBand>), Bits>,
    needs: BTreeMap<Need, Bits>,
    clearances: BTreeMap<Tier, Bits>,
    genders: BTreeMap<Gender, Bits>,
    styles: BTreeMap<Style, Bits>,
}

impl<'a> Seats<'a> {
    /// Makes the seats of a pool, holding back up to `reserve` slots of the cleared for the urgent,
    /// one each, those with most free slots first.
    pub(super) fn new(pool: &'a Pool<'a>, reserve: usize) -> Self {
        let held = held_back(pool, reserve);
        let mut seats = Vec::new();
        let is_held = |one: &Supporter<'_>| held.binary_search(&one.account).is_ok();
        for supporter in pool.supporters() {
            let held = usize::from(is_held(supporter));
            let kinds = [
                (supporter.free().saturating_sub(held), false),
                (held.saturating_add(supporter.has_surge().into()), true),
            ];
            for (slots, urgent_only) in kinds.into_iter().filter(|(slots, _)| 0 < *slots) {
                seats.push(Seat {
                    supporter,
                    slots,
                    urgent_only,
                });
            }
        }
        let len = seats.len();
        let is_urgent_only = |at: usize| seats.get(at).is_some_and(|seat| seat.urgent_only);
        Self {
            all: Bits::of(len, |_| true),
            urgent_only: Bits::of(len, is_urgent_only),
            seats,
            languages: BTreeMap::new(),
            topics: BTreeMap::new(),
            ages: BTreeMap::new(),
            needs: BTreeMap::new(),
            clearances: BTreeMap::new(),
            genders: BTreeMap::new(),
            styles: BTreeMap::new(),
        }
    }

    pub(super) const fn len(&self) -> usize {
        self.seats.len()
    }

    pub(super) fn get(&self, at: usize) -> Option<&Seat<'a>> {
        self.seats.get(at)
    }

    pub(super) fn as_slice(&self) -> &[Seat<'a>] {
        &self.seats
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Seat<'a>> {
        self.seats.iter()
    }

    /// Returns the seats of one supporter: they stand beside each other, in the order of the ids.
    fn of(&self, account: AccountId) -> std::ops::Range<usize> {
        let first = self
            .seats
            .partition_point(|seat| seat.supporter.account < account);
        let own = self.seats.iter().skip(first);
        let own = own.take_while(|seat| seat.supporter.account == account);
        first..first.saturating_add(own.count())
    }

    /// Returns where somebody may be placed by every rule but the blocks.
    pub(super) fn fitting(&mut self, candidate: &Candidate<'a>) -> Bits {
        let seats = &self.seats;
        let (wish, widened) = (candidate.wish, candidate.widened);
        let mut fitting = self.all.clone();
        let cleared = |shift: &Shift| candidate.tier <= shift.clearance();
        fitting.keep(set(&mut self.clearances, candidate.tier, seats, cleared));
        let age = |shift: &Shift| fit::suits_age(wish, shift);
        fitting.keep(set(
            &mut self.ages,
            (wish.is_minor(), wish.age()),
            seats,
            age,
        ));
        for need in wish.needs() {
            let meets = |shift: &Shift| shift.needs().contains(need);
            fitting.keep(set(&mut self.needs, *need, seats, meets));
        }
        if !fit::opts_in_to_any(wish, widened) {
            let mut spoken = Bits::none(seats.len());
            for language in wish.languages() {
                let speaks = |shift: &Shift| fit::speaks(shift, language.primary());
                spoken.add(set(&mut self.languages, language.primary(), seats, speaks));
            }
            fitting.keep(&spoken);
        }
        if !widened.has(Rule::Topic) && !wish.topics().is_empty() {
            let mut taken = Bits::none(seats.len());
            for topic in wish.topics() {
                let takes = |shift: &Shift| fit::takes_topic(shift, topic);
                taken.add(set(&mut self.topics, topic, seats, takes));
            }
            fitting.keep(&taken);
        }
        self.keep_firm(candidate, &mut fitting);
        fitting
    }

    fn keep_firm(&mut self, candidate: &Candidate<'a>, fitting: &mut Bits) {
        let seats = &self.seats;
        let (wish, widened) = (candidate.wish, candidate.widened);
        let gender = fit::firm_gender(wish).filter(|_| !widened.has(Rule::Gender));
        if let Some(wanted) = gender {
            let is = |shift: &Shift| fit::is_of(shift, wanted);
            fitting.keep(set(&mut self.genders, wanted, seats, is));
        }
        let style = fit::firm_style(wish).filter(|_| !widened.has(Rule::Style));
        if let Some(wanted) = style {
            let talks = |shift: &Shift| fit::talks_in(shift, wanted);
            fitting.keep(set(&mut self.styles, wanted, seats, talks));
        }
        if candidate.tier < Tier::Urgent {
            fitting.drop(&self.urgent_only);
        }
        let not = candidate.set_aside.iter().chain([&candidate.account]);
        for at in not.flat_map(|account| self.of(*account)) {
            fitting.clear(at);
        }
    }
}

/// Returns the seats of which something holds, asked of each but once in a pass.
pub(super) fn set<'s, K: Ord>(
    sets: &'s mut BTreeMap<K, Bits>,
    key: K,
    seats: &[Seat<'_>],
    holds: impl Fn(&Shift) -> bool,
) -> &'s Bits {
    sets.entry(key).or_insert_with(|| {
        let holds = |at: usize| seats.get(at).is_some_and(|one| holds(one.supporter.shift));
        Bits::of(seats.len(), holds)
    })
}

/// Returns the supporters with a slot held back, by id.
fn held_back(pool: &Pool<'_>, reserve: usize) -> Vec<AccountId> {
    if reserve == 0 {
        return Vec::new();
    }
    let supporters = pool.supporters().iter();
    let cleared = supporters.filter(|one| Tier::Urgent <= one.shift.clearance() && 0 < one.free());
    let mut cleared: Vec<_> = cleared
        .map(|one| (std::cmp::Reverse(one.free()), one.account))
        .collect();
    cleared.sort_unstable();
    let mut held: Vec<AccountId> = cleared
        .into_iter()
        .take(reserve)
        .map(|(_, account)| account)
        .collect();
    held.sort_unstable();
    held
}
