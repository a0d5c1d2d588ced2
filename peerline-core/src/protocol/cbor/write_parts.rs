//! Lists, maps and bodies that are encoded already.

use minicbor::Encoder;
use serde::Serialize;
use serde::ser;

use super::super::lexicon;
use super::super::lexicon::Form;
use super::Error;
use super::order::is_before;
use super::order::sort;
use super::write::Writer;

/// A list: its form is that of each element.
pub(super) struct List<'a> {
    out: &'a mut Vec<u8>,
    form: Form,
}

impl<'a> List<'a> {
    pub(super) const fn new(out: &'a mut Vec<u8>, form: Form) -> Self {
        Self { out, form }
    }

    fn element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        value.serialize(Writer::new(self.out, self.form))
    }
}

impl ser::SerializeSeq for List<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        self.element(value)
    }

    fn end(self) -> Result<(), Error> {
        Ok(())
    }
}

impl ser::SerializeTuple for List<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        self.element(value)
    }

    fn end(self) -> Result<(), Error> {
        Ok(())
    }
}

/// A map or a struct. Fields that come in order, as those of frames do, are written once and left;
/// others are put in order at the end.
pub(super) struct Map<'a> {
    out: &'a mut Vec<u8>,
    form: Form,
    start: usize,
    /// Where the last key stands.
    last: Option<(usize, usize)>,
    in_order: bool,
    value: Form,
    /// How many fields there are, where the head is still to be written in front of them.
    counted: Option<u64>,
}

impl<'a> Map<'a> {
    pub(super) const fn new(out: &'a mut Vec<u8>, form: Form) -> Self {
        let start = out.len();
        Self {
            out,
            form,
            start,
            last: None,
            in_order: true,
            value: Form::Plain,
            counted: None,
        }
    }

    /// A struct with the fields of another among its own says their number only at the end.
    pub(super) const fn of_unknown_length(out: &'a mut Vec<u8>, form: Form) -> Self {
        let mut map = Self::new(out, form);
        map.counted = Some(0);
        map
    }

    fn name(&mut self, name: &str) -> Result<(), Error> {
        let from = self.out.len();
        match lexicon::field(name) {
            Some((number, form)) => {
                Encoder::new(&mut *self.out).u64(number)?;
                self.value = form;
            }
            None => {
                Encoder::new(&mut *self.out).str(name)?;
                self.value = Form::Plain;
            }
        }
        self.note(from);
        Ok(())
    }

    fn room<T: Serialize + ?Sized>(&mut self, room: &T) -> Result<(), Error> {
        let from = self.out.len();
        room.serialize(Writer::new(self.out, Form::Room))?;
        self.value = Form::Plain;
        self.note(from);
        Ok(())
    }

    fn note(&mut self, from: usize) {
        let key = (from, self.out.len());
        let bytes = |(from, to): (usize, usize)| self.out.get(from..to).unwrap_or_default();
        if let Some(last) = self.last {
            self.in_order &= is_before(bytes(last), bytes(key));
        }
        self.last = Some(key);
        self.counted = self.counted.map(|counted| counted.saturating_add(1));
    }

    fn finish(self) -> Result<(), Error> {
        if !self.in_order {
            sort(self.out, self.start)?;
        }
        if let Some(counted) = self.counted {
            let mut head = Vec::new();
            Encoder::new(&mut head).map(counted)?;
            self.out.splice(self.start..self.start, head);
        }
        Ok(())
    }
}

impl ser::SerializeMap for Map<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Error> {
        if self.form == Form::Rooms {
            return self.room(key);
        }
        key.serialize(Name(self))
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        value.serialize(Writer::new(self.out, self.value))
    }

    fn end(self) -> Result<(), Error> {
        self.finish()
    }
}

impl ser::SerializeStruct for Map<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        self.name(name)?;
        value.serialize(Writer::new(self.out, self.value))
    }

    fn end(self) -> Result<(), Error> {
        self.finish()
    }
}

/// Takes the name of a field, which is text.
struct Name<'m, 'a>(&'m mut Map<'a>);

/// Takes a body that is encoded already.
pub(super) struct Raw<'a>(pub(super) &'a mut Vec<u8>);

macro_rules! nothing_but {
    ($($method:ident: $type:ty),+ $(,)?) => {
        $(fn $method(self, _: $type) -> Result<(), Error> { Err(Error) })+

        fn serialize_none(self) -> Result<(), Error> { Err(Error) }
        fn serialize_some<T: Serialize + ?Sized>(self, _: &T) -> Result<(), Error> { Err(Error) }
        fn serialize_unit(self) -> Result<(), Error> { Err(Error) }
        fn serialize_unit_struct(self, _: &'static str) -> Result<(), Error> { Err(Error) }
        fn serialize_newtype_struct<T: Serialize + ?Sized>(
            self, _: &'static str, value: &T,
        ) -> Result<(), Error> { value.serialize(self) }
        fn serialize_newtype_variant<T: Serialize + ?Sized>(
            self, _: &'static str, _: u32, _: &'static str, _: &T,
        ) -> Result<(), Error> { Err(Error) }
        fn serialize_seq(self, _: Option<usize>) -> Result<Self::SerializeSeq, Error> { Err(Error) }
        fn serialize_tuple(self, _: usize) -> Result<Self::SerializeTuple, Error> { Err(Error) }
        fn serialize_tuple_struct(
            self, _: &'static str, _: usize,
        ) -> Result<Self::SerializeTupleStruct, Error> { Err(Error) }
        fn serialize_tuple_variant(
            self, _: &'static str, _: u32, _: &'static str, _: usize,
        ) -> Result<Self::SerializeTupleVariant, Error> { Err(Error) }
        fn serialize_map(self, _: Option<usize>) -> Result<Self::SerializeMap, Error> { Err(Error) }
        fn serialize_struct(
            self, _: &'static str, _: usize,
        ) -> Result<Self::SerializeStruct, Error> { Err(Error) }
        fn serialize_struct_variant(
            self, _: &'static str, _: u32, _: &'static str, _: usize,
        ) -> Result<Self::SerializeStructVariant, Error> { Err(Error) }
    };
}

macro_rules! impossible {
    () => {
        type Ok = ();
        type Error = Error;
        type SerializeSeq = ser::Impossible<(), Error>;
        type SerializeTuple = ser::Impossible<(), Error>;
        type SerializeTupleStruct = ser::Impossible<(), Error>;
        type SerializeTupleVariant = ser::Impossible<(), Error>;
        type SerializeMap = ser::Impossible<(), Error>;
        type SerializeStruct = ser::Impossible<(), Error>;
        type SerializeStructVariant = ser::Impossible<(), Error>;
    };
}

impl ser::Serializer for Name<'_, '_> {
    impossible!();

    fn serialize_str(self, name: &str) -> Result<(), Error> {
        self.0.name(name)
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        name: &'static str,
    ) -> Result<(), Error> {
        self.0.name(name)
    }

    nothing_but! {
        serialize_bool: bool, serialize_i8: i8, serialize_i16: i16, serialize_i32: i32,
        serialize_i64: i64, serialize_u8: u8, serialize_u16: u16, serialize_u32: u32,
        serialize_u64: u64, serialize_f32: f32, serialize_f64: f64, serialize_char: char,
        serialize_bytes: &[u8],
    }
}

impl ser::Serializer for Raw<'_> {
    impossible!();

    fn serialize_bytes(self, bytes: &[u8]) -> Result<(), Error> {
        self.0.extend_from_slice(bytes);
        Ok(())
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, _: &'static str) -> Result<(), Error> {
        Err(Error)
    }

    nothing_but! {
        serialize_bool: bool, serialize_i8: i8, serialize_i16: i16, serialize_i32: i32,
        serialize_i64: i64, serialize_u8: u8, serialize_u16: u16, serialize_u32: u32,
        serialize_u64: u64, serialize_f32: f32, serialize_f64: f64, serialize_char: char,
        serialize_str: &str,
    }
}
