//! A store that lives, dies and is looked at.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use peerline_core::ports::Append;
use peerline_core::ports::Commit;
use peerline_core::ports::CommitError;
use peerline_core::ports::Event;
use peerline_core::ports::PutKey;
use peerline_core::ports::StoppedAt;
use peerline_core::ports::Tomb;
use peerline_core::ports::Work;
use peerline_core::ports::WorkKey;
use peerline_core::vocab::RoomId;
use peerline_core::vocab::RoomName;
use peerline_core::vocab::Seq;
use peerline_core::vocab::Timestamp;
use peerline_server_ref::store::Writer;
use rusqlite::Connection;
use rusqlite::OpenFlags;

use crate::chance::Chance;
use crate::disk;
use crate::report::Report;

/// How a commit reaches the disk.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Sync {
    /// As the store pins it.
    Full,
    /// As the store must not be.
    Normal,
}

/// Lets one store live until the power is cut, four times over.
pub(crate) fn lives_of(seed: u64, sync: Sync) -> Report {
    disk::format(new_disk(), seed);
    let mut chance = Chance::new(!seed);
    let mut truth = Truth::default();
    let mut report = Report::default();
    for _ in 0..4 {
        live(&mut chance, &mut truth, sync);
        disk::restart();
        report.cuts += 1;
        report.unknown += truth.unknown.len() as u64;
        if let Err(what) = look(&mut chance, &mut truth) {
            report
                .broken
                .push(format!("seed {seed}, cut {}: {what}", report.cuts));
            break;
        }
        // Looking went well, and on steady power.
        disk::restart();
    }
    report.acknowledged = truth.n_acknowledged;
    report.found = truth.n_found;
    report
}

/// What must be there, and what may.
#[derive(Default)]
struct Truth {
    logs: BTreeMap<RoomName, Vec<Event>>,
    work: BTreeMap<String, Work>,
    keys: Vec<Commit>,
    /// Sent last, outcome not known, in order.
    unknown: Vec<Commit>,
    n_acknowledged: u64,
    n_found: u64,
    n_made: u64,
}

impl Truth {
    fn take(&mut self, commit: Commit) {
        for tomb in &commit.tombs {
            let log = self.logs.get_mut(&tomb.stream);
            let event = log.and_then(|log| log.get_mut(tomb.seq.get() as usize - 1));
            event.expect("a tomb is for what was there").body = tomb.body.clone();
        }
        for append in &commit.appends {
            let log = self.logs.entry(append.stream.clone()).or_default();
            log.extend(append.events.iter().cloned());
        }
        for key in &commit.settle {
            self.work.remove(key.as_str());
        }
        for work in &commit.work {
            self.work.insert(work.key.to_string(), work.clone());
        }
        self.keys.push(commit);
    }

    fn acknowledge(&mut self, commit: Commit) {
        self.n_acknowledged += 1;
        self.take(commit);
    }
}

/// Commits until the power is gone.
fn live(chance: &mut Chance, truth: &mut Truth, sync: Sync) {
    // Opening and recovering may be cut as well.
    match chance.below(3) {
        0 => disk::fail_at_sync_after(chance.below(120)),
        _ => disk::fail_after(chance.below(160)),
    }
    let Some(mut writer) = open() else {
        return;
    };
    let connection = writer.connection();
    if sync == Sync::Normal
        && connection
            .pragma_update(None, "synchronous", "NORMAL")
            .is_err()
    {
        return;
    }
    // Checkpoints come often, so that many cuts fall into one.
    let pages = 4 + chance.below(40);
    let _ = connection.pragma_update(None, "wal_autocheckpoint", pages);
    for _ in 0..16 {
        let groups = groups(chance, truth);
        let outcomes = writer.commit(&groups);
        if chance.below(4) == 0 {
            // Cut as well, now and then; the commit that follows tells.
            let _ = writer.tidy();
        }
        if settle(truth, groups, outcomes) {
            break;
        }
    }
    // Closing would tidy up; a machine without power does not.
    disk::cut();
}

/// Notes what was answered; returns whether the power is gone.
fn settle(
    truth: &mut Truth,
    groups: Vec<Vec<Commit>>,
    outcomes: Vec<Result<(), StoppedAt>>,
) -> bool {
    let mut is_gone = false;
    for (group, outcome) in groups.into_iter().zip(outcomes) {
        match outcome {
            Ok(()) => group
                .into_iter()
                .for_each(|commit| truth.acknowledge(commit)),
            Err(StoppedAt {
                done: 0,
                error: CommitError::Unavailable(_),
                ..
            }) => is_gone = true,
            Err(StoppedAt {
                done: 0,
                error: CommitError::Unknown(_),
                ..
            }) => {
                truth.unknown.extend(group);
                is_gone = true;
            }
            Err(other) => panic!("an honest commit was refused: {other}"),
        }
    }
    is_gone
}

/// Groups of several callers that fit on one another.
fn groups(chance: &mut Chance, truth: &mut Truth) -> Vec<Vec<Commit>> {
    let mut heads: BTreeMap<u8, (u64, [u8; 8])> = BTreeMap::new();
    for stream in 0..STREAMS {
        let log = truth
            .logs
            .get(&room(stream))
            .map(Vec::as_slice)
            .unwrap_or_default();
        let chain = log.last().map(|event| event.chain).unwrap_or_default();
        heads.insert(stream, (log.len() as u64, chain));
    }
    let n_groups = 1 + chance.below(3);
    let mut group = |chance: &mut Chance| {
        let n_commits = 1 + chance.below(4);
        (0..n_commits)
            .map(|_| commit(chance, &mut heads, truth))
            .collect()
    };
    (0..n_groups).map(|_| group(chance)).collect()
}

fn commit(
    chance: &mut Chance,
    heads: &mut BTreeMap<u8, (u64, [u8; 8])>,
    truth: &mut Truth,
) -> Commit {
    truth.n_made += 1;
    let number = truth.n_made;
    let mut commit = Commit::default();
    let first = chance.below(u64::from(STREAMS)) as u8;
    let second = chance.coin().then_some((first + 1) % STREAMS);
    for stream in [Some(first), second].into_iter().flatten() {
        let (head, chain) = heads.entry(stream).or_default();
        let expect = Seq::new(*head);
        let events: Vec<Event> = (0..=chance.below(3))
            .map(|_| event(chance, chain))
            .collect();
        *head += events.len() as u64;
        commit
            .appends
            .push(Append::new(room(stream), expect, events));
    }
    commit.tombs = tombs(chance, truth);
    let result = number.to_be_bytes().to_vec();
    let forever = Timestamp::from_unix_millis(u64::MAX);
    commit.key = Some(PutKey::new(format!("key {number}").into(), result, forever));
    let due = Timestamp::from_unix_millis(chance.below(1_000));
    commit.work = vec![Work::new(
        WorkKey::new(format!("step {number}")),
        due,
        b"page".to_vec(),
    )];
    if chance.coin() {
        let settled = 1 + chance.below(number);
        commit.settle = vec![WorkKey::new(format!("step {settled}"))];
        commit.work.retain(|work| work.key != commit.settle[0]);
    }
    commit
}

/// Destroys something that was acknowledged, now and then.
fn tombs(chance: &mut Chance, truth: &Truth) -> Vec<Tomb> {
    let stream = room(chance.below(u64::from(STREAMS)) as u8);
    let len = truth.logs.get(&stream).map_or(0, Vec::len) as u64;
    if len == 0 || chance.coin() {
        return Vec::new();
    }
    let mut body = TOMB.to_vec();
    body.extend(chance.next().to_be_bytes());
    vec![Tomb::new(stream, Seq::new(1 + chance.below(len)), body)]
}

fn event(chance: &mut Chance, chain: &mut [u8; 8]) -> Event {
    // Some fill several pages.
    let length = if chance.below(8) == 0 {
        chance.below(12_000)
    } else {
        chance.below(300)
    };
    let mut body = vec![0; length as usize];
    for chunk in body.chunks_mut(8) {
        chunk.copy_from_slice(&chance.next().to_be_bytes()[..chunk.len()]);
    }
    *chain = link(*chain, &body);
    Event::new(Timestamp::from_unix_millis(length), *chain, body)
}

/// The running hash over what came before and the body: FNV-1a by words instead of bytes.
fn link(chain: [u8; 8], body: &[u8]) -> [u8; 8] {
    let start = u64::from_be_bytes(chain) ^ 0xcbf2_9ce4_8422_2325 ^ body.len() as u64;
    let hash = body.chunks(8).fold(start, |hash, chunk| {
        let mut word = [0; 8];
        word[..chunk.len()].copy_from_slice(chunk);
        (hash ^ u64::from_be_bytes(word))
            .wrapping_mul(0x0100_0000_01b3)
            .rotate_left(23)
    });
    hash.to_be_bytes()
}

/// Starts again on what is left, with steady power, and compares.
fn look(chance: &mut Chance, truth: &mut Truth) -> Result<(), String> {
    let mut writer = open().ok_or("it does not open any more")?;
    let sound: String = writer
        .connection()
        .pragma_query_value(None, "quick_check", |row| row.get(0))
        .map_err(|error| error.to_string())?;
    check(sound == "ok", "the database is damaged")?;

    let seen = logs(&writer)?;
    let unknown = std::mem::take(&mut truth.unknown);
    let mut absent = Vec::new();
    for commit in unknown.clone() {
        if is_there(&commit, &seen) {
            truth.n_found += 1;
            truth.take(commit);
        } else {
            absent.push(commit);
        }
    }
    check(seen == truth.logs, "a log is not what was acknowledged")?;
    look_at_heads(&writer, truth)?;
    let everything = Timestamp::from_unix_millis(u64::MAX);
    let claimed = writer
        .claim(everything, 100_000)
        .map_err(|error| error.to_string())?;
    let work = claimed
        .work
        .into_iter()
        .map(|work| (work.key.to_string(), work))
        .collect();
    check(truth.work == work, "due work is not what was acknowledged")?;

    let retried = chance.pick(&truth.keys).cloned();
    for commit in retried.into_iter().chain(unknown) {
        let is_new = absent.contains(&commit);
        retry(&mut writer, truth, (commit, is_new))?;
    }
    Ok(())
}

/// Whether the first event of a commit is in its place; the comparison that follows tells halves.
fn is_there(commit: &Commit, seen: &BTreeMap<RoomName, Vec<Event>>) -> bool {
    commit.appends.first().is_some_and(|append| {
        let place = seen
            .get(&append.stream)
            .and_then(|log| log.get(append.expect.get() as usize));
        place == append.events.first()
    })
}

/// Whether every log ends where a commit expects it to.
fn fits(commit: &Commit, truth: &Truth) -> bool {
    commit.appends.iter().all(|append| {
        let len = truth.logs.get(&append.stream).map_or(0, Vec::len);
        append.expect.get() == len as u64
    })
}

/// The way out of an unknown outcome: the same commit again.
fn retry(
    writer: &mut Writer,
    truth: &mut Truth,
    (commit, is_new): (Commit, bool),
) -> Result<(), String> {
    let wanted = commit.key.as_ref().map(|key| key.result.clone());
    let outcomes = writer.commit(&[vec![commit.clone()]]);
    match outcomes.as_slice() {
        [Ok(())] => {
            truth.acknowledge(commit);
            check(is_new, "a key was forgotten")
        }
        [
            Err(StoppedAt {
                error: CommitError::AlreadyDone(result),
                ..
            }),
        ] => {
            check(!is_new, "a key is there without its commit")?;
            check(Some(result) == wanted.as_ref(), "a key has another result")
        }
        // What was tried alone although what it stood on had just failed was never there, and cannot be.
        [
            Err(StoppedAt {
                error: CommitError::Conflict { .. },
                ..
            }),
        ] if is_new && !fits(&commit, truth) => Ok(()),
        other => Err(format!("a retry was answered {other:?}")),
    }
}

fn logs(writer: &Writer) -> Result<BTreeMap<RoomName, Vec<Event>>, String> {
    let mut logs = BTreeMap::new();
    for stream in (0..STREAMS).map(room) {
        let read = writer.read(&stream, Seq::ZERO, 100_000);
        let log = read.map_err(|error| error.to_string())?;
        let mut chain = [0; 8];
        for (place, stored) in (1..).zip(&log) {
            check(stored.seq == Seq::new(place), "a log has a hole")?;
            if stored.event.body.starts_with(TOMB) {
                // What it was is gone; that it is the right tomb, the comparison tells.
                chain = stored.event.chain;
            } else {
                chain = link(chain, &stored.event.body);
            }
            check(stored.event.chain == chain, "a chain is broken")?;
        }
        if !log.is_empty() {
            logs.insert(stream, log.into_iter().map(|stored| stored.event).collect());
        }
    }
    Ok(logs)
}

fn look_at_heads(writer: &Writer, truth: &Truth) -> Result<(), String> {
    let heads = writer.heads(None, 100).map_err(|error| error.to_string())?;
    check(heads.len() == truth.logs.len(), "a head is missing")?;
    for head in heads {
        let log = truth
            .logs
            .get(&head.stream)
            .map(Vec::as_slice)
            .unwrap_or_default();
        let chain = log.last().map(|event| event.chain);
        let agrees = head.head.get() == log.len() as u64 && Some(head.chain) == chain;
        check(agrees, "a head disagrees with its log")?;
    }
    Ok(())
}

fn check(holds: bool, what: &str) -> Result<(), String> {
    if holds { Ok(()) } else { Err(what.to_owned()) }
}

/// The disk of a machine on which a store has been made and closed.
fn new_disk() -> &'static BTreeMap<String, Vec<u8>> {
    static FILES: OnceLock<BTreeMap<String, Vec<u8>>> = OnceLock::new();
    FILES.get_or_init(|| {
        disk::format(&BTreeMap::new(), 0);
        drop(open().expect("a store can be made"));
        disk::files()
    })
}

fn open() -> Option<Writer> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
    let connection = Connection::open_with_flags_and_vfs("line.db", flags, disk::NAME).ok()?;
    Writer::over(connection).ok()
}

const fn room(number: u8) -> RoomName {
    RoomName::Room(RoomId::from_bytes([number; 16]))
}

const STREAMS: u8 = 5;
/// How the bytes of a tomb begin.
const TOMB: &[u8] = b"tomb";
