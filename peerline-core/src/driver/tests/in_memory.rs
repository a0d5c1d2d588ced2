//! Rooms whose words are in memory alone: what is heard, what is stored, and what a restart says.

use std::sync::Arc;

use super::client::field;
use super::stage::RESPONDER;
use super::stage::SEEKER;
use super::stage::Stage;
use super::stage::room;
use super::stage::settle;
use super::stage::text;
use crate::ports::Journal as _;
use crate::protocol::Kind;
use crate::room::RoomKind;
use crate::room::RoomSpec;
use crate::vocab::Language;
use crate::vocab::Limits;
use crate::vocab::Millis;
use crate::vocab::Role;
use crate::vocab::RoomId;
use crate::vocab::RoomName;
use crate::vocab::Seq;

const OTHER: u8 = 12;
const LATE: u8 = 16;

async fn passing() -> (Stage, RoomId) {
    let title = (Language::english(), "A room");
    let mut spec = RoomSpec::new("passing".parse().unwrap(), RoomKind::DropIn, title);
    spec.in_memory = true;
    let rooms: Arc<[RoomSpec]> = Arc::new([spec]);
    let stage = Stage::having(Limits::default(), rooms).await;
    let heads = stage.opened().heads(None, 100).await.unwrap();
    let id = heads.into_iter().find_map(|head| match head.stream {
        RoomName::Room(id) => Some(id),
        _ => None,
    });
    (stage, id.unwrap())
}

/// What the store below the seal holds of a room: the sizes of its rows.
async fn sizes(stage: &Stage, id: RoomId) -> Vec<usize> {
    let opened = stage.opened();
    let stored = opened.read(&RoomName::Room(id), Seq::ZERO, 1000).await;
    stored
        .unwrap()
        .iter()
        .map(|one| one.event.body.len())
        .collect()
}

#[tokio::test]
async fn what_is_said_is_heard_and_replayed_and_never_handed_to_the_store() {
    let (stage, id) = passing().await;
    let name = id.to_string();
    let mut alice = stage.join(SEEKER).await;
    let mut bob = stage.join(OTHER).await;
    for client in [&mut alice, &mut bob] {
        client.put(&name, 1, "join", "{}");
        client.open(&name);
    }
    settle().await;
    let before = sizes(&stage, id).await.len();
    let long = "plums ".repeat(400);
    for (n, words) in [(2, "zanzibar"), (3, long.as_str())] {
        let said = alice.put(&name, n, "msg", &text(words));
        settle().await;
        assert!(alice.ok(said).is_some());
    }
    assert_eq!(bob.of_kind(&name, &Kind::Msg).len(), 2);
    let mut late = stage.join(LATE).await;
    late.put(&name, 1, "join", "{}");
    late.open(&name);
    settle().await;
    let read = late.of_kind(&name, &Kind::Msg);
    assert_eq!(field(&read[0], "text"), "zanzibar");
    assert_eq!(read.len(), 2);
    // A word and two thousand letters leave rows of one size: there is nothing of them in it, sealed or not.
    let rows = sizes(&stage, id).await;
    assert_eq!(rows[before], rows[before + 1]);
    let opened = stage.opened();
    let stored = opened.read(&RoomName::Room(id), Seq::ZERO, 1000).await;
    for one in stored.unwrap() {
        let said = String::from_utf8_lossy(&one.event.body).into_owned();
        assert!(!said.contains("zanzibar") && !said.contains("plums"));
    }
}

#[tokio::test]
async fn a_restart_loses_the_words_and_says_so_and_not_the_case_that_they_opened() {
    let (mut stage, id) = passing().await;
    let name = id.to_string();
    let mut responder = stage.staff(RESPONDER, Role::Responder).await;
    responder.open("#crisis/main");
    let mut alice = stage.join(SEEKER).await;
    alice.put(&name, 1, "join", "{}");
    alice.open(&name);
    settle().await;
    alice.put(&name, 2, "msg", &text("good to be here"));
    let danger = alice.put(&name, 3, "msg", &text("i want to kill myself tonight"));
    settle().await;
    assert!(alice.ok(danger).is_some());
    let heard = alice.of_kind(&name, &Kind::Msg);
    let last = heard.last().unwrap().seq;
    assert_eq!(responder.of_kind("#crisis/main", &Kind::Page).len(), 1);
    stage.restart().await;
    let mut responder = stage.join(RESPONDER).await;
    responder.open("#crisis/main");
    let mut again = stage.connect().await;
    again.hello(SEEKER, None, vec![room("@me", Seq::ZERO)]);
    settle().await;
    again.open(&name);
    settle().await;
    assert_eq!(responder.of_kind("#crisis/main", &Kind::Page).len(), 1);
    assert!(again.of_kind(&name, &Kind::Msg).is_empty());
    let gaps: Vec<_> = again
        .frames()
        .into_iter()
        .filter_map(|frame| match frame {
            crate::protocol::ServerFrame::Gap(gap) => Some(gap),
            _ => None,
        })
        .collect();
    let opened = again.opened(&name).unwrap();
    assert!(last <= opened.base, "{last} is told as not kept");
    assert!(
        gaps.iter()
            .all(|gap| gap.why == crate::protocol::GapWhy::Trimmed)
    );
    let said = again.put(&name, 9, "msg", &text("once more"));
    settle().await;
    assert!(again.ok(said).is_some());
    assert_eq!(again.of_kind(&name, &Kind::Msg).len(), 1);
}

#[tokio::test]
async fn what_was_said_an_hour_ago_is_replayed_no_more() {
    let (stage, id) = passing().await;
    let name = id.to_string();
    let mut alice = stage.join(SEEKER).await;
    alice.put(&name, 1, "join", "{}");
    settle().await;
    alice.put(&name, 2, "msg", &text("zanzibar"));
    settle().await;
    stage.clock.advance(Millis::from_mins(62));
    settle().await;
    let mut late = stage.join(LATE).await;
    late.put(&name, 1, "join", "{}");
    late.open(&name);
    settle().await;
    assert!(late.of_kind(&name, &Kind::Msg).is_empty());
}

#[tokio::test]
async fn the_directory_says_that_nothing_is_kept() {
    let (stage, _) = passing().await;
    let mut alice = stage.join(SEEKER).await;
    let asked = alice.ask("directory");
    settle().await;
    let body: serde_json::Value = alice.ok(asked).unwrap().body.unwrap().read().unwrap();
    assert_eq!(body["rooms"][0]["kept"], "none");
}
