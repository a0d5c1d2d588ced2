//! What is kept about a person: put together from what the line remembers.

use super::Engine;
use crate::crisis;
use crate::log::Kept;
use crate::log::KeptItem;
use crate::log::KeptWhat;
use crate::log::KeptWhy;
use crate::vocab::AccountId;
use crate::vocab::RoomId;
use crate::vocab::RoomName;
use crate::vocab::Seq;
use crate::vocab::Timestamp;

impl Engine {
    /// Returns what is kept about a person, and what of it an erasure would leave.
    pub(super) fn kept(&self, account: AccountId) -> Kept {
        let all = self.everybody_of(account).into_iter();
        let items = all.flat_map(|one| self.kept_of(one)).collect();
        Kept { items }
    }

    /// Returns what is kept under one of the names that a person has.
    fn kept_of(&self, account: AccountId) -> Vec<KeptItem> {
        let mut items = Vec::new();
        items.extend(self.kept_account(account));
        items.extend(self.kept_rooms(account));
        items.extend(self.kept_cases(account));
        items.extend(self.kept_decisions(account));
        items.extend(self.kept_log(account));
        items.extend(self.kept_locker(account));
        items.extend(self.kept_vault(account));
        items
    }

    fn kept_account(&self, account: AccountId) -> Vec<KeptItem> {
        let book = &self.state.identity;
        let mut items = Vec::new();
        if let Some(seen) = book.presence(account) {
            let mut item = KeptItem::new(KeptWhat::Account, KeptWhy::Visit, 1);
            item.until = Some(seen.last.after(self.policies.terms.presence));
            items.push(item);
        }
        let roles = book.roles(account);
        let n_roles = roles.iter().filter(|role| role.is_staff()).count();
        items.extend(some(KeptWhat::Roles, KeptWhy::Rule, n_roles));
        if let Some(sanction) = book.sanction(self.turn.now, account) {
            let mut item = KeptItem::new(KeptWhat::Ban, KeptWhy::Rule, 1);
            item.until = Some(sanction.until);
            item.stays = true;
            items.push(item);
        }
        let waits = self.state.matching.ticket_of(account).is_some();
        let helps = self
            .state
            .matching
            .supporters()
            .any(|one| one.account == account);
        let n_places = usize::from(waits).saturating_add(usize::from(helps));
        items.extend(some(KeptWhat::Place, KeptWhy::Wish, n_places));
        items
    }

    /// Rooms that stay are told one by one, all others together.
    fn kept_rooms(&self, account: AccountId) -> Vec<KeptItem> {
        let held = self.held_of(account);
        let rooms = self.state.rooms_of.get(&account).into_iter().flatten();
        let (staying, others): (Vec<RoomId>, Vec<RoomId>) =
            rooms.partition(|id| held.contains(&RoomName::Room(**id)));
        let mut items = Vec::new();
        for id in staying {
            let (why, until) = self.why_stays(id, account);
            for (what, n) in [
                (KeptWhat::Rooms, 1),
                (KeptWhat::Words, self.n_said(id, account)),
            ] {
                let mut item = KeptItem::new(what, why, n);
                item.until = until;
                item.room = Some(id);
                item.stays = true;
                items.push(item);
            }
        }
        items.extend(some(KeptWhat::Rooms, KeptWhy::Open, others.len()));
        for why in [KeptWhy::Open, KeptWhy::Retention] {
            let open = |id: &&RoomId| self.state.room(**id).is_some_and(|room| room.is_open());
            let these = others
                .iter()
                .filter(|id| open(id) == (why == KeptWhy::Open));
            let n = these.map(|id| self.n_said(*id, account)).sum();
            items.extend(some(KeptWhat::Words, why, n));
        }
        items
    }

    /// Returns why what somebody said in a room stays, and until when where that is known: a case that
    /// is open hangs on people.
    fn why_stays(&self, id: RoomId, account: AccountId) -> (KeptWhy, Option<Timestamp>) {
        let mut cases = self.state.open_cases();
        let urgent = cases.any(|case| case.person == account && case.band.pages());
        match self.state.holds.of(self.turn.now, id) {
            Some((_, hold)) if !urgent => (KeptWhy::LegalHold, Some(hold.until)),
            Some(_) | None => (KeptWhy::OpenCase, None),
        }
    }

    fn n_said(&self, id: RoomId, account: AccountId) -> usize {
        let room = self.state.room(id);
        let member = room.and_then(|room| room.member(account));
        room.zip(member)
            .map_or(0, |(room, member)| room.n_words_of(member.occupant))
    }

    fn kept_cases(&self, account: AccountId) -> Vec<KeptItem> {
        let own = self.state.crisis.cases();
        let own = own.filter(|case| case.person == account);
        own.map(|case: &crisis::Case| {
            let (why, stays) = if case.is_closed() {
                (KeptWhy::ClosedCase, false)
            } else {
                (KeptWhy::OpenCase, case.band.pages())
            };
            let mut item = KeptItem::new(KeptWhat::Case, why, 1);
            item.case = Some(case.id);
            item.stays = stays;
            item
        })
        .collect()
    }

    fn kept_decisions(&self, account: AccountId) -> Option<KeptItem> {
        let decisions = self.state.moderation.decisions();
        let own = decisions.filter(|standing| standing.decision.author == account);
        let ends: Vec<Option<Timestamp>> =
            own.map(|standing| standing.decision.appeal_until).collect();
        let mut item = some(KeptWhat::Decisions, KeptWhy::Appeal, ends.len())?;
        item.until = ends.into_iter().flatten().max();
        Some(item)
    }

    /// As long as the account: with it, the locker goes.
    fn kept_locker(&self, account: AccountId) -> Option<KeptItem> {
        self.state.locker(account)?;
        let mut item = KeptItem::new(KeptWhat::Locker, KeptWhy::Wish, 1);
        let seen = self.state.identity.presence(account);
        item.until = seen.map(|seen| seen.last.after(self.policies.terms.presence));
        Some(item)
    }

    /// Whether there is somebody to call, the line cannot tell either.
    fn kept_vault(&self, account: AccountId) -> Option<KeptItem> {
        let sealed = self.state.vault.sealed(account)?;
        let mut item = KeptItem::new(KeptWhat::Vault, KeptWhy::Wish, 1);
        item.until = Some(sealed.until());
        Some(item)
    }

    fn kept_log(&self, account: AccountId) -> Vec<KeptItem> {
        let head = self.state.head(&self.home(&RoomName::Me(account)));
        let n_entries = usize::try_from(head.get().saturating_sub(Seq::ZERO.get()));
        let log = some(
            KeptWhat::Log,
            KeptWhy::Wish,
            n_entries.unwrap_or(usize::MAX),
        );
        let now = self.turn.now;
        let names = self.names_of(account).into_iter().map(|(_, name)| name);
        let horizon = now.before(self.limits.dedupe);
        let puts = self.state.n_puts_of(&names.collect(), horizon);
        let mut puts = some(KeptWhat::Puts, KeptWhy::Retry, puts);
        if let Some(item) = &mut puts {
            item.until = Some(now.after(self.limits.dedupe));
        }
        log.into_iter().chain(puts).collect()
    }
}

fn some(what: KeptWhat, why: KeptWhy, n: usize) -> Option<KeptItem> {
    (n != 0).then(|| KeptItem::new(what, why, n))
}
