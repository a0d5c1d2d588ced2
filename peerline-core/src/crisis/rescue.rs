//! A rescue: who proposed it on what grounds, who agreed, who was sent, and whether anybody is with
//! the person.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use serde::Deserialize;
use serde::Serialize;

use crate::vocab::AccountId;
use crate::vocab::Timestamp;

/// How it is known where the person is.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum LocationSource {
    /// The person said it.
    Person,
    /// Their sealed emergency contact, opened by guardians.
    Contact,
    /// Somebody who worries about them.
    ThirdParty,
    /// An emergency service or a provider found out.
    Service,
}

/// How exactly.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Precision {
    /// An address.
    Address,
    /// A building or a place without one.
    Place,
    /// A town or a quarter.
    Area,
    /// Nobody can say.
    Unknown,
}

/// What the person says about it.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Consent {
    /// Yes.
    Given,
    /// No.
    Refused,
    /// They do not answer, or cannot.
    NotPossible,
    /// They were not asked: asking would have cost time, or put them in more danger.
    NotAsked,
}

/// Whether the person can decide about it now, as the helper judges.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Able {
    /// Yes.
    Yes,
    /// No.
    No,
    /// It cannot be said from here.
    Unclear,
}

/// The rule of the line that a rescue stands on.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum RescueRule {
    /// Something is happening at this moment.
    AttemptInProgress,
    /// Danger within hours, and nothing milder keeps the person safe.
    ImminentRisk,
    /// Somebody else is in danger.
    DangerToOthers,
    /// The person asked for it.
    Asked,
}

/// What was tried before.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Tried {
    /// Talking.
    Talked,
    /// Bringing the means out of reach, by the person or somebody near.
    MadeSafe,
    /// A safety plan.
    Planned,
    /// Asking whom the person trusts to come.
    Somebody,
    /// Asking the person to call or to go by themself.
    Voluntary,
    /// Nothing: there was no time.
    NoTime,
}

/// Why the milder step is not enough.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum NextStepWhy {
    /// The person said no to it.
    Refused,
    /// It did not help.
    NotEnough,
    /// The person does not answer any more.
    Silent,
    /// There is no time for it.
    NoTime,
    /// The person asked for this.
    Asked,
}

/// What a rescue stands on. All of it is codes: no word of the person, no address.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[expect(
    clippy::exhaustive_structs,
    reason = "all of it is needed; a fact holds it"
)]
pub struct Grounds {
    /// How it is known where the person is.
    pub location: LocationSource,
    /// How exactly.
    pub precision: Precision,
    /// What the person says about it.
    pub consent: Consent,
    /// Whether they can decide about it now.
    pub able: Able,
    /// The rule of the line.
    pub rule: RescueRule,
    /// What was tried before; never empty.
    pub tried: BTreeSet<Tried>,
    /// Why the next step.
    pub why: NextStepWhy,
}

/// Who was sent, by code: an agency of the line's own list, and its reference.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[expect(clippy::exhaustive_structs, reason = "a fact holds it")]
pub struct Sent {
    /// Which service.
    pub agency: String,
    /// Its own number for it.
    pub reference: String,
}

/// A moment of a rescue. Each has one time at most.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Moment {
    /// The owner proposed it.
    Proposed,
    /// A second person agreed.
    Approved,
    /// A service was asked.
    Requested,
    /// It is on its way.
    EnRoute,
    /// It is there.
    OnScene,
    /// It is done.
    Complete,
    /// Somebody is with the person.
    ContactConfirmed,
}

impl Moment {
    /// The seven, in their order.
    pub const ALL: [Self; 7] = [
        Self::Proposed,
        Self::Approved,
        Self::Requested,
        Self::EnRoute,
        Self::OnScene,
        Self::Complete,
        Self::ContactConfirmed,
    ];

    /// Returns its name on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::Approved => "approved",
            Self::Requested => "requested",
            Self::EnRoute => "en_route",
            Self::OnScene => "on_scene",
            Self::Complete => "complete",
            Self::ContactConfirmed => "contact_confirmed",
        }
    }

    /// Returns whether a helper notes it while a service is under way.
    #[must_use]
    pub const fn is_noted(self) -> bool {
        matches!(self, Self::EnRoute | Self::OnScene | Self::Complete)
    }
}

/// What else is done where a service did not find the person, or nobody knows where they are.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Further {
    /// The person is asked again where they are.
    AskedAgain,
    /// The person was told how to reach help by themself.
    ToldHow,
    /// Their emergency contact was called.
    Contact,
    /// Somebody who worries about them was asked.
    ThirdParty,
    /// Another service was asked.
    OtherService,
    /// A service keeps looking.
    StillLooking,
}

/// A rescue.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub struct Rescue {
    /// Who proposed or sent it last.
    pub by: Option<AccountId>,
    /// On what it stands.
    pub grounds: Option<Grounds>,
    /// When what happened; the newest sending's.
    pub moments: BTreeMap<Moment, Timestamp>,
    /// What else was done since the last service came back.
    pub further: BTreeSet<Further>,
    /// Who signed it as it stands.
    pub signed: Option<AccountId>,
    /// When somebody must ask again whether contact is made.
    pub contact_due: Option<Timestamp>,
    /// How often they were asked.
    pub contact_asked: u32,
    /// By when a supervisor signs.
    pub sign_by: Option<Timestamp>,
}

/// Something that happened in a rescue.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "rescue")]
#[non_exhaustive]
pub enum RescueFact {
    /// The owner asks a second person.
    Proposed {
        /// The owner.
        by: AccountId,
        /// On what it stands.
        grounds: Grounds,
    },
    /// A second person agrees.
    Approved {
        /// Who.
        by: AccountId,
    },
    /// A second person does not agree: milder steps go on.
    Refused {
        /// Who.
        by: AccountId,
    },
    /// A service was asked.
    Dispatched {
        /// Who asked it.
        by: AccountId,
        /// On what it stands.
        grounds: Grounds,
        /// Who was sent.
        sent: Sent,
        /// When somebody must ask whether contact is made.
        contact_due: Timestamp,
        /// By when a supervisor signs.
        sign_by: Timestamp,
    },
    /// A moment was noted.
    Noted {
        /// Who.
        by: AccountId,
        /// Which.
        moment: Moment,
    },
    /// Nobody has said yet whether contact is made; the owner is called.
    ContactAsked {
        /// How often so far.
        n: u32,
        /// When they are asked again.
        next_at: Timestamp,
    },
    /// Somebody is with the person.
    ContactConfirmed {
        /// Who says so.
        by: AccountId,
    },
    /// The service came back without having found them.
    ContactFailed {
        /// Who says so.
        by: AccountId,
        /// By when a supervisor signs.
        sign_by: Timestamp,
    },
    /// What else is done.
    FurtherSteps {
        /// Who.
        by: AccountId,
        /// What.
        steps: BTreeSet<Further>,
    },
    /// Nobody knows where the person is.
    CannotLocate {
        /// Who says so.
        by: AccountId,
        /// When somebody must ask whether contact is made after all.
        contact_due: Timestamp,
        /// By when a supervisor signs.
        sign_by: Timestamp,
    },
    /// A supervisor signed it as it stands.
    Signed {
        /// Who.
        by: AccountId,
    },
}

impl RescueFact {
    /// Returns who did it, where a person did.
    #[must_use]
    pub const fn by(&self) -> Option<AccountId> {
        match self {
            Self::Proposed { by, .. }
            | Self::Approved { by }
            | Self::Refused { by }
            | Self::Dispatched { by, .. }
            | Self::Noted { by, .. }
            | Self::ContactConfirmed { by }
            | Self::ContactFailed { by, .. }
            | Self::FurtherSteps { by, .. }
            | Self::CannotLocate { by, .. }
            | Self::Signed { by } => Some(*by),
            Self::ContactAsked { .. } => None,
        }
    }
}
