//! What people change by chance in how they talk.

use super::replay::Run;
use super::town::*;
use crate::room::MannerChange;
use crate::room::NormText;
use crate::room::Quiet;
use crate::room::TalkAct;
use crate::vocab::ContentNote;
use crate::vocab::ContentNotes;
use crate::vocab::Language;
use crate::vocab::Millis;
use crate::vocab::OccupantId;

impl Run {
    pub(super) fn notes(pick: u8) -> Option<ContentNotes> {
        let note = ContentNote::ALL[usize::from(pick / 4) % ContentNote::ALL.len()];
        [
            None,
            Some(ContentNotes::NONE),
            Some(ContentNotes::NONE.with(note)),
            Some(ContentNotes::NONE.with(note).with(ContentNote::Loss)),
        ][usize::from(pick % 4)]
    }

    pub(super) fn talk(&self, who: u8, act: u8, pick: u8) -> TalkAct {
        match act {
            36 | 37 => TalkAct::RaiseHand,
            38 => TalkAct::LowerHand {
                whose: self.somebody(who, pick),
            },
            39 => TalkAct::Agree {
                version: u32::from(pick % 4),
            },
            40 | 41 => TalkAct::Note {
                entry: self.message(who, pick),
                notes: Self::notes(pick).unwrap_or_default(),
            },
            42 | 43 => TalkAct::SetManner(Box::new(manner(pick))),
            44 => TalkAct::SetNorms(vec![NormText {
                language: Language::english(),
                lines: vec![format!("be kind {pick}")],
            }]),
            _ if pick.is_multiple_of(3) => TalkAct::EndTurn,
            _ => TalkAct::GiveTurn {
                to: self.somebody(who, pick),
            },
        }
    }

    /// Mostly a member of a room that `who` is in.
    fn somebody(&self, who: u8, pick: u8) -> Option<OccupantId> {
        let state = self.engine.state();
        let rooms = state.rooms_of.get(&person(who)).into_iter().flatten();
        let members: Vec<_> = rooms
            .filter_map(|id| state.room(*id))
            .flat_map(|room| room.members().map(|(_, member)| member.occupant))
            .collect();
        members
            .get(usize::from(pick) % (members.len() + 1))
            .copied()
    }
}

fn manner(pick: u8) -> MannerChange {
    let mut change = MannerChange::default();
    match pick % 7 {
        0 => change.slow = Some(Millis::from_secs(u64::from(pick / 7))),
        1 => change.read_first = Some(Millis::from_secs(u64::from(pick / 7))),
        2 => change.agree = Some(pick.is_multiple_of(2)),
        3 => change.turns = Some(pick.is_multiple_of(2)),
        4 => change.quiet = Some(Quiet::new(u16::from(pick), u16::from(pick) * 5 + 1).ok()),
        5 => change.typing = Some(pick.is_multiple_of(2)),
        _ => change.read = Some(pick.is_multiple_of(2)),
    }
    change
}
