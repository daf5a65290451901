//! Reading TOML with the place of everything, collecting every problem instead of stopping at the first.
//!
//! A [`Document`] is parsed once; [`Fields`] hands out its keys one by one as typed values and, when it is
//! finished, complains about the keys that nobody asked for.

mod syntax;
mod values;

use std::cell::{Cell, RefCell};
use std::ops::Range;
use std::sync::Arc;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::diagnostic::{Diagnostic, Place, nearest};

pub use values::{Localized, Value};

/// A value and where it stands in its file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct At<T> {
    /// The value.
    pub value: T,
    /// Bytes of the file.
    pub span: Range<usize>,
}

/// The file being read, and the problems found in it so far.
pub struct Reader {
    path: Arc<str>,
    /// Where the TOML begins in the file: behind the first `+++` of a page.
    offset: usize,
    problems: RefCell<Vec<Diagnostic>>,
}

impl Reader {
    /// For the file at `path`.
    pub fn new(path: &Arc<str>) -> Self {
        Self { path: Arc::clone(path), offset: 0, problems: RefCell::default() }
    }

    /// A place in this file, by bytes of the file.
    pub fn place(&self, span: Range<usize>) -> Place {
        Place::new(&self.path, span)
    }

    /// Notes a problem.
    pub fn report(&self, diagnostic: Diagnostic) {
        self.problems.borrow_mut().push(diagnostic);
    }

    /// Notes an error called `name` at `span` of the file.
    pub fn error(&self, name: &'static str, span: Range<usize>) {
        self.report(Diagnostic::error(name, self.place(span)));
    }

    /// What was found.
    pub fn into_problems(self) -> Vec<Diagnostic> {
        self.problems.into_inner()
    }

    /// Reads `source`, TOML that begins at byte `offset` of the file, and gives its keys to `read`.
    /// Syntax errors are noted, and what could be understood is read all the same.
    pub fn toml<T>(&mut self, source: &str, offset: usize, read: impl FnOnce(&mut Fields<'_>) -> T) -> T {
        self.offset = offset;
        let (table, errors) = DeTable::parse_recoverable(source);
        let told = errors.iter().map(|error| syntax::diagnostic(error, source, offset, &self.path)).collect();
        let earlier = self.problems.take();
        let whole = offset..offset + source.len();
        let mut fields = Fields::new(self, table.get_ref(), whole, !errors.is_empty());
        let value = read(&mut fields);
        fields.finish();
        let found = self.problems.replace(earlier);
        self.problems.get_mut().extend(syntax::each_once(told, found));
        value
    }

    pub(crate) fn shifted(&self, span: Range<usize>) -> Range<usize> {
        span.start + self.offset..span.end + self.offset
    }
}

/// The keys of one table.
pub struct Fields<'a> {
    reader: &'a Reader,
    table: &'a DeTable<'a>,
    span: Range<usize>,
    known: RefCell<Vec<&'static str>>,
    /// The file has syntax errors: a key that seems to be missing may be in the part not understood.
    damaged: bool,
    open_keys: Cell<bool>,
}

impl<'a> Fields<'a> {
    fn new(reader: &'a Reader, table: &'a DeTable<'a>, span: Range<usize>, damaged: bool) -> Self {
        Self { reader, table, span, known: RefCell::default(), damaged, open_keys: Cell::new(false) }
    }

    /// The file's reader.
    pub fn reader(&self) -> &'a Reader {
        self.reader
    }

    /// Where the table stands in the file.
    pub fn span(&self) -> Range<usize> {
        self.span.clone()
    }

    fn find(&self, key: &'static str) -> Option<&'a Spanned<DeValue<'a>>> {
        self.known.borrow_mut().push(key);
        self.table.get(key)
    }

    /// Whether `key` is there; it counts as known.
    pub fn has(&self, key: &'static str) -> bool {
        self.find(key).is_some()
    }

    /// The value of `key` with its place, when it is there and can be read.
    pub fn located<T: Value>(&self, key: &'static str) -> Option<At<T>> {
        let value = self.find(key)?;
        let span = self.reader.shifted(value.span());
        Some(At { value: T::read(value, self.reader)?, span })
    }

    /// The value of `key`, when it is there and can be read.
    pub fn optional<T: Value>(&self, key: &'static str) -> Option<T> {
        self.located(key).map(|at| at.value)
    }

    /// The value of `key` with its place; its absence is an error.
    pub fn required_at<T: Value>(&self, key: &'static str) -> Option<At<T>> {
        if self.find(key).is_none() && !self.damaged {
            self.reader.report(
                Diagnostic::error("missing-key", self.reader.place(self.span.start..self.span.start))
                    .with("key", key)
                    .with("example", T::EXAMPLE),
            );
        }
        self.located(key)
    }

    /// The value of `key`; its absence is an error.
    pub fn required<T: Value>(&self, key: &'static str) -> Option<T> {
        self.required_at(key).map(|at| at.value)
    }

    /// The table under `key`, read by `read`.
    pub fn table<T>(&self, key: &'static str, read: impl FnOnce(&Fields<'_>) -> T) -> Option<T> {
        let value = self.find(key)?;
        let Some(table) = value.get_ref().as_table() else {
            self.wrong_kind(value, "table");
            return None;
        };
        let fields = Fields::new(self.reader, table, self.reader.shifted(value.span()), self.damaged);
        let read = read(&fields);
        fields.finish();
        Some(read)
    }

    /// Every table of the list under `key` (`[[key]]`), read by `read`; tables that can't be read are left out.
    pub fn tables<T>(&self, key: &'static str, read: impl Fn(&Fields<'_>) -> Option<T>) -> Vec<T> {
        let Some(value) = self.find(key) else {
            return Vec::new();
        };
        let Some(list) = value.get_ref().as_array() else {
            self.wrong_kind(value, "tables");
            return Vec::new();
        };
        let mut items = Vec::with_capacity(list.len());
        for item in list.iter() {
            let Some(table) = item.get_ref().as_table() else {
                self.wrong_kind(item, "tables");
                continue;
            };
            let fields = Fields::new(self.reader, table, self.reader.shifted(item.span()), self.damaged);
            items.extend(read(&fields));
            fields.finish();
        }
        items
    }

    /// Every key with its value, for a table whose keys are names of the author's own; sorted by key.
    pub fn entries<T: Value>(&self) -> Vec<(At<String>, T)> {
        self.open_keys.set(true);
        let mut entries: Vec<_> = self
            .table
            .iter()
            .filter_map(|(key, value)| {
                let name = At { value: key.get_ref().to_string(), span: self.reader.shifted(key.span()) };
                Some((name, T::read(value, self.reader)?))
            })
            .collect();
        entries.sort_by(|a, b| a.0.value.cmp(&b.0.value));
        entries
    }

    fn wrong_kind(&self, value: &Spanned<DeValue<'_>>, wanted: &'static str) {
        values::wrong_kind(value, self.reader, wanted);
    }

    fn finish(&self) {
        if self.open_keys.get() {
            return;
        }
        let known = self.known.borrow();
        for key in self.table.keys().filter(|key| !known.contains(&key.get_ref().as_ref())) {
            let span = self.reader.shifted(key.span());
            let name = key.get_ref().as_ref();
            let diagnostic = match nearest(name, known.iter().copied()) {
                Some(meant) => Diagnostic::error("unknown-key", self.reader.place(span)).with("nearest", meant),
                None => Diagnostic::error("unknown-key-no-guess", self.reader.place(span))
                    .with("known", list(known.iter().copied())),
            };
            self.reader.report(diagnostic.with("key", name));
        }
    }
}

/// Names for a message: sorted, without doubles, separated by commas.
pub fn list<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let names: std::collections::BTreeSet<&str> = names.into_iter().collect();
    names.into_iter().collect::<Vec<_>>().join(", ")
}
