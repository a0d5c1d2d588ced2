//! What people do in the world, and what the world does to them.

use super::chaos::Blow;
use super::order::Order;
use super::recall;
use super::store::StoreState;
use super::story::Deed;
use super::world::Event;
use super::world::World;
use crate::session::ClientSession;
use crate::vocab::Millis;
use crate::vocab::Timestamp;

impl World {
    pub(super) fn timeout(&mut self, n: usize) {
        self.with(n, |session, now| session.timeout(now));
    }

    /// Tells a session something, and does what it asks for in turn.
    pub(super) fn with(&mut self, n: usize, tell: impl FnOnce(&mut ClientSession, Timestamp)) {
        let now = self.now;
        let person = self.people.get_mut(n);
        if let Some(session) = person.and_then(|person| person.session.as_mut()) {
            tell(session, now);
            self.move_on(n);
        }
    }

    pub(super) fn deed(&mut self, n: usize, deed: Deed) {
        if self.calm && !deed.is_needed() {
            return;
        }
        match deed {
            Deed::AskInvite => self.ask_invite(n),
            Deed::Start => self.start(n),
            deed => {
                let now = self.now;
                if let Some(person) = self.people.get_mut(n)
                    && person.session.is_some()
                {
                    person.act(now, deed);
                    self.move_on(n);
                }
            }
        }
    }

    pub(super) fn blow(&mut self, blow: Blow) {
        match blow {
            Blow::Kill(polls) => self.arm(polls),
            Blow::Cut => self.cut(),
            Blow::Store(state) => {
                if state != StoreState::Ok {
                    self.counts.store_faults = self.counts.store_faults.saturating_add(1);
                }
                self.order(&Order::Store { state });
            }
            Blow::Sinks(take) => self.order(&Order::Sinks { take }),
            Blow::Backup => self.order(&Order::Backup),
            Blow::Restore => self.restore(),
            Blow::Reload(span) => {
                let n = self.somebody();
                self.stop(n, span);
            }
            Blow::Redial => {
                let n = self.somebody();
                self.redial(n);
            }
        }
    }

    /// An application starts: the first time, after a reload, or to show an invitation.
    fn start(&mut self, n: usize) {
        self.leave_link(n);
        let now = self.now;
        if let Some(person) = self.people.get_mut(n) {
            person.stop();
            person.start(now);
        }
        self.move_on(n);
    }

    fn stop(&mut self, n: usize, span: Millis) {
        let runs = self
            .people
            .get(n)
            .is_some_and(|person| person.session.is_some());
        if runs {
            self.leave_link(n);
            if let Some(person) = self.people.get_mut(n) {
                person.stop();
            }
            self.soon(span, Event::Deed(n, Deed::Start));
        }
    }

    fn redial(&mut self, n: usize) {
        self.leave_link(n);
        self.with(n, |session, now| {
            session.disconnected(now);
            session.dial(now);
        });
    }

    fn restore(&mut self) {
        self.counts.restores = self.counts.restores.saturating_add(1);
        self.silence();
        self.gone.clear();
        self.die(&Order::Restore);
        let held = self.tape.host.held();
        for person in &mut self.people {
            recall::compare(person, &held);
        }
    }

    fn somebody(&mut self) -> usize {
        let n = u64::try_from(self.people.len()).unwrap_or(1);
        usize::try_from(self.chance.below(n)).unwrap_or(0)
    }
}
