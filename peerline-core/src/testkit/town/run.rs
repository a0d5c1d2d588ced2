//! One run: break things for a while, let all calm down, hold it to the laws.

use super::chaos::Chaos;
use super::finding::Finding;
use super::finding::Law;
use super::laws;
use super::ledger::Ledger;
use super::order::Order;
use super::outcome::Outcome;
use super::plant::Plant;
use super::store::StoreState;
use super::world::World;
use crate::engine::Policies;
use crate::vocab::DigestBuilder;
use crate::vocab::Millis;
use crate::vocab::Seed;
use crate::vocab::Timestamp;

/// Makes worlds in which the real line and real client sessions meet everything that goes wrong
/// between them, and looks whether the promises of the protocol hold. The same seed gives the same
/// run, byte for byte.
#[derive(Clone, Debug)]
pub struct Town {
    policies: Policies,
    span: Millis,
    plant: Plant,
}

impl Default for Town {
    fn default() -> Self {
        Self {
            policies: Policies::default(),
            span: Self::SPAN,
            plant: Plant::Nothing,
        }
    }
}

impl Town {
    /// For how long things break in a run.
    const SPAN: Millis = Millis::from_secs(75);
    /// How long it may take until all is well once nothing breaks any more.
    const CALM: Millis = Millis::from_mins(12);
    /// How long it must stay well: longer than a heartbeat, which finds a lost last entry.
    const STAYS: Millis = Millis::from_secs(22);

    /// Lets things break for so long.
    #[must_use]
    pub const fn lasting(mut self, span: Millis) -> Self {
        self.span = span;
        self
    }

    /// Puts in a fault on purpose.
    #[must_use]
    pub const fn with(mut self, plant: Plant) -> Self {
        self.plant = plant;
        self
    }

    /// Runs one seed.
    #[must_use]
    pub fn run(&self, seed: u64) -> Outcome {
        let mut world = self.world(seed, false);
        self.live(&mut world);
        outcome(seed, world)
    }

    pub(super) fn world(&self, seed: u64, records: bool) -> World {
        let mut builder = DigestBuilder::new("peerline/v1/town");
        let seed = Seed::from_bytes(*builder.number(seed).finish().as_bytes());
        let mut chance = seed.apart("chaos").entropy(0);
        let chaos = Chaos::draw(&mut chance, self.span, self.plant);
        World::new(self.policies.clone(), seed, chaos, records)
    }

    pub(super) fn live(&self, world: &mut World) {
        let begun = world.now;
        world.run(begun.after(self.span));
        if world.findings.is_empty() {
            calm_down(world);
        }
        if world.findings.is_empty() {
            world.findings = laws::judge(world);
        }
        world.counts.simulated = world.now.since(begun);
    }
}

fn outcome(seed: u64, world: World) -> Outcome {
    let mut counts = world.counts;
    let count = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
    let letters = world.people.iter().map(|person| person.letters.all.len());
    counts.puts = count(letters.sum());
    counts.pages = count(world.pages.len());
    let ledger = Ledger::read(&world.tape.host.held());
    counts.entries = count(ledger.rooms.values().map(Vec::len).sum());
    Outcome {
        seed,
        digest: world.tape.digest.value(),
        counts,
        findings: world.findings,
    }
}

/// Nothing breaks any more: everybody must be up to date again within bounds, and stay so.
fn calm_down(world: &mut World) {
    world.calm = true;
    world.order(&Order::Store {
        state: StoreState::Ok,
    });
    world.order(&Order::Sinks { take: true });
    let end = world.now.after(Town::CALM);
    while world.now < end && world.findings.is_empty() {
        if !settles(world, end) {
            break;
        }
        let until = world.now.after(Town::STAYS);
        world.run(until);
        if is_settled(world) && laws_may_judge(world) {
            return;
        }
    }
    if world.findings.is_empty() && is_settled(world) {
        let ledger = Ledger::read(&world.tape.host.held());
        world.findings = laws::uncalled(&ledger, &world.people, &world.pages);
    }
    if world.findings.is_empty() {
        let what = unsettled(world);
        world.findings.push(Finding::new(Law::Settles, what));
    }
}

/// Lets things happen until all is well.
fn settles(world: &mut World, end: Timestamp) -> bool {
    while world.findings.is_empty() {
        if is_settled(world) {
            return true;
        }
        if !world.step(end) {
            return false;
        }
    }
    false
}

fn is_settled(world: &World) -> bool {
    let mut people = world.people.iter();
    world.is_quiet()
        && people
            .all(|person| person.is_live() && person.is_answered() && world.has_whole_link(person))
}

/// Calls that go out late are waited for.
fn laws_may_judge(world: &World) -> bool {
    let danger = world.people.iter().any(|person| {
        let mut letters = person.letters.all.iter();
        letters.any(|letter| letter.danger && letter.is_acknowledged())
    });
    if !danger {
        return true;
    }
    let ledger = Ledger::read(&world.tape.host.held());
    laws::uncalled(&ledger, &world.people, &world.pages).is_empty()
}

fn unsettled(world: &World) -> String {
    let mut what = String::new();
    for (n, person) in world.people.iter().enumerate() {
        if !person.is_live() || !person.is_answered() {
            let open = person.letters.open().count();
            what.push_str(&format!("{n} {person:?}, {open} puts open; "));
        }
    }
    if what.is_empty() {
        what = format!("{} frames under way", world.in_flight);
    }
    what
}
