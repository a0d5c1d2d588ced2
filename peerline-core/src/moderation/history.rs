//! What is remembered of one author, for a while.

use std::collections::VecDeque;

use super::RuleId;
use crate::vocab::AccountId;
use crate::vocab::Digest;
use crate::vocab::Millis;
use crate::vocab::RoomName;
use crate::vocab::Seq;
use crate::vocab::Timestamp;

/// A message that stands in a room's log, as the engine tells moderation of it, live and in replay
/// alike. Messages that carry a sign of danger are not told: they are never counted.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Sent {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub author: AccountId,
    /// Where.
    pub room: RoomName,
    /// As which entry.
    pub seq: Seq,
    /// What, as [`said_digest`](super::said_digest) makes it; missing where the words were
    /// destroyed: then it counts towards the pace, and repeats nothing.
    pub digest: Option<Digest>,
}

impl Sent {
    /// Makes the note.
    #[must_use]
    pub fn new(
        at: Timestamp,
        author: AccountId,
        (room, seq): (RoomName, Seq),
        digest: Option<Digest>,
    ) -> Self {
        Self {
            at,
            author,
            room,
            seq,
            digest,
        }
    }
}

/// A rule that found something in a message of the author, with a durable trace.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Strike {
    /// When.
    pub at: Timestamp,
    /// Which rule.
    pub rule: RuleId,
}

/// What is remembered of one author: messages for [`History::SENT_FOR`], strikes for
/// [`History::STRIKES_FOR`], each at most [`History::MOST`]. Strikes expire by themselves.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct History {
    sent: VecDeque<Sent>,
    strikes: VecDeque<Strike>,
}

impl History {
    /// How long a message counts towards flood and repeats.
    pub const SENT_FOR: Millis = Millis::from_mins(1);
    /// How long a strike counts.
    pub const STRIKES_FOR: Millis = Millis::from_hours(24);
    /// How many messages and how many strikes are remembered at most.
    pub const MOST: usize = 128;

    /// What is remembered of somebody who is new.
    pub const EMPTY: &'static Self = &Self {
        sent: VecDeque::new(),
        strikes: VecDeque::new(),
    };

    /// Returns the messages remembered, oldest first.
    #[must_use]
    pub fn sent(&self) -> impl DoubleEndedIterator<Item = &Sent> {
        self.sent.iter()
    }

    /// Returns how often `rule` found something within the `window` before `now`.
    #[must_use]
    pub fn n_strikes(&self, now: Timestamp, rule: &RuleId, window: Millis) -> usize {
        let from = now.before(window);
        self.strikes
            .iter()
            .filter(|strike| from < strike.at && strike.rule == *rule)
            .count()
    }

    /// Returns how many strikes, of whatever rule, are remembered at `now`.
    #[must_use]
    pub fn n_recent_strikes(&self, now: Timestamp) -> usize {
        let from = now.before(Self::STRIKES_FOR);
        self.strikes
            .iter()
            .filter(|strike| from < strike.at)
            .count()
    }

    /// Notes a message.
    pub fn note_sent(&mut self, sent: Sent) {
        self.forget(sent.at);
        self.sent.push_back(sent);
        if Self::MOST < self.sent.len() {
            self.sent.pop_front();
        }
    }

    /// Forgets what a message held whose words were destroyed.
    pub fn note_gone(&mut self, room: &RoomName, seq: Seq) {
        let here = |sent: &&mut Sent| sent.seq == seq && sent.room == *room;
        if let Some(sent) = self.sent.iter_mut().find(here) {
            sent.digest = None;
        }
    }

    /// Notes a strike.
    pub fn note_strike(&mut self, at: Timestamp, rule: RuleId) {
        self.forget(at);
        self.strikes.push_back(Strike { at, rule });
        if Self::MOST < self.strikes.len() {
            self.strikes.pop_front();
        }
    }

    /// Takes back the latest strike of `rule` that was noted at `at`: its decision was reversed.
    pub fn forgive(&mut self, at: Timestamp, rule: &RuleId) {
        let found = self
            .strikes
            .iter()
            .rposition(|strike| strike.at == at && strike.rule == *rule);
        if let Some(found) = found {
            self.strikes.remove(found);
        }
    }

    /// Forgets what no longer counts at `now`.
    pub fn forget(&mut self, now: Timestamp) {
        let (sent, strikes) = (now.before(Self::SENT_FOR), now.before(Self::STRIKES_FOR));
        while self.sent.front().is_some_and(|first| first.at < sent) {
            self.sent.pop_front();
        }
        while self.strikes.front().is_some_and(|first| first.at < strikes) {
            self.strikes.pop_front();
        }
    }

    /// When the last of it will be forgotten.
    pub(super) fn gone_at(&self) -> Timestamp {
        let sent = self.sent.back().map(|last| last.at.after(Self::SENT_FOR));
        let strikes = self
            .strikes
            .back()
            .map(|last| last.at.after(Self::STRIKES_FOR));
        sent.max(strikes).unwrap_or_default()
    }
}
