//! How what helpers do in a case looks on the wire. Codes and times alone: no word of anybody.

use std::collections::BTreeSet;

use serde::Serialize;

use super::Announce;
use super::EventBody;
use super::Kind;
use super::present::Shown;
use crate::crisis::Able;
use crate::crisis::Answers;
use crate::crisis::Consent;
use crate::crisis::Course;
use crate::crisis::CourseFact;
use crate::crisis::FollowUpFact;
use crate::crisis::Further;
use crate::crisis::Grounds;
use crate::crisis::LocationSource;
use crate::crisis::NextStepWhy;
use crate::crisis::Outcome;
use crate::crisis::Precision;
use crate::crisis::RescueFact;
use crate::crisis::RescueRule;
use crate::crisis::Tried;
use crate::crisis::Want;
use crate::vocab::Timestamp;

/// A step of a rescue.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, Default, Serialize)]
#[non_exhaustive]
pub struct RescueStep {
    /// `proposed`, `approved`, `refused`, `dispatched`, `en_route`, `on_scene`, `complete`,
    /// `contact_asked`, `contact_confirmed`, `contact_failed`, `further_steps`, `cannot_locate`,
    /// `signed`.
    pub step: &'static str,
    /// How it is known where the person is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location: Option<LocationSource>,
    /// How exactly.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub precision: Option<Precision>,
    /// What the person says about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub consent: Option<Consent>,
    /// Whether they can decide about it now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub able: Option<Able>,
    /// The rule of the line that it stands on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<RescueRule>,
    /// What was tried before.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub tried: BTreeSet<Tried>,
    /// Why the next step.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<NextStepWhy>,
    /// Which service.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub agency: String,
    /// Its own number for it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub reference: String,
    /// What else is done.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub steps: BTreeSet<Further>,
    /// How often it was asked so far.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub n: Option<u32>,
    /// When somebody is asked whether contact is made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due: Option<Timestamp>,
    /// By when a supervisor signs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
}

impl RescueStep {
    fn new(step: &'static str) -> Self {
        Self {
            step,
            ..Self::default()
        }
    }

    fn on(self, grounds: &Grounds) -> Self {
        Self {
            location: Some(grounds.location),
            precision: Some(grounds.precision),
            consent: Some(grounds.consent),
            able: Some(grounds.able),
            rule: Some(grounds.rule),
            tried: grounds.tried.clone(),
            why: Some(grounds.why),
            ..self
        }
    }
}

pub(super) fn answered(answers: &Answers) -> Shown {
    let body = EventBody::Answered {
        step: "answered",
        answers: Box::new(*answers),
    };
    Shown::new(Kind::Assess, body, Announce::Polite)
}

pub(super) fn course(fact: &CourseFact) -> Shown {
    match fact {
        CourseFact::Taken { to, .. } => Step::new("course").to(*to).shown(Kind::Assess),
        CourseFact::SupervisorCalled {
            want, n, next_at, ..
        } => {
            let step = Step::new("supervisor_called").wanting(*want);
            step.at(*n, Some(*next_at)).shown(Kind::Page)
        }
        CourseFact::SupervisorJoined { .. } => Step::new("supervisor_joined").shown(Kind::Join),
        CourseFact::StoodIn { .. } => Step::new("stood_in").shown(Kind::Join),
    }
}

pub(super) fn follow_up(fact: &FollowUpFact) -> Shown {
    let step = match fact {
        FollowUpFact::Agreed { .. } => Step::new("followup_agreed"),
        FollowUpFact::Declined { .. } => Step::new("followup_declined"),
        FollowUpFact::Rested { until, .. } => Step {
            due: Some(*until),
            ..Step::new("rested")
        },
        FollowUpFact::Due { n } => Step::new("followup_due").at(*n, None),
        FollowUpFact::Missed { n } => Step::new("followup_missed").at(*n, None),
        FollowUpFact::Tried { n, outcome, .. } => {
            Step::new("followup_tried").at(*n, None).went(*outcome)
        }
        FollowUpFact::Lost { n } => Step::new("followup_lost").at(*n, None),
        FollowUpFact::RecontactDue { n, next_at } => Step::new("recontact_due").at(*n, *next_at),
        FollowUpFact::RecontactTried { n, outcome, .. } => {
            Step::new("recontact_tried").at(*n, None).went(*outcome)
        }
    };
    step.shown(Kind::Followup)
}

pub(super) fn rescue(fact: &RescueFact) -> Shown {
    let body = match fact {
        RescueFact::Proposed { grounds, .. } => RescueStep::new("proposed").on(grounds),
        RescueFact::Approved { .. } => RescueStep::new("approved"),
        RescueFact::Refused { .. } => RescueStep::new("refused"),
        RescueFact::Dispatched {
            grounds,
            sent,
            contact_due,
            sign_by,
            ..
        } => RescueStep {
            agency: sent.agency.clone(),
            reference: sent.reference.clone(),
            due: Some(*contact_due),
            until: Some(*sign_by),
            ..RescueStep::new("dispatched").on(grounds)
        },
        RescueFact::Noted { moment, .. } => RescueStep::new(moment.as_str()),
        RescueFact::ContactAsked { n, next_at } => RescueStep {
            n: Some(*n),
            due: Some(*next_at),
            ..RescueStep::new("contact_asked")
        },
        RescueFact::ContactConfirmed { .. } => RescueStep::new("contact_confirmed"),
        RescueFact::ContactFailed { sign_by, .. } => RescueStep {
            until: Some(*sign_by),
            ..RescueStep::new("contact_failed")
        },
        RescueFact::FurtherSteps { steps, .. } => RescueStep {
            steps: steps.clone(),
            ..RescueStep::new("further_steps")
        },
        RescueFact::CannotLocate {
            contact_due,
            sign_by,
            ..
        } => RescueStep {
            due: Some(*contact_due),
            until: Some(*sign_by),
            ..RescueStep::new("cannot_locate")
        },
        RescueFact::Signed { .. } => RescueStep::new("signed"),
    };
    let asks = matches!(fact, RescueFact::ContactAsked { .. });
    let announce = if asks {
        Announce::Assertive
    } else {
        Announce::Polite
    };
    Shown::new(
        Kind::Rescue,
        EventBody::RescueStep(Box::new(body)),
        announce,
    )
}

/// The parts of a step that is none of a rescue.
#[derive(Default)]
struct Step {
    step: &'static str,
    course: Option<Course>,
    want: Option<Want>,
    outcome: Option<Outcome>,
    n: Option<u32>,
    due: Option<Timestamp>,
}

impl Step {
    fn new(step: &'static str) -> Self {
        Self {
            step,
            ..Self::default()
        }
    }

    fn to(self, course: Course) -> Self {
        let course = Some(course);
        Self { course, ..self }
    }

    fn wanting(self, want: Want) -> Self {
        let want = Some(want);
        Self { want, ..self }
    }

    fn went(self, outcome: Outcome) -> Self {
        let outcome = Some(outcome);
        Self { outcome, ..self }
    }

    fn at(self, n: u32, due: Option<Timestamp>) -> Self {
        let n = Some(n);
        Self { n, due, ..self }
    }

    fn shown(self, kind: Kind) -> Shown {
        let Self {
            step,
            course,
            want,
            outcome,
            n,
            due,
        } = self;
        let body = EventBody::CourseStep {
            step,
            course,
            want,
            outcome,
            n,
            due,
        };
        Shown::new(kind, body, Announce::Polite)
    }
}
