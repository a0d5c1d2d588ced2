//! A person's name in one room, in bytes.

use super::encoding::hmac;
use super::encoding::lp_joined;
use super::encoding::short;
use crate::vocab::AccountId;
use crate::vocab::OccupantId;
use crate::vocab::Sensitive;

/// Returns the name of `account` in the room `ctx_id`.
///
/// `k_room` is random, belongs to that room alone and is erased with it: without it the name leads
/// nowhere, and no two rooms share a byte of it. One account has one name in a room, so a new key
/// on the same account is no way around a sanction.
#[must_use]
pub fn occupant_id(k_room: &Sensitive<[u8; 32]>, ctx_id: &[u8], account: &AccountId) -> OccupantId {
    let message = lp_joined(&[b"peerline/v1/occ", ctx_id, account.as_bytes()]);
    OccupantId::from_bytes(short(hmac(k_room.expose(), &message)))
}

/// Returns the mark under which a sanction outlives the account that bore it: without the line's
/// key it leads nowhere.
#[must_use]
pub fn stone_mark(key: &Sensitive<[u8; 32]>, account: &AccountId) -> OccupantId {
    let message = lp_joined(&[b"peerline/v1/stone", account.as_bytes()]);
    OccupantId::from_bytes(short(hmac(key.expose(), &message)))
}
