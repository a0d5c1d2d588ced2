//! The laws of [`Gate`].

use super::Broken;
use super::LawResult;
use crate::identity::Door;
use crate::identity::Gate;
use crate::identity::GateAnswer;
use crate::identity::Knock;
use crate::identity::Lack;
use crate::identity::LineId;
use crate::identity::WorkChallenge;
use crate::vocab::Millis;
use crate::vocab::Sensitive;
use crate::vocab::Timestamp;

/// A law of [`Gate`].
pub type GateLaw = fn(&dyn Gate) -> LawResult;

/// Returns every law of [`Gate`] with its name. Proofs of work are made for real: bring a gate that
/// asks for few bits.
#[must_use]
pub fn all_laws() -> Vec<(&'static str, GateLaw)> {
    vec![
        (
            "work_that_is_asked_for_opens",
            work_that_is_asked_for_opens as GateLaw,
        ),
        (
            "a_proof_opens_one_connection",
            a_proof_opens_one_connection as GateLaw,
        ),
        (
            "what_is_lacked_was_told",
            what_is_lacked_was_told as GateLaw,
        ),
        ("waiting_ends", waiting_ends as GateLaw),
        (
            "fresh_networks_are_alike",
            fresh_networks_are_alike as GateLaw,
        ),
        (
            "an_unknown_network_never_waits",
            an_unknown_network_never_waits as GateLaw,
        ),
        ("a_gate_is_repeatable", a_gate_is_repeatable as GateLaw),
    ]
}

/// Whatever has happened at the door, who brings the work that is asked for lacks no work.
///
/// # Errors
/// [`Broken`] where they do.
pub fn work_that_is_asked_for_opens(subject: &dyn Gate) -> LawResult {
    for door in doors() {
        if let Some(solved) = solved(subject, &door)? {
            let admitted = subject.admit(&door, NOW, &solved);
            if let Err(Lack::Work { bits }) = admitted {
                return broken("work_that_is_asked_for_opens", format!("{bits} bits more"));
            }
        }
    }
    Ok(())
}

/// A proof of work opens the connection that it was made for, and no other.
///
/// # Errors
/// [`Broken`] where it opens another.
pub fn a_proof_opens_one_connection(subject: &dyn Gate) -> LawResult {
    for door in doors() {
        let Some(solved) = solved(subject, &door)? else {
            continue;
        };
        // Of so many connections a few may be opened by chance, and not most.
        let opened = (0..64_u8).filter(|nonce| {
            let mut other = solved.clone();
            other.challenge.nonce = [*nonce; 32];
            let with = subject.admit(&door, NOW, &other);
            other.answer.work = None;
            with != subject.admit(&door, NOW, &other)
        });
        let opened = opened.count();
        if 16 < opened {
            return broken("a_proof_opens_one_connection", format!("{opened} of 64"));
        }
    }
    Ok(())
}

/// Before anybody came, a newcomer with empty hands lacks what everybody is told, and nothing else.
///
/// # Errors
/// [`Broken`] where something else is lacked, or something told is not.
pub fn what_is_lacked_was_told(subject: &dyn Gate) -> LawResult {
    let door = door();
    let asks = subject.asks(&door, NOW);
    let lacks = subject.admit(&door, NOW, &knock(None));
    let told = match lacks {
        Ok(()) => asks.work.is_none() && !asks.pass,
        Err(Lack::Pass) => asks.pass,
        Err(Lack::Work { bits }) => asks.work == Some(bits),
        Err(Lack::WrongPass | Lack::Wait { .. }) => false,
    };
    if told {
        return Ok(());
    }
    broken("what_is_lacked_was_told", format!("{lacks:?} for {asks:?}"))
}

/// Who waits for as long as they were told need not wait any more, where nobody else came.
///
/// # Errors
/// [`Broken`] where they still must, or were told to wait for no time or longer than a day.
pub fn waiting_ends(subject: &dyn Gate) -> LawResult {
    for mut door in doors() {
        let knock = knock(Some(1));
        let Err(Lack::Wait { retry }) = subject.admit(&door, NOW, &knock) else {
            continue;
        };
        if retry == Millis::ZERO || Millis::from_hours(24) < retry {
            return broken("waiting_ends", format!("{retry:?} is told"));
        }
        let later = NOW.after(retry);
        door.turn(later, || [2; 32]);
        let again = subject.admit(&door, later, &knock);
        if matches!(again, Err(Lack::Wait { .. })) {
            return broken("waiting_ends", format!("{again:?} after {retry:?}"));
        }
    }
    Ok(())
}

/// Where nobody came from two networks, somebody of either gets the same answer.
///
/// # Errors
/// [`Broken`] where they do not.
pub fn fresh_networks_are_alike(subject: &dyn Gate) -> LawResult {
    for door in doors() {
        let answers = [7, 8, u64::MAX].map(|network| {
            let knock = knock(Some(network));
            subject.admit(&door, NOW, &knock)
        });
        let [first, rest @ ..] = answers;
        if rest.iter().any(|answer| *answer != first) {
            return broken(
                "fresh_networks_are_alike",
                format!("{first:?} and {rest:?}"),
            );
        }
    }
    Ok(())
}

/// Who comes from no known network waits for nobody: on a line behind a proxy that tells nothing,
/// all would wait for each other.
///
/// # Errors
/// [`Broken`] where they wait.
pub fn an_unknown_network_never_waits(subject: &dyn Gate) -> LawResult {
    for door in doors() {
        let answer = subject.admit(&door, NOW, &knock(None));
        if matches!(answer, Err(Lack::Wait { .. })) {
            return broken("an_unknown_network_never_waits", format!("{answer:?}"));
        }
    }
    Ok(())
}

/// Asked again about the same, it answers the same.
///
/// # Errors
/// [`Broken`] where it does not.
pub fn a_gate_is_repeatable(subject: &dyn Gate) -> LawResult {
    for door in doors() {
        for network in [None, Some(1), Some(7)] {
            let knock = knock(network);
            let ask = || (subject.asks(&door, NOW), subject.admit(&door, NOW, &knock));
            if ask() != ask() {
                return broken("a_gate_is_repeatable", format!("{:?}", ask()));
            }
        }
    }
    Ok(())
}

/// Returns a knock with the proof that is asked for; `None` where none is.
fn solved(subject: &dyn Gate, door: &Door) -> Result<Option<Knock>, Broken> {
    let mut knock = knock(None);
    let Some(bits) = subject.asks(door, NOW).work else {
        return Ok(None);
    };
    let proof = knock.challenge.search(bits, 0, 1 << 22);
    if proof.is_none() {
        let law = "work_that_is_asked_for_opens";
        return Err(Broken::new(
            law,
            format!("{bits} bits are too many for a law"),
        ));
    }
    knock.answer.work = proof;
    Ok(Some(knock))
}

/// Returns doors that nobody, some and very many came to, all from network 1.
fn doors() -> [Door; 3] {
    [0, 3, 300].map(|newcomers| {
        let mut door = door();
        for _ in 0..newcomers {
            door.knocked();
            door.let_in(&knock(Some(1)));
            door.tried(&knock(Some(1)));
        }
        door
    })
}

fn door() -> Door {
    let mut door = Door::default();
    door.turn(NOW, || [1; 32]);
    door
}

fn knock(network: Option<u64>) -> Knock {
    Knock {
        network: network.map(Sensitive::new),
        challenge: WorkChallenge {
            line: LineId::from_bytes([9; 32]),
            nonce: [200; 32],
        },
        answer: GateAnswer::default(),
    }
}

fn broken(law: &'static str, what: impl Into<String>) -> LawResult {
    Err(Broken::new(law, what))
}

const NOW: Timestamp = Timestamp::from_unix_millis(1_700_000_000_000);
