use std::path::Path;

use peerline_core::vocab::Millis;

use super::*;

fn fails(text: &str) -> String {
    read_text(Path::new("peerline.toml"), text)
        .unwrap_err()
        .to_string()
}

#[test]
fn an_empty_file_means_the_defaults() {
    let settings = read_text(Path::new("peerline.toml"), "").unwrap();
    assert_eq!(settings.server.listen.to_string(), "127.0.0.1:7433");
    assert_eq!(settings.escalation.last_resort, Bell::Log);
    assert_eq!(settings.line.topics.len(), 10);
    assert_eq!(settings.line.languages.len(), 5);
    assert_eq!(settings.store.file.max_bytes, None);
}

#[test]
fn a_value_of_the_wrong_type_is_named_by_line_and_key() {
    for (text, begins) in [
        (
            "[limits]\npace = \"x\"\n",
            "peerline.toml:2:8: limits.pace: ",
        ),
        (
            "[server]\n\nlisten = 5\n",
            "peerline.toml:3:10: server.listen: ",
        ),
        (
            "[limits]\nnonsense = 5\n",
            "peerline.toml:2:1: limits.nonsense: ",
        ),
        ("nonsense = 5\n", "peerline.toml:1:1: nonsense: "),
        (
            "[[line.topics]]\nid = 5\n",
            "peerline.toml:2:6: line.topics.id: ",
        ),
    ] {
        let told = fails(text);
        assert!(told.starts_with(begins), "{told}");
    }
}

#[test]
fn the_example_is_the_defaults() {
    let settings = read_text(Path::new("peerline.toml"), EXAMPLE).unwrap();
    let defaults = Settings::default();
    assert_eq!(settings.limits, defaults.limits);
    assert_eq!(settings.server.listen, defaults.server.listen);
}

#[test]
fn every_key_of_the_example_is_understood() {
    let all: String = EXAMPLE
        .lines()
        .map(|line| match line.strip_prefix('#') {
            Some(key) if !key.starts_with(' ') => format!("{key}\n"),
            Some(_) | None => format!("{line}\n"),
        })
        .collect();
    let settings = read_text(Path::new("/etc/peerline.toml"), &all).unwrap();
    assert_eq!(settings.server.max_per_prefix, Some(200));
    assert_eq!(settings.escalation.rings.len(), 4);
    let Some(Bell::Rota(rota)) = settings.escalation.rings.last() else {
        panic!("the last ring of the example has a rota");
    };
    assert_eq!((rota.people.len(), rota.schedule.shifts.len()), (2, 1));
    assert_eq!(settings.line.languages, Settings::default().line.languages);
    assert_eq!(settings.store.file.max_bytes, Some(10 << 30));
    assert!(settings.store.postgres.is_some());
    let password = settings.store.password_file.as_deref();
    assert_eq!(password, Some(Path::new("/etc/postgres.password")));
    let gate = GateSettings {
        pass_file: Some(Path::new("/etc/passes.txt").to_path_buf()),
        newcomers_per_hour: Some(30),
        ..GateSettings::default()
    };
    assert_eq!(settings.gate, gate);
    assert!(!settings.server.behind_proxy);
    assert_eq!(settings.server.data, Path::new("/etc/./peerline-data"));
    assert_eq!(
        settings.limits,
        Settings::default().limits,
        "the example names the defaults"
    );
    assert!(matches!(
        settings.escalation.last_resort,
        Bell::Webhook { ref secret_file, .. } if secret_file == Path::new("/etc/last-resort.key")
    ));
}

#[test]
fn every_error_names_file_line_column_key_and_cure() {
    let cases = [
        (
            "[server]\nlistne = \"x\"\n",
            ":2:1: server.listne: unknown field",
            "config default",
        ),
        (
            "[server]\nlisten = \"here\"\n",
            ":2:10: server.listen: ",
            "127.0.0.1:7433",
        ),
        (
            "[server]\npublic_url = \"https://a/b\"\n",
            ":2:14: server.public_url: ",
            "scheme",
        ),
        (
            "[server]\nmax_per_prefix = 0\n",
            ":2:18: server.max_per_prefix: ",
            "from 1",
        ),
        (
            "[line]\nname = \" \"\n",
            ":2:8: line.name: ",
            "top of the page",
        ),
        (
            "[line]\nlanguages = [\"en\", \"english!\"]\n",
            ":2:20: line.languages: ",
            "pt-br",
        ),
        (
            "[line]\ncountry = \"uk\"\n",
            ":2:11: line.country: ",
            "ISO 3166",
        ),
        (
            "[limits]\npace = 0\n",
            ":2:8: limits.pace: ",
            "from 1 to 128",
        ),
        ("[log]\nlevel = \"loud\"\n", ":2:9: log.level: ", "\"warn\""),
        (
            "[log]\nformat = \"xml\"\n",
            ":2:10: log.format: ",
            "\"json\"",
        ),
        (
            "[escalation]\nlast_resort = {}\n",
            ":2:15: escalation.last_resort: ",
            "log = true",
        ),
        ("[server\n", ":1:8: ", "config default"),
    ];
    for (text, place, cure) in cases {
        let error = fails(text);
        assert!(error.starts_with("peerline.toml"), "{error}");
        assert!(error.contains(place), "{place} is not in: {error}");
        assert!(error.contains(cure), "{cure} is not in: {error}");
    }
}

#[test]
fn every_error_about_the_gate_names_place_and_cure() {
    let cases = [
        (
            "[gate]\nwork = \"sometimes\"\n",
            ":2:8: gate.work: ",
            "\"rush\"",
        ),
        (
            "[gate]\nwork_bits = 40\n",
            ":2:13: gate.work_bits: ",
            "from 8 to 24",
        ),
        (
            "[gate]\nnewcomers_per_hour = 0\n",
            ":2:22: gate.newcomers_per_hour: ",
            "from 1",
        ),
    ];
    for (text, place, cure) in cases {
        let error = fails(text);
        assert!(error.contains(place), "{place} is not in: {error}");
        assert!(error.contains(cure), "{cure} is not in: {error}");
    }
}

#[test]
fn what_keeps_people_safe_is_refused_on_the_ladder_with_its_place() {
    for rule in ["minors", "clearance", "blocks", "accessibility"] {
        let text = format!("[matching]\nladder = [{{ rule = \"{rule}\", after_s = 60 }}]\n");
        let error = fails(&text);
        let place = format!(":2:20: matching.ladder.rule: {rule} never gives way");
        assert!(error.contains(&place), "{place} is not in: {error}");
    }
    let twice = "[matching]\nladder = [{ rule = \"topic\", after_s = 1 }, { rule = \"topic\", after_s = 2 }]\n";
    let error = fails(twice);
    assert!(error.contains("topic is on two rungs"), "{error}");
    let error = fails("[matching]\nmatcher = \"first_come\"\nreserve = 2\n");
    assert!(error.contains(":3:11: matching.reserve: "), "{error}");
}

#[test]
fn days_that_make_no_sense_are_refused_with_what_does() {
    for value in ["0", "3651", "\"never\""] {
        let error = fails(&format!("[limits]\nkeep_closed_days = {value}\n"));
        let place = ":2:20: limits.keep_closed_days: ";
        assert!(error.contains(place), "{place} is not in: {error}");
        assert!(error.contains("from 1 to 3650, or \"for ever\""), "{error}");
    }
}

#[test]
fn words_are_kept_for_some_days_or_for_ever() {
    let kept = |value: &str| {
        let text = format!("[limits]\nkeep_closed_days = {value}\n");
        let settings = read_text(Path::new("peerline.toml"), &text).unwrap();
        settings.limits.keep_closed
    };
    assert_eq!(kept("30"), Some(Millis::from_hours(30 * 24)));
    assert_eq!(kept("\"for ever\""), None);
}

#[test]
fn a_database_that_cannot_be_is_refused_where_it_is_named() {
    for (text, begins, cure) in [
        (
            "[store]\npostgres = \"host=db.example.org dbname=line\"\n",
            "peerline.toml:2:12: store.postgres: ",
            "sslmode=require",
        ),
        (
            "[store]\npostgres = \"a line\"\n",
            "peerline.toml:2:12: store.postgres: ",
            "host=/run/postgresql",
        ),
        (
            "[store]\npostgres_password_file = \"x\"\n",
            "peerline.toml:2:26: store.postgres_password_file: ",
            "set store.postgres too",
        ),
    ] {
        let told = fails(text);
        assert!(told.starts_with(begins), "{told}");
        assert!(told.contains(cure), "{told}");
    }
}

#[test]
fn a_store_too_small_for_a_line_is_refused() {
    let error = fails("[store]\nmax_bytes = 4096\n");
    assert!(error.contains(":2:13: store.max_bytes: "), "{error}");
    assert!(error.contains("1 MiB"), "{error}");
}

#[test]
fn a_page_never_crosses_the_internet_in_the_clear() {
    let with = |url: &str| {
        let text = format!(
            "[escalation]\nlast_resort = {{ webhook = {{ url = \"{url}\", secret_file = \"k\" }} }}\n"
        );
        read_text(Path::new("peerline.toml"), &text)
    };
    for refused in [
        "http://pager.example.org/x",
        "http://203.0.113.9/",
        "http://127.0.0.1.example.org/",
        "ftp://127.0.0.1/",
        "nonsense",
    ] {
        assert!(with(refused).is_err(), "{refused}");
    }
    for taken in [
        "https://pager.example.org/x",
        "http://127.0.0.1:9/",
        "http://localhost/",
        "http://10.0.0.8/hook",
        "http://[::1]:9/",
    ] {
        assert!(with(taken).is_ok(), "{taken}");
    }
}

#[test]
fn a_missing_file_is_no_error() {
    let folder = tempfile::tempdir().unwrap();
    assert!(read(&folder.path().join("none.toml")).unwrap().is_none());
}

mod escalation;
mod keys;
mod pair;
mod rooms;
mod rota;
mod tickets;
mod vault;
