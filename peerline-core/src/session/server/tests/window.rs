//! What is sent ahead of a client that does not say what it has.

use super::scene::Log;
use super::scene::Scene;
use super::scene::seqs;
use crate::protocol::GapWhy;
use crate::protocol::ServerFrame;
use crate::vocab::Limits;

/// A room with a log so long that only part of it is sent ahead.
fn held() -> (Scene, Log, u64) {
    let mut scene = Scene::joined();
    let log = Log::of(1, 3_000);
    scene.open(&log, "");
    scene.serve(&log);
    let sent = seqs(&scene.said());
    let last = *sent.last().unwrap();
    assert!(last < 3_000, "nothing holds it back");
    assert_eq!(sent, (1..=last).collect::<Vec<_>>());
    (scene, log, last)
}

fn acknowledge(scene: &mut Scene, log: &Log, last: u64) {
    let room = log.address();
    scene.hear_text(&format!(
        r#"{{"t":"ping","n":1,"heads":{{"{room}":{last}}}}}"#
    ));
    scene.serve(log);
}

fn slow(said: &[ServerFrame<'_>]) -> Option<(u64, u64)> {
    said.iter().find_map(|frame| match frame {
        ServerFrame::Gap(gap) if gap.why == GapWhy::Slow => Some((gap.lo.get(), gap.hi.get())),
        _ => None,
    })
}

#[test]
fn who_has_much_to_catch_up_on_gets_it_all_as_it_says_what_it_has() {
    let (mut scene, log, mut last) = held();
    while last < 3_000 {
        acknowledge(&mut scene, &log, last);
        let said = scene.said();
        assert_eq!(slow(&said), None);
        let sent = seqs(&said);
        assert_eq!(sent.first(), Some(&(last + 1)), "goes on where it stopped");
        last = *sent.last().unwrap();
    }
}

#[test]
fn who_is_held_back_gets_answers_and_pings_all_the_same() {
    let (mut scene, mut log, _) = held();
    let live = log.add();
    scene.session.published(&live);
    assert!(scene.said().is_empty());
    scene.hear_text(r#"{"t":"drop","ref":5,"room":"@me","cid":"AAAAAAAAAAAAAAAAAAAAAA"}"#);
    assert!(matches!(scene.said_one(), ServerFrame::Ok(_)));
    scene.pass(Limits::default().heartbeat);
    assert!(matches!(scene.said_one(), ServerFrame::Ping(_)));
}

#[test]
fn who_reads_too_slowly_is_told_what_is_left_out_and_gets_the_newest() {
    let (mut scene, mut log, last) = held();
    for _ in 0..513 {
        let live = log.add();
        scene.session.published(&live);
    }
    acknowledge(&mut scene, &log, last);
    let said = scene.said();
    assert_eq!(slow(&said), Some((last + 1, 3_513 - 64)));
    assert_eq!(seqs(&said), (3_450..=3_513).collect::<Vec<_>>());
    let live = log.add();
    scene.session.published(&live);
    assert_eq!(seqs(&scene.said()), [3_514]);
}

#[test]
fn a_room_that_is_closed_makes_way_for_the_others() {
    let (mut scene, log, _) = held();
    let mut other = Log::of(2, 0);
    scene.open(&other, "");
    scene.serve(&other);
    scene.said();
    let live = other.add();
    scene.session.published(&live);
    assert!(seqs(&scene.said()).is_empty(), "held back with the rest");
    let room = log.address();
    scene.hear_text(&format!(r#"{{"t":"close","ref":7,"room":"{room}"}}"#));
    scene.serve(&other);
    assert_eq!(seqs(&scene.said()), [1]);
}
