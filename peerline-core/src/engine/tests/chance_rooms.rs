//! What people do by chance about rooms: come in, lead, talk alone.

use std::sync::Arc;

use super::replay::PEOPLE;
use super::replay::Run;
use super::rooms::session;
use super::rooms::spec;
use super::town::*;
use crate::engine::Policies;
use crate::log::Act;
use crate::log::RoomAct;
use crate::room::Alone;
use crate::room::RoomKind;
use crate::room::RoomSpec;
use crate::vocab::AskId;
use crate::vocab::Language;
use crate::vocab::Millis;
use crate::vocab::Role;
use crate::vocab::RoomId;
use crate::vocab::RoomName;
use crate::vocab::Timestamp;

/// A small directory: rooms that fill up, and sessions that come often.
pub(super) fn directory() -> Arc<[RoomSpec]> {
    let mut day = spec("day", RoomKind::DropIn);
    day.seats = 3;
    day.alone = Alone::Peers;
    let mut circle = spec("circle", RoomKind::Circle);
    circle.seats = 4;
    let mut often = session("often");
    often.sittings[0].every = Some(Millis::from_hours(2));
    let staff = spec("staff", RoomKind::Staff);
    Arc::new([day, circle, often, staff])
}

pub(super) fn with_directory(mut policies: Policies) -> Policies {
    policies.rooms = directory();
    policies
}

impl Run {
    /// Returns who does what, and where.
    pub(super) fn room_step(&self, who: u8, act: u8, pick: u8) -> (u8, RoomName, Act) {
        let state = self.engine.state();
        let ask = state.halls.asks.open().next();
        let (who, act) = match act % 16 {
            12 | 13 => {
                let to = ask.as_ref().map(|(_, ask)| ask.to);
                let asked = (0..PEOPLE).find(|n| Some(person(*n)) == to);
                (asked.unwrap_or(who), act % 16)
            }
            6..=9 if !pick.is_multiple_of(4) => (PEOPLE - 1, act % 16),
            act => (who, act),
        };
        let ask = ask.map_or(AskId::from_bytes([1; 16]), |(id, _)| id);
        let quote = pick.is_multiple_of(2);
        let own = match act {
            5 => Some(RoomAct::SeekCircle {
                topics: Vec::new(),
                languages: vec![Language::english()],
            }),
            12 => Some(RoomAct::AgreeAlone { ask, quote }),
            13 => Some(RoomAct::PassAlone { ask }),
            _ => None,
        };
        if let Some(act) = own {
            return (who, me(who), Act::Room(act));
        }
        let room = self.some_hall(who, pick);
        (
            who,
            RoomName::Room(room),
            self.room_act(room, (who, act), pick),
        )
    }

    /// A room of the directory, or one that somebody is in.
    fn some_hall(&self, who: u8, pick: u8) -> RoomId {
        let state = self.engine.state();
        let listed = state.halls.listed.values().copied();
        let own = state.rooms_of.get(&person(who)).into_iter().flatten();
        let mut all: Vec<_> = listed.chain(own.copied()).collect();
        all.extend(state.halls.circles.iter().copied());
        let at = usize::from(pick / 2) % all.len().max(1);
        all.get(at).copied().unwrap_or(RoomId::from_bytes([3; 16]))
    }

    fn room_act(&self, room: RoomId, (who, act): (u8, u8), pick: u8) -> Act {
        let other = person((who + 1 + pick % (PEOPLE - 1)) % PEOPLE);
        let to = self.engine.name_in(&RoomName::Room(room), other);
        Act::Room(match act {
            0..=2 => RoomAct::Join { role: None },
            3 | 4 => {
                let role = super::replay::role(who).unwrap_or(Role::Seeker);
                RoomAct::Join { role: Some(role) }
            }
            6 | 7 => RoomAct::Open,
            8 => RoomAct::Pause,
            9 => RoomAct::Assign {
                to,
                role: [Role::Seeker, Role::Supporter, Role::Observer][usize::from(pick % 3)],
            },
            10 | 11 => RoomAct::AskAlone {
                to,
                quote: Vec::new(),
            },
            14 => RoomAct::OpenBeside,
            _ => return [Act::Leave, say(DANGER), say("hello")][usize::from(pick % 3)].clone(),
        })
    }

    /// What holds of rooms after every step.
    pub(super) fn hold_rooms(&self, now: Timestamp) {
        let state = self.engine.state();
        let rooms = || state.rooms.values().filter(|room| !room.is_over());
        let next = rooms().filter_map(crate::room::Room::wakes).min();
        assert_eq!(state.halls.next_wake().map(|(at, _)| at), next);
        for room in rooms() {
            assert!(room.n_seated() <= room.seats(&self.engine.limits));
            if room.kind == RoomKind::Session {
                assert_eq!(room.is_open(), room.setting.lease.is_some());
            }
            if let Some(lease) = room.setting.lease {
                assert!(lease.until <= now.after(crate::room::LEASE));
                let mut members = room.members();
                let holder = members
                    .find(|(_, one)| one.occupant == lease.holder)
                    .unwrap();
                assert!(holder.1.present && holder.1.role.can(crate::vocab::Capability::Lead));
            }
        }
        for (beside, thread) in &state.halls.threads {
            let (room, thread) = (state.room(*beside).unwrap(), state.room(*thread).unwrap());
            for (account, member) in thread.members().filter(|(_, one)| one.present) {
                let there = room.present_member(account);
                assert_eq!(there.map(|one| one.role), Some(member.role), "in step");
                assert!(member.role.is_staff());
            }
        }
        for case in state.open_cases() {
            let private = |id| state.room(id).is_some_and(|room| room.kind.is_private());
            assert!(case.room.is_none_or(private), "nobody else is there");
        }
    }
}
