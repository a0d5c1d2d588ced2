//! Writing values as CBOR: serde's view of the lexicon.

use minicbor::Encoder;
use serde::Serialize;
use serde::ser;

use super::super::lexicon::Form;
use super::super::transcode;
use super::super::transcode::Written;
use super::Error;
use super::RAW;
use super::write_parts::List;
use super::write_parts::Map;

/// Writes a value.
///
/// # Errors
/// [`Error`] where it holds what no frame may hold.
pub(in super::super) fn to_vec(value: &impl Serialize) -> Result<Vec<u8>, Error> {
    let mut out = Vec::with_capacity(128);
    value.serialize(Writer::new(&mut out, Form::Plain))?;
    Ok(out)
}

/// Writes one value, under the form of its field.
pub(super) struct Writer<'a> {
    pub(super) out: &'a mut Vec<u8>,
    pub(super) form: Form,
}

impl<'a> Writer<'a> {
    pub(super) const fn new(out: &'a mut Vec<u8>, form: Form) -> Self {
        Self { out, form }
    }

    fn encoder(&mut self) -> Encoder<&mut Vec<u8>> {
        Encoder::new(self.out)
    }

    fn unsigned(mut self, number: u64) -> Result<(), Error> {
        if self.form == Form::Word {
            // It would be read as a word.
            return Err(Error);
        }
        self.encoder().u64(number)?;
        Ok(())
    }

    fn signed(mut self, number: i64) -> Result<(), Error> {
        self.encoder().i64(number)?;
        Ok(())
    }

    fn text(mut self, text: &str) -> Result<(), Error> {
        let mut buffer = [0; transcode::MAX_BYTES + 2];
        match transcode::write(self.form, text, &mut buffer) {
            Written::Text => self.encoder().str(text)?,
            Written::Number(number) => self.encoder().u64(number)?,
            Written::Bytes(bytes) => self.encoder().bytes(bytes)?,
        };
        Ok(())
    }

    fn map(mut self, len: Option<usize>) -> Result<Map<'a>, Error> {
        let Some(len) = len else {
            return Ok(Map::of_unknown_length(self.out, self.form));
        };
        let len = u64::try_from(len).map_err(|_| Error)?;
        self.encoder().map(len)?;
        Ok(Map::new(self.out, self.form))
    }
}

impl<'a> ser::Serializer for Writer<'a> {
    type Ok = ();
    type Error = Error;
    type SerializeSeq = List<'a>;
    type SerializeTuple = List<'a>;
    type SerializeTupleStruct = ser::Impossible<(), Error>;
    type SerializeTupleVariant = ser::Impossible<(), Error>;
    type SerializeMap = Map<'a>;
    type SerializeStruct = Map<'a>;
    type SerializeStructVariant = ser::Impossible<(), Error>;

    fn is_human_readable(&self) -> bool {
        false
    }

    fn serialize_bool(mut self, flag: bool) -> Result<(), Error> {
        self.encoder().bool(flag)?;
        Ok(())
    }

    fn serialize_i8(self, number: i8) -> Result<(), Error> {
        self.signed(number.into())
    }

    fn serialize_i16(self, number: i16) -> Result<(), Error> {
        self.signed(number.into())
    }

    fn serialize_i32(self, number: i32) -> Result<(), Error> {
        self.signed(number.into())
    }

    fn serialize_i64(self, number: i64) -> Result<(), Error> {
        self.signed(number)
    }

    fn serialize_u8(self, number: u8) -> Result<(), Error> {
        self.unsigned(number.into())
    }

    fn serialize_u16(self, number: u16) -> Result<(), Error> {
        self.unsigned(number.into())
    }

    fn serialize_u32(self, number: u32) -> Result<(), Error> {
        self.unsigned(number.into())
    }

    fn serialize_u64(self, number: u64) -> Result<(), Error> {
        self.unsigned(number)
    }

    fn serialize_f32(self, _: f32) -> Result<(), Error> {
        Err(Error)
    }

    fn serialize_f64(self, _: f64) -> Result<(), Error> {
        Err(Error)
    }

    fn serialize_char(self, letter: char) -> Result<(), Error> {
        self.text(letter.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, text: &str) -> Result<(), Error> {
        self.text(text)
    }

    fn serialize_bytes(mut self, bytes: &[u8]) -> Result<(), Error> {
        if !transcode::holds_bytes(self.form, bytes.len()) {
            return Err(Error);
        }
        self.encoder().bytes(bytes)?;
        Ok(())
    }

    fn serialize_none(self) -> Result<(), Error> {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Error> {
        value.serialize(self)
    }

    fn serialize_unit(mut self) -> Result<(), Error> {
        self.encoder().null()?;
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Error> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<(), Error> {
        self.text(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        if name == RAW {
            return value.serialize(super::write_parts::Raw(self.out));
        }
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<(), Error> {
        Err(Error)
    }

    fn serialize_seq(mut self, len: Option<usize>) -> Result<List<'a>, Error> {
        let len = u64::try_from(len.ok_or(Error)?).map_err(|_| Error)?;
        self.encoder().array(len)?;
        Ok(List::new(self.out, self.form))
    }

    fn serialize_tuple(self, len: usize) -> Result<List<'a>, Error> {
        self.serialize_seq(Some(len))
    }

    fn serialize_tuple_struct(
        self,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleStruct, Error> {
        Err(Error)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Error> {
        Err(Error)
    }

    fn serialize_map(self, len: Option<usize>) -> Result<Map<'a>, Error> {
        self.map(len)
    }

    fn serialize_struct(self, _: &'static str, len: usize) -> Result<Map<'a>, Error> {
        self.map(Some(len))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, Error> {
        Err(Error)
    }
}
