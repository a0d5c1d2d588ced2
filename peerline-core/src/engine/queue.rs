//! The line of those who wait, as it is told: to who waits, to who is on shift, and to who
//! supervises. Nobody who waits is named.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use super::Engine;
use crate::matching;
use crate::matching::AgeBand;
use crate::matching::Need;
use crate::matching::Rule;
use crate::matching::Style;
use crate::vocab::AccountId;
use crate::vocab::Language;
use crate::vocab::Millis;
use crate::vocab::OccupantId;
use crate::vocab::OfferId;
use crate::vocab::RoomId;
use crate::vocab::Tier;
use crate::vocab::Timestamp;
use crate::vocab::Topic;

/// A place in line.
#[derive(Clone, Debug, Eq, PartialEq)]
#[expect(clippy::exhaustive_structs, reason = "the engine makes it")]
pub struct PlaceView {
    /// 1 is next in their own order.
    pub position: usize,
    /// How many are ahead.
    pub ahead: usize,
    /// How many supporters on shift fit.
    pub fitting: usize,
    /// Half of the recent waits were no longer.
    pub median: Option<Millis>,
    /// Eight in ten recent waits were no longer.
    pub p80: Option<Millis>,
    /// From how many waits that is known.
    pub n_waits: usize,
    /// What of the wish has given way to the wait.
    pub trying: Vec<Rule>,
    /// In how long something more gives way.
    pub next: Option<Millis>,
    /// Whether somebody is being asked right now.
    pub offered: bool,
    /// Rooms of the directory where one could talk meanwhile.
    pub elsewhere: Vec<RoomId>,
}

/// An open offer.
#[derive(Clone, Debug, Eq, PartialEq)]
#[expect(clippy::exhaustive_structs, reason = "the engine makes it")]
pub struct OfferView {
    /// The offer.
    pub offer: OfferId,
    /// What they want to talk about.
    pub topics: Vec<Topic>,
    /// In which languages.
    pub languages: Vec<Language>,
    /// How long they have waited.
    pub waited: Millis,
    /// When it lapses.
    pub until: Timestamp,
    /// What they need in order to talk.
    pub needs: BTreeSet<Need>,
    /// How old they say they are.
    pub age: Option<AgeBand>,
    /// The way of talking they wish for.
    pub style: Option<Style>,
}

/// How somebody's own shift stands.
#[derive(Clone, Debug, Eq, PartialEq)]
#[expect(clippy::exhaustive_structs, reason = "the engine makes it")]
pub struct ShiftView {
    /// For how many at a time; zero off shift.
    pub capacity: u8,
    /// Conversations that run, and offers.
    pub load: usize,
    /// Load points since the last break.
    pub points: u16,
    /// After how many a break is due.
    pub break_points: Option<u16>,
    /// Whether a break is due when the conversations that run have ended.
    pub due: bool,
    /// Until when a break lasts.
    pub until: Option<Timestamp>,
    /// Up to which tier they are cleared.
    pub clearance: Tier,
    /// Whether they are certified for minors.
    pub minors: bool,
}

/// The line of those who wait.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[expect(clippy::exhaustive_structs, reason = "the engine makes it")]
pub struct QueueView {
    /// Who waits, by tier and by the language they would rather speak.
    pub waiting: Vec<WaitingView>,
    /// For whom nobody on shift could be asked, by that language and the first topic.
    pub uncovered: Vec<UncoveredView>,
    /// Who is on shift.
    pub on_shift: Vec<OnShiftView>,
}

/// Some who wait.
#[derive(Clone, Debug, Eq, PartialEq)]
#[expect(clippy::exhaustive_structs, reason = "the engine makes it")]
pub struct WaitingView {
    /// How soon they are needed.
    pub tier: Tier,
    /// The language, without its variety.
    pub language: String,
    /// How many.
    pub n: usize,
    /// How long the first of them has waited.
    pub longest: Millis,
}

/// Some for whom nobody fits.
#[derive(Clone, Debug, Eq, PartialEq)]
#[expect(clippy::exhaustive_structs, reason = "the engine makes it")]
pub struct UncoveredView {
    /// The language, without its variety.
    pub language: String,
    /// The first topic they named.
    pub topic: Option<Topic>,
    /// How many.
    pub n: usize,
}

/// A supporter on shift.
#[derive(Clone, Debug, Eq, PartialEq)]
#[expect(clippy::exhaustive_structs, reason = "the engine makes it")]
pub struct OnShiftView {
    /// Their name among staff, and what people read.
    pub who: (OccupantId, String),
    /// For how many at a time.
    pub capacity: u8,
    /// Conversations that run, and offers.
    pub load: usize,
    /// Whether they are on a break, or one is due.
    pub resting: bool,
    /// Their languages, without varieties.
    pub languages: Vec<String>,
}

/// For how many of those who wait it is looked whether anybody fits: the first in line, so that one
/// question stays short on the worst night.
const LOOKED_AT: usize = 2_000;

impl Engine {
    pub(super) fn place(&self, account: AccountId) -> Option<PlaceView> {
        let (state, ladder, now) = (&self.state.matching, &self.policies.ladder, self.turn.now);
        let place = self.with_line(|context| state.place(context, account))?;
        let tier = state.ticket_of(account)?.tier;
        let estimate = state.wait_estimate(tier);
        let trying = state.trying(ladder, account, now)?;
        Some(PlaceView {
            position: place.position,
            ahead: place.ahead,
            fitting: place.fitting_on_shift,
            median: estimate.map(|estimate| estimate.median),
            p80: estimate.map(|estimate| estimate.p80),
            n_waits: estimate.map_or(0, |estimate| estimate.n_samples),
            trying: Rule::ALL
                .iter()
                .copied()
                .filter(|rule| trying.widened.has(*rule))
                .collect(),
            next: trying.next,
            offered: trying.offered,
            elsewhere: self.rooms_with_space(account),
        })
    }

    /// Returns whether anybody on shift could be asked for somebody; `None` where they do not wait.
    pub(crate) fn covers(&self, account: AccountId) -> Option<bool> {
        let state = &self.state.matching;
        let ticket = state.ticket_of(account)?;
        Some(self.with_line(|context| state.is_covered(context, ticket)))
    }

    pub(super) fn own_shift(&self, account: AccountId) -> ShiftView {
        let (breaks, clearance) = (&self.policies.breaks, self.clearance_of(account));
        let duty = self.state.matching.duty_of(breaks, account);
        ShiftView {
            capacity: duty.shift.map_or(0, matching::Shift::capacity),
            load: duty.load,
            points: duty.points,
            break_points: duty.break_after,
            due: duty.due,
            until: duty.rests_until.filter(|until| self.turn.now < *until),
            clearance: clearance.tier,
            minors: clearance.minors,
        }
    }

    pub(super) fn who_waits(&self) -> QueueView {
        let supporters = self.state.matching.supporters();
        let on_shift = supporters.map(|one| OnShiftView {
            who: self.staff_name(one.account),
            capacity: one.shift.capacity(),
            load: one.load,
            resting: one.resting,
            languages: primaries(one.shift),
        });
        QueueView {
            waiting: self.waits(),
            uncovered: self.uncovered(),
            on_shift: on_shift.collect(),
        }
    }

    fn waits(&self) -> Vec<WaitingView> {
        let mut groups: BTreeMap<(Tier, &str), (usize, Timestamp)> = BTreeMap::new();
        for ticket in self.state.matching.waiting() {
            let group = groups.entry((ticket.tier, first_language(&ticket.wish)));
            let (n, first) = group.or_insert((0, ticket.arrived));
            *n = n.saturating_add(1);
            *first = ticket.arrived.min(*first);
        }
        let groups = groups.into_iter().rev();
        groups
            .map(|((tier, language), (n, first))| WaitingView {
                tier,
                language: language.to_owned(),
                n,
                longest: self.turn.now.since(first),
            })
            .collect()
    }

    fn uncovered(&self) -> Vec<UncoveredView> {
        let state = &self.state.matching;
        let mut groups: BTreeMap<(&str, Option<&Topic>), usize> = BTreeMap::new();
        self.with_line(|context| {
            let looked_at = state.waiting().take(LOOKED_AT);
            for ticket in looked_at.filter(|ticket| !state.is_covered(context, ticket)) {
                let topic = ticket.wish.topics().first();
                let n = groups.entry((first_language(&ticket.wish), topic));
                let n = n.or_default();
                *n = n.saturating_add(1);
            }
        });
        let groups = groups.into_iter();
        groups
            .map(|((language, topic), n)| UncoveredView {
                language: language.to_owned(),
                topic: topic.cloned(),
                n,
            })
            .collect()
    }

    /// Looks at the line of those who wait by the rules that hold now.
    fn with_line<T>(&self, look: impl FnOnce(&matching::Context<'_>) -> T) -> T {
        let (state, policies, now) = (&self.state, &self.policies, self.turn.now);
        let compatible =
            |a: AccountId, b: AccountId| policies.standing.compatible(&state.identity, now, a, b);
        let context = matching::Context::new(&self.limits, policies.matcher.as_ref(), &compatible);
        look(&context.with_ladder(&policies.ladder))
    }
}

fn first_language(wish: &matching::Wish) -> &str {
    wish.languages()
        .first()
        .map_or("", |language| language.primary())
}

fn primaries(shift: &matching::Shift) -> Vec<String> {
    let languages = shift.languages().iter();
    languages.map(|one| one.primary().to_owned()).collect()
}
