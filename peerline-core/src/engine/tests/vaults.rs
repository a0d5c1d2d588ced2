//! The vault: one entry a person, opened by enough guardians, told to whoever it is about.

use super::town::*;
use crate::engine::Answer;
use crate::engine::Asker;
use crate::engine::Bar;
use crate::engine::Info;
use crate::engine::Input;
use crate::engine::Output;
use crate::engine::Policies;
use crate::engine::Question;
use crate::engine::VaultView;
use crate::identity::LineId;
use crate::identity::Root;
use crate::identity::vault::Approval;
use crate::identity::vault::Consent;
use crate::identity::vault::Contact;
use crate::identity::vault::GuardedVault;
use crate::identity::vault::GuardianKey;
use crate::identity::vault::Guardians;
use crate::identity::vault::Guarding;
use crate::identity::vault::Look;
use crate::identity::vault::OpenRequest;
use crate::identity::vault::OpenerKey;
use crate::identity::vault::Purpose;
use crate::identity::vault::SealedContact;
use crate::identity::vault::Vault as _;
use crate::identity::vault::VaultRefusal;
use crate::identity::vault::VaultTerms;
use crate::log::Act;
use crate::log::Fact;
use crate::log::KeptWhat;
use crate::log::Notice;
use crate::log::VaultAct;
use crate::log::VaultAnswer;
use crate::log::VaultWish;
use crate::testkit::stored;
use crate::vocab::Entropy;
use crate::vocab::KeyName;
use crate::vocab::Millis;
use crate::vocab::RoomName;
use crate::vocab::Seed;
use crate::vocab::VaultRequestId;

pub(super) const LINE: LineId = LineId::from_bytes([3; 32]);
const DAYS: u64 = 90;
pub(super) const TEXT: &str = "Mira, my sister: 0170 5550123";

fn draws(n: u64) -> Entropy {
    Seed::from_bytes([4; 32]).entropy(n)
}

pub(super) fn keys() -> Vec<GuardianKey> {
    let drawn = (0..3).map(|one| GuardianKey::from_entropy(&mut draws(1000 + one)));
    drawn.collect()
}

pub(super) fn guarding() -> Guarding {
    let all = keys().iter().map(GuardianKey::public).collect();
    Guarding::new(LINE, Guardians::new(2, all).unwrap())
}

pub(super) fn guarded() -> Town {
    Town::with(Policies {
        vault: Some(VaultTerms {
            guarding: guarding(),
            purposes: Purpose::ALL.to_vec(),
            days: DAYS,
        }),
        ..policies()
    })
}

fn sealed(town: &Town, n: u8, text: Option<&str>) -> Box<SealedContact> {
    let person = Root::from_bytes([n; 16]).vault_key(&LINE, 0);
    let consent = Consent::of(town.now, Purpose::LostContact, DAYS);
    let contact = text.map(|text| Contact::new(text).unwrap());
    let vault = GuardedVault::new(guarding());
    let mut drawn = draws(u64::from(n));
    let sealed = vault.seal(&mut drawn, &person, consent, contact.as_ref());
    Box::new(sealed.unwrap())
}

pub(super) fn leave(town: &mut Town, n: u8, text: Option<&str>) -> Answer {
    let sealed = sealed(town, n, text);
    town.put(n, me(n), Act::Vault(VaultAct::Leave { sealed }))
}

pub(super) fn ask(town: &mut Town, wish: VaultWish) -> (VaultAnswer, Vec<Output>) {
    let reference = 5;
    let outputs = town.feed(Input::Vault { reference, wish });
    let told = outputs.iter().find_map(|output| {
        if let Output::Vault { answer, .. } = output {
            Some(answer.clone())
        } else {
            None
        }
    });
    (told.unwrap(), outputs)
}

fn view(town: &mut Town, n: u8) -> VaultView {
    let asker = Asker {
        conn: conn(n),
        reference: 3,
    };
    let question = Question::Vault;
    let outputs = town.feed(Input::Ask { asker, question });
    let Answer::Told(Info::Vault(view)) = answer(&outputs) else {
        panic!("no vault: {outputs:?}");
    };
    *view
}

pub(super) fn opener() -> OpenerKey {
    OpenerKey::from_bytes([6; 32])
}

/// Somebody in danger left a contact; the operator asks for it.
pub(super) fn asked(town: &mut Town) -> (SealedContact, OpenRequest) {
    town.connect(1);
    assert!(is_done(&leave(town, 1, Some(TEXT))));
    assert!(is_done(&town.put(1, me(1), ask_for_human())));
    let case = town.case_of(1);
    let (VaultAnswer::Found(sealed), _) = ask(town, VaultWish::Find { case }) else {
        panic!("nothing lies there");
    };
    let request = OpenRequest {
        id: VaultRequestId::from_bytes([7; 16]),
        entry: sealed.entry(),
        record: sealed.digest(),
        reason: Purpose::DangerToLife,
        until: town.now.after(Millis::from_hours(12)),
        opener: opener().public(),
    };
    let (answer, _) = ask(town, VaultWish::Ask { request });
    assert_eq!(answer, VaultAnswer::Asked);
    (*sealed, request)
}

pub(super) fn approval(town: &mut Town, guardian: u8) -> Box<Approval> {
    let key = &keys()[usize::from(guardian)];
    let waiting = waiting(town, key);
    let (sealed, request) = &waiting[0];
    let vault = GuardedVault::new(guarding());
    let about = (sealed, request);
    let approval = vault.approve(town.now, &mut draws(9), key, about);
    Box::new(approval.unwrap())
}

pub(super) fn waiting(town: &mut Town, key: &GuardianKey) -> Vec<(SealedContact, OpenRequest)> {
    let look = Box::new(key.look(&LINE, town.now));
    let (VaultAnswer::Waiting { requests, .. }, _) = ask(town, VaultWish::Waiting { look }) else {
        panic!("no answer to a guardian");
    };
    requests
}

pub(super) fn replays(town: &mut Town) {
    let remembered = town.engine.state.clone();
    town.restart();
    assert_eq!(remembered, town.engine.state);
}

pub(super) fn rows(town: &Town, n: u8) -> usize {
    let log = RoomName::Vault(person(n));
    town.log.iter().filter(|(room, ..)| *room == log).count()
}

#[test]
fn one_entry_lies_there_and_the_one_before_is_destroyed() {
    let mut town = guarded();
    town.connect(1);
    assert_eq!(view(&mut town, 1).sealed, None);
    assert!(is_done(&leave(&mut town, 1, Some(TEXT))));
    let first = view(&mut town, 1).sealed.unwrap();
    // The same once more, as after an answer that was lost.
    let sealed_again = first.clone();
    let again = Act::Vault(VaultAct::Leave {
        sealed: sealed_again,
    });
    assert!(is_done(&town.put(1, me(1), again)));
    assert!(is_done(&leave(&mut town, 1, None)));
    assert_ne!(view(&mut town, 1).sealed.unwrap(), first);
    assert_eq!(rows(&town, 1), 1);
    assert!(!town.log.iter().any(|(room, ..)| *room == me(1)));
    replays(&mut town);
    assert!(
        view_of_store(&town)
            .iter()
            .all(|row| !row.contains(&first.to_string()))
    );
}

/// The store as text: what it holds of entries is JSON.
pub(super) fn view_of_store(town: &Town) -> Vec<String> {
    let rows = town.log.iter();
    rows.map(|(.., entry)| stored::round_trip(entry).unwrap().0)
        .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
        .collect()
}

#[test]
fn what_is_sealed_for_another_end_or_other_guardians_is_refused_with_a_way_on() {
    let mut town = guarded();
    town.connect(1);
    let good = sealed(&town, 1, Some(TEXT));
    town.pass(Millis::from_hours(48));
    let answer = town.put(1, me(1), Act::Vault(VaultAct::Leave { sealed: good }));
    assert!(matches!(answer, Answer::Barred(barred)
        if barred.bar == Bar::VaultChanged && !barred.say.is_empty()));
    assert_eq!(rows(&town, 1), 0);
    // Somebody who seals as somebody else leaves theirs alone.
    assert!(is_done(&leave(&mut town, 1, Some(TEXT))));
    let theirs = sealed(&town, 1, None);
    town.connect(2);
    let answer = town.put(2, me(2), Act::Vault(VaultAct::Leave { sealed: theirs }));
    assert!(matches!(answer, Answer::Barred(_)));
}

#[test]
fn a_line_without_a_vault_keeps_nothing() {
    let mut town = Town::new();
    town.connect(1);
    assert!(refused(&leave(&mut town, 1, Some(TEXT))).is_some());
    let (answer, _) = ask(&mut town, VaultWish::Approve { approval: any() });
    assert_eq!(answer, VaultAnswer::Refused(VaultRefusal::NoVault));
    assert_eq!(rows(&town, 1), 0);
}

fn any() -> Box<Approval> {
    let mut town = guarded();
    asked(&mut town);
    approval(&mut town, 0)
}

#[test]
fn enough_guardians_open_it_in_one_act_with_what_the_person_is_told() {
    let mut town = guarded();
    let (sealed, request) = asked(&mut town);
    let read = VaultWish::Read {
        request: request.id,
    };
    let first = approval(&mut town, 0);
    let (answer, outputs) = ask(&mut town, VaultWish::Approve { approval: first });
    assert_eq!(answer, VaultAnswer::Approved { have: 1, need: 2 });
    // That it came further is said in the case, and to all who respond.
    assert_eq!(commit(&outputs).entries.len(), 3);
    assert_eq!(
        ask(&mut town, read.clone()).0,
        VaultAnswer::Refused(VaultRefusal::NotOpened)
    );
    assert!(told(&town).is_empty());
    let second = approval(&mut town, 2);
    let (answer, outputs) = ask(&mut town, VaultWish::Approve { approval: second });
    assert_eq!(answer, VaultAnswer::Approved { have: 2, need: 2 });
    // Approved, opened, the notice, and that they were told, with two for responders: all or nothing.
    assert_eq!(commit(&outputs).entries.len(), 6);
    assert_eq!(told(&town), [Purpose::DangerToLife]);
    let (VaultAnswer::Read { approvals, .. }, _) = ask(&mut town, read) else {
        panic!("not given out");
    };
    let vault = GuardedVault::new(guarding());
    let opened = vault.open(town.now, &opener(), (&sealed, &request), &approvals);
    assert_eq!(opened.unwrap().unwrap().expose(), TEXT);
    replays(&mut town);
}

pub(super) fn told(town: &Town) -> Vec<Purpose> {
    let notices = town.told(1).into_iter();
    notices
        .filter_map(|notice| {
            if let Notice::VaultOpened { reason, say } = notice {
                assert!(!say.is_empty());
                Some(*reason)
            } else {
                None
            }
        })
        .collect()
}

#[test]
fn what_was_taken_back_is_not_opened_by_a_request_made_before() {
    let mut town = guarded();
    asked(&mut town);
    let first = approval(&mut town, 0);
    assert!(is_done(&leave(&mut town, 1, None)));
    let (answer, _) = ask(&mut town, VaultWish::Approve { approval: first });
    assert_eq!(answer, VaultAnswer::Refused(VaultRefusal::OtherRecord));
    assert!(waiting(&mut town, &keys()[0]).is_empty());
}

#[test]
fn only_a_guardian_sees_what_waits_and_only_with_a_fresh_question() {
    let mut town = guarded();
    asked(&mut town);
    let key = &keys()[1];
    assert_eq!(waiting(&mut town, key).len(), 1);
    let late = town.now.before(Look::SLACK.times(2));
    let stranger = GuardianKey::from_entropy(&mut draws(7));
    let elsewhere = LineId::from_bytes([9; 32]);
    let refused = [
        stranger.look(&LINE, town.now),
        key.look(&LINE, late),
        key.look(&elsewhere, town.now),
    ];
    for look in refused {
        let look = Box::new(look);
        let (answer, _) = ask(&mut town, VaultWish::Waiting { look });
        assert_eq!(answer, VaultAnswer::Refused(VaultRefusal::NotApproved));
    }
}

#[test]
fn an_entry_goes_with_its_end_and_its_key_with_it() {
    let mut town = guarded();
    town.connect(1);
    assert!(is_done(&leave(&mut town, 1, Some(TEXT))));
    let end = view(&mut town, 1).sealed.unwrap().until();
    let outputs = town.pass(end.since(town.now));
    let forgotten = outputs.iter().any(|output| {
        let key = KeyName::Log(RoomName::Vault(person(1)));
        matches!(output, Output::Commit(batch) if batch.forget.contains(&key))
    });
    assert!(forgotten);
    assert_eq!(rows(&town, 1), 0);
    assert_eq!(view(&mut town, 1).sealed, None);
    replays(&mut town);
}

#[test]
fn who_erases_themselves_takes_what_they_left_with_them() {
    let mut town = guarded();
    let (sealed, request) = asked(&mut town);
    for guardian in [0, 1] {
        let approval = approval(&mut town, guardian);
        ask(&mut town, VaultWish::Approve { approval });
    }
    let kept = town.feed(Input::Ask {
        asker: Asker {
            conn: conn(1),
            reference: 4,
        },
        question: Question::Kept,
    });
    let Answer::Told(Info::Kept(kept)) = answer(&kept) else {
        panic!("no report");
    };
    let item = kept.items.iter().find(|item| item.what == KeptWhat::Vault);
    assert_eq!(item.unwrap().until, Some(sealed.until()));
    town.put_all(1, me(1), Act::Erase);
    assert_eq!(rows(&town, 1), 0);
    let left = view_of_store(&town).join("\n");
    assert!(!left.contains(&sealed.to_string()));
    assert!(!left.contains(&request.to_string()));
    let request = request.id;
    let (answer, _) = ask(&mut town, VaultWish::Read { request });
    assert_eq!(answer, VaultAnswer::Refused(VaultRefusal::UnknownRequest));
    // That it was asked and opened stays in the log, with nobody's name; what guardians sent does not.
    let facts = town.log.iter();
    let facts = facts.filter(|(.., entry)| matches!(entry.fact, Fact::Vault(_)));
    assert!(facts.clone().count() >= 3);
    assert!(
        facts
            .clone()
            .all(|(.., entry)| entry.accounts().iter().all(|one| one.is_nobody()))
    );
    replays(&mut town);
}
