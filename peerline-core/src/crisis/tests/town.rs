//! A small line: one state, one clock, every fact kept.

use crate::crisis::Case;
use crate::crisis::Command;
use crate::crisis::Context;
use crate::crisis::Fact;
use crate::crisis::Refusal;
use crate::crisis::Signal;
use crate::crisis::Source;
use crate::crisis::StandardLadder;
use crate::crisis::State;
use crate::crisis::Timers;
use crate::crisis::decide;
use crate::vocab::AccountId;
use crate::vocab::Band;
use crate::vocab::CaseId;
use crate::vocab::Millis;
use crate::vocab::Seed;
use crate::vocab::Timestamp;

pub(super) fn account(name: u8) -> AccountId {
    AccountId::from_bytes([name; 16])
}

#[derive(Clone, Debug, Default)]
pub(super) struct Town {
    pub(super) state: State,
    pub(super) now: Timestamp,
    pub(super) on_duty: usize,
    pub(super) facts: Vec<Fact>,
    steps: u64,
}

impl Town {
    pub(super) fn with_duty(on_duty: usize) -> Self {
        Self {
            on_duty,
            now: Timestamp::from_unix_millis(1_000_000),
            ..Self::default()
        }
    }

    pub(super) fn act(&mut self, command: Command) -> Result<Vec<Fact>, Refusal> {
        self.steps += 1;
        let (ladder, timers) = (StandardLadder::default(), Timers::default());
        let ctx = Context::new(&ladder, &timers, self.on_duty, self.now);
        let mut entropy = Seed::from_bytes([7; 32]).entropy(self.steps);
        let facts = decide(&self.state, &ctx, &mut entropy, command)?;
        for fact in &facts {
            self.state.apply(fact);
        }
        self.facts.extend(facts.iter().cloned());
        Ok(facts)
    }

    #[track_caller]
    pub(super) fn does(&mut self, command: Command) -> Vec<Fact> {
        self.act(command).expect("accepted")
    }

    pub(super) fn signal(&mut self, person: u8, band: Band) -> CaseId {
        self.signal_from(person, Source::OwnWords, band)
    }

    pub(super) fn signal_from(&mut self, person: u8, source: Source, band: Band) -> CaseId {
        self.does(Command::Signal(Signal::new(account(person), source, band)));
        self.state
            .open_case(account(person), source.kind())
            .expect("open")
            .id
    }

    pub(super) fn accept(&mut self, case: CaseId, responder: u8) {
        self.does(Command::Accept {
            case,
            responder: account(responder),
        });
    }

    #[track_caller]
    pub(super) fn case(&self, id: CaseId) -> &Case {
        self.state.case(id).expect("known")
    }

    /// Moves on and fires every wake in its order, as a host with a clock does.
    pub(super) fn pass(&mut self, span: Millis) {
        let end = self.now.after(span);
        while let Some(at) = self.state.next_wake().filter(|at| *at <= end) {
            self.now = self.now.max(at);
            self.fire();
        }
        self.now = end;
    }

    /// Is without power for `span`; what became due fires afterwards.
    pub(super) fn outage(&mut self, span: Millis) {
        self.now = self.now.after(span);
        while self.state.next_wake().is_some_and(|at| at <= self.now) {
            self.fire();
        }
    }

    fn fire(&mut self) {
        let now = self.now;
        let due = |case: &&Case| case.wake().is_some_and(|at| at <= now);
        let ids: Vec<_> = self.state.cases().filter(due).map(|case| case.id).collect();
        for case in ids {
            let facts = self.does(Command::Wake { case });
            assert!(
                !facts.is_empty(),
                "a due wake does something: {:?}",
                self.case(case)
            );
        }
    }
}
