use super::scene::Scene;
use crate::protocol::Code;
use crate::protocol::ServerFrame;
use crate::protocol::Status;
use crate::session::Answer;
use crate::session::Request;
use crate::vocab::Cid;

const BUSY: Answer = Answer::Refused {
    code: Code::Busy,
    retry_ms: Some(1000),
    until: None,
    scope: None,
    decision: None,
    say: None,
};

const DONE: Answer = Answer::Done {
    seq: None,
    status: Status::Done,
    decision: None,
    body: None,
};

fn cid(n: u8) -> Cid {
    Cid::from_bytes([n; 16])
}

impl Scene {
    fn put_kind(&mut self, n: u8, kind: &str) {
        self.hear_text(&format!(
            r#"{{"t":"put","ref":{n},"room":"@me","cid":"{}","kind":"{kind}","body":{{}}}}"#,
            cid(n)
        ));
    }

    fn put(&mut self, n: u8) {
        self.put_kind(n, "leave");
    }

    fn answer(&mut self, n: u8, answer: Answer) {
        let me = "@me".parse().unwrap();
        self.session.put_answered(u64::from(n), &me, cid(n), answer);
    }

    /// Returns the numbers of the puts that went to the host.
    fn went(&mut self) -> Vec<u64> {
        let asked = self.asked().into_iter();
        asked
            .filter_map(|request| match request {
                Request::Put(put) => Some(put.reference),
                _ => None,
            })
            .collect()
    }

    fn refused(&mut self) -> Vec<(u64, Code)> {
        let said = self.said().into_iter();
        said.filter_map(|frame| match frame {
            ServerFrame::Err(refused) => Some((refused.reference?, refused.code)),
            _ => None,
        })
        .collect()
    }
}

#[test]
fn puts_of_a_room_go_one_after_another_in_order() {
    let mut scene = Scene::joined();
    for n in 1..=3 {
        scene.put(n);
    }
    assert_eq!(scene.went(), [1]);
    scene.answer(1, DONE);
    assert_eq!(scene.went(), [2]);
    scene.answer(2, DONE);
    assert_eq!(scene.went(), [3]);
}

#[test]
fn after_a_retryable_refusal_only_the_same_put_goes_on() {
    let mut scene = Scene::joined();
    for n in 1..=3 {
        scene.put(n);
    }
    scene.went();
    scene.answer(1, BUSY);
    assert_eq!(
        scene.refused(),
        [(1, Code::Busy), (2, Code::Lane), (3, Code::Lane)]
    );
    scene.put(4);
    assert_eq!(scene.refused(), [(4, Code::Lane)]);
    assert!(scene.went().is_empty());

    scene.put(1);
    scene.put(2);
    assert_eq!(scene.went(), [1]);
    scene.answer(1, DONE);
    assert_eq!(scene.went(), [2]);
}

#[test]
fn a_put_that_is_given_up_frees_its_lane() {
    let mut scene = Scene::joined();
    scene.put(1);
    scene.answer(1, BUSY);
    scene.went();
    scene.hear_text(&format!(
        r#"{{"t":"drop","ref":9,"room":"@me","cid":"{}"}}"#,
        cid(2)
    ));
    scene.put(3);
    assert!(scene.went().is_empty(), "another put's drop frees nothing");
    scene.hear_text(&format!(
        r#"{{"t":"drop","ref":9,"room":"@me","cid":"{}"}}"#,
        cid(1)
    ));
    scene.put(3);
    assert_eq!(scene.went(), [3]);
}

#[test]
fn a_final_refusal_lets_the_next_put_go() {
    let mut scene = Scene::joined();
    scene.put(1);
    scene.put(2);
    scene.went();
    scene.answer(1, Answer::refuse(Code::Blocked));
    assert_eq!(scene.went(), [2]);
}

#[test]
fn more_than_64_that_wait_are_too_fast_and_nothing_overtakes() {
    let mut scene = Scene::joined();
    for n in 1..=65 {
        scene.put(n);
    }
    assert!(scene.refused().is_empty());
    scene.put(66);
    assert_eq!(scene.refused(), [(66, Code::Rate)]);
    scene.put(67);
    assert_eq!(scene.refused(), [(67, Code::Lane)]);
    for n in 1..=65 {
        assert_eq!(scene.went(), [u64::from(n)]);
        scene.answer(n, DONE);
    }
    scene.put(67);
    assert!(scene.went().is_empty(), "66 stands before it");
    scene.put(66);
    assert_eq!(scene.went(), [66]);
}

#[test]
fn an_answer_that_comes_twice_moves_a_lane_once() {
    let mut scene = Scene::joined();
    for n in 1..=3 {
        scene.put(n);
    }
    scene.went();
    scene.answer(1, DONE);
    scene.answer(1, DONE);
    assert_eq!(scene.went(), [2]);
}

#[test]
fn a_call_for_a_human_goes_beside_every_lane() {
    let mut scene = Scene::joined();
    scene.put(1);
    scene.put(2);
    scene.put_kind(3, "signal");
    assert_eq!(scene.went(), [1, 3]);
    scene.answer(3, DONE);
    assert!(scene.went().is_empty(), "the lane is as it was");
    scene.answer(1, BUSY);
    scene.put_kind(4, "signal");
    assert_eq!(scene.went(), [4]);
}
