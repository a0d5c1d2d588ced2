//! The `peerline` command line.

mod staff;

use std::ffi::OsString;
use std::io::Write as _;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use crate::commands;
use clap::Args;
use clap::Parser;
use clap::Subcommand;
use clap::ValueEnum;
use peerline_core::protocol::Encoding;

use staff::InviteArgs;
use staff::StaffCommand;

/// An anonymous peer-support chat line.
#[derive(Debug, Parser)]
#[command(name = "peerline", version, args_conflicts_with_subcommands = true)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    serve: ServeArgs,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run the line (the default)
    Serve(ServeArgs),
    /// Try it out: a line on this machine alone, with one link per role
    Demo(DemoArgs),
    /// Make a one-time invitation for staff on the running line
    Invite(InviteArgs),
    /// See who has a role or a passkey on the running line, or take both from somebody
    #[command(subcommand)]
    Staff(StaffCommand),
    /// Send a page marked as a drill to every target, to see that it reaches a human
    Drill(DataArgs),
    /// Say what would be destroyed on the running line, when, and what holds it
    Retention(commands::RetentionArgs),
    /// Count how the running line is moderated, for everybody to read: nobody can be found in it
    Transparency(commands::TransparencyArgs),
    /// Keep words from being destroyed, for a reason and a time
    #[command(subcommand)]
    Hold(commands::HoldCommand),
    /// Emergency contacts: keys of guardians, and the way to a contact when one is needed
    #[command(subcommand)]
    Vault(commands::VaultCommand),
    /// Print the epoch of the logs, or begin a new one after a backup was restored
    Epoch(EpochArgs),
    /// Copy the store of a line into a new file, while it runs
    Backup(FileArgs),
    /// Put such a copy in the place of the store, while the line does not run
    Restore(FileArgs),
    /// Check a configuration, or print the commented default
    #[command(subcommand)]
    Config(ConfigCommand),
    /// Try an implementation of the protocol, in any language
    #[command(subcommand)]
    Vectors(VectorsCommand),
    /// See how a way of matching would do
    #[cfg(feature = "simulate")]
    #[command(subcommand)]
    Match(commands::MatchCommand),
    /// Read, try, compare and explain policies of moderation
    #[command(subcommand)]
    Policy(commands::PolicyCommand),
    /// Try a detector of risk, ours or any other, with a public suite of sentences
    Crisischeck(CrisisCheckArgs),
    /// Train, try and explain a model that orders who is seen first
    #[command(subcommand)]
    Risk(commands::RiskCommand),
    /// Look over the directory of helplines, and sign it
    #[command(subcommand)]
    Directory(commands::DirectoryCommand),
    /// Write out what the line did as a signed file, and check such files without the line
    #[command(subcommand)]
    Audit(commands::AuditCommand),
}

/// Where and how to run.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct ServeArgs {
    /// Where people connect [default: 127.0.0.1:7433]
    #[arg(long, value_name = "ADDRESS:PORT")]
    pub(crate) listen: Option<SocketAddr>,
    /// The data folder [default: ./peerline-data]
    #[arg(long, value_name = "FOLDER")]
    pub(crate) data: Option<PathBuf>,
    /// The configuration file [default: peerline.toml, if it is there]
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Also speak PLP/1 over standard input and output, one frame a line
    #[arg(
        long,
        value_name = "ENCODING",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "json"
    )]
    pub(crate) stdio: Option<LineEncoding>,
}

/// How frames are written as lines.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum LineEncoding {
    /// As JSON
    Json,
    /// As CBOR in base64url
    Cbor,
}

impl From<LineEncoding> for Encoding {
    fn from(encoding: LineEncoding) -> Self {
        match encoding {
            LineEncoding::Json => Self::Json,
            LineEncoding::Cbor => Self::Cbor,
        }
    }
}

/// How to try it out.
#[derive(Args, Clone, Debug)]
pub(crate) struct DemoArgs {
    /// Where to listen; loopback only
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:7433")]
    pub(crate) listen: SocketAddr,
    /// A folder to keep; without it everything is gone at the end
    #[arg(long, value_name = "FOLDER")]
    pub(crate) data: Option<PathBuf>,
}

/// Where the running line is.
#[derive(Args, Clone, Debug)]
pub(crate) struct DataArgs {
    /// The data folder of the running line
    #[arg(long, value_name = "FOLDER", default_value = "./peerline-data")]
    pub(crate) data: PathBuf,
}

/// Which file.
#[derive(Args, Clone, Debug)]
struct FileArgs {
    /// The copy
    file: PathBuf,
    /// Where the line is
    #[command(flatten)]
    at: DataArgs,
}

/// Which epoch.
#[derive(Args, Clone, Debug)]
struct EpochArgs {
    /// `new` begins another one; the line must not run
    #[arg(value_enum)]
    verb: Option<EpochVerb>,
    /// Where the line is
    #[command(flatten)]
    at: DataArgs,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum EpochVerb {
    /// Begins another one, after a backup was restored
    New,
}

#[derive(Debug, Subcommand)]
enum ConfigCommand {
    /// Read a file and say what is wrong
    Check {
        /// Which file
        #[arg(default_value = "peerline.toml")]
        file: PathBuf,
    },
    /// Print every key with its default
    Default,
}

#[derive(Debug, Subcommand)]
enum VectorsCommand {
    /// Drive an implementation over its standard input and output, and print what passes
    Run(VectorsArgs),
    /// Be such an implementation: the client of this program, driven over standard input and output
    Client,
    /// Be such an implementation: a line in memory, driven over standard input and output
    Server,
}

/// What to try, and how.
#[derive(Args, Clone, Debug)]
pub(crate) struct VectorsArgs {
    /// Starts the implementation; goes through the shell
    #[arg(long, value_name = "COMMAND")]
    pub(crate) exec: String,
    /// Which side it is
    #[arg(long, value_enum, default_value_t = Side::Client)]
    pub(crate) side: Side,
    /// Only what has this in its name
    #[arg(long, value_name = "NAME")]
    pub(crate) only: Option<String>,
    /// Only single frames
    #[arg(long, conflicts_with = "scripts")]
    pub(crate) frames: bool,
    /// Only whole conversations
    #[arg(long)]
    pub(crate) scripts: bool,
    /// Start the implementation anew for each conversation
    #[arg(long)]
    pub(crate) apart: bool,
    /// Where the vectors are [default: docs/vectors if it is there, else the ones built in]
    #[arg(long, value_name = "FOLDER")]
    pub(crate) dir: Option<PathBuf>,
    /// How long an answer may take
    #[arg(long, value_name = "SECONDS", default_value_t = 10)]
    pub(crate) timeout: u64,
    /// Print a line of JSON for each
    #[arg(long)]
    pub(crate) json: bool,
}

/// Which detector to try, and how.
#[derive(Args, Clone, Debug)]
pub(crate) struct CrisisCheckArgs {
    /// Starts another detector, through the shell: one line of JSON in, one out; without it, our rules
    #[arg(long, value_name = "COMMAND")]
    pub(crate) exec: Option<String>,
    /// From which score on a case is urgent, where the detector answers with scores
    #[arg(long, value_name = "SCORE", requires = "exec")]
    pub(crate) urgent_at: Option<f64>,
    /// From which score on there is a signal [default: that of --urgent-at]
    #[arg(long, value_name = "SCORE", requires = "urgent_at")]
    pub(crate) signal_at: Option<f64>,
    /// Only this function
    #[arg(long, value_name = "NAME")]
    pub(crate) function: Option<String>,
    /// Only this language
    #[arg(long, value_name = "CODE")]
    pub(crate) language: Option<String>,
    /// Where the cases are [default: the ones built in]
    #[arg(long, value_name = "FOLDER")]
    pub(crate) dir: Option<PathBuf>,
    /// How long an answer may take
    #[arg(long, value_name = "SECONDS", default_value_t = 5)]
    pub(crate) timeout: u64,
    /// Print every case that is not right
    #[arg(long)]
    pub(crate) wrong: bool,
    /// Print a line of JSON for each case, and for each function and language
    #[arg(long)]
    pub(crate) json: bool,
}

/// A side of the protocol.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Side {
    /// A client
    Client,
    /// A server
    Server,
}

/// Runs the command line with these arguments, the program's name first.
pub fn main_with(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(error) => {
            // Where the terminal is gone there is nobody to tell.
            let _gone = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    match run(cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            complain(&error.to_string());
            ExitCode::FAILURE
        }
    }
}

fn run(cli: Cli) -> Result<(), commands::Failure> {
    match cli.command {
        None => commands::serve(&cli.serve),
        Some(Command::Serve(args)) => commands::serve(&args),
        Some(Command::Demo(args)) => commands::demo(&args),
        Some(Command::Invite(args)) => staff::invite(&args),
        Some(Command::Staff(wish)) => staff::run(wish),
        Some(Command::Drill(args)) => commands::drill(&args.data),
        Some(Command::Retention(args)) => commands::retention(&args),
        Some(Command::Transparency(args)) => commands::transparency(&args),
        Some(Command::Hold(wish)) => commands::hold(&wish),
        Some(Command::Vault(wish)) => commands::vault(&wish),
        Some(Command::Epoch(EpochArgs { verb: None, at })) => commands::show_epoch(&at.data),
        Some(Command::Epoch(EpochArgs { verb: Some(_), at })) => commands::new_epoch(&at.data),
        Some(Command::Backup(FileArgs { file, at })) => commands::backup(&at.data, &file),
        Some(Command::Restore(FileArgs { file, at })) => commands::restore(&at.data, &file),
        Some(Command::Config(ConfigCommand::Check { file })) => commands::check(&file),
        Some(Command::Vectors(VectorsCommand::Run(args))) => Ok(commands::run_vectors(&args)?),
        Some(Command::Vectors(VectorsCommand::Client)) => Ok(commands::vectors_client()?),
        Some(Command::Vectors(VectorsCommand::Server)) => Ok(commands::vectors_server()?),
        #[cfg(feature = "simulate")]
        Some(Command::Match(wish)) => Ok(commands::simulate(&wish)?),
        Some(Command::Policy(wish)) => commands::policy(&wish),
        Some(Command::Crisischeck(args)) => Ok(commands::run_crisischeck(&args)?),
        Some(Command::Risk(what)) => commands::risk(&what),
        Some(Command::Directory(what)) => commands::directory(&what),
        Some(Command::Audit(what)) => commands::audit(&what),
        Some(Command::Config(ConfigCommand::Default)) => {
            say(crate::config::EXAMPLE);
            Ok(())
        }
    }
}

/// Prints to standard output; a reader who left is no fault.
pub(crate) fn say(text: &str) {
    let _gone = writeln!(std::io::stdout().lock(), "{}", text.trim_end());
}

/// Prints to standard error.
pub(crate) fn complain(text: &str) {
    let _gone = writeln!(std::io::stderr().lock(), "peerline: {text}");
}

#[cfg(test)]
mod tests;
