//! What a room is, as a fold of its facts.

use std::collections::BTreeMap;

use super::Fact;
use super::RoomKind;
use crate::vocab::AccountId;
use crate::vocab::Language;
use crate::vocab::OccupantId;
use crate::vocab::Role;
use crate::vocab::Sensitive;
use crate::vocab::Topic;

/// A room.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Room {
    /// What it is for.
    pub kind: RoomKind,
    /// Whether people can talk in it.
    pub state: RoomState,
    /// What it is about.
    pub topic: Option<Topic>,
    /// The language spoken.
    pub language: Language,
    /// The key under which members get their names here.
    pub key: Sensitive<[u8; 32]>,
    members: BTreeMap<AccountId, Member>,
    present: usize,
}

/// Whether people can talk in a room.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum RoomState {
    /// They can.
    Open,
    /// Nobody can any more; members may still read.
    Closed,
}

impl RoomState {
    /// Returns its name on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Closed => "closed",
        }
    }
}

/// Somebody who is or was in a room.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Member {
    /// What they are called here.
    pub occupant: OccupantId,
    /// What people read.
    pub handle: String,
    /// What they are here.
    pub role: Role,
    /// Whether they have not left.
    pub present: bool,
}

impl Room {
    /// Makes the room from its first fact; `None` where that is not [`Fact::Opened`].
    #[must_use]
    pub fn open(fact: &Fact) -> Option<Self> {
        let Fact::Opened {
            kind,
            topic,
            language,
            key,
        } = fact
        else {
            return None;
        };
        Some(Self {
            kind: *kind,
            state: RoomState::Open,
            topic: topic.clone(),
            language: language.clone(),
            key: *key,
            members: BTreeMap::new(),
            present: 0,
        })
    }

    /// Takes a fact in.
    pub fn apply(&mut self, fact: &Fact) {
        match fact {
            Fact::Opened { .. } | Fact::Said { .. } => {}
            Fact::Joined {
                account,
                occupant,
                handle,
                role,
            } => {
                let member = Member {
                    occupant: *occupant,
                    handle: handle.clone(),
                    role: *role,
                    present: true,
                };
                let was = self.members.insert(*account, member);
                if !was.is_some_and(|member| member.present) {
                    self.present = self.present.saturating_add(1);
                }
            }
            Fact::Left { occupant, .. } => self.leave(occupant),
            Fact::Closed => self.state = RoomState::Closed,
        }
    }

    /// Returns somebody who is or was in the room.
    #[must_use]
    pub fn member(&self, account: AccountId) -> Option<&Member> {
        self.members.get(&account)
    }

    /// Returns somebody who is in the room now.
    #[must_use]
    pub fn present_member(&self, account: AccountId) -> Option<&Member> {
        self.member(account).filter(|member| member.present)
    }

    /// Returns everybody who is or was in the room.
    pub fn members(&self) -> impl Iterator<Item = (AccountId, &Member)> {
        self.members
            .iter()
            .map(|(account, member)| (*account, member))
    }

    /// Returns who bears a name in this room.
    #[must_use]
    pub fn account_of(&self, occupant: OccupantId) -> Option<AccountId> {
        let found = self
            .members
            .iter()
            .find(|(_, member)| member.occupant == occupant);
        found.map(|(account, _)| *account)
    }

    /// Returns how many are in the room now.
    #[must_use]
    pub const fn n_present(&self) -> usize {
        self.present
    }

    /// Returns whether people can talk.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.state == RoomState::Open
    }

    fn leave(&mut self, occupant: &OccupantId) {
        let gone = self
            .members
            .values_mut()
            .find(|member| member.occupant == *occupant);
        if let Some(member) = gone
            && member.present
        {
            member.present = false;
            self.present = self.present.saturating_sub(1);
        }
    }
}
