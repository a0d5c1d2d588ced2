//! The `[limits]` section.

use peerline_core::vocab::Limits;
use peerline_core::vocab::Millis;
use toml::Spanned;

use super::ConfigError;
use super::error::Fault;
use super::error::Origin;
use super::file::Days;
use super::file::LimitsSection;

/// Reads the section over the core's defaults.
pub(super) fn read(origin: &Origin<'_>, section: &LimitsSection) -> Result<Limits, ConfigError> {
    let reader = Reader { origin };
    let mut limits = Limits::default();
    reader.sizes(section, &mut limits)?;
    reader.paces(section, &mut limits)?;
    if let Some(days) = &section.keep_closed_days {
        limits.keep_closed = reader.days("keep_closed_days", days)?;
    }
    Ok(limits)
}

struct Reader<'a> {
    origin: &'a Origin<'a>,
}

/// A number of the file.
type Entry = Option<Spanned<u64>>;

impl Reader<'_> {
    fn sizes(&self, section: &LimitsSection, limits: &mut Limits) -> Result<(), ConfigError> {
        let set = |key, entry: &Entry, range, out: &mut usize| {
            if let Some(found) = self.bounded(key, entry, range)? {
                *out = usize::try_from(found).unwrap_or(usize::MAX);
            }
            Ok::<(), ConfigError>(())
        };
        let inflight = (65_536, 16 << 20);
        set(
            "frame_bytes",
            &section.frame_bytes,
            (8192, 1 << 20),
            &mut limits.frame_bytes,
        )?;
        set(
            "open_rooms",
            &section.open_rooms,
            (4, 1024),
            &mut limits.open_rooms,
        )?;
        set(
            "inflight_bytes",
            &section.inflight_bytes,
            inflight,
            &mut limits.inflight_bytes,
        )?;
        set(
            "room_members",
            &section.room_members,
            (2, 10_000),
            &mut limits.room_members,
        )?;
        set(
            "waiting",
            &section.waiting,
            (1, 1_000_000),
            &mut limits.waiting,
        )
    }

    fn paces(&self, section: &LimitsSection, limits: &mut Limits) -> Result<(), ConfigError> {
        if let Some(capacity) = self.bounded("capacity", &section.capacity, (1, 20))? {
            limits.capacity = u8::try_from(capacity).unwrap_or(u8::MAX);
        }
        if let Some(pace) = self.bounded("pace", &section.pace, (1, 128))? {
            limits.pace = u32::try_from(pace).unwrap_or(u32::MAX);
        }
        let set = |key, entry: &Entry, range, out: &mut Millis| {
            if let Some(found) = self.bounded(key, entry, range)? {
                *out = Millis::from_secs(found);
            }
            Ok::<(), ConfigError>(())
        };
        set(
            "pace_window_s",
            &section.pace_window_s,
            (1, 60),
            &mut limits.pace_window,
        )?;
        set("hello_s", &section.hello_s, (2, 60), &mut limits.hello)?;
        set(
            "heartbeat_s",
            &section.heartbeat_s,
            (5, 120),
            &mut limits.heartbeat,
        )
    }

    fn days(&self, key: &str, entry: &Spanned<Days>) -> Result<Option<Millis>, ConfigError> {
        let what = match entry.get_ref() {
            Days::Number(days @ 1..=3650) => {
                return Ok(Some(Millis::from_hours(24).times(*days)));
            }
            Days::Word(word) if word == FOR_EVER => return Ok(None),
            Days::Number(days) => format!("{days} is out of range"),
            Days::Word(word) => format!("\"{word}\" is no number of days"),
        };
        let advice = format!("use a number from 1 to 3650, or \"{FOR_EVER}\"");
        let fault = Fault::new(&format!("limits.{key}"), what, advice);
        Err(ConfigError::at(self.origin, Some(entry.span()), fault))
    }

    fn bounded(
        &self,
        key: &str,
        entry: &Entry,
        (low, high): (u64, u64),
    ) -> Result<Option<u64>, ConfigError> {
        let Some(entry) = entry else {
            return Ok(None);
        };
        if (low..=high).contains(entry.get_ref()) {
            return Ok(Some(*entry.get_ref()));
        }
        let what = format!("{} is out of range", entry.get_ref());
        let advice = format!("use a number from {low} to {high}, or leave the key out");
        let fault = Fault::new(&format!("limits.{key}"), what, advice);
        Err(ConfigError::at(self.origin, Some(entry.span()), fault))
    }
}

/// How the file says that nothing is destroyed.
const FOR_EVER: &str = "for ever";
