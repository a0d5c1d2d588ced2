//! What operators copy: it names only what there is.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::path::PathBuf;

use peerline_server_ref::http::METRICS;
use peerline_server_ref::http::MetricKind;
use serde_json::Value;

fn file(name: &str) -> String {
    let path: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Every name of a metric in a text.
fn named(text: &str) -> BTreeSet<String> {
    let is_part = |part: char| part.is_ascii_lowercase() || part == '_';
    let words = text.split(|part| !is_part(part));
    let words = words.filter(|word| word.starts_with("peerline_"));
    words.map(str::to_owned).collect()
}

/// Every name under which the line gives a metric.
fn given() -> BTreeSet<String> {
    let names = METRICS.iter().flat_map(|metric| {
        let ends: &[&str] = if metric.kind == MetricKind::Histogram {
            &["_bucket", "_sum", "_count"]
        } else {
            &[""]
        };
        ends.iter().map(|end| format!("{}{end}", metric.name))
    });
    names.collect()
}

#[test]
fn alerts_and_dashboard_name_only_metrics_that_exist() {
    for name in ["operations/alerts.yml", "operations/dashboard.json"] {
        let named = named(&file(name));
        assert!(8 < named.len(), "{name} was not read: {named:?}");
        let unknown: Vec<_> = named.difference(&given()).cloned().collect();
        assert_eq!(unknown, Vec::<String>::new(), "{name}");
    }
}

#[test]
fn the_dashboard_is_one_that_can_be_read() {
    let dashboard: Value = serde_json::from_str(&file("operations/dashboard.json")).expect("JSON");
    let panels = dashboard["panels"].as_array().expect("panels");
    let ids: BTreeSet<_> = panels.iter().map(|panel| panel["id"].to_string()).collect();
    assert_eq!(ids.len(), panels.len(), "each panel has an id of its own");
    for panel in panels {
        let targets = panel["targets"].as_array().expect("targets");
        assert!(!targets.is_empty(), "{} shows nothing", panel["title"]);
    }
}

#[test]
fn every_alert_leads_to_a_runbook_that_exists() {
    let (alerts, runbooks) = (file("operations/alerts.yml"), file("runbooks.md"));
    let headings: BTreeSet<String> = runbooks
        .lines()
        .filter_map(|line| line.strip_prefix("## "))
        .map(|title| title.to_lowercase().replace(',', "").replace(' ', "-"))
        .collect();
    let n = alerts.matches("- alert:").count();
    let led: Vec<&str> = alerts
        .lines()
        .filter_map(|line| line.trim().strip_prefix("runbook: docs/runbooks.md#"))
        .collect();
    assert_eq!(led.len(), n, "each alert says what to do");
    for anchor in led {
        assert!(headings.contains(anchor), "{anchor} is no runbook");
    }
}
