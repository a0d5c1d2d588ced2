//! The runner, with real programs at the other end.

use std::time::Duration;

use serde_json::json;

use super::case::Answer;
use super::case::Case;
use super::case::Cuts;
use super::case::Verdict;
use super::figures::Count;
use super::library;
use super::run::measure;
use super::system::System;

fn case(id: &str, urgent: &str, signal: &str) -> Case {
    let case = json!({"id": id, "function": "explicit", "language": "en", "text": "x",
        "urgent": urgent, "signal": signal});
    serde_json::from_value(case).unwrap()
}

fn drive(command: &str, cases: &[Case]) -> (Count, Vec<Result<Verdict, String>>) {
    let patience = Duration::from_millis(600);
    let mut system = System::program(command.to_owned(), patience, Cuts::default());
    let mut told = Vec::new();
    let figures = measure(cases, &mut system, |_, verdict| told.push(verdict.clone()));
    (figures.sum(None, None), told)
}

#[test]
fn the_suite_inside_the_program_is_whole() {
    assert_eq!(library::read(None).unwrap().len(), 15 * 40 * 6);
}

#[test]
fn an_answer_is_judged_by_what_its_case_wants() {
    let both = |urgent, signal| Answer { urgent, signal };
    for (urgent, signal, answer, verdict) in [
        ("must", "must", both(true, true), Verdict::Right),
        ("must", "must", both(false, true), Verdict::Missed),
        ("may", "must", both(false, true), Verdict::Right),
        ("may", "must", both(false, false), Verdict::Missed),
        ("must_not", "must", both(false, false), Verdict::Missed),
        ("must_not", "must", both(true, true), Verdict::FalseAlarm),
        ("must_not", "may", both(false, false), Verdict::Right),
    ] {
        assert_eq!(case("a", urgent, signal).judge(answer), verdict);
    }
}

#[test]
fn a_score_needs_a_cut_and_a_band_needs_none() {
    let read = |line, cuts| Answer::read(&line, "a", cuts);
    let cuts = Cuts {
        urgent: Some(0.8),
        signal: Some(0.3),
    };
    let score = |score: f64| read(json!({"id": "a", "score": score}), cuts).unwrap();
    assert!(score(0.9).urgent && !score(0.5).urgent);
    assert!(score(0.5).signal && !score(0.1).signal);
    assert!(read(json!({"id": "a", "score": 1}), Cuts::default()).is_err());
    assert!(read(json!({"id": "b", "band": "high"}), cuts).is_err());
    assert!(read(json!({"id": "a", "band": "loud"}), cuts).is_err());
    assert!(read(json!({"id": "a"}), cuts).is_err());
    assert!(
        read(json!({"id": "a", "band": "high"}), Cuts::default())
            .unwrap()
            .urgent
    );
}

#[cfg(unix)]
#[test]
fn rubbish_a_crash_and_silence_fail_their_case_and_the_next_is_asked() {
    let cases: Vec<_> = [
        "good", "rubbish", "good", "crash", "good", "silence", "good",
    ]
    .into_iter()
    .map(|id| case(id, "must", "must"))
    .collect();
    let command = r#"while read line; do case "$line" in
        *rubbish*) echo hello;; *crash*) exit 3;; *silence*) sleep 2;;
        *) echo '{"id": "good", "band": "high"}';; esac; done"#;
    let (count, told) = drive(command, &cases);
    let right = told.iter().map(|verdict| verdict == &Ok(Verdict::Right));
    assert_eq!(
        right.collect::<Vec<_>>(),
        [true, false, true, false, true, false, true],
        "{told:?}"
    );
    assert_eq!((count.asked, count.found, count.silent), (7, 4, 3));
}

#[cfg(unix)]
#[test]
fn a_program_that_never_answers_is_not_asked_for_ever() {
    let cases = vec![case("a", "must_not", "may"); 60];
    let (count, told) = drive("exit 1", &cases);
    assert_eq!((count.silent, count.alarms), (60, 0));
    let last = told.last().unwrap();
    assert!(last.as_ref().unwrap_err().contains("not asked any more"));
}
