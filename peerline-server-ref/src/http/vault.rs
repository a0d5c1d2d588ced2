//! The vault: what the operator asks, and what guardians ask and send. What passes here is sealed, or
//! the name of something sealed; no word and no name of a person.

use axum::Json;
use axum::body::Body;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::Response;
use axum::http::StatusCode;
use axum::response::IntoResponse as _;
use peerline_core::identity::vault::Approval;
use peerline_core::identity::vault::Look;
use peerline_core::identity::vault::OpenRequest;
use peerline_core::log::RequestView;
use peerline_core::log::VaultAnswer;
use peerline_core::log::VaultWish;
use peerline_core::vocab::CaseId;
use peerline_core::vocab::VaultRequestId;
use serde::Deserialize;
use serde_json::Value;
use serde_json::json;

use super::App;
use super::admin::authorize;
use super::plain;

/// What the operator may ask.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "snake_case", tag = "do")]
enum Wish {
    Status,
    Find { case: CaseId },
    Ask { request: OpenRequest },
    Read { request: VaultRequestId },
    Withdraw { request: VaultRequestId },
}

impl From<Wish> for VaultWish {
    fn from(wish: Wish) -> Self {
        match wish {
            Wish::Status => Self::Status,
            Wish::Find { case } => Self::Find { case },
            Wish::Ask { request } => Self::Ask { request },
            Wish::Read { request } => Self::Read { request },
            Wish::Withdraw { request } => Self::Withdraw { request },
        }
    }
}

/// What a guardian may ask: each is signed, and needs no other key.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "snake_case", tag = "do")]
enum Guards {
    Look { look: Look },
    Approve { approval: Box<Approval> },
}

impl From<Guards> for VaultWish {
    fn from(wish: Guards) -> Self {
        match wish {
            Guards::Look { look } => Self::Waiting {
                look: Box::new(look),
            },
            Guards::Approve { approval } => Self::Approve { approval },
        }
    }
}

/// Answers the operator about the vault.
pub(super) async fn operate(
    State(app): State<App>,
    headers: HeaderMap,
    body: Bytes,
) -> Response<Body> {
    if let Err(refused) = authorize(&app, &headers) {
        return refused.response();
    }
    match serde_json::from_slice::<Wish>(&body) {
        Ok(wish) => answer(&app, wish.into()).await,
        Err(_) => plain(
            StatusCode::BAD_REQUEST,
            "send {\"do\":\"status\"}, or ask `peerline vault`\n",
        ),
    }
}

/// Answers a guardian.
pub(super) async fn guard(State(app): State<App>, body: Bytes) -> Response<Body> {
    match serde_json::from_slice::<Guards>(&body) {
        Ok(wish) => answer(&app, wish.into()).await,
        Err(_) => plain(
            StatusCode::BAD_REQUEST,
            "use `peerline vault open` with the key of a guardian\n",
        ),
    }
}

async fn answer(app: &App, wish: VaultWish) -> Response<Body> {
    match app.line().vault(wish).await {
        Ok(VaultAnswer::Refused(refusal)) => {
            plain(StatusCode::UNPROCESSABLE_ENTITY, format!("{refusal}\n"))
        }
        Ok(answer) => Json(told(&answer)).into_response(),
        Err(_) => super::admin::not_now(),
    }
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "what a later core may answer has no words here yet"
)]
fn told(answer: &VaultAnswer) -> Value {
    match answer {
        VaultAnswer::Status { entries, requests } => {
            let requests: Vec<_> = requests.iter().map(request).collect();
            json!({"entries": entries, "requests": requests})
        }
        VaultAnswer::Found(sealed) => json!({"sealed": sealed}),
        VaultAnswer::Asked => json!({"asked": true}),
        VaultAnswer::Withdrawn => json!({"withdrawn": true}),
        VaultAnswer::Waiting {
            guardians,
            requests,
        } => {
            let both = requests.iter();
            let requests: Vec<_> = both
                .map(|(sealed, request)| json!({"sealed": sealed, "request": request}))
                .collect();
            json!({
                "threshold": guardians.threshold(),
                "guardians": guardians.all(),
                "requests": requests,
            })
        }
        VaultAnswer::Approved { have, need } => json!({"have": have, "need": need}),
        VaultAnswer::Read {
            sealed,
            request,
            approvals,
            guardians,
        } => json!({
            "threshold": guardians.threshold(),
            "guardians": guardians.all(),
            "sealed": sealed,
            "request": request,
            "approvals": approvals,
        }),
        _ => Value::Null,
    }
}

fn request(view: &RequestView) -> Value {
    json!({
        "request": view.id,
        "reason": view.reason,
        "until": view.until,
        "approvals": view.approvals,
        "opened": view.opened,
    })
}
