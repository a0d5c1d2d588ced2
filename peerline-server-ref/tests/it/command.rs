//! The `peerline` program itself: it starts, answers, complains kindly, and ends when asked.

use std::collections::BTreeSet;
use std::process::Stdio;

use tokio::io::AsyncBufReadExt as _;
use tokio::io::AsyncWriteExt as _;
use tokio::io::BufReader;
use tokio::process::Command;
use tokio::time::timeout;

use crate::house::PATIENCE;
use crate::house::body;
use crate::house::get;
use crate::house::raw_at;
use crate::house::status;
use crate::running::Running;
use crate::running::peerline;
use crate::running::run;
use crate::running::text;

#[tokio::test]
async fn a_line_starts_without_a_file_answers_and_ends_when_asked() {
    let running = Running::start("").await;
    let address = running.address("server.addr");
    let answer = raw_at(address, get("/line.json", address, "").as_bytes()).await;
    assert_eq!(status(&answer), 200);
    let folder = running.folder.path();
    let invited = run(folder, &["invite", "--role", "responder", "--data", "data"]).await;
    assert!(invited.status.success(), "{}", text(&invited.stderr));
    let link = format!("http://{address}/responder#invite=");
    assert!(text(&invited.stdout).starts_with(&link));
    let second = run(
        folder,
        &["serve", "--listen", "127.0.0.1:0", "--data", "data"],
    )
    .await;
    assert!(text(&second.stderr).contains("another peerline is running"));
    let (good, folder) = running.stop().await;
    assert!(good);
    assert!(!folder.path().join("data/server.addr").exists());
    let late = run(
        folder.path(),
        &["invite", "--role", "responder", "--data", "data"],
    )
    .await;
    assert!(text(&late.stderr).contains("no line is running"));
}

#[tokio::test]
async fn a_line_that_was_killed_comes_back_as_the_same_line_at_the_same_address() {
    let mut running = Running::start("").await;
    let address = running.address("server.addr");
    let card = raw_at(address, get("/line.json", address, "").as_bytes()).await;
    running.child.kill().await.unwrap();
    let again = Running::start_in(running.folder, &address.to_string()).await;
    let same = raw_at(address, get("/line.json", address, "").as_bytes()).await;
    assert_eq!(body(&card), body(&same));
    let (good, _) = again.stop().await;
    assert!(good);
}

#[tokio::test]
async fn operators_can_have_an_address_of_their_own() {
    let running = Running::start("[server]\nadmin_listen = \"127.0.0.1:0\"\n").await;
    let people = running.address("server.addr");
    let admin = running.address("admin.addr");
    let answer = raw_at(people, get("/metrics", people, "").as_bytes()).await;
    assert_eq!(status(&answer), 404);
    let answer = raw_at(admin, get("/metrics", admin, "").as_bytes()).await;
    assert_eq!(status(&answer), 200);
    let folder = running.folder.path();
    let drill = run(folder, &["drill", "--data", "data"]).await;
    assert!(text(&drill.stdout).starts_with("last_resort: took the page"));
    assert!(drill.status.success());
    running.stop().await;
}

#[tokio::test]
async fn a_drill_that_reaches_nobody_fails_loudly() {
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let nobody = closed.local_addr().unwrap();
    drop(closed);
    let keys = tempfile::tempdir().unwrap();
    let key = keys.path().join("key");
    peerline_server_ref::secrets::write_private(&key, "0123456789abcdef").unwrap();
    let hook = format!("{{ url = \"http://{nobody}/\", secret_file = {key:?} }}");
    let config = format!("[escalation]\nlast_resort = {{ webhook = {hook} }}\n");
    let running = Running::start(&config).await;
    let drill = run(running.folder.path(), &["drill", "--data", "data"]).await;
    assert!(!drill.status.success());
    assert!(text(&drill.stdout).starts_with("last_resort: DID NOT TAKE IT"));
    running.stop().await;
}

#[tokio::test]
async fn a_line_whose_last_resort_is_the_log_says_so_loudly() {
    let mut running = Running::start("").await;
    let stderr = running.child.stderr.take().unwrap();
    let mut lines = BufReader::new(stderr).lines();
    let warned = timeout(PATIENCE, async {
        while let Some(line) = lines.next_line().await.unwrap() {
            if line.contains("The last resort of the escalation is the log") {
                return true;
            }
        }
        false
    });
    assert!(warned.await.expect("it says so"));
    running.stop().await;
}

#[tokio::test]
async fn what_stands_in_the_way_is_named_with_the_cure() {
    let folder = tempfile::tempdir().unwrap();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = taken.local_addr().map(|address| (taken, address)).unwrap();
    let address = taken.1.to_string();
    std::fs::write(folder.path().join("file"), "").unwrap();
    std::fs::write(folder.path().join("bad.toml"), "[server]\nlistne = 1\n").unwrap();
    for (args, cure) in [
        (
            vec!["--listen", &address],
            "choose another port with --listen",
        ),
        (
            vec!["--data", "file/x", "--listen", "127.0.0.1:0"],
            "choose another with --data",
        ),
        (vec!["--config", "none.toml"], "peerline config default"),
        (
            vec!["--config", "bad.toml"],
            "bad.toml:2:1: server.listne: unknown field",
        ),
        (vec!["demo", "--listen", "0.0.0.0:0"], "this machine alone"),
        (vec!["invite", "--role", "king"], "possible values"),
    ] {
        let output = run(folder.path(), &args).await;
        assert!(!output.status.success(), "{args:?}");
        let said = text(&output.stderr);
        assert!(said.contains(cure), "{args:?}: {said}");
        assert!(!said.contains("panicked"), "{said}");
    }
}

#[tokio::test]
async fn config_prints_the_default_and_checks_it() {
    let folder = tempfile::tempdir().unwrap();
    let printed = run(folder.path(), &["config", "default"]).await;
    std::fs::write(folder.path().join("peerline.toml"), &printed.stdout).unwrap();
    let checked = run(folder.path(), &["config", "check"]).await;
    assert!(checked.status.success(), "{}", text(&checked.stderr));
    assert!(text(&checked.stdout).starts_with("peerline.toml is good"));
    let missing = run(folder.path(), &["config", "check", "none.toml"]).await;
    assert!(!missing.status.success());
}

#[tokio::test]
async fn the_version_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let output = run(folder.path(), &["--version"]).await;
    let expected = format!("peerline {}\n", env!("CARGO_PKG_VERSION"));
    assert_eq!(text(&output.stdout), expected);
}

#[tokio::test]
async fn a_demo_gives_one_link_per_role_and_leaves_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    let mut child = peerline(folder.path(), &["demo", "--listen", "127.0.0.1:0"])
        .env("TMPDIR", folder.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut links = Vec::new();
    while links.len() < 3 {
        let line = timeout(PATIENCE, lines.next_line()).await.unwrap().unwrap();
        let line = line.expect("it prints three links");
        if let Some((_, link)) = line.split_once("http://127.0.0.1:") {
            links.push(link.to_owned());
        }
    }
    assert!(links[1].contains("/supporter#invite="));
    assert!(links[2].contains("/responder#invite="));
    assert_ne!(links[1].rsplit('=').next(), links[2].rsplit('=').next());
    let id = child.id().unwrap().to_string();
    let told = Command::new("kill").args(["-INT", &id]).status().await;
    assert!(told.unwrap().success());
    let ended = timeout(PATIENCE, child.wait()).await.expect("it ends");
    assert!(ended.unwrap().success());
    let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().collect();
    assert!(left.is_empty(), "{left:?}");
}

#[tokio::test]
async fn a_simulated_person_in_the_demo_reaches_the_last_resort() {
    let folder = tempfile::tempdir().unwrap();
    let mut child = peerline(folder.path(), &["demo", "--listen", "127.0.0.1:0"])
        .env("TMPDIR", folder.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut keyboard = child.stdin.take().unwrap();
    keyboard.write_all(b"c\n").await.unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
    let paged = timeout(PATIENCE, async {
        while let Some(line) = lines.next_line().await.unwrap() {
            if line.contains("A HUMAN IS NEEDED") {
                return line;
            }
        }
        panic!("the demo ended");
    });
    let line = paged.await.expect("somebody is called");
    assert!(line.contains("drill=false"), "{line}");
    child.kill().await.unwrap();
}

#[tokio::test]
async fn the_metrics_of_a_line_are_those_of_the_documentation() {
    const DOCS: &str = include_str!("../../../docs/operations.md");
    let running = Running::start("").await;
    let answer = running.operator("/metrics").await;
    let names: BTreeSet<&str> = body(&answer)
        .lines()
        .filter_map(|line| line.strip_prefix("# TYPE ")?.split(' ').next())
        .collect();
    let documented: BTreeSet<&str> = DOCS
        .lines()
        .filter_map(|line| line.strip_prefix("| `peerline_")?.split('`').next())
        .collect();
    let documented: BTreeSet<String> = documented
        .iter()
        .map(|name| format!("peerline_{name}"))
        .collect();
    assert_eq!(names, documented.iter().map(String::as_str).collect());
    running.stop().await;
}
