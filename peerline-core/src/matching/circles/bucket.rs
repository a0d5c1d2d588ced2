//! Who could sit at one table, as far as what it is about goes.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::Guest;
use super::Leader;
use super::Planned;
use super::Seats;
use super::grouping::Grouping;
use super::sizes;
use crate::matching::AgeBand;
use crate::matching::fit;
use crate::vocab::AccountId;
use crate::vocab::Language;
use crate::vocab::Topic;

/// What a circle is about, in which language, and whether it is one of minors.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) struct Subject<'a> {
    topic: Option<&'a Topic>,
    language: &'a Language,
    of_minors: bool,
}

impl Subject<'_> {
    fn suits(&self, guest: &Guest<'_>) -> bool {
        let wish = guest.wish;
        let named = wish.topics();
        let open = guest.any_topic || named.is_empty();
        let about = open || self.topic.is_some_and(|topic| named.contains(topic));
        let mut spoken = wish.languages().iter();
        about
            && wish.is_minor() == self.of_minors
            && spoken.any(|one| one.primary() == self.language.primary())
    }

    pub(super) fn suits_leader(&self, leader: &Leader<'_>) -> bool {
        let shift = leader.shift;
        let ages = shift.ages();
        let takes = |age: &AgeBand| (*age == AgeBand::Minor) == self.of_minors;
        let certified = !self.of_minors || shift.takes_minors();
        0 < leader.circles
            && certified
            && (ages.is_empty() || ages.iter().any(takes))
            && fit::speaks(shift, self.language.primary())
            && self
                .topic
                .is_none_or(|topic| fit::takes_topic(shift, topic))
    }

    pub(super) fn planned(&self, guests: Vec<AccountId>, leader: Option<AccountId>) -> Planned {
        Planned {
            language: self.language.clone(),
            topic: self.topic.cloned(),
            guests,
            leader,
        }
    }
}

/// Returns the subject that most of the waiting can sit down to, with them in their order: among
/// equals the one that seats the longest waiting first, then one that has a topic.
pub(super) fn largest<'a>(
    waiting: &[Guest<'a>],
    seats: Seats,
    given_up: &BTreeSet<Subject<'a>>,
) -> Option<(Subject<'a>, Vec<Guest<'a>>)> {
    let subjects = subjects(waiting).into_iter();
    let left = subjects.filter(|subject| !given_up.contains(subject));
    let buckets = left.map(|subject| {
        let suits = |guest: &&Guest<'a>| subject.suits(guest);
        let bucket: Vec<Guest<'a>> = waiting.iter().filter(suits).copied().collect();
        (subject, bucket)
    });
    let enough = buckets.filter(|(_, bucket)| seats.least <= bucket.len());
    enough.min_by_key(|(subject, bucket)| {
        let since: Vec<_> = bucket.iter().map(|one| (one.since, one.account)).collect();
        (
            Reverse(bucket.len()),
            since,
            subject.topic.is_none(),
            *subject,
        )
    })
}

/// Every subject that somebody asks for. One language stands for all its varieties: the first that
/// was named.
fn subjects<'a>(waiting: &[Guest<'a>]) -> BTreeSet<Subject<'a>> {
    let mut languages: Vec<&'a Language> = Vec::new();
    for language in waiting.iter().flat_map(|guest| guest.wish.languages()) {
        if languages
            .iter()
            .all(|one| one.primary() != language.primary())
        {
            languages.push(language);
        }
    }
    let topics = waiting.iter().flat_map(|guest| guest.wish.topics());
    let topics: BTreeSet<Option<&'a Topic>> = topics.map(Some).chain([None]).collect();
    let mut subjects = BTreeSet::new();
    for language in languages {
        for topic in &topics {
            for of_minors in [false, true] {
                subjects.insert(Subject {
                    topic: *topic,
                    language,
                    of_minors,
                });
            }
        }
    }
    subjects
}

/// Plans the circles of one leader about a subject, among those whom they may meet: the leader who
/// can lead most of those who suit it, then the lowest id; whoever comes to none is passed over. The
/// tables are as even as if all leaders led at once. Nothing where nobody can lead.
pub(super) fn led(
    leaders: &mut [Leader<'_>],
    (subject, bucket): (&Subject<'_>, &[Guest<'_>]),
    seats: Seats,
    compatible: &dyn Fn(AccountId, AccountId) -> bool,
) -> (Option<AccountId>, Vec<Vec<AccountId>>) {
    let able = leaders.iter_mut().filter(|one| subject.suits_leader(one));
    let mut able: Vec<&mut Leader<'_>> = able.collect();
    able.sort_by_key(|leader| (Reverse(leader.circles), leader.account));
    let n_free = able
        .iter()
        .fold(0_usize, |sum, one| sum.saturating_add(one.circles));
    for leader in able {
        let own = leader.account;
        let may_meet = |guest: &&Guest<'_>| guest.account != own && compatible(guest.account, own);
        let crowd: Vec<Guest<'_>> = bucket.iter().filter(may_meet).copied().collect();
        let mut sizes = sizes(crowd.len(), seats, n_free);
        sizes.truncate(leader.circles);
        let tables = Grouping::new(&crowd, compatible).tables(&sizes, seats);
        if !tables.is_empty() {
            leader.circles = leader.circles.saturating_sub(tables.len());
            return (Some(own), tables);
        }
    }
    (None, Vec::new())
}
