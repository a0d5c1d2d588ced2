//! Whether the line works, for an outside monitor.

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::Response;
use axum::http::StatusCode;
use axum::response::IntoResponse as _;
use peerline_core::vocab::Millis;
use peerline_core::vocab::Timestamp;
use serde_json::json;

use super::App;
use crate::line::Vitals;

/// Whether messages can be stored.
pub(super) async fn health(State(app): State<App>) -> Response<Body> {
    let writable = app.line().health().journal_writable;
    answer(writable, "the journal cannot be written")
}

/// Whether somebody in danger would reach a human: the dead man's switch.
pub(super) async fn escalation(State(app): State<App>) -> Response<Body> {
    match silence(app.clock().now(), &app.line().health()) {
        None => answer(true, ""),
        Some(why) => answer(false, why),
    }
}

/// Says why the escalation must be taken for dead, if it must.
fn silence(now: Timestamp, vitals: &Vitals) -> Option<&'static str> {
    let missed = match vitals.escalation_last_tick {
        Some(tick) => TICK.times(2) < now.since(tick),
        None => true,
    };
    if missed {
        return Some("the escalation loop has missed two ticks");
    }
    match vitals.oldest_due_page {
        Some(due) if OVERDUE < now.since(due) => Some("a page is overdue"),
        Some(_) | None => None,
    }
}

fn answer(good: bool, why: &str) -> Response<Body> {
    if good {
        return Json(json!({"status": "ok"})).into_response();
    }
    let body = Json(json!({"status": "red", "why": why}));
    (StatusCode::SERVICE_UNAVAILABLE, body).into_response()
}

/// How often the escalation loop goes round at least.
const TICK: Millis = Millis::from_secs(5);
/// How late a page may be.
const OVERDUE: Millis = Millis::from_secs(60);

#[cfg(test)]
mod tests;
