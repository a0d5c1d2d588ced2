//! What helpers put in a case beyond taking it: how soon and what is done, a rescue, contact
//! afterwards.

use std::collections::BTreeSet;

use serde::Deserialize;
use serde::Deserializer;

use super::Body;
use super::InvalidBody;
use super::body::code;
use super::body::read;
use crate::crisis::Able;
use crate::crisis::Answers;
use crate::crisis::AssessReason;
use crate::crisis::CareAct;
use crate::crisis::Consent;
use crate::crisis::Course;
use crate::crisis::FollowUpAct;
use crate::crisis::Further;
use crate::crisis::Grounds;
use crate::crisis::Judgment;
use crate::crisis::LocationSource;
use crate::crisis::Moment;
use crate::crisis::NextStepWhy;
use crate::crisis::Outcome;
use crate::crisis::Precision;
use crate::crisis::RescueAct;
use crate::crisis::RescueRule;
use crate::crisis::Sent;
use crate::crisis::Tried;
use crate::log::Act;
use crate::log::RoomAct;
use crate::vocab::Band;

/// How soon a person is needed, what is done, and what was asked and answered.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Deserialize)]
pub(super) struct Assess {
    /// How soon; the answers and the course may say sooner.
    priority: Band,
    /// Why, as a code; needed to lower.
    #[serde(deserialize_with = "reason_code")]
    reason: String,
    /// What is done for the person; as before where missing.
    course: Option<Course>,
    /// What was asked and answered.
    #[serde(flatten)]
    answers: Answers,
}

fn reason_code<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    code(String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
}

/// Reads how somebody judges. What only says how soon is as it always was.
pub(super) fn assess(body: &Body<'_>) -> Result<Act, InvalidBody> {
    let Assess {
        priority,
        reason,
        course,
        answers,
    } = read(body)?;
    let answers = answers.used();
    if course.is_none() && answers.is_none() {
        return Ok(Act::Assess { priority, reason });
    }
    if course.is_some_and(|course| !course.is_judged()) {
        return Err(InvalidBody::Malformed);
    }
    let reason = match reason.as_str() {
        "" => None,
        known => Some(AssessReason::named(known).ok_or(InvalidBody::Malformed)?),
    };
    let judgment = Judgment {
        band: priority,
        reason,
        course,
        answers,
    };
    Ok(Act::Care(CareAct::Judge(Box::new(judgment))))
}

/// A step of a rescue.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Deserialize)]
pub(super) struct RescueBody {
    /// What is done.
    r#do: Step,
    /// How it is known where the person is.
    location: Option<LocationSource>,
    /// How exactly.
    precision: Option<Precision>,
    /// What the person says about it.
    consent: Option<Consent>,
    /// Whether they can decide about it now.
    able: Option<Able>,
    /// The rule of the line that it stands on.
    rule: Option<RescueRule>,
    /// What was tried before.
    #[serde(default)]
    tried: BTreeSet<Tried>,
    /// Why the next step.
    why: Option<NextStepWhy>,
    /// Which service, as a code of the line's own list.
    #[serde(default)]
    agency: String,
    /// Its own number for it.
    #[serde(default)]
    reference: String,
    /// What else is done.
    #[serde(default)]
    steps: BTreeSet<Further>,
}

/// What is done in a rescue.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Step {
    /// Asks a second person.
    Propose,
    /// A service was asked.
    Dispatch,
    /// It is on its way.
    EnRoute,
    /// It is there.
    OnScene,
    /// It is done.
    Complete,
    /// Somebody is with the person.
    Confirm,
    /// It came back without having found them.
    Fail,
    /// What else is done.
    Further,
    /// Nobody knows where the person is.
    CannotLocate,
}

/// Reads a step of a rescue.
pub(super) fn rescue(body: &Body<'_>) -> Result<Act, InvalidBody> {
    let body: RescueBody = read(body)?;
    let act = match body.r#do {
        Step::Propose => RescueAct::Propose(body.grounds().ok_or(InvalidBody::Malformed)?),
        Step::Dispatch => RescueAct::Dispatch {
            grounds: body.grounds(),
            sent: Sent {
                agency: short(body.agency)?,
                reference: short(body.reference)?,
            },
        },
        Step::EnRoute => RescueAct::Note(Moment::EnRoute),
        Step::OnScene => RescueAct::Note(Moment::OnScene),
        Step::Complete => RescueAct::Note(Moment::Complete),
        Step::Confirm => RescueAct::Confirm,
        Step::Fail => RescueAct::Fail,
        Step::Further => RescueAct::Further(body.steps),
        Step::CannotLocate => RescueAct::CannotLocate,
    };
    Ok(Act::Care(CareAct::Rescue(Box::new(act))))
}

/// A code of a service's own: lower case, so that nobody writes a sentence.
fn short(text: String) -> Result<String, InvalidBody> {
    code(text.to_ascii_lowercase())
}

impl RescueBody {
    /// All of it, or none.
    fn grounds(&self) -> Option<Grounds> {
        Some(Grounds {
            location: self.location?,
            precision: self.precision?,
            consent: self.consent?,
            able: self.able?,
            rule: self.rule?,
            tried: self.tried.clone(),
            why: self.why?,
        })
    }
}

/// Contact afterwards.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Deserialize)]
pub(super) struct FollowUpBody {
    /// What is done.
    r#do: FollowUpDo,
    /// How an attempt went.
    outcome: Option<Outcome>,
}

/// What is done about contact afterwards.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum FollowUpDo {
    /// The person agreed.
    Agree,
    /// The person does not want it.
    Decline,
    /// Nobody has the case until the next attempt is due.
    Rest,
    /// An attempt was made.
    Tried,
}

/// Reads what is done about contact afterwards.
pub(super) fn follow_up(body: &Body<'_>) -> Result<Act, InvalidBody> {
    let FollowUpBody { r#do, outcome } = read(body)?;
    let act = match r#do {
        FollowUpDo::Agree => FollowUpAct::Agree,
        FollowUpDo::Decline => FollowUpAct::Decline,
        FollowUpDo::Rest => FollowUpAct::Rest,
        FollowUpDo::Tried => FollowUpAct::Tried(outcome.ok_or(InvalidBody::Malformed)?),
    };
    Ok(Act::Care(CareAct::FollowUp(act)))
}

/// Leads the seeker to a step of their own safety plan.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Deserialize)]
pub(super) struct PlanBody {
    /// Which step, from one to six.
    n: u8,
}

/// Reads to which step of a safety plan somebody leads.
pub(super) fn plan(body: &Body<'_>) -> Result<Act, InvalidBody> {
    let PlanBody { n } = read(body)?;
    if !(1..=6).contains(&n) {
        return Err(InvalidBody::Malformed);
    }
    Ok(Act::Room(RoomAct::AskPlan { n }))
}
