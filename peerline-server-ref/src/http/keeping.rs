//! What is kept, for the operator: holds, and what retention would destroy. Numbers and names of
//! rooms alone; no word and no name of a person.

use axum::Json;
use axum::body::Body;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::Response;
use axum::http::StatusCode;
use axum::response::IntoResponse as _;
use peerline_core::log::Block;
use peerline_core::log::HoldView;
use peerline_core::log::KeepAnswer;
use peerline_core::log::KeepWish;
use peerline_core::log::RoomKept;
use peerline_core::room::Retention;
use peerline_core::vocab::HoldId;
use peerline_core::vocab::Millis;
use peerline_core::vocab::RoomId;
use peerline_core::vocab::Timestamp;
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
    Hold {
        room: Option<RoomId>,
        reason: String,
        until: Timestamp,
    },
    Release {
        hold: HoldId,
    },
    Holds,
    Report,
}

impl From<Wish> for KeepWish {
    fn from(wish: Wish) -> Self {
        match wish {
            Wish::Hold {
                room,
                reason,
                until,
            } => Self::Hold {
                room,
                reason,
                until,
            },
            Wish::Release { hold } => Self::Release { hold },
            Wish::Holds => Self::Holds,
            Wish::Report => Self::Report,
        }
    }
}

/// Answers the operator about what is kept.
pub(super) async fn keep(
    State(app): State<App>,
    headers: HeaderMap,
    body: Bytes,
) -> Response<Body> {
    if let Err(refused) = authorize(&app, &headers) {
        return refused.response();
    }
    let Ok(wish) = serde_json::from_slice::<Wish>(&body) else {
        let advice = "send {\"do\":\"report\"}, or ask `peerline hold`\n";
        return plain(StatusCode::BAD_REQUEST, advice);
    };
    match app.line().keep(wish.into()).await {
        Ok(KeepAnswer::Refused(refusal)) => {
            plain(StatusCode::UNPROCESSABLE_ENTITY, format!("{refusal}\n"))
        }
        Ok(answer) => Json(told(&answer, app.clock().now())).into_response(),
        Err(_) => plain(
            StatusCode::SERVICE_UNAVAILABLE,
            "the line cannot store this now; try again\n",
        ),
    }
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "what a later core may answer has no words here yet"
)]
fn told(answer: &KeepAnswer, now: Timestamp) -> Value {
    match answer {
        KeepAnswer::Held(id) => json!({"hold": id}),
        KeepAnswer::Released => json!({"released": true}),
        KeepAnswer::Holds(holds) => json!({"holds": holds.iter().map(hold).collect::<Vec<_>>()}),
        KeepAnswer::Report(rooms) => {
            let rooms: Vec<_> = rooms.iter().map(|kept| room(kept, now)).collect();
            json!({"now": now, "rooms": rooms})
        }
        _ => Value::Null,
    }
}

fn hold(view: &HoldView) -> Value {
    let HoldView { id, hold } = view;
    json!({"hold": id, "room": hold.room, "reason": hold.reason, "since": hold.since, "until": hold.until})
}

fn room(kept: &RoomKept, now: Timestamp) -> Value {
    let goes = kept.due.filter(|due| kept.blocks.is_empty() && *due <= now);
    json!({
        "room": kept.room,
        "kind": kept.kind,
        "state": kept.state.as_str(),
        "retention": retention(kept.retention),
        "words": kept.n_words,
        "due": kept.due,
        "goes_now": goes.is_some(),
        "blocked_by": kept.blocks.iter().map(block).collect::<Vec<_>>(),
    })
}

fn block(block: &Block) -> Value {
    json!({"why": block.why.as_str(), "until": block.until})
}

/// As the configuration says it.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "what a later core may answer has no words here yet"
)]
fn retention(retention: Retention) -> String {
    let hours = |keep: Millis| keep.get() / Millis::from_hours(1).get();
    match retention {
        Retention::UntilClosed(Millis::ZERO) => "closed".to_owned(),
        Retention::UntilClosed(keep) => format!("closed + {} hours", hours(keep)),
        Retention::AfterSaid(keep) => format!("{} hours", hours(keep)),
        Retention::InMemory => "none".to_owned(),
        _ => "for ever".to_owned(),
    }
}
