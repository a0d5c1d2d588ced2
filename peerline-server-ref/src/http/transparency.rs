//! What the line tells of how it is moderated, for the operator to look at and to publish.

use axum::Json;
use axum::body::Body;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::Response;
use axum::http::StatusCode;
use axum::response::IntoResponse as _;
use peerline_core::moderation::Counts;
use serde::Deserialize;

use super::App;
use super::admin::authorize;
use super::admin::not_now;
use super::plain;
use crate::transparency;
use crate::transparency::Quarter;

/// What the operator may ask.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wish {
    /// Which quarter; the last one that is over where it is left out.
    quarter: Option<String>,
    /// Every number as it is, for the operator alone.
    #[serde(default)]
    exact: bool,
    /// Below how many nothing is told apart.
    fewest: Option<u64>,
}

/// Counts what was decided in a quarter.
pub(super) async fn counts(
    State(app): State<App>,
    headers: HeaderMap,
    body: Bytes,
) -> Response<Body> {
    if let Err(refused) = authorize(&app, &headers) {
        return refused.response();
    }
    let Ok(wish) = serde_json::from_slice::<Wish>(&body) else {
        let advice = "send {\"quarter\":\"2026-Q3\"}, or ask `peerline transparency`\n";
        return plain(StatusCode::BAD_REQUEST, advice);
    };
    let now = app.clock().now();
    let quarter = match wish.quarter.map(|quarter| quarter.parse()) {
        None => Quarter::over(now),
        Some(Ok(quarter)) => quarter,
        Some(Err(invalid)) => return plain(StatusCode::BAD_REQUEST, format!("{invalid}\n")),
    };
    if now < quarter.until() && !wish.exact {
        // What is told twice, half and whole, tells what lies between.
        let why = format!("{quarter} is not over; only --exact counts a quarter that runs\n");
        return plain(StatusCode::UNPROCESSABLE_ENTITY, why);
    }
    match app.line().tally(quarter.from(), quarter.until()).await {
        Ok(counts) if wish.exact => {
            tracing::info!("the operator looked at exact counts of moderation");
            Json(transparency::exact(quarter, &counts)).into_response()
        }
        Ok(counts) => {
            let told = counts.public(wish.fewest.unwrap_or(Counts::FLOOR));
            Json(transparency::public(&app.card().id, quarter, &told)).into_response()
        }
        Err(error) => {
            tracing::warn!(reason = %error, "moderation could not be counted");
            not_now()
        }
    }
}
