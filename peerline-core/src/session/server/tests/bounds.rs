use super::scene::Log;
use super::scene::Scene;
use crate::protocol::Code;
use crate::protocol::Open;
use crate::protocol::ServerFrame;
use crate::session::Joined;
use crate::session::Request;
use crate::vocab::Limits;
use crate::vocab::Millis;
use crate::vocab::Role;

#[test]
fn what_is_no_frame_is_refused_with_its_code() {
    let long = format!(r#"{{"t":"ask","ref":1,"what":"{}"}}"#, "x".repeat(20_000));
    let deep = format!(
        r#"{{"t":"ask","ref":1,"what":"line","body":{}1{}}}"#,
        "[".repeat(5000),
        "]".repeat(5000)
    );
    let cases: [(&[u8], Code); 10] = [
        (b"", Code::Bad),
        (b"{", Code::Bad),
        (b"[]", Code::Bad),
        (b"null", Code::Bad),
        (br#"{"t":"nonsense"}"#, Code::Bad),
        (br#"{"t":"ask"}"#, Code::Bad),
        (&[0xff, 0xfe, 0x00, 0x80], Code::Bad),
        (&[b'{', b'"', 0xc3, 0x28, b'"', b'}'], Code::Bad),
        (long.as_bytes(), Code::TooBig),
        (deep.as_bytes(), Code::TooBig),
    ];
    for (bytes, code) in cases {
        let mut scene = Scene::joined();
        scene.hear(bytes);
        let refusal = scene.refusal();
        assert_eq!((refusal.code, refusal.reference), (code, None));
        assert!(!scene.session.is_over());
        assert!(scene.asked().is_empty());
    }
}

#[test]
fn ten_thousand_levels_of_nesting_harm_nobody() {
    let mut scene = Scene::joined();
    scene.hear("[".repeat(10_000).as_bytes());
    assert_eq!(scene.refusal().code, Code::Bad);
}

#[test]
fn the_seventeenth_mistake_ends_the_connection() {
    let mut scene = Scene::joined();
    for _ in 0..16 {
        scene.hear(b"rubbish");
        assert_eq!(scene.refusal().code, Code::Bad);
    }
    scene.hear(b"rubbish");
    assert_eq!(scene.bye().code, Code::Bad);
}

#[test]
fn a_put_of_no_known_kind_is_refused_by_its_number() {
    let mut scene = Scene::joined();
    let log = Log::of(1, 0);
    scene.hear_text(&format!(
        r#"{{"t":"put","ref":8,"room":"{}","cid":"{}","kind":"matched","body":{{}}}}"#,
        log.address(),
        "A".repeat(22)
    ));
    let refusal = scene.refusal();
    assert_eq!((refusal.code, refusal.reference), (Code::Bad, Some(8)));
}

#[test]
fn a_text_over_the_limit_is_too_big() {
    let mut scene = Scene::joined();
    let log = Log::of(1, 0);
    scene.hear_text(&format!(
        r#"{{"t":"put","ref":8,"room":"{}","cid":"{}","kind":"msg","body":{{"text":"{}"}}}}"#,
        log.address(),
        "A".repeat(22),
        "x".repeat(5000)
    ));
    assert_eq!(scene.refusal().code, Code::TooBig);
}

#[test]
fn a_put_that_is_too_old_is_stale() {
    let day = Limits::default().dedupe.as_secs();
    for (age, is_stale) in [(0, false), (day, false), (day + 1, true)] {
        let mut scene = Scene::joined();
        scene.hear_text(&format!(
            r#"{{"t":"put","ref":8,"room":"@me","cid":"{}","kind":"leave","body":{{}},"age_s":{age}}}"#,
            "A".repeat(22)
        ));
        if is_stale {
            assert_eq!(scene.refusal().code, Code::Stale);
            assert!(scene.asked().is_empty());
        } else {
            assert!(matches!(scene.asked()[..], [Request::Put(_)]));
        }
    }
}

#[test]
fn what_may_need_an_ear_goes_to_the_host_though_it_is_too_old() {
    let age = Limits::default().dedupe.as_secs() + 1;
    let room = Log::of(1, 0).address();
    let put = |n: u64, kind: &str, body: &str| {
        format!(
            r#"{{"t":"put","ref":{n},"room":"{room}","cid":"{}","kind":"{kind}","body":{body},"age_s":{age}}}"#,
            "A".repeat(22)
        )
    };
    let mut scene = Scene::joined();
    for (n, kind) in [(1, "msg"), (2, "signal"), (3, "msg")] {
        let body = if kind == "msg" {
            r#"{"text":"x"}"#
        } else {
            "{}"
        };
        scene.hear_text(&put(n, kind, body));
        // None waits for the one before it: none of them will be done.
        assert!(
            matches!(&scene.asked()[..], [Request::Put(put)] if put.late && put.reference == n)
        );
        assert!(scene.said().is_empty(), "the host answers");
    }
    scene.hear_text(&put(4, "msg", r#"{"text":7}"#));
    assert_eq!(scene.refusal().code, Code::Stale);
    assert!(scene.asked().is_empty());
}

#[test]
fn no_more_rooms_are_opened_than_may_be() {
    let mut scene = Scene::joined();
    for n in 0..64 {
        scene.open(&Log::of(n, 0), "");
    }
    scene.said();
    let one_more = Log::of(64, 0).address();
    scene.hear_text(&format!(r#"{{"t":"open","ref":2,"room":"{one_more}"}}"#));
    assert_eq!(scene.refusal().code, Code::TooBig);
    let again = Log::of(0, 0).address();
    scene.hear_text(&format!(r#"{{"t":"open","ref":3,"room":"{again}"}}"#));
    assert!(matches!(scene.asked()[..], [Request::Open { .. }]));
}

#[test]
fn a_question_nobody_knows_is_refused() {
    let mut scene = Scene::joined();
    for what in [r#""what":"weather""#, r#""what":"resources","body":7"#] {
        scene.hear_text(&format!(r#"{{"t":"ask","ref":1,{what}}}"#));
        assert_eq!(scene.refusal().code, Code::Bad);
    }
    scene.hear_text(r#"{"t":"ask","ref":1,"what":"resources","body":{"country":"GB"}}"#);
    assert!(matches!(scene.asked()[..], [Request::Ask { .. }]));
}

#[test]
fn rooms_over_the_limit_in_a_hello_are_refused_one_by_one_and_end_nothing() {
    let mut scene = Scene::dialed();
    let max = Limits::default().open_rooms;
    let open = |n: usize| Open {
        reference: Some(n as u64),
        room: Log::of(n as u8, 0).address(),
        epoch: None,
        seq: None,
        h: None,
        back: None,
        join: None,
        marks: crate::protocol::Marks::NONE,
    };
    scene.hello((0..=max).map(open).collect());
    let joined = Joined {
        roles: vec![Role::Seeker],
        resting: Vec::new(),
        login: None,
        standing: "welcome",
        gate: None,
    };
    scene.session.joined(scene.now, joined);
    let said = scene.said();
    let refused = said.iter().find_map(|frame| match frame {
        ServerFrame::Err(refused) => Some((refused.code, refused.reference)),
        _ => None,
    });
    assert_eq!(refused, Some((Code::TooBig, Some(max as u64))));
    let asked = scene.asked();
    let opens = asked
        .iter()
        .filter(|request| matches!(request, Request::Open { .. }));
    assert_eq!(opens.count(), max);
}

#[test]
fn questions_past_the_bound_wait_their_turn_and_end_nothing() {
    let mut scene = Scene::joined();
    for reference in 0..=128 {
        scene.hear_text(&format!(r#"{{"t":"ask","ref":{reference},"what":"line"}}"#));
    }
    let refusal = scene.refusal();
    assert_eq!((refusal.code, refusal.reference), (Code::Rate, Some(128)));
    assert!(refusal.retry_ms.is_some());
    scene.asked();
    scene.hear_text(r#"{"t":"ask","ref":500,"what":"resources"}"#);
    assert_eq!(scene.asked().len(), 1, "help waits for no bound");
    for reference in [0, 500] {
        let denied = crate::session::Answer::refuse(Code::Denied);
        scene.session.ask_answered(reference, denied);
    }
    scene.said();
    scene.hear_text(r#"{"t":"ask","ref":129,"what":"line"}"#);
    assert!(scene.said().is_empty(), "there is room again");
}

#[test]
fn what_is_said_in_passing_is_passed_on_ten_times_a_second() {
    let mut scene = Scene::joined();
    let log = Log::of(1, 0);
    scene.open(&log, r#","marks":["typing"]"#);
    scene.serve(&log);
    let room = log.address();
    let typing = format!(r#"{{"t":"sig","room":"{room}","kind":"typing","ttl":5000}}"#);
    for _ in 0..500 {
        scene.hear_text(&typing);
    }
    assert_eq!(scene.asked().len(), 10);
    scene.pass(Millis::from_secs(1));
    scene.said();
    scene.hear_text(&typing);
    assert_eq!(scene.asked().len(), 1);
}
