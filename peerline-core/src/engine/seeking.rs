//! Waiting, being on shift, and how two people are brought together.

use super::Answer;
use super::Engine;
use super::Why;
use super::puts::Author;
use super::rooms::Subject;
use super::ways::Bar;
use crate::log::Fact;
use crate::log::Notice;
use crate::log::OfferEnd;
use crate::log::OfferedSeeker;
use crate::log::Task;
use crate::matching;
use crate::matching::Asked;
use crate::matching::AwayReason;
use crate::matching::Command;
use crate::matching::Hours;
use crate::matching::InvalidProfile;
use crate::matching::LeaveReason;
use crate::matching::Shift;
use crate::matching::Wish;
use crate::room::RoomKind;
use crate::vocab::AccountId;
use crate::vocab::Capability;
use crate::vocab::Clearance;
use crate::vocab::Language;
use crate::vocab::Millis;
use crate::vocab::OfferId;
use crate::vocab::Queue;
use crate::vocab::Role;
use crate::vocab::RoomId;
use crate::vocab::RoomName;
use crate::vocab::Tier;
use crate::vocab::Timestamp;

/// How often somebody may ask anew, and within which time: more than anybody needs who looks for
/// words for what they want, and few enough that nobody can make the line turn about them. Who is
/// urgent is not counted.
const ASKED_ANEW: (u32, Millis) = (30, Millis::from_mins(10));

impl Engine {
    pub(super) fn seek(&mut self, author: Author, asked: Asked) -> Answer {
        let account = author.account;
        if self.is_help_only(account) {
            return Answer::refuse(Why::Denied);
        }
        let tier = self.tier_of(account);
        if let Some(until) = self.asks_too_often(account, tier) {
            return self.bar(account, Bar::TooOften, Some(until));
        }
        let wish = match self.wish(asked.clone()) {
            Ok(wish) => wish,
            Err(invalid) => return self.bar(account, Bar::Profile(invalid), None),
        };
        if let Err(refusal) = self.match_decide(Command::Seek {
            account,
            wish,
            tier,
        }) {
            return self.refused(account, refusal);
        }
        let notice = Notice::Sought(Box::new(asked));
        self.answer_notice(&RoomName::Me(account), notice);
        Answer::DONE
    }

    /// Counts that somebody asks; returns from when they may again where that was too often.
    fn asks_too_often(&mut self, account: AccountId, tier: Tier) -> Option<Timestamp> {
        if tier == Tier::Urgent {
            return None;
        }
        self.presence.asks_anew(account, self.turn.now, ASKED_ANEW)
    }

    fn wish(&self, asked: Asked) -> Result<Wish, InvalidProfile> {
        let wish = asked.wish(&self.limits)?;
        let lists = &self.policies.lists;
        lists.check(wish.topics(), wish.languages(), wish.tags())?;
        Ok(wish)
    }

    fn shift(&self, hours: Hours, clearance: Clearance) -> Result<Shift, InvalidProfile> {
        let line = self.policies.breaks.after_points;
        let shift = hours.shift(&self.limits, clearance, line)?;
        let lists = &self.policies.lists;
        lists.check(shift.topics(), shift.languages(), shift.tags())?;
        Ok(shift)
    }

    /// Somebody with an open case at High or above waits before everybody else.
    fn tier_of(&self, account: AccountId) -> Tier {
        let own = self
            .state
            .open_cases()
            .filter(|case| case.person == account);
        own.map(|case| case.band.tier())
            .filter(|tier| *tier == Tier::Urgent)
            .max()
            .unwrap_or_default()
    }

    pub(super) fn stop_waiting(&mut self, author: Author) -> Answer {
        let account = author.account;
        let why = LeaveReason::Chose;
        // A person who does not wait gets the same answer: what they want holds.
        let _ = self.match_decide(Command::Withdraw { account, why });
        self.answer_notice(&RoomName::Me(account), Notice::StoppedWaiting);
        Answer::DONE
    }

    /// Takes somebody out of the line who did not ask for it, and tells them.
    pub(super) fn withdraw(&mut self, account: AccountId, why: LeaveReason) {
        // Refused where the person does not wait: then there is nothing to tell.
        if self
            .match_decide(Command::Withdraw { account, why })
            .is_ok()
        {
            self.notice(&RoomName::Me(account), Notice::StoppedWaiting);
        }
    }

    /// Tells a supporter whose shift ended without their word for it.
    pub(super) fn tell_off_shift(&mut self, account: AccountId) {
        let notice = Notice::Available {
            hours: Box::default(),
            clearance: None,
            minors: false,
        };
        self.notice(&RoomName::Me(account), notice);
    }

    pub(super) fn available(&mut self, author: Author, hours: Hours) -> Answer {
        let account = author.account;
        if self.staff(account, Capability::Support).is_none() || self.is_help_only(account) {
            return Answer::refuse(Why::Denied);
        }
        let on_shift = 0 < hours.capacity;
        let clearance = self.clearance_of(account);
        let decided = if on_shift {
            match self.shift(hours.clone(), clearance) {
                Ok(shift) => self.match_decide(Command::Ready { account, shift }),
                Err(invalid) => return self.bar(account, Bar::Profile(invalid), None),
            }
        } else {
            self.match_decide(Command::Away { account })
                .or_else(ignore_absent)
        };
        if let Err(refusal) = decided {
            return self.refused(account, refusal);
        }
        let notice = Notice::Available {
            hours: Box::new(hours),
            clearance: on_shift.then_some(clearance.tier),
            minors: on_shift && clearance.minors,
        };
        self.answer_notice(&RoomName::Me(account), notice);
        Answer::DONE
    }

    pub(super) fn accept_offer(&mut self, author: Author, offer: OfferId) -> Answer {
        let account = author.account;
        let room = RoomId::from_bytes(self.turn.entropy.draw());
        let subject = self.subject_of(offer);
        if let Err(refusal) = self.match_decide(Command::Accept {
            account,
            offer,
            room,
        }) {
            return self.refused(account, refusal);
        }
        let seeker = match subject {
            Some((seeker, subject)) if self.state.matching.partner_room(seeker) == Some(room) => {
                self.bring_together((seeker, account), room, subject);
                seeker
            }
            // The two no longer fit: the seeker is back at the old place.
            Some(_) | None => return self.bar(account, Bar::OfferOver, None),
        };
        let notice = Notice::OfferEnded {
            offer,
            end: OfferEnd::Accepted,
        };
        self.answer_notice(&RoomName::Me(account), notice);
        self.tell_matched(room, account);
        self.tell_matched(room, seeker);
        Answer::DONE
    }

    pub(super) fn decline_offer(&mut self, author: Author, offer: OfferId) -> Answer {
        let account = author.account;
        if let Err(refusal) = self.match_decide(Command::Decline { account, offer }) {
            return self.refused(account, refusal);
        }
        let notice = Notice::OfferEnded {
            offer,
            end: OfferEnd::Declined,
        };
        self.answer_notice(&RoomName::Me(account), notice);
        Answer::DONE
    }

    /// Decides about the line of those who wait, and carries out what follows.
    pub(super) fn match_decide(&mut self, command: Command) -> Result<(), matching::Refusal> {
        let (state, policies, now) = (&self.state, &self.policies, self.turn.now);
        let compatible =
            |a: AccountId, b: AccountId| policies.standing.compatible(&state.identity, now, a, b);
        let context = matching::Context::new(&self.limits, policies.matcher.as_ref(), &compatible)
            .with_offer_time(policies.offer)
            .with_ladder(&policies.ladder)
            .with_breaks(policies.breaks);
        let entropy = &mut self.turn.entropy;
        let facts = matching::decide(&state.matching, &context, now, entropy, command)?;
        for fact in facts {
            self.match_fact(fact);
        }
        Ok(())
    }

    /// Returns when the line is to be looked over again although nothing happened.
    pub(super) fn next_look(&self) -> Option<Timestamp> {
        let ladder = &self.policies.ladder;
        self.state.matching.next_look(ladder, self.looked)
    }

    /// Looks the line over where a wish has given way or a break is over.
    pub(super) fn look_over_line(&mut self) {
        if self.next_look().is_some_and(|at| at <= self.turn.now) {
            self.looked = self.turn.now;
            // Never refused: it asks for nothing.
            let _ = self.match_decide(Command::Pair);
        }
    }

    fn match_fact(&mut self, fact: matching::Fact) {
        let before = self.offer_behind(&fact);
        self.append(
            &RoomName::Match(Queue::main()),
            None,
            Fact::Matching(fact.clone()),
        );
        match fact {
            matching::Fact::Offered {
                offer,
                supporter,
                until,
                ..
            } => {
                self.turn.work(until, Task::LapseOffer { offer });
                self.tell_offer(supporter, offer, until);
            }
            matching::Fact::Declined { offer } => self.end_offer(offer, None),
            matching::Fact::Lapsed { offer } => {
                self.end_offer(offer, before.map(|supporter| (supporter, OfferEnd::Lapsed)));
            }
            matching::Fact::OfferWithdrawn { offer, .. } => {
                self.end_offer(
                    offer,
                    before.map(|supporter| (supporter, OfferEnd::Withdrawn)),
                );
            }
            matching::Fact::Matched { offer, .. } => self.end_offer(offer, None),
            matching::Fact::Away {
                account,
                why: AwayReason::Unanswered,
            } => self.tell_off_shift(account),
            matching::Fact::Sought { .. }
            | matching::Fact::WishChanged { .. }
            | matching::Fact::TierRaised { .. }
            | matching::Fact::Withdrawn { .. }
            | matching::Fact::Ready { .. }
            | matching::Fact::Away { .. }
            | matching::Fact::Rested { .. }
            | matching::Fact::Ended { .. } => {}
        }
    }

    /// Returns to whom the offer goes that a fact is about to end.
    fn offer_behind(&self, fact: &matching::Fact) -> Option<AccountId> {
        let (matching::Fact::Lapsed { offer } | matching::Fact::OfferWithdrawn { offer, .. }) =
            fact
        else {
            return None;
        };
        self.state
            .matching
            .open_offer(*offer)
            .map(|offer| offer.supporter)
    }

    fn tell_offer(&mut self, supporter: AccountId, offer: OfferId, until: Timestamp) {
        let Some(running) = self.state.matching.open_offer(offer) else {
            return;
        };
        let Some(ticket) = self.state.matching.ticket_of(running.seeker) else {
            return;
        };
        let seeker = OfferedSeeker {
            offer,
            topics: ticket.wish.topics().to_vec(),
            languages: ticket.wish.languages().to_vec(),
            waited: self.turn.now.since(ticket.arrived),
            until,
            needs: ticket.wish.needs().clone(),
            age: ticket.wish.age(),
            style: ticket.wish.style().map(|style| style.wanted),
        };
        let notice = Notice::Offered(Box::new(seeker));
        self.notice(&RoomName::Me(supporter), notice);
    }

    fn end_offer(&mut self, offer: OfferId, told: Option<(AccountId, OfferEnd)>) {
        self.turn.settle(Task::LapseOffer { offer }.key());
        if let Some((supporter, end)) = told {
            self.notice(&RoomName::Me(supporter), Notice::OfferEnded { offer, end });
        }
    }

    /// Who waits behind an offer and what it will be about, read before the place is given up.
    fn subject_of(&self, offer: OfferId) -> Option<(AccountId, Subject)> {
        let seeker = self.state.matching.open_offer(offer)?.seeker;
        let wish = &self.state.matching.ticket_of(seeker)?.wish;
        let language = wish
            .languages()
            .first()
            .cloned()
            .unwrap_or_else(Language::english);
        let topic = wish.topics().first().cloned();
        Some((
            seeker,
            Subject {
                kind: RoomKind::OneToOne,
                topic,
                language,
            },
        ))
    }

    fn bring_together(
        &mut self,
        (seeker, supporter): (AccountId, AccountId),
        room: RoomId,
        subject: Subject,
    ) {
        self.make_room(room, subject);
        self.join_room(room, seeker, Role::Seeker);
        self.join_room(room, supporter, Role::Supporter);
    }

    /// Says no for the line of those who wait, with a way on.
    fn refused(&self, account: AccountId, refusal: matching::Refusal) -> Answer {
        let bar = match refusal {
            matching::Refusal::Profile(invalid) => Bar::Profile(invalid),
            matching::Refusal::Full => Bar::LineFull,
            matching::Refusal::AlreadyTalking => Bar::Talking,
            // Whose offer it is, and whether it ever was, is nobody else's business.
            matching::Refusal::NoSuchOffer | matching::Refusal::NotYourOffer => Bar::OfferOver,
            matching::Refusal::NotInLine
            | matching::Refusal::NotOnShift
            | matching::Refusal::RoomInUse
            | matching::Refusal::NoSuchRoom => return Answer::refuse(Why::Gone),
        };
        self.bar(account, bar, None)
    }
}

/// Going off shift twice is no mistake.
fn ignore_absent(refusal: matching::Refusal) -> Result<(), matching::Refusal> {
    if refusal == matching::Refusal::NotOnShift {
        Ok(())
    } else {
        Err(refusal)
    }
}
