//! What supporters are cleared for, in the account book.

use super::book::Book;
use super::book::NOW;
use super::book::revoke;
use crate::identity::By;
use crate::identity::Command;
use crate::identity::Fact;
use crate::identity::Refusal;
use crate::identity::invite_digest;
use crate::vocab::AccountId;
use crate::vocab::Clearance;
use crate::vocab::Role;
use crate::vocab::Sensitive;
use crate::vocab::Tier;

const ALICE: AccountId = AccountId::from_bytes([1; 16]);
const SECRET: Sensitive<[u8; 32]> = Sensitive::new([9; 32]);
const YOUTH: Clearance = Clearance {
    tier: Tier::Soon,
    minors: true,
};
const PLAIN: Clearance = Clearance {
    tier: Tier::Routine,
    minors: false,
};

fn invite(role: Role, clearance: Option<Clearance>) -> Command {
    Command::Invite {
        role,
        secret_digest: invite_digest(&SECRET),
        by: By::Operator,
        clearance,
    }
}

fn redeem() -> Command {
    Command::Redeem {
        account: ALICE,
        secret: SECRET,
    }
}

fn clear(by: By, clearance: Clearance) -> Command {
    Command::Clear {
        account: ALICE,
        clearance,
        by,
    }
}

fn cleared() -> Book {
    let mut book = Book::default();
    book.tell(NOW, invite(Role::Supporter, Some(YOUTH)))
        .unwrap();
    book.tell(NOW, redeem()).unwrap();
    book
}

#[test]
fn an_invitation_clears_who_redeems_it_and_what_is_decided_later_stands() {
    let mut book = cleared();
    assert_eq!(book.state.clearance(ALICE), Some(YOUTH));
    book.tell(NOW, clear(By::Operator, PLAIN)).unwrap();
    assert_eq!(book.state.clearance(ALICE), Some(PLAIN));
    // The answer to the first time was lost: the old clearance does not come back with it.
    book.tell(NOW, redeem()).unwrap();
    assert_eq!(book.state.clearance(ALICE), Some(PLAIN));
}

#[test]
fn an_invitation_that_says_nothing_leaves_it_to_the_line() {
    let mut book = Book::default();
    book.tell(NOW, invite(Role::Supporter, None)).unwrap();
    book.tell(NOW, redeem()).unwrap();
    assert_eq!(book.state.clearance(ALICE), None);
}

#[test]
fn a_clearance_ends_with_the_last_role_that_supports() {
    let mut book = cleared();
    let gone = revoke(ALICE, Role::Supporter, By::Operator);
    book.tell(NOW, gone).unwrap();
    assert_eq!(book.state.clearance(ALICE), None);
    let refused = book.tell(NOW, clear(By::Operator, YOUTH));
    assert_eq!(refused, Err(Refusal::NoSupporter));
}

#[test]
fn nobody_clears_themself_and_nobody_is_cleared_who_does_not_support() {
    let mut book = cleared();
    let own = book.tell(NOW, clear(By::Account(ALICE), PLAIN));
    assert_eq!(own, Err(Refusal::NotAllowed));
    let mut book = Book::default();
    let moderator = book.tell(NOW, invite(Role::Moderator, Some(YOUTH)));
    assert_eq!(moderator, Err(Refusal::NoSupporter));
}

#[test]
fn an_invitation_of_an_old_log_reads_and_one_without_a_clearance_is_written_as_then() {
    let digest = invite_digest(&SECRET);
    let old = serde_json::json!({
        "fact": "invited", "invite": digest, "role": "supporter",
        "until": NOW, "by": "operator",
    });
    let fact: Fact = serde_json::from_value(old.clone()).unwrap();
    assert!(matches!(
        fact,
        Fact::Invited {
            clearance: None,
            ..
        }
    ));
    assert_eq!(serde_json::to_value(&fact).unwrap(), old);
}

#[test]
fn an_erased_supporter_leaves_no_clearance() {
    let mut book = cleared();
    let forgotten = Fact::Forgotten { account: ALICE };
    crate::identity::apply(&mut book.state, &forgotten);
    assert_eq!(book.state.clearance(ALICE), None);
}
