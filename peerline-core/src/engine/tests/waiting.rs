//! What is told about the line: to who waits, to who is on shift, to who supervises.

use super::town::*;
use crate::engine::Answer;
use crate::engine::Asker;
use crate::engine::Info;
use crate::engine::Input;
use crate::engine::PlaceView;
use crate::engine::Policies;
use crate::engine::Question;
use crate::engine::QueueView;
use crate::engine::ShiftView;
use crate::engine::Why;
use crate::log::Act;
use crate::matching::Asked;
use crate::matching::Breaks;
use crate::matching::Gender;
use crate::matching::Ladder;
use crate::matching::Preference;
use crate::matching::Rule;
use crate::matching::Rung;
use crate::vocab::Language;
use crate::vocab::Millis;
use crate::vocab::Role;
use crate::vocab::Tier;

fn ask(town: &mut Town, n: u8, question: Question) -> Answer {
    let asker = Asker {
        conn: conn(n),
        reference: 5,
    };
    answer(&town.feed(Input::Ask { asker, question }))
}

fn place(town: &mut Town, n: u8) -> Option<PlaceView> {
    let Answer::Told(Info::Place(place)) = ask(town, n, Question::Place) else {
        panic!("no place");
    };
    place.map(|place| *place)
}

fn shift(town: &mut Town, n: u8) -> ShiftView {
    let Answer::Told(Info::Shift(shift)) = ask(town, n, Question::Shift) else {
        panic!("no shift");
    };
    shift
}

fn queue(town: &mut Town, n: u8) -> QueueView {
    let Answer::Told(Info::Waiting(queue)) = ask(town, n, Question::Waiting) else {
        panic!("no queue");
    };
    queue
}

fn firm() -> Act {
    Act::Seek(Box::new(Asked {
        topics: vec!["grief".parse().unwrap()],
        languages: vec!["de-at".parse().unwrap(), Language::english()],
        gender: Some(Preference::firm(Gender::Woman)),
        ..Asked::default()
    }))
}

fn laddered() -> Town {
    let rungs = [
        Rung::new(Millis::from_secs(60), Rule::Topic),
        Rung::new(Millis::from_secs(180), Rule::Gender),
    ];
    let mut town = Town::with(Policies {
        ladder: Ladder::new(rungs).unwrap(),
        ..policies()
    });
    town.connect(1);
    town.staff(2, Role::Supporter);
    town
}

#[test]
fn who_waits_is_told_what_is_being_tried_and_what_comes_next() {
    let mut town = laddered();
    assert_eq!(place(&mut town, 1), None);
    town.put(2, me(2), available(1));
    town.put(1, me(1), firm());
    let now = place(&mut town, 1).unwrap();
    assert_eq!((now.trying.as_slice(), now.offered), ([].as_slice(), false));
    assert_eq!(now.next, Some(Millis::from_secs(60)));
    town.pass(Millis::from_secs(70));
    let now = place(&mut town, 1).unwrap();
    assert_eq!(now.trying, [Rule::Topic]);
    assert_eq!(now.next, Some(Millis::from_secs(110)));
    town.pass(Millis::from_secs(115));
    let now = place(&mut town, 1).unwrap();
    assert_eq!(now.trying, [Rule::Topic, Rule::Gender]);
    assert_eq!((now.next, now.offered), (None, true));
}

#[test]
fn the_place_and_what_is_tried_outlive_a_restart_in_the_middle_of_an_offer() {
    let mut town = laddered();
    town.put(2, me(2), available(1));
    town.put(1, me(1), seek());
    let before = place(&mut town, 1).unwrap();
    assert!(before.offered);
    let offer = town.offer_to(2);
    town.restart();
    town.connect(1);
    town.connect(2);
    assert_eq!(place(&mut town, 1), Some(before));
    let accept = Act::AcceptOffer { offer };
    assert!(is_done(&town.put(2, me(2), accept.clone())));
    assert_eq!(place(&mut town, 1), None);
    assert_eq!(refused(&town.put(2, me(2), accept)), Some(Why::Gone));
}

#[test]
fn a_supporter_sees_load_and_breaks() {
    let mut town = Town::with(Policies {
        breaks: Breaks::of_their_own().after(1),
        ..policies()
    });
    let room = town.pair(1, 2);
    let now = shift(&mut town, 2);
    assert_eq!((now.capacity, now.load), (1, 1));
    // What was due has been counted: from here on the next break counts.
    assert_eq!((now.points, now.break_points), (0, Some(1)));
    assert_eq!(
        (now.due, now.until, now.clearance),
        (true, None, Tier::Urgent)
    );
    town.put(2, crate::vocab::RoomName::Room(room), Act::Leave);
    let now = shift(&mut town, 2);
    assert_eq!(now.until, Some(town.now.after(Millis::from_mins(15))));
    town.pass(Millis::from_mins(16));
    let now = shift(&mut town, 2);
    assert_eq!((now.until, now.points), (None, 0));
    assert_eq!(shift(&mut town, 1).capacity, 0);
}

#[test]
fn supervisors_alone_see_the_line_and_no_name_of_who_waits() {
    let mut town = laddered();
    town.staff(3, Role::Supervisor);
    town.put(2, me(2), available(2));
    town.put(1, me(1), firm());
    town.connect(4);
    let spanish = Asked {
        languages: vec!["es".parse().unwrap()],
        ..Asked::default()
    };
    town.put(4, me(4), Act::Seek(Box::new(spanish)));
    town.pass(Millis::from_secs(5));
    for n in [1, 2] {
        let answer = ask(&mut town, n, Question::Waiting);
        assert_eq!(refused(&answer), Some(Why::Denied));
    }
    let seen = queue(&mut town, 3);
    let waiting: Vec<_> = seen
        .waiting
        .iter()
        .map(|some| (some.language.as_str(), some.tier, some.n, some.longest))
        .collect();
    let five = Millis::from_secs(5);
    assert_eq!(
        waiting,
        [
            ("es", Tier::Routine, 1, five),
            ("de", Tier::Routine, 1, five)
        ]
    );
    let uncovered = seen.uncovered.iter();
    let uncovered: Vec<_> = uncovered.map(|some| some.language.as_str()).collect();
    assert_eq!(uncovered, ["es"]);
    assert_eq!(seen.on_shift.len(), 1);
    let told = format!("{seen:?}");
    for n in [1, 4] {
        assert!(!told.contains(&person(n).to_string()));
    }
}
