//! How people talk in a room: what binds a message, and who changes it.

use super::Answer;
use super::Engine;
use super::Why;
use super::puts::Author;
use super::talking::why;
use crate::log::Fact;
use crate::moderation::Draft;
use crate::moderation::Reach;
use crate::room;
use crate::room::Manner;
use crate::room::NormText;
use crate::room::Norms;
use crate::room::NotNow;
use crate::room::TalkAct;
use crate::room::TalkFact;
use crate::vocab::AccountId;
use crate::vocab::Language;
use crate::vocab::OccupantId;
use crate::vocab::RiskFinding;
use crate::vocab::RoomId;
use crate::vocab::RoomName;

/// How people talk in a room, for one of its members.
#[derive(Clone, Debug, Eq, PartialEq)]
#[expect(clippy::exhaustive_structs, reason = "the engine makes it")]
pub struct TalkView {
    /// The languages, the room's own first.
    pub languages: Vec<Language>,
    /// How people talk.
    pub manner: Manner,
    /// What holds here, in the member's language where it is written in it.
    pub norms: Option<NormsView>,
    /// Who has the turn.
    pub turn: Option<OccupantId>,
    /// Who raised a hand, the first one first.
    pub hands: Vec<OccupantId>,
}

/// What holds in a room, for one of its members.
#[derive(Clone, Debug, Eq, PartialEq)]
#[expect(clippy::exhaustive_structs, reason = "the engine makes it")]
pub struct NormsView {
    /// Which version.
    pub version: u32,
    /// The text.
    pub text: NormText,
    /// In which languages it is written.
    pub languages: Vec<Language>,
    /// The version the member agreed to.
    pub agreed: Option<u32>,
}

impl Engine {
    /// Changes how people talk.
    pub(super) fn talk(&mut self, id: RoomId, author: Author, act: TalkAct) -> Answer {
        let Some(room) = self.state.room(id) else {
            return Answer::refuse(Why::Denied);
        };
        let account = author.account;
        match room::decide(room, &self.limits, room::Command::Talk { account, act }) {
            Ok(facts) => {
                self.room_facts(id, facts);
                Answer::DONE
            }
            Err(refusal) => Answer::refuse(why(refusal)),
        }
    }

    /// Says how people talk in a room that the line itself sets up; what is so already is no change.
    pub(super) fn set_manner(&mut self, id: RoomId, manner: Manner) {
        let room = self.state.room(id);
        if room.is_some_and(|room| room.talk().manner != manner) {
            let manner = Box::new(manner);
            self.line_says(id, TalkFact::MannerSet { by: None, manner });
        }
    }

    /// Pins the norms of a room that the line itself sets up; what is pinned already is no change.
    pub(super) fn pin_norms(&mut self, id: RoomId, texts: Vec<NormText>) {
        let Some(room) = self.state.room(id) else {
            return;
        };
        let pinned = &room.talk().norms;
        if pinned.texts != texts {
            let version = pinned.version.saturating_add(1);
            let norms = Norms { version, texts };
            self.line_says(id, TalkFact::NormsSet { by: None, norms });
        }
    }

    fn line_says(&mut self, id: RoomId, fact: TalkFact) {
        let fact = Fact::Room(room::Fact::Talk(fact));
        self.append(&RoomName::Room(id), None, fact);
    }

    /// Returns what stands against a message for now. Nothing ever does where it carries a sign of
    /// danger, where nobody could look for one, or where somebody whom people were called for talks.
    pub(super) fn not_now(&self, id: RoomId, draft: &Draft, risk: &RiskFinding) -> Option<NotNow> {
        if draft.reach(risk) != Reach::Full || self.is_in_danger(draft.author) {
            return None;
        }
        let room = self.state.room(id)?;
        let member = room.present_member(draft.author)?;
        room.talk()
            .not_now(member, self.turn.now, draft.edits.is_some())
    }

    /// Gives a message back to its author for later.
    pub(super) fn later(&self, author: Author, not_now: NotNow) -> Answer {
        let language = self.presence.language(author.account);
        Answer::Refused {
            why: Why::NotNow(not_now),
            retry: None,
            decision: None,
            say: Some(not_now.say(language.as_ref()).to_owned()),
        }
    }

    /// Returns the language of a message whose author did not say it: their own where the room has
    /// it, else the room's.
    pub(super) fn inherited_language(&self, id: RoomId, author: AccountId) -> Option<Language> {
        let room = self.state.room(id)?;
        let own = self.presence.language(author);
        let spoken = own.filter(|own| {
            room.languages()
                .any(|language| language.primary() == own.primary())
        });
        Some(spoken.unwrap_or_else(|| room.language.clone()))
    }

    /// Returns how people talk in a room, for a member.
    pub(super) fn talk_view(&self, room: &RoomName, account: AccountId) -> Option<TalkView> {
        let RoomName::Room(id) = room else {
            return None;
        };
        let room = self.state.room(*id)?;
        let talk = room.talk();
        Some(TalkView {
            languages: room.languages().cloned().collect(),
            manner: talk.manner.clone(),
            norms: self.norms_view(*id, account, None),
            turn: talk.turns.holder(),
            hands: talk.turns.hands().collect(),
        })
    }

    /// Returns what holds in a room, for a member, in the language that they ask for.
    pub(super) fn norms_view(
        &self,
        id: RoomId,
        account: AccountId,
        language: Option<Language>,
    ) -> Option<NormsView> {
        let room = self.state.room(id)?;
        let member = room.present_member(account)?;
        let talk = room.talk();
        let language = language.or_else(|| self.presence.language(account));
        let text = talk.norms.for_reader(language.as_ref())?;
        let languages = talk.norms.texts.iter().map(|text| text.language.clone());
        Some(NormsView {
            version: talk.norms.version,
            text: text.clone(),
            languages: languages.collect(),
            agreed: talk.agreed(member.occupant),
        })
    }
}
