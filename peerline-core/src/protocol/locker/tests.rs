use proptest::prelude::*;
use serde_json::Value;

use super::LockerNotes;
use super::LockerPlan;
use super::LockerRoom;
use crate::identity::LockerKey;
use crate::vocab::OccupantId;
use crate::vocab::RoomId;
use crate::vocab::Sensitive;
use crate::vocab::Seq;
use crate::vocab::Timestamp;

fn room(read: u64, at: u64) -> LockerRoom {
    LockerRoom {
        read: Seq::new(read),
        at: Timestamp::from_unix_millis(at),
        ticket: read.is_multiple_of(2),
        ..LockerRoom::default()
    }
}

fn plan_of(at: u64, words: &str) -> LockerPlan {
    LockerPlan {
        at,
        steps: vec![Sensitive::new(words.to_owned()); 6],
    }
}

fn notes() -> impl Strategy<Value = LockerNotes> {
    let rooms = proptest::collection::btree_map(0..4_u8, (0..9_u64, 0..9_u64), 0..4);
    let blocks = proptest::collection::btree_set((0..3_u8, 0..3_u8), 0..3);
    let plan = proptest::option::of((0..4_u64, 0..3_u8));
    (rooms, blocks, plan).prop_map(|(rooms, blocks, plan)| LockerNotes {
        plan: plan.map(|(at, words)| plan_of(at, &words.to_string())),
        rooms: rooms
            .into_iter()
            .map(|(id, (read, at))| (RoomId::from_bytes([id; 16]), room(read, at)))
            .collect(),
        blocks: blocks
            .into_iter()
            .map(|(room, who)| {
                let room = RoomId::from_bytes([room; 16]);
                (room, OccupantId::from_bytes([who; 16]))
            })
            .collect(),
        ..LockerNotes::default()
    })
}

proptest! {
    #[test]
    fn two_devices_come_to_the_same_in_either_order(
        mine in notes(), theirs in notes(), third in notes(),
    ) {
        let one = mine.clone().merged(theirs.clone());
        prop_assert_eq!(&one, &theirs.clone().merged(mine.clone()));
        prop_assert_eq!(&one, &one.clone().merged(mine.clone()));
        let other = mine.merged(theirs.clone().merged(third.clone()));
        prop_assert_eq!(one.merged(third), other);
    }

    #[test]
    fn notes_always_fit(n_rooms in 0..400_u64, n_blocks in 0..200_u8) {
        let mut notes = LockerNotes::default();
        for n in 0..n_rooms {
            let mut id = [0; 16];
            id[..8].copy_from_slice(&n.to_be_bytes());
            notes.rooms.insert(RoomId::from_bytes(id), room(n, n));
        }
        for n in 0..n_blocks {
            let who = OccupantId::from_bytes([n; 16]);
            notes.blocks.insert((RoomId::from_bytes([n; 16]), who));
        }
        let plan = plan_of(7, &"x".repeat(400));
        let size = serde_json::to_vec(&plan).unwrap().len();
        prop_assert!((2_400..=LockerPlan::MAX_BYTES).contains(&size));
        notes.plan = Some(plan);
        let bytes = notes.to_bytes();
        prop_assert!(bytes.len() <= LockerKey::MAX);
        let kept = LockerNotes::from_bytes(&bytes).unwrap();
        prop_assert_eq!(&kept.plan, &notes.plan, "a plan is never left out");
        // What is left out is what is oldest.
        let oldest = kept.rooms.values().map(|room| room.at).min();
        let left = notes.rooms.iter().filter(|(id, _)| !kept.rooms.contains_key(*id));
        for (_, room) in left {
            prop_assert!(oldest.is_none_or(|oldest| room.at < oldest));
        }
    }
}

#[test]
fn what_a_later_program_noted_is_kept() {
    let later =
        r#"{"rooms":{"AAAAAAAAAAAAAAAAAAAAAA":{"read":3,"at":5,"pinned":true}},"mood":[1,2]}"#;
    let notes = LockerNotes::from_bytes(later.as_bytes()).unwrap();
    let again: Value = serde_json::from_slice(&notes.to_bytes()).unwrap();
    assert_eq!(again, serde_json::from_str::<Value>(later).unwrap());
    assert_eq!(LockerNotes::from_bytes(b"[]"), None);
}

#[test]
fn of_two_plans_the_later_stays_also_where_it_was_erased() {
    let with = |plan| LockerNotes {
        plan: Some(plan),
        ..LockerNotes::default()
    };
    let (old, erased) = (
        plan_of(1, "mine"),
        LockerPlan {
            at: 2,
            steps: vec![],
        },
    );
    let merged = with(old.clone()).merged(with(erased.clone()));
    assert_eq!(merged.plan, Some(erased));
    let kept = with(old.clone()).merged(LockerNotes::default());
    assert_eq!(kept.plan, Some(old.clone()));
    assert!(!format!("{:?}", with(old)).contains("mine"));
}
