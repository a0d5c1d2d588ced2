//! A server of the tests' own, on a socket in a scratch folder.

use std::io::BufRead as _;
use std::io::BufReader;
use std::path::Path;
use std::path::PathBuf;
use std::process::Child;
use std::process::Command;
use std::process::Stdio;
use std::sync::OnceLock;
use std::sync::atomic::AtomicU32;
use std::sync::atomic::Ordering;

use peerline_server_ref::store::PostgresSettings;
use peerline_server_ref::store::PostgresStore;

/// PostgreSQL in a folder of its own. It ends when this process does, however that ends: the shell
/// beside it waits for the end of its input.
pub(crate) struct Server {
    folder: PathBuf,
    shell: Child,
    next: AtomicU32,
}

impl Server {
    /// Starts one for a test alone; `None` where there is no PostgreSQL here.
    pub(crate) fn start() -> Option<Self> {
        let programs = programs()?;
        let folder = tempfile::tempdir().unwrap().keep();
        let mut shell = Command::new("sh")
            .args(["-c", KEEPER, "keeper"])
            .args([&folder, &programs])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut said = String::new();
        let mut lines = BufReader::new(shell.stdout.take().unwrap());
        lines.read_line(&mut said).unwrap();
        let log = std::fs::read_to_string(folder.join("log")).unwrap_or_default();
        assert_eq!(said.trim(), "up", "{log}");
        let next = AtomicU32::new(0);
        Some(Self {
            folder,
            shell,
            next,
        })
    }

    /// The one that tests share which do it no harm.
    pub(crate) fn shared() -> Option<&'static Self> {
        static SHARED: OnceLock<Option<Server>> = OnceLock::new();
        SHARED.get_or_init(Self::start).as_ref()
    }

    /// Makes an empty database, and returns how to reach it.
    pub(crate) fn database(&self) -> String {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        self.psql("postgres", &format!("CREATE DATABASE line_{number}"));
        self.reach(&format!("line_{number}"))
    }

    /// Says something to a database, and returns the answer.
    pub(crate) fn psql(&self, database: &str, sql: &str) -> String {
        let output = Command::new(programs().unwrap().join("psql"))
            .args([
                "-X",
                "-q",
                "-A",
                "-t",
                "-v",
                "ON_ERROR_STOP=1",
                "-U",
                "peerline",
            ])
            .args(["-d", database, "-c", sql, "-h"])
            .arg(&self.folder)
            .output()
            .unwrap();
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{sql}: {told}");
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    }

    fn reach(&self, database: &str) -> String {
        let folder = self.folder.display();
        format!("host={folder} dbname={database} user=peerline")
    }

    /// Sends a signal to its first process.
    pub(crate) fn signal(&self, signal: &str) {
        let file = std::fs::read_to_string(self.folder.join("data/postmaster.pid")).unwrap();
        let id = file.lines().next().unwrap();
        let sent = Command::new("kill").args([signal, id]).status().unwrap();
        assert!(sent.success());
    }

    /// Starts it again after it was killed.
    pub(crate) fn start_again(&self) {
        let script = format!("{AS_ITSELF} {START}");
        let started = Command::new("sh")
            .args(["-c", &script, "again"])
            .args([&self.folder, &programs().unwrap()])
            .status()
            .unwrap();
        let log = std::fs::read_to_string(self.folder.join("log")).unwrap_or_default();
        assert!(started.success(), "{log}");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.shell.stdin.take());
        let _ = self.shell.wait();
    }
}

/// Opens the store at a place.
pub(crate) async fn open(reach: &str) -> PostgresStore {
    let settings = PostgresSettings::parse(reach).expect("it says where");
    PostgresStore::open(&settings).await.expect("it opens")
}

/// Where the programs are; says aloud where there are none.
#[expect(clippy::print_stderr, reason = "what is left out is said aloud")]
fn programs() -> Option<PathBuf> {
    let named = std::env::var_os("PEERLINE_POSTGRES_BIN").map(PathBuf::from);
    let found = named.or_else(|| newest(Path::new("/usr/lib/postgresql")));
    let found = found.filter(|folder| folder.join("pg_ctl").is_file());
    if found.is_none() {
        let is_needed =
            std::env::var_os("PEERLINE_REQUIRE_POSTGRES").is_some_and(|value| value == "1");
        assert!(!is_needed, "PostgreSQL is missing: {HOW}");
        eprintln!("left out, PostgreSQL is missing: {HOW}");
    }
    found
}

fn newest(folder: &Path) -> Option<PathBuf> {
    let entries = std::fs::read_dir(folder).ok()?;
    let mut versions: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    versions.sort();
    versions.pop().map(|version| version.join("bin"))
}

const HOW: &str = "apt-get install postgresql, or name its programs in PEERLINE_POSTGRES_BIN";

/// PostgreSQL refuses to run as root.
const AS_ITSELF: &str = r#"dir=$1; bin=$2; as=
if [ "$(id -u)" = 0 ]; then
    as="setpriv --reuid=postgres --regid=postgres --clear-groups"
fi
"#;

const START: &str = r#"cd /
for _ in 1 2 3 4 5 6 7 8 9 10; do
    $as "$bin/pg_ctl" -D "$dir/data" -l "$dir/log" -w \
        -o "-c unix_socket_directories=$dir -c listen_addresses= -c max_connections=200" \
        start >/dev/null 2>&1 && exit 0
    sleep 1
done
exit 1
"#;

const KEEPER: &str = r#"dir=$1; bin=$2; as=; cd /
if [ "$(id -u)" = 0 ]; then
    chown -R postgres "$dir"; chmod 755 "$dir"
    as="setpriv --reuid=postgres --regid=postgres --clear-groups"
fi
$as "$bin/initdb" -D "$dir/data" -A trust -U peerline -E UTF8 --locale=C >"$dir/made" 2>&1 ||
    { cat "$dir/made"; exit 1; }
$as "$bin/pg_ctl" -D "$dir/data" -l "$dir/log" -w \
    -o "-c unix_socket_directories=$dir -c listen_addresses= -c max_connections=200" \
    start >/dev/null || { echo down; exit 1; }
echo up
read -r _
$as "$bin/pg_ctl" -D "$dir/data" -m immediate stop >/dev/null 2>&1
rm -rf "$dir"
"#;
