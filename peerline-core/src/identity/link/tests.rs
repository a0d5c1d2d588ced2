//! Tickets from the day they are issued until nobody can open what they left behind.

mod bearer;
mod entering;
mod tickets;
mod vectors;
mod weeks;

use super::Class;
use super::Shown;
use super::Ticket;
use super::WeekKeys;
use super::bind;
use crate::identity::Enter;
use crate::identity::EnterRefusal;
use crate::identity::Entry;
use crate::identity::Fact;
use crate::identity::LineId;
use crate::identity::PublicKey;
use crate::identity::SealedLink;
use crate::identity::State;
use crate::identity::apply;
use crate::identity::enter;
use crate::vocab::AccountId;
use crate::vocab::Millis;
use crate::vocab::RoomId;
use crate::vocab::Seed;
use crate::vocab::Sensitive;
use crate::vocab::Timestamp;

const LINE: LineId = LineId::from_bytes([9; 32]);
const NOW: Timestamp = Timestamp::from_unix_millis(1_700_000_000_000);
const HOUR: Millis = Millis::from_hours(1);
const DAY: Millis = Millis::from_hours(24);
const ALICE: AccountId = AccountId::from_bytes([101; 16]);
const BOB: AccountId = AccountId::from_bytes([102; 16]);
const KEY: PublicKey = PublicKey::from_bytes([5; 32]);
const R: [u8; 32] = [6; 32];

fn room(n: u8) -> RoomId {
    RoomId::from_bytes([n; 16])
}

/// A line with its book, its keys and a source of randomness that never repeats.
#[derive(Debug)]
struct Desk {
    keys: WeekKeys,
    book: State,
    draws: u64,
}

impl Desk {
    fn new() -> Self {
        let mut desk = Self {
            keys: WeekKeys::new(LINE),
            book: State::under(Sensitive::new([8; 32])),
            draws: 0,
        };
        desk.rotate(NOW);
        desk
    }

    fn rotate(&mut self, now: Timestamp) -> usize {
        let mut entropy = self.draw();
        self.keys.rotate(now, &mut entropy).len()
    }

    fn draw(&mut self) -> crate::vocab::Entropy {
        self.draws += 1;
        Seed::from_bytes([3; 32]).entropy(self.draws)
    }

    fn issue(&mut self, now: Timestamp, account: AccountId) -> Ticket {
        let mut entropy = self.draw();
        let bearer = (account, Class::Member);
        let issued = self.keys.issue(now, &mut entropy, bearer, bind(&KEY, &R));
        issued.unwrap()
    }

    fn show(&self, now: Timestamp, ticket: &Ticket) -> Shown {
        let verifiers = self.keys.verifiers();
        verifiers.check(now, &ticket.encode(), &KEY, &R).unwrap()
    }

    fn enter(&mut self, now: Timestamp, n: u8, shown: &Shown) -> Result<Entry, EnterRefusal> {
        let mut entropy = self.draw();
        let room_key = Sensitive::new([n; 32]);
        let what = Enter {
            room: room(n),
            room_key: &room_key,
            key: &KEY,
            shown,
        };
        let standing = SealedLink::default();
        let entered = enter(
            (&self.book, &standing, &self.keys),
            now,
            &mut entropy,
            &what,
        )?;
        self.take(std::slice::from_ref(&entered.fact));
        Ok(entered)
    }

    /// Issues a ticket and enters with it.
    fn walk_in(&mut self, now: Timestamp, n: u8, account: AccountId) -> Entry {
        let ticket = self.issue(now, account);
        let shown = self.show(now, &ticket);
        self.enter(now, n, &shown).unwrap()
    }

    fn take(&mut self, facts: &[Fact]) {
        for fact in facts {
            apply(&mut self.book, fact);
        }
    }
}
