//! How the end of a sanction is said.

use super::Timestamp;
use super::hour_of;

#[test]
fn an_end_is_said_as_the_whole_hour_that_it_is_not_later_than() {
    let said = |at| hour_of(Timestamp::from_unix_millis(at));
    assert_eq!(said(1_700_000_000_000), "2023-11-14 23:00 UTC");
    assert_eq!(said(1_709_164_800_000), "2024-02-29 00:00 UTC");
    assert_eq!(said(951_825_599_999), "2000-02-29 12:00 UTC");
    assert_eq!(said(1_798_761_599_999), "2027-01-01 00:00 UTC");
    assert_eq!(said(0), "1970-01-01 00:00 UTC");
}
