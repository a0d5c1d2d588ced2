//! Everything the line remembers, as a fold of its logs.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use super::ages::Ages;
use super::halls::Halls;
use super::over::Over;
use super::sealed::SealedWords;
use super::traces::Traces;
use crate::crisis;
use crate::identity;
use crate::log::Entry;
use crate::log::Fact;
use crate::log::PutMark;
use crate::log::PutOutcome;
use crate::matching;
use crate::moderation;
use crate::room;
use crate::room::Room;
use crate::vocab::AccountId;
use crate::vocab::Cid;
use crate::vocab::Digest;
use crate::vocab::DigestBuilder;
use crate::vocab::OccupantId;
use crate::vocab::RoomId;
use crate::vocab::RoomName;
use crate::vocab::Sensitive;
use crate::vocab::Seq;
use crate::vocab::Text;
use crate::vocab::Timestamp;

/// Everything the line remembers: a pure fold of entries in the order of their numbers.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct State {
    pub(super) rooms: BTreeMap<RoomId, Room>,
    pub(super) rooms_of: BTreeMap<AccountId, BTreeSet<RoomId>>,
    /// Names in rooms that people entered with a ticket.
    aliases: BTreeSet<AccountId>,
    pub(super) identity: identity::State,
    pub(super) matching: matching::State,
    pub(super) moderation: moderation::State,
    pub(super) crisis: crisis::State,
    pub(super) over: Over,
    pub(super) ages: Ages,
    pub(super) holds: room::Holds,
    pub(super) halls: Halls,
    pub(super) lockers: BTreeMap<AccountId, identity::Drawer>,
    pub(super) vault: identity::vault::Book,
    pub(super) sealed: SealedWords,
    pub(super) heads: BTreeMap<RoomName, Seq>,
    pub(super) puts: BTreeMap<PutName, Known>,
    pub(super) traces: Traces,
    n_entries: u64,
}

pub(super) type PutName = (RoomName, OccupantId, Cid);

/// What a put came to, kept for its retries.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Known {
    /// Missing where the words of the put were destroyed.
    pub(super) digest: Option<Digest>,
    pub(super) outcome: PutOutcome,
    pub(super) seq: Option<Seq>,
    at: Timestamp,
}

impl Known {
    /// Returns whether a put with this digest may be the same once more. Of words that were
    /// destroyed nothing is left to compare.
    pub(super) fn is_of(&self, digest: Digest) -> bool {
        self.digest.is_none_or(|known| known == digest)
    }

    pub(super) fn is_within(&self, horizon: Timestamp) -> bool {
        horizon <= self.at
    }
}

impl State {
    /// Makes the state of a new line whose lasting secret is `names`.
    pub(super) fn under(names: &Sensitive<[u8; 32]>) -> Self {
        let mut pairs = DigestBuilder::new("peerline/v1/pairs");
        let pairs = pairs.bytes(names.expose()).finish();
        Self {
            identity: identity::State::under(Sensitive::new(*pairs.as_bytes())),
            ..Self::default()
        }
    }

    /// Returns the last entry of a log.
    #[must_use]
    pub fn head(&self, room: &RoomName) -> Seq {
        self.heads.get(room).copied().unwrap_or_default()
    }

    /// Returns up to where nothing of a log is shown any more.
    #[must_use]
    pub fn base(&self, room: &RoomName) -> Seq {
        let RoomName::Room(id) = room else {
            return Seq::ZERO;
        };
        self.room(*id).map_or(Seq::ZERO, Room::base)
    }

    /// Returns whether this is no account but a name that somebody has in one room.
    pub(super) fn is_alias(&self, account: AccountId) -> bool {
        self.aliases.contains(&account)
    }

    /// Nobody is called so any more.
    pub(super) fn forget_alias(&mut self, account: AccountId) {
        self.aliases.remove(&account);
    }

    /// Returns how many entries were taken in.
    #[must_use]
    pub const fn n_entries(&self) -> u64 {
        self.n_entries
    }

    /// Returns a room where people talk.
    #[must_use]
    pub fn room(&self, id: RoomId) -> Option<&Room> {
        self.rooms.get(&id)
    }

    /// Returns the book of accounts.
    #[must_use]
    pub const fn identity(&self) -> &identity::State {
        &self.identity
    }

    /// Returns the cases.
    #[must_use]
    pub const fn crisis(&self) -> &crisis::State {
        &self.crisis
    }

    /// Returns the cases that are not closed.
    pub fn open_cases(&self) -> impl Iterator<Item = &crisis::Case> {
        self.crisis.cases().filter(|case| !case.is_closed())
    }

    /// Returns who waits and who is on shift.
    #[must_use]
    pub const fn matching(&self) -> &matching::State {
        &self.matching
    }

    /// Takes an entry in at its place.
    ///
    /// Returns `false`, and takes nothing in, where `seq` is not the log's next.
    pub fn apply(&mut self, room: &RoomName, seq: Seq, entry: &Entry) -> bool {
        if seq != self.head(room).next() {
            return false;
        }
        self.heads.insert(room.clone(), seq);
        self.n_entries = self.n_entries.max(entry.n).saturating_add(1);
        self.traces.note(room, seq, entry);
        if let Some(mark) = &entry.put {
            self.remember(room, seq, entry.at, mark);
        }
        match (&entry.fact, room) {
            (Fact::Room(fact), RoomName::Room(id)) => self.apply_room(*id, (seq, entry.at), fact),
            (Fact::Identity(fact), _) => self.apply_identity(entry.at, fact),
            (Fact::Matching(fact), _) => matching::apply(&mut self.matching, fact),
            (Fact::Moderation(fact), _) => self.apply_moderation(room, seq, (fact, &entry.put)),
            (Fact::Crisis(fact), _) => self.apply_crisis(fact, entry.at),
            (Fact::Ask(fact), _) => self.halls.asks.apply(fact),
            (Fact::Hold(fact), _) => self.holds.apply(fact),
            (Fact::Locker(fact), _) => self.apply_locker(room, entry.at, fact),
            (Fact::Vault(fact), _) => identity::vault::apply(&mut self.vault, fact),
            (Fact::Room(_) | Fact::Notice(_), _) => {}
        }
        true
    }

    /// Returns the entries of a log whose words a fact destroys that is to be appended to it.
    pub(super) fn destroyed_by(&self, room: &RoomName, fact: &Fact) -> Vec<Seq> {
        match (room, fact) {
            (RoomName::Room(id), Fact::Room(fact)) => {
                let destroyed = self.room(*id).map(|room| room.destroyed_by(fact));
                let words = destroyed.into_iter().flatten();
                words.map(|(seq, _)| seq).collect()
            }
            (_, Fact::Moderation(moderation::Fact::Closed { decision, .. })) => {
                self.sealed.of(*decision)
            }
            (_, _) => Vec::new(),
        }
    }

    /// Returns where a member's newest `join` stands in a log.
    pub(super) fn joined(&self, room: &RoomName, who: OccupantId) -> Option<Seq> {
        let RoomName::Room(id) = room else {
            return None;
        };
        self.room(*id)?.joined(who)
    }

    pub(super) fn known(&self, room: &RoomName, who: OccupantId, cid: Cid) -> Option<&Known> {
        self.puts.get(&(room.clone(), who, cid))
    }

    /// Forgets puts made before `horizon`. Not a fact: forgetting changes no answer that the
    /// protocol promises, since older retries are told `stale`.
    pub(super) fn forget_puts(&mut self, horizon: Timestamp) {
        self.puts.retain(|_, known| horizon <= known.at);
    }

    /// Returns the puts under these names that are remembered.
    pub(super) fn puts_of(&self, names: &BTreeSet<OccupantId>) -> Vec<PutName> {
        let puts = self.puts.keys();
        puts.filter(|(_, who, _)| names.contains(who))
            .cloned()
            .collect()
    }

    /// Returns whether any put under a name is remembered.
    pub(super) fn has_puts_of(&self, name: OccupantId) -> bool {
        self.puts.keys().any(|(_, who, _)| *who == name)
    }

    /// Returns how many puts under these names are remembered.
    pub(super) fn n_puts_of(&self, names: &BTreeSet<OccupantId>, horizon: Timestamp) -> usize {
        let puts = self.puts.iter();
        puts.filter(|((_, who, _), known)| names.contains(who) && known.is_within(horizon))
            .count()
    }

    fn apply_identity(&mut self, at: Timestamp, fact: &identity::Fact) {
        identity::apply(&mut self.identity, fact);
        // Entries that are gone no longer say that time has passed.
        if *fact == identity::Fact::Erased {
            self.moderation.settle(at);
        }
        if let identity::Fact::Leaving { account } = fact {
            self.moderation.forget_author(*account);
        }
    }

    fn apply_moderation(
        &mut self,
        room: &RoomName,
        seq: Seq,
        (fact, put): (&moderation::Fact, &Option<PutMark>),
    ) {
        moderation::apply(&mut self.moderation, fact);
        let closed = self.sealed.apply((room, seq), fact, put.as_ref());
        if let Some(known) = closed.and_then(|put| self.puts.get_mut(&put)) {
            known.digest = None;
        }
    }

    fn apply_crisis(&mut self, fact: &crisis::Fact, at: Timestamp) {
        let closed = matches!(fact.what, crisis::What::Closed { .. });
        let case = self.crisis.case(fact.case).filter(|_| closed);
        for room in case.into_iter().flat_map(|case| &case.rooms) {
            self.over.restart(*room, at);
        }
        self.crisis.apply(fact);
    }

    #[expect(
        clippy::too_many_lines,
        reason = "one arm for each thing that can happen, and nothing else"
    )]
    fn apply_room(&mut self, id: RoomId, (seq, at): (Seq, Timestamp), fact: &room::Fact) {
        if let Some(room) = Room::open(fact) {
            self.rooms.entry(id).or_insert(room);
            return;
        }
        let Some(room) = self.rooms.get_mut(&id) else {
            return;
        };
        let destroyed = room.destroyed_by(fact);
        if fact.remains().is_some() && !matches!(fact, room::Fact::Talk(_)) {
            self.ages.note((room.kind, id), seq, at);
        }
        if let room::Fact::Trimmed { base, .. } = fact {
            self.ages.forget((room.kind, id), *base);
        }
        room.apply(seq, fact);
        room.apply_talk(at, fact);
        if room.is_over() {
            self.over.note((room.kind, id), room.holds_words(), at);
        }
        if let room::Fact::Life(life) = fact {
            self.halls.note(id, life, room);
        } else if room.is_over() {
            self.halls.keep(id, room);
        }
        for (words, who) in destroyed {
            self.forget_words(id, words, who);
        }
        match fact {
            room::Fact::Joined {
                account, occupant, ..
            } if !account.is_nobody() => {
                if account.as_bytes() == occupant.as_bytes() {
                    self.aliases.insert(*account);
                }
                self.rooms_of.entry(*account).or_default().insert(id);
            }
            room::Fact::Said {
                occupant,
                text,
                counts: true,
                ..
            }
            | room::Fact::Edited {
                occupant,
                text,
                counts: true,
                ..
            } => self.count(id, *occupant, (seq, at), Some(text)),
            room::Fact::Gone {
                occupant,
                counts: true,
                ..
            } => self.count(id, *occupant, (seq, at), None),
            room::Fact::Opened { .. }
            | room::Fact::Joined { .. }
            | room::Fact::Said { .. }
            | room::Fact::Edited { .. }
            | room::Fact::Redacted { .. }
            | room::Fact::Gone { .. }
            | room::Fact::Left { .. }
            | room::Fact::Closed
            | room::Fact::Trimmed { .. }
            | room::Fact::Life(_)
            | room::Fact::Talk(_) => {}
        }
    }

    /// Counts a message towards its author's pace; one without words repeats nothing.
    fn count(
        &mut self,
        id: RoomId,
        who: OccupantId,
        (seq, at): (Seq, Timestamp),
        text: Option<&Text>,
    ) {
        let room = self.rooms.get(&id);
        if let Some(author) = room.and_then(|room| room.account_of(who)) {
            let digest = text.map(|text| moderation::said_digest(author, text));
            let sent = moderation::Sent::new(at, author, (RoomName::Room(id), seq), digest);
            moderation::apply_sent(&mut self.moderation, &sent);
        }
    }

    /// Forgets what was derived from words that are destroyed.
    fn forget_words(&mut self, id: RoomId, seq: Seq, who: OccupantId) {
        let author = self.rooms.get(&id).and_then(|room| room.account_of(who));
        let name = RoomName::Room(id);
        if let Some(author) = author {
            moderation::apply_gone(&mut self.moderation, author, &name, seq);
        }
        let of = |byte| (name.clone(), who, Cid::from_bytes([byte; 16]));
        let puts = self.puts.range_mut(of(u8::MIN)..=of(u8::MAX));
        for (_, known) in puts.filter(|(_, known)| known.seq == Some(seq)) {
            known.digest = None;
        }
    }

    fn remember(&mut self, room: &RoomName, seq: Seq, at: Timestamp, mark: &PutMark) {
        let elsewhere = mark.room.clone();
        let seq = elsewhere.is_none().then_some(seq);
        let room = elsewhere.unwrap_or_else(|| room.clone());
        let known = Known {
            digest: mark.digest,
            outcome: mark.outcome,
            seq,
            at,
        };
        self.puts.insert((room, mark.who, mark.cid), known);
    }
}
