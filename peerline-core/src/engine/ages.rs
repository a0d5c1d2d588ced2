//! When what stands in rooms was said, to a few minutes: for words that are kept for a time only.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::collections::VecDeque;

use crate::room::RoomKind;
use crate::vocab::Millis;
use crate::vocab::RoomId;
use crate::vocab::Seq;
use crate::vocab::Timestamp;

/// What is said within so long goes together.
const TOGETHER: Millis = Millis::from_mins(5);

/// Marks in the logs of rooms: 32 bytes for each five minutes in which anybody said anything.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(super) struct Ages {
    marks: BTreeMap<RoomId, VecDeque<Mark>>,
    oldest: BTreeMap<RoomKind, BTreeSet<(Timestamp, RoomId)>>,
}

/// What was said together.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
struct Mark {
    first: Timestamp,
    last: Timestamp,
    seq: Seq,
}

impl Ages {
    /// Takes note of something that was said, whether its words are there or not.
    pub(super) fn note(&mut self, (kind, id): (RoomKind, RoomId), seq: Seq, at: Timestamp) {
        self.change((kind, id), |marks| match marks.back_mut() {
            Some(mark) if at.since(mark.first) < TOGETHER => {
                mark.last = mark.last.max(at);
                mark.seq = seq;
            }
            Some(_) | None => marks.push_back(Mark {
                first: at,
                last: at,
                seq,
            }),
        });
    }

    /// Forgets everything up to an entry.
    pub(super) fn forget(&mut self, room: (RoomKind, RoomId), base: Seq) {
        self.change(room, |marks| marks.retain(|mark| base < mark.seq));
    }

    /// Returns the rooms of a kind by when the oldest of what is there was said.
    pub(super) fn of(&self, kind: RoomKind) -> impl Iterator<Item = (Timestamp, RoomId)> {
        self.oldest.get(&kind).into_iter().flatten().copied()
    }

    /// Returns up to where everything in a room was said before a time.
    pub(super) fn before(&self, id: RoomId, horizon: Timestamp) -> Option<Seq> {
        let marks = self.marks.get(&id)?;
        let old = marks.iter().take_while(|mark| mark.last <= horizon);
        old.last().map(|mark| mark.seq)
    }

    /// Returns when the oldest of what is in a room was said.
    pub(super) fn oldest(&self, id: RoomId) -> Option<Timestamp> {
        self.marks.get(&id)?.front().map(|mark| mark.last)
    }

    fn change(&mut self, (kind, id): (RoomKind, RoomId), act: impl FnOnce(&mut VecDeque<Mark>)) {
        let marks = self.marks.entry(id).or_default();
        let before = marks.front().map(|mark| (mark.last, id));
        act(marks);
        let after = marks.front().map(|mark| (mark.last, id));
        if marks.is_empty() {
            self.marks.remove(&id);
        }
        let oldest = self.oldest.entry(kind).or_default();
        if let Some(before) = before {
            oldest.remove(&before);
        }
        oldest.extend(after);
        if oldest.is_empty() {
            self.oldest.remove(&kind);
        }
    }
}
