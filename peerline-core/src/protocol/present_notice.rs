//! How what a person or the responders are told looks on the wire.

use super::Announce;
use super::EventBody;
use super::Kind;
use super::OfferBody;
use super::VaultMoved;
use super::VaultOpened;
use super::present::Shown;
use super::present::case_summary;
use crate::identity::vault::Purpose;
use crate::log;
use crate::log::AskedAlone;
use crate::log::CaseView;
use crate::log::Notice;
use crate::log::OfferEnd;
use crate::log::OfferedSeeker;
use crate::moderation::ReportGround;
use crate::vocab::AskId;
use crate::vocab::DecisionId;
use crate::vocab::DeviceId;
use crate::vocab::OccupantId;
use crate::vocab::OfferId;
use crate::vocab::RoomId;
use crate::vocab::RoomName;
use crate::vocab::Seq;

pub(super) fn show(notice: &Notice, viewer: Option<OccupantId>) -> Shown {
    match notice.clone() {
        Notice::Sought(asked) => quiet(Kind::Seek, EventBody::Seek(asked)),
        Notice::StoppedWaiting => quiet(Kind::Leave, EventBody::Leave { why: "left" }),
        Notice::Available {
            hours,
            clearance,
            minors,
        } => available(EventBody::Available {
            hours,
            clearance,
            minors,
        }),
        Notice::Offered(seeker) => offered(*seeker),
        Notice::OfferEnded { offer, end } => offer_ended(offer, end),
        Notice::Matched {
            room,
            topic,
            language,
            role,
            crisis,
            kind,
            beside,
        } => matched(EventBody::Matched {
            room,
            topic,
            language,
            role,
            crisis,
            kind: kind.as_str(),
            beside,
        }),
        Notice::Moderated { decision, say } => moderated(decision, say),
        Notice::Ruled {
            decision,
            outcome,
            say,
        } => loud(
            Kind::Notice,
            EventBody::ruling(decision, outcome.as_str(), say),
        ),
        Notice::Taken { case, say } => loud(Kind::Notice, EventBody::taken(case, say)),
        Notice::Debrief { case } => {
            Shown::new(Kind::Notice, EventBody::debrief(case), Announce::Polite)
        }
        Notice::Care { case, card } => loud(Kind::Notice, EventBody::care(case, &card)),
        Notice::Dismissed { case, why } => quiet(Kind::Decline, EventBody::Dismissed { case, why }),
        Notice::Pointed { room, entry } => pointed(room, entry),
        Notice::Reported { .. } => Shown::quiet(Kind::Report),
        Notice::Appealed { decision } => quiet(Kind::Appeal, EventBody::Appealed { decision }),
        Notice::CaseChanged { view, alarm } => case_changed(&view, alarm, viewer),
        Notice::PlanAsked { n } => {
            Shown::new(Kind::Plan, EventBody::PlanAsked { n }, Announce::Polite)
        }
        Notice::Noted => Shown::quiet(Kind::Ack),
        Notice::AskedAlone(asked) => asked_alone(asked),
        Notice::AloneEnded { ask, agreed } => alone_ended(ask, agreed),
        Notice::Used { uses, device } => used(uses, device),
        Notice::VaultMoved(moved) => vault_moved(&moved),
        Notice::VaultOpened { reason, say } => vault_opened(reason, say),
    }
}

fn asked_alone(asked: AskedAlone) -> Shown {
    let AskedAlone {
        ask,
        room,
        from: (who, handle),
        quote,
        until,
    } = asked;
    let body = EventBody::Alone {
        alone: ask,
        room,
        who,
        handle,
        quote,
        until,
    };
    Shown::new(Kind::Alone, body, Announce::Polite)
}

fn alone_ended(alone: AskId, agreed: bool) -> Shown {
    let outcome = if agreed { "accepted" } else { "lapsed" };
    let body = EventBody::AloneEnded { alone, outcome };
    Shown::new(Kind::Decide, body, Announce::Polite)
}

const fn moderated(decision: DecisionId, say: String) -> Shown {
    loud(Kind::Notice, EventBody::moderation(decision, say))
}

const fn vault_opened(reason: Purpose, say: String) -> Shown {
    let body = EventBody::Vault(VaultOpened::new(reason, say));
    loud(Kind::Notice, body)
}

fn vault_moved(moved: &log::VaultMoved) -> Shown {
    let body = VaultMoved {
        code: "vault",
        step: moved.step.as_str(),
        id: moved.request.to_string(),
        case: moved.case,
        reason: moved.reason,
        n: moved.have,
    };
    Shown::new(Kind::Notice, EventBody::VaultMoved(body), Announce::Polite)
}

const fn used(uses: u64, device: Option<DeviceId>) -> Shown {
    let code = "used";
    let body = EventBody::Used { code, uses, device };
    Shown::new(Kind::Notice, body, Announce::Polite)
}

const fn matched(body: EventBody) -> Shown {
    loud(Kind::Matched, body)
}

const fn available(body: EventBody) -> Shown {
    quiet(Kind::Available, body)
}

fn offered(seeker: OfferedSeeker) -> Shown {
    let body = OfferBody {
        offer: seeker.offer,
        topics: seeker.topics,
        languages: seeker.languages,
        waited_ms: seeker.waited,
        until: seeker.until,
        needs: seeker.needs,
        age: seeker.age,
        style: seeker.style,
    };
    loud(Kind::Offer, EventBody::Offer(Box::new(body)))
}

/// Where the words stand that somebody is worried by.
const fn pointed(room: RoomId, entry: Seq) -> Shown {
    let body = EventBody::Reported {
        room: RoomName::Room(room),
        entry,
        ground: ReportGround::Danger.as_str(),
    };
    Shown::new(Kind::Report, body, Announce::Polite)
}

fn offer_ended(offer: OfferId, end: OfferEnd) -> Shown {
    let outcome = end.as_str();
    let body = EventBody::OfferEnded { offer, outcome };
    Shown::new(Kind::Decide, body, Announce::Polite)
}

fn case_changed(view: &CaseView, alarm: bool, viewer: Option<OccupantId>) -> Shown {
    let owner = view.owner.as_ref().map(|(who, _)| *who);
    let mine = owner.is_some() && owner == viewer;
    let body = EventBody::Case(case_summary(view, mine));
    if alarm {
        loud(Kind::Page, body)
    } else {
        Shown::new(Kind::State, body, Announce::Polite)
    }
}

const fn quiet(kind: Kind, body: EventBody) -> Shown {
    Shown::new(kind, body, Announce::None)
}

const fn loud(kind: Kind, body: EventBody) -> Shown {
    Shown::new(kind, body, Announce::Assertive)
}
