//! Blind tickets from the question until the key of their week is gone.

mod entering;
mod laws;
mod standards;
mod taint;

use super::BlindDesk as _;
use super::BlindKey;
use super::BlindRefusal;
use super::BlindRequest;
use super::BlindTerms;
use super::BlindTicket;
use super::WeeklyDesk;
use super::finish;
use crate::identity::Admission;
use crate::identity::Enter;
use crate::identity::EnterRefusal;
use crate::identity::Entry;
use crate::identity::LineId;
use crate::identity::PublicKey;
use crate::identity::SealedLink;
use crate::identity::Shown;
use crate::identity::State;
use crate::identity::TicketRefusal;
use crate::identity::WeekKeys;
use crate::identity::apply;
use crate::identity::bind;
use crate::identity::enter;
use crate::vocab::AccountId;
use crate::vocab::Entropy;
use crate::vocab::RoomId;
use crate::vocab::Seed;
use crate::vocab::Sensitive;
use crate::vocab::Timestamp;
use crate::vocab::Week;

const LINE: LineId = LineId::from_bytes([9; 32]);
const NOW: Timestamp = Timestamp::from_unix_millis(1_700_000_000_000);
const ALICE: AccountId = AccountId::from_bytes([101; 16]);
const KEY: PublicKey = PublicKey::from_bytes([5; 32]);
const R: [u8; 32] = [6; 32];

fn draws(n: u64) -> Entropy {
    Seed::from_bytes([4; 32]).entropy(n)
}

/// A desk that has the key of the week of [`NOW`].
fn desk() -> WeeklyDesk {
    let mut desk = WeeklyDesk::new(LINE, BlindTerms::default());
    assert!(desk.rotate(NOW, &mut draws(1)).is_some());
    desk
}

fn request(desk: &WeeklyDesk, now: Timestamp, r: &[u8; 32], draw: u64) -> BlindRequest {
    let offer = desk.offer(now).unwrap();
    BlindRequest::new(&offer, &LINE, bind(&KEY, r), &mut draws(draw)).unwrap()
}

/// Asks for one ticket.
fn ask(
    desk: &mut WeeklyDesk,
    now: Timestamp,
    account: AccountId,
    (r, draw): (&[u8; 32], u64),
) -> Result<BlindTicket, BlindRefusal> {
    let request = request(desk, now, r, draw);
    let who = (account, &Admission::Welcome);
    let signed = desk.sign(now, &mut draws(draw + 1000), who, &[request.blinded()])?;
    let mut tickets = finish(&[request], &signed)?;
    assert_eq!(tickets.len(), 1);
    Ok(tickets.remove(0))
}

/// A line's book and the keys of its other tickets.
struct Book {
    state: State,
    weeks: WeekKeys,
    standing: SealedLink,
}

impl Book {
    fn new() -> Self {
        let mut weeks = WeekKeys::new(LINE);
        assert_eq!(weeks.rotate(NOW, &mut draws(2)).len(), 1);
        Self {
            state: State::under(Sensitive::new([8; 32])),
            weeks,
            standing: SealedLink::default(),
        }
    }

    fn enter(
        &mut self,
        now: Timestamp,
        (n, key): (u8, &PublicKey),
        shown: &Shown,
    ) -> Result<Entry, EnterRefusal> {
        let room_key = Sensitive::new([n; 32]);
        let what = Enter {
            room: RoomId::from_bytes([n; 16]),
            room_key: &room_key,
            key,
            shown,
        };
        let book = (&self.state, &self.standing as _, &self.weeks);
        let entered = enter(book, now, &mut draws(3), &what)?;
        apply(&mut self.state, &entered.fact);
        Ok(entered)
    }
}

#[test]
fn a_ticket_is_101_bytes_and_comes_back_from_them() {
    let ticket = ask(&mut desk(), NOW, ALICE, (&R, 10)).unwrap();
    let bytes = ticket.encode();
    assert_eq!(bytes.len(), BlindTicket::BYTES);
    assert_eq!(BlindTicket::decode(&bytes), Ok(ticket.clone()));
    let longer = [bytes.as_slice(), &[0]].concat();
    for wrong in [&[][..], &bytes[1..], &bytes[..100], &longer] {
        let refused = BlindTicket::decode(wrong);
        assert_eq!(refused, Err(TicketRefusal::Malformed));
    }
    // The two kinds of tickets are never taken for each other.
    let sealed = crate::identity::Ticket::decode(&bytes);
    assert_eq!(sealed, Err(TicketRefusal::Malformed));
}

#[test]
fn a_key_lasts_two_days_behind_its_week_and_then_nothing_opens_its_tickets() {
    let mut desk = desk();
    let ticket = ask(&mut desk, NOW, ALICE, (&R, 10)).unwrap().encode();
    let week = Week::of(NOW);
    let end = week
        .begins()
        .after(crate::vocab::Millis::from_hours(9 * 24));
    assert_eq!(BlindTerms::default().ends(week), end);
    let moment = crate::vocab::Millis::new(1);
    assert!(desk.destroy(end.before(moment)).is_empty());
    assert!(desk.check(end.before(moment), &ticket, &KEY, &R).is_ok());
    assert_eq!(
        desk.check(end, &ticket, &KEY, &R),
        Err(TicketRefusal::Expired)
    );
    assert_eq!(desk.destroy(end), [week]);
    // Not even for a clock that is set back.
    assert_eq!(
        desk.check(NOW, &ticket, &KEY, &R),
        Err(TicketRefusal::KeyDestroyed)
    );
}

#[test]
fn a_key_that_was_kept_knows_its_tickets_and_shows_nothing() {
    let mut first = WeeklyDesk::new(LINE, BlindTerms::default());
    let (week, key) = first.rotate(NOW, &mut draws(1)).unwrap();
    assert!(first.rotate(NOW, &mut draws(2)).is_none());
    let ticket = ask(&mut first, NOW, ALICE, (&R, 10)).unwrap().encode();
    let mut again = WeeklyDesk::new(LINE, BlindTerms::default());
    again.load(week, BlindKey::from_bytes(*key.expose()));
    assert!(again.check(NOW, &ticket, &KEY, &R).is_ok());
    assert_eq!(again.offer(NOW), first.offer(NOW));
    let seen = format!("{key:?} {:?}", request(&first, NOW, &R, 1));
    assert_eq!(seen, "BlindKey(..) BlindRequest(..)");
}

#[test]
fn each_wrong_ticket_is_refused_with_its_reason() {
    let mut desk = desk();
    let ticket = ask(&mut desk, NOW, ALICE, (&R, 10)).unwrap().encode();
    let check = |desk: &WeeklyDesk, now| desk.check(now, &ticket, &KEY, &R);
    let week_before = NOW.before(Week::SPAN);
    assert_eq!(check(&desk, week_before), Err(TicketRefusal::NotYet));
    let empty = WeeklyDesk::new(LINE, BlindTerms::default());
    assert_eq!(check(&empty, NOW), Err(TicketRefusal::KeyDestroyed));
    let mut other_key = WeeklyDesk::new(LINE, BlindTerms::default());
    let _ = other_key.rotate(NOW, &mut draws(9));
    assert_eq!(check(&other_key, NOW), Err(TicketRefusal::NotOurs));
    // The same key on another line makes other tickets.
    let mut elsewhere = WeeklyDesk::new(LineId::from_bytes([1; 32]), BlindTerms::default());
    let (week, key) = WeeklyDesk::new(LINE, BlindTerms::default())
        .rotate(NOW, &mut draws(1))
        .unwrap();
    elsewhere.load(week, key);
    assert_eq!(elsewhere.offer(NOW), desk.offer(NOW));
    assert_eq!(check(&elsewhere, NOW), Err(TicketRefusal::NotOurs));
}

#[test]
fn a_line_that_signs_with_a_key_of_its_own_for_somebody_is_found_out() {
    let desk = desk();
    let mut marked = WeeklyDesk::new(LINE, BlindTerms::default());
    let _ = marked.rotate(NOW, &mut draws(9));
    let request = request(&desk, NOW, &R, 10);
    let asked = [request.blinded()];
    let who = (ALICE, &Admission::Welcome);
    let signed = marked.sign(NOW, &mut draws(11), who, &asked).unwrap();
    assert_eq!(finish(&[request], &signed), Err(BlindRefusal::Proof));
}

#[test]
fn an_answer_in_which_a_bit_was_turned_gives_no_ticket() {
    let mut desk = desk();
    let requests = [
        request(&desk, NOW, &R, 10),
        request(&desk, NOW, &[7; 32], 11),
    ];
    let asked = [requests[0].blinded(), requests[1].blinded()];
    let who = (ALICE, &Admission::Welcome);
    let signed = desk.sign(NOW, &mut draws(12), who, &asked).unwrap();
    assert!(finish(&requests, &signed).is_ok());
    for bit in 0..512 {
        let mut turned = signed.clone();
        turned.proof[bit / 8] ^= 1 << (bit % 8);
        assert!(
            finish(&requests, &turned).is_err(),
            "bit {bit} of the proof"
        );
        let mut turned = signed.clone();
        turned.evaluated[bit / 256][(bit % 256) / 8] ^= 1 << (bit % 8);
        assert!(finish(&requests, &turned).is_err(), "bit {bit} of a value");
    }
    let mut swapped = signed.clone();
    swapped.evaluated.reverse();
    assert!(finish(&requests, &swapped).is_err());
    let mut short = signed;
    short.evaluated.pop();
    assert!(finish(&requests, &short).is_err());
}

#[test]
fn what_is_no_element_of_the_group_is_not_signed_and_costs_nothing() {
    let mut desk = desk();
    let identity = super::Blinded([0; 32]);
    let outside = super::Blinded([0xff; 32]);
    let who = (ALICE, &Admission::Welcome);
    for wrong in [identity, outside] {
        for _ in 0..20 {
            let refused = desk.sign(NOW, &mut draws(12), who, &[wrong]);
            assert_eq!(refused, Err(BlindRefusal::Malformed));
        }
    }
    let five = [request(&desk, NOW, &R, 10).blinded(); 5];
    for wrong in [&[][..], &five] {
        let refused = desk.sign(NOW, &mut draws(12), who, wrong);
        assert_eq!(refused, Err(BlindRefusal::TooMany));
    }
    assert!(ask(&mut desk, NOW, ALICE, (&R, 10)).is_ok());
}

#[test]
fn eight_a_day_and_the_ninth_says_when() {
    let mut desk = desk();
    for n in 0..8 {
        assert!(ask(&mut desk, NOW, ALICE, (&[n; 32], 10)).is_ok());
    }
    let Err(BlindRefusal::Rate { retry }) = ask(&mut desk, NOW, ALICE, (&R, 10)) else {
        panic!("a ninth");
    };
    let tomorrow = NOW.after(retry);
    let moment = crate::vocab::Millis::new(1);
    assert!(ask(&mut desk, tomorrow.before(moment), ALICE, (&R, 10)).is_err());
    let _ = desk.rotate(tomorrow, &mut draws(13));
    assert!(ask(&mut desk, tomorrow, ALICE, (&R, 10)).is_ok());
}
