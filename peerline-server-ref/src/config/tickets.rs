//! The `[tickets]` section.

use toml::Spanned;

use super::ConfigError;
use super::error::Fault;
use super::error::Origin;
use super::file;

/// How many blind tickets an account gets within a day where nothing else is said.
const A_DAY: u32 = 8;
/// Each is a room that somebody who was just banned can still come into.
const MOST: u64 = 64;

/// Reads how many blind tickets an account gets within a day; `None` where the line gives none.
pub(super) fn read(
    origin: &Origin<'_>,
    section: &file::Tickets,
) -> Result<Option<u32>, ConfigError> {
    let a_day = match &section.blind_a_day {
        None => A_DAY,
        Some(a_day) => bounded(origin, a_day)?,
    };
    match &section.blind {
        Some(blind) if *blind.get_ref() && !cfg!(feature = "blind-tickets") => {
            let what = "this program was built without blind tickets";
            let advice = "build it with `--features blind-tickets`, or leave the key out";
            let fault = Fault::new("tickets.blind", what, advice);
            Err(ConfigError::at(origin, Some(blind.span()), fault))
        }
        Some(blind) => Ok(blind.get_ref().then_some(a_day)),
        None => Ok(None),
    }
}

fn bounded(origin: &Origin<'_>, a_day: &Spanned<u64>) -> Result<u32, ConfigError> {
    let found = *a_day.get_ref();
    if (1..=MOST).contains(&found) {
        return Ok(u32::try_from(found).unwrap_or(A_DAY));
    }
    let what = format!("{found} is out of range");
    let advice = format!("use a number from 1 to {MOST}, or leave the key out");
    let fault = Fault::new("tickets.blind_a_day", what, advice);
    Err(ConfigError::at(origin, Some(a_day.span()), fault))
}
