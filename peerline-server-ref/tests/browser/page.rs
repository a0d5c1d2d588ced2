//! One browser's window, and what a person does and finds there.

use std::time::Duration;

use fantoccini::Client;
use fantoccini::Locator;
use fantoccini::actions::InputSource as _;
use fantoccini::actions::KeyAction;
use fantoccini::actions::KeyActions;
use fantoccini::elements::Element;
use fantoccini::wd::WebDriverCompatibleCommand;
use hyper::Method;
use serde_json::Value;
use serde_json::json;
use tokio::time::Instant;
use tokio::time::interval;
use url::Url;

/// A window.
#[derive(Clone, Debug)]
pub(crate) struct Page {
    client: Client,
    name: &'static str,
}

impl Page {
    pub(crate) const fn new(client: Client, name: &'static str) -> Self {
        Self { client, name }
    }

    /// Goes to an address.
    pub(crate) async fn go(&self, url: &str) {
        self.client.goto(url).await.unwrap();
    }

    /// Loads the page again.
    pub(crate) async fn reload(&self) {
        self.client.refresh().await.unwrap();
    }

    /// Goes back in the history.
    pub(crate) async fn back(&self) {
        self.client.back().await.unwrap();
    }

    /// The address shown.
    pub(crate) async fn url(&self) -> Url {
        self.client.current_url().await.unwrap()
    }

    /// Waits until an element is there and shown.
    pub(crate) async fn see(&self, css: &str) {
        let script = "const e = document.querySelector(arguments[0]);
            return Boolean(e && e.checkVisibility());";
        self.until(css, script, vec![json!(css)]).await;
    }

    /// Waits until no such element is shown.
    pub(crate) async fn see_no(&self, css: &str) {
        let script = "return ![...document.querySelectorAll(arguments[0])]
            .some((e) => e.checkVisibility());";
        self.until(&format!("no {css}"), script, vec![json!(css)])
            .await;
    }

    /// Waits until an element that is shown holds these words.
    pub(crate) async fn read(&self, css: &str, words: &str) {
        let script = "return [...document.querySelectorAll(arguments[0])].some((e) =>
            e.checkVisibility() && e.textContent.includes(arguments[1]));";
        let what = format!("{words:?} in {css}");
        self.until(&what, script, vec![json!(css), json!(words)])
            .await;
    }

    /// Waits for the line's state.
    pub(crate) async fn line_is(&self, state: &str) {
        self.see(&format!("#line-state[data-state='{state}']"))
            .await;
    }

    /// Presses an element with the pointer.
    pub(crate) async fn press(&self, css: &str) {
        self.see(css).await;
        // What is drawn anew between looking and pressing is looked for once more, as a person would.
        if self.element(css).await.click().await.is_err() {
            self.see(css).await;
            self.element(css).await.click().await.unwrap();
        }
    }

    /// Chooses from a list.
    pub(crate) async fn choose(&self, css: &str, value: &str) {
        self.see(css).await;
        let list = self.element(css).await;
        list.select_by_value(value).await.unwrap();
    }

    /// Writes into an element.
    pub(crate) async fn write(&self, css: &str, text: &str) {
        self.see(css).await;
        self.element(css).await.send_keys(text).await.unwrap();
    }

    /// Writes a message and sends it.
    pub(crate) async fn say(&self, text: &str) {
        self.write("#composer", text).await;
        self.press("#send").await;
    }

    /// Presses keys wherever the focus is; [`chord`](Self::chord) holds some.
    pub(crate) async fn keys(&self, keys: impl IntoIterator<Item = char>) {
        for key in keys {
            self.chord(&[key]).await;
        }
    }

    /// Presses keys together.
    pub(crate) async fn chord(&self, keys: &[char]) {
        let mut actions = KeyActions::new("keyboard".to_owned());
        for key in keys {
            actions = actions.then(KeyAction::Down { value: *key });
        }
        for key in keys.iter().rev() {
            actions = actions.then(KeyAction::Up { value: *key });
        }
        self.client.perform_actions(actions).await.unwrap();
    }

    /// The words of the first such element, empty where there is none.
    pub(crate) async fn text(&self, css: &str) -> String {
        let script = "return document.querySelector(arguments[0])?.textContent ?? '';";
        let text = self.run(script, vec![json!(css)]).await;
        text.as_str().unwrap().to_owned()
    }

    /// The words of every such element.
    pub(crate) async fn texts(&self, css: &str) -> Vec<String> {
        let script = "return [...document.querySelectorAll(arguments[0])]
            .map((e) => e.textContent);";
        serde_json::from_value(self.run(script, vec![json!(css)]).await).unwrap()
    }

    /// What the page's spy has written down.
    pub(crate) async fn seen(&self, what: &str) -> Vec<String> {
        let list = self
            .run("return window.seen[arguments[0]];", vec![json!(what)])
            .await;
        serde_json::from_value(list).unwrap()
    }

    /// Runs a script.
    pub(crate) async fn run(&self, script: &str, arguments: Vec<Value>) -> Value {
        self.client
            .execute(script, arguments)
            .await
            .unwrap_or_else(|error| panic!("{}: {error}: {script:.200}", self.name))
    }

    /// Runs a script that calls its last argument when it is done.
    pub(crate) async fn run_async(&self, script: &str, arguments: Vec<Value>) -> Value {
        self.client.execute_async(script, arguments).await.unwrap()
    }

    /// Waits until a script returns true; says what the page showed where it never does.
    pub(crate) async fn until(&self, what: &str, script: &str, arguments: Vec<Value>) {
        let end = Instant::now() + PATIENCE;
        let mut look = interval(LOOK);
        loop {
            look.tick().await;
            // A page that is just being replaced has no answer; the next look has one.
            let answer = self.client.execute(script, arguments.clone()).await;
            if answer.is_ok_and(|value| value == true) {
                return;
            }
            if Instant::now() > end {
                self.give_up(what).await;
            }
        }
    }

    async fn give_up(&self, what: &str) -> ! {
        let shown = self.run(SHOWN, Vec::new()).await;
        let log = self.console().await;
        let seen = self.run("return window.seen;", Vec::new()).await;
        let shown = shown.as_str().unwrap_or_default();
        if let Some(folder) = crate::tools::folder("PEERLINE_VIEWS") {
            let file = folder.join(format!("failed-{}.png", self.name));
            std::fs::write(file, self.picture().await).unwrap();
        }
        panic!(
            "the {} waited for {what} in vain.\n{shown}\n--\n{seen:#}\n{log:#}",
            self.name
        );
    }

    /// Sets the width and height of the view.
    pub(crate) async fn size(&self, width: u32, height: u32) {
        let size = json!({
            "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false,
        });
        self.devtools("Emulation.setDeviceMetricsOverride", size)
            .await;
    }

    /// Sets the color scheme, `light` or `dark`.
    pub(crate) async fn scheme(&self, scheme: &str) {
        let features = json!({"features": [{"name": "prefers-color-scheme", "value": scheme}]});
        self.devtools("Emulation.setEmulatedMedia", features).await;
    }

    /// Forces the reader's own few colors, until a scheme is set.
    pub(crate) async fn colors_forced(&self) {
        let features = json!({"features": [{"name": "forced-colors", "value": "active"}]});
        self.devtools("Emulation.setEmulatedMedia", features).await;
    }

    /// What is seen, as a PNG.
    pub(crate) async fn picture(&self) -> Vec<u8> {
        self.client.screenshot().await.unwrap()
    }

    /// What the browser's console holds, emptied by reading.
    pub(crate) async fn console(&self) -> Value {
        let log = Extra {
            path: "se/log",
            body: json!({"type": "browser"}),
        };
        self.client.issue_cmd(log).await.unwrap()
    }

    /// Gives the browser's own protocol a command.
    pub(crate) async fn devtools(&self, command: &'static str, params: Value) -> Value {
        let execute = Extra {
            path: "goog/cdp/execute",
            body: json!({"cmd": command, "params": params}),
        };
        self.issue(execute).await
    }

    /// Gives the driver an order that is no part of the common ones.
    pub(crate) async fn issue<T>(&self, order: T) -> Value
    where
        T: WebDriverCompatibleCommand + Send + 'static,
    {
        self.client.issue_cmd(order).await.unwrap()
    }

    async fn element(&self, css: &str) -> Element {
        self.client.find(Locator::Css(css)).await.unwrap()
    }
}

/// A command that the standard does not know.
#[derive(Debug)]
struct Extra {
    path: &'static str,
    body: Value,
}

impl WebDriverCompatibleCommand for Extra {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, url::ParseError> {
        base.join(&format!(
            "session/{}/{}",
            session.unwrap_or_default(),
            self.path
        ))
    }

    fn method_and_body(&self, _url: &Url) -> (Method, Option<String>) {
        (Method::POST, Some(self.body.to_string()))
    }
}

/// The words on the page, without what a closed list could offer.
const SHOWN: &str = "
    const texts = [...document.querySelectorAll('body *:not(option, select)')]
        .filter((e) => e.checkVisibility())
        .flatMap((e) => [...e.childNodes].filter((node) => node.nodeType === 3));
    return texts.map(({ data }) => data.trim()).filter(Boolean).join('\\n');
";
/// How long something may take that should happen at once; a busy machine is slow.
const PATIENCE: Duration = Duration::from_secs(20);
const LOOK: Duration = Duration::from_millis(40);
