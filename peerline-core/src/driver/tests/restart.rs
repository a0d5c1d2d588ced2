use super::moody::Mood;
use super::stage::SEEKER;
use super::stage::Stage;
use super::stage::room;
use super::stage::settle;
use super::stage::text;
use crate::protocol::Kind;
use crate::vocab::Seq;

#[tokio::test]
async fn cursors_go_on_and_unanswered_puts_are_written_once() {
    let mut stage = Stage::set().await;
    let (mut seeker, _supporter, name) = stage.pair().await;
    seeker.put(&name, 3, "msg", &text("One."));
    settle().await;
    let last = seeker.log(&name).last().unwrap().clone();
    stage.journal.set(Mood::Slow);
    let unanswered = seeker.put(&name, 4, "msg", &text("Two."));
    settle().await;
    assert!(seeker.ok(unanswered).is_none());

    stage.restart().await;
    let mut cursor = room(&name, last.seq);
    cursor.h = Some(last.h);
    cursor.epoch = Some(1);
    let mut seeker = stage.connect().await;
    seeker.hello(SEEKER, None, vec![cursor]);
    settle().await;
    assert!(seeker.log(&name).is_empty(), "nothing comes twice");
    let (once, twice) = (
        seeker.put(&name, 4, "msg", &text("Two.")),
        seeker.put(&name, 4, "msg", &text("Two.")),
    );
    settle().await;
    assert_eq!(seeker.ok(once).unwrap().seq, seeker.ok(twice).unwrap().seq);
    let log = seeker.log(&name);
    assert_eq!(log.first().map(|ev| ev.seq), Some(last.seq.next()));
    assert_eq!(log.iter().filter(|ev| ev.kind == Kind::Msg).count(), 1);
}

#[tokio::test]
async fn a_put_that_was_answered_is_answered_the_same_after_a_restart() {
    let mut stage = Stage::set().await;
    let (mut seeker, _supporter, name) = stage.pair().await;
    let before = seeker.put(&name, 3, "msg", &text("One."));
    settle().await;
    let seq = seeker.ok(before).unwrap().seq;
    stage.restart().await;
    let mut seeker = stage.connect().await;
    seeker.hello(SEEKER, None, vec![room(&name, Seq::ZERO)]);
    settle().await;
    let after = seeker.put(&name, 3, "msg", &text("One."));
    settle().await;
    assert_eq!(seeker.ok(after).unwrap().seq, seq);
    assert_eq!(seeker.of_kind(&name, &Kind::Msg).len(), 1);
}

#[tokio::test]
async fn pages_that_were_not_sent_go_out_after_a_restart() {
    let mut stage = Stage::set().await;
    let mut seeker = stage.join(SEEKER).await;
    stage.on_call.hang();
    stage.last_resort.hang();
    seeker.put("@me", 1, "signal", "{}");
    settle().await;
    stage.pass_slowly(2).await;
    assert_eq!(
        stage.on_call.pages().len() + stage.last_resort.pages().len(),
        0
    );

    stage.restart().await;
    stage.on_call.recover();
    stage.last_resort.recover();
    stage.restart().await;
    stage.pass_slowly(2).await;
    assert!(0 < stage.on_call.pages().len() + stage.last_resort.pages().len());
}
