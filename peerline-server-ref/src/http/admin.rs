//! The operator's few verbs, behind the key of the data folder.

use axum::Json;
use axum::body::Body;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::HeaderValue;
use axum::http::Response;
use axum::http::StatusCode;
use axum::http::header;
use axum::response::IntoResponse as _;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use peerline_core::vocab::Capability;
use peerline_core::vocab::Clearance;
use peerline_core::vocab::Role;
use serde::Deserialize;
use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use super::App;
use super::plain;
use super::policing;

/// The key was missing or wrong.
#[derive(Clone, Copy, Debug)]
pub(super) struct NoKey;

impl NoKey {
    /// Answers.
    pub(super) fn response(self) -> Response<Body> {
        let mut response = plain(
            StatusCode::UNAUTHORIZED,
            "give the key of admin.key as bearer\n",
        );
        let scheme = HeaderValue::from_static("Bearer");
        response
            .headers_mut()
            .insert(header::WWW_AUTHENTICATE, scheme);
        response
    }
}

/// Checks the key, in a time that tells nothing about it.
pub(super) fn authorize(app: &App, headers: &HeaderMap) -> Result<(), NoKey> {
    let given = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.strip_prefix("Bearer "))
        .unwrap_or_default();
    if app.admin_key().matches(given) {
        Ok(())
    } else {
        Err(NoKey)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Invite {
    role: Role,
    clearance: Option<Clearance>,
}

/// Makes a one-time invitation for staff.
pub(super) async fn invite(
    State(app): State<App>,
    headers: HeaderMap,
    body: Bytes,
) -> Response<Body> {
    if let Err(refused) = authorize(&app, &headers) {
        return refused.response();
    }
    let asked: Option<Invite> = serde_json::from_slice(&body).ok();
    let Some(Invite { role, clearance }) = asked.filter(|asked| asked.role.is_staff()) else {
        return plain(
            StatusCode::BAD_REQUEST,
            "send {\"role\":\"supporter\"} or another staff role\n",
        );
    };
    if clearance.is_some() && !role.can(Capability::Support) {
        let how = "only who supports people is cleared for something\n";
        return plain(StatusCode::BAD_REQUEST, how);
    }
    match app.line().invite(role, clearance).await {
        Ok(secret) => {
            tracing::info!(role = ?role, "an invitation was made");
            let secret = URL_SAFE_NO_PAD.encode(secret);
            let url = format!("{}{}#invite={secret}", app.base_url(), page_of(role));
            Json(json!({"invite": secret, "role": role, "url": url})).into_response()
        }
        Err(_) => not_now(),
    }
}

/// Sends a page marked as a drill to every target of the escalation.
pub(super) async fn drill(State(app): State<App>, headers: HeaderMap) -> Response<Body> {
    if let Err(refused) = authorize(&app, &headers) {
        return refused.response();
    }
    tracing::info!("a drill was started");
    Json(json!({"called": app.line().drill().await})).into_response()
}

/// Tells how the line is.
pub(super) async fn status(State(app): State<App>, headers: HeaderMap) -> Response<Body> {
    if let Err(refused) = authorize(&app, &headers) {
        return refused.response();
    }
    let vitals = app.line().health();
    let policy = app.line().policy().await;
    let counters: Map<String, Value> = app
        .line()
        .counters()
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value.into()))
        .collect();
    Json(json!({
        "version": env!("CARGO_PKG_VERSION"),
        "now": app.clock().now(),
        "open_sockets": app.sockets().open(),
        "journal_writable": vitals.journal_writable,
        "escalation_last_tick": vitals.escalation_last_tick,
        "oldest_due_page": vitals.oldest_due_page,
        "open_cases": vitals.open_cases,
        "unowned_cases": vitals.unowned_cases,
        "waiting": vitals.waiting,
        "supporters": vitals.supporters,
        "responders": vitals.responders,
        "connected": vitals.connected,
        "policy": policy.as_ref().map(policing::told),
        "counters": counters,
    }))
    .into_response()
}

pub(super) fn not_now() -> Response<Body> {
    plain(
        StatusCode::SERVICE_UNAVAILABLE,
        "the line cannot store this now; try again\n",
    )
}

fn page_of(role: Role) -> &'static str {
    if matches!(role, Role::Responder | Role::Supervisor) {
        "/responder"
    } else if role == Role::Moderator {
        "/moderator"
    } else {
        "/supporter"
    }
}
