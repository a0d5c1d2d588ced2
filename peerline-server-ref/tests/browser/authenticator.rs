//! The driver's own authenticator, by the WebDriver extension of WebAuthn.

use fantoccini::wd::WebDriverCompatibleCommand;
use hyper::Method;
use serde_json::Value;
use serde_json::json;
use url::Url;

use crate::page::Page;

impl Page {
    /// Adds an authenticator inside the device that asks nobody; returns its id.
    pub(crate) async fn add_authenticator(&self, verifies: bool) -> String {
        let body = json!({
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": true,
            "hasUserVerification": true,
            "isUserConsenting": true,
            "isUserVerified": verifies,
        });
        let id = self.order(Method::POST, String::new(), body).await;
        id.as_str().expect("an id").to_owned()
    }

    /// Says whether the authenticator verifies its owner from now on.
    pub(crate) async fn verify_owner(&self, authenticator: &str, verifies: bool) {
        let path = format!("/{authenticator}/uv");
        self.order(Method::POST, path, json!({"isUserVerified": verifies}))
            .await;
    }

    /// The passkeys of the authenticator.
    pub(crate) async fn credentials(&self, authenticator: &str) -> Vec<Value> {
        let path = format!("/{authenticator}/credentials");
        let found = self.order(Method::GET, path, Value::Null).await;
        found.as_array().expect("a list").clone()
    }

    async fn order(&self, method: Method, path: String, body: Value) -> Value {
        self.issue(Order { method, path, body }).await
    }
}

#[derive(Debug)]
struct Order {
    method: Method,
    path: String,
    body: Value,
}

impl WebDriverCompatibleCommand for Order {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, url::ParseError> {
        base.join(&format!(
            "session/{}/webauthn/authenticator{}",
            session.unwrap_or_default(),
            self.path
        ))
    }

    fn method_and_body(&self, _url: &Url) -> (Method, Option<String>) {
        let body = (self.method != Method::GET).then(|| self.body.to_string());
        (self.method.clone(), body)
    }
}
