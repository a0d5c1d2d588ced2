//! The `[tickets]` section: off where nothing is said, and bounded.

use super::*;

fn a_day(section: &str) -> Option<u32> {
    let text = format!("[tickets]\n{section}");
    let settings = read_text(Path::new("peerline.toml"), &text).unwrap();
    settings.blind_a_day
}

#[test]
fn there_are_no_blind_tickets_until_somebody_says_so() {
    assert_eq!(a_day(""), None);
    assert_eq!(a_day("blind = false\n"), None);
    assert_eq!(a_day("blind_a_day = 3\n"), None);
}

#[cfg(feature = "blind-tickets")]
#[test]
fn an_account_gets_eight_a_day_where_nothing_else_is_said() {
    assert_eq!(a_day("blind = true\n"), Some(8));
    assert_eq!(a_day("blind = true\nblind_a_day = 3\n"), Some(3));
}

#[cfg(not(feature = "blind-tickets"))]
#[test]
fn a_program_without_them_says_how_to_get_one_with_them() {
    let told = fails("[tickets]\nblind = true\n");
    assert!(
        told.starts_with("peerline.toml:2:9: tickets.blind: "),
        "{told}"
    );
    assert!(told.contains("--features blind-tickets"), "{told}");
}

#[test]
fn none_a_day_and_too_many_a_day_are_named_by_line_key_and_way_out() {
    for number in ["0", "65"] {
        let told = fails(&format!(
            "[tickets]\nblind = true\nblind_a_day = {number}\n"
        ));
        let begins = "peerline.toml:3:15: tickets.blind_a_day: ";
        assert!(told.starts_with(begins), "{told}");
        assert!(told.contains("from 1 to 64"), "{told}");
    }
}
