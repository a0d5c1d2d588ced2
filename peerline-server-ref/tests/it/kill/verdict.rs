//! What the logs say afterwards, read anew from their beginning.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::time::Duration;

use peerline_core::crisis::Target;
use peerline_core::crisis::What;
use peerline_core::log::Fact;
use peerline_core::ports::Journal as _;
use peerline_core::protocol;
use peerline_core::sealing::Sealed;
use peerline_core::vocab::Seq;
use serde_json::Value;
use tokio::time::sleep;

use super::caller::Caller;
use super::responder::Responder;
use super::speaker::Sent;
use super::speaker::Speaker;
use super::world::World;
use crate::person::Person;

/// What was found.
#[derive(Debug, Default)]
pub(super) struct Verdict {
    /// What must not be.
    pub(super) faults: Vec<String>,
    acknowledged: usize,
    lost: usize,
    repeated: usize,
    out_of_order: usize,
    cases: usize,
    pages: usize,
    pages_repeated: u32,
}

impl Verdict {
    /// Says it in one line.
    #[expect(
        clippy::print_stdout,
        reason = "the summary is for whoever runs the test"
    )]
    pub(super) fn print(&self, kills: u32) {
        let Self {
            faults,
            acknowledged,
            lost,
            repeated,
            out_of_order,
            cases,
            pages,
            pages_repeated,
        } = self;
        println!(
            "kills {kills}, acknowledged {acknowledged}, lost {lost}, repeated {repeated}, out of \
             order {out_of_order}, cases {cases}, pages {pages} ({pages_repeated} of them again), \
             faults {}",
            faults.len()
        );
    }

    fn fault(&mut self, what: String) {
        self.faults.push(what);
    }

    fn lost(&mut self, what: String) {
        self.lost += 1;
        self.faults.push(format!("lost: {what}"));
    }
}

/// Reads every log from its beginning and compares it with what people were told.
pub(super) async fn read_logs(
    world: &World,
    speakers: &[Speaker],
    callers: &[Caller],
    responder: &Responder,
) -> Verdict {
    let mut verdict = Verdict::default();
    let mut signals: BTreeMap<String, usize> = BTreeMap::new();
    for speaker in speakers {
        verdict.faults.extend(speaker.faults.iter().cloned());
        let dangers = speaker.sent.iter().filter(|put| put.danger).count();
        if let Some(case) = check_speaker(&mut verdict, world, speaker).await {
            signals.insert(case, dangers);
        } else if 0 < dangers {
            verdict.lost("a case of somebody who talked".to_owned());
        }
    }
    for caller in callers {
        verdict.acknowledged += 1;
        let entries = read(world, &caller.person, "@me").await;
        if entry_at(&entries, caller.seq).is_none() {
            verdict.lost(format!("{} of a caller", caller.seq));
        }
        match case_of(&entries) {
            Some(case) => {
                signals.insert(case, 1);
            }
            None => verdict.lost("the case of a caller".to_owned()),
        }
    }
    check_cases(&mut verdict, world, responder, &signals).await;
    verdict
}

async fn read(world: &World, person: &Person, room: &str) -> Vec<Value> {
    person.join(world.address).await.read(room).await
}

fn entry_at(entries: &[Value], seq: u64) -> Option<&Value> {
    entries.get(usize::try_from(seq).ok()?.checked_sub(1)?)
}

async fn check_speaker(verdict: &mut Verdict, world: &World, speaker: &Speaker) -> Option<String> {
    let room = read(world, &speaker.person, &speaker.room).await;
    let me = read(world, &speaker.person, "@me").await;
    for (name, entries) in [(speaker.room.as_str(), &room), ("@me", &me)] {
        check_dense(verdict, name, entries);
        for (seq, seen) in speaker.seen.get(name).into_iter().flatten() {
            let now = entry_at(entries, *seq);
            let same = |field: &str| now.is_some_and(|now| now[field] == seen[field]);
            if !same("h") || !same("body") || !same("at") || !same("who") {
                verdict.fault(format!("{name}: {seen} became {now:?}"));
            }
        }
    }
    for put in &speaker.sent {
        verdict.acknowledged += 1;
        check_put(verdict, put, if put.room == "@me" { &me } else { &room });
    }
    let said = speaker.sent.iter().filter(|put| put.room != "@me");
    let places: Vec<u64> = said.filter_map(|put| put.seq).collect();
    let disordered = places.windows(2).filter(|pair| pair[1] <= pair[0]).count();
    if 0 < disordered {
        verdict.out_of_order += disordered;
        verdict.fault(format!("{}: out of order: {places:?}", speaker.room));
    }
    case_of(&me)
}

fn check_put(verdict: &mut Verdict, put: &Sent, entries: &[Value]) {
    let entry = put.seq.and_then(|seq| entry_at(entries, seq));
    let Some(entry) = entry else {
        verdict.lost(format!("{put:?}"));
        return;
    };
    if put.text.is_empty() {
        return;
    }
    if entry["body"]["text"] != put.text.as_str() {
        verdict.lost(format!("{put:?}, there is {entry}"));
    }
    let same = |other: &&Value| other["body"]["text"] == put.text.as_str();
    let copies = entries.iter().filter(same).count();
    if 1 < copies {
        verdict.repeated += copies - 1;
        verdict.fault(format!("{copies} times: {put:?}"));
    }
}

fn check_dense(verdict: &mut Verdict, name: &str, entries: &[Value]) {
    for (n, entry) in (1_u64..).zip(entries) {
        if entry["seq"] != n {
            verdict.fault(format!("{name}: {entry} stands at {n}"));
        }
    }
}

/// The case that a person was told of, by the care card in their own log.
fn case_of(me: &[Value]) -> Option<String> {
    let care = me.iter().find(|entry| entry["body"]["code"] == "care")?;
    care["body"]["case"].as_str().map(str::to_owned)
}

async fn check_cases(
    verdict: &mut Verdict,
    world: &World,
    responder: &Responder,
    signals: &BTreeMap<String, usize>,
) {
    verdict.faults.extend(responder.faults.iter().cloned());
    let mut talk = responder.person.join(world.address).await;
    let crisis = talk.read("#crisis/main").await;
    check_dense(verdict, "#crisis/main", &crisis);
    for (seq, h) in &responder.seen {
        if entry_at(&crisis, *seq).is_none_or(|now| now["h"] != h.as_str()) {
            verdict.fault(format!("#crisis/main: {seq} was another entry"));
        }
    }
    let mut states = BTreeMap::new();
    for entry in &crisis {
        if let Some(case) = entry["body"]["case"].as_str() {
            states.insert(case.to_owned(), entry["body"]["state"].clone());
        }
    }
    for (case, expected) in signals {
        verdict.cases += 1;
        match states.get(case) {
            Some(state) if state != "closed" => {}
            other => verdict.lost(format!("case {case} in #crisis/main: {other:?}")),
        }
        let log = talk.read(&format!("#case/{case}")).await;
        let found = log.iter().filter(|entry| entry["kind"] == "signal").count();
        if found != *expected {
            verdict.fault(format!("case {case}: {found} signals of {expected}"));
        }
    }
    let strangers = states.keys().filter(|case| !signals.contains_key(*case));
    let strangers = strangers.count();
    if 0 < strangers {
        verdict.fault(format!("{strangers} cases of nobody"));
    }
}

/// Waits until every page that the log promises has been taken.
pub(super) async fn await_pages(world: &mut World, verdict: &mut Verdict) {
    world.kill().await;
    let due = promised(world).await;
    world.start().await;
    world.ready().await;
    let mut taken = world.hook.taken();
    for _ in 0..PATIENCE {
        if due.iter().all(|key| taken.contains_key(key)) {
            break;
        }
        sleep(STEP).await;
        taken = world.hook.taken();
    }
    verdict.pages = due.len();
    verdict.pages_repeated = taken.values().map(|times| times - 1).sum();
    for key in due.iter().filter(|key| !taken.contains_key(*key)) {
        verdict.lost(format!("the page {key}"));
    }
}

/// The keys of the pages that must go out: all that were decided on for cases that nobody took.
async fn promised(world: &World) -> BTreeSet<String> {
    let (sealed, store) = world.logs().await;
    let mut due = BTreeSet::new();
    let mut after = None;
    loop {
        let heads = sealed.heads(after.as_ref(), 500).await.unwrap();
        let Some(last) = heads.last() else { break };
        for head in &heads {
            due.extend(pages_of(&sealed, &head.stream).await);
        }
        after = Some(last.stream.clone());
    }
    store.close().await;
    due
}

async fn pages_of(store: &Sealed, room: &peerline_core::vocab::RoomName) -> Vec<String> {
    let mut keys = Vec::new();
    for stored in store.read(room, Seq::ZERO, usize::MAX).await.unwrap() {
        let Fact::Crisis(fact) = protocol::decode_entry(&stored.event.body).unwrap().fact else {
            continue;
        };
        if matches!(fact.what, What::Owned { .. }) {
            return Vec::new();
        }
        if let What::Offered { step, targets, .. } = fact.what {
            let names = targets.into_iter().filter_map(target_name);
            keys.extend(names.map(|name| format!("{}/{step}/{name}", fact.case)));
        }
    }
    keys
}

fn target_name(target: Target) -> Option<String> {
    match target {
        Target::OnCall(ring) => Some(format!("on_call_{ring}")),
        Target::LastResort => Some("last_resort".to_owned()),
        Target::Console | _ => None,
    }
}

/// How often it is looked whether all pages have come, and how long in between.
const PATIENCE: u32 = 200;
const STEP: Duration = Duration::from_millis(100);
