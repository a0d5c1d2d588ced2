//! What is written is what was asked for, as little as possible.

use peerline_core::ports::Append;
use peerline_core::ports::Commit;
use peerline_core::ports::CommitError;
use peerline_core::ports::Event;
use peerline_core::ports::Fence;
use peerline_core::ports::Tomb;
use peerline_core::ports::Work;
use peerline_core::ports::WorkKey;
use peerline_core::vocab::RoomId;
use peerline_core::vocab::RoomName;
use peerline_core::vocab::Seq;
use peerline_core::vocab::Timestamp;

use super::Known;
use super::plan;

fn room() -> RoomName {
    RoomName::Room(RoomId::from_bytes([1; 16]))
}

fn append(expect: u64, bodies: &[&str]) -> Commit {
    let event = |body: &&str| {
        Event::new(
            Timestamp::from_unix_millis(1),
            [7; 8],
            body.as_bytes().to_vec(),
        )
    };
    let events = bodies.iter().map(event).collect();
    Commit::default().with_appends(vec![Append::new(room(), Seq::new(expect), events)])
}

fn tomb(seq: u64) -> Commit {
    Commit::default().with_tombs(vec![Tomb::new(room(), Seq::new(seq), b"tomb".to_vec())])
}

fn known(head: u64) -> Known {
    let heads = [(room().to_string(), head)].into();
    Known {
        fence: Fence::new(2),
        heads,
        ..Known::default()
    }
}

fn fenced(mut commit: Commit) -> Commit {
    commit.fence = Fence::new(2);
    commit
}

#[test]
fn commits_of_a_group_stand_behind_one_another() {
    let group = [fenced(append(3, &["a", "b"])), fenced(append(5, &["c"]))];
    let (changes, outcome) = plan(&known(3), &group);
    outcome.unwrap();
    let places: Vec<u64> = changes.events.iter().map(|new| new.seq).collect();
    assert_eq!(places, [4, 5, 6]);
    assert_eq!(changes.heads.get(&room().to_string()), Some(&(6, [7; 8])));
}

#[test]
fn an_event_that_is_buried_in_its_own_group_is_never_written() {
    let group = [
        fenced(append(3, &["a", "b"])),
        fenced(tomb(4)),
        fenced(tomb(2)),
    ];
    let (changes, outcome) = plan(&known(3), &group);
    outcome.unwrap();
    let bodies: Vec<&[u8]> = changes.events.iter().map(|new| new.body).collect();
    assert_eq!(bodies, [&b"tomb"[..], b"b"]);
    let buried: Vec<u64> = changes.tombs.keys().map(|(_, seq)| *seq).collect();
    assert_eq!(buried, [2]);
}

#[test]
fn a_stream_that_is_dropped_and_begun_anew_holds_the_new_alone() {
    let mut anew = fenced(append(0, &["new"]));
    anew.drops = vec![room()];
    let group = [fenced(append(3, &["gone"])), fenced(tomb(1)), anew];
    let (changes, outcome) = plan(&known(3), &group);
    outcome.unwrap();
    assert!(changes.drops.contains(&room().to_string()));
    assert!(changes.tombs.is_empty());
    let written: Vec<(u64, &[u8])> = changes
        .events
        .iter()
        .map(|new| (new.seq, new.body))
        .collect();
    assert_eq!(written, [(1, &b"new"[..])]);
    assert_eq!(changes.heads.get(&room().to_string()), Some(&(1, [7; 8])));
}

#[test]
fn what_stands_before_the_first_failure_is_written_and_nothing_behind_it() {
    let group = [
        fenced(append(3, &["a"])),
        append(4, &["old fence"]),
        fenced(append(4, &["b"])),
    ];
    let (changes, outcome) = plan(&known(3), &group);
    let stopped = outcome.unwrap_err();
    assert_eq!(stopped.done, 1);
    assert!(matches!(stopped.error, CommitError::Fenced));
    let places: Vec<u64> = changes.events.iter().map(|new| new.seq).collect();
    assert_eq!(places, [4]);
}

#[test]
fn the_last_word_on_a_piece_of_work_counts() {
    let work = |due| {
        Work::new(
            WorkKey::new("page"),
            Timestamp::from_unix_millis(due),
            Vec::new(),
        )
    };
    let put_in = |due| fenced(Commit::default().with_work(vec![work(due)]));
    let settled = || fenced(Commit::default().with_settled(vec![WorkKey::new("page")]));
    let group = [put_in(1), settled(), put_in(2)];
    let (changes, outcome) = plan(&known(0), &group);
    outcome.unwrap();
    let due = changes
        .work
        .get("page")
        .copied()
        .flatten()
        .map(|work| work.due);
    assert_eq!(due, Some(Timestamp::from_unix_millis(2)));
    let group = [put_in(1), settled()];
    let (changes, _) = plan(&known(0), &group);
    assert_eq!(changes.work.get("page"), Some(&None));
}
