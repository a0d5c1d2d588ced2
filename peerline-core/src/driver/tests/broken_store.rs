use super::moody::Mood;
use super::stage::SEEK;
use super::stage::Stage;
use super::stage::settle;
use super::stage::text;
use crate::protocol::Code;
use crate::protocol::Kind;

#[tokio::test]
async fn while_nothing_can_be_stored_puts_are_refused_and_reads_are_served() {
    let stage = Stage::set().await;
    let (mut seeker, mut supporter, room) = stage.pair().await;
    let kept = seeker.put(&room, 3, "msg", &text("This one is kept."));
    settle().await;
    assert!(seeker.ok(kept).is_some());

    stage.journal.set(Mood::Full);
    let refused = seeker.put(&room, 4, "msg", &text("This one waits."));
    settle().await;
    let refusal = seeker.err(refused).unwrap();
    assert_eq!(refusal.code, Code::Busy);
    assert!(refusal.retry_ms.is_some());
    assert!(!stage.line.health().journal_writable);

    let help = seeker.ask("resources");
    supporter.open(&room);
    settle().await;
    assert!(seeker.ok(help).is_some_and(|taken| taken.body.is_some()));

    let again = seeker.put(&room, 4, "msg", &text("This one waits."));
    settle().await;
    assert_eq!(seeker.err_code(again), Some(Code::Busy));

    stage.journal.set(Mood::Fine);
    stage.pass_slowly(3).await;
    assert!(stage.line.health().journal_writable);
    let finally = seeker.put(&room, 4, "msg", &text("This one waits."));
    settle().await;
    assert!(seeker.ok(finally).is_some());

    let log = seeker.of_kind(&room, &Kind::Msg);
    assert_eq!(log.len(), 2, "nothing lost, nothing twice");
    assert!(seeker.bye().is_none());
}

#[tokio::test]
async fn somebody_new_is_let_in_and_finds_help_while_nothing_can_be_stored() {
    let stage = Stage::set().await;
    stage.journal.set(Mood::Full);
    let first = stage.join(20).await;
    assert!(first.was_welcomed() || first.bye().is_some_and(|bye| bye.again_ms.is_some()));
    let mut second = stage.join(21).await;
    assert!(second.was_welcomed());
    let help = second.ask("resources");
    settle().await;
    assert!(second.ok(help).is_some());

    stage.journal.set(Mood::Fine);
    stage.pass_slowly(3).await;
    let seek = second.put("@me", 1, "seek", SEEK);
    settle().await;
    assert!(second.ok(seek).is_some());
}

#[tokio::test]
async fn a_call_for_a_human_reaches_the_last_resort_without_a_record() {
    let stage = Stage::set().await;
    let mut seeker = stage.join(1).await;
    stage.journal.set(Mood::Full);
    let asked = seeker.put("@me", 1, "signal", "{}");
    settle().await;
    assert_eq!(seeker.err_code(asked), Some(Code::Busy));
    assert_eq!(stage.last_resort.pages().len(), 1);

    seeker.put("@me", 1, "signal", "{}");
    settle().await;
    assert_eq!(
        stage.last_resort.pages().len(),
        1,
        "once a minute is enough"
    );

    stage.journal.set(Mood::Fine);
    stage.pass_slowly(3).await;
    let kept = seeker.put("@me", 1, "signal", "{}");
    settle().await;
    assert!(seeker.ok(kept).is_some());
    assert_eq!(seeker.of_kind("@me", &Kind::Matched).len(), 1);
}

#[tokio::test]
async fn a_call_that_the_last_resort_did_not_take_is_repeated_with_the_next_request() {
    let stage = Stage::set().await;
    let mut seeker = stage.join(1).await;
    stage.journal.set(Mood::Full);
    stage
        .last_resort
        .fail(crate::ports::PortErrorKind::Unavailable);
    seeker.put("@me", 1, "signal", "{}");
    settle().await;
    stage.last_resort.recover();
    seeker.put("@me", 1, "signal", "{}");
    settle().await;
    assert_eq!(stage.last_resort.pages().len(), 1);
}

#[tokio::test]
async fn a_call_for_a_human_does_not_wait_behind_a_message_that_could_not_be_stored() {
    let stage = Stage::set().await;
    let (mut seeker, _supporter, room) = stage.pair().await;
    stage.journal.set(Mood::Full);
    let said = seeker.put(&room, 3, "msg", &text("Hello."));
    settle().await;
    assert_eq!(seeker.err_code(said), Some(Code::Busy));
    let asked = seeker.put(&room, 4, "signal", "{}");
    settle().await;
    assert_eq!(seeker.err_code(asked), Some(Code::Busy));
    assert_eq!(stage.last_resort.pages().len(), 1);
}

#[tokio::test]
async fn after_a_conflict_the_line_goes_on_from_what_is_durable() {
    let stage = Stage::set().await;
    let (mut seeker, supporter, room) = stage.pair().await;
    stage.journal.set(Mood::ConflictOnce);
    let said = seeker.put(&room, 3, "msg", &text("Hello."));
    settle().await;
    assert_eq!(seeker.err_code(said), Some(Code::Busy));
    assert_eq!(stage.line.counters().rebuilds, 1);
    let again = seeker.put(&room, 3, "msg", &text("Hello."));
    settle().await;
    assert!(seeker.ok(again).is_some());
    assert_eq!(supporter.of_kind(&room, &Kind::Msg).len(), 1);
}

#[tokio::test]
async fn another_writer_who_let_go_is_followed() {
    let stage = Stage::set().await;
    let (mut seeker, supporter, room) = stage.pair().await;
    crate::ports::Journal::hold(&stage.journal.store)
        .await
        .unwrap();
    let said = seeker.put(&room, 3, "msg", &text("Hello."));
    settle().await;
    assert_eq!(seeker.err_code(said), Some(Code::Busy));
    let again = seeker.put(&room, 3, "msg", &text("Hello."));
    settle().await;
    assert!(seeker.ok(again).is_some());
    assert_eq!(supporter.of_kind(&room, &Kind::Msg).len(), 1);
}
