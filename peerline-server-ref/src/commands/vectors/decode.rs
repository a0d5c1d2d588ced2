//! Single frames: read, and written again.

use peerline_core::protocol;
use peerline_core::protocol::ClientFrame;
use peerline_core::protocol::DecodeError;
use peerline_core::protocol::Encoding;
use peerline_core::protocol::ServerFrame;
use peerline_core::vocab::Limits;
use serde_json::Value;
use serde_json::json;

use super::mapping::from_hex;
use super::mapping::to_hex;

/// Reads the frame of an order and tells what it is.
pub(super) fn decode(order: &Value) -> Value {
    let Some((bytes, encoding)) = bytes_of(order) else {
        return json!({"error": "a frame is `text`, `hex` or `cbor`"});
    };
    let limits = Limits::default();
    let read = match order.get("from").and_then(Value::as_str) {
        Some("client") => {
            protocol::decode_client(&bytes, encoding, &limits).map(|frame| Some(of_client(&frame)))
        }
        Some("server") => protocol::decode_server(&bytes, encoding, &limits)
            .map(|frame| frame.map(|frame| of_server(&frame))),
        _ => return json!({"error": "a frame is from `client` or `server`"}),
    };
    match read {
        Ok(None) => json!({"frame": null}),
        Ok(Some((json, cbor))) => match serde_json::from_slice::<Value>(&json) {
            Ok(frame) => json!({"frame": frame, "cbor": to_hex(&cbor)}),
            Err(error) => json!({"error": error.to_string()}),
        },
        Err(error) => refusal(error),
    }
}

fn of_client(frame: &ClientFrame<'_>) -> (Vec<u8>, Vec<u8>) {
    let write = |encoding| protocol::encode_client(frame, encoding);
    (write(Encoding::Json), write(Encoding::Cbor))
}

fn of_server(frame: &ServerFrame<'_>) -> (Vec<u8>, Vec<u8>) {
    let write = |encoding| protocol::encode_server(frame, encoding);
    (write(Encoding::Json), write(Encoding::Cbor))
}

fn refusal(error: DecodeError) -> Value {
    json!({"refused": error.code(), "why": error.to_string()})
}

fn bytes_of(order: &Value) -> Option<(Vec<u8>, Encoding)> {
    if let Some(text) = order.get("text") {
        return Some((text.as_str()?.as_bytes().to_vec(), Encoding::Json));
    }
    let hex = |name| order.get(name).and_then(Value::as_str).and_then(from_hex);
    let json = hex("hex").map(|bytes| (bytes, Encoding::Json));
    json.or_else(|| hex("cbor").map(|bytes| (bytes, Encoding::Cbor)))
}
