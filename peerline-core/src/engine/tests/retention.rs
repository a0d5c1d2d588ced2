//! Words go when their time is over, and never while something holds them.

use proptest::prelude::*;

use super::town::*;
use crate::engine::Input;
use crate::engine::Output;
use crate::log::Act;
use crate::log::BlockWhy;
use crate::log::KeepAnswer;
use crate::log::KeepWish;
use crate::log::RoomKept;
use crate::room::HoldRefusal;
use crate::room::Retention;
use crate::room::RoomKind;
use crate::vocab::HoldId;
use crate::vocab::Millis;
use crate::vocab::Role;
use crate::vocab::RoomId;
use crate::vocab::RoomName;
use crate::vocab::Seq;

const HOUR: Millis = Millis::from_hours(1);
const DAY: Millis = Millis::from_hours(24);

fn keeps(town: &mut Town, retention: Retention) {
    let kinds = &mut town.engine.policies.retention.kinds;
    kinds.insert(RoomKind::OneToOne, retention);
}

fn words(town: &Town, room: RoomId) -> usize {
    town.engine.state.room(room).unwrap().words().len()
}

fn ask(town: &mut Town, wish: KeepWish) -> KeepAnswer {
    let outputs = town.feed(Input::Keep { reference: 1, wish });
    let answer = outputs.into_iter().find_map(|output| {
        if let Output::Kept { answer, .. } = output {
            Some(answer)
        } else {
            None
        }
    });
    answer.expect("an answer")
}

fn report(town: &mut Town) -> Vec<RoomKept> {
    let KeepAnswer::Report(rooms) = ask(town, KeepWish::Report) else {
        panic!("no report");
    };
    rooms
}

pub(super) fn hold(town: &mut Town, room: Option<RoomId>, days: u64) -> HoldId {
    let wish = KeepWish::Hold {
        room,
        reason: "court".to_owned(),
        until: town.now.after(DAY.times(days)),
    };
    let KeepAnswer::Held(id) = ask(town, wish) else {
        panic!("not held");
    };
    id
}

fn parted(town: &mut Town) -> RoomId {
    let room = town.pair(1, 2);
    for n in [1, 2] {
        assert!(is_done(&town.put(n, RoomName::Room(room), say("hello"))));
    }
    assert!(is_done(&town.put(2, RoomName::Room(room), Act::Leave)));
    room
}

fn replays(town: &mut Town) {
    let remembered = town.engine.state.clone();
    town.restart();
    assert_eq!(remembered, town.engine.state);
}

#[test]
fn words_that_are_kept_for_hours_go_while_the_room_goes_on() {
    let mut town = Town::new();
    keeps(&mut town, Retention::AfterSaid(HOUR.times(2)));
    let room = town.pair(1, 2);
    let name = RoomName::Room(room);
    assert!(is_done(&town.put(1, name.clone(), say("hello"))));
    town.pass(HOUR);
    assert!(is_done(&town.put(2, name.clone(), say("good evening"))));
    town.pass(HOUR);
    assert_eq!(words(&town, room), 1, "the first went, the second did not");
    assert!(town.engine.state.room(room).unwrap().is_open());
    replays(&mut town);
    town.pass(HOUR);
    assert_eq!(words(&town, room), 0, "the timer is there after a restart");
}

#[test]
fn words_until_the_room_closes_go_then() {
    let mut town = Town::new();
    keeps(&mut town, Retention::UntilClosed(Millis::ZERO));
    let room = parted(&mut town);
    town.pass(Millis::new(1));
    assert_eq!(words(&town, room), 0);
}

#[test]
fn a_hold_keeps_words_until_it_ends_or_is_released_and_outlives_a_restart() {
    let mut town = Town::new();
    let (room, other) = (parted(&mut town), None);
    let id = hold(&mut town, Some(room), 30);
    town.pass(DAY.times(20));
    assert_eq!(words(&town, room), 2);
    replays(&mut town);
    assert!(matches!(
        ask(&mut town, KeepWish::Release { hold: id }),
        KeepAnswer::Released
    ));
    town.pass(HOUR);
    assert_eq!(words(&town, room), 0);
    let again = ask(&mut town, KeepWish::Release { hold: id });
    assert_eq!(again, KeepAnswer::Refused(HoldRefusal::UnknownHold));
    let all = hold(&mut town, other, 1);
    let KeepAnswer::Holds(holds) = ask(&mut town, KeepWish::Holds) else {
        panic!("no list");
    };
    assert_eq!(holds.iter().map(|one| one.id).collect::<Vec<_>>(), [all]);
}

#[test]
fn a_hold_ends_by_itself() {
    let mut town = Town::new();
    let room = parted(&mut town);
    hold(&mut town, None, 10);
    town.pass(DAY.times(9));
    assert_eq!(words(&town, room), 2);
    town.pass(DAY.times(2));
    assert_eq!(words(&town, room), 0);
}

#[test]
fn a_report_keeps_its_room_for_a_while() {
    let mut town = Town::new();
    let room = parted(&mut town);
    let act = Act::Report {
        entry: Seq::new(4),
        ground: "abuse".to_owned(),
    };
    assert!(is_done(&town.put(1, RoomName::Room(room), act)));
    let blocks = &report(&mut town)[0].blocks;
    assert_eq!(blocks.len(), 1);
    assert_eq!(blocks[0].why, BlockWhy::Report);
    town.pass(DAY.times(13));
    assert_eq!(words(&town, room), 2);
    town.pass(DAY.times(2));
    assert_eq!(words(&town, room), 0);
}

#[test]
fn a_decision_that_can_be_appealed_keeps_its_room() {
    let mut town = Town::new();
    let room = town.pair(1, 2);
    assert!(is_done(&town.put(1, RoomName::Room(room), say("hello"))));
    town.put(1, RoomName::Room(room), say(ABUSE));
    assert!(is_done(&town.put(2, RoomName::Room(room), Act::Leave)));
    let whys: Vec<_> = report(&mut town)[0]
        .blocks
        .iter()
        .map(|one| one.why)
        .collect();
    assert_eq!(whys, [BlockWhy::Appeal]);
    let closes = town.engine.state.moderation.closes_at().unwrap();
    town.pass(DAY.times(8));
    let open = town.now < closes;
    assert_eq!(words(&town, room), usize::from(open));
    town.pass(DAY.times(60));
    assert_eq!(words(&town, room), 0);
}

#[test]
fn a_case_whose_person_went_on_to_another_room_keeps_the_old_one() {
    let mut town = Town::new();
    town.staff(7, Role::Responder);
    let room = town.pair(1, 2);
    assert!(is_done(&town.put(1, RoomName::Room(room), say(DANGER))));
    assert!(is_done(&town.put(1, RoomName::Room(room), Act::Leave)));
    assert!(is_done(&town.put(1, me(1), ask_for_human())));
    assert_ne!(town.case_room(1), room);
    town.engine.close_room(room);
    town.pass(DAY.times(30));
    assert_eq!(words(&town, room), 1, "the words behind the case");
}

#[test]
fn an_erasure_waits_for_a_hold_and_then_completes_itself() {
    let mut town = Town::new();
    let room = parted(&mut town);
    hold(&mut town, Some(room), 5);
    town.put(1, me(1), Act::Erase);
    assert_eq!(words(&town, room), 2);
    replays(&mut town);
    town.pass(DAY.times(6));
    assert_eq!(words(&town, room), 1, "what the other said has days left");
    assert!(
        town.engine
            .state
            .room(room)
            .unwrap()
            .member(person(1))
            .is_none()
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// What the dry run says goes now is what then goes, and nothing that it says is held.
    #[test]
    fn a_dry_run_says_what_then_goes(
        steps in prop::collection::vec((0..6_u8, 1..60_u64), 1..14),
    ) {
        let mut town = Town::new();
        let room = parted(&mut town);
        let mut held = None;
        for (what, hours) in steps {
            match what {
                0 => held = Some(hold(&mut town, Some(room), hours.div_ceil(24))),
                1 => {
                    if let Some(hold) = held.take() {
                        ask(&mut town, KeepWish::Release { hold });
                    }
                }
                2 => {
                    let act = Act::Report { entry: Seq::new(4), ground: "spam".to_owned() };
                    town.put(1, RoomName::Room(room), act);
                }
                _ => {}
            }
            let said = report(&mut town);
            let goes = |now| said.iter().filter(move |one| {
                one.blocks.is_empty() && one.due.is_some_and(|due| due <= now)
            });
            let wanted: Vec<_> = goes(town.now).map(|one| (one.room, one.n_words)).collect();
            let before = words(&town, room);
            town.feed(Input::Tick);
            let went = before - words(&town, room);
            prop_assert_eq!(went, wanted.iter().map(|(_, n)| n).sum::<usize>());
            let later = town.now.after(HOUR.times(hours));
            let blocked = report(&mut town).iter().any(|one| {
                one.blocks.iter().any(|block| block.until.is_none_or(|until| later < until))
            });
            let before = words(&town, room);
            town.pass(HOUR.times(hours));
            if blocked {
                prop_assert_eq!(before, words(&town, room), "nothing goes while it is held");
            }
        }
    }
}
