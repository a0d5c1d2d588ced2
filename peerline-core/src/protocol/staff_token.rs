//! How a staff token is written: the claims of PASETO as JSON, behind the line's signature.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::Serialize;

use crate::identity::PublicKey;
use crate::identity::StaffClaims;
use crate::identity::StaffIssuer;
use crate::identity::StaffKey;
use crate::identity::TokenRefusal;
use crate::vocab::Timestamp;

/// The most bytes of a staff token; a longer one is none.
pub const MAX_STAFF_TOKEN: usize = 1024;

/// Claims as they are signed: the names are those that PASETO reserves, `uv` is ours.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Claims<'a> {
    sub: PublicKey,
    #[serde(borrow)]
    iat: Cow<'a, str>,
    #[serde(borrow)]
    exp: Cow<'a, str>,
    #[serde(borrow)]
    uv: Cow<'a, str>,
}

/// Writes and signs a token.
#[must_use]
pub fn write_staff_token(key: &StaffKey, claims: &StaffClaims) -> String {
    let at = |time| Cow::Owned(Instant(time).to_string());
    let claims = Claims {
        sub: claims.device,
        iat: at(claims.issued),
        exp: at(claims.until),
        uv: at(claims.verified),
    };
    // Four short texts always are JSON; empty, it would be a token that says nothing.
    let message = serde_json::to_vec(&claims).unwrap_or_default();
    key.sign(&message)
}

/// Reads a token that `issuer` signed, and checks that it holds now for `device`.
///
/// # Errors
/// [`TokenRefusal`]: `Forged` also where it is signed and says what no token of ours does.
pub fn read_staff_token(
    issuer: &StaffIssuer,
    now: Timestamp,
    device: &PublicKey,
    token: &str,
) -> Result<StaffClaims, TokenRefusal> {
    if MAX_STAFF_TOKEN < token.len() {
        return Err(TokenRefusal::Forged);
    }
    let message = issuer.open(token)?;
    let claims = read(&message).ok_or(TokenRefusal::Forged)?;
    claims.check(now, device)?;
    Ok(claims)
}

fn read(message: &[u8]) -> Option<StaffClaims> {
    let claims: Claims<'_> = serde_json::from_slice(message).ok()?;
    Some(StaffClaims {
        device: claims.sub,
        issued: instant(&claims.iat)?,
        until: instant(&claims.exp)?,
        verified: instant(&claims.uv)?,
    })
}

/// A time as RFC 3339 writes it, in whole seconds: `2026-01-31T12:00:00Z`.
struct Instant(Timestamp);

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.0.unix_millis() / 1000;
        let (days, second) = (seconds / DAY, seconds % DAY);
        let (year, month, day) = civil(days);
        let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
        write!(
            f,
            "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z"
        )
    }
}

/// Reads what [`Instant`] writes, and nothing else.
fn instant(text: &str) -> Option<Timestamp> {
    let number = |from: usize, to: usize| text.get(from..to)?.parse::<u64>().ok();
    let (year, month, day) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
    let (hour, minute, second) = (number(11, 13)?, number(14, 16)?, number(17, 19)?);
    if !(1970..=9999).contains(&year) || month == 0 || day == 0 {
        return None;
    }
    let days = days_before(year, month)?.checked_add(day.checked_sub(1)?)?;
    let of_day = hour
        .checked_mul(3600)?
        .checked_add(minute.checked_mul(60)?)?
        .checked_add(second)?;
    let seconds = days.checked_mul(DAY)?.checked_add(of_day)?;
    let read = Timestamp::from_unix_millis(seconds.checked_mul(1000)?);
    // Written again it must be the same: so 31 April and 24:61 are no times.
    (Instant(read).to_string() == text).then_some(read)
}

/// Returns the days from 1970-01-01 to the first of a month.
fn days_before(year: u64, month: u64) -> Option<u64> {
    let years = (1970..year).map(|year| if is_leap(year) { 366 } else { 365 });
    let months = (1..month).map(|month| length(year, month));
    years
        .chain(months)
        .try_fold(0_u64, |sum, days| sum.checked_add(days))
}

/// Returns year, month and day of a day counted from 1970-01-01.
fn civil(mut days: u64) -> (u64, u64, u64) {
    let mut year = 1970_u64;
    // Counting ends: beyond the year 9999 nobody reads on.
    while year < 9999 {
        let length = if is_leap(year) { 366 } else { 365 };
        let Some(rest) = days.checked_sub(length) else {
            break;
        };
        (days, year) = (rest, year.saturating_add(1));
    }
    let mut month = 1_u64;
    while month < 12 {
        let Some(rest) = days.checked_sub(length(year, month)) else {
            break;
        };
        (days, month) = (rest, month.saturating_add(1));
    }
    (year, month, days.saturating_add(1))
}

const fn is_leap(year: u64) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

const fn length(year: u64, month: u64) -> u64 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

const DAY: u64 = 86_400;

#[cfg(test)]
mod tests;
