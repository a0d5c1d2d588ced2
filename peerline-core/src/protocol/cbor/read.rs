//! Reading checked CBOR: serde's view of the lexicon.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "whatever else an item may be, it is refused"
)]

use minicbor::Decoder;
use minicbor::data::Type;
use serde::de;
use serde::de::IntoDeserializer as _;
use serde::de::Visitor;

use super::super::lexicon;
use super::super::lexicon::Form;
use super::super::transcode;
use super::Error;
use super::RAW;
use super::read_map::List;
use super::read_map::Map;

/// Returns the word under the first key of a map, where that is `t`.
pub(super) fn first_word(bytes: &[u8]) -> Option<&str> {
    let mut decoder = Decoder::new(bytes);
    let len = decoder.map().ok()??;
    if len == 0 || decoder.datatype().ok()? != Type::U8 || decoder.u64().ok()? != 0 {
        return None;
    }
    match decoder.datatype().ok()? {
        Type::String => decoder.str().ok(),
        Type::U8 | Type::U16 | Type::U32 | Type::U64 => {
            Some(lexicon::word_at(decoder.u64().ok()?).unwrap_or_default())
        }
        _ => None,
    }
}

/// Reads values one after another, each under the form of its field. What it is given was checked.
pub(in super::super) struct Reader<'de> {
    bytes: &'de [u8],
    decoder: Decoder<'de>,
    pub(super) form: Form,
}

impl<'de> Reader<'de> {
    pub(in super::super) fn new(bytes: &'de [u8]) -> Self {
        Self {
            bytes,
            decoder: Decoder::new(bytes),
            form: Form::Plain,
        }
    }

    pub(super) fn kind(&self) -> Result<Type, Error> {
        Ok(self.decoder.datatype()?)
    }

    pub(super) fn unsigned(&mut self) -> Result<u64, Error> {
        Ok(self.decoder.u64()?)
    }

    pub(super) fn text(&mut self) -> Result<&'de str, Error> {
        Ok(self.decoder.str()?)
    }

    pub(super) fn byte_string(&mut self) -> Result<&'de [u8], Error> {
        Ok(self.decoder.bytes()?)
    }

    pub(super) fn skip(&mut self) -> Result<(), Error> {
        self.raw().map(|_| ())
    }

    /// Takes the next value as it stands.
    fn raw(&mut self) -> Result<&'de [u8], Error> {
        let from = self.decoder.position();
        let rest = self.bytes.get(from..).ok_or(Error)?;
        let (item, _) = super::order::split_item(rest)?;
        self.decoder.set_position(from.saturating_add(item.len()));
        Ok(item)
    }

    fn word<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, Error> {
        let number = self.unsigned()?;
        match lexicon::word_at(number) {
            Some(word) => visitor.visit_borrowed_str(word),
            None => visitor.visit_string(transcode::unknown_word(number)),
        }
    }

    fn list<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, Error> {
        let left = self.decoder.array()?.ok_or(Error)?;
        visitor.visit_seq(List::new(self, left))
    }

    fn map<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, Error> {
        let left = self.decoder.map()?.ok_or(Error)?;
        visitor.visit_map(Map::new(self, left))
    }

    /// Reads bytes as the text that they are in JSON.
    pub(super) fn bytes_as_text<V: Visitor<'de>>(
        &mut self,
        form: Form,
        visitor: V,
    ) -> Result<V::Value, Error> {
        let mut buffer = [0; transcode::MAX_TEXT];
        let bytes = self.byte_string()?;
        let text = transcode::text_of(form, bytes, &mut buffer).ok_or(Error)?;
        visitor.visit_str(text)
    }
}

impl<'de> de::Deserializer<'de> for &mut Reader<'de> {
    type Error = Error;

    fn is_human_readable(&self) -> bool {
        false
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.kind()? {
            Type::Bool => visitor.visit_bool(self.decoder.bool()?),
            Type::Null => {
                self.decoder.null()?;
                visitor.visit_unit()
            }
            Type::U8 | Type::U16 | Type::U32 | Type::U64 if self.form == Form::Word => {
                self.word(visitor)
            }
            Type::U8 | Type::U16 | Type::U32 | Type::U64 => visitor.visit_u64(self.unsigned()?),
            Type::I8 | Type::I16 | Type::I32 | Type::I64 | Type::Int => {
                visitor.visit_i64(self.decoder.i64()?)
            }
            Type::Bytes => self.bytes_as_text(self.form, visitor),
            Type::String => visitor.visit_borrowed_str(self.text()?),
            Type::Array => self.list(visitor),
            Type::Map => self.map(visitor),
            _ => Err(Error),
        }
    }

    /// Gives bytes as bytes, and whatever else stands there as it is: what a type does that has a
    /// form of its own for either encoding.
    fn deserialize_bytes<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.kind()? {
            Type::Bytes => visitor.visit_borrowed_bytes(self.byte_string()?),
            _ => self.deserialize_any(visitor),
        }
    }

    fn deserialize_byte_buf<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_bytes(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.kind()? == Type::Null {
            self.decoder.null()?;
            return visitor.visit_none();
        }
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        if name == RAW {
            return visitor.visit_borrowed_bytes(self.raw()?);
        }
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        if self.kind()? == Type::String {
            return visitor.visit_enum(self.text()?.into_deserializer());
        }
        if self.form != Form::Word {
            return Err(Error);
        }
        let word = lexicon::word_at(self.unsigned()?).ok_or(Error)?;
        visitor.visit_enum(word.into_deserializer())
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.skip()?;
        visitor.visit_unit()
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string
        unit unit_struct seq tuple tuple_struct map struct identifier
    }
}
