//! The HTTP side of a WebSocket's opening: what is asked, and whether it may be.

use axum::body::Body;
use axum::http::HeaderMap;
use axum::http::HeaderValue;
use axum::http::Response;
use axum::http::StatusCode;
use axum::http::header;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use peerline_core::protocol::Encoding;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;

use super::offer;

/// Why an upgrade was refused.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Refused {
    /// It is no WebSocket upgrade, or not of version 13.
    NoUpgrade,
    /// The key is missing or not 16 bytes.
    BadKey,
    /// The subprotocol is not offered.
    NoSubprotocol,
}

impl Refused {
    /// Answers.
    pub(super) fn response(self) -> Response<Body> {
        let (status, text) = match self {
            Self::NoUpgrade => (
                StatusCode::UPGRADE_REQUIRED,
                "this address speaks WebSocket 13 alone\n",
            ),
            Self::BadKey => (StatusCode::BAD_REQUEST, "Sec-WebSocket-Key is not valid\n"),
            Self::NoSubprotocol => (
                StatusCode::BAD_REQUEST,
                "offer the subprotocol peerline.1+json\n",
            ),
        };
        let mut response = Response::new(Body::from(text));
        *response.status_mut() = status;
        let headers = response.headers_mut();
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("text/plain; charset=utf-8"),
        );
        if self == Self::NoUpgrade {
            headers.insert(header::UPGRADE, HeaderValue::from_static("websocket"));
            headers.insert(
                header::SEC_WEBSOCKET_VERSION,
                HeaderValue::from_static("13"),
            );
        }
        response
    }
}

/// Checks the request's headers, chooses the encoding and makes the answer that switches protocols.
pub(super) fn accept(headers: &HeaderMap) -> Result<(Response<Body>, Encoding), Refused> {
    let asks = names(headers, header::CONNECTION, "upgrade")
        && names(headers, header::UPGRADE, "websocket")
        && only(headers, header::SEC_WEBSOCKET_VERSION) == Some("13");
    if !asks {
        return Err(Refused::NoUpgrade);
    }
    let key = only(headers, header::SEC_WEBSOCKET_KEY).ok_or(Refused::BadKey)?;
    if STANDARD.decode(key).map(|bytes| bytes.len()) != Ok(16) {
        return Err(Refused::BadKey);
    }
    let encoding = offer::choose(tokens(headers, header::SEC_WEBSOCKET_PROTOCOL))
        .ok_or(Refused::NoSubprotocol)?;
    let proof =
        HeaderValue::from_str(&derive_accept_key(key.as_bytes())).map_err(|_| Refused::BadKey)?;
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::SWITCHING_PROTOCOLS;
    let answer = response.headers_mut();
    answer.insert(header::CONNECTION, HeaderValue::from_static("upgrade"));
    answer.insert(header::UPGRADE, HeaderValue::from_static("websocket"));
    answer.insert(header::SEC_WEBSOCKET_ACCEPT, proof);
    answer.insert(
        header::SEC_WEBSOCKET_PROTOCOL,
        HeaderValue::from_static(encoding.subprotocol()),
    );
    Ok((response, encoding))
}

fn only(headers: &HeaderMap, name: header::HeaderName) -> Option<&str> {
    let mut values = headers.get_all(name).iter();
    match (values.next(), values.next()) {
        (Some(value), None) => value.to_str().ok(),
        (_, _) => None,
    }
}

fn tokens(headers: &HeaderMap, name: header::HeaderName) -> impl Iterator<Item = &str> {
    headers
        .get_all(name)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(str::trim)
}

fn names(headers: &HeaderMap, name: header::HeaderName, token: &str) -> bool {
    tokens(headers, name).any(|found| found.eq_ignore_ascii_case(token))
}
