//! Amounts of money: a decimal and a currency, never a float.

use rust_decimal::Decimal;

/// Most digits before the point that an amount may have.
pub const MAX_INTEGER_DIGITS: usize = 13;
/// Most digits after the point that an amount may have.
pub const MAX_FRACTION_DIGITS: usize = 4;

/// Why a text is not an amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AmountError {
    /// Not digits with at most one point and an optional minus sign.
    NotANumber,
    /// More digits before the point than [`MAX_INTEGER_DIGITS`].
    TooLarge,
    /// More digits after the point than [`MAX_FRACTION_DIGITS`].
    TooPrecise,
}

/// Reads an amount as files hold it: `1234.50`, no grouping, no exponent, no sign but a leading minus.
///
/// # Errors
/// Refuses what [`Decimal`] could only take by rounding, so a figure is never changed by being read.
pub fn parse_amount(text: &str) -> Result<Decimal, AmountError> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (integer, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !all_digits(integer) || !all_digits(fraction) {
        return Err(AmountError::NotANumber);
    }
    if integer.trim_start_matches('0').len() > MAX_INTEGER_DIGITS {
        return Err(AmountError::TooLarge);
    }
    if fraction.trim_end_matches('0').len() > MAX_FRACTION_DIGITS {
        return Err(AmountError::TooPrecise);
    }
    Decimal::from_str_exact(text).map_err(|_| AmountError::NotANumber)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_exactly_or_not_at_all() {
        assert_eq!(parse_amount("1234.50").unwrap().to_string(), "1234.50");
        assert_eq!(parse_amount("-0.0001").unwrap().to_string(), "-0.0001");
        for (text, error) in [
            ("", AmountError::NotANumber),
            ("1,234", AmountError::NotANumber),
            ("1e3", AmountError::NotANumber),
            ("+1", AmountError::NotANumber),
            ("1.", AmountError::NotANumber),
            ("１２", AmountError::NotANumber),
            ("12345678901234", AmountError::TooLarge),
            ("0.00001", AmountError::TooPrecise),
        ] {
            assert_eq!(parse_amount(text), Err(error), "{text:?}");
        }
    }
}
