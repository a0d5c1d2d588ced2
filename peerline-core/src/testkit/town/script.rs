//! A run written down as a conformance script for servers, and played again.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use serde_json::Value;
use serde_json::json;

use super::finding::Finding;
use super::finding::Law;
use super::laws;
use super::ledger::Ledger;
use super::order::Order;
use super::order::text;
use super::player::Player;
use super::report::Report;
use super::run::Town;
use super::signer::Signer;
use super::start::from_hex;
use super::start::to_hex;
use super::tape::Step;
use super::world::World;
use crate::engine::Policies;
use crate::identity::Root;
use crate::protocol::Key;
use crate::vocab::Timestamp;

/// What came of a script that was played.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub struct Played {
    /// How many steps there were.
    pub steps: usize,
    /// The steps that did not bring the reports that the script expects, counted from 0.
    pub unlike: Vec<usize>,
    /// Promises that were seen broken, as far as the server's boundary shows it.
    pub findings: Vec<Finding>,
}

impl Town {
    /// Runs a seed once more and returns what happened at the server's boundary, as a conformance
    /// script: orders, and the reports that followed.
    #[must_use]
    pub fn script(&self, seed: u64) -> Value {
        let mut world = self.world(seed, true);
        self.live(&mut world);
        let found: Vec<String> = world.findings.iter().map(ToString::to_string).collect();
        let mut steps = vec![world.start.to_json()];
        let taped = world.tape.steps.take().unwrap_or_default();
        steps.extend(taped.iter().map(|step| to_json(&world, step)));
        let about = format!("town, seed {seed}: {}", found.join("; "));
        json!({"about": about, "encoding": "json", "steps": steps})
    }
}

/// Plays a script against a line, and looks whether it keeps what its boundary shows of its promises:
/// that a put commits once, and that what was acknowledged is kept.
#[must_use]
pub fn play(policies: Policies, script: &Value) -> Played {
    let mut player = Player::new(policies);
    let mut hails: BTreeMap<u64, Value> = BTreeMap::new();
    let mut promised = BTreeSet::new();
    let mut played = Played::default();
    let steps = script.get("steps").and_then(Value::as_array);
    for (n, step) in steps.into_iter().flatten().enumerate() {
        let mut order = step.clone();
        sign(&mut order, &hails);
        if text(&order, "do") == Some("restore") {
            promised.clear();
        }
        let mut reports = player.obey(&order).unwrap_or_default();
        // The last one says that all is done.
        let _ = reports.pop();
        for report in &reports {
            note(report, &mut hails, &mut promised);
        }
        let expected = step.get("expect").and_then(Value::as_array);
        if expected.is_some_and(|expected| *expected != reports) {
            played.unlike.push(n);
        }
        played.steps = n.saturating_add(1);
    }
    played.findings = judge(&player, &promised);
    played
}

fn judge(player: &Player, promised: &BTreeSet<String>) -> Vec<Finding> {
    let Some(host) = &player.host else {
        return Vec::new();
    };
    let ledger = Ledger::read(&host.held());
    let mut findings = Vec::new();
    laws::once(&ledger, &mut findings);
    let known: BTreeSet<String> = ledger.puts.keys().map(|(_, cid)| cid.to_string()).collect();
    for cid in promised.difference(&known) {
        let what = format!("{cid} was acknowledged and is gone");
        findings.push(Finding::new(Law::Kept, what));
    }
    findings
}

/// Keeps the hail of each connection, and what was acknowledged.
fn note(report: &Value, hails: &mut BTreeMap<u64, Value>, promised: &mut BTreeSet<String>) {
    let conn = report.get("conn").and_then(Value::as_u64);
    let (Some(conn), Some(say)) = (conn, report.get("say")) else {
        return;
    };
    match text(say, "t") {
        Some("hail") => {
            hails.insert(conn, say.clone());
        }
        Some("ok") => promised.extend(text(say, "cid").map(str::to_owned)),
        _ => {}
    }
}

/// Puts a real proof where a script says whose it should be.
fn sign(order: &mut Value, hails: &BTreeMap<u64, Value>) -> Option<()> {
    let conn = order.get("conn")?.as_u64()?;
    let auth = order.get_mut("frame")?.get_mut("auth")?;
    let root = Root::from_bytes(from_hex(auth.get("sign")?.as_str()?)?);
    let hail = hails.get(&conn)?;
    let nonce: Key = serde_json::from_value(hail.get("nonce")?.clone()).ok()?;
    let now = Timestamp::from_unix_millis(hail.get("now")?.as_u64()?);
    let mut signed = Signer::new(&root).sign((nonce.0, now), [9; 32]);
    let invite = auth.get("invite").cloned();
    signed.invite = invite.and_then(|invite| serde_json::from_value(invite).ok());
    *auth = serde_json::to_value(signed).ok()?;
    Some(())
}

fn to_json(world: &World, step: &Step) -> Value {
    let mut order = step.order.to_json();
    order.insert("now".to_owned(), json!(step.now));
    if let Some(polls) = step.polls {
        order.insert("polls".to_owned(), json!(polls));
    }
    let expect: Vec<Value> = step.reports.iter().map(Report::to_json).collect();
    order.insert("expect".to_owned(), Value::from(expect));
    let mut order = Value::Object(order);
    if let Order::Frame { conn, .. } = &step.order {
        let person = world.links.get(conn).map(|link| link.person);
        let root = person.and_then(|n| Some(&world.people.get(n)?.root));
        root.and_then(|root| unsign(&mut order, root));
    }
    order
}

/// Says whose proof it is in the place of the proof: another run needs another one.
fn unsign(order: &mut Value, root: &Root) -> Option<()> {
    let auth = order.get_mut("frame")?.get_mut("auth")?;
    let invite = auth.get("invite").cloned();
    *auth = json!({"sign": to_hex(root.expose())});
    if let (Some(invite), Some(auth)) = (invite, auth.as_object_mut()) {
        auth.insert("invite".to_owned(), invite);
    }
    Some(())
}
