//! What entries and answers hold.

use serde::Deserialize;
use serde::Serialize;

use super::CareCard;
use super::OfferBody;
use super::RescueStep;
use super::RoomCard;
use super::TalkBody;
use super::VaultMoved;
use super::VaultOpened;
use crate::crisis::Answers;
use crate::crisis::Course;
use crate::crisis::FollowUpState;
use crate::crisis::Outcome;
use crate::crisis::Want;
use crate::log::DismissWhy;
use crate::matching::Asked;
use crate::matching::Hours;
use crate::vocab::AskId;
use crate::vocab::Band;
use crate::vocab::CaseId;
use crate::vocab::Category;
use crate::vocab::ContentNotes;
use crate::vocab::DecisionId;
use crate::vocab::DeviceId;
use crate::vocab::Language;
use crate::vocab::OccupantId;
use crate::vocab::OfferId;
use crate::vocab::Role;
use crate::vocab::RoomId;
use crate::vocab::RoomName;
use crate::vocab::Seq;
use crate::vocab::Text;
use crate::vocab::Tier;
use crate::vocab::Timestamp;
use crate::vocab::Topic;

/// The body of an entry. Its kind stands beside it, in the frame.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
#[non_exhaustive]
#[expect(
    missing_docs,
    reason = "each is a row of the table of entries in the specification"
)]
pub enum EventBody {
    Message {
        text: Text,
        #[serde(skip_serializing_if = "Option::is_none")]
        lang: Option<Language>,
        #[serde(skip_serializing_if = "ContentNotes::is_empty")]
        note: ContentNotes,
    },
    Join {
        handle: String,
        role: Role,
    },
    Leave {
        why: &'static str,
    },
    State {
        state: &'static str,
        kind: &'static str,
        #[serde(skip_serializing_if = "Option::is_none")]
        topic: Option<Topic>,
        language: Language,
    },
    Seek(Box<Asked>),
    Available {
        #[serde(flatten)]
        hours: Box<Hours>,
        #[serde(skip_serializing_if = "Option::is_none")]
        clearance: Option<Tier>,
        #[serde(skip_serializing_if = "std::ops::Not::not")]
        minors: bool,
    },
    Offer(Box<OfferBody>),
    OfferEnded {
        offer: OfferId,
        outcome: &'static str,
    },
    Matched {
        room: RoomId,
        #[serde(skip_serializing_if = "Option::is_none")]
        topic: Option<Topic>,
        language: Language,
        role: Role,
        crisis: bool,
        kind: &'static str,
        #[serde(skip_serializing_if = "Option::is_none")]
        beside: Option<RoomId>,
    },
    Notice {
        code: &'static str,
        say: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        decision: Option<DecisionId>,
        #[serde(skip_serializing_if = "Option::is_none")]
        case: Option<CaseId>,
        #[serde(skip_serializing_if = "Option::is_none")]
        card: Option<Box<CareCard>>,
        #[serde(skip_serializing_if = "Option::is_none")]
        outcome: Option<&'static str>,
    },
    Vault(VaultOpened),
    VaultMoved(VaultMoved),
    Used {
        code: &'static str,
        uses: u64,
        #[serde(skip_serializing_if = "Option::is_none")]
        device: Option<DeviceId>,
    },
    Case(CaseSummary),
    Signal {
        priority: Band,
        source: &'static str,
        reasons: Vec<Category>,
        #[serde(skip_serializing_if = "Option::is_none")]
        room: Option<RoomId>,
        #[serde(skip_serializing_if = "Option::is_none")]
        entry: Option<Seq>,
    },
    CaseStep {
        step: &'static str,
        #[serde(skip_serializing_if = "Option::is_none")]
        priority: Option<Band>,
    },
    Answered {
        step: &'static str,
        #[serde(flatten)]
        answers: Box<Answers>,
    },
    CourseStep {
        step: &'static str,
        #[serde(skip_serializing_if = "Option::is_none")]
        course: Option<Course>,
        #[serde(skip_serializing_if = "Option::is_none")]
        want: Option<Want>,
        #[serde(skip_serializing_if = "Option::is_none")]
        outcome: Option<Outcome>,
        #[serde(skip_serializing_if = "Option::is_none")]
        n: Option<u32>,
        #[serde(skip_serializing_if = "Option::is_none")]
        due: Option<Timestamp>,
    },
    RescueStep(Box<RescueStep>),
    PlanAsked {
        n: u8,
    },
    Closed {
        state: &'static str,
    },
    Trimmed {
        state: &'static str,
        base: Seq,
    },
    Dismissed {
        case: CaseId,
        why: DismissWhy,
    },
    Appealed {
        decision: DecisionId,
    },
    Decided {
        decision: DecisionId,
        action: &'static str,
        rule: String,
        room: RoomName,
        #[serde(skip_serializing_if = "Option::is_none")]
        entry: Option<Seq>,
        #[serde(skip_serializing_if = "Option::is_none")]
        supersedes: Option<DecisionId>,
    },
    Listed {
        state: &'static str,
        #[serde(flatten)]
        card: Box<RoomCard>,
    },
    Led {
        state: &'static str,
        #[serde(skip_serializing_if = "Option::is_none")]
        why: Option<&'static str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        until: Option<Timestamp>,
        #[serde(skip_serializing_if = "Option::is_none")]
        starts: Option<Timestamp>,
    },
    Assigned {
        to: OccupantId,
        role: Role,
    },
    Beside {
        state: &'static str,
        beside: RoomId,
    },
    Quoted {
        code: &'static str,
        room: RoomId,
        quote: Vec<Seq>,
    },
    Alone {
        alone: AskId,
        room: RoomId,
        who: OccupantId,
        handle: String,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        quote: Vec<Seq>,
        until: Timestamp,
    },
    AloneEnded {
        alone: AskId,
        outcome: &'static str,
    },
    Reported {
        room: RoomName,
        entry: Seq,
        ground: &'static str,
    },
    Ruled {
        step: &'static str,
        #[serde(skip_serializing_if = "Option::is_none")]
        decision: Option<DecisionId>,
        #[serde(skip_serializing_if = "Option::is_none")]
        room: Option<RoomName>,
        #[serde(skip_serializing_if = "Option::is_none")]
        entry: Option<Seq>,
        #[serde(skip_serializing_if = "Option::is_none")]
        until: Option<Timestamp>,
    },
    Talk(TalkBody),
    Empty {},
}

/// A case as responders see it in a list.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, Deserialize, Serialize)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a frame's body; the wire ignores unknown fields"
)]
pub struct CaseSummary {
    /// The case.
    pub case: CaseId,
    /// How soon a person is needed.
    pub priority: Band,
    /// The queue's tier.
    pub tier: Tier,
    /// `offered`, `owned`, `assessing`, `handoff`, `resting`, `closed`.
    pub state: String,
    /// When the signal came.
    pub since: Timestamp,
    /// The conversation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub room: Option<RoomId>,
    /// The owner's handle.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// Whether the reader owns it.
    #[serde(default)]
    pub mine: bool,
    /// The ladder's step.
    pub step: u32,
    /// `own` or `third_party`.
    pub kind: String,
    /// How soon its owner says that the person is needed, where a supervisor has not signed that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wish: Option<Band>,
    /// What is done for the person; missing where somebody talks with them, or will.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub course: Option<Course>,
    /// For what a supervisor is wanted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub want: Option<Want>,
    /// Whether a supervisor has joined.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub joined: bool,
    /// How the contact afterwards stands, where the person agreed to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub follow: Option<FollowUpState>,
    /// Whether the person is gone and is to be found again.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub gone: bool,
    /// When the next thing is due that somebody waits for: contact, a signature, a follow-up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Timestamp>,
    /// Whether a second responder may do what a supervisor is or was wanted for: the line has none.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub second: bool,
}

/// The answer to `line`.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, Deserialize, Serialize)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a frame's body; the wire ignores unknown fields"
)]
pub struct LineInfo {
    /// What the line is called.
    pub name: String,
    /// What one can talk about.
    pub topics: Vec<TopicLabel>,
    /// What people may say they have lived through.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub experiences: Vec<TopicLabel>,
    /// In which languages.
    pub languages: Vec<Language>,
    /// Who is there.
    pub on_duty: OnDuty,
}

/// A topic with its label.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, Deserialize, Serialize)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a frame's body; the wire ignores unknown fields"
)]
pub struct TopicLabel {
    /// Its id.
    pub id: Topic,
    /// What people read.
    pub label: String,
}

/// How many are there.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Clone, Copy, Debug, Default, Deserialize, Serialize)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a frame's body; the wire ignores unknown fields"
)]
pub struct OnDuty {
    /// Supporters on shift.
    pub supporters: usize,
    /// Responders connected.
    pub responders: usize,
}

/// The answer to `login`.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, Deserialize, Serialize)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a frame's body; the wire ignores unknown fields"
)]
pub struct LoginBody {
    /// The roles in force now.
    pub roles: Vec<Role>,
    /// When the login ends.
    pub until: Timestamp,
    /// When a passkey last verified its owner.
    pub verified: Timestamp,
}

/// One of my rooms.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, Deserialize, Serialize)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a frame's body; the wire ignores unknown fields"
)]
pub struct RoomSummary {
    /// The room.
    pub room: RoomId,
    /// My role in it.
    pub role: Role,
    /// `open`, `paused`, `closed`.
    pub state: String,
    /// What it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic: Option<Topic>,
    /// In which language.
    pub language: Language,
    /// What it is for.
    pub kind: String,
    /// Beside which room it is the staff's thread.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub beside: Option<RoomId>,
}
