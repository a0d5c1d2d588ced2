//! Names that connections have in rooms, who proved no more than one, and the tickets that people
//! got.

use super::Arrival;
use super::Presence;
use crate::engine::ConnId;
use crate::vocab::AccountId;
use crate::vocab::Language;
use crate::vocab::Millis;
use crate::vocab::RoomId;
use crate::vocab::Timestamp;

impl Presence {
    /// Forgets somebody with all their connections, and returns those.
    pub(in crate::engine) fn dismiss(&mut self, account: AccountId) -> Vec<ConnId> {
        let conns = self.conns(account);
        for conn in &conns {
            self.conns.remove(conn);
            self.devices.remove(conn);
            self.visitors.remove(conn);
        }
        self.forget(account);
        conns
    }

    pub(super) fn forget(&mut self, account: AccountId) {
        self.people.remove(&account);
        self.timers.retain(|(_, timed)| *timed != account);
    }

    /// Returns the names under which a connection is in rooms.
    pub(in crate::engine) fn names_of(
        &self,
        conn: ConnId,
    ) -> impl Iterator<Item = (RoomId, AccountId)> {
        let all = RoomId::from_bytes([u8::MIN; 16])..=RoomId::from_bytes([u8::MAX; 16]);
        let (first, last) = all.into_inner();
        let own = self.names.range((conn, first)..=(conn, last));
        own.map(|((_, room), alias)| (*room, *alias))
    }

    /// Notes under which name a connection is in a room.
    pub(in crate::engine) fn name(&mut self, conn: ConnId, room: RoomId, alias: AccountId) -> bool {
        let account = self.conns.get(&conn);
        let person = account.and_then(|account| self.people.get(account));
        let arrival = Arrival {
            language: person.map_or_else(Language::english, |person| person.language.clone()),
            country: person.and_then(|person| person.country.clone()),
            invite: None,
            knock: None,
        };
        self.names.insert((conn, room), alias);
        self.bring(conn, alias, arrival)
    }

    /// Counts `n` more tickets of somebody; `false`, and nothing counted, where that is over `most`
    /// within an hour.
    pub(in crate::engine) fn may_have_tickets(
        &mut self,
        account: AccountId,
        now: Timestamp,
        (n, most): (u32, u32),
    ) -> bool {
        let Some(person) = self.people.get_mut(&account) else {
            return false;
        };
        let (since, had) = person.tickets;
        let fresh = Millis::from_hours(1) <= now.since(since);
        let (since, had) = if fresh { (now, 0) } else { (since, had) };
        let more = had.saturating_add(n);
        if more <= most {
            person.tickets = (since, more);
        }
        more <= most
    }

    /// Counts that somebody asks for a person to talk to; where that is over `most` within a time,
    /// nothing is counted, and from when they may again is returned.
    pub(in crate::engine) fn asks_anew(
        &mut self,
        account: AccountId,
        now: Timestamp,
        (most, within): (u32, Millis),
    ) -> Option<Timestamp> {
        let person = self.people.get_mut(&account)?;
        let (since, n) = person.asked;
        if within <= now.since(since) {
            person.asked = (now, 1);
            return None;
        }
        if most <= n {
            return Some(since.after(within));
        }
        person.asked = (since, n.saturating_add(1));
        None
    }

    /// Notes that a connection proved one room and nothing else.
    pub(in crate::engine) fn visit(&mut self, conn: ConnId, room: RoomId) {
        self.visitors.insert(conn, room);
    }

    /// Returns which room a connection proved, where it proved nothing else.
    pub(in crate::engine) fn visited(&self, conn: ConnId) -> Option<RoomId> {
        self.visitors.get(&conn).copied()
    }

    /// Returns whether a connection proved one room and nothing else.
    pub(in crate::engine) fn is_visit(&self, conn: ConnId) -> bool {
        self.visited(conn).is_some()
    }

    /// Returns whether somebody is connected who proved no more than one room. Whoever has a name
    /// in that room is nobody of the kind under it.
    pub(in crate::engine) fn visits(&self, account: AccountId) -> bool {
        let conns = self.conns(account);
        let visits = |conn: &ConnId| self.is_visit(*conn) && self.account(*conn) == Some(account);
        conns.iter().any(visits)
    }

    /// Returns whether somebody connected is in a room under a name made for it.
    pub(in crate::engine) fn is_named(&self, room: RoomId, alias: AccountId) -> bool {
        let conns = self.conns(alias);
        let named = |conn: &ConnId| self.names.get(&(*conn, room)) == Some(&alias);
        conns.iter().any(named)
    }
}
