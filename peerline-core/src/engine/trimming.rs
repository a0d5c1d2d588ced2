//! Words whose time is over are destroyed, unless something holds them.

use std::cmp::Ordering;

use super::Engine;
use crate::log::Block;
use crate::log::BlockWhy;
use crate::log::Fact;
use crate::room;
use crate::room::Retention;
use crate::room::Room;
use crate::room::RoomKind;
use crate::vocab::Millis;
use crate::vocab::RoomId;
use crate::vocab::RoomName;
use crate::vocab::Seq;
use crate::vocab::Timestamp;

impl Engine {
    /// Returns which room's words are to be destroyed next, and when. What may be held for ever is
    /// none; what is held until a time comes then.
    pub(super) fn next_trim(&self) -> Option<(Timestamp, RoomId)> {
        let kinds = RoomKind::ALL.iter();
        kinds.filter_map(|kind| self.next_of(*kind)).min()
    }

    fn next_of(&self, kind: RoomKind) -> Option<(Timestamp, RoomId)> {
        let kept = match self.retention(kind) {
            Retention::UntilClosed(keep) => {
                let over = self.state.over.of(kind);
                let over = over.filter(|(_, id)| !self.is_in_memory(*id));
                self.first_free(over.map(|(since, id)| (since.after(keep), id)))
            }
            Retention::AfterSaid(keep) => {
                let said = self.state.ages.of(kind);
                let said = said.filter(|(_, id)| !self.is_in_memory(*id));
                self.first_free(said.map(|(last, id)| (last.after(keep), id)))
            }
            Retention::Forever | Retention::InMemory => None,
        };
        // Asked after every message: where no such room is, rooms are not gone through.
        let any =
            !self.state.halls.fleeting.is_empty() || self.retention(kind) == Retention::InMemory;
        let said = any.then(|| self.state.ages.of(kind)).into_iter().flatten();
        let passing = said.filter(|(_, id)| self.is_in_memory(*id));
        let passing = passing.map(|(last, id)| (last.after(Retention::WINDOW), id));
        kept.into_iter().chain(self.first_free(passing)).min()
    }

    /// Returns how long the words of a kind of room are kept.
    fn retention(&self, kind: RoomKind) -> Retention {
        self.policies.retention.of(kind, self.limits.keep_closed)
    }

    /// Returns how long the words of a room are kept.
    pub(super) fn retention_of(&self, room: &Room) -> Retention {
        let of = room.setting.circle.and_then(|circle| circle.of);
        let listed = of.and_then(|of| self.state.room(of)).unwrap_or(room);
        let own = listed.setting.spec.as_ref();
        if own.is_some_and(|spec| spec.in_memory) {
            return Retention::InMemory;
        }
        self.retention(room.kind)
    }

    /// Returns whether what is said in a room never reaches a store.
    pub(super) fn is_in_memory(&self, id: RoomId) -> bool {
        let room = self.state.room(id);
        room.is_some_and(|room| self.retention_of(room) == Retention::InMemory)
    }

    /// Returns the logs into which a fact brings words that must not reach a store.
    pub(super) fn passing_logs(&self, log: &RoomName, fact: &Fact) -> Option<RoomName> {
        // What a decision keeps sealed are words of the room where they were said.
        let room = if let Fact::Moderation(fact) = fact {
            &fact.decided()?.room
        } else {
            log
        };
        let RoomName::Room(id) = room else {
            return None;
        };
        self.is_in_memory(*id).then(|| log.clone())
    }

    /// What was in memory alone ended with the process before: clients are told that it is not kept,
    /// as of anything else whose time is over.
    pub(super) fn tell_lost(&mut self) {
        let rooms: Vec<RoomId> = self.state.rooms.keys().copied().collect();
        for id in rooms {
            let room = self.state.room(id).filter(|room| !room.holds_words());
            let Some(room) = room.filter(|_| self.is_in_memory(id)) else {
                continue;
            };
            let Some(base) = self.state.ages.before(id, self.turn.now) else {
                continue;
            };
            if let Ok(facts) = room::decide(room, &self.limits, room::Command::Fade { base }) {
                self.room_facts(id, facts);
            }
        }
    }

    /// Returns the first of rooms, in the order of their due times, that nothing holds then.
    fn first_free(
        &self,
        rooms: impl Iterator<Item = (Timestamp, RoomId)>,
    ) -> Option<(Timestamp, RoomId)> {
        let mut found: Option<(Timestamp, RoomId)> = None;
        for (due, id) in rooms {
            if found.is_some_and(|(at, _)| at <= due) {
                break;
            }
            let free = self.free_at(id).map(|free| (due.max(free), id));
            found = found.into_iter().chain(free).min();
        }
        found
    }

    /// Returns from when on nothing holds the words of a room; `None` where that hangs on somebody.
    fn free_at(&self, id: RoomId) -> Option<Timestamp> {
        let blocks = self.blocks(id);
        let ends: Option<Vec<Timestamp>> = blocks.iter().map(|block| block.until).collect();
        Some(ends?.into_iter().max().unwrap_or(Timestamp::ZERO))
    }

    /// Returns everything that holds the words of a room: an open case whose words stand there,
    /// an appeal that can still be made or is not decided, a report, a hold.
    pub(super) fn blocks(&self, id: RoomId) -> Vec<Block> {
        let now = self.turn.now;
        let cases = self.state.open_cases();
        let cases = cases
            .filter(|case| case.rooms.contains(&id))
            .map(|_| Block::new(BlockWhy::OpenCase, None));
        let name = RoomName::Room(id);
        let decisions = self.state.moderation.decisions();
        let here = decisions.filter(|one| one.decision.room == name && !one.is_settled());
        let appeals = here.filter_map(|one| {
            let until = one.decision.appeal_until?;
            (now < until).then(|| Block::new(BlockWhy::Appeal, Some(until)))
        });
        let report = self.state.moderation.reported_until(&name);
        let report = report
            .filter(|until| now < *until)
            .map(|until| Block::new(BlockWhy::Report, Some(until)));
        let hold = self.state.holds.of(now, id);
        let hold = hold.map(|(_, hold)| Block::new(BlockWhy::LegalHold, Some(hold.until)));
        cases.chain(appeals).chain(report).chain(hold).collect()
    }

    /// Destroys words that are due, as many at once as one page of a log has entries: the next tick
    /// goes on.
    pub(super) fn trim(&mut self) {
        let due = self.next_trim().filter(|(at, _)| *at <= self.turn.now);
        let Some((_, id)) = due else { return };
        let Some(room) = self.state.room(id) else {
            return;
        };
        let command = match self.retention_of(room) {
            Retention::AfterSaid(keep) => self.faded(id, keep, &room.words()),
            Retention::InMemory => self.faded(id, Retention::WINDOW, &room.words()),
            Retention::UntilClosed(_) | Retention::Forever => {
                let page = self.limits.page.max(1);
                let base = room.words().into_iter().take(page).next_back();
                base.map(|base| room::Command::Trim { base })
            }
        };
        let facts = command.map(|command| room::decide(room, &self.limits, command));
        if let Some(Ok(facts)) = facts {
            self.room_facts(id, facts);
        }
    }

    /// Returns what destroys the words of a room that were said for long enough ago.
    fn faded(&self, id: RoomId, keep: Millis, words: &[Seq]) -> Option<room::Command> {
        let page = self.limits.page.max(1);
        let upto = self.state.ages.before(id, self.turn.now.before(keep))?;
        let old = words.iter().take_while(|seq| **seq <= upto);
        let base = match old.clone().count().cmp(&page) {
            Ordering::Greater => old.take(page).last().copied()?,
            Ordering::Less | Ordering::Equal => upto,
        };
        Some(room::Command::Fade { base })
    }
}
