//! Which entries must go on saying whose account they are about.

use super::State;
use crate::vocab::RoomName;
use crate::vocab::Seq;

impl State {
    /// Returns the entries that must go on saying whose account they are about for as long as this
    /// holds: who is in a room that is not over, and whom an open case is about. Of all others it is
    /// forgotten when their week's key ends.
    #[must_use]
    pub fn linked(&self) -> Vec<(RoomName, Seq)> {
        let open = self.rooms.iter().filter(|(_, room)| !room.is_over());
        let mut linked = Vec::new();
        for (id, room) in open {
            let here = room.members().filter(|(_, member)| member.present);
            let joins = here.filter_map(|(_, member)| room.joined(member.occupant));
            linked.extend(joins.map(|seq| (RoomName::Room(*id), seq)));
        }
        for case in self.open_cases() {
            let log = RoomName::Case(case.id);
            let all = 1..=self.head(&log).get();
            linked.extend(all.map(|seq| (log.clone(), Seq::new(seq))));
        }
        linked
    }
}
