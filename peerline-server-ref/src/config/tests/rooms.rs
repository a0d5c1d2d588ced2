//! What `[[rooms]]` may say, and what it means.

use std::path::Path;

use peerline_core::room::Alone;
use peerline_core::room::RoomKind;
use peerline_core::room::RoomSpec;
use peerline_core::vocab::Millis;
use peerline_core::vocab::Role;
use peerline_core::vocab::Timestamp;

use super::fails;
use crate::config::read_text;

fn rooms(text: &str) -> Vec<RoomSpec> {
    let settings = read_text(Path::new("peerline.toml"), text).unwrap();
    settings.rooms
}

#[test]
fn a_room_needs_little_and_takes_the_rest_from_the_line() {
    let text = "[line]\nlanguages = [\"de\", \"en\"]\n\
                [[rooms]]\nslug = \"day\"\nkind = \"drop_in\"\ntitle = \" Tagraum \"\n";
    let [day] = &rooms(text)[..] else { panic!() };
    let titles: Vec<_> = day.title.iter().collect();
    assert_eq!(titles, [(&"de".parse().unwrap(), "Tagraum")]);
    assert_eq!(day.languages.len(), 2);
    assert_eq!((day.kind, day.seats), (RoomKind::DropIn, 500));
    assert_eq!(day.alone, Alone::Supporters);
    assert!(!day.manner.typing && !day.manner.read);
}

#[test]
fn everything_that_a_room_can_be_is_read() {
    let text = "[[rooms]]\nslug = \"eve\"\nkind = \"session\"\n\
                title = { en = \"Evening\", de = \"Abend\" }\nabout = \"For all\"\n\
                access = \"Text\"\nnorms = \"Kind\"\ntopics = [\"grief\"]\n\
                slow_s = 30\nagree = true\nquiet = \"22:30-06:00\"\ntyping = true\nread = true\n\
                languages = [\"en\"]\nseats = 12\nalone = \"peers\"\nroles = [\"observer\"]\n\
                sittings = [{ starts = 2026-12-01T19:00:00+01:00, every_days = 7, minutes = 90 }]\n";
    let [eve] = &rooms(text)[..] else { panic!() };
    assert_eq!(eve.title.iter().count(), 2);
    assert_eq!((eve.seats, eve.alone), (12, Alone::Peers));
    assert_eq!(eve.roles, [Role::Observer]);
    assert_eq!(eve.manner.slow, Millis::from_secs(30));
    assert!(eve.manner.agree && eve.manner.quiet.is_some());
    assert!(eve.manner.typing && eve.manner.read);
    let [sitting] = eve.sittings[..] else {
        panic!()
    };
    assert_eq!(
        sitting.first,
        Timestamp::from_unix_millis(1_796_148_000_000)
    );
    assert_eq!(sitting.every, Some(Millis::from_hours(7 * 24)));
    assert_eq!(sitting.lasts, Millis::from_mins(90));
}

const TITLE: &str = "title = \"A\"\n";

/// A drop-in room with this behind its kind.
fn room(rest: &str) -> String {
    format!("[[rooms]]\nslug = \"a\"\nkind = \"drop_in\"\n{rest}")
}

#[track_caller]
fn told(text: &str, place: &str, cure: &str) {
    let error = fails(text);
    assert!(error.starts_with("peerline.toml"), "{error}");
    assert!(error.contains(place), "{place} is not in: {error}");
    assert!(error.contains(cure), "{cure} is not in: {error}");
}

#[test]
fn a_name_a_kind_or_a_text_that_cannot_be_is_told_by_line_key_and_cure() {
    let slug = "[[rooms]]\nslug = \"A b\"\nkind = \"drop_in\"\ntitle = \"A\"\n";
    told(slug, ":2:8: rooms.slug: ", "day-room");
    let kind = "[[rooms]]\nslug = \"a\"\nkind = \"crisis\"\ntitle = \"A\"\n";
    told(kind, ":3:8: rooms.kind: ", "\"session\"");
    let none = room("title = {}\n");
    told(&none, ":2:8: rooms.title: ", "at least one language");
    let language = room("title = { english = \"A\" }\n");
    told(&language, ":2:8: rooms.title: ", "\"english\"");
    let twice = room(&format!("{TITLE}{}", room(TITLE)));
    told(&twice, ":6:8: rooms.slug: ", "two rooms");
    let unknown = room(&format!("{TITLE}colour = \"red\"\n"));
    told(&unknown, ":5:1: rooms.colour: ", "config default");
}

#[test]
fn a_value_that_cannot_be_is_told_by_line_key_and_cure() {
    let value = |line: &str| room(&format!("{TITLE}{line}\n"));
    let cases = [
        ("seats = 501", ":5:9: rooms.seats: ", "2 to 500"),
        ("topics = [\"Grief!\"]", ":5:11: rooms.topics: ", "grief"),
        ("slow_s = 21601", ":5:10: rooms.slow_s: ", "21600"),
        ("quiet = \"10-6\"", ":5:9: rooms.quiet: ", "22:30-06:00"),
        ("alone = \"all\"", ":5:9: rooms.alone: ", "\"peers\""),
        (
            "roles = [\"seeker\"]",
            ":5:10: rooms.roles: ",
            "\"supporter\"",
        ),
        (
            "sittings = [{ starts = 2026-12-01T19:00:00Z, minutes = 90 }]",
            ":2:8: rooms.sittings: ",
            "no other room",
        ),
    ];
    for (line, place, cure) in cases {
        told(&value(line), place, cure);
    }
}

#[test]
fn a_time_that_cannot_be_is_told_by_key_and_cure() {
    let cases = [
        (
            "starts = 2026-12-01T19:00:00, minutes = 90",
            "starts: ",
            "+01:00",
        ),
        (
            "starts = 2026-12-01T19:00:00Z, minutes = 1",
            "minutes: ",
            "= 90",
        ),
        (
            "starts = 2026-12-01T19:00:00Z, minutes = 9, every_days = 0",
            "every_days: ",
            "once a week",
        ),
    ];
    for (sitting, key, cure) in cases {
        let text = format!(
            "[[rooms]]\nslug = \"a\"\nkind = \"session\"\n{TITLE}sittings = [{{ {sitting} }}]\n"
        );
        told(&text, ":5:", cure);
        told(&text, &format!("rooms.sittings.{key}"), cure);
    }
}

#[test]
fn a_session_that_keeps_the_clock_of_a_place_has_a_sitting_for_each_change() {
    let with = |sitting: &str| {
        format!(
            "[[rooms]]\nslug = \"a\"\nkind = \"session\"\n{TITLE}sittings = [{{ {sitting} }}]\n"
        )
    };
    let text = with(
        "starts = 2026-12-01T19:00:00, zone = \"Europe/Berlin\", every_days = 7, minutes = 90",
    );
    let [room] = &rooms(&text)[..] else { panic!() };
    let changes = room
        .sittings
        .windows(2)
        .all(|two| two[0].last < two[1].last || two[1].last.is_none());
    assert!(5 < room.sittings.len() && changes, "{:?}", room.sittings);
    let nowhere = with("starts = 2026-12-01T19:00:00, zone = \"Mars/Base\", minutes = 90");
    told(&nowhere, "rooms.sittings.zone: ", "Europe/Berlin");
    let both = with("starts = 2026-12-01T19:00:00Z, zone = \"Europe/Berlin\", minutes = 90");
    told(&both, "rooms.sittings.starts: ", "without an offset");
}

#[test]
fn a_directory_has_an_end() {
    let one = |n: usize| format!("[[rooms]]\nslug = \"r{n}\"\nkind = \"drop_in\"\ntitle = \"R\"\n");
    let all = |n: usize| (0..n).map(one).collect::<String>();
    assert_eq!(rooms(&all(64)).len(), 64);
    assert!(fails(&all(65)).contains("at most 64 rooms"));
}
