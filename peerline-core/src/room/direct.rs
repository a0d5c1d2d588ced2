//! What follows from a wish about how a room is led.

use super::EndWhy;
use super::Fact;
use super::Lease;
use super::Life;
use super::Member;
use super::PauseWhy;
use super::Refusal;
use super::Room;
use super::RoomKind;
use super::RoomSpec;
use super::next_slot;
use super::slot_now;
use super::takes_seat;
use crate::vocab::AccountId;
use crate::vocab::Capability;
use crate::vocab::Limits;
use crate::vocab::Millis;
use crate::vocab::OccupantId;
use crate::vocab::Role;
use crate::vocab::Timestamp;

/// What somebody, or time, wants of how a room is led.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Move {
    /// Stand in the directory so; the same once more is no change.
    List(Box<RoomSpec>),
    /// Open it: take the lease of a session, or hold on to it; go on where it was paused.
    Open {
        /// Who.
        account: AccountId,
    },
    /// Pause it: give the lease of a session back, or stop people from talking for now.
    Pause {
        /// Who.
        account: AccountId,
    },
    /// Somebody is gone; if they held the lease, it lapses.
    Abandon {
        /// Who.
        account: AccountId,
    },
    /// Make somebody something else in this room.
    Assign {
        /// Who says so.
        by: AccountId,
        /// Who is meant.
        to: OccupantId,
        /// As what.
        role: Role,
        /// Whether the line gave them that role; anybody is a seeker.
        held: bool,
    },
    /// Begin, where it is a circle and enough people are there.
    Begin,
    /// Do what time has brought.
    Wake,
    /// End it.
    End(EndWhy),
}

/// How long a lease lasts; who holds it and is there takes it anew.
pub const LEASE: Millis = Millis::from_mins(15);
/// How long others may come into a circle that has begun.
pub const SETTLE: Millis = Millis::from_mins(10);

/// Decides what a wish about how the room is led changes.
///
/// # Errors
/// [`Refusal`] where it does not apply; then nothing has changed.
pub fn direct(
    room: &Room,
    limits: &Limits,
    now: Timestamp,
    wish: Move,
) -> Result<Vec<Fact>, Refusal> {
    if room.is_over() && !matches!(wish, Move::Wake | Move::Abandon { .. } | Move::End(_)) {
        return Err(Refusal::Closed);
    }
    let life = match wish {
        Move::List(spec) => list(room, spec),
        Move::Open { account } => open(room, now, account)?,
        Move::Pause { account } => pause(room, account)?,
        Move::Abandon { account } => abandon(room, account),
        Move::Assign { by, to, role, held } => return assign((room, limits), by, (to, role, held)),
        Move::Begin => begin(room, now),
        Move::Wake => wake(room, now),
        Move::End(_) if room.is_over() => None,
        Move::End(why) => Some(Life::Ended { why }),
    };
    Ok(life.map(Fact::Life).into_iter().collect())
}

impl Room {
    /// Returns when time brings something.
    #[must_use]
    pub fn wakes(&self) -> Option<Timestamp> {
        let gathering = self.setting.pause == Some(PauseWhy::Gathering);
        let waits = self.setting.circle.filter(|_| gathering);
        let lease = self.setting.lease.map(|lease| lease.until);
        lease.or_else(|| waits.map(|circle| circle.until))
    }

    /// Returns when the room is to begin next, where that is known.
    #[must_use]
    pub fn next_start(&self, now: Timestamp) -> Option<Timestamp> {
        let spec = self.setting.spec.as_ref()?;
        next_slot(&spec.sittings, now).map(|slot| slot.starts)
    }

    fn lease_of(&self, account: AccountId) -> Option<Lease> {
        let member = self.member(account)?;
        let lease = self.setting.lease;
        lease.filter(|lease| lease.holder == member.occupant)
    }

    fn leader(&self, account: AccountId) -> Result<&Member, Refusal> {
        let member = self.present_member(account).ok_or(Refusal::NotAMember)?;
        let may = member.role.can(Capability::Lead) || member.role.can(Capability::Moderate);
        if may && !self.kind.is_private() {
            Ok(member)
        } else {
            Err(Refusal::NotAllowed)
        }
    }
}

fn list(room: &Room, spec: Box<RoomSpec>) -> Option<Life> {
    let same = room.setting.spec.as_ref() == Some(&spec);
    (!same).then_some(Life::Listed { spec })
}

fn open(room: &Room, now: Timestamp, account: AccountId) -> Result<Option<Life>, Refusal> {
    let member = room.leader(account)?;
    let pause = room.setting.pause;
    if pause == Some(PauseWhy::Gathering) {
        return Err(Refusal::Paused);
    }
    if pause == Some(PauseWhy::Moderator) && !member.role.can(Capability::Moderate) {
        return Err(Refusal::NotAllowed);
    }
    let by = Some(member.occupant);
    if room.kind != RoomKind::Session {
        let life = Life::Began {
            by: None,
            until: None,
        };
        return Ok((!room.is_open()).then_some(life));
    }
    if !member.role.can(Capability::Lead) {
        return Err(Refusal::NotAllowed);
    }
    let spec = room.setting.spec.as_ref();
    let slot = spec.and_then(|spec| slot_now(&spec.sittings, now));
    let slot = slot.ok_or(Refusal::NotTheTime)?;
    let until = now.after(LEASE).min(slot.closes());
    match room.setting.lease {
        Some(lease) if lease.holder != member.occupant && now < lease.until => Err(Refusal::Taken),
        // Held for long enough: another entry would tell nobody anything.
        Some(lease) if now.after(Millis::new(LEASE.get() / 2)) < lease.until => Ok(None),
        Some(_) | None => {
            let until = Some(until);
            Ok(Some(Life::Began { by, until }))
        }
    }
}

fn pause(room: &Room, account: AccountId) -> Result<Option<Life>, Refusal> {
    let member = room.leader(account)?;
    if !room.is_open() {
        return Ok(None);
    }
    let keeps_rules = member.role.can(Capability::Moderate);
    let why = match room.lease_of(account) {
        Some(_) => PauseWhy::Lease,
        None if room.kind == RoomKind::Session && !keeps_rules => return Err(Refusal::NotAllowed),
        None => PauseWhy::Moderator,
    };
    let by = Some(member.occupant);
    let next = None;
    Ok(Some(Life::Paused { why, by, next }))
}

fn abandon(room: &Room, account: AccountId) -> Option<Life> {
    let (why, by, next) = (PauseWhy::Lease, None, None);
    room.lease_of(account)?;
    Some(Life::Paused { why, by, next })
}

fn assign(
    (room, limits): (&Room, &Limits),
    by: AccountId,
    (to, role, held): (OccupantId, Role, bool),
) -> Result<Vec<Fact>, Refusal> {
    let actor = room.leader(by)?;
    let mut members = room.members();
    let (account, member) = members
        .find(|(_, member)| member.present && member.occupant == to)
        .ok_or(Refusal::NoMember)?;
    if !held {
        return Err(Refusal::NotAllowed);
    }
    let high = |role: Role| role.can(Capability::Moderate) || role.can(Capability::Respond);
    let needs_supervisor = high(member.role) || high(role);
    if needs_supervisor && !actor.role.can(Capability::Supervise) {
        return Err(Refusal::NotAllowed);
    }
    if member.role == role {
        return Ok(Vec::new());
    }
    if takes_seat(role) && !takes_seat(member.role) && !room.has_place(limits) {
        return Err(Refusal::Full);
    }
    let lapses = (!role.can(Capability::Lead)).then(|| abandon(room, account));
    let by = actor.occupant;
    let assigned = Life::Assigned {
        occupant: to,
        role,
        by,
    };
    let all = [Some(assigned), lapses.flatten()];
    Ok(all.into_iter().flatten().map(Fact::Life).collect())
}

fn begin(room: &Room, now: Timestamp) -> Option<Life> {
    let enough = usize::from(*RoomSpec::CIRCLE.start()) <= room.n_seated();
    let gathering = room.setting.pause == Some(PauseWhy::Gathering);
    let until = Some(now.after(SETTLE));
    (gathering && enough).then_some(Life::Began { by: None, until })
}

fn wake(room: &Room, now: Timestamp) -> Option<Life> {
    room.wakes().filter(|at| *at <= now)?;
    if room.setting.lease.is_none() {
        let why = EndWhy::Few;
        return Some(Life::Ended { why });
    }
    let spec = room.setting.spec.as_ref();
    let runs = spec.is_some_and(|spec| slot_now(&spec.sittings, now).is_some());
    let why = if runs {
        PauseWhy::Lease
    } else {
        PauseWhy::Over
    };
    let next = room.next_start(now);
    Some(Life::Paused {
        why,
        by: None,
        next,
    })
}
