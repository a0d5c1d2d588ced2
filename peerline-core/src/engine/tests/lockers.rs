//! A locker: one version at a time, and a count of who came with the phrase.

use proptest::prelude::*;

use super::town::*;
use crate::engine::Answer;
use crate::engine::Bar;
use crate::engine::Input;
use crate::engine::Output;
use crate::identity::LockerBlob;
use crate::identity::LockerFact;
use crate::identity::Principal;
use crate::identity::device_id;
use crate::log::Act;
use crate::log::Fact;
use crate::log::KeptWhat;
use crate::log::Notice;
use crate::vocab::DeviceId;
use crate::vocab::KeyName;
use crate::vocab::Language;
use crate::vocab::Millis;
use crate::vocab::RoomName;

const MINE: [u8; 32] = [1; 32];
const OTHERS: [u8; 32] = [2; 32];

fn keep(after: u64, byte: u8) -> Act {
    let blob = LockerBlob::from_bytes(vec![byte; LockerBlob::LEN]).unwrap();
    Act::Keep { after, blob }
}

fn locker(n: u8) -> RoomName {
    RoomName::Locker(person(n))
}

/// Lets person 1 in on a connection of its own, on a device or on none.
fn come(town: &mut Town, on: u8, secret: Option<[u8; 32]>) -> Vec<Output> {
    let principal = Principal::assert_verified(person(1), "a test");
    let principal = match secret {
        Some(secret) => principal.on_device(&secret),
        None => principal,
    };
    town.feed(Input::Connect {
        conn: conn(on),
        principal,
        language: Language::english(),
        country: None,
        invite: None,
        knock: None,
    })
}

fn device(secret: [u8; 32]) -> DeviceId {
    device_id(&person(1), &secret)
}

fn told(outputs: &[Output]) -> Vec<(u64, Option<DeviceId>)> {
    let notices = outputs.iter().filter_map(|output| {
        if let Output::Publish { room, entry, .. } = output
            && let Fact::Notice(Notice::Used { uses, device }) = &entry.fact
            && *room == me(1)
        {
            Some((*uses, *device))
        } else {
            None
        }
    });
    notices.collect()
}

/// What the store holds of the locker: the first byte of each version in it.
fn held(town: &Town) -> Vec<u8> {
    let log = town.log.iter().filter(|(room, ..)| *room == locker(1));
    let bytes = log.filter_map(|(.., entry)| {
        if let Fact::Locker(LockerFact::Kept { blob, .. }) = &entry.fact {
            blob.as_bytes().first().copied()
        } else {
            None
        }
    });
    bytes.collect()
}

fn replays(town: &mut Town) {
    let remembered = town.engine.state.clone();
    town.restart();
    assert_eq!(remembered, town.engine.state);
}

fn is_changed(answer: &Answer) -> bool {
    matches!(answer, Answer::Barred(barred)
        if barred.bar == Bar::LockerChanged && !barred.say.is_empty())
}

#[test]
fn one_version_lies_there_and_the_one_before_is_destroyed() {
    let mut town = Town::new();
    come(&mut town, 1, Some(MINE));
    for version in 0..3 {
        assert!(is_done(&town.put(1, me(1), keep(version, version as u8))));
        assert_eq!(held(&town), [version as u8]);
    }
    // Nothing of it piles up: not in the person's own log, and not among the puts.
    assert!(!town.log.iter().any(|(room, ..)| *room == me(1)));
    assert_eq!(
        town.log
            .iter()
            .filter(|(room, ..)| *room == locker(1))
            .count(),
        1
    );
    replays(&mut town);
    assert_eq!(town.engine.state.locker(person(1)).unwrap().version, 3);
}

#[test]
fn an_older_version_is_refused_with_a_way_on_and_changes_nothing() {
    let mut town = Town::new();
    come(&mut town, 1, Some(MINE));
    assert!(is_done(&town.put(1, me(1), keep(0, 1))));
    for after in [0, 2, u64::MAX] {
        assert!(is_changed(&town.put(1, me(1), keep(after, 9))), "{after}");
    }
    assert_eq!(held(&town), [1]);
    assert!(is_done(&town.put(1, me(1), keep(1, 2))));
}

#[test]
fn a_put_that_is_sent_again_is_done_once() {
    let mut town = Town::new();
    come(&mut town, 1, Some(MINE));
    let cid = town.next_cid();
    for _ in 0..2 {
        let outputs = town.put_as(1, me(1), cid, keep(0, 1));
        assert!(is_done(&answer(&outputs)));
        town.restart();
        come(&mut town, 1, Some(MINE));
    }
    assert_eq!(town.engine.state.locker(person(1)).unwrap().version, 1);
}

#[test]
fn another_device_with_the_phrase_is_told_to_the_owner_and_the_own_one_is_not() {
    let mut town = Town::new();
    come(&mut town, 1, Some(MINE));
    assert!(is_done(&town.put(1, me(1), keep(0, 1))));
    town.disconnect(1);
    assert_eq!(told(&come(&mut town, 1, Some(MINE))), []);
    let found = come(&mut town, 2, Some(OTHERS));
    assert_eq!(told(&found), [(2, Some(device(OTHERS)))]);
    // It counts once, also behind the next version and a restart.
    assert!(is_done(&town.put(1, me(1), keep(1, 2))));
    replays(&mut town);
    assert_eq!(told(&come(&mut town, 2, Some(OTHERS))), []);
    assert_eq!(told(&come(&mut town, 1, Some(MINE))), []);
    assert_eq!(town.engine.state.locker(person(1)).unwrap().uses, 2);
}

#[test]
fn whoever_names_no_device_is_told_too_once_an_hour() {
    let mut town = Town::new();
    come(&mut town, 1, Some(MINE));
    assert!(is_done(&town.put(1, me(1), keep(0, 1))));
    assert_eq!(told(&come(&mut town, 2, None)), [(2, None)]);
    assert_eq!(told(&come(&mut town, 3, None)), []);
    town.pass(Millis::from_hours(1));
    assert_eq!(told(&come(&mut town, 4, None)), [(3, None)]);
}

#[test]
fn whoever_has_no_locker_is_not_counted() {
    let mut town = Town::new();
    come(&mut town, 1, Some(MINE));
    let outputs = come(&mut town, 2, None);
    assert_eq!(told(&outputs), []);
    assert!(!town.log.iter().any(|(room, ..)| *room == locker(1)));
}

#[test]
fn visits_between_two_versions_do_not_pile_up() {
    let mut town = Town::new();
    come(&mut town, 1, Some(MINE));
    assert!(is_done(&town.put(1, me(1), keep(0, 1))));
    for n in 0..100 {
        come(&mut town, 2, Some([n; 32]));
    }
    let rows = town.log.iter().filter(|(room, ..)| *room == locker(1));
    assert_eq!(rows.count(), 64);
    assert!(is_done(&town.put(1, me(1), keep(1, 2))));
    assert_eq!(held(&town), [2]);
    replays(&mut town);
}

#[test]
fn an_erasure_destroys_the_locker_and_its_key_and_says_so_before() {
    let mut town = Town::new();
    come(&mut town, 1, Some(MINE));
    assert!(is_done(&town.put(1, me(1), keep(0, 1))));
    come(&mut town, 2, Some(OTHERS));
    let report = town.engine.kept(person(1));
    let item = report
        .items
        .iter()
        .find(|item| item.what == KeptWhat::Locker);
    assert!(item.is_some_and(|item| !item.stays && item.until.is_some()));
    let outputs = town.put_all(1, me(1), Act::Erase);
    let batch = commit(&outputs);
    assert!(batch.forget.contains(&KeyName::Log(locker(1))));
    assert!(batch.erasure.as_ref().unwrap().logs.contains(&locker(1)));
    assert!(held(&town).is_empty());
    assert!(town.engine.state.locker(person(1)).is_none());
    replays(&mut town);
    // The same phrase is a new account, and its locker begins anew.
    come(&mut town, 1, Some(MINE));
    assert!(is_done(&town.put(1, me(1), keep(0, 7))));
    assert_eq!(held(&town), [7]);
}

#[test]
fn a_locker_goes_with_the_account_when_nobody_came_for_long() {
    let mut town = Town::new();
    come(&mut town, 1, Some(MINE));
    assert!(is_done(&town.put(1, me(1), keep(0, 1))));
    town.disconnect(1);
    town.pass(Millis::from_hours(24 * 100));
    assert_eq!(held(&town), [1]);
    town.now = town.now.after(Millis::from_hours(24 * 200));
    let outputs = town.feed(Input::Tick);
    assert!(held(&town).is_empty());
    let forgotten = outputs.iter().any(|output| {
        matches!(output, Output::Commit(batch) if batch.forget.contains(&KeyName::Log(locker(1))))
    });
    assert!(forgotten);
    replays(&mut town);
}

#[test]
fn nobody_opens_or_puts_to_the_log_of_a_locker() {
    let mut town = Town::new();
    come(&mut town, 1, Some(MINE));
    assert!(is_done(&town.put(1, me(1), keep(0, 1))));
    for n in [1, 2] {
        town.connect(n);
        assert!(!is_done(&town.put(n, locker(1), keep(1, 9))));
        let outputs = town.feed(Input::Open {
            conn: conn(n),
            reference: Some(1),
            room: locker(1),
        });
        let refused = |output: &Output| matches!(output, Output::RefuseOpen { .. });
        assert!(outputs.iter().any(refused), "{outputs:?}");
    }
    assert!(!is_done(&town.put(2, me(1), keep(1, 9))));
    assert_eq!(held(&town), [1]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn whatever_devices_do_versions_go_up_by_one_and_uses_never_down(
        acts in proptest::collection::vec((0..4_u8, 0..4_u8, 0..4_u64), 1..40),
    ) {
        let mut town = Town::new();
        let (mut version, mut uses) = (0, 0);
        for (what, who, after) in acts {
            match what {
                0 => drop(come(&mut town, who, Some([who; 32]))),
                1 => drop(come(&mut town, who, None)),
                2 => replays(&mut town),
                _ => {
                    come(&mut town, who, Some([who; 32]));
                    let done = is_done(&town.put(who, me(1), keep(after, who)));
                    prop_assert_eq!(done, after == version);
                    version += u64::from(done);
                }
            }
            let drawer = town.engine.state.locker(person(1)).cloned().unwrap_or_default();
            prop_assert_eq!(drawer.version, version);
            prop_assert!(uses <= drawer.uses);
            uses = drawer.uses;
            prop_assert!(held(&town).len() <= 1);
        }
    }
}
