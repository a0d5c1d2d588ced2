//! Who has a place in a room.

use super::Member;
use super::Refusal;
use super::Room;
use super::RoomKind;
use crate::vocab::Capability;
use crate::vocab::Limits;
use crate::vocab::Role;

/// How full a room is: enough to choose by, and too coarse to tell who came and went.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub enum Busy {
    /// Few are there, or nobody.
    Quiet,
    /// Some are there.
    Some,
    /// Most seats are taken.
    Busy,
    /// No seat is left.
    Full,
}

impl Busy {
    /// Returns its name on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Quiet => "quiet",
            Self::Some => "some",
            Self::Busy => "busy",
            Self::Full => "full",
        }
    }
}

/// Returns whether the role sits among those who came; who leads, keeps the rules or answers a call
/// for help finds room always.
#[must_use]
pub const fn takes_seat(role: Role) -> bool {
    !(role.can(Capability::Lead) || role.can(Capability::Moderate) || role.can(Capability::Respond))
}

impl Room {
    /// Returns for how many it is.
    #[must_use]
    pub fn seats(&self, limits: &Limits) -> usize {
        let listed = self.setting.spec.as_ref().map(|spec| spec.seats);
        let gathered = self.setting.circle.map(|circle| circle.seats);
        let own = gathered.or(listed).map(usize::from);
        own.map_or(limits.room_members, |own| own.min(limits.room_members))
    }

    /// Returns how many seats are taken.
    #[must_use]
    pub fn n_seated(&self) -> usize {
        let seated = |member: &&Member| member.present && takes_seat(member.role);
        self.members.values().filter(seated).count()
    }

    /// Returns how full it is.
    #[must_use]
    pub fn busy(&self, limits: &Limits) -> Busy {
        let (seats, taken) = (self.seats(limits), self.n_seated());
        let (third, two_thirds) = (seats / 3, seats.saturating_mul(2) / 3);
        if seats <= taken {
            Busy::Full
        } else if two_thirds <= taken {
            Busy::Busy
        } else if third.min(10) <= taken && 0 < taken {
            Busy::Some
        } else {
            Busy::Quiet
        }
    }

    /// Returns how many seats of the circle are free, where others may still come in.
    #[must_use]
    pub fn has_place(&self, limits: &Limits) -> bool {
        self.n_seated() < self.seats(limits)
    }

    /// Whether somebody may come in as something new.
    pub(super) fn check_entry(
        &self,
        limits: &Limits,
        was: Option<&Member>,
        role: Role,
    ) -> Result<(), Refusal> {
        if role.can(Capability::Respond) {
            return Ok(());
        }
        if self.is_over() {
            return Err(Refusal::Closed);
        }
        let assigned = was.and_then(|member| member.assigned);
        let other = assigned.is_some_and(|assigned| assigned != role);
        if other && role != Role::Seeker {
            return Err(Refusal::NotAllowed);
        }
        let spec = self.setting.spec.as_ref();
        if spec.is_some_and(|spec| !spec.admits(role)) {
            return Err(Refusal::NotAllowed);
        }
        if self.kind == RoomKind::Staff && !role.is_staff() {
            return Err(Refusal::NotAllowed);
        }
        let sits = was.is_some_and(|member| member.present && takes_seat(member.role));
        if takes_seat(role) && !sits && !self.has_place(limits) {
            return Err(Refusal::Full);
        }
        Ok(())
    }
}
