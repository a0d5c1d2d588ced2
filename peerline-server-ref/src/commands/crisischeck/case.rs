//! One case of the suite, and what an answer to it is worth.

use peerline_core::vocab::Band;
use serde::Deserialize;
use serde_json::Value;

/// One sentence, and what is wanted of a detector that reads it.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Case {
    pub(super) id: String,
    pub(super) function: String,
    pub(super) language: String,
    pub(super) text: String,
    pub(super) urgent: Wanted,
    pub(super) signal: Wanted,
}

/// What is wanted.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "snake_case")]
pub(super) enum Wanted {
    Must,
    May,
    MustNot,
}

/// What a system said of a sentence.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Answer {
    /// A person is needed now.
    pub(super) urgent: bool,
    /// There is a sign of some kind.
    pub(super) signal: bool,
}

/// What the answer to a case is worth.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Verdict {
    Right,
    /// A sign that had to be found was not, or not as urgent.
    Missed,
    /// Urgent, where it must not be.
    FalseAlarm,
}

/// Where a score becomes a sign. There is no default: a score without a cut of its own, measured
/// where it is used, says nothing.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Cuts {
    pub(super) urgent: Option<f64>,
    pub(super) signal: Option<f64>,
}

impl Case {
    /// Returns whether something has to be found in it.
    pub(super) fn asks(&self) -> bool {
        self.signal == Wanted::Must
    }

    /// Judges an answer.
    pub(super) fn judge(&self, answer: Answer) -> Verdict {
        let misses_urgent = self.urgent == Wanted::Must && !answer.urgent;
        let misses_signal = self.signal == Wanted::Must && !answer.signal;
        if self.urgent == Wanted::MustNot && answer.urgent {
            Verdict::FalseAlarm
        } else if misses_urgent || misses_signal {
            Verdict::Missed
        } else {
            Verdict::Right
        }
    }
}

impl From<Band> for Answer {
    fn from(band: Band) -> Self {
        Self {
            urgent: band.pages(),
            signal: band > Band::Routine,
        }
    }
}

impl Answer {
    /// Reads a line of a system.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(super) fn read(line: &Value, id: &str, cuts: Cuts) -> Result<Self, String> {
        if line.get("id").and_then(Value::as_str) != Some(id) {
            return Err("the answer has another id".to_owned());
        }
        if let Some(band) = line.get("band") {
            let band: Result<Band, _> = serde_json::from_value(band.clone());
            return band.map(Self::from).map_err(|error| error.to_string());
        }
        let score = line.get("score").and_then(Value::as_f64);
        let score = score.ok_or("the answer has neither a `band` nor a `score`")?;
        let cut = cuts
            .urgent
            .ok_or("a score needs --urgent-at, and --signal-at")?;
        Ok(Self {
            urgent: score >= cut,
            signal: score >= cuts.signal.unwrap_or(cut).min(cut),
        })
    }
}
