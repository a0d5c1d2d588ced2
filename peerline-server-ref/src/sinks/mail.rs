//! A page as a mail.

use std::fmt;
use std::time::Duration;

use async_trait::async_trait;
use futures_util::future::join_all;
use lettre::Address;
use lettre::Message;
use lettre::message::Mailbox;
use lettre::message::header::ContentType;
use lettre::message::header::HeaderName;
use lettre::message::header::HeaderValue;
use lettre::transport::smtp;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::authentication::DEFAULT_MECHANISMS;
use lettre::transport::smtp::client::AsyncSmtpConnection;
use lettre::transport::smtp::client::Certificate;
use lettre::transport::smtp::client::TlsParameters;
use lettre::transport::smtp::extension::ClientId;
use peerline_core::ports::EscalationSink;
use peerline_core::ports::GuardianBell;
use peerline_core::ports::GuardianCall;
use peerline_core::ports::Page;
use peerline_core::ports::PortError;
use peerline_core::ports::PortErrorKind;
use tokio::time::timeout;
use url::Url;

use super::words;
use crate::config::MailSettings;
use crate::config::MailTls;

/// Mails each page to everybody of a ring, each by a mail and a connection of their own: an address
/// that fails keeps nobody else asleep, and nobody reads who else is on call.
///
/// `Ok` means that the mail server took the mail for somebody, and that no other one is worth a
/// further try. All mails of one page have the same `Message-ID`, which follows from its key, so that
/// a mailbox can tell a page that came again.
pub struct MailSink {
    server: (String, u16),
    tls: MailTls,
    parameters: TlsParameters,
    credentials: Option<Credentials>,
    hello: ClientId,
    from: Address,
    to: Vec<Address>,
    desk: Option<Url>,
    deadline: Duration,
}

impl MailSink {
    /// How long the mail server has for one mail, connecting included.
    pub const DEADLINE: Duration = Duration::from_secs(15);

    /// Makes a sink; `password` goes with the login of the settings, `authorities` are certificates
    /// to trust as PEM, `desk` is where responders answer.
    ///
    /// # Errors
    /// Where a certificate cannot be read.
    pub fn new(
        settings: &MailSettings,
        password: Option<&str>,
        authorities: Option<&[u8]>,
        desk: Option<Url>,
    ) -> Result<Self, smtp::Error> {
        super::install_tls();
        let login = settings.login.as_ref().zip(password);
        let mut parameters = TlsParameters::builder(settings.host.clone());
        if let Some(pem) = authorities {
            parameters = parameters.add_root_certificate(Certificate::from_pem(pem)?);
        }
        Ok(Self {
            server: (settings.host.clone(), settings.port),
            tls: settings.tls,
            parameters: parameters.build_rustls()?,
            credentials: login
                .map(|((name, _), password)| Credentials::new(name.clone(), password.to_owned())),
            hello: ClientId::Domain(settings.from.domain().to_owned()),
            from: settings.from.clone(),
            to: settings.to.clone(),
            desk,
            deadline: Self::DEADLINE,
        })
    }

    /// Gives the mail server another deadline.
    #[must_use]
    pub const fn within(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }

    async fn send(&self, letter: &Letter, to: &Address) -> Result<(), PortErrorKind> {
        let message = self.write(letter, to).map_err(|_| PortErrorKind::Refused)?;
        let sent = timeout(self.deadline, self.deliver(&message)).await;
        let error = match sent {
            Ok(Ok(())) => return Ok(()),
            Ok(Err(error)) => Some(error),
            Err(_) => None,
        };
        // The words of a server may quote an address, so the code alone is written down.
        let code = error.as_ref().and_then(smtp::Error::status);
        tracing::warn!(
            code = code.map_or(0, u16::from),
            step = letter.step,
            target = %letter.target,
            "a mail server did not take a page"
        );
        if error.is_some_and(|error| error.is_permanent()) {
            return Err(PortErrorKind::Refused);
        }
        Err(PortErrorKind::Unavailable)
    }

    /// Hands a mail over. It is taken when the server says so; how the server says goodbye is nobody's
    /// business then, and is not waited for.
    async fn deliver(&self, message: &Message) -> Result<(), smtp::Error> {
        let (host, port) = &self.server;
        let at_once = (self.tls == MailTls::Implicit).then(|| self.parameters.clone());
        let time = Some(self.deadline);
        let server = (host.as_str(), *port);
        let mut connection =
            AsyncSmtpConnection::connect_tokio1(server, time, &self.hello, at_once, None).await?;
        if self.tls == MailTls::Starttls {
            let parameters = self.parameters.clone();
            connection.starttls(parameters, &self.hello).await?;
        }
        if let Some(credentials) = &self.credentials {
            connection.auth(DEFAULT_MECHANISMS, credentials).await?;
        }
        let (envelope, bytes) = (message.envelope(), message.formatted());
        connection.send(envelope, &bytes).await?;
        let goodbye = self.deadline;
        tokio::spawn(async move {
            let _left = timeout(goodbye, connection.quit()).await;
        });
        Ok(())
    }

    /// Writes a mail; the library dates it.
    fn write(&self, letter: &Letter, to: &Address) -> Result<Message, lettre::error::Error> {
        let key = letter.key.replace('/', ".");
        let header = |name: &'static str, value: &str| {
            HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
        };
        Message::builder()
            .from(Mailbox::new(None, self.from.clone()))
            .to(Mailbox::new(None, to.clone()))
            .message_id(Some(format!("<{key}@{}>", self.from.domain())))
            .raw_header(header("Auto-Submitted", "auto-generated"))
            .raw_header(header("X-Priority", "1"))
            .raw_header(header("Importance", "high"))
            .raw_header(header("Peerline-Page", &letter.key))
            .subject(letter.subject.clone())
            .header(ContentType::TEXT_PLAIN)
            .body(letter.text.clone())
    }

    /// Mails something to everybody.
    async fn send_all(&self, letter: &Letter) -> Result<(), PortError> {
        let mails = self.to.iter().map(|to| self.send(letter, to));
        let outcomes = join_all(mails).await;
        let any = |wanted: Result<(), PortErrorKind>| outcomes.contains(&wanted);
        if any(Err(PortErrorKind::Unavailable)) || outcomes.is_empty() {
            return Err(PortError::new("sink", PortErrorKind::Unavailable));
        }
        if any(Ok(())) {
            return Ok(());
        }
        Err(PortError::new("sink", PortErrorKind::Refused))
    }
}

/// What is in a mail, whoever gets it.
struct Letter {
    key: String,
    step: u32,
    target: String,
    subject: String,
    text: String,
}

#[async_trait]
impl EscalationSink for MailSink {
    async fn page(&self, page: &Page) -> Result<(), PortError> {
        let letter = Letter {
            key: super::page_key(page),
            step: page.step,
            target: super::target_name(page.target),
            subject: words::summary(page),
            text: words::details(page, self.desk.as_ref()),
        };
        self.send_all(&letter).await
    }
}

#[async_trait]
impl GuardianBell for MailSink {
    async fn ring(&self, call: &GuardianCall) -> Result<(), PortError> {
        let letter = Letter {
            key: super::call_key(call),
            step: 0,
            target: super::GUARDIANS.to_owned(),
            subject: words::summary_for_guardians(call),
            text: words::details_for_guardians(call, self.desk.as_ref()),
        };
        self.send_all(&letter).await
    }
}

impl fmt::Debug for MailSink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MailSink(..)")
    }
}
