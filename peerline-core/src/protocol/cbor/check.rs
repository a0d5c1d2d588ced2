//! One pass over a frame before anything of it is believed: bounds, and that it is the one
//! deterministic encoding of what it says.

use super::super::DecodeError;
use super::super::json::Bounds;
use super::super::lexicon;
use super::super::lexicon::Form;
use super::super::transcode;
use super::head::BadHead;
use super::head::Head;
use super::head::Major;
use super::order::is_before;

/// Checks that `bytes` are one map, deterministic and within bounds.
///
/// # Errors
/// [`DecodeError`] names what was wrong.
pub(in super::super) fn check(bytes: &[u8], mut bounds: Bounds) -> Result<(), DecodeError> {
    let mut walk = Walk { bytes, at: 0 };
    if walk.head()?.major != Major::Map {
        return Err(DecodeError::Malformed { at: 0 });
    }
    walk.item(Form::Plain, &mut bounds)?;
    if walk.at == bytes.len() {
        Ok(())
    } else {
        Err(DecodeError::Trailing)
    }
}

struct Walk<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Walk<'a> {
    fn rest(&self) -> &'a [u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    fn head(&self) -> Result<Head, DecodeError> {
        Head::read(self.rest()).map_err(|bad| match bad {
            BadHead::Short => DecodeError::Malformed { at: self.at },
            BadHead::NotCanonical => DecodeError::NotCanonical { at: self.at },
        })
    }

    fn item(&mut self, form: Form, bounds: &mut Bounds) -> Result<(), DecodeError> {
        bounds.count()?;
        let (start, head) = (self.at, self.head()?);
        match head.major {
            Major::Unsigned => {
                self.at = self.at.saturating_add(head.len);
                Bounds::number(head.number)
            }
            Major::Negative => {
                self.at = self.at.saturating_add(head.len);
                Bounds::number(head.number.saturating_add(1))
            }
            Major::Simple => {
                self.at = self.at.saturating_add(head.len);
                Ok(())
            }
            Major::Bytes => {
                let bytes = self.content(head)?;
                if transcode::holds_bytes(form, bytes.len()) {
                    Ok(())
                } else {
                    Err(DecodeError::NotCanonical { at: start })
                }
            }
            Major::Text => {
                let text = self.text(head)?;
                if transcode::stays_text(form, text) {
                    Ok(())
                } else {
                    Err(DecodeError::NotCanonical { at: start })
                }
            }
            Major::List => self.list(head, form, bounds),
            Major::Map => self.map(head, form, bounds),
        }
    }

    fn list(&mut self, head: Head, form: Form, bounds: &mut Bounds) -> Result<(), DecodeError> {
        bounds.enter()?;
        self.at = self.at.saturating_add(head.len);
        for _ in 0..head.number {
            self.item(form, bounds)?;
        }
        bounds.leave();
        Ok(())
    }

    fn map(&mut self, head: Head, form: Form, bounds: &mut Bounds) -> Result<(), DecodeError> {
        bounds.enter()?;
        self.at = self.at.saturating_add(head.len);
        let mut before: Option<&[u8]> = None;
        for _ in 0..head.number {
            let start = self.at;
            let inner = self.key(form)?;
            let key = self.bytes.get(start..self.at).unwrap_or_default();
            match before {
                Some(before) if before == key => return Err(DecodeError::Twice { at: start }),
                Some(before) if !is_before(before, key) => {
                    return Err(DecodeError::NotCanonical { at: start });
                }
                Some(_) | None => {}
            }
            before = Some(key);
            self.item(inner, bounds)?;
        }
        bounds.leave();
        Ok(())
    }

    /// Passes a key, and returns the form of its value.
    fn key(&mut self, form: Form) -> Result<Form, DecodeError> {
        let (start, head) = (self.at, self.head()?);
        let wrong = DecodeError::NotCanonical { at: start };
        match (form, head.major) {
            (Form::Rooms, Major::Bytes) => {
                let bytes = self.content(head)?;
                if transcode::holds_bytes(Form::Room, bytes.len()) {
                    Ok(Form::Plain)
                } else {
                    Err(wrong)
                }
            }
            (Form::Rooms, Major::Text) => {
                let text = self.text(head)?;
                if transcode::stays_text(Form::Room, text) {
                    Ok(Form::Plain)
                } else {
                    Err(wrong)
                }
            }
            (Form::Rooms, _) => Err(wrong),
            (_, Major::Unsigned) => {
                self.at = self.at.saturating_add(head.len);
                Ok(lexicon::field_at(head.number).map_or(Form::Later, |field| field.form))
            }
            (Form::Later, Major::Negative) => {
                self.at = self.at.saturating_add(head.len);
                Ok(Form::Later)
            }
            (Form::Later, Major::Bytes) => self.content(head).map(|_| Form::Later),
            (_, Major::Text) => {
                let text = self.text(head)?;
                if lexicon::field(text).is_some() {
                    Err(wrong)
                } else {
                    Ok(Form::Plain)
                }
            }
            (_, _) => Err(wrong),
        }
    }

    fn content(&mut self, head: Head) -> Result<&'a [u8], DecodeError> {
        let short = DecodeError::Malformed { at: self.at };
        let len = usize::try_from(head.number).map_err(|_| short)?;
        let from = self.at.saturating_add(head.len);
        let to = from.checked_add(len).ok_or(short)?;
        let content = self.bytes.get(from..to).ok_or(short)?;
        self.at = to;
        Ok(content)
    }

    fn text(&mut self, head: Head) -> Result<&'a str, DecodeError> {
        std::str::from_utf8(self.content(head)?).map_err(|_| DecodeError::NotText)
    }
}
