//! The elements of lists and the entries of maps.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "whatever else an item may be, it is refused"
)]

use minicbor::data::Type;
use serde::de;
use serde::de::DeserializeSeed;
use serde::de::Visitor;

use super::super::lexicon;
use super::super::lexicon::Form;
use super::Error;
use super::read::Reader;

/// A list that is being read: its form is that of each element.
pub(super) struct List<'r, 'de> {
    reader: &'r mut Reader<'de>,
    form: Form,
    left: u64,
}

impl<'r, 'de> List<'r, 'de> {
    pub(super) const fn new(reader: &'r mut Reader<'de>, left: u64) -> Self {
        let form = reader.form;
        Self { reader, form, left }
    }
}

impl<'de> de::SeqAccess<'de> for List<'_, 'de> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Error> {
        let Some(left) = self.left.checked_sub(1) else {
            return Ok(None);
        };
        self.left = left;
        self.reader.form = self.form;
        seed.deserialize(&mut *self.reader).map(Some)
    }

    fn size_hint(&self) -> Option<usize> {
        // The frame was bounded when it was checked.
        usize::try_from(self.left).ok()
    }
}

/// A map that is being read.
pub(super) struct Map<'r, 'de> {
    reader: &'r mut Reader<'de>,
    form: Form,
    left: u64,
    value: Form,
}

impl<'r, 'de> Map<'r, 'de> {
    pub(super) const fn new(reader: &'r mut Reader<'de>, left: u64) -> Self {
        let form = reader.form;
        Self {
            reader,
            form,
            left,
            value: Form::Plain,
        }
    }
}

impl<'de> de::MapAccess<'de> for Map<'_, 'de> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Error> {
        loop {
            let Some(left) = self.left.checked_sub(1) else {
                return Ok(None);
            };
            self.left = left;
            if self.form == Form::Rooms {
                self.value = Form::Plain;
                self.reader.form = Form::Room;
                return seed.deserialize(&mut *self.reader).map(Some);
            }
            let name = match self.reader.kind()? {
                Type::String => {
                    self.value = Form::Plain;
                    Some(self.reader.text()?)
                }
                Type::U8 | Type::U16 | Type::U32 | Type::U64 => {
                    let field = lexicon::field_at(self.reader.unsigned()?);
                    self.value = field.map_or(Form::Later, |field| field.form);
                    field.map(|field| field.name)
                }
                _ => {
                    self.reader.skip()?;
                    None
                }
            };
            match name {
                Some(name) => return seed.deserialize(Name(name)).map(Some),
                // A field of a later lexicon has no name here; it is passed over.
                None => self.reader.skip()?,
            }
        }
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        self.reader.form = self.value;
        seed.deserialize(&mut *self.reader)
    }
}

/// The name of a field.
struct Name<'de>(&'de str);

impl<'de> de::Deserializer<'de> for Name<'de> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_borrowed_str(self.0)
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option
        unit unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier
        ignored_any
    }
}
