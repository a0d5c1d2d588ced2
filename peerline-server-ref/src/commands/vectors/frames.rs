//! Cases of single frames, and whether a decoder does right by them.

use serde::Deserialize;
use serde_json::Value;
use serde_json::json;

use crate::commands::child::Child;
use crate::commands::child::Trouble;

/// One frame, and what a decoder makes of it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Case {
    pub(super) name: String,
    pub(super) from: From,
    /// The frame as JSON.
    #[serde(default)]
    pub(super) json: Option<Value>,
    /// The JSON text, where the text itself matters.
    #[serde(default)]
    text: Option<Bytes>,
    /// The bytes of the JSON text, where they are no text.
    #[serde(default)]
    hex: Option<Bytes>,
    #[serde(default)]
    pub(super) cbor: Option<Bytes>,
    /// What a reader makes of it, where that is something else.
    #[serde(default)]
    frame: Option<Value>,
    #[serde(default)]
    frame_cbor: Option<String>,
    #[serde(default)]
    ok: Option<Taken>,
    #[serde(default)]
    err: Option<String>,
}

/// Who sends such a frame.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "lowercase")]
pub(super) enum From {
    Client,
    Server,
}

/// Text in one piece, or in parts of which some are repeated.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum Bytes {
    Whole(String),
    Parts(Vec<Part>),
}

#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum Part {
    Once(String),
    Often { repeat: String, times: usize },
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(untagged)]
enum Taken {
    Yes(bool),
    PassedOver { passed_over: bool },
}

/// What a decoder did instead.
#[derive(Debug)]
pub(super) struct Wrong {
    /// What it was given.
    pub(super) order: Value,
    /// What it should have said.
    pub(super) expected: Value,
    /// What it said.
    pub(super) came: Value,
}

/// What came of a case.
#[derive(Debug)]
pub(super) enum Outcome {
    Right,
    /// A program of one side need not read what it only writes.
    Skipped,
    Wrong(Box<Wrong>),
}

impl Case {
    /// Gives the frame to a decoder, in each encoding that the case has.
    ///
    /// # Errors
    /// [`Trouble`] where the decoder does not answer.
    pub(super) fn judge(&self, child: &mut Child) -> Result<Outcome, Trouble> {
        for order in self.orders() {
            let expected = self.expected();
            let answer = child.order(&order)?;
            let [came] = answer.reports.as_slice() else {
                let came = Value::Array(answer.reports);
                return Ok(Outcome::wrong(order, expected, came));
            };
            if came.get("skipped").is_some_and(|skipped| skipped == true) {
                return Ok(Outcome::Skipped);
            }
            if !agrees(&expected, came) {
                return Ok(Outcome::wrong(order, expected, came.clone()));
            }
        }
        Ok(Outcome::Right)
    }

    /// What is given to a decoder.
    fn orders(&self) -> Vec<Value> {
        let order = |name: &str, given: String| {
            let mut order = json!({"do": "decode", "from": self.from.name()});
            if let Some(order) = order.as_object_mut() {
                order.insert(name.to_owned(), given.into());
            }
            order
        };
        let text = self.text.as_ref().map(Bytes::whole);
        let text = text.or_else(|| self.json.as_ref().map(Value::to_string));
        let text = text
            .filter(|_| self.hex.is_none())
            .map(|text| order("text", text));
        let hex = self.hex.as_ref().map(|hex| order("hex", hex.whole()));
        let cbor = self.cbor.as_ref().map(|cbor| order("cbor", cbor.whole()));
        [text, hex, cbor].into_iter().flatten().collect()
    }

    /// What a decoder should say.
    fn expected(&self) -> Value {
        if let Some(code) = &self.err {
            return json!({"refused": code});
        }
        if matches!(self.ok, Some(Taken::PassedOver { passed_over: true })) {
            return json!({"frame": null});
        }
        let mut expected = json!({"frame": self.frame.as_ref().or(self.json.as_ref())});
        let cbor = self
            .cbor
            .as_ref()
            .map(Bytes::whole)
            .filter(|_| self.frame.is_none());
        if let Some(cbor) = self.frame_cbor.clone().or(cbor)
            && let Some(expected) = expected.as_object_mut()
        {
            expected.insert("cbor".to_owned(), cbor.into());
        }
        expected
    }

    /// Says what is wrong with the case itself.
    pub(super) fn fault(&self) -> Option<&'static str> {
        let taken = match self.ok {
            Some(Taken::Yes(yes)) => yes,
            Some(Taken::PassedOver { passed_over }) => passed_over,
            None => false,
        };
        let refused = self.err.as_deref();
        let is_read = matches!(self.ok, Some(Taken::Yes(true)));
        if taken == refused.is_some() {
            Some("it is neither taken nor refused, or both")
        } else if refused.is_some_and(|code| !["bad", "too_big"].contains(&code)) {
            Some("no decoder refuses with this code")
        } else if self.orders().is_empty() {
            Some("it gives nothing to a decoder")
        } else if is_read && self.frame.is_none() && self.json.is_none() {
            Some("it does not say what is read")
        } else if self.frame.is_some() && self.cbor.is_some() && self.frame_cbor.is_none() {
            Some("it does not say how what is read is written")
        } else {
            None
        }
    }

    /// What is read, and how it is written: the pairs that an encoder can be held to.
    #[cfg(test)]
    pub(super) fn pair(&self) -> Option<(Value, String)> {
        let expected = self.expected();
        let cbor = expected.get("cbor")?.as_str()?.to_owned();
        expected.get("frame").map(|frame| (frame.clone(), cbor))
    }
}

impl Outcome {
    fn wrong(order: Value, expected: Value, came: Value) -> Self {
        Self::Wrong(Box::new(Wrong {
            order,
            expected,
            came,
        }))
    }
}

impl From {
    const fn name(self) -> &'static str {
        match self {
            Self::Client => "client",
            Self::Server => "server",
        }
    }
}

impl Bytes {
    pub(super) fn whole(&self) -> String {
        match self {
            Self::Whole(text) => text.clone(),
            Self::Parts(parts) => parts.iter().map(Part::whole).collect(),
        }
    }
}

impl Part {
    fn whole(&self) -> String {
        match self {
            Self::Once(text) => text.clone(),
            Self::Often { repeat, times } => repeat.repeat(*times),
        }
    }
}

/// Fields that say more, as why something was refused, do no harm.
fn agrees(expected: &Value, came: &Value) -> bool {
    let mut wanted = expected.as_object().into_iter().flatten();
    wanted.all(|(name, value)| came.get(name) == Some(value))
}
