use proptest::prelude::*;
use serde_json::Value;
use serde_json::json;

use super::to_vec;
use crate::protocol::Body;
use crate::protocol::ClientFrame;
use crate::protocol::DecodeError;
use crate::protocol::Encoding;
use crate::protocol::decode_client;
use crate::protocol::decode_server;
use crate::protocol::encode_client;
use crate::protocol::encode_server;
use crate::vocab::Limits;

const ID: &str = "AAECAwQFBgcICQoLDA0ODw";

fn bytes(hex: &str) -> Vec<u8> {
    let digits: Vec<u8> = hex.bytes().filter(u8::is_ascii_hexdigit).collect();
    digits
        .chunks(2)
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap())
        .collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[track_caller]
fn refused(frame: &str, expected: DecodeError) {
    let bytes = bytes(frame);
    let got = decode_client(&bytes, Encoding::Cbor, &Limits::default());
    assert_eq!(got.unwrap_err(), expected, "{frame}");
}

#[test]
fn a_put_is_what_the_table_says() {
    let put = format!(
        r#"{{"t":"put","ref":1,"room":"{ID}","cid":"{ID}","kind":"msg","body":{{"text":"hi"}}}}"#
    );
    let frame = decode_client(put.as_bytes(), Encoding::Json, &Limits::default()).unwrap();
    let id = "50 000102030405060708090a0b0c0d0e0f";
    let cbor = bytes(&format!(
        "a6 00 00  01 01  02 {id}  03 {id}  04 10  05 a1 0b 62 6869"
    ));
    assert_eq!(hex(&encode_client(&frame, Encoding::Cbor)), hex(&cbor));
    let again = decode_client(&cbor, Encoding::Cbor, &Limits::default()).unwrap();
    assert_eq!(encode_client(&again, Encoding::Json), put.as_bytes());
}

#[test]
fn a_struct_with_the_fields_of_another_is_written_like_one_that_has_them_itself() {
    #[derive(serde::Serialize)]
    struct Outer {
        text: &'static str,
        #[serde(flatten)]
        inner: std::collections::BTreeMap<String, u8>,
    }
    for many in [0, 1, 30] {
        let inner: std::collections::BTreeMap<_, _> =
            (0..many).map(|n| (format!("n{n}"), n)).collect();
        let mut whole = json!({"text": "hi"});
        for (name, n) in &inner {
            whole[name] = json!(n);
        }
        let outer = Outer { text: "hi", inner };
        assert_eq!(to_vec(&outer).unwrap(), to_vec(&whole).unwrap(), "{many}");
    }
}

#[test]
fn a_chat_turn_with_short_names_is_as_small_as_the_specification_says() {
    let text = "a".repeat(30);
    let put = format!(
        r#"{{"t":"put","ref":70000,"room":300,"cid":"{ID}","kind":"msg","body":{{"text":"{text}"}}}}"#
    );
    let put = decode_client(put.as_bytes(), Encoding::Json, &Limits::default()).unwrap();
    assert!(encode_client(&put, Encoding::Cbor).len() <= 70);
    let ev = format!(
        r#"{{"t":"ev","room":300,"seq":70000,"at":1800000000000,"who":300,"kind":"msg","body":{{"text":"{text}"}},"h":"00112233445566aa","announce":"polite"}}"#
    );
    let ev = decode_server(ev.as_bytes(), Encoding::Json, &Limits::default());
    assert!(encode_server(&ev.unwrap().unwrap(), Encoding::Cbor).len() <= 75);
}

#[test]
fn what_is_not_the_one_encoding_is_refused() {
    let not_canonical = |at| DecodeError::NotCanonical { at };
    refused("a2 00 05 0e 18 07", not_canonical(4)); // a longer form of 7
    refused("a2 0e 07 00 05", not_canonical(3)); // n before t
    refused("a2 00 05 00 05", DecodeError::Twice { at: 3 });
    refused("bf 00 05 0e 07 ff", not_canonical(0)); // a map without a length
    refused("a2 00 05 0e c1 07", not_canonical(4)); // a tag
    refused("a2 00 05 0e f9 3c00", not_canonical(4)); // a float
    refused("a2 00 05 0e f7", not_canonical(4)); // undefined
    refused("a2 00 64 70696e67 0e 07", not_canonical(2)); // "ping" as text
    refused("a2 00 05 61 6e 07", not_canonical(3)); // the name "n" as text
    refused("a2 00 05 0e 41 07", not_canonical(4)); // bytes where none may stand
    refused("a2 00 05 0e 07 00", DecodeError::Trailing);
    refused("a2 00 05 0e", DecodeError::Malformed { at: 4 });
    refused("a3 00 05 0e 07 62 7a7a 61 ff", DecodeError::NotText);
    refused("a2 00 05 0e 1b 0020000000000000", DecodeError::Number);
    refused("80", DecodeError::Malformed { at: 0 });
    refused("a1 0e 07", DecodeError::Malformed { at: 0 }); // no t
    refused("a2 00 19 ffff 0e 07", DecodeError::UnknownType);
}

#[test]
fn fields_of_a_later_version_are_passed_over() {
    let later = bytes("a4 00 05 0e 07 19 ffff 43 010203 62 7a7a a1 19 ffff f6");
    let frame = decode_client(&later, Encoding::Cbor, &Limits::default()).unwrap();
    assert!(matches!(frame, ClientFrame::Ping(ping) if ping.n == 7));
}

#[test]
fn bounds_hold_before_anything_is_believed() {
    let limits = Limits::default();
    let decode = |frame: &[u8]| decode_client(frame, Encoding::Cbor, &limits).unwrap_err();
    let mut deep = bytes("a2 00 05 62 7a7a");
    deep.extend([0x81; 5_000]);
    assert_eq!(decode(&deep), DecodeError::TooDeep { max: 8 });
    let mut many = bytes("a2 00 05 62 7a7a 19 0800");
    many[6] = 0x99; // a list of 2,048
    many.extend([0; 2_048]);
    assert_eq!(decode(&many), DecodeError::TooMany { max: 1_024 });
    // A length that no frame could have asks for no memory.
    refused(
        "a2 00 05 62 7a7a 5b ffffffffffffffff",
        DecodeError::Malformed { at: 6 },
    );
}

#[test]
fn text_that_is_no_id_stays_text() {
    for text in ["", "bob!", "AB", "AAECAwQFBgcICQoLDA0ODx", &"A".repeat(88)] {
        let body = Body::of(&json!({ "case": text, "to": [text], "h": text, "kind": text }));
        let canonical = body.canonical().into_owned();
        let value: Value = super::from_slice(&canonical).unwrap();
        assert_eq!(value, body.read::<Value>().unwrap());
    }
}

#[test]
fn a_word_that_has_no_number_here_survives() {
    let value = json!({ "kind": "w.60000", "st": "w.3", "role": ["seeker", "x.cook"] });
    let written = to_vec(&value).unwrap();
    assert_eq!(super::from_slice::<Value>(&written).unwrap(), value);
}

fn value() -> impl Strategy<Value = Value> {
    let text = prop_oneof![
        "[ -~]{0,12}",
        "[A-Za-z0-9_-]{22}",
        "[0-9a-f]{16}",
        Just("@me".to_owned()),
        Just("msg".to_owned()),
        Just("#crisis/main".to_owned()),
    ];
    let leaf = prop_oneof![
        text.prop_map(Value::from),
        (-(1_i64 << 53) + 1..1 << 53).prop_map(Value::from),
        any::<bool>().prop_map(Value::from),
        Just(Value::Null),
    ];
    let name = prop_oneof![
        Just("room".to_owned()),
        Just("who".to_owned()),
        Just("kind".to_owned()),
        Just("h".to_owned()),
        Just("heads".to_owned()),
        Just("case".to_owned()),
        "[a-z_]{1,9}",
    ];
    leaf.prop_recursive(4, 32, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::btree_map(name.clone(), inner, 0..6)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

/// Where a word stands, a number may not.
fn worded(value: Value, is_word: bool) -> Value {
    match value {
        Value::Number(number) if is_word && number.is_u64() => Value::Null,
        Value::Array(list) => list.into_iter().map(|item| worded(item, is_word)).collect(),
        Value::Object(map) => map
            .into_iter()
            .map(|(name, value)| {
                let is_word = matches!(name.as_str(), "kind" | "t" | "st" | "code" | "role");
                let value = worded(value, is_word);
                (name, value)
            })
            .collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value,
    }
}

#[test]
fn a_number_is_no_word() {
    let number = br#"{"t":"ping","n":1,"zz":{"kind":3}}"#;
    let got = decode_client(number, Encoding::Json, &Limits::default());
    assert_eq!(got.unwrap_err(), DecodeError::Number);
    assert!(to_vec(&json!({ "kind": 3 })).is_err());
}

proptest! {
    #[test]
    fn whatever_json_says_cbor_says_too_and_in_one_way_alone(body in value()) {
        let body = worded(body, false);
        let written = to_vec(&json!({ "t": "ping", "n": 1, "zz": body })).unwrap();
        let roomy = Limits { frame_depth: 64, ..Limits::default() };
        prop_assert!(decode_client(&written, Encoding::Cbor, &roomy).is_ok());
        let read: Value = super::from_slice(&written).unwrap();
        prop_assert_eq!(&read["zz"], &body);
        prop_assert_eq!(to_vec(&read).unwrap(), written);
    }

    #[test]
    fn any_bytes_that_are_taken_are_the_encoding_of_what_they_say(
        frame in prop::collection::vec(any::<u8>(), 0..40),
    ) {
        let mut bytes = vec![0xa2, 0x00, 0x05, 0x0e, 0x07];
        bytes[0] = 0xa3;
        bytes.extend(frame);
        if let Ok(frame) = decode_client(&bytes, Encoding::Cbor, &Limits::default()) {
            let ClientFrame::Ping(_) = frame else { panic!("{frame:?}") };
        }
    }
}
