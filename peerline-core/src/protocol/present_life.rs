//! How the way a room is led looks on the wire.

use super::Announce;
use super::EventBody;
use super::Kind;
use super::RoomCard;
use super::present::Shown;
use crate::room::Life;
use crate::room::PauseWhy;

pub(super) fn show(life: &Life) -> Shown {
    match life {
        Life::Listed { spec } => {
            let state = "listed";
            let card = Box::new(RoomCard::from(&**spec));
            quiet(EventBody::Listed { state, card })
        }
        Life::Gathering { until, .. } => told(EventBody::Led {
            state: "paused",
            why: Some(PauseWhy::Gathering.as_str()),
            until: Some(*until),
            starts: None,
        }),
        Life::Began { until, .. } => told(EventBody::Led {
            state: "open",
            why: None,
            until: *until,
            starts: None,
        }),
        Life::Paused { why, next, .. } => told(EventBody::Led {
            state: "paused",
            why: Some(why.as_str()),
            until: None,
            starts: *next,
        }),
        Life::Ended { why } => told(EventBody::Led {
            state: "closed",
            why: Some(why.as_str()),
            until: None,
            starts: None,
        }),
        Life::Assigned { occupant, role, .. } => {
            let (to, role) = (*occupant, *role);
            let body = EventBody::Assigned { to, role };
            Shown::new(Kind::Role, body, Announce::Polite)
        }
        Life::Beside { room } => {
            let (state, beside) = ("beside", *room);
            quiet(EventBody::Beside { state, beside })
        }
        Life::Quoted { room, entries } => {
            let body = EventBody::Quoted {
                code: "quoted",
                room: *room,
                quote: entries.clone(),
            };
            Shown::new(Kind::Notice, body, Announce::Polite)
        }
    }
}

const fn quiet(body: EventBody) -> Shown {
    Shown::new(Kind::State, body, Announce::None)
}

const fn told(body: EventBody) -> Shown {
    Shown::new(Kind::State, body, Announce::Polite)
}
