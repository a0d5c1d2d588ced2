//! How a case follows from its facts.

use std::collections::BTreeSet;

use super::Case;
use super::Course;
use super::Fact;
use super::Handoff;
use super::Offer;
use super::Owner;
use super::Phase;
use super::Target;
use super::What;
use super::Wish;
use crate::vocab::AccountId;
use crate::vocab::Band;
use crate::vocab::RoomId;
use crate::vocab::Timestamp;

impl Case {
    /// Returns the case that the fact opens.
    pub(super) fn opened(fact: &Fact) -> Option<Self> {
        let What::Signalled {
            person,
            room,
            kind,
            band,
            ..
        } = &fact.what
        else {
            return None;
        };
        Some(Self {
            id: fact.case,
            person: *person,
            room: *room,
            rooms: room.iter().copied().collect(),
            kind: *kind,
            opened_at: fact.at,
            band: *band,
            peak: *band,
            // Due at once, so that even a log that was cut here would call somebody.
            phase: Phase::Offered(Offer {
                step: 0,
                targets: Vec::new(),
                failed: BTreeSet::new(),
                until: fact.at,
            }),
            assessed: false,
            wish: None,
            seeker_gone: None,
            offers: 0,
            next_rung: 0,
            last_resorts: 0,
            check_ins: 0,
            called_at: fact.at,
            course: Course::Talking,
            answers: None,
            joined: None,
            call: None,
            rescue: None,
            follow: None,
            recontact: None,
        })
    }

    /// Takes one fact of this case in.
    #[expect(
        clippy::too_many_lines,
        reason = "an arm for each thing that can happen"
    )]
    pub(super) fn apply(&mut self, fact: &Fact) {
        match &fact.what {
            What::Signalled { .. } | What::Reviewed { .. } => {}
            What::PageDelivered { .. } | What::Released { .. } => {}
            What::SignalAdded { band, room, .. } => {
                self.unwish(*band);
                self.stir();
                self.go_to(*room);
            }
            What::BandRaised { band, room, .. } => {
                self.raise(*band);
                self.stir();
                self.go_to(*room);
            }
            What::BandLowered { band, .. } => self.lower(*band),
            What::Offered { .. } => self.offered(fact),
            What::LastResort { n } => self.last_resorts = *n,
            What::PageFailed { step, target } => self.page_failed(*step, *target),
            What::Owned {
                responder,
                answer_by,
            }
            | What::HandoffAccepted {
                responder,
                answer_by,
            } => {
                self.own(*responder, *answer_by);
            }
            What::OwnerCalled { answer_by, .. } => {
                self.called_at = fact.at;
                self.with_owner(|owner| owner.answer_by = Some(*answer_by));
            }
            What::AnswerDue { answer_by } => self.with_owner(|owner| {
                owner.answer_by = Some(*answer_by);
                owner.check_in_at = None;
            }),
            What::Acknowledged { check_in_at, .. } => self.with_owner(|owner| {
                owner.answer_by = None;
                owner.check_in_at = *check_in_at;
            }),
            What::HandoffOffered { to, until, .. } => self.with_owner(|owner| {
                owner.handoff = Some(Handoff {
                    to: *to,
                    until: *until,
                });
            }),
            What::HandoffDeclined { answer_by, .. } => self.with_owner(|owner| {
                owner.handoff = None;
                owner.answer_by = Some(*answer_by);
            }),
            What::AssessmentRecorded { .. } => self.judged(&fact.what),
            What::CheckedIn { n, next_at } => {
                self.check_ins = *n;
                self.with_owner(|owner| owner.check_in_at = Some(*next_at));
            }
            What::SeekerGone => self.seeker_gone = Some(fact.at),
            What::SeekerBack => {
                self.seeker_gone = None;
                self.recontact = None;
            }
            What::Closed { .. } => self.phase = Phase::Closed,
            What::Answered { .. } | What::Course(_) | What::Rescue(_) | What::FollowUp(_) => {
                self.apply_care(fact);
            }
        }
    }

    /// The conversation moves; where it was stays known.
    fn go_to(&mut self, room: Option<RoomId>) {
        self.room = room.or(self.room);
        self.rooms.extend(room);
    }

    fn offered(&mut self, fact: &Fact) {
        let What::Offered {
            step,
            rung,
            targets,
            until,
        } = &fact.what
        else {
            return;
        };
        self.offers = step.saturating_add(1);
        self.next_rung = rung.saturating_add(1);
        self.called_at = fact.at;
        self.phase = Phase::Offered(Offer {
            step: *step,
            targets: targets.clone(),
            failed: BTreeSet::new(),
            until: *until,
        });
    }

    fn judged(&mut self, what: &What) {
        let What::AssessmentRecorded {
            by,
            band,
            reason,
            awaits_signature,
        } = what
        else {
            return;
        };
        self.assessed = true;
        self.wish = reason.filter(|_| *awaits_signature).map(|reason| Wish {
            band: *band,
            by: *by,
            reason,
        });
    }

    fn with_owner(&mut self, change: impl FnOnce(&mut Owner)) {
        if let Phase::Owned(owner) = &mut self.phase {
            change(owner);
        }
    }

    fn own(&mut self, responder: AccountId, answer_by: Timestamp) {
        self.phase = Phase::Owned(Owner {
            responder,
            answer_by: Some(answer_by),
            check_in_at: None,
            handoff: None,
        });
    }

    fn page_failed(&mut self, step: u32, target: Target) {
        if let Phase::Offered(offer) = &mut self.phase
            && offer.step == step
        {
            offer.failed.insert(target);
        }
    }

    /// A new sign above what the assessor wished takes the wish away.
    fn unwish(&mut self, band: Band) {
        if self.wish.is_some_and(|wish| wish.band < band) {
            self.wish = None;
        }
    }

    fn raise(&mut self, band: Band) {
        self.unwish(band);
        self.band = self.band.max(band);
        self.peak = self.peak.max(band);
        self.next_rung = 0;
    }

    const fn lower(&mut self, band: Band) {
        self.band = band;
        self.wish = None;
    }
}
