//! A run written down as a conformance script for servers.

use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use super::report::Report;
use super::run::Town;
use super::tape::Step;

impl Town {
    /// Runs a seed once more and returns what happened at the server's boundary, as a conformance
    /// script: orders, and the reports that followed.
    #[must_use]
    pub fn script(&self, seed: u64) -> Value {
        let mut world = self.world(seed, true);
        self.live(&mut world);
        let mut steps = vec![json!({"do": "start"})];
        let taped = world.tape.steps.take().unwrap_or_default();
        steps.extend(taped.iter().map(step_to_json));
        json!({"about": "a run of the town", "steps": steps})
    }
}

fn step_to_json(step: &Step) -> Value {
    let mut order: Map<String, Value> = step.order.to_json();
    order.insert("now".to_owned(), json!(step.now));
    if let Some(polls) = step.polls {
        order.insert("polls".to_owned(), json!(polls));
    }
    let expect: Vec<Value> = step.reports.iter().map(Report::to_json).collect();
    order.insert("expect".to_owned(), Value::from(expect));
    Value::Object(order)
}
