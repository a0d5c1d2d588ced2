//! What holds across the files of the domain: vectors, taint, silence, and the account book.

mod book;
mod cleared;
mod own_vectors;
mod replay;
mod secrets;
mod standing;

use serde_json::Value;

use super::ContextKind;
use super::LineId;
use super::PublicKey;
use super::Root;
use super::occupant_id;
use crate::vocab::AccountId;
use crate::vocab::Sensitive;

pub(super) fn vectors() -> Value {
    serde_json::from_str(include_str!("../../../docs/vectors/identity.json")).unwrap()
}

pub(super) fn hex(value: &Value) -> Vec<u8> {
    let text = value.as_str().unwrap();
    (0..text.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap())
        .collect()
}

pub(super) fn array<const N: usize>(value: &Value) -> [u8; N] {
    hex(value).try_into().unwrap()
}

pub(super) fn kind(value: &Value) -> ContextKind {
    serde_json::from_value(value.clone()).unwrap()
}

#[test]
fn context_keys_and_accounts_are_those_of_the_vectors() {
    for vector in vectors()["context_keys"].as_array().unwrap() {
        let repeat = &vector["ctx_id_repeat"];
        let ctx_id = match repeat["length"].as_u64() {
            None => hex(&vector["ctx_id"]),
            Some(length) => {
                let byte = u8::try_from(repeat["byte"].as_u64().unwrap()).unwrap();
                vec![byte; usize::try_from(length).unwrap()]
            }
        };
        let kind = kind(&vector["kind"]);
        let line_id = LineId::from_bytes(array(&vector["line_id"]));
        let generation = u32::try_from(vector["generation"].as_u64().unwrap()).unwrap();
        let root = Root::from_bytes(array(&vector["root"]));
        let key = root
            .context_key(kind, &line_id, &ctx_id, generation)
            .public();
        assert_eq!(key.as_bytes(), &array(&vector["public_key"]));
        assert_eq!(key.account().as_bytes(), &array(&vector["account"]));
    }
}

#[test]
fn the_label_of_a_kind_is_its_name_on_the_wire() {
    for name in ["line", "room", "conv", "match", "vault", "locker"] {
        assert_eq!(kind(&Value::from(name)).label(), name);
    }
}

#[test]
fn the_name_of_a_line_is_that_of_the_vectors() {
    let line = &vectors()["line"];
    let root = PublicKey::from_bytes(array(&line["root_public_key"]));
    assert_eq!(LineId::of(&root).as_bytes(), &array(&line["line_id"]));
}

#[test]
fn occupants_are_those_of_the_vectors() {
    for vector in vectors()["occupants"].as_array().unwrap() {
        let k_room = Sensitive::new(array(&vector["k_room"]));
        let account = AccountId::from_bytes(array(&vector["account"]));
        let occupant = occupant_id(&k_room, &hex(&vector["ctx_id"]), &account);
        assert_eq!(occupant.as_bytes(), &array(&vector["occupant_id"]));
    }
}

#[test]
fn keys_come_back_from_their_text_and_from_nothing_else() {
    let key = PublicKey::from_bytes([250; 32]);
    let text = key.to_string();
    assert_eq!(text.parse(), Ok(key));
    let json = serde_json::to_string(&key).unwrap();
    assert_eq!(serde_json::from_str::<PublicKey>(&json).unwrap(), key);
    for wrong in [
        "",
        "AA",
        &format!("{text}="),
        &format!("{text}A"),
        &text[1..],
    ] {
        assert_eq!(
            wrong.parse::<PublicKey>().unwrap_err().to_string(),
            "not 32 bytes in base64url without padding"
        );
    }
}
