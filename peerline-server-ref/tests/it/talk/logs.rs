//! What was held and what was stored, without what differs from one run to the next.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::path::Path;

use peerline_core::crisis::Target;
use peerline_core::crisis::What;
use peerline_core::log::Fact;
use peerline_core::ports::Journal as _;
use peerline_core::protocol;
use peerline_core::protocol::Address;
use peerline_core::protocol::Chain;
use peerline_core::protocol::Ev;
use peerline_core::protocol::Kind;
use peerline_core::vocab::RoomName;
use peerline_core::vocab::Seq;
use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use super::actor::body_of;
use crate::unsealed::unsealed;

/// Returns logs with ids in the order in which they came up, and without times.
///
/// One's own `leave` is left out: whoever has left can no longer read the room, and does not see the
/// entry where the line went away before it was sent. Its answer, and the others, say that it is
/// there.
pub(super) fn normal(logs: &[(Address, Vec<Ev<'_>>)]) -> Value {
    let mut names = Names::default();
    let rooms = logs.iter().map(|(_, entries)| {
        let is_own = |entry: &&Ev<'_>| entry.cid.is_some();
        let stays = |entry: &&Ev<'_>| !(is_own(entry) && entry.kind == Kind::Leave);
        let entries = entries.iter().filter(stays).map(|entry| {
            let (seq, kind, who, re) = (entry.seq, &entry.kind, &entry.who, entry.re);
            let own = is_own(&entry);
            let body = body_of(entry);
            let whole = json!({"seq": seq, "kind": kind, "who": who, "own": own, "re": re,
                "announce": entry.announce, "body": body});
            names.replace("", whole)
        });
        Value::Array(entries.collect())
    });
    Value::Array(rooms.collect())
}

/// Says where two logs differ, entry by entry.
pub(super) fn differences(held: &Value, wanted: &Value) -> Vec<String> {
    let rooms = |log: &Value| log.as_array().unwrap().clone();
    let (mut found, empty) = (Vec::new(), Vec::new());
    for n in 0..rooms(held).len().max(rooms(wanted).len()) {
        let entries = |log: &Value| log[n].as_array().unwrap_or(&empty).clone();
        let (held, wanted) = (entries(held), entries(wanted));
        for at in 0..held.len().max(wanted.len()) {
            let (held, wanted) = (held.get(at), wanted.get(at));
            if held != wanted {
                found.push(format!("log {n}: {held:?} in place of {wanted:?}"));
            }
        }
    }
    found
}

/// Ids and names by the order in which they came up.
#[derive(Default)]
struct Names(Vec<String>);

impl Names {
    fn replace(&mut self, field: &str, value: Value) -> Value {
        match value {
            Value::Number(_) if TIMES.contains(&field) => json!(0),
            Value::String(text) if is_id(&text) || NAMES.contains(&field) => {
                let known = self.0.iter().position(|name| *name == text);
                let n = known.unwrap_or_else(|| {
                    self.0.push(text);
                    self.0.len() - 1
                });
                json!(format!("#{n}"))
            }
            Value::Array(values) => {
                let values = values.into_iter().map(|value| self.replace(field, value));
                Value::Array(values.collect())
            }
            Value::Object(fields) => {
                let fields = fields.into_iter().map(|(name, value)| {
                    let value = self.replace(&name, value);
                    (name, value)
                });
                Value::Object(fields.collect::<Map<_, _>>())
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value,
        }
    }
}

fn is_id(text: &str) -> bool {
    text.len() == 22
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
}

const TIMES: [&str; 3] = ["until", "waited_ms", "since"];
const NAMES: [&str; 2] = ["handle", "by"];

/// What a store holds of the conversation.
#[derive(Debug, Default)]
pub(super) struct Stored {
    /// The running hashes of the room, by place.
    pub(super) room: BTreeMap<u64, String>,
    /// How many signs of danger each case has.
    pub(super) signs: Vec<usize>,
    /// The keys of the pages that are due outside the line.
    pub(super) pages: BTreeSet<String>,
}

/// Reads a store that no program holds.
pub(super) async fn read_store(file: &Path, room: &RoomName) -> Stored {
    let (sealed, store) = unsealed(file);
    let mut found = Stored::default();
    for head in sealed.heads(None, 500).await.unwrap() {
        let mut signs = 0;
        let entries = sealed.read(&head.stream, Seq::ZERO, usize::MAX);
        for stored in entries.await.unwrap() {
            if head.stream == *room {
                let h = Chain::from_bytes(stored.event.chain);
                found.room.insert(stored.seq.get(), h.to_string());
            }
            let Fact::Crisis(fact) = protocol::decode_entry(&stored.event.body).unwrap().fact
            else {
                continue;
            };
            match fact.what {
                What::Signalled { .. }
                | What::SignalAdded { .. }
                | What::BandRaised {
                    source: Some(_), ..
                } => signs += 1,
                What::Offered { step, targets, .. } => {
                    let names = targets.into_iter().filter_map(name_of);
                    let keys = names.map(|name| format!("{}/{step}/{name}", fact.case));
                    found.pages.extend(keys);
                }
                _ => {}
            }
        }
        found.signs.extend((0 < signs).then_some(signs));
    }
    store.close().await;
    found
}

fn name_of(target: Target) -> Option<String> {
    match target {
        Target::OnCall(ring) => Some(format!("on_call_{ring}")),
        Target::LastResort => Some("last_resort".to_owned()),
        Target::Console | _ => None,
    }
}
