//! Questions: answered from what is known, changing nothing.

use super::Answer;
use super::Asker;
use super::Engine;
use super::Info;
use super::MyRoom;
use super::OfferView;
use super::Question;
use super::Why;
use crate::crisis::Case;
use crate::crisis::Stage;
use crate::crisis::Turn;
use crate::vocab::AccountId;
use crate::vocab::Capability;
use crate::vocab::Language;
use crate::vocab::RoomId;
use crate::vocab::RoomName;

impl Engine {
    pub(super) fn ask(&mut self, asker: Asker, question: Question) {
        let whose = match &question {
            Question::Norms { room, .. } | Question::Present { room } => {
                self.acts_as(asker.conn, &RoomName::Room(*room))
            }
            Question::Line
            | Question::Place
            | Question::Rooms
            | Question::Cases
            | Question::Offers
            | Question::Directory
            | Question::Queue
            | Question::Matter(_)
            | Question::Kept
            | Question::Shift
            | Question::Waiting
            | Question::Vault
            | Question::VaultOf { .. }
            | Question::Resources { .. } => self.presence.account(asker.conn),
        };
        let answer = match whose {
            Some(account) => {
                if question == Question::Directory {
                    self.note_turned_away(account);
                }
                let answer = self.answer(account, question);
                self.with_a_way_on(account, answer)
            }
            None => Answer::refuse(Why::Denied),
        };
        self.tell(asker, answer);
    }

    fn answer(&self, account: AccountId, question: Question) -> Answer {
        Answer::Told(match question {
            Question::Line => Info::Line {
                supporters: self.state.matching.supporters().count(),
                responders: self.on_duty(),
            },
            Question::Place => Info::Place(self.place(account).map(Box::new)),
            Question::Rooms => Info::Rooms(self.rooms(account)),
            Question::Cases => match self.staff(account, Capability::Respond) {
                Some(_) => Info::Cases(self.cases(account)),
                None => return Answer::refuse(Why::Denied),
            },
            Question::Offers => Info::Offers(self.offers(account)),
            Question::Directory => Info::Directory(self.listed_rooms(account)),
            Question::Resources { country } => {
                Info::Card(Box::new(self.care_card(account, country, None)))
            }
            Question::Norms { room, language } => return self.norms(account, room, language),
            Question::Present { room } => return self.who_is_there(account, room),
            Question::Queue => return self.queue(account),
            Question::Matter(matter) => return self.matter(account, &matter),
            Question::Kept => Info::Kept(self.kept(account)),
            Question::Shift => Info::Shift(self.own_shift(account)),
            Question::Waiting => match self.staff(account, Capability::Supervise) {
                Some(_) => Info::Waiting(self.who_waits()),
                None => return Answer::refuse(Why::Denied),
            },
            Question::Vault => match self.vault_view(account) {
                Some(view) => Info::Vault(Box::new(view)),
                None => return Answer::refuse(Why::Denied),
            },
            Question::VaultOf { case } => match self.vault_of_case(account, case) {
                Ok(view) => Info::Vault(Box::new(view)),
                Err(why) => return Answer::refuse(why),
            },
        })
    }

    fn norms(&self, account: AccountId, id: RoomId, language: Option<Language>) -> Answer {
        let room = self.state.room(id);
        if room.is_none_or(|room| room.present_member(account).is_none()) {
            return Answer::refuse(Why::Denied);
        }
        match self.norms_view(id, account, language) {
            Some(norms) => Answer::Told(Info::Norms(Box::new(norms))),
            None => Answer::refuse(Why::Gone),
        }
    }

    fn who_is_there(&self, account: AccountId, id: RoomId) -> Answer {
        match self.present(id, account) {
            Some(present) => Answer::Told(Info::Present(present)),
            None => Answer::refuse(Why::Denied),
        }
    }

    fn rooms(&self, account: AccountId) -> Vec<MyRoom> {
        let ids = self.state.rooms_of.get(&account).into_iter().flatten();
        ids.filter_map(|id| {
            let room = self.state.room(*id)?;
            let member = room.present_member(account)?;
            Some(MyRoom {
                room: *id,
                role: member.role,
                state: room.state.as_str(),
                topic: room.topic.clone(),
                language: room.language.clone(),
                kind: room.kind,
                beside: room.setting.beside,
            })
        })
        .collect()
    }

    fn cases(&self, account: AccountId) -> Vec<(crate::log::CaseView, bool)> {
        // A closed one whose rescue waits for its signature is shown, behind all that are open; one that
        // was urgent, to supervisors until one has looked at it once more.
        let looks = self.staff(account, Capability::Supervise).is_some();
        let shown = |case: &&Case| {
            !case.is_closed() || case.want().is_some() || (looks && case.peak.pages())
        };
        let mut cases: Vec<_> = self.state.crisis.cases().filter(shown).collect();
        let rests = |case: &Case| matches!(case.stage(), Stage::Resting | Stage::Closed);
        cases.sort_by_key(|case| {
            let turn = Turn::of(case.band, case.opened_at, case.id);
            (rests(case), turn)
        });
        cases
            .into_iter()
            .take(SHOWN)
            .filter_map(|case| Some((self.case_view(case.id)?, case.owner() == Some(account))))
            .collect()
    }

    fn offers(&self, account: AccountId) -> Vec<OfferView> {
        let offers = self.state.matching.offers_of(account).into_iter();
        offers
            .filter(|offer| offer.supporter == account)
            .filter_map(|offer| {
                let ticket = self.state.matching.ticket_of(offer.seeker)?;
                Some(OfferView {
                    offer: offer.id,
                    topics: ticket.wish.topics().to_vec(),
                    languages: ticket.wish.languages().to_vec(),
                    waited: self.turn.now.since(ticket.arrived),
                    until: offer.until,
                    needs: ticket.wish.needs().clone(),
                    age: ticket.wish.age(),
                    style: ticket.wish.style().map(|style| style.wanted),
                })
            })
            .collect()
    }
}

/// How many cases one answer holds: so many fit into one frame, and the most urgent come first.
const SHOWN: usize = 48;
