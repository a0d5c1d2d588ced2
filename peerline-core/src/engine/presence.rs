//! Who is connected. Lives in memory alone; what follows from somebody being gone is decided when
//! their grace is over.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use super::ConnId;
use super::Engine;
use super::Output;
use crate::crisis;
use crate::identity;
use crate::identity::Principal;
use crate::log::Fact;
use crate::matching;
use crate::room::LeaveWhy;
use crate::vocab::AccountId;
use crate::vocab::Capability;
use crate::vocab::Language;
use crate::vocab::Millis;
use crate::vocab::RoomName;
use crate::vocab::Sensitive;
use crate::vocab::Timestamp;

/// What a connection brings along.
#[derive(Debug)]
pub(super) struct Arrival {
    pub(super) language: Language,
    pub(super) country: Option<Sensitive<String>>,
    pub(super) invite: Option<Sensitive<[u8; 32]>>,
}

/// Who is connected, and since when others are not.
#[derive(Debug, Default)]
pub(super) struct Presence {
    conns: BTreeMap<ConnId, AccountId>,
    people: BTreeMap<AccountId, Person>,
    timers: BTreeSet<(Timestamp, AccountId)>,
}

#[derive(Debug)]
struct Person {
    conns: BTreeSet<ConnId>,
    language: Language,
    country: Option<Sensitive<String>>,
    gone: Option<Gone>,
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
        let Arrival {
            language, country, ..
        } = arrival;
        let person = self.people.entry(account).or_insert_with(|| Person {
            conns: BTreeSet::new(),
            language: language.clone(),
            country: None,
            gone: None,
        });
        person.language = language;
        person.country = country.or_else(|| person.country.take());
        let first = person.conns.is_empty();
        person.conns.insert(conn);
        person.gone = None;
        self.timers.retain(|(_, timed)| *timed != account);
        first
    }

    fn remove(&mut self, conn: ConnId) -> Option<AccountId> {
        let account = self.conns.remove(&conn)?;
        let person = self.people.get_mut(&account)?;
        person.conns.remove(&conn);
        person.conns.is_empty().then_some(account)
    }

    /// Starts to count how long somebody is gone.
    fn miss(&mut self, account: AccountId, now: Timestamp, grace: Millis) {
        let person = self.people.entry(account).or_insert_with(|| Person {
            conns: BTreeSet::new(),
            language: Language::english(),
            country: None,
            gone: None,
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
        self.come_back(account);
        self.see(account);
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
        });
    }

    pub(super) fn resume(&mut self, conn: ConnId, principal: &Principal, arrival: Arrival) {
        let person = principal.account();
        self.presence.add(conn, person, arrival);
        // What was noted when they first came back may be lost with what was not durable.
        self.crisis_decide(crisis::Command::SeekerBack { person });
    }

    pub(super) fn disconnect(&mut self, conn: ConnId) {
        if let Some(account) = self.presence.remove(conn) {
            let (now, grace) = (self.turn.now, self.policies.graces.helper);
            self.presence.miss(account, now, grace);
            self.around.note(account, now);
        }
    }

    /// Acts on everybody whose grace is over.
    pub(super) fn tick(&mut self) {
        let now = self.turn.now;
        self.state.forget_puts(now.before(self.limits.dedupe));
        self.close_decisions();
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

    /// Whom a responder looks for keeps their place in the conversation.
    pub(super) fn is_in_danger(&self, account: AccountId) -> bool {
        self.state
            .open_cases()
            .any(|case| case.person == account && case.band.pages())
    }

    fn helper_gone(&mut self, account: AccountId) {
        self.abandon_all(account);
        // Refused where they are not on shift: then there is nothing to tell.
        if self
            .match_decide(matching::Command::Away { account })
            .is_ok()
        {
            self.tell_off_shift(account);
        }
        self.crisis_decide(crisis::Command::ResponderGone { responder: account });
        self.crisis_decide(crisis::Command::SeekerGone { person: account });
    }

    fn waiting_gone(&mut self, account: AccountId) {
        self.withdraw(account, matching::LeaveReason::ConnectionLost);
    }

    fn member_gone(&mut self, account: AccountId) {
        let rooms = self
            .state
            .rooms_of
            .get(&account)
            .cloned()
            .unwrap_or_default();
        for room in rooms {
            let here = self
                .state
                .room(room)
                .is_some_and(|room| !room.is_over() && room.present_member(account).is_some());
            if here {
                // Refused where they are not in it.
                let _ = self.leave_room(room, account, LeaveWhy::Gone);
            }
        }
    }

    /// Returns how many responders are connected.
    pub(super) fn on_duty(&self) -> usize {
        let here = self.presence.accounts();
        here.filter(|account| self.staff(*account, Capability::Respond).is_some())
            .count()
    }

    /// Returns whether a sanction leaves a person nothing but the way to a responder.
    pub(super) fn is_help_only(&self, account: AccountId) -> bool {
        self.state
            .identity
            .sanction(self.turn.now, account)
            .is_some()
    }

    fn redeem(&mut self, account: AccountId, secret: Sensitive<[u8; 32]>) -> bool {
        let command = identity::Command::Redeem { account, secret };
        self.identify(command)
    }

    fn see(&mut self, account: AccountId) {
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
