//! Connections that prove one room and nothing else, to the real program: what they have, what they
//! have not, and which proofs are none.

mod scene;

use peerline_core::identity::ContextKind;
use peerline_core::identity::Root;
use serde_json::Value;
use serde_json::json;

use self::scene::Scene;
use self::scene::Ticket;
use self::scene::encode;
use self::scene::is_said;
use self::scene::open;
use self::scene::say;
use self::scene::text;
use crate::person::Talk;
use crate::person::random;

#[tokio::test(flavor = "multi_thread")]
async fn one_room_alone_is_read_and_spoken_in_and_known_again() {
    let scene = Scene::open().await;
    let mut member = scene.member(&scene.day).await;
    let ticket = scene.ticket(&scene.day).await;
    let (mut talk, hail, welcome) = scene.come(&scene.day).await;
    assert_eq!(welcome["me"]["standing"], "help_only");
    assert_eq!(welcome["me"]["roles"], json!(["seeker"]));
    assert!(welcome["me"].get("gate").is_none(), "{welcome}");

    let early = open(&mut talk, &scene.day, None).await;
    assert_eq!(early["code"], "denied", "no ticket was shown: {early}");
    let key_alone = scene.sign(&scene.proof(&hail, &scene.day));
    let early = open(&mut talk, &scene.day, Some(key_alone)).await;
    assert_eq!(early["why"], "ticket_needed", "{early}");
    let join = scene.join(&hail, &scene.day, &ticket);
    let opened = open(&mut talk, &scene.day, Some(join)).await;
    assert_eq!(opened["t"], "opened", "{opened}");
    assert_eq!(opened["caps"], json!(["write"]));
    let who = &opened["who"];

    let told = say(&mut talk, &scene.day, "good evening").await;
    assert_eq!(told.last().unwrap()["t"], "ok", "{told:?}");
    let heard = member.until(|frame| is_said(frame, "good evening")).await;
    assert_eq!(heard["who"], *who);
    say(&mut member, &scene.day, "welcome").await;
    talk.until(|frame| is_said(frame, "welcome")).await;

    // Comes back without a ticket, and everything said meanwhile is there.
    drop(talk);
    say(&mut member, &scene.day, "are you there?").await;
    let (mut talk, _, _) = scene.come(&scene.day).await;
    let opened = open(&mut talk, &scene.day, None).await;
    assert_eq!(opened["who"], *who, "{opened}");
    talk.until(|frame| is_said(frame, "are you there?")).await;
    let told = say(&mut talk, &scene.day, "i am").await;
    assert_eq!(told.last().unwrap()["t"], "ok", "{told:?}");
    let (good, _) = scene.running.stop().await;
    assert!(good);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_of_one_room_has_no_other_room_and_nothing_of_the_persons_own() {
    let scene = Scene::open().await;
    let night = &scene.night;
    let for_night = scene.ticket(night).await;
    let mut neighbour = scene.member(night).await;
    let (mut talk, hail, _) = scene.enter(&scene.day).await;

    // Not by its key, not by a ticket that is good there, and not by asking.
    let code = |frame: &Value| (text(&frame["t"]), text(&frame["code"]));
    let denied = ("err".to_owned(), "denied".to_owned());
    assert_eq!(code(&open(&mut talk, night, None).await), denied);
    let key_alone = scene.sign(&scene.proof(&hail, night));
    assert_eq!(code(&open(&mut talk, night, Some(key_alone)).await), denied);
    let join = scene.join(&hail, night, &for_night);
    assert_eq!(code(&open(&mut talk, night, Some(join)).await), denied);
    let fetch = json!({"t": "fetch", "room": night, "after": 0});
    assert_eq!(code(&talk.ask(fetch).await), denied);
    assert_eq!(
        code(&talk.put(night, "msg", json!({"text": "hi"})).await),
        denied
    );
    assert_eq!(code(&talk.put(night, "join", json!({})).await), denied);
    let stranger = format!("~{night}");
    for room in ["#mod/main", "#crisis/main", stranger.as_str()] {
        assert_eq!(code(&open(&mut talk, room, None).await), denied, "{room}");
        let put = talk.put(room, "msg", json!({"text": "hi"})).await;
        assert_eq!(code(&put), denied, "{room}");
    }

    // What only somebody with an account does.
    let seek = json!({"topics": [], "languages": ["en"]});
    for (kind, body) in [
        ("seek", seek.clone()),
        ("join", seek),
        ("gate", json!({})),
        ("erase", json!({"sure": true})),
        ("msg", json!({"text": "hi"})),
    ] {
        let put = talk.put("@me", kind, body).await;
        assert_eq!(put["code"], "bad", "{kind}: {put}");
    }
    let tickets = json!({"t": "ask", "what": "tickets", "body": {"binds": [encode(&[7; 32])]}});
    let asked = talk.ask(tickets).await;
    assert_eq!(
        (&asked["code"], &asked["why"]),
        (&json!("denied"), &json!("help_only"))
    );
    let rooms = talk.ask(json!({"t": "ask", "what": "rooms"})).await;
    let listed = rooms["body"]["rooms"].as_array().unwrap();
    assert!(
        listed.iter().all(|room| room["room"] == json!(scene.day)),
        "{rooms}"
    );

    // The other room never heard of them.
    let log = neighbour.read(night).await;
    let met = log.iter().filter(|entry| entry["kind"] == "join").count();
    assert_eq!(met, 1, "the neighbour alone: {log:?}");
    let said = say(&mut talk, &scene.day, "still here").await;
    assert_eq!(said.last().unwrap()["t"], "ok", "{said:?}");
    let (good, _) = scene.running.stop().await;
    assert!(good);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_of_one_room_hears_nothing_of_another_and_of_other_people() {
    let scene = Scene::open().await;
    let night = &scene.night;
    let mut neighbour = scene.member(night).await;
    let (mut talk, _, who) = scene.enter(&scene.day).await;
    assert_eq!(open(&mut talk, "@me", None).await["t"], "opened");
    let own = format!("~{who}");
    assert_eq!(open(&mut talk, &own, None).await["t"], "opened");
    for words in ["one", "two", "three"] {
        let told = say(&mut neighbour, night, words).await;
        assert_eq!(told.last().unwrap()["t"], "ok");
    }
    let seek = json!({"topics": [], "languages": ["en"]});
    assert_eq!(neighbour.put("@me", "seek", seek).await["t"], "ok");
    let heard = say(&mut talk, &scene.day, "still alone").await;
    let (answer, heard) = heard.split_last().unwrap();
    assert_eq!(answer["t"], "ok", "it has its room still: {answer}");
    let foreign = |frame: &&Value| {
        let room = &frame["room"];
        frame["t"] != "ev" || ![json!(scene.day), json!(own)].contains(room)
    };
    let foreign: Vec<_> = heard.iter().filter(foreign).collect();
    assert!(foreign.is_empty(), "{foreign:?}");
    let (good, _) = scene.running.stop().await;
    assert!(good);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proof_of_another_room_key_time_or_place_lets_nobody_in() {
    let scene = Scene::open().await;
    let (day, night) = (&scene.day, &scene.night);
    // Somebody with a lease: their old proof must open nothing either.
    let (_talk, old_hail, _) = scene.enter(day).await;
    let cases = [
        "another room is signed",
        "another room's key",
        "another kind",
        "another origin",
        "an old hail",
        "a ticket is signed",
        "a broken signature",
        "no signature of this nonce",
        "another key beside",
    ];
    for case in cases {
        let mut talk = Talk::dial(scene.running.people()).await.unwrap();
        let hail = talk.next().await.unwrap();
        let mut proof = scene.proof(&hail, day);
        match case {
            "another room is signed" => proof.room = night,
            "another room's key" => (proof.key, proof.room) = (night, night),
            "another kind" => proof.kind = ContextKind::Line,
            "another origin" => proof.origin = "http://elsewhere.example".to_owned(),
            "an old hail" => proof.hail = &old_hail,
            "a ticket is signed" => proof.ticket = b"ticket",
            _ => {}
        }
        let mut auth = scene.sign(&proof);
        match case {
            "a broken signature" => auth["sig"] = json!(encode(&[1; 64])),
            "no signature of this nonce" => auth["nonce"] = json!(encode(&[1; 32])),
            "another key beside" => {
                auth["pk"] = json!(encode(scene.key(&hail, night).public().as_bytes()));
            }
            _ => {}
        }
        auth["room"] = json!(day);
        let open = json!([{"ref": 1, "room": day}]);
        let hello = json!({"t": "hello", "v": 1, "auth": auth, "open": open});
        talk.send(&hello).await.unwrap();
        let (last, _) = talk.end().await;
        let last = last.unwrap_or_else(|| panic!("{case}: it ended in silence"));
        assert_eq!(
            (&last["t"], &last["code"]),
            (&json!("bye"), &json!("auth")),
            "{case}: {last}"
        );
    }
    let (good, _) = scene.running.stop().await;
    assert!(good);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ticket_of_another_room_key_or_that_was_shown_opens_nothing_and_a_call_still_goes() {
    let mut scene = Scene::open().await;
    let day = scene.day.clone();
    let spent = scene.ticket(&day).await;
    let stolen = scene.ticket(&day).await;
    let (mut talk, hail, _) = scene.come(&day).await;
    let join = scene.join(&hail, &day, &spent);
    assert_eq!(open(&mut talk, &day, Some(join)).await["t"], "opened");
    drop(talk);
    let (mut talk, hail, _) = scene.come(&day).await;
    let again = scene.join(&hail, &day, &spent);
    let refused = open(&mut talk, &day, Some(again)).await;
    assert_eq!(refused["why"], "ticket_spent", "{refused}");

    // Whoever can sign is welcome, under a key that no room knows.
    scene.root = Root::from_bytes(random());
    let (mut talk, hail, _) = scene.come(&day).await;
    let elsewhere = scene.ticket(&scene.night).await;
    let lost = Ticket {
        r: encode(&[9; 32]),
        ..scene.ticket(&day).await
    };
    let torn = Ticket {
        r: encode(&[9; 32]),
        text: encode(&[9; 40]),
    };
    for (ticket, why) in [
        (&elsewhere, "ticket_wrong_bind"),
        (&stolen, "ticket_wrong_bind"),
        (&lost, "ticket_wrong_bind"),
        (&torn, "ticket_malformed"),
    ] {
        let join = scene.join(&hail, &day, ticket);
        let refused = open(&mut talk, &day, Some(join)).await;
        assert_eq!(refused["code"], "denied", "{refused}");
        assert_eq!(refused["why"], why, "{refused}");
        assert_eq!(refused["ways"]["person"], true, "{refused}");
    }
    let mut unsigned = scene.join(&hail, &day, &scene.ticket(&day).await);
    unsigned["sig"] = json!(encode(&[1; 64]));
    let refused = open(&mut talk, &day, Some(unsigned)).await;
    assert_eq!(refused["code"], "denied", "{refused}");
    assert_eq!(refused["why"], "signature", "{refused}");

    let called = talk.put("@me", "signal", json!({})).await;
    assert_eq!(called["t"], "ok", "{called}");
    let told = talk.read("@me").await;
    let card = told.iter().any(|entry| entry["body"]["code"] == "care");
    assert!(card, "{told:?}");
    let (good, _) = scene.running.stop().await;
    assert!(good);
}
