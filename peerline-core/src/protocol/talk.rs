//! How people talk in a room, as bodies of puts, entries and answers.

use serde::Deserialize;
use serde::Serialize;

use super::Body;
use super::InvalidBody;
use super::Kind;
use super::Put;
use crate::log::Act;
use crate::log::Presence;
use crate::room::Manner;
use crate::room::MannerChange;
use crate::room::NormText;
use crate::room::Quiet;
use crate::room::TalkAct;
use crate::room::TalkFact;
use crate::vocab::ContentNotes;
use crate::vocab::Language;
use crate::vocab::Millis;
use crate::vocab::OccupantId;
use crate::vocab::Timestamp;

/// How people talk in a room: of an entry what is set, of a put what changes.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a frame's body; the wire ignores unknown fields"
)]
pub struct MannerBody {
    /// Seconds between two messages of one member.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slow_s: Option<u64>,
    /// Seconds that a newcomer reads before they write.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub read_s: Option<u64>,
    /// Whether who writes must have agreed to the norms.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agree: Option<bool>,
    /// Whether only who has the turn writes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub turns: Option<bool>,
    /// When the room rests.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quiet: Option<QuietBody>,
    /// Whether members may show that they type.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub typing: Option<bool>,
    /// Whether members may show how far they have read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub read: Option<bool>,
    /// Languages beside the room's main one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub languages: Option<Vec<Language>>,
}

/// When a room rests, in minutes of the day, UTC. In a put, two equal ones say that it does not.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a frame's body; the wire ignores unknown fields"
)]
pub struct QuietBody {
    /// From when.
    pub from: u16,
    /// Until when.
    pub until: u16,
}

/// What holds in a room, in one language.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, Deserialize, Serialize)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a frame's body; the wire ignores unknown fields"
)]
pub struct NormsBody {
    /// Which version.
    pub version: u32,
    /// In which language it is shown.
    pub lang: Language,
    /// One norm a line.
    pub lines: Vec<String>,
    /// In which languages it is written.
    #[serde(default)]
    pub languages: Vec<Language>,
    /// The version that the reader agreed to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreed: Option<u32>,
}

/// Who is in a room.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, Deserialize, Serialize)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a frame's body; the wire ignores unknown fields"
)]
pub struct PresentBody {
    /// The members.
    pub members: Vec<MemberBody>,
    /// How many are here.
    pub here: usize,
    /// How many are away.
    pub away: usize,
}

/// A member as the others see them.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a frame's body; the wire ignores unknown fields"
)]
pub struct MemberBody {
    /// Their name in the room.
    pub who: OccupantId,
    /// Here, away or gone.
    pub state: Presence,
    /// Since when, rounded down.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Timestamp>,
}

/// What an entry says about how people talk.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
#[non_exhaustive]
#[expect(
    missing_docs,
    reason = "each is a row of the table of entries in the specification"
)]
pub enum TalkBody {
    Norms {
        version: u32,
        texts: Vec<NormText>,
    },
    Agreed {
        version: u32,
    },
    Hand {
        up: bool,
        #[serde(skip_serializing_if = "Option::is_none")]
        who: Option<OccupantId>,
    },
    Turn {
        state: TurnState,
        who: OccupantId,
    },
    Note {
        note: ContentNotes,
    },
    Manner(MannerBody),
}

/// Whether a turn begins or is over.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum TurnState {
    /// It begins.
    Given,
    /// It is over.
    Ended,
}

impl MannerBody {
    /// Shows a manner: what is set, whole.
    #[must_use]
    pub fn of(manner: &Manner) -> Self {
        let seconds = |span: Millis| Some(span.as_secs()).filter(|seconds| *seconds != 0);
        let flag = |flag: bool| flag.then_some(true);
        Self {
            slow_s: seconds(manner.slow),
            read_s: seconds(manner.read_first),
            agree: flag(manner.agree),
            turns: flag(manner.turns),
            quiet: manner.quiet.map(|quiet| QuietBody {
                from: quiet.from(),
                until: quiet.until(),
            }),
            typing: flag(manner.typing),
            read: flag(manner.read),
            languages: Some(manner.languages.clone()).filter(|more| !more.is_empty()),
        }
    }

    fn change(self) -> Result<MannerChange, InvalidBody> {
        Ok(MannerChange {
            slow: self.slow_s.map(Millis::from_secs),
            read_first: self.read_s.map(Millis::from_secs),
            agree: self.agree,
            turns: self.turns,
            quiet: self.quiet.map(QuietBody::hours).transpose()?,
            typing: self.typing,
            read: self.read,
            languages: self.languages,
        })
    }
}

impl QuietBody {
    fn hours(self) -> Result<Option<Quiet>, InvalidBody> {
        if self.from == self.until {
            return Ok(None);
        }
        let quiet = Quiet::new(self.from, self.until);
        quiet.map(Some).map_err(|_| InvalidBody::Malformed)
    }
}

#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Deserialize)]
pub(super) struct NoteBody {
    note: ContentNotes,
}

#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Deserialize)]
pub(super) struct AgreeBody {
    version: u32,
}

#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Deserialize)]
pub(super) struct HandBody {
    up: bool,
    who: Option<OccupantId>,
}

#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Deserialize)]
pub(super) struct TurnBody {
    state: TurnState,
    who: Option<OccupantId>,
}

#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Deserialize)]
pub(super) struct SetNormsBody {
    texts: Vec<NormText>,
}

/// Reads what a put changes in how people talk.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "every other kind is read by its own reader"
)]
pub(super) fn read_talk(put: &Put<'_>) -> Result<Act, InvalidBody> {
    let body = &put.body;
    let act = match &put.kind {
        Kind::Note => {
            let entry = put.re.ok_or(InvalidBody::Malformed)?;
            read::<NoteBody>(body).map(|NoteBody { note: notes }| TalkAct::Note { entry, notes })
        }
        Kind::Agree => read(body).map(|AgreeBody { version }| TalkAct::Agree { version }),
        Kind::Hand => read::<HandBody>(body)?.act(),
        Kind::Turn => read::<TurnBody>(body)?.act(),
        Kind::Manner => {
            let change = read::<MannerBody>(body)?.change()?;
            Ok(TalkAct::SetManner(Box::new(change)))
        }
        Kind::Norms => read(body).map(|SetNormsBody { texts }| TalkAct::SetNorms(texts)),
        _ => Err(InvalidBody::UnknownKind),
    };
    act.map(Act::Talk)
}

fn read<T: serde::de::DeserializeOwned>(body: &Body<'_>) -> Result<T, InvalidBody> {
    body.read().map_err(|_| InvalidBody::Malformed)
}

impl HandBody {
    const fn act(self) -> Result<TalkAct, InvalidBody> {
        match (self.up, self.who) {
            (true, None) => Ok(TalkAct::RaiseHand),
            (false, whose) => Ok(TalkAct::LowerHand { whose }),
            // Nobody raises the hand of somebody else.
            (true, Some(_)) => Err(InvalidBody::Malformed),
        }
    }
}

impl TurnBody {
    const fn act(self) -> Result<TalkAct, InvalidBody> {
        match (self.state, self.who) {
            (TurnState::Given, to) => Ok(TalkAct::GiveTurn { to }),
            (TurnState::Ended, None) => Ok(TalkAct::EndTurn),
            (TurnState::Ended, Some(_)) => Err(InvalidBody::Malformed),
        }
    }
}

/// Shows what happened to how people talk; `None` where it was destroyed.
pub(super) fn show(fact: &TalkFact) -> (Kind, Option<TalkBody>) {
    match fact {
        TalkFact::MannerSet { manner, .. } => {
            (Kind::Manner, Some(TalkBody::Manner(MannerBody::of(manner))))
        }
        TalkFact::NormsSet { norms, .. } => {
            let (version, texts) = (norms.version, norms.texts.clone());
            (Kind::Norms, Some(TalkBody::Norms { version, texts }))
        }
        TalkFact::Agreed { version, .. } => {
            let version = *version;
            (Kind::Agree, Some(TalkBody::Agreed { version }))
        }
        TalkFact::HandRaised { .. } => hand(true, None),
        TalkFact::HandLowered { occupant, by } => {
            hand(false, Some(*occupant).filter(|whose| whose != by))
        }
        TalkFact::TurnGiven { occupant, .. } => turn(TurnState::Given, *occupant),
        TalkFact::TurnEnded { occupant, .. } => turn(TurnState::Ended, *occupant),
        TalkFact::Noted { notes, .. } => (Kind::Note, Some(TalkBody::Note { note: *notes })),
        TalkFact::NoteGone { .. } => (Kind::Note, None),
    }
}

const fn hand(up: bool, who: Option<OccupantId>) -> (Kind, Option<TalkBody>) {
    (Kind::Hand, Some(TalkBody::Hand { up, who }))
}

const fn turn(state: TurnState, who: OccupantId) -> (Kind, Option<TalkBody>) {
    (Kind::Turn, Some(TalkBody::Turn { state, who }))
}
