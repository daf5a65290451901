//! Strings, with their escapes.

use std::borrow::Cow;

use super::Malformed;

/// Reads the string that begins after its opening quote; returns it with what follows its closing quote.
pub fn string(text: &str) -> Result<(Cow<'_, str>, &str), Malformed> {
    let mut rest = text;
    let mut written = String::new();
    loop {
        let special = |byte: u8| byte == b'"' || byte == b'\\' || byte < b' ';
        let end = rest.bytes().position(special).ok_or(Malformed)?;
        let (plain, from_special) = rest.split_at_checked(end).ok_or(Malformed)?;
        if let Some(after) = from_special.strip_prefix('"') {
            let whole = if written.is_empty() { Cow::Borrowed(plain) } else { Cow::Owned(written + plain) };
            return Ok((whole, after));
        }
        written.push_str(plain);
        let (character, after) = escape(from_special.strip_prefix('\\').ok_or(Malformed)?)?;
        written.push(character);
        rest = after;
    }
}

/// Reads what stands after a backslash.
fn escape(text: &str) -> Result<(char, &str), Malformed> {
    let mut characters = text.chars();
    let character = match characters.next().ok_or(Malformed)? {
        same @ ('"' | '\\' | '/') => same,
        'b' => '\u{8}',
        'f' => '\u{c}',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'u' => return unicode(characters.as_str()),
        _ => return Err(Malformed),
    };
    Ok((character, characters.as_str()))
}

/// Reads what stands after `\u`: four hex digits, or a surrogate pair of such.
fn unicode(text: &str) -> Result<(char, &str), Malformed> {
    let (unit, rest) = unit(text)?;
    let first = u32::from(unit);
    if let Some(character) = char::from_u32(first) {
        return Ok((character, rest));
    }
    let (second, rest) = self::unit(rest.strip_prefix("\\u").ok_or(Malformed)?)?;
    let pair = char::decode_utf16([unit, second]).next();
    Ok((pair.ok_or(Malformed)?.map_err(|_| Malformed)?, rest))
}

fn unit(text: &str) -> Result<(u16, &str), Malformed> {
    let (digits, rest) = text.split_at_checked(4).ok_or(Malformed)?;
    let mut unit = 0;
    for digit in digits.chars() {
        unit = unit * 16 + digit.to_digit(16).ok_or(Malformed)? as u16;
    }
    Ok((unit, rest))
}
