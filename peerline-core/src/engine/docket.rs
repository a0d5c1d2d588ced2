//! What moderators do with what waits for them.

use super::Answer;
use super::Engine;
use super::Why;
use super::puts::Author;
use crate::log::About;
use crate::log::Act;
use crate::log::DocketAct;
use crate::log::Fact;
use crate::log::Said;
use crate::log::Whom;
use crate::moderation;
use crate::moderation::Action;
use crate::moderation::Cleared;
use crate::moderation::Command;
use crate::moderation::Draft;
use crate::moderation::Judgement;
use crate::moderation::Sealed;
use crate::room;
use crate::room::LeaveWhy;
use crate::room::Place;
use crate::vocab::AccountId;
use crate::vocab::Capability;
use crate::vocab::OccupantId;
use crate::vocab::Queue;
use crate::vocab::RoomId;
use crate::vocab::RoomName;
use crate::vocab::Seq;

impl Engine {
    /// Does what a moderator asks for in their queue.
    pub(super) fn act_in_queue(&mut self, author: Author, act: Act) -> Answer {
        let Act::Docket(act) = act else {
            return self.act_on_standing(author, act);
        };
        if let Err(why) = self.may(author.conn, Capability::Moderate) {
            return Answer::refuse(why);
        }
        let by = author.account;
        let done = match *act {
            DocketAct::Claim { matter, to } => self.claimant(by, to).and_then(|by| {
                let claim = Command::Claim { by, matter };
                self.decided(author.account, claim)
            }),
            DocketAct::GiveBack { matter } => self.decided(by, Command::GiveBack { by, matter }),
            DocketAct::Release { decision } => self.release(by, decision),
            DocketAct::Withhold { decision } => self.withhold(by, decision),
            DocketAct::Rule {
                decision,
                ruling,
                reason,
            } => self.rule(by, decision, (ruling, reason)),
            DocketAct::Undo { decision } => self.undo(by, decision),
            DocketAct::Dismiss { room, entry } => {
                let room = RoomName::Room(room);
                self.decided(by, Command::Dismiss { by, room, entry })
            }
            DocketAct::Remove {
                about,
                entry,
                words,
                said,
            } => self.remove(by, about, (entry, words), said),
            DocketAct::Mute { about, who, span } => {
                let until = self.turn.now.after(span);
                self.restrain(by, about, (who, Action::Mute { until }))
            }
            DocketAct::Kick { about, who } => self.kick(by, about, who),
        };
        match done {
            Ok(()) => Answer::DONE,
            Err(why) => Answer::refuse(why),
        }
    }

    /// Who keeps the rules in a room takes a message out of it there and then: the same decision as in
    /// the queue, with its record, its notice, and a way to have it looked at again.
    pub(super) fn decide_in_room(&mut self, id: RoomId, author: Author, act: DocketAct) -> Answer {
        let room = self.state.room(id);
        let keeps = room.and_then(|room| room.present_member(author.account));
        if !keeps.is_some_and(|member| member.role.can(Capability::Moderate)) {
            return Answer::refuse(Why::Denied);
        }
        let DocketAct::Remove {
            about,
            entry,
            words,
            said,
        } = act
        else {
            return Answer::refuse(Why::OutOfPlace);
        };
        if about.room != id {
            return Answer::refuse(Why::OutOfPlace);
        }
        match self.remove(author.account, about, (entry, words), said) {
            Ok(()) => Answer::DONE,
            Err(why) => Answer::refuse(why),
        }
    }

    /// Decides, and writes down what follows under the moderator's name among staff.
    pub(super) fn decided(&mut self, by: AccountId, command: Command) -> Result<(), Why> {
        self.decide_as(by, command).map(|_| ())
    }

    pub(super) fn decide_as(
        &mut self,
        by: AccountId,
        command: Command,
    ) -> Result<moderation::Decided, Why> {
        let now = self.turn.now;
        let entropy = &mut self.turn.entropy;
        let decided = moderation::decide(&self.state.moderation, now, entropy, command)
            .map_err(super::moderating::why)?;
        let who = Some(self.staff_name(by).0);
        for fact in &decided.facts {
            let fact = Fact::Moderation(fact.clone());
            self.append(&RoomName::Mod(Queue::main()), who, fact);
        }
        Ok(decided)
    }

    /// Who is to look: the moderator, or another one who is here, by their name among staff.
    fn claimant(&self, by: AccountId, to: Option<OccupantId>) -> Result<AccountId, Why> {
        let Some(name) = to else { return Ok(by) };
        let here = self.presence.accounts();
        let mut able = here.filter(|account| self.staff(*account, Capability::Moderate).is_some());
        able.find(|account| self.staff_name(*account).0 == name)
            .ok_or(Why::Gone)
    }

    /// Takes a message out of a room. Its words go with the decision, sealed, and stand in no log of
    /// the room any more. Only what the moderator read is taken: where the author changed it
    /// meanwhile, the moderator looks again.
    fn remove(
        &mut self,
        by: AccountId,
        about: About,
        (entry, words): (Seq, Seq),
        said: Option<Said>,
    ) -> Result<(), Why> {
        let id = about.room;
        let room = self.state.room(id).ok_or(Why::Gone)?;
        let message = room.message(entry).ok_or(Why::Gone)?;
        if message.words != Some(words) {
            return Err(Why::Gone);
        }
        let said = said.ok_or(Why::Gone)?;
        let author = room.account_of(message.who).ok_or(Why::Gone)?;
        let role = room.member(author).ok_or(Why::Gone)?.role;
        let mut draft = Draft::new(RoomName::Room(id), author, role, said.text);
        draft.language = said.language;
        draft.notes = Some(said.notes);
        let mut judgement = self.judgement(by, author, about, Action::Remove);
        judgement.entry = Some(entry);
        judgement.sealed = Some(Sealed::of(&draft, self.turn.entropy.draw()));
        self.judged(judgement)?;
        let by = self.name_in(&RoomName::Room(id), by);
        let taken = room::Fact::Redacted { by, entry };
        self.room_facts(id, vec![taken]);
        Ok(())
    }

    /// Does something about somebody that leaves their words where they are.
    fn restrain(
        &mut self,
        by: AccountId,
        about: About,
        (who, action): (Whom, Action),
    ) -> Result<(), Why> {
        let account = self.account_behind(about.room, who)?;
        self.is_no_guard(about.room, account)?;
        let mut judgement = self.judgement(by, account, about, action);
        if let Whom::Writer(entry) = who {
            judgement.entry = Some(entry);
        }
        self.judged(judgement)
    }

    /// Takes somebody out of a room; never out of one where a responder is with them, or on the way.
    fn kick(&mut self, by: AccountId, about: About, who: Whom) -> Result<(), Why> {
        let id = about.room;
        let room = self.state.room(id).ok_or(Why::Gone)?;
        let is_cared_for = self.state.open_cases().any(|case| case.room == Some(id));
        if room.kind.is_private() && is_cared_for {
            return Err(Why::OutOfPlace);
        }
        let account = self.account_behind(id, who)?;
        if !self.is_here(id, account) {
            return Err(Why::Gone);
        }
        self.restrain(by, about, (who, Action::Kick))?;
        self.leave_room(id, account, LeaveWhy::Removed)
    }

    fn account_behind(&self, id: RoomId, who: Whom) -> Result<AccountId, Why> {
        let room = self.state.room(id).ok_or(Why::Gone)?;
        let name = match who {
            Whom::Name(name) => name,
            Whom::Writer(entry) => room.message(entry).ok_or(Why::Gone)?.who,
        };
        let account = room.account_of(name).filter(|one| !one.is_nobody());
        account.ok_or(Why::Gone)
    }

    /// Who keeps the rules, or is there for people in danger, is no moderator's to silence.
    fn is_no_guard(&self, id: RoomId, account: AccountId) -> Result<(), Why> {
        let role = self.state.room(id).and_then(|room| room.member(account));
        let guards = role.is_some_and(|member| {
            member.role.can(Capability::Moderate) || member.role.can(Capability::Respond)
        });
        if guards { Err(Why::Denied) } else { Ok(()) }
    }

    fn judgement(
        &self,
        by: AccountId,
        author: AccountId,
        about: About,
        action: Action,
    ) -> Judgement {
        let About { room, ground, why } = about;
        Judgement {
            by,
            author,
            room: RoomName::Room(room),
            entry: None,
            action,
            ground,
            why,
            sealed: None,
            policy: self.policies.moderation.id(),
        }
    }

    fn judged(&mut self, judgement: Judgement) -> Result<(), Why> {
        let by = judgement.by;
        let decided = self.decide_as(by, Command::Judge(Box::new(judgement)))?;
        self.tell_decisions(&decided.facts);
        Ok(())
    }

    /// Puts words that are given back to where they belong. Returns whether there is a place for
    /// them.
    pub(super) fn bring_back(&mut self, cleared: Cleared<Draft>, stood: bool) -> bool {
        let draft = cleared.into_message();
        let RoomName::Room(id) = draft.room else {
            return false;
        };
        let place = match draft.edits {
            Some(entry) if stood => Place::Back(entry),
            Some(entry) => Place::Instead(entry),
            None => Place::End,
        };
        let said = room::Saying {
            text: draft.text,
            language: draft.language,
            notes: draft.notes,
            counts: false,
        };
        let account = draft.author;
        let command = room::Command::Bring {
            account,
            place,
            said,
        };
        let Some(room) = self.state.room(id) else {
            return false;
        };
        match room::decide(room, &self.limits, command) {
            Ok(facts) => self.room_facts(id, facts).is_some(),
            Err(_) => false,
        }
    }
}
