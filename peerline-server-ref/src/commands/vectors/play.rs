//! Plays a script with an implementation.

use std::collections::BTreeMap;

use serde_json::Value;
use serde_json::json;

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
use crate::commands::child::Child;
use crate::commands::child::Trouble;

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
    /// It joins with a proof that does not hold.
    Proof { came: Value },
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
    /// Each connection of a server, and the only one of a client.
    links: BTreeMap<Option<u64>, Link>,
    /// The origin that a client dials.
    origin: String,
    now: u64,
    wake: Option<u64>,
}

/// What is known of a connection.
#[derive(Default)]
struct Link {
    encoding: Encoding,
    /// The last `hail` on it.
    hail: Option<Value>,
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
        links: BTreeMap::new(),
        origin: proof::ORIGIN.to_owned(),
        now: 0,
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
        let mut order = self.order_of(step)?;
        let mut expected = Expected::of(&step.expect);
        let mut came = Vec::new();
        if let Some(now) = order.get("now").and_then(Value::as_u64) {
            self.now = now;
            if !step.leap {
                self.pass(&mut expected, &mut came)?;
            }
        }
        // Who is told of nothing but time is told at its own times alone.
        let is_time = order.get("do").is_some_and(|verb| verb == "time");
        if !is_time || step.leap {
            set(&mut order, "now", json!(self.now));
            self.give(&order, &mut expected, &mut came)?;
        }
        if let Some(missing) = expected.missing() {
            let expected = self.bound.show(&missing);
            return Err(Fault::Missing { expected, came });
        }
        self.compare_wake(step)
    }

    fn order_of(&mut self, step: &Step) -> Result<Value, Fault> {
        let order = Value::Object(step.order.clone());
        let filled = self.bound.fill(&order);
        let mut order =
            filled.map_err(|name| Fault::Script(format!("{name} is used before it is bound")))?;
        if step.skip_to_wake {
            let wake = self.wake.ok_or_else(|| Fault::Missing {
                expected: json!({"wake": "*"}),
                came: Vec::new(),
            })?;
            set(&mut order, "now", json!(wake));
        }
        if let Some(after) = step.after {
            set(&mut order, "now", json!(self.now.saturating_add(after)));
        }
        let link = self.links.get(&conn(&order));
        if let Some(frame) = order.get_mut("frame") {
            let hail = link.and_then(|link| link.hail.as_ref());
            proof::sign(frame, hail).map_err(|lack| Fault::Script(lack.to_owned()))?;
        }
        self.note(&mut order)?;
        self.encode(&mut order)?;
        Ok(order)
    }

    /// Keeps what an order says of a connection.
    fn note(&mut self, order: &mut Value) -> Result<(), Fault> {
        let of_script = match self.script.encoding {
            Encoding::Json => "json",
            Encoding::Cbor => "cbor",
        };
        let link = self.links.entry(conn(order)).or_default();
        let verb = order.get("do").and_then(Value::as_str).unwrap_or_default();
        if ["start", "accept"].contains(&verb) && order.get("encoding").is_none() {
            set(order, "encoding", json!(of_script));
        }
        if let Some(encoding) = order.get("encoding") {
            let encoding = serde_json::from_value(encoding.clone());
            link.encoding = encoding.map_err(|error| Fault::Script(error.to_string()))?;
        }
        if let Some(origin) = order.get("origin").and_then(Value::as_str) {
            self.origin = origin.to_owned();
        }
        // A server's hail is in its reports; a client's is in its orders.
        if let Some(hail) = order.get("frame").filter(|frame| is_a("hail", frame)) {
            link.hail = Some(hail.clone());
        }
        Ok(())
    }

    /// In CBOR, an implementation is given bytes, as a link would.
    fn encode(&self, order: &mut Value) -> Result<(), Fault> {
        let in_cbor = self.encoding(order) == Encoding::Cbor;
        if let Some(map) = order.as_object_mut().filter(|_| in_cbor)
            && let Some(frame) = map.remove("frame")
        {
            let cbor = self.mapping.to_cbor(&frame);
            let cbor = cbor.map_err(|error| Fault::Script(error.to_string()))?;
            map.insert("cbor".to_owned(), json!(to_hex(&cbor)));
        }
        Ok(())
    }

    fn encoding(&self, of: &Value) -> Encoding {
        let link = self.links.get(&conn(of));
        link.map_or(Encoding::default(), |link| link.encoding)
    }

    /// Lets time pass up to now: tells an implementation every time at which it wants to be told.
    fn pass(&mut self, expected: &mut Expected, came: &mut Vec<Value>) -> Result<(), Fault> {
        for _ in 0..MAX_STOPS {
            let Some(wake) = self.wake.filter(|wake| *wake <= self.now) else {
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
            self.check_proof(&report)?;
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

    /// A client's proofs must hold at the origin that it dials, for the last hail.
    fn check_proof(&self, report: &Value) -> Result<(), Fault> {
        let Some(say) = report.get("say") else {
            return Ok(());
        };
        let holds = match say {
            say if is_a("hello", say) => proof::holds,
            say if is_a("open", say) && say.get("join").is_some() => proof::admits,
            _ => return Ok(()),
        };
        let link = self.links.get(&conn(report));
        let hail = link.and_then(|link| link.hail.as_ref());
        if hail.is_some_and(|hail| holds(say, hail, &self.origin)) {
            return Ok(());
        }
        let came = report.clone();
        Err(Fault::Proof { came })
    }

    fn keep_hail(&mut self, report: &Value) {
        if let Some(hail) = report.get("say").filter(|say| is_a("hail", say)) {
            let link = self.links.entry(conn(report)).or_default();
            link.hail = Some(hail.clone());
        }
    }

    fn compare_wake(&mut self, step: &Step) -> Result<(), Fault> {
        let wait = self.wake.map(|wake| wake.saturating_sub(self.now));
        for (expected, came) in [(&step.wake, self.wake), (&step.wait, wait)] {
            let Some(expected) = expected else {
                continue;
            };
            let came = json!(came);
            if !self.bound.fits(expected, &came) {
                let expected = self.bound.show(expected);
                return Err(Fault::Wake { expected, came });
            }
        }
        Ok(())
    }
}

/// Of which connection an order or a report is.
fn conn(of: &Value) -> Option<u64> {
    of.get("conn").and_then(Value::as_u64)
}

fn set(order: &mut Value, name: &str, value: Value) {
    if let Some(order) = order.as_object_mut() {
        order.insert(name.to_owned(), value);
    }
}

fn is_a(name: &str, frame: &Value) -> bool {
    frame.get("t").is_some_and(|t| t == name)
}
