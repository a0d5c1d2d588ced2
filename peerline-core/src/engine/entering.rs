//! Rooms that people enter with a ticket: under a name of the room's own, for as long as a lease
//! runs.
//!
//! Inside the engine such a name is an account of its own, which stands in no book and bears no
//! role. What leads from it to the account behind it is the sealed link of the ticket, and nothing
//! else.

use super::Answer;
use super::ConnId;
use super::Engine;
use super::Output;
use super::Why;
use super::bearing::takes_tickets;
use super::puts::Author;
use super::ways::Bar;
use crate::crisis;
use crate::identity;
use crate::identity::EnterRefusal;
use crate::identity::RoomProof;
use crate::log::Fact;
use crate::room::LeaveWhy;
use crate::vocab::AccountId;
use crate::vocab::Cid;
use crate::vocab::OccupantId;
use crate::vocab::RoomId;
use crate::vocab::RoomName;

impl Engine {
    /// Somebody wants to receive a room that they show proof for.
    pub(super) fn open_with(
        &mut self,
        conn: ConnId,
        reference: Option<u64>,
        room: RoomName,
        proof: &RoomProof,
    ) {
        self.lapse_leases();
        if RoomName::Room(proof.room()) == room
            && self.presence.account(conn).is_some()
            && let Err(refusal) = self.prove(conn, proof)
        {
            let barred = match refusal {
                Answer::Barred(barred) => Some(barred),
                Answer::Done { .. }
                | Answer::Held { .. }
                | Answer::Told(_)
                | Answer::Refused { .. } => None,
            };
            self.turn.say(Output::RefuseOpen {
                conn,
                reference,
                room,
                barred,
                login: false,
            });
            return;
        }
        self.open(conn, reference, room);
    }

    /// A connection that is known again is known under its names in rooms again, too.
    pub(super) fn rename(&mut self, conn: ConnId, room: RoomId, who: OccupantId) {
        if self.state.identity.lease(room, who).is_some() {
            self.presence.name(conn, room, alias(who));
        }
    }

    fn prove(&mut self, conn: ConnId, proof: &RoomProof) -> Result<(), Answer> {
        let visited = self.presence.visited(conn);
        if visited.is_some_and(|visited| visited != proof.room()) {
            // It came so that nothing ties this room to another: a second name would.
            return Err(Answer::refuse(Why::Denied));
        }
        let room = self.state.room(proof.room());
        let kind = room.ok_or(Answer::refuse(Why::Denied))?.kind;
        if !takes_tickets(kind) {
            return Err(Answer::refuse(Why::Denied));
        }
        match proof.shown() {
            Some(_) => self.show(conn, proof),
            None => self.come_back(conn, proof),
        }
    }

    /// Lets a connection have the name again that its key entered under. When the lease has ended it
    /// receives nothing of the room, and still what the line says to that name alone.
    pub(super) fn come_back(&mut self, conn: ConnId, proof: &RoomProof) -> Result<(), Answer> {
        let room = proof.room();
        let known = self.state.identity.bearer_of(room, proof.key());
        let Some(who) = known else {
            return Err(self.need_ticket(conn));
        };
        self.greet(conn, room, alias(who));
        let here = self.state.room(room);
        let here = here.and_then(|room| room.present_member(alias(who)));
        if here.is_some() && self.state.identity.holds_lease(self.turn.now, room, who) {
            return Ok(());
        }
        Err(self.need_ticket(conn))
    }

    fn show(&mut self, conn: ConnId, proof: &RoomProof) -> Result<(), Answer> {
        let entry = self.try_enter(conn, proof)?;
        let (room, alias) = (proof.room(), alias(entry.who));
        self.greet(conn, room, alias);
        let here = self.state.room(room);
        if here.and_then(|room| room.present_member(alias)).is_none() {
            if self.meets_in(room, proof) {
                return Err(self.bar_conn(conn, Bar::Full));
            }
            let author = Author {
                account: alias,
                conn,
                cid: Cid::from_bytes([0; 16]),
                over: false,
            };
            match self.join(room, author, None) {
                Answer::Done { .. } => {}
                refusal @ (Answer::Held { .. }
                | Answer::Told(_)
                | Answer::Refused { .. }
                | Answer::Barred(_)) => return Err(refusal),
            }
        }
        self.append(&RoomName::Line, None, Fact::Identity(entry.fact));
        Ok(())
    }

    /// Whether the room is full to whoever shows a ticket, as it is where they would meet somebody
    /// whom they must not.
    fn meets_in(&mut self, id: RoomId, proof: &RoomProof) -> bool {
        let shown = proof.shown().zip(self.weeks.as_ref());
        let person = shown.and_then(|(shown, weeks)| weeks.open(shown.link()).ok());
        let room = self.state.room(id).zip(person);
        let full = room.is_some_and(|(room, person)| self.looks_full(id, room, person));
        if let Some(person) = person.filter(|_| full) {
            self.note_turned_away(person);
        }
        full
    }

    /// Says what a ticket is good for. Nothing is written down yet: who finds the room full keeps
    /// the ticket.
    fn try_enter(&mut self, conn: ConnId, proof: &RoomProof) -> Result<identity::Entry, Answer> {
        let denied = || Answer::refuse(Why::Denied);
        let room = self.state.room(proof.room()).ok_or_else(denied)?;
        let shown = proof.shown().ok_or_else(denied)?;
        let weeks = self.weeks.as_ref().ok_or_else(denied)?;
        let what = identity::Enter {
            room: proof.room(),
            room_key: &room.key,
            key: proof.key(),
            shown,
        };
        let book = (
            &self.state.identity,
            self.policies.standing.as_ref(),
            weeks.as_ref(),
        );
        let entropy = &mut self.turn.entropy;
        identity::enter(book, self.turn.now, entropy, &what).map_err(|refusal| match refusal {
            EnterRefusal::Ticket(ticket) => self.bar_conn(conn, Bar::Ticket(ticket)),
            EnterRefusal::HelpOnly { .. } => self.bar_conn(conn, Bar::HelpOnly),
        })
    }

    fn greet(&mut self, conn: ConnId, room: RoomId, alias: AccountId) {
        self.see_again(alias);
        if self.presence.name(conn, room, alias) {
            self.crisis_decide(crisis::Command::SeekerBack { person: alias });
        }
    }

    fn need_ticket(&self, conn: ConnId) -> Answer {
        self.bar_conn(conn, Bar::TicketNeeded)
    }

    fn bar_conn(&self, conn: ConnId, bar: Bar) -> Answer {
        match self.presence.account(conn) {
            Some(account) => self.bar(account, bar, None),
            None => Answer::refuse(Why::Denied),
        }
    }

    /// Returns as whom a connection acts in a room: under the name it has there, where it has one.
    pub(crate) fn acts_as(&self, conn: ConnId, room: &RoomName) -> Option<AccountId> {
        let main = self.presence.account(conn)?;
        match room {
            RoomName::Room(id) => {
                let mut names = self.presence.names_of(conn);
                let own = names.find(|(named, _)| named == id);
                // A responder comes to a name in a room of their own.
                let here = |account: &AccountId| self.is_here(*id, *account);
                let other = || {
                    let names = self.presence.names_of(conn).map(|(_, alias)| alias);
                    names.filter(|_| !here(&main)).find(here)
                };
                own.map(|(_, alias)| alias).or_else(other).or(Some(main))
            }
            RoomName::Own(who) => {
                let mut names = self.presence.names_of(conn).map(|(_, alias)| alias);
                names.find(|name| *name == alias(*who))
            }
            RoomName::Me(_)
            | RoomName::Mod(_)
            | RoomName::Crisis(_)
            | RoomName::Case(_)
            | RoomName::Match(_)
            | RoomName::Line => Some(main),
            RoomName::Locker(_) | RoomName::Vault(_) => None,
        }
    }

    /// Returns where the line speaks to somebody alone.
    pub(super) fn home(&self, room: &RoomName) -> RoomName {
        match room {
            RoomName::Me(account) if self.state.is_alias(*account) => {
                RoomName::Own(OccupantId::from_bytes(*account.as_bytes()))
            }
            RoomName::Room(_)
            | RoomName::Me(_)
            | RoomName::Mod(_)
            | RoomName::Crisis(_)
            | RoomName::Case(_)
            | RoomName::Match(_)
            | RoomName::Line
            | RoomName::Own(_)
            | RoomName::Locker(_)
            | RoomName::Vault(_) => room.clone(),
        }
    }

    /// Returns whether somebody may write and receive in a room: whom the line brought there, and
    /// whoever's lease runs.
    pub(super) fn may_be_in(&self, room: RoomId, account: AccountId) -> bool {
        let who = OccupantId::from_bytes(*account.as_bytes());
        match self.state.identity.lease(room, who) {
            Some(lease) => self.turn.now < lease.until,
            None => true,
        }
    }

    /// Ends the lease of somebody who is not in a room any more.
    pub(super) fn end_lease(&mut self, room: RoomId, account: AccountId) {
        let who = OccupantId::from_bytes(*account.as_bytes());
        let runs = self.state.identity.lease(room, who);
        if runs.is_some_and(|lease| lease.until != crate::vocab::Timestamp::ZERO) {
            let ended = identity::Fact::LeaseEnded { room, who };
            self.append(&RoomName::Line, None, Fact::Identity(ended));
        }
    }

    /// Takes out of rooms whose lease ended without a fresh ticket. To others it looks like any
    /// going away.
    pub(super) fn lapse_leases(&mut self) {
        while let Some((until, room, who)) = self.state.identity.next_lapse() {
            if self.turn.now < until {
                break;
            }
            // Refused where they are not in it any more.
            let _ = self.leave_room(room, alias(who), LeaveWhy::Gone);
            self.end_lease(room, alias(who));
        }
    }
}

/// Returns the account that a name in a room is inside the engine.
pub(super) const fn alias(who: OccupantId) -> AccountId {
    AccountId::from_bytes(*who.as_bytes())
}
