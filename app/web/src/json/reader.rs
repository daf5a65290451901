//! The reader, and what serde asks of it.

use std::borrow::Cow;
use std::fmt::{self, Display, Formatter};

use serde::Deserializer;
use serde::de::value::CowStrDeserializer;
use serde::de::{self, DeserializeSeed, MapAccess, SeqAccess, Visitor};

use super::{Malformed, text};

/// How deep lists and objects may stand in each other.
const DEEPEST: u8 = 127;

/// What of the text is still to be read.
pub struct Reader<'de> {
    rest: &'de str,
    depth: u8,
}

impl<'de> Reader<'de> {
    /// Begins at the beginning.
    pub fn new(text: &'de str) -> Self {
        Self { rest: text, depth: 0 }
    }

    /// Nothing but space is left.
    pub fn end(&mut self) -> Result<(), Malformed> {
        if self.peek().is_none() { Ok(()) } else { Err(Malformed) }
    }

    /// The items of a list, each as it is written.
    pub fn items(&mut self) -> Result<Vec<&'de str>, Malformed> {
        let mut items = Vec::new();
        self.inside(b'[', b']', |reader| {
            let mut parts = Parts::new(reader, b']');
            while parts.next()? {
                parts.reader.peek();
                let from = parts.reader.rest;
                parts.reader.skip()?;
                let length = from.len() - parts.reader.rest.len();
                items.push(from.split_at_checked(length).ok_or(Malformed)?.0);
            }
            Ok(())
        })?;
        Ok(items)
    }

    /// The next byte that isn't space.
    fn peek(&mut self) -> Option<u8> {
        self.rest = self.rest.trim_start_matches([' ', '\t', '\n', '\r']);
        self.rest.bytes().next()
    }

    fn take(&mut self, token: &str) -> Result<(), Malformed> {
        self.peek();
        self.rest = self.rest.strip_prefix(token).ok_or(Malformed)?;
        Ok(())
    }

    fn take_byte(&mut self, byte: u8) -> Result<(), Malformed> {
        if self.peek() != Some(byte) {
            return Err(Malformed);
        }
        self.rest = self.rest.split_at_checked(1).ok_or(Malformed)?.1;
        Ok(())
    }

    fn string(&mut self) -> Result<Cow<'de, str>, Malformed> {
        self.take_byte(b'"')?;
        let (string, rest) = text::string(self.rest)?;
        self.rest = rest;
        Ok(string)
    }

    /// A number, as it is written.
    fn number(&mut self) -> Result<&'de str, Malformed> {
        self.peek();
        let from = self.rest;
        let unsigned = from.strip_prefix('-').unwrap_or(from);
        let mut rest = digits(unsigned)?;
        if unsigned.starts_with('0') && unsigned.len() - rest.len() > 1 {
            return Err(Malformed);
        }
        if let Some(fraction) = rest.strip_prefix('.') {
            rest = digits(fraction)?;
        }
        if let Some(exponent) = rest.strip_prefix(['e', 'E']) {
            rest = digits(exponent.strip_prefix(['+', '-']).unwrap_or(exponent))?;
        }
        self.rest = rest;
        from.get(..from.len() - rest.len()).ok_or(Malformed)
    }

    /// A whole number.
    fn whole<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, Malformed> {
        let number = self.number()?;
        if number.starts_with('-') {
            visitor.visit_i64(number.parse().map_err(|_| Malformed)?)
        } else {
            visitor.visit_u64(number.parse().map_err(|_| Malformed)?)
        }
    }

    /// What stands between two brackets.
    fn inside<T>(
        &mut self,
        open: u8,
        close: u8,
        read: impl FnOnce(&mut Self) -> Result<T, Malformed>,
    ) -> Result<T, Malformed> {
        self.take_byte(open)?;
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(Malformed);
        }
        let value = read(self)?;
        self.depth -= 1;
        self.take_byte(close)?;
        Ok(value)
    }

    fn skip(&mut self) -> Result<(), Malformed> {
        match self.peek().ok_or(Malformed)? {
            b'"' => self.string().map(|_| ()),
            b'[' => self.inside(b'[', b']', |reader| {
                let mut parts = Parts::new(reader, b']');
                while parts.next()? {
                    parts.reader.skip()?;
                }
                Ok(())
            }),
            b'{' => self.inside(b'{', b'}', |reader| {
                let mut parts = Parts::new(reader, b'}');
                while parts.next()? {
                    parts.reader.string()?;
                    parts.reader.take_byte(b':')?;
                    parts.reader.skip()?;
                }
                Ok(())
            }),
            b't' => self.take("true"),
            b'f' => self.take("false"),
            b'n' => self.take("null"),
            _ => self.number().map(|_| ()),
        }
    }
}

/// What follows the digits that `text` begins with.
fn digits(text: &str) -> Result<&str, Malformed> {
    let rest = text.trim_start_matches(|character: char| character.is_ascii_digit());
    if rest.len() < text.len() { Ok(rest) } else { Err(Malformed) }
}

/// The parts of a list or an object, with commas between them.
struct Parts<'a, 'de> {
    reader: &'a mut Reader<'de>,
    close: u8,
    first: bool,
}

impl<'a, 'de> Parts<'a, 'de> {
    fn new(reader: &'a mut Reader<'de>, close: u8) -> Self {
        Self { reader, close, first: true }
    }

    /// Goes to the next part, if there is one.
    fn next(&mut self) -> Result<bool, Malformed> {
        if self.reader.peek() == Some(self.close) {
            return Ok(false);
        }
        if !std::mem::take(&mut self.first) {
            self.reader.take_byte(b',')?;
        }
        Ok(true)
    }
}

impl<'de> SeqAccess<'de> for Parts<'_, 'de> {
    type Error = Malformed;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Malformed> {
        if self.next()? { seed.deserialize(&mut *self.reader).map(Some) } else { Ok(None) }
    }
}

impl<'de> MapAccess<'de> for Parts<'_, 'de> {
    type Error = Malformed;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Malformed> {
        if !self.next()? {
            return Ok(None);
        }
        let name = self.reader.string()?;
        seed.deserialize(CowStrDeserializer::<Malformed>::new(name)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Malformed> {
        self.reader.take_byte(b':')?;
        seed.deserialize(&mut *self.reader)
    }
}

impl<'de> Deserializer<'de> for &mut Reader<'de> {
    type Error = Malformed;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Malformed> {
        match self.peek().ok_or(Malformed)? {
            b'"' => self.deserialize_str(visitor),
            b'[' => self.deserialize_seq(visitor),
            b'{' => self.deserialize_map(visitor),
            b't' | b'f' => self.deserialize_bool(visitor),
            b'n' => self.deserialize_unit(visitor),
            _ => self.whole(visitor),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Malformed> {
        if self.peek() == Some(b't') {
            self.take("true")?;
            visitor.visit_bool(true)
        } else {
            self.take("false")?;
            visitor.visit_bool(false)
        }
    }

    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Malformed> {
        self.whole(visitor)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Malformed> {
        match self.string()? {
            Cow::Borrowed(string) => visitor.visit_borrowed_str(string),
            Cow::Owned(string) => visitor.visit_string(string),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Malformed> {
        if self.peek() == Some(b'n') {
            self.take("null")?;
            visitor.visit_none()
        } else {
            visitor.visit_some(self)
        }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Malformed> {
        self.take("null")?;
        visitor.visit_unit()
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Malformed> {
        self.inside(b'[', b']', |reader| visitor.visit_seq(Parts::new(reader, b']')))
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Malformed> {
        self.inside(b'{', b'}', |reader| visitor.visit_map(Parts::new(reader, b'}')))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Malformed> {
        visitor.visit_enum(CowStrDeserializer::new(self.string()?))
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Malformed> {
        self.skip()?;
        visitor.visit_unit()
    }

    fn deserialize_u8<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Malformed> {
        self.whole(visitor)
    }

    fn deserialize_u16<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Malformed> {
        self.whole(visitor)
    }

    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Malformed> {
        self.whole(visitor)
    }

    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Malformed> {
        self.whole(visitor)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Malformed> {
        self.deserialize_str(visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Malformed> {
        self.deserialize_map(visitor)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Malformed> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Malformed> {
        visitor.visit_newtype_struct(self)
    }

    serde::forward_to_deserialize_any! {
        i8 i16 i32 i128 u128 f32 f64 char bytes byte_buf unit_struct tuple_struct identifier
    }
}

impl Display for Malformed {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str("malformed JSON")
    }
}

impl std::error::Error for Malformed {}

/// Every reason is the same one: the words would be dead weight.
impl de::Error for Malformed {
    fn custom<T: Display>(_: T) -> Self {
        Self
    }

    fn invalid_type(_: de::Unexpected<'_>, _: &dyn de::Expected) -> Self {
        Self
    }

    fn invalid_value(_: de::Unexpected<'_>, _: &dyn de::Expected) -> Self {
        Self
    }

    fn invalid_length(_: usize, _: &dyn de::Expected) -> Self {
        Self
    }

    fn unknown_variant(_: &str, _: &'static [&'static str]) -> Self {
        Self
    }

    fn unknown_field(_: &str, _: &'static [&'static str]) -> Self {
        Self
    }

    fn missing_field(_: &'static str) -> Self {
        Self
    }

    fn duplicate_field(_: &'static str) -> Self {
        Self
    }
}
