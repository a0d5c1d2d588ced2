//! From a file to checked settings.

use std::fs;
use std::io;
use std::net::SocketAddr;
use std::ops::Range;
use std::path::Path;
use std::path::PathBuf;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use peerline_core::protocol::TopicLabel;
use peerline_core::vocab::Language;
use peerline_core::vocab::Topic;
use toml::Spanned;
use url::Url;

use super::ConfigError;
use super::LineSettings;
use super::LogFormat;
use super::LogSettings;
use super::ServerSettings;
use super::Settings;
use super::error::Fault;
use super::error::Origin;
use super::escalation;
use super::file;
use super::gate;
use super::limits;
use super::matching;
use super::moderation;
use super::pair;
use super::retention;
use super::rooms;
use super::rota;
use super::staff;
use super::store;
use super::tickets;
use super::vault;
use crate::logs;

/// Reads a configuration file; `None` where it does not exist.
///
/// # Errors
/// Where it cannot be read or is wrong.
pub fn read(file: &Path) -> Result<Option<Settings>, ConfigError> {
    match fs::read_to_string(file) {
        Ok(text) => read_text(file, &text).map(Some),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(ConfigError::of_file(
            file,
            error.to_string(),
            "make the file readable for the account that runs the server, as UTF-8 text",
        )),
    }
}

/// Reads a configuration from its text; `file` is for messages and relative paths.
///
/// # Errors
/// Where it is wrong: with line, column, key and advice.
pub fn read_text(file: &Path, text: &str) -> Result<Settings, ConfigError> {
    let origin = Origin { file, text };
    let parsed: file::File = toml::from_str(text).map_err(|error| of_toml(&origin, &error))?;
    Reader { origin }.settings(parsed)
}

fn of_toml(origin: &Origin<'_>, error: &toml::de::Error) -> ConfigError {
    let named = error.span().and_then(|span| key_at(origin.text, &span));
    let fault = Fault {
        key: named,
        what: error.message().trim().replace('\n', "; "),
        advice: "see `peerline config default` for every key, with its default and its form"
            .to_owned(),
    };
    ConfigError::at(origin, error.span(), fault)
}

/// Returns the key that a span is, or whose value it is, with the section it stands in.
fn key_at(text: &str, span: &Range<usize>) -> Option<String> {
    let before = text.get(..span.start)?;
    let line = before.rsplit('\n').next().unwrap_or_default();
    let itself = text.get(span.clone())?.lines().next().unwrap_or_default();
    let key = match line.rsplit_once('=') {
        Some((left, _)) => left.rsplit(['{', ',']).next().unwrap_or(left).trim(),
        None => itself.trim(),
    };
    let header = before.lines().rev().map(str::trim);
    let section = header
        .filter_map(|line| line.strip_prefix('[')?.split(']').next())
        .map(|name| name.trim_start_matches('[').trim())
        .next();
    let key = Some(key).filter(|key| is_key(key))?;
    Some(section.map_or_else(|| key.to_owned(), |section| format!("{section}.{key}")))
}

fn is_key(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'))
}

/// Turns what the file says into what it means.
struct Reader<'a> {
    origin: Origin<'a>,
}

impl Reader<'_> {
    fn settings(&self, file: file::File) -> Result<Settings, ConfigError> {
        let line = self.line(&file.line)?;
        let rooms = rooms::read(&self.origin, &file.rooms, &line.languages)?;
        let server = self.server(file.server)?;
        let rings = file.escalation.rings.as_slice();
        let beside = |path: &Path| self.beside_the_file(path);
        let rotas = rota::read(&self.origin, &file.rota, (rings, beside))?;
        Ok(Settings {
            staff: staff::read(&self.origin, &file.staff, server.public_url.as_ref())?,
            server,
            line,
            limits: limits::read(&self.origin, &file.limits)?,
            gate: gate::read(&self.origin, &file.gate, |path| self.beside_the_file(path))?,
            matching: matching::read(&self.origin, &file.matching)?,
            moderation: moderation::read(&self.origin, &file.moderation, |path| {
                self.beside_the_file(path)
            })?,
            retention: retention::read(&self.origin, &file.retention)?,
            pair: pair::read(&self.origin, &file.pair)?,
            vault: vault::read(&self.origin, &file.vault, |path| self.beside_the_file(path))?,
            blind_a_day: tickets::read(&self.origin, &file.tickets)?,
            risk_model: file
                .risk
                .model
                .as_deref()
                .map(|path| self.beside_the_file(path)),
            store: store::read(&self.origin, &file.store, |path| self.beside_the_file(path))?,
            escalation: escalation::read(&self.origin, (&file.escalation, &rotas), |path| {
                self.beside_the_file(path)
            })?,
            log: self.log(&file.log)?,
            rooms,
        })
    }

    fn server(&self, section: file::Server) -> Result<ServerSettings, ConfigError> {
        let mut settings = ServerSettings::default();
        if let Some(listen) = &section.listen {
            settings.listen = self.address("server.listen", listen)?;
        }
        if let Some(listen) = &section.admin_listen {
            settings.admin_listen = Some(self.address("server.admin_listen", listen)?);
        }
        if let Some(url) = &section.public_url {
            settings.public_url = Some(self.public_url(url)?);
        }
        if let Some(bound) = &section.max_per_prefix {
            let fault = || {
                let advice = "use a number from 1, or leave the key out for no bound";
                Fault::new("server.max_per_prefix", "0 would let nobody in", advice)
            };
            self.must(*bound.get_ref() != 0, bound, fault)?;
            settings.max_per_prefix = Some(*bound.get_ref());
        }
        settings.behind_proxy = section.behind_proxy.unwrap_or_default();
        if let Some(data) = section.data {
            settings.data = self.beside_the_file(&data);
        }
        Ok(settings)
    }

    fn address(&self, key: &str, value: &Spanned<String>) -> Result<SocketAddr, ConfigError> {
        value.get_ref().parse().map_err(|_| {
            let what = format!("\"{}\" is not an address and port", value.get_ref());
            let advice = "use a numeric address, as in \"127.0.0.1:7433\" or \"[::1]:7433\"";
            self.at(value, Fault::new(key, what, advice))
        })
    }

    fn public_url(&self, value: &Spanned<String>) -> Result<Url, ConfigError> {
        let good = |url: &Url| {
            matches!(url.scheme(), "http" | "https")
                && url.host().is_some()
                && url.path() == "/"
                && url.query().is_none()
                && url.fragment().is_none()
                && url.username().is_empty()
        };
        let parsed = Url::parse(value.get_ref()).ok().filter(good);
        parsed.ok_or_else(|| {
            let what = format!("\"{}\" is not the origin of a site", value.get_ref());
            let advice = "use scheme and host alone, as in \"https://line.example.org\"";
            self.at(value, Fault::new("server.public_url", what, advice))
        })
    }

    fn line(&self, section: &file::Line) -> Result<LineSettings, ConfigError> {
        let mut settings = LineSettings::default();
        if let Some(name) = &section.name {
            let fault = || {
                let advice = "use the words people see at the top of the page";
                Fault::new("line.name", "a name is 1 to 80 characters", advice)
            };
            let length = name.get_ref().trim().chars().count();
            self.must(matches!(length, 1..=80), name, fault)?;
            name.get_ref().trim().clone_into(&mut settings.name);
        }
        if let Some(topics) = &section.topics {
            settings.topics = self.topics(("line.topics.id", "line.topics.label"), topics)?;
        }
        if let Some(experiences) = &section.experiences {
            let keys = ("line.experiences.id", "line.experiences.label");
            settings.experiences = self.topics(keys, experiences)?;
        }
        if let Some(languages) = &section.languages {
            settings.languages = languages
                .iter()
                .map(|language| self.language(language))
                .collect::<Result<_, _>>()?;
        }
        if let Some(country) = &section.country {
            let good = country.get_ref().len() == 2
                && country
                    .get_ref()
                    .bytes()
                    .all(|byte| byte.is_ascii_uppercase());
            let fault = || {
                let advice = "use two capital letters (ISO 3166), as in \"GB\"";
                Fault::new("line.country", "this is not a country's code", advice)
            };
            self.must(good, country, fault)?;
            settings.country = Some(country.get_ref().clone());
        }
        self.helplines(section, &mut settings)?;
        Ok(settings)
    }

    fn helplines(
        &self,
        section: &file::Line,
        settings: &mut LineSettings,
    ) -> Result<(), ConfigError> {
        if let Some(key) = &section.helplines_key {
            let fault = || {
                let advice =
                    "use the key as `peerline directory sign` prints it, and name helplines too";
                Fault::new(
                    "line.helplines_key",
                    "this is not a key of 32 bytes in base64",
                    advice,
                )
            };
            let bytes = STANDARD.decode(key.get_ref());
            let good = bytes.is_ok_and(|bytes| bytes.len() == 32) && section.helplines.is_some();
            self.must(good, key, fault)?;
            settings.helplines_key = Some(key.get_ref().clone());
        }
        let helplines = section.helplines.as_deref();
        settings.helplines = helplines.map(|file| self.beside_the_file(file));
        Ok(())
    }

    fn topics(
        &self,
        keys: (&'static str, &'static str),
        entries: &[file::TopicEntry],
    ) -> Result<Vec<TopicLabel>, ConfigError> {
        let topics = entries.iter().map(|entry| self.topic(keys, entry));
        topics.collect()
    }

    fn topic(
        &self,
        (id_key, label_key): (&'static str, &'static str),
        entry: &file::TopicEntry,
    ) -> Result<TopicLabel, ConfigError> {
        let id: Topic = entry.id.get_ref().parse().map_err(|error| {
            let advice = "as in { id = \"low_mood\", label = \"Low mood\" }";
            self.at(&entry.id, Fault::new(id_key, format!("{error}"), advice))
        })?;
        let fault = || {
            let advice = "use the words people see when they choose what to talk about";
            Fault::new(label_key, "a label is 1 to 60 characters", advice)
        };
        let length = entry.label.get_ref().trim().chars().count();
        self.must(matches!(length, 1..=60), &entry.label, fault)?;
        Ok(TopicLabel {
            id,
            label: entry.label.get_ref().trim().to_owned(),
        })
    }

    fn language(&self, value: &Spanned<String>) -> Result<Language, ConfigError> {
        value.get_ref().parse().map_err(|error| {
            let advice = "as in languages = [\"en\", \"pt-br\"]";
            self.at(
                value,
                Fault::new("line.languages", format!("{error}"), advice),
            )
        })
    }

    fn log(&self, section: &file::Log) -> Result<LogSettings, ConfigError> {
        let mut settings = LogSettings::default();
        if let Some(format) = &section.format {
            settings.format = match format.get_ref().as_str() {
                "text" => LogFormat::Text,
                "json" => LogFormat::Json,
                _ => {
                    let advice = "use \"text\" or \"json\"";
                    let fault = Fault::new("log.format", "there is no such format", advice);
                    return Err(self.at(format, fault));
                }
            };
        }
        if let Some(level) = &section.level {
            settings.level = logs::level(level.get_ref()).ok_or_else(|| {
                let advice = "use \"error\", \"warn\", \"info\", \"debug\" or \"trace\"";
                self.at(
                    level,
                    Fault::new("log.level", "there is no such level", advice),
                )
            })?;
        }
        Ok(settings)
    }

    fn must<T>(
        &self,
        good: bool,
        value: &Spanned<T>,
        fault: impl FnOnce() -> Fault,
    ) -> Result<(), ConfigError> {
        if good {
            return Ok(());
        }
        Err(self.at(value, fault()))
    }

    fn at<T>(&self, value: &Spanned<T>, fault: Fault) -> ConfigError {
        ConfigError::at(&self.origin, Some(value.span()), fault)
    }

    /// A relative path in a file is relative to the file, wherever the server is started.
    fn beside_the_file(&self, path: &Path) -> PathBuf {
        match self.origin.file.parent() {
            Some(folder) => folder.join(path),
            None => path.to_path_buf(),
        }
    }
}
