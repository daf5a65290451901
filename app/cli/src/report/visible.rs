//! Text of a file or a name, made safe to print: nothing in it may move the cursor, turn the direction of reading or
//! hide.

/// `text` with every control, direction and invisible character but the tab replaced by one that is seen.
pub fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\t' => shown.push(character),
            '\0'..='\u{1f}' => shown.extend(char::from_u32(0x2400 + u32::from(character))),
            '\u{7f}' => shown.push('\u{2421}'),
            _ if character.is_control() || is_invisible(character) => shown.push(char::REPLACEMENT_CHARACTER),
            _ => shown.push(character),
        }
    }
    shown
}

fn is_invisible(character: char) -> bool {
    matches!(character,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_acts_on_a_terminal_stays() {
        assert_eq!(visible("a\x1b[31mb\r\n\tc\u{7f}\u{9b}"), "a␛[31mb␍␊\tc␡\u{fffd}");
    }

    #[test]
    fn nothing_that_turns_or_hides_text_stays() {
        assert_eq!(visible("a\u{202e}b\u{2066}c\u{200b}d\u{feff}e"), "a\u{fffd}b\u{fffd}c\u{fffd}d\u{fffd}e");
    }

    #[test]
    fn ordinary_text_stays_as_it_is() {
        let text = "第一条 “合作” e\u{301} 👍\u{fe0f} — ١٢";
        assert_eq!(visible(text), text);
    }
}
