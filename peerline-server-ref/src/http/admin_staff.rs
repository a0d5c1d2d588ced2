//! What the operator sees and does of staff: who has a role, who has a passkey, and to end both.

use std::collections::BTreeMap;

use axum::Json;
use axum::body::Body;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::Response;
use axum::http::StatusCode;
use axum::response::IntoResponse as _;
use peerline_core::vocab::AccountId;
use peerline_core::vocab::Capability;
use peerline_core::vocab::Clearance;
use peerline_core::vocab::Role;
use serde::Deserialize;
use serde::Serialize;
use serde_json::json;

use super::App;
use super::admin::authorize;
use super::admin::not_now;
use super::plain;

/// Somebody with a role or a passkey.
#[derive(Default, Serialize)]
struct Member {
    roles: Vec<Role>,
    passkeys: u64,
    /// What they are cleared for, where they have a clearance of their own.
    #[serde(skip_serializing_if = "Option::is_none")]
    clearance: Option<Clearance>,
    /// The day a passkey was last used, counted from 1970.
    #[serde(skip_serializing_if = "Option::is_none")]
    used: Option<u64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Clear {
    account: String,
    clearance: Clearance,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Dismiss {
    account: String,
}

/// Lists everybody with a role or a passkey.
pub(super) async fn list(State(app): State<App>, headers: HeaderMap) -> Response<Body> {
    if let Err(refused) = authorize(&app, &headers) {
        return refused.response();
    }
    let Ok(staff) = app.line().staff().await else {
        return not_now();
    };
    let mut members: BTreeMap<String, Member> = BTreeMap::new();
    for one in staff {
        let member = members.entry(one.account.to_string()).or_default();
        (member.roles, member.clearance) = (one.roles, one.clearance);
    }
    if let Some(door) = app.staff() {
        let Ok(holders) = door.store().passkey_holders().await else {
            return not_now();
        };
        for (account, n, used) in holders {
            let member = members.entry(account.to_string()).or_default();
            (member.passkeys, member.used) = (n, Some(used));
        }
    }
    Json(json!({"staff": members})).into_response()
}

/// Clears a supporter for something of their own.
pub(super) async fn clear(
    State(app): State<App>,
    headers: HeaderMap,
    body: Bytes,
) -> Response<Body> {
    if let Err(refused) = authorize(&app, &headers) {
        return refused.response();
    }
    let asked: Option<Clear> = serde_json::from_slice(&body).ok();
    let asked = asked.and_then(|asked| Some((asked.account.parse().ok()?, asked.clearance)));
    let Some((account, clearance)) = asked else {
        let how = "send {\"account\":\"…\",\"clearance\":{\"tier\":\"soon\",\"minors\":false}}\n";
        return plain(StatusCode::BAD_REQUEST, how);
    };
    let Ok(staff) = app.line().staff().await else {
        return not_now();
    };
    let mut known = staff.iter().filter(|one| one.account == account);
    if !known.any(|one| one.roles.iter().any(|role| role.can(Capability::Support))) {
        let how = "this account does not support people; `peerline staff list` names who does\n";
        return plain(StatusCode::NOT_FOUND, how);
    }
    match app.line().clear(account, clearance).await {
        Ok(()) => {
            tracing::info!("a supporter was cleared for something of their own");
            Json(json!({"clearance": clearance})).into_response()
        }
        Err(_) => not_now(),
    }
}

/// Takes every role and every passkey from somebody.
pub(super) async fn dismiss(
    State(app): State<App>,
    headers: HeaderMap,
    body: Bytes,
) -> Response<Body> {
    if let Err(refused) = authorize(&app, &headers) {
        return refused.response();
    }
    let asked: Option<Dismiss> = serde_json::from_slice(&body).ok();
    let account = asked.and_then(|asked| asked.account.parse::<AccountId>().ok());
    let Some(account) = account else {
        let how = "send {\"account\":\"…\"}, as `peerline staff list` prints it\n";
        return plain(StatusCode::BAD_REQUEST, how);
    };
    // Passkeys first: where the second step fails, nobody logs in anew meanwhile.
    let forgotten = match app.staff() {
        Some(door) => door.store().forget_passkeys(account).await.ok(),
        None => Some(0),
    };
    match (forgotten, app.line().dismiss(account).await) {
        (Some(passkeys), Ok(())) => {
            tracing::info!("somebody of staff was dismissed");
            Json(json!({"passkeys": passkeys})).into_response()
        }
        (_, _) => not_now(),
    }
}
