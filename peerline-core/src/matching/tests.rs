mod choice;
mod fitting;
mod honest;
mod ladder;
mod life;
mod meeting_again;
mod model;
mod profiles;
mod random;
mod refusals;
mod rests;
mod texts;

use std::collections::BTreeSet;

use super::*;
use crate::vocab::AccountId;
use crate::vocab::Language;
use crate::vocab::Limits;
use crate::vocab::Millis;
use crate::vocab::OfferId;
use crate::vocab::RoomId;
use crate::vocab::Seed;
use crate::vocab::Tier;
use crate::vocab::Timestamp;
use crate::vocab::Topic;

/// A line with a clock that moves one second per command.
#[derive(Debug)]
struct Line {
    state: State,
    limits: Limits,
    blocked: BTreeSet<(AccountId, AccountId)>,
    step: u64,
    facts: Vec<Fact>,
    ladder: Ladder,
    breaks: Breaks,
}

impl Line {
    fn new() -> Self {
        Self {
            state: State::default(),
            limits: Limits::default(),
            blocked: BTreeSet::new(),
            step: 0,
            facts: Vec::new(),
            ladder: Ladder::open(),
            breaks: Breaks::default(),
        }
    }

    fn now(&self) -> Timestamp {
        Timestamp::from_unix_millis(self.step * 1000)
    }

    fn ask(&mut self, command: Command) -> Result<Vec<Fact>, Refusal> {
        self.ask_with(&FirstCome, command)
    }

    fn ask_with(&mut self, matcher: &dyn Matcher, command: Command) -> Result<Vec<Fact>, Refusal> {
        self.step += 1;
        let compatible = |one, other| !self.blocked.contains(&(one, other));
        let ctx = Context::new(&self.limits, matcher, &compatible)
            .with_ladder(&self.ladder)
            .with_breaks(self.breaks);
        let mut entropy = Seed::from_bytes([1; 32]).entropy(self.step);
        let facts = decide(&self.state, &ctx, self.now(), &mut entropy, command)?;
        for fact in &facts {
            apply(&mut self.state, fact);
        }
        self.facts.extend(facts.iter().cloned());
        Ok(facts)
    }

    fn seek(&mut self, n: u8) -> Result<Vec<Fact>, Refusal> {
        self.seek_at(n, Tier::Routine)
    }

    fn seek_at(&mut self, n: u8, tier: Tier) -> Result<Vec<Fact>, Refusal> {
        self.ask(Command::Seek {
            account: who(n),
            wish: wish("en"),
            tier,
        })
    }

    fn ready(&mut self, n: u8, shift: Shift) -> Result<Vec<Fact>, Refusal> {
        self.ask(Command::Ready {
            account: who(n),
            shift,
        })
    }

    fn accept(&mut self, n: u8, offer: OfferId, room: u8) -> Result<Vec<Fact>, Refusal> {
        self.ask(Command::Accept {
            account: who(n),
            offer,
            room: RoomId::from_bytes([room; 16]),
        })
    }

    fn decline(&mut self, n: u8, offer: OfferId) -> Result<Vec<Fact>, Refusal> {
        self.ask(Command::Decline {
            account: who(n),
            offer,
        })
    }

    fn lapse(&mut self, offer: OfferId) -> Result<Vec<Fact>, Refusal> {
        self.ask(Command::Lapse { offer })
    }

    fn withdraw(&mut self, n: u8) -> Result<Vec<Fact>, Refusal> {
        self.ask(Command::Withdraw {
            account: who(n),
            why: LeaveReason::Chose,
        })
    }

    /// Returns the one offer that runs for a person.
    fn offer(&self, n: u8) -> Offer {
        let offers = self.state.offers_of(who(n));
        assert_eq!(offers.len(), 1, "offers of {n}");
        *offers[0]
    }

    fn place(&self, n: u8) -> Option<Place> {
        let compatible = |one, other| !self.blocked.contains(&(one, other));
        let ctx = Context::new(&self.limits, &FirstCome, &compatible);
        self.state.place(&ctx, who(n))
    }
}

/// A line whose supporters are on shift before anybody seeks.
fn staffed(shifts: &[(u8, Shift)]) -> Line {
    let mut line = Line::new();
    for (n, shift) in shifts {
        line.ready(*n, shift.clone()).expect("ready");
    }
    line
}

fn who(n: u8) -> AccountId {
    AccountId::from_bytes([n; 16])
}

fn room(n: u8) -> RoomId {
    RoomId::from_bytes([n; 16])
}

fn languages(tags: &str) -> Vec<Language> {
    let tags = tags.split_whitespace();
    tags.map(|tag| tag.parse().expect("a tag")).collect()
}

fn topics(ids: &str) -> Vec<Topic> {
    let ids = ids.split_whitespace();
    ids.map(|id| id.parse().expect("a topic")).collect()
}

fn wish(tags: &str) -> Wish {
    Wish::new(&Limits::default(), [], languages(tags)).expect("a wish")
}

fn shift(tags: &str, capacity: u8) -> Shift {
    Shift::new(&Limits::default(), [], languages(tags), capacity).expect("a shift")
}

fn names(facts: &[Fact]) -> Vec<&'static str> {
    let name = |fact: &Fact| match fact {
        Fact::Sought { .. } => "sought",
        Fact::WishChanged { .. } => "wish_changed",
        Fact::TierRaised { .. } => "tier_raised",
        Fact::Withdrawn { .. } => "withdrawn",
        Fact::Ready { .. } => "ready",
        Fact::Away { .. } => "away",
        Fact::Rested { .. } => "rested",
        Fact::Offered { .. } => "offered",
        Fact::Declined { .. } => "declined",
        Fact::Lapsed { .. } => "lapsed",
        Fact::OfferWithdrawn { .. } => "offer_withdrawn",
        Fact::Matched { .. } => "matched",
        Fact::Ended { .. } => "ended",
    };
    facts.iter().map(name).collect()
}
