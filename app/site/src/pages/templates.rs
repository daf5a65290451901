//! The page templates, compiled for one language.

use std::fmt::Write;
use std::sync::Arc;

use dealerbook_locale::Texts;
use minijinja::value::{Kwargs, Value};
use minijinja::{AutoEscape, Environment, Error, ErrorKind, Output, State, UndefinedBehavior};

macro_rules! templates {
    ($($name:literal),* $(,)?) => {
        [$(($name, include_str!(concat!("../../templates/", $name)))),*]
    };
}

const TEMPLATES: [(&str, &str); 15] = templates![
    "article.html",
    "catalog.html",
    "contacts.html",
    "contract.html",
    "contracts.html",
    "home.html",
    "issue.html",
    "meeting.html",
    "meetings.html",
    "newsletter.html",
    "not-found.html",
    "parts/macros.html",
    "parts/official.html",
    "policies.html",
    "policy.html",
];

/// Every template, with the texts of one language.
pub struct Templates(Result<Environment<'static>, String>);

impl Templates {
    /// Compiles the templates around `shell`, the page shell that Trunk wrote.
    pub fn new(shell: &str, texts: &Arc<Texts>) -> Self {
        Self(compile(shell, texts).map_err(|error| described(&error)))
    }

    /// Renders one of them with `values`.
    pub fn render(&self, name: &str, values: &Value) -> Result<String, String> {
        let environment = self.0.as_ref().map_err(Clone::clone)?;
        environment.get_template(name).and_then(|template| template.render(values)).map_err(|error| described(&error))
    }
}

fn compile(shell: &str, texts: &Arc<Texts>) -> Result<Environment<'static>, Error> {
    let mut environment = Environment::empty();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.set_formatter(write_escaped);
    environment.add_filter("length", minijinja::filters::length);
    environment.add_filter("replace", minijinja::filters::replace);
    environment.add_filter("tojson", |value: Value| json(&value));
    environment.add_function("t", text_function(texts));
    environment.add_function("count", count_function(texts));
    environment.add_template_owned("shell.html", rooted(shell))?;
    for (name, source) in TEMPLATES {
        environment.add_template(name, source)?;
    }
    Ok(environment)
}

/// Trunk writes the addresses of its files from the top of the host; pages need them from where they are. The
/// scripts are told where the islands are.
fn rooted(shell: &str) -> String {
    shell.replace("href=\"/", "href=\"{{ root }}").replace("src=\"/", "src=\"{{ root }}").replacen(
        "<script ",
        "<script data-islands=\"{{ islands_href }}\" data-wasm=\"{{ wasm_href }}\" ",
        1,
    )
}

/// Escapes as the Markdown renderer does; what is missing shows nothing.
fn write_escaped(out: &mut Output<'_>, state: &mut State<'_, '_>, value: &Value) -> Result<(), Error> {
    let failed = |_| Error::new(ErrorKind::WriteFailure, "the page could not be written");
    if value.is_none() {
        return Ok(());
    }
    if value.is_undefined() {
        return minijinja::escape_formatter(out, state, value);
    }
    match value.as_str() {
        Some(text) if value.is_safe() => out.write_str(text).map_err(failed),
        Some(text) => pulldown_cmark_escape::escape_html(Wrapper(out), text).map_err(failed),
        None => write!(out, "{value}").map_err(failed),
    }
}

struct Wrapper<'a, 'o>(&'a mut Output<'o>);

impl pulldown_cmark_escape::StrWrite for Wrapper<'_, '_> {
    type Error = std::fmt::Error;

    fn write_str(&mut self, text: &str) -> Result<(), Self::Error> {
        self.0.write_str(text)
    }

    fn write_fmt(&mut self, arguments: std::fmt::Arguments<'_>) -> Result<(), Self::Error> {
        self.0.write_fmt(arguments)
    }
}

/// JSON that can stand inside a script element.
pub(super) fn json(value: &impl serde::Serialize) -> Result<Value, Error> {
    let json = serde_json::to_string(value)
        .map_err(|error| Error::new(ErrorKind::BadSerialization, "not JSON").with_source(error))?;
    Ok(Value::from_safe_string(json.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026")))
}

fn text_function(texts: &Arc<Texts>) -> impl Fn(&str, Kwargs) -> Result<String, Error> + 'static {
    let texts = Arc::clone(texts);
    move |key, arguments| {
        if !texts.has(key) {
            return Err(Error::new(ErrorKind::InvalidOperation, format!("no text has the key {key}")));
        }
        let values: Vec<(String, Value)> = arguments
            .args()
            .map(|name| Ok((name.to_owned(), arguments.get::<Value>(name)?)))
            .collect::<Result<_, Error>>()?;
        let filled: Vec<dealerbook_locale::Argument<'_>> =
            values.iter().map(|(name, value)| (name.as_str(), value as &dyn std::fmt::Display)).collect();
        Ok(texts.fill(key, &filled).into_owned())
    }
}

fn count_function(texts: &Arc<Texts>) -> impl Fn(&str, usize) -> String + 'static {
    let texts = Arc::clone(texts);
    move |key, count| texts.count(key, count)
}

/// An error with its causes and the template's line.
fn described(error: &Error) -> String {
    let mut text = format!("{error:#}");
    let mut cause = std::error::Error::source(error);
    while let Some(inner) = cause {
        let _ = write!(text, ": {inner}");
        cause = inner.source();
    }
    text
}
