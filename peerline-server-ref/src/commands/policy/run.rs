//! Which command does what.

use std::path::Path;
use std::path::PathBuf;

use peerline_core::crisis::assess::RiskAssessor as _;
use peerline_core::crisis::assess::RuleAssessor;
use peerline_core::moderation::ModerationPolicy as _;
use peerline_core::moderation::file::FilePolicy;
use peerline_core::moderation::file::Shipped;
use serde::Deserialize;
use serde_json::json;

use super::PolicyCommand;
use super::explain;
use super::replay;
use crate::cli::say;
use crate::commands::Failure;
use crate::commands::ask;
use crate::commands::runtime;
use crate::config::PolicySource;
use crate::policy;

/// Does what was asked.
pub(crate) fn policy(wish: &PolicyCommand) -> Result<(), Failure> {
    match wish {
        PolicyCommand::Check { policy } | PolicyCommand::Test { policy } => check(policy),
        PolicyCommand::Explain(args) => explain::explain(args),
        PolicyCommand::Replay(args) => replay::replay(args),
        PolicyCommand::Current { at } => current(&at.data, "show"),
        PolicyCommand::Reload { at } => current(&at.data, "reload"),
        PolicyCommand::Print { policy } => print(policy),
    }
}

/// Reads a policy by the name of one that ships, or by its path.
pub(super) fn read(name: &str) -> Result<FilePolicy, Failure> {
    let source = PolicySource::named(name, |path: &Path| -> PathBuf { path.to_owned() });
    Ok(policy::load(&source)?)
}

fn check(name: &str) -> Result<(), Failure> {
    let policy = read(name)?;
    let assessor = RuleAssessor::default();
    let failed = policy.failed_tests(&|text, language| assessor.assess(text, language));
    for test in &failed {
        say(&format!(
            "{name}:{}: {} {}: {}",
            test.line, test.rule, test.what, test.text
        ));
    }
    if !failed.is_empty() {
        return Err(Failure::PolicyTests(failed.len(), policy.n_tests()));
    }
    let id = policy.id();
    say(&format!(
        "{} {} is good: {} rules, {} signals, {} tests pass",
        id.name,
        id.version,
        policy.rules().count(),
        policy.signals().count(),
        policy.n_tests()
    ));
    Ok(())
}

/// Asks the running line, and prints which policy it goes by.
fn current(data: &Path, what: &str) -> Result<(), Failure> {
    let wish = json!({"do": what});
    let answer = runtime::block_on(ask::post(data, "/admin/policy", &wish))?;
    let Current { policy, version } = ask::understood(&answer)?;
    say(&format!("policy: {policy} {version}"));
    Ok(())
}

#[derive(Deserialize)]
struct Current {
    policy: String,
    version: u32,
}

fn print(name: &str) -> Result<(), Failure> {
    let Some(shipped) = Shipped::named(name) else {
        let names: Vec<&str> = Shipped::ALL.iter().map(|shipped| shipped.name()).collect();
        let what = format!(
            "no policy called {name} ships\n  -> name one of {}",
            names.join(", ")
        );
        return Err(Failure::PolicyLog(what));
    };
    say(shipped.text());
    Ok(())
}
