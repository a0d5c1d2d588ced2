//! What people said last, for a detector that looks at more than one message.
//!
//! In memory alone, by the name that somebody has in a room, and gone with them, with the room, and
//! with any words that are taken away there. After a restart it begins anew.

use std::collections::BTreeMap;

use crate::room::Fact;
use crate::room::Life;
use crate::vocab::OccupantId;
use crate::vocab::RoomId;
use crate::vocab::Sensitive;

/// The last words of each who writes, as far back as the detector looks.
#[derive(Debug, Default)]
pub(super) struct Earlier {
    rooms: BTreeMap<RoomId, BTreeMap<OccupantId, Sensitive<String>>>,
}

impl Earlier {
    /// Returns what somebody said last in a room, a line for each message.
    pub(super) fn words(&self, room: RoomId, who: OccupantId) -> &str {
        let room = self.rooms.get(&room);
        room.and_then(|room| room.get(&who))
            .map_or("", |words| words.expose())
    }

    /// Takes note of what happened in a room, with at most `bytes` of anybody's words.
    pub(super) fn note(&mut self, room: RoomId, fact: &Fact, bytes: usize) {
        match fact {
            Fact::Said { occupant, text, .. } => self.say(room, *occupant, (text.expose(), bytes)),
            Fact::Left { occupant, .. } => {
                if let Some(room) = self.rooms.get_mut(&room) {
                    room.remove(occupant);
                }
            }
            Fact::Edited { .. }
            | Fact::Redacted { .. }
            | Fact::Gone { .. }
            | Fact::Trimmed { .. }
            | Fact::Closed
            | Fact::Life(Life::Ended { .. }) => {
                self.rooms.remove(&room);
            }
            Fact::Opened { .. } | Fact::Joined { .. } | Fact::Life(_) | Fact::Talk(_) => {}
        }
    }

    fn say(&mut self, room: RoomId, who: OccupantId, (text, bytes): (&str, usize)) {
        if bytes == 0 {
            return;
        }
        let words = self.words(room, who);
        let all = format!("{words}\n{text}");
        let last = all.len().saturating_sub(bytes);
        let from = (last..=all.len()).find(|at| all.is_char_boundary(*at));
        let kept = from.and_then(|from| all.get(from..)).unwrap_or_default();
        let kept = Sensitive::new(kept.trim_start_matches('\n').to_owned());
        self.rooms.entry(room).or_default().insert(who, kept);
    }
}

#[cfg(test)]
mod tests;
