use super::scene::EPOCH;
use super::scene::Log;
use super::scene::ME;
use super::scene::OTHER;
use super::scene::Scene;
use super::scene::seqs;
use crate::protocol::Chain;
use crate::protocol::Code;
use crate::protocol::GapWhy;
use crate::protocol::ServerFrame;
use crate::protocol::Sig;
use crate::session::Request;
use crate::vocab::Limits;
use crate::vocab::Seq;

type Way<'a> = &'a dyn Fn(&mut Scene, &Log);

fn gap(said: &[ServerFrame<'_>]) -> Option<GapWhy> {
    said.iter().find_map(|frame| match frame {
        ServerFrame::Gap(gap) => Some(gap.why),
        _ => None,
    })
}

#[test]
fn a_room_is_sent_from_its_start_and_then_live() {
    let mut scene = Scene::joined();
    let mut log = Log::of(1, 7);
    scene.open(&log, "");
    scene.serve(&log);
    let live = log.add();
    scene.session.published(&live);
    let said = scene.said();
    assert!(
        matches!(&said[0], ServerFrame::Opened(opened) if opened.from == Seq::ZERO && opened.head == Seq::new(7))
    );
    assert_eq!(seqs(&said), [1, 2, 3, 4, 5, 6, 7, 8]);
}

#[test]
fn what_is_published_while_a_page_is_read_comes_in_its_turn() {
    let mut scene = Scene::joined();
    let mut log = Log::of(1, 4);
    scene.open(&log, "");
    let asked = scene.asked();
    let live = log.add();
    scene.session.published(&live);
    assert!(seqs(&scene.said()).is_empty());
    assert!(matches!(asked[..], [Request::Read { .. }]));
    scene.session.page(log.page(Seq::ZERO, 2));
    scene.serve(&log);
    let live = log.add();
    scene.session.published(&live);
    assert_eq!(seqs(&scene.said()), [1, 2, 3, 4, 5, 6]);
}

#[test]
fn an_entry_that_was_missed_is_read() {
    let mut scene = Scene::joined();
    let mut log = Log::of(1, 0);
    scene.open(&log, "");
    log.add();
    let later = log.add();
    scene.session.published(&later);
    scene.serve(&log);
    assert_eq!(seqs(&scene.said()), [1, 2]);
}

#[test]
fn a_cursor_with_the_right_hash_goes_on_behind_it() {
    let mut scene = Scene::joined();
    let log = Log::of(1, 6);
    let h = log.at(Seq::new(4)).h;
    scene.open(&log, &format!(r#","epoch":{EPOCH},"seq":4,"h":"{h}""#));
    scene.serve(&log);
    let said = scene.said();
    assert_eq!((seqs(&said), gap(&said)), (vec![5, 6], None));
}

#[test]
fn a_cursor_at_the_head_gets_what_is_new_alone() {
    let mut scene = Scene::joined();
    let mut log = Log::of(1, 6);
    let h = log.at(Seq::new(6)).h;
    scene.open(&log, &format!(r#","seq":6,"h":"{h}""#));
    scene.serve(&log);
    let live = log.add();
    scene.session.published(&live);
    assert_eq!(seqs(&scene.said()), [7]);
}

#[test]
fn a_cursor_with_a_wrong_hash_starts_anew_and_is_told() {
    for cursor in [1, 3, 6] {
        let mut scene = Scene::joined();
        let log = Log::of(1, 6);
        let wrong = Chain::from_bytes([9; 8]);
        scene.open(&log, &format!(r#","seq":{cursor},"h":"{wrong}""#));
        scene.serve(&log);
        let said = scene.said();
        assert_eq!(gap(&said), Some(GapWhy::Diverged));
        assert_eq!(seqs(&said), [1, 2, 3, 4, 5, 6]);
        assert!(!scene.session.is_over());
    }
}

#[test]
fn a_cursor_beyond_the_head_starts_anew_and_is_told() {
    let mut scene = Scene::joined();
    let log = Log::of(1, 2);
    scene.open(&log, r#","seq":9"#);
    scene.serve(&log);
    let said = scene.said();
    assert_eq!(
        (gap(&said), seqs(&said)),
        (Some(GapWhy::Diverged), vec![1, 2])
    );
}

#[test]
fn a_cursor_of_another_epoch_starts_anew_and_is_told() {
    let mut scene = Scene::joined();
    let log = Log::of(1, 2);
    scene.open(&log, r#","epoch":7,"seq":1"#);
    scene.serve(&log);
    let said = scene.said();
    assert_eq!((gap(&said), seqs(&said)), (Some(GapWhy::Epoch), vec![1, 2]));
}

#[test]
fn back_asks_for_the_newest_alone() {
    for (back, expected) in [(2, vec![5, 6]), (0, vec![]), (99, vec![1, 2, 3, 4, 5, 6])] {
        let mut scene = Scene::joined();
        let log = Log::of(1, 6);
        scene.open(&log, &format!(r#","back":{back}"#));
        scene.serve(&log);
        assert_eq!(seqs(&scene.said()), expected);
    }
}

#[test]
fn the_author_alone_sees_the_cid() {
    for (who, sees) in [(ME, false), (OTHER, true)] {
        let mut scene = Scene::joined();
        let mut log = Log::of(1, 0);
        scene.hear_text(&format!(
            r#"{{"t":"open","ref":1,"room":"{}"}}"#,
            log.address()
        ));
        let mut opened = log.opened(Some(1));
        opened.who = who;
        scene.session.opened(opened);
        scene.said();
        let live = log.add();
        scene.session.published(&live);
        assert!(matches!(scene.said_one(), ServerFrame::Ev(ev) if ev.cid.is_some() == sees));
    }
}

#[test]
fn a_page_is_sent_whole_and_moves_no_feed() {
    let mut scene = Scene::joined();
    let mut log = Log::of(1, 5);
    scene.open(&log, "");
    scene.serve(&log);
    scene.said();
    scene.hear_text(&fetch(&log, 9, r#""after":2,"n":2"#));
    assert!(scene.said().is_empty());
    scene.serve(&log);
    let said = scene.said();
    assert_eq!(seqs(&said), [3, 4]);
    assert_eq!(end_of_page(&said), Some((9, Some(4))));

    let live = log.add();
    scene.session.published(&live);
    assert_eq!(seqs(&scene.said()), [6], "nothing is left out after it");
}

#[test]
fn a_page_before_an_entry_holds_those_next_to_it() {
    let mut scene = Scene::joined();
    let log = Log::of(1, 5);
    scene.open(&log, r#","back":1"#);
    scene.serve(&log);
    assert_eq!(seqs(&scene.said()), [5]);
    scene.hear_text(&fetch(&log, 9, r#""before":4,"n":2"#));
    scene.serve(&log);
    assert_eq!(seqs(&scene.said()), [2, 3]);
    scene.hear_text(&fetch(&log, 10, r#""before":1"#));
    assert_eq!(end_of_page(&scene.said()), Some((10, None)));
}

#[test]
fn a_page_beyond_the_end_is_empty() {
    let mut scene = Scene::joined();
    let log = Log::of(1, 2);
    scene.open(&log, "");
    scene.serve(&log);
    scene.said();
    scene.hear_text(&fetch(&log, 10, r#""after":99"#));
    scene.serve(&log);
    assert_eq!(end_of_page(&scene.said()), Some((10, None)));
}

#[test]
fn a_page_in_two_directions_or_of_a_room_that_is_not_open_is_refused() {
    let mut scene = Scene::joined();
    let log = Log::of(1, 2);
    scene.hear_text(&fetch(&log, 9, r#""after":0"#));
    assert_eq!(scene.refusal().code, Code::Denied);
    scene.open(&log, "");
    scene.serve(&log);
    scene.said();
    scene.hear_text(&fetch(&log, 10, r#""after":0,"before":2"#));
    assert_eq!(scene.refusal().code, Code::Bad);
}

#[test]
fn a_page_of_an_earlier_read_changes_nothing() {
    let mut scene = Scene::joined();
    let log = Log::of(1, 5);
    scene.open(&log, r#","seq":3"#);
    scene.session.page(log.page(Seq::new(2), 2));
    assert!(seqs(&scene.said()).is_empty());
    scene.session.page(log.page(Seq::new(3), 2));
    assert_eq!(seqs(&scene.said()), [4, 5]);
}

fn fetch(log: &Log, reference: u64, range: &str) -> String {
    let room = log.address();
    format!(r#"{{"t":"fetch","ref":{reference},"room":"{room}",{range}}}"#)
}

fn end_of_page(said: &[ServerFrame<'_>]) -> Option<(u64, Option<u64>)> {
    match said.last() {
        Some(ServerFrame::Ok(taken)) => Some((taken.reference, taken.seq.map(Seq::get))),
        _ => None,
    }
}

#[test]
fn a_log_that_lacks_what_it_promised_ends_the_connection() {
    let mut scene = Scene::joined();
    let log = Log::of(1, 5);
    scene.open(&log, "");
    scene.said();
    scene.session.page(log.page(Seq::ZERO, 0));
    assert!(scene.bye().again_ms.is_some());
}

#[test]
fn a_room_that_was_left_or_closed_is_sent_no_more() {
    let close = |scene: &mut Scene, log: &Log| {
        scene.hear_text(&format!(
            r#"{{"t":"close","ref":3,"room":"{}"}}"#,
            log.address()
        ));
    };
    let expel = |scene: &mut Scene, log: &Log| scene.session.expelled(&log.address());
    let ways: [Way<'_>; 2] = [&close, &expel];
    for way in ways {
        let mut scene = Scene::joined();
        let mut log = Log::of(1, 2);
        scene.open(&log, "");
        scene.serve(&log);
        way(&mut scene, &log);
        scene.said();
        let live = log.add();
        scene.session.published(&live);
        scene.session.reach(&log.address(), Seq::new(9));
        scene.session.page(log.page(Seq::ZERO, 3));
        scene.session.signal(Sig {
            room: log.address(),
            kind: crate::protocol::Kind::Typing,
            ttl: 1,
            who: Some(OTHER.into()),
            body: None,
        });
        assert!(scene.said().is_empty());
        assert!(
            !scene
                .asked()
                .iter()
                .any(|asked| matches!(asked, Request::Read { .. }))
        );
    }
}

#[test]
fn who_is_behind_and_no_longer_in_a_room_sees_up_to_the_end_and_not_beyond() {
    let mut scene = Scene::joined();
    let mut log = Log::of(1, 2);
    scene.open(&log, "");
    scene.said();
    let gone = log.add();
    scene.session.published(&gone);
    scene.session.expelled(&log.address());
    let unseen = log.add();
    scene.session.published(&unseen);
    scene.session.reach(&log.address(), Seq::new(4));
    scene.asked();
    scene.session.page(log.page(Seq::ZERO, 9));
    assert_eq!(seqs(&scene.said()), [1, 2, 3]);
    assert!(scene.asked().is_empty());
    let unseen = log.add();
    scene.session.published(&unseen);
    assert!(scene.said().is_empty());
}

#[test]
fn a_room_that_was_closed_while_it_opened_is_given_back() {
    let mut scene = Scene::joined();
    let log = Log::of(1, 2);
    scene.hear_text(&format!(
        r#"{{"t":"open","ref":1,"room":"{}"}}"#,
        log.address()
    ));
    scene.hear_text(&format!(
        r#"{{"t":"close","ref":2,"room":"{}"}}"#,
        log.address()
    ));
    scene.asked();
    scene.said();
    scene.session.opened(log.opened(Some(1)));
    assert!(scene.said().is_empty());
    assert!(matches!(scene.asked()[..], [Request::Close { .. }]));
}

#[test]
fn every_open_is_answered_by_its_number() {
    let mut scene = Scene::joined();
    let log = Log::of(1, 2);
    for reference in [1, 2] {
        scene.hear_text(&format!(
            r#"{{"t":"open","ref":{reference},"room":"{}"}}"#,
            log.address()
        ));
    }
    for reference in [1, 2] {
        scene.session.opened(log.opened(Some(reference)));
        assert!(
            matches!(scene.said_one(), ServerFrame::Opened(opened) if opened.reference == Some(reference))
        );
    }
}

#[test]
fn a_ping_says_how_far_every_open_room_reaches() {
    let mut scene = Scene::joined();
    let (one, other) = (Log::of(1, 2), Log::of(2, 5));
    for log in [&one, &other] {
        scene.open(log, "");
        scene.serve(log);
    }
    scene.said();
    scene.pass(Limits::default().heartbeat);
    let ServerFrame::Ping(ping) = scene.said_one() else {
        panic!("no ping");
    };
    let heads: Vec<u64> = ping.heads.values().map(|head| head.get()).collect();
    assert_eq!(heads, [2, 5]);
}

#[test]
fn after_goodbye_nothing_more_is_said() {
    let mut scene = Scene::joined();
    let mut log = Log::of(1, 2);
    scene.open(&log, "");
    scene.serve(&log);
    scene.said();
    scene.session.unknown_outcome();
    let live = log.add();
    scene.session.published(&live);
    scene.bye();
}

/// What was said, as entries and as what will not come.
fn told(said: &[ServerFrame<'_>]) -> Vec<String> {
    let told = said.iter().filter_map(|frame| match frame {
        ServerFrame::Ev(ev) => Some(ev.seq.to_string()),
        ServerFrame::Gap(gap) => Some(format!("{:?} {}-{}", gap.why, gap.lo, gap.hi)),
        _ => None,
    });
    told.collect()
}

fn trimmed(base: u64) -> Log {
    let mut log = Log::of(1, 7);
    log.base = Seq::new(base);
    log
}

#[test]
fn what_is_no_longer_kept_is_told_exactly_and_the_rest_follows() {
    let log = trimmed(5);
    let h = |seq| log.at(Seq::new(seq)).h;
    for (cursor, wanted) in [
        (String::new(), vec!["Trimmed 1-5", "6", "7"]),
        (
            format!(r#","epoch":{EPOCH},"seq":0"#),
            vec!["Trimmed 1-5", "6", "7"],
        ),
        (
            format!(r#","epoch":{EPOCH},"seq":2"#),
            vec!["Trimmed 3-5", "6", "7"],
        ),
        (
            format!(r#","epoch":{EPOCH},"seq":2,"h":"{}""#, h(2)),
            vec!["Trimmed 3-5", "6", "7"],
        ),
        (
            format!(r#","epoch":{EPOCH},"seq":5,"h":"{}""#, h(5)),
            vec!["6", "7"],
        ),
        (
            format!(r#","epoch":{EPOCH},"seq":6,"h":"{}""#, h(6)),
            vec!["7"],
        ),
        (r#","back":1"#.to_owned(), vec!["7"]),
        (r#","back":4"#.to_owned(), vec!["Trimmed 4-5", "6", "7"]),
    ] {
        let mut scene = Scene::joined();
        scene.open(&log, &cursor);
        scene.serve(&log);
        let said = scene.said();
        assert!(matches!(&said[0], ServerFrame::Opened(opened) if opened.base == Seq::new(5)));
        assert_eq!(told(&said), wanted, "{cursor}");
    }
}

#[test]
fn a_log_that_is_another_one_is_told_before_what_is_no_longer_kept() {
    let log = trimmed(5);
    let other = Chain::from_bytes([9; 8]);
    for (cursor, wanted) in [
        (
            format!(r#","epoch":{EPOCH},"seq":2,"h":"{other}""#),
            vec!["Diverged 1-2", "Trimmed 1-5", "6", "7"],
        ),
        (
            format!(r#","epoch":{EPOCH},"seq":9,"h":"{other}""#),
            vec!["Diverged 1-9", "Trimmed 1-5", "6", "7"],
        ),
        (
            format!(r#","epoch":{},"seq":6,"h":"{other}""#, EPOCH + 1),
            vec!["Epoch 1-6", "Trimmed 1-5", "6", "7"],
        ),
    ] {
        let mut scene = Scene::joined();
        scene.open(&log, &cursor);
        scene.serve(&log);
        assert_eq!(told(&scene.said()), wanted, "{cursor}");
    }
}

#[test]
fn a_fetch_of_what_is_no_longer_kept_is_told_so() {
    let mut scene = Scene::joined();
    let mut log = trimmed(5);
    scene.open(&log, "");
    scene.serve(&log);
    scene.said();
    let room = log.address();
    scene.hear_text(&format!(
        r#"{{"t":"fetch","ref":2,"room":"{room}","after":3}}"#
    ));
    scene.serve(&log);
    assert_eq!(told(&scene.said()), ["Trimmed 4-5", "6", "7"]);
    let live = log.add();
    scene.session.published(&live);
    assert_eq!(told(&scene.said()), ["8"]);
}

#[test]
fn where_nothing_else_is_kept_the_hole_is_all_there_is_until_something_comes() {
    let mut scene = Scene::joined();
    let mut log = trimmed(7);
    scene.open(&log, "");
    scene.serve(&log);
    assert_eq!(told(&scene.said()), ["Trimmed 1-7"]);
    let live = log.add();
    scene.session.published(&live);
    assert_eq!(told(&scene.said()), ["8"]);
}
