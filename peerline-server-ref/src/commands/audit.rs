//! `peerline audit`: what the line did, for whoever has to answer for it.

use std::fs;
use std::io;
use std::path::Path;
use std::path::PathBuf;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use clap::Subcommand;
use peerline_core::protocol::Audit;
use peerline_core::protocol::AuditError;
use peerline_core::protocol::Audited;
use peerline_core::protocol::redact_audit;
use peerline_core::protocol::verify_audit;
use peerline_core::vocab::RoomName;
use peerline_core::vocab::Seq;
use peerline_core::vocab::Timestamp;
use serde::Deserialize;
use serde_json::Value;
use serde_json::json;

use super::Failure;
use super::ask;
use super::runtime;
use crate::cli::DataArgs;
use crate::cli::say;

/// What to do with logs.
#[derive(Clone, Debug, Subcommand)]
pub(crate) enum AuditCommand {
    /// List the logs of the running line: cases, queues, rooms
    List {
        /// Where the running line is
        #[command(flatten)]
        at: DataArgs,
    },
    /// Write a log out as a signed file, without a word of anybody
    Export {
        /// Which, as `list` prints it
        #[arg(value_name = "LOG", allow_hyphen_values = true)]
        log: RoomName,
        /// Where the running line is
        #[command(flatten)]
        at: DataArgs,
    },
    /// Check every byte of such a file, without any line, and print what happened
    Verify {
        /// The file
        file: PathBuf,
        /// The line that must have signed it, as its `/line.json` names it
        #[arg(long, value_name = "ID", allow_hyphen_values = true)]
        line: Option<String>,
        /// Print one object of JSON an entry
        #[arg(long)]
        json: bool,
    },
    /// Take what one entry says out of such a file; what is left still verifies
    Redact {
        /// The file
        file: PathBuf,
        /// Which entry
        #[arg(long, value_name = "NUMBER")]
        entry: u64,
    },
}

/// A file cannot be checked, or does not hold.
#[derive(Debug, thiserror::Error)]
pub(crate) enum AuditFileError {
    #[error("{}: {source}", path.display())]
    File { path: PathBuf, source: io::Error },
    #[error("{}: NOT VALID, {source}", path.display())]
    Invalid { path: PathBuf, source: AuditError },
    #[error("{}: NOT VALID, line {found} signed it and not {wanted}", path.display())]
    OtherLine {
        path: PathBuf,
        found: String,
        wanted: String,
    },
}

#[derive(Deserialize)]
struct Logs {
    logs: Vec<Log>,
}

#[derive(Deserialize)]
struct Log {
    log: String,
    entries: u64,
}

/// Lists, writes out, checks or cuts logs.
pub(crate) fn audit(command: &AuditCommand) -> Result<(), Failure> {
    match command {
        AuditCommand::List { at } => {
            let logs: Logs = ask::understood(&asked(&at.data, &json!({"do": "list"}))?)?;
            for Log { log, entries } in &logs.logs {
                say(&format!("{log}  {entries} entries"));
            }
            Ok(())
        }
        AuditCommand::Export { log, at } => {
            say(&asked(&at.data, &json!({"do": "export", "log": log}))?);
            Ok(())
        }
        AuditCommand::Verify { file, line, json } => {
            let audit = verified(file, line.as_deref())?;
            if *json {
                print_json(&audit);
            } else {
                print(file, &audit);
            }
            Ok(())
        }
        AuditCommand::Redact { file, entry } => {
            let text = redact_audit(&read(file)?, Seq::new(*entry));
            say(&text.map_err(|source| invalid(file, source))?);
            Ok(())
        }
    }
}

fn verified(file: &Path, wanted: Option<&str>) -> Result<Audit, AuditFileError> {
    let audit = verify_audit(&read(file)?).map_err(|source| invalid(file, source))?;
    let found = name_of(&audit);
    match wanted.filter(|wanted| *wanted != found) {
        None => Ok(audit),
        Some(wanted) => Err(AuditFileError::OtherLine {
            path: file.to_path_buf(),
            found,
            wanted: wanted.to_owned(),
        }),
    }
}

fn print(file: &Path, audit: &Audit) {
    for Audited { seq, at, entry, .. } in &audit.entries {
        let (when, what) = (moment(*at), entry.as_ref().map(|entry| &entry.fact));
        let what = what.and_then(|fact| serde_json::to_string(fact).ok());
        let what = what.unwrap_or_else(|| "what it said is destroyed".to_owned());
        say(&format!("{when}  {seq:>4}  {what}"));
    }
    let n = audit.entries.len();
    say(&format!(
        "{}: valid. {n} entries of {}, written out {} in epoch {} by line {}",
        file.display(),
        audit.head.log,
        moment(audit.head.at),
        audit.head.epoch,
        name_of(audit),
    ));
}

fn print_json(audit: &Audit) {
    let (line, log) = (name_of(audit), &audit.head.log);
    for Audited { seq, at, entry, .. } in &audit.entries {
        let fact = entry.as_ref().map(|entry| &entry.fact);
        say(&json!({"line": line, "log": log, "seq": seq, "at": at, "fact": fact}).to_string());
    }
}

fn name_of(audit: &Audit) -> String {
    URL_SAFE_NO_PAD.encode(audit.line.as_bytes())
}

fn moment(at: Timestamp) -> String {
    let millis = i64::try_from(at.unix_millis()).unwrap_or(i64::MAX);
    jiff::Timestamp::from_millisecond(millis)
        .map_or_else(|_| millis.to_string(), |at| at.to_string())
}

fn read(file: &Path) -> Result<String, AuditFileError> {
    fs::read_to_string(file).map_err(|source| AuditFileError::File {
        path: file.to_path_buf(),
        source,
    })
}

fn invalid(file: &Path, source: AuditError) -> AuditFileError {
    AuditFileError::Invalid {
        path: file.to_path_buf(),
        source,
    }
}

fn asked(data: &Path, wish: &Value) -> Result<String, Failure> {
    runtime::block_on(ask::post(data, "/admin/audit", wish))
}
