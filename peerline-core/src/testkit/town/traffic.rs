//! Frames and links: what happens to them on their way.

use super::link::Flow;
use super::link::Link;
use super::link::Notice;
use super::order::Order;
use super::person::Person;
use super::story::Deed;
use super::world::Event;
use super::world::World;
use crate::protocol::Encoding;
use crate::vocab::Millis;

impl World {
    /// Somebody dials.
    pub(super) fn dial(&mut self, n: usize) {
        if !self.calm && self.chance.below(8) == 0 {
            let span = Millis::new(self.chance.below(2_000));
            self.soon(span, Event::NoLink(n));
            return;
        }
        let conn = self.next_conn();
        let mut link = Link::new(n, self.now, &mut self.chance);
        let there = link.up.arrival(self.now, &mut self.chance);
        let back = link.down.arrival(there, &mut self.chance);
        self.links.insert(conn, link);
        if let Some(person) = self.people.get_mut(n) {
            person.conn = Some(conn);
        }
        self.later(there, Event::Accept(conn));
        self.later(back, Event::Connected(conn));
    }

    pub(super) fn accept(&mut self, conn: u64) {
        self.counts.links = self.counts.links.saturating_add(1);
        let encoding = self.encoding_of(conn);
        self.order(&Order::Accept { conn, encoding });
    }

    pub(super) fn connected(&mut self, conn: u64) {
        if let Some(n) = self.holder(conn) {
            self.with(n, |session, now| session.connected(now));
        }
    }

    pub(super) fn no_link(&mut self, n: usize) {
        let waits = self
            .people
            .get(n)
            .is_some_and(|person| person.conn.is_none());
        if waits {
            self.with(n, |session, now| session.disconnected(now));
        }
    }

    /// A person's frames go out.
    pub(super) fn send_up(&mut self, conn: u64, frames: Vec<Vec<u8>>) {
        for frame in frames {
            let Some(link) = self.links.get_mut(&conn) else {
                return;
            };
            if link.up.flow == Flow::Lost {
                return;
            }
            let at = link.up.arrival(self.now, &mut self.chance);
            link.up.frames.push_back(frame);
            self.in_flight = self.in_flight.saturating_add(1);
            self.later(at, Event::ToServer(conn));
        }
    }

    /// The line's frames go out.
    pub(super) fn send_down(&mut self, conn: u64, frame: Vec<u8>, encoding: Encoding) {
        let Some(frame) = self.on_the_way(frame, encoding) else {
            return;
        };
        let Some(link) = self.links.get_mut(&conn) else {
            return;
        };
        if link.down.flow == Flow::Lost {
            return;
        }
        let at = link.down.arrival(self.now, &mut self.chance);
        link.down.frames.push_back(frame);
        self.in_flight = self.in_flight.saturating_add(1);
        self.later(at, Event::ToClient(conn));
    }

    pub(super) fn deliver_to_server(&mut self, conn: u64) {
        let Some(link) = self.links.get_mut(&conn) else {
            return;
        };
        if let Flow::Late(at) = link.up.flow
            && self.now < at
        {
            self.later(at, Event::ToServer(conn));
            return;
        }
        self.in_flight = self.in_flight.saturating_sub(1);
        let frame = link.up.frames.pop_front();
        if link.up.flow == Flow::Lost || !link.served {
            return;
        }
        if let Some(frame) = frame {
            self.counts.frames = self.counts.frames.saturating_add(1);
            self.overhear_put(conn, &frame);
            self.order(&Order::Frame { conn, frame });
        }
    }

    pub(super) fn deliver_to_client(&mut self, conn: u64) {
        self.in_flight = self.in_flight.saturating_sub(1);
        let Some(link) = self.links.get_mut(&conn) else {
            return;
        };
        let frame = link.down.frames.pop_front();
        if link.down.flow == Flow::Lost {
            return;
        }
        if let (Some(frame), Some(n)) = (frame, self.holder(conn)) {
            self.counts.frames = self.counts.frames.saturating_add(1);
            self.with(n, |session, now| session.receive(now, &frame));
        }
    }

    /// The line learns that a connection is gone, once it has all that was still under way.
    pub(super) fn server_end(&mut self, conn: u64) {
        let Some(link) = self.links.get_mut(&conn) else {
            return;
        };
        if !link.up.frames.is_empty() {
            let at = link.up.arrival(self.now, &mut self.chance);
            self.later(at, Event::ServerEnd(conn));
        } else if std::mem::take(&mut link.served) {
            self.order(&Order::Drop { conn });
        }
    }

    /// A client learns that its link is gone.
    pub(super) fn client_end(&mut self, conn: u64) {
        if let Some(n) = self.holder(conn) {
            if let Some(person) = self.people.get_mut(n) {
                person.conn = None;
            }
            self.with(n, |session, now| session.disconnected(now));
        }
    }

    /// The line has ended a connection.
    pub(super) fn closed_by_server(&mut self, conn: u64) {
        let Some(link) = self.links.get_mut(&conn) else {
            return;
        };
        if std::mem::take(&mut link.served) && link.down.flow != Flow::Lost {
            let at = link.down.arrival(self.now, &mut self.chance);
            self.later(at, Event::ClientEnd(conn));
        }
    }

    /// A client gives its link up. What it had sent may still arrive, long after it has come back.
    pub(super) fn leave_link(&mut self, n: usize) {
        let Some(conn) = self.people.get_mut(n).and_then(|person| person.conn.take()) else {
            return;
        };
        let how = self.chance.below(10);
        let late = Millis::new(self.chance.below(30_000));
        let now = self.now;
        let Some(link) = self.links.get_mut(&conn) else {
            return;
        };
        match how {
            0 | 1 if !self.calm => {
                link.up.hold_until(now.after(late));
                self.soon(late, Event::ServerEnd(conn));
            }
            2 if !self.calm => link.up.flow = Flow::Lost,
            _ => {
                let at = link.up.arrival(now, &mut self.chance);
                self.later(at, Event::ServerEnd(conn));
            }
        }
    }

    /// A link breaks in the middle of whatever is under way.
    pub(super) fn cut(&mut self) {
        let served = self.links.iter().filter(|(_, link)| link.served);
        let served: Vec<u64> = served.map(|(conn, _)| *conn).collect();
        let n = u64::try_from(served.len()).unwrap_or(0);
        let place = usize::try_from(self.chance.below(n)).unwrap_or(0);
        let Some(conn) = served.get(place).copied() else {
            return;
        };
        self.counts.cuts = self.counts.cuts.saturating_add(1);
        let late = self.now.after(Millis::new(self.chance.below(60_000)));
        let how = self.chance.below(4);
        if let Some(link) = self.links.get_mut(&conn) {
            if how < 3 {
                link.down.flow = Flow::Lost;
            }
            match how {
                0 | 1 => link.up.flow = Flow::Lost,
                2 => link.up.hold_until(late),
                _ => {}
            }
        }
        let (here, there) = (self.notice(), self.notice());
        self.tell_later(here, Event::ClientEnd(conn));
        self.tell_later(there, Event::ServerEnd(conn));
    }

    /// The line's process is gone, and with it its end of a link.
    pub(super) fn lose_server(&mut self, conn: u64) {
        let lost = self.chance.below(2) == 0;
        let notice = self.notice();
        let Some(link) = self.links.get_mut(&conn) else {
            return;
        };
        if std::mem::take(&mut link.served) {
            link.up.flow = Flow::Lost;
            if lost {
                link.down.flow = Flow::Lost;
            }
            self.tell_later(notice, Event::ClientEnd(conn));
        }
    }

    /// An older store is put back: nothing that was said before is heard after.
    pub(super) fn silence(&mut self) {
        for link in self.links.values_mut() {
            link.down.flow = Flow::Lost;
        }
    }

    fn notice(&mut self) -> Notice {
        Notice::draw(&mut self.chance)
    }

    fn tell_later(&mut self, notice: Notice, event: Event) {
        if let Notice::After(span) = notice {
            self.soon(span, event);
        }
    }

    /// Returns whether somebody's link is one: what a client holds for a link is not, until it has
    /// heard nothing for long enough.
    pub(super) fn has_whole_link(&self, person: &Person) -> bool {
        let link = person.conn.and_then(|conn| self.links.get(&conn));
        link.is_some_and(|link| {
            link.served && link.up.flow != Flow::Lost && link.down.flow != Flow::Lost
        })
    }

    /// Returns who has a link now.
    fn holder(&self, conn: u64) -> Option<usize> {
        let n = self.links.get(&conn)?.person;
        (self.people.get(n)?.conn == Some(conn)).then_some(n)
    }

    /// What a person's application wants of the world.
    pub(super) fn move_on(&mut self, n: usize) {
        let now = self.now;
        let Some(person) = self.people.get_mut(n) else {
            return;
        };
        let moves = person.attend(now);
        self.findings.extend(moves.findings);
        for (span, deed) in moves.plans {
            self.plan(n, span, deed);
        }
        if moves.hang_up {
            self.leave_link(n);
        }
        for place in moves.gone {
            self.gone.insert(place);
        }
        if moves.dial {
            self.dial(n);
        }
        let conn = self.people.get(n).and_then(|person| person.conn);
        if let Some(conn) = conn {
            self.send_up(conn, moves.frames);
        }
    }

    fn plan(&mut self, n: usize, span: Millis, deed: Deed) {
        if !self.calm || deed.is_needed() {
            self.soon(span, Event::Deed(n, deed));
        }
    }
}
