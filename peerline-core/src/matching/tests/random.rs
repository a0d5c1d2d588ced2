use std::cmp::Reverse;
use std::collections::BTreeMap;

use proptest::prelude::*;

use super::model::Model;
use super::*;
use crate::vocab::TicketId;

/// One step of a random night; offers and rooms are named by how many came before them, so that
/// old ones are named as often as running ones.
#[derive(Clone, Debug)]
enum Step {
    Seek(u8, u8, Tier),
    Withdraw(u8),
    Ready(u8, u8, u8),
    Away(u8),
    Accept(u8),
    AcceptForeign(u8, u8),
    Decline(u8),
    Lapse(u8),
    Pair,
    End(u8),
    Raise(u8, Tier),
    Block(u8, u8),
}

fn step() -> impl Strategy<Value = Step> {
    let tier = prop_oneof![Just(Tier::Routine), Just(Tier::Soon), Just(Tier::Urgent)];
    // Seekers are 0 to 9 and supporters 6 to 13: some are both.
    let seeker = 0_u8..10;
    let supporter = 6_u8..14;
    let recent = any::<u8>();
    prop_oneof![
        6 => (seeker.clone(), any::<u8>(), tier.clone()).prop_map(|(n, w, t)| Step::Seek(n, w, t)),
        1 => seeker.clone().prop_map(Step::Withdraw),
        4 => (supporter.clone(), any::<u8>(), 0_u8..5).prop_map(|(n, s, k)| Step::Ready(n, s, k)),
        1 => supporter.clone().prop_map(Step::Away),
        5 => recent.prop_map(Step::Accept),
        1 => (supporter.clone(), recent).prop_map(|(n, o)| Step::AcceptForeign(n, o)),
        3 => recent.prop_map(Step::Decline),
        2 => recent.prop_map(Step::Lapse),
        1 => Just(Step::Pair),
        2 => recent.prop_map(Step::End),
        1 => (seeker.clone(), tier).prop_map(|(n, t)| Step::Raise(n, t)),
        1 => (seeker, supporter).prop_map(|(a, b)| Step::Block(a, b)),
    ]
}

fn tags(bits: u8) -> &'static str {
    ["en", "de", "en de", "de en", "pt-br en"][usize::from(bits % 5)]
}

fn any_wish(bits: u8) -> Wish {
    let named = topics(["", "grief", "panic grief"][usize::from(bits % 3)]);
    let wish = Wish::new(&Limits::default(), named, languages(tags(bits))).expect("a wish");
    if 200 < bits { wish.of_minor() } else { wish }
}

/// The capacity is taken as it comes, zero and above the limit too.
fn any_shift(bits: u8, capacity: u8) -> Shift {
    let clearance = ["routine", "soon", "urgent", "urgent"][usize::from(bits % 4)];
    let record = serde_json::json!({
        "topics": (bits.is_multiple_of(2)).then_some("grief").into_iter().collect::<Vec<_>>(),
        "languages": languages(tags(bits / 2)),
        "capacity": if capacity == 4 { 255 } else { capacity },
        "minors": bits.is_multiple_of(3),
        "clearance": clearance,
    });
    serde_json::from_value(record).expect("a shift")
}

/// The line beside a slow account of it, kept from the facts alone.
struct Night {
    line: Line,
    model: Model,
    offers: Vec<(OfferId, AccountId)>,
    n_rooms: u8,
}

impl Night {
    fn new() -> Self {
        let mut line = Line::new();
        line.limits.waiting = 6;
        Self {
            line,
            model: Model::default(),
            offers: Vec::new(),
            n_rooms: 0,
        }
    }

    fn offer(&self, nth: u8) -> (OfferId, AccountId) {
        let n_back = usize::from(nth % 6);
        let known = self.offers.iter().rev().nth(n_back).copied();
        known.unwrap_or((OfferId::from_bytes([nth; 16]), who(nth)))
    }

    fn command(&mut self, step: &Step) -> Command {
        self.n_rooms = self.n_rooms.wrapping_add(1);
        match *step {
            Step::Seek(n, bits, tier) => Command::Seek {
                account: who(n),
                wish: any_wish(bits),
                tier,
            },
            Step::Withdraw(n) => Command::Withdraw {
                account: who(n),
                why: LeaveReason::ConnectionLost,
            },
            Step::Ready(n, bits, capacity) => Command::Ready {
                account: who(n),
                shift: any_shift(bits, capacity),
            },
            Step::Away(n) => Command::Away { account: who(n) },
            Step::Accept(nth) => {
                let (offer, account) = self.offer(nth);
                self.accept(account, offer)
            }
            Step::AcceptForeign(n, nth) => {
                let (offer, _) = self.offer(nth);
                self.accept(who(n), offer)
            }
            Step::Decline(nth) => {
                let (offer, account) = self.offer(nth);
                Command::Decline { account, offer }
            }
            Step::Lapse(nth) => Command::Lapse {
                offer: self.offer(nth).0,
            },
            Step::End(nth) => Command::End {
                room: room(self.n_rooms.wrapping_sub(nth % 16)),
            },
            Step::Raise(n, tier) => Command::RaiseTier {
                account: who(n),
                tier,
            },
            Step::Pair => Command::Pair,
            Step::Block(one, other) => {
                let pair = (who(one), who(other));
                if !self.line.blocked.remove(&pair) {
                    self.line.blocked.insert(pair);
                }
                Command::Pair
            }
        }
    }

    fn accept(&self, account: AccountId, offer: OfferId) -> Command {
        Command::Accept {
            account,
            offer,
            room: room(self.n_rooms),
        }
    }

    fn live(&mut self, step: &Step) {
        let command = self.command(step);
        let before = self.line.state.clone();
        let Ok(facts) = self.line.ask(command) else {
            assert_eq!(self.line.state, before);
            return;
        };
        for fact in &facts {
            self.model.see(fact, &self.line.blocked);
            if let Fact::Offered {
                offer, supporter, ..
            } = fact
            {
                self.offers.push((*offer, *supporter));
            }
        }
        self.check_order(&facts);
        self.check_line();
        self.check_nothing_is_left_behind();
        self.model.check_offers();
        assert_eq!(self.line.ask(Command::Pair), Ok(vec![]), "after {step:?}");
    }

    /// Nobody without an offer stands before one who was just offered, if the same supporter could
    /// have been asked for them.
    fn check_order(&self, facts: &[Fact]) {
        let state = &self.line.state;
        for fact in facts {
            let Fact::Offered {
                ticket, supporter, ..
            } = fact
            else {
                continue;
            };
            let ahead = state.waiting().take_while(|one| one.id != *ticket);
            for left in ahead.filter(|one| one.offer.is_none()) {
                let declines = state.declines.get(&left.id);
                let declined = declines.is_some_and(|who| who.contains(supporter));
                let (account, wish, tier, _) = &self.model.tickets[&left.id];
                let asked = (*account, wish, *tier);
                assert!(declined || !self.model.fits(asked, *supporter, &self.line.blocked));
            }
        }
    }

    fn check_nothing_is_left_behind(&self) {
        let state = &self.line.state;
        let mut declined = state.declines.keys();
        assert!(declined.all(|ticket| state.tickets.contains_key(ticket)));
        assert!(state.desks.values().all(|desk| !desk.is_idle()));
        assert_eq!(state.offers.len(), self.model.offers.len());
        assert_eq!(state.rooms.len(), state.talking.len());
        let mut waits = state.waits.values();
        assert!(waits.all(|waits| waits.len() <= 32));
    }

    fn check_line(&self) {
        let state = &self.line.state;
        let tickets = self.model.tickets.iter();
        let mut expected: Vec<_> = tickets
            .map(|(id, (_, _, tier, arrived))| (Reverse(*tier), *arrived, *id))
            .collect();
        expected.sort();
        let line = state.waiting();
        let line: Vec<_> = line
            .map(|one| (Reverse(one.tier), one.arrived, one.id))
            .collect();
        assert_eq!(line, expected, "a place was lost or moved");
        assert_eq!(
            self.model.n_sought,
            self.model.n_left + self.model.tickets.len()
        );
        let counted = state.waiting().filter(|one| one.tier < Tier::Urgent);
        assert!(counted.count() <= self.line.limits.waiting);
        for account in (0..14).map(who) {
            let seeks = state.ticket_of(account).is_some();
            assert!(!seeks || state.partner_room(account).is_none());
        }
    }
}

fn live(steps: &[Step]) -> Night {
    let mut night = Night::new();
    for step in steps {
        night.live(step);
    }
    night
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn every_night_keeps_the_rules(steps in prop::collection::vec(step(), 1..120)) {
        live(&steps);
    }

    #[test]
    fn the_same_night_gives_the_same_facts(steps in prop::collection::vec(step(), 1..60)) {
        prop_assert_eq!(live(&steps).line.facts, live(&steps).line.facts);
    }

    #[test]
    fn a_replay_of_stored_facts_gives_the_same_state(
        steps in prop::collection::vec(step(), 1..80),
    ) {
        let line = live(&steps).line;
        let mut replayed = State::default();
        for fact in &line.facts {
            let stored = serde_json::to_vec(fact).expect("json");
            let fact = serde_json::from_slice(&stored).expect("a fact");
            apply(&mut replayed, &fact);
        }
        prop_assert_eq!(replayed, line.state);
    }

    #[test]
    fn facts_out_of_order_never_panic(
        steps in prop::collection::vec(step(), 1..40),
        seed in any::<u64>(),
    ) {
        let mut facts = live(&steps).line.facts;
        let mut entropy = Seed::from_bytes([3; 32]).entropy(seed);
        let mut state = State::default();
        while !facts.is_empty() {
            let n = entropy.below(facts.len() as u64);
            apply(&mut state, &facts.swap_remove(n as usize));
        }
        let line = state.waiting().count();
        prop_assert_eq!(line, state.tickets.len());
    }
}

fn numbered(kind: u8, n: u16) -> [u8; 16] {
    let mut bytes = [kind; 16];
    bytes[..2].copy_from_slice(&n.to_be_bytes());
    bytes
}

#[test]
fn a_thousand_waiting_and_two_hundred_supporters_are_paired_in_one_pass() {
    let mut line = Line::new();
    for n in 0..1000_u16 {
        let sought = Fact::Sought {
            ticket: TicketId::from_bytes(numbered(1, n)),
            account: AccountId::from_bytes(numbered(1, n)),
            wish: wish(if n % 4 == 0 { "de" } else { "en" }),
            tier: if n % 100 == 99 {
                Tier::Urgent
            } else {
                Tier::Routine
            },
            arrived: Timestamp::from_unix_millis(n.into()),
        };
        apply(&mut line.state, &sought);
    }
    for n in 0..200_u16 {
        let ready = Fact::Ready {
            account: AccountId::from_bytes(numbered(2, n)),
            shift: shift(if n % 10 == 0 { "de" } else { "en" }, 2).cleared_to(Tier::Urgent),
            at: Timestamp::ZERO,
        };
        apply(&mut line.state, &ready);
    }
    let facts = line.ask(Command::Pair).expect("pair");
    assert_eq!(facts.len(), 400, "every slot is used");
    let offered = |one: &&Ticket| one.offer.is_some();
    let urgent = |one: &&Ticket| one.tier == Tier::Urgent;
    let state = &line.state;
    assert_eq!(state.waiting().filter(offered).filter(urgent).count(), 10);
    let mut last_offered = BTreeMap::new();
    for one in state.waiting().filter(offered) {
        let language = one.wish.languages()[0].clone();
        *last_offered.entry(language).or_insert(0) += 1;
    }
    assert_eq!(last_offered.into_values().collect::<Vec<_>>(), [40, 360]);
    assert!(state.supporters().all(|one| one.free() == 0));
    assert_eq!(line.ask(Command::Pair), Ok(vec![]));
}
