//! The tests that a policy carries with it.

use super::policy::FilePolicy;
use crate::moderation::Draft;
use crate::moderation::History;
use crate::moderation::RuleId;
use crate::moderation::Sent;
use crate::vocab::AccountId;
use crate::vocab::Language;
use crate::vocab::Millis;
use crate::vocab::RiskFinding;
use crate::vocab::Role;
use crate::vocab::RoomId;
use crate::vocab::RoomName;
use crate::vocab::Seq;
use crate::vocab::Text;
use crate::vocab::Timestamp;

/// One text that a rule must find, or must not.
#[derive(Clone, Debug)]
pub(super) struct Trial {
    pub(super) rule: RuleId,
    pub(super) text: Text,
    pub(super) hit: bool,
    pub(super) language: Option<Language>,
    pub(super) role: Role,
    pub(super) kind: Option<&'static str>,
    /// The name of what the rule must do, where the test says.
    pub(super) action: Option<String>,
    /// How often the same was said just before.
    pub(super) before: usize,
    /// How often the rule found something before, within the hour.
    pub(super) strikes: usize,
    /// Which line of the file.
    pub(super) line: usize,
}

/// A test that failed. Its text is the file's own.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct FailedTest {
    /// Which line of the file.
    pub line: usize,
    /// Which rule.
    pub rule: RuleId,
    /// The text.
    pub text: String,
    /// What was expected and what came.
    pub what: String,
}

/// What looks for danger in a test.
pub type Assess<'a> = &'a dyn Fn(&str, Option<&Language>) -> RiskFinding;

impl FilePolicy {
    /// Returns how many texts its own tests have.
    #[must_use]
    pub const fn n_tests(&self) -> usize {
        self.trials.len()
    }

    /// Runs the file's own tests and returns those that fail. Whoever uses a policy whose tests fail
    /// does not know what it does.
    #[must_use]
    pub fn failed_tests(&self, assess: Assess<'_>) -> Vec<FailedTest> {
        let failed = |trial: &Trial| {
            let what = self.try_out(trial, assess).err()?;
            Some(FailedTest {
                line: trial.line,
                rule: trial.rule.clone(),
                text: trial.text.expose().to_owned(),
                what,
            })
        };
        self.trials.iter().filter_map(failed).collect()
    }

    fn try_out(&self, trial: &Trial, assess: Assess<'_>) -> Result<(), String> {
        let room = RoomName::Room(RoomId::from_bytes([1; 16]));
        let author = AccountId::from_bytes([2; 16]);
        let mut draft = Draft::new(room, author, trial.role, trial.text.clone());
        draft.language.clone_from(&trial.language);
        draft.kind = trial.kind;
        let risk = assess(trial.text.expose(), trial.language.as_ref());
        let trace = self.trace(NOW, &draft, &history(trial, &draft), &risk);
        let fired = trace.fired.iter().find(|fired| fired.rule == trial.rule);
        let verdict = fired.filter(|fired| fired.answer == Some(true));
        match (trial.hit, verdict) {
            (true, None) => Err("should hit, and does not".to_owned()),
            (false, Some(_)) => Err("should miss, and hits".to_owned()),
            (true, Some(fired)) => {
                let action = fired.verdict.as_ref().map(|verdict| verdict.action.name());
                match (&trial.action, action) {
                    (Some(wanted), Some(action)) if wanted != action => {
                        Err(format!("should {wanted}, and does {action}"))
                    }
                    _ => Ok(()),
                }
            }
            (false, None) => Ok(()),
        }
    }
}

fn history(trial: &Trial, draft: &Draft) -> History {
    let mut history = History::default();
    for _ in 0..trial.strikes {
        history.note_strike(NOW.before(Millis::from_mins(30)), trial.rule.clone());
    }
    for _ in 0..trial.before {
        let place = (draft.room.clone(), Seq::ZERO);
        let at = NOW.before(Millis::from_secs(1));
        history.note_sent(Sent::new(at, draft.author, place, Some(draft.digest())));
    }
    history
}

/// When tests take place.
const NOW: Timestamp = Timestamp::from_unix_millis(1_800_000_000_000);
