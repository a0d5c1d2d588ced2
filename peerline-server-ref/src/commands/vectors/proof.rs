//! Real proofs of identity for the persons of a script.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use peerline_core::identity::ContextKind;
use peerline_core::identity::JoinClaim;
use peerline_core::identity::LineId;
use peerline_core::identity::PublicKey;
use peerline_core::identity::Root;
use peerline_core::identity::Signature;
use peerline_core::identity::verify_join;
use peerline_core::vocab::Digest;
use peerline_core::vocab::DigestBuilder;
use peerline_core::vocab::Timestamp;
use serde_json::Value;
use serde_json::json;
use sha2::Digest as _;
use sha2::Sha256;

use super::mapping::from_hex;

/// The origin of a link over standard input and output.
pub(super) const ORIGIN: &str = "stdio:";

/// Replaces the `sign` of a `hello` by a proof over `hail`. Other frames stay as they are.
///
/// # Errors
/// What the script lacks.
pub(super) fn sign(frame: &mut Value, hail: Option<&Value>) -> Result<(), &'static str> {
    let Some(auth) = frame.get_mut("auth").and_then(Value::as_object_mut) else {
        return Ok(());
    };
    let Some(root) = auth.remove("sign") else {
        return Ok(());
    };
    let origin = auth.remove("origin");
    let origin = origin.as_ref().and_then(Value::as_str).unwrap_or(ORIGIN);
    let root = root_of(&root).ok_or("`sign` is 16 bytes in hexadecimal")?;
    let hail = hail.ok_or("a hello is signed before a hail came")?;
    let proof = prove(&root, hail, origin).ok_or("the hail has no line, nonce and time")?;
    for (name, value) in proof.as_object().into_iter().flatten() {
        auth.insert(name.clone(), value.clone());
    }
    Ok(())
}

/// Reads a root key.
pub(super) fn root_of(hex: &Value) -> Option<Root> {
    let bytes = from_hex(hex.as_str()?)?;
    bytes.try_into().ok().map(Root::from_bytes)
}

/// Signs what a server said in its `hail`.
pub(super) fn prove(root: &Root, hail: &Value, origin: &str) -> Option<Value> {
    // The same for the same hail, so that a script can be repeated; a client of people draws it.
    let mut nonce = DigestBuilder::new("peerline/v1/vectors/nonce");
    nonce
        .bytes(root.expose())
        .bytes(hail.get("nonce")?.as_str()?.as_bytes());
    let nonce = *nonce.finish().as_bytes();
    let claim = claim(hail, nonce, origin)?;
    let key = root.context_key(ContextKind::Line, &claim.line_id, b"", 0);
    let signature = key.sign_join(&claim);
    Some(json!({
        "pk": URL_SAFE_NO_PAD.encode(key.public().as_bytes()),
        "nonce": URL_SAFE_NO_PAD.encode(nonce),
        "sig": URL_SAFE_NO_PAD.encode(signature.as_bytes()),
    }))
}

/// Returns whether the proof of a `hello` is one over `hail`, made for `origin`.
pub(super) fn holds(hello: &Value, hail: &Value, origin: &str) -> bool {
    let proof = || {
        let auth = hello.get("auth")?;
        let claim = claim(hail, bytes_of(auth.get("nonce")?)?, origin)?;
        verified(auth, &claim)
    };
    proof().is_some()
}

/// Returns whether what an `open` shows proves the key of its room, over `hail` and the ticket beside
/// it. Whose ticket that is only a line can say.
pub(super) fn admits(open: &Value, hail: &Value, origin: &str) -> bool {
    let proof = || {
        let join = open.get("join")?;
        let mut claim = claim(hail, bytes_of(join.get("nonce")?)?, origin)?;
        claim.kind = ContextKind::Room;
        claim.ctx_id = decoded(open.get("room")?)?;
        if let Some(ticket) = join.get("ticket") {
            claim.ticket_digest = Digest::from_bytes(Sha256::digest(decoded(ticket)?).into());
        }
        verified(join, &claim)
    };
    proof().is_some()
}

fn verified(proof: &Value, claim: &JoinClaim) -> Option<()> {
    let key = PublicKey::from_bytes(bytes_of(proof.get("pk")?)?);
    let signature = Signature::from_bytes(bytes_of(proof.get("sig")?)?);
    verify_join(&key, claim, &signature).ok().map(|_| ())
}

fn claim(hail: &Value, client_nonce: [u8; 32], origin: &str) -> Option<JoinClaim> {
    let mut binding = DigestBuilder::new("peerline/v1/origin");
    binding.bytes(origin.as_bytes());
    Some(JoinClaim {
        kind: ContextKind::Line,
        line_id: LineId::from_bytes(bytes_of(hail.get("line")?)?),
        ctx_id: Vec::new(),
        server_nonce: bytes_of(hail.get("nonce")?)?,
        client_nonce,
        channel_binding: *binding.finish().as_bytes(),
        server_time: Timestamp::from_unix_millis(hail.get("now")?.as_u64()?),
        ticket_digest: JoinClaim::no_ticket(),
    })
}

fn bytes_of<const N: usize>(value: &Value) -> Option<[u8; N]> {
    decoded(value)?.try_into().ok()
}

fn decoded(value: &Value) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(value.as_str()?).ok()
}
