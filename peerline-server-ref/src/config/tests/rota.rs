//! What `[[rota]]` may say.

use jiff::civil::Weekday;

use super::*;

const HEAD: &str = "[escalation]\nrings = [{ rota = \"n\" }]\n[[rota]]\nname = \"n\"\n";
const ZONE: &str = "zone = \"Europe/Berlin\"\n";
const PEOPLE: &str = "people = [{ name = \"a\", target = { log = true } }, { name = \"b\", target = { smtp = { server = \"smtps://m.org\", from = \"l@m.org\", to = [\"b@m.org\"] } } }]\n";
const SHIFT: &str =
    "begins = 2026-01-05, from = 18:00:00, until = 08:00:00, people = [\"a\", \"b\"]";

fn text(zone: &str, people: &str, rest: &str) -> String {
    format!("{HEAD}{zone}{people}{rest}\n")
}

#[test]
fn a_ring_may_be_whoever_is_on_call() {
    let rest = format!(
        "shifts = [{{ {SHIFT}, turn_days = 7, days = [\"sat\", \"sun\"] }}]\n\
         overrides = [{{ who = \"b\", instead_of = \"a\", from = 2026-12-24T18:00:00, until = 2026-12-25T08:00:00 }}]"
    );
    let settings = read_text(Path::new("p.toml"), &text(ZONE, PEOPLE, &rest)).unwrap();
    let [Bell::Rota(rota)] = settings.escalation.rings.as_slice() else {
        panic!("the ring is a rota");
    };
    assert_eq!(rota.people[0], ("a".to_owned(), Bell::Log));
    assert!(matches!(rota.people[1].1, Bell::Mail(_)));
    let shift = &rota.schedule.shifts[0];
    assert_eq!(
        (shift.people.as_slice(), shift.turn_days),
        ([0, 1].as_slice(), 7)
    );
    assert_eq!(shift.days, [Weekday::Saturday, Weekday::Sunday]);
    let over = &rota.schedule.overrides[0];
    assert_eq!((over.who, over.instead_of), (1, Some(0)));
}

fn told<const N: usize>(cases: [(String, &str, &str); N]) {
    for (text, named, cure) in cases {
        let told = fails(&text);
        assert!(told.contains(named), "{named} is not in: {told}");
        assert!(told.contains(cure), "{cure} is not in: {told}");
    }
}

#[test]
fn every_error_about_a_rota_and_its_people_names_line_key_and_cure() {
    let good = format!("shifts = [{{ {SHIFT} }}]");
    let within = PEOPLE.replace("{ log = true }", "{ rota = \"n\" }");
    let twice = PEOPLE.replace("\"b\"", "\"a\"");
    let zone = text("zone = \"Berlin\"\n", PEOPLE, &good);
    let nobody = text(ZONE, "people = []\n", &good);
    let (within, twice) = (text(ZONE, &within, &good), text(ZONE, &twice, &good));
    let never = text(ZONE, PEOPLE, "shifts = []");
    told([
        (zone, ":5:8: rota.zone: ", "Europe/Berlin"),
        (nobody, ":6:10: rota.people: ", "nobody"),
        (
            within,
            ":6:43: rota.people.target.rota: ",
            "escalation.rings",
        ),
        (twice, ": rota.people.name: ", "of their own"),
        (never, ":7:10: rota.shifts: ", "nobody"),
    ]);
}

#[test]
fn every_error_about_a_shift_names_line_key_and_cure() {
    let shift = |keys: &str| text(ZONE, PEOPLE, &format!("shifts = [{{ {keys} }}]"));
    let but = |old: &str, new: &str| shift(&SHIFT.replace(old, new));
    let and = |more: &str| shift(&format!("{SHIFT}, {more}"));
    let (nobody, stranger) = (but("[\"a\", \"b\"]", "[]"), but("\"b\"]", "\"c\"]"));
    let (hour, day) = (
        but("2026-01-05", "18:00:00"),
        but("= 18:00:00", "= 2026-01-05"),
    );
    told([
        (nobody, ": rota.shifts.people: ", "nobody"),
        (stranger, ": rota.shifts.people: ", "its people"),
        (hour, ":7:22: rota.shifts.begins: ", "2026-01-05"),
        (day, ": rota.shifts.from: ", "18:00:00"),
        (and("ends = 2025-01-01"), ": rota.shifts.ends: ", "later"),
        (and("turn_days = 0"), ": rota.shifts.turn_days: ", "1"),
        (
            and("days = [\"monday\"]"),
            ": rota.shifts.days: ",
            "\"mon\"",
        ),
    ]);
}

#[test]
fn every_error_about_an_override_names_line_key_and_cure() {
    let over = |who: &str, from: &str, until: &str| {
        let keys = format!("who = \"{who}\", from = {from}, until = {until}");
        let rest = format!("shifts = [{{ {SHIFT} }}]\noverrides = [{{ {keys} }}]");
        text(ZONE, PEOPLE, &rest)
    };
    let (eve, day) = ("2026-12-24T18:00:00", "2026-12-25T08:00:00");
    let offset = over("a", "2026-12-24T18:00:00Z", day);
    told([
        (
            over("c", eve, day),
            ":8:22: rota.overrides.who: ",
            "its people",
        ),
        (offset, ": rota.overrides.from: ", "clock of the zone"),
        (over("a", eve, eve), ": rota.overrides.until: ", "later"),
    ]);
}

#[test]
fn a_rota_that_no_ring_names_and_a_ring_without_its_rota_are_refused() {
    let rest = format!("shifts = [{{ {SHIFT} }}]");
    let alone = text(ZONE, PEOPLE, &rest).replace("rota = \"n\" }", "log = true }");
    let told = fails(&alone);
    assert!(told.contains(":4:8: rota.name: no ring names"), "{told}");
    let told = fails("[escalation]\nrings = [{ rota = \"n\" }]\n");
    assert!(told.contains(":2:19: escalation.rings.rota: "), "{told}");
    let told = fails("[escalation]\nlast_resort = { rota = \"n\" }\n");
    assert!(told.contains("escalation.last_resort.rota: "), "{told}");
}
