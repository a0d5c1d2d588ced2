//! How a room is led: when it is open, who may do what, what it is called.

use serde::Deserialize;
use serde::Serialize;

use super::Room;
use super::RoomKind;
use super::RoomSpec;
use super::RoomState;
use crate::vocab::OccupantId;
use crate::vocab::Role;
use crate::vocab::RoomId;
use crate::vocab::Sensitive;
use crate::vocab::Seq;
use crate::vocab::Timestamp;

/// Something about how a room is led.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "life")]
#[non_exhaustive]
pub enum Life {
    /// The room stands in the directory, so and not otherwise.
    Listed {
        /// What its operator says of it.
        spec: Box<RoomSpec>,
    },
    /// A circle waits until there are enough people for it.
    Gathering {
        /// Which room of the directory it was asked for in.
        of: Option<RoomId>,
        /// For how many.
        seats: u16,
        /// How long it waits.
        until: Timestamp,
    },
    /// People can talk. A session is open as long as somebody holds its lease.
    Began {
        /// Who holds the lease.
        by: Option<OccupantId>,
        /// When the lease lapses; in a circle, how long others may still come in.
        until: Option<Timestamp>,
    },
    /// Nobody can talk for now; calls for help go through all the same.
    Paused {
        /// Why.
        why: PauseWhy,
        /// Who paused it.
        by: Option<OccupantId>,
        /// When it is to begin next, where that is known.
        next: Option<Timestamp>,
    },
    /// The room is over.
    Ended {
        /// Why.
        why: EndWhy,
    },
    /// Somebody is something else in this room from now on.
    Assigned {
        /// Who.
        occupant: OccupantId,
        /// What.
        role: Role,
        /// Who said so.
        by: OccupantId,
    },
    /// The room is the thread of the staff beside another one.
    Beside {
        /// Beside which.
        room: RoomId,
    },
    /// Two who came here to talk alone take some of what they said along: where it stands, not what
    /// it says.
    Quoted {
        /// From which room.
        room: RoomId,
        /// Which messages.
        entries: Vec<Seq>,
    },
}

/// Why nobody can talk for now.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum PauseWhy {
    /// The session has not begun.
    NotBegun,
    /// The facilitator is gone, or has given the lease back.
    Lease,
    /// The session is over; it may take place again.
    Over,
    /// Who keeps the rules paused it.
    Moderator,
    /// The circle waits for more people.
    Gathering,
}

impl PauseWhy {
    /// Returns its name on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NotBegun => "not_begun",
            Self::Lease => "lease",
            Self::Over => "over",
            Self::Moderator => "moderator",
            Self::Gathering => "gathering",
        }
    }
}

/// Why a room is over.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum EndWhy {
    /// The operator took it out of the directory.
    Removed,
    /// Too few people came.
    Few,
}

impl EndWhy {
    /// Returns its name on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Removed => "removed",
            Self::Few => "few",
        }
    }
}

/// What a room is set to, beside its members and what was said.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub struct Setting {
    /// What its operator says of it, where it stands in the directory.
    pub spec: Option<Box<RoomSpec>>,
    /// Why nobody can talk, while it is paused.
    pub pause: Option<PauseWhy>,
    /// Who holds a session open.
    pub lease: Option<Lease>,
    /// What a circle is set to.
    pub circle: Option<Circle>,
    /// Beside which room it is the staff's thread.
    pub beside: Option<RoomId>,
}

/// The right to hold a session open.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Lease {
    /// Whose it is.
    pub holder: OccupantId,
    /// When it lapses.
    pub until: Timestamp,
}

/// A circle.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Circle {
    /// Which room of the directory it was asked for in.
    pub of: Option<RoomId>,
    /// For how many.
    pub seats: u16,
    /// How long it waits for enough people; once it began, how long others may come in.
    pub until: Timestamp,
}

impl Life {
    /// Returns who did it, where a member did.
    #[must_use]
    pub const fn by(&self) -> Option<OccupantId> {
        match self {
            Self::Began { by, .. } | Self::Paused { by, .. } => *by,
            Self::Assigned { by, .. } => Some(*by),
            Self::Listed { .. }
            | Self::Gathering { .. }
            | Self::Ended { .. }
            | Self::Beside { .. }
            | Self::Quoted { .. } => None,
        }
    }
}

impl Room {
    /// Takes in how it is led.
    pub(super) fn live(&mut self, life: &Life) {
        match life {
            Life::Listed { spec } => self.list(spec),
            Life::Gathering { of, seats, until } => {
                let (of, seats, until) = (*of, *seats, *until);
                self.setting.circle = Some(Circle { of, seats, until });
                self.pause(PauseWhy::Gathering);
            }
            Life::Began { by, until } => self.begin(*by, *until),
            Life::Paused { why, .. } => self.pause(*why),
            Life::Ended { .. } => self.end(),
            Life::Assigned { occupant, role, .. } => self.assign(*occupant, *role),
            Life::Beside { room } => self.setting.beside = Some(*room),
            Life::Quoted { .. } => {}
        }
    }

    /// A session that is new has not begun.
    fn list(&mut self, spec: &RoomSpec) {
        let new = self.setting.spec.is_none();
        self.setting.spec = Some(Box::new(spec.clone()));
        if new && self.kind == RoomKind::Session {
            self.pause(PauseWhy::NotBegun);
        }
    }

    fn begin(&mut self, by: Option<OccupantId>, until: Option<Timestamp>) {
        if self.state == RoomState::Closed {
            return;
        }
        self.state = RoomState::Open;
        self.setting.pause = None;
        let lease = by.zip(until);
        self.setting.lease = lease.map(|(holder, until)| Lease { holder, until });
        if let (Some(circle), Some(until)) = (&mut self.setting.circle, until) {
            circle.until = until;
        }
    }

    fn pause(&mut self, why: PauseWhy) {
        if self.state == RoomState::Closed {
            return;
        }
        self.state = RoomState::Paused;
        self.setting.pause = Some(why);
        self.setting.lease = None;
    }

    pub(super) fn end(&mut self) {
        self.state = RoomState::Closed;
        self.key = Sensitive::new([0; 32]);
        self.setting.pause = None;
        self.setting.lease = None;
    }

    fn assign(&mut self, occupant: OccupantId, role: Role) {
        let mut members = self.members.values_mut();
        if let Some(member) = members.find(|member| member.occupant == occupant) {
            member.role = role;
            member.assigned = Some(role);
        }
    }
}
