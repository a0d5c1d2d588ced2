use proptest::prelude::*;

use crate::moderation::Breaker;
use crate::moderation::Turned;
use crate::vocab::Millis;
use crate::vocab::Timestamp;

const NOW: Timestamp = Timestamp::from_unix_millis(1_800_000_000_000);

fn tripped() -> Breaker {
    let mut breaker = Breaker::default();
    for n in 1..=Breaker::TRIPS {
        assert!(breaker.asks(NOW));
        let turned = (n == Breaker::TRIPS).then_some(Turned::Down);
        assert_eq!(breaker.failed(NOW), turned);
    }
    breaker
}

#[test]
fn nobody_asks_while_it_rests_and_then_one_does() {
    let mut breaker = tripped();
    assert!(!breaker.asks(NOW));
    let over = NOW.after(Breaker::RESTS);
    assert!(!breaker.asks(over.before(Millis::new(1))));
    assert!(breaker.asks(over));
    assert!(!breaker.asks(over), "two asked at once");
    assert_eq!(breaker.answered(), Some(Turned::Up));
    assert!(breaker.asks(over) && breaker.asks(over));
}

#[test]
fn a_failure_after_the_rest_opens_it_anew_and_is_not_told_twice() {
    let mut breaker = tripped();
    let over = NOW.after(Breaker::RESTS);
    assert!(breaker.asks(over));
    assert_eq!(breaker.failed(over), None);
    assert!(!breaker.asks(over.after(Millis::new(1))));
}

#[test]
fn an_answer_between_failures_counts_from_the_start() {
    let mut breaker = Breaker::default();
    for _ in 0..Breaker::TRIPS * 3 {
        assert_eq!(breaker.failed(NOW), None);
        assert_eq!(breaker.answered(), None);
    }
}

#[test]
fn a_clock_that_is_set_back_makes_no_rest_longer() {
    let mut breaker = tripped();
    assert!(breaker.asks(NOW.before(Millis::from_hours(5))));
}

proptest! {
    /// Whatever happens, and however many never say how it went: after a rest somebody asks.
    #[test]
    fn it_is_never_left_alone_for_longer_than_a_rest(
        steps in proptest::collection::vec((0_u8..3, 0_u64..60_000), 0..60)
    ) {
        let (mut breaker, mut now) = (Breaker::default(), NOW);
        for (step, later) in steps {
            now = now.after(Millis::new(later));
            if breaker.asks(now) {
                match step {
                    0 => drop(breaker.failed(now)),
                    1 => drop(breaker.answered()),
                    _ => {}
                }
            }
            prop_assert!(breaker.clone().asks(now.after(Breaker::RESTS)));
        }
    }
}
