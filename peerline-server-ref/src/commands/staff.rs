//! `peerline staff`: who has a role or a passkey on the running line, and to end both.

use std::collections::BTreeMap;
use std::path::Path;

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
}

/// Prints everybody with a role or a passkey.
pub(crate) fn list_staff(data: &Path) -> Result<(), Failure> {
    let answer = runtime::block_on(ask::get(data, "/admin/staff"))?;
    let Listed { staff } = ask::understood(&answer)?;
    if staff.is_empty() {
        say("nobody has a role yet; `peerline invite` gives one");
    }
    for (account, Member { roles, passkeys }) in staff {
        let roles = roles.join(", ");
        say(&format!("{account}  {roles}  passkeys: {passkeys}"));
    }
    Ok(())
}

/// Takes every role and every passkey from somebody.
pub(crate) fn dismiss_staff(data: &Path, account: &str) -> Result<(), Failure> {
    let body = json!({"account": account});
    runtime::block_on(ask::post(data, "/admin/staff/dismiss", &body))?;
    say("their roles and passkeys are gone, and what only staff read is not sent to them any more");
    Ok(())
}
