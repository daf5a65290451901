//! Pictures and downloads beside the pages.

use std::sync::Arc;

use super::ending;
use crate::diagnostic::{Diagnostic, Place};

/// A file that pages show or offer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asset {
    /// Width and height in pixels, of pictures that have them.
    pub size: Option<(u32, u32)>,
}

impl Asset {
    /// Looks at the first bytes of a picture, and at all of an SVG.
    pub fn read(path: &Arc<str>, bytes: &[u8], problems: &mut Vec<Diagnostic>) -> Self {
        let size = match ending(path).as_str() {
            "svg" => svg(path, bytes, problems),
            "png" | "jpg" | "jpeg" | "gif" | "webp" => match imagesize::blob_size(bytes) {
                Ok(size) => Some((clamped(size.width), clamped(size.height))),
                Err(_) => {
                    problems.push(Diagnostic::error("not-a-picture", Place::file(Arc::clone(path))));
                    None
                }
            },
            _ => None,
        };
        Self { size }
    }
}

fn clamped(pixels: usize) -> u32 {
    u32::try_from(pixels).unwrap_or(u32::MAX)
}

/// Elements that run, embed or reach out. An SVG opened by its own address runs in the portal's origin, where
/// it could read what a dealer keeps.
const FORBIDDEN_ELEMENTS: [&str; 9] =
    ["script", "foreignObject", "iframe", "embed", "object", "audio", "video", "handler", "listener"];

/// Refuses an SVG with script, event handlers, foreign objects or references to anything outside itself;
/// gives its size.
fn svg(path: &Arc<str>, bytes: &[u8], problems: &mut Vec<Diagnostic>) -> Option<(u32, u32)> {
    let mut refuse = |name: &'static str, at: std::ops::Range<usize>, what: &str| {
        problems.push(Diagnostic::error(name, Place::new(path, at)).with("what", what));
    };
    let Ok(text) = std::str::from_utf8(bytes) else {
        refuse("svg-broken", 0..0, "UTF-8");
        return None;
    };
    let document = match roxmltree::Document::parse(text) {
        Ok(document) => document,
        Err(error) => {
            refuse("svg-broken", 0..0, &error.to_string());
            return None;
        }
    };
    for node in document.root().descendants() {
        if node.is_pi() && node.pi().is_some_and(|pi| pi.target == "xml-stylesheet") {
            refuse("svg-reaches-out", node.range(), "xml-stylesheet");
        }
        if !node.is_element() {
            continue;
        }
        let element = node.tag_name().name();
        if FORBIDDEN_ELEMENTS.iter().any(|name| element.eq_ignore_ascii_case(name)) {
            refuse("svg-can-run", node.range().start..node.range().start + 1 + element.len(), element);
        }
        if element.eq_ignore_ascii_case("style") && node.text().is_some_and(style_reaches_out) {
            refuse("svg-reaches-out", node.range(), "style");
        }
        for attribute in node.attributes() {
            let name = attribute.name();
            let value = attribute.value();
            if name.to_ascii_lowercase().starts_with("on") {
                refuse("svg-can-run", attribute.range(), name);
            } else if matches!(name, "href" | "src") && !is_own_reference(value) || style_reaches_out(value) {
                refuse("svg-reaches-out", attribute.range(), value);
            } else if name == "attributeName" && value.to_ascii_lowercase().ends_with("href") {
                refuse("svg-can-run", attribute.range(), value);
            }
        }
    }
    svg_size(document.root_element())
}

/// A part of the same picture, or a picture that it carries in itself.
fn is_own_reference(value: &str) -> bool {
    let value = value.trim();
    value.starts_with('#')
        || ["data:image/png;", "data:image/jpeg;", "data:image/webp;"].iter().any(|start| value.starts_with(start))
}

fn style_reaches_out(value: &str) -> bool {
    let value = value.to_ascii_lowercase();
    let outside = value.split("url(").skip(1).any(|rest| !rest.trim_start_matches([' ', '"', '\'']).starts_with('#'));
    outside || value.contains("@import") || value.contains("javascript:") || value.contains('\\')
}

fn svg_size(root: roxmltree::Node<'_, '_>) -> Option<(u32, u32)> {
    let pixels = |name: &str| root.attribute(name)?.trim_end_matches("px").parse::<f64>().ok();
    let (width, height) = pixels("width").zip(pixels("height")).or_else(|| {
        let mut numbers = root.attribute("viewBox")?.split([' ', ',']).filter(|part| !part.is_empty()).skip(2);
        numbers.next()?.parse().ok().zip(numbers.next()?.parse().ok())
    })?;
    let rounded = |number: f64| {
        let whole = number.round();
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "bounded on both sides")]
        (1.0..=100_000.0).contains(&whole).then_some(whole as u32)
    };
    rounded(width).zip(rounded(height))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems_of(svg: &str) -> Vec<&'static str> {
        let mut problems = Vec::new();
        Asset::read(&"newsletter/a/x.svg".into(), svg.as_bytes(), &mut problems);
        problems.into_iter().map(|problem| problem.name).collect()
    }

    fn around(inner: &str) -> String {
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" viewBox=\"0 0 16 9\">{inner}</svg>"
        )
    }

    #[test]
    fn an_honest_drawing_passes_and_has_a_size() {
        let drawing = around(
            "<defs><linearGradient id=\"g\"/></defs><rect fill=\"url(#g)\" style=\"stroke:url('#g')\"/><use xlink:href=\"#g\"/>",
        );
        assert_eq!(problems_of(&drawing), [] as [&str; 0]);
        let asset = Asset::read(&"a.svg".into(), drawing.as_bytes(), &mut Vec::new());
        assert_eq!(asset.size, Some((16, 9)));
    }

    #[test]
    fn whatever_runs_or_reaches_out_is_refused() {
        for (inner, problem) in [
            ("<script>indexedDB.open('x')</script>", "svg-can-run"),
            ("<g onload=\"x()\"/>", "svg-can-run"),
            ("<g onLoad=\"x()\"/>", "svg-can-run"),
            ("<foreignObject/>", "svg-can-run"),
            ("<a href=\"javascript:x()\"/>", "svg-reaches-out"),
            ("<image href=\"https://evil.example/x.png\"/>", "svg-reaches-out"),
            ("<image xlink:href=\"other.svg\"/>", "svg-reaches-out"),
            ("<use href=\"data:image/svg+xml;base64,AA\"/>", "svg-reaches-out"),
            ("<rect fill=\"url(https://evil.example/#a)\"/>", "svg-reaches-out"),
            ("<style>@import 'x.css';</style>", "svg-reaches-out"),
            ("<style>a{background:url(x)}</style>", "svg-reaches-out"),
            ("<set attributeName=\"xlink:href\" to=\"javascript:x()\"/>", "svg-can-run"),
            ("<animate attributeName=\"href\" values=\"a\"/>", "svg-can-run"),
        ] {
            assert!(problems_of(&around(inner)).contains(&problem), "{inner}: {:?}", problems_of(&around(inner)));
        }
        assert_eq!(problems_of("<svg"), ["svg-broken"]);
        let bomb = "<!DOCTYPE svg [<!ENTITY a \"b\"><!ENTITY c \"&a;&a;\">]><svg>&c;</svg>";
        assert_eq!(problems_of(bomb), ["svg-broken"], "no entity is ever expanded");
    }
}
