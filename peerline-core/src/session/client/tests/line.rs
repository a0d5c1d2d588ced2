//! A small line that keeps dense logs, knows each `cid` once and can be busy or forgetful.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::collections::VecDeque;

use super::Value;
use super::err;
use super::ev;
use super::hail;
use super::opened;
use super::welcome;

/// The line: what it holds outlives every link.
#[derive(Default)]
pub(super) struct Line {
    logs: BTreeMap<String, Vec<String>>,
    known: BTreeMap<String, u64>,
    /// Puts to be answered `busy`.
    pub(super) n_busy: u32,
    /// Live entries to be kept back.
    pub(super) n_forgotten: u32,
}

/// One link to it: frames in flight, both ways.
#[derive(Default)]
pub(super) struct Wire {
    pub(super) up: VecDeque<Value>,
    pub(super) down: VecDeque<String>,
    open: BTreeSet<String>,
    blocked: BTreeMap<String, String>,
    pings: u64,
}

impl Wire {
    pub(super) fn new() -> Self {
        let mut wire = Self::default();
        wire.down.push_back(hail());
        wire
    }
}

impl Line {
    /// The texts of a room, in order of their places.
    pub(super) fn log(&self, room: &str) -> Vec<String> {
        self.logs.get(room).cloned().unwrap_or_default()
    }

    /// Takes the next frame that travels up.
    pub(super) fn serve(&mut self, wire: &mut Wire) -> bool {
        let Some(frame) = wire.up.pop_front() else {
            return false;
        };
        match frame["t"].as_str().unwrap() {
            "hello" => {
                wire.down.push_back(welcome());
                for open in frame["open"].as_array().unwrap() {
                    self.open(wire, open);
                }
            }
            "open" => self.open(wire, &frame),
            "put" => self.put(wire, &frame),
            "fetch" => {
                let after = frame["after"].as_u64().unwrap();
                let head = self.log(frame["room"].as_str().unwrap()).len() as u64;
                self.replay(wire, &frame["room"], after);
                let reference = frame["ref"].as_u64().unwrap();
                let end = super::ok(reference);
                let last = format!(r#","seq":{head}}}"#);
                wire.down.push_back(if after < head {
                    end.replace('}', &last)
                } else {
                    end
                });
            }
            "drop" => {
                wire.blocked.remove(frame["room"].as_str().unwrap());
            }
            "ping" => {}
            other => panic!("no such frame here: {other}"),
        }
        true
    }

    pub(super) fn ping(&self, wire: &mut Wire) {
        wire.pings += 2;
        let heads: BTreeMap<&String, usize> = wire
            .open
            .iter()
            .map(|room| (room, self.log(room).len()))
            .collect();
        let heads = serde_json::to_string(&heads).unwrap();
        let n = wire.pings;
        wire.down
            .push_back(format!(r#"{{"t":"ping","n":{n},"heads":{heads}}}"#));
    }

    fn open(&self, wire: &mut Wire, open: &Value) {
        let room = open["room"].as_str().unwrap();
        let from = open["seq"].as_u64().unwrap_or(0);
        let head = self.log(room).len() as u64;
        wire.open.insert(room.to_owned());
        wire.down
            .push_back(opened(room, 1, head, from, open["ref"].as_u64().unwrap()));
        self.replay(wire, &open["room"], from);
    }

    fn replay(&self, wire: &mut Wire, room: &Value, after: u64) {
        let room = room.as_str().unwrap();
        for seq in after + 1..=self.log(room).len() as u64 {
            wire.down.push_back(ev(room, seq));
        }
    }

    fn put(&mut self, wire: &mut Wire, put: &Value) {
        let (room, cid) = (put["room"].as_str().unwrap(), put["cid"].as_str().unwrap());
        let reference = put["ref"].as_u64().unwrap();
        if wire.blocked.get(room).is_some_and(|blocked| blocked != cid) {
            wire.down.push_back(err(reference, "lane", Some(0)));
            return;
        }
        wire.blocked.remove(room);
        if 0 < self.n_busy {
            self.n_busy -= 1;
            wire.blocked.insert(room.to_owned(), cid.to_owned());
            wire.down.push_back(err(reference, "busy", Some(300)));
            return;
        }
        let is_new = !self.known.contains_key(cid);
        let log = self.logs.entry(room.to_owned()).or_default();
        if is_new {
            log.push(put["body"]["text"].as_str().unwrap().to_owned());
            self.known.insert(cid.to_owned(), log.len() as u64);
        }
        let seq = self.known[cid];
        wire.down.push_back(format!(
            r#"{{"t":"ok","ref":{reference},"cid":"{cid}","seq":{seq},"st":"done"}}"#
        ));
        if is_new && wire.open.contains(room) {
            if 0 < self.n_forgotten {
                self.n_forgotten -= 1;
            } else {
                wire.down.push_back(ev(room, seq));
            }
        }
    }
}
