//! From JSON to CBOR, as the specification maps them: only so that what an implementation says can
//! be compared with something that is not the implementation.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use serde_json::Map;
use serde_json::Value;

#[cfg(test)]
mod tests;

const LEXICON: &str = include_str!("../../../../docs/schema/lexicon.json");

/// The table of names and words.
#[derive(Debug)]
pub(super) struct Mapping {
    fields: BTreeMap<String, (u64, Form)>,
    words: Vec<String>,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Form {
    Plain,
    Bytes,
    Hex,
    Word,
    Room,
    Rooms,
}

/// A value that has no CBOR.
#[derive(Debug, thiserror::Error)]
#[error("{0} cannot be written in CBOR")]
pub(super) struct Unwritable(String);

impl Mapping {
    /// Reads the table.
    ///
    /// # Errors
    /// Where the table inside this program is broken.
    pub(super) fn read() -> Result<Self, serde_json::Error> {
        #[derive(Deserialize)]
        struct Lexicon {
            fields: Vec<Field>,
            words: Vec<String>,
        }
        #[derive(Deserialize)]
        struct Field {
            n: u64,
            name: String,
            form: Form,
        }
        let Lexicon { fields, words } = serde_json::from_str(LEXICON)?;
        let fields = fields.into_iter();
        let fields = fields.map(|Field { n, name, form }| (name, (n, form)));
        Ok(Self {
            fields: fields.collect(),
            words,
        })
    }

    /// Writes a frame.
    ///
    /// # Errors
    /// Where a value has not the form that its field has.
    pub(super) fn to_cbor(&self, frame: &Value) -> Result<Vec<u8>, Unwritable> {
        self.value(Form::Plain, frame)
    }

    fn value(&self, form: Form, value: &Value) -> Result<Vec<u8>, Unwritable> {
        let unwritable = || Unwritable(value.to_string());
        Ok(match value {
            Value::Null => vec![0xf6],
            Value::Bool(false) => vec![0xf4],
            Value::Bool(true) => vec![0xf5],
            Value::Number(number) if matches!(form, Form::Word) && number.is_u64() => {
                return Err(unwritable());
            }
            Value::Number(number) => match (number.as_u64(), number.as_i64()) {
                (Some(number), _) => head(0, number),
                (None, Some(number)) => head(1, number.unsigned_abs().saturating_sub(1)),
                (None, None) => return Err(unwritable()),
            },
            Value::String(text) => self.text(form, text),
            Value::Array(items) => {
                let mut out = head(4, length(items.len()));
                for item in items {
                    out.extend(self.value(form, item)?);
                }
                out
            }
            Value::Object(map) => self.map(form, map)?,
        })
    }

    fn map(&self, form: Form, map: &Map<String, Value>) -> Result<Vec<u8>, Unwritable> {
        let mut pairs = Vec::new();
        for (name, value) in map {
            pairs.push(if matches!(form, Form::Rooms) {
                (self.text(Form::Room, name), self.value(Form::Plain, value)?)
            } else {
                self.field(name, value)?
            });
        }
        pairs.sort();
        let mut out = head(5, length(pairs.len()));
        for (key, value) in pairs {
            out.extend(key);
            out.extend(value);
        }
        Ok(out)
    }

    fn field(&self, name: &str, value: &Value) -> Result<(Vec<u8>, Vec<u8>), Unwritable> {
        Ok(match self.fields.get(name) {
            Some((number, form)) => (head(0, *number), self.value(*form, value)?),
            None => (string(3, name.as_bytes()), self.value(Form::Plain, value)?),
        })
    }

    fn text(&self, form: Form, text: &str) -> Vec<u8> {
        let bytes = match form {
            Form::Bytes => canonical(text).filter(|bytes| matches!(bytes.len(), 1..=64)),
            Form::Room => canonical(text).filter(|bytes| bytes.len() == 16),
            Form::Hex => from_hex(text).filter(|bytes| bytes.len() == 8 && to_hex(bytes) == text),
            Form::Word => return self.word(text),
            Form::Plain | Form::Rooms => None,
        };
        match bytes {
            Some(bytes) => string(2, &bytes),
            None => string(3, text.as_bytes()),
        }
    }

    fn word(&self, text: &str) -> Vec<u8> {
        let known = self.words.iter().position(|word| word == text);
        let numbered = text
            .strip_prefix("w.")
            .and_then(|number| number.parse().ok());
        match known.map(length).or(numbered) {
            Some(number) => head(0, number),
            None => string(3, text.as_bytes()),
        }
    }
}

fn canonical(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text).ok()
}

fn string(major: u8, bytes: &[u8]) -> Vec<u8> {
    let mut out = head(major, length(bytes.len()));
    out.extend(bytes);
    out
}

/// The shortest head of a value.
fn head(major: u8, number: u64) -> Vec<u8> {
    let major = major << 5;
    let bytes = number.to_be_bytes();
    match number {
        0..=23 => vec![major | bytes[7]],
        24..=0xff => vec![major | 24, bytes[7]],
        0x100..=0xffff => [&[major | 25], &bytes[6..]].concat(),
        0x1_0000..=0xffff_ffff => [&[major | 26], &bytes[4..]].concat(),
        _ => [&[major | 27], &bytes[..]].concat(),
    }
}

fn length(len: usize) -> u64 {
    u64::try_from(len).unwrap_or(u64::MAX)
}

/// Reads hexadecimal.
pub(super) fn from_hex(text: &str) -> Option<Vec<u8>> {
    let pairs = text.as_bytes().chunks(2);
    let byte = |pair: &[u8]| {
        let pair = std::str::from_utf8(pair)
            .ok()
            .filter(|pair| pair.len() == 2)?;
        u8::from_str_radix(pair, 16).ok()
    };
    pairs.map(byte).collect()
}

/// Writes hexadecimal.
pub(super) fn to_hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
