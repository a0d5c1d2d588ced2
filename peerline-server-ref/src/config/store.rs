//! What a configuration says of where the line is kept.

use std::path::Path;
use std::path::PathBuf;

use toml::Spanned;

use super::ConfigError;
use super::error::Fault;
use super::error::Origin;
use super::file;
use crate::store::PostgresSettings;
use crate::store::SettingsFault;
use crate::store::StoreSettings;

/// Where the line is kept.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct KeptIn {
    /// What the file of the embedded store may take.
    pub file: StoreSettings,
    /// The database, where it is one.
    pub postgres: Option<PostgresSettings>,
    /// The file with the password of the database.
    pub password_file: Option<PathBuf>,
}

/// Reads it; a path is taken by `beside` to be relative to the file that names it.
pub(super) fn read(
    origin: &Origin<'_>,
    section: &file::Store,
    beside: impl Fn(&Path) -> PathBuf,
) -> Result<KeptIn, ConfigError> {
    let mut kept = KeptIn::default();
    if let Some(bound) = &section.max_bytes {
        if *bound.get_ref() < MIN_STORE {
            let advice = "use a number from 1048576 (1 MiB), or leave the key out for no bound";
            let fault = Fault::new("store.max_bytes", "too small to keep a line", advice);
            return Err(at(origin, bound, fault));
        }
        kept.file.max_bytes = Some(*bound.get_ref());
    }
    if let Some(text) = &section.postgres {
        kept.postgres = Some(database(origin, text)?);
    }
    if let Some(file) = &section.postgres_password_file {
        if section.postgres.is_none() {
            let advice = "set store.postgres too, or leave this out";
            let what = "a password without a database";
            let fault = Fault::new("store.postgres_password_file", what, advice);
            return Err(at(origin, file, fault));
        }
        kept.password_file = Some(beside(file.get_ref()));
    }
    Ok(kept)
}

fn database(origin: &Origin<'_>, text: &Spanned<String>) -> Result<PostgresSettings, ConfigError> {
    PostgresSettings::parse(text.get_ref()).map_err(|wrong| {
        let advice = match wrong {
            SettingsFault::InTheOpen => "add sslmode=require, as in \"… sslmode=require\"",
            SettingsFault::NotAString | SettingsFault::NoHost | SettingsFault::NoDatabase => {
                "as in \"host=/run/postgresql dbname=peerline user=peerline\""
            }
        };
        at(
            origin,
            text,
            Fault::new("store.postgres", wrong.to_string(), advice),
        )
    })
}

fn at<T>(origin: &Origin<'_>, value: &Spanned<T>, fault: Fault) -> ConfigError {
    ConfigError::at(origin, Some(value.span()), fault)
}

/// The least bytes a store may be bounded to.
const MIN_STORE: u64 = 1 << 20;
