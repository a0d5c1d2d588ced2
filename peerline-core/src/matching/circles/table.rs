//! To which of the circles that are there somebody comes.

use std::cmp::Reverse;

use crate::vocab::AccountId;
use crate::vocab::Language;
use crate::vocab::RoomId;
use crate::vocab::Timestamp;
use crate::vocab::Topic;

/// A circle that still takes people.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Table<'a> {
    /// Which.
    pub room: RoomId,
    /// What is spoken.
    pub language: &'a Language,
    /// What it is about; anything where missing.
    pub topic: Option<&'a Topic>,
    /// Everybody who is there, whether they take a seat or not.
    pub present: Vec<AccountId>,
    /// How many seats are taken.
    pub seated: usize,
    /// How many there are.
    pub seats: usize,
    /// Whether people have begun to talk.
    pub began: bool,
    /// Until when it takes people.
    pub until: Timestamp,
}

impl<'a> Table<'a> {
    /// Makes a table where nobody sits yet, with the seats of a circle.
    #[must_use]
    pub const fn new(room: RoomId, language: &'a Language, topic: Option<&'a Topic>) -> Self {
        Self {
            room,
            language,
            topic,
            present: Vec::new(),
            seated: 0,
            seats: super::Seats::USUAL.most,
            began: false,
            until: Timestamp::ZERO,
        }
    }

    /// Returns whether somebody who asks for this could sit here.
    fn suits(&self, topics: &[Topic], languages: &[Language]) -> bool {
        let any = topics.is_empty() || self.topic.is_none();
        let about = any || self.topic.is_some_and(|topic| topics.contains(topic));
        about && self.seated < self.seats && languages.contains(self.language)
    }
}

/// Returns the circle in which somebody is seated who comes now: first one that has not begun, the
/// nearest to beginning before the others, because people wait there. Where all that fit have begun,
/// the one with the fewest, so that tables grow evenly, as [`sizes`](super::sizes()) plans them.
/// Nobody is moved who sits already.
#[must_use]
pub fn table_for(
    account: AccountId,
    (topics, languages): (&[Topic], &[Language]),
    tables: &[Table<'_>],
    compatible: &dyn Fn(AccountId, AccountId) -> bool,
) -> Option<RoomId> {
    let may_meet = |table: &&Table<'_>| {
        let mut present = table.present.iter();
        present.all(|other| compatible(account, *other))
    };
    let open = tables.iter().filter(|table| table.suits(topics, languages));
    let best = open.filter(may_meet).min_by_key(|table| {
        let nearest = (!table.began).then_some(Reverse(table.seated));
        let fewest = table.began.then_some(table.seated);
        (table.began, nearest, fewest, table.until, table.room)
    });
    best.map(|table| table.room)
}
