//! The `[[rooms]]` of the directory.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use peerline_core::room::Alone;
use peerline_core::room::InvalidSpec;
use peerline_core::room::Localized;
use peerline_core::room::Manner;
use peerline_core::room::RoomKind;
use peerline_core::room::RoomSpec;
use peerline_core::room::Sitting;
use peerline_core::room::Slug;
use peerline_core::vocab::Language;
use peerline_core::vocab::Millis;
use peerline_core::vocab::Role;
use toml::Spanned;

use super::ConfigError;
use super::error::Fault;
use super::error::Origin;
use super::file::RoomEntry;
use super::file::SittingEntry;
use super::file::Texts;
use super::timetable;

/// How many sittings a room may name.
const MOST_SITTINGS: usize = 21;

/// Reads the rooms; `languages` are those of the line, for a room that names none.
pub(super) fn read(
    origin: &Origin<'_>,
    entries: &[Spanned<RoomEntry>],
    languages: &[Language],
) -> Result<Vec<RoomSpec>, ConfigError> {
    let reader = Reader { origin, languages };
    if let Some(one) = entries.get(RoomSpec::ROOMS) {
        let what = format!("a directory has at most {} rooms", RoomSpec::ROOMS);
        let fault = Fault::new("rooms", what, "take a room out");
        return Err(reader.at(one, fault));
    }
    let mut slugs = BTreeSet::new();
    let mut rooms = Vec::new();
    for entry in entries {
        let room = reader.room(entry)?;
        if !slugs.insert(room.slug.clone()) {
            let advice = "give every room a slug of its own, and never change it";
            let fault = Fault::new("rooms.slug", "two rooms have this slug", advice);
            return Err(reader.at(&entry.get_ref().slug, fault));
        }
        rooms.push(room);
    }
    Ok(rooms)
}

struct Reader<'a> {
    origin: &'a Origin<'a>,
    languages: &'a [Language],
}

impl Reader<'_> {
    fn room(&self, entry: &Spanned<RoomEntry>) -> Result<RoomSpec, ConfigError> {
        let file = entry.get_ref();
        let slug: Slug = self.parsed("rooms.slug", &file.slug, "as in slug = \"day-room\"")?;
        let kind = self.kind(&file.kind)?;
        let main = self.main_language(file)?;
        let title = self.texts("rooms.title", &file.slug, (Some(&file.title), &main))?;
        let mut room = RoomSpec::new(slug, kind, (main.clone(), ""));
        room.title = title;
        room.about = self.texts("rooms.about", &file.slug, (file.about.as_ref(), &main))?;
        room.access = self.texts("rooms.access", &file.slug, (file.access.as_ref(), &main))?;
        room.norms = self.texts("rooms.norms", &file.slug, (file.norms.as_ref(), &main))?;
        room.languages = self.spoken(file)?;
        room.topics = file
            .topics
            .iter()
            .map(|topic| self.parsed("rooms.topics", topic, "as in topics = [\"grief\"]"))
            .collect::<Result<_, _>>()?;
        if let Some(seats) = &file.seats {
            room.seats = *seats.get_ref();
        }
        room.sittings = self.sittings(file)?;
        if let Some(retention) = &file.retention {
            room.in_memory = self.retention(retention)?;
        }
        if let Some(alone) = &file.alone {
            room.alone = self.alone(alone)?;
        }
        room.roles = file
            .roles
            .iter()
            .map(|role| self.role(role))
            .collect::<Result<_, _>>()?;
        self.manner(file, &mut room.manner)?;
        self.whole(entry, &room)?;
        Ok(room)
    }

    fn manner(&self, file: &RoomEntry, manner: &mut Manner) -> Result<(), ConfigError> {
        let seconds = |value: &Option<Spanned<u32>>, max: Millis, key: &str| match value {
            None => Ok(Millis::ZERO),
            Some(value) => {
                let span = Millis::from_secs(u64::from(*value.get_ref()));
                let what = format!("at most {} seconds", max.as_secs());
                let fault = Fault::new(key, what, "leave it out for none");
                (span <= max)
                    .then_some(span)
                    .ok_or_else(|| self.at(value, fault))
            }
        };
        manner.slow = seconds(&file.slow_s, Manner::MAX_SLOW, "rooms.slow_s")?;
        manner.read_first = seconds(&file.read_s, Manner::MAX_READ_FIRST, "rooms.read_s")?;
        manner.agree = file.agree.unwrap_or_default();
        manner.turns = file.turns.unwrap_or_default();
        manner.typing = file.typing.unwrap_or(manner.typing);
        manner.read = file.read.unwrap_or(manner.read);
        if let Some(quiet) = &file.quiet {
            let advice = "as in quiet = \"22:30-06:00\"";
            manner.quiet = Some(self.parsed("rooms.quiet", quiet, advice)?);
        }
        Ok(())
    }

    /// What is wrong with the room as a whole is said where its value stands, if it has one.
    fn whole(&self, entry: &Spanned<RoomEntry>, room: &RoomSpec) -> Result<(), ConfigError> {
        let Err(error) = room.check() else {
            return Ok(());
        };
        let (key, advice) = match error {
            InvalidSpec::Kind => ("rooms.kind", "use one of these four"),
            InvalidSpec::Title => ("rooms.title", "as in title = { en = \"Day room\" }"),
            InvalidSpec::TooLong => (
                "rooms",
                "make it shorter: people read it before they come in",
            ),
            InvalidSpec::Norms => ("rooms.norms", "write one short norm a line"),
            InvalidSpec::Profile => ("rooms.languages", "name fewer, or make two rooms"),
            InvalidSpec::Seats => ("rooms.seats", "use a number in this range, or leave it out"),
            InvalidSpec::Sittings => (
                "rooms.sittings",
                "as in sittings = [{ starts = 2026-12-01T19:00:00Z, every_days = 7, minutes = 90 }]",
            ),
            InvalidSpec::Manner | _ => ("rooms", "see docs/configuration.md"),
        };
        let fault = Fault::new(key, error.to_string(), advice);
        let seats = entry.get_ref().seats.as_ref();
        match seats.filter(|_| error == InvalidSpec::Seats) {
            Some(seats) => Err(self.at(seats, fault)),
            None => Err(self.at(&entry.get_ref().slug, fault)),
        }
    }

    fn kind(&self, value: &Spanned<String>) -> Result<RoomKind, ConfigError> {
        match value.get_ref().as_str() {
            "circle" => Ok(RoomKind::Circle),
            "drop_in" => Ok(RoomKind::DropIn),
            "session" => Ok(RoomKind::Session),
            "staff" => Ok(RoomKind::Staff),
            _ => {
                let advice = "use \"circle\", \"drop_in\", \"session\" or \"staff\"";
                Err(self.at(
                    value,
                    Fault::new("rooms.kind", "there is no such kind", advice),
                ))
            }
        }
    }

    /// A room of its own may keep less than its kind, and nothing else.
    fn retention(&self, value: &Spanned<String>) -> Result<bool, ConfigError> {
        if value.get_ref() == "none" {
            return Ok(true);
        }
        let advice = "use \"none\", or leave it out: then `[retention]` says how long";
        let fault = Fault::new("rooms.retention", "that is no time for one room", advice);
        Err(self.at(value, fault))
    }

    fn alone(&self, value: &Spanned<String>) -> Result<Alone, ConfigError> {
        match value.get_ref().as_str() {
            "nobody" => Ok(Alone::Nobody),
            "supporters" => Ok(Alone::Supporters),
            "peers" => Ok(Alone::Peers),
            _ => {
                let advice = "use \"nobody\", \"supporters\" or \"peers\"";
                let fault = Fault::new("rooms.alone", "nobody of that name can be asked", advice);
                Err(self.at(value, fault))
            }
        }
    }

    fn role(&self, value: &Spanned<String>) -> Result<Role, ConfigError> {
        let all = [
            ("supporter", Role::Supporter),
            ("facilitator", Role::Facilitator),
            ("moderator", Role::Moderator),
            ("responder", Role::Responder),
            ("supervisor", Role::Supervisor),
            ("observer", Role::Observer),
        ];
        let found = all.iter().find(|(name, _)| name == value.get_ref());
        found.map(|(_, role)| *role).ok_or_else(|| {
            let advice = "use \"supporter\", \"facilitator\", \"moderator\", \"responder\", \
                          \"supervisor\" or \"observer\"";
            self.at(
                value,
                Fault::new("rooms.roles", "there is no such staff role", advice),
            )
        })
    }

    /// The room's own languages, or the line's.
    fn spoken(&self, file: &RoomEntry) -> Result<Vec<Language>, ConfigError> {
        if file.languages.is_empty() {
            return Ok(self.languages.to_vec());
        }
        let advice = "as in languages = [\"en\", \"pt-br\"]";
        let languages = file.languages.iter();
        languages
            .map(|language| self.parsed("rooms.languages", language, advice))
            .collect()
    }

    fn main_language(&self, file: &RoomEntry) -> Result<Language, ConfigError> {
        let first = self.spoken(file)?.into_iter().next();
        Ok(first.unwrap_or_else(Language::english))
    }

    /// A text alone is in the room's main language.
    fn texts(
        &self,
        key: &str,
        slug: &Spanned<String>,
        (texts, main): (Option<&Texts>, &Language),
    ) -> Result<Localized, ConfigError> {
        match texts {
            None => Ok(Localized::default()),
            Some(Texts::One(text)) => Ok(Localized::default().with(main.clone(), text.trim())),
            Some(Texts::Each(each)) => self.each(key, slug, each),
        }
    }

    /// A wrong language is told at the room it stands in: its own place is not known.
    fn each(
        &self,
        key: &str,
        slug: &Spanned<String>,
        each: &BTreeMap<String, String>,
    ) -> Result<Localized, ConfigError> {
        let mut all = Localized::default();
        for (tag, text) in each {
            let language: Language = tag.parse().map_err(|error| {
                let what = format!("\"{tag}\": {error}");
                let advice = "as in { en = \"…\", de = \"…\" }";
                self.at(slug, Fault::new(key, what, advice))
            })?;
            all = all.with(language, text.trim());
        }
        Ok(all)
    }

    /// One entry is one sitting, or where it keeps the clock of a place, several one after another.
    fn sitting(&self, entry: &SittingEntry) -> Result<Vec<Sitting>, ConfigError> {
        let advice =
            "as in 2026-12-01T19:00:00+01:00, or without an offset and zone = \"Europe/Berlin\"";
        let unclear = |what: &str| {
            let fault = Fault::new("rooms.sittings.starts", what, advice);
            self.at(&entry.starts, fault)
        };
        let time = entry.starts.get_ref();
        let every = self.every(entry)?;
        let lasts = self.lasts(entry)?;
        let Some(name) = &entry.zone else {
            let first = timetable::moment(time);
            let first =
                first.ok_or_else(|| unclear("this is not a time with its offset from UTC"))?;
            return Ok(vec![Sitting {
                first,
                every: every.map(|days| Millis::from_hours(24).times(u64::from(days))),
                lasts,
                last: None,
            }]);
        };
        let zone = timetable::zone(name.get_ref()).ok_or_else(|| {
            let what = "there is no time zone of this name";
            let advice = "use a name of the IANA list, as in zone = \"Europe/Berlin\"";
            self.at(name, Fault::new("rooms.sittings.zone", what, advice))
        })?;
        let local = timetable::on_the_clock(time);
        let local =
            local.ok_or_else(|| unclear("beside a zone stands a time without an offset"))?;
        let sittings = timetable::sittings((local, &zone), every, lasts, timetable::this_year());
        sittings.ok_or_else(|| unclear("this is no time in that zone"))
    }

    fn lasts(&self, entry: &SittingEntry) -> Result<Millis, ConfigError> {
        let minutes = *entry.minutes.get_ref();
        if (5..=1440).contains(&minutes) {
            return Ok(Millis::from_mins(u64::from(minutes)));
        }
        let what = "a session lasts from 5 to 1440 minutes";
        let fault = Fault::new("rooms.sittings.minutes", what, "as in minutes = 90");
        Err(self.at(&entry.minutes, fault))
    }

    fn every(&self, entry: &SittingEntry) -> Result<Option<u16>, ConfigError> {
        let Some(days) = &entry.every_days else {
            return Ok(None);
        };
        if (1..=366).contains(days.get_ref()) {
            return Ok(Some(*days.get_ref()));
        }
        let what = "a session takes place again after 1 to 366 days";
        let advice = "7 is once a week; leave it out where it takes place once";
        Err(self.at(days, Fault::new("rooms.sittings.every_days", what, advice)))
    }

    /// So many that each can be followed over some years of changes of the clocks.
    fn sittings(&self, file: &RoomEntry) -> Result<Vec<Sitting>, ConfigError> {
        if let Some(one) = file.sittings.get(MOST_SITTINGS) {
            let what = format!("a session has at most {MOST_SITTINGS} sittings");
            let fault = Fault::new("rooms.sittings", what, "make two rooms of it");
            return Err(self.at(&one.starts, fault));
        }
        let all: Result<Vec<_>, _> = file.sittings.iter().map(|one| self.sitting(one)).collect();
        Ok(all?.concat())
    }

    fn parsed<T>(&self, key: &str, value: &Spanned<String>, advice: &str) -> Result<T, ConfigError>
    where
        T: std::str::FromStr,
        T::Err: std::fmt::Display,
    {
        let parsed = value.get_ref().parse();
        parsed.map_err(|error: T::Err| self.at(value, Fault::new(key, error.to_string(), advice)))
    }

    fn at<T>(&self, value: &Spanned<T>, fault: Fault) -> ConfigError {
        ConfigError::at(self.origin, Some(value.span()), fault)
    }
}
