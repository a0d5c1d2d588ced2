//! What a client says to its event stream: posts, numbered and taken once.

use axum::body::Body;
use axum::body::to_bytes;
use axum::extract::Request;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::HeaderName;
use axum::http::HeaderValue;
use axum::http::Response;
use axum::http::StatusCode;
use axum::http::header;
use peerline_core::protocol::Encoding;
use peerline_core::protocol::Key;
use peerline_core::protocol::links::is_post;
use serde::Deserialize as _;
use serde::de::IntoDeserializer as _;
use serde::de::value::Error;

use super::mailbox::Mailbox;
use super::mailbox::Posted;
use crate::http::App;
use crate::http::plain;

/// Answers `POST /plp/post`.
pub async fn post(State(app): State<App>, request: Request) -> Response<Body> {
    if app.origins().dialed(request.headers()).is_none() {
        return plain(StatusCode::FORBIDDEN, "this origin may not connect here\n");
    }
    let (head, body) = request.into_parts();
    let (Some(secret), Some(number)) = (secret(&head.headers), number(&head.headers)) else {
        return plain(
            StatusCode::BAD_REQUEST,
            "say Peerline-Link, as the stream told it, and Peerline-Post: 1, 2, 3 and so on\n",
        );
    };
    let Some(mailbox) = app.event_links().find(&secret) else {
        return over();
    };
    if !is_type_of(mailbox.encoding(), &head.headers) {
        return plain(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "this type does not go with the encoding\n",
        );
    }
    let Ok(body) = to_bytes(body, Mailbox::CAPACITY).await else {
        return plain(
            StatusCode::PAYLOAD_TOO_LARGE,
            "at most 64 KiB in one post\n",
        );
    };
    if !is_post(mailbox.encoding(), &body) {
        return plain(StatusCode::BAD_REQUEST, "this is no list of frames\n");
    }
    answer(mailbox.post(number, body))
}

fn answer(posted: Posted) -> Response<Body> {
    match posted {
        Posted::Taken => {
            let mut response = Response::new(Body::empty());
            *response.status_mut() = StatusCode::NO_CONTENT;
            response
        }
        Posted::TooEarly => plain(StatusCode::CONFLICT, "an earlier post is missing\n"),
        Posted::Over => over(),
        Posted::Full => {
            let mut response = plain(StatusCode::TOO_MANY_REQUESTS, "too much is waiting\n");
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
            response
        }
    }
}

fn over() -> Response<Body> {
    plain(StatusCode::GONE, "this connection is over; dial anew\n")
}

/// Reads the secret of the link, if there is one and of the right form.
fn secret(headers: &HeaderMap) -> Option<Key> {
    let text = only(headers, &HeaderName::from_static("peerline-link"))?;
    let text: serde::de::value::StrDeserializer<'_, Error> = text.into_deserializer();
    Key::deserialize(text).ok()
}

/// Reads the number of the post: digits alone, from 1 on.
fn number(headers: &HeaderMap) -> Option<u64> {
    let text = only(headers, &HeaderName::from_static("peerline-post"))?;
    let plain = text.bytes().all(|byte| byte.is_ascii_digit()) && !text.starts_with('0');
    text.parse().ok().filter(|_| plain)
}

/// Whether the body says to be of the encoding of its connection.
fn is_type_of(encoding: Encoding, headers: &HeaderMap) -> bool {
    let Some(text) = only(headers, &header::CONTENT_TYPE) else {
        return false;
    };
    let mut parts = text.split(';').map(str::trim);
    let kind = parts.next().unwrap_or_default().to_ascii_lowercase();
    let known = match encoding {
        Encoding::Cbor => kind == "application/cbor-seq",
        Encoding::Json | _ => kind == "text/plain" || kind == "application/x-ndjson",
    };
    known && parts.all(is_utf8)
}

/// Whether a parameter of the type may stand: the character set is UTF-8, others say nothing.
fn is_utf8(parameter: &str) -> bool {
    let parameter = parameter.to_ascii_lowercase();
    let charset = parameter.strip_prefix("charset=");
    charset.is_none_or(|name| name.trim_matches('"') == "utf-8")
}

fn only<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    let mut values = headers.get_all(name).iter();
    match (values.next(), values.next()) {
        (Some(value), None) => value.to_str().ok(),
        (_, _) => None,
    }
}
