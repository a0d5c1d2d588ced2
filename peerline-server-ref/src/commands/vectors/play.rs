//! Plays a script with an implementation.

use std::collections::BTreeMap;

use serde_json::Value;
use serde_json::json;

use super::child::Child;
use super::child::Trouble;
use super::expected::Expected;
use super::expected::Found;
use super::expected::is_ignored;
use super::mapping::Mapping;
use super::mapping::to_hex;
use super::pattern::Bindings;
use super::proof;
use super::script::Encoding;
use super::script::Script;
use super::script::Step;

/// Where a script stopped, and why.
#[derive(Debug)]
pub(super) struct Failed {
    /// The step, from 1.
    pub(super) step: usize,
    /// What was ordered.
    pub(super) order: Value,
    /// What was wrong.
    pub(super) fault: Fault,
}

/// What was wrong.
#[derive(Debug)]
pub(super) enum Fault {
    /// Something else came than was expected, or nothing was expected.
    Instead {
        expected: Option<Value>,
        came: Value,
    },
    /// Something did not come.
    Missing { expected: Value, came: Vec<Value> },
    /// It wants to be woken at another time.
    Wake { expected: Value, came: Value },
    /// A frame and its CBOR are not the same.
    Cbor { expected: String, came: Value },
    /// It gave no answer that could be compared.
    Trouble(Trouble),
    /// The script itself is wrong.
    Script(String),
}

/// A conversation under way.
struct Play<'a> {
    child: &'a mut Child,
    mapping: &'a Mapping,
    script: &'a Script,
    bound: Bindings,
    /// The last `hail` of each connection.
    hails: BTreeMap<u64, Value>,
    wake: Option<u64>,
}

/// Plays a script to its end.
///
/// # Errors
/// The first step that did not go as it should.
pub(super) fn play(child: &mut Child, mapping: &Mapping, script: &Script) -> Result<(), Failed> {
    let mut play = Play {
        child,
        mapping,
        script,
        bound: Bindings::default(),
        hails: BTreeMap::new(),
        wake: None,
    };
    for (number, step) in (1..).zip(&script.steps) {
        play.step(step).map_err(|fault| Failed {
            step: number,
            order: play.bound.show(&Value::Object(step.order.clone())),
            fault,
        })?;
    }
    Ok(())
}

/// How often time stops on its way to a later one; more come only from a clock that runs wild.
const MAX_STOPS: usize = 10_000;

impl Play<'_> {
    fn step(&mut self, step: &Step) -> Result<(), Fault> {
        let order = self.order_of(step)?;
        let mut expected = Expected::of(&step.expect);
        let mut came = Vec::new();
        if let Some(now) = order.get("now").and_then(Value::as_u64) {
            self.stop_on_the_way(now, &mut expected, &mut came)?;
        }
        self.give(&order, &mut expected, &mut came)?;
        if let Some(missing) = expected.missing() {
            let expected = self.bound.show(&missing);
            return Err(Fault::Missing { expected, came });
        }
        self.compare_wake(step)
    }

    fn order_of(&self, step: &Step) -> Result<Value, Fault> {
        let order = Value::Object(step.order.clone());
        let filled = self.bound.fill(&order);
        let mut order =
            filled.map_err(|name| Fault::Script(format!("{name} is used before it is bound")))?;
        if step.skip_to_wake {
            let wake = self.wake.ok_or_else(|| Fault::Missing {
                expected: json!({"wake": "*"}),
                came: Vec::new(),
            })?;
            order["now"] = json!(wake);
        }
        let hail = order.get("conn").and_then(Value::as_u64);
        let hail = hail.and_then(|conn| self.hails.get(&conn));
        if let Some(frame) = order.get_mut("frame") {
            proof::sign(frame, hail).map_err(|lack| Fault::Script(lack.to_owned()))?;
        }
        self.encode(&mut order)?;
        Ok(order)
    }

    /// In CBOR, an implementation is given bytes, as a link would.
    fn encode(&self, order: &mut Value) -> Result<(), Fault> {
        let Some(map) = order.as_object_mut() else {
            return Ok(());
        };
        if map.get("do").is_some_and(|verb| verb == "start") {
            map.entry("encoding")
                .or_insert_with(|| match self.script.encoding {
                    Encoding::Json => json!("json"),
                    Encoding::Cbor => json!("cbor"),
                });
        }
        if self.script.encoding == Encoding::Cbor
            && let Some(frame) = map.remove("frame")
        {
            let cbor = self.mapping.to_cbor(&frame);
            let cbor = cbor.map_err(|error| Fault::Script(error.to_string()))?;
            map.insert("cbor".to_owned(), json!(to_hex(&cbor)));
        }
        Ok(())
    }

    /// Tells an implementation every time before `now` at which it wants to be told.
    fn stop_on_the_way(
        &mut self,
        now: u64,
        expected: &mut Expected,
        came: &mut Vec<Value>,
    ) -> Result<(), Fault> {
        for _ in 0..MAX_STOPS {
            let Some(wake) = self.wake.filter(|wake| *wake < now) else {
                return Ok(());
            };
            self.give(&json!({"do": "time", "now": wake}), expected, came)?;
            if self.wake.is_some_and(|again| again <= wake) {
                return Ok(());
            }
        }
        Ok(())
    }

    fn give(
        &mut self,
        order: &Value,
        expected: &mut Expected,
        came: &mut Vec<Value>,
    ) -> Result<(), Fault> {
        let answer = self.child.order(order).map_err(Fault::Trouble)?;
        self.wake = answer.done.get("wake").and_then(Value::as_u64);
        for report in answer.reports {
            self.check_cbor(&report)?;
            self.keep_hail(&report);
            match expected.take(&report, &mut self.bound) {
                Found::Expected => came.push(report),
                Found::Instead(_) if is_ignored(&self.script.ignore, &report, &self.bound) => {}
                Found::Instead(wanted) => {
                    return Err(Fault::Instead {
                        expected: wanted.map(|wanted| self.bound.show(&wanted)),
                        came: report,
                    });
                }
            }
        }
        Ok(())
    }

    fn check_cbor(&self, report: &Value) -> Result<(), Fault> {
        let say = report
            .get("say")
            .filter(|_| self.script.encoding == Encoding::Cbor);
        let Some(say) = say else {
            return Ok(());
        };
        let expected = self.mapping.to_cbor(say);
        let expected = expected.map_or_else(|error| error.to_string(), |cbor| to_hex(&cbor));
        let came = report.get("cbor").cloned().unwrap_or_default();
        if came == expected.as_str() {
            Ok(())
        } else {
            Err(Fault::Cbor { expected, came })
        }
    }

    fn keep_hail(&mut self, report: &Value) {
        let conn = report.get("conn").and_then(Value::as_u64);
        let hail = report
            .get("say")
            .filter(|say| say.get("t").is_some_and(|t| t == "hail"));
        if let (Some(conn), Some(hail)) = (conn, hail) {
            self.hails.insert(conn, hail.clone());
        }
    }

    fn compare_wake(&mut self, step: &Step) -> Result<(), Fault> {
        let Some(expected) = &step.wake else {
            return Ok(());
        };
        let came = json!(self.wake);
        if self.bound.fits(expected, &came) {
            return Ok(());
        }
        Err(Fault::Wake {
            expected: self.bound.show(expected),
            came,
        })
    }
}
