//! Blind tickets over a whole line: asked for by one account, shown on the connection of another.

use std::sync::Arc;

use super::client::field;
use super::stage::RESPONDER;
use super::stage::SEEKER;
use super::stage::Stage;
use super::stage::settle;
use super::stage::text;
use super::tickets::MODERATOR;
use super::tickets::entries;
use super::tickets::hall;
use super::tickets::holds;
use super::visitor::Visitor;
use crate::identity::ContextKind;
use crate::identity::LineId;
use crate::identity::Root;
use crate::identity::bind;
use crate::identity::blind::BlindOffer;
use crate::identity::blind::BlindRequest;
use crate::identity::blind::BlindSigned;
use crate::identity::blind::finish;
use crate::ports::Journal as _;
use crate::ports::KeyShelf as _;
use crate::protocol::BlindBody;
use crate::protocol::Code;
use crate::protocol::Key;
use crate::protocol::Kind;
use crate::protocol::Refused;
use crate::room::RoomKind;
use crate::room::RoomSpec;
use crate::vocab::AccountId;
use crate::vocab::KeyName;
use crate::vocab::Language;
use crate::vocab::Millis;
use crate::vocab::Role;
use crate::vocab::RoomId;
use crate::vocab::RoomName;
use crate::vocab::Seed;
use crate::vocab::Week;

/// The root on whose connection tickets are shown: made for that, and known to nobody.
const NOBODY: u8 = 42;
const A_DAY: u32 = 8;
/// A new account is on probation for a day, from the next whole hour on.
const A_DAY_LATER: Millis = Millis::from_hours(25);

/// A line that gives blind tickets, its room, and somebody who has been there for a day.
async fn blind_hall() -> (Stage, RoomId, Visitor) {
    let slug = "one".parse().unwrap();
    let spec = RoomSpec::new(slug, RoomKind::DropIn, (Language::english(), "A room"));
    let stage = Stage::blind(Arc::new([spec]), A_DAY).await;
    let heads = stage.opened().heads(None, 100).await.unwrap();
    let room = heads.into_iter().find_map(|head| match head.stream {
        RoomName::Room(id) => Some(id),
        _ => None,
    });
    drop(Visitor::join(&stage, SEEKER).await);
    settle().await;
    stage.clock.advance(A_DAY_LATER);
    settle().await;
    let owner = Visitor::join(&stage, SEEKER).await;
    (stage, room.unwrap(), owner)
}

/// What the line saw of a question and its answer, and the tickets that came of it.
struct Issued {
    seen: Vec<u8>,
    tickets: Vec<Vec<u8>>,
}

fn ask(owner: &mut Visitor, body: &str) -> u64 {
    let reference = owner.client.reference();
    let ask = format!(r#"{{"t":"ask","ref":{reference},"what":"blind","body":{body}}}"#);
    owner.client.say(ask.as_bytes());
    reference
}

async fn offer(owner: &mut Visitor) -> BlindOffer {
    let reference = ask(owner, "{}");
    settle().await;
    let body: BlindBody = owner
        .client
        .ok(reference)
        .unwrap()
        .body
        .unwrap()
        .read()
        .unwrap();
    assert!(body.evaluated.is_empty() && body.proof.is_none());
    BlindOffer::new(Week::new(body.week), body.key.0)
}

/// Makes questions for the room key that `nobody` shows.
fn hidden(offer: &BlindOffer, nobody: &Visitor, room: RoomId, n: u8) -> Vec<BlindRequest> {
    let bound = bind(&nobody.key(room).public(), &[4; 32]);
    let line = LineId::from_bytes([7; 32]);
    let mut draws = Seed::from_bytes([n; 32]).entropy(u64::from(n));
    vec![BlindRequest::new(offer, &line, bound, &mut draws).unwrap()]
}

fn question(requests: &[BlindRequest]) -> String {
    let keys = requests.iter().map(|one| Key(one.blinded().0));
    let keys: Vec<_> = keys.collect();
    format!(r#"{{"blinded":{}}}"#, serde_json::to_string(&keys).unwrap())
}

async fn issue(owner: &mut Visitor, nobody: &Visitor, room: RoomId, n: u8) -> Issued {
    let offer = offer(owner).await;
    let requests = hidden(&offer, nobody, room, n);
    let reference = ask(owner, &question(&requests));
    settle().await;
    let answer = owner.client.ok(reference).unwrap();
    let body: BlindBody = answer.body.unwrap().read().unwrap();
    let evaluated: Vec<[u8; 32]> = body.evaluated.iter().map(|key| key.0).collect();
    let signed = BlindSigned::new(evaluated, body.proof.unwrap().0);
    let tickets = finish(&requests, &signed).unwrap();
    let mut seen = owner.key(room).public().as_bytes().to_vec();
    seen.extend(requests.iter().flat_map(|one| one.blinded().0));
    seen.extend(signed.evaluated.concat());
    seen.extend(signed.proof);
    let tickets = tickets.iter().map(|ticket| ticket.encode()).collect();
    Issued { seen, tickets }
}

fn shares_six_bytes(a: &[u8], b: &[u8]) -> bool {
    a.windows(6)
        .any(|one| b.windows(6).any(|other| one == other))
}

fn account(root: u8) -> AccountId {
    let line = LineId::from_bytes([7; 32]);
    let root = Root::from_bytes([root; 16]);
    let key = root.context_key(ContextKind::Line, &line, b"", 0);
    key.public().account()
}

fn refused(visitor: &Visitor, reference: u64) -> Refused {
    visitor.client.err(reference).unwrap()
}

#[tokio::test]
async fn what_the_line_sees_at_issue_and_at_redemption_shares_no_byte() {
    let (stage, room, mut owner) = blind_hall().await;
    let mut nobody = Visitor::join(&stage, NOBODY).await;
    let issued = issue(&mut owner, &nobody, room, 1).await;
    let ticket = &issued.tickets[0];
    nobody.enter(room, ticket);
    settle().await;
    let who = nobody.client.opened(&room.to_string()).unwrap().who;
    // The week stands in both, and is the same for everybody.
    let shown = [&ticket[5..], nobody.key(room).public().as_bytes(), &[4; 32]].concat();
    assert!(!shares_six_bytes(&shown, &issued.seen));
    // Nor does any row of the line have the name beside who asked.
    let account = account(SEEKER).to_string();
    for head in stage.opened().heads(None, 1000).await.unwrap() {
        for entry in entries(&stage, &head.stream).await {
            assert!(!(holds(&entry, &who.to_string()) && holds(&entry, &account)));
        }
    }
    let said = nobody
        .client
        .put(&room.to_string(), 1, "msg", &text("hello all"));
    settle().await;
    assert!(nobody.client.ok(said).is_some());
}

#[tokio::test]
async fn each_wrong_blind_ticket_is_refused_with_its_reason_and_a_way_on() {
    let (stage, room, mut owner) = blind_hall().await;
    let mut nobody = Visitor::join(&stage, NOBODY).await;
    let tickets = issue(&mut owner, &nobody, room, 1).await.tickets;
    let spent = nobody.enter(room, &tickets[0]);
    settle().await;
    assert!(nobody.client.err(spent).is_none());
    let mut flipped = tickets[0].clone();
    flipped[100] ^= 1;
    let mut other = Visitor::join(&stage, NOBODY + 1).await;
    let cases = [
        (nobody.enter(room, &flipped), "ticket_not_ours"),
        (nobody.enter(room, &tickets[0][..100]), "ticket_malformed"),
        (nobody.enter(room, &tickets[0]), "ticket_spent"),
    ];
    let stolen = other.enter(room, &tickets[0]);
    settle().await;
    let check = |err: Refused, why: &str| {
        assert_eq!((err.code, err.why.as_deref()), (Code::Denied, Some(why)));
        assert!(err.say.is_some() && err.ways.unwrap().person);
    };
    for (reference, why) in cases {
        check(refused(&nobody, reference), why);
    }
    check(refused(&other, stolen), "ticket_wrong_bind");
    let week = Week::of(stage.now());
    stage.clock.advance(Millis::from_hours(9 * 24));
    settle().await;
    let mut late = Visitor::join(&stage, NOBODY).await;
    let late_by = late.enter(room, &tickets[0]);
    settle().await;
    check(refused(&late, late_by), "ticket_expired");
    let kept = stage.shelf.load().await.unwrap();
    assert!(!kept.iter().any(|key| key.name == KeyName::Blind(week)));
}

#[tokio::test]
async fn a_blind_ticket_from_before_a_restart_still_opens() {
    let (mut stage, room, mut owner) = blind_hall().await;
    let nobody = Visitor::join(&stage, NOBODY).await;
    let tickets = issue(&mut owner, &nobody, room, 1).await.tickets;
    stage.restart().await;
    let mut nobody = Visitor::join(&stage, NOBODY).await;
    nobody.enter(room, &tickets[0]);
    settle().await;
    assert!(nobody.client.opened(&room.to_string()).is_some());
}

#[tokio::test]
async fn an_account_gets_a_few_a_day_and_is_told_when_there_are_more() {
    let (stage, room, mut owner) = blind_hall().await;
    let nobody = Visitor::join(&stage, NOBODY).await;
    for n in 1..=8 {
        let issued = issue(&mut owner, &nobody, room, n).await;
        assert_eq!(issued.tickets.len(), 1);
    }
    let offer = offer(&mut owner).await;
    let one = hidden(&offer, &nobody, room, 9);
    let ninth = ask(&mut owner, &question(&one));
    let five = ask(
        &mut owner,
        &question(&[one.clone(), one.clone(), one.clone(), one.clone(), one].concat()),
    );
    settle().await;
    let ninth = refused(&owner, ninth);
    assert_eq!(ninth.code, Code::Rate);
    assert!(ninth.retry_ms.unwrap() <= Millis::from_hours(24).get());
    assert_eq!(refused(&owner, five).code, Code::TooBig);
    // The other kind is to be had all the same.
    assert_eq!(owner.tickets(room, 1).await.len(), 1);
}

#[tokio::test]
async fn who_is_new_or_under_a_sanction_gets_none_and_reaches_a_responder() {
    let (stage, room, mut owner) = blind_hall().await;
    let mut responder = stage.staff(RESPONDER, Role::Responder).await;
    responder.open("#crisis/main");
    let mut moderator = stage.staff(MODERATOR, Role::Moderator).await;
    let mut nobody = Visitor::join(&stage, NOBODY).await;
    let offer = offer(&mut owner).await;
    let body = question(&hidden(&offer, &nobody, room, 1));
    let new = ask(&mut nobody, &body);
    settle().await;
    let new = refused(&nobody, new);
    assert_eq!(
        (new.code, new.why.as_deref()),
        (Code::Denied, Some("probation"))
    );
    let ways = new.ways.unwrap();
    assert!(ways.person && ways.at.is_some_and(|at| stage.now() < at));

    let who = owner.walk_in(room).await;
    let ban = format!(r#"{{"room":"{room}","who":"{who}","ground":"rules#threats","hours":720}}"#);
    let banned = moderator.put("#mod/main", 1, "sanction", &ban);
    settle().await;
    assert!(moderator.ok(banned).is_some());
    let barred = ask(&mut owner, &body);
    let signal = owner.client.put("@me", 9, "signal", "{}");
    settle().await;
    let barred = refused(&owner, barred);
    assert_eq!(barred.why.as_deref(), Some("help_only"));
    assert!(barred.ways.unwrap().person);
    assert!(owner.client.ok(signal).is_some());
    let pages = responder.of_kind("#crisis/main", &Kind::Page);
    assert_eq!(pages.len(), 1);
    assert!(!field(&pages[0], "case").is_empty());
}

#[tokio::test]
async fn what_is_no_question_is_bad_and_a_line_without_them_says_so() {
    let (_stage, _, mut owner) = blind_hall().await;
    let zero = format!(r#"{{"blinded":["{}"]}}"#, "A".repeat(43));
    let cases = [
        ask(&mut owner, &zero),
        ask(&mut owner, r#"{"blinded":["x"]}"#),
    ];
    settle().await;
    for reference in cases {
        assert_eq!(refused(&owner, reference).code, Code::Bad);
    }
    let (stage, _, _) = hall().await;
    let mut person = Visitor::join(&stage, SEEKER).await;
    let asked = ask(&mut person, "{}");
    settle().await;
    assert_eq!(refused(&person, asked).code, Code::Denied);
}
