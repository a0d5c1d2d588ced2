//! What a page by HTTP and its answers have in common.

use std::time::Duration;

use peerline_core::ports::Page;
use peerline_core::ports::PortError;
use peerline_core::ports::PortErrorKind;
use reqwest::Client;
use reqwest::RequestBuilder;
use reqwest::StatusCode;
use reqwest::redirect;

use super::target_name;

/// How long the other side has, connecting included.
pub(super) const DEADLINE: Duration = Duration::from_secs(5);

/// Makes a client that goes where the operator said, or nowhere: no redirect is followed, no proxy
/// of the environment is asked.
pub(super) fn client(deadline: Duration) -> Result<Client, reqwest::Error> {
    install_tls();
    Client::builder()
        .timeout(deadline)
        .redirect(redirect::Policy::none())
        .no_proxy()
        .build()
}

/// What is sent, for the log: the step of a ladder, and who is called.
pub(super) type Sent = (u32, String);

/// Names a page for the log.
pub(super) fn sent(page: &Page) -> Sent {
    (page.step, target_name(page.target))
}

/// Sends a page; `Ok` means that the other side answered 2xx within the deadline.
pub(super) async fn deliver(
    request: RequestBuilder,
    (step, target): Sent,
) -> Result<(), PortError> {
    // The address may hold a token of the operator's, so it is not part of the error.
    let response = request
        .send()
        .await
        .map_err(|error| unavailable().because(error.without_url()))?;
    let status = response.status();
    if status.is_success() {
        return Ok(());
    }
    tracing::warn!(
        status = status.as_u16(),
        step,
        target = %target,
        "a webhook did not take a page"
    );
    let again = matches!(
        status,
        StatusCode::REQUEST_TIMEOUT | StatusCode::TOO_EARLY | StatusCode::TOO_MANY_REQUESTS
    );
    if status.is_client_error() && !again {
        return Err(refused());
    }
    Err(unavailable())
}

/// Chooses the cryptography of TLS for this process; a host that chose before keeps its choice.
pub(crate) fn install_tls() {
    let _chosen_before = rustls::crypto::ring::default_provider().install_default();
}

pub(super) fn refused() -> PortError {
    PortError::new("sink", PortErrorKind::Refused)
}

fn unavailable() -> PortError {
    PortError::new("sink", PortErrorKind::Unavailable)
}
