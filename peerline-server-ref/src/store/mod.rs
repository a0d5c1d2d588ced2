//! The embedded store: one SQLite file, one writer, durable at every `Ok`.
//!
//! ```text
//!  async callers ── bounded channel ──▶ writer thread ──▶ Writer ──▶ the file (WAL, FULL)
//!        └───────── reads ───────────▶ blocking threads ──▶ read-only connections ──┘
//! ```
//! No decision of the line is ever made here; a row's body is opaque and never part of an error.

mod apply;
mod backup;
mod failure;
mod number;
mod open;
mod passkeys;
mod port;
mod postgres;
mod query;
mod readers;
mod schema;
mod sqlite;
mod thread;
mod writer;

pub use backup::Copied;
pub use backup::check_copy;
pub use backup::copy_out;
pub use backup::put_back;
pub use open::OpenError;
pub use open::OpenProblem;
pub use passkeys::MOST_PASSKEYS;
pub use passkeys::PasskeyRow;
pub use passkeys::Passkeys;
pub use passkeys::day_of;
pub use port::LineStore;
pub use postgres::DialError;
pub use postgres::PostgresSettings;
pub use postgres::PostgresStore;
pub use postgres::SettingsFault;
pub use sqlite::SqliteStore;
pub use sqlite::StoreSettings;
pub use writer::Writer;
