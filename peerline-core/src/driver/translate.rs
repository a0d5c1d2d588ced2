//! The engine's answers in the words of the wire.

use std::collections::BTreeMap;

use serde::Serialize;

use super::LineProfile;
use super::translate_docket;
use super::translate_line;
use super::translate_talk;
use crate::engine;
use crate::engine::Info;
use crate::engine::Why;
use crate::identity::Admission;
use crate::identity::Asks;
use crate::identity::Lack;
use crate::protocol;
use crate::protocol::Body;
use crate::protocol::Code;
use crate::protocol::DirectoryRoom;
use crate::protocol::GateLack;
use crate::protocol::GateWhy;
use crate::protocol::HailGate;
use crate::protocol::LineInfo;
use crate::protocol::LoginBody;
use crate::protocol::OnDuty;
use crate::protocol::PowAsk;
use crate::protocol::RoomCard;
use crate::protocol::RoomSummary;
use crate::protocol::Scope;
use crate::protocol::Status;
use crate::protocol::Tickets;
use crate::protocol::VaultAsked;
use crate::protocol::VaultBody;
use crate::protocol::Ways;
use crate::room::NotNow;
use crate::session::Answer;
use crate::session::Question;
use crate::vocab::Capability;
use crate::vocab::Millis;
use crate::vocab::Role;
use crate::vocab::Sensitive;
use crate::vocab::Timestamp;

pub(super) fn answer(profile: &LineProfile, answer: engine::Answer) -> Answer {
    match answer {
        engine::Answer::Done { seq } => Answer::Done {
            seq,
            status: Status::Done,
            decision: None,
            body: None,
        },
        engine::Answer::Held { decision } => Answer::Done {
            seq: None,
            status: Status::Held,
            decision: Some(decision),
            body: None,
        },
        engine::Answer::Told(info) => Answer::Done {
            seq: None,
            status: Status::Done,
            decision: None,
            body: Some(body(profile, info)),
        },
        engine::Answer::Refused {
            why,
            retry,
            decision,
            say,
        } => Answer::Refused {
            code: code(why),
            retry_ms: retry.map(Millis::get),
            until: until(why),
            scope: scope(why),
            decision,
            say,
        },
        engine::Answer::Barred(barred) => {
            let engine::Barred {
                why,
                bar,
                say,
                rooms,
                at,
            } = *barred;
            Answer::Barred {
                code: code(why),
                why: bar.as_str(),
                say,
                ways: Ways {
                    elsewhere: rooms,
                    person: true,
                    at,
                },
            }
        }
    }
}

pub(super) fn question(question: Question) -> engine::Question {
    match question {
        Question::Line => engine::Question::Line,
        Question::Place => engine::Question::Place,
        Question::Rooms => engine::Question::Rooms,
        Question::Cases => engine::Question::Cases,
        Question::Offers => engine::Question::Offers,
        Question::Directory => engine::Question::Directory,
        // Asked as inputs of their own, or answered where the connection is.
        Question::Tickets { .. }
        | Question::Blind { .. }
        | Question::Login { .. }
        | Question::Locker => engine::Question::Line,
        Question::Norms { room, language } => engine::Question::Norms { room, language },
        Question::Present { room } => engine::Question::Present { room },
        Question::Resources { country } => engine::Question::Resources {
            country: country.map(Sensitive::new),
        },
        Question::Queue => engine::Question::Queue,
        Question::Matter(matter) => engine::Question::Matter(matter),
        Question::Kept => engine::Question::Kept,
        Question::Shift => engine::Question::Shift,
        Question::Waiting => engine::Question::Waiting,
        Question::Vault { case: None } => engine::Question::Vault,
        Question::Vault { case: Some(case) } => engine::Question::VaultOf { case },
    }
}

pub(super) const fn standing(admission: &Admission) -> &'static str {
    match admission {
        Admission::Welcome => "welcome",
        Admission::Probation { .. } => "probation",
        Admission::HelpOnly { .. } => "help_only",
    }
}

/// Returns what a newcomer lacks, in the words of the wire.
pub(super) fn lack(lack: Lack) -> GateLack {
    let why = match lack {
        Lack::Pass => GateWhy::Pass,
        Lack::WrongPass => GateWhy::WrongPass,
        Lack::Work { .. } => GateWhy::Pow,
        Lack::Wait { .. } => GateWhy::Wait,
    };
    let bits = match lack {
        Lack::Work { bits } => Some(bits),
        Lack::Pass | Lack::WrongPass | Lack::Wait { .. } => None,
    };
    let retry_ms = match lack {
        Lack::Wait { retry } => Some(retry.get()),
        Lack::Pass | Lack::WrongPass | Lack::Work { .. } => None,
    };
    GateLack {
        why,
        bits,
        retry_ms,
    }
}

/// Returns what newcomers are told before they say who they are; `None` where nothing is asked.
pub(super) fn asks(asks: Asks) -> Option<HailGate> {
    let pow = asks.work.map(|bits| PowAsk { bits });
    let pass = asks.pass;
    (pow.is_some() || pass).then_some(HailGate { pow, pass })
}

pub(super) fn capabilities(role: Role) -> Vec<String> {
    Capability::ALL
        .into_iter()
        .filter(|capability| role.can(*capability))
        .map(|capability| capability.as_str().to_owned())
        .collect()
}

const fn code(why: Why) -> Code {
    match why {
        Why::OutOfPlace => Code::Bad,
        Why::Denied | Why::Login | Why::FreshLogin => Code::Denied,
        Why::Gone => Code::Gone,
        Why::TooBig => Code::TooBig,
        Why::Rate => Code::Rate,
        Why::CidReused => Code::CidReused,
        Why::Stale => Code::Stale,
        Why::Nudge => Code::Nudge,
        Why::Blocked => Code::Blocked,
        Why::NotNow(NotNow::Slow { .. }) => Code::Slow,
        Why::NotNow(NotNow::ReadFirst { .. }) => Code::Norms,
        Why::NotNow(NotNow::Turn) => Code::Turn,
        Why::NotNow(NotNow::Quiet { .. }) => Code::Quiet,
    }
}

const fn until(why: Why) -> Option<Timestamp> {
    if let Why::NotNow(not_now) = why {
        not_now.until()
    } else {
        None
    }
}

const fn scope(why: Why) -> Option<Scope> {
    match why {
        Why::Login => Some(Scope::Login),
        Why::FreshLogin => Some(Scope::FreshLogin),
        Why::OutOfPlace
        | Why::Denied
        | Why::Gone
        | Why::TooBig
        | Why::Rate
        | Why::CidReused
        | Why::Stale
        | Why::Nudge
        | Why::Blocked
        | Why::NotNow(_) => None,
    }
}

fn body(profile: &LineProfile, info: Info) -> Body<'static> {
    match info {
        Info::Line {
            supporters,
            responders,
        } => Body::of(&LineInfo {
            name: profile.name.clone(),
            topics: profile.topics.clone(),
            experiences: profile.experiences.clone(),
            languages: profile.languages.clone(),
            on_duty: OnDuty {
                supporters,
                responders,
            },
        }),
        Info::Place(place) => Body::of(&translate_line::place(place)),
        Info::Shift(shift) => Body::of(&translate_line::shift(&shift)),
        Info::Waiting(queue) => Body::of(&translate_line::queue(queue)),
        Info::Rooms(rooms) => list("rooms", rooms.into_iter().map(room_summary)),
        Info::Cases(cases) => {
            let summary = |(view, mine): &(_, bool)| protocol::case_summary(view, *mine);
            list("cases", cases.iter().map(summary))
        }
        Info::Offers(offers) => list("offers", offers.into_iter().map(translate_line::offer)),
        Info::Directory(rooms) => list("rooms", rooms.into_iter().map(listed_room)),
        Info::Tickets(tickets) => Body::of(&Tickets::of(&tickets)),
        Info::Norms(norms) => Body::of(&translate_talk::norms(*norms)),
        Info::Present(present) => Body::of(&translate_talk::present(present)),
        Info::Login {
            roles,
            until,
            verified,
        } => Body::of(&LoginBody {
            roles,
            until,
            verified,
        }),
        Info::Card(reply) => Body::of(&protocol::card(&reply)),
        Info::Queue(queue) => list("queue", queue.into_iter().map(translate_docket::summary)),
        // Without what was said around it, where nobody read that.
        Info::Matter(detail) => Body::of(&translate_docket::matter(*detail, Vec::new())),
        Info::Kept(report) => Body::of(&protocol::kept(&report)),
        Info::Vault(view) => Body::of(&vault_body(*view)),
    }
}

fn vault_body(view: engine::VaultView) -> VaultBody {
    let asked = |one: engine::AskedView| VaultAsked {
        request: one.request,
        n: u8::try_from(one.have).unwrap_or(u8::MAX),
        at: one.opened,
        approvals: one.approvals,
    };
    VaultBody {
        requests: view.requests.into_iter().map(asked).collect(),
        threshold: view.threshold,
        guardians: view.guardians,
        purposes: view.purposes,
        until: view.until,
        sealed: view.sealed,
    }
}

/// The most items of a list: what every client bears in one frame. The first come first, and those
/// of cases are the most urgent; the rest stands in the log of the queue all the same.
const LIST: usize = 2_500;

fn list<T: Serialize>(name: &str, items: impl Iterator<Item = T>) -> Body<'static> {
    let items: Vec<T> = items.take(LIST).collect();
    Body::of(&BTreeMap::from([(name, items)]))
}

fn room_summary(room: engine::MyRoom) -> RoomSummary {
    RoomSummary {
        room: room.room,
        role: room.role,
        state: room.state.to_owned(),
        topic: room.topic,
        language: room.language,
        kind: room.kind.as_str().to_owned(),
        beside: room.beside,
    }
}

fn listed_room(room: engine::ListedRoom) -> DirectoryRoom {
    DirectoryRoom {
        room: room.room,
        card: RoomCard::from(&*room.spec),
        state: room.state.to_owned(),
        why: room.why.map(str::to_owned),
        starts: room.next.map(|slot| slot.starts),
        ends: room.next.map(|slot| slot.ends),
        until: room.until,
        busy: room.busy.as_str().to_owned(),
        role: room.role,
        roles: room.roles,
        kept: room.in_memory.then(|| "none".to_owned()),
    }
}
