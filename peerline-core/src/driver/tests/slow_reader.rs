use std::sync::atomic::Ordering::SeqCst;

use super::stage::Stage;
use super::stage::settle;
use super::stage::text;
use crate::protocol::Kind;
use crate::vocab::Limits;
use crate::vocab::Millis;

fn unhurried() -> Limits {
    Limits {
        pace_window: Millis::new(1),
        page: 16,
        ..Limits::default()
    }
}

#[tokio::test]
async fn who_reads_slowly_gets_everything_by_reading_the_log() {
    let stage = Stage::with(unhurried()).await;
    let (seeker, supporter, room) = stage.pair().await;
    supporter.deaf.store(true, SeqCst);
    let mut sent = 0;
    for n in 0..700_u32 {
        let put = format!(
            r#"{{"t":"put","ref":{n},"room":"{room}","cid":"{}","kind":"msg","body":{}}}"#,
            crate::vocab::Cid::from_bytes(u128::from(n + 1000).to_be_bytes()),
            text(&format!("line {n} of a long night"))
        );
        seeker.say(put.as_bytes());
        sent += 1;
        if n % 10 == 9 {
            settle().await;
            stage.clock.advance(Millis::new(5));
        }
    }
    settle().await;
    let said = seeker.of_kind(&room, &Kind::Msg).len();
    assert!(600 < said, "{said} of {sent} were taken");
    assert!(
        0 < stage.line.counters().slow_readers,
        "the queue overflowed"
    );

    supporter.deaf.store(false, SeqCst);
    settle().await;
    settle().await;
    assert_eq!(supporter.of_kind(&room, &Kind::Msg).len(), said);
    assert!(supporter.bye().is_none());
}
