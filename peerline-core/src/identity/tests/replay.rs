//! The facts alone make the state.

use proptest::prelude::*;

use super::book::Book;
use super::book::DAY;
use super::book::NOW;
use super::book::block;
use super::book::revoke;
use super::book::sanction;
use crate::identity::By;
use crate::identity::Command;
use crate::identity::Fact;
use crate::identity::State;
use crate::identity::apply;
use crate::identity::invite_digest;
use crate::vocab::AccountId;
use crate::vocab::Clearance;
use crate::vocab::Role;
use crate::vocab::Sensitive;
use crate::vocab::Tier;

fn commands() -> impl Strategy<Value = Command> {
    let account = || (1_u8..4).prop_map(|byte| AccountId::from_bytes([byte; 16]));
    let by = || prop_oneof![Just(By::Operator), account().prop_map(By::Account)];
    let role = || {
        prop_oneof![
            Just(Role::Seeker),
            Just(Role::Supporter),
            Just(Role::Moderator),
            Just(Role::Supervisor)
        ]
    };
    let secret = || (0_u8..3).prop_map(|byte| Sensitive::new([byte; 32]));
    let tier = || prop_oneof![Just(Tier::Routine), Just(Tier::Soon), Just(Tier::Urgent)];
    let clearance =
        move || (tier(), any::<bool>()).prop_map(|(tier, minors)| Clearance { tier, minors });
    let until = || (0_u64..400).prop_map(|days| NOW.after(DAY.times(days)));
    prop_oneof![
        (role(), secret(), by(), prop::option::of(clearance())).prop_map(
            |(role, secret, by, clearance)| Command::Invite {
                role,
                secret_digest: invite_digest(&secret),
                by,
                clearance,
            }
        ),
        (account(), clearance(), by()).prop_map(|(account, clearance, by)| Command::Clear {
            account,
            clearance,
            by
        }),
        (account(), secret()).prop_map(|(account, secret)| Command::Redeem { account, secret }),
        (account(), role(), by()).prop_map(|(account, role, by)| revoke(account, role, by)),
        account().prop_map(|account| Command::Seen { account }),
        (account(), until(), by()).prop_map(|(account, until, by)| sanction(account, until, by)),
        (account(), by()).prop_map(|(account, by)| Command::Lift { account, by }),
        (account(), account(), prop::option::of(until())).prop_map(|(a, b, end)| block(a, b, end)),
        Just(Command::Prune),
    ]
}

proptest! {
    #[test]
    fn replaying_the_facts_gives_the_same_state(
        steps in prop::collection::vec((0_u64..100, commands()), 0..40),
    ) {
        let mut book = Book::default();
        let mut now = NOW;
        for (days, command) in steps {
            now = now.after(DAY.times(days / 10));
            let before = book.state.clone();
            if book.tell(now, command).is_err() {
                prop_assert_eq!(&before, &book.state);
            }
        }
        let text = serde_json::to_string(&book.facts).unwrap();
        let mut replayed = State::default();
        for fact in serde_json::from_str::<Vec<Fact>>(&text).unwrap() {
            apply(&mut replayed, &fact);
        }
        prop_assert_eq!(replayed, book.state);
    }

    #[test]
    fn a_command_told_twice_changes_nothing_the_second_time(
        steps in prop::collection::vec(commands(), 1..40),
    ) {
        let mut book = Book::default();
        for command in steps {
            let _ = book.tell(NOW, command.clone());
            let once = book.state.clone();
            let _ = book.tell(NOW, command);
            prop_assert_eq!(&book.state, &once);
        }
    }
}
