mod leading;
mod talking;
mod texts;

use super::Command;
use super::Fact;
use super::LeaveWhy;
use super::Refusal;
use super::Room;
use super::RoomKind;
use super::Saying;
use super::decide;
use crate::vocab::AccountId;
use crate::vocab::Language;
use crate::vocab::Limits;
use crate::vocab::OccupantId;
use crate::vocab::Role;
use crate::vocab::Sensitive;
use crate::vocab::Seq;
use crate::vocab::Text;

fn room() -> Room {
    Room::open(&Fact::Opened {
        kind: RoomKind::OneToOne,
        topic: None,
        language: Language::english(),
        key: Sensitive::new([7; 32]),
    })
    .expect("the first fact opens the room")
}

fn account(n: u8) -> AccountId {
    AccountId::from_bytes([n; 16])
}

fn join(n: u8, role: Role) -> Command {
    Command::Join {
        account: account(n),
        occupant: OccupantId::from_bytes([n; 16]),
        handle: format!("Calm River {n}"),
        role,
    }
}

fn run(room: &mut Room, limits: &Limits, command: Command) -> Result<usize, Refusal> {
    run_at(room, limits, (9, command))
}

fn run_at(
    room: &mut Room,
    limits: &Limits,
    (seq, command): (u64, Command),
) -> Result<usize, Refusal> {
    let facts = decide(room, limits, command)?;
    for fact in &facts {
        room.apply(Seq::new(seq), fact);
    }
    Ok(facts.len())
}

fn say(n: u8) -> Command {
    let text = Text::new("hello").expect("a text");
    Command::Say {
        account: account(n),
        said: Saying {
            text,
            language: None,
            notes: None,
            counts: true,
        },
    }
}

#[test]
fn only_members_write() {
    let (mut room, limits) = (room(), Limits::default());
    assert_eq!(run(&mut room, &limits, say(1)), Err(Refusal::NotAMember));
    assert_eq!(run(&mut room, &limits, join(1, Role::Seeker)), Ok(1));
    assert_eq!(run(&mut room, &limits, say(1)), Ok(1));
    let leave = Command::Leave {
        account: account(1),
        why: LeaveWhy::Left,
    };
    assert_eq!(run(&mut room, &limits, leave), Ok(1));
    assert_eq!(run(&mut room, &limits, say(1)), Err(Refusal::NotAMember));
}

#[test]
fn an_observer_reads_and_does_not_write() {
    let (mut room, limits) = (room(), Limits::default());
    assert_eq!(run(&mut room, &limits, join(1, Role::Observer)), Ok(1));
    assert_eq!(run(&mut room, &limits, say(1)), Err(Refusal::ReadOnly));
}

#[test]
fn coming_in_twice_changes_nothing() {
    let (mut room, limits) = (room(), Limits::default());
    assert_eq!(run(&mut room, &limits, join(1, Role::Seeker)), Ok(1));
    assert_eq!(run(&mut room, &limits, join(1, Role::Seeker)), Ok(0));
    assert_eq!(room.n_present(), 1);
}

#[test]
fn a_full_or_closed_room_still_lets_a_responder_in() {
    let limits = Limits {
        room_members: 1,
        ..Limits::default()
    };
    let mut room = room();
    assert_eq!(run(&mut room, &limits, join(1, Role::Seeker)), Ok(1));
    assert_eq!(
        run(&mut room, &limits, join(2, Role::Seeker)),
        Err(Refusal::Full)
    );
    assert_eq!(run(&mut room, &limits, join(3, Role::Responder)), Ok(1));
    assert_eq!(run(&mut room, &limits, Command::Close), Ok(1));
    assert_eq!(
        run(&mut room, &limits, join(4, Role::Seeker)),
        Err(Refusal::Closed)
    );
    assert_eq!(run(&mut room, &limits, join(5, Role::Responder)), Ok(1));
    assert_eq!(run(&mut room, &limits, say(1)), Err(Refusal::Closed));
    assert_eq!(run(&mut room, &limits, Command::Close), Ok(0));
}

fn saying() -> Saying {
    Saying {
        text: Text::new("something else").expect("a text"),
        language: None,
        notes: None,
        counts: true,
    }
}

fn edit(n: u8, entry: u64) -> Command {
    Command::Edit {
        account: account(n),
        entry: Seq::new(entry),
        said: saying(),
    }
}

fn redact(n: u8, entry: u64) -> Command {
    Command::Redact {
        account: account(n),
        entry: Seq::new(entry),
    }
}

/// A room in which 1 seeks, 2 supports and 3 supervises, and 1 has said something as entry 4.
fn talking() -> (Room, Limits) {
    let (mut room, limits) = (room(), Limits::default());
    for (n, role) in [
        (1, Role::Seeker),
        (2, Role::Supporter),
        (3, Role::Supervisor),
    ] {
        assert_eq!(run(&mut room, &limits, join(n, role)), Ok(1));
    }
    assert_eq!(run_at(&mut room, &limits, (4, say(1))), Ok(1));
    (room, limits)
}

#[test]
fn words_are_taken_away_by_their_author_alone_and_else_by_a_decision() {
    for (n, taken) in [
        (1, Ok(1)),
        (2, Err(Refusal::NotYours)),
        (3, Err(Refusal::NotYours)),
        (4, Err(Refusal::NotAMember)),
    ] {
        let (mut room, limits) = talking();
        assert_eq!(run_at(&mut room, &limits, (5, redact(n, 4))), taken);
        assert_eq!(room.words().is_empty(), taken.is_ok());
    }
}

#[test]
fn an_author_who_left_and_a_room_that_closed_are_no_reason_to_keep_words() {
    let (mut room, limits) = talking();
    let leave = Command::Leave {
        account: account(1),
        why: LeaveWhy::Left,
    };
    assert_eq!(run(&mut room, &limits, leave), Ok(1));
    assert_eq!(run(&mut room, &limits, Command::Close), Ok(1));
    assert_eq!(
        run_at(&mut room, &limits, (7, edit(1, 4))),
        Err(Refusal::NotAMember)
    );
    assert_eq!(run_at(&mut room, &limits, (7, redact(1, 4))), Ok(1));
}

#[test]
fn taking_words_away_twice_changes_nothing() {
    let (mut room, limits) = talking();
    assert_eq!(run_at(&mut room, &limits, (5, redact(1, 4))), Ok(1));
    assert_eq!(run_at(&mut room, &limits, (6, redact(1, 4))), Ok(0));
    assert_eq!(
        run_at(&mut room, &limits, (6, edit(1, 4))),
        Err(Refusal::NoMessage)
    );
}

#[test]
fn only_a_message_can_be_changed_and_only_by_its_author() {
    let (mut room, limits) = talking();
    for (n, entry, refusal) in [
        (1, 3, Refusal::NoMessage),
        (1, 5, Refusal::NoMessage),
        (2, 4, Refusal::NotYours),
        (3, 4, Refusal::NotYours),
    ] {
        assert_eq!(
            run_at(&mut room, &limits, (5, edit(n, entry))),
            Err(refusal)
        );
    }
}

#[test]
fn a_message_has_the_words_of_its_last_change() {
    let (mut room, limits) = talking();
    let holds = |room: &Room| room.words().iter().map(|seq| seq.get()).collect::<Vec<_>>();
    for seq in [5, 6] {
        let before = holds(&room);
        let facts = decide(&room, &limits, edit(1, 4)).expect("one's own message");
        let destroyed = room.destroyed_by(facts.first().expect("a fact"));
        assert_eq!(
            destroyed
                .iter()
                .map(|(seq, _)| seq.get())
                .collect::<Vec<_>>(),
            before
        );
        assert_eq!(run_at(&mut room, &limits, (seq, edit(1, 4))), Ok(1));
        assert_eq!(holds(&room), [seq]);
    }
    assert_eq!(
        run_at(&mut room, &limits, (7, edit(1, 5))),
        Err(Refusal::NoMessage)
    );
    assert_eq!(run_at(&mut room, &limits, (7, redact(1, 4))), Ok(1));
    assert!(holds(&room).is_empty());
}

#[test]
fn a_room_that_is_over_is_trimmed_and_an_open_one_is_not() {
    let (mut room, limits) = talking();
    assert_eq!(run_at(&mut room, &limits, (5, say(2))), Ok(1));
    let trim = |base| Command::Trim {
        base: Seq::new(base),
    };
    assert_eq!(run_at(&mut room, &limits, (6, trim(4))), Err(Refusal::Open));
    assert_eq!(run_at(&mut room, &limits, (6, Command::Close)), Ok(1));
    assert_eq!(run_at(&mut room, &limits, (7, trim(4))), Ok(1));
    assert_eq!(
        (room.base(), room.words()),
        (Seq::new(4), vec![Seq::new(5)])
    );
    assert_eq!(run_at(&mut room, &limits, (8, trim(4))), Ok(0));
    assert_eq!(
        run_at(&mut room, &limits, (8, redact(1, 4))),
        Err(Refusal::NoMessage)
    );
    assert_eq!(run_at(&mut room, &limits, (8, redact(2, 5))), Ok(1));
    assert!(room.words().is_empty());
}

#[test]
fn what_is_left_of_words_folds_to_the_room_without_them() {
    let (mut room, limits) = talking();
    let mut replayed = room.clone();
    let said = decide(&room, &limits, say(2)).expect("a member");
    room.apply(Seq::new(5), &said[0]);
    replayed.apply(Seq::new(5), &said[0].remains().expect("words"));
    for (seq, command) in [(6, edit(2, 5)), (7, edit(2, 5)), (8, redact(2, 5))] {
        let fact = decide(&room, &limits, command)
            .expect("one's own")
            .remove(0);
        room.apply(Seq::new(seq), &fact);
        let left = fact.remains().unwrap_or(fact);
        replayed.apply(Seq::new(seq), &left);
    }
    assert_eq!(room, replayed);
}
