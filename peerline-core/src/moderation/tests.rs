//! The laws on what ships and on what is wrong on purpose; the screen; the life of a decision.

mod breaker;
mod decisions;
mod enforcing;
mod laws;
mod replay;
mod rules;

use super::*;
use crate::vocab::*;

const NOW: Timestamp = Timestamp::from_unix_millis(1_800_000_000_000);
const AUTHOR: AccountId = AccountId::from_bytes([1; 16]);
const MODERATOR: AccountId = AccountId::from_bytes([9; 16]);

fn house() -> HousePolicy {
    HousePolicy::new(Limits::default()).unwrap()
}

fn room() -> RoomName {
    RoomName::Room(RoomId::from_bytes([2; 16]))
}

fn draft(raw: &str) -> Draft {
    Draft::new(room(), AUTHOR, Role::Seeker, Text::new(raw).unwrap())
}

fn danger() -> RiskFinding {
    let reason = Reason::new(Category::Ideation, "t@1".to_owned(), Span::new(0, 1));
    RiskFinding::Signal {
        band: Band::Watch,
        reasons: vec![reason],
    }
}

/// A line with its state, as the engine drives it.
struct Town {
    state: State,
    policy: Box<dyn ModerationPolicy>,
    log: Vec<Logged>,
    step: u64,
}

#[derive(Clone, Debug)]
enum Logged {
    Fact(Fact),
    Sent(Sent),
}

impl Town {
    fn new(policy: impl ModerationPolicy + 'static) -> Self {
        Self {
            state: State::default(),
            policy: Box::new(policy),
            log: Vec::new(),
            step: 0,
        }
    }

    fn entropy(&mut self) -> Entropy {
        self.step += 1;
        Seed::from_bytes([7; 32]).entropy(self.step)
    }

    fn say_with(&mut self, now: Timestamp, draft: Draft, risk: RiskFinding) -> Outcome {
        let mut entropy = self.entropy();
        let cid = Cid::from_bytes(entropy.draw());
        let screening = Screening::new(now, draft.clone(), cid, risk.clone());
        let outcome = screen_and_decide(&self.state, &*self.policy, &mut entropy, screening);
        self.fold(&outcome.facts);
        if outcome.cleared.is_some() && draft.reach(&risk) != Reach::Open {
            let sent = Sent::new(
                now,
                draft.author,
                (draft.room.clone(), Seq::ZERO),
                Some(draft.digest()),
            );
            apply_sent(&mut self.state, &sent);
            self.log.push(Logged::Sent(sent));
        }
        outcome
    }

    fn say(&mut self, now: Timestamp, draft: Draft) -> Outcome {
        self.say_with(now, draft, RiskFinding::NoSignal)
    }

    fn command(&mut self, now: Timestamp, command: Command) -> Result<Decided, Refusal> {
        let mut entropy = self.entropy();
        let decided = decide(&self.state, now, &mut entropy, command)?;
        self.fold(&decided.facts);
        Ok(decided)
    }

    fn fold(&mut self, facts: &[Fact]) {
        for fact in facts {
            apply(&mut self.state, fact);
            self.log.push(Logged::Fact(fact.clone()));
        }
    }

    fn replayed(&self) -> State {
        let mut state = State::default();
        for logged in &self.log {
            match logged {
                Logged::Fact(fact) => {
                    let text = serde_json::to_string(fact).unwrap();
                    apply(&mut state, &serde_json::from_str(&text).unwrap());
                }
                Logged::Sent(sent) => apply_sent(&mut state, sent),
            }
        }
        state
    }
}
