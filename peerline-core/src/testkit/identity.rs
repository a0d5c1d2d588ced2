//! The laws of [`Standing`], and a fake that greets everybody.

use super::Broken;
use super::LawResult;
use crate::identity::Admission;
use crate::identity::By;
use crate::identity::Class;
use crate::identity::Fact;
use crate::identity::Ground;
use crate::identity::LeaseTerms;
use crate::identity::Principal;
use crate::identity::Standing;
use crate::identity::State;
use crate::identity::apply;
use crate::vocab::AccountId;
use crate::vocab::Entropy;
use crate::vocab::Millis;
use crate::vocab::Seed;
use crate::vocab::Timestamp;
use crate::vocab::Week;

/// A law of [`Standing`].
pub type StandingLaw = fn(&dyn Standing) -> LawResult;

/// Returns every law of [`Standing`] with its name.
#[must_use]
pub fn all_laws() -> Vec<(&'static str, StandingLaw)> {
    vec![
        ("sanction_holds", sanction_holds),
        ("lapsed_sanction_frees", lapsed_sanction_frees),
        ("help_only_needs_a_sanction", help_only_needs_a_sanction),
        ("restriction_ends_later", restriction_ends_later),
        ("block_holds", block_holds),
        ("compatible_is_even", compatible_is_even),
        ("nobody_meets_themselves", nobody_meets_themselves),
        ("answers_are_repeatable", answers_are_repeatable),
        ("sanction_gets_no_ticket", sanction_gets_no_ticket),
        ("class_follows_admission", class_follows_admission),
        ("leases_end", leases_end),
    ]
}

/// Welcomes everybody at once: no probation. Sanctions and blocks hold, as they must.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct OpenStanding;

impl Standing for OpenStanding {
    fn admit(&self, state: &State, now: Timestamp, principal: &Principal) -> Admission {
        match state.sanction(now, principal.account()) {
            None => Admission::Welcome,
            Some(sanction) => Admission::HelpOnly {
                until: sanction.until,
                ground: sanction.ground.clone(),
            },
        }
    }

    fn compatible(&self, state: &State, now: Timestamp, a: AccountId, b: AccountId) -> bool {
        a != b && !state.blocked(now, a, b)
    }

    fn class(&self, state: &State, now: Timestamp, principal: &Principal) -> Option<Class> {
        let sanction = state.sanction(now, principal.account());
        sanction.is_none().then_some(Class::Member)
    }

    fn lease(&self, entropy: &mut Entropy) -> Millis {
        LeaseTerms::default().draw(entropy)
    }
}

/// A sanction in force gives `HelpOnly` with its end and ground, to newcomers and regulars.
///
/// # Errors
/// [`Broken`] where it does not.
pub fn sanction_holds(subject: &dyn Standing) -> LawResult {
    for account in [NEWCOMER, REGULAR] {
        let state = book(&[sanctioned(account, END)]);
        for now in [START, NOW, END.before(MOMENT)] {
            let admission = subject.admit(&state, now, &somebody(account));
            let Admission::HelpOnly { until, ground } = admission else {
                return broken("sanction_holds", format!("{admission:?} under a sanction"));
            };
            if until != END || ground.as_str() != GROUND {
                return broken("sanction_holds", format!("{until:?} for {ground}"));
            }
        }
    }
    Ok(())
}

/// A sanction that has ended leaves no trace in any answer.
///
/// # Errors
/// [`Broken`] where it does.
pub fn lapsed_sanction_frees(subject: &dyn Standing) -> LawResult {
    for account in [NEWCOMER, REGULAR] {
        let state = book(&[sanctioned(account, END)]);
        for now in [END, END.after(MOMENT)] {
            let with = subject.admit(&state, now, &somebody(account));
            let without = subject.admit(&book(&[]), now, &somebody(account));
            if with != without {
                return broken(
                    "lapsed_sanction_frees",
                    format!("{with:?}, not {without:?}"),
                );
            }
        }
    }
    Ok(())
}

/// Nobody is kept to responders without a sanction of their own, not even by a block or beside
/// somebody who has one.
///
/// # Errors
/// [`Broken`] where somebody is.
pub fn help_only_needs_a_sanction(subject: &dyn Standing) -> LawResult {
    let blocked = block(NEWCOMER, REGULAR);
    let state = book(&[blocked, sanctioned(OTHER, END)]);
    for account in [NEWCOMER, REGULAR] {
        for now in [START, NOW, END] {
            let admission = subject.admit(&state, now, &somebody(account));
            if let Admission::HelpOnly { .. } = admission {
                return broken("help_only_needs_a_sanction", format!("{admission:?}"));
            }
        }
    }
    Ok(())
}

/// What restricts somebody ends later than now.
///
/// # Errors
/// [`Broken`] where it has ended already.
pub fn restriction_ends_later(subject: &dyn Standing) -> LawResult {
    let state = book(&[sanctioned(OTHER, END)]);
    for account in [NEWCOMER, REGULAR, OTHER] {
        for now in [START, NOW, END.before(MOMENT), END, END.after(MOMENT)] {
            match subject.admit(&state, now, &somebody(account)) {
                Admission::Probation { until } | Admission::HelpOnly { until, .. }
                    if until <= now =>
                {
                    return broken("restriction_ends_later", format!("{until:?} at {now:?}"));
                }
                Admission::Welcome | Admission::Probation { .. } | Admission::HelpOnly { .. } => {}
            }
        }
    }
    Ok(())
}

/// Two accounts with a block in force do not meet; when it has ended, it keeps nobody apart.
///
/// # Errors
/// [`Broken`] where they do.
pub fn block_holds(subject: &dyn Standing) -> LawResult {
    for (a, b) in [(NEWCOMER, REGULAR), (REGULAR, NEWCOMER)] {
        let state = book(&[block(a, b)]);
        for now in [START, NOW, END.before(MOMENT)] {
            if subject.compatible(&state, now, a, b) {
                return broken("block_holds", format!("they meet at {now:?}"));
            }
        }
        if subject.compatible(&state, END, a, b) != subject.compatible(&book(&[]), END, a, b) {
            return broken("block_holds", "it still shows when it has ended");
        }
    }
    Ok(())
}

/// The order of two accounts does not matter.
///
/// # Errors
/// [`Broken`] where it does.
pub fn compatible_is_even(subject: &dyn Standing) -> LawResult {
    let blocked = block(REGULAR, OTHER);
    let state = book(&[blocked, sanctioned(OTHER, END)]);
    for (a, b) in [(NEWCOMER, REGULAR), (REGULAR, OTHER), (OTHER, NEWCOMER)] {
        if subject.compatible(&state, NOW, a, b) != subject.compatible(&state, NOW, b, a) {
            return broken("compatible_is_even", format!("{a} and {b}"));
        }
    }
    Ok(())
}

/// Nobody is brought together with themselves.
///
/// # Errors
/// [`Broken`] where somebody is.
pub fn nobody_meets_themselves(subject: &dyn Standing) -> LawResult {
    for account in [NEWCOMER, REGULAR] {
        if subject.compatible(&book(&[]), NOW, account, account) {
            return broken("nobody_meets_themselves", format!("{account} does"));
        }
    }
    Ok(())
}

/// Asked again about the same, it answers the same.
///
/// # Errors
/// [`Broken`] where it does not.
pub fn answers_are_repeatable(subject: &dyn Standing) -> LawResult {
    let state = book(&[sanctioned(OTHER, END)]);
    for account in [NEWCOMER, REGULAR, OTHER] {
        let admit = || subject.admit(&state, NOW, &somebody(account));
        let meets = || subject.compatible(&state, NOW, account, STRANGER);
        if admit() != admit() || meets() != meets() {
            return broken("answers_are_repeatable", format!("{account}"));
        }
    }
    Ok(())
}

/// Who is under a sanction gets no ticket; when it has ended, they get what they would get without.
///
/// # Errors
/// [`Broken`] where they do.
pub fn sanction_gets_no_ticket(subject: &dyn Standing) -> LawResult {
    for account in [NEWCOMER, REGULAR] {
        let state = book(&[sanctioned(account, END)]);
        for now in [START, NOW, END.before(MOMENT)] {
            if let Some(class) = subject.class(&state, now, &somebody(account)) {
                return broken("sanction_gets_no_ticket", format!("{class:?} at {now:?}"));
            }
        }
        let with = subject.class(&state, END, &somebody(account));
        if with != subject.class(&book(&[]), END, &somebody(account)) {
            return broken(
                "sanction_gets_no_ticket",
                "it still shows when it has ended",
            );
        }
    }
    Ok(())
}

/// Where there are tickets, those of somebody on probation say so, and no others do.
///
/// # Errors
/// [`Broken`] where they do not.
pub fn class_follows_admission(subject: &dyn Standing) -> LawResult {
    let state = book(&[sanctioned(OTHER, END)]);
    for account in [NEWCOMER, REGULAR, OTHER] {
        for now in [START, NOW, END] {
            let admission = subject.admit(&state, now, &somebody(account));
            let newcomer = matches!(admission, Admission::Probation { .. });
            match subject.class(&state, now, &somebody(account)) {
                None => {}
                Some(class) if (class == Class::Newcomer) == newcomer => {}
                Some(class) => {
                    let what = format!("{class:?} for {admission:?}");
                    return broken("class_follows_admission", what);
                }
            }
        }
    }
    Ok(())
}

/// Every lease ends, and before the key of the week it began in is destroyed: or a sweep could not
/// find it.
///
/// # Errors
/// [`Broken`] where one does not.
pub fn leases_end(subject: &dyn Standing) -> LawResult {
    let seed = Seed::from_bytes([7; 32]);
    for draw in 0..64 {
        let lease = subject.lease(&mut seed.entropy(draw));
        if lease == Millis::ZERO || Week::KEPT <= lease {
            return broken("leases_end", format!("a lease of {lease}"));
        }
    }
    Ok(())
}

fn block(a: AccountId, b: AccountId) -> Fact {
    Fact::Blocked {
        pair: State::default().pair(a, b),
        until: END,
    }
}

/// Returns a book in which [`REGULAR`] and [`OTHER`] have long been here, and `more` happened.
fn book(more: &[Fact]) -> State {
    let mut state = State::default();
    for account in [REGULAR, OTHER] {
        apply(&mut state, &Fact::Seen { account, at: START });
    }
    for fact in more {
        apply(&mut state, fact);
    }
    state
}

fn sanctioned(account: AccountId, until: Timestamp) -> Fact {
    let by = By::Operator;
    match GROUND.parse::<Ground>() {
        Ok(ground) => Fact::Sanctioned {
            account,
            ground,
            until,
            by,
        },
        Err(_) => Fact::SanctionLifted { account, by },
    }
}

fn somebody(account: AccountId) -> Principal {
    Principal::assert_verified(account, "a law of the testkit")
}

fn broken(law: &'static str, what: impl Into<String>) -> LawResult {
    Err(Broken::new(law, what))
}

const NEWCOMER: AccountId = AccountId::from_bytes([1; 16]);
const REGULAR: AccountId = AccountId::from_bytes([2; 16]);
const OTHER: AccountId = AccountId::from_bytes([3; 16]);
const STRANGER: AccountId = AccountId::from_bytes([4; 16]);
const GROUND: &str = "rules#contact";
const MOMENT: Millis = Millis::new(1);
const START: Timestamp = Timestamp::from_unix_millis(1_700_000_000_000);
const NOW: Timestamp = START.after(Millis::from_hours(30 * 24));
const END: Timestamp = NOW.after(Millis::from_hours(48));
