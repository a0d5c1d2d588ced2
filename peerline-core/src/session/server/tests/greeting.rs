use super::scene::Scene;
use crate::protocol::Code;
use crate::protocol::ServerFrame;
use crate::session::Joined;
use crate::session::Request;
use crate::vocab::Limits;
use crate::vocab::Millis;
use crate::vocab::Role;

#[test]
fn the_server_speaks_first() {
    let mut scene = Scene::dialed();
    let ServerFrame::Hail(hail) = scene.said_one() else {
        panic!("no hail");
    };
    assert_eq!((hail.line.0, hail.nonce.0), ([7; 32], [8; 32]));
}

#[test]
fn who_says_nothing_is_let_go() {
    let mut scene = Scene::dialed();
    scene.said();
    assert_eq!(
        scene.session.poll_timeout(),
        Some(scene.now.after(Limits::default().hello))
    );
    scene.pass(Limits::default().hello);
    assert_eq!(scene.bye().code, Code::Auth);
    assert_eq!(scene.session.poll_timeout(), None);
}

#[test]
fn a_frame_before_hello_ends_the_connection() {
    let mut scene = Scene::dialed();
    scene.said();
    scene.hear_text(r#"{"t":"ask","ref":1,"what":"line"}"#);
    assert_eq!(scene.bye().code, Code::Bad);
    scene.hear_text(r#"{"t":"ask","ref":2,"what":"line"}"#);
    assert!(scene.said().is_empty());
    assert!(scene.asked().is_empty());
}

#[test]
fn a_frame_before_the_welcome_ends_the_connection() {
    let mut scene = Scene::dialed();
    scene.hello(Vec::new());
    scene.said();
    scene.hear_text(r#"{"t":"ask","ref":1,"what":"line"}"#);
    assert_eq!(scene.bye().code, Code::Bad);
}

#[test]
fn rubbish_before_hello_ends_the_connection() {
    let mut scene = Scene::dialed();
    scene.said();
    scene.hear(&[0xff, 0x00]);
    assert_eq!(scene.bye().code, Code::Bad);
}

#[test]
fn a_version_that_nobody_speaks_is_no_reason_to_come_back() {
    let mut scene = Scene::dialed();
    scene.said();
    let auth = format!(
        r#"{{"pk":"{key}","nonce":"{key}","sig":"{sig}"}}"#,
        key = "A".repeat(43),
        sig = "A".repeat(86)
    );
    scene.hear_text(&format!(r#"{{"t":"hello","v":9,"auth":{auth}}}"#));
    let bye = scene.bye();
    assert_eq!((bye.code, bye.again_ms), (Code::Version, None));
}

#[test]
fn a_second_hello_is_refused_and_the_connection_goes_on() {
    let mut scene = Scene::joined();
    scene.hello(Vec::new());
    assert_eq!(scene.refusal().code, Code::Bad);
    scene.hear_text(r#"{"t":"ask","ref":1,"what":"line"}"#);
    assert!(matches!(
        scene.asked()[..],
        [Request::Ask { reference: 1, .. }]
    ));
}

#[test]
fn a_proof_that_does_not_hold_ends_the_connection() {
    let mut scene = Scene::dialed();
    scene.hello(Vec::new());
    scene.said();
    assert!(matches!(scene.asked()[..], [Request::Join(_)]));
    scene.session.refuse_join(Code::Auth);
    assert_eq!(scene.bye().code, Code::Auth);
}

#[test]
fn a_second_welcome_is_not_said() {
    let mut scene = Scene::joined();
    let joined = Joined {
        roles: vec![Role::Seeker],
        resting: Vec::new(),
        login: None,
        standing: "welcome",
        gate: None,
    };
    scene.session.joined(scene.now, joined);
    assert!(scene.said().is_empty());
}

#[test]
fn a_silent_peer_is_pinged_and_then_let_go() {
    let mut scene = Scene::joined();
    let heartbeat = Limits::default().heartbeat;
    for n in [2, 4] {
        scene.pass(heartbeat);
        let ServerFrame::Ping(ping) = scene.said_one() else {
            panic!("no ping");
        };
        assert_eq!(ping.n, n);
    }
    scene.pass(heartbeat);
    let bye = scene.bye();
    assert!(bye.again_ms.is_some());
}

#[test]
fn a_peer_that_answers_stays() {
    let mut scene = Scene::joined();
    for n in (2..40).step_by(2) {
        scene.pass(Limits::default().heartbeat);
        scene.hear_text(&format!(r#"{{"t":"ping","n":{n}}}"#));
        assert!(!scene.session.is_over());
        assert_eq!(scene.said().len(), 1);
    }
}

#[test]
fn a_ping_of_the_client_is_answered_with_its_number() {
    let mut scene = Scene::joined();
    scene.hear_text(r#"{"t":"ping","n":99}"#);
    assert!(matches!(scene.said_one(), ServerFrame::Ping(ping) if ping.n == 99));
}

#[test]
fn an_answer_to_an_answer_is_not_answered() {
    let mut scene = Scene::joined();
    scene.hear_text(r#"{"t":"ping","n":99}"#);
    assert_eq!(scene.said().len(), 1);
    scene.hear_text(r#"{"t":"ping","n":99}"#);
    assert_eq!(scene.said().len(), 0);
}

#[test]
fn a_clock_that_is_set_back_stops_no_heartbeat() {
    let mut scene = Scene::joined();
    scene.now = scene.now.before(Millis::from_hours(1));
    scene.session.timeout(scene.now);
    let due = scene.session.poll_timeout().unwrap();
    assert!(due <= scene.now.after(Limits::default().heartbeat));
}

#[test]
fn draining_says_when_to_come_back() {
    let mut scene = Scene::joined();
    scene.session.drain(Millis::from_secs(5));
    let bye = scene.bye();
    assert_eq!((bye.code, bye.again_ms), (Code::Busy, Some(5000)));
    scene.session.drain(Millis::from_secs(5));
    assert!(scene.said().is_empty());
}

#[test]
fn an_unknown_outcome_ends_the_connection_without_an_answer() {
    let mut scene = Scene::joined();
    scene.session.unknown_outcome();
    let bye = scene.bye();
    assert_eq!((bye.code, bye.again_ms), (Code::Internal, Some(0)));
}
