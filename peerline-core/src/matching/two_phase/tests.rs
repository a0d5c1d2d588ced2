use std::collections::BTreeSet;

use pathfinding::kuhn_munkres::kuhn_munkres;
use pathfinding::matrix::Matrix;

use super::*;
use crate::matching::Candidate;
use crate::matching::Supporter;
use crate::matching::Trail;
use crate::matching::admit;
use crate::matching::fit;
use crate::testkit::matching::Scene;
use crate::vocab::Tier;

type May<'a> = &'a dyn Fn(AccountId, AccountId) -> bool;

/// Every pool small enough to be tried out whole, of many scenes.
fn small_pools(check: impl Fn(&Pool<'_>, May<'_>)) -> usize {
    let mut n_checked = 0;
    for scene in Scene::drawn(600) {
        let whole = scene.pool();
        let waiting = whole.waiting().iter().take(6).cloned().collect();
        let supporters = whole.supporters().iter().take(4).copied().collect();
        let pool = Pool::new(waiting, supporters);
        let compatible = |one, other| scene.may_meet(one, other);
        if !pool.is_empty() {
            check(&pool, &compatible);
            n_checked += 1;
        }
    }
    n_checked
}

/// Every admissible set of pairs, by trying all.
fn all_ways(pool: &Pool<'_>, may: May<'_>) -> Vec<Vec<Pairing>> {
    let mut ways: Vec<Vec<Pairing>> = vec![Vec::new()];
    for candidate in pool.waiting() {
        let mut more = Vec::new();
        for way in &ways {
            for supporter in pool.supporters() {
                let mut longer = way.clone();
                longer.push(Pairing::new(candidate.ticket, supporter.account));
                if admit(pool, may, longer.clone()).len() == longer.len() {
                    more.push(longer);
                }
            }
        }
        ways.extend(more);
    }
    ways
}

/// Who is served, as a word in which the first in line is the first letter.
fn served(pool: &Pool<'_>, way: &[Pairing]) -> Vec<bool> {
    let is_in = |one: &Candidate<'_>| way.iter().any(|pairing| pairing.ticket == one.ticket);
    pool.waiting().iter().map(is_in).collect()
}

fn sum(pool: &Pool<'_>, way: &[Pairing]) -> u32 {
    let score = |pairing: &Pairing| {
        let mut waiting = pool.waiting().iter();
        let candidate = waiting.find(|one| one.ticket == pairing.ticket);
        let pair = candidate.zip(pool.supporter(pairing.supporter));
        pair.map_or(0, |(candidate, one)| fit::score_of(candidate, one))
    };
    way.iter().map(score).sum()
}

#[test]
fn nobody_could_be_served_more_and_nobody_sooner_than_their_place() {
    let n_checked = small_pools(|pool, may| {
        let proposed = TwoPhase::new().propose(Timestamp::ZERO, pool, may);
        assert_eq!(admit(pool, may, proposed.clone()), proposed);
        let ways = all_ways(pool, may);
        let best = ways.iter().map(|way| served(pool, way)).max();
        assert_eq!(Some(served(pool, &proposed)), best);
        let most = ways.iter().map(Vec::len).max();
        assert_eq!(
            Some(proposed.len()),
            most,
            "in order, and the most there can be"
        );
    });
    assert!(400 < n_checked);
}

#[test]
fn the_same_people_could_hardly_fit_better() {
    let n_checked = small_pools(|pool, may| {
        let proposed = TwoPhase::new().propose(Timestamp::ZERO, pool, may);
        let has_surge = pool.supporters().iter().any(Supporter::has_surge);
        if proposed.len() < 2 || has_surge {
            return;
        }
        let own = served(pool, &proposed);
        let ways = all_ways(pool, may);
        let same = ways.iter().filter(|way| served(pool, way) == own);
        let best = same.map(|way| sum(pool, way)).max();
        assert_eq!(Some(sum(pool, &proposed)), best);
    });
    assert!(400 < n_checked);
}

/// What the Hungarian algorithm of another library makes of whole lines: who is served, where each
/// person weighs more than all behind them, and with whom.
#[test]
fn the_optimum_of_another_library_is_reached() {
    let mut n_served = 0;
    for scene in Scene::drawn(80).chain((0..10).flat_map(Scene::night)) {
        let (pool, may) = (scene.pool(), |one, other| scene.may_meet(one, other));
        let proposed = TwoPhase::new().propose(Timestamp::ZERO, &pool, &may);
        let seats = seats_of(&pool);
        let n = pool.waiting().len();
        let first = |place: usize| 1_i128 << (n - place);
        let everybody: Vec<usize> = (0..n).collect();
        let own = served(&pool, &proposed);
        let placed: Vec<usize> = everybody.iter().copied().filter(|at| own[*at]).collect();
        let best = hungarian(&pool, &may, &everybody, |place, _| first(place));
        assert_eq!(placed.iter().map(|place| first(*place)).sum::<i128>(), best);

        let weight = |place: usize, (supporter, urgent): (&Supporter<'_>, bool)| {
            let score = fit::score_of(&pool.waiting()[place], supporter);
            10_000 + i128::from(score) - 4000 * i128::from(urgent)
        };
        let best = hungarian(&pool, &may, &placed, weight);
        let given = |one: &Supporter<'_>| {
            let own = proposed.iter().filter(|pair| pair.supporter == one.account);
            own.count().saturating_sub(one.free())
        };
        let over: usize = pool.supporters().iter().map(given).sum();
        let own = 10_000 * placed.len() as i128 + i128::from(sum(&pool, &proposed));
        assert_eq!(own - 4000 * over as i128, best, "{} seats", seats.len());
        n_served += placed.len();
    }
    assert!(400 < n_served, "{n_served}");
}

/// Every slot, and whether it takes the urgent alone.
fn seats_of<'a>(pool: &'a Pool<'a>) -> Vec<(&'a Supporter<'a>, bool)> {
    let supporters = pool.supporters().iter();
    let slots = supporters.flat_map(|one| {
        let free = (0..one.free()).map(|_| false);
        let slots = free.chain(one.has_surge().then_some(true));
        slots.map(move |urgent| (one, urgent))
    });
    slots.collect()
}

fn hungarian(
    pool: &Pool<'_>,
    may: May<'_>,
    places: &[usize],
    weight: impl Fn(usize, (&Supporter<'_>, bool)) -> i128,
) -> i128 {
    let seats = seats_of(pool);
    let mut weights = Matrix::new(places.len(), seats.len().max(places.len()), 0);
    for (row, place) in places.iter().enumerate() {
        let one = &pool.waiting()[*place];
        for (column, seat) in seats.iter().enumerate() {
            let open = !seat.1 || one.tier == Tier::Urgent;
            if open && one.fits(seat.0) && may(one.account, seat.0.account) {
                weights[(row, column)] = weight(*place, *seat);
            }
        }
    }
    if places.is_empty() {
        return 0;
    }
    kuhn_munkres(&weights).0
}

#[test]
fn without_a_budget_the_same_people_are_served() {
    let mut n_better = 0;
    for scene in Scene::drawn(300) {
        let (pool, may) = (scene.pool(), |one, other| scene.may_meet(one, other));
        let full = TwoPhase::new().propose(Timestamp::ZERO, &pool, &may);
        let plain = TwoPhase::new().with_budget(0);
        let plain = plain.propose(Timestamp::ZERO, &pool, &may);
        assert_eq!(served(&pool, &full), served(&pool, &plain));
        n_better += usize::from(sum(&pool, &plain) < sum(&pool, &full));
    }
    assert!(10 < n_better, "the second step does something: {n_better}");
}

#[test]
fn a_seat_in_the_index_is_a_pair_that_fits() {
    for scene in Scene::drawn(200) {
        let pool = scene.pool();
        let mut seats = seats::Seats::new(&pool, 2);
        for candidate in pool.waiting() {
            let fitting = seats.fitting(candidate);
            for (at, seat) in seats.iter().enumerate() {
                let urgent = candidate.tier == Tier::Urgent;
                let fits = candidate.fits(seat.supporter) && (urgent || !seat.urgent_only);
                assert_eq!(fitting.has(at), fits);
            }
        }
    }
}

#[test]
fn a_reserve_is_held_for_the_urgent_while_the_line_is_busy() {
    let mut n_held = 0;
    for scene in Scene::drawn(300) {
        let (pool, may) = (scene.pool(), |one, other| scene.may_meet(one, other));
        let plain = TwoPhase::new().propose(Timestamp::ZERO, &pool, &may);
        let held = TwoPhase::new().reserving(2);
        let held = held.propose(Timestamp::ZERO, &pool, &may);
        let urgent = |way: &[Pairing]| -> BTreeSet<_> {
            let waiting = pool.waiting().iter().zip(served(&pool, way));
            let urgent = waiting.filter(|(one, is_in)| *is_in && one.tier == Tier::Urgent);
            urgent.map(|(one, _)| one.ticket).collect()
        };
        assert_eq!(urgent(&plain), urgent(&held));
        assert!(plain.len() <= held.len() + 2);
        n_held += usize::from(held.len() < plain.len());
    }
    assert!(20 < n_held, "something is held: {n_held}");
}

/// Frozen: another figure means that some line decides otherwise than it did.
#[test]
fn the_trail_of_many_decisions_is_the_same_everywhere() {
    let trail = || {
        let mut trail = Trail::new();
        for scene in Scene::drawn(200) {
            let (pool, may) = (scene.pool(), |one, other| scene.may_meet(one, other));
            trail.add(
                Scene::NOW,
                &TwoPhase::new().propose(Scene::NOW, &pool, &may),
            );
        }
        trail.digest()
    };
    let threads: Vec<_> = (0..2).map(|_| std::thread::spawn(trail)).collect();
    let here = trail();
    for thread in threads {
        assert_eq!(thread.join().expect("a trail"), here);
    }
    assert_eq!(
        here.to_string(),
        "y3_9N0pGa6OPhWJocXvnjJjp64nUa-kURBCd4feHFqQ"
    );
}

#[test]
fn numbers_come_out_of_a_set_as_they_went_in() {
    let mut bits = bits::Bits::of(130, |at| at % 63 == 0);
    assert_eq!(bits.iter().collect::<Vec<_>>(), [0, 63, 126]);
    bits.clear(63);
    bits.set(129);
    assert_eq!(bits.iter().collect::<Vec<_>>(), [0, 126, 129]);
}
