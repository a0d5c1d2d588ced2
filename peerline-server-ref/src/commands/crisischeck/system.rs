//! The system under test: our own rules, or a program at the other end of two pipes.

use std::time::Duration;

use peerline_core::crisis::assess::RiskAssessor as _;
use peerline_core::crisis::assess::RuleAssessor;
use peerline_core::vocab::Band;
use peerline_core::vocab::RiskFinding;
use serde_json::json;

use super::case::Answer;
use super::case::Case;
use super::case::Cuts;
use crate::commands::child::Child;

/// So many troubles in a row, and the rest of the cases is counted as not answered, so that a
/// program that says nothing does not take the night.
const MAX_TROUBLES: usize = 20;

/// What is asked.
#[derive(Debug)]
pub(super) enum System {
    Rules(RuleAssessor),
    Program(Program),
}

/// A program, started again after each trouble: what it might still say belongs to no case.
#[derive(Debug)]
pub(super) struct Program {
    command: String,
    patience: Duration,
    cuts: Cuts,
    running: Option<Child>,
    troubles: usize,
}

impl System {
    /// Asks our own rules.
    pub(super) fn rules() -> Self {
        Self::Rules(RuleAssessor::default())
    }

    /// Asks a program.
    pub(super) const fn program(command: String, patience: Duration, cuts: Cuts) -> Self {
        Self::Program(Program {
            command,
            patience,
            cuts,
            running: None,
            troubles: 0,
        })
    }

    /// Asks for one case.
    ///
    /// # Errors
    /// Why there is no answer. It is a failure of the case, not of the run.
    pub(super) fn ask(&mut self, case: &Case) -> Result<Answer, String> {
        match self {
            Self::Rules(rules) => {
                let finding = rules.assess(&case.text, case.language.parse().ok().as_ref());
                if let RiskFinding::Signal { band, .. } = finding {
                    return Ok(band.into());
                }
                let is_quiet = finding == RiskFinding::NoSignal;
                let quiet = is_quiet.then(|| Band::Routine.into());
                quiet.ok_or_else(|| "the rules could not look".to_owned())
            }
            Self::Program(program) => program.ask(case),
        }
    }
}

impl Program {
    fn ask(&mut self, case: &Case) -> Result<Answer, String> {
        if MAX_TROUBLES <= self.troubles {
            return Err("not asked any more: nothing was answered for too long".to_owned());
        }
        let running = self.running.take();
        let answer = self.try_to_ask(running, case);
        self.troubles = if answer.is_ok() {
            0
        } else {
            self.troubles.saturating_add(1)
        };
        answer
    }

    fn try_to_ask(&mut self, running: Option<Child>, case: &Case) -> Result<Answer, String> {
        let start = || Child::start(&self.command, self.patience);
        let started = running.map_or_else(start, Ok);
        let mut child = started.map_err(|trouble| trouble.to_string())?;
        let question = json!({"id": case.id, "lang": case.language, "text": case.text});
        let line = child
            .ask(&question)
            .map_err(|trouble| trouble.to_string())?;
        let answer = Answer::read(&line, &case.id, self.cuts)?;
        self.running = Some(child);
        Ok(answer)
    }
}
