//! From what the configuration says to a sink that works.

use std::fs;
use std::io;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

use lettre::transport::smtp;
use peerline_core::driver;
use peerline_core::ports::Clock;
use peerline_core::ports::EscalationSink;
use peerline_core::ports::GuardianBell;
use url::Url;

use super::AlertError;
use super::AlertSink;
use super::LogSink;
use super::MailSink;
use super::RotaSink;
use super::WebhookSink;
use super::template::Template;
use crate::config;
use crate::config::AlertSettings;
use crate::config::Bell;
use crate::config::EscalationSettings;
use crate::config::MailSettings;
use crate::config::RotaSettings;
use crate::secrets;
use crate::secrets::SecretError;

/// Makes the sinks of a whole ladder. A rota knows what is behind it: with nobody on call, its page goes
/// there.
///
/// # Errors
/// As [`bell`].
pub fn ladder(
    settings: &EscalationSettings,
    clock: &Arc<dyn Clock>,
    desk: Option<&Url>,
) -> Result<driver::Sinks, SinkError> {
    let last_resort = bell(&settings.last_resort, clock, desk)?;
    let mut behind = Arc::clone(&last_resort);
    let mut on_call = Vec::new();
    for ring in settings.rings.iter().rev() {
        let sink = match ring {
            Bell::Rota(rota) => by_turns(rota, behind, (clock, desk))?,
            Bell::Log | Bell::Webhook { .. } | Bell::Mail(_) | Bell::Alert(_) => {
                bell(ring, clock, desk)?
            }
        };
        behind = Arc::clone(&sink);
        on_call.push(sink);
    }
    on_call.reverse();
    Ok(driver::Sinks {
        on_call,
        last_resort,
        guardians: None,
    })
}

fn by_turns(
    rota: &RotaSettings,
    behind: Arc<dyn EscalationSink>,
    (clock, desk): (&Arc<dyn Clock>, Option<&Url>),
) -> Result<Arc<dyn EscalationSink>, SinkError> {
    let people = rota.people.iter();
    let people = people.map(|(_, person)| bell(person, clock, desk));
    let people = people.collect::<Result<_, _>>()?;
    let schedule = rota.schedule.clone();
    Ok(Arc::new(RotaSink::new(
        schedule,
        people,
        behind,
        Arc::clone(clock),
    )))
}

/// Makes the sink that a configuration names; `desk` is where responders answer, if that is known.
///
/// # Errors
/// Where the key cannot be read, is too short, or TLS cannot start.
pub fn bell(
    bell: &Bell,
    clock: &Arc<dyn Clock>,
    desk: Option<&Url>,
) -> Result<Arc<dyn EscalationSink>, SinkError> {
    match bell {
        Bell::Log => Ok(Arc::new(LogSink)),
        Bell::Webhook { url, secret_file } => Ok(Arc::new(webhook(url, secret_file, clock)?)),
        Bell::Mail(settings) => Ok(Arc::new(mail(settings, desk.cloned())?)),
        Bell::Alert(settings) => alert(settings, desk.cloned(), Arc::clone(clock)),
        Bell::Rota(rota) => Err(SinkError::Alone(rota.name.clone())),
    }
}

/// Makes what calls the guardians.
///
/// # Errors
/// As [`bell`], and where it is an alerting service: those take cases alone.
pub fn guardian_bell(
    bell: &Bell,
    clock: &Arc<dyn Clock>,
    desk: Option<&Url>,
) -> Result<Arc<dyn GuardianBell>, SinkError> {
    match bell {
        Bell::Log => Ok(Arc::new(LogSink)),
        Bell::Webhook { url, secret_file } => Ok(Arc::new(webhook(url, secret_file, clock)?)),
        Bell::Mail(settings) => Ok(Arc::new(mail(settings, desk.cloned())?)),
        Bell::Alert(_) | Bell::Rota(_) => Err(SinkError::CasesAlone),
    }
}

/// Returns where responders answer, for a line that is reached at `public`.
#[must_use]
pub fn desk(public: Option<&Url>) -> Option<Url> {
    public?.join("/responder").ok()
}

fn webhook(
    url: &Url,
    secret_file: &Path,
    clock: &Arc<dyn Clock>,
) -> Result<WebhookSink, SinkError> {
    let secret = secrets::read_private(secret_file)?;
    let secret = secret.trim().as_bytes();
    if secret.len() < SHORTEST {
        return Err(SinkError::Short(secret_file.display().to_string()));
    }
    Ok(WebhookSink::new(url.clone(), secret, Arc::clone(clock))?)
}

fn mail(settings: &MailSettings, desk: Option<Url>) -> Result<MailSink, SinkError> {
    let file = settings.login.as_ref().map(|(_, file)| file);
    let password = file.map(|file| secrets::read_private(file));
    let password = password.transpose().map_err(SinkError::Password)?;
    let authorities = settings.ca_file.as_deref().map(read).transpose()?;
    let password = password.as_deref().map(str::trim);
    let sink = MailSink::new(settings, password, authorities.as_deref(), desk)?;
    Ok(sink)
}

fn alert(
    settings: &AlertSettings,
    desk: Option<Url>,
    clock: Arc<dyn Clock>,
) -> Result<Arc<dyn EscalationSink>, SinkError> {
    let wrong = |source| SinkError::Alert {
        template: settings.template.clone(),
        source,
    };
    let own;
    let template = match Template::shipped(&settings.template) {
        Some(shipped) => shipped,
        None => {
            own = read(&settings.template_file)?;
            std::str::from_utf8(&own).map_err(|_| SinkError::NotText(settings.template.clone()))?
        }
    };
    let secret = settings.secret_file.as_deref();
    let secret = secret.map(secrets::read_private).transpose();
    let secret = secret.map_err(SinkError::AlertSecret)?;
    let secret = secret.as_deref().map(str::trim);
    let url = settings.url.as_ref();
    let sink = AlertSink::new(template, url, secret, desk, clock).map_err(wrong)?;
    if !config::is_sealed(sink.url()) {
        return Err(SinkError::InTheClear(settings.template.clone()));
    }
    Ok(Arc::new(sink))
}

fn read(path: &Path) -> Result<Vec<u8>, SinkError> {
    fs::read(path).map_err(|source| SinkError::File {
        path: path.to_path_buf(),
        source,
    })
}

/// A sink could not be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SinkError {
    /// The key could not be read.
    #[error("escalation, secret_file of a webhook: {0}; make one with: openssl rand -hex 32")]
    Secret(#[from] SecretError),
    /// The key is too short.
    #[error(
        "{0}: a webhook's key has at least {SHORTEST} bytes; make one with: openssl rand -hex 32"
    )]
    Short(String),
    /// TLS could not start.
    #[error("the webhook's connection could not be set up: {0}")]
    Tls(#[from] reqwest::Error),
    /// The password of a mail server could not be read.
    #[error("escalation, password_file of smtp: {0}")]
    Password(SecretError),
    /// The secret of an alerting service could not be read.
    #[error("escalation, secret_file of alert: {0}")]
    AlertSecret(SecretError),
    /// An event cannot be sent as the configuration says.
    #[error("escalation, alert, template {template}: {source}")]
    Alert {
        /// Which template.
        template: String,
        /// Why.
        source: AlertError,
    },
    /// A template is no text.
    #[error("escalation, alert, template {0}: is not UTF-8")]
    NotText(String),
    /// The url of a template is not sealed.
    #[error(
        "escalation, alert, template {0}: its url must be https://; http:// is for loopback and \
         private addresses alone"
    )]
    InTheClear(String),
    /// A rota was asked for without what is behind it.
    #[error("escalation, rota {0}: is a ring of a ladder, and nothing by itself")]
    Alone(String),
    /// Guardians are called by a webhook or a mail.
    #[error("vault, call: an alerting service takes cases alone; use webhook or smtp")]
    CasesAlone,
    /// A file could not be read.
    #[error("escalation: {}: {source}", path.display())]
    File {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The connection to a mail server could not be prepared.
    #[error("escalation, smtp: {0}; ca_file holds certificates as PEM")]
    Mail(#[from] smtp::Error),
}

/// The fewest bytes of a key.
const SHORTEST: usize = 16;
