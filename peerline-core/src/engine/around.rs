//! Who is here, away or gone, as the members of a room are told.
//!
//! Lives in memory alone. What changed is told on whole minutes, so that nobody sees when exactly
//! somebody came or went.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use super::ConnId;
use super::Engine;
use super::Output;
use crate::log::Passing;
use crate::log::Presence;
use crate::vocab::AccountId;
use crate::vocab::Millis;
use crate::vocab::OccupantId;
use crate::vocab::RoomId;
use crate::vocab::RoomName;
use crate::vocab::Timestamp;

/// What was told of whom, and what is to be told.
#[derive(Debug, Default)]
pub(super) struct Around {
    /// What was last told, where it is not that they are here.
    told: BTreeMap<(RoomId, AccountId), (Presence, Timestamp)>,
    /// Who said that they are away, and where.
    away: BTreeSet<(RoomId, AccountId)>,
    /// Who may have changed.
    changed: BTreeSet<AccountId>,
    /// The whole minute on which that is told.
    due: Option<Timestamp>,
}

/// A member as the others see them.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[expect(clippy::exhaustive_structs, reason = "the engine makes it")]
pub struct MemberView {
    /// Their name in the room.
    pub who: OccupantId,
    /// Here, away or gone.
    pub state: Presence,
    /// Since when, where they are not here: rounded down to minutes in the last hour and to hours
    /// before that.
    pub since: Option<Timestamp>,
}

/// Who is in a room.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[expect(clippy::exhaustive_structs, reason = "the engine makes it")]
pub struct PresentView {
    /// The members, at most a hundred of them.
    pub members: Vec<MemberView>,
    /// How many are here.
    pub here: usize,
    /// How many are away.
    pub away: usize,
}

const MINUTE: Millis = Millis::from_mins(1);
const HOUR: Millis = Millis::from_hours(1);
/// In rooms with more members nobody is told who comes and goes.
const TOLD: usize = 64;
/// The most members of one answer.
const SHOWN: usize = 100;

impl Around {
    pub(super) const fn next(&self) -> Option<Timestamp> {
        self.due
    }

    /// Takes note that somebody may be here, away or gone now.
    pub(super) fn note(&mut self, account: AccountId, now: Timestamp) {
        self.changed.insert(account);
        self.due.get_or_insert(floor(now, MINUTE).after(MINUTE));
    }

    /// Forgets everything but who is to be looked at.
    pub(super) fn begin_anew(&mut self) {
        *self = Self::default();
    }

    fn take_due(&mut self, now: Timestamp) -> BTreeSet<AccountId> {
        if self.due.is_none_or(|due| now < due) {
            return BTreeSet::new();
        }
        self.due = None;
        std::mem::take(&mut self.changed)
    }

    fn told(&self, room: RoomId, account: AccountId) -> (Presence, Option<Timestamp>) {
        let told = self.told.get(&(room, account));
        told.map_or((Presence::Here, None), |(state, since)| {
            (*state, Some(*since))
        })
    }

    fn tell(&mut self, place: (RoomId, AccountId), state: Presence, at: Timestamp) {
        if state == Presence::Here {
            self.told.remove(&place);
        } else {
            self.told.insert(place, (state, at));
        }
    }
}

impl Engine {
    /// Somebody says that they are here, or away, in a room.
    pub(super) fn be(&mut self, conn: ConnId, room: &RoomName, state: Presence) {
        let (RoomName::Room(id), Some(account)) = (room, self.acts_as(conn, room)) else {
            return;
        };
        let member = self.state.room(*id);
        if member.is_none_or(|room| room.present_member(account).is_none()) {
            return;
        }
        let changed = match state {
            Presence::Away => self.around.away.insert((*id, account)),
            Presence::Here | Presence::Gone => self.around.away.remove(&(*id, account)),
        };
        if changed {
            self.around.note(account, self.turn.now);
        }
    }

    /// Tells the members of rooms who came and went until this minute.
    pub(super) fn tell_around(&mut self) {
        let now = self.turn.now;
        for account in self.around.take_due(now) {
            let rooms = self.state.rooms_of.get(&account).cloned();
            for id in rooms.unwrap_or_default() {
                self.tell_member(id, account);
            }
        }
    }

    fn tell_member(&mut self, id: RoomId, account: AccountId) {
        let Some(room) = self.state.room(id) else {
            return;
        };
        let place = (id, account);
        let Some(member) = room.present_member(account).filter(|_| room.is_open()) else {
            self.around.told.remove(&place);
            self.around.away.remove(&place);
            return;
        };
        let (who, few) = (member.occupant, room.n_present() <= TOLD);
        let state = self.presence_in(id, account);
        let (before, _) = self.around.told(id, account);
        if before == state {
            return;
        }
        self.around.tell(place, state, self.turn.now);
        if few {
            let (room, what) = (RoomName::Room(id), Passing::Present(state));
            self.turn.say(Output::Whisper { room, who, what });
        }
    }

    fn presence_in(&self, id: RoomId, account: AccountId) -> Presence {
        if self.presence.is_gone(account) {
            Presence::Gone
        } else if !self.presence.is_connected(account) || self.around.away.contains(&(id, account))
        {
            Presence::Away
        } else {
            Presence::Here
        }
    }

    /// Returns who is in a room, as a member of it may know.
    pub(super) fn present(&self, id: RoomId, account: AccountId) -> Option<PresentView> {
        let room = self.state.room(id)?;
        room.present_member(account)?;
        let mut view = PresentView::default();
        for (account, member) in room.members().filter(|(_, member)| member.present) {
            let (state, since) = self.around.told(id, account);
            match state {
                Presence::Here => view.here = view.here.saturating_add(1),
                Presence::Away => view.away = view.away.saturating_add(1),
                Presence::Gone => {}
            }
            if view.members.len() < SHOWN {
                let since = since.map(|since| self.rounded(since));
                let who = member.occupant;
                view.members.push(MemberView { who, state, since });
            }
        }
        Some(view)
    }

    fn rounded(&self, since: Timestamp) -> Timestamp {
        let recent = self.turn.now.since(since) < HOUR;
        floor(since, if recent { MINUTE } else { HOUR })
    }
}

const fn floor(at: Timestamp, unit: Millis) -> Timestamp {
    let over = match at.unix_millis().checked_rem(unit.get()) {
        Some(over) => over,
        None => 0,
    };
    at.before(Millis::new(over))
}
