//! A desk at which a client is tried: what the line says goes in as JSON, what comes out is read.

use serde_json::Value;

use super::ClientConfig;
use super::ClientEvent;
use super::ClientSession;
use super::Draft;
use crate::protocol::Address;
use crate::protocol::Auth;
use crate::protocol::Body;
use crate::protocol::Key;
use crate::protocol::Kind;
use crate::protocol::SignatureBytes;
use crate::vocab::Cid;
use crate::vocab::Seed;
use crate::vocab::Timestamp;

mod entering;
mod line;
mod link;
mod lossy;
mod puts;
mod referring;
mod rooms;

const ROOM: &str = "AAAAAAAAAAAAAAAAAAAAAA";
const OTHER: &str = "BAAAAAAAAAAAAAAAAAAAAA";
const KEY: &str = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

struct Desk {
    session: ClientSession,
    now: Timestamp,
}

impl Desk {
    fn new() -> Self {
        Self::of(ClientConfig::new(Seed::from_bytes([7; 32])))
    }

    fn of(config: ClientConfig) -> Self {
        Self {
            session: ClientSession::new(config),
            now: at(1_000_000),
        }
    }

    /// A client that is welcome and has no room open.
    fn ready() -> Self {
        let mut desk = Self::new();
        desk.session.dial(desk.now);
        desk.join();
        desk.drain();
        desk
    }

    /// From dialing to welcome.
    fn join(&mut self) {
        self.session.connected(self.now);
        self.say(&hail());
        self.session.signed(self.now, auth());
        self.say(&welcome());
    }

    fn say(&mut self, frame: &str) {
        self.session.receive(self.now, frame.as_bytes());
    }

    /// Lets time pass, in the steps that the session asks for.
    fn pass(&mut self, millis: u64) {
        let until = at(self.now.unix_millis() + millis);
        while let Some(next) = self.session.poll_timeout().filter(|next| *next <= until) {
            self.now = self.now.max(next);
            self.session.timeout(self.now);
        }
        self.now = until;
    }

    fn put(&mut self, room: &str, text: &str) -> Cid {
        self.session.put(self.now, message(room, text))
    }

    /// Opens a room whose log ends at `head`, of which nothing has come yet.
    fn open_at(&mut self, room: &str, head: u64) {
        self.session.open(self.now, room.parse().unwrap());
        let sent = self.sent();
        let reference = sent.last().unwrap()["ref"].as_u64().unwrap();
        self.say(&opened(room, 1, head, 0, reference));
    }

    fn sent(&mut self) -> Vec<Value> {
        let frames = std::iter::from_fn(|| self.session.poll_transmit());
        frames
            .map(|bytes| serde_json::from_slice(&bytes).unwrap())
            .collect()
    }

    fn events(&mut self) -> Vec<ClientEvent> {
        std::iter::from_fn(|| self.session.poll_event()).collect()
    }

    /// The names of all events, with what tells them apart.
    fn names(&mut self) -> Vec<String> {
        self.events().iter().map(name).collect()
    }

    fn drain(&mut self) {
        self.sent();
        self.events();
    }
}

fn at(millis: u64) -> Timestamp {
    Timestamp::from_unix_millis(millis)
}

fn message(room: &str, text: &str) -> Draft {
    let body = Body::from_json(format!(r#"{{"text":"{text}"}}"#)).unwrap();
    Draft::new(room.parse::<Address>().unwrap(), Kind::Msg, body)
}

fn auth() -> Auth {
    Auth {
        pk: Key([1; 32]),
        nonce: Key([2; 32]),
        sig: SignatureBytes([3; 64]),
        room: None,
        invite: None,
        token: None,
        gate: None,
        device: None,
    }
}

fn hail() -> String {
    format!(r#"{{"t":"hail","v":[1],"line":"{KEY}","nonce":"{KEY}","now":5}}"#)
}

fn welcome() -> String {
    concat!(
        r#"{"t":"welcome","v":1,"ext":[],"me":{"roles":["seeker"],"standing":"welcome"},"#,
        r#""hb_ms":20000,"max":{"frame":16384,"rooms":64,"inflight":262144,"text":4096,"depth":8,"items":1024},"#,
        r#""dedupe_s":86400,"now":5}"#
    )
    .to_owned()
}

fn opened(room: &str, epoch: u64, head: u64, from: u64, reference: u64) -> String {
    format!(
        r#"{{"t":"opened","ref":{reference},"room":"{room}","epoch":{epoch},"base":0,"head":{head},"h":"{}","from":{from},"who":"{OTHER}","role":"seeker","caps":[]}}"#,
        hash(head)
    )
}

fn ev(room: &str, seq: u64) -> String {
    format!(
        r#"{{"t":"ev","room":"{room}","seq":{seq},"at":5,"kind":"msg","body":{{"text":"t{seq}"}},"h":"{}","announce":"polite"}}"#,
        hash(seq)
    )
}

fn ok(reference: u64) -> String {
    format!(r#"{{"t":"ok","ref":{reference},"st":"done"}}"#)
}

fn err(reference: u64, code: &str, retry: Option<u64>) -> String {
    let retry = retry.map_or(String::new(), |retry| format!(r#","retry_ms":{retry}"#));
    format!(r#"{{"t":"err","ref":{reference},"code":"{code}"{retry}}}"#)
}

fn hash(seq: u64) -> String {
    format!("{seq:016x}")
}

fn name(event: &ClientEvent) -> String {
    match event {
        ClientEvent::Dial => "dial".to_owned(),
        ClientEvent::HangUp => "hang up".to_owned(),
        ClientEvent::SignNeeded(_) => "sign".to_owned(),
        ClientEvent::ProofNeeded { fresh, .. } => format!("prove {fresh}"),
        ClientEvent::Welcomed(_) => "welcomed".to_owned(),
        ClientEvent::Live => "live".to_owned(),
        ClientEvent::CatchingUp => "catching up".to_owned(),
        ClientEvent::Stale { since } => format!("stale since {}", since.unix_millis()),
        ClientEvent::Opened(opened) => format!("opened {}", opened.room),
        ClientEvent::RoomRefused { refused, .. } => format!("room refused {:?}", refused.code),
        ClientEvent::Entry(ev) => format!("entry {}", ev.seq),
        ClientEvent::Gap(gap) => format!("gap {:?}", gap.why),
        ClientEvent::Older { ev, .. } => format!("older {}", ev.seq),
        ClientEvent::OlderDone { .. } => "older done".to_owned(),
        ClientEvent::PutDone { .. } => "done".to_owned(),
        ClientEvent::PutHeld { .. } => "held".to_owned(),
        ClientEvent::PutRefused { refused, .. } => format!("refused {:?}", refused.code),
        ClientEvent::PutNudged { .. } => "nudged".to_owned(),
        ClientEvent::Answer { reference, .. } => format!("answer {reference}"),
        ClientEvent::AnswerRefused { refused, .. } => format!("no answer {:?}", refused.code),
        ClientEvent::Sig(sig) => format!("sig {}", sig.kind),
        ClientEvent::Ended { code } => format!("ended {code:?}"),
    }
}

/// The texts of the puts among sent frames, in order.
fn texts(sent: &[Value]) -> Vec<String> {
    let puts = sent.iter().filter(|frame| frame["t"] == "put");
    puts.map(|put| put["body"]["text"].as_str().unwrap().to_owned())
        .collect()
}

/// The numbers of the puts among sent frames, in order.
fn numbers(sent: &[Value]) -> Vec<u64> {
    let puts = sent.iter().filter(|frame| frame["t"] == "put");
    puts.map(|put| put["ref"].as_u64().unwrap()).collect()
}
