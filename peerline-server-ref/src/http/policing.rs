//! Which moderation policy the line goes by, and reading it again, for the operator.

use axum::Json;
use axum::body::Body;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::Response;
use axum::http::StatusCode;
use axum::response::IntoResponse as _;
use peerline_core::moderation::PolicyId;
use serde::Deserialize;
use serde_json::Value;
use serde_json::json;

use super::App;
use super::admin::authorize;
use super::admin::not_now;
use super::plain;
use crate::policy::NotChanged;

/// What the operator may ask.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "snake_case", tag = "do")]
enum Wish {
    Show,
    Reload,
}

/// Answers the operator about the policy. One that is refused is told with every reason, and changes
/// nothing.
pub(super) async fn policy(
    State(app): State<App>,
    headers: HeaderMap,
    body: Bytes,
) -> Response<Body> {
    if let Err(refused) = authorize(&app, &headers) {
        return refused.response();
    }
    let Ok(wish) = serde_json::from_slice::<Wish>(&body) else {
        let advice = "send {\"do\":\"reload\"}, or ask `peerline policy reload`\n";
        return plain(StatusCode::BAD_REQUEST, advice);
    };
    match wish {
        Wish::Show => match app.line().policy().await {
            Some(id) => Json(told(&id)).into_response(),
            None => not_now(),
        },
        Wish::Reload => match app.line().read_policy().await {
            Ok(id) => Json(told(&id)).into_response(),
            Err(NotChanged::Refused(refused)) => {
                tracing::error!("the policy was not changed: {refused}");
                plain(StatusCode::UNPROCESSABLE_ENTITY, format!("{refused}\n"))
            }
            Err(NotChanged::CutShort | NotChanged::NoAnswer) => not_now(),
        },
    }
}

/// A policy by its name, its version, and what stands in its file and its lists.
pub(super) fn told(id: &PolicyId) -> Value {
    let PolicyId {
        name,
        version,
        digest,
        ..
    } = id;
    json!({"policy": name, "version": version, "digest": digest})
}
