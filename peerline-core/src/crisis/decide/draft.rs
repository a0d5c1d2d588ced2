//! A case as the facts of this very decision leave it.

use crate::crisis::Case;
use crate::crisis::Context;
use crate::crisis::Fact;
use crate::crisis::FollowUp;
use crate::crisis::FollowUpState;
use crate::crisis::Step;
use crate::crisis::Target;
use crate::crisis::Timers;
use crate::crisis::What;
use crate::vocab::Band;
use crate::vocab::Millis;
use crate::vocab::Timestamp;

/// How many rungs are looked at for one that reaches anybody while nobody is on duty.
const RUNGS_AHEAD: u32 = 8;
/// The least a step may wait, whatever a policy says: a page a second is a storm already.
const LEAST_WAIT: Millis = Millis::from_secs(1);

/// A case as the facts of this very decision leave it.
#[derive(Debug)]
pub(super) struct Draft {
    /// The case with all facts taken in.
    pub(super) case: Case,
    /// The facts.
    pub(super) facts: Vec<Fact>,
    /// The time of the decision.
    pub(super) now: Timestamp,
}

impl Draft {
    /// Begins with a case.
    pub(super) const fn new(case: Case, now: Timestamp) -> Self {
        Self {
            case,
            facts: Vec::new(),
            now,
        }
    }

    /// Adds a fact and takes it in.
    pub(super) fn push(&mut self, what: What) {
        let fact = Fact::new(self.case.id, self.now, what);
        self.case.apply(&fact);
        self.facts.push(fact);
    }

    /// Offers the case on the next rung that reaches anybody.
    pub(super) fn offer(&mut self, ctx: &Context<'_>) {
        let (rung, step) = self.next_step(ctx);
        let last = step.targets.contains(&Target::LastResort);
        self.push(What::Offered {
            step: self.case.offers,
            rung,
            targets: step.targets,
            until: self.now.after(step.wait),
        });
        if last {
            let n = self.case.last_resorts.saturating_add(1);
            self.push(What::LastResort { n });
        }
    }

    /// Returns the time that is so far away; never now, which would fire without end.
    pub(super) fn after(&self, wait: Millis) -> Timestamp {
        self.now.after(at_least(wait))
    }

    /// Returns the band whose steps call people: a follow-up that is in time is for those at the
    /// page, and wakes nobody; one that is late does.
    fn calling_band(&self) -> Band {
        let band = self.case.band;
        let due = |follow: &FollowUp| follow.state == FollowUpState::Due && !band.pages();
        match self.case.follow.filter(due) {
            Some(follow) if follow.missed => band.max(Band::Elevated),
            Some(follow) if follow.latest.is_some_and(|latest| self.now < latest) => Band::Watch,
            Some(_) | None => band,
        }
    }

    /// Returns by when an owner must show that they are there.
    pub(super) fn answer_by(&self, ctx: &Context<'_>) -> Timestamp {
        let wait = if self.case.band.pages() {
            ctx.timers.owner_silent
        } else {
            ctx.timers.ring_widen
        };
        self.now.after(at_least(wait))
    }

    /// A policy that breaks its contract must not be able to silence a case: an empty step calls
    /// the last resort, and waits are brought into their bounds.
    fn next_step(&self, ctx: &Context<'_>) -> (u32, Step) {
        let (first, band) = (self.case.next_rung, self.calling_band());
        let step_at = |rung| ctx.policy.step(rung, ctx.on_duty, band);
        let (mut rung, mut step) = (first, step_at(first));
        if ctx.on_duty == 0 && !step.reaches_beyond_console() {
            let ahead = (1..RUNGS_AHEAD)
                .map(|on| first.saturating_add(on))
                .map(|rung| (rung, step_at(rung)))
                .find(|(_, step)| step.reaches_beyond_console());
            (rung, step) = ahead.unwrap_or((rung, step));
        }
        if step.targets.is_empty() {
            step.targets.push(Target::LastResort);
        }
        step.wait = at_least(step.wait);
        if self.case.band.pages() {
            step.wait = step.wait.min(Timers::HARD_LIMIT);
        }
        (rung, step)
    }
}

fn at_least(wait: Millis) -> Millis {
    wait.max(LEAST_WAIT)
}
