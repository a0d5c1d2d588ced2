use super::JoinClaim;
use super::JoinRefusal;
use super::verify_join;
use crate::identity::ContextKind;
use crate::identity::LineId;
use crate::identity::Principal;
use crate::identity::PublicKey;
use crate::identity::Root;
use crate::identity::Signature;
use crate::identity::tests::array;
use crate::identity::tests::hex;
use crate::identity::tests::kind;
use crate::identity::tests::vectors;
use crate::vocab::Digest;
use crate::vocab::Timestamp;
use sha2::Digest as _;

const LINE: LineId = LineId::from_bytes([9; 32]);

fn claim(kind: ContextKind) -> JoinClaim {
    JoinClaim {
        kind,
        line_id: LINE,
        ctx_id: Vec::new(),
        server_nonce: [1; 32],
        client_nonce: [2; 32],
        channel_binding: [3; 32],
        server_time: Timestamp::from_unix_millis(1_767_225_600_000),
        ticket_digest: JoinClaim::no_ticket(),
    }
}

fn signed(claim: &JoinClaim) -> (PublicKey, Signature) {
    let key = Root::from_bytes([5; 16]).context_key(claim.kind, &LINE, &claim.ctx_id, 0);
    (key.public(), key.sign_join(claim))
}

#[test]
fn joins_are_those_of_the_vectors() {
    for vector in vectors()["joins"].as_array().unwrap() {
        let claim = JoinClaim {
            kind: kind(&vector["kind"]),
            line_id: LineId::from_bytes(array(&vector["line_id"])),
            ctx_id: hex(&vector["ctx_id"]),
            server_nonce: array(&vector["server_nonce"]),
            client_nonce: array(&vector["client_nonce"]),
            channel_binding: array(&vector["channel_binding"]),
            server_time: Timestamp::from_unix_millis(vector["server_time"].as_u64().unwrap()),
            ticket_digest: Digest::from_bytes(sha2::Sha256::digest(hex(&vector["ticket"])).into()),
        };
        let root = Root::from_bytes(array(&vector["root"]));
        let key = root.context_key(claim.kind, &claim.line_id, &claim.ctx_id, 0);
        let signature = Signature::from_bytes(array(&vector["signature"]));
        assert_eq!(claim.bytes(), hex(&vector["bytes"]));
        assert_eq!(key.sign_join(&claim), signature);
        let account = verify_join(&key.public(), &claim, &signature).unwrap();
        assert_eq!(account.as_bytes(), &array(&vector["account"]));
    }
}

#[test]
fn signatures_are_those_of_rfc_8032() {
    use ed25519_dalek::Signer as _;
    for vector in vectors()["rfc8032"].as_array().unwrap() {
        let key = ed25519_dalek::SigningKey::from_bytes(&array(&vector["seed"]));
        let message = hex(&vector["message"]);
        assert_eq!(key.verifying_key().to_bytes(), array(&vector["public_key"]));
        assert_eq!(key.sign(&message).to_bytes(), array(&vector["signature"]));
    }
}

#[test]
fn a_signature_fits_no_other_claim() {
    let good = claim(ContextKind::Line);
    let (key, signature) = signed(&good);
    assert_eq!(verify_join(&key, &good, &signature), Ok(key.account()));
    let changes: [fn(&mut JoinClaim); 8] = [
        |claim| claim.kind = ContextKind::Room,
        |claim| claim.line_id = LineId::from_bytes([8; 32]),
        |claim| claim.ctx_id.push(0),
        |claim| claim.server_nonce[31] ^= 1,
        |claim| claim.client_nonce[0] ^= 1,
        |claim| claim.channel_binding[7] ^= 1,
        |claim| claim.server_time = claim.server_time.after(crate::vocab::Millis::new(1)),
        |claim| claim.ticket_digest = Digest::from_bytes([0; 32]),
    ];
    for change in changes {
        let mut other = good.clone();
        change(&mut other);
        let refused = verify_join(&key, &other, &signature);
        assert_eq!(refused, Err(JoinRefusal::BadSignature));
    }
}

#[test]
fn no_single_flipped_bit_of_key_or_signature_passes() {
    let claim = claim(ContextKind::Line);
    let (key, signature) = signed(&claim);
    for bit in 0..512 {
        let mut flipped = *signature.as_bytes();
        flipped[bit / 8] ^= 1 << (bit % 8);
        assert!(verify_join(&key, &claim, &Signature::from_bytes(flipped)).is_err());
    }
    for bit in 0..256 {
        let mut flipped = *key.as_bytes();
        flipped[bit / 8] ^= 1 << (bit % 8);
        assert!(verify_join(&PublicKey::from_bytes(flipped), &claim, &signature).is_err());
    }
}

#[test]
fn a_key_of_small_order_signs_for_nobody() {
    // The identity point with R the identity and s zero satisfies the plain equation for every
    // message; the strict check refuses it.
    let mut point = [0; 32];
    point[0] = 1;
    let mut signature = [0; 64];
    signature[0] = 1;
    let refused = verify_join(
        &PublicKey::from_bytes(point),
        &claim(ContextKind::Line),
        &Signature::from_bytes(signature),
    );
    assert_eq!(refused, Err(JoinRefusal::BadSignature));
}

#[test]
fn what_is_no_point_is_no_key() {
    let mut no_point = [0; 32];
    no_point[0] = 2;
    let signature = Signature::from_bytes([0; 64]);
    let key = PublicKey::from_bytes(no_point);
    let refused = verify_join(&key, &claim(ContextKind::Line), &signature);
    assert_eq!(refused, Err(JoinRefusal::BadKey));
}

#[test]
fn a_principal_comes_of_the_line_key_alone() {
    let line = claim(ContextKind::Line);
    let (key, signature) = signed(&line);
    let principal = Principal::verified(&key, &line, &signature).unwrap();
    assert_eq!(principal.account(), key.account());
    assert_eq!(principal.asserted(), None);

    let room = claim(ContextKind::Room);
    let (key, signature) = signed(&room);
    let refused = Principal::verified(&key, &room, &signature);
    assert_eq!(refused, Err(JoinRefusal::NotTheLine));
}

#[test]
fn a_claim_without_a_signature_says_why() {
    let (key, _) = signed(&claim(ContextKind::Line));
    let principal = Principal::assert_verified(key.account(), "a test");
    assert_eq!(principal.asserted(), Some("a test"));
}
