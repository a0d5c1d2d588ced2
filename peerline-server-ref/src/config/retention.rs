//! The `[retention]` section.

use peerline_core::room::Retention;
use peerline_core::room::Retentions;
use peerline_core::room::RoomKind;
use peerline_core::vocab::Millis;
use toml::Spanned;

use super::ConfigError;
use super::error::Fault;
use super::error::Origin;
use super::file;

/// Reads the section; a kind that is left out has what `limits.keep_closed_days` says.
pub(super) fn read(
    origin: &Origin<'_>,
    section: &file::Retention,
) -> Result<Retentions, ConfigError> {
    let keys = [
        (RoomKind::OneToOne, &section.one_to_one),
        (RoomKind::Crisis, &section.crisis),
        (RoomKind::Circle, &section.circle),
        (RoomKind::DropIn, &section.drop_in),
        (RoomKind::Session, &section.session),
        (RoomKind::Staff, &section.staff),
    ];
    let mut retentions = Retentions::default();
    for (kind, entry) in keys {
        let Some(entry) = entry else { continue };
        let Some(retention) = parse(entry.get_ref()) else {
            return Err(refusal(origin, kind, entry));
        };
        retentions.kinds.insert(kind, retention);
    }
    Ok(retentions)
}

fn refusal(origin: &Origin<'_>, kind: RoomKind, entry: &Spanned<String>) -> ConfigError {
    let key = format!("retention.{}", kind.as_str());
    let what = format!("\"{}\" is no time to keep words", entry.get_ref());
    let advice = "use \"none\", \"closed\", \"closed + 48 hours\", \"72 hours\", \"30 days\" or \"for ever\"; \
                  at most 3650 days";
    ConfigError::at(origin, Some(entry.span()), Fault::new(&key, what, advice))
}

fn parse(text: &str) -> Option<Retention> {
    match text {
        "for ever" => Some(Retention::Forever),
        "none" => Some(Retention::InMemory),
        "closed" => Some(Retention::UntilClosed(Millis::ZERO)),
        _ => match text.strip_prefix("closed + ") {
            Some(more) => span(more).map(Retention::UntilClosed),
            None => span(text).map(Retention::AfterSaid),
        },
    }
}

fn span(text: &str) -> Option<Millis> {
    let (number, unit) = text.split_once(' ')?;
    let number: u64 = number.parse().ok()?;
    let hours = match unit {
        "hours" | "hour" => number,
        "days" | "day" => number.checked_mul(24)?,
        _ => return None,
    };
    (1..=LONGEST)
        .contains(&hours)
        .then(|| Millis::from_hours(1).times(hours))
}

/// The longest, in hours.
const LONGEST: u64 = 3650 * 24;
