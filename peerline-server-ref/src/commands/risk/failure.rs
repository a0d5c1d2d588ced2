//! Why a model could not be trained, tried, read or used.

use std::path::PathBuf;

use peerline_core::crisis::rank::BadModel;
use peerline_core::crisis::rank::Unfit;

/// A model could not be trained, tried, read or used. No text is in it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub(crate) enum RiskError {
    /// A file could not be read or written.
    #[error("{}: {source}", .file.display())]
    File {
        /// Which.
        file: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A file is no CSV.
    #[error("{}: {source}\n  -> the texts are read as CSV with a line of names", .file.display())]
    Csv {
        /// Which.
        file: PathBuf,
        /// Why.
        source: csv::Error,
    },
    /// A column is missing.
    #[error("{}: there is no column `{column}`; there are: {there}", .file.display())]
    NoColumn {
        /// Where.
        file: PathBuf,
        /// Which.
        column: String,
        /// What there is.
        there: String,
    },
    /// A level is no whole number.
    #[error("{}:{line}: the level is no whole number", .file.display())]
    Level {
        /// Where.
        file: PathBuf,
        /// In which line.
        line: u64,
    },
    /// There is nothing to learn from.
    #[error("{}: {in_danger} texts are of people in danger and {others} are not; a model needs both in every part", .file.display())]
    OneKind {
        /// Where.
        file: PathBuf,
        /// How many are.
        in_danger: usize,
        /// How many are not.
        others: usize,
    },
    /// No everyday texts.
    #[error("{}: there are no texts; without everyday texts a model calls for everybody who is sad", .0.display())]
    NoEveryday(PathBuf),
    /// A file is no model.
    #[error("{}: {why}", .file.display())]
    Model {
        /// Which.
        file: PathBuf,
        /// Why.
        why: BadModel,
    },
    /// There is no record.
    #[error("{}: a model orders nobody without its record: {source}\n  -> `peerline risk train` writes it beside the model", .file.display())]
    NoRecord {
        /// Where it should be.
        file: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A record cannot be read.
    #[error("{}: {why}", .file.display())]
    Record {
        /// Which.
        file: PathBuf,
        /// Why.
        why: serde_json::Error,
    },
    /// A record does not allow its model.
    #[error("{}: {why}", .file.display())]
    Unfit {
        /// Of which model.
        file: PathBuf,
        /// Why.
        why: Unfit,
    },
}
