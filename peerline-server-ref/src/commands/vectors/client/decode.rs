//! Single frames: read, and written again.

use peerline_core::protocol;
use peerline_core::protocol::DecodeError;
use peerline_core::vocab::Limits;
use serde_json::Value;
use serde_json::json;

use crate::commands::vectors::mapping::from_hex;

/// Reads the frame of an order and tells what it is.
pub(super) fn decode(order: &Value) -> Value {
    let Some(bytes) = bytes_of(order) else {
        return json!({"error": "a frame is `text`, `hex` or `cbor`"});
    };
    let limits = Limits::default();
    let read = match order.get("from").and_then(Value::as_str) {
        Some("client") => protocol::decode_client(&bytes, &limits)
            .map(|frame| Some(protocol::encode_client(&frame))),
        Some("server") => protocol::decode_server(&bytes, &limits)
            .map(|frame| frame.map(|frame| protocol::encode_server(&frame))),
        _ => return json!({"error": "a frame is from `client` or `server`"}),
    };
    match read {
        Ok(None) => json!({"frame": null}),
        Ok(Some(json)) => match serde_json::from_slice::<Value>(&json) {
            Ok(frame) => json!({"frame": frame}),
            Err(error) => json!({"error": error.to_string()}),
        },
        Err(error) => refusal(error),
    }
}

fn refusal(error: DecodeError) -> Value {
    json!({"refused": error.code(), "why": error.to_string()})
}

fn bytes_of(order: &Value) -> Option<Vec<u8>> {
    if let Some(text) = order.get("text") {
        return text.as_str().map(|text| text.as_bytes().to_vec());
    }
    from_hex(order.get("hex")?.as_str()?)
}
