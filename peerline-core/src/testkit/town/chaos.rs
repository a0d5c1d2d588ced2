//! What goes wrong in one run, drawn before it begins.

use super::plant::Plant;
use super::store::StoreState;
use crate::vocab::Entropy;
use crate::vocab::Millis;

/// What goes wrong in one run. Each run has some kinds of faults and not others: a fault that
/// is always there hides what only shows without it.
#[derive(Clone, Debug)]
pub(super) struct Chaos {
    /// For how long people act and things break.
    pub(super) span: Millis,
    pub(super) seekers: u64,
    pub(super) supporters: u64,
    pub(super) responders: u64,
    /// The most milliseconds a commit takes.
    pub(super) slowness: u64,
    /// Entries read from the log at once.
    pub(super) page: usize,
    /// Bytes that may be on their way to a connection without an acknowledgement.
    pub(super) inflight: usize,
    /// One frame in so many vanishes on its way to a client; none where zero.
    pub(super) vanish: u64,
    /// One piece of work in so many is interrupted by other events; none where zero.
    pub(super) halting: u64,
    pub(super) plant: Plant,
    pub(super) blows: Vec<(Millis, Blow)>,
}

/// One thing that goes wrong.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Blow {
    /// The process is killed, so many steps into its next piece of work.
    Kill(u64),
    /// A link is cut.
    Cut,
    Store(StoreState),
    /// Nobody who is called can be reached, or they can be again.
    Sinks(bool),
    Backup,
    Restore,
    /// Somebody's application ends, and starts again after this long.
    Reload(Millis),
    /// Somebody's application gives its link up and dials anew.
    Redial,
}

impl Chaos {
    pub(super) fn draw(chance: &mut Entropy, span: Millis, plant: Plant) -> Self {
        let mut chaos = Self {
            span,
            seekers: chance.below(2).saturating_add(1),
            supporters: chance.below(2).saturating_add(1),
            responders: chance.below(3).min(1),
            slowness: [0, 0, 15, 120].get(below(chance, 4)).copied().unwrap_or(0),
            page: [2, 5, 256].get(below(chance, 3)).copied().unwrap_or(256),
            inflight: [2_000, 8_000, 256 * 1024]
                .get(below(chance, 3))
                .copied()
                .unwrap_or(4_000),
            vanish: if chance.below(5) == 0 { 30 } else { 0 },
            halting: [0, 3, 10].get(below(chance, 3)).copied().unwrap_or(0),
            plant,
            blows: Vec::new(),
        };
        let kills = chance.below(3);
        chaos.strike(chance, kills, |chance| Blow::Kill(chance.below(24)));
        let cuts = chance.below(7);
        chaos.strike(chance, cuts, |_| Blow::Cut);
        let faults = chance.below(3);
        chaos.strike(chance, faults, fault);
        let reloads = chance.below(3);
        chaos.strike(chance, reloads, |chance| {
            Blow::Reload(Millis::new(chance.below(20_000)))
        });
        let redials = chance.below(2);
        chaos.strike(chance, redials, |_| Blow::Redial);
        chaos.fill_the_disk(chance);
        chaos.go_back(chance);
        chaos.deafen(chance);
        chaos
    }

    fn strike(&mut self, chance: &mut Entropy, n: u64, blow: impl Fn(&mut Entropy) -> Blow) {
        for _ in 0..n {
            let at = self.moment(chance);
            self.blows.push((at, blow(chance)));
        }
    }

    /// The disk is full for a while.
    fn fill_the_disk(&mut self, chance: &mut Entropy) {
        if chance.below(5) == 0 {
            let at = self.moment(chance);
            self.blows.push((at, Blow::Store(StoreState::Busy)));
            let end = at.get().saturating_add(chance.below(15_000));
            let end = Millis::new(end);
            self.blows.push((end, Blow::Store(StoreState::Ok)));
        }
    }

    /// Whoever is called cannot be reached for a while.
    fn deafen(&mut self, chance: &mut Entropy) {
        if chance.below(5) == 0 {
            let at = self.moment(chance);
            self.blows.push((at, Blow::Sinks(false)));
            let end = at.get().saturating_add(chance.below(60_000));
            self.blows.push((Millis::new(end), Blow::Sinks(true)));
        }
    }

    /// An older backup is put back.
    fn go_back(&mut self, chance: &mut Entropy) {
        if chance.below(5) == 0 {
            let (one, other) = (self.moment(chance), self.moment(chance));
            self.blows.push((one.min(other), Blow::Backup));
            self.blows.push((one.max(other), Blow::Restore));
        }
    }

    /// Draws a moment after people have come.
    fn moment(&self, chance: &mut Entropy) -> Millis {
        let first = 1_500;
        let span = self.span.get().saturating_sub(first);
        Millis::new(chance.below(span).saturating_add(first))
    }
}

fn fault(chance: &mut Entropy) -> Blow {
    Blow::Store(match chance.below(4) {
        0 => StoreState::BlindOnce,
        1 => StoreState::FailOnce,
        2 => StoreState::LostOnce,
        _ => StoreState::KeptOnce,
    })
}

fn below(chance: &mut Entropy, n: u64) -> usize {
    usize::try_from(chance.below(n)).unwrap_or(0)
}
