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
    let facts = decide(room, limits, command)?;
    for fact in &facts {
        room.apply(fact);
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
