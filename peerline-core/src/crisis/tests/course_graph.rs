//! Every course that a case can take, and every step out of it.

use std::collections::BTreeSet;
use std::collections::VecDeque;

use super::care_acts::CareVerb;
use super::care_acts::STEPS;
use super::care_acts::SUPERVISES;
use super::care_acts::Step;
use super::care_acts::care_command;
use super::invariants::fact_holds;
use super::invariants::state_holds;
use super::town::Town;
use super::town::account;
use crate::crisis::Case;
use crate::crisis::CloseReason;
use crate::crisis::Command;
use crate::crisis::Course;
use crate::crisis::Signal;
use crate::crisis::Source;
use crate::crisis::Stage;
use crate::vocab::Band;
use crate::vocab::CaseId;

const SEEKER: u8 = 1;
const OWNER: u8 = 10;
const CHIEF: u8 = 20;

/// What a case may do next depends on this, beside what the other graph walks through.
fn spot(case: &Case) -> String {
    let rescue = case.rescue.as_ref().map(|rescue| {
        let moments: Vec<_> = rescue.moments.keys().copied().collect();
        let further = rescue.further.is_empty();
        let signed = (rescue.signed.is_some(), rescue.sign_by.is_some());
        (rescue.by, moments, further, signed)
    });
    let call = case.call.map(|call| call.want.as_str());
    let wish = case.wish.map(|wish| wish.band);
    format!(
        "{:?} {:?} {:?} {rescue:?} {call:?} {} {wish:?} {}",
        case.stage(),
        case.course,
        case.band,
        case.joined.is_some(),
        case.assessed,
    )
}

fn commands(case: &Case) -> Vec<Command> {
    let id = case.id;
    let (owner, chief, person) = (account(OWNER), account(CHIEF), account(SEEKER));
    let mut commands = vec![
        Command::Wake { case: id },
        Command::Accept {
            case: id,
            responder: owner,
        },
        Command::Countersign {
            case: id,
            supervisor: chief,
        },
        Command::PersonErased { person },
        Command::Signal(Signal::new(person, Source::OwnWords, Band::High)),
        Command::Close {
            case: id,
            by: owner,
            reason: CloseReason::Supported,
            skip: None,
        },
    ];
    let courses = Course::ALL.into_iter().flat_map(|course| {
        let bands = [Band::Elevated, Band::High];
        bands.map(|band| CareVerb::Judge(Some(course), band, false))
    });
    commands.extend(courses.map(|verb| care_command(id, owner, verb)));
    let asked = CareVerb::Judge(None, Band::High, true);
    commands.push(care_command(id, owner, asked));
    // A moment that is only noted leads nowhere.
    let steps = STEPS
        .into_iter()
        .filter(|step| !matches!(step, Step::Note(_)));
    for step in steps {
        commands.push(care_command(id, owner, CareVerb::Rescue(step)));
        commands.push(care_command(id, chief, CareVerb::Rescue(step)));
    }
    for act in SUPERVISES {
        commands.push(care_command(id, owner, CareVerb::Supervise(act)));
        commands.push(care_command(id, chief, CareVerb::Supervise(act)));
    }
    commands
}

fn after(town: &Town, id: CaseId, command: Command) -> Option<Town> {
    let mut next = town.clone();
    next.facts.clear();
    if let Command::Wake { .. } = command {
        let due = next.case(id).wake()?;
        next.now = next.now.max(due);
    }
    let mut state = next.state.clone();
    let erases = matches!(command, Command::PersonErased { .. });
    let facts = next.act(command).ok()?;
    if !erases {
        for fact in &facts {
            fact_holds(&mut state, fact).unwrap();
        }
    }
    state_holds(&next).unwrap();
    Some(next)
}

#[test]
fn every_course_a_case_can_take_is_drawn_and_no_other() {
    let mut seen = BTreeSet::new();
    let mut steps: BTreeSet<(&str, &str)> = BTreeSet::new();
    let mut town = Town::with_duty(2);
    let id = town.signal(SEEKER, Band::High);
    let mut queue = VecDeque::from([town]);
    while let Some(town) = queue.pop_front() {
        let case = town.case(id);
        if !seen.insert(spot(case)) {
            continue;
        }
        let (from, open) = (case.course, !case.is_closed());
        for command in commands(case) {
            let Some(next) = after(&town, id, command) else {
                continue;
            };
            let Some(case) = next.state.case(id) else {
                continue;
            };
            let to = if case.stage() == Stage::Closed {
                "closed"
            } else {
                case.course.as_str()
            };
            if open && to != from.as_str() {
                steps.insert((from.as_str(), to));
            }
            queue.push_back(next);
        }
    }
    assert!(500 < seen.len(), "{} places are not all", seen.len());
    let drawn: BTreeSet<(&str, &str)> = DRAWN
        .iter()
        .flat_map(|(from, to)| to.iter().map(move |to| (*from, *to)))
        .collect();
    assert_eq!(steps, drawn, "docs/crisis-pipeline.md draws other courses");
}

/// The courses that `docs/crisis-pipeline.md` draws.
const DRAWN: [(&str, &[&str]); 15] = [
    (
        "talking",
        &[
            "no_risk",
            "monitoring",
            "safety_planning",
            "safety_planned",
            "voluntary_emergency",
            "imminent_risk",
            "attempt_in_progress",
            "closed",
        ],
    ),
    (
        "no_risk",
        &[
            "monitoring",
            "safety_planning",
            "safety_planned",
            "voluntary_emergency",
            "imminent_risk",
            "attempt_in_progress",
            "closed",
        ],
    ),
    (
        "monitoring",
        &[
            "no_risk",
            "safety_planning",
            "safety_planned",
            "voluntary_emergency",
            "imminent_risk",
            "attempt_in_progress",
            "closed",
        ],
    ),
    (
        "safety_planning",
        &[
            "no_risk",
            "monitoring",
            "safety_planned",
            "voluntary_emergency",
            "imminent_risk",
            "attempt_in_progress",
            "closed",
        ],
    ),
    (
        "safety_planned",
        &[
            "no_risk",
            "monitoring",
            "safety_planning",
            "voluntary_emergency",
            "imminent_risk",
            "attempt_in_progress",
            "closed",
        ],
    ),
    (
        "voluntary_emergency",
        &[
            "monitoring",
            "safety_planning",
            "safety_planned",
            "imminent_risk",
            "attempt_in_progress",
            "closed",
        ],
    ),
    (
        "contact_confirmed",
        &[
            "monitoring",
            "safety_planning",
            "safety_planned",
            "voluntary_emergency",
            "imminent_risk",
            "attempt_in_progress",
            "closed",
        ],
    ),
    (
        "imminent_risk",
        &[
            "monitoring",
            "safety_planning",
            "safety_planned",
            "voluntary_emergency",
            "attempt_in_progress",
            "rescue_proposed",
        ],
    ),
    (
        "rescue_proposed",
        &[
            "monitoring",
            "safety_planning",
            "safety_planned",
            "voluntary_emergency",
            "imminent_risk",
            "attempt_in_progress",
            "rescue_approved",
        ],
    ),
    (
        "rescue_approved",
        &[
            "monitoring",
            "safety_planning",
            "safety_planned",
            "voluntary_emergency",
            "imminent_risk",
            "attempt_in_progress",
            "dispatched",
            "cannot_locate",
        ],
    ),
    (
        "attempt_in_progress",
        &[
            "monitoring",
            "safety_planning",
            "safety_planned",
            "voluntary_emergency",
            "imminent_risk",
            "dispatched",
            "cannot_locate",
        ],
    ),
    ("dispatched", &["contact_confirmed", "contact_failed"]),
    (
        "contact_failed",
        &["contact_confirmed", "further_steps", "cannot_locate"],
    ),
    (
        "further_steps",
        &["contact_confirmed", "dispatched", "cannot_locate", "closed"],
    ),
    (
        "cannot_locate",
        &["contact_confirmed", "dispatched", "closed"],
    ),
];
