//! What is wrong with a directory, before anybody relies on it.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fmt;

use super::Channel;
use super::ChannelKind;
use super::Directory;
use super::Freshness;
use super::Service;
use super::SourceClass;
use super::Status;
use super::calling;
use crate::vocab::Timestamp;

/// The most digits of a short code: it works inside its country alone, often only from some phones.
const SHORT: usize = 6;

/// One thing to look at, and where.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Finding {
    /// The id of the service, or the code of the country for an emergency number.
    pub entry: String,
    /// What it is.
    pub fault: Fault,
}

/// What can be wrong with an entry.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Fault {
    /// A number with a `+` that nobody can dial: most often a short code behind the code of its
    /// country (`+44116123`).
    NotDialable(String),
    /// A number or an address with nothing that can be dialed, sent to or opened.
    Empty,
    /// There is no way to reach it.
    NoChannel,
    /// Two services have the same id.
    SameId,
    /// The same long number stands in two countries.
    NumberOfTwoCountries(String),
    /// A service that has to be shown beside it is not there.
    NoPartner(String),
    /// The source is no address of a page.
    NoSource,
    /// A helpline's country has no emergency number.
    NoEmergency,
    /// A short code: right in many countries, wrong behind a `+`. A person has to dial it.
    ShortCode(String),
    /// Nobody of this line has checked it yet.
    NotVerified,
    /// It was checked so long ago that it is not shown any more.
    Stale,
    /// A check counts only with a page of the helpline's own or of a government.
    WeakSource,
}

impl Fault {
    /// Returns whether a person could be sent to nowhere: the line must not open with it. Everything
    /// else is a warning.
    #[must_use]
    pub const fn is_wrong(&self) -> bool {
        !matches!(
            self,
            Self::ShortCode(_) | Self::NotVerified | Self::Stale | Self::WeakSource
        )
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotDialable(number) => write!(
                f,
                "{number} cannot be dialed; write a short code as people dial it, without + and country"
            ),
            Self::Empty => f.write_str("a channel has nothing to dial, to send to or to open"),
            Self::NoChannel => f.write_str("there is no way to reach it"),
            Self::SameId => f.write_str("another entry has the same id"),
            Self::NumberOfTwoCountries(number) => {
                write!(f, "{number} stands in another country too")
            }
            Self::NoPartner(id) => write!(f, "{id}, which has to be shown with it, is not there"),
            Self::NoSource => f.write_str("the source is no address of a page"),
            Self::NoEmergency => f.write_str("its country has no emergency number"),
            Self::ShortCode(number) => {
                write!(
                    f,
                    "{number} is a short code; dial it from a phone of that country"
                )
            }
            Self::NotVerified => f.write_str("nobody has checked it yet"),
            Self::Stale => f.write_str("checked over a year ago; it is not shown"),
            Self::WeakSource => f.write_str("a check counts only with a first-hand source"),
        }
    }
}

impl Directory {
    /// Returns everything to look at in this directory at `now`, entry after entry.
    ///
    /// It looks at form alone, in process. Whether somebody answers, only a person who dials can tell.
    #[must_use]
    pub fn check(&self, now: Timestamp) -> Vec<Finding> {
        let mut findings = Vec::new();
        let mut ids = BTreeSet::new();
        for one in &self.emergency {
            let faults = one.dial.iter().filter(|dial| digits(dial).is_empty());
            let country = one.country.to_string();
            findings.extend(faults.map(|_| finding(&country, Fault::Empty)));
            if !is_page(&one.source) {
                findings.push(finding(&country, Fault::NoSource));
            }
        }
        for service in &self.services {
            let mut faults = self.faults(service, now);
            if !ids.insert(&service.id) {
                faults.push(Fault::SameId);
            }
            findings.extend(faults.into_iter().map(|fault| finding(&service.id, fault)));
        }
        findings.extend(self.shared());
        findings
    }

    fn faults(&self, service: &Service, now: Timestamp) -> Vec<Fault> {
        // A closed service stays as a tombstone, with whatever number it had.
        if service.status != Status::Active {
            return Vec::new();
        }
        let mut faults = Vec::new();
        if service.channels.is_empty() {
            faults.push(Fault::NoChannel);
        }
        let channels = service.channels.iter();
        faults.extend(channels.flat_map(|channel| of_channel(service, channel)));
        let partners = service.show_with.iter();
        let missing = partners.filter(|id| !self.services.iter().any(|other| &other.id == *id));
        faults.extend(missing.map(|id| Fault::NoPartner(id.clone())));
        let provenance = &service.provenance;
        if !is_page(&provenance.source) || !is_page(&service.website) {
            faults.push(Fault::NoSource);
        }
        if !self
            .emergency
            .iter()
            .any(|one| one.country == service.country)
        {
            faults.push(Fault::NoEmergency);
        }
        let first_hand = [SourceClass::FirstParty, SourceClass::Government];
        match Freshness::of(provenance, now) {
            None => faults.push(Fault::Stale),
            Some(Freshness::Unverified) if first_hand.contains(&provenance.class) => {
                faults.push(Fault::NotVerified);
            }
            Some(Freshness::Unverified) => faults.push(Fault::WeakSource),
            Some(Freshness::Fresh | Freshness::Dated(_) | Freshness::Old(_)) => {}
        }
        faults
    }

    /// A long number belongs to one country; `116 123` belongs to many.
    fn shared(&self) -> Vec<Finding> {
        let mut seen: BTreeMap<String, &Service> = BTreeMap::new();
        let mut findings = Vec::new();
        let active = self
            .services
            .iter()
            .filter(|one| one.status == Status::Active);
        let phones = active.flat_map(|one| one.channels.iter().map(move |channel| (one, channel)));
        for (service, channel) in phones.filter(|(_, channel)| is_phone(channel.kind)) {
            let number = digits(&channel.dial);
            let other = *seen.entry(number.clone()).or_insert(service);
            if SHORT < number.len() && other.country != service.country {
                let fault = Fault::NumberOfTwoCountries(channel.dial.clone());
                findings.push(finding(&service.id, fault));
            }
        }
        findings
    }
}

fn of_channel(service: &Service, channel: &Channel) -> Vec<Fault> {
    if !is_phone(channel.kind) {
        let is_address = is_page(&channel.dial) || channel.dial.contains('@');
        return if is_address {
            Vec::new()
        } else {
            vec![Fault::Empty]
        };
    }
    let number = digits(&channel.dial);
    let mut faults = Vec::new();
    if number.is_empty() {
        faults.push(Fault::Empty);
    } else if channel.dial.starts_with('+') {
        if !calling::fits(service.country, &channel.dial) {
            faults.push(Fault::NotDialable(channel.dial.clone()));
        }
    } else if number.len() <= SHORT {
        faults.push(Fault::ShortCode(channel.dial.clone()));
    }
    let whole = channel.e164.iter();
    let wrong = whole.filter(|whole| !calling::fits(service.country, whole));
    faults.extend(wrong.map(|whole| Fault::NotDialable(whole.clone())));
    faults
}

const fn is_phone(kind: ChannelKind) -> bool {
    matches!(
        kind,
        ChannelKind::Voice | ChannelKind::Sms | ChannelKind::Whatsapp | ChannelKind::Relay
    )
}

fn digits(dial: &str) -> String {
    dial.chars().filter(char::is_ascii_digit).collect()
}

fn is_page(source: &str) -> bool {
    source
        .strip_prefix("https://")
        .is_some_and(|rest| rest.contains('.'))
}

fn finding(entry: &str, fault: Fault) -> Finding {
    Finding {
        entry: entry.to_owned(),
        fault,
    }
}
