//! The laws hold for the default, and each law can be broken.

use super::LINE;
use super::draws;
use crate::identity::Admission;
use crate::identity::PublicKey;
use crate::identity::Shown;
use crate::identity::TicketRefusal;
use crate::identity::blind::BlindDesk;
use crate::identity::blind::BlindOffer;
use crate::identity::blind::BlindRefusal;
use crate::identity::blind::BlindSigned;
use crate::identity::blind::BlindTerms;
use crate::identity::blind::Blinded;
use crate::identity::blind::WeeklyDesk;
use crate::testkit::blind::START;
use crate::testkit::blind::all_laws;
use crate::vocab::AccountId;
use crate::vocab::Entropy;
use crate::vocab::TicketNumber;
use crate::vocab::Timestamp;
use crate::vocab::Week;

fn fresh() -> WeeklyDesk {
    let mut desk = WeeklyDesk::new(LINE, BlindTerms::default());
    let _ = desk.rotate(START, &mut draws(1));
    desk
}

#[test]
fn the_default_keeps_every_law() {
    for (name, law) in all_laws() {
        assert_eq!(law(&mut fresh(), &LINE), Ok(()), "{name}");
    }
}

#[test]
fn every_law_of_the_desk_can_be_broken() {
    for (law, judge) in all_laws() {
        let right = fresh();
        let broken = judge(&mut Wrong { law, right }, &LINE).unwrap_err();
        assert_eq!(broken.law, law);
    }
}

/// The default with one thing wrong.
#[derive(Debug)]
struct Wrong {
    law: &'static str,
    right: WeeklyDesk,
}

impl BlindDesk for Wrong {
    fn offer(&self, now: Timestamp) -> Option<BlindOffer> {
        let mut offer = self.right.offer(now.min(START))?;
        if self.law == "the_offered_key_signs" {
            let mut other = WeeklyDesk::new(LINE, BlindTerms::default());
            let _ = other.rotate(now, &mut draws(77));
            offer.key = other.offer(now)?.key;
        }
        Some(offer)
    }

    fn sign(
        &mut self,
        now: Timestamp,
        entropy: &mut Entropy,
        (account, admission): (AccountId, &Admission),
        asked: &[Blinded],
    ) -> Result<BlindSigned, BlindRefusal> {
        match self.law {
            "sanctions_get_no_blind_ticket" => {
                let who = (account, &Admission::Welcome);
                self.right.sign(now, entropy, who, asked)
            }
            "an_account_gets_a_few_a_day" => {
                let who = (account, admission);
                self.right.clone().sign(START, entropy, who, asked)
            }
            _ => self.right.sign(now, entropy, (account, admission), asked),
        }
    }

    fn check(
        &self,
        now: Timestamp,
        ticket: &[u8],
        room_key: &PublicKey,
        r: &[u8; 32],
    ) -> Result<Shown, TicketRefusal> {
        let right = self.right.check(now, ticket, room_key, r);
        let week = Week::of(START);
        let end = BlindTerms::default().ends(week);
        let any = || Shown::blind(week, TicketNumber::from_bytes([1; 16]), end);
        match self.law {
            "signed_tickets_open" => Err(TicketRefusal::Spent),
            "tickets_lead_to_nobody" => right.map(|shown| {
                // The end of each is another: enough to know somebody again by.
                let odd = u64::from(shown.number().as_bytes()[0]);
                let end = shown.expires().after(crate::vocab::Millis::new(odd));
                Shown::blind(week, shown.number(), end)
            }),
            "numbers_tell_tickets_apart" => right.map(|_| any()),
            _ => right.or_else(|refusal| match (self.law, refusal) {
                ("tickets_are_for_one_key", TicketRefusal::WrongBind)
                | ("turned_tickets_open_nothing", TicketRefusal::NotOurs)
                | ("forged_tickets_open_nothing", _)
                | ("old_tickets_open_nothing", TicketRefusal::Expired) => Ok(any()),
                (_, refusal) => Err(refusal),
            }),
        }
    }
}
