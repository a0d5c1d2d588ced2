//! The laws hold for the default and the fake, and each law can be broken.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;

use crate::identity::Admission;
use crate::identity::By;
use crate::identity::Class;
use crate::identity::Fact;
use crate::identity::KeyStanding;
use crate::identity::Principal;
use crate::identity::SealedLink;
use crate::identity::Standing;
use crate::identity::State;
use crate::identity::apply;
use crate::testkit::identity::OpenStanding;
use crate::testkit::identity::all_laws;
use crate::vocab::AccountId;
use crate::vocab::Entropy;
use crate::vocab::Millis;
use crate::vocab::Role;
use crate::vocab::Timestamp;
use crate::vocab::Week;

const NOW: Timestamp = Timestamp::from_unix_millis(1_700_000_000_000);
const ALICE: AccountId = AccountId::from_bytes([1; 16]);
const BOB: AccountId = AccountId::from_bytes([2; 16]);

/// The default with one thing wrong.
#[derive(Debug)]
struct Wrong {
    law: &'static str,
    asked: AtomicBool,
}

impl Standing for Wrong {
    fn admit(&self, state: &State, now: Timestamp, principal: &Principal) -> Admission {
        let right = KeyStanding::default().admit(state, now, principal);
        let unbothered = Admission::HelpOnly {
            until: now.after(Millis::new(1)),
            ground: "rules#none".parse().unwrap(),
        };
        match (self.law, &right) {
            ("sanction_holds", Admission::HelpOnly { .. }) => Admission::Welcome,
            ("lapsed_sanction_frees", Admission::Welcome | Admission::Probation { .. }) => {
                let ever = state.sanction(Timestamp::ZERO, principal.account());
                ever.map_or(right, |_| unbothered)
            }
            ("help_only_needs_a_sanction", Admission::Probation { .. }) => unbothered,
            ("restriction_ends_later", Admission::Welcome) => Admission::Probation { until: now },
            ("answers_are_repeatable", _) if self.asked.fetch_xor(true, Ordering::Relaxed) => {
                Admission::Welcome
            }
            _ => right,
        }
    }

    fn compatible(&self, state: &State, now: Timestamp, a: AccountId, b: AccountId) -> bool {
        let right = KeyStanding::default().compatible(state, now, a, b);
        match self.law {
            "block_holds" => a != b,
            "compatible_is_even" => right && a < b,
            "nobody_meets_themselves" => right || a == b,
            _ => right,
        }
    }

    fn class(&self, state: &State, now: Timestamp, principal: &Principal) -> Option<Class> {
        match self.law {
            "sanction_gets_no_ticket" => Some(Class::Member),
            "class_follows_admission" => Some(Class::Newcomer),
            _ => SealedLink::default().class(state, now, principal),
        }
    }

    fn lease(&self, entropy: &mut Entropy) -> Millis {
        match self.law {
            "leases_end" => Week::KEPT,
            _ => SealedLink::default().lease(entropy),
        }
    }
}

#[test]
fn the_default_and_the_fake_keep_every_law() {
    let week = KeyStanding::with_probation(Millis::from_hours(7 * 24));
    let none = KeyStanding::with_probation(Millis::ZERO);
    let shared: Arc<dyn Standing> = Arc::new(OpenStanding);
    let boxed: Box<dyn Standing> = Box::new(week);
    let sealed = SealedLink::with_probation(Millis::from_hours(7 * 24));
    let subjects: [&dyn Standing; 7] = [
        &SealedLink::default(),
        &sealed,
        &KeyStanding::default(),
        &none,
        &OpenStanding,
        &shared,
        &boxed,
    ];
    for subject in subjects {
        for (name, law) in all_laws() {
            assert_eq!(law(subject), Ok(()), "{name} of {subject:?}");
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
}

fn somebody(account: AccountId) -> Principal {
    Principal::assert_verified(account, "a test")
}

#[test]
fn a_new_account_is_on_probation_for_a_day() {
    let standing = KeyStanding::default();
    let mut state = State::default();
    let at = Timestamp::from_unix_millis(1_700_002_800_000);
    let until = at.after(Millis::from_hours(24));
    let unseen = standing.admit(&state, NOW, &somebody(ALICE));
    assert_eq!(unseen, Admission::Probation { until });
    apply(&mut state, &Fact::Seen { account: ALICE, at });
    let admit = |now| standing.admit(&state, now, &somebody(ALICE));
    assert_eq!(admit(NOW), unseen);
    assert_eq!(admit(until.before(Millis::new(1))), unseen);
    assert_eq!(admit(until), Admission::Welcome);
}

#[test]
fn invited_staff_is_welcome_at_once() {
    let mut state = State::default();
    let granted = Fact::RoleGranted {
        account: ALICE,
        role: Role::Responder,
    };
    apply(&mut state, &granted);
    let admission = KeyStanding::default().admit(&state, NOW, &somebody(ALICE));
    assert_eq!(admission, Admission::Welcome);
}

#[test]
fn a_sanction_comes_before_probation_and_roles() {
    let mut state = State::default();
    let until = NOW.after(Millis::from_hours(1));
    for fact in [
        Fact::RoleGranted {
            account: ALICE,
            role: Role::Supporter,
        },
        Fact::Sanctioned {
            account: ALICE,
            ground: "rules#contact".parse().unwrap(),
            until,
            by: By::Account(BOB),
        },
    ] {
        apply(&mut state, &fact);
    }
    let ground = "rules#contact".parse().unwrap();
    let admission = KeyStanding::default().admit(&state, NOW, &somebody(ALICE));
    assert_eq!(admission, Admission::HelpOnly { until, ground });
}
