//! The hunt through the whole suite: with `PEERLINE_HUNT=folder` every program that a scenario starts is at its most
//! talkative and keeps its log in that folder, beside every word, name and secret that the scenarios said and were told.
//! The test that is left out otherwise then looks for each of them in each log:
//!
//! ```text
//! PEERLINE_HUNT=target/hunt cargo test --workspace --test it
//! PEERLINE_HUNT=target/hunt cargo test --workspace --test it -- --ignored hunt::
//! ```

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fs;
use std::fs::File;
use std::io::Write as _;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::OnceLock;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;
use tokio::process::Command;

const PROGRAM: &str = env!("CARGO_BIN_EXE_peerline");
/// Shorter ones say nothing that could be told from the program's own words.
const SHORTEST: usize = 8;
/// What a frame says of itself, and what its ids may be called by: nothing of a person.
const NO_SECRETS: &[&str] = &[
    "t", "kind", "room", "cid", "case", "what", "code", "line", "h", "do", "ext", "encoding",
];
/// What the line tells of people; the rest of what it says is its own.
const OF_PEOPLE: &[&str] = &[
    "handle", "who", "text", "tickets", "invite", "token", "lines",
];

/// Makes a command of the program; a line is talkative, and overheard, during a hunt.
pub(crate) fn program(folder: &Path, args: &[&str]) -> Command {
    let Some(place) = place() else {
        return Command::new(PROGRAM);
    };
    // A demonstration keeps nothing, no configuration either.
    if args.contains(&"--listen") && args.contains(&"--data") {
        make_talkative(folder);
    }
    let n = PROGRAMS.fetch_add(1, Ordering::Relaxed);
    let log = place.join(format!("{}-{n}.log", std::process::id()));
    let mut command = Command::new("bash");
    command
        .args(["-c", r#"exec 2> >(exec tee -a "$0" >&2); exec "$@""#])
        .arg(log)
        .arg(PROGRAM);
    command
}

fn make_talkative(folder: &Path) {
    let path = folder.join("peerline.toml");
    let text = fs::read_to_string(&path).unwrap_or_default();
    let more = match text.contains("\n[log]") || text.starts_with("[log]") {
        true if text.contains("level = \"trace\"") => return,
        true => text.replace("[log]\n", "[log]\nlevel = \"trace\"\n"),
        false => format!("{text}\n[log]\nlevel = \"trace\"\n"),
    };
    fs::write(path, more).unwrap();
}

/// Notes what somebody says.
pub(crate) fn said(frame: &Value) {
    note(frame, |key| !NO_SECRETS.contains(&key));
}

/// Notes what the line tells of people.
pub(crate) fn told(frame: &Value) {
    note(frame, |key| OF_PEOPLE.contains(&key));
}

/// Notes what no program could read.
pub(crate) fn said_oddly(text: &str) {
    if place().is_none() {
        return;
    }
    match serde_json::from_str::<Value>(text) {
        Ok(frame) => said(&frame),
        Err(_) => said(&serde_json::json!({ "odd": text })),
    }
}

/// Notes what a request bears: its body, and the key of whoever asks.
pub(crate) fn requested(request: &[u8]) {
    if place().is_none() {
        return;
    }
    let text = String::from_utf8_lossy(request);
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
    let keys = head.lines().filter_map(|line| line.split_once("Bearer "));
    for (_, key) in keys {
        said(&serde_json::json!({ "key": key }));
    }
    if let Ok(body) = serde_json::from_str(body) {
        said(&body);
    }
}

fn note(frame: &Value, counts: impl Fn(&str) -> bool) {
    let Some(place) = place() else { return };
    let found = gather("", frame, &counts);
    let mut noted = NOTED.lock().unwrap();
    let path = place.join(format!("{}.words", std::process::id()));
    let mut file = File::options()
        .create(true)
        .append(true)
        .open(path)
        .unwrap();
    for word in found {
        if noted.insert(word.clone()) {
            writeln!(file, "{}", Value::from(word)).unwrap();
        }
    }
}

/// Gathers what tells of somebody, where the field counts that it stands in.
fn gather(key: &str, value: &Value, counts: &dyn Fn(&str) -> bool) -> BTreeSet<String> {
    match value {
        Value::String(text) if counts(key) && tells(key, text) => [text.clone()].into(),
        Value::Array(all) => {
            let all = all.iter().flat_map(|each| gather(key, each, counts));
            all.collect()
        }
        Value::Object(all) => {
            let all = all.iter().flat_map(|(key, each)| gather(key, each, counts));
            all.collect()
        }
        Value::String(_) | Value::Null | Value::Bool(_) | Value::Number(_) => BTreeSet::new(),
    }
}

/// Whether a string is somebody's: the words of the protocol are written small and in one.
fn tells(key: &str, text: &str) -> bool {
    let is_of_protocol = |c: char| c.is_ascii_lowercase() || "_.:-".contains(c);
    SHORTEST <= text.trim().len() && (key == "text" || !text.chars().all(is_of_protocol))
}

/// How a secret may look in a log.
fn spellings(word: &str) -> Vec<Vec<u8>> {
    let mut all = vec![word.trim().as_bytes().to_vec()];
    if let Ok(bytes) = URL_SAFE_NO_PAD.decode(word)
        && SHORTEST <= bytes.len()
    {
        let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        let list: Vec<String> = bytes.iter().map(u8::to_string).collect();
        all.extend([hex.into_bytes(), list.join(", ").into_bytes(), bytes]);
    }
    all
}

/// Finds which of the words are in a log, in time that does not grow with their number.
fn found(words: &BTreeSet<String>, log: &[u8]) -> BTreeSet<String> {
    let mut begins: BTreeMap<Vec<u8>, Vec<(Vec<u8>, &String)>> = BTreeMap::new();
    for word in words {
        for spelling in spellings(word) {
            let begin = spelling[..SHORTEST].to_vec();
            begins.entry(begin).or_default().push((spelling, word));
        }
    }
    let mut found = BTreeSet::new();
    for (at, window) in log.windows(SHORTEST).enumerate() {
        for (spelling, word) in begins.get(window).into_iter().flatten() {
            if log[at..].starts_with(spelling) {
                found.insert((*word).clone());
            }
        }
    }
    found
}

fn place() -> Option<PathBuf> {
    PLACE.get_or_init(asked_for).clone()
}

fn asked_for() -> Option<PathBuf> {
    let folder = PathBuf::from(std::env::var_os("PEERLINE_HUNT")?);
    // A test runs in the folder of its package; people name folders from the workspace's.
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("..")
        .join(folder);
    fs::create_dir_all(&folder).unwrap();
    Some(folder)
}

fn files(place: &Path, ending: &str) -> Vec<PathBuf> {
    let all = fs::read_dir(place)
        .unwrap()
        .map(|file| file.unwrap().path());
    all.filter(|path| path.extension().is_some_and(|found| found == ending))
        .collect()
}

#[test]
#[expect(
    clippy::print_stdout,
    reason = "how much was looked through is a figure of its own"
)]
#[ignore = "looks at what a run of the suite with PEERLINE_HUNT left"]
fn what_the_whole_suite_logged_at_trace_holds_nothing_of_a_person() {
    let place = place().expect("PEERLINE_HUNT names the folder of a run");
    let mut words: BTreeSet<String> = BTreeSet::new();
    for path in files(&place, "words") {
        let text = fs::read_to_string(path).unwrap();
        words.extend(
            text.lines()
                .map(|line| serde_json::from_str::<String>(line).unwrap()),
        );
    }
    let logs = files(&place, "log");
    let bytes: Vec<_> = logs.iter().map(|path| fs::read(path).unwrap()).collect();
    let all = bytes.join(&b'\n');
    assert!(
        500 < words.len() && 50 < logs.len() && 10_000 < all.len(),
        "{} words, {} logs, {} bytes: that is no run of the suite",
        words.len(),
        logs.len(),
        all.len()
    );
    let found = found(&words, &all);
    assert!(found.is_empty(), "in a log: {found:#?}");
    println!(
        "{} words in {} logs of {} bytes: none",
        words.len(),
        logs.len(),
        all.len()
    );
}

#[test]
fn a_word_is_found_in_a_log_however_it_is_spelled() {
    let frame = serde_json::json!({
        "t": "put", "kind": "attempt_in_progress", "room": "AAAAAAAAAAAAAAAAAAAAAA",
        "body": {"text": "quittenmus", "steps": ["my sister, at night"], "sig": "AQIDBAUGBwgJCg"},
    });
    let words = gather("", &frame, &|key| !NO_SECRETS.contains(&key));
    let all = ["AQIDBAUGBwgJCg", "my sister, at night", "quittenmus"];
    assert_eq!(words.iter().map(String::as_str).collect::<Vec<_>>(), all);
    for (log, word) in [
        ("INFO refused: quittenmus", Some(all[2])),
        ("said my sister, at night.", Some(all[1])),
        ("key AQIDBAUGBwgJCg", Some(all[0])),
        ("key 0102030405060708090a", Some(all[0])),
        ("key [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]", Some(all[0])),
        (
            "quittenmu, attempt_in_progress AAAAAAAAAAAAAAAAAAAAAA",
            None,
        ),
    ] {
        let found = found(&words, log.as_bytes());
        assert_eq!(found.first().map(String::as_str), word, "{log}");
    }
}

static PLACE: OnceLock<Option<PathBuf>> = OnceLock::new();
static PROGRAMS: AtomicU64 = AtomicU64::new(0);
static NOTED: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());
