//! Wishes and shifts that are nonsense, on the real program: each is refused by name, what stood before
//! stays, and nobody else notices.

use std::net::SocketAddr;
use std::time::Duration;

use serde_json::Value;
use serde_json::json;
use tokio::time::sleep;

use crate::person::Person;
use crate::person::Talk;
use crate::person::new_cid;
use crate::running::Running;

/// The shortest time there is to answer an offer.
const CONFIG: &str = "[line]\nexperiences = [{ id = \"bereaved\", label = \"Lost somebody\" }]\n\
                      [matching]\noffer_s = 5\n";

async fn asked(talk: &mut Talk, what: &str) -> Value {
    let answer = talk.ask(json!({"t": "ask", "what": what})).await;
    assert_eq!(answer["t"], "ok", "{answer}");
    answer["body"].clone()
}

/// Puts something and returns the refusal: what cannot be read is answered without its number.
async fn refusal(talk: &mut Talk, kind: &str, body: &Value) -> Value {
    let put = json!({
        "t": "put", "ref": 700, "room": "@me", "cid": new_cid(), "kind": kind, "body": body,
    });
    talk.send(&put).await.expect("the connection holds");
    talk.until(|frame| frame["t"] == "err" || frame["ref"] == 700)
        .await
}

async fn supporter(running: &Running) -> Person {
    let mut person = Person::invited(running.invite("supporter").await);
    drop(person.join(running.people()).await);
    person.invite = None;
    person
}

async fn waiting(person: &Person, address: SocketAddr) -> Talk {
    let mut talk = person.join(address).await;
    let wish = json!({"topics": [], "languages": ["en"]});
    assert_eq!(talk.put("@me", "seek", wish).await["t"], "ok");
    talk
}

#[tokio::test]
async fn a_wish_that_is_nonsense_is_refused_and_the_place_stays() {
    let running = Running::start(CONFIG).await;
    let address = running.people();
    let person = Person::new();
    let before = asked(&mut waiting(&person, address).await, "place").await;
    let tags: Vec<String> = (0..1000).map(|n| format!("tag{n}")).collect();
    let topics: Vec<String> = (0..100).map(|n| format!("topic{n}")).collect();
    for (wish, code, why) in [
        (json!({"languages": ["tlh"]}), "denied", "unknown_language"),
        (
            json!({"languages": ["en", "tlh"]}),
            "denied",
            "unknown_language",
        ),
        (json!({"languages": ["no such tongue"]}), "bad", ""),
        (json!({"languages": []}), "bad", "no_language"),
        (
            json!({"languages": ["en"], "topics": topics}),
            "too_big",
            "too_many_topics",
        ),
        (
            json!({"languages": ["en"], "tags": ["moon"]}),
            "denied",
            "unknown_tag",
        ),
        (json!({"languages": ["en"], "age": "both"}), "bad", ""),
        (
            json!({"languages": ["en"], "needs": ["everything"]}),
            "bad",
            "",
        ),
        (json!({"languages": ["en"], "gender": "woman"}), "bad", ""),
    ] {
        // A connection of its own each time: too much that is `bad` ends one.
        let mut talk = person.join(address).await;
        let answer = refusal(&mut talk, "seek", &wish).await;
        assert_eq!(answer["code"], code, "{wish}: {answer}");
        if !why.is_empty() {
            assert_eq!(answer["why"], why, "{wish}: {answer}");
            assert!(answer["say"].is_string(), "{wish}: {answer}");
        }
        assert_eq!(asked(&mut talk, "place").await, before, "{wish}");
    }
    let mut talk = person.join(address).await;
    let many = json!({"languages": ["en"], "tags": tags});
    let answer = refusal(&mut talk, "seek", &many).await;
    assert_eq!(
        (&answer["code"], &answer["why"]),
        (&json!("too_big"), &json!("too_many_tags"))
    );
    let mut other = waiting(&Person::new(), address).await;
    assert_eq!(asked(&mut other, "place").await["position"], 2);
}

#[tokio::test]
async fn ten_thousand_tags_end_the_connection_and_nothing_else() {
    let running = Running::start(CONFIG).await;
    let (person, address) = (Person::new(), running.people());
    let mut talk = waiting(&person, address).await;
    let before = asked(&mut talk, "place").await;
    let tags: Vec<String> = (0..10_000).map(|n| format!("tag{n}")).collect();
    // The frame is too long.
    let put = json!({
        "t": "put", "ref": 701, "room": "@me", "cid": new_cid(), "kind": "seek",
        "body": {"languages": ["en"], "tags": tags},
    });
    let _closed_meanwhile = talk.send(&put).await;
    while let Ok(frame) = talk.next().await {
        assert_ne!(frame["t"], "ok", "{frame}");
    }
    let mut talk = person.join(address).await;
    assert_eq!(asked(&mut talk, "place").await, before);
}

#[tokio::test]
async fn wishes_that_nobody_can_meet_together_are_told_at_once_with_a_way_on() {
    let running = Running::start(CONFIG).await;
    let mut helper = supporter(&running).await.join(running.people()).await;
    let hours = json!({"topics": [], "languages": ["en"], "capacity": 2, "gender": "man"});
    assert_eq!(helper.put("@me", "available", hours).await["t"], "ok");
    let mut talk = Person::new().join(running.people()).await;
    let wish = json!({
        "languages": ["en"], "age": "minor", "again": "avoid",
        "needs": ["literal", "slow_pace"],
        "gender": {"wanted": "woman", "firm": true},
    });
    let answer = talk.put("@me", "seek", wish).await;
    assert_eq!(answer["t"], "ok", "{answer}");
    let place = asked(&mut talk, "place").await;
    assert_eq!(
        (&place["coverage"], &place["fitting"]),
        (&json!("nobody"), &json!(0))
    );
    assert_eq!(asked(&mut helper, "offers").await["offers"], json!([]));
}

#[tokio::test]
async fn a_capacity_out_of_bounds_is_refused_and_the_shift_stays() {
    let running = Running::start(CONFIG).await;
    let (person, address) = (supporter(&running).await, running.people());
    let mut helper = person.join(address).await;
    let hours = |capacity: Value| json!({"topics": [], "languages": ["en"], "capacity": capacity});
    // Off shift already: going off again is no fault.
    assert_eq!(
        helper.put("@me", "available", hours(json!(0))).await["t"],
        "ok"
    );
    assert_eq!(
        helper.put("@me", "available", hours(json!(1))).await["t"],
        "ok"
    );
    for (capacity, code) in [
        (json!(200), "too_big"),
        (json!(4_294_967_295_u64), "too_big"),
        (json!(-1), "bad"),
        (json!(1.5), "bad"),
        (json!("many"), "bad"),
    ] {
        let mut helper = person.join(address).await;
        let answer = refusal(&mut helper, "available", &hours(capacity.clone())).await;
        assert_eq!(answer["code"], code, "{capacity}: {answer}");
        let shift = asked(&mut helper, "shift").await;
        assert_eq!(
            (&shift["state"], &shift["capacity"]),
            (&json!("on"), &json!(1))
        );
    }
}

#[tokio::test]
async fn an_answer_after_the_time_is_over_finds_the_offer_gone_and_the_seeker_in_line() {
    let running = Running::start(CONFIG).await;
    let mut helper = supporter(&running).await.join(running.people()).await;
    let hours = json!({"topics": [], "languages": ["en"], "capacity": 1});
    assert_eq!(helper.put("@me", "available", hours).await["t"], "ok");
    let mut talk = waiting(&Person::new(), running.people()).await;
    let offers = asked(&mut helper, "offers").await;
    let offer = offers["offers"][0]["offer"].clone();
    assert!(offer.is_string(), "{offers}");
    for _ in 0..300 {
        let still = asked(&mut helper, "offers").await;
        if still["offers"][0]["offer"] != offer {
            break;
        }
        sleep(Duration::from_millis(100)).await;
    }
    for _ in 0..2 {
        let late = helper.put("@me", "accept", json!({"offer": offer})).await;
        assert_eq!(
            (&late["code"], &late["why"]),
            (&json!("gone"), &json!("offer_over"))
        );
    }
    let place = asked(&mut talk, "place").await;
    assert_eq!(
        (&place["state"], &place["position"]),
        (&json!("waiting"), &json!(1))
    );
    let rooms = asked(&mut talk, "rooms").await;
    let talks = rooms["rooms"].as_array().unwrap().iter();
    assert_eq!(talks.filter(|room| room["kind"] == "one_to_one").count(), 0);
}

#[tokio::test]
async fn a_flood_of_seek_and_cancel_is_slowed_down_and_a_person_in_need_is_still_heard() {
    let running = Running::start(CONFIG).await;
    let address = running.people();
    let mut other = waiting(&Person::new(), address).await;
    let mut talk = Person::new().join(address).await;
    let wish = json!({"topics": [], "languages": ["en"]});
    let mut refused = Value::Null;
    for _ in 0..60 {
        refused = talk.put("@me", "seek", wish.clone()).await;
        if refused["t"] == "err" {
            break;
        }
        assert_eq!(talk.put("@me", "leave", json!({})).await["t"], "ok");
    }
    assert_eq!(
        (&refused["code"], &refused["why"]),
        (&json!("denied"), &json!("too_often"))
    );
    assert!(refused["ways"]["at"].is_u64(), "{refused}");
    assert_eq!(talk.put("@me", "leave", json!({})).await["t"], "ok");
    assert_eq!(talk.put("@me", "signal", json!({})).await["t"], "ok");
    assert_eq!(asked(&mut other, "place").await["position"], 1);
}
