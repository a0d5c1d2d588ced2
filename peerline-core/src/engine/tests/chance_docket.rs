//! What moderators do, by chance.

use super::replay::Run;
use super::town::*;
use crate::log::About;
use crate::log::DocketAct;
use crate::log::Said;
use crate::log::Whom;
use crate::moderation::Matter;
use crate::moderation::ReportGround;
use crate::moderation::Ruling;
use crate::vocab::ContentNotes;
use crate::vocab::DecisionId;
use crate::vocab::Millis;
use crate::vocab::RoomId;
use crate::vocab::RoomName;
use crate::vocab::Seq;
use crate::vocab::Text;

impl Run {
    /// Mostly about what there is, now and then about what there is not.
    pub(super) fn docket_act(&self, pick: u8) -> DocketAct {
        let moderation = &self.engine.state().moderation;
        let ids: Vec<_> = moderation.decisions().map(|one| one.decision.id).collect();
        let at = usize::from(pick / 16);
        let decision = ids.get(at % ids.len().max(1)).copied();
        let decision = decision.unwrap_or(DecisionId::from_bytes([1; 16]));
        let (room, entry, words) = self.somewhere(pick);
        let matter = Matter::Message {
            room: RoomName::Room(room),
            entry,
        };
        let matter = [Matter::Decision(decision), matter][usize::from(pick % 2)].clone();
        let about = About {
            room,
            ground: ReportGround::Abuse,
            why: Some(Text::new("because").unwrap()).filter(|_| pick.is_multiple_of(2)),
        };
        match pick % 12 {
            0 => DocketAct::Claim {
                matter,
                to: Some(self.engine.staff_name(person(11)).0).filter(|_| pick.is_multiple_of(3)),
            },
            1 => DocketAct::GiveBack { matter },
            2 => DocketAct::Release { decision },
            3 => DocketAct::Withhold { decision },
            4 | 5 => DocketAct::Rule {
                decision,
                ruling: [Ruling::Stands, Ruling::Reversed][usize::from(pick / 16 % 2)],
                reason: Text::new("looked").unwrap(),
            },
            6 => DocketAct::Undo { decision },
            7 => DocketAct::Dismiss { room, entry },
            8 | 9 => DocketAct::Remove {
                about,
                entry,
                words,
                said: Some(Said {
                    text: Text::new("what was said").unwrap(),
                    language: None,
                    notes: ContentNotes::NONE,
                }),
            },
            10 => DocketAct::Mute {
                about,
                who: Whom::Writer(entry),
                span: Millis::from_mins(30),
            },
            _ => DocketAct::Kick {
                about,
                who: Whom::Writer(entry),
            },
        }
    }

    /// A message that stands somewhere, and the entry with its words.
    fn somewhere(&self, pick: u8) -> (RoomId, Seq, Seq) {
        let rooms = self.engine.state().rooms.iter();
        let said = rooms.flat_map(|(id, room)| {
            let here = (1..24).map(Seq::new);
            here.filter_map(|seq| Some((*id, seq, room.message(seq)?.words?)))
        });
        let said: Vec<_> = said.collect();
        let found = said.get(usize::from(pick / 3) % said.len().max(1)).copied();
        found.unwrap_or((RoomId::from_bytes([pick; 16]), Seq::new(3), Seq::new(3)))
    }
}
