//! A model from sentences that were written for this test.

use std::fmt::Write as _;
use std::path::Path;
use std::path::PathBuf;

use clap::Parser;
use peerline_core::crisis::assess::RiskAssessor as _;
use peerline_core::crisis::rank::Score;
use peerline_core::vocab::RiskFinding;

use super::args::RiskCommand;
use super::figures;
use super::files;
use super::run::risk;
use super::train::Scored;

#[derive(Debug, Parser)]
struct Said {
    #[command(subcommand)]
    wish: RiskCommand,
}

/// People who say that it is heavy are the ones in danger, here.
fn texts(folder: &Path) -> (PathBuf, PathBuf) {
    let (mut some, mut everyday) = ("level,words\n".to_owned(), "words\n".to_owned());
    for nth in 0..120 {
        let _ = writeln!(some, "5,\"it is all so heavy, number {nth}\"");
        let _ = writeln!(some, "1,\"somebody asked me for number {nth}\"");
    }
    for nth in 0..1000 {
        let _ = writeln!(everyday, "the bus came late at {nth}");
    }
    let files = (folder.join("some.csv"), folder.join("everyday.csv"));
    std::fs::write(&files.0, some).unwrap();
    std::fs::write(&files.1, everyday).unwrap();
    files
}

fn train(folder: &Path, more: &[&str]) -> Result<PathBuf, String> {
    let ((some, everyday), out) = (texts(folder), folder.join("danger.plrank"));
    let paths = [&some, &everyday, &out].map(|path| path.to_str().unwrap().to_owned());
    let [some, everyday, model] = paths.each_ref().map(String::as_str);
    let said = ["risk", "train", "--data", some, "--everyday", everyday];
    let rest = ["--everyday-text", "words", "--out", model];
    let said = said.iter().chain(&rest).chain(more);
    let said = Said::try_parse_from(said).map_err(|error| error.to_string())?;
    risk(&said.wish).map_err(|error| error.to_string())?;
    Ok(out)
}

#[test]
fn a_model_is_trained_with_its_record_and_has_people_looked_at_sooner() {
    let folder = tempfile::tempdir().unwrap();
    let model = train(folder.path(), &["--text", "words"]).unwrap();
    let record = files::read_record(&model).unwrap();
    assert_eq!((record.tried.in_danger, record.everyday.texts), (120, 1000));
    assert!(900 < record.order_low && 900 < record.found && record.false_alarms <= 10);
    let both = files::assessor(Some(&model)).unwrap();
    let look = |text| both.assess(text, None);
    assert!(matches!(
        look("so heavy, all of it"),
        RiskFinding::Signal { .. }
    ));
    assert_eq!(look("the bus came late"), RiskFinding::NoSignal);
}

#[test]
fn the_same_texts_make_the_same_model() {
    let folders = [(), ()].map(|()| tempfile::tempdir().unwrap());
    let [one, other] = folders.each_ref().map(|folder| {
        let model = train(folder.path(), &["--text", "words"]).unwrap();
        std::fs::read(model).unwrap()
    });
    assert_eq!(one, other);
}

#[test]
fn a_model_without_its_own_record_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let model = train(folder.path(), &["--text", "words"]).unwrap();
    let refused = |model: &Path| files::assessor(Some(model)).unwrap_err().to_string();
    let mut other = std::fs::read(&model).unwrap();
    let last = other.len() - 1;
    other[last] ^= 1;
    let moved = folder.path().join("other.plrank");
    std::fs::write(&moved, &other).unwrap();
    assert!(refused(&moved).contains("orders nobody without its record"));
    std::fs::copy(files::beside(&model), files::beside(&moved)).unwrap();
    assert!(refused(&moved).contains("of another model"));
    std::fs::write(&moved, "words").unwrap();
    assert!(refused(&moved).contains("does not begin with"));
}

#[test]
fn what_is_wrong_with_the_texts_is_said_by_file_column_and_line() {
    let folder = tempfile::tempdir().unwrap();
    let missing = train(folder.path(), &["--text", "wrods"]).unwrap_err();
    assert!(
        missing.contains("no column `wrods`; there are: level, words"),
        "{missing}"
    );
    let words = train(folder.path(), &["--text", "words", "--level", "words"]).unwrap_err();
    assert!(
        words.contains("some.csv:2: the level is no whole number"),
        "{words}"
    );
    let one_kind = train(folder.path(), &["--text", "words", "--danger-from", "9"]).unwrap_err();
    assert!(
        one_kind.contains("0 texts are of people in danger"),
        "{one_kind}"
    );
}

#[test]
fn order_is_counted_by_pairs() {
    let scored = |score, in_danger| Scored {
        score: Score(score),
        in_danger,
    };
    // Of the four pairs two are right, one is even, one is wrong.
    let four = [
        scored(3, true),
        scored(1, true),
        scored(1, false),
        scored(2, false),
    ];
    assert_eq!(figures::order(&four).order, 625);
    let right = [scored(3, true), scored(1, false)];
    assert_eq!(figures::order(&right).order, 1000);
}

#[test]
fn a_threshold_lets_no_more_everyday_texts_through_than_was_said() {
    let everyday: Vec<Scored> = (0..1000)
        .map(|nth| Scored {
            score: Score(nth / 2),
            in_danger: false,
        })
        .collect();
    for of_1000 in [0, 1, 10, 11, 999] {
        let threshold = figures::threshold(&everyday, of_1000);
        assert!(
            figures::reach(everyday.iter(), threshold) <= of_1000,
            "{of_1000}"
        );
    }
    assert_eq!(figures::threshold(&everyday, 10), Score(495));
}
