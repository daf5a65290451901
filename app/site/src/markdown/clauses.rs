//! Contract clauses: numbers that an author wrote and that never move.

/// A numbered clause (`第三条`) or sub-clause (`3.2`).
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Clause {
    /// `3` or `3.2`.
    pub number: String,
    /// What stands before its text: `第三条`, `3.2`.
    pub label: String,
    /// The heading's text behind the number; empty for a sub-clause.
    pub title: String,
    /// The anchor: `clause-3.2`.
    pub id: String,
}

impl Clause {
    fn new(number: String, label: &str, title: &str) -> Self {
        let id = format!("clause-{number}");
        Self { number, label: label.trim().to_owned(), title: title.trim().to_owned(), id }
    }

    /// Reads a heading: `第三条 付款`, `3 Payment`, `3. Payment`, `Article 3 Payment`.
    pub fn from_heading(text: &str) -> Option<Self> {
        let text = text.trim();
        if let Some(rest) = text.strip_prefix('第') {
            let (numeral, title) = rest.split_once('条').or_else(|| rest.split_once('條'))?;
            let number = numeral.parse().ok().or_else(|| chinese_number(numeral))?;
            let label = &text[..text.len() - title.len()];
            return Some(Self::new(number.to_string(), label, title));
        }
        let rest = text.strip_prefix("Article ").or_else(|| text.strip_prefix("Clause ")).unwrap_or(text);
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let number: u32 = rest[..digits].parse().ok()?;
        let title = rest[digits..].trim_start_matches(['.', '、', ':', '：']);
        let label = &text[..text.len() - title.len()];
        Some(Self::new(number.to_string(), label, title))
    }

    /// Reads the beginning of a paragraph: `3.2 The dealer …`.
    pub fn from_paragraph(text: &str) -> Option<Self> {
        let (label, _) = text.split_once([' ', '\u{3000}'])?;
        let mut parts = label.split('.');
        let is_number = |part: &str| !part.is_empty() && part.len() <= 3 && part.bytes().all(|b| b.is_ascii_digit());
        let enough = parts.clone().count() >= 2;
        (enough && parts.all(is_number)).then(|| Self::new(label.to_owned(), label, ""))
    }

    /// The number of the clause that this one is part of.
    pub fn parent(&self) -> Option<&str> {
        self.number.rsplit_once('.').map(|(parent, _)| parent)
    }
}

/// Reads 一 to 九百九十九.
fn chinese_number(text: &str) -> Option<u32> {
    let (mut total, mut digit) = (0, None);
    for c in text.chars() {
        let unit = match c {
            '十' => 10,
            '百' => 100,
            '零' | '〇' => continue,
            _ => {
                let value = "一二三四五六七八九".chars().position(|known| known == c)?;
                digit = Some(u32::try_from(value).ok()? + 1);
                continue;
            }
        };
        total += digit.take().unwrap_or(1) * unit;
    }
    Some(total + digit.unwrap_or(0)).filter(|number| *number > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_numerals_count() {
        for (text, number) in
            [("一", 1), ("十", 10), ("十二", 12), ("二十", 20), ("二十三", 23), ("一百零五", 105), ("九百九十九", 999)]
        {
            assert_eq!(chinese_number(text), Some(number), "{text}");
        }
        assert_eq!(chinese_number("三号"), None);
    }

    #[test]
    fn headings_and_paragraphs_give_their_numbers() {
        let heading = Clause::from_heading("第十二条 价格与付款").unwrap();
        assert_eq!(
            (heading.number.as_str(), heading.label.as_str(), heading.title.as_str()),
            ("12", "第十二条", "价格与付款")
        );
        assert_eq!(Clause::from_heading("3. Payment").unwrap().id, "clause-3");
        assert_eq!(Clause::from_heading("Article 3 Payment").unwrap().title, "Payment");
        assert_eq!(Clause::from_heading("附则"), None);
        assert_eq!(Clause::from_paragraph("3.2 乙方应当").unwrap().parent(), Some("3"));
        assert_eq!(Clause::from_paragraph("3.2.1 乙方").unwrap().parent(), Some("3.2"));
        for text in ["3 乙方", "2026.年 x", "3.5% 的", "乙方"] {
            assert_eq!(Clause::from_paragraph(text), None, "{text}");
        }
    }
}
