//! What moderators put and read.

use serde::Deserialize;
use serde::Serialize;

use super::Ask;
use super::Body;
use super::InvalidBody;
use super::NoBody;
use crate::log::About;
use crate::log::Act;
use crate::log::DocketAct;
use crate::log::Whom;
use crate::moderation::Matter;
use crate::moderation::ReportGround;
use crate::moderation::Ruling;
use crate::vocab::DecisionId;
use crate::vocab::Language;
use crate::vocab::Millis;
use crate::vocab::OccupantId;
use crate::vocab::RoomId;
use crate::vocab::RoomName;
use crate::vocab::Seq;
use crate::vocab::Span;
use crate::vocab::Text;
use crate::vocab::Timestamp;

/// Decides something, in a queue of moderators or in a case.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Deserialize)]
pub(super) struct DecideBody {
    /// What is done.
    r#do: Deed,
    /// About which decision.
    decision: Option<DecisionId>,
    /// In which room.
    room: Option<RoomId>,
    /// About which message, by its first entry.
    entry: Option<Seq>,
    /// Which entry holds the words that were read; the message's own where missing.
    words: Option<Seq>,
    /// About whom, by their name in the room.
    who: Option<OccupantId>,
    /// Who is to look, by their name in the queue.
    to: Option<OccupantId>,
    /// Which rule of the community it stands on, as in a report.
    ground: Option<ReportGround>,
    /// For how many minutes, at most 10,080: a week.
    minutes: Option<u64>,
    /// Why, for the author to read.
    reason: Option<Text>,
}

/// What a moderator does.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Deed {
    /// Looks at a matter from now on.
    Claim,
    /// Does not look at it any more.
    GiveBack,
    /// Lets a held message be published.
    Release,
    /// Keeps it from being published.
    Withhold,
    /// An appeal: the decision stands.
    Stand,
    /// An appeal: the decision is taken back.
    Reverse,
    /// Takes a decision back that nobody appealed against.
    Undo,
    /// Lets a reported message stay.
    Dismiss,
    /// Takes a message out of its room.
    Remove,
    /// Lets somebody write nothing in rooms for a while.
    Mute,
    /// Takes somebody out of a room.
    Kick,
    /// In a case: signs what its owner wishes.
    Sign,
}

/// A mute ends within a week: what must last longer is a sanction.
const WEEK: u64 = 7 * 24 * 60;

/// Reads what a moderator, or a supervisor, decides.
pub(super) fn decide(body: &Body<'_>) -> Result<Act, InvalidBody> {
    let body: DecideBody = body.read().map_err(|_| InvalidBody::Malformed)?;
    body.act().ok_or(InvalidBody::Malformed)
}

impl DecideBody {
    fn act(self) -> Option<Act> {
        if matches!(self.r#do, Deed::Sign) {
            return Some(Act::Countersign);
        }
        self.docket_act().map(|act| Act::Docket(Box::new(act)))
    }

    fn docket_act(self) -> Option<DocketAct> {
        let decision = self.decision;
        Some(match self.r#do {
            Deed::Claim => DocketAct::Claim {
                matter: matter(decision, self.room, self.entry)?,
                to: self.to,
            },
            Deed::GiveBack => DocketAct::GiveBack {
                matter: matter(decision, self.room, self.entry)?,
            },
            Deed::Release => DocketAct::Release {
                decision: decision?,
            },
            Deed::Withhold => DocketAct::Withhold {
                decision: decision?,
            },
            Deed::Stand => DocketAct::Rule {
                decision: decision?,
                ruling: Ruling::Stands,
                reason: self.reason?,
            },
            Deed::Reverse => DocketAct::Rule {
                decision: decision?,
                ruling: Ruling::Reversed,
                reason: self.reason?,
            },
            Deed::Undo => DocketAct::Undo {
                decision: decision?,
            },
            Deed::Dismiss => DocketAct::Dismiss {
                room: self.room?,
                entry: self.entry?,
            },
            Deed::Remove => {
                let entry = self.entry?;
                let words = self.words.unwrap_or(entry);
                DocketAct::Remove {
                    about: self.about()?,
                    entry,
                    words,
                    said: None,
                }
            }
            Deed::Mute => {
                let minutes = self.minutes.filter(|n| (1..=WEEK).contains(n))?;
                DocketAct::Mute {
                    who: self.whom()?,
                    about: self.about()?,
                    span: Millis::from_mins(minutes),
                }
            }
            Deed::Kick => DocketAct::Kick {
                who: self.whom()?,
                about: self.about()?,
            },
            Deed::Sign => return None,
        })
    }

    fn about(self) -> Option<About> {
        Some(About {
            room: self.room?,
            ground: self.ground?,
            why: self.reason,
        })
    }

    const fn whom(&self) -> Option<Whom> {
        match (self.who, self.entry) {
            (Some(who), None) => Some(Whom::Name(who)),
            (None, Some(entry)) => Some(Whom::Writer(entry)),
            (_, _) => None,
        }
    }
}

/// A matter is a decision, or a message in a room; never both.
fn matter(
    decision: Option<DecisionId>,
    room: Option<RoomId>,
    entry: Option<Seq>,
) -> Option<Matter> {
    match (decision, room, entry) {
        (Some(decision), None, None) => Some(Matter::Decision(decision)),
        (None, Some(room), Some(entry)) => {
            let room = RoomName::Room(room);
            Some(Matter::Message { room, entry })
        }
        (_, _, _) => None,
    }
}

/// Reads which matter a question is about.
///
/// # Errors
/// [`NoBody`] where it says none.
pub fn read_matter(ask: &Ask<'_>) -> Result<Matter, NoBody> {
    #[derive(Deserialize)]
    struct Which {
        decision: Option<DecisionId>,
        room: Option<RoomId>,
        entry: Option<Seq>,
    }
    let which: Which = ask.body.as_ref().ok_or(NoBody)?.read()?;
    matter(which.decision, which.room, which.entry).ok_or(NoBody)
}

/// A matter in a list of what waits for moderators.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, Deserialize, Serialize)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a frame's body; the wire ignores unknown fields"
)]
pub struct MatterSummary {
    /// The decision, where it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<DecisionId>,
    /// The room in which it was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub room: Option<RoomId>,
    /// The reported message, by its first entry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entry: Option<Seq>,
    /// `report`, `held`, `appeal`, `decided`.
    pub state: String,
    /// Since when it waits.
    pub since: Timestamp,
    /// What was done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub action: Option<String>,
    /// By which rule.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    /// The rule of the community that it stands on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ground: Option<String>,
    /// On which grounds members reported it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub grounds: Vec<ReportGround>,
    /// How often they did.
    #[serde(default)]
    pub n: u32,
    /// Who looks at it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// Until when they do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
    /// Whether the reader does.
    #[serde(default)]
    pub mine: bool,
    /// Whether the reader may decide it.
    #[serde(default)]
    pub may: bool,
}

/// A matter with its words, for whoever looks at it.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, Deserialize, Serialize)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a frame's body; the wire ignores unknown fields"
)]
pub struct MatterBody {
    /// How it stands.
    #[serde(flatten)]
    pub summary: MatterSummary,
    /// What people read for its author.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handle: Option<String>,
    /// The author's name in the room.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub who: Option<OccupantId>,
    /// Who has asked for a sweep of them that waits for a second person: `mine`, `other`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sweep: Option<String>,
    /// The words that are kept sealed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<Text>,
    /// Their language.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lang: Option<Language>,
    /// Where the rule found something in them: from and until, in bytes of UTF-8.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub spans: Vec<(u32, u32)>,
    /// What was found.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub labels: Vec<String>,
    /// Why a moderator decided so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Text>,
    /// What the author says against it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub appeal: Option<Text>,
    /// What was said around a reported message.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub around: Vec<AroundBody>,
}

/// A message around a reported one, or that one itself.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, Deserialize, Serialize)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a frame's body; the wire ignores unknown fields"
)]
pub struct AroundBody {
    /// The message, by its first entry.
    pub entry: Seq,
    /// Which entry holds its words; missing where they are destroyed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<Seq>,
    /// What people read for who wrote it.
    pub handle: String,
    /// The words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<Text>,
    /// Their language.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lang: Option<Language>,
}

/// Returns spans as the wire has them.
#[must_use]
pub fn spans(spans: &[Span]) -> Vec<(u32, u32)> {
    spans.iter().map(|span| (span.start, span.end)).collect()
}
