//! `peerline invite` and `peerline drill`: asks the running line.

use std::path::Path;

use peerline_core::vocab::Clearance;
use peerline_core::vocab::Role;
use serde::Deserialize;
use serde_json::Value;
use serde_json::json;

use super::Failure;
use super::folder;
use super::runtime;
use crate::cli::say;
use crate::secrets::Secret;
use crate::sinks::install_tls;

#[derive(Deserialize)]
struct Invited {
    url: String,
}

#[derive(Deserialize)]
struct Drilled {
    called: Vec<Called>,
}

#[derive(Deserialize)]
struct Called {
    target: String,
    taken: bool,
    ms: u64,
    #[serde(default)]
    on_call: Option<Vec<String>>,
    #[serde(default)]
    changes: Option<String>,
}

impl Called {
    /// Says who is on call, where the ring has a rota.
    fn on_call(&self) -> Option<String> {
        let people = self.on_call.as_ref()?;
        let until = match &self.changes {
            Some(at) => format!(" until {at}"),
            None => String::new(),
        };
        Some(if people.is_empty() {
            format!("  !! NOBODY is on call{until}: the page went on to what is behind this ring")
        } else {
            format!("  on call{until}: {}", people.join(", "))
        })
    }
}

/// Makes a one-time invitation and prints its link.
pub(crate) fn invite(data: &Path, role: Role, clearance: Option<Clearance>) -> Result<(), Failure> {
    let body = json!({"role": role, "clearance": clearance});
    let answer = runtime::block_on(post(data, "/admin/invite", &body))?;
    let invited: Invited = understood(&answer)?;
    say(&format!(
        "{}\n  for one person, once; send it where only they can read it",
        invited.url
    ));
    Ok(())
}

/// Sends a drill to every target of the escalation and says who took it.
pub(crate) fn drill(data: &Path) -> Result<(), Failure> {
    let answer = runtime::block_on(post(data, "/admin/drill", &Value::Null))?;
    let drilled: Drilled = understood(&answer)?;
    for called in &drilled.called {
        let Called {
            target, taken, ms, ..
        } = called;
        say(&match taken {
            true => format!("{target}: took the page in {ms} ms; check that a human got it"),
            false => {
                format!("{target}: DID NOT TAKE IT after {ms} ms; see the log, then [escalation]")
            }
        });
        if let Some(on_call) = called.on_call() {
            say(&on_call);
        }
    }
    if drilled.called.iter().all(|called| called.taken) {
        Ok(())
    } else {
        Err(Failure::DrillFailed)
    }
}

/// Asks the running line to do something.
pub(super) async fn post(data: &Path, path: &str, body: &Value) -> Result<String, Failure> {
    ask(data, path, Some(body)).await
}

/// Asks the running line something.
pub(super) async fn get(data: &Path, path: &str) -> Result<String, Failure> {
    ask(data, path, None).await
}

/// Makes what asks.
pub(super) fn client() -> Result<reqwest::Client, Failure> {
    install_tls();
    let client = reqwest::Client::builder().timeout(std::time::Duration::from_secs(60));
    client.build().map_err(no_answer)
}

/// Sends a request and returns the text of a good answer.
pub(super) async fn fetch(request: reqwest::RequestBuilder) -> Result<String, Failure> {
    let response = request.send().await.map_err(no_answer)?;
    text(response).await
}

async fn text(response: reqwest::Response) -> Result<String, Failure> {
    let status = response.status();
    let text = response.text().await.map_err(no_answer)?;
    if status.is_success() {
        Ok(text)
    } else {
        Err(Failure::NoAnswer(format!("{status}: {}", text.trim())))
    }
}

async fn ask(data: &Path, path: &str, body: Option<&Value>) -> Result<String, Failure> {
    let address = folder::admin_address(data)?;
    let key = Secret::load(&data.join("admin.key"))?;
    install_tls();
    let client = reqwest::Client::builder()
        .no_proxy()
        .timeout(std::time::Duration::from_secs(60))
        .build()
        .map_err(no_answer)?;
    let url = format!("http://{address}{path}");
    let request = match body {
        Some(body) => client.post(url).body(body.to_string()),
        None => client.get(url),
    };
    let response = request
        .bearer_auth(key.reveal())
        .send()
        .await
        .map_err(|error| {
            if error.is_connect() {
                Failure::NotRunning(data.to_path_buf())
            } else {
                no_answer(error)
            }
        })?;
    text(response).await
}

#[expect(clippy::needless_pass_by_value, reason = "the shape map_err wants")]
fn no_answer(error: reqwest::Error) -> Failure {
    Failure::NoAnswer(error.to_string())
}

/// Reads an answer.
pub(super) fn understood<'a, T: Deserialize<'a>>(answer: &'a str) -> Result<T, Failure> {
    serde_json::from_str(answer).map_err(|error| Failure::NoAnswer(error.to_string()))
}
