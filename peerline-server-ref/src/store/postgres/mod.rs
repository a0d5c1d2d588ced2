//! The store for a line that has outgrown one machine: the same contract, on PostgreSQL.
//!
//! ```text
//!  commits ──▶ one connection that writes ── lock ─ read ─▶ plan ─ write ─ COMMIT ──▶ the database
//!  reads ────▶ a pool of connections ─────────────────────────────────────────────────────┘
//! ```
//! What a group of commits changes is decided in memory by [`plan`], from what the database held
//! under the lock; it costs the same few statements whatever its size.

mod dial;
mod failure;
mod load;
mod passkeys;
mod plan;
mod read;
mod store;
mod write;
mod writer;

pub use dial::DialError;
pub use dial::PostgresSettings;
pub use dial::SettingsFault;
pub use store::PostgresStore;
