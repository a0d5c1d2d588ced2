//! What a configuration says of how staff log in.

use peerline_core::identity::StaffLogin;
use toml::Spanned;
use url::Url;

use super::ConfigError;
use super::error::Fault;
use super::error::Origin;
use super::file;

/// Reads whether staff log in with a passkey; it needs an address that passkeys can be bound to.
pub(super) fn read(
    origin: &Origin<'_>,
    section: &file::Staff,
    public_url: Option<&Url>,
) -> Result<StaffLogin, ConfigError> {
    let Some(word) = &section.passkeys else {
        return Ok(StaffLogin::default());
    };
    match word.get_ref().as_str() {
        "optional" => Ok(StaffLogin::Optional),
        "required" if public_url.is_none_or(|url| url.domain().is_some()) => {
            Ok(StaffLogin::Required)
        }
        "required" => {
            let what = "passkeys are bound to a name, and server.public_url has a number";
            let advice = "give the line a name, as in public_url = \"https://line.example.org\"";
            Err(fault(origin, word, what, advice))
        }
        _ => {
            let advice = "use \"optional\" or \"required\"";
            Err(fault(origin, word, "there is no such rule", advice))
        }
    }
}

fn fault(
    origin: &Origin<'_>,
    word: &Spanned<String>,
    what: &'static str,
    advice: &'static str,
) -> ConfigError {
    ConfigError::at(
        origin,
        Some(word.span()),
        Fault::new("staff.passkeys", what, advice),
    )
}
