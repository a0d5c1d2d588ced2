//! The laws of slow signals catch those that are wrong in just that way.

use async_trait::async_trait;

use crate::moderation::Scores;
use crate::ports::SlowFinding;
use crate::ports::SlowSignal;
use crate::testkit::block_on::block_on;
use crate::testkit::slow_signal;
use crate::testkit::slow_signal::Outside;
use crate::vocab::Language;
use crate::vocab::Text;

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Flaw {
    None,
    Boasts,
    Blind,
    ReadsAFailureAsClear,
}

/// A signal with one mistake, whose other side works or does not.
#[derive(Debug)]
struct Bent(Flaw, bool);

#[async_trait]
impl SlowSignal for Bent {
    async fn score(&self, _: &Text, _: Option<&Language>) -> SlowFinding {
        match self {
            Self(Flaw::Boasts, true) => SlowFinding::Score(Scores::MOST + 1),
            Self(Flaw::ReadsAFailureAsClear, false) => SlowFinding::Score(0),
            Self(Flaw::Blind, true) | Self(_, false) => SlowFinding::Unavailable,
            Self(_, true) => SlowFinding::Score(Scores::MOST),
        }
    }
}

#[async_trait]
impl Outside for Flaw {
    async fn signal(&self, works: bool) -> Box<dyn SlowSignal> {
        Box::new(Bent(*self, works))
    }
}

#[test]
fn each_law_catches_the_slow_signal_that_breaks_it_and_no_other() {
    for (flaw, broken) in [
        (Flaw::None, None),
        (Flaw::Boasts, Some("slow_score_is_within_bounds")),
        (Flaw::Blind, Some("slow_score_is_within_bounds")),
        (Flaw::ReadsAFailureAsClear, Some("slow_failure_is_a_value")),
    ] {
        let bounds = block_on(slow_signal::slow_score_is_within_bounds(&flaw));
        let value = block_on(slow_signal::slow_failure_is_a_value(&flaw));
        assert_eq!(
            bounds.is_err(),
            broken == Some("slow_score_is_within_bounds"),
            "{flaw:?}"
        );
        assert_eq!(
            value.is_err(),
            broken == Some("slow_failure_is_a_value"),
            "{flaw:?}"
        );
        assert_eq!(
            block_on(slow_signal::judge(&flaw)).is_err(),
            broken.is_some()
        );
    }
}
