//! The link against a small line on the loopback.
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    clippy::wildcard_enum_match_arm,
    reason = "a test says by failing what is wrong"
)]

mod again;
mod alone;
mod house;
mod ways;

use std::collections::BTreeMap;
use std::net::SocketAddr;

use futures_util::SinkExt as _;
use futures_util::StreamExt as _;
use peerline_core::identity::Root;
use peerline_core::protocol::Address;
use peerline_core::protocol::Body;
use peerline_core::protocol::Kind;
use peerline_core::session::ClientEvent;
use peerline_core::session::Draft;
use peerline_core::vocab::Seed;
use peerline_examples::link::Guest;
use peerline_examples::link::Link;
use serde_json::Value;
use serde_json::json;
use tokio::net::TcpListener;
use tokio::net::TcpStream;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::handshake::server::ErrorResponse;
use tokio_tungstenite::tungstenite::handshake::server::Request;
use tokio_tungstenite::tungstenite::handshake::server::Response;

const ROOM: &str = "AAAAAAAAAAAAAAAAAAAAAA";

#[derive(Default)]
struct Line {
    log: Vec<String>,
    known: BTreeMap<String, usize>,
    n_welcomed: u32,
}

impl Line {
    /// Serves one link; with `drops_put` it ends after it has stored the first put, unanswered.
    async fn serve(&mut self, stream: TcpStream, drops_put: bool) {
        let mut socket = accept(stream).await;
        let hail = json!({"t": "hail", "v": [1], "line": "A".repeat(43),
            "nonce": "A".repeat(43), "now": 1});
        socket.send(text(&hail)).await.unwrap();
        while let Some(Ok(Message::Text(frame))) = socket.next().await {
            let frame: Value = serde_json::from_str(&frame).unwrap();
            for answer in self.answer(&frame) {
                if drops_put && frame["t"] == "put" {
                    return;
                }
                socket.send(text(&answer)).await.unwrap();
            }
        }
    }

    fn answer(&mut self, frame: &Value) -> Vec<Value> {
        match frame["t"].as_str().unwrap() {
            "hello" => {
                self.n_welcomed += 1;
                let mut answers = vec![json!({"t": "welcome", "v": 1, "ext": [],
                    "me": {"roles": ["seeker"], "standing": "welcome"}, "hb_ms": 20000,
                    "max": {"frame": 16384, "rooms": 64, "inflight": 262_144, "text": 4096,
                        "depth": 8, "items": 1024},
                    "dedupe_s": 86400, "now": 1})];
                for open in frame["open"].as_array().unwrap() {
                    answers.extend(self.open(open));
                }
                answers
            }
            "open" => self.open(frame),
            "put" => {
                let cid = frame["cid"].as_str().unwrap().to_owned();
                if !self.known.contains_key(&cid) {
                    self.log
                        .push(frame["body"]["text"].as_str().unwrap().to_owned());
                    self.known.insert(cid.clone(), self.log.len());
                }
                let seq = self.known[&cid];
                vec![
                    json!({"t": "ok", "ref": frame["ref"], "cid": cid, "seq": seq, "st": "done"}),
                    self.ev(seq),
                ]
            }
            other => panic!("no such frame here: {other}"),
        }
    }

    fn open(&self, open: &Value) -> Vec<Value> {
        let from = open["seq"].as_u64().unwrap_or(0);
        let mut frames = vec![
            json!({"t": "opened", "ref": open["ref"], "room": ROOM, "epoch": 1,
            "base": 0, "head": self.log.len(), "h": "0000000000000000", "from": from,
            "who": ROOM, "role": "seeker", "caps": []}),
        ];
        frames
            .extend((usize::try_from(from).unwrap() + 1..=self.log.len()).map(|seq| self.ev(seq)));
        frames
    }

    fn ev(&self, seq: usize) -> Value {
        json!({"t": "ev", "room": ROOM, "seq": seq, "at": 1, "kind": "msg",
            "body": {"text": self.log[seq - 1]}, "h": "0000000000000000", "announce": "polite"})
    }
}

/// Takes the handshake as the protocol wants it.
async fn accept(stream: TcpStream) -> WebSocketStream<TcpStream> {
    #[expect(clippy::result_large_err, reason = "the signature is tungstenite's")]
    let check = |request: &Request, mut response: Response| -> Result<_, ErrorResponse> {
        assert_eq!(request.uri().path(), "/plp");
        let wanted = request.headers()["sec-websocket-protocol"].clone();
        response
            .headers_mut()
            .insert("sec-websocket-protocol", wanted);
        Ok(response)
    };
    tokio_tungstenite::accept_hdr_async(stream, check)
        .await
        .unwrap()
}

fn text(frame: &Value) -> Message {
    Message::text(frame.to_string())
}

fn message(text: &str) -> Draft {
    let body = Body::of(&json!({ "text": text }));
    Draft::new(ROOM.parse().unwrap(), Kind::Msg, body)
}

fn dial(address: SocketAddr) -> Link {
    let guest = Guest::new(Root::from_bytes([1; 16]), Seed::from_bytes([2; 32]));
    Link::start(format!("http://{address}"), guest)
}

#[tokio::test]
async fn a_put_whose_answer_is_lost_is_there_once() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let mut link = dial(listener.local_addr().unwrap());
    link.open(ROOM.parse::<Address>().unwrap());
    let first = link.put(message("first"));
    let second = link.put(message("second"));
    let serve = async {
        let mut line = Line::default();
        let (stream, _) = listener.accept().await.unwrap();
        line.serve(stream, true).await;
        let (stream, _) = listener.accept().await.unwrap();
        tokio::select! {
            () = line.serve(stream, false) => panic!("the link went"),
            (done, entries) = listen(&mut link) => {
                assert_eq!(done, [first, second]);
                assert_eq!(entries, ["first", "second"]);
            }
        }
        assert_eq!(line.log, ["first", "second"]);
        assert_eq!(line.n_welcomed, 2);
    };
    serve.await;
}

async fn listen(link: &mut Link) -> (Vec<peerline_core::vocab::Cid>, Vec<String>) {
    let (mut done, mut entries) = (Vec::new(), Vec::new());
    while done.len() < 2 || entries.len() < 2 {
        match link.next().await.unwrap() {
            ClientEvent::PutDone { cid, .. } => done.push(cid),
            ClientEvent::Entry(entry) => {
                let body: Value = entry.read().unwrap();
                entries.push(body["text"].as_str().unwrap().to_owned());
            }
            _ => {}
        }
    }
    (done, entries)
}

#[tokio::test]
async fn a_line_that_says_farewell_for_good_ends_the_events() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let mut link = dial(listener.local_addr().unwrap());
    let (stream, _) = listener.accept().await.unwrap();
    let mut socket = accept(stream).await;
    let bye = json!({"t": "bye", "code": "auth"});
    socket.send(text(&bye)).await.unwrap();
    let mut ended = false;
    while let Some(event) = link.next().await {
        assert!(!ended, "nothing follows the end");
        ended = matches!(event, ClientEvent::Ended { .. });
    }
    assert!(ended);
}
