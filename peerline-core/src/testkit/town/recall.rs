//! What an older backup has forgotten.

use futures_util::FutureExt as _;

use super::ledger::Ledger;
use super::letters::Letter;
use super::person::Person;
use crate::memory::MemoryStore;
use crate::ports::Journal as _;
use crate::protocol::Chain;
use crate::protocol::Kind;
use crate::vocab::AccountId;
use crate::vocab::RoomName;
use crate::vocab::Seq;

/// Notes what a person has seen or was promised that the store no longer holds.
pub(super) fn compare(person: &mut Person, held: &MemoryStore) {
    let account = person.account;
    for (room, view) in &mut person.book.rooms {
        let Some(name) = room.clone().resolve(account) else {
            continue;
        };
        let read = held.read(&name, Seq::ZERO, usize::MAX).now_or_never();
        let stored = read.and_then(Result::ok).unwrap_or_default();
        let mut pairs = view.entries.iter().zip(0..);
        let lacks = pairs.find(|(seen, place)| {
            let stored: Option<&crate::ports::Stored> = stored.get(*place);
            stored.is_none_or(|stored| Chain::from_bytes(stored.event.chain) != seen.h)
        });
        view.went_back = true;
        view.forgotten = lacks.map(|(seen, _)| seen.seq);
    }
    let ledger = Ledger::read(held);
    for letter in &mut person.letters.all {
        let known = ledger.puts.contains_key(&place(&ledger, letter, account));
        letter.undone |= letter.is_acknowledged() && !known;
    }
}

/// Returns under what the log knows a put.
pub(super) fn key(letter: &Letter, account: AccountId) -> (RoomName, crate::vocab::Cid) {
    (
        letter
            .room
            .clone()
            .resolve(account)
            .unwrap_or(RoomName::Line),
        letter.cid,
    )
}

/// Returns under what this log has a put: a call for a person that its room refused goes on, under
/// the same `cid`, in its author's own.
pub(super) fn place(
    ledger: &Ledger,
    letter: &Letter,
    account: AccountId,
) -> (RoomName, crate::vocab::Cid) {
    let asked = key(letter, account);
    if letter.kind == Kind::Signal && !ledger.puts.contains_key(&asked) {
        return (RoomName::Me(account), letter.cid);
    }
    asked
}
