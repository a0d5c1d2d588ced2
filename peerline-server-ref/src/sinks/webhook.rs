//! A page as a signed HTTP request.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use hmac::Hmac;
use hmac::KeyInit as _;
use hmac::Mac as _;
use peerline_core::ports::Clock;
use peerline_core::ports::EscalationSink;
use peerline_core::ports::GuardianBell;
use peerline_core::ports::GuardianCall;
use peerline_core::ports::Page;
use peerline_core::ports::PageTarget;
use peerline_core::ports::PortError;
use reqwest::Client;
use sha2::Sha256;
use url::Url;

use super::http;

/// Posts each page to one address.
///
/// `Ok` means that the other side answered 2xx within the deadline. No redirect is followed: a page
/// goes where the operator said, or nowhere.
pub struct WebhookSink {
    client: Client,
    url: Url,
    secret: Box<[u8]>,
    clock: Arc<dyn Clock>,
}

impl WebhookSink {
    /// How long the other side has, connecting included.
    pub const DEADLINE: Duration = http::DEADLINE;

    /// Makes a sink that signs with `secret`.
    ///
    /// # Errors
    /// Where the system's certificates cannot be read.
    pub fn new(url: Url, secret: &[u8], clock: Arc<dyn Clock>) -> Result<Self, reqwest::Error> {
        Self::with_deadline(url, secret, clock, Self::DEADLINE)
    }

    /// Makes a sink with another deadline.
    ///
    /// # Errors
    /// Where the system's certificates cannot be read.
    pub fn with_deadline(
        url: Url,
        secret: &[u8],
        clock: Arc<dyn Clock>,
        deadline: Duration,
    ) -> Result<Self, reqwest::Error> {
        let client = http::client(deadline)?;
        Ok(Self {
            client,
            url,
            secret: secret.into(),
            clock,
        })
    }
}

impl WebhookSink {
    /// Posts what is signed, under its key.
    async fn post(&self, body: Vec<u8>, key: String, sent: http::Sent) -> Result<(), PortError> {
        let timestamp = self.clock.now().unix_millis() / 1000;
        let signature = Signature::of(&self.secret, timestamp, &body).ok_or_else(http::refused)?;
        let request = self
            .client
            .post(self.url.clone())
            .header("Content-Type", "application/json")
            .header("Peerline-Timestamp", timestamp)
            .header("Peerline-Signature", signature.to_string())
            .header("Idempotency-Key", key)
            .body(body);
        http::deliver(request, sent).await
    }
}

#[async_trait]
impl EscalationSink for WebhookSink {
    async fn page(&self, page: &Page) -> Result<(), PortError> {
        let body = serde_json::to_vec(page).map_err(|error| http::refused().because(error))?;
        self.post(body, page_key(page), http::sent(page)).await
    }
}

#[async_trait]
impl GuardianBell for WebhookSink {
    async fn ring(&self, call: &GuardianCall) -> Result<(), PortError> {
        let body = serde_json::to_vec(call).map_err(|error| http::refused().because(error))?;
        let sent = (0, GUARDIANS.to_owned());
        self.post(body, call_key(call), sent).await
    }
}

impl fmt::Debug for WebhookSink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WebhookSink(..)")
    }
}

/// The value of `Peerline-Signature`: HMAC-SHA-256 over timestamp, a dot, and the body.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Signature([u8; 32]);

impl Signature {
    /// Signs; `None` never happens, since HMAC takes keys of every length.
    #[must_use]
    pub fn of(secret: &[u8], timestamp: u64, body: &[u8]) -> Option<Self> {
        let mut mac = Hmac::<Sha256>::new_from_slice(secret).ok()?;
        mac.update(timestamp.to_string().as_bytes());
        mac.update(b".");
        mac.update(body);
        Some(Self(mac.finalize().into_bytes().into()))
    }
}

impl fmt::Display for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("v1=")?;
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// Returns the key of a page: the same page has the same key whenever it comes again.
pub(crate) fn page_key(page: &Page) -> String {
    format!("{}/{}/{}", page.case, page.step, target_name(page.target))
}

/// Returns the key of a call to guardians, likewise.
pub(crate) fn call_key(call: &GuardianCall) -> String {
    format!("{GUARDIANS}/{}", call.request)
}

/// What guardians are called in keys and logs.
pub(crate) const GUARDIANS: &str = "guardians";

/// Names a target for keys and logs.
pub(crate) fn target_name(target: PageTarget) -> String {
    match target {
        PageTarget::Console => "console".to_owned(),
        PageTarget::OnCall { ring } => format!("on_call_{ring}"),
        PageTarget::LastResort => "last_resort".to_owned(),
        _ => "other".to_owned(),
    }
}
