//! Pages and timers.

use super::town::*;
use crate::crisis::Target;
use crate::engine::Input;
use crate::engine::Output;
use crate::log::Act;
use crate::log::Task;
use crate::vocab::Millis;
use crate::vocab::Role;
use crate::vocab::RoomName;

fn pages(outputs: &[Output]) -> Vec<Task> {
    let pages = outputs.iter().filter_map(|output| {
        if let Output::Page { task } = output {
            Some(*task)
        } else {
            None
        }
    });
    pages.collect()
}

fn called() -> (Town, Task) {
    let mut town = Town::new();
    town.connect(1);
    town.put(1, me(1), ask_for_human());
    let task = pages(&town.pass(Millis::ZERO))[0];
    (town, task)
}

#[test]
fn a_page_that_failed_is_tried_again_after_growing_pauses() {
    let (mut town, mut task) = called();
    let mut pauses = Vec::new();
    for _ in 0..4 {
        town.feed(Input::Paged {
            task,
            delivered: false,
        });
        let (at, again) = town.work.remove(&task.key()).unwrap();
        pauses.push(at.since(town.now).as_secs());
        town.now = at;
        task = pages(&town.feed(Input::Due { task: again }))[0];
    }
    assert_eq!(pauses, [2, 4, 8, 16]);
}

#[test]
fn with_nobody_on_duty_a_failed_page_calls_the_last_resort_at_once() {
    let (mut town, task) = called();
    let outputs = town.feed(Input::Paged {
        task,
        delivered: false,
    });
    let targets = commit(&outputs).work.iter().map(|due| due.task);
    let last = |task: Task| {
        matches!(
            task,
            Task::Page {
                target: Target::LastResort,
                ..
            }
        )
    };
    assert!(targets.into_iter().any(last));
}

#[test]
fn nobody_is_paged_for_a_case_that_somebody_has() {
    let (mut town, task) = called();
    town.staff(3, Role::Responder);
    let case = RoomName::Case(town.case_of(1));
    town.put(3, case, Act::Take);
    assert!(pages(&town.feed(Input::Due { task })).is_empty());
    town.feed(Input::Paged {
        task,
        delivered: false,
    });
    assert!(!town.work.contains_key(&task.key()));
}

#[test]
fn a_page_that_arrived_is_settled() {
    let (mut town, task) = called();
    let outputs = town.feed(Input::Paged {
        task,
        delivered: true,
    });
    assert!(commit(&outputs).settle.contains(&task.key()));
    assert!(!town.work.contains_key(&task.key()));
}

#[test]
fn a_wake_that_came_early_keeps_the_timer() {
    let (mut town, _) = called();
    let task = Task::WakeCase {
        case: town.case_of(1),
    };
    let before = town.work.get(&task.key()).copied();
    town.feed(Input::Due { task });
    assert!(before.is_some());
    assert_eq!(town.work.get(&task.key()).copied(), before);
}

#[test]
fn an_offer_is_not_lapsed_before_its_time() {
    let mut town = Town::new();
    town.connect(1);
    town.staff(2, Role::Supporter);
    town.put(2, me(2), available(1));
    town.put(1, me(1), seek());
    let offer = town.offer_to(2);
    town.feed(Input::Due {
        task: Task::LapseOffer { offer },
    });
    assert_eq!(town.offer_to(2), offer);
    assert!(town.work.contains_key(&Task::LapseOffer { offer }.key()));
}

#[test]
fn nobody_on_duty_means_pages_until_somebody_comes() {
    let (mut town, _) = called();
    let outputs = town.pass(Millis::from_hours(1));
    assert!(pages(&outputs).len() > 10);
}

#[test]
fn work_for_what_is_no_more_is_settled() {
    let mut town = Town::new();
    let case = crate::vocab::CaseId::from_bytes([1; 16]);
    let offer = crate::vocab::OfferId::from_bytes([1; 16]);
    for task in [Task::WakeCase { case }, Task::LapseOffer { offer }] {
        let outputs = town.feed(Input::Due { task });
        assert_eq!(commit(&outputs).settle, [task.key()]);
    }
}

#[test]
fn a_clock_that_runs_backwards_is_held_and_counted() {
    let mut town = Town::new();
    town.connect(1);
    let before = town.now;
    town.now = before.before(Millis::from_hours(1));
    town.put(1, me(1), ask_for_human());
    assert_eq!(town.engine.backwards(), 1);
    assert!(town.log.iter().all(|(_, _, entry)| entry.at == before));
}

/// The pages that are called off, by the key of their work.
fn called_off(town: &Town) -> Vec<String> {
    let off = town.work.keys().filter(|key| key.starts_with("off/"));
    off.cloned().collect()
}

fn off_key(task: &Task) -> String {
    task.key().replacen("page/", "off/", 1)
}

#[test]
fn a_page_that_rang_is_called_off_with_the_case_taken_and_a_page_that_did_not_is_not() {
    for delivered in [true, false] {
        let (mut town, task) = called();
        town.feed(Input::Paged { task, delivered });
        assert!(called_off(&town).is_empty(), "nobody has the case");
        town.staff(3, Role::Responder);
        let case = RoomName::Case(town.case_of(1));
        town.put(3, case, Act::Take);
        let expected: Vec<String> = delivered.then(|| off_key(&task)).into_iter().collect();
        assert_eq!(called_off(&town), expected);
    }
}

#[test]
fn a_page_that_rings_after_somebody_took_the_case_is_called_off() {
    let (mut town, task) = called();
    town.staff(3, Role::Responder);
    let case = RoomName::Case(town.case_of(1));
    town.put(3, case, Act::Take);
    assert!(called_off(&town).is_empty());
    let delivered = true;
    town.feed(Input::Paged { task, delivered });
    assert_eq!(called_off(&town), [off_key(&task)]);
}

#[test]
fn calling_off_is_tried_again_and_given_up_in_the_end() {
    let (mut town, task) = called();
    let delivered = true;
    town.feed(Input::Paged { task, delivered });
    town.staff(3, Role::Responder);
    let case = RoomName::Case(town.case_of(1));
    town.put(3, case, Act::Take);
    let mut tries = 0;
    while let Some((at, off)) = town.work.remove(&off_key(&task)) {
        town.now = town.now.max(at);
        assert_eq!(pages(&town.feed(Input::Due { task: off })), [off]);
        let delivered = false;
        town.feed(Input::Paged {
            task: off,
            delivered,
        });
        tries += 1;
    }
    assert_eq!(tries, 13);
}
