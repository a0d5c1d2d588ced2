//! How the values of a form are written in CBOR, and read back.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::lexicon;
use super::lexicon::Form;

/// What a text of JSON is in CBOR.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Written<'a> {
    Text,
    Number(u64),
    Bytes(&'a [u8]),
}

/// The longest text that stands for bytes: a signature. A longer one stays text.
pub(super) const MAX_TEXT: usize = 86;
/// The most bytes that such a text stands for.
pub(super) const MAX_BYTES: usize = 64;
/// Digits of a running hash.
const HEX_DIGITS: usize = 16;
/// Characters of an id.
const ID_TEXT: usize = 22;
/// Bytes of an id.
const ID_BYTES: usize = 16;

/// Says how a text under `form` is written in CBOR; `buffer` takes its bytes.
pub(super) fn write<'a>(
    form: Form,
    text: &str,
    buffer: &'a mut [u8; MAX_BYTES + 2],
) -> Written<'a> {
    match form {
        Form::Plain | Form::Rooms | Form::Later => Written::Text,
        Form::Word => number_of(text).map_or(Written::Text, Written::Number),
        Form::Bytes => base64(text, buffer),
        Form::Room if text.len() == ID_TEXT => base64(text, buffer),
        Form::Room => Written::Text,
        Form::Hex => hex(text, buffer),
    }
}

/// Returns whether a text under `form` is rightly text in CBOR.
pub(super) fn stays_text(form: Form, text: &str) -> bool {
    let mut buffer = [0; MAX_BYTES + 2];
    write(form, text, &mut buffer) == Written::Text
}

/// Returns whether so many bytes may stand under `form`.
pub(super) const fn holds_bytes(form: Form, len: usize) -> bool {
    match form {
        Form::Bytes => matches!(len, 1..=MAX_BYTES),
        Form::Room => len == ID_BYTES,
        Form::Hex => len * 2 == HEX_DIGITS,
        Form::Later => true,
        Form::Plain | Form::Word | Form::Rooms => false,
    }
}

/// Returns the text that bytes under `form` stand for.
pub(super) fn text_of<'a>(
    form: Form,
    bytes: &[u8],
    buffer: &'a mut [u8; MAX_TEXT],
) -> Option<&'a str> {
    let len = match form {
        Form::Bytes | Form::Room => URL_SAFE_NO_PAD.encode_slice(bytes, buffer).ok()?,
        Form::Hex => {
            let digits = buffer.chunks_exact_mut(2);
            for (digits, byte) in digits.zip(bytes) {
                let (high, low) = (digit(byte >> 4), digit(byte & 0xf));
                digits.copy_from_slice(&[high, low]);
            }
            bytes.len().checked_mul(2)?
        }
        Form::Plain | Form::Word | Form::Rooms | Form::Later => return None,
    };
    std::str::from_utf8(buffer.get(..len)?).ok()
}

/// Returns how a number that is no known word is said in JSON.
pub(super) fn unknown_word(number: u64) -> String {
    format!("w.{number}")
}

fn number_of(text: &str) -> Option<u64> {
    lexicon::word(text).or_else(|| {
        let digits = text.strip_prefix("w.")?;
        let number: u64 = digits.parse().ok()?;
        let is_unknown = lexicon::word_at(number).is_none() && number < (1 << 53);
        (is_unknown && unknown_word(number) == text).then_some(number)
    })
}

fn base64<'a>(text: &str, buffer: &'a mut [u8; MAX_BYTES + 2]) -> Written<'a> {
    if text.is_empty() || MAX_TEXT < text.len() {
        return Written::Text;
    }
    let Ok(len) = URL_SAFE_NO_PAD.decode_slice(text, buffer) else {
        return Written::Text;
    };
    buffer.get(..len).map_or(Written::Text, Written::Bytes)
}

fn hex<'a>(text: &str, buffer: &'a mut [u8; MAX_BYTES + 2]) -> Written<'a> {
    if text.len() != HEX_DIGITS {
        return Written::Text;
    }
    for (byte, digits) in buffer.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
        let &[high, low] = digits else {
            return Written::Text;
        };
        let (Some(high), Some(low)) = (value(high), value(low)) else {
            return Written::Text;
        };
        *byte = (high << 4) | low;
    }
    buffer
        .get(..HEX_DIGITS / 2)
        .map_or(Written::Text, Written::Bytes)
}

const fn digit(value: u8) -> u8 {
    match value {
        0..=9 => b'0' + value,
        _ => b'a' + value.saturating_sub(10),
    }
}

const fn value(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    }
}
