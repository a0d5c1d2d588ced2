//! Circles: who sits with whom, how many at a table, and who leads.

mod bucket;
mod grouping;
mod sizes;
mod table;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

pub use sizes::Seats;
pub use sizes::sizes;
pub use table::Table;
pub use table::table_for;

use super::Shift;
use super::Tag;
use super::Wish;
use super::fit;
use crate::vocab::AccountId;
use crate::vocab::Language;
use crate::vocab::Timestamp;
use crate::vocab::Topic;
use bucket::Subject;
use grouping::Grouping;

/// Somebody who asks for a circle.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Guest<'a> {
    /// Who.
    pub account: AccountId,
    /// What they ask for: topics, languages, age and experiences count.
    pub wish: &'a Wish,
    /// Since when they wait.
    pub since: Timestamp,
    /// Whether any topic is better to them by now than waiting on.
    pub any_topic: bool,
}

impl<'a> Guest<'a> {
    /// Makes a guest who keeps to the topics they named.
    #[must_use]
    pub const fn new(account: AccountId, wish: &'a Wish, since: Timestamp) -> Self {
        Self {
            account,
            wish,
            since,
            any_topic: false,
        }
    }

    /// Returns the same guest, to whom any topic is better than waiting on.
    #[must_use]
    pub const fn with_any_topic(mut self) -> Self {
        self.any_topic = true;
        self
    }
}

/// Somebody who can lead circles now.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Leader<'a> {
    /// Who.
    pub account: AccountId,
    /// What they offer: topics, languages, ages and the certificate for minors count.
    pub shift: &'a Shift,
    /// How many circles more they can lead.
    pub circles: usize,
}

impl<'a> Leader<'a> {
    /// Makes a leader who can lead so many circles.
    #[must_use]
    pub const fn new(account: AccountId, shift: &'a Shift, circles: usize) -> Self {
        Self {
            account,
            shift,
            circles,
        }
    }
}

/// Who may lead.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Leading<'a> {
    /// Nobody: people talk among themselves.
    Nobody,
    /// Each circle has one of these, within what they can lead.
    Each(&'a [Leader<'a>]),
}

/// A circle that can begin.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Planned {
    /// What is spoken.
    pub language: Language,
    /// What it is about; anything where nobody named a topic.
    pub topic: Option<Topic>,
    /// Who sits there, the longest waiting first.
    pub guests: Vec<AccountId>,
    /// Who leads it, where circles are led.
    pub leader: Option<AccountId>,
}

/// Plans circles among everybody who waits for one. Who is in none of them waits on.
///
/// All at one table speak its language, asked for its topic (or for none, or for any), and are all
/// minors or all of age; no two of them, nor anybody and the leader, may be kept apart by
/// `compatible`, which is asked in either order. None of this ever gives way. The largest crowd that
/// fits a subject is seated first; inside of it the sizes are planned ahead and even (14 are 7 and
/// 7), the longest waiting have the seats, and people are exchanged between the tables until no
/// exchange adds to the sum of [`overlap`].
///
/// The same people have the same plan, in whatever order they are named.
#[must_use]
pub fn plan(
    guests: &[Guest<'_>],
    leading: Leading<'_>,
    seats: Seats,
    compatible: &dyn Fn(AccountId, AccountId) -> bool,
) -> Vec<Planned> {
    let mut waiting: Vec<Guest<'_>> = guests.to_vec();
    waiting.sort_unstable_by_key(|guest| (guest.since, guest.account));
    let mut known = BTreeSet::new();
    waiting.retain(|guest| known.insert(guest.account));
    let mut leaders = match leading {
        Leading::Nobody => None,
        Leading::Each(leaders) => Some(leaders.to_vec()),
    };
    if let Some(leaders) = &mut leaders {
        leaders.sort_unstable_by_key(|leader| leader.account);
    }
    let mut planned = Vec::new();
    let mut given_up: BTreeSet<Subject<'_>> = BTreeSet::new();
    while let Some((subject, bucket)) = bucket::largest(&waiting, seats, &given_up) {
        let (leader, tables) = match &mut leaders {
            None => {
                let sizes = sizes(bucket.len(), seats, usize::MAX);
                (
                    None,
                    Grouping::new(&bucket, compatible).tables(&sizes, seats),
                )
            }
            Some(leaders) => bucket::led(leaders, (&subject, &bucket), seats, compatible),
        };
        if tables.is_empty() {
            given_up.insert(subject);
        }
        for accounts in tables {
            waiting.retain(|guest| !accounts.contains(&guest.account));
            planned.push(subject.planned(accounts, leader));
        }
    }
    planned
}

/// Returns how much two have in common, for people who sit in one circle: 150 for each experience
/// they share, up to four, and 100 for one first language. The weights are those of
/// [`fit::score`].
#[must_use]
pub fn overlap(one: &Wish, other: &Wish) -> u32 {
    let shares = |tag: &&Tag| other.tags().contains(tag);
    let n_shared = one.tags().iter().filter(shares).count();
    let first = one.languages().first().zip(other.languages().first());
    let language = first.is_some_and(|(one, other)| one.primary() == other.primary());
    fit::points(n_shared, [false, false, language])
}
