use std::collections::BTreeSet;

use super::Draw;
use super::HandleStyle;
use super::handle;
use crate::identity::words::ALL;
use crate::vocab::Language;
use crate::vocab::OccupantId;
use crate::vocab::Seed;
use crate::vocab::Sensitive;

const K_ROOM: Sensitive<[u8; 32]> = Sensitive::new([3; 32]);

fn occupant(n: u64) -> OccupantId {
    OccupantId::from_bytes(Seed::from_bytes([2; 32]).entropy(n).draw())
}

fn languages() -> impl Iterator<Item = Language> {
    ALL.iter().map(|(code, _)| code.parse().unwrap())
}

#[test]
fn no_two_of_500_members_share_a_name() {
    for language in languages() {
        let style = HandleStyle::member(language);
        let mut taken = BTreeSet::new();
        for n in 0..500 {
            let name = handle(&K_ROOM, occupant(n), &style, &taken);
            assert!(taken.insert(name));
        }
    }
}

#[test]
fn a_name_that_is_taken_is_drawn_again() {
    let style = HandleStyle::member(Language::english());
    let first = handle(&K_ROOM, occupant(1), &style, &BTreeSet::new());
    let taken = BTreeSet::from([first.clone()]);
    let second = handle(&K_ROOM, occupant(1), &style, &taken);
    assert_ne!(first, second);
}

#[test]
fn one_person_has_one_name_in_a_room_and_another_elsewhere() {
    let style = HandleStyle::member(Language::english());
    let name = |k_room| handle(k_room, occupant(1), &style, &BTreeSet::new());
    assert_eq!(name(&K_ROOM), name(&K_ROOM));
    assert_ne!(name(&K_ROOM), name(&Sensitive::new([4; 32])));
}

#[test]
fn a_name_is_found_when_every_two_digit_one_is_taken() {
    let style = HandleStyle::member(Language::english());
    let words = crate::identity::words::Words::of("en");
    let mut taken = BTreeSet::new();
    for round in 0..=super::MAX_ROUNDS {
        let draw = Draw::new(&K_ROOM, occupant(1), round);
        taken.extend((0..=150).map(|number| draw.name(&words, false, number)));
    }
    let name = handle(&K_ROOM, occupant(1), &style, &taken);
    assert!(name.ends_with(" 151"), "{name}");
}

#[test]
fn numbers_have_two_digits_and_are_no_signs() {
    for n in 0..1000 {
        let number = Draw::new(&K_ROOM, occupant(n), 0).two_digits();
        assert!((20..100).contains(&number));
        assert!(![28, 69, 84, 88].contains(&number));
    }
}

#[test]
fn staff_bear_nouns_that_no_member_bears() {
    for (code, words) in ALL {
        let staff = HandleStyle::staff(code.parse().unwrap());
        for n in 0..200 {
            let name = handle(&K_ROOM, occupant(n), &staff, &BTreeSet::new());
            assert!(
                words.staff.lines().any(|noun| name.contains(noun)),
                "{name}"
            );
            assert!(
                !words
                    .nouns
                    .lines()
                    .any(|noun| name.split(' ').any(|word| word == noun))
            );
        }
    }
}

#[test]
fn a_region_gets_the_words_of_its_language_and_an_unknown_one_english() {
    let name = |tag: &str| {
        let style = HandleStyle::member(tag.parse().unwrap());
        handle(&K_ROOM, occupant(1), &style, &BTreeSet::new())
    };
    assert_eq!(name("pt-br"), name("pt"));
    assert_eq!(name("xx"), name("en"));
    assert_ne!(name("pt"), name("en"));
}
