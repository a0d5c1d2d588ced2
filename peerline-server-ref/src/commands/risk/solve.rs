//! Finding the weights of a linear model: a support vector machine with squared loss, by descent along
//! one text at a time in the dual (Hsieh and others, ICML 2008, algorithm 1). It has one solution, so
//! that the order in which texts are looked at changes little.

/// One text as the solver sees it: what is there and how much, of length 1.
pub(super) type Row = Vec<(u16, f64)>;

/// What is to be told apart.
#[derive(Debug)]
pub(super) struct Case {
    pub(super) row: Row,
    pub(super) in_danger: bool,
    /// How much a mistake about it costs.
    pub(super) cost: f64,
}

/// Weights by bucket, and what everything begins with.
#[derive(Debug)]
pub(super) struct Solution {
    pub(super) weights: Vec<f64>,
    pub(super) bias: f64,
}

/// How often each text is looked at.
const PASSES: usize = 40;

pub(super) fn solve(cases: &[Case], buckets: usize) -> Solution {
    let mut found = Solution {
        weights: vec![0.0; buckets],
        bias: 0.0,
    };
    let mut held = vec![0.0_f64; cases.len()];
    for _ in 0..PASSES {
        for (case, held) in cases.iter().zip(&mut held) {
            let side: f64 = if case.in_danger { 1.0 } else { -1.0 };
            let slack: f64 = 1.0 / (2.0 * case.cost);
            let square: f64 = case.row.iter().map(|(_, value)| value * value).sum();
            let gradient = side.mul_add(found.says(&case.row), slack.mul_add(*held, -1.0));
            let next = (*held - gradient / (square + 1.0 + slack)).max(0.0);
            let step = (next - *held) * side;
            *held = next;
            found.bias += step;
            for (bucket, value) in &case.row {
                if let Some(weight) = found.weights.get_mut(usize::from(*bucket)) {
                    *weight = step.mul_add(*value, *weight);
                }
            }
        }
    }
    found
}

impl Solution {
    fn says(&self, row: &Row) -> f64 {
        let weight = |bucket: u16| {
            self.weights
                .get(usize::from(bucket))
                .copied()
                .unwrap_or(0.0)
        };
        let parts = row.iter().map(|(bucket, value)| weight(*bucket) * value);
        parts.sum::<f64>() + self.bias
    }
}
