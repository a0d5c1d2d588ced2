//! How people talk in a room, as a client sees it on the wire.

use std::sync::Arc;

use super::stage::SEEKER;
use super::stage::Stage;
use super::stage::settle;
use super::stage::text;
use crate::protocol::Code;
use crate::protocol::Kind;
use crate::room::Manner;
use crate::room::RoomKind;
use crate::room::RoomSpec;
use crate::vocab::Language;
use crate::vocab::Limits;
use crate::vocab::Millis;
use crate::vocab::Role;

const FACILITATOR: u8 = 7;
const DANGER: &str = "i want to kill myself tonight";

/// A line with one drop-in room.
async fn stage(manner: Manner) -> Stage {
    let title = (Language::english(), "Day room");
    let mut day = RoomSpec::new("day".parse().unwrap(), RoomKind::DropIn, title);
    day.manner = manner;
    day.norms = day.norms.with(Language::english(), "Be kind.");
    Stage::having(Limits::default(), Arc::new([day])).await
}

/// Comes in, and returns the room's name.
async fn enter(client: &mut super::client::Client, body: &str) -> String {
    let asked = client.ask("directory");
    settle().await;
    let told = client.ok(asked).unwrap().body.unwrap();
    let told: serde_json::Value = told.read().unwrap();
    let room = told["rooms"][0]["room"].as_str().unwrap().to_owned();
    client.put(&room, 1, "join", body);
    settle().await;
    client.open(&room);
    settle().await;
    room
}

#[tokio::test]
async fn slow_mode_is_told_blocks_no_lane_and_stops_no_danger() {
    let slow = Millis::from_secs(60);
    let stage = stage(Manner {
        slow,
        ..Manner::default()
    })
    .await;
    let mut seeker = stage.join(SEEKER).await;
    let room = enter(&mut seeker, "{}").await;
    let opened = seeker.opened(&room).unwrap();
    assert_eq!(opened.pace_ms, 60_000);
    assert_eq!(opened.manner.unwrap().slow_s, Some(60));
    assert_eq!(opened.norms.unwrap().lines, ["Be kind."]);
    assert_eq!(opened.languages, [Language::english()]);

    seeker.put(&room, 2, "msg", &text("hello"));
    let sent = stage.now();
    let early = seeker.put(&room, 3, "msg", &text("are you there"));
    let danger = seeker.put(&room, 4, "msg", &text(DANGER));
    settle().await;
    let refused = seeker.err(early).unwrap();
    assert_eq!((refused.code, refused.retry_ms), (Code::Slow, None));
    assert_eq!(refused.until, Some(sent.after(slow)));
    assert!(refused.say.is_some_and(|say| !say.is_empty()));
    assert!(seeker.ok(danger).is_some(), "nothing waits behind it");
    assert_eq!(seeker.of_kind(&room, &Kind::Msg).len(), 2);
}

#[tokio::test]
async fn a_facilitator_gives_the_turn_and_everybody_sees_it() {
    let stage = stage(Manner::default()).await;
    let mut seeker = stage.join(SEEKER).await;
    let mut facilitator = stage.staff(FACILITATOR, Role::Facilitator).await;
    let room = enter(&mut seeker, "{}").await;
    enter(&mut facilitator, r#"{"as":"facilitator"}"#).await;

    let set = facilitator.put(&room, 2, "manner", r#"{"turns":true}"#);
    let denied = seeker.put(&room, 2, "manner", r#"{"turns":false}"#);
    settle().await;
    assert!(facilitator.ok(set).is_some());
    assert_eq!(seeker.err_code(denied), Some(Code::Denied));
    let spoke = seeker.put(&room, 3, "msg", &text("hello"));
    let raised = seeker.put(&room, 4, "hand", r#"{"up":true}"#);
    settle().await;
    assert_eq!(seeker.err_code(spoke), Some(Code::Turn));
    assert!(seeker.ok(raised).is_some());
    facilitator.put(&room, 3, "turn", r#"{"state":"given"}"#);
    settle().await;
    let spoke = seeker.put(&room, 5, "msg", &text("hello"));
    settle().await;
    assert!(seeker.ok(spoke).is_some());
    for kind in [Kind::Manner, Kind::Hand, Kind::Turn] {
        assert_eq!(facilitator.of_kind(&room, &kind).len(), 1, "{kind}");
        assert_eq!(seeker.of_kind(&room, &kind).len(), 1, "{kind}");
    }
}
