//! The `[pair]` section: what two people may show each other, and how fast they write.

use peerline_core::room::Manner;
use peerline_core::room::RoomKind;
use peerline_core::vocab::Millis;

use super::*;

fn pair(section: &str) -> Manner {
    let text = format!("[pair]\n{section}");
    read_text(Path::new("peerline.toml"), &text).unwrap().pair
}

#[test]
fn two_people_may_show_each_other_that_they_type_until_the_operator_says_otherwise() {
    assert_eq!(pair(""), Manner::of(RoomKind::OneToOne));
    assert_eq!(Settings::default().pair, Manner::of(RoomKind::OneToOne));
    let silent = pair("typing = false\n");
    assert!(!silent.typing && silent.read);
    let silent = pair("typing = false\nread = false\nslow_s = 5\n");
    assert!(!silent.typing && !silent.read);
    assert_eq!(silent.slow, Millis::from_secs(5));
}

#[test]
fn a_wait_that_is_too_long_is_named_by_line_key_and_way_out() {
    let told = fails("[pair]\nslow_s = 21601\n");
    assert!(
        told.starts_with("peerline.toml:2:10: pair.slow_s: "),
        "{told}"
    );
    assert!(told.contains("21600"), "{told}");
}
