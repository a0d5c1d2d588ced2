//! The `[escalation]` section.

use std::path::Path;
use std::path::PathBuf;

use lettre::Address;
use toml::Spanned;
use url::Host;
use url::Url;

use super::ConfigError;
use super::RotaSettings;
use super::error::Fault;
use super::error::Origin;
use super::file;

/// Who is called, ring by ring, and at the end.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct EscalationSettings {
    /// Ring k of the on-call schedule.
    pub rings: Vec<Bell>,
    /// The end of the ladder.
    pub last_resort: Bell,
}

impl EscalationSettings {
    /// Returns everything that may be called: the rings, the first first, then the last resort.
    pub fn bells(&self) -> impl Iterator<Item = &Bell> {
        self.rings.iter().chain([&self.last_resort])
    }
}

/// One way to call somebody.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub enum Bell {
    /// A line at level ERROR in the log: somebody must watch it.
    #[default]
    Log,
    /// A signed HTTP request.
    Webhook {
        /// Where to.
        url: Url,
        /// The file with the key that signs.
        secret_file: PathBuf,
    },
    /// A mail.
    Mail(Box<MailSettings>),
    /// An event of an alerting service.
    Alert(Box<AlertSettings>),
    /// Whoever is on call by a rota. Among the rings alone.
    Rota(Box<RotaSettings>),
}

/// An alerting service, and the shape in which it takes a page.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct AlertSettings {
    /// The template: one that comes with the program, or a file.
    pub template: String,
    /// Where that file is, where it is one.
    pub template_file: PathBuf,
    /// Where the service listens; left out where the template says it.
    pub url: Option<Url>,
    /// The file with what the service knows the line by.
    pub secret_file: Option<PathBuf>,
}

/// A mail server, who writes, and who is woken.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct MailSettings {
    /// The name or the number of the server; its certificate must be for this one.
    pub host: String,
    /// Where it listens.
    pub port: u16,
    /// How the connection is sealed.
    pub tls: MailTls,
    /// Who writes.
    pub from: Address,
    /// Who is woken, 1 to [`MailSettings::MOST`]; each gets a mail of their own.
    pub to: Vec<Address>,
    /// The name to log in with and the file with its password; `None` logs nobody in.
    pub login: Option<(String, PathBuf)>,
    /// A file with certificates to trust besides those of the system, as PEM.
    pub ca_file: Option<PathBuf>,
}

impl MailSettings {
    /// The most people one ring wakes by mail. Each takes a connection of its own.
    pub const MOST: usize = 32;
}

/// How the connection to a mail server is sealed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum MailTls {
    /// TLS from the first byte (RFC 8314).
    Implicit,
    /// TLS by STARTTLS; without it nothing is sent.
    Starttls,
    /// None: for a relay on this machine or in a private network.
    Plain,
}

/// Reads the section; `beside` makes paths relative to the file.
pub(super) fn read(
    origin: &Origin<'_>,
    (section, rotas): (&file::Escalation, &[RotaSettings]),
    beside: impl Fn(&Path) -> PathBuf,
) -> Result<EscalationSettings, ConfigError> {
    let reader = Reader { origin, beside };
    let mut settings = EscalationSettings::default();
    if let Some(target) = &section.last_resort {
        settings.last_resort = reader.bell("escalation.last_resort", target)?;
    }
    let rings = section.rings.iter();
    let rings = rings.map(|target| reader.ring(target, rotas));
    settings.rings = rings.collect::<Result<_, _>>()?;
    Ok(settings)
}

/// Reads one way to call somebody, which stands under `key`.
pub(super) fn read_bell(
    origin: &Origin<'_>,
    key: &str,
    target: &Spanned<file::Target>,
    beside: impl Fn(&Path) -> PathBuf,
) -> Result<Bell, ConfigError> {
    Reader { origin, beside }.bell(key, target)
}

struct Reader<'a, F> {
    origin: &'a Origin<'a>,
    beside: F,
}

impl<F: Fn(&Path) -> PathBuf> Reader<'_, F> {
    /// A ring may be a rota, whoever is on call by it; nothing else may: the last resort needs no
    /// roster, and a rota has people.
    fn ring(
        &self,
        target: &Spanned<file::Target>,
        rotas: &[RotaSettings],
    ) -> Result<Bell, ConfigError> {
        let key = "escalation.rings";
        let Some(name) = &target.get_ref().rota else {
            return self.bell(key, target);
        };
        let file::Target {
            webhook,
            smtp,
            alert,
            rota: _,
            log,
        } = target.get_ref();
        if webhook.is_some() || smtp.is_some() || alert.is_some() || *log {
            let what = "name exactly one way to call somebody";
            let advice = "use { rota = \"…\" } alone";
            return Err(self.at(target, Fault::new(key, what, advice)));
        }
        let known = rotas.iter().find(|rota| rota.name == *name.get_ref());
        let known = known.ok_or_else(|| {
            let what = format!("there is no rota \"{}\"", name.get_ref());
            let advice = "make one: a [[rota]] with this name";
            self.at(name, Fault::new("escalation.rings.rota", what, advice))
        })?;
        Ok(Bell::Rota(Box::new(known.clone())))
    }

    fn bell(&self, key: &str, target: &Spanned<file::Target>) -> Result<Bell, ConfigError> {
        let file::Target {
            webhook,
            smtp,
            alert,
            rota,
            log,
        } = target.get_ref();
        if let Some(rota) = rota {
            let what = "a rota is a ring, and nothing else";
            let advice = "use webhook, smtp, alert or log here, and the rota in escalation.rings";
            return Err(self.at(rota, Fault::new(&format!("{key}.rota"), what, advice)));
        }
        match (webhook, smtp, alert, log) {
            (None, None, None, true) => Ok(Bell::Log),
            (Some(webhook), None, None, false) => Ok(Bell::Webhook {
                url: self.web_address(&format!("{key}.webhook.url"), &webhook.url)?,
                secret_file: (self.beside)(webhook.secret_file.get_ref()),
            }),
            (None, Some(smtp), None, false) => {
                let mail = self.mail(&format!("{key}.smtp"), smtp)?;
                Ok(Bell::Mail(Box::new(mail)))
            }
            (None, None, Some(alert), false) => {
                let alert = self.alert(&format!("{key}.alert"), alert)?;
                Ok(Bell::Alert(Box::new(alert)))
            }
            _ => {
                let advice = "use { webhook = { url = \"https://…\", secret_file = \"…\" } }, \
                              { smtp = { server = \"smtps://…\", from = \"…\", to = [\"…\"] } }, \
                              { alert = { template = \"pagerduty\", secret_file = \"…\" } } \
                              or { log = true }";
                let fault = Fault::new(key, "name exactly one way to call somebody", advice);
                Err(self.at(target, fault))
            }
        }
    }

    fn alert(&self, key: &str, alert: &file::Alert) -> Result<AlertSettings, ConfigError> {
        let url = alert.url.as_ref();
        let url = url.map(|url| self.web_address(&format!("{key}.url"), url));
        let template = alert.template.get_ref();
        Ok(AlertSettings {
            template: template.clone(),
            template_file: (self.beside)(Path::new(template)),
            url: url.transpose()?,
            secret_file: alert.secret_file.as_deref().map(&self.beside),
        })
    }

    /// An address that takes pages over HTTP.
    fn web_address(&self, key: &str, value: &Spanned<String>) -> Result<Url, ConfigError> {
        let url = Url::parse(value.get_ref()).map_err(|error| {
            let advice = "use a whole address, as in \"https://pager.example.org/hook\"";
            self.at(value, Fault::new(key, error.to_string(), advice))
        })?;
        if is_sealed(&url) {
            return Ok(url);
        }
        let advice = "use https://; http:// is for loopback and private addresses alone";
        Err(self.at(value, Fault::new(key, IN_THE_CLEAR, advice)))
    }

    fn mail(&self, key: &str, smtp: &file::Smtp) -> Result<MailSettings, ConfigError> {
        let (host, port, tls) = self.mail_server(&format!("{key}.server"), &smtp.server)?;
        let to_key = format!("{key}.to");
        let to = smtp.to.get_ref().iter();
        let to: Vec<Address> = to
            .map(|address| self.mailbox(&to_key, address))
            .collect::<Result<_, _>>()?;
        if to.is_empty() || to.len() > MailSettings::MOST {
            let what = format!("1 to {} people can be woken", MailSettings::MOST);
            let advice = "as in to = [\"on-call@example.org\"]";
            return Err(self.at(&smtp.to, Fault::new(&to_key, what, advice)));
        }
        Ok(MailSettings {
            host,
            port,
            tls,
            from: self.mailbox(&format!("{key}.from"), &smtp.from)?,
            to,
            login: self.login(key, smtp)?,
            ca_file: smtp.ca_file.as_deref().map(&self.beside),
        })
    }

    fn mail_server(
        &self,
        key: &str,
        value: &Spanned<String>,
    ) -> Result<(String, u16, MailTls), ConfigError> {
        let malformed = || {
            let what = format!("\"{}\" is not a mail server", value.get_ref());
            let advice = "use \"smtps://mail.example.org\" (TLS at once, port 465), \
                          \"smtp://mail.example.org\" (STARTTLS, port 587), or \
                          \"smtp+plain://127.0.0.1\" (port 25) for a relay of yours near by";
            self.at(value, Fault::new(key, what, advice))
        };
        let url = Url::parse(value.get_ref()).map_err(|_| malformed())?;
        let (tls, port) = match url.scheme() {
            "smtps" => (MailTls::Implicit, 465),
            "smtp" => (MailTls::Starttls, 587),
            "smtp+plain" => (MailTls::Plain, 25),
            _ => return Err(malformed()),
        };
        let bare = matches!(url.path(), "" | "/")
            && url.query().is_none()
            && url.fragment().is_none()
            && url.username().is_empty()
            && url.password().is_none();
        let host = url.host_str().filter(|_| bare).ok_or_else(malformed)?;
        if tls == MailTls::Plain && !is_near(&url) {
            let advice = "use smtps:// or smtp://; smtp+plain:// is for loopback and private \
                          addresses alone";
            return Err(self.at(value, Fault::new(key, IN_THE_CLEAR, advice)));
        }
        let host = host.trim_matches(['[', ']']).to_owned();
        Ok((host, url.port().unwrap_or(port), tls))
    }

    fn mailbox(&self, key: &str, value: &Spanned<String>) -> Result<Address, ConfigError> {
        value.get_ref().parse().map_err(|_| {
            let what = format!("\"{}\" is not an address of a mailbox", value.get_ref());
            let advice = "use the address alone, as in \"on-call@example.org\"";
            self.at(value, Fault::new(key, what, advice))
        })
    }

    fn login(
        &self,
        key: &str,
        smtp: &file::Smtp,
    ) -> Result<Option<(String, PathBuf)>, ConfigError> {
        let advice = "name both or none, as in login = \"peerline\", \
                      password_file = \"smtp.password\"";
        match (&smtp.login, &smtp.password_file) {
            (None, None) => Ok(None),
            (Some(login), Some(file)) => Ok(Some((
                login.get_ref().clone(),
                (self.beside)(file.get_ref()),
            ))),
            (Some(login), None) => {
                let key = format!("{key}.login");
                Err(self.at(login, Fault::new(&key, "has no password_file", advice)))
            }
            (None, Some(file)) => {
                let key = format!("{key}.password_file");
                Err(self.at(file, Fault::new(&key, "has no login", advice)))
            }
        }
    }

    fn at<T>(&self, value: &Spanned<T>, fault: Fault) -> ConfigError {
        ConfigError::at(self.origin, Some(value.span()), fault)
    }
}

/// Returns whether what goes to a URL is read by nobody on the way.
pub(crate) fn is_sealed(url: &Url) -> bool {
    url.scheme() == "https" || (url.scheme() == "http" && is_near(url))
}

/// Returns whether a URL's host is this machine or a private network, by number.
pub(super) fn is_near(url: &Url) -> bool {
    // Where a scheme is not one of the web's, a number in the host is read as a name.
    let number = url.host_str().and_then(|host| Host::parse(host).ok());
    match number {
        Some(Host::Ipv4(ip)) => ip.is_loopback() || ip.is_private(),
        Some(Host::Ipv6(ip)) => ip.is_loopback() || ip.is_unique_local(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}

const IN_THE_CLEAR: &str = "a page about a crisis must not cross the internet in the clear";
