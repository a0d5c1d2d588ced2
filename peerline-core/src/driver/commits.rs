//! What the engine asked for, in order, until it may be done.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::collections::VecDeque;
use std::sync::Arc;

use super::burying::Unburied;
use crate::engine::Batch;
use crate::engine::Engine;
use crate::engine::Erasure;
use crate::engine::Output;
use crate::log::Due;
use crate::log::Entry;
use crate::log::Fact;
use crate::log::Notice;
use crate::ports::Append;
use crate::ports::Commit;
use crate::ports::Event;
use crate::ports::Fence;
use crate::ports::PutKey;
use crate::ports::Tomb;
use crate::ports::Work;
use crate::ports::WorkKey;
use crate::protocol;
use crate::protocol::Chain;
use crate::protocol::Encoded;
use crate::vocab::RoomName;
use crate::vocab::Seq;
use crate::vocab::Timestamp;

/// One act: its commit, and what may follow once that is durable.
#[derive(Debug, Default)]
pub(super) struct Step {
    commit: Option<Commit>,
    /// Who is erased with it.
    erasure: Option<Box<Erasure>>,
    /// Logs that begin anew with it.
    drops: BTreeSet<RoomName>,
    /// Whether it has, or had, a commit.
    pub(super) commits: bool,
    /// Whether words are destroyed in it.
    pub(super) buries: bool,
    /// Whether somebody asks for a human in it.
    pub(super) urgent: bool,
    pub(super) then: Vec<Output>,
    pub(super) entries: Vec<Chained>,
    /// When the earliest work of the commit is due.
    pub(super) due: Option<Timestamp>,
    /// Work that the commit takes out or replaces: earlier claims of it are over.
    pub(super) voided: Vec<WorkKey>,
}

/// An entry with its place and running hash.
#[derive(Clone, Debug)]
pub(super) struct Chained {
    pub(super) room: RoomName,
    pub(super) seq: Seq,
    pub(super) h: Chain,
    pub(super) entry: Arc<Entry>,
}

/// The queue between engine and store. Order is kept: nothing overtakes a commit that came before.
#[derive(Debug)]
pub(super) struct Commits {
    waiting: VecDeque<Step>,
    flying: Vec<Step>,
    chains: BTreeMap<RoomName, Chain>,
    durable: BTreeMap<RoomName, (Seq, Chain)>,
    fence: Fence,
}

impl Commits {
    /// The most commits of one group.
    const GROUP: usize = 256;

    pub(super) fn new(engine: &Engine, chains: BTreeMap<RoomName, Chain>, fence: Fence) -> Self {
        let durable = chains
            .iter()
            .map(|(room, chain)| (room.clone(), (engine.state().head(room), *chain)))
            .collect();
        Self {
            waiting: VecDeque::new(),
            flying: Vec::new(),
            chains,
            durable,
            fence,
        }
    }

    /// Takes everything the engine has to say about one input.
    pub(super) fn take(&mut self, engine: &mut Engine, urgent: bool) {
        let mut step = Step {
            urgent,
            ..Step::default()
        };
        while let Some(output) = engine.poll_output() {
            if let Output::Commit(batch) = output {
                self.prepare(*batch, &mut step);
            } else {
                step.then.push(output);
            }
        }
        if step.commits || !step.then.is_empty() {
            self.waiting.push_back(step);
        }
    }

    /// Takes what may be done without a commit of its own.
    pub(super) fn follow(&mut self, then: Vec<Output>) {
        if !then.is_empty() {
            self.waiting.push_back(Step {
                then,
                ..Step::default()
            });
        }
    }

    /// Returns whether something that waits answers the operator's invitation.
    pub(super) fn will_invite(&self, wanted: u64) -> bool {
        let answers = |output: &Output| matches!(output, Output::Invited { reference, .. } if *reference == wanted);
        self.waiting
            .iter()
            .any(|step| step.then.iter().any(answers))
    }

    /// Returns steps that wait for nothing: no commit stands before them.
    pub(super) fn ready(&mut self) -> Option<Step> {
        if self.flying.is_empty() && self.waiting.front().is_some_and(|step| !step.commits) {
            return self.waiting.pop_front();
        }
        None
    }

    /// Returns the next group to make durable, if none is under way.
    pub(super) fn next_group(&mut self) -> Option<Vec<Unburied>> {
        if !self.flying.is_empty() || self.waiting.is_empty() {
            return None;
        }
        let n = self.group_len();
        self.flying = self.waiting.drain(..n).collect();
        let steps = self.flying.iter_mut();
        let commits = steps.filter_map(|step| {
            let commit = step.commit.take()?;
            let erasure = step.erasure.clone();
            Some(Unburied { commit, erasure })
        });
        Some(commits.collect())
    }

    /// How many steps go together. Tombs are made from what the store holds, so an act that
    /// destroys words waits until they are there.
    fn group_len(&self) -> usize {
        let together = self.waiting.iter().take(Self::GROUP);
        let early = |step: &Step| {
            let tombs = step.commit.iter().flat_map(|commit| &commit.tombs);
            tombs
                .into_iter()
                .any(|tomb| self.durable(&tomb.stream).0 < tomb.seq)
        };
        // Nothing is made from an entry that is about to be rewritten.
        let erases = |step: &Step| step.erasure.is_some();
        if self.waiting.front().is_some_and(erases) {
            return 1;
        }
        let wait = together
            .skip(1)
            .position(|step| early(step) || erases(step));
        wait.map_or(Self::GROUP, |place| place.saturating_add(1))
            .min(self.waiting.len())
    }

    /// The group is durable: gives back what may be done now.
    pub(super) fn landed(&mut self) -> Vec<Step> {
        let landed = std::mem::take(&mut self.flying);
        self.note_durable(&landed);
        landed
    }

    /// The group is not durable from its `done`-th commit on: gives back what is, and what will
    /// never be.
    pub(super) fn failed(&mut self, done: usize) -> (Vec<Step>, Vec<Step>) {
        let mut lost: Vec<Step> = std::mem::take(&mut self.flying);
        let mut counted = 0_usize;
        let at = lost.iter().position(|step| {
            counted = counted.saturating_add(usize::from(step.commits));
            step.commits && done < counted
        });
        let good: Vec<Step> = lost.drain(..at.unwrap_or(0)).collect();
        self.note_durable(&good);
        lost.extend(self.waiting.drain(..));
        (good, lost)
    }

    fn note_durable(&mut self, steps: &[Step]) {
        for step in steps {
            let erased = step.erasure.iter().flat_map(|erasure| &erasure.logs);
            for log in erased.chain(&step.drops) {
                self.durable.remove(log);
            }
            for chained in &step.entries {
                self.durable
                    .insert(chained.room.clone(), (chained.seq, chained.h));
            }
        }
    }

    /// Returns how far a log is durable, and the running hash there.
    pub(super) fn durable(&self, room: &RoomName) -> (Seq, Chain) {
        self.durable
            .get(room)
            .copied()
            .unwrap_or((Seq::ZERO, Chain::START))
    }

    /// Returns the right to write.
    pub(super) const fn fence(&self) -> Fence {
        self.fence
    }

    /// Returns whether nothing waits for the store.
    pub(super) fn is_idle(&self) -> bool {
        self.flying.is_empty() && self.waiting.is_empty()
    }

    fn prepare(&mut self, batch: Batch, step: &mut Step) {
        let Batch {
            entries,
            put,
            tombs,
            work,
            settle,
            forget,
            fleeting,
            erasure,
            drops,
        } = batch;
        step.urgent |= entries.iter().any(|(_, _, entry)| calls(&entry.fact));
        let erased = erasure.iter().flat_map(|erasure| &erasure.logs);
        for log in erased.chain(&drops) {
            self.chains.remove(log);
        }
        let fresh = entries.iter().map(|(room, seq, _)| (room.clone(), *seq));
        let fresh: BTreeSet<_> = fresh.collect();
        let appends = self.chain(entries, erasure.as_deref(), step).into_iter();
        let appends = appends.map(|append| match fleeting.contains(&append.stream) {
            true => append.fleeting(),
            false => append,
        });
        let key = put.map(|put| {
            let key = format!("{}/{}/{}", put.room, put.who, put.cid);
            let result = put.seq.unwrap_or_default().get().to_be_bytes().to_vec();
            PutKey::new(key.into_bytes(), result, put.expires)
        });
        step.due = work.iter().map(|due| due.at).min();
        let work: Vec<Work> = work.iter().map(to_work).collect();
        let settle: Vec<WorkKey> = settle.into_iter().map(WorkKey::new).collect();
        let put_in = work.iter().map(|work| work.key.clone());
        step.voided = settle.iter().cloned().chain(put_in).collect();
        step.commits = true;
        step.buries = !tombs.is_empty() || erasure.is_some();
        let commit = Commit::new(self.fence)
            .with_appends(appends.collect())
            .with_tombs(tombs.into_iter().map(to_tomb).collect())
            .with_drops(drops.iter().cloned().collect())
            .with_key(key)
            .with_work(work)
            .with_settled(settle)
            .with_forgotten(forget);
        step.commit = Some(match &erasure {
            Some(erasure) => erasing(commit, erasure, &fresh),
            None => commit,
        });
        step.erasure = erasure;
        step.drops = drops;
    }

    fn chain(
        &mut self,
        entries: Vec<(RoomName, Seq, Arc<Entry>)>,
        erasure: Option<&Erasure>,
        step: &mut Step,
    ) -> Vec<Append> {
        let mut appends: Vec<Append> = Vec::new();
        for (room, seq, entry) in entries {
            let Encoded { bytes, digest } = protocol::encode_entry(&entry);
            let before = self.chains.get(&room).copied().unwrap_or(Chain::START);
            let h = before.next(seq, entry.at, &digest);
            self.chains.insert(room.clone(), h);
            let bytes = without(bytes, (&room, seq), erasure);
            let event = Event::new(entry.at, h.to_bytes(), bytes);
            match appends.iter_mut().find(|append| append.stream == room) {
                Some(append) => append.events.push(event),
                None => {
                    let expect = Seq::new(seq.get().saturating_sub(1));
                    appends.push(Append::new(room.clone(), expect, vec![event]));
                }
            }
            step.entries.push(Chained {
                room,
                seq,
                h,
                entry,
            });
        }
        appends
    }
}

/// Adds to a commit what an erasure rewrites of earlier entries, destroys and forgets.
fn erasing(commit: Commit, erasure: &Erasure, fresh: &BTreeSet<(RoomName, Seq)>) -> Commit {
    let mut tombs = commit.tombs.clone();
    tombs.extend(erasure.entries.difference(fresh).cloned().map(to_tomb));
    let drops = commit.drops.iter().chain(&erasure.logs).cloned().collect();
    let names = erasure.puts.iter();
    let forgets = names.map(|(room, who, cid)| format!("{room}/{who}/{cid}").into_bytes());
    commit
        .with_tombs(tombs)
        .with_drops(drops)
        .with_forgets(forgets.collect())
}

/// What is kept of an entry of this very act that names whoever it erases.
fn without(bytes: Vec<u8>, (room, seq): (&RoomName, Seq), erasure: Option<&Erasure>) -> Vec<u8> {
    let named = erasure.filter(|erasure| erasure.entries.contains(&(room.clone(), seq)));
    // What was just written can be read.
    named
        .and_then(|erasure| protocol::erase_entry(&bytes, &erasure.person).ok())
        .unwrap_or(bytes)
}

/// The bytes of a tomb are made when its commit is next.
fn to_tomb((stream, seq): (RoomName, Seq)) -> Tomb {
    Tomb::new(stream, seq, Vec::new())
}

fn to_work(due: &Due) -> Work {
    let body = protocol::encode_task(&due.task);
    Work::new(WorkKey::new(due.task.key()), due.at, body)
}

/// Whether people are called because of a fact.
const fn calls(fact: &Fact) -> bool {
    matches!(fact, Fact::Notice(Notice::CaseChanged { alarm: true, .. }))
}

#[cfg(test)]
mod tests;
