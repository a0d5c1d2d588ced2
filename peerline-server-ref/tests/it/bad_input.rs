//! What is malformed, forged or out of place is refused by the documented code, and nobody else on
//! the line notices.

use peerline_core::vocab::Text;
use serde_json::Value;
use serde_json::json;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::frame::Frame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::Data;
use tokio_tungstenite::tungstenite::protocol::frame::coding::OpCode;

use crate::house::raw_at;
use crate::house::status;
use crate::person::Person;
use crate::person::Talk;
use crate::person::new_cid;
use crate::running::Running;

/// A real line, and somebody on it who has nothing to do with what comes.
struct Scene {
    running: Running,
    bystander: Talk,
}

impl Scene {
    async fn open() -> Self {
        let running = Running::start("[limits]\nhello_s = 2\n").await;
        let bystander = Person::new().join(running.people()).await;
        Self { running, bystander }
    }

    async fn newcomer(&self) -> Talk {
        Person::new().join(self.running.people()).await
    }

    /// Greets with what becomes of a good hello, and returns how that ended.
    async fn greet(&self, spoil: impl Fn(&mut Value)) -> Value {
        let (mut talk, hail) = self.hail().await;
        let origin = format!("http://{}", self.running.people());
        let mut hello = Person::new().hello(&hail, &origin, &json!([]));
        spoil(&mut hello);
        talk.send(&hello).await.unwrap();
        talk.end().await.0.expect("a last word")
    }

    async fn hail(&self) -> (Talk, Value) {
        let mut talk = Talk::dial(self.running.people()).await.unwrap();
        let hail = talk.next().await.unwrap();
        assert_eq!(hail["t"], "hail");
        (talk, hail)
    }

    /// The other person's put is answered as if nothing had happened.
    async fn nobody_noticed(mut self) {
        let wish = json!({"topics": ["sleep"], "languages": ["en"]});
        let answer = self.bystander.put("@me", "seek", wish).await;
        assert_eq!(answer["t"], "ok", "{answer}");
        let (good, _) = self.running.stop().await;
        assert!(good);
    }
}

/// Makes a good hello bad.
type Spoil<'a> = Box<dyn Fn(&mut Value) + 'a>;

/// Sends text and returns the next `err` or `bye`.
async fn refusal(talk: &mut Talk, text: &str) -> Value {
    talk.send_message(Message::text(text)).await.unwrap();
    talk.until(|frame| frame["t"] == "err" || frame["t"] == "bye")
        .await
}

#[tokio::test]
async fn what_is_no_frame_is_bad_and_too_much_of_it_ends_the_connection() {
    let scene = Scene::open().await;
    let mut talk = scene.newcomer().await;
    let deep = format!(
        r#"{{"t":"put","body":{}{}}}"#,
        "[".repeat(8_000),
        "]".repeat(8_000)
    );
    for text in [
        "",
        "{",
        "null",
        "[1]",
        "{}",
        r#"{"t":7}"#,
        r#"{"t":"dance"}"#,
        r#"{"t":"welcome"}"#,
        r#"{"t":"put"} {}"#,
        r#"{"t":"ping","n":-1}"#,
        "\u{0}",
    ] {
        let answer = refusal(&mut talk, text).await;
        assert_eq!(answer["t"], "err", "{text:.20}: {answer}");
        assert_eq!(answer["code"], "bad", "{text:.20}: {answer}");
        assert!(answer["retry_ms"].is_null(), "{answer}");
    }
    let answer = refusal(&mut talk, &deep).await;
    assert_eq!(answer["code"], "too_big", "{answer}");
    let answer = talk.ask(json!({"t": "ask", "what": "line"})).await;
    assert_eq!(answer["t"], "ok", "a few mistakes end nothing");
    let mut last = Value::Null;
    while last["t"] != "bye" {
        last = refusal(&mut talk, "{").await;
    }
    assert_eq!(last["code"], "bad");
    scene.nobody_noticed().await;
}

#[tokio::test]
async fn nesting_of_ten_thousand_levels_is_too_big_where_frames_may_be_so_long() {
    let running = Running::start("[limits]\nframe_bytes = 1048576\n").await;
    let mut talk = Person::new().join(running.people()).await;
    for bracket in ["[", r#"{"a":"#] {
        let deep = format!(r#"{{"t":"ask","body":{}"#, bracket.repeat(10_000));
        assert_eq!(refusal(&mut talk, &deep).await["code"], "too_big");
    }
    let answer = talk.ask(json!({"t": "ask", "what": "line"})).await;
    assert_eq!(answer["t"], "ok");
    assert!(running.stop().await.0);
}

#[tokio::test]
async fn what_the_socket_does_not_carry_ends_it_with_the_code_of_the_socket() {
    let scene = Scene::open().await;
    let long = format!(r#"{{"t":"ask","pad":"{}"}}"#, "x".repeat(16 * 1024));
    let not_utf8 = Frame::message(vec![b'"', 0xC3, 0x28], OpCode::Data(Data::Text), true);
    for (message, code) in [
        (Message::text(long), 1009),
        (Message::binary(&b"{}"[..]), 1003),
        (Message::Frame(not_utf8), 1007),
    ] {
        let mut talk = scene.newcomer().await;
        talk.send_message(message).await.unwrap();
        assert_eq!(talk.end().await.1, Some(code));
    }
    scene.nobody_noticed().await;
}

#[tokio::test]
async fn who_says_nothing_is_sent_away_and_may_come_back() {
    let scene = Scene::open().await;
    let (mut talk, _) = scene.hail().await;
    let (last, _) = talk.end().await;
    let last = last.expect("a last word");
    assert_eq!((&last["t"], &last["code"]), (&json!("bye"), &json!("auth")));
    assert!(last["again_ms"].is_u64(), "{last}");
    scene.nobody_noticed().await;
}

#[tokio::test]
async fn a_put_before_the_hello_ends_the_connection_and_a_second_hello_does_not() {
    let scene = Scene::open().await;
    let (mut early, _) = scene.hail().await;
    let put = json!({"t": "put", "ref": 1, "room": "@me", "cid": new_cid(), "kind": "signal", "body": {}});
    early.send(&put).await.unwrap();
    let (last, _) = early.end().await;
    assert_eq!(last.expect("a last word")["code"], "bad");
    let (mut talk, hail) = scene.hail().await;
    let origin = format!("http://{}", scene.running.people());
    let hello = Person::new().hello(&hail, &origin, &json!([]));
    talk.send(&hello).await.unwrap();
    talk.until(|frame| frame["t"] == "welcome").await;
    let second = refusal(&mut talk, &hello.to_string()).await;
    assert_eq!(
        (&second["t"], &second["code"]),
        (&json!("err"), &json!("bad"))
    );
    let answer = talk.ask(json!({"t": "ask", "what": "line"})).await;
    assert_eq!(answer["t"], "ok");
    scene.nobody_noticed().await;
}

#[tokio::test]
async fn a_proof_that_does_not_hold_is_refused_for_good() {
    let scene = Scene::open().await;
    let zeros = "A".repeat(86);
    let another = Person::new();
    let (_, other_hail) = scene.hail().await;
    let origin = format!("http://{}", scene.running.people());
    let replayed = another.hello(&other_hail, &origin, &json!([]));
    let spoiled: [(&str, Spoil<'_>); 4] = [
        (
            "forged",
            Box::new(|hello| hello["auth"]["sig"] = json!(zeros)),
        ),
        ("replayed", Box::new(|hello| *hello = replayed.clone())),
        (
            "another key",
            Box::new(|hello| hello["auth"]["pk"] = replayed["auth"]["pk"].clone()),
        ),
        (
            "an invitation of nobody",
            Box::new(|hello| hello["auth"]["invite"] = json!("B".repeat(42) + "A")),
        ),
    ];
    for (what, spoil) in spoiled {
        let last = scene.greet(spoil).await;
        assert_eq!(last["t"], "bye", "{what}: {last}");
        assert_eq!(last["code"], "auth", "{what}: {last}");
        assert!(last["again_ms"].is_null(), "{what}: {last}");
    }
    let last = scene.greet(|hello| hello["v"] = json!(2)).await;
    assert_eq!(last["code"], "version");
    scene.nobody_noticed().await;
}

#[tokio::test]
async fn a_proof_for_another_site_is_refused_and_so_is_its_page() {
    let scene = Scene::open().await;
    let (mut talk, hail) = scene.hail().await;
    let hello = Person::new().hello(&hail, "https://copy.example", &json!([]));
    talk.send(&hello).await.unwrap();
    assert_eq!(talk.end().await.0.expect("a last word")["code"], "auth");
    let address = scene.running.people();
    let request = format!(
        "GET /plp HTTP/1.1\r\nHost: {address}\r\nOrigin: https://copy.example\r\n\
         Connection: close, Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\
         Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\
         Sec-WebSocket-Protocol: peerline.1+json\r\n\r\n"
    );
    assert_eq!(status(&raw_at(address, request.as_bytes()).await), 403);
    scene.nobody_noticed().await;
}

#[tokio::test]
async fn an_invitation_is_good_once() {
    let scene = Scene::open().await;
    let invite = scene.running.invite("supporter").await;
    let first = Person::invited(invite.clone());
    drop(first.join(scene.running.people()).await);
    let last = scene
        .greet(|hello| hello["auth"]["invite"] = json!(invite))
        .await;
    assert_eq!((&last["t"], &last["code"]), (&json!("bye"), &json!("auth")));
    // Its owner, whose answer may have been lost, is let in with it again.
    let mut again = first.join(scene.running.people()).await;
    let line = again.ask(json!({"t": "ask", "what": "offers"})).await;
    assert_eq!(line["t"], "ok", "{line}");
    scene.nobody_noticed().await;
}

#[tokio::test]
async fn rooms_of_others_and_of_nobody_are_denied_alike() {
    let scene = Scene::open().await;
    let mut owner = scene.newcomer().await;
    let asked = owner.put("@me", "signal", json!({})).await;
    assert_eq!(asked["t"], "ok", "{asked}");
    let room = owner.read("@me").await;
    let matched = room.iter().find(|entry| entry["kind"] == "matched");
    let room = matched.expect("a room")["body"]["room"].as_str().unwrap();
    let nobodys = format!("{}{}", &room[..room.len() - 22], new_cid());
    let mut stranger = scene.newcomer().await;
    for name in [room, &nobodys, "#crisis/main", "#mod/main"] {
        let opened = json!({"t": "open", "ref": 900, "room": name}).to_string();
        let opened = refusal(&mut stranger, &opened).await;
        assert_eq!(opened["code"], "denied", "{name}: {opened}");
        let said = stranger.put(name, "msg", json!({"text": "hello"})).await;
        assert_eq!(said["code"], "denied", "{name}: {said}");
        let fetched = json!({"t": "fetch", "room": name, "after": 0});
        assert_eq!(stranger.ask(fetched).await["code"], "denied", "{name}");
    }
    let own = owner.put(room, "msg", json!({"text": "hello"})).await;
    assert_eq!(own["t"], "ok", "{own}");
    scene.nobody_noticed().await;
}

#[tokio::test]
async fn a_put_of_the_wrong_shape_is_refused_by_its_own_code() {
    let scene = Scene::open().await;
    let mut talk = scene.newcomer().await;
    let put = |cid: &str, kind: &str, body: Value| json!({"t": "put", "ref": 5, "room": "@me", "cid": cid, "kind": kind, "body": body});
    let cid = new_cid();
    let long = "x".repeat(Text::MAX_BYTES + 1);
    let mut stale = put(&cid, "seek", json!({"topics": [], "languages": ["en"]}));
    stale["age_s"] = json!(86_401);
    for (frame, code) in [
        (put("short", "seek", json!({})), "bad"),
        (put(&format!("{cid}A"), "seek", json!({})), "bad"),
        (put(&cid, "dance", json!({})), "bad"),
        (put(&cid, "seek", json!([])), "bad"),
        (put(&cid, "msg", json!({"text": long})), "too_big"),
        (stale, "stale"),
    ] {
        let answer = refusal(&mut talk, &frame.to_string()).await;
        assert_eq!(answer["code"], code, "{frame:.80}: {answer}");
    }
    // None of them used up the id.
    let wish = json!({"topics": ["sleep"], "languages": ["en"]});
    talk.send(&put(&cid, "seek", wish)).await.unwrap();
    assert_eq!(talk.until(|frame| frame["ref"] == 5).await["t"], "ok");
    let other = put(&cid, "leave", json!({})).to_string();
    assert_eq!(refusal(&mut talk, &other).await["code"], "cid_reused");
    scene.nobody_noticed().await;
}
