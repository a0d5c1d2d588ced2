//! `peerline serve`.

use std::path::Path;

use peerline_core::ports::Clock as _;
use peerline_core::protocol::Encoding;

use super::Failure;
use super::check::LOG_ONLY;
use super::check::gaps;
use super::opened::Opened;
use super::runtime;
use super::runtime::Asked;
use super::runtime::Signals;
use crate::cli::ServeArgs;
use crate::cli::complain;
use crate::cli::say;
use crate::clock::SystemClock;
use crate::config;
use crate::config::Bell;
use crate::config::Settings;
use crate::logs;

/// Runs the line until it is asked to stop.
pub(crate) fn serve(args: &ServeArgs) -> Result<(), Failure> {
    let settings = settings(args)?;
    logs::start(&settings.log);
    runtime::block_on(run(&settings, args.stdio.map(Encoding::from)))
}

async fn run(settings: &Settings, stdio: Option<Encoding>) -> Result<(), Failure> {
    let mut signals = Signals::listen()?;
    let mut opened = Opened::open(settings).await?;
    // Standard output belongs to the frames where they go there.
    let tell = if stdio.is_some() { complain } else { say };
    greet(settings, &opened, tell);
    let leaving = stdio.map(|encoding| opened.serve_stdio(encoding));
    let leaving = leaving.transpose()?;
    loop {
        let asked = tokio::select! {
            asked = signals.asked() => asked,
            () = opened.broken() => return Err(Failure::LoopEnded),
        };
        match asked {
            Asked::ToStop => break,
            Asked::ToReadAgain => read_policy_again(&opened, tell).await,
        }
    }
    tell("closing: everybody is told, and may come back");
    opened.close().await;
    if let Some(leaving) = leaving {
        leaving.gone().await;
    }
    Ok(())
}

/// Reads the policy again while the line runs. One that is refused changes nothing.
async fn read_policy_again(opened: &Opened, tell: fn(&str)) {
    match opened.doors().read_policy().await {
        Ok(id) => tell(&format!("policy: {} {}", id.name, id.version)),
        Err(refused) => {
            tracing::error!("the policy was not changed: {refused}");
            complain(&format!("the policy was not changed: {refused}"));
        }
    }
}

/// The file, then the flags over it.
fn settings(args: &ServeArgs) -> Result<Settings, Failure> {
    let mut settings = match &args.config {
        Some(file) => config::read(file)?.ok_or_else(|| Failure::NoConfig(file.clone()))?,
        None => config::read(Path::new("peerline.toml"))?.unwrap_or_default(),
    };
    if let Some(listen) = args.listen {
        settings.server.listen = listen;
    }
    if let Some(data) = &args.data {
        settings.server.data.clone_from(data);
    }
    Ok(settings)
}

fn greet(settings: &Settings, opened: &Opened, tell: fn(&str)) {
    let data = settings.server.data.display();
    tell(&format!(
        "{name}\n\
         \x20 people:  {url}/\n\
         \x20 staff:   peerline invite --role supporter --data {data}\n\
         \x20          peerline invite --role responder --data {data}\n\
         \x20 health:  {url}/health/escalation (watch it from outside)\n\
         \x20 data:    {data}",
        name = settings.line.name,
        url = opened.base_url(),
    ));
    if settings.escalation.last_resort == Bell::Log {
        complain(&format!("\n{LOG_ONLY}"));
    }
    for told in gaps(&settings.escalation, SystemClock.now()) {
        complain(&format!("\n{told}"));
    }
    if settings.server.public_url.is_none() && !opened.address().ip().is_loopback() {
        complain(
            "\n!! This line can be reached from elsewhere and has no [server] public_url: a copy \
             of it under\n!! another name could pass itself off as this one. Set it, and end TLS \
             in front.",
        );
    }
}
