//! What the body of an event stream does over time.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures_util::StreamExt as _;
use peerline_core::protocol::Encoding;
use peerline_core::protocol::links::KEEP_AWAKE;
use tokio::sync::mpsc;

use super::Gone;
use super::Mailbox;
use super::awake;

#[tokio::test]
async fn comments_come_between_events_and_the_body_ends_with_its_connection() {
    let (out, events) = mpsc::channel(2);
    let mailbox = Arc::new(Mailbox::new(Encoding::Json));
    let body = awake(events, Gone(mailbox), Duration::from_millis(5));
    let mut body = std::pin::pin!(body);
    assert_eq!(body.next().await, Some(Ok(Bytes::from_static(KEEP_AWAKE))));
    out.send(Bytes::from_static(b"data: 1\n\n")).await.unwrap();
    drop(out);
    assert_eq!(
        body.next().await,
        Some(Ok(Bytes::from_static(b"data: 1\n\n")))
    );
    assert_eq!(body.next().await, None);
}

#[tokio::test]
async fn a_client_that_stops_reading_ends_the_mailbox() {
    let (_out, events) = mpsc::channel(2);
    let mailbox = Arc::new(Mailbox::new(Encoding::Json));
    let body = awake(events, Gone(Arc::clone(&mailbox)), Duration::from_secs(60));
    drop(body);
    assert_eq!(mailbox.next().await, None);
}
