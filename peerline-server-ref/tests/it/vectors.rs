//! The vectors of the protocol: our own implementations pass them, and a wrong one does not.

use std::path::Path;
use std::process::Command;
use std::process::Output;

use crate::running::text;

const PEERLINE: &str = env!("CARGO_BIN_EXE_peerline");

/// Tries an implementation with the vectors of the repository.
fn try_out(exec: &str, more: &[&str]) -> Output {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    try_in(root, exec, more)
}

fn try_in(folder: &Path, exec: &str, more: &[&str]) -> Output {
    Command::new(PEERLINE)
        .args(["vectors", "run", "--exec", exec])
        .args(more)
        .current_dir(folder)
        .output()
        .unwrap()
}

fn our_client() -> String {
    format!("{PEERLINE} vectors client")
}

fn our_server() -> String {
    format!("{PEERLINE} vectors server")
}

#[track_caller]
fn passes(output: &Output) {
    assert!(output.status.success(), "{}", text(&output.stdout));
    assert!(text(&output.stdout).contains(" 0 failed"));
}

/// Passes nothing of a line that holds `word` on to the runner.
fn swallowing(command: &str, word: &str) -> String {
    let keep = "*) printf '%s\\n' \"$line\" ;;";
    let filter = format!("case \"$line\" in *'{word}'*) ;; {keep} esac");
    format!("{command} | while read -r line; do {filter}; done")
}

/// Whether a program of another language is here; where it has to be, its absence is a failure.
#[expect(clippy::print_stderr, reason = "what is left out is said aloud")]
fn has(program: &str) -> bool {
    let found = Command::new(program).arg("--version").output().is_ok();
    let required = std::env::var("PEERLINE_REQUIRE_LANGUAGES").is_ok_and(|value| value == "1");
    assert!(found || !required, "{program} is not here");
    if !found {
        eprintln!("LEFT OUT: the client that needs {program}, which is not here");
    }
    found
}

#[test]
fn our_client_passes_all_vectors() {
    passes(&try_out(&our_client(), &[]));
}

#[test]
fn our_client_passes_with_a_program_for_each_script_and_the_vectors_that_are_built_in() {
    let folder = tempfile::tempdir().unwrap();
    passes(&try_in(folder.path(), &our_client(), &["--apart"]));
}

#[test]
fn our_server_passes_all_vectors() {
    passes(&try_out(&our_server(), &["--side", "server"]));
}

#[test]
fn our_server_passes_with_a_program_for_each_script() {
    passes(&try_out(
        &our_server(),
        &["--side", "server", "--scripts", "--apart"],
    ));
}

#[test]
fn the_client_of_the_pages_passes_all_vectors() {
    if has("node") {
        passes(&try_out(
            "node peerline-server-ref/pages/sdk/vectors.mjs",
            &[],
        ));
    }
}

#[test]
fn the_client_in_python_passes_all_vectors() {
    if has("python3") {
        let exec = "cd examples/python && python3 -m peerline.vectors";
        passes(&try_out(exec, &[]));
    }
}

#[test]
fn a_client_that_tells_nothing_of_gaps_does_not_pass() {
    let output = try_out(
        &swallowing(&our_client(), "\"gap\""),
        &["--only", "client/gap-", "--json"],
    );
    assert_eq!(output.status.code(), Some(1));
    let told = text(&output.stdout);
    let failed = told
        .lines()
        .find(|line| line.contains("client/gap-slow"))
        .unwrap();
    let failed: serde_json::Value = serde_json::from_str(failed).unwrap();
    assert_eq!(failed["ok"], false);
    assert_eq!(failed["fault"], "a report is missing");
    assert_eq!(failed["expected"]["gap"]["lo"], 3);
}

#[test]
fn a_server_that_tells_nothing_of_gaps_does_not_pass() {
    let only = ["--side", "server", "--scripts", "--only", "server/gap-"];
    let output = try_out(&swallowing(&our_server(), "\"gap\""), &only);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stdout).contains("0 passed, 5 failed"));
}

#[test]
fn a_server_that_calls_nobody_does_not_pass() {
    let only = ["--side", "server", "--only", "server/signal"];
    let output = try_out(&swallowing(&our_server(), "\"page\""), &only);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stdout).contains("a report is missing"));
}

#[test]
fn a_client_that_does_not_send_again_does_not_pass() {
    let output = try_out(
        &swallowing(&our_client(), "\"over\":true"),
        &["--only", "put-nudged-over"],
    );
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stdout).contains("put-nudged-over  step 12: a report is missing"));
}

#[test]
fn a_decoder_that_takes_everything_does_not_pass() {
    let takes = "while read -r line; do echo '{\"frame\":{},\"cbor\":\"a0\"}'; echo '{\"done\":true}'; done";
    let output = try_out(takes, &["--frames", "--only", "frames/json"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stdout).contains("expected {\"refused\":\"bad\"}"));
}

#[test]
fn a_client_with_another_proof_does_not_pass() {
    let filter = format!(
        "sed -u 's/\"sig\":\"[^\"]*\"/\"sig\":\"{}\"/' ",
        "A".repeat(86)
    );
    let exec = format!("{} | {filter}", our_client());
    let output = try_out(&exec, &["--only", "join-fresh"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stdout).contains("the proof of identity does not hold"));
}

#[test]
fn a_program_that_dies_is_told_at_once() {
    let output = try_out("exit 3", &["--only", "join-fresh"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stdout).contains("the implementation ended"));
}

#[test]
fn a_program_that_says_nothing_is_not_waited_for_without_end() {
    let only = ["--only", "join-fresh", "--timeout", "1"];
    let output = try_out("cat >/dev/null", &only);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stdout).contains("said nothing for 1 s"));
}

#[test]
fn a_program_that_never_answers_is_given_up() {
    let output = try_out("exit 3", &[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stdout).contains("0 passed, 5 failed"));
    assert!(text(&output.stderr).contains("the rest was not tried"));
}

#[test]
fn a_program_that_speaks_no_json_is_told() {
    let output = try_out("echo hello; cat >/dev/null", &["--only", "join-fresh"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stdout).contains("no JSON object: hello"));
}

#[test]
fn a_name_that_no_vector_has_is_told() {
    let output = try_out(&our_client(), &["--only", "no such vector"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("no vector has `no such vector`"));
}
