//! A responder who is there in every second round, and takes cases of those who talk.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::time::Duration;

use serde_json::Value;
use serde_json::json;
use tokio::sync::watch;
use tokio::time::sleep;

use crate::person::Gone;
use crate::person::Person;
use crate::person::Talk;
use crate::person::new_cid;

/// Whether the responder is there.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Duty {
    On,
    Off,
    Over,
}

/// A responder, what they saw, and what they took.
#[derive(Debug)]
pub(super) struct Responder {
    /// Who.
    pub(super) person: Person,
    /// The running hash of each entry that was seen in `#crisis/main`, by its place.
    pub(super) seen: BTreeMap<u64, String>,
    /// What went wrong.
    pub(super) faults: Vec<String>,
    rooms: Vec<String>,
    taking: BTreeMap<String, (String, bool)>,
}

impl Responder {
    /// Makes a responder who takes the cases of these rooms.
    pub(super) fn new(person: Person, rooms: Vec<String>) -> Self {
        Self {
            person,
            seen: BTreeMap::new(),
            faults: Vec::new(),
            rooms,
            taking: BTreeMap::new(),
        }
    }

    /// Comes and goes until it is over.
    pub(super) async fn live(
        mut self,
        address: SocketAddr,
        mut duty: watch::Receiver<Duty>,
    ) -> Self {
        loop {
            let now = *duty.borrow_and_update();
            match now {
                Duty::Over => return self,
                Duty::Off => duty.changed().await.expect("it is over first"),
                Duty::On => {
                    tokio::select! {
                        Err(Gone) = self.serve(address) => sleep(Duration::from_millis(5)).await,
                        changed = duty.changed() => changed.expect("it is over first"),
                    }
                }
            }
        }
    }

    async fn serve(&mut self, address: SocketAddr) -> Result<(), Gone> {
        let (seq, h) = self
            .seen
            .last_key_value()
            .map_or((0, None), |(seq, h)| (*seq, Some(h.clone())));
        let mut cursor = json!({"room": "#crisis/main", "epoch": 1, "seq": seq});
        if let Some(h) = h {
            cursor["h"] = json!(h);
        }
        let mut talk = self.person.try_join(address, &json!([cursor])).await?;
        let unanswered: Vec<_> = self
            .taking
            .iter()
            .filter(|(_, (_, done))| !done)
            .map(|(case, (cid, _))| (case.clone(), cid.clone()))
            .collect();
        for (case, cid) in unanswered {
            take(&mut talk, &case, &cid).await?;
        }
        loop {
            let frame = talk.next_at_last().await?;
            self.hear(&mut talk, &frame).await?;
        }
    }

    async fn hear(&mut self, talk: &mut Talk, frame: &Value) -> Result<(), Gone> {
        match frame["t"].as_str().unwrap() {
            "ev" => self.see(talk, frame).await,
            "gap" => {
                self.faults.push(format!("a gap: {frame}"));
                Ok(())
            }
            "ok" | "err" => {
                // An `err` says that the case is over or taken: that is an answer too.
                if let Some(cid) = frame["cid"].as_str() {
                    for (taken, done) in self.taking.values_mut() {
                        *done |= taken == cid;
                    }
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    async fn see(&mut self, talk: &mut Talk, entry: &Value) -> Result<(), Gone> {
        let seq = entry["seq"].as_u64().unwrap();
        let last = self.seen.last_key_value().map_or(0, |(seq, _)| *seq);
        if seq != last + 1 {
            let what = format!("#crisis/main: {seq} came after {last}");
            self.faults.push(what);
        }
        let h = entry["h"].as_str().unwrap().to_owned();
        self.seen.insert(seq, h);
        let body = &entry["body"];
        let ours = body["room"]
            .as_str()
            .is_some_and(|room| self.rooms.iter().any(|own| own == room));
        let case = body["case"].as_str().unwrap_or_default().to_owned();
        if !ours || body["state"] != "offered" || self.taking.contains_key(&case) {
            return Ok(());
        }
        let cid = new_cid();
        self.taking.insert(case.clone(), (cid.clone(), false));
        take(talk, &case, &cid).await
    }
}

async fn take(talk: &mut Talk, case: &str, cid: &str) -> Result<(), Gone> {
    let room = format!("#case/{case}");
    let put = json!({"t": "put", "ref": 1, "room": room, "cid": cid, "kind": "accept", "body": {}});
    talk.send(&put).await
}
