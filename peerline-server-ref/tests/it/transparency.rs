//! What everybody may know of how a line is moderated, counted on a line that runs.

use serde_json::Value;
use serde_json::json;

use crate::person::Person;
use crate::running::Running;
use crate::running::run;
use crate::running::text;

const CONFIG: &str = "[[rooms]]\nslug = \"passing\"\nkind = \"drop_in\"\ntitle = \"Passing\"\n";
const INSULT: &str = "you are an idiot";

async fn transparency(running: &Running, args: &[&str]) -> (bool, String) {
    let args = [&["transparency", "--data", "data"], args].concat();
    let ended = run(running.folder.path(), &args).await;
    let said = format!("{}{}", text(&ended.stdout), text(&ended.stderr));
    (ended.status.success(), said)
}

/// The quarter that runs now.
fn running_quarter() -> String {
    let today = jiff::tz::Offset::UTC
        .to_datetime(jiff::Timestamp::now())
        .date();
    format!("{}-Q{}", today.year(), (today.month() - 1) / 3 + 1)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_decided_is_counted_exactly_for_the_operator_and_for_nobody_else_while_it_runs() {
    let running = Running::start(CONFIG).await;
    let mut talk = Person::new().join(running.people()).await;
    let listed = talk.ask(json!({"t": "ask", "what": "directory"})).await;
    let room = listed["body"]["rooms"][0]["room"]
        .as_str()
        .unwrap()
        .to_owned();
    assert_eq!(talk.put(&room, "join", json!({})).await["t"], "ok");
    let blocked = talk.put(&room, "msg", json!({"text": INSULT})).await;
    let decision = blocked["decision"].as_str().unwrap().to_owned();
    let appeal = json!({"decision": decision, "text": "it was a heliotrope"});
    assert_eq!(talk.put("@me", "appeal", appeal).await["t"], "ok");

    let quarter = running_quarter();
    let (well, said) = transparency(&running, &[&quarter, "--exact", "--json"]).await;
    assert!(well, "{said}");
    let counts: Value = serde_json::from_str(&said).unwrap();
    let act = &counts["acts"][0];
    assert_eq!(
        (&act["action"], &act["by"], &act["n"]),
        (&json!("block"), &json!("policy"), &json!(1))
    );
    let appeals = json!([{"decided_by": "policy", "became": "waits", "n": 1}]);
    assert_eq!(counts["appeals"], appeals);
    for hidden in ["heliotrope", "idiot", &room, &decision] {
        assert!(!said.contains(hidden), "{hidden} in {said}");
    }
    let (well, said) = transparency(&running, &[&quarter]).await;
    assert!(!well && said.contains("is not over"), "{said}");
    let (good, _) = running.stop().await;
    assert!(good);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_quarter_in_which_nothing_happened_says_so_and_a_wrong_one_is_refused() {
    let running = Running::start(CONFIG).await;
    let (well, said) = transparency(&running, &["2020-Q1", "--json", "--log"]).await;
    assert!(well, "{said}");
    let counts: Value = serde_json::from_str(&said).unwrap();
    assert_eq!(counts["quarter"], "2020-Q1");
    assert_eq!(counts["acts"], json!({"rows": [], "rest": 0}));
    assert_eq!(counts["log"], json!([]));
    let (well, said) = transparency(&running, &[]).await;
    assert!(well && said.contains("fewest told apart: 5"), "{said}");
    let (well, said) = transparency(&running, &["2020-Q9"]).await;
    assert!(!well && said.contains("2026-Q3"), "{said}");
    let (well, said) = transparency(&running, &["2020-Q1", "--fewest", "1"]).await;
    assert!(!well, "{said}");
    let (good, _) = running.stop().await;
    assert!(good);
}
