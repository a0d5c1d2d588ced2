use super::*;

#[test]
fn control_frames_beyond_the_budget_are_refused_until_time_passes() {
    let start = Instant::now();
    let mut budget = ControlBudget::new(start);
    for _ in 0..ControlBudget::BURST {
        assert!(budget.spend(start));
    }
    assert!(!budget.spend(start));
    assert!(budget.spend(start + ControlBudget::REFILL));
    assert!(!budget.spend(start + ControlBudget::REFILL));
    let later = start + ControlBudget::REFILL * 1000;
    for _ in 0..ControlBudget::BURST {
        assert!(budget.spend(later));
    }
    assert!(!budget.spend(later));
}
