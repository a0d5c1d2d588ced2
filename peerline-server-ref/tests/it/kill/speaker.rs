//! Somebody who talks: each put has its own `cid` and is sent again until it is answered.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::time::Duration;

use serde_json::Value;
use serde_json::json;
use tokio::sync::watch;
use tokio::time::Instant;
use tokio::time::interval;
use tokio::time::sleep;

use crate::person::Gone;
use crate::person::Person;
use crate::person::Talk;
use crate::person::new_cid;

/// How many puts may be on their way.
const WINDOW: usize = 3;
/// How often something is said.
const PACE: Duration = Duration::from_millis(12);

/// A put, and the answer it got.
#[derive(Debug)]
pub(super) struct Sent {
    cid: String,
    /// Where to.
    pub(super) room: String,
    kind: &'static str,
    /// What was said; empty where a human was asked for.
    pub(super) text: String,
    /// Whether somebody must look.
    pub(super) danger: bool,
    /// Where the answer said that it is written down.
    pub(super) seq: Option<u64>,
}

/// Somebody who talks, with all they said and saw.
#[derive(Debug)]
pub(super) struct Speaker {
    /// Who.
    pub(super) person: Person,
    /// The room they talk in.
    pub(super) room: String,
    /// What they said, in order.
    pub(super) sent: Vec<Sent>,
    /// The entries they were sent, by room and place.
    pub(super) seen: BTreeMap<String, BTreeMap<u64, Value>>,
    /// What went wrong.
    pub(super) faults: Vec<String>,
    name: &'static str,
    in_danger: bool,
    again: Option<Instant>,
}

impl Speaker {
    /// Makes somebody who talks in a room.
    pub(super) fn new(person: Person, name: &'static str, room: &str, in_danger: bool) -> Self {
        Self {
            person,
            room: room.to_owned(),
            sent: Vec::new(),
            seen: BTreeMap::new(),
            faults: Vec::new(),
            name,
            in_danger,
            again: None,
        }
    }

    /// Talks until it is time to finish and everything is answered.
    pub(super) async fn live(
        mut self,
        address: SocketAddr,
        finishing: watch::Receiver<bool>,
    ) -> Self {
        while let Err(Gone) = self.talk(address, &finishing).await {
            sleep(Duration::from_millis(5)).await;
        }
        self
    }

    async fn talk(
        &mut self,
        address: SocketAddr,
        finishing: &watch::Receiver<bool>,
    ) -> Result<(), Gone> {
        let mut talk = self.person.try_join(address, &self.cursors()).await?;
        self.again = Some(Instant::now());
        let mut tick = interval(PACE);
        loop {
            tokio::select! {
                frame = talk.next_at_last() => self.hear(&frame?),
                _ = tick.tick() => {
                    let open = self.unanswered().count();
                    let finish = *finishing.borrow();
                    if self.again.is_some_and(|due| due <= Instant::now()) {
                        self.send_again(&mut talk).await?;
                    } else if finish && open == 0 {
                        return Ok(());
                    } else if !finish && open < WINDOW && self.again.is_none() {
                        self.say_more();
                        let frame = self.frame(self.sent.len() - 1);
                        talk.send(&frame).await?;
                    }
                }
            }
        }
    }

    async fn send_again(&mut self, talk: &mut Talk) -> Result<(), Gone> {
        self.again = None;
        let open: Vec<usize> = self.unanswered().collect();
        for n in open {
            talk.send(&self.frame(n)).await?;
        }
        Ok(())
    }

    fn unanswered(&self) -> impl Iterator<Item = usize> {
        let sent = self.sent.iter().enumerate();
        sent.filter(|(_, put)| put.seq.is_none()).map(|(n, _)| n)
    }

    fn cursors(&self) -> Value {
        let cursor = |room: &str| {
            let last = self.seen.get(room).and_then(BTreeMap::last_key_value);
            match last {
                Some((seq, entry)) => {
                    json!({"room": room, "epoch": 1, "seq": seq, "h": entry["h"]})
                }
                None => json!({"room": room}),
            }
        };
        json!([cursor("@me"), cursor(&self.room)])
    }

    fn frame(&self, n: usize) -> Value {
        let put = &self.sent[n];
        let body = if put.kind == "msg" {
            json!({"text": put.text})
        } else {
            json!({})
        };
        json!({"t": "put", "ref": n, "room": put.room, "cid": put.cid, "kind": put.kind, "body": body})
    }

    fn say_more(&mut self) {
        let n = self.sent.len();
        let asks = self.in_danger && n % 7 == 3;
        let danger = asks || (self.in_danger && n % 4 == 1);
        let (room, kind, text) = match (asks, danger) {
            (true, _) => ("@me".to_owned(), "signal", String::new()),
            (false, true) => {
                let text = format!("i don't want to live anymore. {}", self.marker(n));
                (self.room.clone(), "msg", text)
            }
            (false, false) => (self.room.clone(), "msg", self.marker(n)),
        };
        let cid = new_cid();
        self.sent.push(Sent {
            cid,
            room,
            kind,
            text,
            danger,
            seq: None,
        });
    }

    /// Words that stand once in all logs, and are no number that a contact rule could see.
    fn marker(&self, n: usize) -> String {
        let fruit = |digit: char| FRUIT[digit.to_digit(10).unwrap() as usize];
        let words: Vec<&str> = n.to_string().chars().map(fruit).collect();
        format!("{} {}", self.name, words.join(" "))
    }

    fn hear(&mut self, frame: &Value) {
        match frame["t"].as_str().unwrap() {
            "ok" if frame["ref"].is_u64() => self.answered(frame),
            "err" => match frame["retry_ms"].as_u64() {
                Some(wait) => self.again = Some(Instant::now() + Duration::from_millis(wait)),
                None => self.faults.push(format!("{}: {frame}", self.name)),
            },
            "ev" => self.see(frame),
            "gap" => self.faults.push(format!("{}: a gap: {frame}", self.name)),
            "opened" => {
                let (room, from) = (frame["room"].as_str().unwrap(), frame["from"].as_u64());
                if from != Some(self.last(room)) {
                    let what = format!("{}: not opened where it ended: {frame}", self.name);
                    self.faults.push(what);
                }
            }
            _ => {}
        }
    }

    fn answered(&mut self, frame: &Value) {
        let n = usize::try_from(frame["ref"].as_u64().unwrap()).unwrap();
        let (put, seq) = (&mut self.sent[n], frame["seq"].as_u64());
        let differs = put.seq.is_some() && put.seq != seq;
        if frame["st"] != "done" || frame["cid"] != put.cid.as_str() || seq.is_none() || differs {
            let what = format!("{}: {:?} but then {frame}", self.name, put.seq);
            self.faults.push(what);
        }
        put.seq = seq.or(put.seq);
    }

    fn see(&mut self, entry: &Value) {
        let room = entry["room"].as_str().unwrap();
        let (seq, last) = (entry["seq"].as_u64().unwrap(), self.last(room));
        if seq != last + 1 {
            let what = format!("{}: {room}: {seq} came after {last}", self.name);
            self.faults.push(what);
        }
        let seen = self.seen.entry(room.to_owned()).or_default();
        seen.insert(seq, entry.clone());
    }

    fn last(&self, room: &str) -> u64 {
        let seen = self.seen.get(room).and_then(BTreeMap::last_key_value);
        seen.map_or(0, |(seq, _)| *seq)
    }
}

const FRUIT: [&str; 10] = [
    "apple", "pear", "plum", "fig", "grape", "melon", "lemon", "cherry", "peach", "mango",
];
