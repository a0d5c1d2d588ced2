use super::moody::Mood;
use super::stage::SEEKER;
use super::stage::Stage;
use super::stage::settle;
use super::stage::text;
use crate::protocol::Encoding;
use crate::protocol::Kind;
use crate::vocab::Role;

#[tokio::test]
async fn a_seeker_and_a_supporter_are_brought_together_and_talk() {
    let stage = Stage::set().await;
    let (mut seeker, mut supporter, room) = stage.pair().await;

    let said = seeker.put(&room, 3, "msg", &text("It has been a long night."));
    settle().await;
    let heard = supporter.put(&room, 3, "msg", &text("I am here. Tell me about it."));
    settle().await;

    assert!(seeker.ok(said).is_some_and(|taken| taken.seq.is_some()));
    assert!(supporter.ok(heard).is_some());
    let (theirs, ours) = (
        seeker.of_kind(&room, &Kind::Msg),
        supporter.of_kind(&room, &Kind::Msg),
    );
    assert_eq!(theirs.len(), 2);
    assert_eq!(ours.len(), 2);
    let cids =
        |log: &[crate::protocol::Ev<'_>]| log.iter().map(|ev| ev.cid.is_some()).collect::<Vec<_>>();
    assert_eq!(cids(&theirs), [true, false], "only the author sees the cid");
    assert_eq!(cids(&ours), [false, true]);
    assert_eq!(stage.journal.empty_groups(), 0);
}

#[tokio::test]
async fn nothing_is_said_before_it_is_durable() {
    let stage = Stage::set().await;
    let (mut seeker, supporter, room) = stage.pair().await;

    stage.journal.set(Mood::Slow);
    let said = seeker.put(&room, 3, "msg", &text("Is anybody there?"));
    settle().await;
    assert!(seeker.ok(said).is_none());
    assert!(supporter.of_kind(&room, &Kind::Msg).is_empty());

    stage.journal.set(Mood::Fine);
    settle().await;
    assert!(seeker.ok(said).is_some());
    assert_eq!(supporter.of_kind(&room, &Kind::Msg).len(), 1);
}

#[tokio::test]
async fn a_put_that_is_sent_again_is_answered_the_same_and_written_once() {
    let stage = Stage::set().await;
    let (mut seeker, supporter, room) = stage.pair().await;
    let first = seeker.put(&room, 3, "msg", &text("Hello."));
    let second = seeker.put(&room, 3, "msg", &text("Hello."));
    let other = seeker.put(&room, 3, "msg", &text("Something else."));
    settle().await;
    assert_eq!(
        seeker.ok(first).unwrap().seq,
        seeker.ok(second).unwrap().seq
    );
    assert_eq!(
        seeker.err_code(other),
        Some(crate::protocol::Code::CidReused)
    );
    assert_eq!(supporter.of_kind(&room, &Kind::Msg).len(), 1);
}

#[tokio::test]
async fn a_member_who_leaves_gets_nothing_more() {
    let stage = Stage::set().await;
    let (mut seeker, mut supporter, room) = stage.pair().await;
    supporter.put(&room, 3, "leave", "{}");
    settle().await;
    let known = supporter.log(&room).len();
    seeker.put(&room, 3, "msg", &text("Are you still there?"));
    settle().await;
    assert_eq!(supporter.log(&room).len(), known);
}

#[tokio::test]
async fn typing_is_told_to_the_other_alone() {
    let stage = Stage::set().await;
    let (seeker, supporter, room) = stage.pair().await;
    seeker.say(format!(r#"{{"t":"sig","room":"{room}","kind":"typing","ttl":6000}}"#).as_bytes());
    settle().await;
    let sigs = |client: &super::client::Client| {
        let frames = client.frames().into_iter();
        frames
            .filter(|frame| matches!(frame, crate::protocol::ServerFrame::Sig(_)))
            .count()
    };
    assert_eq!((sigs(&seeker), sigs(&supporter)), (0, 1));
}

#[tokio::test]
async fn an_invitation_to_be_a_seeker_is_refused_at_once() {
    let stage = Stage::set().await;
    assert!(stage.line.invite(Role::Seeker).await.is_err());
}

#[tokio::test]
async fn a_false_invitation_ends_the_connection() {
    let stage = Stage::set().await;
    let client = stage
        .join_with(SEEKER, Some([5; 32]), crate::vocab::Seq::ZERO)
        .await;
    assert!(client.bye().is_some());
    assert!(!client.was_welcomed());
}

#[tokio::test]
async fn a_connection_that_is_dropped_without_a_word_is_noticed() {
    let stage = Stage::set().await;
    let (client, source, sink) = super::client::Client::new();
    let line = stage.line.clone();
    let serving = tokio::spawn(async move {
        let origin = super::client::ORIGIN.to_owned();
        let peer = crate::driver::Peer {
            origin,
            encoding: Encoding::Json,
            network: None,
        };
        line.serve(Box::new(source), Box::new(sink), peer).await;
    });
    settle().await;
    client.hello(SEEKER, None, Vec::new());
    settle().await;
    stage.pass_slowly(2).await;
    assert_eq!(stage.line.health().connected, 1);
    serving.abort();
    settle().await;
    stage.pass_slowly(2).await;
    assert_eq!(stage.line.health().connected, 0);
}
