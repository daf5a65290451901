//! Product tables.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;
use dealerbook_domain::money::{AmountError, parse_amount};
use rust_decimal::Decimal;

use crate::diagnostic::{Diagnostic, Place, nearest};
use crate::read::{At, Localized, Reader, list};

/// What one file below `catalog/` says.
#[derive(Clone, Debug)]
pub struct CatalogFile {
    /// The name of the catalogue: the file's name without ending.
    pub name: String,
    /// The file.
    pub path: Arc<str>,
    /// Its heading, from the TOML beside the table.
    pub title: Option<Localized>,
    /// Its place among the catalogues, from the TOML beside the table.
    pub order: Option<u32>,
    /// Its products, in order; none in the TOML.
    pub products: Vec<Product>,
}

/// A product.
#[derive(Clone, Debug)]
pub struct Product {
    /// Code, unique over all catalogues.
    pub code: At<String>,
    /// Name, category and size in the default language.
    pub wording: ProductWording,
    /// The same in other languages, by BCP 47 tag.
    pub translations: BTreeMap<String, ProductWording>,
    /// What is counted: 台.
    pub unit: String,
    /// Units in a case.
    pub per_case: Option<u32>,
    /// EAN-13.
    pub barcode: Option<String>,
    /// First day of sale.
    pub launched: Option<NaiveDate>,
    /// One of [`STATUSES`].
    pub status: Option<&'static str>,
    /// Picture, as written.
    pub image: Option<At<String>>,
    /// Price in the portal's currency.
    pub price: Option<Decimal>,
}

/// What of a product is translated.
#[derive(Clone, Debug, Default)]
pub struct ProductWording {
    /// Name.
    pub name: Option<String>,
    /// Category.
    pub category: Option<String>,
    /// Size and kind.
    pub spec: Option<String>,
}

/// What can be said of a product's sale.
pub const STATUSES: [&str; 4] = ["new", "on-sale", "ending", "ended"];

const COLUMNS: [&str; 11] =
    ["code", "name", "category", "spec", "unit", "per_case", "barcode", "launched", "status", "image", "price"];
const TRANSLATED: [&str; 3] = ["name", "category", "spec"];
const REQUIRED: [&str; 4] = ["code", "name", "category", "unit"];

/// Reads the TOML beside a table.
pub(super) fn read_title(path: &Arc<str>, text: &str, offset: usize, problems: &mut Vec<Diagnostic>) -> CatalogFile {
    let mut reader = Reader::new(path);
    let (title, order) = reader.toml(text, offset, |fields| (fields.required("title"), fields.optional("order")));
    problems.extend(reader.into_problems());
    CatalogFile { name: name_of(path), path: Arc::clone(path), title, order, products: Vec::new() }
}

fn name_of(path: &str) -> String {
    let file = path.rsplit('/').next().unwrap_or(path);
    file.rsplit_once('.').map_or(file, |(name, _)| name).to_owned()
}

/// Reads a table of products.
pub(super) fn read(path: &Arc<str>, text: &str, offset: usize, problems: &mut Vec<Diagnostic>) -> CatalogFile {
    let mut table = Table { path, text, offset, problems };
    let products = table.products();
    CatalogFile { name: name_of(path), path: Arc::clone(path), title: None, order: None, products }
}

struct Table<'a, 't> {
    path: &'a Arc<str>,
    text: &'t str,
    offset: usize,
    problems: &'a mut Vec<Diagnostic>,
}

/// A record's cells by column, and where each stands; empty ones are left out.
type Row<'h> = BTreeMap<&'h str, At<String>>;

fn text(row: &Row<'_>, column: &str) -> Option<String> {
    row.get(column).map(|cell| cell.value.clone())
}

impl<'t> Table<'_, 't> {
    fn report(&mut self, name: &'static str, span: std::ops::Range<usize>) -> &mut Diagnostic {
        let span = span.start + self.offset..span.end + self.offset;
        self.problems.push(Diagnostic::error(name, Place::new(self.path, span)));
        self.problems.last_mut().expect("just pushed")
    }

    fn products(&mut self) -> Vec<Product> {
        let text = self.closed_part();
        let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
        let mut records = reader.records();
        let Some(Ok(headings)) = records.next() else {
            self.report("table-without-headings", 0..0);
            return Vec::new();
        };
        let headings: Vec<String> = headings.iter().map(|heading| heading.trim().to_owned()).collect();
        self.check_headings(&headings);
        let mut products = Vec::new();
        while let Some(record) = records.next() {
            match record {
                Ok(record) => {
                    let row = self.row(&headings, &record, byte(records.reader().position().byte()));
                    products.extend(self.product(&row));
                }
                Err(error) => {
                    let at = error.position().map_or(0, |position| byte(position.byte()));
                    self.report("table-broken", at..at);
                }
            }
        }
        products
    }

    /// The text up to a record with a quotation mark that is never closed. The reader of CSV would take all that
    /// follows for one cell, and products would be lost without a word.
    fn closed_part(&mut self) -> &'t str {
        let Some(open) = unclosed_quote(self.text) else {
            return self.text;
        };
        let line_start = self.text[..open].rfind('\n').map_or(0, |at| at + 1);
        let line_end = self.text[open..].find(['\r', '\n']).map_or(self.text.len(), |length| open + length);
        self.report("table-broken", open..line_end);
        &self.text[..line_start]
    }

    fn check_headings(&mut self, headings: &[String]) {
        let first_line = self.text.lines().next().unwrap_or_default().len();
        for heading in headings {
            let base = heading.split_once('.').map_or(heading.as_str(), |(base, _)| base);
            let known = COLUMNS.contains(&heading.as_str()) || (heading.contains('.') && TRANSLATED.contains(&base));
            if !known {
                let at = self.text[..first_line].find(heading.as_str()).unwrap_or(0);
                let guess = nearest(heading, COLUMNS).map(ToOwned::to_owned);
                let diagnostic = match &guess {
                    Some(_) => self.report("unknown-key", at..at + heading.len()),
                    None => self.report("unknown-key-no-guess", at..at + heading.len()),
                };
                *diagnostic = diagnostic
                    .clone()
                    .with("key", heading)
                    .with("nearest", guess.unwrap_or_default())
                    .with("known", list(COLUMNS));
            }
        }
        for column in REQUIRED.iter().filter(|column| !headings.iter().any(|heading| heading == *column)) {
            let diagnostic = self.report("missing-column", 0..first_line);
            *diagnostic = diagnostic.clone().with("column", column);
        }
    }

    /// The cells of `record`, which ends before the byte `end`.
    fn row<'h>(&mut self, headings: &'h [String], record: &csv::StringRecord, end: usize) -> Row<'h> {
        let start = record.position().map_or(0, |position| byte(position.byte()));
        // The line feed of a Windows line end still stands before the next record.
        let start = end - self.text[start..end].trim_start_matches(['\r', '\n']).len();
        let line = start..start + self.text[start..end].trim_end().len();
        let whole = record.len() == headings.len();
        if !whole {
            let diagnostic = self.report("wrong-number-of-cells", line.clone());
            *diagnostic = diagnostic.clone().with("found", record.len()).with("wanted", headings.len());
        }
        let mut cells = Row::new();
        let mut at = start;
        for (heading, cell) in headings.iter().zip(record.iter()) {
            let value = cell.trim();
            if value.is_empty() {
                continue;
            }
            // A cell with quotation marks in it is written otherwise than it reads; its line will do.
            let span = self.text[at..end].find(value).map(|found| at + found..at + found + value.len());
            at = span.as_ref().map_or(at, |span| span.end);
            cells.insert(heading.as_str(), At { value: value.to_owned(), span: span.unwrap_or_else(|| line.clone()) });
        }
        // Of a row that is cut short, or a column that isn't there, the one problem is told, not each empty cell.
        let wanted = REQUIRED.into_iter().filter(|column| whole && headings.iter().any(|heading| heading == column));
        for column in wanted.filter(|column| !cells.is_empty() && !cells.contains_key(column)) {
            let diagnostic = self.report("empty-cell", line.clone());
            *diagnostic = diagnostic.clone().with("column", column);
        }
        cells
    }

    fn product(&mut self, row: &Row<'_>) -> Option<Product> {
        let code = row.get("code")?.clone();
        let offset = self.offset;
        let shifted = |cell: &At<String>| At {
            value: cell.value.clone(),
            span: cell.span.start + offset..cell.span.end + offset,
        };
        Some(Product {
            code: shifted(&code),
            wording: ProductWording {
                name: text(row, "name"),
                category: text(row, "category"),
                spec: text(row, "spec"),
            },
            translations: translations(row),
            unit: text(row, "unit")?,
            per_case: self.parsed(row, "per_case", "not-an-integer", |text| text.parse().ok().filter(|n| *n > 0)),
            barcode: self.parsed(row, "barcode", "wrong-barcode", |text| is_ean_13(text).then(|| text.to_owned())),
            launched: self.parsed(row, "launched", "not-a-date-in-a-table", |text| text.parse().ok()),
            status: self.parsed(row, "status", "unknown-product-status", |text| {
                STATUSES.into_iter().find(|status| *status == text)
            }),
            image: row.get("image").map(shifted),
            price: self.price(row),
        })
    }

    fn parsed<T>(
        &mut self,
        row: &Row<'_>,
        column: &'static str,
        problem: &'static str,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Option<T> {
        let cell = row.get(column)?;
        let value = parse(&cell.value);
        if value.is_none() {
            let diagnostic = self.report(problem, cell.span.clone());
            *diagnostic =
                diagnostic.clone().with("found", &cell.value).with("column", column).with("known", list(STATUSES));
        }
        value
    }

    fn price(&mut self, row: &Row<'_>) -> Option<Decimal> {
        let cell = row.get("price")?;
        match parse_amount(&cell.value) {
            Ok(price) if !price.is_sign_negative() => Some(price),
            outcome => {
                let name = match outcome {
                    Err(AmountError::TooLarge | AmountError::TooPrecise) => "amount-out-of-bounds",
                    _ => "not-an-amount",
                };
                let diagnostic = self.report(name, cell.span.clone());
                *diagnostic = diagnostic.clone().with("found", &cell.value);
                None
            }
        }
    }
}

fn translations(row: &Row<'_>) -> BTreeMap<String, ProductWording> {
    let mut translations: BTreeMap<String, ProductWording> = BTreeMap::new();
    for (heading, cell) in row {
        let Some((column, language)) = heading.split_once('.') else {
            continue;
        };
        let wording = translations.entry(language.to_owned()).or_default();
        let text = Some(cell.value.clone());
        match column {
            "name" => wording.name = text,
            "category" => wording.category = text,
            _ => wording.spec = text,
        }
    }
    translations
}

/// Where a quotation mark opens a cell that never ends.
fn unclosed_quote(text: &str) -> Option<usize> {
    let (mut open, mut cell_begins) = (None, true);
    let mut characters = text.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        match (open, character) {
            (Some(_), '"') if characters.next_if(|(_, next)| *next == '"').is_none() => open = None,
            (None, '"') if cell_begins => open = Some(at),
            _ => {}
        }
        cell_begins = open.is_none() && matches!(character, ',' | '\r' | '\n');
    }
    open
}

fn byte(position: u64) -> usize {
    usize::try_from(position).unwrap_or(usize::MAX)
}

/// Whether the check digit is right (GS1 General Specifications, section 7.9).
fn is_ean_13(text: &str) -> bool {
    let digits: Vec<u32> = text.chars().filter_map(|c| c.to_digit(10)).collect();
    let sum: u32 = digits.iter().enumerate().map(|(position, digit)| digit * (1 + 2 * (position as u32 % 2))).sum();
    text.len() == 13 && digits.len() == 13 && sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_table(text: &str) -> (CatalogFile, Vec<(&'static str, usize)>) {
        let mut problems = Vec::new();
        let file = read(&"catalog/a.csv".into(), text, 0, &mut problems);
        (file, problems.into_iter().map(|problem| (problem.name, problem.place.span.0)).collect())
    }

    fn crlf(text: &str) -> String {
        text.replace('\n', "\r\n")
    }

    #[test]
    fn products_are_read_with_their_translations() {
        let (file, problems) = read_table(
            "code,name,name.en,category,unit,per_case,barcode,price\nK1,\"电水壶, 大\",Kettle,水壶,台,4,6901234567892,129.00\n",
        );
        assert_eq!(problems, []);
        let product = &file.products[0];
        assert_eq!(product.wording.name.as_deref(), Some("电水壶, 大"));
        assert_eq!(product.translations["en"].name.as_deref(), Some("Kettle"));
        assert_eq!(product.price.unwrap().to_string(), "129.00");
    }

    #[test]
    fn each_bad_cell_is_pointed_at() {
        let head = "code,name,category,unit,per_case,barcode,launched,status,price\n";
        for (row, problem, mark) in [
            ("K1,甲,乙,台,0,,,,\n", "not-an-integer", "0"),
            ("K1,甲,乙,台,,6901234567893,,,\n", "wrong-barcode", "6901234567893"),
            ("K1,甲,乙,台,,,2026-02-30,,\n", "not-a-date-in-a-table", "2026-02-30"),
            ("K1,甲,乙,台,,,,gone,\n", "unknown-product-status", "gone"),
            ("K1,甲,乙,台,,,,,12元\n", "not-an-amount", "12元"),
            ("K1,甲,乙,台,,,,,-1\n", "not-an-amount", "-1"),
            ("K1,甲,乙,台,,,,,0.00001\n", "amount-out-of-bounds", "0.00001"),
            ("K1,甲,乙,,,,,,\n", "empty-cell", "K1"),
            ("K1,甲,乙,台\n", "wrong-number-of-cells", "K1"),
            ("K1,甲,\"乙\n丙\",台,,,2026-02-30,,\n", "not-a-date-in-a-table", "2026-02-30"),
            ("K1,甲,乙,\"台,,,,,\nK2,丙,丁,台,,,,,\n", "table-broken", "\"台"),
        ] {
            let on_windows = (crlf(&format!("{head}K0,零,乙,台,,,,,\n")), crlf(row));
            for (before, row) in [(head.to_owned(), row.to_owned()), on_windows] {
                let (_, problems) = read_table(&format!("{before}{row}"));
                let at = before.len() + row.find(mark).unwrap();
                assert_eq!(problems, [(problem, at)], "{before}{row}");
            }
        }
        let (file, problems) = read_table("code,name,category,unit\nK1,\"5\"\" 锅\",5\" 锅,台\nK2,\"\"\"\",乙,台\n");
        let names: Vec<_> = file.products.iter().filter_map(|product| product.wording.name.as_deref()).collect();
        assert_eq!((names, problems), (vec!["5\" 锅", "\""], Vec::new()));
        assert_eq!(read_table("code,name,category\n").1, [("missing-column", 0)]);
        assert_eq!(read_table("code,nmae,category,unit\n").1, [("unknown-key", 5), ("missing-column", 0)]);
    }
}
