//! How what is done for a person follows from the facts of their case.

use std::collections::BTreeMap;

use super::Call;
use super::Case;
use super::Course;
use super::CourseFact;
use super::Fact;
use super::FollowUp;
use super::FollowUpFact;
use super::FollowUpState;
use super::Grounds;
use super::Moment;
use super::Outcome;
use super::Phase;
use super::Rescue;
use super::RescueFact;
use super::Want;
use super::What;
use crate::vocab::AccountId;
use crate::vocab::Timestamp;

impl Case {
    /// Takes one fact about what is done for the person in; others change nothing here.
    pub(super) fn apply_care(&mut self, fact: &Fact) {
        if let What::Answered { answers, .. } = &fact.what {
            self.answers = Some(**answers);
        } else if let What::Course(course) = &fact.what {
            self.apply_course(course);
        } else if let What::Rescue(rescue) = &fact.what {
            self.apply_rescue(fact.at, rescue);
        } else if let What::FollowUp(follow) = &fact.what {
            self.apply_follow_up(follow);
        }
    }

    fn apply_course(&mut self, fact: &CourseFact) {
        match fact {
            CourseFact::Taken { to, .. } => {
                self.course = *to;
                self.answer_call(&[Want::Join, Want::Approval]);
            }
            CourseFact::SupervisorCalled {
                want,
                n,
                step,
                next_at,
                ..
            } => {
                self.offers = step.saturating_add(1);
                self.call = Some(Call {
                    want: *want,
                    n: *n,
                    step: *step,
                    next_at: *next_at,
                });
            }
            CourseFact::SupervisorJoined { by } => {
                self.joined = Some(*by);
                self.answer_call(&[Want::Join]);
            }
            // Who they stand in for; what they do follows as a fact of its own.
            CourseFact::StoodIn { .. } => {}
        }
    }

    fn answer_call(&mut self, wants: &[Want]) {
        self.call = self.call.filter(|call| !wants.contains(&call.want));
    }

    fn apply_rescue(&mut self, at: Timestamp, fact: &RescueFact) {
        let rescue = self.rescue.get_or_insert_default();
        match fact {
            RescueFact::Proposed { by, grounds } => self.proposed(at, (*by, grounds)),
            RescueFact::Approved { .. } => {
                rescue.moments.insert(Moment::Approved, at);
                self.course = Course::RescueApproved;
                self.answer_call(&[Want::Approval]);
            }
            RescueFact::Refused { .. } => {
                self.course = Course::ImminentRisk;
                self.answer_call(&[Want::Approval]);
            }
            RescueFact::Dispatched { .. } => self.dispatched(at, fact),
            RescueFact::Noted { moment, .. } => {
                rescue.moments.insert(*moment, at);
            }
            RescueFact::ContactAsked { n, next_at } => {
                rescue.contact_asked = *n;
                rescue.contact_due = Some(*next_at);
            }
            RescueFact::ContactConfirmed { .. } => {
                rescue.moments.insert(Moment::ContactConfirmed, at);
                rescue.contact_due = None;
                self.course = Course::ContactConfirmed;
            }
            RescueFact::ContactFailed { sign_by, .. } => {
                rescue.unsign(*sign_by);
                rescue.further.clear();
                self.course = Course::ContactFailed;
            }
            RescueFact::FurtherSteps { steps, .. } => {
                rescue.signed = None;
                rescue.further.extend(steps);
                if self.course == Course::ContactFailed {
                    self.course = Course::FurtherSteps;
                }
            }
            RescueFact::CannotLocate {
                contact_due,
                sign_by,
                ..
            } => {
                rescue.unsign(*sign_by);
                rescue.contact_due = Some(*contact_due);
                self.course = Course::CannotLocate;
            }
            RescueFact::Signed { by } => {
                rescue.signed = Some(*by);
                self.answer_call(&[Want::Signature]);
            }
        }
    }

    fn proposed(&mut self, at: Timestamp, (by, grounds): (AccountId, &Grounds)) {
        let before = self.rescue.take().unwrap_or_default();
        // One that waits for its signature still does.
        let sign_by = before.sign_by.filter(|_| before.signed.is_none());
        self.rescue = Some(Rescue {
            by: Some(by),
            grounds: Some(grounds.clone()),
            moments: BTreeMap::from([(Moment::Proposed, at)]),
            sign_by,
            ..Rescue::default()
        });
        self.course = Course::RescueProposed;
    }

    fn dispatched(&mut self, at: Timestamp, fact: &RescueFact) {
        let RescueFact::Dispatched {
            by,
            grounds,
            contact_due,
            sign_by,
            ..
        } = fact
        else {
            return;
        };
        let rescue = self.rescue.get_or_insert_default();
        rescue.by = Some(*by);
        rescue.grounds = Some(grounds.clone());
        rescue.unsign(*sign_by);
        rescue.contact_due = Some(*contact_due);
        rescue.contact_asked = 0;
        rescue
            .moments
            .retain(|moment, _| matches!(moment, Moment::Proposed | Moment::Approved));
        rescue.moments.insert(Moment::Requested, at);
        self.course = Course::Dispatched;
    }

    fn apply_follow_up(&mut self, fact: &FollowUpFact) {
        match fact {
            FollowUpFact::Agreed { .. } => {
                self.follow = Some(FollowUp {
                    state: FollowUpState::Agreed,
                    tried: 0,
                    latest: None,
                    missed: false,
                });
            }
            FollowUpFact::Declined { .. } => self.end_follow_up(FollowUpState::Declined),
            FollowUpFact::Rested { until, latest } => {
                self.phase = Phase::Resting(*until);
                self.with_follow_up(|follow| {
                    follow.latest = Some(*latest);
                    follow.missed = false;
                });
            }
            FollowUpFact::Due { .. } => {
                self.next_rung = 0;
                self.with_follow_up(|follow| follow.state = FollowUpState::Due);
            }
            FollowUpFact::Missed { .. } => {
                self.next_rung = 0;
                self.with_follow_up(|follow| follow.missed = true);
            }
            FollowUpFact::Tried { n, outcome, .. } => {
                self.with_follow_up(|follow| {
                    follow.tried = *n;
                    follow.state = match outcome {
                        Outcome::Reached => FollowUpState::Done,
                        Outcome::NoAnswer => FollowUpState::Agreed,
                        Outcome::Declined => FollowUpState::Declined,
                    };
                });
            }
            FollowUpFact::Lost { .. } => self.end_follow_up(FollowUpState::Lost),
            FollowUpFact::RecontactDue { n, next_at } => {
                let recontact = self.recontact.get_or_insert_default();
                recontact.called = *n;
                recontact.next_at = *next_at;
            }
            FollowUpFact::RecontactTried { n, .. } => {
                self.recontact.get_or_insert_default().tried = *n;
            }
        }
    }

    /// A sign while a follow-up is due is called for as any other.
    pub(super) fn stir(&mut self) {
        self.with_follow_up(|follow| follow.latest = None);
    }

    fn with_follow_up(&mut self, change: impl FnOnce(&mut FollowUp)) {
        if let Some(follow) = &mut self.follow {
            change(follow);
        }
    }

    fn end_follow_up(&mut self, state: FollowUpState) {
        self.with_follow_up(|follow| follow.state = state);
    }
}

impl Rescue {
    /// What a signature was about has changed.
    const fn unsign(&mut self, sign_by: Timestamp) {
        self.signed = None;
        self.sign_by = Some(sign_by);
    }
}
