//! How the database is reached, and what it must be before a line trusts it.

use std::time::Duration;

use deadpool_postgres::Hook;
use deadpool_postgres::HookError;
use deadpool_postgres::Manager;
use deadpool_postgres::ManagerConfig;
use deadpool_postgres::Pool;
use deadpool_postgres::RecyclingMethod;
use deadpool_postgres::Runtime;
use peerline_core::ports::PortError;
use peerline_core::ports::PortErrorKind;
use rustls::ClientConfig;
use rustls_platform_verifier::ConfigVerifierExt as _;
use tokio::time::Instant;
use tokio::time::sleep;
use tokio::time::timeout;
use tokio_postgres::Client;
use tokio_postgres::Config;
use tokio_postgres::config::Host;
use tokio_postgres::config::SslMode;
use tokio_postgres_rustls::MakeRustlsConnect;

use super::failure::port_error;
use super::failure::said;
use super::read::Readers;

/// Where a database is. `Debug` shows no password.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct PostgresSettings {
    config: Config,
    /// How many reads may go on at a time.
    pub readers: usize,
    /// How long opening waits for a database that does not answer yet: both may be starting.
    pub patience: Duration,
}

impl PostgresSettings {
    /// Reads a connection string, as in `host=/run/postgresql dbname=peerline user=peerline` or
    /// `postgresql://peerline@db.example/peerline?sslmode=require`.
    ///
    /// # Errors
    /// [`SettingsFault`] where it is none, names no database, or would send what people wrote over
    /// a network in the open.
    pub fn parse(text: &str) -> Result<Self, SettingsFault> {
        let config: Config = text.parse().map_err(|_| SettingsFault::NotAString)?;
        if config.get_hosts().is_empty() && config.get_hostaddrs().is_empty() {
            return Err(SettingsFault::NoHost);
        }
        if config.get_dbname().is_none() {
            return Err(SettingsFault::NoDatabase);
        }
        let is_near = config.get_hosts().iter().all(is_near)
            && config
                .get_hostaddrs()
                .iter()
                .all(std::net::IpAddr::is_loopback);
        if !is_near && config.get_ssl_mode() != SslMode::Require {
            return Err(SettingsFault::InTheOpen);
        }
        Ok(Self {
            config,
            readers: 3,
            patience: Duration::from_secs(30),
        })
    }

    /// Sets the password, so that it need not stand in the connection string.
    #[must_use]
    pub fn with_password(mut self, password: &str) -> Self {
        self.config.password(password);
        self
    }
}

fn is_near(host: &Host) -> bool {
    match host {
        Host::Tcp(name) => matches!(name.as_str(), "localhost" | "127.0.0.1" | "::1"),
        #[cfg(unix)]
        Host::Unix(_) => true,
    }
}

/// What is wrong with a connection string.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum SettingsFault {
    /// It does not read as one.
    #[error("this is not a connection string of PostgreSQL")]
    NotAString,
    /// It says not where.
    #[error("the connection string names no host")]
    NoHost,
    /// It says not which database.
    #[error("the connection string names no database")]
    NoDatabase,
    /// Another machine, without TLS.
    #[error("the database is on another machine, and nothing says that the way there is encrypted")]
    InTheOpen,
}

/// A database could not be opened. Its text says what to do; it never holds a password.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DialError {
    /// Nobody answers, or not with a yes.
    #[error("the database cannot be reached; start it, or correct store.postgres: {0}")]
    Away(String),
    /// It would say yes to what it may lose.
    #[error(
        "the database has {setting} = {found}, with which a loss of power loses what was \
         acknowledged; set it to \"on\""
    )]
    Setting {
        /// Which one.
        setting: &'static str,
        /// What it is.
        found: String,
    },
    /// It only answers, and does not keep.
    #[error("this database is a standby that can only be read; name the one that is written to")]
    Standby,
    /// A newer version wrote it.
    #[error(
        "its schema is version {found}, and this server knows {known}: start the newer server, or \
         restore the copy made before the upgrade"
    )]
    Newer {
        /// The database's version.
        found: i32,
        /// The newest version known here.
        known: i32,
    },
    /// A migration did not go through; the database is as the last whole one left it.
    #[error("the schema could not be brought up to date: {0}")]
    Migration(#[from] Box<refinery::Error>),
    /// The system's certificates cannot be read.
    #[error("TLS cannot be set up: {0}")]
    Tls(#[from] rustls::Error),
    /// The database refused a question.
    #[error("the database refused: {0}")]
    Refused(String),
    /// The database went away while it was looked at.
    #[error("the database went away; start the server again when it is back: {0}")]
    Gone(String),
}

impl From<tokio_postgres::Error> for DialError {
    fn from(error: tokio_postgres::Error) -> Self {
        let told = said(&error);
        // Class 57 is of a server that ends or starts.
        let is_ending = error
            .code()
            .is_some_and(|state| state.code().starts_with("57"));
        if is_ending || error.is_closed() || error.as_db_error().is_none() {
            Self::Gone(told)
        } else {
            Self::Refused(told)
        }
    }
}

/// Makes connections.
#[derive(Clone)]
pub(super) struct Dial {
    config: Config,
    tls: MakeRustlsConnect,
    patience: Duration,
}

impl Dial {
    pub(super) fn new(settings: &PostgresSettings) -> Result<Self, DialError> {
        let mut config = settings.config.clone();
        config
            .application_name("peerline")
            .connect_timeout(CALL)
            .keepalives(true)
            .keepalives_idle(Duration::from_secs(5))
            .keepalives_interval(Duration::from_secs(2))
            .keepalives_retries(3)
            .tcp_user_timeout(CALL);
        let tls = MakeRustlsConnect::new(ClientConfig::with_platform_verifier()?);
        Ok(Self {
            config,
            tls,
            patience: settings.patience,
        })
    }

    /// Connects, and sets up what durability and a quick hand-over hang on.
    pub(super) async fn connect(&self) -> Result<Client, PortError> {
        let client = self
            .dial()
            .await
            .map_err(|said| PortError::new("journal", PortErrorKind::Unavailable).because(said))?;
        let settled = timeout(CALL, client.batch_execute(SESSION)).await;
        settled
            .map_err(|_| super::failure::late())?
            .map_err(port_error)?;
        Ok(client)
    }

    async fn dial(&self) -> Result<Client, String> {
        let connecting = self.config.connect(self.tls.clone());
        let connected = timeout(CALL, connecting).await;
        let (client, connection) = connected
            .map_err(|_| "it did not answer in time".to_owned())?
            .map_err(|error| said(&error))?;
        tokio::spawn(async move {
            // Every call that waits hears of it too; here nobody does.
            if let Err(error) = connection.await {
                tracing::warn!(
                    reason = said(&error),
                    "the connection to the database ended"
                );
            }
        });
        Ok(client)
    }

    /// Connections for reading.
    pub(super) fn readers(&self, most: usize) -> Result<Readers, DialError> {
        let recycle = ManagerConfig {
            recycling_method: RecyclingMethod::Fast,
        };
        let connects = Manager::from_config(self.config.clone(), self.tls.clone(), recycle);
        Pool::builder(connects)
            .max_size(most.max(1))
            .post_create(Hook::async_fn(|client, _| {
                Box::pin(async move {
                    let settled = client.batch_execute(SESSION).await;
                    settled.map_err(HookError::Backend)
                })
            }))
            .runtime(Runtime::Tokio1)
            .wait_timeout(Some(CALL))
            .create_timeout(Some(CALL))
            .recycle_timeout(Some(CALL))
            .build()
            .map(Readers::new)
            .map_err(|error| DialError::Refused(error.to_string()))
    }

    /// Looks at the database before anything is trusted to it, and brings its tables up to date.
    pub(super) async fn prepare(&self) -> Result<(), DialError> {
        let until = Instant::now() + self.patience;
        loop {
            match self.prepare_now().await {
                // What breaks off may have been ended by the database's own start.
                Err(DialError::Away(_) | DialError::Gone(_)) if Instant::now() < until => {
                    tracing::info!("waiting for the database");
                    sleep(AGAIN).await;
                }
                prepared => return prepared,
            }
        }
    }

    async fn prepare_now(&self) -> Result<(), DialError> {
        let mut client = self.dial().await.map_err(DialError::Away)?;
        check_durable(&client).await?;
        check_version(&client).await?;
        // Two nodes that start together would both migrate.
        client
            .execute("SELECT pg_advisory_lock($1)", &[&MIGRATING])
            .await?;
        let migrated = migrations::migrations::runner()
            .run_async(&mut client)
            .await;
        if client.is_closed() {
            return Err(DialError::Gone("it ended the connection".to_owned()));
        }
        migrated.map_err(Box::new)?;
        // The lock ends with the connection.
        Ok(())
    }
}

impl std::fmt::Debug for Dial {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Dial(..)")
    }
}

async fn check_durable(client: &Client) -> Result<(), DialError> {
    let standby: bool = client
        .query_one("SELECT pg_is_in_recovery()", &[])
        .await?
        .try_get(0)?;
    if standby {
        return Err(DialError::Standby);
    }
    for setting in ["fsync", "full_page_writes"] {
        let found: String = client
            .query_one("SELECT current_setting($1)", &[&setting])
            .await?
            .try_get(0)?;
        if found != "on" {
            return Err(DialError::Setting { setting, found });
        }
    }
    Ok(())
}

/// Leaves a database that a newer version has migrated alone.
async fn check_version(client: &Client) -> Result<(), DialError> {
    let table: Option<String> = client
        .query_one("SELECT to_regclass('refinery_schema_history')::text", &[])
        .await?
        .try_get(0)?;
    if table.is_none() {
        return Ok(());
    }
    let found: Option<i32> = client
        .query_one("SELECT max(version)::int FROM refinery_schema_history", &[])
        .await?
        .try_get(0)?;
    let runner = migrations::migrations::runner();
    let versions = runner
        .get_migrations()
        .iter()
        .map(refinery::Migration::version);
    let known = versions.max();
    if known < found {
        let (found, known) = (found.unwrap_or_default(), known.unwrap_or_default());
        return Err(DialError::Newer { found, known });
    }
    Ok(())
}

mod migrations {
    refinery::embed_migrations!("src/store/postgres/migrations");
}

/// Every `COMMIT` is on the disk before it is answered, whatever the database's default is; a
/// standby that must have it too, where the operator set one, has it as well. A writer that froze in
/// the middle of its work loses the lock after three seconds.
const SESSION: &str = "SET synchronous_commit = on;
    SET idle_in_transaction_session_timeout = '3s';
    SET statement_timeout = '8s';
    SET client_min_messages = warning";

/// After how long a database that does not answer yet is asked again.
const AGAIN: Duration = Duration::from_millis(200);

/// How long one call may take; after that the outcome is called unknown.
pub(super) const CALL: Duration = Duration::from_secs(10);

const MIGRATING: i64 = 5_065_657_221;
