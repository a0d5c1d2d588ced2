//! A person erases themselves: one act, one commit, and a report of what is left.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use super::Answer;
use super::Engine;
use super::Erasure;
use super::Info;
use super::Output;
use super::puts::Author;
use super::traces::Gone;
use crate::crisis;
use crate::identity;
use crate::log::Fact;
use crate::log::Kept;
use crate::matching;
use crate::moderation;
use crate::room::AskFact;
use crate::room::LeaveWhy;
use crate::vocab::AccountId;
use crate::vocab::Erased;
use crate::vocab::KeyName;
use crate::vocab::OccupantId;
use crate::vocab::Queue;
use crate::vocab::RoomName;
use crate::vocab::Timestamp;

impl Engine {
    /// Erases whoever asks, and answers with what is left, why and until when.
    pub(super) fn erase(&mut self, author: Author) -> Answer {
        // It leaves no name of a put behind: sent again, it finds nobody, and answers the same.
        self.turn.take_mark(&RoomName::Line);
        for account in self.everybody_of(author.account) {
            self.part(account);
        }
        let before = self.kept(author.account);
        self.wipe(author.account);
        let items = before.items.into_iter().filter(|item| item.stays).collect();
        Answer::Told(Info::Kept(Kept { items }))
    }

    /// Ends every connection of somebody who was erased, behind the report.
    pub(super) fn farewell(&mut self, accounts: &[AccountId]) {
        let dismissed = accounts.iter().flat_map(|one| self.presence.dismiss(*one));
        let conns: BTreeSet<_> = dismissed.collect();
        let conns: Vec<_> = conns.into_iter().collect();
        if !conns.is_empty() {
            self.turn.say(Output::Farewell { conns });
        }
    }

    /// Completes an erasure whose last reason to wait has ended.
    pub(super) fn finish_erasures(&mut self) {
        let due = self.next_erasure().filter(|(at, _)| *at <= self.turn.now);
        if let Some((_, account)) = due {
            self.wipe(account);
        }
    }

    /// Whoever comes back before has what was kept as before.
    pub(super) fn see_again(&mut self, account: AccountId) {
        if self.state.identity.is_leaving(account) {
            let back = identity::Fact::Returned { account };
            self.append(&RoomName::Line, None, Fact::Identity(back));
        }
        self.take_stone(account);
    }

    /// Takes somebody out of whatever goes on.
    fn part(&mut self, account: AccountId) {
        let why = matching::LeaveReason::Chose;
        // Refused where they do not wait, or are not on shift.
        let _ = self.match_decide(matching::Command::Withdraw { account, why });
        let _ = self.match_decide(matching::Command::Away { account });
        self.hand_back_all(account);
        let rooms = self.state.rooms_of.get(&account).cloned();
        for room in rooms.unwrap_or_default() {
            // Refused where they left before.
            let _ = self.leave_room(room, account, LeaveWhy::Left);
        }
        self.end_small_cases(account);
        let asked: Vec<_> = self.state.halls.asks.of(account).collect();
        for ask in asked {
            self.ask_fact(AskFact::Lapsed { id: ask });
        }
        let decisions: Vec<_> = self.state.moderation.decisions_about(account).collect();
        for decision in decisions {
            let at = self.turn.now;
            let closed = moderation::Fact::Closed { at, decision };
            self.append(
                &RoomName::Mod(Queue::main()),
                None,
                Fact::Moderation(closed),
            );
        }
    }

    fn hand_back_all(&mut self, responder: AccountId) {
        let cases = self.state.open_cases();
        let own: Vec<_> = cases
            .filter(|case| case.owner() == Some(responder))
            .map(|case| case.id)
            .collect();
        for case in own {
            self.crisis_decide(crisis::Command::ResponderSilent { case, responder });
        }
    }

    /// The person left, and no human was to come to them at once.
    fn end_small_cases(&mut self, person: AccountId) {
        let cases = self.state.open_cases();
        let small: Vec<_> = cases
            .filter(|case| case.person == person && !case.band.pages())
            .map(|case| case.room)
            .collect();
        self.crisis_decide(crisis::Command::PersonErased { person });
        for room in small {
            self.end_crisis_room(room);
        }
    }

    /// Takes a person out of every log but those in which somebody may still look for them.
    fn wipe(&mut self, account: AccountId) {
        let all = self.everybody_of(account);
        let held: BTreeMap<AccountId, BTreeSet<RoomName>> =
            all.iter().map(|one| (*one, self.held_of(*one))).collect();
        let stays: BTreeSet<RoomName> = held.values().flatten().cloned().collect();
        let names: Vec<_> = all.iter().flat_map(|one| self.names_of(*one)).collect();
        let person = Erased::new(account, names.iter().map(|(_, name)| *name));
        let person = person.with_aliases(all.into_iter().filter(|one| *one != account));
        let stone = self.stone_for(account);
        let locker = self.state.locker(account);
        let locker = locker.map(|_| RoomName::Locker(account));
        let puts = self.state.puts_of(&person.names);
        let vault = self.state.vault.sealed(account);
        let vault = vault.map(|_| RoomName::Vault(account));
        let logs = person.own_logs().chain(locker).chain(vault);
        let logs: Vec<RoomName> = logs.collect();
        let gone = names.into_iter().filter(|(room, _)| !stays.contains(room));
        let words = gone.map(|(room, who)| KeyName::Words { room, who });
        let keys = words.chain(logs.iter().cloned().map(KeyName::Log));
        self.turn.forget_keys(keys.collect());
        let Gone { places, notes } = self.state.erase(&person, &stays);
        for log in &logs {
            self.turn.forget_log(log);
        }
        self.turn.bury_all(notes);
        self.turn.erase(Erasure {
            person,
            entries: places
                .into_iter()
                .filter(|(room, _)| !logs.contains(room))
                .collect(),
            logs,
            puts,
        });
        let held = held.into_iter().filter(|(_, logs)| !logs.is_empty());
        let left = held.map(|(account, _)| identity::Fact::Leaving { account });
        let facts = [identity::Fact::Erased]
            .into_iter()
            .chain(stone)
            .chain(left);
        for fact in facts {
            self.append(&RoomName::Line, None, Fact::Identity(fact));
        }
    }

    /// Returns the logs of one of a person's accounts that stay for now.
    pub(super) fn held_of(&self, account: AccountId) -> BTreeSet<RoomName> {
        let mut held = self.held_logs(account);
        if !held.is_empty() {
            held.extend(self.entrance_of(account));
        }
        held
    }

    /// Returns of whom the rest is to be erased next, and when: at once, where nothing holds it any
    /// more.
    pub(super) fn next_erasure(&self) -> Option<(Timestamp, AccountId)> {
        let leaving = self.state.identity.leaving();
        let free = leaving.filter_map(|account| Some((self.free_from(account)?, account)));
        free.min()
    }

    /// Returns from when on nothing holds what is left of somebody; `None` where that hangs on
    /// somebody else.
    fn free_from(&self, account: AccountId) -> Option<Timestamp> {
        let mut cases = self.state.open_cases();
        if cases.any(|case| case.person == account && case.band.pages()) {
            return None;
        }
        let rooms = self.state.rooms_of.get(&account).into_iter().flatten();
        let now = self.turn.now;
        let holds = rooms.filter_map(|id| self.state.holds.of(now, *id));
        let ends = holds.map(|(_, hold)| hold.until);
        Some(ends.max().unwrap_or(Timestamp::ZERO))
    }

    /// Returns every name that somebody bears in a log, with whose it is.
    pub(super) fn names_of(&self, account: AccountId) -> Vec<(RoomName, OccupantId)> {
        let rooms = self.state.rooms_of.get(&account).into_iter().flatten();
        let rooms = rooms.map(|id| RoomName::Room(*id));
        // What was asked of a room that they never were in is remembered under a name, too.
        let asked: BTreeSet<_> = self.state.puts.keys().map(|(room, ..)| room).collect();
        let asked = asked
            .into_iter()
            .filter(|room| matches!(room, RoomName::Room(_)));
        let rooms: BTreeSet<_> = rooms.chain(asked.cloned()).collect();
        let others = self.state.heads.keys().filter(|room| match room {
            RoomName::Me(owner) => *owner == account,
            RoomName::Own(name) => name.as_bytes() == account.as_bytes(),
            RoomName::Room(_) | RoomName::Locker(_) | RoomName::Vault(_) => false,
            RoomName::Mod(_)
            | RoomName::Crisis(_)
            | RoomName::Case(_)
            | RoomName::Match(_)
            | RoomName::Line => true,
        });
        let named = rooms
            .into_iter()
            .chain(others.cloned())
            .chain([RoomName::Crisis(Queue::main())])
            .map(|room| {
                let name = self.name_in(&room, account);
                (room, name)
            });
        named
            .filter(|(_, name)| self.state.traces.has_name(*name) || self.state.has_puts_of(*name))
            .collect()
    }

    /// Returns the logs that an erasure leaves for now: what a responder needs in an open case at
    /// high or above, and rooms under a hold.
    pub(super) fn held_logs(&self, account: AccountId) -> BTreeSet<RoomName> {
        let cases = self.state.open_cases();
        let urgent = cases.filter(|case| case.person == account && case.band.pages());
        let of_case = |case: &crisis::Case| {
            let rooms = case.rooms.iter().map(|id| RoomName::Room(*id));
            rooms
                .chain([RoomName::Case(case.id)])
                .collect::<Vec<RoomName>>()
        };
        let rooms = self.state.rooms_of.get(&account).into_iter().flatten();
        let now = self.turn.now;
        let held = rooms.filter(|id| self.state.holds.of(now, **id).is_some());
        let held = held.map(|id| RoomName::Room(*id));
        urgent.flat_map(of_case).chain(held).collect()
    }

    /// Returns the sanction that outlives its bearer, under a mark that only the line's key leads
    /// to.
    fn stone_for(&self, account: AccountId) -> Option<identity::Fact> {
        let sanction = self.state.identity.sanction(self.turn.now, account)?;
        Some(identity::Fact::StoneSet {
            mark: identity::stone_mark(&self.names, &account),
            ground: sanction.ground.clone(),
            until: sanction.until,
        })
    }

    /// Somebody who was sanctioned, erased themselves and came back bears the sanction again.
    fn take_stone(&mut self, account: AccountId) {
        let mark = identity::stone_mark(&self.names, &account);
        let Some(stone) = self.state.identity.stone(self.turn.now, mark) else {
            return;
        };
        let sanctioned = identity::Fact::Sanctioned {
            account,
            ground: stone.ground.clone(),
            until: stone.until,
            by: identity::By::Operator,
        };
        for fact in [sanctioned, identity::Fact::StoneTaken { mark }] {
            self.append(&RoomName::Line, None, Fact::Identity(fact));
        }
    }
}
