//! Who is connected. Lives in memory alone; what follows from somebody being gone is decided when
//! their grace is over.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use super::ConnId;
use super::Engine;
use super::Output;
use crate::crisis;
use crate::identity;
use crate::identity::Knock;
use crate::identity::Principal;
use crate::log::Fact;
use crate::vocab::AccountId;
use crate::vocab::Language;
use crate::vocab::Millis;
use crate::vocab::RoomId;
use crate::vocab::RoomName;
use crate::vocab::Sensitive;
use crate::vocab::Timestamp;

/// What a connection brings along.
#[derive(Debug)]
pub(super) struct Arrival {
    pub(super) language: Language,
    pub(super) country: Option<Sensitive<String>>,
    pub(super) invite: Option<Sensitive<[u8; 32]>>,
    pub(super) knock: Option<Box<Knock>>,
}

/// Who is connected, and since when others are not.
#[derive(Debug, Default)]
pub(super) struct Presence {
    conns: BTreeMap<ConnId, AccountId>,
    /// As whom a connection is in rooms that it entered with a ticket. What ties the names of one
    /// person stands here alone, while the connection lasts.
    names: BTreeMap<(ConnId, RoomId), AccountId>,
    /// Newcomers who lack something.
    pub(super) knocks: BTreeMap<ConnId, Box<Knock>>,
    people: BTreeMap<AccountId, Person>,
    timers: BTreeSet<(Timestamp, AccountId)>,
}

#[derive(Debug)]
struct Person {
    conns: BTreeSet<ConnId>,
    language: Language,
    country: Option<Sensitive<String>>,
    gone: Option<Gone>,
    /// Since when how many tickets they got.
    tickets: (Timestamp, u32),
}

#[derive(Clone, Copy, Debug)]
struct Gone {
    since: Timestamp,
    stage: Stage,
}

/// What was done about somebody who is gone.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Stage {
    Fresh,
    Helper,
    Waiting,
}

impl Presence {
    pub(super) fn account(&self, conn: ConnId) -> Option<AccountId> {
        self.conns.get(&conn).copied()
    }

    pub(super) fn conns(&self, account: AccountId) -> Vec<ConnId> {
        let person = self.people.get(&account);
        person
            .map(|person| person.conns.iter().copied().collect())
            .unwrap_or_default()
    }

    pub(super) fn language(&self, account: AccountId) -> Option<Language> {
        self.people
            .get(&account)
            .map(|person| person.language.clone())
    }

    pub(super) fn country(&self, account: AccountId) -> Option<Sensitive<String>> {
        self.people
            .get(&account)
            .and_then(|person| person.country.clone())
    }

    /// Returns whether somebody is connected.
    pub(super) fn is_connected(&self, account: AccountId) -> bool {
        let person = self.people.get(&account);
        person.is_some_and(|person| !person.conns.is_empty())
    }

    /// Returns whether somebody is out of reach for longer than a moment.
    pub(super) fn is_gone(&self, account: AccountId) -> bool {
        let Some(person) = self.people.get(&account) else {
            return true;
        };
        person.gone.is_some_and(|gone| gone.stage != Stage::Fresh)
    }

    /// Returns everybody who is connected.
    pub(super) fn accounts(&self) -> impl Iterator<Item = AccountId> {
        let here = self
            .people
            .iter()
            .filter(|(_, person)| !person.conns.is_empty());
        here.map(|(account, _)| *account)
    }

    pub(super) fn next(&self) -> Option<Timestamp> {
        self.timers.first().map(|(at, _)| *at)
    }

    fn add(&mut self, conn: ConnId, account: AccountId, arrival: Arrival) -> bool {
        self.conns.insert(conn, account);
        self.bring(conn, account, arrival)
    }

    /// Returns the names under which a connection is in rooms.
    pub(super) fn names_of(&self, conn: ConnId) -> impl Iterator<Item = (RoomId, AccountId)> {
        let all = RoomId::from_bytes([u8::MIN; 16])..=RoomId::from_bytes([u8::MAX; 16]);
        let (first, last) = all.into_inner();
        let own = self.names.range((conn, first)..=(conn, last));
        own.map(|((_, room), alias)| (*room, *alias))
    }

    /// Notes under which name a connection is in a room.
    pub(super) fn name(&mut self, conn: ConnId, room: RoomId, alias: AccountId) -> bool {
        let account = self.conns.get(&conn);
        let person = account.and_then(|account| self.people.get(account));
        let arrival = Arrival {
            language: person.map_or_else(Language::english, |person| person.language.clone()),
            country: person.and_then(|person| person.country.clone()),
            invite: None,
            knock: None,
        };
        self.names.insert((conn, room), alias);
        self.bring(conn, alias, arrival)
    }

    /// Counts `n` more tickets of somebody; `false`, and nothing counted, where that is over `most`
    /// within an hour.
    pub(super) fn may_have_tickets(
        &mut self,
        account: AccountId,
        now: Timestamp,
        (n, most): (u32, u32),
    ) -> bool {
        let Some(person) = self.people.get_mut(&account) else {
            return false;
        };
        let (since, had) = person.tickets;
        let fresh = Millis::from_hours(1) <= now.since(since);
        let (since, had) = if fresh { (now, 0) } else { (since, had) };
        let more = had.saturating_add(n);
        if more <= most {
            person.tickets = (since, more);
        }
        more <= most
    }

    /// Returns whether somebody connected is in a room under a name made for it.
    pub(super) fn is_named(&self, room: RoomId, alias: AccountId) -> bool {
        let conns = self.conns(alias);
        let named = |conn: &ConnId| self.names.get(&(*conn, room)) == Some(&alias);
        conns.iter().any(named)
    }

    fn bring(&mut self, conn: ConnId, account: AccountId, arrival: Arrival) -> bool {
        let Arrival {
            language, country, ..
        } = arrival;
        let person = self.people.entry(account).or_insert_with(|| Person {
            conns: BTreeSet::new(),
            language: language.clone(),
            country: None,
            gone: None,
            tickets: (Timestamp::ZERO, 0),
        });
        person.language = language;
        person.country = country.or_else(|| person.country.take());
        let first = person.conns.is_empty();
        person.conns.insert(conn);
        person.gone = None;
        self.timers.retain(|(_, timed)| *timed != account);
        first
    }

    /// Lets a connection go; returns who is not connected any more.
    fn remove(&mut self, conn: ConnId) -> Vec<AccountId> {
        self.knocks.remove(&conn);
        let mut accounts: Vec<_> = self.names_of(conn).map(|(_, alias)| alias).collect();
        self.names.retain(|(named, _), _| *named != conn);
        accounts.extend(self.conns.remove(&conn));
        accounts.retain(|account| {
            let person = self.people.get_mut(account);
            person.is_some_and(|person| person.conns.remove(&conn) && person.conns.is_empty())
        });
        accounts
    }

    /// Starts to count how long somebody is gone.
    fn miss(&mut self, account: AccountId, now: Timestamp, grace: Millis) {
        let person = self.people.entry(account).or_insert_with(|| Person {
            conns: BTreeSet::new(),
            language: Language::english(),
            country: None,
            gone: None,
            tickets: (Timestamp::ZERO, 0),
        });
        person.gone = Some(Gone {
            since: now,
            stage: Stage::Fresh,
        });
        self.timers.retain(|(_, timed)| *timed != account);
        self.timers.insert((now.after(grace), account));
    }

    /// Forgets everybody who is not connected.
    fn forget_gone(&mut self) {
        self.people.retain(|_, person| !person.conns.is_empty());
        self.timers.clear();
    }

    /// Forgets somebody with all their connections, and returns those.
    pub(super) fn dismiss(&mut self, account: AccountId) -> Vec<ConnId> {
        let conns = self.conns(account);
        for conn in &conns {
            self.conns.remove(conn);
        }
        self.forget(account);
        conns
    }

    fn forget(&mut self, account: AccountId) {
        self.people.remove(&account);
        self.timers.retain(|(_, timed)| *timed != account);
    }
}

impl Engine {
    /// After a start nobody is connected: whoever waits, helps or talks has their grace from now.
    pub(super) fn start(&mut self) {
        self.presence.forget_gone();
        self.keep_directory();
        let mut missing: BTreeSet<AccountId> = BTreeSet::new();
        missing.extend(self.state.matching.waiting().map(|ticket| ticket.account));
        missing.extend(
            self.state
                .matching
                .supporters()
                .map(|supporter| supporter.account),
        );
        missing.extend(
            self.state
                .open_cases()
                .flat_map(|case| [Some(case.person), case.owner()].into_iter().flatten()),
        );
        for room in self.state.rooms.values().filter(|room| !room.is_over()) {
            let present = room.members().filter(|(_, member)| member.present);
            missing.extend(present.map(|(account, _)| account));
        }
        let (now, grace) = (self.turn.now, self.policies.graces.helper);
        self.around.begin_anew();
        for account in missing {
            if self.presence.conns(account).is_empty() {
                self.presence.miss(account, now, grace);
                self.around.note(account, now);
            }
        }
    }

    pub(super) fn connect(&mut self, conn: ConnId, principal: &Principal, mut arrival: Arrival) {
        let account = principal.account();
        if let Some(secret) = arrival.invite.take()
            && !self.redeem(account, secret)
        {
            self.turn.say(Output::Turn { conn });
            return;
        }
        self.see_again(account);
        let lack = self.ask_newcomer(conn, account, arrival.knock.take());
        if lack.is_none() {
            self.see(account);
        }
        if self.presence.add(conn, account, arrival) {
            self.crisis_decide(crisis::Command::SeekerBack { person: account });
            self.around.note(account, self.turn.now);
        }
        let admission =
            self.policies
                .standing
                .admit(&self.state.identity, self.turn.now, principal);
        let roles = self.state.identity.roles(account).into_iter().collect();
        self.turn.say(Output::Welcome {
            conn,
            roles,
            admission,
            lack,
        });
    }

    pub(super) fn resume(&mut self, conn: ConnId, principal: &Principal, mut arrival: Arrival) {
        let person = principal.account();
        // What opened the gate is known by the book, or is brought here again.
        let _ = self.ask_newcomer(conn, person, arrival.knock.take());
        self.presence.add(conn, person, arrival);
        // What was noted when they first came back may be lost with what was not durable.
        self.crisis_decide(crisis::Command::SeekerBack { person });
    }

    pub(super) fn disconnect(&mut self, conn: ConnId) {
        let (now, grace) = (self.turn.now, self.policies.graces.helper);
        for account in self.presence.remove(conn) {
            self.presence.miss(account, now, grace);
            self.around.note(account, now);
        }
    }

    /// Acts on everybody whose grace is over.
    pub(super) fn tick(&mut self) {
        let now = self.turn.now;
        self.state.forget_puts(now.before(self.limits.dedupe));
        self.close_decisions();
        self.lapse_leases();
        self.prune();
        self.trim();
        self.wake_rooms();
        self.lapse_asks();
        self.finish_erasures();
        while let Some((at, account)) = self.presence.timers.first().copied() {
            if now < at {
                break;
            }
            self.presence.timers.remove(&(at, account));
            self.overdue(account);
        }
        self.tell_around();
    }

    fn overdue(&mut self, account: AccountId) {
        let graces = self.policies.graces;
        let Some(person) = self.presence.people.get_mut(&account) else {
            return;
        };
        let Some(gone) = &mut person.gone else { return };
        let (since, stage) = (gone.since, gone.stage);
        let next = match stage {
            Stage::Fresh => {
                gone.stage = Stage::Helper;
                self.helper_gone(account);
                self.around.note(account, self.turn.now);
                since.after(graces.waiting)
            }
            Stage::Helper => {
                gone.stage = Stage::Waiting;
                self.waiting_gone(account);
                since.after(graces.member)
            }
            Stage::Waiting if self.is_in_danger(account) => self.turn.now.after(graces.member),
            Stage::Waiting => {
                self.member_gone(account);
                return self.presence.forget(account);
            }
        };
        self.presence.timers.insert((next, account));
    }

    fn redeem(&mut self, account: AccountId, secret: Sensitive<[u8; 32]>) -> bool {
        let command = identity::Command::Redeem { account, secret };
        self.identify(command)
    }

    pub(super) fn see(&mut self, account: AccountId) {
        self.identify(identity::Command::Seen { account });
    }

    /// Forgets what the book of accounts need not hold any longer.
    fn prune(&mut self) {
        self.identify(identity::Command::Prune);
    }

    pub(super) fn identify(&mut self, command: identity::Command) -> bool {
        let (state, terms) = (&self.state.identity, &self.policies.terms);
        match identity::decide(state, terms, self.turn.now, command) {
            Ok(facts) => {
                for fact in facts {
                    self.append(&RoomName::Line, None, Fact::Identity(fact));
                }
                true
            }
            Err(_) => false,
        }
    }
}
