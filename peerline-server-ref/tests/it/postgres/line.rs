//! The real program on a real database, stopped and started again.

use crate::person::Person;
use crate::postgres::Server;
use crate::running::Running;

#[tokio::test]
async fn a_line_in_a_database_goes_on_where_it_was() {
    let Some(server) = Server::shared() else {
        return;
    };
    let reach = server.database();
    let mut running = Running::start(&format!("[store]\npostgres = \"{reach}\"\n")).await;
    let supporter = Person::invited(running.invite("supporter").await);
    drop(supporter.join(running.people()).await);
    let seeker = Person::new();
    let mut talk = seeker.join(running.people()).await;
    let wish = serde_json::json!({"topics": ["sleep"], "languages": ["en"]});
    let answer = talk.put("@me", "seek", wish).await;
    assert_eq!(answer["t"], "ok", "{answer}");
    running.child.kill().await.unwrap();
    let folder = running.folder;
    assert!(
        !folder.path().join("data/line.db").exists(),
        "the log is in the database"
    );
    let running = Running::start_in(folder, "127.0.0.1:0").await;
    let mut talk = seeker.join(running.people()).await;
    let log = talk.read("@me").await;
    assert!(
        log.iter().any(|entry| entry["seq"] == answer["seq"]),
        "{log:?}"
    );
    let metrics = running.operator("/metrics").await;
    assert!(metrics.contains("peerline_"), "{metrics}");
    let (well, _folder) = running.stop().await;
    assert!(well);
}
