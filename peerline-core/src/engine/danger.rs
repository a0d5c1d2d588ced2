//! Signs of danger, and what is set going by them: case, pages, real help.

use super::Answer;
use super::Engine;
use super::Why;
use super::casework::actor;
use super::casework::calls_people;
use super::casework::pages;
use super::casework::stage_name;
use super::puts::Author;
use super::rooms::Subject;
use crate::crisis;
use crate::crisis::Target;
use crate::crisis::What;
use crate::crisis::reply::Occasion;
use crate::log::CaseView;
use crate::log::DismissWhy;
use crate::log::Fact;
use crate::log::Notice;
use crate::log::Task;
use crate::matching;
use crate::room::RoomKind;
use crate::vocab::AccountId;
use crate::vocab::Band;
use crate::vocab::Capability;
use crate::vocab::CaseId;
use crate::vocab::Language;
use crate::vocab::OccupantId;
use crate::vocab::Queue;
use crate::vocab::Role;
use crate::vocab::RoomId;
use crate::vocab::RoomName;
use crate::vocab::Sensitive;
use crate::vocab::Tier;
use crate::vocab::Timestamp;

impl Engine {
    /// "I need a person now": needs no detector, no membership and no good standing.
    pub(super) fn ask_for_human(
        &mut self,
        author: Author,
        room: Option<RoomId>,
        (country, about): (Option<Sensitive<String>>, Option<OccupantId>),
    ) -> Answer {
        let account = author.account;
        if let Some(id) = room
            && self
                .state
                .room(id)
                .and_then(|room| room.member(account))
                .is_none()
        {
            return Answer::refuse(Why::Denied);
        }
        let cared_for = room.and_then(|id| self.cared_for(id, account, about));
        let (person, source) = match cared_for {
            Some(seeker) => (seeker, crisis::Source::Helper),
            None => (account, crisis::Source::Asked),
        };
        let id = self.care_room(room, person);
        let mut signal = crisis::Signal::new(person, source, Band::High);
        signal.room = Some(id);
        self.signal(signal, country);
        // In the person's own log, so that nobody else in a room sees that help was asked for.
        self.answer_notice(&RoomName::Me(account), Notice::Noted);
        Answer::DONE
    }

    /// Returns the person a helper asks for: who helps in a room calls a responder for the one who
    /// came there for support: where there are several, for the one they name.
    fn cared_for(
        &self,
        id: RoomId,
        helper: AccountId,
        about: Option<OccupantId>,
    ) -> Option<AccountId> {
        let room = self.state.room(id)?;
        let helps = room.present_member(helper)?.role;
        let mut seekers = room
            .members()
            .filter(|(_, member)| member.present && member.role == Role::Seeker);
        match about {
            Some(about) if helps.is_staff() => seekers.find(|(_, one)| one.occupant == about),
            None if helps.can(Capability::Support) && room.kind.is_private() => seekers.next(),
            Some(_) | None => None,
        }
        .map(|(seeker, _)| seeker)
    }

    /// Returns the conversation in which a responder comes to somebody: the room they are in, where
    /// it is theirs alone, else one of their own. What is said with a responder is for nobody else.
    pub(super) fn care_room(&mut self, room: Option<RoomId>, person: AccountId) -> RoomId {
        let private = |id: &RoomId| {
            let room = self.state.room(*id);
            room.is_some_and(|room| room.kind.is_private()) && self.is_here(*id, person)
        };
        let here = room.filter(private);
        if let Some(id) = here.or_else(|| self.crisis_room_of(person)) {
            return id;
        }
        let id = RoomId::from_bytes(self.turn.entropy.draw());
        self.make_crisis_room(id, person);
        id
    }

    /// The person says "not now" or "this is not about me". It is written down, and a person still
    /// looks: no machine takes a signal back.
    pub(super) fn dismiss(&mut self, author: Author, case: CaseId, why: DismissWhy) -> Answer {
        let own = self
            .state
            .crisis
            .case(case)
            .is_some_and(|case| case.person == author.account);
        if !own {
            return Answer::refuse(Why::Gone);
        }
        let notice = Notice::Dismissed { case, why };
        self.notice(&RoomName::Case(case), notice.clone());
        self.answer_notice(&RoomName::Me(author.account), notice);
        Answer::DONE
    }

    /// Opens or raises the person's case and sets everything going, in this one commit.
    pub(super) fn signal(&mut self, signal: crisis::Signal, country: Option<Sensitive<String>>) {
        let (person, band) = (signal.person, signal.effective_band());
        let (occasion, kind) = (Occasion::from(signal.source), signal.source.kind());
        let before = self
            .state
            .crisis
            .open_case(person, kind)
            .and_then(|case| case.room);
        if let Some(opened) = self.crisis_decide(crisis::Command::Signal(signal)) {
            let card = Box::new(self.care_card(person, country, Some(occasion)));
            let notice = Notice::Care { case: opened, card };
            self.notice(&RoomName::Me(person), notice);
        }
        self.follow(person, kind, before);
        if band.tier() == Tier::Urgent {
            let tier = Tier::Urgent;
            // Refused where the person does not wait: then there is nothing to raise.
            let _ = self.match_decide(matching::Command::RaiseTier {
                account: person,
                tier,
            });
        }
    }

    /// Decides about cases and carries out what follows. Returns the case that came to be or whose
    /// band rose.
    pub(super) fn crisis_decide(&mut self, command: crisis::Command) -> Option<CaseId> {
        self.try_crisis(command).ok().flatten()
    }

    /// As [`crisis_decide`](Self::crisis_decide), for those who must know why it was refused.
    pub(super) fn try_crisis(
        &mut self,
        command: crisis::Command,
    ) -> Result<Option<CaseId>, crisis::Refusal> {
        let on_duty = self.on_duty();
        let policy = self.policies.escalation.as_ref();
        let context = crisis::Context::new(policy, &self.policies.timers, on_duty, self.turn.now);
        let entropy = &mut self.turn.entropy;
        let facts = crisis::decide(&self.state.crisis, &context, entropy, command)?;
        let mut touched: Vec<(CaseId, Option<CaseView>)> = Vec::new();
        let mut shown = None;
        let mut alarm = false;
        for fact in facts {
            if !touched.iter().any(|(case, _)| *case == fact.case) {
                touched.push((fact.case, self.case_view(fact.case)));
            }
            if matches!(fact.what, What::Signalled { .. } | What::BandRaised { .. }) {
                shown = Some(fact.case);
            }
            alarm |= calls_people(&fact.what);
            self.crisis_fact(fact);
        }
        for (case, before) in touched {
            self.keep_timer(case);
            self.tell_case(case, before, alarm);
        }
        Ok(shown)
    }

    fn crisis_fact(&mut self, fact: crisis::Fact) {
        let case = fact.case;
        let what = fact.what.clone();
        let since = self.state.crisis.case(case).map(|open| open.opened_at);
        let actor = actor(&what).filter(|account| !account.is_nobody());
        let who = actor.map(|account| self.staff_name(account).0);
        self.append(&RoomName::Case(case), who, Fact::Crisis(fact));
        if let Some((step, targets)) = pages(&what) {
            self.page(case, step, targets);
        }
        for (step, target, priority) in self.state.crisis.called_off().to_vec() {
            self.call_off(case, (step, target), since.map(|since| (priority, since)));
        }
    }

    /// Tells a target that nobody is needed for a page any more: an event of an alerting service
    /// would stay open for ever, and hide the next.
    pub(super) fn call_off(
        &mut self,
        case: CaseId,
        (step, target): (u32, Target),
        paged: Option<(Band, Timestamp)>,
    ) {
        let Some((priority, since)) = paged.filter(|_| target != Target::Console) else {
            return;
        };
        let task = Task::CallOff {
            case,
            step,
            target,
            priority,
            since,
            tries: 0,
        };
        self.turn.work(self.turn.now, task);
    }

    /// Every target but the console is paged by its own row of due work, so that a crash between
    /// here and the hand that sends it loses nothing.
    fn page(&mut self, case: CaseId, step: u32, targets: &[Target]) {
        let Some(open) = self.state.crisis.case(case) else {
            return;
        };
        let (priority, since) = (open.band, open.opened_at);
        for target in targets.iter().filter(|target| **target != Target::Console) {
            let target = *target;
            let task = Task::Page {
                case,
                step,
                target,
                priority,
                since,
                tries: 0,
            };
            self.turn.work(self.turn.now, task);
        }
    }

    /// Keeps the case's one timer as the case has it now.
    pub(super) fn keep_timer(&mut self, id: CaseId) {
        let task = Task::WakeCase { case: id };
        match self.state.crisis.case(id).and_then(crisis::Case::wake) {
            Some(at) => self.turn.work(at, task),
            None => self.turn.settle(task.key()),
        }
    }

    /// Tells responders how a case stands, or that it is over and forgotten.
    fn tell_case(&mut self, id: CaseId, before: Option<CaseView>, alarm: bool) {
        let over = before.map(|view| CaseView {
            state: stage_name(crisis::Stage::Closed).to_owned(),
            owner: None,
            step: 0,
            wish: None,
            ..view
        });
        if let Some(view) = self.case_view(id).or(over) {
            let notice = Notice::CaseChanged { view, alarm };
            self.notice(&RoomName::Crisis(Queue::main()), notice);
        }
    }

    /// The conversation of a case is where its person last gave a sign: the owner goes along.
    fn follow(&mut self, person: AccountId, kind: crisis::Kind, before: Option<RoomId>) {
        let Some(case) = self.state.crisis.open_case(person, kind) else {
            return;
        };
        let (id, room, owner) = (case.id, case.room, case.owner());
        let (Some(old), Some(new)) = (before, room) else {
            return;
        };
        if old == new {
            return;
        }
        if let Some(owner) = owner
            && let Some(role) = self.staff(owner, Capability::Respond)
        {
            self.bring_responder(id, owner, role);
            self.take_leave(old, owner);
        }
        self.close_if_empty(old);
    }

    /// Tells whoever a case is about that somebody has taken it: they need not wonder whether they
    /// are read.
    pub(super) fn tell_taken(&mut self, case: CaseId) {
        let Some(open) = self.state.crisis.case(case) else {
            return;
        };
        let (person, kind) = (open.person, open.kind);
        if person.is_nobody() {
            return;
        }
        let language = self.presence.language(person);
        let say = crisis::reply::taken(kind, language.as_ref()).to_owned();
        self.notice(&RoomName::Me(person), Notice::Taken { case, say });
    }

    /// Returns the open room in which the person already seeks help.
    fn crisis_room_of(&self, account: AccountId) -> Option<RoomId> {
        let own = self.state.open_cases().find(|case| case.person == account);
        let of_case = own.and_then(|case| case.room);
        let rooms = self.state.rooms_of.get(&account)?;
        let seeks = |id: &RoomId| {
            let room = self.state.room(*id).filter(|room| room.kind.is_private());
            self.is_here(*id, account)
                && room
                    .and_then(|room| room.present_member(account))
                    .is_some_and(|member| member.role == Role::Seeker)
        };
        of_case
            .filter(|id| self.is_here(*id, account))
            .or_else(|| rooms.iter().copied().find(seeks))
    }

    pub(super) fn is_here(&self, id: RoomId, account: AccountId) -> bool {
        self.state
            .room(id)
            .is_some_and(|room| !room.is_over() && room.present_member(account).is_some())
    }

    fn make_crisis_room(&mut self, id: RoomId, account: AccountId) {
        let language = self
            .presence
            .language(account)
            .unwrap_or_else(Language::english);
        self.make_room(
            id,
            Subject {
                kind: RoomKind::Crisis,
                topic: None,
                language,
            },
        );
        self.join_room(id, account, Role::Seeker);
        self.tell_matched(id, account);
    }
}
