//! What was said in rooms that are over for long: its words are destroyed.

use super::Engine;
use crate::room;
use crate::vocab::RoomId;
use crate::vocab::Timestamp;

impl Engine {
    /// Returns which room's words are to be destroyed next, and when. A case that is open in a room
    /// keeps them.
    pub(super) fn next_trim(&self) -> Option<(Timestamp, RoomId)> {
        let keep = self.limits.keep_closed?;
        let has_case = |id: RoomId| self.state.open_cases().any(|case| case.rooms.contains(&id));
        let mut over = self.state.over.iter();
        let (since, id) = over.find(|(_, id)| !has_case(*id))?;
        Some((since.after(keep), id))
    }

    /// Destroys words that are due, as many at once as one page of a log has entries: the next tick
    /// goes on.
    pub(super) fn trim(&mut self) {
        let due = self.next_trim().filter(|(at, _)| *at <= self.turn.now);
        let Some((_, id)) = due else { return };
        let Some(room) = self.state.room(id) else {
            return;
        };
        let words = room.words();
        let last = words.iter().take(self.limits.page.max(1)).next_back();
        let Some(base) = last.copied() else { return };
        if let Ok(facts) = room::decide(room, &self.limits, room::Command::Trim { base }) {
            self.room_facts(id, facts);
        }
    }
}
