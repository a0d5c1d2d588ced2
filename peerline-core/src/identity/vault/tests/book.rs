//! The book: who may ask, what opens, who is told, and what is forgotten.

use super::NOW;
use super::TEXT;
use super::UNTIL;
use super::approvals;
use super::keys;
use super::opener;
use super::request;
use super::sealed_by;
use super::vault;
use crate::identity::By;
use crate::identity::Fact as AccountFact;
use crate::identity::Refusal;
use crate::identity::State;
use crate::identity::vault::Approval;
use crate::identity::vault::Book;
use crate::identity::vault::Command;
use crate::identity::vault::Fact;
use crate::identity::vault::GuardedVault;
use crate::identity::vault::GuardianKey;
use crate::identity::vault::OpenRequest;
use crate::identity::vault::SealedContact;
use crate::identity::vault::Vault as _;
use crate::identity::vault::VaultRefusal;
use crate::identity::vault::apply;
use crate::identity::vault::decide;
use crate::vocab::AccountId;
use crate::vocab::Erased;
use crate::vocab::Millis;
use crate::vocab::Role;
use crate::vocab::Timestamp;

const ALICE: AccountId = AccountId::from_bytes([1; 16]);
const BOB: AccountId = AccountId::from_bytes([2; 16]);
const RESPONDER: AccountId = AccountId::from_bytes([3; 16]);

struct Scene {
    vault: GuardedVault,
    keys: Vec<GuardianKey>,
    accounts: State,
    book: Book,
    log: Vec<Fact>,
    sealed: SealedContact,
    request: OpenRequest,
}

impl Scene {
    /// Alice has sealed a contact, and a responder is there.
    fn new() -> Self {
        let keys = keys(3);
        let vault = vault(2, &keys);
        let mut accounts = State::default();
        let granted = AccountFact::RoleGranted {
            account: RESPONDER,
            role: Role::Responder,
        };
        crate::identity::apply(&mut accounts, &granted);
        let sealed = sealed_by(&vault, 1, Some(TEXT));
        let request = request(1, &sealed);
        let mut scene = Self {
            vault,
            keys,
            accounts,
            book: Book::default(),
            log: Vec::new(),
            sealed,
            request,
        };
        scene.does(NOW, scene.seal(ALICE, &scene.sealed)).unwrap();
        scene
    }

    fn seal(&self, account: AccountId, sealed: &SealedContact) -> Command {
        Command::Seal {
            account,
            sealed: Box::new(sealed.clone()),
        }
    }

    fn ask(&self) -> Command {
        Command::Ask {
            request: self.request,
            by: By::Account(RESPONDER),
        }
    }

    fn approvals(&self) -> Vec<Approval> {
        approvals(&self.vault, &self.keys, (&self.sealed, &self.request))
    }

    fn decides(&self, now: Timestamp, command: Command) -> Result<Vec<Fact>, VaultRefusal> {
        decide(
            (&self.book, &self.accounts, self.vault.guarding()),
            now,
            command,
        )
    }

    fn does(&mut self, now: Timestamp, command: Command) -> Result<usize, VaultRefusal> {
        let facts = self.decides(now, command)?;
        for fact in &facts {
            apply(&mut self.book, fact);
        }
        self.log.extend(facts.iter().cloned());
        Ok(facts.len())
    }

    fn approve(&mut self, now: Timestamp, one: &Approval) -> Result<usize, VaultRefusal> {
        let approval = Box::new(one.clone());
        self.does(now, Command::Approve { approval })
    }

    /// Asks, and lets two guardians approve.
    fn open(&mut self) {
        self.does(NOW, self.ask()).unwrap();
        for one in &self.approvals()[..2] {
            self.approve(NOW, one).unwrap();
        }
    }
}

#[test]
fn two_guardians_open_it_and_the_person_is_told() {
    let mut scene = Scene::new();
    scene.open();
    let last = scene.log.last().unwrap();
    let opened = Fact::Opened {
        account: ALICE,
        request: scene.request.id,
        at: NOW,
    };
    assert_eq!(last, &opened);
    let opening = scene.book.untold(ALICE).next().unwrap().clone();
    let sent: Vec<_> = opening.approvals.values().cloned().collect();
    let about = (&scene.sealed, &scene.request);
    let contact = scene.vault.open(NOW, &opener(), about, &sent).unwrap();
    assert_eq!(contact.unwrap().expose(), TEXT);
    let request = scene.request.id;
    assert_eq!(scene.does(NOW, Command::Tell { request }), Ok(1));
    assert_eq!(scene.does(NOW, Command::Tell { request }), Ok(0));
    assert!(scene.book.untold(ALICE).next().is_none());
}

#[test]
fn one_guardian_is_not_enough_however_often() {
    let mut scene = Scene::new();
    scene.does(NOW, scene.ask()).unwrap();
    let one = scene.approvals()[0].clone();
    assert_eq!(scene.approve(NOW, &one), Ok(1));
    assert_eq!(scene.approve(NOW, &one), Ok(0));
    assert!(
        scene
            .book
            .opening(scene.request.id)
            .unwrap()
            .opened
            .is_none()
    );
    assert_eq!(scene.book.waiting(NOW, 0).count(), 0);
    assert_eq!(scene.book.waiting(NOW, 1).count(), 1);
}

#[test]
fn who_may_not_open_may_not_ask() {
    let scene = Scene::new();
    for by in [ALICE, BOB] {
        let ask = Command::Ask {
            request: scene.request,
            by: By::Account(by),
        };
        let refused = Err(VaultRefusal::Book(Refusal::NotAllowed));
        assert_eq!(scene.decides(NOW, ask), refused);
    }
}

#[test]
fn asking_again_changes_nothing_and_another_request_needs_another_id() {
    let mut scene = Scene::new();
    assert_eq!(scene.does(NOW, scene.ask()), Ok(1));
    assert_eq!(scene.does(NOW, scene.ask()), Ok(0));
    scene.request.until = scene.request.until.after(Millis::new(1));
    assert_eq!(
        scene.decides(NOW, scene.ask()),
        Err(VaultRefusal::RequestExists)
    );
}

#[test]
fn an_approval_of_one_request_is_refused_by_another() {
    let mut scene = Scene::new();
    scene.does(NOW, scene.ask()).unwrap();
    let mut replayed = scene.approvals()[0].clone();
    scene.request = request(2, &scene.sealed);
    scene.does(NOW, scene.ask()).unwrap();
    replayed.request = scene.request.id;
    assert_eq!(
        scene.approve(NOW, &replayed),
        Err(VaultRefusal::NotApproved)
    );
}

#[test]
fn what_was_sealed_anew_is_not_opened_by_an_old_request() {
    let mut scene = Scene::new();
    scene.does(NOW, scene.ask()).unwrap();
    let approval = scene.approvals()[0].clone();
    let nobody = sealed_by(&scene.vault, 1, None);
    assert_eq!(nobody.encode().len(), scene.sealed.encode().len());
    assert_eq!(scene.does(NOW, scene.seal(ALICE, &nobody)), Ok(1));
    assert_eq!(
        scene.approve(NOW, &approval),
        Err(VaultRefusal::OtherRecord)
    );
}

#[test]
fn when_consent_or_request_is_over_nobody_asks_or_approves() {
    let mut scene = Scene::new();
    scene.does(NOW, scene.ask()).unwrap();
    let approval = scene.approvals()[0].clone();
    let end = scene.request.until;
    assert_eq!(
        scene.approve(end, &approval),
        Err(VaultRefusal::RequestEnded)
    );
    scene.request = OpenRequest {
        until: UNTIL.after(Millis::from_hours(1)),
        ..request(2, &scene.sealed)
    };
    assert_eq!(scene.decides(UNTIL, scene.ask()), Err(VaultRefusal::Ended));
    assert_eq!(
        scene.decides(NOW, scene.ask()),
        Err(VaultRefusal::RequestTooLong)
    );
    let again = scene.seal(ALICE, &scene.sealed);
    assert_eq!(scene.decides(UNTIL, again), Err(VaultRefusal::Ended));
}

#[test]
fn nobody_takes_the_entry_of_somebody_else() {
    let scene = Scene::new();
    let taken = scene.seal(BOB, &scene.sealed);
    assert_eq!(scene.decides(NOW, taken), Err(VaultRefusal::OtherRecord));
}

#[test]
fn what_has_ended_is_dropped_but_who_was_not_told_is_told() {
    let mut scene = Scene::new();
    scene.open();
    assert_eq!(scene.does(scene.request.until, Command::Prune), Ok(0));
    assert_eq!(scene.does(UNTIL, Command::Prune), Ok(1));
    assert!(scene.book.sealed(ALICE).is_none());
    assert_eq!(scene.book.untold(ALICE).count(), 1);
    let request = scene.request.id;
    scene.does(UNTIL, Command::Tell { request }).unwrap();
    assert_eq!(scene.does(UNTIL, Command::Prune), Ok(1));
    assert!(!scene.book.remembers(ALICE));
}

#[test]
fn who_forgets_their_entry_leaves_nothing_that_opens() {
    let mut scene = Scene::new();
    scene.open();
    let third = scene.approvals()[2].clone();
    let withdrawn: Vec<_> = scene.book.withdrawn(ALICE).collect();
    assert_eq!(withdrawn.len(), 1);
    for fact in withdrawn {
        apply(&mut scene.book, &fact);
    }
    scene.book.lift(ALICE);
    assert_eq!(scene.book.withdrawn(ALICE).count(), 0);
    assert!(!scene.book.remembers(ALICE));
    assert_eq!(
        scene.approve(NOW, &third),
        Err(VaultRefusal::UnknownRequest)
    );
    assert_eq!(
        scene.decides(NOW, scene.ask()),
        Err(VaultRefusal::UnknownEntry)
    );
}

#[test]
fn a_request_is_taken_back_by_who_asked_or_by_the_operator_and_by_nobody_else() {
    let mut scene = Scene::new();
    scene.does(NOW, scene.ask()).unwrap();
    let request = scene.request.id;
    let withdraw = |by| Command::Withdraw { request, by };
    let granted = AccountFact::RoleGranted {
        account: BOB,
        role: Role::Responder,
    };
    crate::identity::apply(&mut scene.accounts, &granted);
    let refused = scene.decides(NOW, withdraw(By::Account(BOB)));
    assert_eq!(refused, Err(VaultRefusal::NotYours));
    let refused = scene.decides(NOW, withdraw(By::Account(ALICE)));
    assert!(matches!(refused, Err(VaultRefusal::Book(_))), "{refused:?}");
    for by in [By::Operator, By::Account(RESPONDER)] {
        assert_eq!(
            scene.decides(NOW, withdraw(by)).map(|facts| facts.len()),
            Ok(1)
        );
    }
    let by = By::Account(RESPONDER);
    assert_eq!(scene.does(NOW, withdraw(by)), Ok(1));
    // Once more changes nothing, as after an answer that was lost.
    assert_eq!(scene.does(NOW, withdraw(by)), Ok(0));
    let first = scene.approvals()[0].clone();
    let late = scene.approve(NOW, &first);
    assert_eq!(late, Err(VaultRefusal::UnknownRequest));
}

#[test]
fn what_guardians_sent_goes_with_the_entry_that_it_opens() {
    let mut scene = Scene::new();
    scene.does(NOW, scene.ask()).unwrap();
    let first = scene.approvals()[0].clone();
    scene.approve(NOW, &first).unwrap();
    let request = scene.request.id;
    let anew = sealed_by(&scene.vault, 1, None);
    scene.does(NOW, scene.seal(ALICE, &anew)).unwrap();
    assert!(scene.book.opening(request).unwrap().approvals.is_empty());
}

#[test]
fn the_log_without_a_person_folds_to_the_book_without_them() {
    let mut scene = Scene::new();
    let bobs = sealed_by(&scene.vault, 2, Some("somebody else"));
    scene.does(NOW, scene.seal(BOB, &bobs)).unwrap();
    scene.open();
    for erased in [ALICE, BOB, RESPONDER] {
        let person = Erased::new(erased, []);
        let mut book = scene.book.clone();
        book.erase(&person);
        let mut folded = Book::default();
        let mut kept = String::new();
        for fact in &scene.log {
            let mut fact = fact.clone();
            fact.erase(&person);
            assert!(!fact.accounts().contains(&erased));
            kept.push_str(&serde_json::to_string(&fact).unwrap());
            apply(&mut folded, &fact);
        }
        assert_eq!(folded, book);
        let gone = match erased {
            ALICE => vec![scene.sealed.to_string(), scene.approvals()[0].to_string()],
            BOB => vec![bobs.to_string()],
            _ => vec![],
        };
        assert!(gone.iter().all(|text| !kept.contains(text)));
    }
}

#[test]
fn facts_come_back_from_what_is_stored() {
    let mut scene = Scene::new();
    scene.open();
    for fact in &scene.log {
        let text = serde_json::to_string(fact).unwrap();
        assert_eq!(&serde_json::from_str::<Fact>(&text).unwrap(), fact);
    }
}

#[test]
fn nobody_in_two_entries_shares_six_bytes_but_what_all_share() {
    let scene = Scene::new();
    let vault = &scene.vault;
    let all: Vec<_> = [(1, Some(TEXT)), (2, None), (3, Some("x"))]
        .map(|(root, text)| sealed_by(vault, root, text).encode())
        .into();
    // Version, guardians, end; after the entry's name, the digest of the guardians.
    let own = |bytes: &[u8]| [&bytes[11..27], &bytes[59..]].concat();
    for (i, a) in all.iter().enumerate() {
        for b in &all[i + 1..] {
            assert_eq!(a.len(), b.len());
            assert_eq!((&a[..11], &a[27..59]), (&b[..11], &b[27..59]));
            let (a, b) = (own(a), own(b));
            let parts: std::collections::BTreeSet<_> = a.windows(6).collect();
            assert!(!b.windows(6).any(|part| parts.contains(part)));
        }
    }
}
