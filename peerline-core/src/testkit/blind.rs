//! The laws of [`BlindDesk`].

use super::Broken;
use super::LawResult;
use crate::identity::Admission;
use crate::identity::Class;
use crate::identity::LineId;
use crate::identity::PublicKey;
use crate::identity::Shown;
use crate::identity::TicketRefusal;
use crate::identity::bind;
use crate::identity::blind::BlindDesk;
use crate::identity::blind::BlindOffer;
use crate::identity::blind::BlindRefusal;
use crate::identity::blind::BlindRequest;
use crate::identity::blind::BlindTicket;
use crate::identity::blind::Blinded;
use crate::identity::blind::finish;
use crate::vocab::AccountId;
use crate::vocab::Entropy;
use crate::vocab::Millis;
use crate::vocab::Seed;
use crate::vocab::Timestamp;
use crate::vocab::Week;

/// A law of [`BlindDesk`]: judged with a desk of this line that has the key of [`START`]'s week
/// and has given nothing yet.
pub type BlindLaw = fn(&mut dyn BlindDesk, &LineId) -> LawResult;

/// When the laws are judged: a day before the end of a week at the latest.
pub const START: Timestamp = Timestamp::from_unix_millis(1_700_000_000_000);

/// Returns every law of [`BlindDesk`] with its name.
#[must_use]
pub fn all_laws() -> Vec<(&'static str, BlindLaw)> {
    vec![
        ("signed_tickets_open", signed_tickets_open),
        ("tickets_lead_to_nobody", tickets_lead_to_nobody),
        ("numbers_tell_tickets_apart", numbers_tell_tickets_apart),
        ("tickets_are_for_one_key", tickets_are_for_one_key),
        ("turned_tickets_open_nothing", turned_tickets_open_nothing),
        ("forged_tickets_open_nothing", forged_tickets_open_nothing),
        ("old_tickets_open_nothing", old_tickets_open_nothing),
        (
            "sanctions_get_no_blind_ticket",
            sanctions_get_no_blind_ticket,
        ),
        ("an_account_gets_a_few_a_day", an_account_gets_a_few_a_day),
        ("the_offered_key_signs", the_offered_key_signs),
    ]
}

/// What it signs, alone or several together, is a ticket to it.
///
/// # Errors
/// [`Broken`] where it is not.
pub fn signed_tickets_open(desk: &mut dyn BlindDesk, line: &LineId) -> LawResult {
    const LAW: &str = "signed_tickets_open";
    let mut scene = Scene { desk, line };
    for n in [1, 3] {
        for ticket in scene.get(LAW, ALICE, n)? {
            scene.opens(LAW, &ticket)?;
        }
    }
    Ok(())
}

/// Of two people's tickets it knows the same.
///
/// # Errors
/// [`Broken`] where it knows more.
pub fn tickets_lead_to_nobody(desk: &mut dyn BlindDesk, line: &LineId) -> LawResult {
    const LAW: &str = "tickets_lead_to_nobody";
    let mut scene = Scene { desk, line };
    let mut known = Vec::new();
    for account in [ALICE, BOB] {
        for ticket in scene.get(LAW, account, 1)? {
            let shown = scene.opens(LAW, &ticket)?;
            if !shown.link().is_unlinkable() || shown.class() != Class::Member {
                return broken(LAW, "a ticket that leads to somebody");
            }
            known.push((*shown.link(), shown.expires()));
        }
    }
    let first = known.first();
    let same = known.iter().all(|one| Some(one) == first);
    same.then_some(())
        .ok_or_else(|| Broken::new(LAW, "one ticket says more than the other"))
}

/// A ticket is spent by the same number each time, and two tickets by two.
///
/// # Errors
/// [`Broken`] where they are not.
pub fn numbers_tell_tickets_apart(desk: &mut dyn BlindDesk, line: &LineId) -> LawResult {
    const LAW: &str = "numbers_tell_tickets_apart";
    let mut scene = Scene { desk, line };
    let mut numbers = Vec::new();
    for ticket in scene.get(LAW, ALICE, 2)? {
        let number = scene.opens(LAW, &ticket)?.number();
        if number != scene.opens(LAW, &ticket)?.number() {
            return broken(LAW, "one ticket has two numbers");
        }
        numbers.push(number);
    }
    numbers.dedup();
    if numbers.len() < 2 {
        return broken(LAW, "two tickets have one number");
    }
    Ok(())
}

/// A ticket opens nothing with another room key, nor with other randomness in its bind.
///
/// # Errors
/// [`Broken`] where it does.
pub fn tickets_are_for_one_key(desk: &mut dyn BlindDesk, line: &LineId) -> LawResult {
    const LAW: &str = "tickets_are_for_one_key";
    let mut scene = Scene { desk, line };
    let other = PublicKey::from_bytes([6; 32]);
    for (ticket, r) in scene.get(LAW, ALICE, 1)? {
        let bytes = ticket.encode();
        let stolen = scene.desk.check(START, &bytes, &other, &r);
        let guessed = scene.desk.check(START, &bytes, &KEY, &[0; 32]);
        if stolen.is_ok() || guessed.is_ok() {
            return broken(LAW, "another key came in by it");
        }
    }
    Ok(())
}

/// No ticket in which one bit was turned opens anything.
///
/// # Errors
/// [`Broken`] where one does.
pub fn turned_tickets_open_nothing(desk: &mut dyn BlindDesk, line: &LineId) -> LawResult {
    const LAW: &str = "turned_tickets_open_nothing";
    let mut scene = Scene { desk, line };
    for (ticket, r) in scene.get(LAW, ALICE, 1)? {
        let bytes = ticket.encode();
        for at in 0..bytes.len() {
            let mut turned = bytes.clone();
            if let Some(byte) = turned.get_mut(at) {
                *byte ^= 1 << (at % 8);
            }
            if scene.desk.check(START, &turned, &KEY, &r).is_ok() {
                return broken(LAW, format!("byte {at} does not matter"));
            }
        }
    }
    Ok(())
}

/// Nothing that it has not signed opens anything: neither a made-up value, nor the hidden number
/// sent back, nor bytes of another length.
///
/// # Errors
/// [`Broken`] where it does.
pub fn forged_tickets_open_nothing(desk: &mut dyn BlindDesk, line: &LineId) -> LawResult {
    const LAW: &str = "forged_tickets_open_nothing";
    let r = [7; 32];
    let scene = Scene { desk, line };
    let offer = scene.offer(LAW)?;
    let request = scene.request(LAW, &offer, r)?;
    let hidden = request.blinded().0;
    let week = offer.week.number().to_be_bytes();
    let forged = |value: &[u8]| [&[2][..], &week, bind(&KEY, &r).as_bytes(), value].concat();
    let twice = [hidden, hidden].concat();
    for value in [&[][..], &[0; 64], &[0xff; 64], &twice] {
        if scene.desk.check(START, &forged(value), &KEY, &r).is_ok() {
            return broken(LAW, "a made-up ticket opened a room");
        }
    }
    Ok(())
}

/// A ticket opens nothing two weeks after its own, however long one waits, nor before its week.
///
/// # Errors
/// [`Broken`] where it does.
pub fn old_tickets_open_nothing(desk: &mut dyn BlindDesk, line: &LineId) -> LawResult {
    const LAW: &str = "old_tickets_open_nothing";
    let mut scene = Scene { desk, line };
    let never = Timestamp::from_unix_millis(u64::MAX);
    let later = [START.after(Week::SPAN.times(3)), never];
    for (ticket, r) in scene.get(LAW, ALICE, 1)? {
        let bytes = ticket.encode();
        for now in later.into_iter().chain([START.before(Week::SPAN)]) {
            if scene.desk.check(now, &bytes, &KEY, &r).is_ok() {
                return broken(LAW, format!("it opens a room at {now:?}"));
            }
        }
    }
    Ok(())
}

/// Somebody under a sanction, or on probation, gets nothing signed.
///
/// # Errors
/// [`Broken`] where they do.
pub fn sanctions_get_no_blind_ticket(desk: &mut dyn BlindDesk, line: &LineId) -> LawResult {
    const LAW: &str = "sanctions_get_no_blind_ticket";
    let until = START.after(Millis::from_hours(24));
    let ground = "rules#contact".parse();
    let ground = ground.map_err(|_| Broken::new(LAW, "no ground"))?;
    let mut scene = Scene { desk, line };
    let kept_out = [
        Admission::HelpOnly { until, ground },
        Admission::Probation { until },
    ];
    for admission in kept_out {
        let offer = scene.offer(LAW)?;
        let request = scene.request(LAW, &offer, [7; 32])?;
        let asked = [request.blinded()];
        if scene.sign(START, (ALICE, &admission), &asked).is_ok() {
            return broken(LAW, format!("{admission:?} got one"));
        }
    }
    Ok(())
}

/// An account gets fewer than a hundred within a day, others get theirs all the same, and there
/// are some again a day later.
///
/// # Errors
/// [`Broken`] where it gets more, or none again.
pub fn an_account_gets_a_few_a_day(desk: &mut dyn BlindDesk, line: &LineId) -> LawResult {
    const LAW: &str = "an_account_gets_a_few_a_day";
    let mut scene = Scene { desk, line };
    let offer = scene.offer(LAW)?;
    let asked = [scene.request(LAW, &offer, [7; 32])?.blinded()];
    let welcome = Admission::Welcome;
    let had = (0..MANY).take_while(|_| scene.sign(START, (ALICE, &welcome), &asked).is_ok());
    if had.count() == MANY {
        return broken(LAW, "there is no end of them");
    }
    let other = scene.sign(START, (BOB, &welcome), &asked);
    let later = START.after(Millis::from_hours(24));
    let again = scene.sign(later, (ALICE, &welcome), &asked);
    if other.is_err() || again.is_err() {
        return broken(LAW, "somebody gets none who had none");
    }
    Ok(())
}

/// What it signs comes with a proof that holds for the key it offers.
///
/// # Errors
/// [`Broken`] where it does not.
pub fn the_offered_key_signs(desk: &mut dyn BlindDesk, line: &LineId) -> LawResult {
    const LAW: &str = "the_offered_key_signs";
    let mut scene = Scene { desk, line };
    scene.get(LAW, ALICE, 2).map(|_| ())
}

/// A desk and people who ask there.
struct Scene<'a> {
    desk: &'a mut dyn BlindDesk,
    line: &'a LineId,
}

impl Scene<'_> {
    fn offer(&self, law: &'static str) -> Result<BlindOffer, Broken> {
        let offer = self.desk.offer(START);
        offer.ok_or_else(|| Broken::new(law, "there is no key of this week"))
    }

    fn request(
        &self,
        law: &'static str,
        offer: &BlindOffer,
        r: [u8; 32],
    ) -> Result<BlindRequest, Broken> {
        let draw = u64::from(r.first().copied().unwrap_or_default());
        let made = BlindRequest::new(offer, self.line, bind(&KEY, &r), &mut draws(draw));
        made.map_err(|why| Broken::new(law, why.to_string()))
    }

    fn sign(
        &mut self,
        now: Timestamp,
        who: (AccountId, &Admission),
        asked: &[Blinded],
    ) -> Result<crate::identity::blind::BlindSigned, BlindRefusal> {
        self.desk.sign(now, &mut draws(99), who, asked)
    }

    /// Gets `n` tickets, each with the randomness in its bind.
    fn get(
        &mut self,
        law: &'static str,
        account: AccountId,
        n: u8,
    ) -> Result<Vec<(BlindTicket, [u8; 32])>, Broken> {
        let offer = self.offer(law)?;
        let own = account.as_bytes().first().copied().unwrap_or_default();
        let all = (0..n).map(|place| [own.wrapping_add(place); 32]);
        let requests: Result<Vec<_>, _> =
            all.clone().map(|r| self.request(law, &offer, r)).collect();
        let requests = requests?;
        let asked: Vec<_> = requests.iter().map(BlindRequest::blinded).collect();
        let signed = self.sign(START, (account, &Admission::Welcome), &asked);
        let tickets = signed.and_then(|signed| finish(&requests, &signed));
        let tickets = tickets.map_err(|why| Broken::new(law, why.to_string()))?;
        Ok(tickets.into_iter().zip(all).collect())
    }

    fn opens(
        &self,
        law: &'static str,
        (ticket, r): &(BlindTicket, [u8; 32]),
    ) -> Result<Shown, Broken> {
        let shown = self.desk.check(START, &ticket.encode(), &KEY, r);
        shown.map_err(|why: TicketRefusal| Broken::new(law, why.to_string()))
    }
}

fn draws(n: u64) -> Entropy {
    Seed::from_bytes([8; 32]).entropy(n)
}

fn broken(law: &'static str, what: impl Into<String>) -> LawResult {
    Err(Broken::new(law, what))
}

const MANY: usize = 100;
const ALICE: AccountId = AccountId::from_bytes([101; 16]);
const BOB: AccountId = AccountId::from_bytes([201; 16]);
const KEY: PublicKey = PublicKey::from_bytes([5; 32]);
