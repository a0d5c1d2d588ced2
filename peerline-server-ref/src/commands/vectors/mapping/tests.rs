use serde_json::json;

use super::*;

#[track_caller]
fn check(frame: Value, hex: &str) {
    let written = Mapping::read().unwrap().to_cbor(&frame).unwrap();
    assert_eq!(to_hex(&written), hex, "{frame}");
}

#[test]
fn names_and_words_become_numbers() {
    check(json!({"t": "ping", "n": 4}), "a200050e04");
    check(json!({"t": "x.new", "n": 4}), "a20065782e6e65770e04");
    check(json!({"t": "w.200"}), "a10018c8");
}

#[test]
fn bytes_and_rooms_become_byte_strings() {
    check(json!({"h": "0011223344556677"}), "a10a480011223344556677");
    check(json!({"room": "@me"}), "a10263406d65");
    let id = "0".repeat(32);
    check(
        json!({"room": "AAAAAAAAAAAAAAAAAAAAAA"}),
        &format!("a10250{id}"),
    );
    check(json!({"room": 3}), "a10203");
    check(
        json!({"heads": {"@me": 1, "AAAAAAAAAAAAAAAAAAAAAA": 2}}),
        &format!("a10fa250{id}0263406d6501"),
    );
}

#[test]
fn unknown_names_stay_text_behind_the_numbers() {
    check(
        json!({"zz": 1, "b": 2, "n": [true, null]}),
        "a30e82f5f6616202627a7a01",
    );
}

#[test]
fn numbers_are_as_short_as_they_can_be() {
    for (number, hex) in [
        (23_i64, "17"),
        (24, "1818"),
        (256, "190100"),
        (65_536, "1a00010000"),
        (4_294_967_296, "1b0000000100000000"),
        (-1, "20"),
        (-257, "390100"),
    ] {
        check(json!({"n": number}), &format!("a10e{hex}"));
    }
}

#[test]
fn what_has_no_form_is_refused() {
    let mapping = Mapping::read().unwrap();
    for frame in [json!({"n": 1.5}), json!({"kind": 3})] {
        assert!(mapping.to_cbor(&frame).is_err(), "{frame}");
    }
}

#[test]
fn text_that_is_no_bytes_stays_text() {
    check(json!({"cid": "?"}), "a103613f");
    check(json!({"h": "00FF"}), "a10a6430304646");
    check(
        json!({"room": "AAAAAAAAAAAAAAAAAAAAAB"}),
        &format!("a10276{}42", "41".repeat(21)),
    );
}
