//! Posts are taken in order, once, within the bound.

use bytes::Bytes;
use futures_util::FutureExt as _;
use peerline_core::protocol::Encoding;

use super::Mailbox;
use super::Posted;

fn body(text: &'static str) -> Bytes {
    Bytes::from_static(text.as_bytes())
}

fn now(mailbox: &Mailbox) -> Option<Option<Vec<u8>>> {
    mailbox.next().now_or_never()
}

fn frame(text: &str) -> Option<Option<Vec<u8>>> {
    Some(Some(text.as_bytes().to_vec()))
}

#[test]
fn posts_are_taken_in_order_and_once() {
    let mailbox = Mailbox::new(Encoding::Json);
    assert_eq!(mailbox.post(2, body("b\n")), Posted::TooEarly);
    assert_eq!(mailbox.post(1, body("a\nA\n")), Posted::Taken);
    assert_eq!(mailbox.post(1, body("other\n")), Posted::Taken);
    assert_eq!(mailbox.post(2, body("b\n")), Posted::Taken);
    for wanted in ["a", "A", "b"] {
        assert_eq!(now(&mailbox), frame(wanted));
    }
    assert_eq!(now(&mailbox), None);
}

#[test]
fn what_waits_is_bounded_and_what_is_read_makes_room() {
    let mailbox = Mailbox::new(Encoding::Json);
    let half = [vec![b'x'; Mailbox::CAPACITY / 2 - 1], vec![b'\n']].concat();
    assert_eq!(mailbox.post(1, half.clone().into()), Posted::Taken);
    assert_eq!(mailbox.post(2, half.into()), Posted::Taken);
    assert_eq!(mailbox.post(3, body("a\n")), Posted::Full);
    assert!(now(&mailbox).is_some());
    assert_eq!(mailbox.post(3, body("a\n")), Posted::Taken);
}

#[test]
fn after_the_end_what_was_taken_is_read_and_nothing_more_is_taken() {
    let mailbox = Mailbox::new(Encoding::Json);
    assert_eq!(mailbox.post(1, body("a\n")), Posted::Taken);
    mailbox.end();
    assert_eq!(mailbox.post(2, body("b\n")), Posted::Over);
    assert_eq!(now(&mailbox), frame("a"));
    assert_eq!([now(&mailbox), now(&mailbox)], [Some(None), Some(None)]);
}
