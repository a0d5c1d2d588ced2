use super::*;

#[test]
fn the_urgent_wait_less_by_tier_than_by_coming_and_knowing_more_helps_more() {
    let night = Night::with(Night::RECALL);
    let within = |order| night.run(order).urgent.share_within(5.0);
    let (came, line, truth) = (
        within(Order::Came),
        within(Order::Line),
        within(Order::Truth),
    );
    assert!(came < line && line < truth, "{came} {line} {truth}");
}

#[test]
fn first_come_waits_as_erlang_c_says() {
    let night = Night::with(Night::RECALL);
    let waits = night.run(Order::Came);
    // Erlang C for ten helpers and 8.5 at once: 0.5299 wait; of those e^(-5/30) longer than 5 min.
    let found = 1.0 - waits.routine.share_within(5.0);
    let expected = 0.5299 * (-5.0_f64 / 30.0).exp();
    assert!((found - expected).abs() < 0.02, "{found} and {expected}");
}
