//! Nobody is taken for somebody else.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use super::town::Town;
use crate::identity;
use crate::identity::HandleStyle;
use crate::log::Fact;
use crate::vocab::AccountId;
use crate::vocab::DigestBuilder;
use crate::vocab::Language;
use crate::vocab::Queue;
use crate::vocab::Role;
use crate::vocab::RoomName;

fn account(n: u64) -> AccountId {
    let mut builder = DigestBuilder::new("an account of this test");
    AccountId::from_bytes(builder.number(n).finish().short())
}

/// Returns two accounts that draw the same name first.
fn namesakes(town: &Town) -> (AccountId, AccountId) {
    let crisis = RoomName::Crisis(Queue::main());
    let style = HandleStyle::staff(Language::english());
    let mut drawn = BTreeMap::new();
    for n in 0.. {
        let occupant = town.engine.name_in(&crisis, account(n));
        let name = identity::handle(&town.engine.names, occupant, &style, &BTreeSet::new());
        if let Some(other) = drawn.insert(name, account(n)) {
            return (other, account(n));
        }
    }
    unreachable!("there are fewer names than numbers")
}

#[test]
fn no_two_of_staff_are_called_the_same_where_staff_read() {
    let mut town = Town::new();
    let (a, b) = namesakes(&town);
    let alone = town.engine.staff_name(a).1;
    assert_eq!(alone, town.engine.staff_name(b).1);
    for account in [a, b] {
        let role = Role::Responder;
        let granted = identity::Fact::RoleGranted { account, role };
        let fact = Fact::Identity(granted);
        town.engine.append(&RoomName::Line, None, fact);
    }
    let (first, second) = (a.min(b), a.max(b));
    assert_eq!(town.engine.staff_name(first).1, alone);
    assert_ne!(town.engine.staff_name(second).1, alone);
}
