//! What can be asked of a model.

use std::path::PathBuf;

use clap::Args;
use clap::Subcommand;

/// What to do about a model.
#[derive(Clone, Debug, Subcommand)]
pub(crate) enum RiskCommand {
    /// Train a model from texts that trained humans looked at, try it on texts it has not seen, and
    /// write it and its record
    Train(TrainArgs),
    /// Try a model on texts that it was not trained with
    Eval(EvalArgs),
    /// Say which words of a text count for a model, and how much
    Explain(ExplainArgs),
}

/// The texts.
#[derive(Args, Clone, Debug)]
pub(crate) struct TextsArgs {
    /// Texts of people of whom some were in danger: CSV with a line of names
    #[arg(long, value_name = "FILE")]
    pub(super) data: PathBuf,
    /// The column of the words
    #[arg(long, value_name = "COLUMN", default_value = "text")]
    pub(super) text: String,
    /// The column of what a trained human found: a whole number
    #[arg(long, value_name = "COLUMN", default_value = "level")]
    pub(super) level: String,
    /// From which level on a person was in danger
    #[arg(long, value_name = "LEVEL", default_value_t = 4)]
    pub(super) danger_from: i64,
    /// Everyday texts, distress without danger: CSV with a line of names
    #[arg(long, value_name = "FILE")]
    pub(super) everyday: PathBuf,
    /// The column of their words
    #[arg(long, value_name = "COLUMN", default_value = "text")]
    pub(super) everyday_text: String,
}

/// What to train with.
#[derive(Args, Clone, Debug)]
pub(crate) struct TrainArgs {
    #[command(flatten)]
    pub(super) texts: TextsArgs,
    /// In how many parts the texts are cut; each is scored by a model of the others
    #[arg(long, value_name = "PARTS", default_value_t = 5, value_parser = clap::value_parser!(u32).range(2..=50))]
    pub(super) folds: u32,
    /// Of a thousand everyday texts, how many may be looked at sooner for nothing
    #[arg(long, value_name = "NUMBER", default_value_t = 10, value_parser = clap::value_parser!(u32).range(0..=1000))]
    pub(super) false_alarms: u32,
    /// Where the model goes; its record stands beside it, with `.record.json` added to the name
    #[arg(long, value_name = "FILE")]
    pub(super) out: PathBuf,
}

/// What to try.
#[derive(Args, Clone, Debug)]
pub(crate) struct EvalArgs {
    /// The model; its record is looked for beside it
    #[arg(long, value_name = "FILE")]
    pub(super) model: PathBuf,
    #[command(flatten)]
    pub(super) texts: TextsArgs,
}

/// What to explain.
#[derive(Args, Clone, Debug)]
pub(crate) struct ExplainArgs {
    /// The model; its record is looked for beside it
    #[arg(long, value_name = "FILE")]
    pub(super) model: PathBuf,
    /// The text; `-` reads it from standard input
    #[arg(long, allow_hyphen_values = true)]
    pub(super) text: String,
}
