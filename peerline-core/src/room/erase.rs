//! A person who is erased: what is left of them in a room is that somebody was here.

use super::AskFact;
use super::Fact;
use super::Life;
use super::Room;
use super::TalkFact;
use crate::vocab::AccountId;
use crate::vocab::ContentNotes;
use crate::vocab::Erased;
use crate::vocab::OccupantId;
use crate::vocab::Seq;

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
            Self::Life(life) => life.erase(person),
            Self::Talk(talk) => talk.erase(person),
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

    const fn nobodys(edits: Option<Seq>) -> Self {
        Self::Gone {
            occupant: OccupantId::NOBODY,
            edits,
            counts: false,
        }
    }
}

impl Life {
    /// Returns the name of somebody to whom it was done.
    #[must_use]
    pub const fn to(&self) -> Option<OccupantId> {
        match self {
            Self::Assigned { occupant, .. } => Some(*occupant),
            Self::Listed { .. }
            | Self::Gathering { .. }
            | Self::Began { .. }
            | Self::Paused { .. }
            | Self::Ended { .. }
            | Self::Beside { .. }
            | Self::Quoted { .. } => None,
        }
    }

    fn erase(&mut self, person: &Erased) {
        match self {
            Self::Began { by, .. } | Self::Paused { by, .. } => {
                by.iter_mut().for_each(|by| person.name(by));
            }
            Self::Assigned { occupant, by, .. } => {
                person.name(occupant);
                person.name(by);
            }
            Self::Listed { .. }
            | Self::Gathering { .. }
            | Self::Ended { .. }
            | Self::Beside { .. }
            | Self::Quoted { .. } => {}
        }
    }
}

impl TalkFact {
    /// Returns the name of somebody to whom it was done.
    #[must_use]
    pub const fn to(&self) -> Option<OccupantId> {
        match self {
            Self::HandLowered { occupant, .. }
            | Self::TurnGiven { occupant, .. }
            | Self::TurnEnded { occupant, .. } => Some(*occupant),
            Self::MannerSet { .. }
            | Self::NormsSet { .. }
            | Self::Agreed { .. }
            | Self::HandRaised { .. }
            | Self::Noted { .. }
            | Self::NoteGone { .. } => None,
        }
    }

    fn erase(&mut self, person: &Erased) {
        match self {
            Self::MannerSet { by, .. } | Self::NormsSet { by, .. } => {
                by.iter_mut().for_each(|by| person.name(by));
            }
            Self::Agreed { occupant, .. } | Self::HandRaised { occupant } => person.name(occupant),
            Self::HandLowered { occupant, by }
            | Self::TurnGiven { occupant, by }
            | Self::TurnEnded { occupant, by } => {
                person.name(occupant);
                person.name(by);
            }
            Self::Noted { by, .. } | Self::NoteGone { by, .. } => person.name(by),
        }
    }
}

impl AskFact {
    /// Returns the accounts it names.
    #[must_use]
    pub fn accounts(&self) -> Vec<AccountId> {
        match self {
            Self::Asked { ask, .. } => vec![ask.from, ask.to],
            Self::Agreed { .. } | Self::Passed { .. } | Self::Lapsed { .. } => Vec::new(),
        }
    }

    /// Takes a person out of it: nobody stands in their place.
    pub fn erase(&mut self, person: &Erased) {
        if let Self::Asked { ask, .. } = self {
            person.account(&mut ask.from);
            person.account(&mut ask.to);
        }
    }
}

impl Room {
    /// Returns where others say what the words of a person talk about.
    pub(crate) fn notes_on(&self, person: &Erased) -> Vec<Seq> {
        let theirs = self.said.values().filter(|said| person.has(said.who));
        let noted = theirs.filter_map(|said| said.noted);
        noted
            .filter(|(_, by)| !person.has(*by))
            .map(|(seq, _)| seq)
            .collect()
    }

    /// Returns how many messages of somebody have words.
    #[must_use]
    pub fn n_words_of(&self, who: OccupantId) -> usize {
        let said = self.said.values();
        said.filter(|said| said.who == who && said.words.is_some())
            .count()
    }

    /// Forgets a person who left, as a fold of the facts without them does.
    pub fn erase(&mut self, person: &Erased) {
        for account in person.accounts() {
            self.members.remove(&account);
        }
        self.joins.retain(|name, _| !person.has(*name));
        if let Some(lease) = &mut self.setting.lease {
            person.name(&mut lease.holder);
        }
        self.talk.erase(person);
        let base = self.base;
        for said in self.said.values_mut() {
            if person.has(said.who) {
                said.who = OccupantId::NOBODY;
                said.words = None;
                said.notes = ContentNotes::NONE;
                said.noted = None;
            }
            if let Some((_, by)) = &mut said.noted {
                person.name(by);
            }
        }
        // What has nothing left to destroy is forgotten with everything else down there.
        self.said
            .retain(|entry, said| base < *entry || said.words.is_some());
    }
}
