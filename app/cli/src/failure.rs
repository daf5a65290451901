//! Why a command did not do what it was asked. The texts stand in the locale files under `command.failure.<name>`.

use std::fmt::Display;
use std::io;
use std::path::Path;
use std::process::ExitCode;

use dealerbook_locale::{Argument, Texts};
use dealerbook_site::folder::ReadError;
use dealerbook_site::output::{Problem, WriteError};
use dealerbook_site::scaffold::ScaffoldError;

use crate::report::visible;

/// The end of a command that failed.
#[derive(Debug)]
pub struct Failure {
    /// What went wrong; nothing when it has been shown already.
    troubles: Vec<Trouble>,
    /// Whether the content is to be mended, and not how the command was called or what the system allows.
    of_content: bool,
}

/// One thing that went wrong.
#[derive(Debug)]
struct Trouble {
    /// The middle of its text keys.
    name: &'static str,
    /// What their `{names}` stand for.
    arguments: Vec<(&'static str, String)>,
    /// What the system said, when it was the system.
    reason: Option<Reason>,
}

/// Why the system refused.
#[derive(Debug)]
struct Reason {
    kind: Option<&'static str>,
    detail: String,
}

impl Failure {
    /// The content has errors, and they have been shown.
    pub fn shown() -> Self {
        Self { troubles: Vec::new(), of_content: true }
    }

    /// The failure called `name`.
    pub fn new(name: &'static str) -> Self {
        Self { troubles: vec![Trouble { name, arguments: Vec::new(), reason: None }], of_content: false }
    }

    /// The failure called `name`, because the system refused something about `path`.
    pub fn of_system(name: &'static str, path: &Path, error: &io::Error) -> Self {
        Self::new(name).with("path", path.display()).because(error)
    }

    /// Fills `{name}` in its texts.
    pub fn with(mut self, name: &'static str, value: impl Display) -> Self {
        for trouble in &mut self.troubles {
            trouble.arguments.push((name, value.to_string()));
        }
        self
    }

    /// Adds what the system said.
    pub fn because(mut self, error: &io::Error) -> Self {
        for trouble in &mut self.troubles {
            trouble.reason = Some(Reason::of(error));
        }
        self
    }

    /// What the program tells the one who called it: 1 when the content is to be mended, 2 for everything else.
    pub fn exit_code(&self) -> ExitCode {
        ExitCode::from(if self.of_content { 1 } else { 2 })
    }

    /// What went wrong and what to do, a line each; `None` when it has been shown already.
    pub fn message(&self, texts: &Texts) -> Option<String> {
        let messages: Vec<String> = self.troubles.iter().map(|trouble| trouble.message(texts)).collect();
        (!messages.is_empty()).then(|| messages.join("\n"))
    }
}

impl Trouble {
    fn message(&self, texts: &Texts) -> String {
        let Self { name, arguments, reason } = self;
        let said = reason.as_ref().map(|reason| reason.text(texts)).unwrap_or_default();
        let arguments: Vec<(&str, String)> = arguments.iter().map(|(name, value)| (*name, visible(value))).collect();
        let mut filled: Vec<Argument<'_>> = arguments.iter().map(|(name, value)| (*name, value as _)).collect();
        filled.push(("reason", &said));
        let fill = |key: &str| texts.has(key).then(|| texts.fill(key, &filled).into_owned());

        let key = |part: &str| format!("command.failure.{name}.{part}");
        let of_reason = || reason.as_ref().and_then(|reason| fill(&reason.advice_key()));
        let message = fill(&key("message")).unwrap_or_else(|| key("message"));
        let message = format!("{}: {message}", texts.get("command.severity.error"));
        match fill(&key("advice")).or_else(of_reason) {
            Some(advice) => format!("{message}\n  = {}: {advice}", texts.get("command.severity.advice")),
            None => message,
        }
    }
}

impl Reason {
    fn of(error: &io::Error) -> Self {
        Self { kind: kind(error), detail: error.to_string() }
    }

    fn text(&self, texts: &Texts) -> String {
        match self.kind {
            Some(kind) => texts.get(&format!("command.reason.{kind}.message")).to_owned(),
            None => self.detail.clone(),
        }
    }

    fn advice_key(&self) -> String {
        format!("command.reason.{}.advice", self.kind.unwrap_or("other"))
    }
}

/// The reasons that have texts of their own; any other is told in the system's words.
fn kind(error: &io::Error) -> Option<&'static str> {
    Some(match error.kind() {
        io::ErrorKind::NotFound => "not-found",
        io::ErrorKind::PermissionDenied => "permission-denied",
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "storage-full",
        io::ErrorKind::ReadOnlyFilesystem => "read-only",
        io::ErrorKind::AddrInUse => "address-in-use",
        io::ErrorKind::AddrNotAvailable => "address-not-available",
        _ => return None,
    })
}

impl From<ReadError> for Failure {
    fn from(ReadError { path, error }: ReadError) -> Self {
        Self::of_system("read", &path, &error)
    }
}

impl From<WriteError> for Failure {
    fn from(WriteError { problems }: WriteError) -> Self {
        let of_content = problems.iter().all(is_of_content);
        let trouble = |problem: Problem| Trouble {
            name: problem.name(),
            arguments: problem.arguments(),
            reason: problem.system().map(Reason::of),
        };
        Self { troubles: problems.into_iter().map(trouble).collect(), of_content }
    }
}

/// Whether the one who writes the content can mend it.
fn is_of_content(problem: &Problem) -> bool {
    match problem {
        Problem::NotAFolder(_)
        | Problem::Foreign(_)
        | Problem::Repository(_)
        | Problem::AmongSources { .. }
        | Problem::Disk { .. } => false,
        Problem::Name { .. }
        | Problem::Collision { .. }
        | Problem::Content { .. }
        | Problem::ImageTooLarge { .. }
        | Problem::ImageBroken { .. } => true,
    }
}

impl From<ScaffoldError> for Failure {
    fn from(error: ScaffoldError) -> Self {
        match error {
            ScaffoldError::NotEmpty(path) => Self::new("not-empty").with("path", path.display()),
            ScaffoldError::Write { path, error } => Self::of_system("write", &path, &error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_names_the_file_the_reason_and_what_to_do() {
        let error = io::Error::from(io::ErrorKind::PermissionDenied);
        let failure = Failure::of_system("read", Path::new("a/b.md"), &error);
        let message = failure.message(&dealerbook_locale::built_in("en")).expect("a message");
        assert!(message.starts_with("error: ") && message.contains("a/b.md"), "{message}");
        assert_eq!(message.lines().count(), 2, "{message}");
        assert!(!message.contains(['{', '}']), "{message}");
    }

    #[test]
    fn an_unknown_reason_is_told_in_the_systems_words() {
        let failure = Failure::of_system("read", Path::new("a"), &io::Error::other("the disk sings"));
        let message = failure.message(&dealerbook_locale::built_in("zh-Hans")).expect("a message");
        assert!(message.contains("the disk sings"), "{message}");
    }
}
