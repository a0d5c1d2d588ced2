//! Logs of the line for whoever has to answer for it. No word of a person is in what is written out.

use axum::Json;
use axum::body::Body;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::Response;
use axum::http::StatusCode;
use axum::response::IntoResponse as _;
use peerline_core::driver::AuditFailure;
use peerline_core::vocab::RoomName;
use serde::Deserialize;
use serde_json::json;

use super::App;
use super::admin::authorize;
use super::admin::not_now;
use super::plain;

/// What the operator may ask.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "snake_case", tag = "do")]
enum Wish {
    List,
    Export { log: RoomName },
}

/// Answers the operator about logs.
pub(super) async fn audit(
    State(app): State<App>,
    headers: HeaderMap,
    body: Bytes,
) -> Response<Body> {
    if let Err(refused) = authorize(&app, &headers) {
        return refused.response();
    }
    let Ok(wish) = serde_json::from_slice::<Wish>(&body) else {
        let advice = "send {\"do\":\"list\"}, or ask `peerline audit`\n";
        return plain(StatusCode::BAD_REQUEST, advice);
    };
    match wish {
        Wish::List => match app.line().logs().await {
            Ok(logs) => {
                let logs = logs.iter();
                let logs = logs.map(|(log, n)| json!({"log": log, "entries": n}));
                Json(json!({"logs": logs.collect::<Vec<_>>()})).into_response()
            }
            Err(_) => not_now(),
        },
        Wish::Export { log } => match app.line().audit(&log).await {
            Ok(text) => {
                tracing::info!("a log was written out for an audit");
                plain(StatusCode::OK, text)
            }
            Err(error) => plain(status(&error), format!("{error}\n")),
        },
    }
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "what a later core may answer is a fault of the line"
)]
const fn status(error: &AuditFailure) -> StatusCode {
    match error {
        AuditFailure::Private => StatusCode::FORBIDDEN,
        AuditFailure::Nothing => StatusCode::NOT_FOUND,
        AuditFailure::Store(_) => StatusCode::SERVICE_UNAVAILABLE,
        _ => StatusCode::INTERNAL_SERVER_ERROR,
    }
}
