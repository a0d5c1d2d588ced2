//! Circles: whoever asks for one is seated with others who fit, and it begins when they are enough.

use super::Answer;
use super::Engine;
use super::Why;
use super::puts::Author;
use super::rooms::Subject;
use super::ways::Bar;
use crate::log::Fact;
use crate::matching::circles;
use crate::matching::circles::Table;
use crate::room;
use crate::room::Circle;
use crate::room::EndWhy;
use crate::room::Life;
use crate::room::Move;
use crate::room::PauseWhy;
use crate::room::Room;
use crate::room::RoomKind;
use crate::room::RoomSpec;
use crate::vocab::AccountId;
use crate::vocab::Language;
use crate::vocab::Millis;
use crate::vocab::Role;
use crate::vocab::RoomId;
use crate::vocab::RoomName;
use crate::vocab::Topic;

/// How long a circle waits for enough people.
pub(super) const GATHER: Millis = Millis::from_mins(10);

/// What somebody wants of a circle.
#[derive(Debug)]
pub(super) struct CircleWish {
    topics: Vec<Topic>,
    languages: Vec<Language>,
    of: Option<RoomId>,
    seats: u16,
}

impl CircleWish {
    /// Makes the wish of who comes in by a room of the directory.
    pub(super) fn of(id: RoomId, room: &Room) -> Option<Self> {
        let spec = room.setting.spec.as_ref()?;
        Some(Self {
            topics: spec.topics.clone(),
            languages: spec.languages.clone(),
            of: Some(id),
            seats: spec.seats,
        })
    }

    /// Whether a circle is about what is wished for.
    fn fits(&self, circle: &Circle, room: &Room) -> bool {
        let topic = room.topic.as_ref();
        let about = self.topics.is_empty() || topic.is_none_or(|topic| self.topics.contains(topic));
        let here = self.of.is_none() || self.of == circle.of;
        about && here && self.languages.contains(&room.language)
    }
}

impl Engine {
    /// Somebody asks for a circle about something, wherever the directory has one.
    pub(super) fn seek_circle(
        &mut self,
        author: Author,
        topics: Vec<Topic>,
        languages: Vec<Language>,
    ) -> Answer {
        if self.is_help_only(author.account) {
            return self.bar(author.account, Bar::HelpOnly, None);
        }
        let max = self.limits.profile_entries;
        if languages.is_empty() || max < languages.len() || max < topics.len() {
            return Answer::refuse(Why::TooBig);
        }
        let wish = CircleWish {
            topics,
            languages,
            of: None,
            seats: *RoomSpec::CIRCLE.end(),
        };
        self.seat(author, &wish)
    }

    /// Seats somebody in a circle that fits, or in a new one.
    pub(super) fn seat(&mut self, author: Author, wish: &CircleWish) -> Answer {
        let account = author.account;
        if let Some(id) = self.circle_of(account, wish) {
            self.tell_matched(id, account);
            return Answer::DONE;
        }
        let id = match self.circle_for(account, wish) {
            Some(id) => id,
            None => self.gather(account, wish),
        };
        if self.enter(id, account, Role::Seeker).is_err() {
            return self.bar(account, Bar::Full, None);
        }
        self.tell_matched(id, account);
        // Refused where it began before.
        let _ = self.direct(id, Move::Begin);
        Answer::DONE
    }

    /// Returns a circle where somebody sits already.
    fn circle_of(&self, account: AccountId, wish: &CircleWish) -> Option<RoomId> {
        let circles = self.state.halls.circles.iter().copied();
        circles
            .filter_map(|id| Some((id, self.state.room(id)?)))
            .filter(|(_, room)| room.present_member(account).is_some())
            .find(|(_, room)| {
                let circle = room.setting.circle;
                circle.is_some_and(|circle| wish.fits(&circle, room))
            })
            .map(|(id, _)| id)
    }

    /// Returns the circle in which somebody is seated, of those that still take people.
    fn circle_for(&self, account: AccountId, wish: &CircleWish) -> Option<RoomId> {
        let circles = self.state.halls.circles.iter().copied();
        let tables: Vec<Table<'_>> = circles.filter_map(|id| self.table(id, wish)).collect();
        let asked = (wish.topics.as_slice(), wish.languages.as_slice());
        let may_meet = |one, other| self.may_meet(one, other);
        circles::table_for(account, asked, &tables, &may_meet)
    }

    /// Returns a circle that takes people, as the planner sees it.
    fn table(&self, id: RoomId, wish: &CircleWish) -> Option<Table<'_>> {
        let room = self.state.room(id)?;
        let circle = room.setting.circle?;
        let open = room.setting.pause != Some(PauseWhy::Moderator);
        let here = wish.of.is_none() || wish.of == circle.of;
        if !(open && here && self.turn.now < circle.until) {
            return None;
        }
        let present = room.members().filter(|(_, member)| member.present);
        let mut table = Table::new(id, &room.language, room.topic.as_ref());
        table.present = present.map(|(account, _)| account).collect();
        table.seated = room.n_seated();
        table.seats = room.seats(&self.limits);
        table.began = room.is_open();
        table.until = circle.until;
        Some(table)
    }

    /// Whether two may meet, under whatever names.
    pub(super) fn may_meet(&self, a: AccountId, b: AccountId) -> bool {
        let standing = &self.policies.standing;
        let (a, b) = (self.person(a), self.person(b));
        standing.compatible(&self.state.identity, self.turn.now, a, b)
    }

    /// Makes a circle that waits for people. It speaks the language of who asked first, where that
    /// is among those wished for.
    fn gather(&mut self, account: AccountId, wish: &CircleWish) -> RoomId {
        let id = RoomId::from_bytes(self.turn.entropy.draw());
        let own = self.presence.language(account);
        let language = own
            .filter(|own| wish.languages.contains(own))
            .or_else(|| wish.languages.first().cloned())
            .unwrap_or_else(Language::english);
        let subject = Subject {
            kind: RoomKind::Circle,
            topic: wish.topics.first().cloned(),
            language,
        };
        self.make_room(id, subject);
        let life = Life::Gathering {
            of: wish.of,
            seats: wish.seats,
            until: self.turn.now.after(GATHER),
        };
        self.append(
            &RoomName::Room(id),
            None,
            Fact::Room(room::Fact::Life(life)),
        );
        let of = wish.of.and_then(|of| self.state.room(of));
        if let Some(spec) = of.and_then(|room| room.setting.spec.clone()) {
            self.arrange(id, &spec);
        }
        id
    }

    /// A circle of which everybody has gone is over; while it waits, one is enough to wait on.
    pub(super) fn close_circle(&mut self, id: RoomId) {
        let Some(room) = self.state.room(id) else {
            return;
        };
        let least = if room.setting.pause == Some(PauseWhy::Gathering) {
            1
        } else {
            2
        };
        if room.n_present() < least {
            // Refused where it is over.
            let _ = self.direct(id, Move::End(EndWhy::Few));
        }
    }
}
