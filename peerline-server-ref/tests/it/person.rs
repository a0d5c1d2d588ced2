//! A person who joins the real line: keys, a socket, and frames as they are on the wire.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ed25519_dalek::Signer as _;
use ed25519_dalek::SigningKey;
use futures_util::SinkExt as _;
use futures_util::StreamExt as _;
use peerline_core::identity::ContextKind;
use peerline_core::identity::JoinClaim;
use peerline_core::identity::LineId;
use peerline_core::vocab::DigestBuilder;
use peerline_core::vocab::Timestamp;
use serde_json::Value;
use serde_json::json;
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::client_async;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;

use crate::house::PATIENCE;
use crate::hunt;

/// The connection is over.
#[derive(Debug)]
pub(crate) struct Gone;

/// Somebody with a key.
#[derive(Clone, Debug)]
pub(crate) struct Person {
    key: SigningKey,
    /// The secret of an invitation that is to be used.
    pub(crate) invite: Option<String>,
    /// ISO 3166, as the person would say it.
    pub(crate) country: Option<String>,
}

impl Person {
    /// Makes somebody new.
    pub(crate) fn new() -> Self {
        Self {
            key: SigningKey::from_bytes(&random()),
            invite: None,
            country: None,
        }
    }

    /// Makes somebody new who was invited.
    pub(crate) fn invited(invite: String) -> Self {
        let mut person = Self::new();
        person.invite = Some(invite);
        person
    }

    /// Returns the key that the line knows.
    pub(crate) fn public(&self) -> [u8; 32] {
        *self.key.verifying_key().as_bytes()
    }

    /// Answers a challenge; `open` are the rooms to open, with cursors.
    pub(crate) fn hello(&self, hail: &Value, origin: &str, open: &Value) -> Value {
        let client_nonce = random();
        let binding = DigestBuilder::new("peerline/v1/origin")
            .bytes(origin.as_bytes())
            .finish();
        let claim = JoinClaim {
            kind: ContextKind::Line,
            line_id: LineId::from_bytes(decode(&hail["line"])),
            ctx_id: Vec::new(),
            server_nonce: decode(&hail["nonce"]),
            client_nonce,
            channel_binding: *binding.as_bytes(),
            server_time: Timestamp::from_unix_millis(hail["now"].as_u64().unwrap()),
            ticket_digest: JoinClaim::no_ticket(),
        };
        let mut hello = json!({"t": "hello", "v": 1, "ext": [], "lang": "en", "auth": {
            "pk": encode(self.key.verifying_key().as_bytes()),
            "nonce": encode(&client_nonce),
            "sig": encode(&self.key.sign(&claim.bytes()).to_bytes()),
        }, "open": open});
        if let Some(invite) = &self.invite {
            hello["auth"]["invite"] = json!(invite);
        }
        if let Some(country) = &self.country {
            hello["country"] = json!(country);
        }
        hello
    }

    /// Joins and opens `@me`.
    pub(crate) async fn join(&self, address: SocketAddr) -> Talk {
        self.try_join(address, &json!([{"room": "@me"}]))
            .await
            .expect("the line lets everybody in")
    }

    /// Joins, if the line is there.
    pub(crate) async fn try_join(&self, address: SocketAddr, open: &Value) -> Result<Talk, Gone> {
        let mut talk = Talk::dial(address).await?;
        let hail = talk.next().await?;
        let origin = format!("http://{address}");
        talk.send(&self.hello(&hail, &origin, open)).await?;
        while talk.next().await?["t"] != "welcome" {}
        Ok(talk)
    }
}

/// One connection.
#[derive(Debug)]
pub(crate) struct Talk {
    socket: WebSocketStream<TcpStream>,
    reference: u64,
    /// The last entry of each room, which the line must hear of.
    heads: BTreeMap<String, u64>,
    /// Bytes since it last heard.
    received: usize,
    /// The last ping of our own: odd.
    asked: u64,
}

impl Talk {
    /// Opens a socket and says nothing.
    pub(crate) async fn dial(address: SocketAddr) -> Result<Self, Gone> {
        let mut request = format!("ws://{address}/plp").into_client_request().unwrap();
        let protocol = "peerline.1+json".parse().unwrap();
        request
            .headers_mut()
            .insert("Sec-WebSocket-Protocol", protocol);
        let dialed = async {
            let stream = TcpStream::connect(address).await.map_err(|_| Gone)?;
            client_async(request, stream).await.map_err(|_| Gone)
        };
        let (socket, _) = timeout(PATIENCE, dialed).await.map_err(|_| Gone)??;
        Ok(Self {
            socket,
            reference: 0,
            heads: BTreeMap::new(),
            received: 0,
            asked: 1,
        })
    }

    /// Sends a frame.
    pub(crate) async fn send(&mut self, frame: &Value) -> Result<(), Gone> {
        self.send_message(Message::text(frame.to_string())).await
    }

    /// Sends a message of the socket, whatever it is.
    pub(crate) async fn send_message(&mut self, message: Message) -> Result<(), Gone> {
        if let Message::Text(text) = &message {
            hunt::said_oddly(text.as_str());
        }
        self.socket.send(message).await.map_err(|_| Gone)
    }

    /// Waits for a frame; answers pings on the way.
    pub(crate) async fn next(&mut self) -> Result<Value, Gone> {
        timeout(PATIENCE, self.next_at_last())
            .await
            .map_err(|_| Gone)?
    }

    /// Waits for a frame for as long as it takes.
    ///
    /// # Cancel safety
    /// Safe, but for the answer to a ping.
    pub(crate) async fn next_at_last(&mut self) -> Result<Value, Gone> {
        loop {
            let message = self.socket.next().await.ok_or(Gone)?;
            let Message::Text(text) = message.map_err(|_| Gone)? else {
                continue;
            };
            let frame: Value = serde_json::from_str(text.as_str()).unwrap();
            hunt::told(&frame);
            self.received += text.len();
            if let (Some(room), Some(seq)) = (frame["room"].as_str(), frame["seq"].as_u64()) {
                self.heads.insert(room.to_owned(), seq);
            }
            if frame["t"] == "ping" {
                if frame["n"].as_u64().unwrap().is_multiple_of(2) {
                    self.acknowledge(&frame["n"]).await?;
                }
                continue;
            }
            if 32 * 1024 < self.received {
                self.asked += 2;
                let n = json!(self.asked);
                self.acknowledge(&n).await?;
            }
            return Ok(frame);
        }
    }

    async fn acknowledge(&mut self, n: &Value) -> Result<(), Gone> {
        self.received = 0;
        let heads = json!(self.heads);
        self.send(&json!({"t": "ping", "n": n, "heads": heads}))
            .await
    }

    /// Waits for the frame that is wanted; others pass by.
    pub(crate) async fn until(&mut self, wanted: impl Fn(&Value) -> bool) -> Value {
        loop {
            let frame = self.next().await.expect("the connection holds");
            if wanted(&frame) {
                return frame;
            }
        }
    }

    /// Sends a request and waits for its answer.
    pub(crate) async fn ask(&mut self, mut request: Value) -> Value {
        self.reference += 1;
        let reference = self.reference;
        request["ref"] = json!(reference);
        self.send(&request).await.expect("the connection holds");
        self.until(|frame| frame["ref"] == reference && frame["t"] != "opened")
            .await
    }

    /// Puts something new and waits for the answer.
    pub(crate) async fn put(&mut self, room: &str, kind: &str, body: Value) -> Value {
        let cid = new_cid();
        self.ask(json!({"t": "put", "room": room, "cid": cid, "kind": kind, "body": body}))
            .await
    }

    /// Opens a room from its beginning and reads it to its head.
    pub(crate) async fn read(&mut self, room: &str) -> Vec<Value> {
        self.send(&json!({"t": "open", "ref": 0, "room": room}))
            .await
            .expect("the connection holds");
        let opened = self
            .until(|frame| frame["room"] == room && frame["t"] == "opened" || frame["ref"] == 0)
            .await;
        assert_eq!(opened["t"], "opened", "{opened}");
        let head = opened["head"].as_u64().unwrap();
        let mut entries = Vec::new();
        while entries.len() < usize::try_from(head).unwrap() {
            let entry = self
                .until(|frame| frame["room"] == room && (frame["t"] == "ev" || frame["t"] == "gap"))
                .await;
            assert_eq!(entry["t"], "ev", "{entry}");
            entries.push(entry);
        }
        let closed = self.ask(json!({"t": "close", "room": room})).await;
        assert_eq!(closed["t"], "ok", "{closed}");
        entries
    }

    /// Waits until the other side ends the connection; returns the last frame before and the code of
    /// the end.
    pub(crate) async fn end(&mut self) -> (Option<Value>, Option<u16>) {
        let (mut last, mut code) = (None, None);
        let ended = async {
            while let Some(Ok(message)) = self.socket.next().await {
                match message {
                    Message::Text(text) => last = serde_json::from_str(text.as_str()).ok(),
                    Message::Close(frame) => code = frame.map(|frame| frame.code.into()),
                    Message::Binary(_)
                    | Message::Ping(_)
                    | Message::Pong(_)
                    | Message::Frame(_) => {}
                }
            }
        };
        timeout(PATIENCE, ended).await.expect("it ends");
        (last, code)
    }
}

/// Makes the id of a put.
pub(crate) fn new_cid() -> String {
    encode(&random::<16>())
}

/// Draws a number below `bound`, for the test's own dice.
pub(crate) fn dice(bound: u64) -> u64 {
    u64::from_be_bytes(random()) % bound
}

/// Draws a time below `bound`.
pub(crate) fn dice_time(bound: Duration) -> Duration {
    let micros = u64::try_from(bound.as_micros()).unwrap();
    Duration::from_micros(dice(micros))
}

/// Draws bytes.
pub(crate) fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).unwrap();
    bytes
}

fn encode(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

fn decode(text: &Value) -> [u8; 32] {
    let bytes = URL_SAFE_NO_PAD.decode(text.as_str().unwrap()).unwrap();
    bytes.try_into().unwrap()
}
