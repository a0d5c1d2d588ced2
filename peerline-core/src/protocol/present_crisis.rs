//! How the steps of a case look on the wire. No word of the person is ever in them.

use super::Announce;
use super::EventBody;
use super::Kind;
use super::present::Shown;
use super::present_casework;
use crate::crisis::What;
use crate::vocab::Band;
use crate::vocab::RoomId;
use crate::vocab::Seq;

pub(super) fn show(what: &What) -> Shown {
    match what {
        What::Signalled {
            source,
            band,
            reasons,
            room,
            entry,
            ..
        } => signal(*band, (source_name(*source), reasons), (*room, *entry)),
        What::SignalAdded {
            source,
            band,
            reasons,
            room,
            entry,
        } => signal(*band, (source_name(*source), reasons), (*room, *entry)),
        What::BandRaised {
            band,
            reasons,
            room,
            entry,
            ..
        } => signal(*band, ("raised", reasons), (*room, *entry)),
        What::BandLowered { band, .. } => step(Kind::Assess, "lowered", Some(*band)),
        What::AssessmentRecorded { band, .. } => step(Kind::Assess, "assessed", Some(*band)),
        What::Offered { .. } => step(Kind::Page, "offered", None),
        What::LastResort { .. } => step(Kind::Page, "last_resort", None),
        What::PageDelivered { .. } => step(Kind::Page, "page_delivered", None),
        What::PageFailed { .. } => step(Kind::Page, "page_failed", None),
        What::OwnerCalled { .. } => step(Kind::Page, "owner_called", None),
        What::Owned { .. } => step(Kind::Accept, "owned", None),
        What::AnswerDue { .. } => step(Kind::Followup, "answer_due", None),
        What::Acknowledged { .. } => step(Kind::Ack, "acknowledged", None),
        What::HandoffOffered { .. } => step(Kind::Handoff, "handoff_offered", None),
        What::HandoffAccepted { .. } => step(Kind::Handoff, "handoff_accepted", None),
        What::HandoffDeclined { .. } => step(Kind::Handoff, "handoff_declined", None),
        What::Released { .. } => step(Kind::Handoff, "released", None),
        What::CheckedIn { .. } => step(Kind::Followup, "checked_in", None),
        What::SeekerGone => step(Kind::Leave, "seeker_gone", None),
        What::SeekerBack => step(Kind::Join, "seeker_back", None),
        What::Closed { .. } => step(Kind::Close, "closed", None),
        What::Reviewed { .. } => step(Kind::Close, "reviewed", None),
        What::Answered { answers, .. } => present_casework::answered(answers),
        What::Course(fact) => present_casework::course(fact),
        What::Rescue(fact) => present_casework::rescue(fact),
        What::FollowUp(fact) => present_casework::follow_up(fact),
    }
}

fn signal(
    priority: Band,
    (source, reasons): (&'static str, &[crate::vocab::Reason]),
    (room, entry): (Option<RoomId>, Option<Seq>),
) -> Shown {
    let reasons = reasons.iter().map(|reason| reason.category).collect();
    let body = EventBody::Signal {
        priority,
        source,
        reasons,
        room,
        entry,
    };
    Shown::new(Kind::Signal, body, Announce::Assertive)
}

const fn step(kind: Kind, step: &'static str, priority: Option<Band>) -> Shown {
    Shown::new(
        kind,
        EventBody::CaseStep { step, priority },
        Announce::Polite,
    )
}

const fn source_name(source: crate::crisis::Source) -> &'static str {
    match source {
        crate::crisis::Source::OwnWords => "own_words",
        crate::crisis::Source::Asked => "asked",
        crate::crisis::Source::Helper => "helper",
        crate::crisis::Source::DetectorOutage => "detector_outage",
        crate::crisis::Source::ThirdParty => "third_party",
    }
}
