//! Keys that are destroyed, and what goes with them.

use std::sync::Arc;

use async_trait::async_trait;

use super::AT;
use super::Pen;
use super::Safe;
use super::commit;
use super::facts;
use super::joined;
use super::occupant;
use super::opened;
use super::person;
use super::room;
use super::said;
use super::seal;
use crate::log::Fact;
use crate::memory::MemoryShelf;
use crate::ports::Commit;
use crate::ports::Journal as _;
use crate::ports::KeyShelf;
use crate::ports::PortError;
use crate::ports::PortErrorKind;
use crate::ports::ShelfKey;
use crate::ports::WorkQueue as _;
use crate::room as rooms;
use crate::sealing::Sealed;
use crate::testkit::block_on::block_on;
use crate::vocab::KeyName;
use crate::vocab::RoomName;
use crate::vocab::Seed;
use crate::vocab::Sensitive;
use crate::vocab::Seq;

fn words(n: u8) -> KeyName {
    KeyName::Words {
        room: room(1),
        who: occupant(n),
    }
}

fn gone(n: u8) -> Fact {
    Fact::Room(rooms::Fact::Gone {
        occupant: occupant(n),
        edits: None,
        counts: true,
    })
}

#[test]
fn a_person_s_words_go_with_their_key_in_every_copy_and_nobody_else_s() {
    let safe = Safe::default();
    let (sealed, mut pen) = (safe.start(), Pen::of(room(1)));
    commit(&sealed, pen.writes(AT, &[said(1), said(2), said(1)]));
    let backup = safe.store().backup();
    commit(&sealed, Commit::default().with_forgotten(vec![words(1)]));
    let left = [gone(1), said(2), gone(1)];
    assert_eq!(facts(&sealed, &room(1)), left);
    assert_eq!(facts(&safe.start(), &room(1)), left);
    assert_eq!(facts(&seal(&backup, &safe.shelf, 9), &room(1)), left);
    // Who comes back is heard again, under another key.
    commit(&sealed, pen.writes(AT, &[said(1)]));
    let now = [gone(1), said(2), gone(1), said(1)];
    assert_eq!(facts(&safe.start(), &room(1)), now);
}

#[test]
fn what_is_said_behind_a_destruction_in_one_group_stays() {
    let safe = Safe::default();
    let (sealed, mut pen) = (safe.start(), Pen::of(room(1)));
    let fence = block_on(sealed.hold()).unwrap();
    let mut group = vec![
        pen.writes(AT, &[said(1)]),
        Commit::default().with_forgotten(vec![words(1)]),
        pen.writes(AT, &[said(1)]),
    ];
    group.iter_mut().for_each(|commit| commit.fence = fence);
    block_on(sealed.commit(group)).unwrap();
    assert_eq!(facts(&safe.start(), &room(1)), [gone(1), said(1)]);
}

/// A shelf that destroys nothing, as one whose disk is full or whose process was killed.
#[derive(Debug)]
struct Stuck(MemoryShelf);

#[async_trait]
impl KeyShelf for Stuck {
    async fn load(&self) -> Result<Vec<ShelfKey>, PortError> {
        self.0.load().await
    }

    async fn keep(&self, keys: Vec<ShelfKey>) -> Result<(), PortError> {
        self.0.keep(keys).await
    }

    async fn destroy(&self, _: Vec<KeyName>) -> Result<(), PortError> {
        Err(PortError::new("shelf", PortErrorKind::Unavailable))
    }
}

#[test]
fn a_destruction_that_a_crash_interrupted_is_carried_out_at_the_next_start_or_claim() {
    for restarts in [true, false] {
        let safe = Safe::default();
        let mut stuck = safe.start();
        stuck.shelf = Arc::new(Stuck(safe.shelf.clone()));
        commit(&stuck, Pen::of(room(1)).writes(AT, &[said(1)]));
        let fence = block_on(stuck.hold()).unwrap();
        let order = Commit::new(fence).with_forgotten(vec![words(1)]);
        // It is durable, and answered.
        block_on(stuck.commit(vec![order])).unwrap();
        assert_eq!(facts(&stuck, &room(1)), [said(1)]);
        let sealed = if restarts {
            safe.start()
        } else {
            stuck.shelf = Arc::new(safe.shelf.clone());
            stuck
        };
        let claimed = block_on(sealed.claim(AT, 10)).unwrap();
        assert_eq!(claimed.work, []);
        assert_eq!(facts(&sealed, &room(1)), [gone(1)]);
        // The order itself is settled.
        let left = block_on(safe.store().reopen().claim(AT, 10)).unwrap();
        assert_eq!(left.work, []);
    }
}

#[test]
fn words_that_are_never_kept_end_with_the_process() {
    let safe = Safe::default();
    let (sealed, mut pen) = (safe.start(), Pen::of(room(1)));
    let mut spoken = pen.writes(AT, &[opened(), joined(1), said(1)]);
    let fleeting = spoken.appends.drain(..).map(crate::ports::Append::fleeting);
    let fleeting = Commit::default().with_appends(fleeting.collect());
    commit(&sealed, fleeting);
    assert_eq!(facts(&sealed, &room(1)), [opened(), joined(1), said(1)]);
    let kept = block_on(safe.shelf.load()).unwrap();
    assert!(kept.iter().all(|key| key.name != words(1)));
    assert_eq!(
        facts(&safe.start(), &room(1)),
        [opened(), joined(1), gone(1)]
    );
}

#[test]
fn a_room_that_is_over_names_nobody_any_more() {
    let safe = Safe::default();
    let (sealed, mut pen) = (safe.start(), Pen::of(room(1)));
    commit(&sealed, pen.writes(AT, &[opened()]));
    commit(&sealed, pen.writes(AT, &[Fact::Room(rooms::Fact::Closed)]));
    let kept = block_on(safe.shelf.load()).unwrap();
    assert!(kept.iter().all(|key| key.name != KeyName::Names(room(1))));
    let read = facts(&safe.start(), &room(1));
    let Some(Fact::Room(rooms::Fact::Opened { key, .. })) = read.first() else {
        panic!("the room was opened");
    };
    assert_eq!(*key, Sensitive::new([0; 32]));
}

#[test]
fn a_log_whose_key_is_destroyed_is_gone_and_may_begin_anew() {
    let safe = Safe::default();
    let (sealed, me) = (safe.start(), RoomName::Me(person(1)));
    commit(&sealed, Pen::of(me.clone()).writes(AT, &[said(1)]));
    commit(&sealed, Pen::of(room(1)).writes(AT, &[said(2)]));
    let backup = safe.store().backup();
    let forget = vec![KeyName::Log(me.clone())];
    commit(&sealed, Commit::default().with_forgotten(forget));
    let restored = Sealed::new(
        Arc::new(backup.clone()),
        Arc::new(backup),
        Arc::new(safe.shelf.clone()),
        &Seed::from_bytes([9; 32]),
    );
    for sealed in [sealed, safe.start(), restored] {
        let heads = block_on(sealed.heads(None, 9)).unwrap();
        let logs: Vec<_> = heads.into_iter().map(|head| head.stream).collect();
        assert_eq!(logs, [room(1)]);
        assert_eq!(block_on(sealed.read(&me, Seq::ZERO, 9)).unwrap(), []);
    }
    let sealed = safe.start();
    commit(&sealed, Pen::of(me.clone()).writes(AT, &[said(3)]));
    assert_eq!(facts(&safe.start(), &me), [said(3)]);
}
