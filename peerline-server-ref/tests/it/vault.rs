//! The vault of the real program: guardians on machines of their own, kills on the way, and nothing
//! of a contact in any file, log or metric.

mod called;

use std::fs;
use std::path::Path;
use std::process::Output;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use peerline_core::identity::LineId;
use peerline_core::identity::PublicKey;
use peerline_core::identity::Root;
use peerline_core::identity::vault::Consent;
use peerline_core::identity::vault::Contact;
use peerline_core::identity::vault::GuardedVault;
use peerline_core::identity::vault::Guardians;
use peerline_core::identity::vault::Guarding;
use peerline_core::identity::vault::Purpose;
use peerline_core::identity::vault::SealedContact;
use peerline_core::identity::vault::Vault as _;
use peerline_core::protocol::VaultBody;
use peerline_core::vocab::Seed;
use serde_json::Value;
use serde_json::json;
use tempfile::TempDir;
use tokio::io::AsyncReadExt as _;

use crate::person::Person;
use crate::person::Talk;
use crate::person::random;
use crate::running::Running;
use crate::running::run;
use crate::running::text;

const CONTACT: &str = "Mirabella, my sister: 0170 5550123";
const WORDS: &str = "quittenmarmelade, said in a room";
const LOCKER: &[u8; 32] = b"zwetschgenmus, kept in a locker!";

/// A line with three guardians, of whom two must agree; each has a folder of their own.
struct Guarded {
    running: Running,
    desks: Vec<TempDir>,
}

impl Guarded {
    async fn start() -> Self {
        Self::with("").await
    }

    /// Starts with more in the section of the vault.
    async fn with(more: &str) -> Self {
        let mut desks = Vec::new();
        let mut public = Vec::new();
        for _ in 0..3 {
            let desk = tempfile::tempdir().unwrap();
            let made = run(desk.path(), &["vault", "keygen", "my.key"]).await;
            let said = text(&made.stdout);
            public.push(format!("\"{}\"", said.lines().next().unwrap()));
            desks.push(desk);
        }
        let config = format!(
            "[vault]\nthreshold = 2\nguardians = [{}]\n{more}[log]\nlevel = \"trace\"\n",
            public.join(", ")
        );
        let running = Running::start(&config).await;
        Self { running, desks }
    }

    /// Kills the program where it stands and starts it again; returns what it had logged.
    async fn killed(mut self) -> (Self, Vec<u8>) {
        self.running.child.kill().await.unwrap();
        let mut said = Vec::new();
        let mut stderr = self.running.child.stderr.take().unwrap();
        stderr.read_to_end(&mut said).await.unwrap();
        let Running { folder, .. } = self.running;
        self.running = Running::start_in(folder, "127.0.0.1:0").await;
        (self, said)
    }

    async fn guardian(&self, n: usize, more: &[&str]) -> Output {
        let line = format!("http://{}", self.running.people());
        let args = ["vault", "open", "--line", &line, "--key", "my.key"];
        run(self.desks[n].path(), &[&args[..], more].concat()).await
    }

    async fn operator(&self, args: &[&str]) -> Output {
        let at = ["--data", "data"];
        let args = [&["vault"], args, &at].concat();
        run(self.running.folder.path(), &args).await
    }

    async fn read(&self, request: &str) -> Output {
        let args = ["read", "--request", request, "--key", "opener.key"];
        self.operator(&args).await
    }
}

fn line_of(hail: &Value) -> LineId {
    let bytes = URL_SAFE_NO_PAD.decode(hail["id"].as_str().unwrap());
    LineId::from_bytes(bytes.unwrap().try_into().unwrap())
}

async fn lies(talk: &mut Talk) -> VaultBody {
    let told = talk.ask(json!({"t": "ask", "what": "vault"})).await;
    serde_json::from_value(told["body"].clone()).unwrap_or_else(|_| panic!("{told}"))
}

/// Seals as a client does, with what the line tells, and leaves it there.
async fn leave(talk: &mut Talk, line: LineId, contact: Option<&str>) -> SealedContact {
    let told = lies(talk).await;
    let guardians = Guardians::new(told.threshold, told.guardians).unwrap();
    let vault = GuardedVault::new(Guarding::new(line, guardians));
    let consent = Consent {
        purpose: Purpose::LostContact,
        until: told.until,
    };
    let contact = contact.map(|text| Contact::new(text).unwrap());
    let mut entropy = Seed::from_bytes(random()).entropy(0);
    let person = Root::from_bytes([7; 16]).vault_key(&line, 0);
    let sealed = vault.seal(&mut entropy, &person, consent, contact.as_ref());
    let sealed = sealed.unwrap();
    let left = talk.put("@me", "vault", json!({"sealed": sealed})).await;
    assert_eq!(left["st"], "done", "{left}");
    sealed
}

async fn line_id(running: &Running) -> LineId {
    let page = running.operator("/line.json").await;
    let card = page.split("\r\n\r\n").nth(1).unwrap();
    line_of(&serde_json::from_str(card).unwrap())
}

/// Asks for a person, and returns the case by which staff know of it.
async fn case_of(running: &Running, talk: &mut Talk) -> String {
    let called = talk.put("@me", "signal", json!({})).await;
    assert_eq!(called["t"], "ok", "{called}");
    let invite = running.invite("responder").await;
    let mut responder = Person::invited(invite).join(running.people()).await;
    let cases = responder.ask(json!({"t": "ask", "what": "cases"})).await;
    let case = cases["body"]["cases"][0]["case"].as_str();
    case.unwrap().to_owned()
}

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

/// Every file of the data folder, one behind the other.
fn everything(folder: &Path) -> Vec<u8> {
    let files = fs::read_dir(folder.join("data")).unwrap();
    let files = files.map(|file| file.unwrap().path());
    files
        .filter(|path| path.is_file())
        .flat_map(|path| fs::read(path).unwrap())
        .collect()
}

/// Lets somebody talk with a supporter; returns what they are called there.
async fn meet(running: &Running, talk: &mut Talk) -> (String, String) {
    let invite = running.invite("supporter").await;
    let mut giving = Person::invited(invite).join(running.people()).await;
    let hours = json!({"topics": [], "languages": ["en"], "capacity": 1});
    assert_eq!(giving.put("@me", "available", hours).await["st"], "done");
    let seek = json!({"topics": [], "languages": ["en"]});
    assert_eq!(talk.put("@me", "seek", seek).await["st"], "done");
    let offer = giving.until(|frame| frame["kind"] == "offer").await;
    let offer = json!({"offer": offer["body"]["offer"]});
    assert_eq!(giving.put("@me", "accept", offer).await["st"], "done");
    let matched = talk.until(|frame| frame["kind"] == "matched").await;
    let room = matched["body"]["room"].as_str().unwrap().to_owned();
    let said = talk.put(&room, "msg", json!({"text": WORDS})).await;
    assert_eq!(said["st"], "done", "{said}");
    let log = talk.read(&room).await;
    let own = log.iter().find(|entry| entry["body"]["role"] == "seeker");
    let who = own.unwrap()["who"].as_str().unwrap().to_owned();
    let handle = own.unwrap()["body"]["handle"].as_str().unwrap().to_owned();
    (who, handle)
}

#[tokio::test]
async fn guardians_open_a_contact_on_their_own_machines_whenever_the_program_is_killed() {
    let guarded = Guarded::start().await;
    let line = line_id(&guarded.running).await;
    let person = Person::new();
    let mut talk = person.join(guarded.running.people()).await;
    assert!(lies(&mut talk).await.sealed.is_none());
    let sealed = leave(&mut talk, line, Some(CONTACT)).await;
    let case = case_of(&guarded.running, &mut talk).await;

    let (guarded, first) = guarded.killed().await;
    let mut talk = person.join(guarded.running.people()).await;
    assert_eq!(lies(&mut talk).await.sealed.as_deref(), Some(&sealed));
    drop(talk);
    let ask = ["ask", "--case", &case, "--reason", "lost-contact"];
    let key = ["--key", "opener.key"];
    let asked = guarded.operator(&[&ask[..], &key].concat()).await;
    assert!(asked.status.success(), "{asked:?}");
    let request = text(&asked.stdout).lines().next().unwrap().to_owned();

    let (guarded, second) = guarded.killed().await;
    let shown = guarded.guardian(0, &[]).await;
    assert!(text(&shown.stdout).contains(&request), "{shown:?}");
    let agreed = guarded.guardian(0, &["--agree", &request]).await;
    assert!(text(&agreed.stdout).contains("1 of 2"), "{agreed:?}");
    let too_early = guarded.read(&request).await;
    assert!(!too_early.status.success());
    assert!(!text(&too_early.stdout).contains(CONTACT));

    let (guarded, third) = guarded.killed().await;
    let agreed = guarded.guardian(2, &["--agree", &request]).await;
    assert!(text(&agreed.stdout).contains("2 of 2"), "{agreed:?}");

    let (guarded, fourth) = guarded.killed().await;
    let opened = guarded.read(&request).await;
    assert_eq!(text(&opened.stdout).trim(), CONTACT, "{opened:?}");
    let mut talk = person.join(guarded.running.people()).await;
    let entries = talk.read("@me").await;
    let told = entries
        .iter()
        .filter(|entry| entry["body"]["code"] == "vault");
    let told: Vec<_> = told.collect();
    assert_eq!(told.len(), 1, "{entries:?}");
    assert_eq!(told[0]["body"]["reason"], "lost_contact");
    let status = guarded.operator(&["status"]).await;
    assert!(text(&status.stdout).contains("opened"), "{status:?}");

    // Whoever has not a guardian's key is shown nothing.
    let stranger = tempfile::tempdir().unwrap();
    run(stranger.path(), &["vault", "keygen", "my.key"]).await;
    let line_url = format!("http://{}", guarded.running.people());
    let args = ["vault", "open", "--line", &line_url, "--key", "my.key"];
    let refused = run(stranger.path(), &args).await;
    assert!(!refused.status.success());

    let metrics = guarded.running.operator("/metrics").await;
    let (well, folder) = guarded.running.stop().await;
    assert!(well);
    let seen = [first, second, third, fourth, everything(folder.path())].concat();
    for trace in [CONTACT.as_bytes(), b"Mirabella", b"0170 5550123"] {
        assert!(!holds(&seen, trace) && !holds(metrics.as_bytes(), trace));
    }
}

#[tokio::test]
async fn whoever_used_everything_and_erased_themselves_is_in_no_file_log_or_metric() {
    let guarded = Guarded::start().await;
    let line = line_id(&guarded.running).await;
    let person = Person::new();
    let mut talk = person.join(guarded.running.people()).await;
    let sealed = leave(&mut talk, line, Some(CONTACT)).await;
    let blob = URL_SAFE_NO_PAD.encode(LOCKER.repeat(128));
    let kept = talk.put("@me", "locker", json!({"after": 0, "blob": blob}));
    assert_eq!(kept.await["st"], "done");
    let (who, handle) = meet(&guarded.running, &mut talk).await;
    let account = PublicKey::from_bytes(person.public()).account();
    let encoded = sealed.encode();
    // Of what is sealed: its entry, and a part of the contact and of each share.
    let parts = [
        &encoded[11..27],
        &encoded[120..152],
        &encoded[encoded.len() - 80..][..32],
    ];
    let bytes = parts.map(<[u8]>::to_vec);
    let ids = [
        account.as_bytes().to_vec(),
        person.public().to_vec(),
        URL_SAFE_NO_PAD.decode(&who).unwrap(),
        LOCKER.to_vec(),
    ];
    let raw = ids.into_iter().chain(bytes);
    let mut traces: Vec<Vec<u8>> = raw
        .flat_map(|id| [URL_SAFE_NO_PAD.encode(&id).into_bytes(), id])
        .collect();
    // Base64 of a part that begins inside is another text: 24 characters from the middle of the whole.
    traces.push(sealed.to_string().into_bytes()[200..224].to_vec());
    let texts = [CONTACT, "Mirabella", WORDS, handle.as_str()];
    traces.extend(texts.map(|text| text.as_bytes().to_vec()));

    let metrics = guarded.running.operator("/metrics").await;
    let (guarded, mut logged) = guarded.killed().await;
    let mut talk = person.join(guarded.running.people()).await;
    assert_eq!(lies(&mut talk).await.sealed.as_deref(), Some(&sealed));
    let gone = talk.put("@me", "erase", json!({"sure": true})).await;
    assert_eq!(gone["body"]["kept"], json!([]), "{gone}");
    let (guarded, said) = guarded.killed().await;
    logged.extend(said);
    let after = guarded.running.operator("/metrics").await;
    let (well, folder) = guarded.running.stop().await;
    assert!(well);
    let stored = everything(folder.path());
    for trace in &traces {
        let name = String::from_utf8_lossy(trace);
        assert!(!holds(&stored, trace), "a file of the line has {name}");
        assert!(!holds(&logged, trace), "the log has {name}");
        assert!(!holds(metrics.as_bytes(), trace), "a metric has {name}");
        assert!(!holds(after.as_bytes(), trace), "a metric has {name}");
    }
}

#[tokio::test]
async fn a_request_is_taken_back_by_command_and_an_entry_is_forgotten_by_its_person() {
    let guarded = Guarded::start().await;
    let line = line_id(&guarded.running).await;
    let person = Person::new();
    let mut talk = person.join(guarded.running.people()).await;
    let sealed = leave(&mut talk, line, Some(CONTACT)).await;
    let case = case_of(&guarded.running, &mut talk).await;
    let ask = ["ask", "--case", &case, "--reason", "danger-to-life"];
    let key = ["--key", "opener.key"];
    let asked = guarded.operator(&[&ask[..], &key].concat()).await;
    let request = text(&asked.stdout).lines().next().unwrap().to_owned();
    let agreed = guarded.guardian(0, &["--agree", &request]).await;
    assert!(text(&agreed.stdout).contains("1 of 2"), "{agreed:?}");
    let back = guarded.operator(&["forget", "--request", &request]).await;
    assert!(back.status.success(), "{back:?}");
    // Once more, as after an answer that was lost.
    let back = guarded.operator(&["forget", "--request", &request]).await;
    assert!(back.status.success(), "{back:?}");

    let (guarded, _) = guarded.killed().await;
    let late = guarded.guardian(2, &["--agree", &request]).await;
    assert!(!late.status.success(), "{late:?}");
    assert!(!guarded.read(&request).await.status.success());
    let mut talk = person.join(guarded.running.people()).await;
    assert_eq!(lies(&mut talk).await.sealed.as_deref(), Some(&sealed));
    for _ in 0..2 {
        let gone = talk.put("@me", "vault", json!({"forget": true})).await;
        assert_eq!(gone["st"], "done", "{gone}");
    }
    let bad = json!({"forget": true, "sealed": sealed});
    assert_eq!(talk.put("@me", "vault", bad).await["code"], "bad");

    let (guarded, _) = guarded.killed().await;
    let mut talk = person.join(guarded.running.people()).await;
    assert!(lies(&mut talk).await.sealed.is_none());
    let again = [&ask[..], &["--key", "second.key"]].concat();
    let refused = guarded.operator(&again).await;
    assert!(!refused.status.success(), "{refused:?}");
    let (well, _folder) = guarded.running.stop().await;
    assert!(well);
}
