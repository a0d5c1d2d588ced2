//! Counters and gauges in the text form of Prometheus; numbers alone, no labels about people.

use axum::body::Body;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::HeaderValue;
use axum::http::Response;
use axum::http::header;
use metrics::counter;
use metrics::describe_counter;
use metrics::describe_gauge;
use metrics::gauge;
use metrics_exporter_prometheus::PrometheusBuilder;
use peerline_core::driver::LineCounts;
use peerline_core::driver::Waits;
use peerline_core::vocab::Timestamp;

use super::App;
use super::admin;
pub use table::METRICS;
pub use table::Metric;
pub use table::MetricKind;
use table::UNCOVERED;
use table::WAIT;

mod table;

/// Gives the metrics to whoever reaches the operator's address.
pub(super) async fn open(State(app): State<App>) -> Response<Body> {
    let mut response = Response::new(Body::from(text(&app)));
    let kind = HeaderValue::from_static("text/plain; version=0.0.4; charset=utf-8");
    response.headers_mut().insert(header::CONTENT_TYPE, kind);
    response
}

/// Gives the metrics to whoever has the key: whether a case is open right now is nobody's business.
pub(super) async fn behind_the_key(State(app): State<App>, headers: HeaderMap) -> Response<Body> {
    match admin::authorize(&app, &headers) {
        Ok(()) => open(State(app)).await,
        Err(refused) => refused.response(),
    }
}

fn text(app: &App) -> String {
    let recorder = PrometheusBuilder::new().build_recorder();
    let vitals = app.line().health();
    let now = app.clock().now();
    metrics::with_local_recorder(&recorder, || {
        let by_hand = |metric: &&Metric| metric.name == UNCOVERED || metric.name == WAIT;
        let recorded = METRICS.iter().filter(|metric| !by_hand(metric));
        recorded.for_each(describe);
        for (name, value) in app.line().counters() {
            counter!(format!("peerline_{name}_total")).absolute(value);
        }
        set("peerline_open_sockets", app.sockets().open());
        set("peerline_open_cases", vitals.open_cases);
        set("peerline_unowned_cases", vitals.unowned_cases);
        set("peerline_waiting", vitals.waiting);
        set("peerline_supporters", vitals.supporters);
        set("peerline_responders", vitals.responders);
        set("peerline_connected", vitals.connected);
        set(
            "peerline_journal_writable",
            u64::from(vitals.journal_writable),
        );
        let age = |since: Option<Timestamp>| since.map_or(0, |since| now.since(since).as_secs());
        set(
            "peerline_escalation_tick_age_seconds",
            age(vitals.escalation_last_tick),
        );
        set(
            "peerline_oldest_due_page_age_seconds",
            age(vitals.oldest_due_page),
        );
    });
    let mut text = recorder.handle().render();
    let counts = app.line().line_counts();
    text.push_str(&uncovered(&counts));
    text.push_str(&waits(&counts));
    text
}

/// Two lines about a metric that is written by hand.
fn described(name: &str) -> Vec<String> {
    let metric = METRICS.iter().find(|metric| metric.name == name);
    let lines = metric.map(|metric| {
        let (says, kind) = (metric.says, metric.kind.as_str());
        vec![
            format!("# HELP {name} {says}"),
            format!("# TYPE {name} {kind}"),
        ]
    });
    lines.unwrap_or_default()
}

/// Those for whom nobody was there; the labels are of the operator's lists.
fn uncovered(counts: &LineCounts) -> String {
    let mut lines = described(UNCOVERED);
    for ((language, topic), n) in &counts.uncovered {
        lines.push(format!(
            "{UNCOVERED}{{language=\"{language}\",topic=\"{topic}\"}} {n}"
        ));
    }
    lines.push(String::new());
    lines.join("\n")
}

/// The histogram of waits, which the line has counted in classes already.
fn waits(counts: &LineCounts) -> String {
    let mut lines = described(WAIT);
    for (tier, waits) in &counts.waits {
        let tier = tier.as_str();
        for (bound, n) in Waits::BOUNDS.iter().zip(waits.at_most) {
            lines.push(format!(
                "{WAIT}_bucket{{tier=\"{tier}\",le=\"{bound}\"}} {n}"
            ));
        }
        lines.push(format!(
            "{WAIT}_bucket{{tier=\"{tier}\",le=\"+Inf\"}} {}",
            waits.n
        ));
        lines.push(format!("{WAIT}_sum{{tier=\"{tier}\"}} {}", waits.seconds));
        lines.push(format!("{WAIT}_count{{tier=\"{tier}\"}} {}", waits.n));
    }
    lines.push(String::new());
    lines.join("\n")
}

fn describe(metric: &Metric) {
    match metric.kind {
        MetricKind::Counter => describe_counter!(metric.name, metric.says),
        MetricKind::Gauge => describe_gauge!(metric.name, metric.says),
        MetricKind::Histogram => {}
    }
}

fn set(name: &'static str, value: u64) {
    // Gauges are floats in the exposition format; no decision reads them.
    gauge!(name).set(f64::from(u32::try_from(value).unwrap_or(u32::MAX)));
}
