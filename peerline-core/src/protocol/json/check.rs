//! One pass over a frame before anything of it is believed: bounds, whole numbers, and no name
//! twice, also among fields that nobody knows.

use std::borrow::Cow;
use std::fmt;

use serde::de::DeserializeSeed;
use serde::de::Error as _;
use serde::de::MapAccess;
use serde::de::SeqAccess;
use serde::de::Visitor;

use super::bounds::Bounds;
use crate::protocol::DecodeError;
use crate::protocol::Form;
use crate::protocol::lexicon;

/// Checks that `text` is one object within bounds.
///
/// # Errors
/// [`DecodeError`] names what was wrong.
pub(super) fn check(text: &str, mut bounds: Bounds) -> Result<(), DecodeError> {
    if !text.trim_ascii_start().starts_with('{') {
        return Err(DecodeError::Malformed { at: 0 });
    }
    let mut found = None;
    let mut reader = serde_json::Deserializer::from_str(text);
    let walk = Walk {
        bounds: &mut bounds,
        found: &mut found,
        form: Form::Plain,
    };
    let walked = walk.deserialize(&mut reader).and_then(|()| reader.end());
    match (walked, found) {
        (Ok(()), _) => Ok(()),
        (Err(_), Some(found)) => Err(found),
        (Err(error), None) => Err(malformed(&error)),
    }
}

/// Says where a parser stopped, and nothing of what it read.
pub(super) fn malformed(error: &serde_json::Error) -> DecodeError {
    DecodeError::Malformed { at: error.column() }
}

struct Walk<'a> {
    bounds: &'a mut Bounds,
    found: &'a mut Option<DecodeError>,
    form: Form,
}

impl Walk<'_> {
    fn apart(&mut self, form: Form) -> Walk<'_> {
        Walk {
            bounds: self.bounds,
            found: self.found,
            form,
        }
    }

    fn refuse<E: serde::de::Error>(&mut self, checked: Result<(), DecodeError>) -> Result<(), E> {
        checked.map_err(|error| {
            *self.found = Some(error);
            E::custom("refused")
        })
    }

    fn count<E: serde::de::Error>(&mut self) -> Result<(), E> {
        let checked = self.bounds.count();
        self.refuse(checked)
    }

    fn enter<E: serde::de::Error>(&mut self) -> Result<(), E> {
        let checked = self.bounds.enter();
        self.refuse(checked)
    }
}

impl<'de> DeserializeSeed<'de> for Walk<'_> {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'de>>(mut self, reader: D) -> Result<(), D::Error> {
        self.count()?;
        reader.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Walk<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value of a frame")
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E: serde::de::Error>(mut self, number: u64) -> Result<(), E> {
        if self.form == Form::Word {
            // In CBOR a number there is a word.
            return self.refuse(Err(DecodeError::Number));
        }
        self.refuse(Bounds::number(number))
    }

    fn visit_i64<E: serde::de::Error>(mut self, number: i64) -> Result<(), E> {
        self.refuse(Bounds::number(number.unsigned_abs()))
    }

    fn visit_f64<E: serde::de::Error>(mut self, _: f64) -> Result<(), E> {
        self.refuse(Err(DecodeError::Number))
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut list: A) -> Result<(), A::Error> {
        self.enter()?;
        let form = self.form;
        while list.next_element_seed(self.apart(form))?.is_some() {}
        self.bounds.leave();
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<(), A::Error> {
        self.enter()?;
        let mut names: Vec<Cow<'de, str>> = Vec::new();
        while let Some(Name(name)) = map.next_key()? {
            let form = lexicon::field(&name).map_or(Form::Plain, |(_, form)| form);
            match names.binary_search(&name) {
                Ok(at) => {
                    self.refuse::<A::Error>(Err(DecodeError::Twice { at }))?;
                    return Err(A::Error::custom("refused"));
                }
                Err(at) => names.insert(at, name),
            }
            map.next_value_seed(self.apart(form))?;
        }
        self.bounds.leave();
        Ok(())
    }
}

/// A name, borrowed where nothing in it is escaped.
struct Name<'a>(Cow<'a, str>);

impl<'de> serde::Deserialize<'de> for Name<'de> {
    fn deserialize<D: serde::Deserializer<'de>>(reader: D) -> Result<Self, D::Error> {
        reader.deserialize_str(NameVisitor)
    }
}

struct NameVisitor;

impl<'de> Visitor<'de> for NameVisitor {
    type Value = Name<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_borrowed_str<E>(self, name: &'de str) -> Result<Name<'de>, E> {
        Ok(Name(Cow::Borrowed(name)))
    }

    fn visit_str<E>(self, name: &str) -> Result<Name<'de>, E> {
        Ok(Name(Cow::Owned(name.to_owned())))
    }
}
