//! Guardians are called when they are asked, until somebody took the call, and for nothing that is over.

use super::town::*;
use super::vault_cases::OWNER;
use super::vault_cases::agrees;
use super::vault_cases::asks;
use super::vault_cases::in_a_case;
use super::vault_cases::request;
use super::vaults::ask;
use crate::engine::Input;
use crate::engine::Output;
use crate::identity::vault::OpenRequest;
use crate::log::Act;
use crate::log::Task;
use crate::log::VaultAct;
use crate::log::VaultWish;
use crate::vocab::Millis;

fn calls(outputs: &[Output]) -> Vec<Task> {
    let calls = outputs.iter().filter_map(|output| {
        if let Output::Page { task } = output {
            Some(*task).filter(|task| matches!(task, Task::CallGuardians { .. }))
        } else {
            None
        }
    });
    calls.collect()
}

/// Guardians were asked; what is due is not done yet.
fn asked() -> (Town, OpenRequest) {
    let (mut town, case) = in_a_case();
    let request = request(&mut town, case, 7);
    assert!(is_done(&asks(&mut town, OWNER, case, request)));
    (town, request)
}

fn row(town: &Town) -> Option<Millis> {
    let mut rows = town.work.iter();
    let (_, (at, _)) = rows.find(|(key, _)| key.starts_with("guardians/"))?;
    Some(at.since(town.now))
}

#[test]
fn a_request_calls_the_guardians_once_and_a_call_that_was_taken_is_settled() {
    let (mut town, request) = asked();
    let made = calls(&town.pass(Millis::ZERO));
    let (until, tries) = (request.until, 0);
    let request = request.id;
    let call = Task::CallGuardians {
        request,
        until,
        tries,
    };
    assert_eq!(made, [call]);
    let outputs = town.feed(Input::Paged {
        task: call,
        delivered: true,
    });
    assert!(commit(&outputs).settle.contains(&call.key()));
    assert_eq!(row(&town), None);
    assert!(calls(&town.pass(Millis::from_hours(14))).is_empty());
}

#[test]
fn a_call_that_nobody_took_is_made_again_with_growing_pauses_until_the_request_ends() {
    let (mut town, request) = asked();
    let mut pauses = Vec::new();
    let mut made = calls(&town.pass(Millis::ZERO));
    while let [task] = made[..] {
        let delivered = false;
        town.feed(Input::Paged { task, delivered });
        let Some(pause) = row(&town) else { break };
        pauses.push(pause.as_secs());
        made = calls(&town.pass(pause));
    }
    assert_eq!(pauses[..7], [2, 4, 8, 16, 32, 64, 64]);
    assert!(600 < pauses.len(), "as long as the request waits");
    assert!(request.until <= town.now);
    assert_eq!(row(&town), None);
}

#[test]
fn a_crash_before_the_call_loses_none_and_what_is_over_calls_nobody() {
    let (mut town, _) = asked();
    town.restart();
    assert_eq!(calls(&town.pass(Millis::ZERO)).len(), 1);

    let (mut town, taken_back) = asked();
    let request = taken_back.id;
    ask(&mut town, VaultWish::Withdraw { request });
    assert!(calls(&town.pass(Millis::ZERO)).is_empty());

    let (mut town, _) = asked();
    agrees(&mut town, 0);
    assert_eq!(calls(&town.pass(Millis::ZERO)).len(), 1, "one more has to");
    let (mut town, _) = asked();
    agrees(&mut town, 0);
    agrees(&mut town, 2);
    assert!(calls(&town.pass(Millis::ZERO)).is_empty());

    let (mut town, _) = asked();
    assert!(is_done(&town.put(1, me(1), Act::Vault(VaultAct::Forget))));
    assert!(calls(&town.pass(Millis::ZERO)).is_empty());
    assert_eq!(row(&town), None);
}
