//! Rooms entered with tickets, over a whole line.

use std::sync::Arc;

use super::stage::RESPONDER;
use super::stage::SEEKER;
use super::stage::Stage;
use super::stage::settle;
use super::stage::text;
use super::visitor::Visitor;
use crate::identity::Ticket;
use crate::ports::Journal as _;
use crate::ports::KeyShelf as _;
use crate::ports::ShelfKey;
use crate::protocol::Code;
use crate::protocol::Kind;
use crate::room::Alone;
use crate::room::RoomKind;
use crate::room::RoomSpec;
use crate::vocab::KeyName;
use crate::vocab::Language;
use crate::vocab::Limits;
use crate::vocab::Millis;
use crate::vocab::Role;
use crate::vocab::RoomId;
use crate::vocab::RoomName;
use crate::vocab::Seq;
use crate::vocab::Week;

pub(super) const OTHER: u8 = 12;
pub(super) const MODERATOR: u8 = 13;
const SUPERVISOR: u8 = 14;

pub(super) async fn hall() -> (Stage, RoomId, RoomId) {
    hall_of(Alone::default()).await
}

/// Two rooms in which some may ask each other to talk alone.
pub(super) async fn hall_of(alone: Alone) -> (Stage, RoomId, RoomId) {
    let spec = |slug: &str| {
        let slug = slug.parse().unwrap();
        let mut spec = RoomSpec::new(slug, RoomKind::DropIn, (Language::english(), "A room"));
        spec.alone = alone;
        spec
    };
    let rooms: Arc<[RoomSpec]> = Arc::new([spec("one"), spec("two")]);
    let stage = Stage::having(Limits::default(), rooms).await;
    let heads = stage.opened().heads(None, 100).await.unwrap();
    let mut ids = heads.into_iter().filter_map(|head| match head.stream {
        RoomName::Room(id) => Some(id),
        _ => None,
    });
    let (one, two) = (ids.next().unwrap(), ids.next().unwrap());
    (stage, one, two)
}

/// Returns the entries of a log, as whoever has the keys reads them.
pub(super) async fn entries(stage: &Stage, name: &RoomName) -> Vec<Vec<u8>> {
    let opened = stage.opened();
    let read = opened.read(name, Seq::ZERO, 10_000).await.unwrap();
    read.into_iter().map(|entry| entry.event.body).collect()
}

/// Returns every byte of every log.
pub(super) async fn stored(stage: &Stage) -> Vec<u8> {
    let mut all = Vec::new();
    for head in stage.opened().heads(None, 1000).await.unwrap() {
        all.extend(entries(stage, &head.stream).await.concat());
    }
    all
}

pub(super) fn holds(haystack: &[u8], needle: &str) -> bool {
    haystack
        .windows(needle.len())
        .any(|window| window == needle.as_bytes())
}

#[tokio::test]
async fn a_ticket_lets_somebody_in_and_both_talk() {
    let (stage, one, _) = hall().await;
    let mut alice = Visitor::join(&stage, SEEKER).await;
    let mut bob = Visitor::join(&stage, OTHER).await;
    let who = alice.walk_in(one).await;
    bob.walk_in(one).await;
    let said = alice
        .client
        .put(&one.to_string(), 1, "msg", &text("hello all"));
    settle().await;
    assert!(alice.client.ok(said).is_some());
    let heard = bob.client.of_kind(&one.to_string(), &Kind::Msg);
    assert_eq!(heard.len(), 1);
    assert_eq!(heard[0].who.unwrap().name().unwrap().to_string(), who);
    let until = alice
        .client
        .opened(&one.to_string())
        .unwrap()
        .until
        .unwrap();
    let lease = until.since(stage.now());
    assert!(Millis::from_hours(11) < lease && lease <= Millis::from_hours(36));
}

#[tokio::test]
async fn no_row_ties_a_name_in_a_room_to_an_account() {
    let (stage, one, two) = hall().await;
    let mut alice = Visitor::join(&stage, SEEKER).await;
    let ticket = alice.tickets(one, 2).await;
    let names = [alice.walk_in(one).await, alice.walk_in(two).await];
    assert_ne!(names[0], names[1]);
    alice
        .client
        .put(&one.to_string(), 1, "msg", &text("in one"));
    alice
        .client
        .put(&two.to_string(), 1, "msg", &text("in two"));
    settle().await;
    let heads = stage.opened().heads(None, 1000).await.unwrap();
    let account = heads.iter().find_map(|head| match &head.stream {
        RoomName::Me(account) => Some(account.to_string()),
        _ => None,
    });
    // Nothing was said to her alone so far; then there is no log with her account's name either.
    assert_eq!(account, None);
    let all = stored(&stage).await;
    for name in &names {
        assert!(holds(&all, name));
    }
    for ticket in ticket {
        let bind = Ticket::decode(&ticket).unwrap().bind.to_string();
        assert!(!holds(&all, &bind), "a ticket that was not used is nowhere");
    }
    for head in heads {
        for entry in entries(&stage, &head.stream).await {
            let both = names.iter().all(|name| holds(&entry, name));
            assert!(!both, "one row knows both names");
        }
    }
}

#[tokio::test]
async fn each_wrong_ticket_is_refused_with_its_reason_and_a_way_on() {
    let (stage, one, two) = hall().await;
    let mut alice = Visitor::join(&stage, SEEKER).await;
    let mut bob = Visitor::join(&stage, OTHER).await;
    let tickets = alice.tickets(one, 3).await;
    let mut flipped = tickets[0].clone();
    flipped[100] ^= 1;
    let used = alice.enter(one, &tickets[1]);
    settle().await;
    assert_eq!(alice.client.err(used).map(|err| err.why), None);
    let cases = [
        (alice.enter(one, &flipped), "ticket_not_ours"),
        (alice.enter(one, &tickets[0][1..]), "ticket_malformed"),
        (alice.enter(one, &tickets[1]), "ticket_spent"),
        (alice.enter(two, &tickets[0]), "ticket_wrong_bind"),
        (alice.enter(two, &[]), "ticket_needed"),
    ];
    let stolen = bob.enter(one, &tickets[0]);
    settle().await;
    let check = |err: crate::protocol::Refused, why: &str| {
        assert_eq!((err.code, err.why.as_deref()), (Code::Denied, Some(why)));
        assert!(err.say.is_some() && err.ways.unwrap().person);
    };
    for (reference, why) in cases {
        check(alice.client.err(reference).unwrap(), why);
    }
    check(bob.client.err(stolen).unwrap(), "ticket_wrong_bind");
    stage.clock.advance(Millis::from_hours(72));
    settle().await;
    let mut late = Visitor::join(&stage, SEEKER).await;
    let late_by = late.enter(one, &tickets[0]);
    settle().await;
    check(late.client.err(late_by).unwrap(), "ticket_expired");
}

#[tokio::test]
async fn a_name_comes_back_without_a_ticket_while_its_lease_runs_also_after_a_restart() {
    let (mut stage, one, _) = hall().await;
    let mut alice = Visitor::join(&stage, SEEKER).await;
    let who = alice.walk_in(one).await;
    stage.restart().await;
    let mut again = Visitor::join(&stage, SEEKER).await;
    again.enter(one, &[]);
    settle().await;
    let opened = again.client.opened(&one.to_string()).unwrap();
    assert_eq!(opened.who.to_string(), who);
    let said = again.client.put(&one.to_string(), 2, "msg", &text("back"));
    settle().await;
    assert!(again.client.ok(said).is_some());
}

#[tokio::test]
async fn a_ticket_from_before_a_restart_still_opens_and_its_key_is_gone_in_time() {
    let (mut stage, one, _) = hall().await;
    let mut alice = Visitor::join(&stage, SEEKER).await;
    let tickets = alice.tickets(one, 1).await;
    let week = Week::of(stage.now());
    let held = |keys: Vec<ShelfKey>| {
        let mut names = keys.into_iter().map(|key| key.name);
        names.any(|name| name == KeyName::Ticket(week))
    };
    assert!(held(stage.shelf.load().await.unwrap()));
    stage.restart().await;
    let mut alice = Visitor::join(&stage, SEEKER).await;
    alice.enter(one, &tickets[0]);
    settle().await;
    assert!(alice.client.opened(&one.to_string()).is_some());
    let end = week.key_ends().since(stage.now());
    stage.clock.advance(end);
    settle().await;
    assert!(!held(stage.shelf.load().await.unwrap()));
}

#[tokio::test]
async fn a_lease_that_is_not_renewed_ends_the_right_to_be_there() {
    let (stage, one, _) = hall().await;
    let name = one.to_string();
    let mut alice = Visitor::join(&stage, SEEKER).await;
    alice.walk_in(one).await;
    let until = alice.client.opened(&name).unwrap().until.unwrap();
    let almost = until.since(stage.now()).get() - 20_000;
    stage.clock.advance(Millis::new(almost));
    settle().await;
    let mut alice = Visitor::join(&stage, SEEKER).await;
    let mut bob = Visitor::join(&stage, OTHER).await;
    bob.walk_in(one).await;
    alice.enter(one, &[]);
    settle().await;
    let said = alice.client.put(&name, 1, "msg", &text("in time"));
    settle().await;
    assert!(alice.client.ok(said).is_some());
    stage.pass_slowly(25).await;
    let late = alice.client.put(&name, 2, "msg", &text("too late"));
    let back = alice.enter(one, &[]);
    settle().await;
    assert_eq!(alice.client.err_code(late), Some(Code::Denied));
    let err = alice.client.err(back).unwrap();
    assert_eq!(err.why.as_deref(), Some("ticket_needed"));
    // To others it looks like any going away.
    let left = bob.client.of_kind(&name, &Kind::Leave);
    assert_eq!(super::client::field(&left[0], "why"), "gone");
    alice.walk_in(one).await;
    let said = alice.client.put(&name, 3, "msg", &text("again"));
    settle().await;
    assert!(alice.client.ok(said).is_some());
}

#[tokio::test]
async fn a_banned_person_gets_no_ticket_and_still_reaches_a_responder() {
    let (stage, one, two) = hall().await;
    let mut responder = stage.staff(RESPONDER, Role::Responder).await;
    responder.open("#crisis/main");
    let mut moderator = stage.staff(MODERATOR, Role::Moderator).await;
    let mut alice = Visitor::join(&stage, SEEKER).await;
    let who = alice.walk_in(one).await;
    let ahead = alice.tickets(two, 1).await;
    let ban = format!(r#"{{"room":"{one}","who":"{who}","ground":"rules#threats","hours":720}}"#);
    let banned = moderator.put("#mod/main", 1, "sanction", &ban);
    settle().await;
    assert!(moderator.ok(banned).is_some());

    let refused = alice.ask_tickets(one, 1);
    let entered = alice.enter(two, &ahead[0]);
    settle().await;
    for reference in [refused, entered] {
        let err = alice.client.err(reference).unwrap();
        assert_eq!(err.why.as_deref(), Some("help_only"));
        assert!(err.ways.unwrap().person);
    }
    // Under every later name of the same phrase.
    let mut later = Visitor::join(&stage, SEEKER).await;
    let refused = later.ask_tickets(two, 2);
    let signal = later.client.put("@me", 9, "signal", "{}");
    settle().await;
    assert!(later.client.err(refused).is_some());
    assert!(later.client.ok(signal).is_some());
    let pages = responder.of_kind("#crisis/main", &Kind::Page);
    assert_eq!(pages.len(), 1);
    let case = super::client::field(&pages[0], "case");
    responder.put(&format!("#case/{case}"), 1, "accept", "{}");
    settle().await;
    let matched = later.client.of_kind("@me", &Kind::Matched);
    let room = super::client::field(&matched[0], "room");
    later.client.open(&room);
    responder.open(&room);
    settle().await;
    let said = later.client.put(&room, 10, "msg", &text("are you there"));
    settle().await;
    assert!(later.client.ok(said).is_some());
    assert_eq!(responder.of_kind(&room, &Kind::Msg).len(), 1);
}

#[tokio::test]
async fn nothing_changes_elsewhere_when_a_name_is_sanctioned() {
    let (stage, one, two) = hall().await;
    let mut moderator = stage.staff(MODERATOR, Role::Moderator).await;
    let mut alice = Visitor::join(&stage, SEEKER).await;
    let mut bob = Visitor::join(&stage, OTHER).await;
    let who = alice.walk_in(one).await;
    alice.walk_in(two).await;
    bob.walk_in(one).await;
    bob.walk_in(two).await;
    let before = bob.client.frames().len();
    let logs = [stage_head(&stage, one).await, stage_head(&stage, two).await];
    let ban = format!(r#"{{"room":"{one}","who":"{who}","ground":"rules#threats","hours":24}}"#);
    let banned = moderator.put("#mod/main", 1, "sanction", &ban);
    settle().await;
    assert!(moderator.ok(banned).is_some());
    stage.pass_slowly(15).await;
    let frames = bob.client.frames();
    let told = frames[before..]
        .iter()
        .filter(|frame| !matches!(frame, crate::protocol::ServerFrame::Ping(_)));
    assert_eq!(told.count(), 0);
    let after = [stage_head(&stage, one).await, stage_head(&stage, two).await];
    assert_eq!(after, logs);
    // And in the other room they still talk.
    let said = alice
        .client
        .put(&two.to_string(), 5, "msg", &text("still here"));
    settle().await;
    assert!(alice.client.ok(said).is_some());
}

async fn stage_head(stage: &Stage, room: RoomId) -> usize {
    entries(stage, &RoomName::Room(room)).await.len()
}

#[tokio::test]
async fn a_sweep_takes_two_people_and_empties_every_room_at_once() {
    let (stage, one, two) = hall().await;
    let mut moderator = stage.staff(MODERATOR, Role::Moderator).await;
    let mut supervisor = stage.staff(SUPERVISOR, Role::Supervisor).await;
    let mut alice = Visitor::join(&stage, SEEKER).await;
    let who = alice.walk_in(one).await;
    alice.walk_in(two).await;
    let order = format!(r#"{{"room":"{one}","who":"{who}","ground":"rules#threats","hours":24}}"#);
    let first = moderator.put("#mod/main", 1, "sweep", &order);
    let alone = moderator.put("#mod/main", 2, "sweep", &order);
    settle().await;
    assert!(moderator.ok(first).is_some());
    assert!(
        moderator
            .err(alone)
            .unwrap()
            .say
            .unwrap()
            .contains("two people")
    );
    let said = alice
        .client
        .put(&two.to_string(), 5, "msg", &text("still here"));
    settle().await;
    assert!(alice.client.ok(said).is_some());
    let second = supervisor.put("#mod/main", 1, "sweep", &order);
    settle().await;
    assert!(supervisor.ok(second).is_some());
    for (n, room) in [(6, one), (7, two)] {
        let said = alice
            .client
            .put(&room.to_string(), n, "msg", &text("no more"));
        let back = alice.enter(room, &[]);
        settle().await;
        assert!(alice.client.err(said).is_some());
        assert_eq!(
            alice.client.err(back).unwrap().why.as_deref(),
            Some("ticket_needed")
        );
    }
    let signal = alice.client.put(&format!("~{who}"), 8, "signal", "{}");
    settle().await;
    assert!(alice.client.ok(signal).is_some());
}
