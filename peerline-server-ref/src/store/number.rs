//! Between the core's unsigned numbers and SQLite's signed ones.

use peerline_core::vocab::Timestamp;

/// A time as it is compared in SQL. Times later than `i64::MAX` milliseconds, some 292 million
/// years from now, are kept as that.
pub(super) fn millis(time: Timestamp) -> i64 {
    i64::try_from(time.unix_millis()).unwrap_or(i64::MAX)
}

/// The time that [`millis`] gave.
pub(super) fn time(millis: i64) -> Timestamp {
    Timestamp::from_unix_millis(u64::try_from(millis).unwrap_or_default())
}

/// A position or a limit, at most as far as SQLite can count.
pub(super) fn count(number: impl TryInto<i64>) -> i64 {
    number.try_into().unwrap_or(i64::MAX)
}
