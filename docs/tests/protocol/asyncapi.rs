//! The AsyncAPI document of PLP/1: which frames go which way over which link.

use peerline_core::protocol::Encoding;
use peerline_core::protocol::schema;
use serde_json::Map;
use serde_json::Value;
use serde_json::json;

/// Makes the document from the schema of the frames.
pub(super) fn document() -> Value {
    let schema = schema::json_schema();
    let (up, down) = (
        frames(&schema, "ClientFrame"),
        frames(&schema, "ServerFrame"),
    );
    json!({
        "asyncapi": "3.0.0",
        "info": {
            "title": "PLP/1, the Peerline protocol",
            "version": "1",
            "description": "Frames of a peer-support line, over any link that moves whole frames. protocol.md is the specification.",
            "license": { "name": "MIT OR Apache-2.0" },
        },
        "defaultContentType": "application/json",
        "servers": {
            "line": {
                "host": "127.0.0.1:7433",
                "protocol": "ws",
                "description": "The reference server as it starts without configuration.",
            },
        },
        "channels": {
            "plp": channel("/plp", "WebSocket: each frame is one message", &up, &down),
            "events": channel("/plp/sse", "Server-sent events: each frame of the server is one event", &[], &down),
            "posts": channel("/plp/post", "Posts of the client beside an event stream", &up, &[]),
        },
        "operations": {
            "say": operation("send", "plp", &up),
            "hear": operation("receive", "plp", &down),
            "sayByPost": operation("send", "posts", &up),
            "hearEvents": operation("receive", "events", &down),
        },
        "components": {
            "messages": messages(&up, &down),
            "schemas": { "Frame": { "$ref": "plp-1.schema.json" } },
        },
    })
}

/// The `t` of every frame of one direction.
fn frames(schema: &Value, name: &str) -> Vec<String> {
    let variants = schema["$defs"][name]["oneOf"]
        .as_array()
        .expect("frames of one direction are one of several");
    let names = variants.iter().map(|variant| {
        let tag = &variant["properties"]["t"]["const"];
        tag.as_str().expect("a frame has a constant t").to_owned()
    });
    names.collect()
}

fn channel(address: &str, description: &str, up: &[String], down: &[String]) -> Value {
    let names = up
        .iter()
        .map(|t| message_name("client", t))
        .chain(down.iter().map(|t| message_name("server", t)));
    let messages: Map<String, Value> = names
        .map(|name| {
            let reference = json!({ "$ref": format!("#/components/messages/{name}") });
            (name, reference)
        })
        .collect();
    let encodings: Vec<&str> = Encoding::ALL.map(Encoding::subprotocol).to_vec();
    json!({
        "address": address,
        "description": description,
        "messages": messages,
        "x-encodings": encodings,
    })
}

fn operation(action: &str, channel: &str, frames: &[String]) -> Value {
    let side = if action == "send" { "client" } else { "server" };
    let messages: Vec<Value> = frames
        .iter()
        .map(|t| {
            let name = message_name(side, t);
            json!({ "$ref": format!("#/channels/{channel}/messages/{name}") })
        })
        .collect();
    json!({
        "action": action,
        "channel": { "$ref": format!("#/channels/{channel}") },
        "messages": messages,
    })
}

fn messages(up: &[String], down: &[String]) -> Map<String, Value> {
    let of = |side: &'static str, definition: &'static str| {
        move |t: &String| {
            let name = message_name(side, t);
            let payload = json!({
                "allOf": [
                    { "$ref": format!("plp-1.schema.json#/$defs/{definition}") },
                    { "properties": { "t": { "const": t } } },
                ],
            });
            (name.clone(), json!({ "name": name, "payload": payload }))
        }
    };
    up.iter()
        .map(of("client", "ClientFrame"))
        .chain(down.iter().map(of("server", "ServerFrame")))
        .collect()
}

fn message_name(side: &str, t: &str) -> String {
    format!("{side}-{t}")
}
