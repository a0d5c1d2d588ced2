//! The account book: what is decided.

use crate::identity::By;
use crate::identity::Command;
use crate::identity::Fact;
use crate::identity::Refusal;
use crate::identity::Spent;
use crate::identity::State;
use crate::identity::Terms;
use crate::identity::apply;
use crate::identity::decide;
use crate::identity::invite_digest;
use crate::vocab::AccountId;
use crate::vocab::Millis;
use crate::vocab::Role;
use crate::vocab::Sensitive;
use crate::vocab::Timestamp;

pub(super) const NOW: Timestamp = Timestamp::from_unix_millis(1_700_000_000_000);
pub(super) const DAY: Millis = Millis::from_hours(24);
const MOMENT: Millis = Millis::new(1);
const ALICE: AccountId = AccountId::from_bytes([1; 16]);
const BOB: AccountId = AccountId::from_bytes([2; 16]);
const CAROL: AccountId = AccountId::from_bytes([3; 16]);
const SECRET: Sensitive<[u8; 32]> = Sensitive::new([9; 32]);

#[derive(Default)]
pub(super) struct Book {
    pub(super) state: State,
    pub(super) facts: Vec<Fact>,
}

impl Book {
    pub(super) fn tell(&mut self, now: Timestamp, command: Command) -> Result<Vec<Fact>, Refusal> {
        let facts = decide(&self.state, &Terms::default(), now, command)?;
        for fact in &facts {
            apply(&mut self.state, fact);
        }
        self.facts.extend(facts.iter().cloned());
        Ok(facts)
    }

    fn with(role: Role, account: AccountId) -> Self {
        let mut book = Self::default();
        apply(&mut book.state, &Fact::RoleGranted { account, role });
        book
    }

    fn invited(role: Role) -> Self {
        let mut book = Self::default();
        book.tell(NOW, invite(role, By::Operator)).unwrap();
        book
    }
}

fn invite(role: Role, by: By) -> Command {
    let secret_digest = invite_digest(&SECRET);
    Command::Invite {
        role,
        secret_digest,
        by,
        clearance: None,
    }
}

fn redeem(account: AccountId) -> Command {
    Command::Redeem {
        account,
        secret: SECRET,
    }
}

pub(super) fn revoke(account: AccountId, role: Role, by: By) -> Command {
    Command::Revoke { account, role, by }
}

pub(super) fn sanction(account: AccountId, until: Timestamp, by: By) -> Command {
    Command::Sanction {
        account,
        ground: "rules#contact".parse().unwrap(),
        until,
        by,
    }
}

pub(super) fn block(a: AccountId, b: AccountId, until: Option<Timestamp>) -> Command {
    Command::Block { a, b, until }
}

#[test]
fn everybody_is_a_seeker() {
    let mut book = Book::default();
    assert!(book.state.has_role(ALICE, Role::Seeker));
    assert_eq!(book.state.roles(ALICE), [Role::Seeker].into());
    let invited = book.tell(NOW, invite(Role::Seeker, By::Operator));
    assert_eq!(invited, Err(Refusal::NotAStaffRole));
    let revoked = book.tell(NOW, revoke(ALICE, Role::Seeker, By::Operator));
    assert_eq!(revoked, Err(Refusal::NotAStaffRole));
}

#[test]
fn an_invitation_gives_its_role() {
    let mut book = Book::invited(Role::Responder);
    assert!(!book.state.has_role(ALICE, Role::Responder));
    book.tell(NOW, redeem(ALICE)).unwrap();
    assert!(book.state.has_role(ALICE, Role::Responder));
    assert_eq!(
        book.state.roles(ALICE),
        [Role::Seeker, Role::Responder].into()
    );
    assert!(!book.state.is_staff(BOB));
}

#[test]
fn redeemed_again_it_gives_the_same_answer_to_the_same_account_alone() {
    let mut book = Book::invited(Role::Responder);
    let first = book.tell(NOW, redeem(ALICE));
    let state = book.state.clone();
    assert_eq!(book.tell(NOW.after(DAY), redeem(ALICE)), first);
    assert_eq!(book.state, state);
    assert_eq!(book.tell(NOW, redeem(BOB)), Err(Refusal::InviteSpent));
    assert_eq!(book.state, state);
}

#[test]
fn a_role_taken_back_is_not_redeemed_again() {
    let mut book = Book::invited(Role::Responder);
    book.tell(NOW, redeem(ALICE)).unwrap();
    book.tell(NOW, revoke(ALICE, Role::Responder, By::Operator))
        .unwrap();
    assert!(!book.state.has_role(ALICE, Role::Responder));
    assert_eq!(book.tell(NOW, redeem(ALICE)), Err(Refusal::InviteSpent));
    let again = book.tell(NOW, revoke(ALICE, Role::Responder, By::Operator));
    assert_eq!(again, Err(Refusal::NoSuchRole));
}

#[test]
fn an_invitation_ends_after_seven_days() {
    let end = NOW.after(DAY.times(7));
    let mut in_time = Book::invited(Role::Supporter);
    assert!(in_time.tell(end.before(MOMENT), redeem(ALICE)).is_ok());
    let mut late = Book::invited(Role::Supporter);
    assert_eq!(late.tell(end, redeem(ALICE)), Err(Refusal::InviteEnded));
}

#[test]
fn a_secret_nobody_made_is_unknown() {
    let mut book = Book::invited(Role::Supporter);
    let secret = Sensitive::new([8; 32]);
    let answer = book.tell(
        NOW,
        Command::Redeem {
            account: ALICE,
            secret,
        },
    );
    assert_eq!(answer, Err(Refusal::UnknownInvite));
    let twice = book.tell(NOW, invite(Role::Supervisor, By::Operator));
    assert_eq!(twice, Err(Refusal::InviteExists));
}

#[test]
fn supervisors_invite_and_revoke_and_nobody_below_does() {
    for role in [
        Role::Supporter,
        Role::Moderator,
        Role::Responder,
        Role::Observer,
    ] {
        let mut book = Book::with(role, ALICE);
        let by = By::Account(ALICE);
        let invited = book.tell(NOW, invite(Role::Supervisor, by));
        assert_eq!(invited, Err(Refusal::NotAllowed));
        assert_eq!(
            book.tell(NOW, revoke(ALICE, role, by)),
            Err(Refusal::NotAllowed)
        );
    }
    let mut book = Book::with(Role::Supervisor, ALICE);
    assert!(
        book.tell(NOW, invite(Role::Supervisor, By::Account(ALICE)))
            .is_ok()
    );
}

#[test]
fn moderators_sanction_and_lift_and_others_do_not() {
    let until = NOW.after(DAY);
    let lift = |by| Command::Lift { account: BOB, by };
    let mut book = Book::with(Role::Responder, ALICE);
    let by = By::Account(ALICE);
    assert_eq!(
        book.tell(NOW, sanction(BOB, until, by)),
        Err(Refusal::NotAllowed)
    );
    assert_eq!(book.tell(NOW, lift(by)), Err(Refusal::NotAllowed));

    let mut book = Book::with(Role::Moderator, ALICE);
    assert_eq!(book.tell(NOW, lift(by)), Err(Refusal::NotSanctioned));
    book.tell(NOW, sanction(BOB, until, by)).unwrap();
    assert_eq!(
        book.state.sanction(NOW, BOB).map(|sanction| sanction.until),
        Some(until)
    );
    book.tell(NOW, lift(by)).unwrap();
    assert_eq!(book.state.sanction(NOW, BOB), None);
}

#[test]
fn under_a_sanction_roles_rest_and_none_are_given() {
    let until = NOW.after(DAY);
    let mut book = Book::with(Role::Supervisor, ALICE);
    let by = By::Account(ALICE);
    book.tell(NOW, invite(Role::Moderator, by)).unwrap();
    for account in [ALICE, BOB] {
        let told = sanction(account, until, By::Operator);
        book.tell(NOW, told).unwrap();
    }
    assert_eq!(book.tell(NOW, redeem(BOB)), Err(Refusal::Sanctioned));
    let lift = Command::Lift { account: ALICE, by };
    assert_eq!(book.tell(NOW, lift), Err(Refusal::Sanctioned));
    assert!(book.tell(until, redeem(BOB)).is_ok());
    assert!(book.tell(until, revoke(BOB, Role::Moderator, by)).is_ok());
}

#[test]
fn a_sanction_ends_by_itself() {
    let mut book = Book::default();
    let until = NOW.after(DAY);
    let past = book.tell(NOW, sanction(ALICE, NOW, By::Operator));
    assert_eq!(past, Err(Refusal::EndsInThePast));
    book.tell(NOW, sanction(ALICE, until, By::Operator))
        .unwrap();
    assert!(book.state.sanction(until.before(MOMENT), ALICE).is_some());
    assert!(book.state.sanction(until, ALICE).is_none());
}

#[test]
fn a_block_holds_both_ways_for_180_days() {
    let mut book = Book::default();
    book.tell(NOW, block(BOB, ALICE, None)).unwrap();
    let end = NOW.after(DAY.times(180));
    for (a, b) in [(ALICE, BOB), (BOB, ALICE)] {
        assert!(book.state.blocked(end.before(MOMENT), a, b));
        assert!(!book.state.blocked(end, a, b));
    }
    assert!(!book.state.blocked(NOW, ALICE, CAROL));
    assert_eq!(
        book.tell(NOW, block(ALICE, ALICE, None)),
        Err(Refusal::SameAccount)
    );
    assert_eq!(
        book.tell(NOW, block(ALICE, BOB, Some(NOW))),
        Err(Refusal::EndsInThePast)
    );
}

#[test]
fn the_blocked_side_cannot_shorten_a_block() {
    let mut book = Book::default();
    book.tell(NOW, block(ALICE, BOB, None)).unwrap();
    let state = book.state.clone();
    let soon = Some(NOW.after(MOMENT));
    assert_eq!(book.tell(NOW, block(BOB, ALICE, soon)), Ok(Vec::new()));
    assert_eq!(book.state, state);
}

#[test]
fn visits_are_kept_by_the_hour_and_the_month() {
    let mut book = Book::default();
    let seen = Command::Seen { account: ALICE };
    let facts = book.tell(NOW, seen.clone()).unwrap();
    let at = Timestamp::from_unix_millis(1_700_002_800_000);
    assert_eq!(facts, [Fact::Seen { account: ALICE, at }]);
    let later = NOW.after(DAY.times(29));
    assert_eq!(book.tell(later, seen.clone()), Ok(Vec::new()));
    let month = at.after(DAY.times(30));
    assert_eq!(book.tell(month, seen).unwrap().len(), 1);
    let presence = book.state.presence(ALICE).unwrap();
    assert_eq!((presence.first, presence.last), (at, month));
}

#[test]
fn a_forgotten_account_leaves_a_sanction_without_an_author() {
    let mut book = Book::invited(Role::Supervisor);
    let until = NOW.after(DAY);
    let by = By::Account(ALICE);
    for command in [
        redeem(ALICE),
        Command::Seen { account: ALICE },
        block(ALICE, BOB, None),
        block(BOB, CAROL, None),
        sanction(BOB, until, by),
        sanction(ALICE, until, by),
    ] {
        book.tell(NOW, command).unwrap();
    }
    let digest = invite_digest(&SECRET);
    // As an old log says it.
    let forgotten = Fact::Forgotten { account: ALICE };
    apply(&mut book.state, &forgotten);
    let state = &book.state;
    assert!(!state.remembers(ALICE) && !state.is_staff(ALICE));
    assert_eq!(state.presence(ALICE), None);
    // A block is a MAC: it names nobody, and who comes back with the same phrase meets it again.
    assert!(state.blocked(NOW, ALICE, BOB) && state.blocked(NOW, BOB, CAROL));
    assert_eq!(
        state.invite(&digest).map(|invite| invite.spent),
        Some(Spent::Forgotten)
    );
    for account in [ALICE, BOB] {
        let tombstone = state.sanction(NOW, account).unwrap();
        assert_eq!((tombstone.until, tombstone.by), (until, None));
    }
    // Its name stands once: on its own tombstone.
    let printed = format!("{state:?}");
    assert_eq!(printed.matches(&ALICE.to_string()).count(), 1);
    let once = book.state.clone();
    apply(&mut book.state, &forgotten);
    assert_eq!(book.state, once);
    assert_eq!(book.tell(NOW, redeem(ALICE)), Err(Refusal::InviteSpent));
}

#[test]
fn what_has_ended_is_dropped() {
    let mut book = Book::invited(Role::Supporter);
    for command in [
        Command::Seen { account: ALICE },
        block(ALICE, BOB, None),
        sanction(BOB, NOW.after(DAY), By::Operator),
    ] {
        book.tell(NOW, command).unwrap();
    }
    assert_eq!(book.tell(NOW, Command::Prune), Ok(Vec::new()));
    book.tell(NOW.after(DAY.times(8)), Command::Prune).unwrap();
    assert_eq!(book.state.invite(&invite_digest(&SECRET)), None);
    assert!(book.state.sanction(NOW, BOB).is_none());
    assert!(book.state.presence(ALICE).is_some() && book.state.blocked(NOW, ALICE, BOB));
    book.tell(NOW.after(DAY.times(181)), Command::Prune)
        .unwrap();
    assert_eq!(book.state, State::default());
}
