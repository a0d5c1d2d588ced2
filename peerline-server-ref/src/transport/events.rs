//! PLP as an event stream: what the server says. What the client says comes by posts.

use std::convert::Infallible;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use axum::body::Body;
use axum::extract::Request;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::HeaderName;
use axum::http::HeaderValue;
use axum::http::Method;
use axum::http::Response;
use axum::http::StatusCode;
use axum::http::header;
use bytes::Bytes;
use futures_util::Stream;
use futures_util::stream;
use peerline_core::driver::Peer;
use peerline_core::ports::FrameSink;
use peerline_core::ports::FrameSource;
use peerline_core::ports::PortError;
use peerline_core::ports::PortErrorKind;
use peerline_core::protocol::Encoding;
use peerline_core::protocol::links::KEEP_AWAKE;
use peerline_core::protocol::links::encode_event;
use peerline_core::protocol::links::encode_link;
use tokio::sync::mpsc;
use tokio::time::Instant;
use tokio::time::Interval;
use tokio::time::interval_at;
use url::form_urlencoded;

use super::event_links::OpenLink;
use super::mailbox::Mailbox;
use super::offer;
use crate::http::App;
use crate::http::plain;
use crate::server::Network;

/// Answers `GET /plp/sse` with an event stream that lasts as long as the connection.
pub async fn stream(State(app): State<App>, request: Request) -> Response<Body> {
    if request.method() != Method::GET {
        return plain(StatusCode::METHOD_NOT_ALLOWED, "an event stream is got\n");
    }
    let origin = app.origins().dialed(request.headers());
    let Some(origin) = origin.filter(|_| !is_foreign(request.headers())) else {
        return plain(StatusCode::FORBIDDEN, "this origin may not connect here\n");
    };
    let Some(encoding) = wanted(request.uri().query().unwrap_or_default()) else {
        return plain(
            StatusCode::BAD_REQUEST,
            "name an encoding, as in enc=peerline.1%2Bjson\n",
        );
    };
    let network = request.extensions().get::<Network>().copied();
    let Network(network) = network.unwrap_or_default();
    let place = app.sockets().enter();
    let link = app.event_links().open(encoding);
    let (Some(place), Some((secret, link))) = (place, link) else {
        return plain(
            StatusCode::SERVICE_UNAVAILABLE,
            "the line is closing; try again\n",
        );
    };
    let (out, events) = mpsc::channel(QUEUE);
    // The queue is new and has room.
    let _first = out.try_send(Bytes::from(encode_link(&secret)));
    let guard = Gone(Arc::clone(&link.mailbox));
    let source = EventSource(link);
    let sink = EventSink {
        encoding,
        out: Some(out),
    };
    tokio::spawn(async move {
        let peer = Peer {
            origin,
            encoding,
            network,
        };
        let line = app.line();
        line.serve(Box::new(source), Box::new(sink), peer).await;
        drop(place);
    });
    answer(Body::from_stream(awake(events, guard, AWAKE)))
}

fn answer(body: Body) -> Response<Body> {
    let mut response = Response::new(body);
    for (name, value) in [
        (header::CONTENT_TYPE, "text/event-stream"),
        (header::CACHE_CONTROL, "no-store, no-transform"),
        (HeaderName::from_static("x-accel-buffering"), "no"),
    ] {
        response
            .headers_mut()
            .insert(name, HeaderValue::from_static(value));
    }
    response
}

/// Whether a browser says that another site asks. It sends no `Origin` with the requests of a
/// picture or a link.
fn is_foreign(headers: &HeaderMap) -> bool {
    let site = headers.get("sec-fetch-site").map(HeaderValue::as_bytes);
    site.is_some_and(|site| site != b"same-origin" && site != b"none")
}

fn wanted(query: &str) -> Option<Encoding> {
    let mut fields = form_urlencoded::parse(query.as_bytes());
    let (_, name) = fields.find(|(field, _)| field == "enc")?;
    offer::choose(std::iter::once(&*name))
}

/// What the body of the answer is made of: events as they come, comments in between. The mailbox
/// ends with it, however it ends.
fn awake(
    events: mpsc::Receiver<Bytes>,
    guard: Gone,
    every: Duration,
) -> impl Stream<Item = Result<Bytes, Infallible>> {
    let comments = interval_at(Instant::now() + every, every);
    stream::unfold((events, comments, guard), |mut state| async {
        let chunk = next_chunk(&mut state.0, &mut state.1).await?;
        Some((Ok(chunk), state))
    })
}

async fn next_chunk(events: &mut mpsc::Receiver<Bytes>, comments: &mut Interval) -> Option<Bytes> {
    tokio::select! {
        biased;
        event = events.recv() => event,
        _ = comments.tick() => Some(Bytes::from_static(KEEP_AWAKE)),
    }
}

/// Ends a mailbox when the client reads its events no longer.
struct Gone(Arc<Mailbox>);

impl Drop for Gone {
    fn drop(&mut self) {
        self.0.end();
    }
}

/// Frames that were posted. Once it is dropped, no post is taken.
#[derive(Debug)]
struct EventSource(OpenLink);

#[async_trait]
impl FrameSource for EventSource {
    async fn next(&mut self) -> Result<Option<Vec<u8>>, PortError> {
        Ok(self.0.mailbox.next().await)
    }
}

/// Frames that become events, all of one call in one piece.
struct EventSink {
    encoding: Encoding,
    out: Option<mpsc::Sender<Bytes>>,
}

#[async_trait]
impl FrameSink for EventSink {
    async fn send(&mut self, frames: &[&[u8]]) -> Result<(), PortError> {
        let mut events = Vec::new();
        for frame in frames {
            encode_event(self.encoding, frame, &mut events);
        }
        let out = self.out.as_ref().ok_or_else(closed)?;
        out.send(Bytes::from(events)).await.map_err(|_| closed())
    }

    async fn close(&mut self) -> Result<(), PortError> {
        self.out.take().map(drop).ok_or_else(closed)
    }
}

impl fmt::Debug for EventSink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventSink")
            .field("encoding", &self.encoding)
            .finish_non_exhaustive()
    }
}

fn closed() -> PortError {
    PortError::new("transport", PortErrorKind::Closed)
}

/// How many pieces may wait for a client that reads slowly.
const QUEUE: usize = 2;
/// How often a comment keeps proxies awake.
const AWAKE: Duration = Duration::from_secs(15);

#[cfg(test)]
mod tests;
