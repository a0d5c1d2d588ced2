//! What is said where it cannot be said: it is refused, and still heard.

use super::Answer;
use super::Engine;
use super::Why;
use super::puts::Author;
use super::ways::Bar;
use super::ways::paused;
use crate::log::Act;
use crate::room::Room;
use crate::vocab::Band;
use crate::vocab::Capability;
use crate::vocab::Language;
use crate::vocab::RiskFinding;
use crate::vocab::Role;
use crate::vocab::RoomId;
use crate::vocab::RoomName;
use crate::vocab::Text;

impl Engine {
    /// Returns the refusal where a member cannot write in a room as it is now. A sign of danger goes
    /// through in a room that is paused; where nothing can be written any more, or by this member,
    /// the words are not shown, and a person is called all the same.
    pub(super) fn stands_in_the_way(
        &mut self,
        id: RoomId,
        author: Author,
        risk: &RiskFinding,
    ) -> Option<Answer> {
        let room = self.state.room(id)?;
        let role = room.present_member(author.account)?.role;
        let (bar, at) = self.bar_to_write(room, role.can(Capability::Write), risk)?;
        // Never refused: the person may write nowhere, and is heard.
        self.raise_from(Some(id), author, None, risk);
        Some(self.bar(author.account, bar, at))
    }

    /// Somebody writes into a room that they are not in, as when the name they have there could not
    /// be proven again. They learn nothing of the room, and are heard all the same.
    pub(super) fn hear_outside(
        &mut self,
        id: RoomId,
        author: Author,
        text: &Text,
        language: Option<&Language>,
    ) -> Answer {
        self.hear_words(Some(id), author, text, language);
        Answer::refuse(Why::Denied)
    }

    /// Hears what cannot be done where it was put: danger in words calls a person, as "I need a
    /// person now" does. Whatever the answer is, it is given when this is durable.
    pub(super) fn hear(&mut self, room: &RoomName, author: Author, act: &Act) {
        let id = if let RoomName::Room(id) = room {
            Some(*id)
        } else {
            None
        };
        if let Some((text, language)) = act.words() {
            self.hear_words(id, author, text, language);
        } else if let Act::AskForHuman { country, about } = act {
            let answer = self.ask_for_human(author, id, (country.clone(), *about));
            // Who names somebody else calls nobody for themselves.
            if about.is_none() && !matches!(answer, Answer::Done { .. }) {
                self.ask_for_human(author, None, (country.clone(), None));
            }
        }
    }

    fn hear_words(
        &mut self,
        room: Option<RoomId>,
        author: Author,
        text: &Text,
        language: Option<&Language>,
    ) {
        let roles = self.state.identity.roles(author.account).into_iter();
        let responds = |role: &Role| role.can(Capability::Respond);
        let role = roles.rev().find(responds).unwrap_or(Role::Seeker);
        let risk = self.look_for_danger(role, ("", text), language);
        self.raise_from(room, author, None, &risk);
    }

    fn bar_to_write(
        &self,
        room: &Room,
        may_write: bool,
        risk: &RiskFinding,
    ) -> Option<(Bar, Option<crate::vocab::Timestamp>)> {
        if room.is_over() {
            return Some((Bar::Closed, None));
        }
        if !may_write {
            return Some((Bar::Role, None));
        }
        if room.is_open() || is_danger(risk) {
            return None;
        }
        Some((paused(room), room.next_start(self.turn.now)))
    }
}

/// Whether words may mean danger; an assessor that cannot look counts as yes.
const fn is_danger(risk: &RiskFinding) -> bool {
    match risk {
        RiskFinding::Signal { band, .. } => !matches!(band, Band::Routine),
        RiskFinding::Unavailable => true,
        RiskFinding::NoSignal => false,
    }
}
