//! Decisions looked at again, and what their authors are told.

use super::Engine;
use super::Why;
use super::sanctioning::hour_of;
use crate::identity;
use crate::identity::By;
use crate::log::Notice;
use crate::log::RuledAs;
use crate::moderation;
use crate::moderation::Action;
use crate::moderation::Back;
use crate::moderation::Command;
use crate::moderation::Decided;
use crate::moderation::Decision;
use crate::moderation::Ruling;
use crate::vocab::AccountId;
use crate::vocab::DecisionId;
use crate::vocab::Language;
use crate::vocab::RoomName;
use crate::vocab::Text;

impl Engine {
    pub(super) fn release(&mut self, by: AccountId, id: DecisionId) -> Result<(), Why> {
        let decision = self.decision(id)?;
        let decided = self.decide_as(by, Command::Release { by, decision: id })?;
        let back = self.give_back(&decision, decided, by);
        let language = self.tongue(&decision);
        let say = moderation::say_released(language.as_ref(), back);
        self.tell_ruled(&decision, RuledAs::Released, say);
        Ok(())
    }

    pub(super) fn withhold(&mut self, by: AccountId, decision: DecisionId) -> Result<(), Why> {
        let decided = self.decide_as(by, Command::Withhold { by, decision })?;
        self.tell_decisions(&decided.facts);
        Ok(())
    }

    /// Decides an appeal. Where it is right everything is as it was before: words stand where they
    /// stood, a mute ends, a sanction ends under every name.
    pub(super) fn rule(
        &mut self,
        by: AccountId,
        id: DecisionId,
        (ruling, reason): (Ruling, Text),
    ) -> Result<(), Why> {
        let decision = self.decision(id)?;
        let command = Command::Review {
            by,
            decision: id,
            ruling,
            reason: reason.clone(),
        };
        let decided = self.decide_as(by, command)?;
        let (outcome, back) = match ruling {
            Ruling::Stands => (RuledAs::Stands, Back::Free),
            Ruling::Reversed => {
                let back = self.give_back(&decision, decided, by);
                (RuledAs::Reversed, back)
            }
        };
        let language = self.tongue(&decision);
        let say = moderation::say_ruled((ruling, &reason), language.as_ref(), back);
        self.tell_ruled(&decision, outcome, say);
        Ok(())
    }

    pub(super) fn undo(&mut self, by: AccountId, id: DecisionId) -> Result<(), Why> {
        let decision = self.decision(id)?;
        let decided = self.decide_as(by, Command::Undo { by, decision: id })?;
        let back = self.give_back(&decision, decided, by);
        let language = self.tongue(&decision);
        let say = moderation::say_undone(language.as_ref(), back);
        self.tell_ruled(&decision, RuledAs::Undone, say);
        Ok(())
    }

    fn decision(&self, id: DecisionId) -> Result<Decision, Why> {
        let standing = self.state.moderation.decision(id).ok_or(Why::Gone)?;
        Ok(standing.decision.clone())
    }

    /// Makes everything as it was before a decision, as far as there is a place for it.
    fn give_back(&mut self, decision: &Decision, decided: Decided, by: AccountId) -> Back {
        self.lift(decision, by);
        let Some(cleared) = decided.publish else {
            return match decision.action {
                // Its words were destroyed, as those of a room that keeps nothing are.
                Action::Remove => Back::Nowhere,
                Action::Allow
                | Action::Nudge
                | Action::Slow { .. }
                | Action::Hold
                | Action::Block
                | Action::Kick
                | Action::Mute { .. } => Back::Free,
            };
        };
        let stood = decision.entry.is_some();
        match (self.bring_back(cleared, stood), stood) {
            (true, true) => Back::Place,
            (true, false) => Back::End,
            (false, _) => Back::Nowhere,
        }
    }

    /// Ends the sanction that a decision made, under every name of the person. Another one that came
    /// after it goes on.
    fn lift(&mut self, decision: &Decision, by: AccountId) {
        if decision.rule != Some(Decision::SANCTION) {
            return;
        }
        let account = decision.author;
        let sanction = self.state.identity.sanction(self.turn.now, account);
        if sanction.is_some_and(|sanction| Some(sanction.until) == decision.ends) {
            let by = By::Account(by);
            self.identify(identity::Command::Lift { account, by });
        }
    }

    /// Tells whom decisions of a moderator are about: what, why, how long, how to appeal.
    pub(super) fn tell_decisions(&mut self, facts: &[moderation::Fact]) {
        for decision in facts.iter().filter_map(moderation::Fact::decided) {
            let language = self.tongue(decision);
            let until = decision.ends.map(hour_of).unwrap_or_default();
            let say = moderation::say_decided(decision, language.as_ref(), &until);
            let (author, decision) = (decision.author, decision.id);
            if !author.is_nobody() {
                self.notice(&RoomName::Me(author), Notice::Moderated { decision, say });
            }
        }
    }

    fn tell_ruled(&mut self, decision: &Decision, outcome: RuledAs, say: String) {
        let (author, decision) = (decision.author, decision.id);
        if author.is_nobody() {
            return;
        }
        let notice = Notice::Ruled {
            decision,
            outcome,
            say,
        };
        self.notice(&RoomName::Me(author), notice);
    }

    /// The language of whom a decision is about: theirs while they are here, else that of their
    /// words, else that of the room.
    fn tongue(&self, decision: &Decision) -> Option<Language> {
        let sealed = decision.sealed.as_ref();
        let room = if let RoomName::Room(id) = &decision.room {
            self.state.room(*id)
        } else {
            None
        };
        self.presence
            .language(decision.author)
            .or_else(|| sealed.and_then(|sealed| sealed.language.clone()))
            .or_else(|| room.map(|room| room.language.clone()))
    }
}
