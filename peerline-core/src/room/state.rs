//! What a room is, as a fold of its facts.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use super::Fact;
use super::RoomKind;
use super::Setting;
use super::Talk;
use super::TalkFact;
use crate::vocab::AccountId;
use crate::vocab::ContentNotes;
use crate::vocab::Language;
use crate::vocab::OccupantId;
use crate::vocab::Role;
use crate::vocab::Sensitive;
use crate::vocab::Seq;
use crate::vocab::Timestamp;
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
    /// The key under which members get their names here; zeros once the room is over, when nobody
    /// comes in any more.
    pub key: Sensitive<[u8; 32]>,
    /// How it is led.
    pub setting: Setting,
    pub(super) members: BTreeMap<AccountId, Member>,
    /// Where each member's newest `join` stands.
    pub(super) joins: BTreeMap<OccupantId, Seq>,
    present: usize,
    pub(super) said: BTreeMap<Seq, Message>,
    pub(super) base: Seq,
    pub(super) talk: Talk,
}

/// Something that was said, without its words.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Message {
    /// Who said it.
    pub who: OccupantId,
    /// Which entry holds its words: its own or its last change; none where they are destroyed.
    pub words: Option<Seq>,
    /// What it talks about.
    pub notes: ContentNotes,
    /// Which later entry says that, and whose it is; none where its words do.
    pub noted: Option<(Seq, OccupantId)>,
}

/// Whether people can talk in a room.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum RoomState {
    /// They can.
    Open,
    /// Nobody can for now.
    Paused,
    /// Nobody can any more; members may still read.
    Closed,
}

impl RoomState {
    /// Returns its name on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Paused => "paused",
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
    /// What they are here because somebody who leads said so.
    pub assigned: Option<Role>,
}

impl Message {
    /// Returns the entries that hold something of it, each with whose it is.
    fn kept(&self) -> impl Iterator<Item = (Seq, OccupantId)> + use<> {
        let words = self.words.map(|seq| (seq, self.who));
        words.into_iter().chain(self.noted)
    }
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
            setting: Setting::default(),
            members: BTreeMap::new(),
            joins: BTreeMap::new(),
            present: 0,
            said: BTreeMap::new(),
            base: Seq::ZERO,
            talk: Talk::of(*kind),
        })
    }

    /// Takes in a fact that stands at `seq` of the room's log.
    pub fn apply(&mut self, seq: Seq, fact: &Fact) {
        match fact {
            Fact::Opened { .. } => {}
            Fact::Said {
                occupant, notes, ..
            } => self.say(seq, *occupant, Some((seq, *notes))),
            Fact::Gone {
                occupant,
                edits: None,
                ..
            } => self.say(seq, *occupant, None),
            Fact::Edited { entry, notes, .. } => self.reword(*entry, Some((seq, *notes))),
            Fact::Redacted { entry, .. }
            | Fact::Gone {
                edits: Some(entry), ..
            } => self.reword(*entry, None),
            Fact::Talk(TalkFact::Noted { by, entry, notes }) => {
                self.note(*entry, (seq, *by, *notes));
            }
            Fact::Talk(_) => {}
            Fact::Trimmed { base, .. } => self.trim(*base),
            Fact::Joined {
                account,
                occupant,
                handle,
                role,
            } if !account.is_nobody() => {
                let member = Member {
                    occupant: *occupant,
                    handle: handle.clone(),
                    role: *role,
                    present: true,
                    assigned: self.member(*account).and_then(|member| member.assigned),
                };
                self.joins.insert(*occupant, seq);
                let was = self.members.insert(*account, member);
                if !was.is_some_and(|member| member.present) {
                    self.present = self.present.saturating_add(1);
                }
            }
            // Somebody was here who is erased.
            Fact::Joined { .. } => {}
            Fact::Left { occupant, .. } => self.leave(occupant),
            Fact::Closed => self.end(),
            Fact::Life(life) => self.live(life),
        }
    }

    /// Takes in what a fact that happened at `at` changes in how people talk.
    pub fn apply_talk(&mut self, at: Timestamp, fact: &Fact) {
        self.talk.apply(at, fact);
    }

    /// Returns how people talk here.
    #[must_use]
    pub const fn talk(&self) -> &Talk {
        &self.talk
    }

    /// Returns the languages people talk here, the room's own first.
    pub fn languages(&self) -> impl Iterator<Item = &Language> {
        let listed = self.setting.spec.iter().flat_map(|spec| &spec.languages);
        let more: BTreeSet<_> = listed.chain(&self.talk.manner.languages).collect();
        let more = more.into_iter().filter(|more| **more != self.language);
        std::iter::once(&self.language).chain(more)
    }

    /// Returns where a member's newest `join` stands in the room's log.
    #[must_use]
    pub fn joined(&self, occupant: OccupantId) -> Option<Seq> {
        self.joins.get(&occupant).copied()
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

    /// Returns something that was said, by its first entry; none where it was trimmed.
    #[must_use]
    pub fn message(&self, entry: Seq) -> Option<&Message> {
        self.said.get(&entry)
    }

    /// Returns what was said around a message: up to `before` messages ahead of it, the message
    /// itself, and up to `behind` after it.
    pub fn around(
        &self,
        entry: Seq,
        (before, behind): (usize, usize),
    ) -> impl Iterator<Item = (Seq, &Message)> {
        let ahead = self.said.range(..entry).rev().take(before);
        let mut ahead: Vec<_> = ahead.collect();
        ahead.reverse();
        let from_there = self.said.range(entry..).take(behind.saturating_add(1));
        let around = ahead.into_iter().chain(from_there);
        around.map(|(seq, message)| (*seq, message))
    }

    /// Returns up to where nothing is shown any more.
    #[must_use]
    pub const fn base(&self) -> Seq {
        self.base
    }

    /// Returns every entry that holds words, in order.
    #[must_use]
    pub fn words(&self) -> Vec<Seq> {
        let mut words: Vec<_> = self.said.values().filter_map(|said| said.words).collect();
        words.sort_unstable();
        words
    }

    /// Returns whether any entry holds words.
    #[must_use]
    pub fn holds_words(&self) -> bool {
        self.said.values().any(|said| said.words.is_some())
    }

    /// Returns the entries whose words a fact destroys, each with its author.
    #[must_use]
    pub fn destroyed_by(&self, fact: &Fact) -> Vec<(Seq, OccupantId)> {
        match fact {
            Fact::Edited { entry, .. } | Fact::Redacted { entry, .. } => {
                let message = self.message(*entry).filter(|said| said.words.is_some());
                message.into_iter().flat_map(Message::kept).collect()
            }
            Fact::Talk(TalkFact::Noted { entry, .. }) => {
                let noted = self.message(*entry).and_then(|message| message.noted);
                noted.into_iter().collect()
            }
            Fact::Trimmed { base, .. } => {
                let all = self.said.values();
                let gone = all.filter(|said| said.words.is_some_and(|words| words <= *base));
                gone.flat_map(Message::kept).collect()
            }
            Fact::Talk(_)
            | Fact::Opened { .. }
            | Fact::Joined { .. }
            | Fact::Left { .. }
            | Fact::Said { .. }
            | Fact::Gone { .. }
            | Fact::Closed
            | Fact::Life(_) => Vec::new(),
        }
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

    /// Returns whether nobody can ever talk again.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.state == RoomState::Closed
    }

    fn say(&mut self, seq: Seq, who: OccupantId, words: Option<(Seq, ContentNotes)>) {
        let message = Message {
            who,
            words: words.map(|(seq, _)| seq),
            notes: words.map_or(ContentNotes::NONE, |(_, notes)| notes),
            noted: None,
        };
        self.said.insert(seq, message);
    }

    fn note(&mut self, entry: Seq, (seq, by, notes): (Seq, OccupantId, ContentNotes)) {
        if let Some(said) = self.said.get_mut(&entry)
            && said.words.is_some()
        {
            said.notes = notes;
            said.noted = Some((seq, by));
        }
    }

    fn reword(&mut self, entry: Seq, words: Option<(Seq, ContentNotes)>) {
        if let Some(said) = self.said.get_mut(&entry) {
            said.words = words.map(|(seq, _)| seq);
            said.notes = words.map_or(ContentNotes::NONE, |(_, notes)| notes);
            said.noted = None;
        }
        // What has nothing left to destroy is forgotten with everything else down here.
        if entry <= self.base && words.is_none() {
            self.said.remove(&entry);
        }
    }

    /// Forgets what is gone. What has words further on stays: they go with a later base.
    fn trim(&mut self, base: Seq) {
        self.base = self.base.max(base);
        self.said
            .retain(|entry, said| base < said.words.unwrap_or(*entry));
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
