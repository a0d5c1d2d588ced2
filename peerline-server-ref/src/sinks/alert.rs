//! A page as an event of an alerting service.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use peerline_core::ports::Clock;
use peerline_core::ports::EscalationSink;
use peerline_core::ports::Page;
use peerline_core::ports::PageTarget;
use peerline_core::ports::PortError;
use peerline_core::vocab::Band;
use peerline_core::vocab::CaseId;
use peerline_core::vocab::Timestamp;
use reqwest::Client;
use reqwest::header::HeaderValue;
use url::Url;

use super::http;
use super::page_key;
use super::target_name;
use super::template::Blank;
use super::template::Filled;
use super::template::Template;
use super::template::TemplateError;
use super::words;

/// Posts each page in the shape that a template gives it: Alertmanager, PagerDuty, `GoAlert`, or one
/// of the operator's own.
///
/// `Ok` means that the service answered 2xx within the deadline. Each step of the ladder is an event of
/// its own there: were it the same one, a service would wake nobody again for an event that
/// somebody acknowledged and slept on.
pub struct AlertSink {
    client: Client,
    url: Url,
    template: Template,
    secret: String,
    desk: Option<Url>,
    clock: Arc<dyn Clock>,
}

impl AlertSink {
    /// How long the service has, connecting included.
    pub const DEADLINE: Duration = http::DEADLINE;

    /// Makes a sink from the text of a template; `url` takes the place of the template's own, and
    /// `desk` is where responders answer.
    ///
    /// # Errors
    /// Where the template is not good, nobody says where to send, or a secret is missing or not
    /// used.
    pub fn new(
        template: &str,
        url: Option<&Url>,
        secret: Option<&str>,
        desk: Option<Url>,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, AlertError> {
        let template = Template::read(template)?;
        if template.has(Blank::Secret) && secret.is_none() {
            return Err(AlertError::NoSecret);
        }
        if !template.has(Blank::Secret) && secret.is_some() {
            return Err(AlertError::UnusedSecret);
        }
        let url = url.or(template.url.as_ref()).cloned();
        let sink = Self {
            client: http::client(Self::DEADLINE)?,
            url: url.ok_or(AlertError::NoAddress)?,
            template,
            secret: secret.unwrap_or_default().to_owned(),
            desk,
            clock,
        };
        sink.check_headers()?;
        Ok(sink)
    }

    /// A header that cannot be sent would keep every page back, and nobody would know before the
    /// first one.
    fn check_headers(&self) -> Result<(), AlertError> {
        let case = CaseId::from_bytes([0; 16]);
        let since = self.clock.now();
        let page = Page::new(case, 0, PageTarget::LastResort, Band::High, since);
        let filled = self.template.fill(&|blank| self.value(&page, blank));
        let bad = |value: &String| HeaderValue::from_str(value).is_err();
        match filled.headers.iter().find(|(_, value)| bad(value)) {
            Some((name, _)) => Err(AlertError::Header(name.to_string())),
            None => Ok(()),
        }
    }

    /// Returns where it sends to.
    pub(super) const fn url(&self) -> &Url {
        &self.url
    }

    fn value(&self, page: &Page, blank: Blank) -> String {
        match blank {
            Blank::Key => page_key(page),
            Blank::Case => page.case.to_string(),
            Blank::Step => page.step.to_string(),
            Blank::Target => target_name(page.target),
            Blank::Priority => words::priority(page.priority),
            Blank::Since => moment(page.since),
            Blank::Now => moment(self.clock.now()),
            Blank::Summary => words::summary(page),
            Blank::Details => words::details(page, self.desk.as_ref()),
            Blank::Desk => self.desk.as_ref().map(Url::to_string).unwrap_or_default(),
            Blank::Drill => page.drill.to_string(),
            Blank::Wanted => wanted(page).to_owned(),
            Blank::Secret => self.secret.clone(),
        }
    }
}

/// Names who is needed.
const fn wanted(page: &Page) -> &'static str {
    if page.supervisor {
        "supervisor"
    } else {
        "responder"
    }
}

#[async_trait]
impl EscalationSink for AlertSink {
    async fn page(&self, page: &Page) -> Result<(), PortError> {
        let filled = self.template.fill(&|blank| self.value(page, blank));
        self.post(page, filled, page_key(page)).await
    }

    async fn call_off(&self, page: &Page) -> Result<(), PortError> {
        match self
            .template
            .fill_call_off(&|blank| self.value(page, blank))
        {
            Some(filled) => {
                self.post(page, filled, format!("{}/off", page_key(page)))
                    .await
            }
            None => Ok(()),
        }
    }
}

impl AlertSink {
    async fn post(&self, page: &Page, filled: Filled, key: String) -> Result<(), PortError> {
        let body = serde_json::to_vec(&filled.body);
        let body = body.map_err(|error| http::refused().because(error))?;
        let mut url = self.url.clone();
        if !filled.query.is_empty() {
            url.query_pairs_mut().extend_pairs(&filled.query);
        }
        let mut request = self
            .client
            .post(url)
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", key);
        for (name, value) in filled.headers {
            request = request.header(name, value);
        }
        http::deliver(request.body(body), http::sent(page)).await
    }
}

impl fmt::Debug for AlertSink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AlertSink(..)")
    }
}

/// Writes a time as RFC 3339 has it.
fn moment(at: Timestamp) -> String {
    let millis = i64::try_from(at.unix_millis()).unwrap_or(i64::MAX);
    jiff::Timestamp::from_millisecond(millis)
        .map(|at| at.to_string())
        .unwrap_or_default()
}

/// A sink for alerts could not be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AlertError {
    /// The template is not good.
    #[error(transparent)]
    Template(#[from] TemplateError),
    /// Nobody says where to send.
    #[error(
        "the template has no url; name the service's, as in url = \"https://alerts.example.org/api/v2/alerts\""
    )]
    NoAddress,
    /// The template needs a secret.
    #[error("the template needs {{secret}}; name the file that holds it with secret_file")]
    NoSecret,
    /// A header would hold what no header can.
    #[error(
        "headers.{0}: what would be filled in cannot stand in a header, as a line break cannot"
    )]
    Header(String),
    /// The secret is used nowhere.
    #[error("the template has no place for {{secret}}; leave secret_file out, or use the blank")]
    UnusedSecret,
    /// TLS could not start.
    #[error("the connection could not be set up: {0}")]
    Tls(#[from] reqwest::Error),
}
