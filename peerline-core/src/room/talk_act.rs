//! What somebody wants of how people talk in a room, and what follows from it.

use super::Fact;
use super::MannerChange;
use super::Member;
use super::NormText;
use super::Norms;
use super::Refusal;
use super::Room;
use super::TalkFact;
use crate::vocab::AccountId;
use crate::vocab::Capability;
use crate::vocab::ContentNotes;
use crate::vocab::OccupantId;
use crate::vocab::Role;
use crate::vocab::Seq;

/// What somebody wants of how people talk in a room.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum TalkAct {
    /// People talk in another manner from now on; for who leads.
    SetManner(Box<MannerChange>),
    /// Other norms are pinned; for who leads.
    SetNorms(Vec<NormText>),
    /// Has read the norms and agrees.
    Agree {
        /// Which version.
        version: u32,
    },
    /// Raises a hand; doing it again is no change.
    RaiseHand,
    /// Lowers a hand; doing it again is no change.
    LowerHand {
        /// Whose; one's own where missing. Somebody else's is for who leads.
        whose: Option<OccupantId>,
    },
    /// Gives the turn; for who leads.
    GiveTurn {
        /// To whom; to the first hand where missing.
        to: Option<OccupantId>,
    },
    /// Ends the turn; for who leads, and who has it.
    EndTurn,
    /// Says what a message talks about; for its author, and who leads.
    Note {
        /// Which message, by its first entry.
        entry: Seq,
        /// What it talks about, in the place of what was said before.
        notes: ContentNotes,
    },
}

/// Decides what follows.
pub(super) fn decide(room: &Room, account: AccountId, act: TalkAct) -> Result<Vec<Fact>, Refusal> {
    let member = room.present_member(account).ok_or(Refusal::NotAMember)?;
    if room.is_over() {
        return Err(Refusal::Closed);
    }
    let by = member.occupant;
    let fact = match act {
        TalkAct::SetManner(change) => set_manner(room, member, &change)?,
        TalkAct::SetNorms(texts) => Some(set_norms(room, member, texts)?),
        TalkAct::Agree { version } => agree(room, by, version)?,
        TalkAct::RaiseHand => raise(room, by)?,
        TalkAct::LowerHand { whose } => lower(room, member, whose)?,
        TalkAct::GiveTurn { to } => give(room, member, to)?,
        TalkAct::EndTurn => end(room, member)?,
        TalkAct::Note { entry, notes } => note(room, member, (entry, notes))?,
    };
    Ok(fact.map(Fact::Talk).into_iter().collect())
}

fn leads(member: &Member) -> Result<(), Refusal> {
    if may_lead(member.role) {
        Ok(())
    } else {
        Err(Refusal::LeadersOnly)
    }
}

fn set_manner(
    room: &Room,
    member: &Member,
    change: &MannerChange,
) -> Result<Option<TalkFact>, Refusal> {
    leads(member)?;
    let before = &room.talk().manner;
    let manner = before.clone().with(change);
    if !manner.is_sound() {
        return Err(Refusal::TooMuch);
    }
    let by = Some(member.occupant);
    Ok((manner != *before).then(|| TalkFact::MannerSet {
        by,
        manner: Box::new(manner),
    }))
}

fn set_norms(room: &Room, member: &Member, texts: Vec<NormText>) -> Result<TalkFact, Refusal> {
    leads(member)?;
    if !NormText::are_sound(&texts) {
        return Err(Refusal::TooMuch);
    }
    let version = room.talk().norms.version.saturating_add(1);
    Ok(TalkFact::NormsSet {
        by: Some(member.occupant),
        norms: Norms { version, texts },
    })
}

/// What was read must be what holds: an agreement to another text is none.
fn agree(room: &Room, occupant: OccupantId, version: u32) -> Result<Option<TalkFact>, Refusal> {
    let talk = room.talk();
    if talk.norms.version != version || version == 0 {
        return Err(Refusal::OtherNorms);
    }
    let again = talk.agreed(occupant) == Some(version);
    Ok((!again).then_some(TalkFact::Agreed { occupant, version }))
}

fn raise(room: &Room, occupant: OccupantId) -> Result<Option<TalkFact>, Refusal> {
    let turns = &room.talk().turns;
    if turns.is_up(occupant) || turns.holder() == Some(occupant) {
        return Ok(None);
    }
    if turns.is_full() {
        return Err(Refusal::TooMuch);
    }
    Ok(Some(TalkFact::HandRaised { occupant }))
}

fn lower(
    room: &Room,
    member: &Member,
    whose: Option<OccupantId>,
) -> Result<Option<TalkFact>, Refusal> {
    let by = member.occupant;
    let occupant = whose.unwrap_or(by);
    if occupant != by {
        leads(member)?;
    }
    let up = room.talk().turns.is_up(occupant);
    Ok(up.then_some(TalkFact::HandLowered { occupant, by }))
}

fn give(room: &Room, member: &Member, to: Option<OccupantId>) -> Result<Option<TalkFact>, Refusal> {
    leads(member)?;
    let talk = room.talk();
    if !talk.manner.turns {
        return Err(Refusal::NoTurns);
    }
    let occupant = to.or_else(|| talk.turns.next()).ok_or(Refusal::NoHand)?;
    let here = room
        .members()
        .any(|(_, member)| member.present && member.occupant == occupant);
    if !here {
        return Err(Refusal::NoHand);
    }
    let by = member.occupant;
    let again = talk.turns.holder() == Some(occupant);
    Ok((!again).then_some(TalkFact::TurnGiven { occupant, by }))
}

fn end(room: &Room, member: &Member) -> Result<Option<TalkFact>, Refusal> {
    let by = member.occupant;
    let Some(occupant) = room.talk().turns.holder() else {
        return leads(member).map(|()| None);
    };
    if occupant != by {
        leads(member)?;
    }
    Ok(Some(TalkFact::TurnEnded { occupant, by }))
}

fn note(
    room: &Room,
    member: &Member,
    (entry, notes): (Seq, ContentNotes),
) -> Result<Option<TalkFact>, Refusal> {
    let message = room.message(entry).ok_or(Refusal::NoMessage)?;
    message.words.ok_or(Refusal::NoMessage)?;
    if message.who != member.occupant && !may_lead(member.role) {
        return Err(Refusal::NotYours);
    }
    let by = member.occupant;
    Ok((message.notes != notes).then_some(TalkFact::Noted { by, entry, notes }))
}

/// Who leads a room, or keeps its rules, says how people talk there.
const fn may_lead(role: Role) -> bool {
    role.can(Capability::Lead) || role.can(Capability::Moderate)
}
