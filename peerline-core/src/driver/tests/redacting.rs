use std::sync::atomic::Ordering::SeqCst;

use super::client::Client;
use super::stage::SEEKER;
use super::stage::Stage;
use super::stage::room;
use super::stage::settle;
use super::stage::text;
use crate::ports::Journal as _;
use crate::protocol;
use crate::protocol::Chain;
use crate::protocol::Ev;
use crate::protocol::GapWhy;
use crate::protocol::Kind;
use crate::protocol::Link;
use crate::protocol::ServerFrame;
use crate::testkit::block_on::block_on;
use crate::vocab::Limits;
use crate::vocab::Millis;
use crate::vocab::RoomName;
use crate::vocab::Seq;

const SECRET: &str = "the garden at Colmar";

/// Says the secret and returns where it stands.
async fn tell(client: &mut Client, room: &str) -> Seq {
    let said = client.put(room, 30, "msg", &text(SECRET));
    settle().await;
    client.ok(said).unwrap().seq.unwrap()
}

fn heard(client: &Client) -> String {
    let frames = client.frames();
    frames
        .iter()
        .map(|frame| {
            String::from_utf8(protocol::encode_server(frame, protocol::Encoding::Json)).unwrap()
        })
        .collect()
}

fn tombs(client: &Client, room: &str) -> Vec<Ev<'static>> {
    let mut log = client.log(room);
    log.retain(|ev| ev.tomb);
    log
}

/// Returns everything the store holds of a log, after verifying its chain.
fn stored(stage: &Stage, room: &str) -> String {
    let name: RoomName = room.parse().unwrap();
    let log = block_on(stage.opened().read(&name, Seq::ZERO, 1_000)).unwrap();
    let links = log.iter().map(|stored| Link {
        seq: stored.seq,
        at: stored.event.at,
        h: Chain::from_bytes(stored.event.chain),
        bytes: &stored.event.body,
    });
    assert!(protocol::verify_log(links).is_ok());
    let bodies = log
        .iter()
        .map(|stored| String::from_utf8_lossy(&stored.event.body));
    bodies.collect()
}

#[tokio::test]
async fn what_was_taken_away_is_told_live_and_never_shown_again() {
    let mut stage = Stage::set().await;
    let (mut seeker, supporter, name) = stage.pair().await;
    let seq = tell(&mut seeker, &name).await;
    assert!(heard(&supporter).contains(SECRET) && stored(&stage, &name).contains(SECRET));
    let taken = seeker.put_about((&name, seq), 31, "redact", "{}");
    settle().await;
    assert_eq!(seeker.ok(taken).unwrap().seq, Some(seq.next()));
    let told = supporter.of_kind(&name, &Kind::Redact);
    assert_eq!(
        (
            told.len(),
            told[0].re,
            told[0].body.as_ref().unwrap().to_json()
        ),
        (1, Some(seq), "{}".to_owned())
    );
    assert!(!stored(&stage, &name).contains(SECRET));

    for restarts in [false, true] {
        if restarts {
            stage.restart().await;
        }
        let mut late = stage.join(SEEKER).await;
        late.open(&name);
        settle().await;
        assert!(!heard(&late).contains(SECRET));
        let tombs = tombs(&late, &name);
        assert_eq!((tombs.len(), tombs[0].seq), (1, seq));
        assert_eq!(tombs[0].kind, Kind::Msg);
        assert!(tombs[0].body.is_none());
        assert!(tombs[0].who.is_some() && tombs[0].cid.is_some());
        let live = supporter.log(&name);
        let before = live.iter().find(|ev| ev.seq == seq).unwrap();
        assert_eq!((before.h, before.who), (tombs[0].h, tombs[0].who));
    }
}

#[tokio::test]
async fn a_change_takes_the_place_of_what_was_said_before() {
    let stage = Stage::set().await;
    let (mut seeker, supporter, name) = stage.pair().await;
    let seq = tell(&mut seeker, &name).await;
    seeker.put_about((&name, seq), 31, "edit", &text("a garden"));
    settle().await;
    let live = supporter.of_kind(&name, &Kind::Edit);
    assert_eq!(
        (live.len(), live[0].re, live[0].tomb),
        (1, Some(seq), false)
    );
    assert!(
        live[0]
            .body
            .as_ref()
            .unwrap()
            .to_json()
            .contains("a garden")
    );
    assert!(!stored(&stage, &name).contains(SECRET));
    seeker.put_about((&name, seq), 32, "edit", &text("a place"));
    settle().await;
    let mut late = stage.join(SEEKER).await;
    late.open(&name);
    settle().await;
    assert!(!heard(&late).contains("garden") && heard(&late).contains("a place"));
    let kinds: Vec<_> = tombs(&late, &name).into_iter().map(|ev| ev.kind).collect();
    assert_eq!(kinds, [Kind::Msg, Kind::Edit]);
}

#[tokio::test]
async fn a_page_that_was_read_before_is_read_again() {
    let stage = Stage::set().await;
    let (mut seeker, _supporter, name) = stage.pair().await;
    let seq = tell(&mut seeker, &name).await;
    let mut late = stage.join(SEEKER).await;
    stage.journal.hold_next_read();
    late.open(&name);
    settle().await;
    assert!(stage.journal.holds_a_read() && !heard(&late).contains(SECRET));
    let taken = seeker.put_about((&name, seq), 31, "redact", "{}");
    settle().await;
    assert!(seeker.ok(taken).is_some());
    stage.journal.let_read_go();
    settle().await;
    assert!(
        !heard(&late).contains(SECRET),
        "the page is older than the redaction"
    );
    assert_eq!(tombs(&late, &name).len(), 1);
}

#[tokio::test]
async fn what_waits_for_a_slow_reader_is_not_shown_once_it_was_taken_away() {
    let stage = Stage::set().await;
    let (mut seeker, supporter, name) = stage.pair().await;
    supporter.deaf.store(true, SeqCst);
    seeker.put(&name, 29, "msg", &text("hello"));
    settle().await;
    let seq = tell(&mut seeker, &name).await;
    seeker.put_about((&name, seq), 31, "redact", "{}");
    settle().await;
    supporter.deaf.store(false, SeqCst);
    settle().await;
    assert!(!heard(&supporter).contains(SECRET));
    let tombs = tombs(&supporter, &name);
    assert_eq!((tombs.len(), tombs[0].seq), (1, seq));
    assert_eq!(supporter.of_kind(&name, &Kind::Redact).len(), 1);
}

#[tokio::test]
async fn words_said_and_taken_away_while_the_store_is_slow_are_gone_too() {
    use super::moody::Mood;
    let stage = Stage::set().await;
    let (mut seeker, _supporter, name) = stage.pair().await;
    let next = seeker.log(&name).last().unwrap().seq.next();
    stage.journal.set(Mood::Slow);
    seeker.put(&name, 29, "msg", &text("hello"));
    settle().await;
    let said = seeker.put(&name, 30, "msg", &text(SECRET));
    let taken = seeker.put_about((&name, next.next()), 31, "redact", "{}");
    settle().await;
    stage.journal.set(Mood::Fine);
    settle().await;
    assert!(seeker.ok(said).is_some() && seeker.ok(taken).is_some());
    assert!(!stored(&stage, &name).contains(SECRET));
}

#[tokio::test]
async fn a_store_that_cannot_write_takes_nothing_away_and_says_so() {
    use super::moody::Mood;
    let stage = Stage::set().await;
    let (mut seeker, _supporter, name) = stage.pair().await;
    let seq = tell(&mut seeker, &name).await;
    stage.journal.set(Mood::Full);
    let taken = seeker.put_about((&name, seq), 31, "redact", "{}");
    settle().await;
    assert_eq!(seeker.err_code(taken), Some(protocol::Code::Busy));
    assert!(stored(&stage, &name).contains(SECRET));
    stage.journal.set(Mood::Fine);
    stage.pass_slowly(3).await;
    let again = seeker.put_about((&name, seq), 31, "redact", "{}");
    settle().await;
    assert!(seeker.ok(again).is_some());
    assert!(!stored(&stage, &name).contains(SECRET));
}

#[tokio::test]
async fn what_was_said_in_a_room_that_is_over_goes_and_the_hole_is_told() {
    let limits = Limits {
        keep_closed: Some(Millis::from_secs(5)),
        ..Limits::default()
    };
    let mut stage = Stage::with(limits).await;
    let (mut seeker, mut supporter, name) = stage.pair().await;
    let seq = tell(&mut seeker, &name).await;
    supporter.put(&name, 40, "leave", "{}");
    settle().await;
    let h = |seq| {
        seeker
            .log(&name)
            .into_iter()
            .find(|ev| ev.seq == seq)
            .unwrap()
            .h
    };
    let first = (Seq::new(1), h(Seq::new(1)));
    assert!(stored(&stage, &name).contains(SECRET));
    stage.pass_slowly(7).await;
    assert!(!stored(&stage, &name).contains(SECRET));
    let told = seeker.of_kind(&name, &Kind::State);
    let base = format!(r#"{{"state":"closed","base":{seq}}}"#);
    assert_eq!(told.last().unwrap().body.as_ref().unwrap().to_json(), base);

    stage.restart().await;
    let mut cursor = room(&name, first.0);
    (cursor.epoch, cursor.h) = (Some(1), Some(first.1));
    let late = stage.connect().await;
    late.hello(SEEKER, None, vec![cursor]);
    settle().await;
    let gaps: Vec<_> = late
        .frames()
        .into_iter()
        .filter_map(|frame| match frame {
            ServerFrame::Gap(gap) => Some((gap.lo, gap.hi, gap.why)),
            _ => None,
        })
        .collect();
    assert_eq!(gaps, [(Seq::new(2), seq, GapWhy::Trimmed)]);
    let log = late.log(&name);
    assert_eq!(log.first().unwrap().seq, seq.next());
    assert!(!heard(&late).contains(SECRET));
}
