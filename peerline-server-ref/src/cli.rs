//! The `peerline` command line.

use std::ffi::OsString;
use std::io::Write as _;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use clap::Parser;
use clap::Subcommand;
use clap::ValueEnum;
use peerline_core::vocab::Role;

use crate::commands;

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
    /// Send a page marked as a drill to every target, to see that it reaches a human
    Drill(DataArgs),
    /// Print the epoch of the logs, or begin a new one after a backup was restored
    Epoch(EpochArgs),
    /// Check a configuration, or print the commented default
    #[command(subcommand)]
    Config(ConfigCommand),
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

/// Whom to invite.
#[derive(Args, Clone, Debug)]
pub(crate) struct InviteArgs {
    /// What they will be on the line
    #[arg(long, value_enum)]
    pub(crate) role: StaffRole,
    /// Where the running line is
    #[command(flatten)]
    pub(crate) at: DataArgs,
}

/// Where the running line is.
#[derive(Args, Clone, Debug)]
pub(crate) struct DataArgs {
    /// The data folder of the running line
    #[arg(long, value_name = "FOLDER", default_value = "./peerline-data")]
    pub(crate) data: PathBuf,
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

/// A role that is given by the operator.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum StaffRole {
    /// Gives support
    Supporter,
    /// Is paged in a crisis
    Responder,
    /// Keeps the rules
    Moderator,
    /// Signs the gravest steps
    Supervisor,
    /// Leads a circle
    Facilitator,
}

impl From<StaffRole> for Role {
    fn from(role: StaffRole) -> Self {
        match role {
            StaffRole::Supporter => Self::Supporter,
            StaffRole::Responder => Self::Responder,
            StaffRole::Moderator => Self::Moderator,
            StaffRole::Supervisor => Self::Supervisor,
            StaffRole::Facilitator => Self::Facilitator,
        }
    }
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
        Some(Command::Invite(args)) => commands::invite(&args.at.data, args.role.into()),
        Some(Command::Drill(args)) => commands::drill(&args.data),
        Some(Command::Epoch(EpochArgs { verb: None, at })) => commands::show_epoch(&at.data),
        Some(Command::Epoch(EpochArgs {
            verb: Some(EpochVerb::New),
            at,
        })) => commands::new_epoch(&at.data),
        Some(Command::Config(ConfigCommand::Check { file })) => commands::check(&file),
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
