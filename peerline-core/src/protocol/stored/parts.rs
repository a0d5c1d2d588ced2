//! A stored entry taken apart by what seals it, so that each part can be lost alone.
//!
//! What stays is a stored entry by itself: its tomb, or what is left to say without the account
//! behind a name. Each layer over it needs further keys, and puts back what it holds.

use super::Form;
use super::Head;
use super::Sealed;
use super::Second;
use super::Unreadable;
use super::digest_sealed;
use super::json;
use super::read;
use super::stored;
use crate::crisis;
use crate::log::Fact;
use crate::log::Notice;
use crate::room;
use crate::vocab::AccountId;
use crate::vocab::KeyName;
use crate::vocab::Millis;
use crate::vocab::RoomName;
use crate::vocab::Sensitive;
use crate::vocab::Timestamp;
use crate::vocab::Week;

/// A stored entry in parts.
#[derive(Clone, Debug, Eq, PartialEq)]
#[expect(clippy::exhaustive_structs, reason = "an answer in parts")]
pub struct Parted {
    /// When it was decided, as exactly as what stays may say.
    pub at: Timestamp,
    /// What stays readable for as long as the log is: a stored entry by itself.
    pub stays: Sensitive<Vec<u8>>,
    /// What is laid over it, the undermost first.
    pub layers: Vec<Layer>,
    /// Whether nobody is named in the room after this.
    pub ends_names: bool,
}

/// A part that can be lost while what is below it stays.
#[derive(Clone, Debug, Eq, PartialEq)]
#[expect(clippy::exhaustive_structs, reason = "an answer in parts")]
pub struct Layer {
    /// The keys it needs, all of them.
    pub needs: Vec<KeyName>,
    /// What [`lay_over`] takes.
    pub bytes: Sensitive<Vec<u8>>,
}

/// Takes a stored entry of `log` apart.
///
/// Words need the key of who said them; what names an account beside a room needs the key of the
/// `week`, of its own where that is `None`; the key under which a room names its members needs the
/// one for that. `stand_in` gives the account that takes the place of a real one in what stays.
///
/// # Errors
/// [`Unreadable`] where the bytes are none of ours.
pub fn part_entry(
    log: &RoomName,
    bytes: &[u8],
    week: Option<Week>,
    stand_in: &dyn Fn(&AccountId) -> AccountId,
) -> Result<Parted, Unreadable> {
    let whole = match Form::read(bytes)? {
        Form::First(entry) => return Ok(Parted::whole(entry.at, bytes)),
        Form::Second(whole) => whole,
    };
    if whole.entry.is_some() && whole.sealed.is_none() {
        let head: Head = read(whole.head.get().as_bytes())?;
        return Ok(Parted::whole(head.at, bytes));
    }
    Parting::of(log, (bytes, &whole), week)?.part(stand_in)
}

/// Puts a layer back over what is below it.
///
/// # Errors
/// [`Unreadable`] where one of the two is none of ours.
pub fn lay_over(below: &[u8], layer: &[u8]) -> Result<Vec<u8>, Unreadable> {
    if layer.starts_with(TOP) {
        let Form::Second(whole) = Form::read(below)? else {
            return Err(Unreadable::Malformed);
        };
        let top = std::str::from_utf8(layer).map_err(|_| Unreadable::Malformed)?;
        let head = whole.head.get();
        return Ok(stored(&format!(r#"{{"head":{head},{top}"#)));
    }
    Ok(layer.to_vec())
}

/// Returns when a stored entry was decided.
///
/// # Errors
/// [`Unreadable`] where the bytes are none of ours.
pub fn entry_time(bytes: &[u8]) -> Result<Timestamp, Unreadable> {
    match Form::read(bytes)? {
        Form::First(entry) => Ok(entry.at),
        Form::Second(whole) => read::<Head>(whole.head.get().as_bytes()).map(|head| head.at),
    }
}

impl Parted {
    fn whole(at: Timestamp, bytes: &[u8]) -> Self {
        Self {
            at,
            stays: Sensitive::new(bytes.to_vec()),
            layers: Vec::new(),
            ends_names: false,
        }
    }
}

/// An entry that is being taken apart.
struct Parting<'a> {
    log: &'a RoomName,
    bytes: &'a [u8],
    whole: &'a Second<'a>,
    head: Head,
    /// What it says, where no words of a person are in it.
    fact: Option<Fact>,
    week: Week,
}

impl<'a> Parting<'a> {
    fn of(
        log: &'a RoomName,
        (bytes, whole): (&'a [u8], &'a Second<'a>),
        week: Option<Week>,
    ) -> Result<Self, Unreadable> {
        let head: Head = read(whole.head.get().as_bytes())?;
        let fact = match (whole.sealed, &head.kept) {
            (Some(sealed), None) => Some(read::<Sealed>(sealed.get().as_bytes())?.fact),
            (_, _) => None,
        };
        let week = week.unwrap_or_else(|| Week::of(head.at));
        Ok(Self {
            log,
            bytes,
            whole,
            head,
            fact,
            week,
        })
    }

    fn part(self, stand_in: &dyn Fn(&AccountId) -> AccountId) -> Result<Parted, Unreadable> {
        if is_veiled(self.log) {
            return self.veil();
        }
        let needs = self.needs();
        let mut parted = Parted::whole(self.head.at, self.bytes);
        parted.ends_names = self.fact.as_ref().is_some_and(ends_names);
        if let Some(top) = self.top().filter(|_| !needs.is_empty()) {
            parted.stays = Sensitive::new(self.without(stand_in)?);
            parted.layers = vec![layer(needs, top)];
        }
        Ok(parted)
    }

    /// The keys of what stands in a log that says itself when everything happened.
    fn needs(&self) -> Vec<KeyName> {
        let mut needs = Vec::new();
        if self.names_accounts() {
            needs.push(KeyName::Week(self.week));
        }
        if matches!(self.fact, Some(Fact::Room(room::Fact::Opened { .. }))) {
            needs.push(KeyName::Names(self.log.clone()));
        }
        needs.extend(self.speaker());
        needs
    }

    fn names_accounts(&self) -> bool {
        let sealed = self.whole.sealed.filter(|_| self.fact.is_some());
        let texts = [Some(self.whole.head.get()), sealed.map(|raw| raw.get())];
        texts
            .into_iter()
            .flatten()
            .any(|text| account(text).is_some())
    }

    /// Whose words it holds; the key of the log has those that nobody said.
    fn speaker(&self) -> Option<KeyName> {
        let kept = self
            .head
            .kept
            .as_ref()
            .filter(|_| self.whole.sealed.is_some())?;
        let put = self.head.put.as_ref();
        let put = put.map(|put| (put.room.as_ref().unwrap_or(self.log), put.who));
        let spoken = if let Fact::Room(room::Fact::Gone { occupant, .. }) = kept {
            Some((self.log, *occupant))
        } else {
            put.or_else(|| self.head.who.map(|who| (self.log, who)))
        };
        spoken.map(|(room, who)| KeyName::Words {
            room: room.clone(),
            who,
        })
    }

    fn top(&self) -> Option<Vec<u8>> {
        let (salt, sealed) = (self.whole.salt?, self.whole.sealed?.get());
        let entry = self.whole.entry.as_ref();
        let entry = entry.map_or(String::new(), |entry| format!(r#","entry":"{entry}""#));
        Some(format!(r#""salt":"{salt}","sealed":{sealed}{entry}}}"#).into_bytes())
    }

    /// What stays of it without its layer.
    fn without(&self, stand_in: &dyn Fn(&AccountId) -> AccountId) -> Result<Vec<u8>, Unreadable> {
        let head = self.whole.head.get();
        let (Some(salt), Some(sealed)) = (self.whole.salt, self.whole.sealed) else {
            return Ok(self.bytes.to_vec());
        };
        let below = match &self.whole.entry {
            Some(entry) => format!(r#""entry":"{entry}""#),
            None => format!(r#""tomb":"{}""#, digest_sealed(&salt, sealed.get())),
        };
        let stead = match &self.fact {
            Some(fact) => format!(r#","stead":{}"#, estranged(fact, stand_in)?),
            None => String::new(),
        };
        Ok(stored(&format!(r#"{{"head":{head},{below}{stead}}}"#)))
    }

    /// Hides when it happened among all that happened, too: in a log of accounts, that alone says
    /// which room it was about.
    fn veil(self) -> Result<Parted, Unreadable> {
        let day = day_of(self.head.at);
        let stead = match (self.log, &self.fact) {
            (RoomName::Line, Some(fact)) => json(fact),
            (_, _) => json(&Fact::Notice(Notice::Noted)),
        };
        let (entry, day_ms) = (self.whole.digest()?, day.unix_millis());
        let stays =
            format!(r#"{{"head":{{"n":0,"at":{day_ms}}},"entry":"{entry}","stead":{stead}}}"#);
        let week = KeyName::Week(self.week);
        let mut layers = Vec::new();
        match (self.speaker(), self.top()) {
            (Some(words), Some(top)) => {
                let below = self.without(&|account| *account)?;
                layers.push(layer(vec![week.clone()], below));
                layers.push(layer(vec![week, words], top));
            }
            (_, _) => layers.push(layer(vec![week], self.bytes.to_vec())),
        }
        Ok(Parted {
            at: day,
            stays: Sensitive::new(stored(&stays)),
            layers,
            ends_names: false,
        })
    }
}

/// Returns whether a log is one of accounts, in which entries from many rooms meet.
const fn is_veiled(log: &RoomName) -> bool {
    match log {
        RoomName::Me(_)
        | RoomName::Own(_)
        | RoomName::Mod(_)
        | RoomName::Match(_)
        | RoomName::Line => true,
        // What is in a locker or in the vault names nobody, and must outlast every week.
        RoomName::Room(_)
        | RoomName::Crisis(_)
        | RoomName::Case(_)
        | RoomName::Locker(_)
        | RoomName::Vault(_) => false,
    }
}

const fn ends_names(fact: &Fact) -> bool {
    matches!(fact, Fact::Room(room::Fact::Closed))
        || matches!(fact, Fact::Crisis(fact) if matches!(fact.what, crisis::What::Closed { .. }))
}

/// Returns a fact as it is told without the accounts in it and without the key of the room.
fn estranged(
    fact: &Fact,
    stand_in: &dyn Fn(&AccountId) -> AccountId,
) -> Result<String, Unreadable> {
    let mut fact = fact.clone();
    if let Fact::Room(room::Fact::Opened { key, .. }) = &mut fact {
        *key = Sensitive::new([0; 32]);
    }
    let (told, mut strange) = (json(&fact), String::new());
    let mut rest = told.as_str();
    while let Some((before, known, after)) = account(rest) {
        strange.push_str(before);
        strange.push_str(&json(&stand_in(&known)));
        rest = after;
    }
    strange.push_str(rest);
    // What is written down must be what will be read.
    read::<Fact>(strange.as_bytes())?;
    Ok(strange)
}

/// Finds the first account in stored JSON: what is before it, it, and what is behind it.
fn account(text: &str) -> Option<(&str, AccountId, &str)> {
    for (at, _) in text.match_indices("\"@") {
        let (before, rest) = text.split_at_checked(at)?;
        let quoted = rest.split_at_checked(ACCOUNT);
        let Some((quoted, after)) = quoted else {
            continue;
        };
        if let Ok(account) = serde_json::from_str(quoted) {
            return Some((before, account, after));
        }
    }
    None
}

fn layer(needs: Vec<KeyName>, bytes: Vec<u8>) -> Layer {
    Layer {
        needs,
        bytes: Sensitive::new(bytes),
    }
}

fn day_of(at: Timestamp) -> Timestamp {
    let day = Millis::from_hours(24);
    let days = at.unix_millis().checked_div(day.get()).unwrap_or_default();
    Timestamp::ZERO.after(day.times(days))
}

/// How the topmost layer begins; what replaces all that is below it begins with its version.
const TOP: &[u8] = b"\"salt\":";
/// How long an account is in JSON: quotes, mark, 22 characters.
const ACCOUNT: usize = 25;

#[cfg(test)]
mod tests;
