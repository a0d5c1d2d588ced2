//! What somebody has under a name of one room: help, what the line says to it alone, and an end.

use super::client::field;
use super::stage::RESPONDER;
use super::stage::SEEK;
use super::stage::SEEKER;
use super::stage::settle;
use super::stage::text;
use super::tickets::MODERATOR;
use super::tickets::OTHER;
use super::tickets::entries;
use super::tickets::hall;
use super::tickets::hall_of;
use super::tickets::holds;
use super::tickets::stored;
use super::visitor::Visitor;
use crate::ports::Journal as _;
use crate::protocol::Code;
use crate::protocol::Kind;
use crate::protocol::ServerFrame;
use crate::room::Alone;
use crate::vocab::Millis;
use crate::vocab::Role;
use crate::vocab::RoomName;
use crate::vocab::Week;

#[tokio::test]
async fn who_asks_for_help_under_a_name_meets_the_responder_under_it() {
    let (stage, one, _) = hall().await;
    let mut responder = stage.staff(RESPONDER, Role::Responder).await;
    responder.open("#crisis/main");
    let mut alice = Visitor::join(&stage, SEEKER).await;
    let who = alice.walk_in(one).await;
    let own = format!("~{who}");
    alice.client.open(&own);
    let signal = alice.client.put(&one.to_string(), 1, "signal", "{}");
    settle().await;
    assert!(alice.client.ok(signal).is_some());
    let pages = responder.of_kind("#crisis/main", &Kind::Page);
    let case = field(&pages[0], "case");
    responder.put(&format!("#case/{case}"), 1, "accept", "{}");
    settle().await;
    assert!(alice.client.of_kind("@me", &Kind::Matched).is_empty());
    let matched = alice.client.of_kind(&own, &Kind::Matched);
    // The first is the room that she entered.
    let room = field(matched.last().unwrap(), "room");
    assert_ne!(room, one.to_string());
    alice.client.open(&room);
    responder.open(&room);
    settle().await;
    let said = alice.client.put(&room, 2, "msg", &text("thank you"));
    settle().await;
    assert!(alice.client.ok(said).is_some());
    assert_eq!(responder.of_kind(&room, &Kind::Msg).len(), 1);
}

#[tokio::test]
async fn nobody_opens_what_the_line_says_to_another_name() {
    let (stage, one, _) = hall().await;
    let mut alice = Visitor::join(&stage, SEEKER).await;
    let mut bob = Visitor::join(&stage, OTHER).await;
    let who = alice.walk_in(one).await;
    bob.walk_in(one).await;
    let peeped = bob.client.open(&format!("~{who}"));
    let put = bob.client.put(&format!("~{who}"), 1, "signal", "{}");
    settle().await;
    assert_eq!(bob.client.err_code(peeped), Some(Code::Denied));
    assert_eq!(bob.client.err_code(put), Some(Code::Denied));
}

#[tokio::test]
async fn more_tickets_than_a_person_needs_are_refused() {
    let (stage, one, _) = hall().await;
    let mut alice = Visitor::join(&stage, SEEKER).await;
    let five = alice.ask_tickets(one, 5);
    let none = alice.ask_tickets(one, 0);
    settle().await;
    for reference in [five, none] {
        assert_eq!(alice.client.err_code(reference), Some(Code::TooBig));
    }
    for _ in 0..8 {
        assert_eq!(alice.tickets(one, 4).await.len(), 4);
    }
    let over = alice.ask_tickets(one, 1);
    settle().await;
    let err = alice.client.err(over).unwrap();
    assert_eq!(err.code, Code::Rate);
    assert!(err.retry_ms.is_some());
}

#[tokio::test]
async fn who_erases_themselves_is_gone_from_every_room_they_entered_with_a_ticket() {
    let (mut stage, one, two) = hall().await;
    let mut alice = Visitor::join(&stage, SEEKER).await;
    let mut bob = Visitor::join(&stage, OTHER).await;
    let names = [alice.walk_in(one).await, alice.walk_in(two).await];
    bob.walk_in(one).await;
    for (room, words) in [(one, "zanzibar plums"), (two, "zanzibar pears")] {
        alice.client.put(&room.to_string(), 1, "msg", &text(words));
    }
    settle().await;
    // After a restart nothing in memory ties the names any more.
    stage.restart().await;
    let mut alice = Visitor::join(&stage, SEEKER).await;
    let mut bob = Visitor::join(&stage, OTHER).await;
    bob.enter(one, &[]);
    settle().await;
    let erase = alice.client.put("@me", 9, "erase", r#"{"sure":true}"#);
    settle().await;
    assert!(alice.client.ok(erase).is_some());
    let left = bob.client.of_kind(&one.to_string(), &Kind::Leave);
    assert_eq!(left.len(), 1);
    let all = stored(&stage).await;
    for secret in ["zanzibar", &names[0], &names[1]] {
        assert!(!holds(&all, secret), "a row still holds {secret}");
    }
    let heads = stage.opened().heads(None, 1000).await.unwrap();
    let own = |name: &RoomName| {
        names
            .iter()
            .any(|who| name.to_string() == format!("~{who}"))
    };
    assert!(!heads.iter().any(|head| own(&head.stream)));
    // And the line comes back with what is left.
    stage.restart().await;
    let mut bob = Visitor::join(&stage, OTHER).await;
    bob.enter(one, &[]);
    settle().await;
    let said = bob.client.of_kind(&one.to_string(), &Kind::Msg);
    assert!(said.iter().all(|one| one.tomb));
}

#[tokio::test]
async fn an_erasure_in_danger_waits_for_the_responder_under_every_name() {
    let (stage, one, _) = hall().await;
    let mut responder = stage.staff(RESPONDER, Role::Responder).await;
    responder.open("#crisis/main");
    let mut alice = Visitor::join(&stage, SEEKER).await;
    alice.walk_in(one).await;
    alice.client.put(&one.to_string(), 1, "signal", "{}");
    settle().await;
    let pages = responder.of_kind("#crisis/main", &Kind::Page);
    let case = field(&pages[0], "case");
    let erase = alice.client.put("@me", 9, "erase", r#"{"sure":true}"#);
    settle().await;
    let body = alice.client.ok(erase).unwrap().body.unwrap();
    let report: serde_json::Value = body.read().unwrap();
    let kept = report["kept"].as_array().unwrap();
    assert!(kept.iter().any(|item| item["what"] == "case"), "{report}");
    let taken = responder.put(&format!("#case/{case}"), 1, "accept", "{}");
    settle().await;
    assert!(responder.ok(taken).is_some());
    let log = RoomName::Case(case.parse().unwrap());
    assert!(!entries(&stage, &log).await.is_empty());
    // The same phrase comes back to the same case.
    let mut again = Visitor::join(&stage, SEEKER).await;
    let who = again.walk_in(one).await;
    again.client.open(&format!("~{who}"));
    settle().await;
    let told = again.client.frames();
    let opened = |frame: &ServerFrame<'_>| matches!(frame, ServerFrame::Opened(_));
    assert!(told.iter().filter(|frame| opened(frame)).count() >= 2);
}

#[tokio::test]
async fn two_names_talk_alone_where_the_room_lets_peers_who_are_known() {
    let (stage, one, _) = hall_of(Alone::Peers).await;
    for newcomer in [SEEKER, OTHER] {
        stage.join(newcomer).await;
    }
    stage.clock.advance(Millis::from_hours(26));
    settle().await;
    let mut alice = Visitor::join(&stage, SEEKER).await;
    let mut bob = Visitor::join(&stage, OTHER).await;
    let mut carol = Visitor::join(&stage, 15).await;
    let asker = alice.walk_in(one).await;
    let asked = bob.walk_in(one).await;
    carol.walk_in(one).await;
    let (mine, theirs) = (format!("~{asker}"), format!("~{asked}"));
    alice.client.open(&mine);
    bob.client.open(&theirs);
    let to = format!(r#"{{"to":"{asked}"}}"#);
    let early = carol.client.put(&one.to_string(), 1, "alone", &to);
    let ask = alice.client.put(&one.to_string(), 1, "alone", &to);
    settle().await;
    assert!(carol.client.err(early).is_some(), "a newcomer asks nobody");
    assert!(alice.client.ok(ask).is_some());
    let question = bob.client.of_kind(&theirs, &Kind::Alone);
    let accept = format!(r#"{{"alone":"{}"}}"#, field(&question[0], "alone"));
    let yes = bob.client.put(&theirs, 2, "accept", &accept);
    settle().await;
    assert!(bob.client.ok(yes).is_some());
    let matched = alice.client.of_kind(&mine, &Kind::Matched);
    let room = field(matched.last().unwrap(), "room");
    alice.client.open(&room);
    bob.client.open(&room);
    settle().await;
    alice.client.put(&room, 3, "msg", &text("only you"));
    settle().await;
    assert_eq!(bob.client.of_kind(&room, &Kind::Msg).len(), 1);
}

#[tokio::test]
async fn a_block_keeps_two_apart_in_a_room_where_people_come_and_go_and_says_only_that_it_is_full()
{
    let (stage, one, two) = hall().await;
    let mut alice = Visitor::join(&stage, SEEKER).await;
    let mut bob = Visitor::join(&stage, OTHER).await;
    alice.walk_in(one).await;
    let who = bob.walk_in(one).await;
    let blocked = format!(r#"{{"who":"{who}"}}"#);
    let block = alice.client.put(&one.to_string(), 1, "block", &blocked);
    settle().await;
    assert!(alice.client.ok(block).is_some());
    // Whoever is there stays: nobody sees that anything happened.
    let said = bob
        .client
        .put(&one.to_string(), 1, "msg", &text("still here"));
    settle().await;
    assert!(bob.client.ok(said).is_some());
    alice.walk_in(two).await;
    let ticket = bob.tickets(two, 1).await;
    let refused = bob.enter(two, &ticket[0]);
    settle().await;
    let err = bob.client.err(refused).unwrap();
    assert_eq!(err.why.as_deref(), Some("full"));
    assert!(err.ways.unwrap().person);
    // The directory says the same, so that the answer is nothing new.
    let rooms = bob.client.ask("directory");
    let others = alice.client.ask("directory");
    settle().await;
    let busy = |body: crate::protocol::Body<'_>| {
        let listed: serde_json::Value = body.read().unwrap();
        let rooms = listed["rooms"].as_array().unwrap().clone();
        let room = rooms
            .into_iter()
            .find(|room| room["room"] == two.to_string());
        room.unwrap()["busy"].clone()
    };
    assert_eq!(busy(bob.client.ok(rooms).unwrap().body.unwrap()), "full");
    assert_eq!(
        busy(alice.client.ok(others).unwrap().body.unwrap()),
        "quiet"
    );
    // Help stands open to both. When the other has left, the room stays full until the week is over:
    // nobody can see by it when somebody comes and goes.
    let signal = bob.client.put("@me", 9, "signal", "{}");
    alice.client.put(&two.to_string(), 2, "leave", "{}");
    settle().await;
    assert!(bob.client.ok(signal).is_some());
    let again = bob.enter(two, &ticket[0]);
    settle().await;
    let err = bob.client.err(again).unwrap();
    assert_eq!(err.why.as_deref(), Some("full"));
    let next = Week::of(stage.now()).next().begins();
    stage.clock.advance(next.since(stage.now()));
    settle().await;
    let mut bob = Visitor::join(&stage, OTHER).await;
    bob.walk_in(two).await;
}

#[tokio::test]
async fn a_sanction_tells_the_person_and_takes_them_out_of_the_line_and_nobody_else_learns_of_it() {
    let (stage, one, _) = hall().await;
    let mut moderator = stage.staff(MODERATOR, Role::Moderator).await;
    let mut alice = Visitor::join(&stage, SEEKER).await;
    let mut bob = Visitor::join(&stage, OTHER).await;
    bob.walk_in(one).await;
    let who = alice.walk_in(one).await;
    let waits = alice.client.put("@me", 1, "seek", SEEK);
    settle().await;
    assert!(alice.client.ok(waits).is_some());
    let before = bob.client.frames().len();
    let ban = format!(r#"{{"room":"{one}","who":"{who}","ground":"rules#threats","hours":48}}"#);
    moderator.put("#mod/main", 1, "sanction", &ban);
    settle().await;
    assert_eq!(bob.client.frames().len(), before);
    let told = alice.client.of_kind("@me", &Kind::Notice);
    assert_eq!(told.len(), 1);
    let say = field(&told[0], "say");
    for part in ["UTC", "rules#threats", "responder"] {
        assert!(say.contains(part), "{part} is missing: {say}");
    }
    assert_eq!(alice.client.of_kind("@me", &Kind::Leave).len(), 1);
    let appeal = format!(
        r#"{{"decision":"{}","text":"it was not me"}}"#,
        field(&told[0], "decision")
    );
    let appealed = alice.client.put("@me", 2, "appeal", &appeal);
    let again = alice.client.put("@me", 3, "seek", SEEK);
    settle().await;
    assert!(alice.client.ok(appealed).is_some());
    assert!(alice.client.err(again).is_some());
    // Under the name in the room, and under every later one, a responder is there.
    for (n, room) in [
        (4, "@me".to_owned()),
        (5, one.to_string()),
        (6, format!("~{who}")),
    ] {
        let signal = alice.client.put(&room, n, "signal", "{}");
        settle().await;
        assert!(alice.client.ok(signal).is_some(), "{room}");
    }
}
