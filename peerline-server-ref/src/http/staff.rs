//! Where the staff page makes passkeys and logs in.

use axum::Json;
use axum::body::Body;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::Response;
use axum::http::StatusCode;
use axum::response::IntoResponse as _;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use peerline_core::identity::PublicKey;
use peerline_core::vocab::Sensitive;
use serde::Deserialize;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::json;
use uuid::Uuid;
use webauthn_rs::prelude::PublicKeyCredential;
use webauthn_rs::prelude::RegisterPublicKeyCredential;

use super::App;
use crate::staff::Right;
use crate::staff::StaffDoor;
use crate::staff::StaffProblem;

#[derive(Deserialize)]
struct Device {
    device: PublicKey,
}

#[derive(Deserialize)]
struct Register {
    device: PublicKey,
    invite: Option<String>,
    token: Option<Sensitive<String>>,
}

#[derive(Deserialize)]
struct Finish<T> {
    device: PublicKey,
    ceremony: Uuid,
    credential: T,
}

#[derive(Deserialize)]
struct Renew {
    device: PublicKey,
    token: Sensitive<String>,
}

/// Begins to make a passkey.
pub(super) async fn begin_registration(
    State(app): State<App>,
    headers: HeaderMap,
    body: Bytes,
) -> Response<Body> {
    let began = async {
        let (door, asked) = enter::<Register>(&app, &headers, &body)?;
        let right = right(asked.invite.as_deref(), asked.token)?;
        let now = app.clock().now();
        door.begin_registration(now, app.line(), (asked.device, right))
            .await
    };
    answer(began.await)
}

/// Keeps the passkey that was made, and logs in.
pub(super) async fn finish_registration(
    State(app): State<App>,
    headers: HeaderMap,
    body: Bytes,
) -> Response<Body> {
    let finished = async {
        let (door, asked) = enter::<Finish<RegisterPublicKeyCredential>>(&app, &headers, &body)?;
        let which = (asked.device, asked.ceremony);
        door.finish_registration(app.clock().now(), which, &asked.credential)
            .await
    };
    answer(finished.await)
}

/// Begins a login.
pub(super) async fn begin_login(
    State(app): State<App>,
    headers: HeaderMap,
    body: Bytes,
) -> Response<Body> {
    let began = async {
        let (door, asked) = enter::<Device>(&app, &headers, &body)?;
        door.begin_login(app.clock().now(), asked.device).await
    };
    answer(began.await)
}

/// Logs in.
pub(super) async fn finish_login(
    State(app): State<App>,
    headers: HeaderMap,
    body: Bytes,
) -> Response<Body> {
    let finished = async {
        let (door, asked) = enter::<Finish<PublicKeyCredential>>(&app, &headers, &body)?;
        let which = (asked.device, asked.ceremony);
        door.finish_login(app.clock().now(), which, &asked.credential)
            .await
    };
    answer(finished.await)
}

/// Gives a token anew.
pub(super) async fn renew(
    State(app): State<App>,
    headers: HeaderMap,
    body: Bytes,
) -> Response<Body> {
    let renewed = async {
        let (door, asked) = enter::<Renew>(&app, &headers, &body)?;
        let which = (asked.device, asked.token.expose().as_str());
        door.renew(app.clock().now(), which).await
    };
    answer(renewed.await)
}

/// Lets a request in that comes from a page of this line and can be read.
fn enter<'a, T: DeserializeOwned>(
    app: &'a App,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<(&'a StaffDoor, T), StaffProblem> {
    let door = app.staff().ok_or(StaffProblem::NoPasskey)?;
    let dialed = app.origins().dialed(headers);
    dialed.ok_or(StaffProblem::Elsewhere)?;
    let asked = serde_json::from_slice(body).map_err(|_| StaffProblem::Malformed)?;
    Ok((door, asked))
}

fn right(invite: Option<&str>, token: Option<Sensitive<String>>) -> Result<Right, StaffProblem> {
    match (invite, token) {
        (Some(secret), None) => {
            let secret = URL_SAFE_NO_PAD.decode(secret).ok();
            let secret = secret.and_then(|secret| secret.try_into().ok());
            let secret = secret.ok_or(StaffProblem::NoInvitation)?;
            Ok(Right::Invitation(Sensitive::new(secret)))
        }
        (None, Some(token)) => Ok(Right::Login(token)),
        (None, None) | (Some(_), Some(_)) => Err(StaffProblem::Malformed),
    }
}

fn answer<T: Serialize>(outcome: Result<T, StaffProblem>) -> Response<Body> {
    match outcome {
        Ok(good) => Json(good).into_response(),
        Err(problem) => {
            let body = json!({"error": problem.word(), "say": problem.to_string()});
            (status(problem), Json(body)).into_response()
        }
    }
}

const fn status(problem: StaffProblem) -> StatusCode {
    match problem {
        StaffProblem::Malformed => StatusCode::BAD_REQUEST,
        StaffProblem::Elsewhere | StaffProblem::NoInvitation | StaffProblem::NotVerified => {
            StatusCode::FORBIDDEN
        }
        StaffProblem::NoPasskey => StatusCode::NOT_FOUND,
        StaffProblem::BeginAgain => StatusCode::GONE,
        StaffProblem::CannotAdd => StatusCode::CONFLICT,
        StaffProblem::LoginEnded => StatusCode::UNAUTHORIZED,
        StaffProblem::NotNow => StatusCode::SERVICE_UNAVAILABLE,
    }
}
