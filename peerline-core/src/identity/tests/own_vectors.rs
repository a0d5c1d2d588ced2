//! The vectors that the second implementation made.

use serde_json::Value;

use super::array;
use super::hex;
use super::kind;
use crate::identity::JoinClaim;
use crate::identity::LineId;
use crate::identity::PhraseLanguage;
use crate::identity::Root;
use crate::identity::Signature;
use crate::identity::WorkChallenge;
use crate::identity::occupant_id;
use crate::identity::verify_join;
use crate::vocab::AccountId;
use crate::vocab::Digest;
use crate::vocab::Sensitive;
use crate::vocab::Timestamp;
use sha2::Digest as _;

fn cases(text: &str) -> Vec<Value> {
    let cases: Vec<Value> = serde_json::from_str(text).unwrap();
    assert!(!cases.is_empty());
    cases
}

macro_rules! own {
    ($name:literal) => {
        cases(include_str!(concat!(
            "../../../../docs/vectors/identity/",
            $name
        )))
    };
}

#[test]
fn roots_are_the_digits_and_the_words_of_ten_languages() {
    for case in own!("roots.json") {
        let root = Root::from_bytes(array(&case["root"]));
        let digits = case["digits"].as_str().unwrap();
        assert_eq!(*root.to_digits().expose(), digits);
        assert_eq!(Root::from_digits(digits).unwrap(), root);
        assert_eq!(
            case["phrases"].as_object().unwrap().len(),
            PhraseLanguage::ALL.len()
        );
        for language in PhraseLanguage::ALL {
            let words = case["phrases"][language.tag()].as_str().unwrap();
            assert_eq!(*root.to_phrase_in(language).expose(), words);
            assert_eq!(Root::from_phrase(words).unwrap(), root);
        }
    }
}

#[test]
fn contexts_have_the_keys_of_the_other_implementation() {
    for case in own!("contexts.json") {
        let ctx_id = match case["ctx_id_zeros"].as_u64() {
            Some(length) => vec![0; usize::try_from(length).unwrap()],
            None => hex(&case["ctx_id"]),
        };
        let root = Root::from_bytes(array(&case["root"]));
        let line_id = LineId::from_bytes(array(&case["line_id"]));
        let generation = u32::try_from(case["generation"].as_u64().unwrap()).unwrap();
        let kind = kind(&case["kind"]);
        let seed = root.context_seed(kind, &line_id, &ctx_id, generation);
        assert_eq!(*seed, array(&case["seed"]));
        let public = root
            .context_key(kind, &line_id, &ctx_id, generation)
            .public();
        assert_eq!(public.as_bytes(), &array(&case["public_key"]));
        assert_eq!(public.account().as_bytes(), &array(&case["account"]));
    }
}

#[test]
fn joins_are_signed_as_by_the_other_implementation() {
    for case in own!("joins.json") {
        let claim = JoinClaim {
            kind: kind(&case["kind"]),
            line_id: LineId::from_bytes(array(&case["line_id"])),
            ctx_id: hex(&case["ctx_id"]),
            server_nonce: array(&case["server_nonce"]),
            client_nonce: array(&case["client_nonce"]),
            channel_binding: array(&case["channel_binding"]),
            server_time: Timestamp::from_unix_millis(case["server_time"].as_u64().unwrap()),
            ticket_digest: Digest::from_bytes(sha2::Sha256::digest(hex(&case["ticket"])).into()),
        };
        let root = Root::from_bytes(array(&case["root"]));
        let key = root.context_key(claim.kind, &claim.line_id, &claim.ctx_id, 0);
        let signature = Signature::from_bytes(array(&case["signature"]));
        assert_eq!(claim.bytes(), hex(&case["bytes"]));
        assert_eq!(key.public().as_bytes(), &array(&case["public_key"]));
        assert_eq!(key.sign_join(&claim), signature);
        assert!(verify_join(&key.public(), &claim, &signature).is_ok());
    }
}

#[test]
fn occupants_have_the_names_of_the_other_implementation() {
    for case in own!("occupants.json") {
        let k_room = Sensitive::new(array(&case["k_room"]));
        let account = AccountId::from_bytes(array(&case["account"]));
        let named = occupant_id(&k_room, &hex(&case["ctx_id"]), &account);
        assert_eq!(named.as_bytes(), &array(&case["occupant_id"]));
    }
}

#[test]
fn the_first_proof_of_work_is_that_of_the_other_implementation() {
    for case in own!("work.json") {
        let challenge = WorkChallenge {
            line: LineId::from_bytes(array(&case["line_id"])),
            nonce: array(&case["nonce"]),
        };
        let bits = u8::try_from(case["bits"].as_u64().unwrap()).unwrap();
        let first = case["first"].as_u64();
        assert_eq!(challenge.search(bits, 0, 1 << 20), first);
        assert!(challenge.is_solved_by(first.unwrap(), bits));
    }
}
