//! From texts to a model, and from models of parts to what is known about it.

use peerline_core::crisis::rank::BUCKETS;
use peerline_core::crisis::rank::Cell;
use peerline_core::crisis::rank::Features;
use peerline_core::crisis::rank::Model;
use peerline_core::crisis::rank::Score;

use super::data::Text;
use super::data::Texts;
use super::solve::Case;
use super::solve::Row;
use super::solve::Solution;
use super::solve::solve;

/// How much a mistake costs, against how large weights may be. Found by trying 0.05 to 1 on two sets; the order
/// hardly depends on it between 0.2 and 1.
const COST: f64 = 0.5;

/// An everyday text counts less: there are many, and they are to keep false alarms away and not to
/// decide the order.
const EVERYDAY_COST: f64 = 0.3;

/// What a text that was held back got, and whether somebody was in danger.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scored {
    pub(super) score: Score,
    pub(super) in_danger: bool,
}

/// Scores of texts by models that had not seen them.
#[derive(Debug, Default)]
pub(super) struct HeldBack {
    pub(super) tried: Vec<Scored>,
    pub(super) everyday: Vec<Scored>,
}

impl HeldBack {
    /// Scores all texts by one model.
    pub(super) fn by(model: &Model, texts: &Texts) -> Self {
        let mut held = Self::default();
        held.add(model, texts, |_| true);
        held
    }

    /// Cuts the texts in `folds` parts, and scores each part by a model of the others.
    pub(super) fn across(texts: &Texts, folds: u32) -> Self {
        let mut held = Self::default();
        for fold in 0..folds {
            let model = train(texts, |text| !text.is_in(fold, folds));
            held.add(&model, texts, |text| text.is_in(fold, folds));
        }
        held
    }

    fn add(&mut self, model: &Model, texts: &Texts, wanted: impl Fn(&Text) -> bool) {
        let score = |text: &Text| Scored {
            score: model.score(&text.seen),
            in_danger: text.in_danger,
        };
        let tried = texts.tried.iter().filter(|text| wanted(text));
        self.tried.extend(tried.map(score));
        let everyday = texts.everyday.iter().filter(|text| wanted(text));
        self.everyday.extend(everyday.map(score));
    }
}

/// Trains a model with the texts that are wanted.
pub(super) fn train(texts: &Texts, wanted: impl Fn(&Text) -> bool) -> Model {
    let tried: Vec<&Text> = texts.tried.iter().filter(|text| wanted(text)).collect();
    let everyday = texts.everyday.iter().filter(|text| wanted(text));
    let in_danger = tried.iter().filter(|text| text.in_danger).count();
    let others = tried.len().saturating_sub(in_danger);
    let rare = count(others) / count(in_danger.max(1));
    let costs = tried
        .iter()
        .map(|text| if text.in_danger { rare } else { 1.0 });
    let all: Vec<(&Text, f64)> = tried.iter().copied().zip(costs).collect();
    let mut all: Vec<(&Text, f64)> = all
        .into_iter()
        .chain(everyday.map(|text| (text, EVERYDAY_COST)))
        .collect();
    all.sort_by_key(|(text, _)| text.draw);
    let rarity = rarity(all.iter().map(|(text, _)| &text.seen));
    let cases = all.iter().map(|(text, cost)| Case {
        row: row(&text.seen, &rarity),
        in_danger: text.in_danger,
        cost: COST * cost,
    });
    whole(&solve(&cases.collect::<Vec<_>>(), BUCKETS), &rarity)
}

/// How rare each bucket is, in 1/1024: the logarithm of one in how many texts has it.
fn rarity<'a>(texts: impl Iterator<Item = &'a Features>) -> Vec<u16> {
    let (mut n_texts, mut having) = (0_u32, vec![0_u32; BUCKETS]);
    for seen in texts {
        n_texts = n_texts.saturating_add(1);
        for (bucket, _) in seen.iter() {
            if let Some(having) = having.get_mut(usize::from(bucket)) {
                *having = having.saturating_add(1);
            }
        }
    }
    let of = |having: u32| {
        if having == 0 {
            return 0;
        }
        let one_in = (1.0 + f64::from(n_texts)) / (1.0 + f64::from(having));
        rounded(one_in.ln() * 1024.0, u16::MAX.into())
            .try_into()
            .unwrap_or(0)
    };
    having.into_iter().map(of).collect()
}

fn row(seen: &Features, rarity: &[u16]) -> Row {
    let value = |(bucket, count): (u16, u16)| {
        let rare = rarity.get(usize::from(bucket)).copied().unwrap_or(0);
        (bucket, f64::from(rare) * (1.0 + f64::from(count).ln()))
    };
    let mut row: Row = seen.iter().map(value).collect();
    let square: f64 = row.iter().map(|(_, value)| value * value).sum();
    let length = square.sqrt().max(f64::MIN_POSITIVE);
    for (_, value) in &mut row {
        *value /= length;
    }
    row
}

fn whole(found: &Solution, rarity: &[u16]) -> Model {
    let cells = (0..=u16::MAX).zip(found.weights.iter().zip(rarity));
    let cells = cells.map(|(bucket, (weight, rarity))| {
        let cell = Cell {
            rarity: *rarity,
            weight: rounded(weight * 4096.0, Model::MAX_WEIGHT),
        };
        (bucket, cell)
    });
    Model::new(Score(rounded(found.bias * 1000.0, i32::MAX)), cells)
}

fn count(n: usize) -> f64 {
    f64::from(u32::try_from(n).unwrap_or(u32::MAX))
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "brought into its bounds before"
)]
fn rounded(value: f64, most: i32) -> i32 {
    value.clamp(-f64::from(most), f64::from(most)).round() as i32
}
