//! What a thief reads: of the database alone, and of the database with the keys after their week.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use peerline_core::log::Entry;
use peerline_core::log::Fact;
use peerline_core::ports::Append;
use peerline_core::ports::Commit;
use peerline_core::ports::Event;
use peerline_core::ports::Journal;
use peerline_core::ports::KeyShelf as _;
use peerline_core::protocol;
use peerline_core::room;
use peerline_core::sealing::Sealed;
use peerline_core::vocab::AccountId;
use peerline_core::vocab::KeyName;
use peerline_core::vocab::OccupantId;
use peerline_core::vocab::Role;
use peerline_core::vocab::RoomId;
use peerline_core::vocab::RoomName;
use peerline_core::vocab::Salt;
use peerline_core::vocab::Seed;
use peerline_core::vocab::Sensitive;
use peerline_core::vocab::Seq;
use peerline_core::vocab::Timestamp;
use peerline_core::vocab::Week;
use peerline_server_ref::shelf::FileShelf;
use peerline_server_ref::store::SqliteStore;
use serde_json::json;

use crate::person::Person;
use crate::running::Running;
use crate::unsealed::unsealed;

const WORD: &str = "quittenmarmelade";

/// Somebody asks for a person, waits in a room of their own, and writes there.
async fn talks(running: &Running) -> Vec<String> {
    let mut talk = Person::new().join(running.people()).await;
    let seek = json!({"topics": [], "languages": ["en"]});
    assert_eq!(talk.put("@me", "seek", seek).await["t"], "ok");
    assert_eq!(talk.put("@me", "signal", json!({})).await["t"], "ok");
    let me = talk.read("@me").await;
    let matched = me.iter().find(|entry| entry["kind"] == "matched").unwrap();
    let room = matched["body"]["room"].as_str().unwrap().to_owned();
    for n in 1..4 {
        let text = format!("{WORD} {n}");
        let said = talk.put(&room, "msg", json!({"text": text})).await;
        assert_eq!(said["t"], "ok", "{said}");
    }
    let log = talk.read(&room).await;
    let join = log.iter().find(|entry| entry["kind"] == "join").unwrap();
    let shown = [&join["body"]["handle"], &join["who"], &said_by(&log)["cid"]];
    let mut secrets: Vec<_> = shown
        .iter()
        .map(|name| name.as_str().unwrap().to_owned())
        .collect();
    secrets.push(room);
    secrets
}

fn said_by(log: &[serde_json::Value]) -> &serde_json::Value {
    log.iter().find(|entry| entry["kind"] == "msg").unwrap()
}

/// The database as a thief takes it from under a running line, without the keys.
fn steal(running: &Running) -> (tempfile::TempDir, Vec<u8>) {
    let (data, loot) = (
        running.folder.path().join("data"),
        tempfile::tempdir().unwrap(),
    );
    let mut all = Vec::new();
    for name in ["line.db", "line.db-wal"] {
        fs::copy(data.join(name), loot.path().join(name)).unwrap();
        all.extend(fs::read(loot.path().join(name)).unwrap());
    }
    (loot, all)
}

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

/// Returns how a log is called, and the bytes of the id in it.
fn spellings(log: &RoomName) -> Vec<Vec<u8>> {
    let name = log.to_string();
    let id = name.trim_start_matches(['@', '#']).rsplit('/').next();
    let id: Option<RoomId> = id.and_then(|id| id.parse().ok());
    let bytes = id.map(|id| id.as_bytes().to_vec());
    bytes.into_iter().chain([name.into_bytes()]).collect()
}

/// Returns the names of the logs that there are, in all spellings, and of who is in them.
async fn names(sealed: &Sealed) -> Vec<Vec<u8>> {
    let mut names = Vec::new();
    for head in sealed.heads(None, 1_000).await.unwrap() {
        names.extend(spellings(&head.stream));
        for stored in sealed.read(&head.stream, Seq::ZERO, 1_000).await.unwrap() {
            let entry = protocol::decode_entry(&stored.event.body).unwrap();
            names.extend(entry.who.map(|who| who.as_bytes().to_vec()));
            names.push(entry.salt.expose().as_bytes().to_vec());
        }
    }
    names.retain(|name| name.iter().any(|byte| *byte != 0));
    names
}

#[tokio::test]
async fn the_database_without_its_keys_has_no_word_no_name_and_no_two_logs_with_six_bytes_in_common()
 {
    let running = Running::start("").await;
    let mut secrets = talks(&running).await;
    secrets.extend(talks(&running).await);
    let (loot, stolen) = steal(&running);
    let (_, folder) = running.stop().await;
    let (sealed, store) = unsealed(&folder.path().join("data/line.db"));
    let names = names(&sealed).await;
    store.close().await;
    assert!(
        20 < names.len() && 8 == secrets.len(),
        "there is something to look for"
    );
    let plain = [
        WORD.as_bytes(),
        b"\"head\"",
        b"sealed",
        b"grief",
        b"one_to_one",
    ];
    let secrets = secrets.iter().map(String::as_bytes);
    for shown in names.iter().map(Vec::as_slice).chain(secrets).chain(plain) {
        assert!(!holds(&stolen, shown), "{}", String::from_utf8_lossy(shown));
    }

    let store = SqliteStore::open(loot.path().join("line.db")).unwrap();
    let mut seen: BTreeMap<[u8; 6], RoomName> = BTreeMap::new();
    let heads = store.heads(None, 1_000).await.unwrap();
    assert!(8 < heads.len());
    for head in heads {
        let mut own = BTreeSet::new();
        for stored in store.read(&head.stream, Seq::ZERO, 1_000).await.unwrap() {
            let row = [&stored.event.chain[..], &stored.event.body].concat();
            own.extend(row.windows(6).map(|six| <[u8; 6]>::try_from(six).unwrap()));
            assert_eq!(
                stored.event.at,
                Timestamp::ZERO,
                "when it was is nobody's business"
            );
        }
        for six in own {
            let other = seen.insert(six, head.stream.clone());
            assert_eq!(other, None, "two logs have six bytes in common");
        }
    }
    store.close().await;
}

const AT: Timestamp = Timestamp::from_unix_millis(2_900 * 7 * 24 * 3_600_000);
const ACCOUNT: AccountId = AccountId::from_bytes(*b"an account: sixt");

fn joined(n: u8) -> Commit {
    let entry = Entry {
        n: u64::from(n),
        at: AT,
        who: None,
        joined: None,
        re: None,
        put: None,
        salt: Sensitive::new(Salt::from_bytes([n; 16])),
        fact: Fact::Room(room::Fact::Joined {
            account: ACCOUNT,
            occupant: OccupantId::from_bytes([n; 16]),
            handle: "Quiet Otter 12".to_owned(),
            role: Role::Seeker,
        }),
    };
    let event = Event::new(AT, [n; 8], protocol::encode_entry(&entry).bytes);
    let log = RoomName::Room(RoomId::from_bytes([n; 16]));
    Commit::default().with_appends(vec![Append::new(log, Seq::ZERO, vec![event])])
}

fn everything(folder: &Path) -> Vec<u8> {
    let files = fs::read_dir(folder).unwrap();
    files
        .flat_map(|file| fs::read(file.unwrap().path()).unwrap())
        .collect()
}

#[tokio::test]
async fn after_its_week_no_byte_of_the_key_is_on_the_disk_and_both_files_link_nobody() {
    let folder = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(folder.path().join("line.db")).unwrap();
    let shelf = FileShelf::open(folder.path().join("line.keys")).unwrap();
    let journal = Arc::new(store.clone());
    let seed = Seed::from_bytes([4; 32]);
    let sealed = Sealed::new(journal.clone(), journal, Arc::new(shelf.clone()), &seed);
    let fence = sealed.hold().await.unwrap();
    for n in 1..9 {
        let mut commit = joined(n);
        commit.fence = fence;
        sealed.commit(vec![commit]).await.unwrap();
    }
    let name = KeyName::Week(Week::of(AT));
    let kept = shelf.load().await.unwrap();
    let key = kept.into_iter().find(|key| key.name == name).unwrap().bytes;
    let is_left = || {
        let all = everything(folder.path());
        key.windows(6).any(|six| holds(&all, six))
    };
    let accounts = async || {
        let mut accounts = Vec::new();
        for n in 1..9 {
            let log = RoomName::Room(RoomId::from_bytes([n; 16]));
            let read = sealed.read(&log, Seq::ZERO, 9).await.unwrap();
            let Fact::Room(room::Fact::Joined { account, .. }) =
                protocol::decode_entry(&read[0].event.body).unwrap().fact
            else {
                panic!("somebody came in");
            };
            accounts.push(account);
        }
        accounts
    };
    assert!(is_left() && accounts().await == [ACCOUNT; 8]);
    sealed.expire(Week::of(AT).key_ends(), &[]).await.unwrap();
    assert!(!is_left());
    // Eight rooms, eight strangers.
    let strangers: BTreeSet<_> = accounts().await.into_iter().collect();
    assert!(strangers.len() == 8 && !strangers.contains(&ACCOUNT));
    store.close().await;
    assert!(!is_left());
}
