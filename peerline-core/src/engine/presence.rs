//! Who is connected. Lives in memory alone; what follows from somebody being gone is decided when
//! their grace is over.

mod named;

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use super::ConnId;
use super::Engine;
use super::Output;
use super::logins::Logins;
use crate::crisis;
use crate::identity;
use crate::identity::Knock;
use crate::identity::Principal;
use crate::log::Fact;
use crate::vocab::AccountId;
use crate::vocab::DeviceId;
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
    /// Devices that their owners named.
    devices: BTreeMap<ConnId, DeviceId>,
    /// Connections that proved one room and nothing else, and which.
    visitors: BTreeMap<ConnId, RoomId>,
    /// Newcomers who lack something.
    pub(super) knocks: BTreeMap<ConnId, Box<Knock>>,
    people: BTreeMap<AccountId, Person>,
    timers: BTreeSet<(Timestamp, AccountId)>,
    /// Logins of staff, by the connection that brought the token.
    pub(super) logins: Logins,
}

#[derive(Debug)]
struct Person {
    conns: BTreeSet<ConnId>,
    language: Language,
    country: Option<Sensitive<String>>,
    gone: Option<Gone>,
    /// Since when how many tickets they got.
    tickets: (Timestamp, u32),
    /// Since when how often they asked for somebody to talk to.
    asked: (Timestamp, u32),
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

    /// Returns the device at the other end, where it named itself.
    pub(super) fn device(&self, conn: ConnId) -> Option<DeviceId> {
        self.devices.get(&conn).copied()
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
        let timer = self.timers.first().map(|(at, _)| *at);
        timer.into_iter().chain(self.logins.next()).min()
    }

    pub(super) fn add(&mut self, conn: ConnId, account: AccountId, arrival: Arrival) -> bool {
        self.conns.insert(conn, account);
        self.bring(conn, account, arrival)
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
            asked: (Timestamp::ZERO, 0),
        });
        person.language = language;
        person.country = country.or_else(|| person.country.take());
        let first = person.conns.is_empty();
        person.conns.insert(conn);
        person.gone = None;
        self.timers.retain(|(_, timed)| *timed != account);
        first
    }

    fn named(&mut self, conn: ConnId, principal: &Principal) {
        if let Some(device) = principal.device() {
            self.devices.insert(conn, device);
        }
    }

    /// Lets a connection go; returns who is not connected any more.
    fn remove(&mut self, conn: ConnId) -> Vec<AccountId> {
        self.logins.remove(conn);
        self.knocks.remove(&conn);
        self.devices.remove(&conn);
        self.visitors.remove(&conn);
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
            asked: (Timestamp::ZERO, 0),
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
}

impl Engine {
    /// After a start nobody is connected: whoever waits, helps or talks has their grace from now.
    pub(super) fn start(&mut self) {
        self.presence.forget_gone();
        self.keep_directory();
        self.tell_lost();
        self.reclear_shifts();
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
        if let Some(proof) = principal.room() {
            return self.visit(conn, proof, arrival);
        }
        let account = principal.account();
        let invite = arrival.invite.take();
        let waits = invite.is_some() && !self.may_redeem(principal);
        if let Some(secret) = invite.filter(|_| !waits)
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
        self.presence.named(conn, principal);
        self.come_to_locker(account, principal.device());
        self.bring_login(conn, principal);
        let admission =
            self.policies
                .standing
                .admit(&self.state.identity, self.turn.now, principal);
        let roles = self.roles_in_force(account).into_iter().collect();
        let resting = self.resting_roles(account);
        self.turn.say(Output::Welcome {
            conn,
            roles,
            login: waits || !resting.is_empty(),
            resting,
            admission,
            lack,
            visits: false,
        });
    }

    pub(super) fn resume(&mut self, conn: ConnId, principal: &Principal, mut arrival: Arrival) {
        if let Some(proof) = principal.room() {
            return self.come_as_visitor(conn, proof, arrival);
        }
        let person = principal.account();
        // What opened the gate is known by the book, or is brought here again.
        let _ = self.ask_newcomer(conn, person, arrival.knock.take());
        self.presence.add(conn, person, arrival);
        self.presence.named(conn, principal);
        self.bring_login(conn, principal);
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
        self.end_logins();
        self.close_decisions();
        self.lapse_leases();
        self.prune();
        self.trim();
        self.prune_vault();
        self.wake_rooms();
        self.lapse_asks();
        self.look_over_line();
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

    pub(super) fn see(&mut self, account: AccountId) {
        self.identify(identity::Command::Seen { account });
    }

    /// Forgets what the book of accounts need not hold any longer.
    fn prune(&mut self) {
        let before = self.state.n_entries();
        self.identify(identity::Command::Prune);
        if before != self.state.n_entries() {
            self.clear_lockers();
            self.clear_vault();
        }
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
