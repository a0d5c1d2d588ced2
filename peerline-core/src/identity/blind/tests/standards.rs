//! The published vectors: RFC 9497, A.1.2, ristretto255-SHA512 in VOPRF mode.

use std::convert::Infallible;

use rand_core::TryCryptoRng;
use rand_core::TryRng;
use voprf_ng::Group as _;
use voprf_ng::Ristretto255;

use super::ALICE;
use super::draws;
use crate::identity::Admission;
use crate::identity::LineId;
use crate::identity::PublicKey;
use crate::identity::blind::BlindDesk as _;
use crate::identity::blind::BlindKey;
use crate::identity::blind::BlindTerms;
use crate::identity::blind::Blinded;
use crate::identity::blind::WeeklyDesk;
use crate::identity::blind::suite::Client;
use crate::identity::blind::suite::Evaluated;
use crate::identity::blind::suite::Hidden;
use crate::identity::blind::suite::Proven;
use crate::identity::blind::suite::Server;
use crate::identity::tests::array;
use crate::identity::tests::hex;
use crate::vocab::Week;
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

#[test]
fn tickets_of_another_implementation_are_asked_for_and_checked_as_they_say() {
    for case in vectors()["tickets"].as_array().unwrap() {
        let week = Week::new(u32::try_from(case["week"].as_u64().unwrap()).unwrap());
        let line = LineId::from_bytes(array(&case["line_id"]));
        let mut desk = WeeklyDesk::new(line, BlindTerms::default());
        desk.load(week, BlindKey::from_bytes(array(&case["seed"])));
        let now = week.begins();
        assert_eq!(desk.offer(now).unwrap().key, array(&case["key"]));
        let asked = [Blinded(array(&case["blinded"]))];
        let who = (ALICE, &Admission::Welcome);
        let signed = desk.sign(now, &mut draws(1), who, &asked).unwrap();
        assert_eq!(signed.evaluated, [array(&case["evaluated"])]);
        let (key, r) = (
            PublicKey::from_bytes(array(&case["room_key"])),
            array(&case["r"]),
        );
        let shown = desk.check(now, &hex(&case["ticket"]), &key, &r).unwrap();
        assert_eq!(shown.number().as_bytes(), &array(&case["number"]));
    }
}
