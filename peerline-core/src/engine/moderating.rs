//! Reports and appeals.

use super::Answer;
use super::Engine;
use super::Why;
use super::puts::Author;
use crate::log::Fact;
use crate::log::Notice;
use crate::moderation;
use crate::moderation::ReportGround;
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
        let command = moderation::Command::Report {
            by: author.account,
            room,
            seq: entry,
            ground: report_ground(ground),
        };
        if let Err(why) = self.moderate(command) {
            return Answer::refuse(why);
        }
        let ground = ground_name(report_ground(ground)).to_owned();
        let notice = Notice::Reported { entry, ground };
        self.answer_notice(&RoomName::Me(author.account), notice);
        Answer::DONE
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
        let decided = moderation::decide(&self.state.moderation, now, entropy, command).map_err(
            |refusal| match refusal {
                moderation::Refusal::NotImpartial => Why::Denied,
                // A decision about others is answered like one that never was.
                moderation::Refusal::NotYours
                | moderation::Refusal::Unknown
                | moderation::Refusal::AlreadyAppealed
                | moderation::Refusal::NotAppealed
                | moderation::Refusal::NotHeld
                | moderation::Refusal::Settled => Why::Gone,
            },
        )?;
        for fact in decided.facts {
            self.append(&RoomName::Mod(Queue::main()), None, Fact::Moderation(fact));
        }
        Ok(())
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

/// What is kept of a ground is one of ours, and never words of the reporter.
const fn ground_name(ground: ReportGround) -> &'static str {
    match ground {
        ReportGround::Danger => "danger",
        ReportGround::Abuse => "abuse",
        ReportGround::Pressure => "pressure",
        ReportGround::Methods => "methods",
        ReportGround::Spam => "spam",
        ReportGround::Other => "other",
    }
}
