//! Moderators at work: from a report to a won appeal, and who may not.

use super::town::*;
use crate::engine::Answer;
use crate::engine::Asker;
use crate::engine::Info;
use crate::engine::Input;
use crate::engine::MatterView;
use crate::engine::Question;
use crate::engine::Waiting;
use crate::engine::Why;
use crate::identity;
use crate::identity::By;
use crate::log::About;
use crate::log::Act;
use crate::log::DocketAct;
use crate::log::Fact;
use crate::log::Notice;
use crate::log::RuledAs;
use crate::log::Said;
use crate::log::Whom;
use crate::moderation::Matter;
use crate::moderation::ReportGround;
use crate::moderation::Ruling;
use crate::room;
use crate::room::LeaveWhy;
use crate::vocab::Band;
use crate::vocab::CaseId;
use crate::vocab::ContentNotes;
use crate::vocab::DecisionId;
use crate::vocab::Millis;
use crate::vocab::Queue;
use crate::vocab::Role;
use crate::vocab::RoomId;
use crate::vocab::RoomName;
use crate::vocab::Seq;
use crate::vocab::Text;

const WORDS: &str = "you should be more careful";

fn queue() -> RoomName {
    RoomName::Mod(Queue::main())
}

fn text(raw: &str) -> Text {
    Text::new(raw).unwrap()
}

fn report(entry: Seq, ground: &str) -> Act {
    let ground = ground.to_owned();
    Act::Report { entry, ground }
}

fn about(room: RoomId) -> About {
    About {
        room,
        ground: ReportGround::Abuse,
        why: Some(text("it hurt somebody")),
    }
}

fn said() -> Option<Said> {
    Some(Said {
        text: text(WORDS),
        language: None,
        notes: ContentNotes::NONE,
    })
}

fn appeal(decision: DecisionId) -> Act {
    let text = text("it was meant kindly");
    Act::Appeal { decision, text }
}

/// A line with a pair that talks, 1 and 2, and three moderators: 5, 6 and 7.
struct House {
    town: Town,
    room: RoomId,
    entry: Seq,
}

impl House {
    fn new() -> Self {
        let mut town = Town::new();
        let room = town.pair(1, 2);
        for n in 5..8 {
            town.staff(n, Role::Moderator);
        }
        assert!(is_done(&town.put(2, RoomName::Room(room), say(WORDS))));
        let entry = town.engine.state.head(&RoomName::Room(room));
        Self { town, room, entry }
    }

    fn act(&mut self, n: u8, act: DocketAct) -> Answer {
        self.town.put(n, queue(), Act::Docket(Box::new(act)))
    }

    #[track_caller]
    fn done(&mut self, n: u8, act: DocketAct) {
        let answer = self.act(n, act);
        assert!(is_done(&answer), "{answer:?}");
    }

    fn report(&mut self) {
        let (room, act) = (RoomName::Room(self.room), report(self.entry, "abuse"));
        assert!(is_done(&self.town.put(1, room, act)));
    }

    fn message(&self) -> Matter {
        Matter::Message {
            room: RoomName::Room(self.room),
            entry: self.entry,
        }
    }

    fn remove(&mut self, n: u8) -> DecisionId {
        let room = self.town.engine.state.room(self.room).unwrap();
        let words = room.message(self.entry).unwrap().words.unwrap();
        let act = DocketAct::Remove {
            about: about(self.room),
            entry: self.entry,
            words,
            said: said(),
        };
        self.done(n, act);
        self.decision()
    }

    /// The newest decision.
    fn decision(&self) -> DecisionId {
        let made = self.town.log.iter().rev().find_map(|(_, _, entry)| {
            if let Fact::Moderation(fact) = &entry.fact {
                fact.decided().map(|made| made.id)
            } else {
                None
            }
        });
        made.unwrap()
    }

    fn rule(&mut self, n: u8, decision: DecisionId, ruling: Ruling) -> Answer {
        let reason = text("looked at it");
        let act = DocketAct::Rule {
            decision,
            ruling,
            reason,
        };
        self.act(n, act)
    }

    fn ask(&mut self, n: u8, question: Question) -> Answer {
        let asker = Asker {
            conn: conn(n),
            reference: 9,
        };
        answer(&self.town.feed(Input::Ask { asker, question }))
    }

    fn waiting(&mut self, n: u8) -> Vec<MatterView> {
        let answer = self.ask(n, Question::Queue);
        let Answer::Told(Info::Queue(queue)) = answer else {
            panic!("no queue: {answer:?}");
        };
        queue
    }

    /// What stands where the message stood.
    fn stands(&self) -> bool {
        let room = self.town.engine.state.room(self.room).unwrap();
        room.message(self.entry).unwrap().words.is_some()
    }

    fn told(&self, n: u8) -> Vec<(RuledAs, String)> {
        let told = self.town.told(n).into_iter();
        told.filter_map(|notice| {
            if let Notice::Ruled { outcome, say, .. } = notice {
                Some((*outcome, say.clone()))
            } else {
                None
            }
        })
        .collect()
    }

    fn replays(&mut self) {
        let remembered = self.town.engine.state.clone();
        self.town.restart();
        assert_eq!(remembered, self.town.engine.state);
    }
}

#[test]
fn a_case_from_the_report_to_the_won_appeal_with_the_message_in_its_place() {
    let mut house = House::new();
    house.report();
    let waiting = house.waiting(5);
    assert_eq!(waiting.len(), 1);
    assert_eq!(waiting[0].what, Waiting::Report);
    let matter = house.message();
    assert_eq!(
        refused(&house.ask(5, Question::Matter(matter.clone()))),
        Some(Why::Denied),
        "who reads has said so before"
    );
    let claim = DocketAct::Claim { matter, to: None };
    house.done(5, claim);
    let matter = house.message();
    let Answer::Told(Info::Matter(detail)) = house.ask(5, Question::Matter(matter)) else {
        panic!("no matter");
    };
    assert!(detail.around.iter().any(|one| one.entry == house.entry));
    let decision = house.remove(5);
    assert!(!house.stands());
    let notice = house.town.told(2).into_iter().next_back().cloned();
    let Some(Notice::Moderated { say, .. }) = notice else {
        panic!("the author is told: {notice:?}");
    };
    assert!(
        say.contains("it hurt somebody") && say.contains("Appeal") && say.contains("responder")
    );
    house.replays();
    for n in [1, 2, 5, 6, 7] {
        house.town.connect(n);
    }
    assert!(is_done(&house.town.put(2, me(2), appeal(decision))));
    let own = house.rule(5, decision, Ruling::Reversed);
    assert_eq!(refused(&own), Some(Why::Denied), "not by who decided");
    assert!(!house.stands());
    assert!(is_done(&house.rule(6, decision, Ruling::Reversed)));
    assert!(house.stands(), "it stands where it stood");
    let told = house.told(2);
    assert_eq!(told[0].0, RuledAs::Reversed);
    assert!(told[0].1.contains("in its place") && told[0].1.contains("looked at it"));
    let last = house.town.log.iter().rev().find_map(|(_, _, entry)| {
        if let Fact::Room(room::Fact::Edited { entry, text, .. }) = &entry.fact {
            Some((*entry, text.expose().to_owned()))
        } else {
            None
        }
    });
    assert_eq!(last, Some((house.entry, WORDS.to_owned())));
    house.replays();
}

#[test]
fn a_lost_appeal_leaves_it_as_it_is_and_is_not_looked_at_twice() {
    let mut house = House::new();
    let decision = house.remove(5);
    assert!(is_done(&house.town.put(2, me(2), appeal(decision))));
    assert!(is_done(&house.rule(6, decision, Ruling::Stands)));
    assert!(!house.stands());
    assert_eq!(house.told(2)[0].0, RuledAs::Stands);
    let again = house.rule(7, decision, Ruling::Reversed);
    assert_eq!(refused(&again), Some(Why::Gone));
    let again = house.town.put(2, me(2), appeal(decision));
    assert_eq!(refused(&again), Some(Why::Gone));
}

#[test]
fn who_decided_sees_better_and_takes_it_back_and_after_an_appeal_another_does() {
    let mut house = House::new();
    let decision = house.remove(5);
    house.done(5, DocketAct::Undo { decision });
    assert!(house.stands());
    assert_eq!(house.told(2)[0].0, RuledAs::Undone);
    let decision = house.remove(5);
    assert!(is_done(&house.town.put(2, me(2), appeal(decision))));
    for n in [5, 6] {
        let undo = house.act(n, DocketAct::Undo { decision });
        assert_eq!(refused(&undo), Some(Why::Gone), "it is reviewed now");
    }
}

#[test]
fn only_what_was_read_is_taken_away() {
    let mut house = House::new();
    let edit = Act::Edit {
        entry: house.entry,
        text: text("something kinder"),
        language: None,
        notes: None,
    };
    let room = RoomName::Room(house.room);
    assert!(is_done(&house.town.put(2, room, edit)));
    let act = DocketAct::Remove {
        about: about(house.room),
        entry: house.entry,
        words: house.entry,
        said: said(),
    };
    assert_eq!(refused(&house.act(5, act)), Some(Why::Gone));
    assert!(house.stands());
}

#[test]
fn words_that_the_author_took_away_do_not_come_back_with_a_release() {
    let mut town = Town::new();
    let room = RoomName::Room(town.pair(1, 2));
    town.staff(5, Role::Moderator);
    for _ in 0..2 {
        let cid = town.next_cid();
        town.put_as(1, room.clone(), cid, say(CONTACT));
        town.put_over(1, (room.clone(), cid, true), say(CONTACT));
    }
    let held = town.put(1, room.clone(), say(CONTACT));
    let Answer::Held { decision } = held else {
        panic!("not held: {held:?}");
    };
    let head = town.engine.state.head(&room);
    let release = Act::Docket(Box::new(DocketAct::Release { decision }));
    assert!(is_done(&town.put(5, queue(), release.clone())));
    assert_eq!(
        town.engine.state.head(&room),
        head.next(),
        "it is published"
    );
    let again = town.put(5, queue(), release);
    assert_eq!(refused(&again), Some(Why::Gone), "and once");
}

#[test]
fn what_somebody_looks_at_is_decided_by_nobody_else_until_they_give_it_back_or_time_is_up() {
    let mut house = House::new();
    house.report();
    let matter = house.message();
    let claim = |matter: &Matter| DocketAct::Claim {
        matter: matter.clone(),
        to: None,
    };
    house.done(5, claim(&matter));
    assert_eq!(refused(&house.act(6, claim(&matter))), Some(Why::Denied));
    let dismiss = DocketAct::Dismiss {
        room: house.room,
        entry: house.entry,
    };
    assert_eq!(refused(&house.act(6, dismiss.clone())), Some(Why::Denied));
    let give_back = DocketAct::GiveBack {
        matter: matter.clone(),
    };
    assert_eq!(refused(&house.act(6, give_back.clone())), Some(Why::Gone));
    house.done(5, give_back);
    house.done(6, claim(&matter));
    house.town.pass(Millis::from_mins(16));
    let name = house.town.engine.staff_name(person(7)).0;
    let to = Some(name);
    house.done(5, DocketAct::Claim { matter, to });
    assert!(house.waiting(7)[0].mine, "it was given to them");
    house.done(7, dismiss);
    assert!(house.waiting(5).is_empty());
    house.replays();
}

#[test]
fn a_sanction_ends_with_the_appeal_that_is_won() {
    let mut house = House::new();
    let until = house.town.now.after(Millis::from_hours(24 * 60));
    house.town.feed(Input::Tick);
    let command = identity::Command::Sanction {
        account: person(1),
        ground: "abuse".parse().unwrap(),
        until,
        by: By::Account(person(5)),
    };
    let fact = identity::decide(
        &house.town.engine.state.identity,
        &house.town.engine.policies.terms,
        house.town.now,
        command,
    )
    .unwrap();
    // As `sanction` does once the name is found.
    let said = house.town.sanctioned(fact);
    let decision = said.expect("it can be appealed");
    let now = house.town.now;
    let in_force = |house: &House| {
        let identity = house.town.engine.state.identity();
        identity.sanction(now, person(1)).is_some()
    };
    assert!(in_force(&house));
    assert!(is_done(&house.town.put(1, me(1), appeal(decision))));
    assert_eq!(
        refused(&house.rule(5, decision, Ruling::Reversed)),
        Some(Why::Denied)
    );
    assert!(is_done(&house.rule(6, decision, Ruling::Reversed)));
    assert!(!in_force(&house), "under every name");
    house.replays();
}

#[test]
fn a_mute_and_a_kick_leave_the_way_to_a_responder() {
    let mut house = House::new();
    house.town.staff(3, Role::Responder);
    let span = Millis::from_hours(1);
    let mute = DocketAct::Mute {
        about: about(house.room),
        who: Whom::Writer(house.entry),
        span,
    };
    house.done(5, mute);
    let room = RoomName::Room(house.room);
    let muted = house.town.put(2, room.clone(), say("hello"));
    assert_eq!(refused(&muted), Some(Why::Rate));
    assert!(is_done(&house.town.put(2, room.clone(), say(DANGER))));
    let kick = DocketAct::Kick {
        about: about(house.room),
        who: Whom::Writer(house.entry),
    };
    let kept = house.act(5, kick.clone());
    assert_eq!(refused(&kept), Some(Why::OutOfPlace), "a responder comes");
    assert!(house.town.is_in(2, house.room));
    assert!(is_done(&house.town.put(2, me(2), ask_for_human())));
    let case = house.town.case_of(2);
    assert!(is_done(&house.town.put(3, RoomName::Case(case), Act::Take)));
    house.replays();
}

#[test]
fn who_is_taken_out_of_a_room_is_told_why_and_may_come_back() {
    let mut house = House::new();
    let kick = DocketAct::Kick {
        about: about(house.room),
        who: Whom::Writer(house.entry),
    };
    house.done(5, kick);
    assert!(!house.town.is_in(2, house.room));
    let gone = house.town.log.iter().any(|(_, _, entry)| {
        matches!(
            entry.fact,
            Fact::Room(room::Fact::Left {
                why: LeaveWhy::Removed,
                ..
            })
        )
    });
    assert!(gone);
    let told = house.town.told(2);
    assert!(
        told.iter()
            .any(|one| matches!(one, Notice::Moderated { .. }))
    );
}

#[test]
fn nobody_who_keeps_no_rules_decides_anything() {
    let mut house = House::new();
    house.town.staff(3, Role::Responder);
    house.report();
    for n in [1, 2, 3] {
        let matter = house.message();
        let claim = house.act(n, DocketAct::Claim { matter, to: None });
        assert_eq!(refused(&claim), Some(Why::Denied));
        assert_eq!(refused(&house.ask(n, Question::Queue)), Some(Why::Denied));
    }
}

#[test]
fn whoever_is_in_a_case_hears_that_somebody_has_taken_it() {
    let mut town = Town::new();
    town.connect(1);
    town.staff(3, Role::Responder);
    town.put(1, me(1), ask_for_human());
    let case = town.case_of(1);
    let heard = |town: &Town| {
        let told = town.told(1).into_iter();
        let taken: Vec<CaseId> = told
            .filter_map(|notice| {
                if let Notice::Taken { case, say } = notice
                    && say.contains("reads now")
                {
                    Some(*case)
                } else {
                    None
                }
            })
            .collect();
        taken
    };
    assert!(heard(&town).is_empty());
    assert!(is_done(&town.put(3, RoomName::Case(case), Act::Take)));
    assert_eq!(heard(&town), [case]);
}

#[test]
fn a_supervisor_signs_what_the_owner_wishes_and_nobody_signs_alone() {
    let mut town = Town::new();
    town.connect(1);
    town.staff(3, Role::Responder);
    town.staff(4, Role::Supervisor);
    town.put(1, me(1), ask_for_human());
    let id = town.case_of(1);
    let case = RoomName::Case(id);
    town.put(3, case.clone(), Act::Take);
    let lower = Act::Assess {
        priority: Band::Watch,
        reason: "answers".to_owned(),
    };
    assert!(is_done(&town.put(3, case.clone(), lower)));
    let band = |town: &Town| town.engine.state.crisis.case(id).unwrap().band;
    assert_eq!(band(&town), Band::High, "a wish alone lowers nothing");
    assert_eq!(
        refused(&town.put(3, case.clone(), Act::Countersign)),
        Some(Why::Denied)
    );
    assert!(is_done(&town.put(4, case.clone(), Act::Countersign)));
    assert_eq!(band(&town), Band::Watch);
    assert_eq!(
        refused(&town.put(4, case, Act::Countersign)),
        Some(Why::OutOfPlace),
        "nothing waits"
    );
}

impl Town {
    /// Carries out what a sanction comes to, and returns its record.
    fn sanctioned(&mut self, facts: Vec<identity::Fact>) -> Option<DecisionId> {
        self.engine.handle(self.now, Input::Tick);
        while self.engine.poll_output().is_some() {}
        for fact in &facts {
            self.engine
                .append(&RoomName::Line, None, Fact::Identity(fact.clone()));
            self.engine.sanctioned(fact);
        }
        let (batch, _) = self.engine.turn.take();
        self.log.extend(batch.entries.iter().cloned());
        batch.entries.iter().find_map(|(_, _, entry)| {
            if let Fact::Moderation(fact) = &entry.fact {
                fact.decided().map(|made| made.id)
            } else {
                None
            }
        })
    }
}
