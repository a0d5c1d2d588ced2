//! What is printed of a run.

use serde_json::Value;
use serde_json::json;

use super::frames::Wrong;
use super::play::Failed;
use super::play::Fault;
use crate::cli::say;

/// Prints as it goes, and counts.
#[derive(Debug)]
pub(super) struct Teller {
    as_json: bool,
    passed: usize,
    failed: usize,
    skipped: usize,
}

impl Teller {
    pub(super) const fn new(as_json: bool) -> Self {
        Self {
            as_json,
            passed: 0,
            failed: 0,
            skipped: 0,
        }
    }

    /// A script went as it should.
    pub(super) fn passed(&mut self, name: &str, steps: usize) {
        self.passed = self.passed.saturating_add(1);
        if self.as_json {
            say(&json!({"script": name, "ok": true, "steps": steps}).to_string());
        } else {
            say(&format!("ok    {name}  {steps} steps"));
        }
    }

    /// A script stopped.
    pub(super) fn failed(&mut self, name: &str, failed: &Failed) {
        self.failed = self.failed.saturating_add(1);
        let Failed { step, order, fault } = failed;
        let (what, expected, came) = fault.parts();
        if self.as_json {
            let told = json!({"script": name, "ok": false, "step": step, "order": order,
                "fault": what, "expected": expected, "came": came});
            say(&told.to_string());
        } else {
            say(&format!(
                "FAIL  {name}  step {step}: {what}\n      order    {order}"
            ));
            self.difference(expected.as_ref(), came.as_ref());
        }
    }

    /// A case was judged rightly.
    pub(super) const fn case_right(&mut self) {
        self.passed = self.passed.saturating_add(1);
    }

    /// A case was not tried.
    pub(super) const fn case_skipped(&mut self) {
        self.skipped = self.skipped.saturating_add(1);
    }

    /// A case was judged wrongly.
    pub(super) fn case_wrong(&mut self, file: &str, case: &str, wrong: &Wrong) {
        self.failed = self.failed.saturating_add(1);
        let Wrong {
            order,
            expected,
            came,
        } = wrong;
        if self.as_json {
            let told = json!({"frames": file, "case": case, "ok": false, "order": order,
                "expected": expected, "came": came});
            say(&told.to_string());
        } else {
            say(&format!(
                "FAIL  frames/{file}  {case}\n      order    {}",
                short(order)
            ));
            self.difference(Some(expected), Some(came));
        }
    }

    /// A case had no answer at all.
    pub(super) fn case_trouble(&mut self, file: &str, case: &str, trouble: &str) {
        self.failed = self.failed.saturating_add(1);
        if self.as_json {
            let told = json!({"frames": file, "case": case, "ok": false, "fault": trouble});
            say(&told.to_string());
        } else {
            say(&format!("FAIL  frames/{file}  {case}: {trouble}"));
        }
    }

    /// All cases of a file have been tried.
    pub(super) fn cases(&self, file: &str, cases: usize, wrong: usize) {
        let ok = wrong == 0;
        if self.as_json {
            say(&json!({"frames": file, "ok": ok, "cases": cases, "wrong": wrong}).to_string());
        } else if ok {
            say(&format!("ok    frames/{file}  {cases} cases"));
        } else {
            say(&format!("FAIL  frames/{file}  {wrong} of {cases} cases"));
        }
    }

    /// Prints the totals; the number of failures.
    pub(super) fn totals(&self) -> usize {
        let Self {
            passed,
            failed,
            skipped,
            ..
        } = self;
        if self.as_json {
            say(&json!({"passed": passed, "failed": failed, "skipped": skipped}).to_string());
        } else {
            say(&format!(
                "{passed} passed, {failed} failed, {skipped} skipped"
            ));
        }
        self.failed
    }

    fn difference(&self, expected: Option<&Value>, came: Option<&Value>) {
        let nothing = || "nothing".to_owned();
        say(&format!(
            "      expected {}",
            expected.map_or_else(nothing, short)
        ));
        say(&format!(
            "      came     {}",
            came.map_or_else(nothing, short)
        ));
    }
}

impl Fault {
    /// What was wrong, what was expected and what came.
    fn parts(&self) -> (String, Option<Value>, Option<Value>) {
        match self {
            Self::Instead { expected, came } => {
                let what = "another report came".to_owned();
                (what, expected.clone(), Some(came.clone()))
            }
            Self::Missing { expected, came } => {
                let came = came.iter().cloned().collect();
                (
                    "a report is missing".to_owned(),
                    Some(expected.clone()),
                    Some(came),
                )
            }
            Self::Wake { expected, came } => {
                let what = "it wants to be woken at another time".to_owned();
                (what, Some(expected.clone()), Some(came.clone()))
            }
            Self::Proof { came } => {
                let what = "the proof of identity does not hold".to_owned();
                (what, None, Some(came.clone()))
            }
            Self::Cbor { expected, came } => {
                let what = "the CBOR of a frame is another".to_owned();
                (what, Some(json!(expected)), Some(came.clone()))
            }
            Self::Trouble(trouble) => (trouble.to_string(), None, None),
            Self::Script(lack) => (format!("the script is wrong: {lack}"), None, None),
        }
    }
}

/// Long values are cut in the middle of a line that is for people.
fn short(value: &Value) -> String {
    const MOST: usize = 2_000;
    let text = value.to_string();
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text,
    }
}
