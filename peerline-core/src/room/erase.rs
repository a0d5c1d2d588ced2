//! A person who is erased: what is left of them in a room is that somebody was here.

use super::Fact;
use super::Room;
use crate::vocab::Erased;
use crate::vocab::OccupantId;

impl Fact {
    /// Takes a person out of it: nobody stands in their place, and their words are gone.
    pub fn erase(&mut self, person: &Erased) {
        match self {
            Self::Joined {
                account,
                occupant,
                handle,
                ..
            } if person.is(*account) => {
                person.account(account);
                *occupant = OccupantId::NOBODY;
                handle.clear();
            }
            Self::Said { occupant, .. } if person.has(*occupant) => *self = Self::nobodys(None),
            Self::Gone {
                occupant, edits, ..
            } if person.has(*occupant) => *self = Self::nobodys(*edits),
            Self::Edited {
                occupant, entry, ..
            } if person.has(*occupant) => *self = Self::nobodys(Some(*entry)),
            Self::Left { occupant, .. } | Self::Redacted { by: occupant, .. } => {
                person.name(occupant);
            }
            Self::Joined { .. }
            | Self::Said { .. }
            | Self::Gone { .. }
            | Self::Edited { .. }
            | Self::Opened { .. }
            | Self::Closed
            | Self::Trimmed { .. } => {}
        }
    }

    const fn nobodys(edits: Option<crate::vocab::Seq>) -> Self {
        Self::Gone {
            occupant: OccupantId::NOBODY,
            edits,
            counts: false,
        }
    }
}

impl Room {
    /// Returns how many messages of somebody have words.
    #[must_use]
    pub fn n_words_of(&self, who: OccupantId) -> usize {
        let said = self.said.values();
        said.filter(|said| said.who == who && said.words.is_some())
            .count()
    }

    /// Forgets a person who left, as a fold of the facts without them does.
    pub fn erase(&mut self, person: &Erased) {
        self.members.remove(&person.account);
        self.joins.retain(|name, _| !person.has(*name));
        let base = self.base;
        for said in self.said.values_mut() {
            if person.has(said.who) {
                said.who = OccupantId::NOBODY;
                said.words = None;
            }
        }
        // What has nothing left to destroy is forgotten with everything else down there.
        self.said
            .retain(|entry, said| base < *entry || said.words.is_some());
    }
}
