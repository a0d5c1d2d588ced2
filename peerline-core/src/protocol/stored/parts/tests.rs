use super::lay_over;
use super::part_entry;
use crate::log::Entry;
use crate::log::Fact;
use crate::log::PutMark;
use crate::log::PutOutcome;
use crate::protocol::bury_entry;
use crate::protocol::decode_entry;
use crate::protocol::digest_entry;
use crate::protocol::encode_entry;
use crate::room;
use crate::vocab::AccountId;
use crate::vocab::CaseId;
use crate::vocab::Cid;
use crate::vocab::ContentNotes;
use crate::vocab::KeyName;
use crate::vocab::OccupantId;
use crate::vocab::Queue;
use crate::vocab::Role;
use crate::vocab::RoomId;
use crate::vocab::RoomName;
use crate::vocab::Salt;
use crate::vocab::Sensitive;
use crate::vocab::Text;
use crate::vocab::Timestamp;
use crate::vocab::Week;

const AT: Timestamp = Timestamp::from_unix_millis(1_700_000_000_123);
const WHO: OccupantId = OccupantId::from_bytes([3; 16]);
const REAL: AccountId = AccountId::from_bytes([5; 16]);
const STRANGE: AccountId = AccountId::from_bytes([6; 16]);

const fn room() -> RoomName {
    RoomName::Room(RoomId::from_bytes([1; 16]))
}

fn entry(fact: Fact) -> Entry {
    Entry {
        n: 7,
        at: AT,
        who: Some(WHO),
        joined: None,
        re: None,
        put: Some(PutMark {
            room: None,
            who: WHO,
            cid: Cid::from_bytes([4; 16]),
            digest: None,
            outcome: PutOutcome::Done,
        }),
        salt: Sensitive::new(Salt::from_bytes([2; 16])),
        fact,
    }
}

fn said() -> Fact {
    Fact::Room(room::Fact::Said {
        occupant: WHO,
        text: Text::new("plums").unwrap(),
        language: None,
        notes: ContentNotes::default(),
        counts: true,
    })
}

fn joined() -> Fact {
    Fact::Room(room::Fact::Joined {
        account: REAL,
        occupant: WHO,
        handle: "@AAAAAAAAAAAAAAAAAAAAA".to_owned(),
        role: Role::Seeker,
    })
}

fn logs() -> [RoomName; 4] {
    [
        room(),
        RoomName::Me(REAL),
        RoomName::Mod(Queue::main()),
        RoomName::Case(CaseId::from_bytes([8; 16])),
    ]
}

#[test]
fn parts_put_together_are_the_entry_and_each_prefix_of_them_has_its_digest() {
    for fact in [said(), joined(), Fact::Room(room::Fact::Closed)] {
        for log in logs() {
            let whole = encode_entry(&entry(fact.clone()));
            let parted = part_entry(&log, &whole.bytes, None, &|_| STRANGE).unwrap();
            let mut bytes = parted.stays.expose().clone();
            for layer in &parted.layers {
                assert_eq!(digest_entry(&bytes), Ok(whole.digest));
                assert!(decode_entry(&bytes).is_ok());
                // What stays of what stays is itself.
                assert!(bury_entry(&bytes).is_ok_and(|tomb| tomb == bytes));
                bytes = lay_over(&bytes, layer.bytes.expose()).unwrap();
            }
            assert_eq!(bytes, whole.bytes);
        }
    }
}

#[test]
fn words_need_the_key_of_who_said_them() {
    let whole = encode_entry(&entry(said())).bytes;
    let parted = part_entry(&room(), &whole, None, &|_| STRANGE).unwrap();
    let needs: Vec<_> = parted.layers.iter().map(|layer| &layer.needs).collect();
    let words = KeyName::Words {
        room: room(),
        who: WHO,
    };
    assert_eq!(needs, [&vec![words]]);
    assert!(!String::from_utf8_lossy(parted.stays.expose()).contains("plums"));
}

#[test]
fn an_account_beside_a_name_needs_the_key_of_the_week() {
    let whole = encode_entry(&entry(joined())).bytes;
    for (asked, week) in [(None, Week::of(AT)), (Some(Week::new(9)), Week::new(9))] {
        let parted = part_entry(&room(), &whole, asked, &|_| STRANGE).unwrap();
        let needs: Vec<_> = parted.layers.iter().map(|layer| &layer.needs).collect();
        assert_eq!(needs, [&vec![KeyName::Week(week)]]);
        let Fact::Room(room::Fact::Joined {
            account, handle, ..
        }) = decode_entry(parted.stays.expose()).unwrap().fact
        else {
            panic!("somebody came in");
        };
        assert_eq!((account, handle.len()), (STRANGE, 22));
        assert!(!String::from_utf8_lossy(parted.stays.expose()).contains(&REAL.to_string()));
    }
}

#[test]
fn a_layer_over_something_else_is_refused() {
    let whole = encode_entry(&entry(said())).bytes;
    let parted = part_entry(&room(), &whole, None, &|_| STRANGE).unwrap();
    let top = parted.layers[0].bytes.expose();
    assert!(lay_over(b"1{}", top).is_err());
    assert!(lay_over(b"", top).is_err());
    assert!(part_entry(&room(), b"2{}", None, &|_| STRANGE).is_err());
    assert!(part_entry(&room(), b"", None, &|_| STRANGE).is_err());
}
