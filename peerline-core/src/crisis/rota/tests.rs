//! Somebody is on call when the rota says so, whoever took over what.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::Rota;
use super::Stretch;
use crate::vocab::Timestamp;

const END: u64 = 60;

fn at(n: u64) -> Timestamp {
    Timestamp::from_unix_millis(n)
}

fn stretch(from: u64, until: u64) -> Stretch {
    Stretch::new(at(from), at(until))
}

fn who<const N: usize>(all: [usize; N]) -> BTreeSet<usize> {
    all.into()
}

#[test]
fn at_a_hand_over_the_next_is_on_call_and_the_last_is_not() {
    let mut rota = Rota::new();
    rota.add(0, stretch(0, 10));
    rota.add(1, stretch(10, 20));
    assert_eq!(rota.on_call(at(9)), who([0]));
    assert_eq!(rota.on_call(at(10)), who([1]));
    assert_eq!(rota.on_call(at(20)), who([]));
    assert_eq!(rota.between(at(9), at(10)), who([0, 1]));
    assert_eq!(rota.next_change(at(3)), Some(at(10)));
    assert_eq!(rota.next_change(at(20)), None);
    // Who follows themself is on call as before.
    rota.add(1, stretch(20, 30));
    assert_eq!(rota.next_change(at(12)), Some(at(30)));
    let mut rota = Rota::new();
    rota.add(0, stretch(0, 10));
    rota.add(1, stretch(10, 20));
    assert_eq!(rota.gaps(stretch(0, 20)), []);
    assert_eq!(rota.gaps(stretch(5, 25)), [stretch(20, 25)]);
}

#[test]
fn who_takes_over_from_one_leaves_the_others_on_call() {
    let mut rota = Rota::new();
    rota.add(0, stretch(0, 10));
    rota.add(1, stretch(0, 10));
    rota.take_over(2, stretch(4, 6), Some(1));
    assert_eq!(rota.on_call(at(3)), who([0, 1]));
    assert_eq!(rota.on_call(at(5)), who([0, 2]));
    assert_eq!(rota.on_call(at(6)), who([0, 1]));
}

#[test]
fn who_takes_over_a_gap_closes_it() {
    let mut rota = Rota::new();
    rota.add(0, stretch(0, 10));
    rota.take_over(1, stretch(8, 15), None);
    assert_eq!(rota.on_call(at(9)), who([1]));
    assert_eq!(rota.gaps(stretch(0, 15)), []);
    // Nobody can be relieved who is not on call.
    rota.take_over(2, stretch(20, 25), Some(0));
    assert_eq!(rota.on_call(at(22)), who([]));
}

/// What a rota was told, one moment at a time.
#[derive(Clone, Debug)]
enum Told {
    Add(usize, u64, u64),
    TakeOver(usize, u64, u64, Option<usize>),
}

fn told() -> impl Strategy<Value = Told> {
    let span = || (0..END, 0..END);
    prop_oneof![
        (0_usize..4, span()).prop_map(|(who, (from, until))| Told::Add(who, from, until)),
        (0_usize..4, span(), proptest::option::of(0_usize..4))
            .prop_map(|(who, (from, until), instead)| Told::TakeOver(who, from, until, instead)),
    ]
}

proptest! {
    #[test]
    fn a_rota_says_at_every_moment_what_a_table_of_moments_says(
        all in proptest::collection::vec(told(), 0..12),
    ) {
        let mut rota = Rota::new();
        let mut table = vec![BTreeSet::new(); usize::try_from(END).expect("small")];
        for one in all {
            match one {
                Told::Add(who, from, until) => {
                    rota.add(who, stretch(from, until));
                    for moment in from..until {
                        table[usize::try_from(moment).expect("small")].insert(who);
                    }
                }
                Told::TakeOver(who, from, until, instead) => {
                    rota.take_over(who, stretch(from, until), instead);
                    for moment in from..until {
                        let there = &mut table[usize::try_from(moment).expect("small")];
                        match instead {
                            None => *there = BTreeSet::from([who]),
                            Some(one) => {
                                if there.remove(&one) {
                                    there.insert(who);
                                }
                            }
                        }
                    }
                }
            }
        }
        let gaps = rota.gaps(stretch(0, END));
        for (moment, there) in (0..).zip(&table) {
            prop_assert_eq!(&rota.on_call(at(moment)), there);
            let in_gap = gaps.iter().any(|gap| gap.holds(at(moment)));
            prop_assert_eq!(in_gap, there.is_empty());
        }
        prop_assert!(gaps.windows(2).all(|two| two[0].until < two[1].from));
    }
}
