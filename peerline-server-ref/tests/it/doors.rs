//! Doors of the real program that stay shut: each refusal says why, and the way to a responder is
//! open behind every one of them.

use std::net::SocketAddr;

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
use crate::person::random;
use crate::running::Running;

const ROOMS: &str = r#"
[[rooms]]
slug = "two"
kind = "drop_in"
title = "Two seats"
seats = 2

[[rooms]]
slug = "wide"
kind = "drop_in"
title = "Many seats"

[[rooms]]
slug = "evening"
kind = "session"
title = "Evening"
sittings = [{ starts = 2036-01-01T19:00:00Z, minutes = 60 }]
"#;

/// Somebody on a connection, with what it takes to prove a room on it.
pub(crate) struct Visitor {
    pub(crate) talk: Talk,
    hail: Value,
    origin: String,
    key: ContextKey,
}

impl Visitor {
    async fn come(address: SocketAddr, key: ContextKey) -> Self {
        Self::of(&Person::new(), address, key).await
    }

    pub(crate) async fn of(person: &Person, address: SocketAddr, key: ContextKey) -> Self {
        let hello =
            |hail: &Value, origin: &str| person.hello(hail, origin, &json!([{"room": "@me"}]));
        Self::greeting(address, key, hello).await
    }

    /// Comes with a hello of its own making.
    pub(crate) async fn greeting(
        address: SocketAddr,
        key: ContextKey,
        hello: impl FnOnce(&Value, &str) -> Value,
    ) -> Self {
        let mut talk = Talk::dial(address).await.unwrap();
        let hail = talk.next().await.unwrap();
        let origin = format!("http://{address}");
        talk.send(&hello(&hail, &origin)).await.unwrap();
        talk.until(|frame| frame["t"] == "welcome").await;
        Self {
            talk,
            hail,
            origin,
            key,
        }
    }

    pub(crate) async fn rooms(&mut self) -> Vec<RoomId> {
        let told = self
            .talk
            .ask(json!({"t": "ask", "what": "directory"}))
            .await;
        let mut rooms: Vec<_> = told["body"]["rooms"].as_array().unwrap().clone();
        rooms.sort_by_key(|room| room["slug"].as_str() == Some("evening"));
        rooms.sort_by_key(|room| room["slug"].as_str() != Some("two"));
        let ids = rooms.iter().map(|room| room["room"].as_str().unwrap());
        ids.map(|id| id.parse().unwrap()).collect()
    }

    async fn ask_tickets(&mut self, n: usize) -> Value {
        let bound = bind(&self.key.public(), &[4; 32]).to_string();
        let body = json!({"binds": vec![bound; n]});
        let asked = json!({"t": "ask", "what": "tickets", "body": body});
        self.talk.ask(asked).await
    }

    pub(crate) async fn tickets(&mut self, n: usize) -> Vec<Vec<u8>> {
        let told = self.ask_tickets(n).await;
        let tickets = told["body"]["tickets"].as_array().unwrap();
        let bytes = |text: &Value| URL_SAFE_NO_PAD.decode(text.as_str().unwrap()).unwrap();
        tickets.iter().map(bytes).collect()
    }

    /// Opens a room with a ticket, or with none; returns what the line said.
    pub(crate) async fn enter(&mut self, room: RoomId, ticket: &[u8]) -> Value {
        let join = self.proof(room, ticket);
        self.open(room, join).await
    }

    async fn open(&mut self, room: RoomId, join: Value) -> Value {
        let open = json!({"t": "open", "ref": 7_000, "room": room.to_string(), "join": join});
        self.talk.send(&open).await.unwrap();
        self.talk.until(|frame| frame["ref"] == 7_000).await
    }

    fn proof(&self, room: RoomId, ticket: &[u8]) -> Value {
        let bytes = |name: &str| -> [u8; 32] {
            let text = self.hail[name].as_str().unwrap();
            URL_SAFE_NO_PAD.decode(text).unwrap().try_into().unwrap()
        };
        let mut origin = DigestBuilder::new("peerline/v1/origin");
        origin.bytes(self.origin.as_bytes());
        let claim = JoinClaim {
            kind: ContextKind::Room,
            line_id: LineId::from_bytes(bytes("line")),
            ctx_id: room.as_bytes().to_vec(),
            server_nonce: bytes("nonce"),
            client_nonce: [5; 32],
            channel_binding: *origin.finish().as_bytes(),
            server_time: Timestamp::from_unix_millis(self.hail["now"].as_u64().unwrap()),
            ticket_digest: Digest::from_bytes(Sha256::digest(ticket).into()),
        };
        let text = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        let mut join = json!({
            "pk": text(self.key.public().as_bytes()),
            "nonce": text(&[5; 32]),
            "sig": text(self.key.sign_join(&claim).as_bytes()),
        });
        if !ticket.is_empty() {
            join["r"] = json!(text(&[4; 32]));
            join["ticket"] = json!(text(ticket));
        }
        join
    }

    /// A refusal is for good, says why, and the way to a person goes through all the same.
    async fn is_refused(&mut self, answer: &Value, why: &str) {
        assert_eq!(
            (&answer["t"], &answer["why"]),
            (&json!("err"), &json!(why)),
            "{answer}"
        );
        assert!(
            !answer["say"].as_str().unwrap_or_default().is_empty(),
            "{answer}"
        );
        assert_eq!(answer["ways"]["person"], true, "{answer}");
        let called = self.talk.put("@me", "signal", json!({})).await;
        assert_eq!(called["t"], "ok", "{called}");
    }
}

/// A key that is shown at every door: the line cannot tell of which room it is.
fn key() -> ContextKey {
    let line = LineId::from_bytes([0; 32]);
    Root::from_bytes(random()).context_key(ContextKind::Room, &line, b"", 0)
}

#[tokio::test]
async fn a_ticket_that_is_forged_flipped_replayed_or_of_another_opens_nothing_and_a_person_comes() {
    let running = Running::start(ROOMS).await;
    let mut alice = Visitor::come(running.people(), key()).await;
    let room = alice.rooms().await[0];
    let tickets = alice.tickets(2).await;
    let none = alice.enter(room, &[]).await;
    alice.is_refused(&none, "ticket_needed").await;
    for bit in [1_usize, 17, 300, 800, 1400] {
        let mut flipped = tickets[0].clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        let answer = alice.enter(room, &flipped).await;
        let why = answer["why"].as_str().unwrap_or_default().to_owned();
        // A bit of its week or its end says what it would be then; the signature is looked at behind that.
        let known = [
            "ticket_malformed",
            "ticket_not_ours",
            "ticket_key_destroyed",
            "ticket_not_yet",
            "ticket_expired",
        ];
        assert!(known.contains(&why.as_str()), "bit {bit}: {answer}");
        alice.is_refused(&answer, &why).await;
    }
    let forged = alice
        .enter(room, &[&tickets[0][..118], &[7; 64]].concat())
        .await;
    alice.is_refused(&forged, "ticket_not_ours").await;
    let cut = alice.enter(room, &tickets[0][..181]).await;
    alice.is_refused(&cut, "ticket_malformed").await;
    let mut unsigned = alice.proof(room, &tickets[0]);
    unsigned["sig"] = json!(URL_SAFE_NO_PAD.encode([7; 64]));
    let unsigned = alice.open(room, unsigned).await;
    alice.is_refused(&unsigned, "signature").await;
    // None of it spent the ticket.
    assert_eq!(alice.enter(room, &tickets[0]).await["t"], "opened");
    let replayed = alice.enter(room, &tickets[0]).await;
    alice.is_refused(&replayed, "ticket_spent").await;
    let mut thief = Visitor::come(running.people(), key()).await;
    let stolen = thief.enter(room, &tickets[1]).await;
    thief.is_refused(&stolen, "ticket_wrong_bind").await;
    assert!(running.stop().await.0);
}

/// Takes both seats of the small room.
async fn fill(address: SocketAddr) -> Vec<Visitor> {
    let mut seated = Vec::new();
    for _ in 0..2 {
        let mut visitor = Visitor::come(address, key()).await;
        let room = visitor.rooms().await[0];
        let ticket = visitor.tickets(1).await.remove(0);
        assert_eq!(visitor.enter(room, &ticket).await["t"], "opened");
        seated.push(visitor);
    }
    seated
}

#[tokio::test]
async fn a_room_that_is_full_or_not_on_or_over_or_shut_by_a_ban_says_so_and_a_person_comes() {
    let running = Running::start(ROOMS).await;
    let address = running.people();
    let seated = fill(address).await;
    let person = Person::new();
    let mut third = Visitor::of(&person, address, key()).await;
    let [two, wide, evening] = third.rooms().await[..] else {
        panic!("three rooms");
    };
    let tickets = third.tickets(4).await;
    let full = third.enter(two, &tickets[0]).await;
    third.is_refused(&full, "full").await;
    assert_eq!(
        full["ways"]["elsewhere"],
        json!([wide.to_string()]),
        "{full}"
    );
    let early = third.enter(evening, &tickets[0]).await;
    third.is_refused(&early, "not_begun").await;
    assert!(early["ways"]["at"].as_u64().is_some(), "{early}");
    // A refusal spent nothing, and who comes for support changes nobody's role.
    let opened = third.enter(wide, &tickets[0]).await;
    assert_eq!(opened["t"], "opened", "{opened}");
    let who = opened["who"].clone();
    let role = json!({"to": who, "role": "facilitator"});
    let role = third.talk.put(&wide.to_string(), "role", role).await;
    assert_eq!(
        (&role["t"], &role["code"]),
        (&json!("err"), &json!("denied")),
        "{role}"
    );

    let invite = running.invite("moderator").await;
    let mut moderator = Person::invited(invite).join(address).await;
    let ban = json!({"room": wide.to_string(), "who": who, "ground": "rules#threats", "hours": 24});
    let banned = moderator.put("#mod/main", "sanction", ban).await;
    assert_eq!(banned["t"], "ok", "{banned}");
    let shut = third.enter(two, &tickets[1]).await;
    third.is_refused(&shut, "help_only").await;
    let none = third.ask_tickets(1).await;
    third.is_refused(&none, "help_only").await;
    drop((moderator, seated, third));

    // The operator takes a room out of the directory: it is over.
    let (well, folder) = running.stop().await;
    assert!(well);
    let rest = ROOMS.split("[[rooms]]").nth(1).unwrap();
    std::fs::write(
        folder.path().join("peerline.toml"),
        format!("[[rooms]]{rest}"),
    )
    .unwrap();
    let running = Running::start_in(folder, "127.0.0.1:0").await;
    let mut late = Visitor::come(running.people(), key()).await;
    let ticket = late.tickets(1).await.remove(0);
    let over = late.enter(wide, &ticket).await;
    late.is_refused(&over, "closed").await;
    // The ban outlives the program, under another key of the same phrase.
    let mut banned = Visitor::of(&person, running.people(), key()).await;
    let none = banned.ask_tickets(1).await;
    banned.is_refused(&none, "help_only").await;
    assert!(running.stop().await.0);
}
