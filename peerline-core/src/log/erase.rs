//! A person who is erased, taken out of the entries that name them.

use super::CaseView;
use super::Entry;
use super::Fact;
use super::Notice;
use super::PutMark;
use crate::identity::vault;
use crate::moderation::Decision;
use crate::room;
use crate::vocab::AccountId;
use crate::vocab::Erased;
use crate::vocab::OccupantId;
use crate::vocab::Salt;
use crate::vocab::Sensitive;

impl Entry {
    /// Returns the accounts it names.
    #[must_use]
    pub fn accounts(&self) -> Vec<AccountId> {
        self.fact.accounts()
    }

    /// Returns the names it holds, of whatever log they are.
    pub fn names(&self) -> impl Iterator<Item = OccupantId> {
        let put = self.put.as_ref().map(|mark| mark.who);
        let shown = match &self.fact {
            Fact::Notice(Notice::CaseChanged { view, .. }) => {
                view.owner.as_ref().map(|(who, _)| *who)
            }
            Fact::Notice(Notice::AskedAlone(asked)) => Some(asked.from.0),
            Fact::Room(room::Fact::Life(life)) => life.to(),
            Fact::Room(room::Fact::Talk(talk)) => talk.to(),
            Fact::Identity(fact) => fact.name(),
            Fact::Room(_)
            | Fact::Matching(_)
            | Fact::Moderation(_)
            | Fact::Crisis(_)
            | Fact::Ask(_)
            | Fact::Hold(_)
            | Fact::Locker(_)
            | Fact::Vault(_)
            | Fact::Notice(_) => None,
        };
        self.who.into_iter().chain(put).chain(shown)
    }

    /// Returns it without a person: nobody stands in their place, their words and the put they
    /// sent are gone, and so is the salt that would confirm a guess.
    #[must_use]
    pub fn without(&self, person: &Erased) -> Self {
        let mut entry = self.clone();
        entry.fact.erase(person);
        if self.fact.seals_words() && !entry.fact.seals_words() {
            // Of words that are gone no digest stays, whoever sent them.
            entry.put = entry.put.map(PutMark::without_digest);
        }
        if let Some(who) = &mut entry.who
            && person.has(*who)
        {
            person.name(who);
            // Who is still here learns by it whose place is empty: the number says nothing else.
            if matches!(entry.fact, Fact::Room(room::Fact::Left { .. })) {
                entry.re = entry.joined;
            }
            entry.joined = None;
        }
        entry.put = entry.put.filter(|mark| !person.has(mark.who));
        entry.salt = Sensitive::new(Salt::from_bytes([0; 16]));
        entry
    }
}

impl Fact {
    /// Returns the accounts it names.
    #[must_use]
    pub fn accounts(&self) -> Vec<AccountId> {
        match self {
            Self::Room(room::Fact::Joined { account, .. }) => vec![*account],
            Self::Identity(fact) => fact.accounts(),
            Self::Matching(fact) => fact.accounts(),
            Self::Moderation(fact) => fact.accounts(),
            Self::Crisis(fact) => fact.accounts(),
            Self::Ask(fact) => fact.accounts(),
            // What somebody sealed stands in a log of their own, which goes with them.
            Self::Vault(vault::Fact::Sealed { .. }) => Vec::new(),
            Self::Vault(fact) => fact.accounts(),
            Self::Room(_) | Self::Notice(_) | Self::Hold(_) | Self::Locker(_) => Vec::new(),
        }
    }

    fn seals_words(&self) -> bool {
        let Self::Moderation(fact) = self else {
            return false;
        };
        fact.decided().is_some_and(Decision::holds_words)
    }

    fn erase(&mut self, person: &Erased) {
        match self {
            Self::Room(fact) => fact.erase(person),
            Self::Identity(fact) => fact.erase(person),
            Self::Matching(fact) => fact.erase(person),
            Self::Moderation(fact) => fact.erase(person),
            Self::Crisis(fact) => fact.erase(person),
            Self::Ask(fact) => fact.erase(person),
            Self::Vault(fact) => fact.erase(person),
            Self::Notice(Notice::AskedAlone(asked)) if person.has(asked.from.0) => {
                asked.from = (OccupantId::NOBODY, String::new());
            }
            Self::Notice(Notice::CaseChanged { view, .. }) => view.erase(person),
            Self::Notice(_) | Self::Hold(_) | Self::Locker(_) => {}
        }
    }
}

impl CaseView {
    fn erase(&mut self, person: &Erased) {
        if self.owner.as_ref().is_some_and(|(who, _)| person.has(*who)) {
            self.owner = None;
        }
    }
}
