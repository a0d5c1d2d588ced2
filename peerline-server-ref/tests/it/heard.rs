//! What the real line refuses and hears all the same: whoever is in danger is told of help, wherever
//! and however late they say so.

use serde_json::Value;
use serde_json::json;

use crate::person::Person;
use crate::person::Talk;
use crate::person::new_cid;
use crate::running::Running;

const DANGER: &str = "I want to kill myself tonight";

/// Over a day: the line remembers no put for so long.
const LATE_S: u64 = 86_401;

/// Puts words and returns the code of the refusal.
async fn refused(talk: &mut Talk, room: &str, age_s: u64, text: &str) -> Value {
    let put = json!({
        "t": "put", "room": room, "cid": new_cid(), "kind": "msg", "body": {"text": text},
        "age_s": age_s,
    });
    let answer = talk.ask(put).await;
    assert_eq!(answer["t"], "err", "{answer}");
    answer["code"].clone()
}

/// Returns how many care cards somebody was given.
async fn cards(talk: &mut Talk) -> usize {
    let told = talk.read("@me").await;
    told.iter()
        .filter(|entry| entry["body"]["code"] == "care")
        .count()
}

#[tokio::test(flavor = "multi_thread")]
async fn danger_said_where_or_when_nothing_can_be_said_is_heard() {
    let running = Running::start("").await;
    let nowhere = "AAAAAAAAAAAAAAAAAAAAAA";
    let places = [
        ("@me", 0, "bad"),
        ("~AAAAAAAAAAAAAAAAAAAAAA", 0, "denied"),
        ("#case/AAAAAAAAAAAAAAAAAAAAAA", 0, "bad"),
        ("#mod/main", 0, "denied"),
        (nowhere, 0, "denied"),
        ("@me", LATE_S, "stale"),
        (nowhere, LATE_S, "stale"),
    ];
    for (room, age_s, code) in places {
        let mut talk = Person::new().join(running.people()).await;
        let harmless = refused(&mut talk, room, age_s, "good evening").await;
        assert_eq!(harmless, code, "{room}");
        assert_eq!(cards(&mut talk).await, 0, "{room}");
        assert_eq!(
            refused(&mut talk, room, age_s, DANGER).await,
            code,
            "{room}"
        );
        assert_eq!(cards(&mut talk).await, 1, "{room}");
    }
    let (good, _) = running.stop().await;
    assert!(good);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_called_for_a_person_a_day_ago_is_heard() {
    let running = Running::start("").await;
    let mut talk = Person::new().join(running.people()).await;
    let put = json!({
        "t": "put", "room": "@me", "cid": new_cid(), "kind": "signal", "body": {},
        "age_s": LATE_S,
    });
    let answer = talk.ask(put).await;
    assert_eq!(answer["code"], "stale", "{answer}");
    assert_eq!(cards(&mut talk).await, 1);
    let (good, _) = running.stop().await;
    assert!(good);
}
