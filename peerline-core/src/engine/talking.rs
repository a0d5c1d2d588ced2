//! What people say: looked at for danger, judged by the rules, then published.

use super::Answer;
use super::Engine;
use super::Why;
use super::puts::Author;
use crate::crisis;
use crate::crisis::assess;
use crate::log::Fact;
use crate::log::Notice;
use crate::log::PutMark;
use crate::log::PutOutcome;
use crate::moderation;
use crate::moderation::Action;
use crate::moderation::Cleared;
use crate::moderation::Draft;
use crate::moderation::Screening;
use crate::moderation::Turned;
use crate::moderation::Verdict;
use crate::room;
use crate::vocab::Band;
use crate::vocab::Capability;
use crate::vocab::Category;
use crate::vocab::ContentNotes;
use crate::vocab::DecisionId;
use crate::vocab::Language;
use crate::vocab::Millis;
use crate::vocab::Queue;
use crate::vocab::Reason;
use crate::vocab::RiskFinding;
use crate::vocab::Role;
use crate::vocab::RoomId;
use crate::vocab::RoomName;
use crate::vocab::Seq;
use crate::vocab::Text;

/// What somebody wants to say.
#[derive(Debug)]
pub(super) struct Words {
    pub(super) text: Text,
    pub(super) language: Option<Language>,
    /// What they talk about.
    pub(super) notes: Option<ContentNotes>,
    /// The message in whose place it is said.
    pub(super) edits: Option<Seq>,
}

impl Engine {
    pub(super) fn say(&mut self, id: RoomId, author: Author, words: Words) -> Answer {
        let Words {
            text,
            language,
            notes,
            edits,
        } = words;
        // An unknown room is answered like one of others: nobody learns which rooms there are.
        let room = self.state.room(id);
        let here = room.and_then(|room| Some((room.present_member(author.account)?, room.kind)));
        let Some((member, kind)) = here else {
            return self.hear_outside(id, author, &text, language.as_ref());
        };
        let (role, kind) = (member.role, kind.as_str());
        let before = self.earlier.words(id, member.occupant);
        let risk = self.look_for_danger(role, (before, &text), language.as_ref());
        if let Some(answer) = self.stands_in_the_way(id, author, &risk) {
            return answer;
        }
        if let Some(entry) = edits
            && let Some(room) = self.state.room(id)
            && let Err(refusal) = room::editor(room, author.account, entry)
        {
            self.raise_from(Some(id), author, None, &risk);
            return Answer::refuse(why(refusal));
        }
        let mut draft = Draft::new(RoomName::Room(id), author.account, role, text);
        draft.language = language.or_else(|| self.inherited_language(id, author.account));
        draft.over = author.over;
        draft.kind = Some(kind);
        draft.edits = edits;
        draft.notes = notes;
        draft.scores = std::mem::take(&mut self.turn.scores);
        if let Some(not_now) = self.not_now(id, &draft, &risk) {
            return self.later(author, not_now);
        }
        let screening = Screening::new(self.turn.now, draft, author.cid, risk.clone());
        let outcome = moderation::screen_and_decide(
            &self.state.moderation,
            self.policies.moderation.as_ref(),
            &mut self.turn.entropy,
            screening,
        );
        let decision = outcome.decision();
        match outcome.cleared {
            Some(cleared) => {
                self.record(outcome.facts, None);
                self.publish(id, author, cleared, &risk)
            }
            None => self.stop(author, &outcome.verdict, (decision, outcome.facts)),
        }
    }

    /// Responders speak of danger all night; everybody else's words are looked at.
    pub(super) fn look_for_danger(
        &self,
        role: Role,
        (before, text): (&str, &Text),
        language: Option<&Language>,
    ) -> RiskFinding {
        if role.can(Capability::Respond) {
            return RiskFinding::NoSignal;
        }
        assess::ask_after(&*self.policies.risk, before, text.expose(), language)
    }

    /// Publishes what moderation cleared; a sign of danger opens its case in the same commit.
    fn publish(
        &mut self,
        id: RoomId,
        author: Author,
        cleared: Cleared<Draft>,
        risk: &RiskFinding,
    ) -> Answer {
        let open = self.state.room(id).is_some_and(room::Room::is_open);
        let counts = open && cleared.message().reach(risk) != moderation::Reach::Open;
        let Ok(seq) = self.publish_cleared(id, cleared, counts) else {
            self.raise_from(Some(id), author, None, risk);
            return Answer::refuse(Why::Denied);
        };
        self.raise_from(Some(id), author, seq, risk);
        self.note_answer(id, author);
        Answer::DONE
    }

    /// The one place where words enter a room's log, and it takes only what moderation cleared.
    pub(super) fn publish_cleared(
        &mut self,
        id: RoomId,
        cleared: Cleared<Draft>,
        counts: bool,
    ) -> Result<Option<Seq>, Why> {
        let Draft {
            author,
            text,
            language,
            edits,
            notes,
            ..
        } = cleared.into_message();
        let room = self.state.room(id).ok_or(Why::Gone)?;
        let said = room::Saying {
            text,
            language,
            notes,
            counts,
        };
        let account = author;
        let command = match edits {
            Some(entry) => room::Command::Edit {
                account,
                entry,
                said,
            },
            None => room::Command::Say { account, said },
        };
        let facts = room::decide(room, &self.limits, command).map_err(|_| Why::Denied)?;
        Ok(self.room_facts(id, facts))
    }

    /// Takes a message away. What it set going goes on: a case, its reasons and its pages stay.
    pub(super) fn redact(&mut self, id: RoomId, author: Author, entry: Seq) -> Answer {
        let Some(room) = self.state.room(id) else {
            return Answer::refuse(Why::Denied);
        };
        let account = author.account;
        let command = room::Command::Redact { account, entry };
        match room::decide(room, &self.limits, command) {
            Ok(facts) => {
                self.room_facts(id, facts);
                Answer::DONE
            }
            Err(refusal) => Answer::refuse(why(refusal)),
        }
    }

    pub(super) fn raise_from(
        &mut self,
        room: Option<RoomId>,
        author: Author,
        seq: Option<Seq>,
        risk: &RiskFinding,
    ) {
        let (source, band, reasons) = match risk {
            RiskFinding::Signal { band, reasons } if Band::Watch <= *band => {
                (source_of(reasons), *band, reasons.clone())
            }
            RiskFinding::Unavailable => {
                (crisis::Source::DetectorOutage, Band::Elevated, Vec::new())
            }
            RiskFinding::Signal { .. } | RiskFinding::NoSignal => return,
        };
        if seq.is_none() {
            // Nothing was said, so nothing that follows carries the put.
            self.turn.unmark();
        }
        let care = self.care_room(room, author.account);
        let mut signal = crisis::Signal::new(author.account, source, band);
        signal.reasons = reasons;
        signal.room = Some(care);
        // The entry is one of the room where it was said: elsewhere its number means nothing.
        signal.entry = seq.filter(|_| Some(care) == room);
        self.signal(signal, None);
    }

    /// A person in danger wrote, so their responder has to answer; or the responder did.
    fn note_answer(&mut self, id: RoomId, author: Author) {
        let person = author.account;
        if self.state.crisis.cares_for(person) {
            self.crisis_decide(crisis::Command::SeekerWrote { person });
        }
        if !self.state.identity.is_staff(author.account) {
            return;
        }
        let here = self.state.open_cases().filter(|case| case.room == Some(id));
        let owned = here
            .filter(|case| case.owner() == Some(author.account))
            .map(|case| case.id);
        let responder = author.account;
        for case in owned.collect::<Vec<_>>() {
            self.crisis_decide(crisis::Command::Acknowledge { case, responder });
        }
    }

    /// A message that does not go out: its author is told why before anything else.
    fn stop(
        &mut self,
        author: Author,
        verdict: &Verdict,
        (decision, facts): (Option<DecisionId>, Vec<moderation::Fact>),
    ) -> Answer {
        let say = self.explain(author, verdict);
        let refuse = |why, retry: Option<Millis>, decision| Answer::Refused {
            why,
            retry,
            decision,
            say: Some(say.clone()),
        };
        match (verdict.action, decision) {
            (Action::Slow { retry }, _) => refuse(Why::Rate, Some(retry), None),
            (Action::Hold, Some(decision)) => {
                self.stopped(author, facts, (PutOutcome::Held(decision), decision, &say));
                Answer::Held { decision }
            }
            (
                Action::Block | Action::Mute { .. } | Action::Remove | Action::Kick,
                Some(decision),
            ) => {
                self.stopped(
                    author,
                    facts,
                    (PutOutcome::Blocked(decision), decision, &say),
                );
                refuse(Why::Blocked, None, Some(decision))
            }
            (Action::Allow | Action::Nudge | Action::Hold, _) => refuse(Why::Nudge, None, None),
            (Action::Block | Action::Mute { .. } | Action::Remove | Action::Kick, None) => {
                refuse(Why::Blocked, None, None)
            }
        }
    }

    fn explain(&self, author: Author, verdict: &Verdict) -> String {
        let language = self.presence.language(author.account);
        let rule = verdict.rule.as_ref();
        let policy = self.policies.moderation.as_ref();
        let own = rule.and_then(|rule| policy.say(rule, language.as_ref()));
        let shipped = || rule.map(|rule| moderation::say(rule, language.as_ref()));
        own.or_else(shipped).unwrap_or_default().to_owned()
    }

    /// Writes a decision down together with the put it answers, and explains it to the author.
    fn stopped(
        &mut self,
        author: Author,
        facts: Vec<moderation::Fact>,
        (outcome, decision, say): (PutOutcome, DecisionId, &str),
    ) {
        let mut mark = self.turn.take_mark(&RoomName::Mod(Queue::main()));
        if let Some(mark) = &mut mark {
            mark.outcome = outcome;
        }
        self.record(facts, mark);
        let say = say.to_owned();
        self.notice(
            &RoomName::Me(author.account),
            Notice::Moderated { decision, say },
        );
    }

    /// Writes down that a model outside is left alone, or asked again.
    pub(super) fn note_model(&mut self, model: String, turned: Turned) {
        let at = self.turn.now;
        let fact = moderation::Fact::ModelTurned { at, model, turned };
        self.record(vec![fact], None);
    }

    /// Writes facts of moderation to the moderators' queue.
    fn record(&mut self, facts: Vec<moderation::Fact>, mut put: Option<PutMark>) {
        let queue = RoomName::Mod(Queue::main());
        for fact in facts {
            self.append_for(&queue, put.take(), Fact::Moderation(fact));
        }
    }
}

/// A worry about somebody else is its own kind of case, and never merged with the writer's own.
fn source_of(reasons: &[Reason]) -> crisis::Source {
    let other = |reason: &Reason| reason.category == Category::ThirdParty;
    if !reasons.is_empty() && reasons.iter().all(other) {
        crisis::Source::ThirdParty
    } else {
        crisis::Source::OwnWords
    }
}

pub(super) const fn why(refusal: room::Refusal) -> Why {
    match refusal {
        room::Refusal::Closed
        | room::Refusal::NoMessage
        | room::Refusal::NoMember
        | room::Refusal::NoHand
        | room::Refusal::OtherNorms => Why::Gone,
        room::Refusal::TooMuch => Why::TooBig,
        room::Refusal::Paused
        | room::Refusal::NotAllowed
        | room::Refusal::NotTheTime
        | room::Refusal::Taken
        | room::Refusal::NotAMember
        | room::Refusal::ReadOnly
        | room::Refusal::Open
        | room::Refusal::NotYours
        | room::Refusal::Full
        | room::Refusal::LeadersOnly
        | room::Refusal::NoTurns => Why::Denied,
    }
}
