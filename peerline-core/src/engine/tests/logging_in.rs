//! Logins of staff: which roles are in force, until when, and what is never taken from anybody.

use super::rooms;
use super::town::*;
use crate::engine::Answer;
use crate::engine::Asker;
use crate::engine::Info;
use crate::engine::Input;
use crate::engine::Output;
use crate::engine::Policies;
use crate::engine::Why;
use crate::identity::Principal;
use crate::identity::PublicKey;
use crate::identity::StaffClaims;
use crate::identity::StaffLogin;
use crate::identity::StaffTerms;
use crate::log::Act;
use crate::log::StandingAct;
use crate::log::Target;
use crate::room::RoomKind;
use crate::vocab::Capability;
use crate::vocab::Language;
use crate::vocab::Millis;
use crate::vocab::OccupantId;
use crate::vocab::Queue;
use crate::vocab::Role;
use crate::vocab::RoomId;
use crate::vocab::RoomName;
use crate::vocab::Sensitive;

/// A line where staff log in.
fn town() -> Town {
    Town::with(Policies {
        staff: StaffTerms::with(StaffLogin::Required, None),
        ..policies()
    })
}

fn claims(town: &Town) -> StaffClaims {
    let device = PublicKey::from_bytes([3; 32]);
    let terms = StaffTerms::default();
    terms.grant(town.now, device, town.now).unwrap()
}

fn arrive(town: &mut Town, n: u8, invite: Option<Sensitive<[u8; 32]>>, login: bool) -> Vec<Output> {
    let mut principal = Principal::assert_verified(person(n), "a test");
    if login {
        principal = principal.logged_in(claims(town));
    }
    town.feed(Input::Connect {
        conn: conn(n),
        principal,
        language: Language::english(),
        country: None,
        invite,
        knock: None,
    })
}

fn invite(town: &mut Town, role: Role) -> Sensitive<[u8; 32]> {
    let outputs = town.feed(Input::Invite {
        reference: 1,
        role,
        clearance: None,
    });
    let secret = outputs.iter().find_map(|output| {
        let Output::Invited { secret, .. } = output else {
            return None;
        };
        Some(*secret)
    });
    secret.unwrap()
}

fn welcome(outputs: &[Output]) -> (Vec<Role>, Vec<Role>) {
    let found = outputs.iter().find_map(|output| {
        let Output::Welcome { roles, resting, .. } = output else {
            return None;
        };
        Some((roles.clone(), resting.clone()))
    });
    found.unwrap()
}

/// A responder who came with an invitation and a login.
fn responder(town: &mut Town, n: u8) {
    one_of_staff(town, n, Role::Responder);
}

fn one_of_staff(town: &mut Town, n: u8, role: Role) {
    let secret = invite(town, role);
    let outputs = arrive(town, n, Some(secret), true);
    assert_eq!(welcome(&outputs), (vec![Role::Seeker, role], vec![]));
}

fn against_somebody(sweeps: bool) -> Act {
    let target = Target {
        room: RoomId::from_bytes([1; 16]),
        who: OccupantId::from_bytes([2; 16]),
        ground: "abuse".to_owned(),
        span: Millis::from_hours(24),
    };
    Act::Standing(if sweeps {
        StandingAct::Sweep(target)
    } else {
        StandingAct::Sanction(target)
    })
}

fn log_in(town: &mut Town, n: u8, claims: StaffClaims) -> Answer {
    let asker = Asker {
        conn: conn(n),
        reference: 7,
    };
    answer(&town.feed(Input::Login { asker, claims }))
}

fn opens(town: &mut Town, n: u8, room: RoomName) -> bool {
    let outputs = town.feed(Input::Open {
        conn: conn(n),
        reference: None,
        room,
    });
    matches!(outputs.as_slice(), [Output::Open { .. }])
}

#[test]
fn an_invitation_is_redeemed_with_a_login_and_kept_without() {
    let mut town = town();
    let secret = invite(&mut town, Role::Responder);
    let outputs = arrive(&mut town, 3, Some(secret), false);
    assert_eq!(welcome(&outputs), (vec![Role::Seeker], vec![]));
    let asks = |output: &Output| matches!(output, Output::Welcome { login: true, .. });
    assert!(outputs.iter().any(asks), "{outputs:?}");
    town.disconnect(3);
    let outputs = arrive(&mut town, 3, Some(secret), true);
    assert_eq!(
        welcome(&outputs),
        (vec![Role::Seeker, Role::Responder], vec![])
    );
}

#[test]
fn roles_rest_without_a_login_and_the_refusal_says_so() {
    let mut town = town();
    responder(&mut town, 3);
    town.connect(1);
    town.put(1, me(1), ask_for_human());
    let case = RoomName::Case(town.case_of(1));
    town.disconnect(3);
    let outputs = arrive(&mut town, 3, None, false);
    assert_eq!(
        welcome(&outputs),
        (vec![Role::Seeker], vec![Role::Responder])
    );
    assert_eq!(
        refused(&town.put(3, case.clone(), Act::Take)),
        Some(Why::Login)
    );
    assert!(!opens(&mut town, 3, crisis()));
    // Who has no role is not sent to a login that would not help.
    assert_eq!(refused(&town.put(1, case, Act::Take)), Some(Why::Denied));
}

#[test]
fn a_login_on_a_connection_puts_roles_in_force() {
    let mut town = town();
    responder(&mut town, 3);
    town.disconnect(3);
    arrive(&mut town, 3, None, false);
    let claims = claims(&town);
    let told = log_in(&mut town, 3, claims.clone());
    let expected = Info::Login {
        roles: vec![Role::Seeker, Role::Responder],
        until: claims.until,
        verified: claims.verified,
    };
    assert_eq!(told, Answer::Told(expected));
    assert!(opens(&mut town, 3, crisis()));
}

#[test]
fn a_login_ends_by_itself_and_staff_rooms_are_sent_no_more() {
    let mut town = town();
    responder(&mut town, 3);
    assert!(opens(&mut town, 3, crisis()));
    let outputs = town.pass(Millis::from_mins(10));
    let rests = |output: &Output| *output == Output::Rest { conn: conn(3) };
    assert_eq!(outputs.iter().filter(|output| rests(output)).count(), 1);
    assert!(!opens(&mut town, 3, crisis()));
    assert_eq!(town.engine.responders(), 0);
}

#[test]
fn a_login_that_was_renewed_does_not_end_with_the_first() {
    let mut town = town();
    responder(&mut town, 3);
    town.pass(Millis::from_mins(8));
    let claims = claims(&town);
    log_in(&mut town, 3, claims);
    let outputs = town.pass(Millis::from_mins(8));
    assert!(!outputs.contains(&Output::Rest { conn: conn(3) }));
    assert!(opens(&mut town, 3, crisis()));
}

#[test]
fn a_conversation_outlives_the_login_of_who_helps() {
    let mut town = town();
    responder(&mut town, 3);
    town.connect(1);
    town.put(1, me(1), ask_for_human());
    let case = town.case_of(1);
    assert!(is_done(&town.put(3, RoomName::Case(case), Act::Take)));
    let room = RoomName::Room(town.case_room(1));
    town.pass(Millis::from_mins(11));
    assert!(is_done(&town.put(3, room.clone(), say("i am here"))));
    assert!(is_done(&town.put(1, room, say("thank you"))));
}

#[test]
fn the_gravest_things_need_a_login_that_is_minutes_old() {
    let mut town = town();
    responder(&mut town, 3);
    let may = |town: &mut Town, capability| {
        // The engine looks at the time of its last input.
        town.feed(Input::Tick);
        town.engine.may(conn(3), capability)
    };
    assert_eq!(may(&mut town, Capability::OpenVault), Ok(Role::Responder));
    town.pass(Millis::from_mins(3));
    assert_eq!(may(&mut town, Capability::OpenVault), Err(Why::FreshLogin));
    assert_eq!(may(&mut town, Capability::Respond), Ok(Role::Responder));
    assert_eq!(may(&mut town, Capability::Sweep), Err(Why::Denied));
    town.pass(Millis::from_mins(8));
    assert_eq!(may(&mut town, Capability::Respond), Err(Why::Login));
}

#[test]
fn without_logins_a_role_is_in_force_whenever_its_bearer_is_there() {
    let mut town = Town::new();
    town.staff(3, Role::Responder);
    town.pass(Millis::from_hours(20));
    assert!(opens(&mut town, 3, crisis()));
    assert_eq!(
        town.engine.may(conn(3), Capability::OpenVault),
        Ok(Role::Responder)
    );
}

#[test]
fn a_sanction_and_a_sweep_need_a_login_that_is_minutes_old() {
    let mut town = town();
    one_of_staff(&mut town, 3, Role::Moderator);
    let moderators = RoomName::Mod(Queue::main());
    for sweeps in [false, true] {
        let order = against_somebody(sweeps);
        // Allowed to try: there is nobody of that name.
        let tried = town.put(3, moderators.clone(), order.clone());
        assert_eq!(refused(&tried), Some(Why::Gone));
    }
    town.pass(Millis::from_mins(3));
    for sweeps in [false, true] {
        let late = town.put(3, moderators.clone(), against_somebody(sweeps));
        assert_eq!(refused(&late), Some(Why::FreshLogin));
    }
    town.disconnect(3);
    arrive(&mut town, 3, None, false);
    for sweeps in [false, true] {
        let resting = town.put(3, moderators.clone(), against_somebody(sweeps));
        assert_eq!(refused(&resting), Some(Why::Login));
    }
}

#[test]
fn a_role_that_rests_comes_into_no_room() {
    let mut with_rooms = rooms::with(vec![
        rooms::spec("day", RoomKind::DropIn),
        rooms::spec("staff", RoomKind::Staff),
    ]);
    with_rooms.staff = StaffTerms::with(StaffLogin::Required, None);
    let mut town = Town::with(with_rooms);
    town.feed(Input::Start);
    one_of_staff(&mut town, 3, Role::Moderator);
    town.disconnect(3);
    arrive(&mut town, 3, None, false);
    let (day, staff) = (town.hall("day"), town.hall("staff"));
    let as_moderator = town.enter(3, day, Some(Role::Moderator));
    assert_eq!(refused(&as_moderator), Some(Why::Login));
    assert_eq!(refused(&town.enter(3, staff, None)), Some(Why::Login));
    assert!(is_done(&town.enter(3, day, None)));
}
