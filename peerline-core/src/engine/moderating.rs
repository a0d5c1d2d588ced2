//! Reports and appeals.

use super::Answer;
use super::Engine;
use super::Why;
use super::puts::Author;
use crate::crisis;
use crate::log::Fact;
use crate::log::Notice;
use crate::moderation;
use crate::moderation::ReportGround;
use crate::vocab::Band;
use crate::vocab::DecisionId;
use crate::vocab::Queue;
use crate::vocab::RoomId;
use crate::vocab::RoomName;
use crate::vocab::Seq;
use crate::vocab::Text;

impl Engine {
    /// Reports an entry. The reporter's own log carries the put, so that the room does not see it.
    pub(super) fn report(
        &mut self,
        id: RoomId,
        author: Author,
        entry: Seq,
        ground: &str,
    ) -> Answer {
        let room = RoomName::Room(id);
        let member = self
            .state
            .room(id)
            .and_then(|room| room.member(author.account));
        if member.is_none() {
            return Answer::refuse(Why::Denied);
        }
        if self.state.head(&room) < entry || entry == Seq::ZERO {
            return Answer::refuse(Why::Gone);
        }
        let ground = report_ground(ground);
        let command = moderation::Command::Report {
            by: author.account,
            room,
            seq: entry,
            ground,
        };
        if let Err(why) = self.moderate(command) {
            return Answer::refuse(why);
        }
        if ground == ReportGround::Danger {
            self.worry(id, author, entry);
        }
        // What is kept of a ground is one of ours, and never words of the reporter.
        let ground = ground.as_str().to_owned();
        let notice = Notice::Reported { entry, ground };
        self.answer_notice(&RoomName::Me(author.account), notice);
        Answer::DONE
    }

    /// Calls a responder because a member says that somebody may be in danger. What is somebody
    /// else's is the reporter's worry about another person, a case of its own kind: nobody's own case
    /// is opened by what others say of them. Of one's own words it is a call for oneself.
    fn worry(&mut self, id: RoomId, author: Author, entry: Seq) {
        let account = author.account;
        let room = self.state.room(id);
        let message = room.and_then(|room| room.message(entry));
        let own = room.and_then(|room| room.member(account));
        let is_own =
            message.is_some_and(|message| own.is_some_and(|member| member.occupant == message.who));
        let source = if is_own {
            crisis::Source::Asked
        } else {
            crisis::Source::ThirdParty
        };
        let kind = source.kind();
        let care = self.care_room(Some(id), account);
        let mut signal = crisis::Signal::new(account, source, Band::High);
        signal.room = Some(care);
        // The entry is one of the room where it was said: elsewhere its number means nothing.
        signal.entry = Some(entry).filter(|_| care == id);
        self.signal(signal, None);
        if let Some(case) = self.state.crisis.open_case(account, kind) {
            let room = RoomName::Case(case.id);
            self.notice(&room, Notice::Pointed { room: id, entry });
        }
    }

    pub(super) fn appeal(&mut self, author: Author, decision: DecisionId, text: Text) -> Answer {
        let account = author.account;
        let command = moderation::Command::Appeal {
            account,
            decision,
            text,
        };
        if let Err(why) = self.moderate(command) {
            return Answer::refuse(why);
        }
        self.answer_notice(&RoomName::Me(account), Notice::Appealed { decision });
        Answer::DONE
    }

    /// Ends decisions whose time for an appeal is over.
    pub(super) fn close_decisions(&mut self) {
        let due = self.state.moderation.closes_at();
        if due.is_some_and(|due| due <= self.turn.now) {
            // Never refused: what is not due is left as it is.
            let _ = self.moderate(moderation::Command::Close);
        }
    }

    fn moderate(&mut self, command: moderation::Command) -> Result<(), Why> {
        let now = self.turn.now;
        let entropy = &mut self.turn.entropy;
        let decided =
            moderation::decide(&self.state.moderation, now, entropy, command).map_err(why)?;
        for fact in decided.facts {
            self.append(&RoomName::Mod(Queue::main()), None, Fact::Moderation(fact));
        }
        Ok(())
    }
}

pub(super) const fn why(refusal: moderation::Refusal) -> Why {
    match refusal {
        moderation::Refusal::NotImpartial | moderation::Refusal::Claimed => Why::Denied,
        // A decision about others is answered like one that never was.
        moderation::Refusal::NotYours
        | moderation::Refusal::Unknown
        | moderation::Refusal::AlreadyAppealed
        | moderation::Refusal::NotAppealed
        | moderation::Refusal::NotHeld
        | moderation::Refusal::Settled => Why::Gone,
    }
}

fn report_ground(code: &str) -> ReportGround {
    match code {
        "danger" => ReportGround::Danger,
        "abuse" => ReportGround::Abuse,
        "pressure" | "contact" => ReportGround::Pressure,
        "methods" => ReportGround::Methods,
        "spam" => ReportGround::Spam,
        _ => ReportGround::Other,
    }
}
