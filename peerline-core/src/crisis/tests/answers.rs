//! What a helper records, and how soon it means that a person is needed.

use super::town::Town;
use super::town::account;
use crate::crisis::Answer;
use crate::crisis::Answers;
use crate::crisis::Asq;
use crate::crisis::AssessReason;
use crate::crisis::CareAct;
use crate::crisis::Command;
use crate::crisis::Course;
use crate::crisis::Cssrs;
use crate::crisis::Grid;
use crate::crisis::Judgment;
use crate::crisis::Refusal;
use crate::crisis::What;
use crate::vocab::Band;
use crate::vocab::CaseId;

const ANNA: u8 = 10;
const EVERY: [Answer; 4] = [Answer::Yes, Answer::No, Answer::Declined, Answer::NotAsked];

fn owned() -> (Town, CaseId) {
    let mut town = Town::with_duty(2);
    let case = town.signal(1, Band::High);
    town.accept(case, ANNA);
    (town, case)
}

fn judge(case: CaseId, judgment: Judgment) -> Command {
    let act = CareAct::Judge(Box::new(judgment));
    let by = account(ANNA);
    Command::Care { case, by, act }
}

fn recording(answers: Answers) -> Judgment {
    Judgment {
        band: Band::Watch,
        reason: Some(AssessReason::Answers),
        course: None,
        answers: Some(answers),
    }
}

fn cssrs(change: impl FnOnce(&mut Cssrs)) -> Band {
    let mut record = Cssrs::default();
    change(&mut record);
    record.floor()
}

fn asq(change: impl FnOnce(&mut Asq)) -> Band {
    let mut record = Asq::default();
    change(&mut record);
    record.floor()
}

#[test]
fn only_a_yes_raises_and_only_where_the_map_says_so() {
    for answer in EVERY {
        let yes = answer == Answer::Yes;
        let high = if yes { Band::High } else { Band::Routine };
        assert_eq!(cssrs(|all| all.intent = answer), high);
        assert_eq!(cssrs(|all| all.planned = answer), high);
        assert_eq!(cssrs(|all| all.behavior_recent = answer), high);
        let imminent = if yes { Band::Imminent } else { Band::Routine };
        assert_eq!(asq(|all| all.right_now = answer), imminent);
        // 1 to 3, and what is long ago, say nothing by themselves: a helper does.
        let silent = [
            cssrs(|all| all.wished_dead = answer),
            cssrs(|all| all.thoughts = answer),
            cssrs(|all| all.way = answer),
            cssrs(|all| all.behavior = answer),
            asq(|all| all.wished_dead = answer),
            asq(|all| all.better_off = answer),
            asq(|all| all.thoughts = answer),
            asq(|all| all.tried = answer),
        ];
        assert_eq!(silent, [Band::Routine; 8]);
    }
}

#[test]
fn a_record_is_never_below_what_its_answers_mean() {
    let (mut town, case) = owned();
    let cssrs = Cssrs {
        intent: Answer::Yes,
        ..Cssrs::default()
    };
    let answers = Answers {
        cssrs: Some(cssrs),
        ..Answers::default()
    };
    let facts = town.does(judge(case, recording(answers)));
    let What::Answered { answers: kept, .. } = &facts[0].what else {
        panic!("the answers are kept")
    };
    assert_eq!(**kept, answers);
    let What::AssessmentRecorded {
        band,
        awaits_signature,
        ..
    } = &facts[1].what
    else {
        panic!("and judged")
    };
    assert_eq!((*band, *awaits_signature), (Band::High, false));
    assert_eq!(town.case(case).band, Band::High);
}

#[test]
fn a_yes_to_right_now_is_imminent_and_calls_a_supervisor() {
    let (mut town, case) = owned();
    let asq = Asq {
        right_now: Answer::Yes,
        ..Asq::default()
    };
    let answers = Answers {
        asq: Some(asq),
        ..Answers::default()
    };
    town.does(judge(case, recording(answers)));
    assert_eq!(town.case(case).band, Band::Imminent);
    assert_eq!(town.case(case).course, Course::ImminentRisk);
    assert!(town.case(case).call.is_some());
}

#[test]
fn a_record_in_which_nothing_was_asked_is_none() {
    let (mut town, case) = owned();
    let answers = Answers {
        grid: Some(Grid::default()),
        cssrs: Some(Cssrs::default()),
        asq: Some(Asq::default()),
    };
    assert_eq!(answers.used(), None);
    town.does(judge(case, recording(answers)));
    assert_eq!(town.case(case).answers, None);
    let declined = Answers {
        grid: Some(Grid {
            desire: Answer::Declined,
            ..Grid::default()
        }),
        ..answers
    };
    assert_eq!(declined.used().map(|used| used.cssrs), Some(None));
}

#[test]
fn no_danger_is_not_said_of_somebody_who_is_needed_now() {
    let (mut town, case) = owned();
    let judgment = Judgment {
        band: Band::High,
        reason: None,
        course: Some(Course::NoRisk),
        answers: None,
    };
    assert_eq!(town.act(judge(case, judgment)), Err(Refusal::OutOfCourse));
}
