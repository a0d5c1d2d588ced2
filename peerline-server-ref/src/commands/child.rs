//! The implementation under test: a program at the other end of two pipes.

use std::io;
use std::io::BufRead as _;
use std::io::BufReader;
use std::io::Read as _;
use std::io::Write as _;
use std::process;
use std::process::ChildStdin;
use std::process::ChildStdout;
use std::process::Command;
use std::process::Stdio;
use std::sync::mpsc;
use std::sync::mpsc::RecvTimeoutError;
use std::thread;
use std::time::Duration;

use serde_json::Value;

/// A running implementation. It is ended when this is dropped.
#[derive(Debug)]
pub(crate) struct Child {
    process: process::Child,
    input: Option<ChildStdin>,
    lines: mpsc::Receiver<io::Result<Vec<u8>>>,
    patience: Duration,
}

/// Why there is no answer that could be compared.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Trouble {
    #[error("the command cannot be started: {0}")]
    Start(io::Error),
    #[error("the implementation ended ({0})")]
    Ended(String),
    #[error("the implementation said nothing for {} s", .0.as_secs_f32())]
    Silent(Duration),
    #[error("the implementation wrote a line that is no JSON object: {0}")]
    NoReport(String),
    #[error("the implementation wrote more than {MAX_REPORTS} reports to one order")]
    TooMany,
}

/// Everything that was said to one order.
#[derive(Debug)]
pub(crate) struct Answer {
    /// What came before `done`.
    pub(crate) reports: Vec<Value>,
    /// The last line.
    pub(crate) done: Value,
}

/// Reports to one order; more come only from a program that runs wild.
const MAX_REPORTS: usize = 10_000;
/// Bytes of one report.
const MAX_LINE: u64 = 1 << 20;
/// Lines that wait to be compared.
const AHEAD: usize = 256;

impl Child {
    /// Starts a command through the shell.
    ///
    /// # Errors
    /// [`Trouble::Start`].
    pub(crate) fn start(command: &str, patience: Duration) -> Result<Self, Trouble> {
        let (shell, flag) = if cfg!(windows) {
            ("cmd", "/C")
        } else {
            ("sh", "-c")
        };
        let mut process = Command::new(shell)
            .args([flag, command])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(Trouble::Start)?;
        let (tell, lines) = mpsc::sync_channel(AHEAD);
        if let Some(output) = process.stdout.take() {
            thread::spawn(move || read(output, &tell));
        }
        Ok(Self {
            input: process.stdin.take(),
            process,
            lines,
            patience,
        })
    }

    /// Gives an order and waits for everything that is said to it.
    ///
    /// # Errors
    /// [`Trouble`] where the implementation ends, is silent for too long or speaks no JSON.
    pub(crate) fn order(&mut self, order: &Value) -> Result<Answer, Trouble> {
        self.write(order)?;
        let mut reports = Vec::new();
        while reports.len() < MAX_REPORTS {
            let report = self.next()?;
            if report.get("done").is_some() {
                let done = report;
                return Ok(Answer { reports, done });
            }
            reports.push(report);
        }
        Err(Trouble::TooMany)
    }

    /// Writes one line and returns the next one that comes.
    ///
    /// # Errors
    /// [`Trouble`] where the implementation ends, is silent for too long or speaks no JSON.
    pub(crate) fn ask(&mut self, question: &Value) -> Result<Value, Trouble> {
        self.write(question)?;
        self.next()
    }

    fn write(&mut self, order: &Value) -> Result<(), Trouble> {
        let line = format!("{order}\n");
        let written = self.input.as_mut().map(|input| {
            input.write_all(line.as_bytes())?;
            input.flush()
        });
        match written {
            Some(Ok(())) => Ok(()),
            Some(Err(_)) | None => Err(self.ended()),
        }
    }

    fn next(&mut self) -> Result<Value, Trouble> {
        match self.lines.recv_timeout(self.patience) {
            Ok(Ok(line)) => report(&line),
            Ok(Err(_)) | Err(RecvTimeoutError::Disconnected) => Err(self.ended()),
            Err(RecvTimeoutError::Timeout) => Err(Trouble::Silent(self.patience)),
        }
    }

    /// Its output is over; says how the program ended, as far as it has.
    fn ended(&mut self) -> Trouble {
        self.input = None;
        Trouble::Ended(match self.process.try_wait() {
            Ok(Some(status)) => status.to_string(),
            Ok(None) | Err(_) => "it closed its output".to_owned(),
        })
    }
}

impl Drop for Child {
    fn drop(&mut self) {
        // The end of its input tells it to end. Whoever does not is not waited for.
        self.input = None;
        let patience = self.patience.min(Duration::from_secs(1));
        let mut rest = (0..MAX_REPORTS).map(|_| self.lines.recv_timeout(patience));
        let _over = rest.find(|line| !matches!(line, Ok(Ok(_))));
        let _ended = self.process.kill();
        let _ended = self.process.wait();
    }
}

fn read(output: ChildStdout, tell: &mpsc::SyncSender<io::Result<Vec<u8>>>) {
    let mut output = BufReader::new(output);
    loop {
        let mut line = Vec::new();
        let read = (&mut output).take(MAX_LINE).read_until(b'\n', &mut line);
        let over = !matches!(read, Ok(1..));
        if !over || read.is_err() {
            let told = tell.send(read.map(|_| line));
            if told.is_err() {
                return;
            }
        }
        if over {
            return;
        }
    }
}

fn report(line: &[u8]) -> Result<Value, Trouble> {
    let report: Option<Value> = serde_json::from_slice(line).ok();
    report.filter(Value::is_object).ok_or_else(|| {
        let shown = String::from_utf8_lossy(line.get(..200).unwrap_or(line));
        Trouble::NoReport(shown.trim_end().to_owned())
    })
}
