use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;

use super::AllOf;
use super::Asks;
use super::Door;
use super::Gate;
use super::GateAnswer;
use super::InviteGate;
use super::Knock;
use super::Lack;
use super::OpenGate;
use super::RateGate;
use super::WorkChallenge;
use super::WorkGate;
use super::WorkWhen;
use crate::identity::LineId;
use crate::testkit::gate::all_laws;
use crate::vocab::Millis;
use crate::vocab::Sensitive;
use crate::vocab::Timestamp;

const NOW: Timestamp = Timestamp::from_unix_millis(1_700_000_000_000);
/// Enough to be told from none, and quick.
const BITS: u8 = 8;

fn all() -> AllOf {
    AllOf::of(vec![
        Arc::new(RateGate::of(5)),
        Arc::new(InviteGate::of(["sunflower"])),
        Arc::new(WorkGate::of(BITS, WorkWhen::Rush(100))),
    ])
}

#[test]
fn every_gate_keeps_every_law() {
    let shared: Arc<dyn Gate> = Arc::new(all());
    let boxed: Box<dyn Gate> = Box::new(OpenGate);
    let subjects: [&dyn Gate; 7] = [
        &OpenGate,
        &InviteGate::of(["sunflower"]),
        &RateGate::of(3),
        &WorkGate::of(BITS, WorkWhen::Always),
        &WorkGate::of(BITS, WorkWhen::Rush(3)),
        &shared,
        &boxed,
    ];
    for subject in subjects {
        for (name, law) in all_laws() {
            assert_eq!(law(subject), Ok(()), "{name} of {subject:?}");
        }
    }
}

/// A gate with one thing wrong.
#[derive(Debug)]
struct Wrong {
    law: &'static str,
    asked: AtomicBool,
}

impl Gate for Wrong {
    fn asks(&self, door: &Door, now: Timestamp) -> Asks {
        match self.law {
            "what_is_lacked_was_told" => Asks::default(),
            _ => WorkGate::of(BITS, WorkWhen::Always).asks(door, now),
        }
    }

    fn admit(&self, door: &Door, now: Timestamp, knock: &Knock) -> Result<(), Lack> {
        let wait = |retry| Err(Lack::Wait { retry });
        let work = WorkGate::of(BITS, WorkWhen::Always).admit(door, now, knock);
        match self.law {
            "work_that_is_asked_for_opens" => Err(Lack::Work { bits: BITS }),
            "a_proof_opens_one_connection" if knock.answer.work.is_some() => Ok(()),
            "waiting_ends" if knock.network.is_some() => wait(Millis::new(1)),
            "fresh_networks_are_alike" if knock.network == Some(Sensitive::new(8)) => Ok(()),
            "an_unknown_network_never_waits" if knock.network.is_none() => {
                wait(Door::until_next_hour(now))
            }
            "a_gate_is_repeatable" if self.asked.fetch_xor(true, Ordering::Relaxed) => Ok(()),
            _ => work,
        }
    }
}

#[test]
fn every_law_can_be_broken() {
    for (name, law) in all_laws() {
        let asked = AtomicBool::new(false);
        let broken = law(&Wrong { law: name, asked }).unwrap_err();
        assert_eq!(broken.law, name);
    }
    let named = [
        "work_that_is_asked_for_opens",
        "a_proof_opens_one_connection",
        "what_is_lacked_was_told",
        "waiting_ends",
        "fresh_networks_are_alike",
        "an_unknown_network_never_waits",
        "a_gate_is_repeatable",
    ];
    assert_eq!(all_laws().map_names(), named);
}

trait Names {
    fn map_names(&self) -> Vec<&'static str>;
}

impl<L> Names for Vec<(&'static str, L)> {
    fn map_names(&self) -> Vec<&'static str> {
        self.iter().map(|(name, _)| *name).collect()
    }
}

fn door_at(now: Timestamp) -> Door {
    let mut door = Door::default();
    door.turn(now, || [1; 32]);
    door
}

fn knock() -> Knock {
    Knock {
        network: Some(Sensitive::new(77)),
        challenge: WorkChallenge {
            line: LineId::from_bytes([9; 32]),
            nonce: [5; 32],
        },
        answer: GateAnswer::default(),
    }
}

fn with_pass(pass: &str) -> Knock {
    let mut knock = knock();
    knock.answer.pass = Some(Sensitive::new(pass.to_owned()));
    knock
}

#[test]
fn a_pass_opens_however_it_is_written_and_guessing_ends() {
    let gate = InviteGate::of(["Blue-Sunflower 26"]);
    let mut door = door_at(NOW);
    for pass in [
        "bluesunflower26",
        "BLUE sunflower\u{2011}26",
        " Blue-Sunflower 26\n",
    ] {
        assert_eq!(gate.admit(&door, NOW, &with_pass(pass)), Ok(()), "{pass}");
    }
    assert_eq!(gate.admit(&door, NOW, &knock()), Err(Lack::Pass));
    for _ in 0..InviteGate::TRIES {
        let wrong = with_pass("red");
        assert_eq!(gate.admit(&door, NOW, &wrong), Err(Lack::WrongPass));
        door.tried(&wrong);
    }
    let retry = Door::until_next_hour(NOW);
    let right = with_pass("bluesunflower26");
    assert_eq!(gate.admit(&door, NOW, &right), Err(Lack::Wait { retry }));
    let later = NOW.after(retry);
    door.turn(later, || [2; 32]);
    assert_eq!(gate.admit(&door, later, &right), Ok(()));
}

#[test]
fn a_network_has_its_share_of_newcomers_in_each_hour() {
    let gate = RateGate::of(2);
    let mut door = door_at(NOW);
    for _ in 0..2 {
        assert_eq!(gate.admit(&door, NOW, &knock()), Ok(()));
        door.let_in(&knock());
    }
    let retry = Door::until_next_hour(NOW);
    assert_eq!(gate.admit(&door, NOW, &knock()), Err(Lack::Wait { retry }));
    let mut elsewhere = knock();
    elsewhere.network = Some(Sensitive::new(78));
    assert_eq!(gate.admit(&door, NOW, &elsewhere), Ok(()));
}

#[test]
fn work_is_asked_for_while_there_is_a_rush_and_a_minute_longer() {
    let gate = WorkGate::of(BITS, WorkWhen::Rush(3));
    let mut door = door_at(NOW);
    let asks = |door: &Door, now| gate.asks(door, now).work;
    assert_eq!(asks(&door, NOW), None);
    for _ in 0..3 {
        door.knocked();
    }
    assert_eq!(asks(&door, NOW), Some(BITS));
    let minute = Millis::from_mins(1);
    door.turn(NOW.after(minute), || [1; 32]);
    assert_eq!(asks(&door, NOW.after(minute)), Some(BITS));
    door.turn(NOW.after(minute.times(2)), || [1; 32]);
    assert_eq!(asks(&door, NOW.after(minute.times(2))), None);
}

#[test]
fn a_network_has_another_name_every_day() {
    let mut door = door_at(NOW);
    door.let_in(&knock());
    let today = format!("{door:?}");
    door.turn(NOW.after(Millis::from_hours(24)), || [2; 32]);
    assert_eq!(door.newcomers(&knock()), 0);
    door.let_in(&knock());
    let names = |text: &str| text.split("networks").nth(1).map(str::to_owned);
    assert_ne!(names(&today), names(&format!("{door:?}")));
    assert!(!today.contains("77"), "the network itself is in {today}");
}

#[test]
fn a_proof_has_as_many_zero_bits_as_are_asked_for() {
    let challenge = knock().challenge;
    let n = challenge.search(BITS, 0, 1 << 20).unwrap();
    assert!(challenge.is_solved_by(n, BITS));
    assert!((0..n).all(|n| !challenge.is_solved_by(n, BITS)));
    assert!(!challenge.is_solved_by(1 << 53, 0), "no client can say it");
    assert_eq!(challenge.search(BITS, 0, n), None);
}
