//! The names people come under, as the line sees them.

use super::people::number;
use super::stream::mixed;
use crate::vocab::AccountId;

/// Returns the account under which a seeker comes. Accounts of one person say nothing of each
/// other: the first half only spreads them, the second says who, for those who know this file.
#[must_use]
pub fn account_of_seeker(seeker: usize, name: u8) -> AccountId {
    account(Side::Seeker, seeker, name)
}

/// Returns the account under which a supporter comes.
#[must_use]
pub fn account_of_supporter(supporter: usize, name: u8) -> AccountId {
    account(Side::Supporter, supporter, name)
}

/// Which list of a workload a person is in.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Side {
    Seeker,
    Supporter,
}

/// Reads an account back: which list, and the place in it.
pub(super) fn read(account: AccountId) -> (Side, usize) {
    let [.., a, b, c, d, side, _] = *account.as_bytes();
    let index = number(u32::from_be_bytes([a, b, c, d]).into());
    match side {
        0 => (Side::Seeker, index),
        _ => (Side::Supporter, index),
    }
}

fn account(side: Side, index: usize, name: u8) -> AccountId {
    let index = u32::try_from(index).unwrap_or(u32::MAX);
    let side = u8::from(side == Side::Supporter);
    let [a, b, c, d] = index.to_be_bytes();
    let low = u64::from_be_bytes([0, 0, a, b, c, d, side, name]);
    let bits = u128::from(mixed(low.wrapping_add(1))) << 64 | u128::from(low);
    AccountId::from_bytes(bits.to_be_bytes())
}
