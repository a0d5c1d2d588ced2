//! Words for moderators, read from the logs: the engine does not hold what was said.

use super::connection::Connection;
use super::translate_docket;
use crate::engine::MatterDetail;
use crate::log::Act;
use crate::log::DocketAct;
use crate::log::Fact;
use crate::log::Said;
use crate::protocol;
use crate::room;
use crate::session::Answer;
use crate::session::PutRequest;
use crate::vocab::RoomName;
use crate::vocab::Seq;

impl Connection<'_> {
    /// Brings along the words that a moderator wants taken away, as they stand in the log. Whether
    /// they may is for the engine to say; nothing of it goes back to them.
    pub(super) async fn bring_words(&self, put: &mut PutRequest) {
        if let Act::Docket(act) = &mut put.act
            && let DocketAct::Remove {
                about, words, said, ..
            } = act.as_mut()
        {
            *said = self.said(&RoomName::Room(about.room), *words).await;
        }
    }

    /// Answers with the matters that the loop has told of, each with the words around it.
    pub(super) async fn tell_matters(&mut self) {
        for (reference, detail) in std::mem::take(&mut self.matters) {
            let room = detail.view.room.clone();
            let mut said = Vec::with_capacity(detail.around.len());
            for one in &detail.around {
                said.push(match one.words {
                    Some(words) => self.said(&room, words).await,
                    None => None,
                });
            }
            let body = translate_docket::matter(*detail, said);
            let answer = Answer::told(&body);
            self.session.ask_answered(reference, answer);
        }
    }

    /// Returns what stands in an entry; `None` where nothing does any more, or it cannot be read.
    async fn said(&self, room: &RoomName, words: Seq) -> Option<Said> {
        let before = Seq::new(words.get().checked_sub(1)?);
        let stored = self.stored(room, before, 1).await.ok()?;
        let stored = stored.into_iter().find(|one| one.seq == words)?;
        let entry = protocol::decode_entry(&stored.event.body).ok()?;
        let Fact::Room(fact) = entry.fact else {
            return None;
        };
        match fact {
            room::Fact::Said {
                text,
                language,
                notes,
                ..
            }
            | room::Fact::Edited {
                text,
                language,
                notes,
                ..
            } => Some(Said {
                text,
                language,
                notes,
            }),
            room::Fact::Opened { .. }
            | room::Fact::Joined { .. }
            | room::Fact::Left { .. }
            | room::Fact::Redacted { .. }
            | room::Fact::Gone { .. }
            | room::Fact::Closed
            | room::Fact::Trimmed { .. }
            | room::Fact::Life(_)
            | room::Fact::Talk(_) => None,
        }
    }

    /// Keeps a matter until its words are read.
    pub(super) fn keep_matter(&mut self, reference: u64, detail: Box<MatterDetail>) {
        self.matters.push((reference, detail));
    }
}
