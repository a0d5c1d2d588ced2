//! Every place a case can stand in, and every step out of it: what may not follow never does.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::collections::VecDeque;

use super::invariants::Verb;
use super::invariants::command;
use super::invariants::fact_holds;
use super::invariants::raises_call;
use super::invariants::state_holds;
use super::town::Town;
use super::town::account;
use crate::crisis::Case;
use crate::crisis::Command;
use crate::crisis::Phase;
use crate::crisis::Signal;
use crate::crisis::Source;
use crate::crisis::Stage;
use crate::vocab::Band;
use crate::vocab::CaseId;

const SEEKER: u8 = 1;
const RESPONDERS: [u8; 2] = [10, 11];

const BANDS: [Band; 6] = [
    Band::Routine,
    Band::Watch,
    Band::Elevated,
    Band::High,
    Band::Imminent,
    Band::AttemptInProgress,
];

/// Where a case stands, without times and without how often something happened: what it may do next
/// depends on nothing else.
fn spot(case: &Case) -> String {
    let phase = match &case.phase {
        Phase::Offered(offer) => {
            let failed = offer.failed.len();
            format!("offered {:?} {failed}", offer.targets)
        }
        Phase::Owned(owner) => format!(
            "owned {:?} {} {} {:?}",
            owner.responder,
            owner.answer_by.is_some(),
            owner.check_in_at.is_some(),
            owner.handoff.map(|handoff| handoff.to),
        ),
        Phase::Resting(_) => "resting".to_owned(),
        Phase::Closed => "closed".to_owned(),
    };
    let wish = case.wish.map(|wish| (wish.band, wish.by));
    let gone = case.seeker_gone.is_some();
    let rung = case.next_rung.min(3);
    format!(
        "{phase} {:?} {:?} {} {wish:?} {gone} {rung} {:?} {}",
        case.band,
        case.peak,
        case.assessed,
        case.course,
        case.call.is_some(),
    )
}

/// Everything that people, detectors, sinks and clocks can do to one case.
fn commands(case: &Case) -> Vec<Command> {
    let id = case.id;
    let seeker = account(SEEKER);
    let mut commands = vec![
        Command::Wake { case: id },
        Command::SeekerWrote { person: seeker },
        Command::SeekerGone { person: seeker },
        Command::SeekerBack { person: seeker },
        Command::PersonErased { person: seeker },
    ];
    for source in [Source::OwnWords, Source::Asked, Source::DetectorOutage] {
        let signals = BANDS.map(|band| Command::Signal(Signal::new(seeker, source, band)));
        commands.extend(signals);
    }
    for who in RESPONDERS {
        let who = account(who);
        commands.push(Command::ResponderGone { responder: who });
        let mut verbs = vec![
            Verb::Accept,
            Verb::Acknowledge,
            Verb::Handoff(None),
            Verb::Take,
            Verb::Decline,
            Verb::Sign,
            Verb::Silent,
            Verb::Close(false),
            Verb::Close(true),
            Verb::Review,
        ];
        verbs.extend(RESPONDERS.map(|to| Verb::Handoff(Some(to))));
        for why in [false, true] {
            verbs.extend(BANDS.map(|band| Verb::Assess(band, why)));
        }
        commands.extend(verbs.into_iter().map(|verb| command(id, who, verb)));
    }
    if let Phase::Offered(offer) = &case.phase {
        for target in &offer.targets {
            for delivered in [false, true] {
                commands.push(Command::PageOutcome {
                    case: id,
                    step: offer.step,
                    target: *target,
                    delivered,
                });
            }
        }
    }
    commands
}

/// Does one thing to a case, at the time at which it is due where that is its timer.
fn after(town: &Town, id: CaseId, command: Command) -> Option<Town> {
    let mut next = town.clone();
    if let Command::Wake { .. } = command {
        let due = next.case(id).wake()?;
        next.now = next.now.max(due);
    }
    let mut state = next.state.clone();
    let erases = matches!(command, Command::PersonErased { .. });
    let facts = next.act(command).ok()?;
    // What an erasure ends is looked at below: it needs no assessment.
    if !erases {
        for fact in &facts {
            fact_holds(&mut state, fact).unwrap();
        }
    }
    raises_call(&facts).unwrap();
    state_holds(&next).unwrap();
    Some(next)
}

#[test]
fn from_every_place_a_case_can_stand_in_nothing_leads_where_it_must_not() {
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let mut steps: BTreeMap<(String, String), usize> = BTreeMap::new();
    let mut queue = VecDeque::new();
    for on_duty in [0, 1] {
        // A finding of no band is no sign, and opens nothing.
        for band in BANDS.into_iter().filter(|band| *band != Band::Routine) {
            let mut town = Town::with_duty(on_duty);
            let id = town.signal(SEEKER, band);
            queue.push_back((town, id));
        }
    }
    while let Some((town, id)) = queue.pop_front() {
        let case = town.case(id);
        if !seen.insert(format!("{} {}", town.on_duty, spot(case))) {
            continue;
        }
        let (from, was, owner) = (case.stage(), case.band, case.owner());
        for command in commands(case) {
            let erases = matches!(command, Command::PersonErased { .. });
            let Some(next) = after(&town, id, command.clone()) else {
                continue;
            };
            // A case that is over, and of which nothing is to be looked at again, is not kept.
            let to = next.state.case(id).map_or(Stage::Closed, Case::stage);
            let step = (format!("{from:?}"), format!("{to:?}"));
            *steps.entry(step).or_default() += 1;
            if from == Stage::Closed {
                assert_eq!(
                    to,
                    Stage::Closed,
                    "a case that is over stays so: {command:?}"
                );
            } else if to == Stage::Closed {
                let by_its_owner = owner.is_some() && matches!(command, Command::Close { .. });
                let by_erasure = erases && !was.pages();
                assert!(by_its_owner || by_erasure, "{was:?} closed by {command:?}");
            }
            if next.state.case(id).is_some() {
                queue.push_back((next, id));
            }
        }
    }
    assert!(6_000 < seen.len(), "{} places are not all", seen.len());
    let drawn: BTreeSet<(String, String)> = DRAWN
        .iter()
        .map(|(from, to)| ((*from).to_owned(), (*to).to_owned()))
        .collect();
    let found: BTreeSet<(String, String)> = steps.into_keys().filter(|(a, b)| a != b).collect();
    assert_eq!(found, drawn, "docs/crisis-pipeline.md draws other steps");
}

/// The steps that `docs/crisis-pipeline.md` draws.
const DRAWN: [(&str, &str); 14] = [
    ("Assessing", "Closed"),
    ("Assessing", "HandoffOffered"),
    ("Assessing", "Offered"),
    ("HandoffOffered", "Assessing"),
    ("HandoffOffered", "Closed"),
    ("HandoffOffered", "Offered"),
    ("HandoffOffered", "Owned"),
    // It was assessed by somebody before.
    ("Offered", "Assessing"),
    // Erased by the person themself, below High.
    ("Offered", "Closed"),
    ("Offered", "Owned"),
    ("Owned", "Assessing"),
    ("Owned", "Closed"),
    ("Owned", "HandoffOffered"),
    ("Owned", "Offered"),
];
