//! What it costs to look at a message for danger: the rules, a model that orders, and both, over the
//! sentences of the public suite in six languages.
//!
//! `cargo bench -p peerline-benches --bench detect`

#![expect(
    clippy::unwrap_used,
    reason = "a bench stops where its world is not as it should be"
)]

use criterion::Criterion;
use criterion::Throughput;
use criterion::criterion_group;
use criterion::criterion_main;
use peerline_core::crisis::assess::RaisingAssessor;
use peerline_core::crisis::assess::RiskAssessor;
use peerline_core::crisis::assess::RuleAssessor;
use peerline_core::crisis::rank::Cell;
use peerline_core::crisis::rank::DataSet;
use peerline_core::crisis::rank::Model;
use peerline_core::crisis::rank::RankAssessor;
use peerline_core::crisis::rank::Record;
use peerline_core::crisis::rank::Score;

const SUITES: [&str; 6] = [
    include_str!("../../docs/crisischeck/en.jsonl"),
    include_str!("../../docs/crisischeck/de.jsonl"),
    include_str!("../../docs/crisischeck/es.jsonl"),
    include_str!("../../docs/crisischeck/fr.jsonl"),
    include_str!("../../docs/crisischeck/it.jsonl"),
    include_str!("../../docs/crisischeck/pt.jsonl"),
];

fn sentences() -> Vec<String> {
    let lines = SUITES.iter().flat_map(|suite| suite.lines());
    let text = |line: &str| {
        let case: serde_json::Value = serde_json::from_str(line).unwrap();
        case.get("text").unwrap().as_str().unwrap().to_owned()
    };
    lines.map(text).collect()
}

/// A model that knows every bucket: what it costs does not depend on what it knows.
fn rank() -> RankAssessor {
    let known = (0..=u16::MAX).map(|bucket| {
        let cell = Cell {
            rarity: 2048 + bucket % 4096,
            weight: i32::from(bucket) - 40_000,
        };
        (bucket, cell)
    });
    let model = Model::new(Score(-500), known);
    let texts = |texts, in_danger| DataSet {
        name: "made for a bench".to_owned(),
        texts,
        in_danger,
    };
    let record = Record {
        model: model.digest(),
        tried: texts(1000, 200),
        everyday: texts(1000, 0),
        danger: "made for a bench".to_owned(),
        folds: 5,
        order: 900,
        order_low: 880,
        order_high: 920,
        threshold: Score(i32::MAX),
        found: 0,
        found_wrongly: 0,
        false_alarms: 0,
    };
    RankAssessor::new(model, &record).unwrap()
}

fn detect(c: &mut Criterion) {
    let sentences = sentences();
    let mut group = c.benchmark_group("detect");
    group.throughput(Throughput::Elements(
        u64::try_from(sentences.len()).unwrap(),
    ));
    let both = RaisingAssessor::new(RuleAssessor::default(), rank());
    let before = "I had a long day and then the bus did not come. ".repeat(10);
    let detectors: [(&str, &dyn RiskAssessor, &str); 4] = [
        ("rules", &RuleAssessor::default(), ""),
        ("model", &rank(), ""),
        ("model, with 480 bytes before", &rank(), &before),
        ("rules and model, with 480 bytes before", &both, &before),
    ];
    for (name, detector, before) in detectors {
        group.bench_function(name, |b| {
            b.iter(|| {
                let looks = sentences
                    .iter()
                    .map(|text| detector.assess_after(before, text, None));
                looks
                    .filter(|found| {
                        std::hint::black_box(found) != &peerline_core::vocab::RiskFinding::NoSignal
                    })
                    .count()
            });
        });
    }
    group.finish();
}

criterion_group!(benches, detect);
criterion_main!(benches);
