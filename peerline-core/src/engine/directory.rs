//! The directory: the rooms that the operator wants, kept as they are wanted, and shown.

use std::collections::BTreeMap;

use super::Engine;
use super::rooms::Subject;
use crate::room::Busy;
use crate::room::EndWhy;
use crate::room::Move;
use crate::room::PauseWhy;
use crate::room::Room;
use crate::room::RoomKind;
use crate::room::RoomSpec;
use crate::room::Slot;
use crate::room::Slug;
use crate::room::next_slot;
use crate::vocab::AccountId;
use crate::vocab::Role;
use crate::vocab::RoomId;
use crate::vocab::Timestamp;

/// A room of the directory, as one person sees it.
#[derive(Clone, Debug, Eq, PartialEq)]
#[expect(clippy::exhaustive_structs, reason = "the engine makes it")]
pub struct ListedRoom {
    /// The room.
    pub room: RoomId,
    /// What its operator says of it.
    pub spec: Box<RoomSpec>,
    /// `open`, `paused` or `closed`.
    pub state: &'static str,
    /// Why nobody talks there, while it is paused.
    pub why: Option<&'static str>,
    /// When the session that runs or comes next begins and ends.
    pub next: Option<Slot>,
    /// Until when the lease runs that keeps it open.
    pub until: Option<Timestamp>,
    /// How full it is.
    pub busy: Busy,
    /// What the person is there, where they are in it.
    pub role: Option<Role>,
    /// As what they may come in.
    pub roles: Vec<Role>,
    /// Whether what is said there never reaches a store.
    pub in_memory: bool,
}

impl Engine {
    /// Brings the directory to what the operator wants: new rooms are made, others get the words
    /// they have now, and those that are not wanted any more are closed.
    pub(super) fn keep_directory(&mut self) {
        let rooms = self.policies.rooms.clone();
        let good = rooms.iter().filter(|spec| spec.check().is_ok());
        let wanted: BTreeMap<&Slug, &RoomSpec> = good
            .take(RoomSpec::ROOMS)
            .map(|spec| (&spec.slug, spec))
            .collect();
        let listed = self.state.halls.listed.clone();
        for (slug, id) in &listed {
            let kind = self.state.room(*id).map(|room| room.kind);
            let stays = wanted.get(slug).is_some_and(|spec| Some(spec.kind) == kind);
            if !stays {
                // Never refused: what is over stays so.
                let _ = self.direct(*id, Move::End(EndWhy::Removed));
            }
        }
        for (slug, spec) in wanted {
            let id = self.state.halls.listed.get(slug).copied();
            let id = id.unwrap_or_else(|| self.make_listed(spec));
            let known = self.state.room(id).map(|room| &room.setting);
            if known.and_then(|setting| setting.spec.as_deref()) != Some(spec) {
                // Never refused: it is not over.
                let _ = self.direct(id, Move::List(Box::new(spec.clone())));
                self.arrange(id, spec);
            }
        }
    }

    /// Gives a room the manner and the norms that its operator wants. Who leads there may change them
    /// until the operator does.
    pub(super) fn arrange(&mut self, id: RoomId, spec: &RoomSpec) {
        let Some(room) = self.state.room(id) else {
            return;
        };
        let mut manner = spec.manner.clone();
        let others = spec.languages.iter().filter(|one| **one != room.language);
        manner.languages = others.cloned().collect();
        self.set_manner(id, manner);
        self.pin_norms(id, spec.norm_texts());
    }

    fn make_listed(&mut self, spec: &RoomSpec) -> RoomId {
        let id = RoomId::from_bytes(self.turn.entropy.draw());
        let language = spec.languages.first().cloned();
        let subject = Subject {
            kind: spec.kind,
            topic: spec.topics.first().cloned(),
            language: language.unwrap_or_else(crate::vocab::Language::english),
        };
        self.make_room(id, subject);
        id
    }

    /// Returns the directory as somebody sees it; staff rooms they may not enter are not in it.
    pub(super) fn listed_rooms(&self, account: AccountId) -> Vec<ListedRoom> {
        let roles = self.roles_in_force(account);
        let listed = self.state.halls.listed.values();
        listed
            .filter_map(|id| {
                let room = self.state.room(*id)?;
                let spec = room.setting.spec.as_ref()?;
                let admitted = roles.iter().copied().filter(|role| spec.admits(*role));
                let roles: Vec<_> = admitted.collect();
                let shown = !roles.is_empty();
                shown.then(|| self.listed_room(account, (*id, room, spec), roles))
            })
            .collect()
    }

    fn listed_room(
        &self,
        account: AccountId,
        (id, room, spec): (RoomId, &Room, &RoomSpec),
        roles: Vec<Role>,
    ) -> ListedRoom {
        ListedRoom {
            room: id,
            spec: Box::new(spec.clone()),
            state: room.state.as_str(),
            why: room.setting.pause.map(PauseWhy::as_str),
            next: next_slot(&spec.sittings, self.turn.now),
            until: room.setting.lease.map(|lease| lease.until),
            busy: self.busy_to(account, (id, room)),
            role: room.present_member(account).map(|member| member.role),
            roles,
            in_memory: self.is_in_memory(id),
        }
    }

    /// A room with somebody in it whom a person must not meet is full to them.
    fn busy_to(&self, account: AccountId, (id, room): (RoomId, &Room)) -> Busy {
        if self.looks_full(id, room, account) {
            Busy::Full
        } else {
            self.busy(id, room)
        }
    }

    /// A circle of the directory is as busy as the ones that were asked for there.
    fn busy(&self, id: RoomId, room: &Room) -> Busy {
        if room.kind != RoomKind::Circle {
            return room.busy(&self.limits);
        }
        let circles = self.state.halls.circles.iter();
        let of = |room: &&Room| {
            room.setting
                .circle
                .is_some_and(|circle| circle.of == Some(id))
        };
        match circles
            .filter_map(|id| self.state.room(*id))
            .filter(of)
            .count()
        {
            0 => Busy::Quiet,
            1..=3 => Busy::Some,
            _ => Busy::Busy,
        }
    }
}
