//! How a room is led: whatever is asked of it, in whatever order.

use proptest::prelude::*;

use super::account;
use crate::room::Command;
use crate::room::EndWhy;
use crate::room::Fact;
use crate::room::LEASE;
use crate::room::LeaveWhy;
use crate::room::Life;
use crate::room::Move;
use crate::room::Refusal;
use crate::room::Room;
use crate::room::RoomKind;
use crate::room::RoomSpec;
use crate::room::RoomState;
use crate::room::Saying;
use crate::room::Sitting;
use crate::room::Slot;
use crate::room::decide;
use crate::room::direct;
use crate::room::next_slot;
use crate::room::slot_now;
use crate::vocab::Capability;
use crate::vocab::Language;
use crate::vocab::Limits;
use crate::vocab::Millis;
use crate::vocab::OccupantId;
use crate::vocab::Role;
use crate::vocab::Sensitive;
use crate::vocab::Seq;
use crate::vocab::Text;
use crate::vocab::Timestamp;

const SEATS: u16 = 4;
const ROLES: [Role; 7] = [
    Role::Seeker,
    Role::Supporter,
    Role::Facilitator,
    Role::Moderator,
    Role::Responder,
    Role::Supervisor,
    Role::Observer,
];

/// One thing that somebody tries.
#[derive(Clone, Debug)]
enum Try {
    Join(u8, usize),
    Leave(u8),
    Say(u8, bool),
    Open(u8),
    Pause(u8),
    Abandon(u8),
    Assign(u8, u8, usize, bool),
    Wake,
    Pass(u32),
    End,
}

fn any_try() -> impl Strategy<Value = Try> {
    let who = 0..8_u8;
    let role = 0..ROLES.len();
    prop_oneof![
        8 => (who.clone(), role.clone()).prop_map(|(n, role)| Try::Join(n, role)),
        2 => who.clone().prop_map(Try::Leave),
        6 => (who.clone(), any::<bool>()).prop_map(|(n, danger)| Try::Say(n, danger)),
        5 => who.clone().prop_map(Try::Open),
        2 => who.clone().prop_map(Try::Pause),
        1 => who.clone().prop_map(Try::Abandon),
        3 => (who.clone(), who, role, any::<bool>())
            .prop_map(|(by, to, role, held)| Try::Assign(by, to, role, held)),
        4 => Just(Try::Wake),
        4 => (0..2_000_000_u32).prop_map(Try::Pass),
        1 => Just(Try::End),
    ]
}

const fn name(n: u8) -> OccupantId {
    OccupantId::from_bytes([n; 16])
}

fn sitting() -> Sitting {
    Sitting {
        first: Timestamp::from_unix_millis(10_000_000),
        every: Some(Millis::from_hours(3)),
        lasts: Millis::from_hours(1),
        last: None,
    }
}

fn listed(kind: RoomKind) -> Room {
    let slug = "room".parse().unwrap();
    let mut spec = RoomSpec::new(slug, kind, (Language::english(), "Room"));
    spec.seats = SEATS;
    if kind == RoomKind::Session {
        spec.sittings = vec![sitting()];
    }
    assert_eq!(spec.check(), Ok(()));
    let mut room = Room::open(&Fact::Opened {
        kind,
        topic: None,
        language: Language::english(),
        key: Sensitive::new([7; 32]),
    })
    .unwrap();
    let facts = direct(
        &room,
        &Limits::default(),
        Timestamp::ZERO,
        Move::List(Box::new(spec)),
    )
    .unwrap();
    facts.iter().for_each(|fact| room.apply(Seq::new(2), fact));
    room
}

/// Returns what a try comes to.
fn outcome(room: &Room, now: Timestamp, one: &Try) -> Result<Vec<Fact>, Refusal> {
    let limits = Limits::default();
    match *one {
        Try::Join(n, role) => {
            let (account, occupant, role) = (account(n), name(n), ROLES[role]);
            let handle = format!("Calm River {n}");
            let command = Command::Join {
                account,
                occupant,
                handle,
                role,
            };
            decide(room, &limits, command)
        }
        Try::Leave(n) => {
            let (account, why) = (account(n), LeaveWhy::Left);
            decide(room, &limits, Command::Leave { account, why })
        }
        Try::Say(n, danger) => {
            let said = Saying {
                text: Text::new("hello").unwrap(),
                language: None,
                notes: None,
                counts: !danger,
            };
            let account = account(n);
            decide(room, &limits, Command::Say { account, said })
        }
        Try::Open(n) => direct(
            room,
            &limits,
            now,
            Move::Open {
                account: account(n),
            },
        ),
        Try::Pause(n) => direct(
            room,
            &limits,
            now,
            Move::Pause {
                account: account(n),
            },
        ),
        Try::Abandon(n) => direct(
            room,
            &limits,
            now,
            Move::Abandon {
                account: account(n),
            },
        ),
        Try::Assign(by, to, role, held) => {
            let (by, to, role) = (account(by), name(to), ROLES[role]);
            let wish = Move::Assign { by, to, role, held };
            direct(room, &limits, now, wish)
        }
        Try::Wake => direct(room, &limits, now, Move::Wake),
        Try::Pass(_) => Ok(Vec::new()),
        Try::End => direct(room, &limits, now, Move::End(EndWhy::Removed)),
    }
}

/// What holds for one step, whatever it was.
fn lawful(before: &Room, now: Timestamp, one: &Try, came: &Result<Vec<Fact>, Refusal>) {
    let role = |n| before.present_member(account(n)).map(|member| member.role);
    let can = |n, capability| role(n).is_some_and(|role: Role| role.can(capability));
    let changes = came.as_ref().is_ok_and(|facts| !facts.is_empty());
    match *one {
        Try::Say(n, danger) if changes => {
            assert!(can(n, Capability::Write) && !before.is_over());
            assert!(danger || before.is_open());
        }
        Try::Say(n, true) if can(n, Capability::Write) => assert!(before.is_over()),
        Try::Open(n) if changes => {
            let leads = can(n, Capability::Lead);
            assert!(leads || can(n, Capability::Moderate));
            assert!(leads || before.kind != RoomKind::Session);
            let slot = slot_now(&[sitting()], now);
            assert!(before.kind != RoomKind::Session || slot.is_some());
        }
        Try::Pause(n) if changes => {
            assert!(can(n, Capability::Lead) || can(n, Capability::Moderate));
        }
        Try::Assign(by, to, new, held) if changes => {
            assert!(held && (can(by, Capability::Lead) || can(by, Capability::Moderate)));
            let high = |role: Role| role.can(Capability::Moderate) || role.can(Capability::Respond);
            let grave = high(ROLES[new]) || role(to).is_some_and(high);
            assert!(!grave || can(by, Capability::Supervise));
        }
        Try::Join(_, new) if ROLES[new].can(Capability::Respond) => assert!(came.is_ok()),
        Try::Join(..)
        | Try::Leave(_)
        | Try::Say(..)
        | Try::Open(_)
        | Try::Pause(_)
        | Try::Abandon(_)
        | Try::Assign(..)
        | Try::Wake
        | Try::Pass(_)
        | Try::End => {}
    }
}

/// What holds of a room at any time.
fn sound(room: &Room, now: Timestamp) {
    let lease = room.setting.lease;
    assert!(
        room.n_seated() <= usize::from(SEATS),
        "more than there are seats"
    );
    assert_eq!(
        room.setting.pause.is_some(),
        room.state == RoomState::Paused
    );
    if room.kind == RoomKind::Session {
        assert_eq!(lease.is_some(), room.is_open(), "open means led");
    }
    if let Some(lease) = lease {
        assert!(lease.until <= now.after(LEASE));
        let holder = room.members().find(|(_, one)| one.occupant == lease.holder);
        assert!(holder.is_some_and(|(_, one)| one.role.can(Capability::Lead) || !one.present));
    }
}

fn run(kind: RoomKind, tries: Vec<Try>) {
    let mut room = listed(kind);
    let mut now = Timestamp::from_unix_millis(9_000_000);
    for (n, one) in tries.into_iter().enumerate() {
        if let Try::Pass(span) = one {
            now = now.after(Millis::new(u64::from(span)));
        }
        let came = outcome(&room, now, &one);
        lawful(&room, now, &one, &came);
        for fact in came.iter().flatten() {
            room.apply(Seq::new(n as u64 + 3), fact);
        }
        // As the engine does: who is gone, or leads no more, gives the lease back.
        for who in 0..8 {
            let leads = room
                .present_member(account(who))
                .is_some_and(|one| one.role.can(Capability::Lead));
            if !leads {
                let wish = Move::Abandon {
                    account: account(who),
                };
                for fact in direct(&room, &Limits::default(), now, wish).unwrap() {
                    room.apply(Seq::new(n as u64 + 3), &fact);
                }
            }
        }
        sound(&room, now);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    #[test]
    fn a_session_is_open_only_while_it_is_led_and_its_seats_are_never_too_few(
        tries in prop::collection::vec(any_try(), 1..80),
    ) {
        run(RoomKind::Session, tries);
    }

    #[test]
    fn a_drop_in_room_keeps_its_seats_and_lets_nobody_do_what_their_role_does_not(
        tries in prop::collection::vec(any_try(), 1..80),
    ) {
        run(RoomKind::DropIn, tries);
    }

    #[test]
    fn the_next_sitting_is_never_over_and_none_is_left_out(
        first in 0..1_000_u64, every in 1..500_u64, lasts in 1..500_u64, now in 0..5_000_u64,
        last in prop::option::of(0..3_000_u64),
    ) {
        let at = Timestamp::from_unix_millis;
        let sitting = Sitting {
            first: at(first),
            every: Some(Millis::new(every)),
            lasts: Millis::new(lasts),
            last: last.map(|more| at(first + more)),
        };
        let ends = |starts: &Timestamp| sitting.last.is_none_or(|last| *starts <= last);
        let slots = (0..).map(|n| at(first + n * every)).take_while(ends);
        let expected = slots.map(|starts| Slot { starts, ends: starts.after(Millis::new(lasts)) })
            .find(|slot| at(now) < slot.ends);
        prop_assert_eq!(next_slot(&[sitting], at(now)), expected);
    }
}

#[test]
fn what_a_moderator_paused_only_a_moderator_opens() {
    let mut room = listed(RoomKind::DropIn);
    let now = Timestamp::ZERO;
    for one in [Try::Join(1, 3), Try::Join(2, 2), Try::Pause(1)] {
        for fact in outcome(&room, now, &one).unwrap() {
            room.apply(Seq::new(3), &fact);
        }
    }
    assert_eq!(room.state, RoomState::Paused);
    assert_eq!(outcome(&room, now, &Try::Open(2)), Err(Refusal::NotAllowed));
    let opened = outcome(&room, now, &Try::Open(1)).unwrap();
    assert!(matches!(opened[..], [Fact::Life(Life::Began { .. })]));
}

#[test]
fn a_room_that_cannot_be_is_refused() {
    let slug = || "room".parse().unwrap();
    let make = |kind| RoomSpec::new(slug(), kind, (Language::english(), "Room"));
    assert!(make(RoomKind::OneToOne).check().is_err());
    assert!(make(RoomKind::Session).check().is_err(), "without a time");
    let mut circle = make(RoomKind::Circle);
    circle.seats = 9;
    assert!(circle.check().is_err());
    let mut day = make(RoomKind::DropIn);
    day.sittings = vec![sitting()];
    assert!(day.check().is_err(), "with a time");
    day.sittings.clear();
    day.title = day.title.with(Language::english(), &"x".repeat(81));
    assert!(day.check().is_err());
}
