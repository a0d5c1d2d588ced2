//! What helpers do in a case beyond taking it.

use std::collections::BTreeSet;

use super::town::*;
use crate::crisis::Able;
use crate::crisis::AssessReason;
use crate::crisis::CareAct;
use crate::crisis::Consent;
use crate::crisis::Course;
use crate::crisis::FollowUpAct;
use crate::crisis::Further;
use crate::crisis::Grounds;
use crate::crisis::Judgment;
use crate::crisis::LocationSource;
use crate::crisis::NextStepWhy;
use crate::crisis::Outcome;
use crate::crisis::Precision;
use crate::crisis::RescueAct;
use crate::crisis::RescueRule;
use crate::crisis::Sent;
use crate::crisis::Stage;
use crate::crisis::SuperviseAct;
use crate::crisis::Target;
use crate::crisis::Tried;
use crate::engine::Output;
use crate::engine::Why;
use crate::log::Act;
use crate::log::CloseReason;
use crate::log::Fact;
use crate::log::Notice;
use crate::log::RoomAct;
use crate::log::Task;
use crate::matching::Breaks;
use crate::vocab::Band;
use crate::vocab::CaseId;
use crate::vocab::Millis;
use crate::vocab::Role;
use crate::vocab::RoomName;

const OWNER: u8 = 3;
const CHIEF: u8 = 4;

fn taken() -> (Town, CaseId) {
    let mut town = Town::new();
    town.connect(1);
    town.staff(OWNER, Role::Responder);
    town.staff(CHIEF, Role::Supervisor);
    town.put(1, me(1), ask_for_human());
    let case = town.case_of(1);
    assert!(is_done(&town.put(OWNER, RoomName::Case(case), Act::Take)));
    (town, case)
}

fn judge(course: Course, band: Band) -> Act {
    Act::Care(CareAct::Judge(Box::new(Judgment {
        band,
        reason: Some(AssessReason::Answers),
        course: Some(course),
        answers: None,
    })))
}

fn rescue(act: RescueAct) -> Act {
    Act::Care(CareAct::Rescue(Box::new(act)))
}

const fn supervise(act: SuperviseAct) -> Act {
    Act::Care(CareAct::Supervise(act))
}

const fn follow(act: FollowUpAct) -> Act {
    Act::Care(CareAct::FollowUp(act))
}

fn grounds() -> Grounds {
    Grounds {
        location: LocationSource::Person,
        precision: Precision::Address,
        consent: Consent::Refused,
        able: Able::Unclear,
        rule: RescueRule::AttemptInProgress,
        tried: BTreeSet::from([Tried::Talked]),
        why: NextStepWhy::NoTime,
    }
}

fn dispatch() -> Act {
    rescue(RescueAct::Dispatch {
        grounds: Some(grounds()),
        sent: Sent::default(),
    })
}

impl Town {
    fn in_case(&mut self, n: u8, case: CaseId, act: Act) {
        let answer = self.put(n, RoomName::Case(case), act);
        assert!(is_done(&answer), "{answer:?}");
    }

    /// Lets time pass, and keeps the owner there.
    fn stay(&mut self, case: CaseId, span: Millis) -> Vec<Output> {
        let end = self.now.after(span);
        let mut outputs = Vec::new();
        while self.now < end {
            outputs.extend(self.pass(Millis::from_secs(30)));
            self.put(OWNER, RoomName::Case(case), Act::Acknowledge);
        }
        outputs
    }
}

fn paged(outputs: &[Output]) -> Vec<Target> {
    let target = |output: &Output| {
        if let Output::Page {
            task: Task::Page { target, .. },
        } = output
        {
            Some(*target)
        } else {
            None
        }
    };
    outputs.iter().filter_map(target).collect()
}

#[test]
fn a_supervisor_who_joins_comes_into_the_room_visibly_and_stays() {
    let (mut town, case) = taken();
    let room = town.case_room(1);
    town.in_case(OWNER, case, judge(Course::ImminentRisk, Band::Imminent));
    let stranger = supervise(SuperviseAct::Join);
    let answer = town.put(OWNER, RoomName::Case(case), stranger.clone());
    assert_eq!(refused(&answer), Some(Why::Denied));
    town.in_case(CHIEF, case, stranger);
    assert!(town.is_in(CHIEF, room) && town.is_in(OWNER, room));
}

#[test]
fn people_are_paged_for_a_supervisor_who_does_not_come_although_the_case_has_an_owner() {
    let (mut town, case) = taken();
    town.in_case(OWNER, case, judge(Course::ImminentRisk, Band::Imminent));
    let outputs = town.stay(case, Millis::from_secs(300));
    let targets = paged(&outputs);
    assert!(targets.contains(&Target::OnCall(1)), "{targets:?}");
    assert!(targets.contains(&Target::LastResort), "{targets:?}");
    town.in_case(CHIEF, case, supervise(SuperviseAct::Join));
    let outputs = town.stay(case, Millis::from_secs(300));
    assert_eq!(paged(&outputs), []);
}

#[test]
fn a_dispatch_is_asked_about_after_a_restart_and_ends_with_contact() {
    let (mut town, case) = taken();
    let attempt = judge(Course::AttemptInProgress, Band::AttemptInProgress);
    town.in_case(OWNER, case, attempt);
    town.in_case(CHIEF, case, supervise(SuperviseAct::Join));
    town.in_case(OWNER, case, dispatch());
    town.restart();
    town.connect(OWNER);
    town.connect(CHIEF);
    town.stay(case, Millis::from_mins(16));
    let asked = |town: &Town| {
        let known = town.engine.state.crisis.case(case);
        let rescue = known.and_then(|case| case.rescue.clone());
        rescue.map(|rescue| rescue.contact_asked)
    };
    assert_eq!(asked(&town), Some(1));
    let early = Act::CloseCase {
        reason: CloseReason::SafeNow,
    };
    let answer = town.put(OWNER, RoomName::Case(case), early.clone());
    assert!(!is_done(&answer));
    if town
        .engine
        .state
        .crisis
        .case(case)
        .unwrap()
        .owner()
        .is_none()
    {
        town.in_case(OWNER, case, Act::Take);
    }
    town.in_case(OWNER, case, rescue(RescueAct::Confirm));
    town.in_case(OWNER, case, early);
    // It waits for its signature, closed or not.
    let key = Task::WakeCase { case }.key();
    assert!(town.work.contains_key(&key));
    town.in_case(CHIEF, case, supervise(SuperviseAct::SignRescue));
    assert!(!town.work.contains_key(&key));
}

#[test]
fn a_case_at_rest_frees_its_responder_and_comes_back_after_a_restart() {
    let (mut town, case) = taken();
    let room = town.case_room(1);
    town.in_case(OWNER, case, judge(Course::SafetyPlanned, Band::Watch));
    town.in_case(CHIEF, case, Act::Countersign);
    town.in_case(OWNER, case, follow(FollowUpAct::Agree));
    town.in_case(OWNER, case, follow(FollowUpAct::Rest));
    assert!(!town.is_in(OWNER, room));
    assert!(town.engine.state.room(room).unwrap().is_open());
    town.disconnect(1);
    town.restart();
    town.connect(OWNER);
    town.pass(Millis::from_hours(24));
    // Who is away finds what is written to them where they talked.
    assert!(town.is_in(1, room));
    let stage = town.engine.state.crisis.case(case).unwrap().stage();
    assert_eq!(stage, Stage::Offered);
    town.in_case(OWNER, case, Act::Take);
    assert!(town.is_in(OWNER, room));
    let tried = follow(FollowUpAct::Tried(Outcome::Reached));
    town.in_case(OWNER, case, tried);
}

#[test]
fn who_helps_leads_through_a_plan_and_nobody_else() {
    let (mut town, _) = taken();
    let room = RoomName::Room(town.case_room(1));
    let ask = Act::Room(RoomAct::AskPlan { n: 3 });
    assert!(is_done(&town.put(OWNER, room.clone(), ask.clone())));
    let last = town.log.iter().rev().find(|(name, _, _)| *name == room);
    let (_, _, entry) = last.expect("it stands in the room");
    assert_eq!(entry.fact, Fact::Notice(Notice::PlanAsked { n: 3 }));
    assert_eq!(
        refused(&town.put(1, room.clone(), ask.clone())),
        Some(Why::Denied)
    );
    assert_eq!(refused(&town.put(CHIEF, room, ask)), Some(Why::Denied));
}

/// Two responders, and nobody who supervises.
fn without_supervisor() -> (Town, CaseId) {
    let mut town = Town::new();
    town.connect(1);
    town.staff(OWNER, Role::Responder);
    town.staff(CHIEF, Role::Responder);
    town.put(1, me(1), ask_for_human());
    let case = town.case_of(1);
    town.in_case(OWNER, case, Act::Take);
    (town, case)
}

#[test]
fn a_rescue_that_found_nobody_is_ended_by_two_responders_where_nobody_supervises() {
    let (mut town, case) = without_supervisor();
    let room = town.case_room(1);
    let attempt = judge(Course::AttemptInProgress, Band::AttemptInProgress);
    town.in_case(OWNER, case, attempt);
    assert!(town.engine.case_view(case).unwrap().second);
    town.in_case(OWNER, case, dispatch());
    town.in_case(OWNER, case, rescue(RescueAct::Fail));
    let steps = BTreeSet::from([Further::StillLooking]);
    town.in_case(OWNER, case, rescue(RescueAct::Further(steps)));
    let over = Act::CloseCase {
        reason: CloseReason::HandedToService,
    };
    assert!(!is_done(&town.put(
        OWNER,
        RoomName::Case(case),
        over.clone()
    )));
    // Neither the owner alone, nor who is no responder.
    let sign = supervise(SuperviseAct::SignRescue);
    for n in [OWNER, 1] {
        let answer = town.put(n, RoomName::Case(case), sign.clone());
        assert_eq!(refused(&answer), Some(Why::Denied), "{n}");
    }
    town.in_case(CHIEF, case, supervise(SuperviseAct::Join));
    assert!(town.is_in(CHIEF, room));
    town.in_case(CHIEF, case, sign);
    town.in_case(OWNER, case, over);
}

#[test]
fn with_a_supervisor_on_the_line_a_responder_signs_nothing_also_while_they_are_away() {
    let (mut town, case) = without_supervisor();
    town.staff(5, Role::Supervisor);
    town.disconnect(5);
    town.in_case(OWNER, case, judge(Course::ImminentRisk, Band::Imminent));
    assert!(!town.engine.case_view(case).unwrap().second);
    let answer = town.put(CHIEF, RoomName::Case(case), supervise(SuperviseAct::Join));
    assert_eq!(refused(&answer), Some(Why::Denied));
}

#[test]
fn a_page_says_whether_it_calls_a_supervisor() {
    let (mut town, case) = taken();
    town.in_case(OWNER, case, judge(Course::ImminentRisk, Band::Imminent));
    let outputs = town.stay(case, Millis::from_secs(180));
    let said: Vec<bool> = outputs
        .iter()
        .filter_map(|output| {
            if let Output::Page {
                task: Task::Page { supervisor, .. },
            } = output
            {
                Some(*supervisor)
            } else {
                None
            }
        })
        .collect();
    assert!(!said.is_empty() && said.iter().all(|one| *one), "{said:?}");
    // And one for a responder does not say so.
    let mut town = Town::new();
    town.connect(1);
    town.put(1, me(1), ask_for_human());
    let key = |task: &Task| matches!(task, Task::Page { supervisor, .. } if !supervisor);
    assert!(town.work.values().any(|(_, task)| key(task)));
}

#[test]
fn who_ended_an_urgent_case_is_offered_a_talk_and_meets_nobody_new_for_a_while_but_is_still_called()
{
    let mut town = Town::new();
    town.connect(1);
    town.staff(OWNER, Role::Responder);
    town.staff(OWNER, Role::Supporter);
    town.put(1, me(1), ask_for_human());
    let case = town.case_of(1);
    town.in_case(OWNER, case, Act::Take);
    town.in_case(OWNER, case, judge(Course::SafetyPlanned, Band::High));
    let over = Act::CloseCase {
        reason: CloseReason::SafeNow,
    };
    town.in_case(OWNER, case, over);
    let own = RoomName::Me(person(OWNER));
    let told = |town: &Town| {
        let mine = town.log.iter().filter(|(name, _, _)| *name == own);
        mine.filter(|(_, _, entry)| entry.fact == Fact::Notice(Notice::Debrief { case }))
            .count()
    };
    assert_eq!(told(&town), 1);
    let rests = |town: &Town| {
        let matching = &town.engine.state.matching;
        let duty = matching.duty_of(&Breaks::default(), person(OWNER));
        duty.rests_until.is_some()
    };
    assert!(rests(&town));
    town.restart();
    town.connect(OWNER);
    assert!(rests(&town));
    // A call for help is theirs to take all the same.
    town.connect(2);
    town.put(2, me(2), ask_for_human());
    let next = town.case_of(2);
    town.in_case(OWNER, next, Act::Take);
    town.pass(Millis::from_mins(16));
    assert!(!rests(&town));
}
