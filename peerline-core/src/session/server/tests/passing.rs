//! What is said in passing: handed on, and never kept.

use super::scene::Log;
use super::scene::Scene;
use crate::log::Passing;
use crate::log::Presence;
use crate::session::Request;
use crate::vocab::Seq;

#[test]
fn what_is_said_in_passing_is_passed_on_where_it_says_something() {
    let mut scene = Scene::joined();
    let log = Log::of(1, 3);
    scene.open(&log, r#","marks":["typing","read"]"#);
    scene.serve(&log);
    let sig = |kind: &str, body: &str| {
        let room = log.address();
        format!(r#"{{"t":"sig","room":"{room}","kind":"{kind}","ttl":5000{body}}}"#)
    };
    scene.hear_text(&sig("typing", ""));
    scene.hear_text(&sig("here", ""));
    scene.hear_text(&sig("here", r#","body":{"state":"away"}"#));
    scene.hear_text(&sig("read", r#","body":{"seq":3}"#));
    scene.hear_text(&sig("read", ""));
    scene.hear_text(&sig("x.wave", ""));
    let asked = scene.asked().into_iter();
    let passed: Vec<Passing> = asked
        .filter_map(|request| match request {
            Request::Pass { what, .. } => Some(what),
            _ => None,
        })
        .collect();
    assert_eq!(
        passed,
        [
            Passing::Typing,
            Passing::Present(Presence::Here),
            Passing::Present(Presence::Away),
            Passing::Read(Seq::new(3))
        ]
    );
}
