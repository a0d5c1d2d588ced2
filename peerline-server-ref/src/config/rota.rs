//! The `[[rota]]` entries: who is on call when, and how each of them is woken.

use std::path::Path;
use std::path::PathBuf;

use jiff::civil::Date;
use jiff::civil::Time;
use jiff::civil::Weekday;
use toml::Spanned;
use toml::value::Datetime;

use super::ConfigError;
use super::Override;
use super::Schedule;
use super::Shift;
use super::error::Fault;
use super::error::Origin;
use super::escalation;
use super::escalation::Bell;
use super::file;
use super::schedule;
use super::timetable;

/// A list of people who are on call by turns.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct RotaSettings {
    /// What the operator calls it.
    pub name: String,
    /// The name of the zone.
    pub zone: String,
    /// What the operator calls each of the people, and how they are woken.
    pub people: Vec<(String, Bell)>,
    /// Who is on call when.
    pub schedule: Schedule,
}

impl RotaSettings {
    /// Returns what people are called who are on call, by their numbers.
    #[must_use]
    pub fn named(&self, numbers: &[usize]) -> Vec<String> {
        let people = numbers.iter().filter_map(|n| self.people.get(*n));
        people.map(|(name, _)| name.clone()).collect()
    }
}

/// The most of each: more is a mistake.
const MOST: usize = 64;

/// Reads the rotas; `beside` makes paths relative to the file.
pub(super) fn read(
    origin: &Origin<'_>,
    entries: &[Spanned<file::RotaEntry>],
    (rings, beside): (&[Spanned<file::Target>], impl Fn(&Path) -> PathBuf),
) -> Result<Vec<RotaSettings>, ConfigError> {
    let mut rotas: Vec<RotaSettings> = Vec::new();
    for entry in entries {
        let reader = Reader { origin, entry };
        let rota = reader.rota(&beside)?;
        let mut named = rings.iter().filter_map(|ring| ring.get_ref().rota.as_ref());
        if !named.any(|name| *name.get_ref() == rota.name) {
            let what = "no ring names this rota: nobody of it would ever be called";
            let advice = "put { rota = \"…\" } into escalation.rings, or take the rota out";
            let fault = Fault::new("rota.name", what, advice);
            return Err(reader.at(&entry.get_ref().name, fault));
        }
        if rotas.iter().any(|other| other.name == rota.name) {
            let fault = Fault::new("rota.name", "two rotas have this name", "name one anew");
            return Err(reader.at(&entry.get_ref().name, fault));
        }
        rotas.push(rota);
    }
    Ok(rotas)
}

struct Reader<'a> {
    origin: &'a Origin<'a>,
    entry: &'a Spanned<file::RotaEntry>,
}

impl Reader<'_> {
    fn rota(&self, beside: &impl Fn(&Path) -> PathBuf) -> Result<RotaSettings, ConfigError> {
        let file = self.entry.get_ref();
        let zone = timetable::zone(file.zone.get_ref()).ok_or_else(|| {
            let what = format!("\"{}\" is no zone of the IANA list", file.zone.get_ref());
            let fault = Fault::new("rota.zone", what, "as in zone = \"Europe/Berlin\"");
            self.at(&file.zone, fault)
        })?;
        let mut people: Vec<(String, Bell)> = Vec::new();
        for person in file.people.get_ref() {
            let name = person.name.get_ref().clone();
            if name.is_empty() || people.iter().any(|(other, _)| *other == name) {
                let advice = "give each of the people one name of their own";
                let fault = Fault::new("rota.people.name", "is empty or there twice", advice);
                return Err(self.at(&person.name, fault));
            }
            let (key, target) = ("rota.people.target", &person.target);
            people.push((
                name,
                escalation::read_bell(self.origin, key, target, beside)?,
            ));
        }
        self.counted(people.len(), &file.people, "rota.people")?;
        self.counted(file.shifts.get_ref().len(), &file.shifts, "rota.shifts")?;
        let shifts = file.shifts.get_ref().iter();
        let overrides = file.overrides.iter();
        let schedule = Schedule {
            zone,
            shifts: shifts
                .map(|shift| self.shift(shift, &people))
                .collect::<Result<_, _>>()?,
            overrides: overrides
                .map(|one| self.over(one, &people))
                .collect::<Result<_, _>>()?,
        };
        Ok(RotaSettings {
            name: file.name.get_ref().clone(),
            zone: file.zone.get_ref().clone(),
            people,
            schedule,
        })
    }

    fn shift(
        &self,
        entry: &Spanned<file::ShiftEntry>,
        people: &[(String, Bell)],
    ) -> Result<Shift, ConfigError> {
        let file = entry.get_ref();
        let begins = self.day("rota.shifts.begins", &file.begins)?;
        let from = self.hour("rota.shifts.from", &file.from)?;
        let until = self.hour("rota.shifts.until", &file.until)?;
        let turns = file.people.get_ref().iter();
        let turns: Vec<usize> = turns
            .map(|name| self.number("rota.shifts.people", name, people))
            .collect::<Result<_, _>>()?;
        self.counted(turns.len(), &file.people, "rota.shifts.people")?;
        let mut shift = Shift::new(begins, (from, until), turns);
        if let Some(ends) = &file.ends {
            let day = self.day("rota.shifts.ends", ends)?;
            if day < begins {
                let fault = Fault::new("rota.shifts.ends", "is before begins", "name a later day");
                return Err(self.at(ends, fault));
            }
            shift.ends = Some(day);
        }
        if let Some(turn) = &file.turn_days {
            if *turn.get_ref() == 0 {
                let fault = Fault::new("rota.shifts.turn_days", "a turn has a day at least", "1");
                return Err(self.at(turn, fault));
            }
            shift.turn_days = *turn.get_ref();
        }
        shift.days = file
            .days
            .iter()
            .map(|day| self.weekday(day))
            .collect::<Result<_, _>>()?;
        Ok(shift)
    }

    fn over(
        &self,
        entry: &Spanned<file::OverrideEntry>,
        people: &[(String, Bell)],
    ) -> Result<Override, ConfigError> {
        let file = entry.get_ref();
        let when = |key: &str, time: &Spanned<Datetime>| {
            let local = timetable::on_the_clock(time.get_ref());
            let local = local.filter(|local| schedule::is_reckoned(local.date()));
            local.ok_or_else(|| {
                let advice = "as the clock of the zone shows it: 2026-12-24T18:00:00";
                self.at(time, Fault::new(key, "is no time of a day", advice))
            })
        };
        let from = when("rota.overrides.from", &file.from)?;
        let until = when("rota.overrides.until", &file.until)?;
        if until <= from {
            let what = "is over before it begins";
            let fault = Fault::new("rota.overrides.until", what, "name a later time");
            return Err(self.at(&file.until, fault));
        }
        let instead_of = file.instead_of.as_ref();
        let instead_of =
            instead_of.map(|name| self.number("rota.overrides.instead_of", name, people));
        Ok(Override {
            who: self.number("rota.overrides.who", &file.who, people)?,
            instead_of: instead_of.transpose()?,
            from,
            until,
        })
    }

    fn number(
        &self,
        key: &str,
        name: &Spanned<String>,
        people: &[(String, Bell)],
    ) -> Result<usize, ConfigError> {
        let known = people.iter().position(|(one, _)| one == name.get_ref());
        known.ok_or_else(|| {
            let what = format!("\"{}\" is nobody of this rota", name.get_ref());
            self.at(name, Fault::new(key, what, "use a name of its people"))
        })
    }

    fn day(&self, key: &str, value: &Spanned<Datetime>) -> Result<Date, ConfigError> {
        let bare = |time: &Datetime| time.time.is_none() && time.offset.is_none();
        let date = value.get_ref().date.filter(|_| bare(value.get_ref()));
        let day = date.and_then(|date| {
            let (month, day) = (i8::try_from(date.month).ok()?, i8::try_from(date.day).ok()?);
            Date::new(i16::try_from(date.year).ok()?, month, day).ok()
        });
        day.filter(|day| schedule::is_reckoned(*day))
            .ok_or_else(|| {
                let fault = Fault::new(
                    key,
                    "is no day",
                    "as in 2026-01-05, without quotation marks",
                );
                self.at(value, fault)
            })
    }

    fn hour(&self, key: &str, value: &Spanned<Datetime>) -> Result<Time, ConfigError> {
        let bare = |time: &Datetime| time.date.is_none() && time.offset.is_none();
        let time = value.get_ref().time.filter(|_| bare(value.get_ref()));
        let hour = time.and_then(|time| {
            let parts = [time.hour, time.minute, time.second.unwrap_or_default()];
            let [hour, minute, second] = parts.map(|part| i8::try_from(part).unwrap_or(-1));
            Time::new(hour, minute, second, 0).ok()
        });
        hour.ok_or_else(|| {
            let advice = "as in 18:00:00, without quotation marks";
            self.at(value, Fault::new(key, "is no time of a day", advice))
        })
    }

    fn weekday(&self, value: &Spanned<String>) -> Result<Weekday, ConfigError> {
        let days = [
            ("mon", Weekday::Monday),
            ("tue", Weekday::Tuesday),
            ("wed", Weekday::Wednesday),
            ("thu", Weekday::Thursday),
            ("fri", Weekday::Friday),
            ("sat", Weekday::Saturday),
            ("sun", Weekday::Sunday),
        ];
        let known = days.iter().find(|(name, _)| name == value.get_ref());
        known.map(|(_, day)| *day).ok_or_else(|| {
            let advice = "use \"mon\", \"tue\", \"wed\", \"thu\", \"fri\", \"sat\" or \"sun\"";
            let fault = Fault::new("rota.shifts.days", "there is no such day", advice);
            self.at(value, fault)
        })
    }

    fn counted<T>(&self, n: usize, value: &Spanned<T>, key: &str) -> Result<(), ConfigError> {
        if (1..=MOST).contains(&n) {
            return Ok(());
        }
        let what = format!("has 1 to {MOST} entries");
        let advice = "a rota that can call nobody is not one";
        Err(self.at(value, Fault::new(key, what, advice)))
    }

    fn at<T>(&self, value: &Spanned<T>, fault: Fault) -> ConfigError {
        ConfigError::at(self.origin, Some(value.span()), fault)
    }
}
