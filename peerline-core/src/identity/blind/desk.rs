//! The line's half: who gets blind tickets, and which ones are genuine.

use std::collections::BTreeMap;
use std::fmt;

use subtle::ConstantTimeEq as _;

use super::BlindKey;
use super::BlindOffer;
use super::BlindRefusal;
use super::BlindSigned;
use super::BlindTerms;
use super::BlindTicket;
use super::Blinded;
use super::suite;
use super::suite::Hidden;
use crate::identity::Admission;
use crate::identity::LineId;
use crate::identity::PublicKey;
use crate::identity::Shown;
use crate::identity::TicketRefusal;
use crate::identity::bind;
use crate::vocab::AccountId;
use crate::vocab::Entropy;
use crate::vocab::Millis;
use crate::vocab::Timestamp;
use crate::vocab::Week;

/// Gives blind tickets and checks them.
///
/// # Contract
/// - Genuine: what it signed is a ticket that it knows again (`signed_tickets_open`).
/// - Blind: what it knows of a ticket is its week, and the same for everybody
///   (`tickets_lead_to_nobody`).
/// - Once: a ticket is spent by one number, and two are by two (`numbers_tell_tickets_apart`).
/// - Bound: a ticket opens nothing with another room key (`tickets_are_for_one_key`).
/// - Strict: a ticket with a bit turned opens nothing (`turned_tickets_open_nothing`).
/// - Unforgeable: nothing that it has not signed opens anything (`forged_tickets_open_nothing`).
/// - Short: a ticket ends after its week, for ever (`old_tickets_open_nothing`).
/// - Firm: under a sanction and on probation there are none (`sanctions_get_no_blind_ticket`).
/// - Counted: an account gets so many a day and no more (`an_account_gets_a_few_a_day`).
/// - Provable: what it signs is proven to be under the key it offers (`the_offered_key_signs`).
///
/// # Privacy
/// It sees who asks and what is shown, and nothing in common of both. What it counts is in memory
/// alone, and forgotten when the day is over.
pub trait BlindDesk: fmt::Debug + Send {
    /// Returns which key tickets are made with now; `None` where there is none of this week.
    fn offer(&self, now: Timestamp) -> Option<BlindOffer>;

    /// Signs what somebody wants tickets for. `admission` is what
    /// [`Standing::admit`](crate::identity::Standing::admit) says of them now.
    ///
    /// # Errors
    /// [`BlindRefusal`], with nothing counted.
    fn sign(
        &mut self,
        now: Timestamp,
        entropy: &mut Entropy,
        who: (AccountId, &Admission),
        asked: &[Blinded],
    ) -> Result<BlindSigned, BlindRefusal>;

    /// Checks a ticket that is shown with a room key. Whether it was used before is the account
    /// book's to say ([`State::is_spent`](crate::identity::State::is_spent)).
    ///
    /// # Errors
    /// [`TicketRefusal`], the first that holds.
    fn check(
        &self,
        now: Timestamp,
        ticket: &[u8],
        room_key: &PublicKey,
        r: &[u8; 32],
    ) -> Result<Shown, TicketRefusal>;
}

/// The default: a random key for each week.
#[derive(Clone, Debug)]
pub struct WeeklyDesk {
    line: LineId,
    terms: BlindTerms,
    keys: BTreeMap<Week, BlindKey>,
    /// Of which day [`given`](Self::given) is.
    day: u64,
    given: BTreeMap<AccountId, u32>,
}

impl WeeklyDesk {
    /// Makes the desk of a line that has no keys yet.
    #[must_use]
    pub const fn new(line: LineId, terms: BlindTerms) -> Self {
        Self {
            line,
            terms,
            keys: BTreeMap::new(),
            day: 0,
            given: BTreeMap::new(),
        }
    }

    /// Takes in a key that was kept.
    pub fn load(&mut self, week: Week, key: BlindKey) {
        self.keys.insert(week, key);
    }

    /// Makes the key of this week where it is missing. Returns it: to be kept before it is used.
    #[must_use]
    pub fn rotate(&mut self, now: Timestamp, entropy: &mut Entropy) -> Option<(Week, BlindKey)> {
        let week = Week::of(now);
        if self.keys.contains_key(&week) {
            return None;
        }
        let key = BlindKey::from_entropy(entropy);
        self.keys.insert(week, key.clone());
        Some((week, key))
    }

    /// Drops the keys whose tickets open nothing any more. Returns of which weeks: to be destroyed
    /// wherever they lie.
    #[must_use]
    pub fn destroy(&mut self, now: Timestamp) -> Vec<Week> {
        let terms = self.terms;
        let over = |week: &Week| terms.ends(*week) <= now;
        let gone = self.keys.keys().copied().filter(over).collect();
        self.keys.retain(|week, _| !over(week));
        gone
    }

    /// Returns when [`rotate`](Self::rotate) or [`destroy`](Self::destroy) has something to do.
    #[must_use]
    pub fn due(&self, now: Timestamp) -> Timestamp {
        let this = Week::of(now);
        if !self.keys.contains_key(&this) {
            return now;
        }
        let ends = self.keys.keys().map(|week| self.terms.ends(*week));
        ends.fold(this.next().begins(), Timestamp::min)
    }

    /// Returns a desk that checks what this one does, and does not know who had tickets.
    #[must_use]
    pub fn without_counts(&self) -> Self {
        Self {
            keys: self.keys.clone(),
            ..Self::new(self.line, self.terms)
        }
    }

    /// Returns how many tickets an account had on the day of `now`.
    fn had(&self, now: Timestamp, account: AccountId) -> u32 {
        let today = self.day == day(now);
        let given = self.given.get(&account).filter(|_| today);
        given.copied().unwrap_or_default()
    }

    fn count(&mut self, now: Timestamp, account: AccountId, n: u32) {
        if self.day != day(now) {
            self.day = day(now);
            self.given.clear();
        }
        let given = self.given.entry(account).or_default();
        *given = given.saturating_add(n);
    }

    fn evaluate(
        &self,
        now: Timestamp,
        entropy: &mut Entropy,
        asked: &[Blinded],
    ) -> Result<BlindSigned, BlindRefusal> {
        let key = self.keys.get(&Week::of(now)).and_then(BlindKey::server);
        let key = key.ok_or(TicketRefusal::KeyDestroyed)?;
        let asked: Result<Vec<_>, _> = asked
            .iter()
            .map(|one| Hidden::deserialize(&one.0))
            .collect();
        let asked = asked.map_err(|_| BlindRefusal::Malformed)?;
        let prepared: Vec<_> = key.batch_blind_evaluate_prepare(asked.iter()).collect();
        let mut draws = suite::generator(entropy);
        let done = key
            .batch_blind_evaluate_finish(&mut draws, asked.iter(), &prepared)
            .map_err(|_| BlindRefusal::Malformed)?;
        Ok(BlindSigned {
            proof: done.proof.serialize().into(),
            evaluated: done.messages.map(|one| one.serialize().into()).collect(),
        })
    }
}

impl BlindDesk for WeeklyDesk {
    fn offer(&self, now: Timestamp) -> Option<BlindOffer> {
        let week = Week::of(now);
        let key = self.keys.get(&week)?.public()?;
        Some(BlindOffer { week, key })
    }

    fn sign(
        &mut self,
        now: Timestamp,
        entropy: &mut Entropy,
        (account, admission): (AccountId, &Admission),
        asked: &[Blinded],
    ) -> Result<BlindSigned, BlindRefusal> {
        match admission {
            Admission::Welcome => {}
            Admission::Probation { until } => {
                return Err(BlindRefusal::Probation { until: *until });
            }
            Admission::HelpOnly { until, ground } => {
                return Err(BlindRefusal::HelpOnly {
                    until: *until,
                    ground: ground.clone(),
                });
            }
        }
        if asked.is_empty() || BlindTerms::AT_ONCE < asked.len() {
            return Err(BlindRefusal::TooMany);
        }
        let n = u32::try_from(asked.len()).unwrap_or(u32::MAX);
        if self.terms.a_day < self.had(now, account).saturating_add(n) {
            let retry = midnight(now).since(now);
            return Err(BlindRefusal::Rate { retry });
        }
        let signed = self.evaluate(now, entropy, asked)?;
        self.count(now, account, n);
        Ok(signed)
    }

    fn check(
        &self,
        now: Timestamp,
        ticket: &[u8],
        room_key: &PublicKey,
        r: &[u8; 32],
    ) -> Result<Shown, TicketRefusal> {
        let ticket = BlindTicket::decode(ticket)?;
        let ends = self.terms.ends(ticket.week);
        if ends <= now {
            return Err(TicketRefusal::Expired);
        }
        if Week::of(now) < ticket.week {
            return Err(TicketRefusal::NotYet);
        }
        let key = self.keys.get(&ticket.week).and_then(BlindKey::server);
        let key = key.ok_or(TicketRefusal::KeyDestroyed)?;
        let value = key.evaluate(&suite::input(&self.line, ticket.week, &ticket.bind));
        let value: [u8; 64] = value.map_err(|_| TicketRefusal::NotOurs)?.into();
        if !bool::from(value.ct_eq(&ticket.value)) {
            return Err(TicketRefusal::NotOurs);
        }
        if bind(room_key, r) != ticket.bind {
            return Err(TicketRefusal::WrongBind);
        }
        let number = suite::number(ticket.week, &ticket.bind);
        Ok(Shown::blind(ticket.week, number, ends))
    }
}

const DAY: Millis = Millis::from_hours(24);

fn day(at: Timestamp) -> u64 {
    at.unix_millis().checked_div(DAY.get()).unwrap_or_default()
}

/// Returns when the day of `at` is over, in UTC.
fn midnight(at: Timestamp) -> Timestamp {
    Timestamp::ZERO.after(DAY.times(day(at).saturating_add(1)))
}
