//! What puts about rooms ask for: coming in, leading, talking alone.

use serde::Deserialize;

use super::Body;
use super::InvalidBody;
use crate::log::Act;
use crate::log::RoomAct;
use crate::vocab::AskId;
use crate::vocab::Language;
use crate::vocab::OccupantId;
use crate::vocab::Role;
use crate::vocab::Seq;
use crate::vocab::Topic;

/// Comes into a room, asks for a circle, or opens the staff's thread beside a room.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Deserialize)]
pub(super) struct JoinBody {
    /// As what.
    r#as: Option<Role>,
    /// Whether the thread beside the room is meant.
    #[serde(default)]
    staff: bool,
    /// For a circle: topics to talk about.
    #[serde(default)]
    topics: Vec<Topic>,
    /// For a circle: languages, the preferred first.
    #[serde(default)]
    languages: Vec<Language>,
}

/// Makes a member something else.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Deserialize)]
pub(super) struct RoleBody {
    /// Whom.
    to: OccupantId,
    /// What.
    role: Role,
}

/// Opens or pauses a room.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Deserialize)]
pub(super) struct StateBody {
    /// How it is to be.
    state: Wanted,
}

/// How a room is to be.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Wanted {
    /// People can talk.
    Open,
    /// Nobody can for now.
    Paused,
}

/// Asks a member to talk alone.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Deserialize)]
pub(super) struct AloneBody {
    /// Whom.
    to: OccupantId,
    /// Messages of the two to take along, should the other agree.
    #[serde(default)]
    quote: Vec<Seq>,
}

pub(super) fn join(body: &Body<'_>) -> Result<Act, InvalidBody> {
    let JoinBody {
        r#as: role,
        staff,
        topics,
        languages,
    } = read(body)?;
    let act = match (staff, languages.is_empty(), role) {
        (true, true, None) => RoomAct::OpenBeside,
        (false, false, None) => RoomAct::SeekCircle { topics, languages },
        (false, true, role) if topics.is_empty() => RoomAct::Join { role },
        (_, _, _) => return Err(InvalidBody::Malformed),
    };
    Ok(Act::Room(act))
}

pub(super) fn role(body: &Body<'_>) -> Result<Act, InvalidBody> {
    let RoleBody { to, role } = read(body)?;
    Ok(Act::Room(RoomAct::Assign { to, role }))
}

pub(super) fn state(body: &Body<'_>) -> Result<Act, InvalidBody> {
    let StateBody { state } = read(body)?;
    Ok(Act::Room(match state {
        Wanted::Open => RoomAct::Open,
        Wanted::Paused => RoomAct::Pause,
    }))
}

pub(super) fn alone(body: &Body<'_>) -> Result<Act, InvalidBody> {
    let AloneBody { to, quote } = read(body)?;
    Ok(Act::Room(RoomAct::AskAlone { to, quote }))
}

pub(super) const fn agree(ask: AskId, quote: bool) -> Act {
    Act::Room(RoomAct::AgreeAlone { ask, quote })
}

pub(super) const fn pass(ask: AskId) -> Act {
    Act::Room(RoomAct::PassAlone { ask })
}

fn read<T: serde::de::DeserializeOwned>(body: &Body<'_>) -> Result<T, InvalidBody> {
    body.read().map_err(|_| InvalidBody::Malformed)
}
