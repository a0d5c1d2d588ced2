//! What a model says, when it may say anything, and how it is written down.

use proptest::prelude::*;

use super::BadModel;
use super::Cell;
use super::DataSet;
use super::Features;
use super::Model;
use super::RankAssessor;
use super::Record;
use super::Score;
use super::Unfit;
use crate::crisis::assess::RaisingAssessor;
use crate::crisis::assess::RiskAssessor as _;
use crate::crisis::assess::RuleAssessor;
use crate::testkit::crisis::assessor;
use crate::vocab::Band;
use crate::vocab::RiskFinding;

/// Knows the words of `text`, each as worth as much.
fn knows(text: &str, weight: i32) -> Model {
    let cell = Cell {
        rarity: 2048,
        weight,
    };
    let known = Features::of(text);
    Model::new(Score(-500), known.iter().map(|(bucket, _)| (bucket, cell)))
}

fn record(model: &Model) -> Record {
    let texts = |texts, in_danger| DataSet {
        name: "made for a test".to_owned(),
        texts,
        in_danger,
    };
    Record {
        model: model.digest(),
        tried: texts(400, 120),
        everyday: texts(2000, 0),
        danger: "made for a test".to_owned(),
        folds: 5,
        order: 900,
        order_low: 880,
        order_high: 920,
        threshold: Score(1000),
        found: 800,
        found_wrongly: 200,
        false_alarms: 8,
    }
}

fn model() -> impl Strategy<Value = Model> {
    let weight = -Model::MAX_WEIGHT..=Model::MAX_WEIGHT;
    let cell = (any::<u16>(), weight).prop_map(|(rarity, weight)| Cell { rarity, weight });
    let known = prop::collection::vec((any::<u16>(), cell), 0..300);
    (any::<i32>(), known).prop_map(|(bias, known)| Model::new(Score(bias), known))
}

#[test]
fn words_that_it_was_trained_with_raise_the_score() {
    let model = knows("everything is so heavy today", 40_960);
    let score = |text| model.score(&Features::of(text));
    assert_eq!(score(""), Score(-500));
    assert!(score("the bus was late") < score("it is so heavy"));
    assert!(score("it is so heavy") < score("everything is so heavy today"));
}

#[test]
fn a_long_text_is_worth_no_more_for_its_length() {
    let model = knows("so heavy", 4096);
    let (once, often) = ("so heavy", "so heavy ".repeat(200));
    let (once, often) = (Features::of(once), Features::of(&often));
    assert!((model.score(&often).0 - model.score(&once).0).abs() < 10_000);
    assert!(often.iter().count() <= once.iter().count() + 4);
}

#[test]
fn an_explanation_adds_up_and_points_at_the_words() {
    let model = knows("so heavy", 40_960);
    let text = "oh, it’s SO heavy…";
    let shares = model.explain(text);
    let words: Vec<_> = shares.iter().map(|share| share.span.of(text)).collect();
    assert_eq!(words, [Some("oh"), Some("it’s"), Some("SO"), Some("heavy")]);
    let sum: i64 = shares.iter().map(|share| share.adds).sum();
    let score = i64::from(model.score(&Features::of(text)).0 - model.bias().0);
    assert!((sum - score).abs() <= 8, "{sum} for {score}");
    assert!(shares[0].adds < shares[3].adds);
}

#[test]
fn no_model_orders_anybody_without_a_record_that_allows_it() {
    let model = knows("so heavy", 40_960);
    let refused = |change: fn(&mut Record)| {
        let mut record = record(&model);
        change(&mut record);
        RankAssessor::new(model.clone(), &record).map(|_| ()).err()
    };
    let other = knows("so light", 40_960);
    assert_eq!(
        RankAssessor::new(other, &record(&model)).err(),
        Some(Unfit::OtherModel)
    );
    assert_eq!(refused(|_| {}), None);
    assert_eq!(
        refused(|to| to.tried.in_danger = 99),
        Some(Unfit::TooFew(99))
    );
    assert_eq!(
        refused(|to| to.everyday.texts = 999),
        Some(Unfit::TooFewEveryday(999))
    );
    assert_eq!(
        refused(|to| to.order_low = 500),
        Some(Unfit::OrdersNobody(500))
    );
    assert_eq!(
        refused(|to| to.false_alarms = 11),
        Some(Unfit::FalseAlarms(11))
    );
}

#[test]
fn a_conversation_that_reaches_the_threshold_is_looked_at_soon_and_wakes_nobody() {
    let model = knows("everything is so heavy today", 40_960);
    let rank = RankAssessor::new(model.clone(), &record(&model)).unwrap();
    let found = rank.assess("everything is so heavy today", None);
    let RiskFinding::Signal { band, reasons } = found else {
        panic!("a signal");
    };
    assert_eq!(band, Band::Watch);
    assert!(!band.pages());
    assert!(reasons[0].rule.starts_with("rank@"));
    assert_eq!(rank.assess("pff", None), RiskFinding::NoSignal);
    let after = rank.assess_after("everything is so heavy", "today", None);
    assert!(matches!(after, RiskFinding::Signal { .. }), "{after:?}");
}

#[test]
fn a_model_over_the_rules_takes_nothing_from_them() {
    let model = knows("the bus was late", 40_960);
    let rank = RankAssessor::new(model.clone(), &record(&model)).unwrap();
    let both = RaisingAssessor::new(RuleAssessor::default(), rank);
    let RiskFinding::Signal { band, .. } = both.assess("i want to die", None) else {
        panic!("the rules find it");
    };
    assert_eq!(band, Band::High);
    for (name, law) in assessor::all_laws() {
        assert_eq!(law(&both), Ok(()), "{name}");
    }
}

#[test]
fn a_model_keeps_every_law_of_an_assessor() {
    let model = knows("want to die so heavy a1 k i l l", 400_960);
    let rank = RankAssessor::new(model.clone(), &record(&model)).unwrap();
    for (name, law) in assessor::all_laws() {
        assert_eq!(law(&rank), Ok(()), "{name}");
    }
}

#[test]
fn bytes_that_are_no_model_are_refused_with_what_is_wrong() {
    let bytes = knows("so heavy", 4096).to_bytes();
    let cut = bytes.len() - 1;
    let length = BadModel::Length {
        expected: bytes.len(),
        found: cut,
    };
    assert_eq!(Model::from_bytes(&bytes[..cut]), Err(length));
    assert_eq!(Model::from_bytes(b"PLRANK2\n"), Err(BadModel::NotAModel));
    let mut twice = bytes.clone();
    twice.copy_within(16..24, 24);
    assert!(matches!(Model::from_bytes(&twice), Err(BadModel::Order(_))));
    let mut empty = bytes;
    empty[18..24].fill(0);
    assert!(matches!(Model::from_bytes(&empty), Err(BadModel::Cell(_))));
}

proptest! {
    #[test]
    fn a_model_is_read_as_it_was_written(model in model()) {
        prop_assert_eq!(Model::from_bytes(&model.to_bytes()), Ok(model));
    }

    #[test]
    fn any_bytes_are_a_model_or_refused(mut bytes in prop::collection::vec(any::<u8>(), 0..200), marked: bool) {
        if marked {
            bytes.splice(..0, *b"PLRANK1\n");
        }
        if let Ok(model) = Model::from_bytes(&bytes) {
            prop_assert_eq!(model.to_bytes(), bytes);
        }
    }

    #[test]
    fn any_text_gets_a_score_and_an_explanation(model in model(), text: String) {
        let _score = model.score(&Features::of(&text));
        for share in model.explain(&text) {
            prop_assert!(share.span.of(&text).is_some());
        }
    }
}
