//! One model behind one address.

use std::fmt;
use std::time::Duration;

use async_trait::async_trait;
use peerline_core::ports::SlowFinding;
use peerline_core::ports::SlowSignal;
use peerline_core::vocab::Language;
use peerline_core::vocab::Text;
use reqwest::Client;
use reqwest::Response;
use reqwest::header::AUTHORIZATION;
use reqwest::header::CONTENT_TYPE;
use reqwest::header::HeaderValue;
use reqwest::redirect;
use serde::Serialize;
use serde_json::Map;
use serde_json::Value;
use url::Url;

use super::ModelError;
use crate::sinks::install_tls;

/// Posts `{"text", "lang"}` to one address and reads `{"score"}`, a whole number from 0 to 1000.
///
/// Whatever else comes back is no score: another status, another body, a longer one, a redirect, a
/// number out of bounds. Nothing about who wrote, or where, is sent, and no word is logged.
pub struct HttpModel {
    name: String,
    client: Client,
    url: Url,
    authorization: Option<HeaderValue>,
}

impl HttpModel {
    /// The longest that any policy may let a message wait, so that no socket stays for longer.
    pub const DEADLINE: Duration = Duration::from_secs(2);
    /// The longest answer that is read, in bytes: a score and what a model likes to say around it.
    pub const MAX_ANSWER: usize = 4096;

    /// Connects a model, with the key that it wants as a bearer token.
    ///
    /// # Errors
    /// Where the key cannot stand in a header, or TLS cannot start.
    pub fn new(name: &str, url: Url, key: Option<&str>) -> Result<Self, ModelError> {
        install_tls();
        let client = Client::builder()
            .timeout(Self::DEADLINE)
            .redirect(redirect::Policy::none())
            .no_proxy()
            .build()?;
        let bearer = |key: &str| {
            let value = HeaderValue::from_str(&format!("Bearer {key}"));
            let mut value = value.map_err(|_| ModelError::KeyForm(name.to_owned()))?;
            value.set_sensitive(true);
            Ok::<_, ModelError>(value)
        };
        Ok(Self {
            name: name.to_owned(),
            client,
            url,
            authorization: key.map(bearer).transpose()?,
        })
    }

    async fn ask(&self, text: &Text, language: Option<&Language>) -> Result<u64, Blind> {
        let body = Asked {
            text: text.expose(),
            lang: language.map(ToString::to_string),
        };
        let body = serde_json::to_vec(&body).map_err(|_| Blind::Unsent)?;
        let mut request = self
            .client
            .post(self.url.clone())
            .header(CONTENT_TYPE, "application/json")
            .body(body);
        if let Some(value) = &self.authorization {
            request = request.header(AUTHORIZATION, value.clone());
        }
        let mut response = request.send().await.map_err(|_| Blind::Unsent)?;
        if !response.status().is_success() {
            return Err(Blind::Status(response.status().as_u16()));
        }
        let answer = bounded(&mut response).await?;
        let answer: Map<String, Value> =
            serde_json::from_slice(&answer).map_err(|_| Blind::NoScore)?;
        // A model may say more than its score.
        let score = answer.get("score").and_then(Value::as_u64);
        score.ok_or(Blind::NoScore)
    }
}

#[async_trait]
impl SlowSignal for HttpModel {
    async fn score(&self, text: &Text, language: Option<&Language>) -> SlowFinding {
        let blind = match self.ask(text, language).await {
            Ok(score) => match SlowFinding::of(score) {
                SlowFinding::Unavailable => Blind::NoScore,
                SlowFinding::Score(score) => return SlowFinding::Score(score),
            },
            Err(blind) => blind,
        };
        tracing::warn!(model = self.name, reason = %blind, "a model could not look");
        SlowFinding::Unavailable
    }
}

impl fmt::Debug for HttpModel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HttpModel({})", self.name)
    }
}

/// What goes out.
#[derive(Serialize)]
struct Asked<'a> {
    text: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    lang: Option<String>,
}

/// Why there is no score, for the log: nothing of what was sent or of what came back.
enum Blind {
    Unsent,
    Status(u16),
    NoScore,
    TooLong,
}

impl fmt::Display for Blind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unsent => f.write_str("no answer"),
            Self::Status(status) => write!(f, "status {status}"),
            Self::NoScore => f.write_str("no score from 0 to 1000 in the answer"),
            Self::TooLong => f.write_str("the answer is too long"),
        }
    }
}

async fn bounded(response: &mut Response) -> Result<Vec<u8>, Blind> {
    let mut answer = Vec::new();
    while let Some(part) = response.chunk().await.map_err(|_| Blind::Unsent)? {
        if HttpModel::MAX_ANSWER < answer.len().saturating_add(part.len()) {
            return Err(Blind::TooLong);
        }
        answer.extend_from_slice(&part);
    }
    Ok(answer)
}
