//! The line that a place points at, safe to show.

use std::ops::Range;

use unicode_width::UnicodeWidthChar;

use super::visible::visible;

/// Columns of a mark that are shown: enough to see what is meant. Chinese paragraphs are one long line.
const MARK_WIDTH: usize = 60;
/// Some editors write it at the start of a file; nobody sees it.
const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// A file's bytes, and where its lines begin.
pub(super) struct Source {
    bytes: Vec<u8>,
    line_starts: Vec<usize>,
}

impl Source {
    pub(super) fn new(bytes: Vec<u8>) -> Self {
        let after_breaks = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at + 1);
        let line_starts = std::iter::once(0).chain(after_breaks).collect();
        Self { bytes, line_starts }
    }

    /// The first line of `span`. The file may have changed since the span was found, so any span will do.
    pub(super) fn excerpt(&self, span: (usize, usize)) -> Excerpt {
        let (mut start, mut end) = span;
        if start >= self.bytes.len() {
            // The end of the file is shown as the end of its last line that has something in it.
            start = self.bytes.trim_ascii_end().len().max(self.text_start());
            end = start;
        }
        let line = self.line_starts.partition_point(|line_start| *line_start <= start);
        let bytes = self.line(line);
        let marked = self.whole_characters(&bytes, start..end);

        let text = |range: Range<usize>| visible(&String::from_utf8_lossy(&self.bytes[range]));
        let before = text(bytes.start..marked.start);
        let (marked, after) = (text(marked.clone()), text(marked.end..bytes.end));
        let column = before.chars().count() + 1;
        match cut(&marked) {
            Some(marked) => Excerpt { line, column, before, marked, after: String::new() },
            None => Excerpt { line, column, before, marked, after },
        }
    }

    fn text_start(&self) -> usize {
        if self.bytes.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len() } else { 0 }
    }

    /// The bytes of a line, counted from 1, without its break.
    fn line(&self, line: usize) -> Range<usize> {
        let start = self.line_starts[line - 1];
        let next = self.line_starts.get(line).copied();
        let mut end = next.map_or(self.bytes.len(), |next| next - 1);
        if end > start && next.is_some() && self.bytes[end - 1] == b'\r' {
            end -= 1;
        }
        start.max(self.text_start()).min(end)..end
    }

    /// `marked` within `line`, widened so that it cuts no character in two.
    fn whole_characters(&self, line: &Range<usize>, marked: Range<usize>) -> Range<usize> {
        let is_inside = |at: usize| at < line.end && self.bytes[at] & 0b1100_0000 == 0b1000_0000;
        let mut start = marked.start.clamp(line.start, line.end);
        let mut end = marked.end.clamp(start, line.end);
        while start > line.start && is_inside(start) {
            start -= 1;
        }
        while is_inside(end) && end > start {
            end += 1;
        }
        start..end
    }
}

/// A line in three parts. All control and direction characters in them have been made visible.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Excerpt {
    /// From 1.
    pub(super) line: usize,
    /// From 1, in characters.
    pub(super) column: usize,
    pub(super) before: String,
    /// What is meant; empty when it is a point between two characters.
    pub(super) marked: String,
    pub(super) after: String,
}

/// The beginning of a text that is too wide for a mark.
fn cut(text: &str) -> Option<String> {
    let mut columns = 0;
    let end = text.char_indices().find_map(|(at, character)| {
        columns += character.width().unwrap_or(1);
        (columns > MARK_WIDTH).then_some(at)
    })?;
    Some(format!("{}…", &text[..end]))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The excerpt of `text` for the span of `«…»` in it, as (line, column, shown with the same marks).
    fn shown(marked_text: &str) -> (usize, usize, String) {
        let start = marked_text.find('«').expect("a start");
        let end = marked_text.find('»').expect("an end") - '«'.len_utf8();
        let text = marked_text.replace(['«', '»'], "");
        shown_at(text.as_bytes(), (start, end))
    }

    fn shown_at(bytes: &[u8], span: (usize, usize)) -> (usize, usize, String) {
        let excerpt = Source::new(bytes.to_vec()).excerpt(span);
        (excerpt.line, excerpt.column, format!("{}«{}»{}", excerpt.before, excerpt.marked, excerpt.after))
    }

    #[test]
    fn columns_count_characters_not_bytes() {
        assert_eq!(shown("甲\n标题 = «2026-02-30» 乙\n"), (2, 6, "标题 = «2026-02-30» 乙".into()));
    }

    #[test]
    fn windows_line_ends_are_not_shown() {
        assert_eq!(shown("a = 1\r\nb = «2»\r\nc = 3\r\n"), (2, 5, "b = «2»".into()));
        assert_eq!(shown("a = «1\r\nb = 2»\r\n"), (1, 5, "a = «1»".into()), "the first line of a longer span");
        assert_eq!(shown("a = «»\r\nb"), (1, 5, "a = «»".into()));
    }

    #[test]
    fn the_end_of_a_file_is_the_end_of_its_last_line() {
        assert_eq!(shown("a = 1\nb = [\n\n«»"), (2, 6, "b = [«»".into()));
        assert_eq!(shown("b = [«»"), (1, 6, "b = [«»".into()));
    }

    #[test]
    fn an_empty_file_has_a_line_too() {
        assert_eq!(shown_at(b"", (0, 0)), (1, 1, "«»".into()));
        assert_eq!(shown_at(b"\n\n", (2, 2)), (1, 1, "«»".into()));
    }

    #[test]
    fn a_span_that_no_longer_fits_the_file_is_brought_inside() {
        assert_eq!(shown_at(b"abc", (1, 900)), (1, 2, "a«bc»".into()));
        assert_eq!(shown_at(b"abc", (800, 900)), (1, 4, "abc«»".into()));
        assert_eq!(shown_at("汉字".as_bytes(), (1, 4)), (1, 1, "«汉字»".into()), "cut characters are whole again");
        let backwards = (2, 1);
        assert_eq!(shown_at(b"abc", backwards), (1, 3, "ab«»c".into()));
    }

    #[test]
    fn a_byte_order_mark_counts_for_nothing() {
        assert_eq!(shown_at(b"\xEF\xBB\xBFcode,name", (3, 7)), (1, 1, "«code»,name".into()));
        assert_eq!(shown_at(b"\xEF\xBB\xBF", (0, 3)), (1, 1, "«»".into()));
    }

    #[test]
    fn what_is_not_utf_8_does_not_move_the_mark() {
        let gbk = b"\xB1\xEA\xCC\xE2 = 1";
        assert_eq!(shown_at(gbk, (7, 8)).1, 8);
        assert!(shown_at(gbk, (7, 8)).2.ends_with("= «1»"));
    }

    #[test]
    fn of_a_long_mark_the_beginning_is_shown() {
        let (line, column, text) = shown(&format!("前«{}»后", "长".repeat(300)));
        assert_eq!((line, column, text), (1, 2, format!("前«{}…»", "长".repeat(30))));
        assert_eq!(shown(&format!("«{}»后", "x".repeat(60))).2, format!("«{}»后", "x".repeat(60)));
    }
}
