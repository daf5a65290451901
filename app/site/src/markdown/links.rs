//! Where links of a document may lead.

use crate::folder::CONTENT_FOLDERS;

/// Something of the portal's own that a link or picture names.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    /// A file of the content, relative to the company's folder.
    Content(String),
    /// A file below `public/`, written with a leading slash.
    Public(String),
}

/// What an author wrote behind a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Destination {
    /// A place on the same page.
    Here(String),
    /// A file of the portal's own, and perhaps a place in it.
    Own(Target, Option<String>),
    /// An address elsewhere, of a scheme that may pass.
    Elsewhere,
    /// An address with a scheme that may not pass.
    ForbiddenScheme(String),
    /// A path that leads out of the company's folder.
    Outside,
}

/// URL schemes that content may use.
pub const ALLOWED_SCHEMES: [&str; 4] = ["http", "https", "mailto", "tel"];

impl Destination {
    /// Reads the `url` written in the file at `from` (relative to the company's folder).
    pub fn read(url: &str, from: &str) -> Self {
        if let Some(anchor) = url.strip_prefix('#') {
            return Self::Here(decoded(anchor));
        }
        if url.starts_with("//") || url.starts_with('\\') {
            return Self::ForbiddenScheme("//".to_owned());
        }
        if let Some(scheme) = scheme(url) {
            return if ALLOWED_SCHEMES.contains(&scheme.as_str()) {
                Self::Elsewhere
            } else {
                Self::ForbiddenScheme(scheme)
            };
        }
        let (path, anchor) = url.split_once('#').map_or((url, None), |(path, anchor)| (path, Some(decoded(anchor))));
        let path = decoded(path.split('?').next().unwrap_or_default());
        let target = match path.strip_prefix('/') {
            Some(public) => join("", public).map(Target::Public),
            None => join(folder_of(from), &path).map(Target::Content),
        };
        target.map_or(Self::Outside, |target| Self::Own(target, anchor))
    }
}

/// The scheme of an absolute URL, in lower case. Browsers ignore tabs and line ends inside it, so do we.
fn scheme(url: &str) -> Option<String> {
    let visible: String = url.chars().filter(|c| !c.is_control() && !c.is_whitespace()).collect();
    let (scheme, _) = visible.split_once(':')?;
    let starts_well = scheme.starts_with(|c: char| c.is_ascii_alphabetic());
    let rest_well = scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    (starts_well && rest_well).then(|| scheme.to_ascii_lowercase())
}

/// The folder of a path with forward slashes; empty at the top.
pub fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// `path` seen from `folder`, without `.` and `..`; `None` when it leads out of the top.
pub fn join(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            name => parts.push(name),
        }
    }
    Some(parts.join("/"))
}

/// Whether a path can be content at all.
pub fn is_content(path: &str) -> bool {
    CONTENT_FOLDERS.iter().any(|folder| path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/')))
}

/// Undoes `%E4%B8%AD`; what isn't valid stays as written.
fn decoded(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let code = (first == b'%' && after.len() >= 2)
            .then(|| std::str::from_utf8(&after[..2]).ok().and_then(|hex| u8::from_str_radix(hex, 16).ok()))
            .flatten();
        match code {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

/// The relative reference from the page at `from` to the file at `to`, both output paths with forward slashes.
/// Characters that mean something in a URL are percent-encoded; others stay readable.
pub fn relative(from: &str, to: &str) -> String {
    let folders = |path| folder_of(path).split('/').filter(|part: &&str| !part.is_empty());
    let shared = folders(from).zip(folders(to)).take_while(|(a, b)| a == b).count();
    let mut reference = "../".repeat(folders(from).count() - shared);
    for (position, part) in to.split('/').skip(shared).enumerate() {
        if position > 0 {
            reference.push('/');
        }
        push_encoded(part, &mut reference);
    }
    reference
}

/// One part of a path, fit for an `href`.
pub fn push_encoded(part: &str, into: &mut String) {
    for c in part.chars() {
        match c {
            ' ' | '"' | '#' | '%' | '<' | '>' | '?' | '\\' | '^' | '`' | '{' | '|' | '}' | ':' | '\'' | '&' => {
                let mut buffer = [0; 4];
                for byte in c.encode_utf8(&mut buffer).bytes() {
                    into.push_str(&format!("%{byte:02X}"));
                }
            }
            c => into.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn destinations_are_told_apart() {
        let from = "newsletter/2026-11/a.md";
        let own = |path: &str| Target::Content(path.to_owned());
        for (url, expected) in [
            ("#x", Destination::Here("x".into())),
            ("b.md", Destination::Own(own("newsletter/2026-11/b.md"), None)),
            ("../../policies/c.md#1", Destination::Own(own("policies/c.md"), Some("1".into()))),
            ("%E4%B8%AD.md", Destination::Own(own("newsletter/2026-11/中.md"), None)),
            ("/images/x.svg", Destination::Own(Target::Public("images/x.svg".into()), None)),
            ("../../../secret", Destination::Outside),
            ("/../secret", Destination::Outside),
            ("https://example.com/", Destination::Elsewhere),
            ("tel:0757", Destination::Elsewhere),
            ("JavaScript:alert(1)", Destination::ForbiddenScheme("javascript".into())),
            ("java\nscript:alert(1)", Destination::ForbiddenScheme("javascript".into())),
            (" data:text/html,x", Destination::ForbiddenScheme("data".into())),
            ("//evil.example/x", Destination::ForbiddenScheme("//".into())),
        ] {
            assert_eq!(Destination::read(url, from), expected, "{url:?}");
        }
    }

    #[test]
    fn relative_references_lead_back_and_forth() {
        for (from, to, expected) in [
            ("index.html", "policies/a.html", "policies/a.html"),
            ("policies/a.html", "index.html", "../index.html"),
            ("policies/a.html", "policies/b.html", "b.html"),
            ("newsletter/2026-11/a.html", "policies/b.html", "../../policies/b.html"),
            ("en/policies/a.html", "policies/a 1.html", "../../policies/a%201.html"),
            ("policies/policies", "policies", "../policies"),
        ] {
            assert_eq!(relative(from, to), expected, "{from} → {to}");
        }
    }
}
