//! What every page is given and searched for after it was rendered, so that no template and no content can
//! drop it: the Content-Security-Policy, and the absence of anything it would block.

/// The policy of every page. `wasm-unsafe-eval` lets WASM be compiled; no script but our files ever runs.
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
     img-src 'self' blob:; font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; \
     base-uri 'none'; form-action 'none'";

/// Puts the policy first in the head.
pub(super) fn with_policy(html: &str) -> Result<String, String> {
    let head = html.find("<head>").ok_or("the page has no <head>")? + "<head>".len();
    let policy = format!("\n  <meta http-equiv=\"Content-Security-Policy\" content=\"{CONTENT_SECURITY_POLICY}\">");
    let mut page = String::with_capacity(html.len() + policy.len());
    page.push_str(&html[..head]);
    page.push_str(&policy);
    page.push_str(&html[head..]);
    Ok(page)
}

/// Refuses a page with inline script, inline style, event handlers, `meta refresh`, `base` or anything loaded
/// from elsewhere.
///
/// It errs on the side of refusing: our pages are well-formed and everything from content is escaped, so any
/// such tag is a mistake of a template.
pub(super) fn scan(html: &str) -> Result<(), String> {
    let bytes = html.as_bytes();
    let mut at = 0;
    while let Some(found) = memchr::memchr(b'<', &bytes[at..]) {
        let start = at + found;
        let end = tag_end(bytes, start);
        let tag = &html[start..end];
        check_tag(tag).map_err(|problem| format!("{problem}: {}", tag.chars().take(120).collect::<String>()))?;
        at = end;
    }
    Ok(())
}

/// The byte behind the tag that begins at `start`, minding quoted attributes.
fn tag_end(bytes: &[u8], start: usize) -> usize {
    if bytes[start..].starts_with(b"<!--") {
        return memchr::memmem::find(&bytes[start..], b"-->").map_or(bytes.len(), |length| start + length + 3);
    }
    let mut quote = None;
    for (position, &byte) in bytes[start..].iter().enumerate() {
        match (quote, byte) {
            (None, b'>') => return start + position + 1,
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), byte) if open == byte => quote = None,
            _ => {}
        }
    }
    bytes.len()
}

/// Elements whose `href` only leads somewhere when a person follows it.
const FOLLOWED: [&str; 2] = ["a", "area"];

fn check_tag(tag: &str) -> Result<(), &'static str> {
    let name_end = tag[1..].find([' ', '>', '\n', '\t', '/', '\r']).map_or(tag.len(), |length| length + 1);
    let name = &tag[1..name_end];
    if name.is_empty() || name.starts_with(['!', '/']) {
        return Ok(());
    }
    let mut is_file = false;
    let mut is_data = false;
    for (attribute, value) in attributes(&tag[name_end..]) {
        let elsewhere = value.contains("://") || value.starts_with("//");
        match attribute {
            "style" => return Err("inline style"),
            "http-equiv" if !value.eq_ignore_ascii_case("content-security-policy") => {
                return Err("meta http-equiv");
            }
            "src" => {
                is_file = true;
                if elsewhere || value.starts_with("data:") {
                    return Err("loaded from elsewhere");
                }
            }
            "srcset" | "poster" | "data" if elsewhere => return Err("loaded from elsewhere"),
            "type" => is_data = value == "application/json",
            _ if attribute.starts_with("on") => return Err("event handler"),
            _ => {}
        }
        let script = value.trim_start().get(..11).is_some_and(|start| start.eq_ignore_ascii_case("javascript:"));
        if script {
            return Err("script address");
        }
    }
    let loads = name == "link"
        && tag.contains("://")
        && !tag.contains("rel=\"canonical\"")
        && !tag.contains("rel=\"alternate\"");
    match name {
        "script" if !is_file && !is_data => Err("inline script"),
        "style" => Err("inline style"),
        "base" | "iframe" | "object" | "embed" | "form" => Err("forbidden element"),
        _ if loads && !FOLLOWED.contains(&name) => Err("loaded from elsewhere"),
        _ => Ok(()),
    }
}

/// The attributes of a tag, in order.
fn attributes(tag: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = tag;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches([' ', '\n', '\t', '\r', '/', '>']);
        if rest.is_empty() {
            return None;
        }
        let name_end = rest.find(['=', ' ', '>', '\n', '\t', '\r', '/']).unwrap_or(rest.len());
        let (name, after) = rest.split_at(name_end);
        let Some(value) = after.strip_prefix('=') else {
            rest = if name.is_empty() { &rest[1..] } else { after };
            return Some((name, ""));
        };
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
        let (value, after) = match quote {
            Some(quote) => value[1..].split_once(quote).unwrap_or((&value[1..], "")),
            None => value.split_at(value.find([' ', '>', '\n']).unwrap_or(value.len())),
        };
        rest = after;
        Some((name, value))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_policy_comes_first_in_the_head() {
        let page = with_policy("<!doctype html><html><head><meta charset=\"utf-8\">").unwrap();
        assert!(
            page.starts_with("<!doctype html><html><head>\n  <meta http-equiv=\"Content-Security-Policy\""),
            "{page}"
        );
        assert!(
            !CONTENT_SECURITY_POLICY.contains("unsafe-eval'; style")
                || CONTENT_SECURITY_POLICY.contains("'wasm-unsafe-eval'")
        );
        assert!(with_policy("<html>").is_err());
    }

    #[test]
    fn honest_pages_pass() {
        let page = "<!doctype html><html lang=\"zh\"><head><link rel=\"canonical\" href=\"https://a.example/\">\
             <script src=\"start.js\" data-islands=\"i.js\"></script></head><body>\
             <script type=\"application/json\">{\"a\":\"b\"}</script><a href=\"https://b.example/\">x > y</a>\
             <img src=\"a.png\" alt=\"a > b\"><!-- <script> --></body></html>";
        assert_eq!(scan(page), Ok(()));
    }

    #[test]
    fn whatever_the_policy_would_block_is_refused() {
        for tag in [
            "<script>x()</script>",
            "<script type=\"module\">x()</script>",
            "<script src=\"https://evil.example/x.js\"></script>",
            "<img src=\"//evil.example/x.png\">",
            "<img src=x onerror=alert(1)>",
            "<p\nonclick='x()'>",
            "<a title=\"a>b\" onfocus=\"x()\">",
            "<p style=\"color:red\">",
            "<style>p{}</style>",
            "<meta http-equiv=\"refresh\" content=\"0;url=x\">",
            "<base href=\"/\">",
            "<iframe src=\"a.html\"></iframe>",
            "<form action=\"x\"></form>",
            "<a href=\"javascript:x()\">",
            "<link rel=\"stylesheet\" href=\"https://evil.example/x.css\">",
        ] {
            assert!(scan(tag).is_err(), "{tag}");
        }
    }
}
