use std::cmp::Reverse;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;

use super::*;
use crate::matching::BestScore;
use crate::matching::Candidate;
use crate::matching::DeferredAcceptance;
use crate::matching::FirstCome;
use crate::matching::Pool;
use crate::matching::Rule;
use crate::matching::Supporter;
use crate::matching::TwoPhase;
use crate::matching::admit;
use crate::vocab::AccountId;
use crate::vocab::TicketId;
use crate::vocab::Timestamp;

#[test]
fn first_come_keeps_every_law() {
    for (_, law) in all_laws() {
        assert_eq!(law(&FirstCome), Ok(()));
    }
}

#[test]
fn two_phases_keep_every_law() {
    for matcher in [
        TwoPhase::new(),
        TwoPhase::new().reserving(3).with_budget(50),
    ] {
        for (_, law) in all_laws() {
            assert_eq!(law(&matcher), Ok(()));
        }
    }
}

#[test]
fn matchers_that_look_at_the_score_first_break_the_order_alone() {
    let subjects: [&dyn Matcher; 2] = [&BestScore, &DeferredAcceptance];
    for subject in subjects {
        let broken: Vec<_> = all_laws()
            .into_iter()
            .filter_map(|(_, law)| law(subject).err())
            .map(|broken| broken.law)
            .collect();
        assert_eq!(broken, ["serves_in_order"], "{subject:?}");
    }
}

#[test]
fn no_match_keeps_every_law() {
    for (_, law) in all_laws() {
        assert_eq!(law(&NoMatch), Ok(()));
    }
}

#[test]
fn forwarding_keeps_every_law() {
    for (_, law) in all_laws() {
        assert_eq!(law(&Arc::new(FirstCome)), Ok(()));
        assert_eq!(law(&Box::new(FirstCome)), Ok(()));
    }
}

#[test]
fn each_law_catches_the_matcher_that_forgets_it() {
    let mut forgotten: Vec<&str> = Vec::new();
    for (name, law) in all_laws() {
        let careless = Careless::forgetting(name);
        let broken = law(&careless).expect_err(name);
        assert_eq!(broken.law, name);
        forgotten.push(name);
    }
    assert_eq!(forgotten.len(), 16);
}

#[test]
fn the_careless_matcher_is_right_where_it_forgets_nothing() {
    for (_, law) in all_laws() {
        assert_eq!(law(&Careless::forgetting("nothing")), Ok(()));
    }
}

#[test]
fn every_line_of_the_contract_names_a_law() {
    let source = include_str!("../../matching/matcher.rs");
    let promised: Vec<&str> = source
        .lines()
        .filter(|line| line.starts_with("/// - "))
        .filter_map(|line| line.rsplit_once("(`")?.1.split_once("`)"))
        .map(|(law, _)| law)
        .collect();
    let laws: Vec<&str> = all_laws().into_iter().map(|(name, _)| name).collect();
    assert_eq!(promised, laws);
}

#[test]
fn nothing_a_careless_matcher_says_gets_past_the_check() {
    for (name, _) in all_laws() {
        for (_, law) in all_laws().into_iter().take(11) {
            let checked = Checked(Careless::forgetting(name));
            assert_eq!(law(&checked), Ok(()), "forgetting {name}");
        }
    }
}

#[test]
fn first_come_leaves_no_pair_that_could_be_made() {
    for scene in Scene::all() {
        let compatible = |one, other| scene.may_meet(one, other);
        let pool = scene.pool();
        let proposed = FirstCome.propose(Scene::NOW, &pool, &compatible);
        for left in pool.waiting() {
            if proposed.iter().any(|one| one.ticket == left.ticket) {
                continue;
            }
            for supporter in pool.supporters() {
                let mut more = proposed.clone();
                more.push(Pairing::new(left.ticket, supporter.account));
                assert_eq!(admit(&pool, &compatible, more), proposed);
            }
        }
    }
}

/// `PEERLINE_MATCHING_SCENES` says how many lines: a few thousand where nothing is said.
#[test]
fn randomised_lines_with_other_names_break_no_law() {
    let told = std::env::var("PEERLINE_MATCHING_SCENES").ok();
    let scenes = told.map_or(3000, |told| told.parse::<u64>().expect("a number of lines"));
    let nights = scenes / u64::from(LINES_OF_A_NIGHT);
    let subjects: [&dyn Matcher; 2] = [&TwoPhase::new(), &FirstCome];
    for subject in subjects {
        let trail = search(subject, 0..nights).expect("no law is broken");
        assert_ne!(trail, Trail::new());
    }
}

#[test]
fn a_search_finds_what_a_careless_matcher_forgets() {
    for (name, _) in all_laws().into_iter().take(15) {
        let found = search(&Careless::forgetting(name), 0..64);
        assert!(found.is_err(), "forgetting {name}");
    }
}

#[test]
fn the_nights_hold_people_with_other_names_who_are_overdue_and_come_again() {
    let (mut alias, mut themself, mut overdue) = (0, 0, 0);
    for scene in (0..40).flat_map(Scene::night) {
        let pool = scene.pool();
        for one in pool.waiting() {
            let [person, name, ..] = *one.account.as_bytes();
            alias += u32::from(person != name);
            overdue += u32::from(one.overdue);
            let same = |other: &&Supporter<'_>| {
                let [who, ..] = *other.account.as_bytes();
                who == person && other.account != one.account
            };
            themself += u32::from(pool.supporters().iter().any(|other| same(&other)));
        }
    }
    assert!(
        300 < alias && 50 < themself && 300 < overdue,
        "{alias} {themself} {overdue}"
    );
}

/// Both sides like a pair by its score, so there is one stable matching, and taking the best pair
/// first finds it: that the two matchers decide alike is a truth and no accident.
#[test]
fn the_best_score_first_is_the_one_stable_matching() {
    let mut n_pairs = 0;
    for scene in Scene::drawn(300).chain((0..50).flat_map(Scene::night)) {
        let (pool, may) = (scene.pool(), |one, other| scene.may_meet(one, other));
        let mut greedy = BestScore.propose(Scene::NOW, &pool, &may);
        let mut stable = DeferredAcceptance.propose(Scene::NOW, &pool, &may);
        greedy.sort_unstable();
        stable.sort_unstable();
        n_pairs += greedy.len();
        assert_eq!(greedy, stable);
    }
    assert!(1000 < n_pairs, "{n_pairs}");
}

/// Greedy and right, but for the one law it forgets.
#[derive(Debug)]
struct Careless {
    forgets: &'static str,
    asked: AtomicU64,
    before: Mutex<Vec<Pairing>>,
}

impl Careless {
    fn forgetting(forgets: &'static str) -> Self {
        Self {
            forgets,
            asked: AtomicU64::new(0),
            before: Mutex::default(),
        }
    }

    fn keeps(&self, law: &str) -> bool {
        self.forgets != law
    }

    fn allows(
        &self,
        candidate: &Candidate<'_>,
        supporter: &Supporter<'_>,
        compatible: &dyn Fn(AccountId, AccountId) -> bool,
    ) -> bool {
        let (one, other) = (candidate.account, supporter.account);
        let wish = candidate.wish;
        let shift = supporter.shift;
        let any = wish.takes_any_language() && candidate.widened.has(Rule::Language);
        let shares_language = any
            || wish.languages().iter().any(|wanted| {
                let mut spoken = shift.languages().iter();
                spoken.any(|spoken| spoken.primary() == wanted.primary())
            });
        let rules = [
            ("never_pairs_a_person_with_themself", one != other),
            ("never_pairs_the_incompatible", compatible(one, other)),
            ("never_pairs_without_a_language", shares_language),
            (
                "gives_minors_only_to_the_certified",
                shift.takes_minors() || !wish.is_minor(),
            ),
            (
                "never_exceeds_clearance",
                candidate.tier <= shift.clearance(),
            ),
            (
                "never_overlooks_a_need",
                wish.needs().is_subset(shift.needs()),
            ),
            ("keeps_to_firm_wishes", keeps_firm(candidate, supporter)),
            (
                "never_asks_the_set_aside",
                !candidate.set_aside.contains(&other),
            ),
        ];
        rules.iter().all(|(law, kept)| *kept || !self.keeps(law))
    }
}

impl Matcher for Careless {
    fn propose(
        &self,
        _now: Timestamp,
        pool: &Pool<'_>,
        compatible: &dyn Fn(AccountId, AccountId) -> bool,
    ) -> Vec<Pairing> {
        let mut pairings: Vec<Pairing> = Vec::new();
        let mut waiting: Vec<&Candidate<'_>> = pool.waiting().iter().collect();
        if !self.keeps("serves_in_order") {
            waiting.reverse();
        }
        if !self.keeps("serves_the_overdue_first") {
            waiting.sort_by_key(|one| (Reverse(one.tier), one.arrived, one.ticket));
        }
        for candidate in waiting {
            for supporter in pool.supporters() {
                let given = pairings.iter();
                let given = given.filter(|one| one.supporter == supporter.account);
                let has_slot = given.count() < supporter.free();
                let has_slot = has_slot || !self.keeps("respects_free_slots");
                let fits = self.allows(candidate, supporter, compatible);
                if fits && has_slot {
                    pairings.push(Pairing::new(candidate.ticket, supporter.account));
                    if self.keeps("places_nobody_twice") {
                        break;
                    }
                }
            }
        }
        if !self.keeps("names_only_the_pool") {
            let nobody = TicketId::from_bytes([255; 16]);
            pairings.push(Pairing::new(nobody, AccountId::from_bytes([255; 16])));
        }
        let nth = self.asked.fetch_add(1, Ordering::Relaxed);
        if !self.keeps("answers_the_same_again") && nth.is_multiple_of(5) {
            pairings.reverse();
        }
        if !self.keeps("leaves_one_trail") && 200 < nth {
            pairings.reverse();
        }
        if !self.keeps("lets_go_of_who_left") {
            let mut before = self.before.lock().expect("the one before");
            let held = std::mem::replace(&mut *before, pairings.clone());
            pairings.extend(held);
        }
        pairings
    }
}

fn keeps_firm(candidate: &Candidate<'_>, supporter: &Supporter<'_>) -> bool {
    let rules = [Rule::Topic, Rule::Gender, Rule::Style];
    let stands: Vec<Rule> = rules
        .into_iter()
        .filter(|rule| !candidate.widened.has(*rule))
        .collect();
    let (wish, shift) = (candidate.wish, supporter.shift);
    stands.into_iter().all(|rule| match rule {
        Rule::Topic => {
            let (asked, taken) = (wish.topics(), shift.topics());
            let free = asked.is_empty() || taken.is_empty();
            free || taken.iter().any(|topic| asked.contains(topic))
        }
        Rule::Gender => {
            let wanted = wish.gender().filter(|one| one.firm).map(|one| one.wanted);
            wanted.is_none() || wanted == shift.gender()
        }
        Rule::Style | Rule::Language => {
            let wanted = wish.style().filter(|one| one.firm).map(|one| one.wanted);
            wanted.is_none_or(|style| shift.styles().contains(&style))
        }
    })
}

/// A matcher as the line uses it.
#[derive(Debug)]
struct Checked(Careless);

impl Matcher for Checked {
    fn propose(
        &self,
        now: Timestamp,
        pool: &Pool<'_>,
        compatible: &dyn Fn(AccountId, AccountId) -> bool,
    ) -> Vec<Pairing> {
        admit(pool, compatible, self.0.propose(now, pool, compatible))
    }
}
