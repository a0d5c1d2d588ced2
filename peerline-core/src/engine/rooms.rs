//! Rooms as the engine uses them: made, joined, left, received.

use std::collections::BTreeSet;

use super::Answer;
use super::ConnId;
use super::Engine;
use super::Output;
use super::Why;
use super::puts::Author;
use crate::crisis;
use crate::identity;
use crate::identity::HandleStyle;
use crate::log::Fact;
use crate::log::Notice;
use crate::log::Passing;
use crate::matching;
use crate::room;
use crate::room::LeaveWhy;
use crate::room::RoomKind;
use crate::vocab::AccountId;
use crate::vocab::Language;
use crate::vocab::Role;
use crate::vocab::RoomId;
use crate::vocab::RoomName;
use crate::vocab::Sensitive;
use crate::vocab::Seq;
use crate::vocab::Topic;

/// What a room is about.
#[derive(Clone, Debug)]
pub(super) struct Subject {
    pub(super) kind: RoomKind,
    pub(super) topic: Option<Topic>,
    pub(super) language: Language,
}

impl Engine {
    pub(super) fn open(&mut self, conn: ConnId, reference: Option<u64>, room: RoomName) {
        let reader = self.acts_as(conn, &room).and_then(|account| {
            let role = self.reader(&room, account)?;
            let talk = self.talk_view(&room, account).map(Box::new);
            Some((self.name_in(&room, account), role, talk))
        });
        self.turn.say(match reader {
            Some((who, role, talk)) => {
                let (base, head) = (self.state.base(&room), self.state.head(&room));
                Output::Open {
                    conn,
                    reference,
                    room,
                    base,
                    head,
                    who,
                    role,
                    talk,
                }
            }
            None => Output::RefuseOpen {
                conn,
                reference,
                login: room.is_staff() && self.would_open(conn),
                room,
                barred: None,
            },
        });
    }

    pub(super) fn pass(&mut self, conn: ConnId, room: RoomName, what: Passing) {
        let RoomName::Room(id) = room else { return };
        if let Passing::Present(state) = what {
            return self.be(conn, &room, state);
        }
        let allowed = self.state.room(id).is_some_and(|room| {
            let manner = &room.talk().manner;
            match what {
                Passing::Typing => manner.typing,
                Passing::Read(_) => manner.read,
                Passing::Present(_) => true,
            }
        });
        if !allowed {
            return;
        }
        let member = self.acts_as(conn, &room).and_then(|account| {
            let member = self.state.room(id)?.present_member(account)?;
            Some(member.occupant)
        });
        if let Some(who) = member {
            self.turn.say(Output::Whisper { room, who, what });
        }
    }

    /// Makes a room.
    pub(super) fn make_room(&mut self, id: RoomId, subject: Subject) {
        let Subject {
            kind,
            topic,
            language,
        } = subject;
        let key = Sensitive::new(self.turn.entropy.draw());
        let opened = room::Fact::Opened {
            kind,
            topic,
            language,
            key,
        };
        self.append(&RoomName::Room(id), None, Fact::Room(opened));
        if kind.is_private() {
            self.set_manner(id, self.policies.pair.clone());
        }
    }

    /// Lets somebody into a room under a name made for it.
    pub(super) fn join_room(&mut self, id: RoomId, account: AccountId, role: Role) -> bool {
        self.enter(id, account, role).is_ok()
    }

    /// Returns what people read for somebody in a room; who is in the thread beside another room is
    /// called there as in the other.
    pub(super) fn handle_in(&self, id: RoomId, account: AccountId, role: Role) -> String {
        let Some(room) = self.state.room(id) else {
            return String::new();
        };
        let beside = room.setting.beside.and_then(|id| self.state.room(id));
        if let Some(member) = beside.and_then(|room| room.member(account)) {
            return member.handle.clone();
        }
        let occupant = self.name_in(&RoomName::Room(id), account);
        let taken: BTreeSet<String> = room
            .members()
            .filter(|(member, _)| *member != account)
            .map(|(_, member)| member.handle.clone())
            .collect();
        let style = if role.is_staff() {
            HandleStyle::staff(room.language.clone())
        } else {
            HandleStyle::member(room.language.clone())
        };
        identity::handle(&room.key, occupant, &style, &taken)
    }

    /// Tells somebody that they have a room to talk in.
    pub(super) fn tell_matched(&mut self, id: RoomId, account: AccountId) {
        let Some(room) = self.state.room(id) else {
            return;
        };
        let Some(member) = room.member(account) else {
            return;
        };
        let notice = Notice::Matched {
            room: id,
            topic: room.topic.clone(),
            language: room.language.clone(),
            role: member.role,
            crisis: room.kind == RoomKind::Crisis,
            kind: room.kind,
            beside: room.setting.beside,
        };
        self.notice(&RoomName::Me(account), notice);
    }

    pub(super) fn room_facts(&mut self, id: RoomId, facts: Vec<room::Fact>) -> Option<Seq> {
        let mut last = None;
        for fact in facts {
            let who = match &fact {
                room::Fact::Joined { occupant, .. }
                | room::Fact::Left { occupant, .. }
                | room::Fact::Said { occupant, .. }
                | room::Fact::Edited { occupant, .. }
                | room::Fact::Gone { occupant, .. }
                | room::Fact::Redacted { by: occupant, .. } => Some(*occupant),
                room::Fact::Life(life) => life.by(),
                room::Fact::Talk(fact) => fact.by(),
                room::Fact::Opened { .. } | room::Fact::Closed | room::Fact::Trimmed { .. } => None,
            };
            let bytes = self.policies.risk.looks_back();
            self.earlier.note(id, &fact, bytes);
            last = Some(self.append(&RoomName::Room(id), who, Fact::Room(fact)));
        }
        last
    }

    pub(super) fn leave(&mut self, id: RoomId, author: Author) -> Answer {
        match self.leave_room(id, author.account, LeaveWhy::Left) {
            Ok(()) => {
                self.hand_back(id, author.account);
                Answer::DONE
            }
            Err(why) => Answer::refuse(why),
        }
    }

    /// A responder who leaves the conversation of their case leaves the case to others.
    fn hand_back(&mut self, id: RoomId, responder: AccountId) {
        let here = self.state.open_cases().filter(|case| case.room == Some(id));
        let own: Vec<_> = here
            .filter(|case| case.owner() == Some(responder))
            .map(|case| case.id)
            .collect();
        for case in own {
            self.crisis_decide(crisis::Command::ResponderSilent { case, responder });
        }
    }

    /// Takes somebody out of a room, and ends it where nobody is left to talk to.
    pub(super) fn leave_room(
        &mut self,
        id: RoomId,
        account: AccountId,
        why: LeaveWhy,
    ) -> Result<(), Why> {
        let room = self.state.room(id).ok_or(Why::Denied)?;
        let facts = room::decide(room, &self.limits, room::Command::Leave { account, why })
            .map_err(|_| Why::Denied)?;
        self.room_facts(id, facts);
        self.end_lease(id, account);
        self.abandon(id, account);
        self.leave_thread(id, account);
        self.free_slot(id);
        self.close_if_empty(id);
        let conns = self.presence.conns(account);
        if !conns.is_empty() {
            let room = RoomName::Room(id);
            self.turn.say(Output::Expel { conns, room });
        }
        Ok(())
    }

    /// Ends a room for good.
    pub(super) fn close_room(&mut self, id: RoomId) {
        let Some(room) = self.state.room(id) else {
            return;
        };
        if let Ok(facts) = room::decide(room, &self.limits, room::Command::Close) {
            self.room_facts(id, facts);
        }
        self.free_slot(id);
        self.close_thread(id);
    }

    /// A pair that is no longer two is over, and the supporter is free for the next person.
    fn free_slot(&mut self, id: RoomId) {
        let Some(room) = self.state.room(id) else {
            return;
        };
        if room.kind != RoomKind::OneToOne {
            return;
        }
        let pair = |role: Role| matches!(role, Role::Seeker | Role::Supporter | Role::Facilitator);
        let n_pair = room
            .members()
            .filter(|(_, member)| member.present && pair(member.role))
            .count();
        if n_pair < 2 || room.is_over() {
            // Refused where the room is no pair's any more.
            let _ = self.match_decide(matching::Command::End { room: id });
        }
    }

    /// Closes a room with nobody left to talk to, unless a responder is in it or on the way.
    pub(super) fn close_if_empty(&mut self, id: RoomId) {
        let Some(room) = self.state.room(id) else {
            return;
        };
        match room.kind {
            RoomKind::OneToOne | RoomKind::Crisis => {}
            RoomKind::Circle => return self.close_circle(id),
            RoomKind::DropIn | RoomKind::Session | RoomKind::Staff => return,
        }
        let case_open = self.state.open_cases().any(|case| case.room == Some(id));
        if room.n_present() < 2 && !case_open {
            self.close_room(id);
        }
    }
}
