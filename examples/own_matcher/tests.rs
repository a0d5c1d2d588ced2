//! A matcher of one's own keeps the laws.

use peerline_core::testkit::matching::all_laws;
use peerline_core::testkit::matching::search;

use super::LeastBusy;

#[test]
fn the_least_busy_first_keeps_every_law() {
    for (_, law) in all_laws() {
        assert_eq!(law(&LeastBusy), Ok(()));
    }
}

#[test]
fn a_search_over_other_nights_finds_nothing() {
    search(&LeastBusy, 1000..1250).expect("no law is broken");
}
