//! Rings that are staffed by turns, with the real program.

use crate::house::body;
use crate::running::Running;
use crate::running::run;
use crate::running::text;
use crate::webhook::answer;
use crate::webhook::listener;

/// A shift all day long of person `a`.
const ALWAYS: &str = "{ begins = 2020-01-01, from = 00:00:00, until = 00:00:00, people = [\"a\"] }";
/// One that nobody alive will see.
const NEVER: &str = "{ begins = 2400-01-01, from = 00:00:00, until = 00:00:00, people = [\"a\"] }";
/// Person `b` takes over for a lifetime.
const TAKEN_OVER: &str = "overrides = [{ who = \"b\", instead_of = \"a\", from = 2021-01-01T00:00:00, until = 2150-01-01T00:00:00 }]";

fn rota(name: &str, second: &str, rest: &str) -> String {
    format!(
        "[[rota]]\nname = \"{name}\"\nzone = \"Europe/Berlin\"\n\
         people = [{{ name = \"a\", target = {{ log = true }} }}, {{ name = \"b\", target = {second} }}]\n{rest}\n"
    )
}

#[tokio::test]
async fn a_drill_calls_who_is_on_call_and_says_where_nobody_is() {
    let keys = tempfile::tempdir().unwrap();
    let key = keys.path().join("key");
    peerline_server_ref::secrets::write_private(&key, "0123456789abcdef").unwrap();
    let (second, second_called) = listener(answer(202)).await;
    let (last, last_called) = listener(answer(202)).await;
    let hook = |address| {
        format!("{{ webhook = {{ url = \"http://{address}/\", secret_file = {key:?} }} }}")
    };
    let config = format!(
        "[escalation]\nrings = [{{ rota = \"one\" }}, {{ rota = \"two\" }}]\nlast_resort = {}\n{}{}",
        hook(last),
        rota(
            "one",
            &hook(second),
            &format!("shifts = [{ALWAYS}]\n{TAKEN_OVER}")
        ),
        rota("two", "{ log = true }", &format!("shifts = [{NEVER}]")),
    );
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("peerline.toml"), &config).unwrap();
    let checked = run(folder.path(), &["config", "check"]).await;
    assert!(checked.status.success(), "{}", text(&checked.stderr));
    let told = text(&checked.stdout);
    assert!(
        told.contains("rota \"two\": in the next 14 days nobody"),
        "{told}"
    );
    assert!(!told.contains("rota \"one\""), "{told}");

    let running = Running::start(&config).await;
    let drill = run(running.folder.path(), &["drill", "--data", "data"]).await;
    let told = text(&drill.stdout);
    assert!(told.contains("on call: b"), "{told}");
    assert!(told.contains("NOBODY is on call"), "{told}");
    let page = second_called.await.unwrap();
    assert!(body(&page).contains("\"ring\":1"), "{page}");
    // The page of the empty ring came to the last resort, and is still that ring's.
    let page = last_called.await.unwrap();
    assert!(body(&page).contains("\"ring\":2"), "{page}");
    running.stop().await;
}
