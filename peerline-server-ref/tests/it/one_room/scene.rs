//! A line with two rooms, somebody who comes for one of them, and their proofs.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use peerline_core::identity::ContextKey;
use peerline_core::identity::ContextKind;
use peerline_core::identity::JoinClaim;
use peerline_core::identity::LineId;
use peerline_core::identity::Root;
use peerline_core::identity::bind;
use peerline_core::vocab::Digest;
use peerline_core::vocab::DigestBuilder;
use peerline_core::vocab::RoomId;
use peerline_core::vocab::Timestamp;
use serde_json::Value;
use serde_json::json;
use sha2::Digest as _;
use sha2::Sha256;

use crate::person::Person;
use crate::person::Talk;
use crate::person::new_cid;
use crate::person::random;
use crate::running::Running;

const CONFIG: &str = r#"
[[rooms]]
slug = "day"
kind = "drop_in"
title = "Day"
[[rooms]]
slug = "night"
kind = "drop_in"
title = "Night"
"#;

/// Two rooms, and somebody who may come into the first without saying who they are.
pub(super) struct Scene {
    pub(super) running: Running,
    pub(super) root: Root,
    pub(super) day: String,
    pub(super) night: String,
}

/// What a proof says, part by part, so that each part can be a wrong one.
pub(super) struct Proof<'a> {
    pub(super) kind: ContextKind,
    /// Whose key signs.
    pub(super) key: &'a str,
    /// Which room is signed for.
    pub(super) room: &'a str,
    pub(super) hail: &'a Value,
    pub(super) origin: String,
    pub(super) ticket: &'a [u8],
}

impl Scene {
    pub(super) async fn open() -> Self {
        let running = Running::start(CONFIG).await;
        let mut own = Person::new().join(running.people()).await;
        let listed = own.ask(json!({"t": "ask", "what": "directory"})).await;
        let rooms = listed["body"]["rooms"].as_array().unwrap().iter();
        let by_slug = |slug: &str| {
            let mut found = rooms.clone().filter(|room| room["slug"] == slug);
            text(&found.next().unwrap()["room"])
        };
        let (day, night) = (by_slug("day"), by_slug("night"));
        Self {
            running,
            root: Root::from_bytes(random()),
            day,
            night,
        }
    }

    pub(super) fn origin(&self) -> String {
        format!("http://{}", self.running.people())
    }

    pub(super) fn key(&self, hail: &Value, room: &str) -> ContextKey {
        let room: RoomId = room.parse().unwrap();
        let line = LineId::from_bytes(decode(&hail["line"]));
        self.root
            .context_key(ContextKind::Room, &line, room.as_bytes(), 0)
    }

    /// The proof that is right for a room.
    pub(super) fn proof<'a>(&self, hail: &'a Value, room: &'a str) -> Proof<'a> {
        Proof {
            kind: ContextKind::Room,
            key: room,
            room,
            hail,
            origin: self.origin(),
            ticket: b"",
        }
    }

    pub(super) fn sign(&self, proof: &Proof<'_>) -> Value {
        let room: RoomId = proof.room.parse().unwrap();
        let key = self.key(proof.hail, proof.key);
        let client_nonce = random();
        let mut binding = DigestBuilder::new("peerline/v1/origin");
        binding.bytes(proof.origin.as_bytes());
        let signature = key.sign_join(&JoinClaim {
            kind: proof.kind,
            line_id: LineId::from_bytes(decode(&proof.hail["line"])),
            ctx_id: room.as_bytes().to_vec(),
            server_nonce: decode(&proof.hail["nonce"]),
            client_nonce,
            channel_binding: *binding.finish().as_bytes(),
            server_time: Timestamp::from_unix_millis(proof.hail["now"].as_u64().unwrap()),
            ticket_digest: Digest::from_bytes(Sha256::digest(proof.ticket).into()),
        });
        json!({
            "pk": encode(key.public().as_bytes()),
            "nonce": encode(&client_nonce),
            "sig": encode(signature.as_bytes()),
        })
    }

    /// Fetches a ticket into a room on a connection that is somebody's own.
    pub(super) async fn ticket(&self, room: &str) -> Ticket {
        let mut talk = Talk::dial(self.running.people()).await.unwrap();
        let hail = talk.next().await.unwrap();
        let hello = Person::new().hello(&hail, &self.origin(), &json!([]));
        talk.send(&hello).await.unwrap();
        let r = random();
        let bind = bind(&self.key(&hail, room).public(), &r);
        let body = json!({"binds": [encode(bind.as_bytes())]});
        let asked = json!({"t": "ask", "what": "tickets", "body": body});
        let answer = talk.ask(asked).await;
        Ticket {
            r: encode(&r),
            text: text(&answer["body"]["tickets"][0]),
        }
    }

    /// Comes for one room alone; returns the welcome too.
    pub(super) async fn come(&self, room: &str) -> (Talk, Value, Value) {
        let mut talk = Talk::dial(self.running.people()).await.unwrap();
        let hail = talk.next().await.unwrap();
        let mut auth = self.sign(&self.proof(&hail, room));
        auth["room"] = json!(room);
        talk.send(&json!({"t": "hello", "v": 1, "auth": auth}))
            .await
            .unwrap();
        let welcome = talk.next().await.unwrap();
        assert_eq!(welcome["t"], "welcome", "{welcome}");
        (talk, hail, welcome)
    }

    /// Comes for one room alone and shows a ticket; returns the hail too, and the name there.
    pub(super) async fn enter(&self, room: &str) -> (Talk, Value, String) {
        let ticket = self.ticket(room).await;
        let (mut talk, hail, _) = self.come(room).await;
        let join = self.join(&hail, room, &ticket);
        let opened = open(&mut talk, room, Some(join)).await;
        assert_eq!(opened["t"], "opened", "{opened}");
        let who = text(&opened["who"]);
        (talk, hail, who)
    }

    pub(super) fn join(&self, hail: &Value, room: &str, ticket: &Ticket) -> Value {
        let bytes = URL_SAFE_NO_PAD.decode(&ticket.text).unwrap();
        let mut proof = self.proof(hail, room);
        proof.ticket = &bytes;
        let mut join = self.sign(&proof);
        join["r"] = json!(ticket.r);
        join["ticket"] = json!(ticket.text);
        join
    }

    /// Comes into a room as oneself.
    pub(super) async fn member(&self, room: &str) -> Talk {
        let mut talk = Person::new().join(self.running.people()).await;
        assert_eq!(talk.put(room, "join", json!({})).await["t"], "ok");
        assert_eq!(open(&mut talk, room, None).await["t"], "opened");
        talk
    }
}

pub(super) struct Ticket {
    pub(super) r: String,
    pub(super) text: String,
}

/// Opens a room; returns `opened` or `err`.
pub(super) async fn open(talk: &mut Talk, room: &str, join: Option<Value>) -> Value {
    let reference = 1 << 20;
    let mut frame = json!({"t": "open", "ref": reference, "room": room});
    if let Some(join) = join {
        frame["join"] = join;
    }
    talk.send(&frame).await.unwrap();
    talk.until(|frame| frame["ref"] == reference).await
}

/// Puts words, and returns all that was heard up to the answer, which comes last.
pub(super) async fn say(talk: &mut Talk, room: &str, words: &str) -> Vec<Value> {
    let put = json!({
        "t": "put", "ref": 1 << 21, "room": room, "cid": new_cid(), "kind": "msg",
        "body": {"text": words},
    });
    talk.send(&put).await.unwrap();
    let mut heard = Vec::new();
    loop {
        heard.push(talk.next().await.unwrap());
        if heard.last().unwrap()["ref"] == 1 << 21 {
            return heard;
        }
    }
}

pub(super) fn text(value: &Value) -> String {
    value
        .as_str()
        .unwrap_or_else(|| panic!("{value}"))
        .to_owned()
}

pub(super) fn encode(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

pub(super) fn decode(text: &Value) -> [u8; 32] {
    let bytes = URL_SAFE_NO_PAD.decode(text.as_str().unwrap()).unwrap();
    bytes.try_into().unwrap()
}

pub(super) fn is_said(frame: &Value, words: &str) -> bool {
    frame["t"] == "ev" && frame["body"]["text"] == words
}
