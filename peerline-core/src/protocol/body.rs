//! What a put asks for, read from its kind and body.

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::Body;
use super::Code;
use super::GateKeys;
use super::Kind;
use super::Put;
use super::casework;
use super::docket;
use super::erasing;
use super::join;
use super::locker;
use super::room_body;
use super::talk;
use super::vault;
use crate::log::Act;
use crate::log::CloseReason;
use crate::log::DismissWhy;
#[cfg(feature = "schemars1")]
use crate::matching::Asked;
#[cfg(feature = "schemars1")]
use crate::matching::Hours;
use crate::vocab::AskId;
use crate::vocab::CaseId;
use crate::vocab::ContentNotes;
use crate::vocab::DecisionId;
use crate::vocab::Language;
use crate::vocab::OccupantId;
use crate::vocab::OfferId;
use crate::vocab::Sensitive;
use crate::vocab::Seq;
use crate::vocab::Text;

/// Why a put's kind and body ask for nothing that can be done.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidBody {
    /// No put of this kind.
    #[error("no put of this kind exists")]
    UnknownKind,
    /// The body does not have the documented shape.
    #[error("the body does not have the shape of its kind")]
    Malformed,
    /// A text is over the limit.
    #[error("the text is over the limit")]
    TooBig,
}

impl InvalidBody {
    /// Returns the code on the wire.
    #[must_use]
    pub const fn code(self) -> Code {
        match self {
            Self::UnknownKind | Self::Malformed => Code::Bad,
            Self::TooBig => Code::TooBig,
        }
    }
}

/// Reads what a put asks for.
///
/// # Errors
/// [`InvalidBody`] where the kind or the body is none that can be put.
pub fn read_act(put: &Put<'_>) -> Result<Act, InvalidBody> {
    let body = &put.body;
    match &put.kind {
        Kind::Msg => read_message(body).map(Message::say),
        Kind::Edit => {
            let entry = put.re.ok_or(InvalidBody::Malformed)?;
            read_message(body).map(|message| message.edit(entry))
        }
        Kind::Redact => redact(put),
        Kind::Leave => Ok(Act::Leave),
        Kind::Seek => read(body).map(Act::Seek),
        Kind::Available => read(body).map(Act::Available),
        Kind::Accept => read::<MaybeOffer>(body).map(|body| match (body.offer, body.alone) {
            (None, Some(alone)) => room_body::agree(alone, body.carry),
            (offer, _) => offer.map_or(Act::Take, |offer| Act::AcceptOffer { offer }),
        }),
        Kind::Decline => read::<Decline>(body)?.act(),
        Kind::Signal => read::<Country>(body)
            .map(|Country { country, to: about }| Act::AskForHuman { country, about }),
        Kind::Report => read_report(put),
        Kind::Appeal => {
            read::<Appeal>(body).map(|Appeal { decision, text }| Act::Appeal { decision, text })
        }
        Kind::Ack => Ok(Act::Acknowledge),
        Kind::Assess => casework::assess(body),
        Kind::Rescue => casework::rescue(body),
        Kind::Followup => casework::follow_up(body),
        Kind::Plan => casework::plan(body),
        Kind::Handoff => read::<Handoff>(body).map(|Handoff { to }| Act::HandOff { to }),
        Kind::Close => {
            read::<CloseCase>(body).map(|CloseCase { reason }| Act::CloseCase { reason })
        }
        Kind::Gate => read_gate(body),
        Kind::Join => room_body::join(body),
        Kind::Role => room_body::role(body),
        Kind::State => room_body::state(body),
        Kind::Alone => room_body::alone(body),
        Kind::Block => join::block(body),
        Kind::Sanction => join::sanction(body),
        Kind::Sweep => join::sweep(body),
        Kind::Note | Kind::Agree | Kind::Hand | Kind::Turn | Kind::Manner | Kind::Norms => {
            talk::read_talk(put)
        }
        Kind::Decide => docket::decide(body),
        Kind::Erase => erasing::read(body),
        Kind::Locker => locker::read(body),
        Kind::Vault => vault::read(body),
        Kind::Offer
        | Kind::Matched
        | Kind::Notice
        | Kind::Page
        | Kind::Typing
        | Kind::Here
        | Kind::Read
        | Kind::Other(_) => Err(InvalidBody::UnknownKind),
    }
}

fn redact(put: &Put<'_>) -> Result<Act, InvalidBody> {
    let entry = put.re.ok_or(InvalidBody::Malformed)?;
    Ok(Act::Redact { entry })
}

pub(super) fn read<T: DeserializeOwned>(body: &Body<'_>) -> Result<T, InvalidBody> {
    body.read().map_err(|_| InvalidBody::Malformed)
}

fn read_gate(body: &Body<'_>) -> Result<Act, InvalidBody> {
    let GateKeys { pow, pass } = read(body)?;
    if pass
        .as_ref()
        .is_some_and(|pass| GateKeys::MAX_PASS < pass.len())
    {
        return Err(InvalidBody::TooBig);
    }
    let pass = pass.map(Sensitive::new);
    Ok(Act::Enter { work: pow, pass })
}

struct Message {
    text: Text,
    language: Option<Language>,
    notes: Option<ContentNotes>,
}

impl Message {
    fn say(self) -> Act {
        let Self {
            text,
            language,
            notes,
        } = self;
        Act::Say {
            text,
            language,
            notes,
        }
    }

    fn edit(self, entry: Seq) -> Act {
        let Self {
            text,
            language,
            notes,
        } = self;
        Act::Edit {
            entry,
            text,
            language,
            notes,
        }
    }
}

#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Deserialize)]
struct MessageBody {
    text: String,
    lang: Option<Language>,
    note: Option<ContentNotes>,
}

fn read_message(body: &Body<'_>) -> Result<Message, InvalidBody> {
    let MessageBody { text, lang, note } = read(body)?;
    if Text::MAX_BYTES < text.len() {
        return Err(InvalidBody::TooBig);
    }
    let text = Text::new(text).map_err(|_| InvalidBody::Malformed)?;
    Ok(Message {
        text,
        language: lang,
        notes: note,
    })
}

fn read_report(put: &Put<'_>) -> Result<Act, InvalidBody> {
    let Report { ground } = read(&put.body)?;
    let entry = put.re.ok_or(InvalidBody::Malformed)?;
    Ok(Act::Report {
        entry,
        ground: code(ground)?,
    })
}

#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Deserialize)]
struct Report {
    #[serde(default)]
    ground: String,
}

/// Keeps reason codes short and free of prose.
pub(super) fn code(text: String) -> Result<String, InvalidBody> {
    let good = text.len() <= 40
        && text
            .bytes()
            .all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_' | b'.' | b'-'));
    if good {
        Ok(text)
    } else {
        Err(InvalidBody::Malformed)
    }
}

#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Deserialize)]
struct MaybeOffer {
    offer: Option<OfferId>,
    alone: Option<AskId>,
    #[serde(default)]
    carry: bool,
}

#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Deserialize)]
struct Decline {
    offer: Option<OfferId>,
    case: Option<CaseId>,
    why: Option<DismissWhy>,
    alone: Option<AskId>,
}

impl Decline {
    const fn act(self) -> Result<Act, InvalidBody> {
        if let Self {
            offer: None,
            case: None,
            why: None,
            alone: Some(alone),
        } = self
        {
            return Ok(room_body::pass(alone));
        }
        match (self.offer, self.case, self.why) {
            (Some(offer), None, None) => Ok(Act::DeclineOffer { offer }),
            (None, Some(case), Some(why)) => Ok(Act::Dismiss { case, why }),
            (None, None, None) => Ok(Act::DeclineHandoff),
            (_, _, _) => Err(InvalidBody::Malformed),
        }
    }
}

#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Deserialize)]
struct Country {
    country: Option<Sensitive<String>>,
    to: Option<OccupantId>,
}

#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Deserialize)]
struct Appeal {
    decision: DecisionId,
    text: Text,
}

#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Deserialize)]
struct Handoff {
    to: Option<OccupantId>,
}

#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Deserialize)]
struct CloseCase {
    reason: CloseReason,
}

/// Nothing is in the body.
#[cfg(feature = "schemars1")]
#[derive(schemars::JsonSchema)]
struct Empty {}

/// Returns the schema of the body of a put of `kind`; `None` where nobody puts that.
#[cfg(feature = "schemars1")]
pub(super) fn schema(
    kind: &Kind,
    generator: &mut schemars::SchemaGenerator,
) -> Option<schemars::Schema> {
    Some(match kind {
        Kind::Msg | Kind::Edit => generator.subschema_for::<MessageBody>(),
        Kind::Seek => generator.subschema_for::<Asked>(),
        Kind::Available => generator.subschema_for::<Hours>(),
        Kind::Accept => generator.subschema_for::<MaybeOffer>(),
        Kind::Decline => generator.subschema_for::<Decline>(),
        Kind::Signal => generator.subschema_for::<Country>(),
        Kind::Report => generator.subschema_for::<Report>(),
        Kind::Appeal => generator.subschema_for::<Appeal>(),
        Kind::Assess => generator.subschema_for::<casework::Assess>(),
        Kind::Rescue => generator.subschema_for::<casework::RescueBody>(),
        Kind::Followup => generator.subschema_for::<casework::FollowUpBody>(),
        Kind::Plan => generator.subschema_for::<casework::PlanBody>(),
        Kind::Handoff => generator.subschema_for::<Handoff>(),
        Kind::Close => generator.subschema_for::<CloseCase>(),
        Kind::Note => generator.subschema_for::<talk::NoteBody>(),
        Kind::Agree => generator.subschema_for::<talk::AgreeBody>(),
        Kind::Hand => generator.subschema_for::<talk::HandBody>(),
        Kind::Turn => generator.subschema_for::<talk::TurnBody>(),
        Kind::Manner => generator.subschema_for::<talk::MannerBody>(),
        Kind::Norms => generator.subschema_for::<talk::SetNormsBody>(),
        Kind::Gate => generator.subschema_for::<GateKeys>(),
        Kind::Decide => generator.subschema_for::<docket::DecideBody>(),
        Kind::Erase => erasing::schema(generator),
        Kind::Locker => locker::schema(generator),
        Kind::Vault => vault::schema(generator),
        Kind::Redact | Kind::Leave | Kind::Ack => generator.subschema_for::<Empty>(),
        Kind::Join => generator.subschema_for::<room_body::JoinBody>(),
        Kind::Role => generator.subschema_for::<room_body::RoleBody>(),
        Kind::State => generator.subschema_for::<room_body::StateBody>(),
        Kind::Alone => generator.subschema_for::<room_body::AloneBody>(),
        Kind::Block => generator.subschema_for::<join::BlockBody>(),
        Kind::Sanction | Kind::Sweep => generator.subschema_for::<join::StandingBody>(),
        Kind::Offer
        | Kind::Matched
        | Kind::Notice
        | Kind::Page
        | Kind::Typing
        | Kind::Here
        | Kind::Read
        | Kind::Other(_) => return None,
    })
}
