//! `peerline demo`: a line on this machine alone, with one link per role.

use std::path::Path;
use std::path::PathBuf;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use peerline_core::vocab::Role;
use tempfile::TempDir;
use tokio::sync::mpsc;

use super::Failure;
use super::night_call;
use super::opened::Opened;
use super::runtime;
use super::runtime::Signals;
use crate::cli::DemoArgs;
use crate::cli::complain;
use crate::cli::say;
use crate::config::Settings;
use crate::logs;

/// Runs a demo until it is asked to stop.
pub(crate) fn demo(args: &DemoArgs) -> Result<(), Failure> {
    if !args.listen.ip().is_loopback() {
        return Err(Failure::DemoNotLoopback);
    }
    let place = Place::new(args.data.as_deref())?;
    let mut settings = Settings::default();
    settings.server.listen = args.listen;
    settings.server.data = place.path();
    "Peerline demo".clone_into(&mut settings.line.name);
    logs::start(&settings.log);
    runtime::block_on(run(&settings))
}

async fn run(settings: &Settings) -> Result<(), Failure> {
    let mut signals = Signals::listen()?;
    let mut opened = Opened::open(settings).await?;
    let supporter = link(&opened, Role::Supporter, "/supporter").await?;
    let responder = link(&opened, Role::Responder, "/responder").await?;
    say(&format!(
        "A line to try out, on this machine alone. Open each link in its own window:\n\
         \x20 somebody who needs support:  {url}/\n\
         \x20 a supporter:                 {supporter}\n\
         \x20 a responder:                 {responder}\n\
         Type c and Enter to let a simulated person ask for a human now; Ctrl-C ends the demo.",
        url = opened.base_url(),
    ));
    let mut keys = Keys::new();
    loop {
        tokio::select! {
            () = signals.asked_to_stop() => break,
            () = opened.broken() => return Err(Failure::LoopEnded),
            () = keys.pressed_c() => call(&opened).await,
        }
    }
    opened.close().await;
    Ok(())
}

async fn call(opened: &Opened) {
    match night_call::place(opened.address()).await {
        Ok(()) => say("a simulated person has asked for a human: look at the responder's window"),
        Err(error) => complain(&format!("the simulated call did not get through: {error}")),
    }
}

async fn link(opened: &Opened, role: Role, page: &str) -> Result<String, Failure> {
    let secret = opened
        .line()
        .invite(role)
        .await
        .map_err(|_| Failure::Invite)?;
    let secret = URL_SAFE_NO_PAD.encode(secret);
    Ok(format!("{}{page}#invite={secret}", opened.base_url()))
}

/// A folder to keep, or one that goes with the process.
enum Place {
    Kept(PathBuf),
    Passing(TempDir),
}

impl Place {
    fn new(folder: Option<&Path>) -> Result<Self, Failure> {
        match folder {
            Some(folder) => Ok(Self::Kept(folder.to_path_buf())),
            None => tempfile::Builder::new()
                .prefix("peerline-demo-")
                .tempdir()
                .map(Self::Passing)
                .map_err(|source| Failure::folder(&std::env::temp_dir(), source)),
        }
    }

    fn path(&self) -> PathBuf {
        match self {
            Self::Kept(path) => path.clone(),
            Self::Passing(folder) => folder.path().to_path_buf(),
        }
    }
}

/// What is typed, if anybody can type.
struct Keys(mpsc::Receiver<()>);

impl Keys {
    /// Reads standard input on a thread of its own, because a read cannot be interrupted.
    fn new() -> Self {
        let (pressed, presses) = mpsc::channel(1);
        std::thread::spawn(move || {
            for line in std::io::stdin().lines().map_while(Result::ok) {
                if line.trim().eq_ignore_ascii_case("c") && pressed.blocking_send(()).is_err() {
                    return;
                }
            }
        });
        Self(presses)
    }

    /// Returns when somebody typed `c`; never, once there is nobody to type.
    async fn pressed_c(&mut self) {
        if self.0.recv().await.is_none() {
            std::future::pending::<()>().await;
        }
    }
}
