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
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_unix_millis(1_000_000);

    fn vitals(tick_ago: u64, due_ago: Option<u64>) -> Vitals {
        Vitals {
            escalation_last_tick: Some(NOW.before(Millis::new(tick_ago))),
            oldest_due_page: due_ago.map(|ago| NOW.before(Millis::new(ago))),
            ..Vitals::default()
        }
    }

    #[test]
    fn a_loop_that_never_ticked_is_red() {
        assert!(silence(NOW, &Vitals::default()).is_some());
    }

    #[test]
    fn red_comes_after_the_second_missed_tick_and_not_before() {
        assert_eq!(silence(NOW, &vitals(10_000, None)), None);
        assert!(silence(NOW, &vitals(10_001, None)).is_some());
    }

    #[test]
    fn a_page_is_overdue_after_a_minute_and_not_before() {
        assert_eq!(silence(NOW, &vitals(0, Some(60_000))), None);
        assert!(silence(NOW, &vitals(0, Some(60_001))).is_some());
    }

    #[test]
    fn a_tick_from_the_future_is_no_fault() {
        let mut vitals = vitals(0, None);
        vitals.escalation_last_tick = Some(NOW.after(Millis::from_secs(9)));
        assert_eq!(silence(NOW, &vitals), None);
    }
}
