//! What `peerline vault` takes.

use std::path::PathBuf;

use clap::Subcommand;
use clap::ValueEnum;
use peerline_core::identity::vault::Purpose;
use url::Url;

use crate::cli::DataArgs;

/// What to do with the vault.
#[derive(Debug, Subcommand)]
pub(crate) enum VaultCommand {
    /// As a guardian: make a key, and print what whoever runs the line configures
    Keygen {
        /// Where the key is kept; only you may read it
        #[arg(value_name = "FILE")]
        key: PathBuf,
    },
    /// How many people have an entry on the running line, and what was asked
    Status {
        /// Where the running line is
        #[command(flatten)]
        at: DataArgs,
    },
    /// Ask the guardians to open the contact of the person of a case
    Ask {
        /// The case, as its log is called: `#case/<id>`
        #[arg(long, value_name = "ID", allow_hyphen_values = true)]
        case: String,
        /// Why
        #[arg(long, value_enum)]
        reason: VaultReason,
        /// Where the key of this request is kept, for `read`
        #[arg(long, value_name = "FILE")]
        key: PathBuf,
        /// How many hours guardians have
        #[arg(long, default_value_t = 12, value_parser = clap::value_parser!(u64).range(1..=72))]
        hours: u64,
        /// Where the running line is
        #[command(flatten)]
        at: DataArgs,
    },
    /// Take a request back: guardians are asked no more, and what they sent is destroyed
    Forget {
        /// Which request
        #[arg(long, allow_hyphen_values = true)]
        request: String,
        /// Where the running line is
        #[command(flatten)]
        at: DataArgs,
    },
    /// As a guardian: see what waits for you, and agree to it
    Open {
        /// Where people reach the line, as in `https://line.example.org`
        #[arg(long, value_name = "URL")]
        line: Url,
        /// Your key
        #[arg(long, value_name = "FILE")]
        key: PathBuf,
        /// Agree to this request
        #[arg(long, value_name = "REQUEST", allow_hyphen_values = true)]
        agree: Option<String>,
    },
    /// Print a contact that enough guardians agreed to open
    Read {
        /// Which request
        #[arg(long, allow_hyphen_values = true)]
        request: String,
        /// The key that `ask` made
        #[arg(long, value_name = "FILE")]
        key: PathBuf,
        /// Where the running line is
        #[command(flatten)]
        at: DataArgs,
    },
}

/// Why a contact is asked for.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum VaultReason {
    /// A life is in danger now
    DangerToLife,
    /// A life may be in danger, and the person cannot be reached any more
    LostContact,
}

impl From<VaultReason> for Purpose {
    fn from(reason: VaultReason) -> Self {
        match reason {
            VaultReason::DangerToLife => Self::DangerToLife,
            VaultReason::LostContact => Self::LostContact,
        }
    }
}
