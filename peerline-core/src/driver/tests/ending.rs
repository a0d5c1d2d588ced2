use super::stage::SEEKER;
use super::stage::Stage;
use super::stage::settle;
use crate::vocab::Millis;

#[tokio::test]
async fn draining_says_when_to_come_back_and_ends_the_loop() {
    let stage = Stage::set().await;
    let (seeker, supporter, _room) = stage.pair().await;
    stage.line.drain(Millis::from_secs(7)).await;
    settle().await;
    for client in [&seeker, &supporter] {
        assert_eq!(client.bye().and_then(|bye| bye.again_ms), Some(7000));
    }
    assert!(stage.running.is_finished());
}

#[tokio::test]
async fn draining_an_empty_line_ends_it_twice_over() {
    let stage = Stage::set().await;
    let (one, other) = (
        stage.line.drain(Millis::from_secs(1)),
        stage.line.drain(Millis::from_secs(2)),
    );
    futures_util::future::join(one, other).await;
    settle().await;
    assert!(stage.running.is_finished());
}

#[tokio::test]
async fn who_comes_after_the_end_is_told_to_come_back() {
    let stage = Stage::set().await;
    let late = stage.connect().await;
    stage.line.drain(Millis::from_secs(1)).await;
    settle().await;
    late.hello(SEEKER, None, Vec::new());
    settle().await;
    assert!(late.bye().is_some_and(|bye| bye.again_ms.is_some()));
}

#[tokio::test]
async fn who_comes_while_the_line_drains_is_told_to_come_back() {
    let stage = Stage::set().await;
    let (seeker, _supporter, _room) = stage.pair().await;
    seeker.deaf.store(true, std::sync::atomic::Ordering::SeqCst);
    let line = stage.line.clone();
    let draining = tokio::spawn(async move { line.drain(Millis::from_secs(7)).await });
    settle().await;
    assert!(!draining.is_finished());
    let late = stage.join(30).await;
    assert_eq!(late.bye().and_then(|bye| bye.again_ms), Some(7000));
    seeker
        .deaf
        .store(false, std::sync::atomic::Ordering::SeqCst);
    settle().await;
    assert!(stage.running.is_finished());
}
