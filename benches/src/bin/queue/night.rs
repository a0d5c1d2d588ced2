//! People who come, wait and are answered.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::collections::BinaryHeap;
use std::fmt;

use peerline_core::crisis::Turn;
use peerline_core::vocab::Band;
use peerline_core::vocab::CaseId;
use peerline_core::vocab::Entropy;
use peerline_core::vocab::Seed;
use peerline_core::vocab::Timestamp;

/// What a night is like.
#[derive(Clone, Copy, Debug)]
pub(super) struct Night {
    recall: f64,
}

/// In which order people are taken.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Order {
    /// As they came.
    Came,
    /// As the line does: by tier as it was found, and by age inside a tier.
    Line,
    /// By tier, and every ten minutes of waiting one tier up.
    Ageing,
    /// By tier as it is in truth.
    Truth,
}

impl Order {
    pub(super) const ALL: [Self; 4] = [Self::Came, Self::Line, Self::Ageing, Self::Truth];

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Came => "first come",
            Self::Line => "three tiers, as the line goes",
            Self::Ageing => "ageing across tiers",
            Self::Truth => "perfect knowledge",
        }
    }
}

/// Waits of everybody, by what they were in truth, in minutes.
#[derive(Debug, Default)]
pub(super) struct Waits {
    pub(super) urgent: Sample,
    /// Those of the urgent who were found.
    pub(super) found: Sample,
    pub(super) soon: Sample,
    pub(super) routine: Sample,
}

/// Numbers, sorted when they are asked about.
#[derive(Debug, Default)]
pub(super) struct Sample(Vec<f64>);

impl Sample {
    pub(super) fn share_within(&self, minutes: f64) -> f64 {
        let within = self.0.iter().filter(|wait| **wait <= minutes).count();
        share(within, self.0.len())
    }

    pub(super) fn quantile(&self, q: f64) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_by(f64::total_cmp);
        let passed = |n: &usize| q <= share(n.saturating_add(1), sorted.len());
        let place = (0..sorted.len()).find(passed).unwrap_or(0);
        sorted.get(place).copied().unwrap_or(0.0)
    }
}

#[expect(clippy::cast_precision_loss, reason = "some hundred thousand people")]
fn share(part: usize, whole: usize) -> f64 {
    part as f64 / whole.max(1) as f64
}

/// Somebody, with times in minutes.
#[derive(Clone, Copy, Debug)]
struct Person {
    came: f64,
    needs: f64,
    truth: Band,
    found: Band,
    case: CaseId,
}

impl Night {
    const HELPERS: usize = 10;
    const LOAD: f64 = 0.85;
    /// How long somebody is with a helper, on average.
    const MINUTES: f64 = 45.0;
    const PEOPLE: usize = 400_000;
    const URGENT: f64 = 0.06;
    const SOON: f64 = 0.24;
    /// The share of the urgent that is found.
    pub(super) const RECALL: f64 = 0.80;
    /// The share of all others that is taken for urgent.
    const FALSE: f64 = 0.083;

    pub(super) const fn with(recall: f64) -> Self {
        Self { recall }
    }

    /// Lets everybody come, and returns how long they waited.
    pub(super) fn run(self, order: Order) -> Waits {
        let mut entropy = Seed::from_bytes([7; 32]).entropy(0);
        let mut people = self.people(&mut entropy).into_iter().peekable();
        let mut free: BinaryHeap<Reverse<Instant>> =
            (0..Self::HELPERS).map(|_| Reverse(Instant(0.0))).collect();
        let mut queue: BTreeMap<Turn, Person> = BTreeMap::new();
        let mut waits = Waits::default();
        while let Some(Reverse(Instant(mut now))) = free.pop() {
            if queue.is_empty() {
                let Some(next) = people.peek() else {
                    break;
                };
                now = now.max(next.came);
            }
            while let Some(person) = people.next_if(|person| person.came <= now) {
                queue.insert(turn(order, &person, person.came), person);
            }
            if order == Order::Ageing {
                let waiting = queue.into_values();
                let turns = waiting.map(|person| (turn(order, &person, now), person));
                queue = turns.collect();
            }
            let Some((_, person)) = queue.pop_first() else {
                break;
            };
            waits.note(&person, now - person.came);
            free.push(Reverse(Instant(now + person.needs)));
        }
        waits
    }

    fn people(self, entropy: &mut Entropy) -> Vec<Person> {
        let between = Self::MINUTES / (Self::LOAD * share(Self::HELPERS, 1));
        let mut came = 0.0;
        let people = (0..Self::PEOPLE).map(|_| {
            came += exponential(entropy, between);
            let truth = match fraction(entropy) {
                x if x < Self::URGENT => Band::High,
                x if x < Self::URGENT + Self::SOON => Band::Elevated,
                _ => Band::Routine,
            };
            let right = fraction(entropy) < self.recall;
            let (half, wrong) = (fraction(entropy) < 0.5, fraction(entropy) < Self::FALSE);
            let found = if right {
                truth
            } else if truth == Band::High && half {
                // Who is not found to be urgent is half the time found to be something.
                Band::Elevated
            } else {
                Band::Routine
            };
            let found = if wrong { Band::High } else { found };
            Person {
                came,
                needs: exponential(entropy, Self::MINUTES),
                truth,
                found,
                case: CaseId::from_bytes(entropy.draw()),
            }
        });
        people.collect()
    }
}

impl fmt::Display for Night {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} people, {} helpers, load {}, {} min each on average; {:.0} % urgent, {:.0} % soon; of the \
             urgent {:.0} % are found, of the others {:.1} % are taken for urgent",
            Self::PEOPLE,
            Self::HELPERS,
            Self::LOAD,
            Self::MINUTES,
            100.0 * Self::URGENT,
            100.0 * Self::SOON,
            100.0 * self.recall,
            100.0 * Self::FALSE,
        )
    }
}

impl Waits {
    fn note(&mut self, person: &Person, wait: f64) {
        if person.truth == Band::High {
            self.urgent.0.push(wait);
            if person.found == Band::High {
                self.found.0.push(wait);
            }
        } else if person.truth == Band::Elevated {
            self.soon.0.push(wait);
        } else {
            self.routine.0.push(wait);
        }
    }
}

fn turn(order: Order, person: &Person, now: f64) -> Turn {
    let band = match order {
        Order::Came => Band::Routine,
        Order::Line => person.found,
        Order::Truth => person.truth,
        Order::Ageing => aged(person.found, now - person.came),
    };
    Turn::of(band, at(person.came), person.case)
}

/// One tier up for every ten minutes.
fn aged(band: Band, waited: f64) -> Band {
    let lifted = if waited < 10.0 {
        band
    } else if waited < 20.0 && band == Band::Routine {
        Band::Elevated
    } else {
        Band::High
    };
    band.max(lifted)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "minutes of a night, from zero on"
)]
fn at(minutes: f64) -> Timestamp {
    Timestamp::from_unix_millis((minutes * 60_000.0) as u64)
}

/// A number from zero to below one.
#[expect(clippy::cast_precision_loss, reason = "53 bits are what fits")]
fn fraction(entropy: &mut Entropy) -> f64 {
    const STEPS: u64 = 1 << 53;
    entropy.below(STEPS) as f64 / STEPS as f64
}

fn exponential(entropy: &mut Entropy, mean: f64) -> f64 {
    -mean * (1.0 - fraction(entropy)).ln()
}

/// A time that can be ordered.
#[derive(Clone, Copy, Debug)]
struct Instant(f64);

impl PartialEq for Instant {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Instant {}

impl PartialOrd for Instant {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Instant {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.total_cmp(&other.0)
    }
}

#[cfg(test)]
mod tests;
