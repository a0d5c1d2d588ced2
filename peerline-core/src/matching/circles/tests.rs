use std::collections::BTreeSet;

use super::*;
use crate::matching::Tag;
use crate::vocab::Entropy;
use crate::vocab::Limits;
use crate::vocab::RoomId;
use crate::vocab::Seed;

type May<'a> = &'a dyn Fn(AccountId, AccountId) -> bool;

const EVERYBODY: May<'static> = &|_, _| true;

fn who(n: u8) -> AccountId {
    AccountId::from_bytes([n; 16])
}

fn number(account: AccountId) -> u8 {
    let [first, ..] = *account.as_bytes();
    first
}

fn at(second: u64) -> Timestamp {
    Timestamp::from_unix_millis(second * 1000)
}

fn wish(topics: &[&str], languages: &[&str], tags: &[&str]) -> Wish {
    let limits = Limits::default();
    let topics = topics.iter().map(|one| one.parse().expect("a topic"));
    let languages = languages.iter().map(|one| one.parse().expect("a language"));
    let tags = tags.iter().map(|one| one.parse::<Tag>().expect("a tag"));
    let wish = Wish::new(&limits, topics, languages).expect("a wish");
    wish.with_tags(&limits, tags).expect("tags")
}

fn some<'a>(all: &[&'a str], share: u64, entropy: &mut Entropy) -> Vec<&'a str> {
    let all = all.iter().copied();
    all.filter(|_| entropy.below(share) == 0).collect()
}

const TAGS: [&str; 9] = [
    "exams", "divorce", "moved", "job_lost", "carer", "illness", "grief", "alone", "debts",
];

const FIRST: [&str; 14] = [
    "de", "es", "fr", "pt", "it", "nl", "pl", "tr", "ar", "ru", "uk", "sv", "da", "fi",
];

/// Wishes for one subject, in the second language of all, with three of nine experiences or so each.
fn alike(n: usize, entropy: &mut Entropy) -> Vec<Wish> {
    let first = FIRST.iter().cycle().take(n);
    let draw = |first: &&str| wish(&[], &[first, "en"], &some(&TAGS, 3, entropy));
    first.map(draw).collect()
}

/// Wishes for anything.
fn mixed(n: usize, entropy: &mut Entropy) -> Vec<Wish> {
    let draw = |_| {
        let topics = some(&["grief", "panic", "sleep"], 2, entropy);
        let mut languages = some(&["en", "de", "pt-br"], 2, entropy);
        languages.push("en");
        let wish = wish(&topics, &languages, &some(&TAGS, 3, entropy));
        if entropy.below(4) == 0 {
            wish.of_minor()
        } else {
            wish
        }
    };
    (0..n).map(draw).collect()
}

fn guests(wishes: &[Wish]) -> Vec<Guest<'_>> {
    let numbered = (1_u8..).zip(wishes);
    numbered
        .map(|(n, wish)| Guest::new(who(n), wish, at(n.into())))
        .collect()
}

/// One pair in seven may not meet, in either order.
fn may_meet(salt: u64) -> impl Fn(AccountId, AccountId) -> bool {
    move |one, other| {
        let (low, high) = (one.min(other), one.max(other));
        let (low, high) = (u64::from(number(low)), u64::from(number(high)));
        !(low * 31 + high * 17 + salt).is_multiple_of(7)
    }
}

fn sum(tables: &[Vec<AccountId>], wishes: &[Wish]) -> u32 {
    let wish = |account: AccountId| &wishes[usize::from(number(account) - 1)];
    let mut sum = 0;
    for table in tables {
        for (nth, one) in table.iter().enumerate() {
            let others = table.iter().skip(nth + 1);
            sum += others
                .map(|other| overlap(wish(*one), wish(*other)))
                .sum::<u32>();
        }
    }
    sum
}

/// The best sum there is for everybody at tables of these sizes, by trying every way to sit.
fn best(people: &[AccountId], sizes: &[usize], wishes: &[Wish], may: May<'_>) -> Option<u32> {
    fn seat(
        left: &[AccountId],
        tables: &mut Vec<Vec<AccountId>>,
        (sizes, wishes, may): (&[usize], &[Wish], May<'_>),
    ) -> Option<u32> {
        let Some((next, left)) = left.split_first() else {
            return Some(sum(tables, wishes));
        };
        let mut best = None;
        for nth in 0..tables.len() {
            // Tables of one size that are empty yet are the same table.
            let twin = nth > 0 && tables[nth - 1].is_empty() && sizes[nth - 1] == sizes[nth];
            let sits = tables[nth].iter().all(|other| may(*next, *other));
            if tables[nth].len() < sizes[nth] && sits && !twin {
                tables[nth].push(*next);
                best = best.max(seat(left, tables, (sizes, wishes, may)));
                tables[nth].pop();
            }
        }
        best
    }
    let mut tables = vec![Vec::new(); sizes.len()];
    seat(people, &mut tables, (sizes, wishes, may))
}

#[test]
fn sizes_are_even_and_seat_as_many_as_can_sit() {
    for n in 0..60 {
        for (least, most) in [(3, 8), (3, 3), (4, 6), (2, 5)] {
            for max in [0, 1, 2, usize::MAX] {
                let planned = sizes(n, Seats::new(least, most), max);
                let (low, high) = (planned.iter().min(), planned.iter().max());
                assert!(planned.iter().all(|size| (least..=most).contains(size)));
                assert!(high.zip(low).is_none_or(|(high, low)| high - low <= 1));
                assert!(planned.len() <= max);
                let reachable = (0..=max.min(n)).filter(|tables| tables * least <= n);
                let most_seated = reachable.map(|tables| n.min(tables * most)).max();
                assert_eq!(
                    Some(planned.iter().sum()),
                    most_seated,
                    "{n} {least} {most}"
                );
            }
        }
    }
}

#[test]
fn the_sum_of_what_people_share_is_near_the_best_there_is() {
    let mut entropy = Seed::from_bytes([11; 32]).entropy(1);
    let (mut own, mut optimum, mut in_order, mut n_compared) = (0, 0, 0, 0);
    let kinds = [(6, 3, 3), (8, 3, 4), (9, 3, 3), (10, 3, 5), (12, 3, 8)];
    for salt in 0..24 {
        for (n, least, most) in kinds {
            let wishes = alike(n, &mut entropy);
            let guests = guests(&wishes);
            let may: May<'_> = if salt % 2 == 0 {
                EVERYBODY
            } else {
                &may_meet(salt)
            };
            let seats = Seats::new(least, most);
            let sizes = sizes(n, seats, usize::MAX);
            let people: Vec<AccountId> = guests.iter().map(|one| one.account).collect();
            let Some(best) = best(&people, &sizes, &wishes, may) else {
                continue;
            };
            let planned = plan(&guests, Leading::Nobody, seats, may);
            let tables: Vec<_> = planned.into_iter().map(|one| one.guests).collect();
            let mut own_sizes: Vec<usize> = tables.iter().map(Vec::len).collect();
            own_sizes.sort_by_key(|size| std::cmp::Reverse(*size));
            let seated: usize = own_sizes.iter().sum();
            assert_eq!(seated, n, "everybody can sit, blocks or not");
            // Where blocks made the tables uneven, there are more pairs to share something.
            if own_sizes != sizes {
                continue;
            }
            let mut rest = people.as_slice();
            let chunks = sizes.iter().map(|size| {
                let (table, left) = rest.split_at(*size);
                rest = left;
                table.to_vec()
            });
            in_order += sum(&chunks.collect::<Vec<_>>(), &wishes);
            own += sum(&tables, &wishes);
            optimum += best;
            n_compared += 1;
        }
    }
    assert!(90 <= n_compared, "{n_compared}");
    assert!(optimum * 97 <= own * 100, "{own} of {optimum}");
    assert!(
        in_order * 100 < optimum * 85,
        "in order {in_order} of {optimum}"
    );
}

#[test]
fn nobody_sits_where_a_rule_keeps_them_apart() {
    let mut entropy = Seed::from_bytes([12; 32]).entropy(2);
    let mut n_seated = 0;
    for salt in 0..150 {
        let wishes = mixed(24, &mut entropy);
        let guests = guests(&wishes);
        let may = may_meet(salt);
        let planned = plan(&guests, Leading::Nobody, Seats::USUAL, &may);
        let mut seen = BTreeSet::new();
        for circle in &planned {
            assert!((3..=8).contains(&circle.guests.len()));
            let own: Vec<&Wish> = circle
                .guests
                .iter()
                .map(|one| &wishes[usize::from(number(*one) - 1)])
                .collect();
            assert!(own.iter().all(|one| one.is_minor() == own[0].is_minor()));
            for wish in own {
                let spoken = &mut wish.languages().iter();
                assert!(spoken.any(|one| one.primary() == circle.language.primary()));
                let topic = circle.topic.as_ref();
                let about = topic.is_some_and(|topic| wish.topics().contains(topic));
                assert!(about || wish.topics().is_empty());
            }
            for one in &circle.guests {
                assert!(seen.insert(*one), "twice");
                let mut others = circle.guests.iter().filter(|other| *other != one);
                assert!(others.all(|other| may(*one, *other)));
            }
        }
        n_seated += seen.len();
    }
    assert!(2000 < n_seated, "{n_seated} of 3600 were seated");
}

#[test]
fn the_same_people_have_the_same_plan_in_any_order() {
    let mut entropy = Seed::from_bytes([13; 32]).entropy(3);
    for salt in 0..40 {
        let wishes = mixed(20, &mut entropy);
        let mut guests = guests(&wishes);
        let may = may_meet(salt);
        let one = plan(&guests, Leading::Nobody, Seats::USUAL, &may);
        guests.reverse();
        guests.rotate_left(7);
        assert_eq!(plan(&guests, Leading::Nobody, Seats::USUAL, &may), one);
    }
}

#[test]
fn fourteen_are_seven_and_seven() {
    let mut entropy = Seed::from_bytes([14; 32]).entropy(4);
    let wishes = alike(14, &mut entropy);
    let planned = plan(&guests(&wishes), Leading::Nobody, Seats::USUAL, EVERYBODY);
    let sizes: Vec<usize> = planned.iter().map(|one| one.guests.len()).collect();
    assert_eq!(sizes, [7, 7]);
}

#[test]
fn a_leader_leads_no_more_than_they_can_and_whom_they_suit() {
    let limits = Limits::default();
    let plain = Shift::new(&limits, [], ["en".parse().expect("en")], 1).expect("a shift");
    let certified = plain.clone().certified_for_minors();
    let mut entropy = Seed::from_bytes([15; 32]).entropy(5);
    let mut wishes = alike(14, &mut entropy);
    let led = |wishes: &[Wish], shift: &Shift, circles, may: May<'_>| {
        let leaders = [Leader::new(who(200), shift, circles)];
        let planned = plan(&guests(wishes), Leading::Each(&leaders), Seats::USUAL, may);
        assert!(planned.iter().all(|one| one.leader == Some(who(200))));
        planned
            .into_iter()
            .map(|one| one.guests.len())
            .collect::<Vec<_>>()
    };
    assert_eq!(led(&wishes, &plain, 2, EVERYBODY), [7, 7]);
    assert_eq!(led(&wishes, &plain, 1, EVERYBODY), [8]);
    assert!(led(&wishes, &plain, 0, EVERYBODY).is_empty());
    let not_the_first =
        |one, other| number(one).max(number(other)) != 200 || one.min(other) != who(1);
    assert_eq!(
        led(&wishes, &plain, 1, &not_the_first),
        [8],
        "one block stops nobody else"
    );
    wishes = wishes.into_iter().map(Wish::of_minor).collect();
    assert!(led(&wishes, &plain, 2, EVERYBODY).is_empty());
    assert_eq!(led(&wishes, &certified, 2, EVERYBODY), [7, 7]);
}

#[test]
fn the_longest_waiting_have_the_seats() {
    let mut entropy = Seed::from_bytes([16; 32]).entropy(6);
    let shift = Shift::new(&Limits::default(), [], ["en".parse().expect("en")], 1).expect("one");
    let leaders = [Leader::new(who(200), &shift, 1)];
    for _ in 0..20 {
        let wishes = alike(12, &mut entropy);
        let planned = plan(
            &guests(&wishes),
            Leading::Each(&leaders),
            Seats::USUAL,
            EVERYBODY,
        );
        let expected: Vec<AccountId> = (1..=8).map(who).collect();
        assert_eq!(planned[0].guests, expected);
    }
}

#[test]
fn whom_any_topic_suits_is_seated_across_topics() {
    let wishes: Vec<Wish> = ["grief", "grief", "panic", "panic"]
        .into_iter()
        .map(|topic| wish(&[topic], &["en"], &[]))
        .collect();
    let mut guests = guests(&wishes);
    assert_eq!(plan(&guests, Leading::Nobody, Seats::USUAL, EVERYBODY), []);
    guests[2] = guests[2].with_any_topic();
    let planned = plan(&guests, Leading::Nobody, Seats::USUAL, EVERYBODY);
    assert_eq!(planned.len(), 1);
    assert_eq!(planned[0].guests, [who(1), who(2), who(3)]);
    assert_eq!(planned[0].topic, Some("grief".parse().expect("a topic")));
}

#[test]
fn who_comes_sits_where_people_wait_then_where_fewest_talk() {
    let english: Language = "en".parse().expect("en");
    let table = |n: u8, seated, began, until| {
        let mut table = Table::new(RoomId::from_bytes([n; 16]), &english, None);
        table.present = (0..seated).map(|seat| who(n * 10 + seat)).collect();
        (table.seated, table.began) = (usize::from(seated), began);
        table.until = at(until);
        table
    };
    let came = |tables: &[Table<'_>], may: May<'_>| {
        let asked: (&[Topic], &[Language]) = (&[], std::slice::from_ref(&english));
        let room = table_for(who(250), asked, tables, may)?;
        let [first, ..] = *room.as_bytes();
        Some(first)
    };
    let tables = [
        table(1, 6, true, 5),
        table(2, 1, false, 5),
        table(3, 2, false, 9),
        table(4, 3, true, 5),
        table(5, 8, true, 1),
    ];
    assert_eq!(came(&tables, EVERYBODY), Some(3));
    let not_with = |taken: &'static [u8]| {
        move |_: AccountId, other: AccountId| !taken.contains(&(number(other) / 10))
    };
    assert_eq!(came(&tables, &not_with(&[3])), Some(2));
    assert_eq!(came(&tables, &not_with(&[2, 3])), Some(4));
    assert_eq!(came(&tables, &not_with(&[2, 3, 4])), Some(1));
    assert_eq!(
        came(&tables, &not_with(&[1, 2, 3, 4])),
        None,
        "eight are enough"
    );
}
