//! Real proofs of identity for the persons of a script.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use peerline_core::identity;
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

/// Replaces each `sign` of a frame by a proof over `hail`: in the `auth` of a `hello`, of a person or
/// of one `room`, in the `join` of an `open`, and among the `binds` of a question for tickets.
///
/// # Errors
/// What the script lacks.
pub(super) fn sign(frame: &mut Value, hail: Option<&Value>) -> Result<(), &'static str> {
    if let Some(auth) = frame.get_mut("auth") {
        let room = auth.get("room").cloned();
        replace(auth, room.as_ref(), hail)?;
    }
    sign_join(frame, hail)?;
    for open in listed(frame, "/open") {
        sign_join(open, hail)?;
    }
    for each in listed(frame, "/body/binds") {
        bind(each, hail)?;
    }
    Ok(())
}

fn listed<'a>(frame: &'a mut Value, place: &str) -> impl Iterator<Item = &'a mut Value> {
    let list = frame.pointer_mut(place).and_then(Value::as_array_mut);
    list.into_iter().flatten()
}

fn sign_join(open: &mut Value, hail: Option<&Value>) -> Result<(), &'static str> {
    let room = open.get("room").cloned();
    match open.get_mut("join") {
        Some(join) => replace(join, room.as_ref(), hail),
        None => Ok(()),
    }
}

const NO_ROOT: &str = "`sign` is 16 bytes in hexadecimal";
const NO_HAIL: &str = "something is signed before a hail came";
const NO_CLAIM: &str = "there is no line, nonce and time in the hail, or no room to sign for";

/// Replaces the `sign` in a proof of a person's own key, or of a room's.
fn replace(
    proof: &mut Value,
    room: Option<&Value>,
    hail: Option<&Value>,
) -> Result<(), &'static str> {
    let Some(proof) = proof.as_object_mut() else {
        return Ok(());
    };
    let Some(root) = proof.remove("sign") else {
        return Ok(());
    };
    let origin = proof.remove("origin");
    let origin = origin.as_ref().and_then(Value::as_str).unwrap_or(ORIGIN);
    let root = root_of(&root).ok_or(NO_ROOT)?;
    let hail = hail.ok_or(NO_HAIL)?;
    let place = room.map(|room| (room, proof.get("ticket")));
    let signed = prove(&root, hail, origin, place).ok_or(NO_CLAIM)?;
    for (name, value) in signed.as_object().into_iter().flatten() {
        proof.insert(name.clone(), value.clone());
    }
    Ok(())
}

/// Replaces `{"sign", "room", "r"}` by what a ticket is made for.
fn bind(each: &mut Value, hail: Option<&Value>) -> Result<(), &'static str> {
    let Some(root) = each.get("sign") else {
        return Ok(());
    };
    let root = root_of(root).ok_or(NO_ROOT)?;
    let hail = hail.ok_or(NO_HAIL)?;
    let bound = || {
        let line = LineId::from_bytes(bytes_of(hail.get("line")?)?);
        let room = decoded(each.get("room")?)?;
        let key = root.context_key(ContextKind::Room, &line, &room, 0);
        let bound = identity::bind(&key.public(), &bytes_of(each.get("r")?)?);
        Some(URL_SAFE_NO_PAD.encode(bound.as_bytes()))
    };
    let bound = bound().ok_or(NO_CLAIM)?;
    *each = json!(bound);
    Ok(())
}

/// Reads a root key.
pub(super) fn root_of(hex: &Value) -> Option<Root> {
    let bytes = from_hex(hex.as_str()?)?;
    bytes.try_into().ok().map(Root::from_bytes)
}

/// Signs what a server said in its `hail`: as who a person is on the line, or with the key of a room
/// and over the ticket that is shown there.
pub(super) fn prove(
    root: &Root,
    hail: &Value,
    origin: &str,
    place: Option<(&Value, Option<&Value>)>,
) -> Option<Value> {
    // The same for the same hail and place, so that a script can be repeated; a client of people
    // draws it.
    let mut nonce = DigestBuilder::new("peerline/v1/vectors/nonce");
    nonce
        .bytes(root.expose())
        .bytes(hail.get("nonce")?.as_str()?.as_bytes());
    let mut said = claim(hail, [0; 32], origin)?;
    if let Some((room, ticket)) = place {
        said = of_room(said, room, ticket)?;
        nonce
            .bytes(&said.ctx_id)
            .bytes(said.ticket_digest.as_bytes());
    }
    said.client_nonce = *nonce.finish().as_bytes();
    let key = root.context_key(said.kind, &said.line_id, &said.ctx_id, 0);
    let signature = key.sign_join(&said);
    Some(json!({
        "pk": URL_SAFE_NO_PAD.encode(key.public().as_bytes()),
        "nonce": URL_SAFE_NO_PAD.encode(said.client_nonce),
        "sig": URL_SAFE_NO_PAD.encode(signature.as_bytes()),
    }))
}

/// Returns whether the proof of a `hello` is one over `hail`, made for `origin`.
pub(super) fn holds(hello: &Value, hail: &Value, origin: &str) -> bool {
    let proof = || {
        let auth = hello.get("auth")?;
        let mut claim = claim(hail, bytes_of(auth.get("nonce")?)?, origin)?;
        if let Some(room) = auth.get("room") {
            claim = of_room(claim, room, None)?;
        }
        verified(auth, &claim)
    };
    proof().is_some()
}

/// Returns whether what an `open` shows proves the key of its room, over `hail` and the ticket beside
/// it. Whose ticket that is only a line can say.
pub(super) fn admits(open: &Value, hail: &Value, origin: &str) -> bool {
    let proof = || {
        let join = open.get("join")?;
        let claim = claim(hail, bytes_of(join.get("nonce")?)?, origin)?;
        let claim = of_room(claim, open.get("room")?, join.get("ticket"))?;
        verified(join, &claim)
    };
    proof().is_some()
}

/// Turns a claim into one about a room, and the ticket that is shown there.
fn of_room(claim: JoinClaim, room: &Value, ticket: Option<&Value>) -> Option<JoinClaim> {
    let ticket_digest = match ticket {
        Some(ticket) => Digest::from_bytes(Sha256::digest(decoded(ticket)?).into()),
        None => JoinClaim::no_ticket(),
    };
    Some(JoinClaim {
        kind: ContextKind::Room,
        ctx_id: decoded(room)?,
        ticket_digest,
        ..claim
    })
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
