//! The published vectors: RFC 9497, A.1.2, ristretto255-SHA512 in VOPRF mode.

use std::convert::Infallible;

use rand_core::TryCryptoRng;
use rand_core::TryRng;
use voprf_ng::Group as _;
use voprf_ng::Ristretto255;

use crate::identity::blind::suite::Client;
use crate::identity::blind::suite::Evaluated;
use crate::identity::blind::suite::Hidden;
use crate::identity::blind::suite::Proven;
use crate::identity::blind::suite::Server;
use crate::identity::tests::hex;
use serde_json::Value;

fn vectors() -> Value {
    let text = include_str!("../../../../../docs/vectors/identity-blind.json");
    serde_json::from_str(text).unwrap()
}

fn list(value: &Value) -> Vec<Vec<u8>> {
    value.as_array().unwrap().iter().map(hex).collect()
}

/// Gives the randomness that a vector was made with, once.
struct Given(Vec<u8>);

impl TryRng for Given {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        unreachable!("the suite draws bytes")
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        unreachable!("the suite draws bytes")
    }

    fn try_fill_bytes(&mut self, to: &mut [u8]) -> Result<(), Infallible> {
        let rest = self.0.split_off(to.len());
        to.copy_from_slice(&self.0);
        self.0 = rest;
        Ok(())
    }
}

impl TryCryptoRng for Given {}

#[test]
fn the_key_pair_of_the_standard_comes_of_its_seed() {
    let vectors = vectors();
    let derived =
        Server::new_from_seed(&hex(&vectors["seed"]), &hex(&vectors["key_info"])).unwrap();
    let given = Server::new_with_key(&hex(&vectors["sk"])).unwrap();
    for server in [derived, given] {
        let public = Ristretto255::serialize_elem(server.get_public_key());
        assert_eq!(public.as_slice(), hex(&vectors["pk"]));
    }
}

#[test]
fn questions_answers_proofs_and_outputs_are_those_of_the_standard() {
    let vectors = vectors();
    let server = Server::new_with_key(&hex(&vectors["sk"])).unwrap();
    let cases = vectors["cases"].as_array().unwrap();
    assert_eq!(cases.len(), 3);
    for case in cases {
        let inputs = list(&case["input"]);
        let blinds = list(&case["blind"]);
        let made = inputs.iter().zip(blinds).map(|(input, blind)| {
            let made = Client::blind(input, &mut Given(blind)).unwrap();
            (made.state, made.message)
        });
        let (clients, asked): (Vec<_>, Vec<Hidden>) = made.unzip();
        let sent: Vec<_> = asked.iter().map(|one| one.serialize().to_vec()).collect();
        assert_eq!(sent, list(&case["blinded"]));
        let prepared: Vec<_> = server.batch_blind_evaluate_prepare(asked.iter()).collect();
        let mut given = Given(hex(&case["proof_random"]));
        let done = server.batch_blind_evaluate_finish(&mut given, asked.iter(), &prepared);
        let done = done.unwrap();
        let answered: Vec<Evaluated> = done.messages.collect();
        let sent: Vec<_> = answered
            .iter()
            .map(|one| one.serialize().to_vec())
            .collect();
        assert_eq!(sent, list(&case["evaluated"]));
        assert_eq!(done.proof.serialize().as_slice(), hex(&case["proof"]));
        let proof = Proven::deserialize(&hex(&case["proof"])).unwrap();
        let key = server.get_public_key();
        let values = Client::batch_finalize(&inputs, &clients, &answered, &proof, key).unwrap();
        let values: Vec<_> = values.map(|one| one.unwrap().to_vec()).collect();
        assert_eq!(values, list(&case["output"]));
        for (input, output) in inputs.iter().zip(values) {
            assert_eq!(server.evaluate(input).unwrap().as_slice(), output);
        }
    }
}
