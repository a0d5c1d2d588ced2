use super::Earlier;
use crate::room::Fact;
use crate::room::LeaveWhy;
use crate::vocab::ContentNotes;
use crate::vocab::OccupantId;
use crate::vocab::RoomId;
use crate::vocab::Seq;
use crate::vocab::Text;

const ROOM: RoomId = RoomId::from_bytes([1; 16]);

fn who(byte: u8) -> OccupantId {
    OccupantId::from_bytes([byte; 16])
}

fn said(by: u8, text: &str) -> Fact {
    Fact::Said {
        occupant: who(by),
        text: Text::new(text).unwrap(),
        language: None,
        notes: ContentNotes::default(),
        counts: true,
    }
}

fn after(facts: &[Fact], bytes: usize) -> Earlier {
    let mut earlier = Earlier::default();
    for fact in facts {
        earlier.note(ROOM, fact, bytes);
    }
    earlier
}

#[test]
fn what_each_said_last_is_kept_as_far_back_as_is_looked() {
    let facts = [
        said(1, "one"),
        said(2, "other"),
        said(1, "two"),
        said(1, "drei äü"),
    ];
    assert_eq!(after(&facts, 64).words(ROOM, who(1)), "one\ntwo\ndrei äü");
    assert_eq!(after(&facts, 64).words(ROOM, who(2)), "other");
    assert_eq!(after(&facts, 3).words(ROOM, who(1)), "ü");
    assert_eq!(after(&facts, 0).words(ROOM, who(1)), "");
    assert_eq!(
        after(&facts, 64).words(RoomId::from_bytes([2; 16]), who(1)),
        ""
    );
}

#[test]
fn words_go_with_who_leaves_and_with_words_that_are_taken_away() {
    let left = Fact::Left {
        occupant: who(1),
        why: LeaveWhy::Left,
    };
    let redacted = Fact::Redacted {
        by: who(2),
        entry: Seq::new(3),
    };
    for gone in [left, redacted, Fact::Closed] {
        let earlier = after(&[said(1, "one"), gone], 64);
        assert_eq!(earlier.words(ROOM, who(1)), "");
    }
}
