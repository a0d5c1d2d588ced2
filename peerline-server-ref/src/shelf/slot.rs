//! The bytes of one slot.

use peerline_core::ports::ShelfKey;
use peerline_core::vocab::DigestBuilder;
use zeroize::Zeroizing;

/// How long a slot is: two fill a sector, so that a write never tears what is beside it.
pub(super) const SLOT: usize = 256;

const NAME: usize = 128;
const KEY: usize = 64;
const CHECK: usize = 16;
const USED: u8 = 1;

/// What a slot holds.
pub(super) struct Held {
    pub(super) key: ShelfKey,
    /// Later is higher: of two keys with one name the later holds.
    pub(super) turn: u64,
}

/// Writes a slot; `None` where name or key are too long for one.
pub(super) fn encode(held: &Held) -> Option<Zeroizing<Vec<u8>>> {
    let name = held.key.name.to_string();
    let (name, key) = (name.as_bytes(), held.key.bytes.as_slice());
    if NAME < name.len() || KEY < key.len() {
        return None;
    }
    let mut slot = Zeroizing::new(Vec::with_capacity(SLOT));
    slot.push(USED);
    slot.push(u8::try_from(name.len()).ok()?);
    slot.push(u8::try_from(key.len()).ok()?);
    slot.extend_from_slice(&held.turn.to_be_bytes());
    slot.extend_from_slice(name);
    slot.extend_from_slice(key);
    slot.resize(SLOT.saturating_sub(CHECK), 0);
    let check = check_of(&slot);
    slot.extend_from_slice(&check);
    Some(slot)
}

/// Reads a slot; `None` where it is free, or half written when the power went.
pub(super) fn decode(slot: &[u8]) -> Option<Held> {
    let (body, check) = slot.split_last_chunk::<CHECK>()?;
    let ([used, name, key], rest) = body.split_first_chunk::<3>()?;
    if *used != USED || check_of(body) != *check {
        return None;
    }
    let (turn, rest) = rest.split_first_chunk::<8>()?;
    let (name, rest) = rest.split_at_checked(usize::from(*name))?;
    let (key, _) = rest.split_at_checked(usize::from(*key))?;
    let name = std::str::from_utf8(name).ok()?.parse().ok()?;
    Some(Held {
        key: ShelfKey::new(name, key),
        turn: u64::from_be_bytes(*turn),
    })
}

fn check_of(body: &[u8]) -> [u8; CHECK] {
    let digest = DigestBuilder::new("peerline/v1/shelf/slot")
        .bytes(body)
        .finish();
    digest.short()
}
