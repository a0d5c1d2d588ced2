//! What can be asked of a policy.

use std::path::PathBuf;

use clap::Args;
use clap::Subcommand;

use crate::cli::DataArgs;

/// What to do about a policy. A policy is the name of one that ships, or a file.
#[derive(Clone, Debug, Subcommand)]
pub(crate) enum PolicyCommand {
    /// Read a policy, say everything that is wrong with it, and run its tests
    Check {
        /// Which policy
        policy: String,
    },
    /// Run the tests that a policy carries, and print those that fail
    Test {
        /// Which policy
        policy: String,
    },
    /// Judge a log of messages by two policies and print where they differ; no text is printed
    Replay(ReplayArgs),
    /// Say what a policy would do with a text, and why
    Explain(ExplainArgs),
    /// Print which policy the running line goes by
    Current {
        /// Where the running line is
        #[command(flatten)]
        at: DataArgs,
    },
    /// Let the running line read its policy again; one that is refused changes nothing
    Reload {
        /// Where the running line is
        #[command(flatten)]
        at: DataArgs,
    },
    /// Print a policy that ships, to begin one's own with
    Print {
        /// Which one
        policy: String,
    },
}

/// What to compare.
#[derive(Args, Clone, Debug)]
pub(crate) struct ReplayArgs {
    /// The policy in force
    pub(super) old: String,
    /// The policy that may take its place
    pub(super) new: String,
    /// One JSON object a line: text, and if known author, room, kind, role, lang, at (milliseconds),
    /// again (sent as it was after a nudge)
    pub(super) log: PathBuf,
    /// Print one JSON object for each difference, and one for the whole
    #[arg(long)]
    pub(super) json: bool,
}

/// What to explain.
#[derive(Args, Clone, Debug)]
pub(crate) struct ExplainArgs {
    /// Which policy
    pub(super) policy: String,
    /// The text; `-` reads it from standard input
    #[arg(long, allow_hyphen_values = true)]
    pub(super) text: String,
    /// What its author is in the room
    #[arg(long, default_value = "seeker")]
    pub(super) role: String,
    /// What kind of room it is
    #[arg(long, value_name = "KIND", default_value = "one_to_one")]
    pub(super) room: String,
    /// The language of the author
    #[arg(long, value_name = "TAG")]
    pub(super) lang: Option<String>,
    /// As if this signal could not look; may be given again
    #[arg(long, value_name = "SIGNAL")]
    pub(super) without: Vec<String>,
}
