//! One day under one policy, event by event.

use std::collections::BTreeSet;

use super::Outcome;
use super::Policy;
use super::Served;
use super::Trial;
use super::outcome::Record;
use super::profiles;
use crate::matching::Candidate;
use crate::matching::Pairing;
use crate::matching::Pool;
use crate::matching::Rule;
use crate::matching::Supporter;
use crate::matching::Widened;
use crate::matching::admit;
use crate::testkit::workload::account_of_seeker;
use crate::vocab::TicketId;
use crate::vocab::Tier;
use crate::vocab::Timestamp;

/// What happens, in the order in which it happens within one millisecond: slots are freed before
/// they are looked for, and nobody leaves who is served in the same moment.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
enum Event {
    HangsUp { supporter: usize, seeker: usize },
    ComesOnShift { supporter: usize },
    GoesOffShift { supporter: usize },
    Arrives { seeker: usize },
    Widens { seeker: usize },
    Leaves { seeker: usize },
}

/// A supporter's place to talk at.
#[derive(Clone, Copy, Debug)]
struct Desk {
    load: usize,
    since: Timestamp,
}

/// A day that runs.
pub(super) struct Run<'a> {
    trial: &'a Trial<'a>,
    policy: &'a Policy,
    now: Timestamp,
    events: BTreeSet<(Timestamp, Event)>,
    waiting: BTreeSet<usize>,
    on_shift: BTreeSet<usize>,
    desks: Vec<Desk>,
    fates: Vec<Option<Served>>,
    proposed: u64,
    refused: u64,
    asked: u64,
    record: Record,
}

impl<'a> Run<'a> {
    pub(super) fn new(trial: &'a Trial<'a>, policy: &'a Policy) -> Self {
        let idle = Desk {
            load: 0,
            since: Timestamp::ZERO,
        };
        Self {
            trial,
            policy,
            now: Timestamp::ZERO,
            events: BTreeSet::new(),
            waiting: BTreeSet::new(),
            on_shift: BTreeSet::new(),
            desks: vec![idle; trial.day.supporters().len()],
            fates: vec![None; trial.day.seekers().len()],
            proposed: 0,
            refused: 0,
            asked: 0,
            record: Record::default(),
        }
    }

    pub(super) fn until_the_end(mut self) -> Outcome {
        self.expect_everybody();
        while let Some((now, event)) = self.events.pop_first() {
            self.now = now;
            if self.happens(event) {
                self.pair();
            }
        }
        Outcome {
            fates: self.fates,
            proposed: self.proposed,
            refused: self.refused,
            asked: self.asked,
            digest: self.record.digest(),
        }
    }

    /// Puts everybody into line and on shift, as of `now`.
    pub(super) fn bring_everybody(&mut self, now: Timestamp) {
        self.now = now;
        self.waiting = (0..self.trial.day.seekers().len()).collect();
        self.on_shift = (0..self.trial.day.supporters().len()).collect();
    }

    fn expect_everybody(&mut self) {
        for (seeker, one) in self.trial.day.seekers().iter().enumerate() {
            self.events.insert((one.arrives, Event::Arrives { seeker }));
        }
        for (supporter, one) in self.trial.day.supporters().iter().enumerate() {
            self.events
                .insert((one.begins, Event::ComesOnShift { supporter }));
            self.events
                .insert((one.ends, Event::GoesOffShift { supporter }));
        }
    }

    /// Lets an event happen; returns whether somebody may be paired after it.
    fn happens(&mut self, event: Event) -> bool {
        match event {
            Event::Arrives { seeker } => {
                self.arrives(seeker);
                true
            }
            Event::ComesOnShift { supporter } => {
                self.touch(supporter, |load| load);
                self.on_shift.insert(supporter)
            }
            Event::HangsUp { supporter, .. } => {
                self.touch(supporter, |load| load.saturating_sub(1));
                self.on_shift.contains(&supporter)
            }
            Event::GoesOffShift { supporter } => {
                self.on_shift.remove(&supporter);
                false
            }
            Event::Widens { seeker } => self.waiting.contains(&seeker),
            Event::Leaves { seeker } => {
                let left = self.waiting.remove(&seeker);
                if left {
                    self.record.left(self.now, seeker);
                }
                // Whoever stood behind them in a strict line comes forward.
                left
            }
        }
    }

    fn arrives(&mut self, seeker: usize) {
        let Some(one) = self.trial.day.seekers().get(seeker) else {
            return;
        };
        self.waiting.insert(seeker);
        self.events.insert((one.leaves(), Event::Leaves { seeker }));
        if let Some(wait) = self.policy.topic_gives_way {
            self.events
                .insert((self.now.after(wait), Event::Widens { seeker }));
        }
    }

    fn touch(&mut self, supporter: usize, load: impl FnOnce(usize) -> usize) {
        if let Some(desk) = self.desks.get_mut(supporter) {
            desk.load = load(desk.load);
            desk.since = self.now;
        }
    }

    fn pair(&mut self) {
        if self.waiting.is_empty() {
            return;
        }
        let (n_proposed, admitted) = self.with_pool(|pool| self.proposals(pool));
        self.asked = self.asked.saturating_add(1);
        self.proposed = self.proposed.saturating_add(n_proposed);
        let n_admitted = u64::try_from(admitted.len()).unwrap_or(u64::MAX);
        self.refused = self
            .refused
            .saturating_add(n_proposed.saturating_sub(n_admitted));
        for pairing in admitted {
            self.meet(pairing);
        }
    }

    /// Asks the matcher, and checks what it says as the line does. Returns also how much it said.
    pub(super) fn proposals(&self, pool: &Pool<'_>) -> (u64, Vec<Pairing>) {
        if pool.is_empty() {
            return (0, Vec::new());
        }
        let may_meet = |one, other| self.trial.day.may_meet(one, other);
        let proposed = self.policy.matcher.propose(self.now, pool, &may_meet);
        let n_proposed = u64::try_from(proposed.len()).unwrap_or(u64::MAX);
        (n_proposed, admit(pool, &may_meet, proposed))
    }

    /// Makes the pool of this moment.
    pub(super) fn with_pool<T>(&self, look: impl FnOnce(&Pool<'_>) -> T) -> T {
        let waiting = self.waiting.iter().filter_map(|one| self.candidate(*one));
        let waiting: Vec<Candidate<'_>> = waiting.collect();
        let any_urgent = waiting.iter().any(|one| one.tier == Tier::Urgent);
        let on_shift = self.on_shift.iter().filter_map(|one| self.supporter(*one));
        // A slot that only the urgent may take is no slot while none of them waits.
        let free = on_shift.filter(|one| any_urgent || 0 < one.free());
        look(&Pool::new(waiting, free.collect()))
    }

    fn candidate(&self, seeker: usize) -> Option<Candidate<'a>> {
        let one = self.trial.day.seekers().get(seeker)?;
        let wish = self.trial.wishes.get(seeker)?;
        let account = account_of_seeker(seeker, one.name);
        let candidate = Candidate::new(ticket_of(seeker), account, wish)
            .in_line(profiles::tier(one.tier), one.arrives)
            .widened(self.widened(one.arrives));
        let again = self.trial.day.again(seeker);
        let again = again.and_then(|again| self.trial.account(again));
        Some(match again {
            Some(again) => candidate.preferring(again),
            None => candidate,
        })
    }

    /// Only topics are firm in the workload.
    fn widened(&self, arrived: Timestamp) -> Widened {
        let wait = self.policy.topic_gives_way;
        let gave_way = wait.is_some_and(|wait| wait <= self.now.since(arrived));
        Widened::from_iter(gave_way.then_some(Rule::Topic))
    }

    fn supporter(&self, supporter: usize) -> Option<Supporter<'a>> {
        let shift = self.trial.shifts(self.policy.surge).get(supporter)?;
        let desk = self.desks.get(supporter)?;
        let account = self.trial.account(supporter)?;
        Some(Supporter::new(account, shift).with_load(desk.load, desk.since))
    }

    fn meet(&mut self, pairing: Pairing) {
        let seeker = seeker_of(pairing.ticket);
        let one = self.trial.day.seekers().get(seeker);
        let supporter = self.trial.number_of(pairing.supporter);
        let Some((one, supporter)) = one.zip(supporter) else {
            return;
        };
        self.waiting.remove(&seeker);
        self.touch(supporter, |load| load.saturating_add(1));
        let hangs_up = Event::HangsUp { supporter, seeker };
        self.events.insert((self.now.after(one.chat), hangs_up));
        self.record.matched(self.now, seeker, supporter);
        if let Some(fate) = self.fates.get_mut(seeker) {
            let waited = self.now.since(one.arrives);
            *fate = Some(Served { supporter, waited });
        }
    }
}

/// Tickets are in the order of arrival, as their numbers are.
fn ticket_of(seeker: usize) -> TicketId {
    let number = u128::try_from(seeker).unwrap_or(u128::MAX);
    TicketId::from_bytes(number.to_be_bytes())
}

pub(super) fn seeker_of(ticket: TicketId) -> usize {
    usize::try_from(u128::from_be_bytes(*ticket.as_bytes())).unwrap_or(usize::MAX)
}
