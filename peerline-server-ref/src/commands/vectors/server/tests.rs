use serde_json::Value;
use serde_json::json;

use super::follow;
use crate::commands::vectors::proof;

/// A dialogue with a line, as a runner holds it.
fn dialogue(orders: &[Value]) -> Vec<Value> {
    let lines: Vec<String> = orders.iter().map(Value::to_string).collect();
    let mut said = Vec::new();
    follow(lines.join("\n").as_bytes(), &mut said).unwrap();
    let said = String::from_utf8(said).unwrap();
    said.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn start(encoding: &str) -> Value {
    json!({"do": "start", "now": 1_700_000_000_000_u64, "seed": "07".repeat(32), "encoding": encoding})
}

/// Orders, of which a `hello` is signed over the hail that a first dialogue brought.
fn with_proof(mut orders: Vec<Value>) -> Vec<Value> {
    let said = dialogue(&orders);
    let hail = said
        .iter()
        .find(|report| report["say"]["t"] == "hail")
        .map(|report| report["say"].clone());
    for order in &mut orders {
        if let Some(frame) = order.get_mut("frame") {
            proof::sign(frame, hail.as_ref()).unwrap();
        }
    }
    orders
}

fn hello() -> Value {
    json!({
        "t": "hello", "v": 1, "auth": {"sign": "01".repeat(16)},
        "open": [{"ref": 1, "room": "@me"}],
    })
}

#[test]
fn every_order_is_answered_and_nothing_comes_unasked() {
    let said = dialogue(&[
        json!({"do": "accept", "conn": 1}),
        start("json"),
        json!({"do": "accept", "conn": 1}),
        json!({"do": "dance"}),
        json!({"do": "drop", "conn": 1}),
        json!({"do": "store", "state": "busy"}),
        json!({"do": "time", "now": 1_700_000_030_000_u64}),
    ]);
    let done = said.iter().filter(|report| report["done"] == true);
    assert_eq!(done.count(), 7);
    assert!(said[0].get("error").is_some(), "nothing was started");
    let errors = said.iter().filter(|report| report.get("error").is_some());
    assert_eq!(errors.count(), 2);
    assert!(said.iter().any(|report| report["say"]["t"] == "hail"));
    assert!(said.iter().any(|report| report["closed"] == true));
    assert!(said.last().unwrap()["wake"].is_u64());
}

#[test]
fn somebody_joins_by_json_and_is_known_after_a_kill() {
    let put = json!({
        "do": "frame", "conn": 1,
        "frame": {
            "t": "put", "ref": 2, "room": "@me", "cid": "AAAAAAAAAAAAAAAAAAAAAA",
            "kind": "seek", "body": {"topics": ["grief"], "languages": ["en"]},
        },
    });
    let orders = with_proof(vec![
        start("json"),
        json!({"do": "accept", "conn": 1}),
        json!({"do": "frame", "conn": 1, "frame": hello()}),
        put,
        json!({"do": "restart"}),
        json!({"do": "invite", "role": "supporter"}),
    ]);
    let said = dialogue(&orders);
    let says = |t: &str| said.iter().any(|report| report["say"]["t"] == t);
    assert!(says("welcome") && says("opened") && says("ok"), "{said:?}");
    let invite = said.iter().find_map(|report| report["invite"].as_str());
    assert_eq!(invite.map(str::len), Some(43));
}

#[test]
fn in_cbor_every_frame_is_there_twice() {
    let said = dialogue(&[start("cbor"), json!({"do": "accept", "conn": 1})]);
    let hail = said.iter().find(|report| report["say"]["t"] == "hail");
    assert!(hail.unwrap()["cbor"].is_string());
}
