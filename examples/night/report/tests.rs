use peerline_core::vocab::CaseId;
use peerline_core::vocab::Cid;

use super::*;
use crate::ledger::Reader;
use crate::script::Speaker;

const ROOM: RoomId = RoomId::from_bytes([1; 16]);
const SEEKER: Reader = Reader::Speaker(Speaker::Seeker);
const SUPPORTER: Reader = Reader::Speaker(Speaker::Supporter);

/// Writes a message of the seeker down that the line took at `seq`.
fn say(book: &mut Book, seq: u64, is_danger: bool) {
    let place = book.next_place();
    let cid = Cid::from_bytes([u8::try_from(place).unwrap(); 16]);
    let said = Said {
        room: ROOM,
        by: SEEKER,
        turn: None,
        place,
        is_danger,
        at: Instant::now(),
        fate: Fate::Done(Seq::new(seq)),
    };
    book.say(cid, said);
}

fn hear(book: &mut Book, seq: u64) {
    book.hear(ROOM, SUPPORTER, Seq::new(seq));
}

fn page(book: &mut Book) {
    let now = Instant::now();
    let case = book.case(CaseId::from_bytes([2; 16]));
    case.room = Some(ROOM);
    case.pages.push(now);
    case.acked_at = Some(now);
}

fn messages(book: &Book) -> (usize, usize, usize) {
    let Messages {
        lost,
        repeated,
        out_of_order,
        ..
    } = Messages::of(book);
    (lost, repeated, out_of_order)
}

#[test]
fn what_is_said_and_heard_in_order_is_no_fault() {
    let mut book = Book::default();
    for seq in [3, 4] {
        say(&mut book, seq, false);
        hear(&mut book, seq);
    }
    assert_eq!(messages(&book), (0, 0, 0));
}

#[test]
fn what_the_other_side_did_not_hear_is_lost() {
    let mut book = Book::default();
    say(&mut book, 3, false);
    assert_eq!(messages(&book), (1, 0, 0));
}

#[test]
fn what_has_no_answer_is_lost() {
    let mut book = Book::default();
    say(&mut book, 3, false);
    hear(&mut book, 3);
    for said in book.said.values_mut() {
        said.fate = Fate::Open;
    }
    assert_eq!(messages(&book).0, 1);
}

#[test]
fn what_is_heard_twice_is_repeated() {
    let mut book = Book::default();
    say(&mut book, 3, false);
    hear(&mut book, 3);
    hear(&mut book, 3);
    assert_eq!(messages(&book), (0, 1, 0));
}

#[test]
fn what_stands_in_the_room_and_was_never_said_there_is_repeated() {
    let mut book = Book::default();
    say(&mut book, 3, false);
    hear(&mut book, 3);
    hear(&mut book, 4);
    assert_eq!(messages(&book), (0, 1, 0));
}

#[test]
fn what_stands_in_the_room_before_what_was_said_first_is_out_of_order() {
    let mut book = Book::default();
    for seq in [4, 3] {
        say(&mut book, seq, false);
    }
    for seq in [3, 4] {
        hear(&mut book, seq);
    }
    assert_eq!(messages(&book), (0, 0, 1));
}

#[test]
fn what_arrives_before_what_stands_before_it_is_out_of_order() {
    let mut book = Book::default();
    for seq in [3, 4] {
        say(&mut book, seq, false);
    }
    for seq in [4, 3] {
        hear(&mut book, seq);
    }
    assert_eq!(messages(&book), (0, 0, 1));
}

#[test]
fn danger_that_calls_somebody_is_not_lost() {
    let mut book = Book::default();
    say(&mut book, 3, true);
    page(&mut book);
    assert_eq!(Cases::of(&book).lost, 0);
    assert_eq!(calls(&book).len(), 1);
}

#[test]
fn danger_that_finds_somebody_there_is_not_lost_and_no_call() {
    let mut book = Book::default();
    page(&mut book);
    say(&mut book, 3, true);
    assert_eq!(Cases::of(&book).lost, 0);
    assert!(calls(&book).is_empty());
}

#[test]
fn danger_that_calls_nobody_is_lost() {
    let mut book = Book::default();
    say(&mut book, 3, true);
    assert_eq!(Cases::of(&book).lost, 1);
    page(&mut book);
    let case = book.case(CaseId::from_bytes([2; 16]));
    case.room = Some(RoomId::from_bytes([9; 16]));
    assert_eq!(Cases::of(&book).lost, 1, "a page for another room");
}

#[test]
fn danger_after_a_case_was_closed_calls_anew() {
    let mut book = Book::default();
    page(&mut book);
    book.case(CaseId::from_bytes([2; 16])).closed_at = Some(Instant::now());
    say(&mut book, 3, true);
    assert_eq!(Cases::of(&book).lost, 1);
}

#[test]
fn a_case_that_nobody_acknowledged_is_lost() {
    let mut book = Book::default();
    say(&mut book, 3, true);
    page(&mut book);
    book.case(CaseId::from_bytes([2; 16])).acked_at = None;
    assert_eq!(Cases::of(&book).lost, 1);
}

#[test]
fn percentiles_are_those_of_the_nearest_rank() {
    let spans = (1..=200).map(Duration::from_millis).collect();
    let spread = Spread::of(spans);
    let shown = (spread.p50_ms, spread.p95_ms, spread.p99_ms, spread.max_ms);
    assert_eq!(shown, (100, 190, 198, 200));
}
