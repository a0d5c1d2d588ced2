//! Where people are named in the logs, so that whoever is erased is found without reading all of
//! them.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use super::State;
use crate::log::Entry;
use crate::vocab::AccountId;
use crate::vocab::Erased;
use crate::vocab::OccupantId;
use crate::vocab::RoomId;
use crate::vocab::RoomName;
use crate::vocab::Seq;

/// Places in logs, in order.
type Places = BTreeMap<RoomName, Vec<Seq>>;

/// Every entry that names an account or bears a name: a fold of the entries. Eight bytes for each.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(super) struct Traces {
    accounts: BTreeMap<AccountId, Places>,
    names: BTreeMap<OccupantId, Places>,
}

impl Traces {
    /// Takes note of whom an entry names. What lies in a log of one person's own that is destroyed
    /// whole is found by its name.
    pub(super) fn note(&mut self, room: &RoomName, seq: Seq, entry: &Entry) {
        if matches!(room, RoomName::Vault(_)) {
            return;
        }
        for account in entry.accounts() {
            if !account.is_nobody() {
                add(self.accounts.entry(account).or_default(), room, seq);
            }
        }
        for name in entry.names() {
            if !name.is_nobody() {
                add(self.names.entry(name).or_default(), room, seq);
            }
        }
    }

    /// Returns whether a name stands anywhere.
    pub(super) fn has_name(&self, name: OccupantId) -> bool {
        self.names.contains_key(&name)
    }

    /// Takes out, and returns, every place that names a person, but those in logs that stay.
    fn take(&mut self, person: &Erased, stays: &BTreeSet<RoomName>) -> BTreeSet<(RoomName, Seq)> {
        let mut taken = BTreeSet::new();
        for account in person.accounts() {
            if let Some(places) = self.accounts.remove(&account) {
                let kept = part(places, stays, &mut taken);
                if !kept.is_empty() {
                    self.accounts.insert(account, kept);
                }
            }
        }
        for name in &person.names {
            if let Some(places) = self.names.remove(name) {
                let kept = part(places, stays, &mut taken);
                if !kept.is_empty() {
                    self.names.insert(*name, kept);
                }
            }
        }
        taken
    }

    /// Forgets a log that is destroyed whole, whomever it named.
    fn forget(&mut self, log: &RoomName) {
        let named = |places: &mut Places| {
            places.remove(log);
            !places.is_empty()
        };
        self.accounts.retain(|_, places| named(places));
        self.names.retain(|_, places| named(places));
    }
}

fn add(places: &mut Places, room: &RoomName, seq: Seq) {
    match places.get_mut(room) {
        Some(known) if known.last() == Some(&seq) => {}
        Some(known) => known.push(seq),
        None => {
            places.insert(room.clone(), vec![seq]);
        }
    }
}

/// Returns the places that stay, and adds the others to what was taken.
fn part(
    places: Places,
    stays: &BTreeSet<RoomName>,
    taken: &mut BTreeSet<(RoomName, Seq)>,
) -> Places {
    let (kept, gone): (Places, Places) = places
        .into_iter()
        .partition(|(room, _)| stays.contains(room));
    for (room, seqs) in gone {
        taken.extend(seqs.into_iter().map(|seq| (room.clone(), seq)));
    }
    kept
}

/// What goes with a person.
pub(super) struct Gone {
    /// The entries that name them.
    pub(super) places: BTreeSet<(RoomName, Seq)>,
    /// Entries of others that say what their words talk about.
    pub(super) notes: Vec<(RoomName, Seq)>,
}

impl State {
    /// Forgets a person, but for what stands in the logs that stay, as a fold of the entries
    /// without them does.
    pub(super) fn erase(&mut self, person: &Erased, stays: &BTreeSet<RoomName>) -> Gone {
        let places = self.traces.take(person, stays);
        let mut notes = Vec::new();
        for id in self.part_from_rooms(person, stays) {
            let here = self.erase_in(id, person).into_iter();
            notes.extend(here.map(|seq| (RoomName::Room(id), seq)));
        }
        self.identity.erase(person);
        self.matching.erase(person);
        self.halls.asks.erase(person);
        self.moderation.erase(person);
        self.crisis
            .erase(person, |case| stays.contains(&RoomName::Case(case.id)));
        self.puts.retain(|(room, who, _), known| {
            !person.has(*who) || known.seq.is_some() && stays.contains(room)
        });
        self.sealed.erase(person, &places);
        for own in person.own_logs() {
            self.heads.remove(&own);
            self.traces.forget(&own);
        }
        self.heads.remove(&RoomName::Locker(person.account));
        self.lockers.remove(&person.account);
        self.heads.remove(&RoomName::Vault(person.account));
        self.vault.erase(person);
        Gone { places, notes }
    }

    /// Forgets in which rooms a person is or was, and returns those that they are taken out of.
    fn part_from_rooms(&mut self, person: &Erased, stays: &BTreeSet<RoomName>) -> BTreeSet<RoomId> {
        let mut all = BTreeSet::new();
        for account in person.accounts() {
            let rooms = self.rooms_of.remove(&account).unwrap_or_default();
            let (held, gone): (BTreeSet<RoomId>, BTreeSet<RoomId>) = rooms
                .into_iter()
                .partition(|id| stays.contains(&RoomName::Room(*id)));
            if held.is_empty() {
                self.forget_alias(account);
            } else {
                self.rooms_of.insert(account, held);
            }
            all.extend(gone);
        }
        all
    }

    /// Returns where others say what the words talk about that are destroyed.
    fn erase_in(&mut self, id: RoomId, person: &Erased) -> Vec<Seq> {
        let Some(room) = self.rooms.get_mut(&id) else {
            return Vec::new();
        };
        let notes = room.notes_on(person);
        room.erase(person);
        if room.is_over() && !room.holds_words() {
            self.over
                .note((room.kind, id), false, crate::vocab::Timestamp::ZERO);
        }
        notes
    }
}
