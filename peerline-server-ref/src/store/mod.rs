//! The embedded store: one SQLite file, one writer, durable at every `Ok`.
//!
//! ```text
//!  async callers ── bounded channel ──▶ writer thread ──▶ Writer ──▶ the file (WAL, FULL)
//!        └───────── reads ───────────▶ blocking threads ──▶ read-only connections ──┘
//! ```
//! No decision of the line is ever made here; a row's body is opaque and never part of an error.

mod apply;
mod failure;
mod number;
mod open;
mod passkeys;
mod query;
mod readers;
mod schema;
mod sqlite;
mod thread;
mod writer;

pub use open::OpenError;
pub use open::OpenProblem;
pub use passkeys::PasskeyRow;
pub use passkeys::day_of;
pub use sqlite::SqliteStore;
pub use sqlite::StoreSettings;
pub use writer::Writer;
