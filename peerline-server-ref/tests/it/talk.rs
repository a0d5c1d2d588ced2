//! One conversation over every link: the same logs, whatever carries the frames, and whenever the
//! program is killed.
//!
//! Two people come together, talk, one of them is in danger, and one leaves. Sessions of the core
//! speak for them; what each holds at the end is compared.
#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "a test looks for some kinds of event among all"
)]

mod actor;
mod indoors;
mod killed;
mod logs;
mod play;
mod program;
mod stage;

use peerline_core::protocol::Encoding;
use serde_json::Value;
use tokio::sync::OnceCell;

use crate::links::Way;
use indoors::Indoors;
use play::Play;
use program::Program;
use stage::Reach;

/// What the two hold after a conversation in memory.
async fn reference() -> &'static [Value; 2] {
    static HELD: OnceCell<[Value; 2]> = OnceCell::const_new();
    HELD.get_or_init(|| async {
        let mut play = Play::on(Indoors::open(Encoding::Json).await, [Encoding::Json; 2]).await;
        play.perform().await;
        play.held()
    })
    .await
}

async fn holds_the_same(reach: Reach) {
    let mut play = Play::on(Program::open(reach).await, reach.encoding()).await;
    play.perform().await;
    let held = play.held();
    let faults = play.stage.verify(&play.room()).await;
    assert!(faults.is_empty(), "{faults:#?}");
    for (held, wanted) in held.iter().zip(reference().await) {
        assert_eq!(held, wanted, "{reach:?}");
    }
}

#[tokio::test]
async fn the_conversation_says_what_it_should() {
    let [seeker, supporter] = reference().await;
    let kinds = |log: &Value| -> Vec<String> {
        let entries = log.as_array().unwrap().iter();
        entries
            .map(|entry| entry["kind"].as_str().unwrap().to_owned())
            .collect()
    };
    let talk = ["state", "join", "join", "msg", "msg", "msg", "msg", "msg"];
    assert_eq!(kinds(&seeker[0]), ["seek", "matched", "notice"]);
    assert_eq!(kinds(&seeker[1]), talk);
    let offered = ["available", "offer", "decide", "matched"];
    assert_eq!(kinds(&supporter[0]), offered);
    assert_eq!(kinds(&supporter[1]), [&talk[..], &["leave"]].concat());
}

#[tokio::test]
async fn memory_and_cbor_give_the_same_logs() {
    let mut play = Play::on(Indoors::open(Encoding::Cbor).await, [Encoding::Cbor; 2]).await;
    play.perform().await;
    assert_eq!(&play.held(), reference().await);
}

#[tokio::test]
async fn the_websocket_gives_the_same_logs_in_either_encoding() {
    holds_the_same(Reach::All(Way::Socket(Encoding::Json))).await;
    holds_the_same(Reach::All(Way::Socket(Encoding::Cbor))).await;
}

#[tokio::test]
async fn events_and_posts_give_the_same_logs_in_either_encoding() {
    holds_the_same(Reach::All(Way::Events(Encoding::Json))).await;
    holds_the_same(Reach::All(Way::Events(Encoding::Cbor))).await;
}

#[tokio::test]
async fn lines_give_the_same_logs_in_either_encoding() {
    holds_the_same(Reach::Piped(Encoding::Json)).await;
    holds_the_same(Reach::Piped(Encoding::Cbor)).await;
}

#[tokio::test]
async fn two_who_came_by_different_ways_hold_the_same_logs() {
    holds_the_same(Reach::Each(
        Way::Socket(Encoding::Cbor),
        Way::Events(Encoding::Json),
    ))
    .await;
}
