//! Short names: rooms and members by number, for those who asked for them.

use super::scene::Log;
use super::scene::Scene;
use crate::protocol::Address;
use crate::protocol::Code;
use crate::protocol::Ev;
use crate::protocol::ServerFrame;
use crate::protocol::Who;
use crate::session::Request;
use crate::vocab::Seq;

fn entries(scene: &mut Scene) -> Vec<Ev<'static>> {
    let said = scene.said().into_iter();
    said.filter_map(|frame| match frame {
        ServerFrame::Ev(ev) => Some(ev),
        _ => None,
    })
    .collect()
}

fn extensions(scene: &mut Scene) -> Vec<String> {
    let said = scene.said().into_iter();
    said.filter_map(|frame| match frame {
        ServerFrame::Welcome(welcome) => Some(welcome.ext),
        _ => None,
    })
    .flatten()
    .collect()
}

#[test]
fn only_what_both_sides_know_holds() {
    assert_eq!(extensions(&mut Scene::joined_with("short")), ["short"]);
    assert!(extensions(&mut Scene::joined_with("x.later")).is_empty());
}

#[test]
fn replayed_and_live_entries_are_short_and_the_own_copy_too() {
    let mut scene = Scene::joined_with("short");
    scene.said();
    let mut log = Log::of(1, 2);
    log.author_joined(Seq::new(1));
    scene.open(&log, "");
    scene.serve(&log);
    let live = log.add();
    scene.session.published(&live);
    let entries = entries(&mut scene);
    assert_eq!(entries.len(), 3);
    for ev in entries {
        assert_eq!(ev.room, Address::Number(7));
        assert_eq!(ev.who, Some(Who::Joined(Seq::new(1))));
    }
}

#[test]
fn who_did_not_ask_gets_names_in_full() {
    let mut scene = Scene::joined();
    let mut log = Log::of(1, 1);
    log.author_joined(Seq::new(1));
    scene.open(&log, "");
    scene.serve(&log);
    let entries = entries(&mut scene);
    assert_eq!(entries[0].room, log.address());
    assert!(entries[0].who.and_then(Who::name).is_some());
}

#[test]
fn a_put_may_say_the_number_of_an_open_room_and_no_other() {
    let mut scene = Scene::joined_with("short");
    let log = Log::of(1, 0);
    scene.open(&log, "");
    scene.serve(&log);
    scene.said();
    let put = |room: u32| {
        let cid = "AAAAAAAAAAAAAAAAAAAAAA";
        format!(
            r#"{{"t":"put","ref":{room},"room":{room},"cid":"{cid}","kind":"msg","body":{{"text":"hi"}}}}"#
        )
    };
    scene.hear_text(&put(7));
    let asked = scene.asked();
    assert!(matches!(&asked[..], [Request::Put(put)] if put.room == log.address()));
    scene.hear_text(&put(8));
    assert_eq!(scene.refusal().code, Code::Denied);
    scene.session.expelled(&log.address());
    scene.hear_text(&put(7));
    assert_eq!(scene.refusal().code, Code::Denied);
}

#[test]
fn a_lane_goes_on_when_its_put_is_refused_before_it_comes_there() {
    let mut scene = Scene::joined_with("short");
    let log = Log::of(1, 0);
    scene.open(&log, "");
    scene.serve(&log);
    scene.said();
    let put = |room: &str, reference: u32, cid: char| {
        let cid: String = std::iter::once(cid).chain("A".repeat(21).chars()).collect();
        format!(
            r#"{{"t":"put","ref":{reference},"room":{room},"cid":"{cid}","kind":"msg","body":{{"text":"hi"}}}}"#
        )
    };
    scene.hear_text(&put("7", 1, 'A'));
    let Some(Request::Put(asked)) = scene.asked().pop() else {
        panic!("no put")
    };
    let busy = crate::session::Answer::refuse(Code::Busy);
    scene
        .session
        .put_answered(1, &log.address(), asked.cid, busy);
    scene.session.expelled(&log.address());
    scene.said();
    let name = format!("\"{}\"", log.address());
    scene.hear_text(&put(&name, 2, 'B'));
    assert_eq!(scene.refusal().code, Code::Lane);
    scene.hear_text(&put("7", 3, 'A'));
    assert_eq!(scene.refusal().code, Code::Denied);
    scene.hear_text(&put(&name, 4, 'B'));
    assert!(matches!(&scene.asked()[..], [Request::Put(_)]));
}
