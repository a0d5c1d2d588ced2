//! "Talk alone?": one member of a room asks another; both come into a room of their own.

use super::Answer;
use super::Engine;
use super::Why;
use super::puts::Author;
use super::rooms::Subject;
use super::ways::Bar;
use crate::identity::Admission;
use crate::identity::Class;
use crate::identity::Principal;
use crate::log::AskedAlone;
use crate::log::Fact;
use crate::log::Notice;
use crate::room;
use crate::room::ASK;
use crate::room::Alone;
use crate::room::Ask;
use crate::room::AskFact;
use crate::room::Life;
use crate::room::Member;
use crate::room::Message;
use crate::room::QUOTES;
use crate::room::Room;
use crate::room::RoomKind;
use crate::vocab::AccountId;
use crate::vocab::AskId;
use crate::vocab::Capability;
use crate::vocab::OccupantId;
use crate::vocab::Queue;
use crate::vocab::Role;
use crate::vocab::RoomId;
use crate::vocab::RoomName;
use crate::vocab::Seq;

impl Engine {
    /// Asks somebody to talk alone. The answer is the same whether the other is told or must not
    /// meet the asker: nobody learns of a block.
    pub(super) fn ask_alone(
        &mut self,
        id: RoomId,
        author: Author,
        (to, quote): (OccupantId, Vec<Seq>),
    ) -> Answer {
        let from = author.account;
        let Some(room) = self.state.room(id) else {
            return Answer::refuse(Why::Denied);
        };
        let Some(asker) = room.present_member(from) else {
            return Answer::refuse(Why::Denied);
        };
        let asked = room.account_of(to).filter(|asked| *asked != from);
        let Some((asked, other)) = asked.and_then(|id| Some((id, room.present_member(id)?))) else {
            return Answer::refuse(Why::Gone);
        };
        if !self.may_ask((id, room), (from, asker), other) {
            return self.bar(from, Bar::Role, None);
        }
        if room.is_over() || QUOTES < quote.len() || !quotable(room, [asker, other], &quote) {
            return Answer::refuse(Why::Gone);
        }
        if self.is_help_only(from) {
            return self.bar(from, Bar::HelpOnly, None);
        }
        let now = self.turn.now;
        if !self.state.halls.asks.permits(now, from, asked) {
            return self.bar(from, Bar::Asked, None);
        }
        let said = (asker.occupant, asker.handle.clone());
        let told = self.may_meet(from, asked);
        let ask = AskId::from_bytes(self.turn.entropy.draw());
        self.ask_fact(AskFact::Asked {
            id: ask,
            ask: Ask {
                from,
                to: asked,
                room: id,
                quote: quote.clone(),
                at: now,
                told,
            },
        });
        if told {
            let notice = Notice::AskedAlone(AskedAlone {
                ask,
                room: id,
                from: said,
                quote,
                until: now.after(ASK),
            });
            self.notice(&RoomName::Me(asked), notice);
        }
        // In the asker's own log: the room does not see who wants to talk with whom.
        self.answer_notice(&RoomName::Me(from), Notice::Noted);
        Answer::DONE
    }

    /// Whether the room's operator lets these two talk alone.
    fn may_ask(
        &self,
        (id, room): (RoomId, &Room),
        (from, asker): (AccountId, &Member),
        other: &Member,
    ) -> bool {
        let speaks = asker.role.can(Capability::Write) && other.role.can(Capability::Write);
        let peers = asker.role == Role::Seeker && other.role == Role::Seeker;
        let own = room.setting.spec.as_ref().map(|spec| spec.alone);
        let of = room.setting.circle.and_then(|circle| circle.of);
        let of = of.and_then(|of| self.state.room(of)?.setting.spec.as_ref());
        let allowed = match own.or(of.map(|spec| spec.alone)).unwrap_or_default() {
            Alone::Nobody => false,
            Alone::Supporters => !peers,
            Alone::Peers => !peers || !self.is_on_probation(id, from),
        };
        let shared = !room.kind.is_private() && room.kind != RoomKind::Staff;
        allowed && speaks && shared
    }

    fn is_on_probation(&self, room: RoomId, account: AccountId) -> bool {
        let who = OccupantId::from_bytes(*account.as_bytes());
        if let Some(lease) = self.state.identity.lease(room, who) {
            return lease.class == Class::Newcomer;
        }
        let principal = Principal::assert_verified(account, "their connection was let in");
        let (identity, now) = (&self.state.identity, self.turn.now);
        let admission = self.policies.standing.admit(identity, now, &principal);
        matches!(admission, Admission::Probation { .. })
    }

    /// Says yes: both come into a room of their own.
    pub(super) fn agree_alone(&mut self, author: Author, ask: AskId, quote: bool) -> Answer {
        let account = author.account;
        let (now, asks) = (self.turn.now, &self.state.halls.asks);
        let Some(open) = asks.open_to(now, ask, account).cloned() else {
            return Answer::refuse(Why::Gone);
        };
        let Ask {
            from,
            to,
            room: old,
            quote: chosen,
            ..
        } = open;
        let member = |who| self.state.room(old)?.present_member(who);
        let roles = member(from).zip(member(to));
        let Some((asker, other)) = roles.map(|(from, to)| (from.role, to.role)) else {
            return Answer::refuse(Why::Gone);
        };
        if self.is_help_only(account) {
            return self.bar(account, Bar::HelpOnly, None);
        }
        // Who asked may have been sanctioned since; who is asked does not learn of it.
        if !self.may_meet(from, to) || self.is_help_only(from) {
            return Answer::refuse(Why::Gone);
        }
        let id = RoomId::from_bytes(self.turn.entropy.draw());
        self.ask_fact(AskFact::Agreed { id: ask, room: id });
        let subject = self.state.room(old).map(|room| Subject {
            kind: RoomKind::OneToOne,
            topic: room.topic.clone(),
            language: room.language.clone(),
        });
        let Some(subject) = subject else {
            return Answer::refuse(Why::Gone);
        };
        self.make_room(id, subject);
        self.join_room(id, from, asker);
        self.join_room(id, to, other);
        if quote && !chosen.is_empty() {
            let (room, entries) = (old, chosen);
            let quoted = room::Fact::Life(Life::Quoted { room, entries });
            self.append(&RoomName::Room(id), None, Fact::Room(quoted));
        }
        let agreed = true;
        self.notice(&RoomName::Me(from), Notice::AloneEnded { ask, agreed });
        self.tell_matched(id, from);
        self.tell_matched(id, to);
        self.answer_notice(&RoomName::Me(to), Notice::Noted);
        Answer::DONE
    }

    /// Says no. Who asked learns nothing: to them the question stays open until it lapses.
    pub(super) fn pass_alone(&mut self, author: Author, ask: AskId) -> Answer {
        let (now, asks) = (self.turn.now, &self.state.halls.asks);
        if asks.open_to(now, ask, author.account).is_none() {
            return Answer::refuse(Why::Gone);
        }
        self.ask_fact(AskFact::Passed { id: ask });
        self.answer_notice(&RoomName::Me(author.account), Notice::Noted);
        Answer::DONE
    }

    /// Ends questions that were open for long enough.
    pub(super) fn lapse_asks(&mut self) {
        while let Some((at, ask)) = self.state.halls.asks.next() {
            if self.turn.now < at {
                break;
            }
            let from = self.state.halls.asks.asker(ask);
            self.ask_fact(AskFact::Lapsed { id: ask });
            if let Some(from) = from {
                let agreed = false;
                self.notice(&RoomName::Me(from), Notice::AloneEnded { ask, agreed });
            }
        }
    }

    pub(super) fn ask_fact(&mut self, fact: AskFact) {
        self.append(&RoomName::Match(Queue::main()), None, Fact::Ask(fact));
    }
}

/// Two take along what they said themselves, and nothing of others.
fn quotable(room: &Room, two: [&Member; 2], quote: &[Seq]) -> bool {
    let theirs = |message: &Message| {
        let said = |member: &&Member| member.occupant == message.who;
        message.words.is_some() && two.iter().any(said)
    };
    quote
        .iter()
        .all(|entry| room.message(*entry).is_some_and(theirs))
}
