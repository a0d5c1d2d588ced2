//! How each event of a client is told.

use std::collections::BTreeMap;

use peerline_core::protocol::GapWhy;
use peerline_core::protocol::Refused;
use peerline_core::protocol::Taken;
use peerline_core::session::ClientEvent;
use peerline_core::vocab::Cid;
use serde::Serialize;
use serde_json::Value;
use serde_json::json;

/// Tells an event; `asked` are the questions by number.
pub(super) fn report(event: ClientEvent, asked: &BTreeMap<u64, String>) -> Value {
    match event {
        ClientEvent::Dial => json!({"dial": true}),
        ClientEvent::HangUp => json!({"hangup": true}),
        ClientEvent::Welcomed(welcome) => json!({"welcomed": welcome}),
        ClientEvent::Live => json!({"state": "live"}),
        ClientEvent::CatchingUp => json!({"state": "catching up"}),
        ClientEvent::Stale { since } => json!({"state": "stale", "since": since}),
        ClientEvent::Opened(opened) => json!({"opened": opened}),
        ClientEvent::RoomRefused { room, refused } => {
            json!({"refused_room": {"room": room, "code": refused.code}})
        }
        ClientEvent::Entry(entry) => json!({"entry": entry}),
        ClientEvent::Gap(gap) => json!({"gap": {"room": gap.room, "epoch": gap.epoch,
            "lo": gap.lo, "hi": gap.hi, "why": why(gap.why)}}),
        ClientEvent::PutDone { cid, taken } => put(cid, "done", &taken),
        ClientEvent::PutHeld { cid, taken } => put(cid, "held", &taken),
        ClientEvent::PutRefused { cid, refused } => put(cid, "refused", &refused),
        ClientEvent::PutNudged { cid, refused } => put(cid, "nudged", &refused),
        ClientEvent::Answer { reference, taken } => answered(asked.get(&reference), &taken),
        ClientEvent::AnswerRefused { reference, refused } => {
            not_answered(asked.get(&reference), &refused)
        }
        ClientEvent::Sig(sig) => json!({"sig": sig}),
        ClientEvent::Ended { code } => json!({"ended": {"code": code}}),
        ClientEvent::Older { ev, .. } => json!({"older": ev}),
        ClientEvent::OlderDone { last, .. } => json!({"older_done": {"last": last}}),
        // Signed at once, never told; and what a later client tells has no name here yet.
        other @ (ClientEvent::SignNeeded(_) | _) => {
            json!({"error": format!("an event without a report: {other:?}")})
        }
    }
}

/// `missing` is never on the wire: it is the client's own finding.
fn why(why: GapWhy) -> Value {
    if why == GapWhy::Missing {
        json!("missing")
    } else {
        json!(why)
    }
}

fn put(cid: Cid, what: &str, answer: &impl Serialize) -> Value {
    let mut told = serde_json::to_value(answer).unwrap_or_default();
    if let Some(told) = told.as_object_mut() {
        told.insert("cid".to_owned(), json!(cid));
        told.insert("st".to_owned(), json!(what));
    }
    json!({"put": told})
}

fn answered(what: Option<&String>, taken: &Taken<'_>) -> Value {
    json!({"answer": {"what": what, "body": taken.body}})
}

fn not_answered(what: Option<&String>, refused: &Refused) -> Value {
    json!({"answer": {"what": what, "code": refused.code}})
}
