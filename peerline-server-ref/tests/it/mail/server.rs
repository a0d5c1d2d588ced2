//! A real mail server of the tests' own.

use std::io::BufRead as _;
use std::io::BufReader;
use std::path::Path;
use std::process::Child;
use std::process::ChildStdout;
use std::process::Command;
use std::process::Stdio;

use serde_json::Value;

/// aiosmtpd on a free port; it ends with this process or before.
pub(super) struct Server {
    pub(super) port: u16,
    child: Child,
    said: BufReader<ChildStdout>,
}

impl Server {
    /// Starts one that speaks `mode`, with the certificate in `folder`; `None` where there is no
    /// mail server here.
    pub(super) fn start(mode: &str, folder: Option<&Path>) -> Option<Self> {
        let python = python()?;
        let file = |name: &str| folder.map_or("-".into(), |folder| folder.join(name));
        let mut child = Command::new(python)
            .args(["-c", include_str!("server.py"), mode])
            .args([file("server.pem"), file("server.key")])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut said = BufReader::new(child.stdout.take().unwrap());
        let mut port = String::new();
        said.read_line(&mut port).unwrap();
        Some(Self {
            port: port.trim().parse().expect("it says its port"),
            child,
            said,
        })
    }

    /// Stops it and returns every mail that it took.
    pub(super) fn stop(mut self) -> Vec<Value> {
        drop(self.child.stdin.take());
        let mails = self.said.lines();
        let mails = mails.map(|line| serde_json::from_str(&line.unwrap()).unwrap());
        let mails = mails.collect();
        self.child.wait().unwrap();
        mails
    }
}

/// Makes an authority (`ca.pem`) and a certificate of it for 127.0.0.1.
pub(super) fn certify(folder: &Path) {
    let made = Command::new("sh")
        .args(["-ec", CERTIFY])
        .current_dir(folder)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&made.stderr);
    assert!(made.status.success(), "{said}");
}

/// The Python that has a mail server; says aloud where there is none.
#[expect(clippy::print_stderr, reason = "what is left out is said aloud")]
fn python() -> Option<&'static str> {
    let has_it = |python: &&str| {
        let mut ask = Command::new(python);
        ask.args(["-c", "import aiosmtpd"]).stderr(Stdio::null());
        ask.status().is_ok_and(|status| status.success())
    };
    let found = ["python3", "/usr/bin/python3"].into_iter().find(has_it);
    if found.is_none() {
        let is_needed = std::env::var_os("PEERLINE_REQUIRE_MAIL").is_some_and(|value| value == "1");
        assert!(!is_needed, "a mail server is missing: {HOW}");
        eprintln!("left out, a mail server is missing: {HOW}");
    }
    found
}

const HOW: &str = "apt-get install python3-aiosmtpd";

const CERTIFY: &str = "
curve='-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes'
openssl req -x509 $curve -keyout ca.key -out ca.pem -subj /CN=authority -days 2 \
    -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign
openssl req $curve -keyout server.key -out server.csr -subj /CN=mail
printf 'subjectAltName=IP:127.0.0.1\\nextendedKeyUsage=serverAuth\\n' > extensions
openssl x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 \
    -extfile extensions -out server.pem
";
