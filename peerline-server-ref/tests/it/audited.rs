//! What the line did about somebody in danger, as a file that stands without the line.

use std::path::Path;

use serde_json::Value;
use serde_json::json;

use crate::house::body;
use crate::person::Person;
use crate::running::Running;
use crate::running::run;
use crate::running::text;

const DANGER: &str = "I want to kill myself tonight, heliotrope";

async fn audit(folder: &Path, args: &[&str]) -> (bool, String) {
    let output = run(folder, &[&["audit"], args].concat()).await;
    let said = format!("{}{}", text(&output.stdout), text(&output.stderr));
    (output.status.success(), said)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_case_is_written_out_and_checked_without_the_line_and_holds_no_word() {
    let running = Running::start("").await;
    let data = running.folder.path().to_path_buf();
    let mut responder = Person::invited(running.invite("responder").await)
        .join(running.people())
        .await;
    let mut seeker = Person::new().join(running.people()).await;
    seeker.put("@me", "msg", json!({"text": DANGER})).await;
    seeker.put("@me", "signal", json!({})).await;
    let cases = responder.ask(json!({"t": "ask", "what": "cases"})).await;
    let case = cases["body"]["cases"][0]["case"].as_str().unwrap();
    let (listed, logs) = audit(&data, &["list", "--data", "data"]).await;
    assert!(listed, "{logs}");
    let log = format!("#case/{case}");
    assert!(logs.contains(&log), "{logs}");
    assert!(!logs.contains('@'), "the log of a person is theirs: {logs}");
    let (written, file) = audit(&data, &["export", &log, "--data", "data"]).await;
    assert!(written, "{file}");
    assert!(!file.contains("heliotrope"));
    let page = running.operator("/line.json").await;
    let card: Value = serde_json::from_str(body(&page)).unwrap();
    let (good, data) = running.stop().await;
    assert!(good);

    let path = data.path().join("case.audit");
    std::fs::write(&path, &file).unwrap();
    let path = path.to_str().unwrap();
    let line = card["id"].as_str().unwrap();
    let (valid, said) = audit(data.path(), &["verify", path, "--line", line]).await;
    assert!(valid, "{said}");
    for step in ["signalled", "offered", "valid"] {
        assert!(said.contains(step), "{step} is not in {said}");
    }
    let other = "A".repeat(43);
    let (valid, said) = audit(data.path(), &["verify", path, "--line", &other]).await;
    assert!(!valid && said.contains("NOT VALID"), "{said}");

    let (cut, without) = audit(data.path(), &["redact", path, "--entry", "1"]).await;
    assert!(cut && !without.contains("signalled"), "{without}");
    std::fs::write(path, &without).unwrap();
    let (valid, said) = audit(data.path(), &["verify", path]).await;
    assert!(valid && said.contains("destroyed"), "{said}");

    let changed = file.replacen("\"at\":17", "\"at\":18", 1);
    assert_ne!(changed, file);
    std::fs::write(path, changed).unwrap();
    let (valid, said) = audit(data.path(), &["verify", path]).await;
    assert!(!valid && said.contains("NOT VALID, row"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_log_of_a_person_is_not_written_out() {
    let running = Running::start("").await;
    let data = running.folder.path().to_path_buf();
    let one = "A".repeat(22);
    for (log, said) in [
        (format!("@{one}"), "theirs alone"),
        (format!("={one}"), "theirs alone"),
        (format!("#case/{one}"), "no such log"),
    ] {
        let (written, told) = audit(&data, &["export", &log, "--data", "data"]).await;
        assert!(!written && told.contains(said), "{log}: {told}");
    }
    let (good, _) = running.stop().await;
    assert!(good);
}
