use super::*;

#[tokio::test]
async fn returns_at_or_after_the_due_time() {
    let due = SystemClock.now().after(Millis::new(20));
    SystemClock.sleep_until(due).await;
    assert!(due <= SystemClock.now());
}

#[tokio::test]
async fn a_time_that_has_passed_is_not_waited_for() {
    SystemClock.sleep_until(Timestamp::ZERO).await;
}
