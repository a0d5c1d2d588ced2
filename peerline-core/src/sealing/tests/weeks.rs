//! A week's key ends, and with it who was who.

use super::AT;
use super::Pen;
use super::Safe;
use super::commit;
use super::facts;
use super::joined;
use super::occupant;
use super::opened;
use super::person;
use super::room;
use super::said;
use crate::crisis;
use crate::identity;
use crate::log::Fact;
use crate::log::Notice;
use crate::memory::MemoryShelf;
use crate::ports::Journal as _;
use crate::ports::KeyShelf as _;
use crate::protocol;
use crate::room as rooms;
use crate::sealing::Sealed;
use crate::testkit::block_on::block_on;
use crate::vocab::AccountId;
use crate::vocab::Band;
use crate::vocab::CaseId;
use crate::vocab::Digest;
use crate::vocab::KeyName;
use crate::vocab::Millis;
use crate::vocab::Role;
use crate::vocab::RoomName;
use crate::vocab::Seq;
use crate::vocab::Timestamp;
use crate::vocab::Week;

fn later(days: u64) -> Timestamp {
    AT.after(Millis::from_hours(days * 24))
}

fn account(fact: &Fact) -> AccountId {
    if let Fact::Room(rooms::Fact::Joined { account, .. }) = fact {
        return *account;
    }
    if let Fact::Crisis(fact) = fact
        && let crisis::What::Signalled { person, .. } = &fact.what
    {
        return *person;
    }
    panic!("{fact:?} names nobody")
}

fn signalled(n: u8) -> Fact {
    Fact::Crisis(crisis::Fact::new(
        CaseId::from_bytes([n; 16]),
        AT,
        crisis::What::Signalled {
            person: person(n),
            room: None,
            entry: None,
            source: crisis::Source::OwnWords,
            kind: crisis::Kind::OwnRisk,
            band: Band::High,
            reasons: Vec::new(),
        },
    ))
}

fn weeks_on(shelf: &MemoryShelf) -> Vec<Week> {
    let kept = block_on(shelf.load()).unwrap();
    kept.iter().filter_map(|key| key.name.week()).collect()
}

#[test]
fn a_week_s_key_is_destroyed_thirty_days_after_its_week() {
    let safe = Safe::default();
    let sealed = safe.start();
    commit(&sealed, Pen::of(room(1)).writes(AT, &[opened(), joined(1)]));
    assert_eq!(sealed.next_expiry(), Some(later(37)));
    block_on(sealed.expire(later(37).before(Millis::new(1)), &[])).unwrap();
    assert_eq!(weeks_on(&safe.shelf), [Week::of(AT)]);
    assert_eq!(account(&facts(&sealed, &room(1))[1]), person(1));
    block_on(sealed.expire(later(37), &[])).unwrap();
    assert_eq!(weeks_on(&safe.shelf), []);
    assert_eq!(sealed.next_expiry(), None);
}

#[test]
fn keys_of_tickets_end_with_their_week_too() {
    let safe = Safe::default();
    let week = Week::of(AT);
    let ticket = crate::ports::ShelfKey::new(KeyName::Ticket(week), &[5; 64]);
    block_on(safe.shelf.keep(vec![ticket])).unwrap();
    let sealed = safe.start();
    block_on(sealed.expire(later(37), &[])).unwrap();
    assert_eq!(weeks_on(&safe.shelf), []);
}

#[test]
fn who_was_in_a_room_is_a_stranger_then_the_same_one_in_that_room_and_another_elsewhere() {
    let safe = Safe::default();
    let sealed = safe.start();
    let facts_of = [opened(), joined(1), said(1), joined(2), joined(1)];
    commit(&sealed, Pen::of(room(1)).writes(AT, &facts_of));
    commit(&sealed, Pen::of(room(2)).writes(AT, &facts_of));
    block_on(sealed.expire(later(37), &[])).unwrap();
    for sealed in [sealed, safe.start()] {
        let [here, there] = [room(1), room(2)].map(|log| facts(&sealed, &log));
        let strangers = [&here[1], &here[3], &there[1], &there[3]].map(account);
        assert!(
            strangers
                .iter()
                .all(|who| *who != person(1) && *who != person(2))
        );
        for (place, one) in strangers.iter().enumerate() {
            assert!(!strangers[place + 1..].contains(one));
        }
        assert_eq!(account(&here[4]), strangers[0]);
        // What they are called and what they said is there as before.
        let Fact::Room(rooms::Fact::Joined { occupant: who, .. }) = here[1] else {
            panic!("somebody came in");
        };
        assert_eq!((who, &here[2]), (occupant(1), &said(1)));
    }
}

#[test]
fn what_must_still_be_known_is_sealed_anew_before_the_key_goes() {
    let safe = Safe::default();
    let sealed = safe.start();
    let case = RoomName::Case(CaseId::from_bytes([1; 16]));
    commit(
        &sealed,
        Pen::of(room(1)).writes(AT, &[opened(), joined(1), joined(2)]),
    );
    commit(&sealed, Pen::of(case.clone()).writes(AT, &[signalled(1)]));
    let linked = [(room(1), Seq::new(3)), (case.clone(), Seq::new(1))];
    block_on(sealed.expire(later(37), &linked)).unwrap();
    assert_eq!(weeks_on(&safe.shelf), [Week::of(later(37))]);
    for sealed in [sealed, safe.start()] {
        assert_ne!(account(&facts(&sealed, &room(1))[1]), person(1));
        assert_eq!(account(&facts(&sealed, &room(1))[2]), person(2));
        assert_eq!(account(&facts(&sealed, &case)[0]), person(1));
    }
    let sealed = safe.start();
    block_on(sealed.expire(later(80), &linked[..1])).unwrap();
    assert_eq!(account(&facts(&sealed, &room(1))[2]), person(2));
    assert_ne!(account(&facts(&sealed, &case)[0]), person(1));
}

#[test]
fn a_log_of_accounts_says_neither_what_happened_nor_when() {
    let safe = Safe::default();
    let sealed = safe.start();
    let (me, at) = (RoomName::Me(person(1)), AT.after(Millis::from_secs(4_242)));
    let told = Fact::Notice(Notice::StoppedWaiting);
    let granted = Fact::Identity(identity::Fact::RoleGranted {
        account: person(1),
        role: Role::Responder,
    });
    commit(
        &sealed,
        Pen::of(me.clone()).writes(at, std::slice::from_ref(&told)),
    );
    commit(
        &sealed,
        Pen::of(RoomName::Line).writes(at, std::slice::from_ref(&granted)),
    );
    assert_eq!(facts(&sealed, &me), [told]);
    block_on(sealed.expire(later(37), &[])).unwrap();
    for sealed in [sealed, safe.start()] {
        assert_eq!(facts(&sealed, &me), [Fact::Notice(Notice::Noted)]);
        assert_eq!(facts(&sealed, &RoomName::Line)[0], granted);
        for log in [&me, &RoomName::Line] {
            let (entry, digest) = entry(&sealed, log);
            assert_eq!((entry.n, entry.at), (0, AT));
            assert_ne!(digest, Digest::from_bytes([0; 32]));
        }
    }
}

fn entry(sealed: &Sealed, log: &RoomName) -> (crate::log::Entry, Digest) {
    let read = block_on(sealed.read(log, Seq::ZERO, 9)).unwrap();
    let body = &read[0].event.body;
    (
        protocol::decode_entry(body).unwrap(),
        protocol::digest_entry(body).unwrap(),
    )
}

#[test]
fn burying_what_is_older_than_its_week_s_key_makes_no_key() {
    let safe = Safe::default();
    let sealed = safe.start();
    commit(&sealed, Pen::of(room(1)).writes(AT, &[said(1)]));
    block_on(sealed.expire(later(37), &[])).unwrap();
    let read = block_on(sealed.read(&room(1), Seq::ZERO, 9)).unwrap();
    let tomb = protocol::bury_entry(&read[0].event.body).unwrap();
    let tomb = crate::ports::Tomb::new(room(1), Seq::new(1), tomb);
    commit(
        &sealed,
        crate::ports::Commit::default().with_tombs(vec![tomb]),
    );
    assert_eq!(weeks_on(&safe.shelf), []);
    assert_ne!(facts(&sealed, &room(1)), [said(1)]);
}
