//! The vault in a case: who has it asks and reads, and what is over leaves nothing that opens.

use super::town::*;
use super::vaults::*;
use crate::engine::Answer;
use crate::engine::AskedView;
use crate::engine::Asker;
use crate::engine::Info;
use crate::engine::Input;
use crate::engine::Output;
use crate::engine::Question;
use crate::engine::VaultView;
use crate::engine::Why;
use crate::identity::vault::GuardedVault;
use crate::identity::vault::OpenRequest;
use crate::identity::vault::Purpose;
use crate::identity::vault::Vault as _;
use crate::identity::vault::VaultRefusal;
use crate::log::Act;
use crate::log::Fact;
use crate::log::Notice;
use crate::log::VaultAct;
use crate::log::VaultAnswer;
use crate::log::VaultStep;
use crate::log::VaultWish;
use crate::vocab::CaseId;
use crate::vocab::KeyName;
use crate::vocab::Millis;
use crate::vocab::Role;
use crate::vocab::RoomName;
use crate::vocab::VaultRequestId;

pub(super) const OWNER: u8 = 7;
const OTHER: u8 = 8;
const SUPERVISOR: u8 = 9;

/// Somebody, 1, left a contact and is in danger; a responder has their case.
pub(super) fn in_a_case() -> (Town, CaseId) {
    let mut town = guarded();
    town.staff(OWNER, Role::Responder);
    town.staff(OTHER, Role::Responder);
    town.staff(SUPERVISOR, Role::Supervisor);
    town.connect(1);
    assert!(is_done(&leave(&mut town, 1, Some(TEXT))));
    assert!(is_done(&town.put(1, me(1), ask_for_human())));
    let case = town.case_of(1);
    assert!(is_done(&town.put(OWNER, RoomName::Case(case), Act::Take)));
    (town, case)
}

fn look(town: &mut Town, n: u8, case: CaseId) -> Answer {
    let asker = Asker {
        conn: conn(n),
        reference: 3,
    };
    let question = Question::VaultOf { case };
    answer(&town.feed(Input::Ask { asker, question }))
}

fn seen(town: &mut Town, n: u8, case: CaseId) -> VaultView {
    let Answer::Told(Info::Vault(view)) = look(town, n, case) else {
        panic!("not shown");
    };
    *view
}

pub(super) fn request(town: &mut Town, case: CaseId, id: u8) -> OpenRequest {
    let sealed = seen(town, SUPERVISOR, case).sealed.unwrap();
    OpenRequest {
        id: VaultRequestId::from_bytes([id; 16]),
        entry: sealed.entry(),
        record: sealed.digest(),
        reason: Purpose::DangerToLife,
        until: town.now.after(Millis::from_hours(12)),
        opener: opener().public(),
    }
}

pub(super) fn asks(town: &mut Town, n: u8, case: CaseId, request: OpenRequest) -> Answer {
    let act = Act::Vault(VaultAct::Ask { request });
    town.put(n, RoomName::Case(case), act)
}

pub(super) fn agrees(town: &mut Town, guardian: u8) -> String {
    let approval = approval(town, guardian);
    let sent = approval.to_string();
    ask(town, VaultWish::Approve { approval });
    sent
}

fn steps(town: &Town, log: &RoomName) -> Vec<(VaultStep, u8)> {
    let own = town.log.iter().filter(|(room, ..)| room == log);
    own.filter_map(|(.., entry)| {
        if let Fact::Notice(Notice::VaultMoved(moved)) = &entry.fact {
            Some((moved.step, moved.have))
        } else {
            None
        }
    })
    .collect()
}

fn is_kept(town: &Town, sent: &str) -> bool {
    view_of_store(town).iter().any(|row| row.contains(sent))
}

#[test]
fn who_has_the_case_asks_the_guardians_and_reads_what_they_sent() {
    let (mut town, case) = in_a_case();
    let request = request(&mut town, case, 7);
    assert!(is_done(&asks(&mut town, OWNER, case, request)));
    agrees(&mut town, 0);
    let [early] = &seen(&mut town, OWNER, case).requests[..] else {
        panic!("one request");
    };
    // Nothing is given out before enough of them agreed.
    let waits = AskedView {
        request,
        have: 1,
        opened: None,
        approvals: Vec::new(),
    };
    assert_eq!(early, &waits);
    agrees(&mut town, 2);
    let view = seen(&mut town, OWNER, case);
    let [opened] = &view.requests[..] else {
        panic!("one request");
    };
    assert!(opened.opened.is_some());
    let vault = GuardedVault::new(guarding());
    let about = (&*view.sealed.unwrap(), &request);
    let contact = vault.open(town.now, &opener(), about, &opened.approvals);
    assert_eq!(contact.unwrap().unwrap().expose(), TEXT);
    assert_eq!(told(&town), [Purpose::DangerToLife]);
    let all = [
        (VaultStep::Asked, 0),
        (VaultStep::Agreed, 1),
        (VaultStep::Opened, 2),
    ];
    for log in [RoomName::Case(case), crisis()] {
        assert_eq!(steps(&town, &log), all);
    }
    replays(&mut town);
}

#[test]
fn nobody_else_asks_or_looks_but_who_supervises() {
    let (mut town, case) = in_a_case();
    let request = request(&mut town, case, 7);
    town.connect(2);
    for n in [1, 2, OTHER] {
        assert_eq!(refused(&look(&mut town, n, case)), Some(Why::Denied));
        let asked = asks(&mut town, n, case, request);
        assert_eq!(refused(&asked), Some(Why::Denied));
    }
    assert_eq!(seen(&mut town, SUPERVISOR, case).requests, []);
    assert!(is_done(&asks(&mut town, SUPERVISOR, case, request)));
    // Who has the case does not take back what somebody else asked.
    let request = request.id;
    let withdraw = Act::Vault(VaultAct::Withdraw { request });
    let denied = town.put(OWNER, RoomName::Case(case), withdraw.clone());
    assert_eq!(refused(&denied), Some(Why::Denied));
    assert!(is_done(&town.put(
        SUPERVISOR,
        RoomName::Case(case),
        withdraw
    )));
    assert_eq!(seen(&mut town, OWNER, case).requests, []);
}

#[test]
fn a_request_is_about_the_person_of_that_case_alone() {
    let (mut town, case) = in_a_case();
    town.connect(2);
    assert!(is_done(&leave(&mut town, 2, Some("somebody else"))));
    let mut theirs = request(&mut town, case, 7);
    let other = town.engine.state.vault.sealed(person(2)).cloned().unwrap();
    (theirs.entry, theirs.record) = (other.entry(), other.digest());
    let answer = asks(&mut town, OWNER, case, theirs);
    assert_eq!(refused(&answer), Some(Why::Gone));
    assert!(steps(&town, &crisis()).is_empty());
}

#[test]
fn what_guardians_sent_is_destroyed_when_the_request_is_taken_back_or_over() {
    for over in [false, true] {
        let (mut town, case) = in_a_case();
        let first = request(&mut town, case, 7);
        assert!(is_done(&asks(&mut town, OWNER, case, first)));
        let sent = [agrees(&mut town, 0), agrees(&mut town, 1)];
        assert!(sent.iter().all(|sent| is_kept(&town, sent)));
        if over {
            town.pass(Millis::from_hours(13));
        } else {
            let request = first.id;
            ask(&mut town, VaultWish::Withdraw { request });
        }
        assert!(!sent.iter().any(|sent| is_kept(&town, sent)));
        // What the person left is as it was, and can be asked for anew.
        assert!(town.engine.state.vault.sealed(person(1)).is_some());
        assert_eq!(rows(&town, 1), 1);
        let again = request(&mut town, case, 8);
        assert!(is_done(&asks(&mut town, SUPERVISOR, case, again)));
        replays(&mut town);
    }
}

#[test]
fn what_another_request_has_is_left_to_it() {
    let (mut town, case) = in_a_case();
    let first = request(&mut town, case, 7);
    assert!(is_done(&asks(&mut town, OWNER, case, first)));
    let kept = agrees(&mut town, 0);
    let second = request(&mut town, case, 8);
    assert!(is_done(&asks(&mut town, SUPERVISOR, case, second)));
    let request = second.id;
    ask(&mut town, VaultWish::Withdraw { request });
    assert!(is_kept(&town, &kept));
    let [left] = &seen(&mut town, OWNER, case).requests[..] else {
        panic!("one request");
    };
    assert_eq!((left.request.id, left.have), (first.id, 1));
    replays(&mut town);
}

#[test]
fn who_forgets_their_entry_takes_key_requests_and_answers_with_it() {
    let (mut town, case) = in_a_case();
    let asked = request(&mut town, case, 7);
    assert!(is_done(&asks(&mut town, OWNER, case, asked)));
    let sent = agrees(&mut town, 0);
    let before = town.engine.state.vault.sealed(person(1)).cloned().unwrap();
    let forget = || Act::Vault(VaultAct::Forget);
    let outputs = town.put_all(1, me(1), forget());
    assert!(is_done(&answer(&outputs)));
    let key = KeyName::Log(RoomName::Vault(person(1)));
    let forgotten = outputs
        .iter()
        .any(|output| matches!(output, Output::Commit(batch) if batch.forget.contains(&key)));
    assert!(forgotten);
    assert_eq!(rows(&town, 1), 0);
    assert!(!is_kept(&town, &sent) && !is_kept(&town, &before.to_string()));
    assert!(waiting(&mut town, &keys()[1]).is_empty());
    let answered = asks(&mut town, OWNER, case, asked);
    assert_eq!(refused(&answered), Some(Why::Gone));
    let request = asked.id;
    let (read, _) = ask(&mut town, VaultWish::Read { request });
    assert_eq!(read, VaultAnswer::Refused(VaultRefusal::UnknownRequest));
    // Once more, and where there is none: nothing to forget is no refusal.
    assert!(is_done(&town.put(1, me(1), forget())));
    // The case goes on, and a new one can be left.
    assert!(is_done(&leave(&mut town, 1, None)));
    replays(&mut town);
}

#[test]
fn a_case_is_no_place_to_leave_or_forget_an_entry() {
    let (mut town, case) = in_a_case();
    let forget = Act::Vault(VaultAct::Forget);
    let answer = town.put(OWNER, RoomName::Case(case), forget);
    assert_eq!(refused(&answer), Some(Why::OutOfPlace));
    let request = request(&mut town, case, 7);
    let asked = Act::Vault(VaultAct::Ask { request });
    let answer = town.put(OWNER, me(OWNER), asked);
    assert_eq!(refused(&answer), Some(Why::OutOfPlace));
}
