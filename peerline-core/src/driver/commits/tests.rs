use std::collections::BTreeMap;
use std::collections::VecDeque;

use super::Commits;
use super::Step;
use crate::engine::ConnId;
use crate::engine::Output;
use crate::ports::Commit;
use crate::ports::Fence;

fn turn(n: u64) -> Output {
    Output::Turn {
        conn: ConnId::new(n),
    }
}

/// A commit that holds nothing but the settling of work: no entry and nothing due.
fn bare(n: u64) -> Step {
    Step {
        commit: Some(Commit::new(Fence::default())),
        commits: true,
        then: vec![turn(n)],
        ..Step::default()
    }
}

fn without_commit(n: u64) -> Step {
    Step {
        then: vec![turn(n)],
        ..Step::default()
    }
}

fn queue(steps: Vec<Step>) -> Commits {
    Commits {
        waiting: VecDeque::from(steps),
        flying: Vec::new(),
        chains: BTreeMap::new(),
        durable: BTreeMap::new(),
        fence: Fence::default(),
    }
}

fn names(steps: &[Step]) -> Vec<Output> {
    steps.iter().flat_map(|step| step.then.clone()).collect()
}

#[test]
fn what_needs_no_commit_is_done_at_once_but_never_overtakes() {
    let mut commits = queue(vec![without_commit(1), bare(2), without_commit(3)]);
    assert!(commits.ready().is_some_and(|step| step.then == [turn(1)]));
    assert!(commits.ready().is_none());
    assert_eq!(commits.next_group().map(|group| group.len()), Some(1));
    assert!(commits.ready().is_none(), "the group is still under way");
    assert!(commits.next_group().is_none());
    assert_eq!(names(&commits.landed()), [turn(2), turn(3)]);
    assert!(commits.is_idle());
}

#[test]
fn a_group_that_stops_is_split_where_it_stopped() {
    let mut commits = queue(vec![
        bare(1),
        without_commit(2),
        bare(3),
        without_commit(4),
        bare(5),
    ]);
    commits.next_group();
    commits.waiting.push_back(without_commit(6));
    let (good, lost) = commits.failed(1);
    assert_eq!(names(&good), [turn(1), turn(2)]);
    assert_eq!(names(&lost), [turn(3), turn(4), turn(5), turn(6)]);
    assert!(commits.is_idle());
}

#[test]
fn nothing_waiting_makes_no_group() {
    assert!(queue(Vec::new()).next_group().is_none());
}
