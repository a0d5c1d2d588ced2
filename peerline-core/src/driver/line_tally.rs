//! What is counted of the line of those who wait: how long they waited, and for whom nobody was
//! there. Numbers by tier, language and topic, and never a person.

use std::collections::BTreeMap;

use crate::matching::Fact;
use crate::matching::Wish;
use crate::vocab::Millis;
use crate::vocab::TicketId;
use crate::vocab::Tier;
use crate::vocab::Timestamp;

/// How long people of a tier waited until they were matched.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub struct Waits {
    /// How many waited at most as long as each of [`Waits::BOUNDS`].
    pub at_most: [u64; Self::BOUNDS.len()],
    /// How many there were.
    pub n: u64,
    /// How long they waited together, in seconds.
    pub seconds: u64,
}

impl Waits {
    /// The bounds, in seconds: about what a person calls at once, a moment, and long.
    pub const BOUNDS: [u64; 8] = [5, 30, 60, 120, 300, 600, 1800, 3600];

    fn add(&mut self, wait: Millis) {
        let seconds = wait.as_secs();
        let classes = Self::BOUNDS.iter().zip(&mut self.at_most);
        for (_, n) in classes.filter(|(bound, _)| seconds <= **bound) {
            *n = n.saturating_add(1);
        }
        self.n = self.n.saturating_add(1);
        self.seconds = self.seconds.saturating_add(seconds);
    }
}

/// What was counted of the line since it started.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub struct LineCounts {
    /// How long people waited, by tier.
    pub waits: BTreeMap<Tier, Waits>,
    /// How many came in line while nobody on shift fitted, by first language without its variety, and
    /// first topic (empty where none was named).
    pub uncovered: BTreeMap<(String, String), u64>,
}

/// The most pairs of language and topic that are told apart; a line lists far fewer.
const PAIRS: usize = 1_000;

/// Counts along.
#[derive(Debug, Default)]
pub(super) struct LineTally {
    open: BTreeMap<TicketId, (Tier, Timestamp)>,
    pub(super) counts: LineCounts,
}

impl LineTally {
    /// Hears of somebody who waits already.
    pub(super) fn waits(&mut self, ticket: TicketId, tier: Tier, arrived: Timestamp) {
        self.open.insert(ticket, (tier, arrived));
    }

    /// Hears what happened in the line.
    pub(super) fn hear(&mut self, fact: &Fact) {
        match fact {
            Fact::Sought {
                ticket,
                tier,
                arrived,
                ..
            } => self.waits(*ticket, *tier, *arrived),
            Fact::TierRaised { ticket, tier } => {
                if let Some((own, _)) = self.open.get_mut(ticket) {
                    *own = *tier;
                }
            }
            Fact::Withdrawn { ticket, .. } => {
                self.open.remove(ticket);
            }
            Fact::Matched { ticket, at, .. } => {
                if let Some((tier, arrived)) = self.open.remove(ticket) {
                    let waits = self.counts.waits.entry(tier).or_default();
                    waits.add(at.since(arrived));
                }
            }
            Fact::WishChanged { .. }
            | Fact::Ready { .. }
            | Fact::Away { .. }
            | Fact::Rested { .. }
            | Fact::Offered { .. }
            | Fact::Declined { .. }
            | Fact::Lapsed { .. }
            | Fact::OfferWithdrawn { .. }
            | Fact::Ended { .. } => {}
        }
    }

    /// Counts somebody for whom nobody was there.
    pub(super) fn uncovered(&mut self, wish: &Wish) {
        let language = wish.languages().first().map_or("", |one| one.primary());
        let topic = wish.topics().first().map_or("", |topic| topic.as_str());
        let pair = (language.to_owned(), topic.to_owned());
        let is_new = !self.counts.uncovered.contains_key(&pair);
        let pair = match self.counts.uncovered.len() {
            n if is_new && PAIRS <= n => Default::default(),
            _ => pair,
        };
        let n = self.counts.uncovered.entry(pair).or_default();
        *n = n.saturating_add(1);
    }
}
