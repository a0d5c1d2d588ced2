//! `peerline staff`: who has a role or a passkey on the running line, and to end both.

use std::collections::BTreeMap;
use std::path::Path;

use peerline_core::vocab::Clearance;
use serde::Deserialize;
use serde_json::json;

use super::Failure;
use super::ask;
use super::runtime;
use crate::cli::say;

#[derive(Deserialize)]
struct Listed {
    staff: BTreeMap<String, Member>,
}

#[derive(Deserialize)]
struct Member {
    roles: Vec<String>,
    passkeys: u64,
    clearance: Option<Cleared>,
}

#[derive(Deserialize)]
struct Settled {
    clearance: Cleared,
}

/// A clearance in the words of the line.
#[derive(Deserialize)]
struct Cleared {
    tier: String,
    minors: bool,
}

/// Prints everybody with a role or a passkey.
pub(crate) fn list_staff(data: &Path) -> Result<(), Failure> {
    let answer = runtime::block_on(ask::get(data, "/admin/staff"))?;
    let Listed { staff } = ask::understood(&answer)?;
    if staff.is_empty() {
        say("nobody has a role yet; `peerline invite` gives one");
    }
    for (account, member) in staff {
        let roles = member.roles.join(", ");
        let passkeys = member.passkeys;
        let cleared = member
            .clearance
            .map(|own| format!("  cleared: {}", named(&own)));
        let cleared = cleared.unwrap_or_default();
        say(&format!(
            "{account}  {roles}  passkeys: {passkeys}{cleared}"
        ));
    }
    Ok(())
}

/// Clears a supporter for something of their own.
pub(crate) fn clear_staff(data: &Path, account: &str, clearance: Clearance) -> Result<(), Failure> {
    let body = json!({"account": account, "clearance": clearance});
    let answer = runtime::block_on(ask::post(data, "/admin/staff/clear", &body))?;
    let settled: Settled = ask::understood(&answer)?;
    say(&format!(
        "cleared: {}; it holds at once, and conversations that run go on",
        named(&settled.clearance)
    ));
    Ok(())
}

fn named(own: &Cleared) -> String {
    let minors = if own.minors {
        "certified for minors"
    } else {
        "no minors"
    };
    format!("up to {}, {minors}", own.tier)
}

/// Takes every role and every passkey from somebody.
pub(crate) fn dismiss_staff(data: &Path, account: &str) -> Result<(), Failure> {
    let body = json!({"account": account});
    runtime::block_on(ask::post(data, "/admin/staff/dismiss", &body))?;
    say("their roles and passkeys are gone, and what only staff read is not sent to them any more");
    Ok(())
}
