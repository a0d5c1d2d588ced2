use super::client::Client;
use super::moody::Mood;
use super::stage::SEEKER;
use super::stage::SUPPORTER;
use super::stage::Stage;
use super::stage::room;
use super::stage::settle;
use super::stage::text;
use crate::protocol::Code;
use crate::protocol::Kind;
use crate::vocab::Seq;

async fn back_in_room(stage: &Stage, name: &str) -> Client {
    let client = stage.connect().await;
    client.hello(
        SEEKER,
        None,
        vec![room("@me", Seq::ZERO), room(name, Seq::ZERO)],
    );
    settle().await;
    client
}

async fn unanswered(mood: Mood) {
    let stage = Stage::set().await;
    let (mut seeker, supporter, name) = stage.pair().await;
    stage.journal.set(mood);
    let said = seeker.put(&name, 3, "msg", &text("Hello."));
    settle().await;
    assert!(seeker.ok(said).is_none());
    assert!(seeker.err(said).is_none());
    assert_eq!(seeker.bye().map(|bye| bye.code), Some(Code::Internal));
    assert!(supporter.bye().is_none(), "nobody else is disturbed");

    let mut seeker = back_in_room(&stage, &name).await;
    let again = seeker.put(&name, 3, "msg", &text("Hello."));
    settle().await;
    let seq = seeker.ok(again).unwrap().seq;
    assert!(seq.is_some());
    for client in [&seeker, &supporter] {
        let said = client.of_kind(&name, &Kind::Msg);
        assert_eq!(
            said.iter().map(|ev| Some(ev.seq)).collect::<Vec<_>>(),
            [seq]
        );
    }
}

#[tokio::test]
async fn a_put_that_was_lost_without_a_word_is_written_by_its_retry() {
    unanswered(Mood::LostOnce).await;
}

#[tokio::test]
async fn a_put_that_was_written_without_a_word_is_found_by_its_retry() {
    unanswered(Mood::MutedOnce).await;
}

#[tokio::test]
async fn what_was_written_without_a_word_reaches_everybody_without_another_message() {
    let stage = Stage::set().await;
    let (mut seeker, supporter, name) = stage.pair().await;
    stage.journal.set(Mood::MutedOnce);
    seeker.put(&name, 3, "msg", &text("Hello."));
    settle().await;
    assert_eq!(supporter.of_kind(&name, &Kind::Msg).len(), 1);
}

#[tokio::test]
async fn who_left_without_a_word_being_said_of_it_gets_nothing_more() {
    let stage = Stage::set().await;
    let (mut seeker, mut supporter, name) = stage.pair().await;
    let other = stage.connect().await;
    other.hello(SUPPORTER, None, vec![room(&name, Seq::ZERO)]);
    settle().await;
    // With a responder on the way the room stays open although one is left in it.
    seeker.put(&name, 3, "signal", "{}");
    settle().await;
    stage.journal.set(Mood::MutedOnce);
    supporter.put(&name, 3, "leave", "{}");
    settle().await;
    let known = other.log(&name).len();
    let said = seeker.put(&name, 4, "msg", &text("Are you there?"));
    settle().await;
    assert!(seeker.ok(said).is_some());
    assert_eq!(other.log(&name).len(), known);
    assert!(other.bye().unwrap().again_ms.is_some());
}

#[tokio::test]
async fn who_was_taken_out_of_a_room_without_a_word_is_sent_to_hear_it() {
    let stage = Stage::set().await;
    let (mut seeker, _supporter, name) = stage.pair().await;
    let other = back_in_room(&stage, &name).await;
    let had = other.log(&name).last().unwrap().seq;
    stage.journal.set(Mood::MutedOnce);
    seeker.put(&name, 3, "leave", "{}");
    settle().await;
    let bye = other.bye().unwrap();
    assert_eq!((bye.code, bye.again_ms), (Code::Busy, Some(1_000)));
    assert_eq!(other.log(&name).last().unwrap().seq, had);

    let mut back = stage.join(SEEKER).await;
    let open = back.open(&name);
    settle().await;
    assert_eq!(back.err_code(open), Some(Code::Denied), "a word at last");
}
