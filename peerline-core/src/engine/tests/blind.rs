//! Somebody who came with a blind ticket: whom nothing follows, and who is heard like everybody.

use super::rooms::bar;
use super::rooms::spec;
use super::rooms::with;
use super::ticketed::LINE;
use super::ticketed::R;
use super::ticketed::proof;
use super::ticketed::room_key;
use super::ticketed::target;
use super::ticketed::weeks;
use super::town::*;
use crate::engine::Answer;
use crate::engine::Bar;
use crate::engine::Why;
use crate::identity::Admission;
use crate::identity::bind;
use crate::identity::blind::BlindDesk as _;
use crate::identity::blind::BlindRequest;
use crate::identity::blind::BlindTerms;
use crate::identity::blind::BlindTicket;
use crate::identity::blind::WeeklyDesk;
use crate::identity::blind::finish;
use crate::log::Act;
use crate::log::StandingAct;
use crate::room::RoomKind;
use crate::vocab::AccountId;
use crate::vocab::OccupantId;
use crate::vocab::Role;
use crate::vocab::RoomId;
use crate::vocab::RoomName;
use crate::vocab::Seed;

const MODERATOR: u8 = 6;
const SUPERVISOR: u8 = 8;
const RESPONDER: u8 = 7;
/// Who asked for the ticket, and the account on whose connection it is shown: made for that.
const OWNER: u8 = 1;
const NOBODY: u8 = 9;

/// A drop-in room with somebody in it, 2, and a person who came blind.
struct Scene {
    town: Town,
    day: RoomId,
    who: OccupantId,
    ticket: BlindTicket,
    desk: WeeklyDesk,
}

impl Scene {
    fn new() -> Self {
        let mut town = Town::with(with(vec![spec("day", RoomKind::DropIn)]));
        town.feed(crate::engine::Input::Start);
        for n in [OWNER, 2, NOBODY] {
            town.connect(n);
        }
        town.staff(MODERATOR, Role::Moderator);
        town.staff(SUPERVISOR, Role::Supervisor);
        town.staff(RESPONDER, Role::Responder);
        let weeks = weeks(town.now);
        town.take_weeks(&weeks);
        let day = town.hall("day");
        assert!(is_done(&town.enter(2, day, None)));
        let mut desk = WeeklyDesk::new(LINE, BlindTerms::default());
        let mut draws = Seed::from_bytes([5; 32]).entropy(1);
        assert!(desk.rotate(town.now, &mut draws).is_some());
        let key = room_key(NOBODY, 0, day).public();
        let offer = desk.offer(town.now).unwrap();
        let request = BlindRequest::new(&offer, &LINE, bind(&key, &R), &mut draws).unwrap();
        let owner = (person(OWNER), &Admission::Welcome);
        let asked = [request.blinded()];
        let signed = desk.sign(town.now, &mut draws, owner, &asked).unwrap();
        let ticket = finish(&[request], &signed).unwrap().remove(0);
        let who = OccupantId::NOBODY;
        let mut scene = Self {
            town,
            day,
            who,
            ticket,
            desk,
        };
        scene.who = scene.show().unwrap();
        scene
    }

    fn show(&mut self) -> Result<OccupantId, Option<Bar>> {
        let key = room_key(NOBODY, 0, self.day);
        let bytes = self.ticket.encode();
        let shown = self.desk.check(self.town.now, &bytes, &key.public(), &R);
        let shown = (self.ticket.digest(), shown.unwrap());
        let proof = proof(&key, self.day, Some(shown));
        self.town.open_with(NOBODY, self.day, proof)
    }

    fn come_back(&mut self) -> Result<OccupantId, Option<Bar>> {
        let key = room_key(NOBODY, 0, self.day);
        let proof = proof(&key, self.day, None);
        self.town.open_with(NOBODY, self.day, proof)
    }

    fn alias(&self) -> AccountId {
        AccountId::from_bytes(*self.who.as_bytes())
    }

    fn is_present(&self) -> bool {
        let room = self.town.engine.state.room(self.day).unwrap();
        room.present_member(self.alias()).is_some()
    }
}

#[test]
fn a_blind_ticket_lets_somebody_in_once_who_talks_and_comes_back_like_everybody() {
    let mut scene = Scene::new();
    let day = RoomName::Room(scene.day);
    assert!(scene.is_present());
    assert!(is_done(&scene.town.put(NOBODY, day, say("hello"))));
    assert_eq!(scene.come_back(), Ok(scene.who));
    let again = scene.show().unwrap_err();
    let spent = crate::identity::TicketRefusal::Spent;
    assert_eq!(again, Some(Bar::Ticket(spent)));
    let remembered = scene.town.engine.state.clone();
    scene.town.restart();
    assert_eq!(remembered, scene.town.engine.state);
}

#[test]
fn no_entry_and_no_answer_leads_from_the_name_to_who_asked() {
    let mut scene = Scene::new();
    let owner = person(OWNER);
    let engine = &scene.town.engine;
    assert_eq!(engine.person(scene.alias()), scene.alias());
    assert_eq!(engine.everybody_of(owner), [owner]);
    assert_eq!(engine.everybody_of(person(NOBODY)), [person(NOBODY)]);
    let name = scene.who.to_string();
    let accounts = [owner, person(NOBODY)].map(|account| account.to_string());
    for (_, _, entry) in &scene.town.log {
        let (bytes, _) = crate::testkit::stored::round_trip(entry).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        let both = text.contains(&name) && accounts.iter().any(|one| text.contains(one));
        assert!(!both, "{text}");
    }
    // And what is done to who asked does nothing to the name.
    let until = scene.town.now.after(crate::vocab::Millis::from_hours(720));
    scene.town.sanction(OWNER, until);
    let day = RoomName::Room(scene.day);
    assert!(is_done(&scene.town.put(NOBODY, day, say("hello"))));
}

#[test]
fn a_sanction_and_a_block_say_openly_that_they_cannot_follow() {
    let mut scene = Scene::new();
    let order = StandingAct::Sanction(target(scene.day, scene.who));
    let Answer::Refused { why, say, .. } = scene.town.stand(MODERATOR, order) else {
        panic!("not refused");
    };
    assert_eq!(why, Why::Gone);
    assert!(say.is_some_and(|say| say.contains("nothing was done")));
    let day = RoomName::Room(scene.day);
    let block = |who| Act::Standing(StandingAct::Block { who });
    let blocked = scene.town.put(2, day.clone(), block(scene.who));
    assert_eq!(bar(&blocked), Bar::Unlinkable);
    let room = scene.town.engine.state.room(scene.day).unwrap();
    let other = room.present_member(person(2)).unwrap().occupant;
    let blocks = scene.town.put(NOBODY, day, block(other));
    assert_eq!(bar(&blocks), Bar::Unlinkable);
    assert!(!scene.town.engine.state.identity.has_blocks(scene.town.now));
    assert!(scene.is_present());
}

#[test]
fn two_people_take_the_name_out_and_it_still_reaches_a_responder() {
    let mut scene = Scene::new();
    let order = || StandingAct::Sweep(target(scene.day, scene.who));
    let (first, second) = (order(), order());
    assert!(is_done(&scene.town.stand(MODERATOR, first)));
    assert!(scene.is_present());
    assert!(is_done(&scene.town.stand(SUPERVISOR, second)));
    assert!(!scene.is_present());
    assert_eq!(scene.come_back(), Err(Some(Bar::TicketNeeded)));
    let own = RoomName::Own(scene.who);
    assert!(is_done(&scene.town.put(NOBODY, own, ask_for_human())));
    let mut cases = scene.town.engine.state.open_cases();
    let case = cases.find(|case| case.person == scene.alias()).unwrap().id;
    drop(cases);
    let take = scene.town.put(RESPONDER, RoomName::Case(case), Act::Take);
    assert!(is_done(&take));
}

#[test]
fn a_sign_of_danger_under_a_blind_name_opens_its_case() {
    let mut scene = Scene::new();
    let day = RoomName::Room(scene.day);
    assert!(is_done(&scene.town.put(NOBODY, day, say(DANGER))));
    let mut cases = scene.town.engine.state.open_cases();
    let case = cases.find(|case| case.person == scene.alias()).unwrap();
    assert!(case.band.pages());
}
