//! Problems on a page. Its looks are in `serve/reload.css`.

use dealerbook_locale::Texts;
use dealerbook_site::Severity;

use super::{Problem, Spot};

pub(super) fn list(summary: &str, problems: &[Problem], texts: &Texts) -> String {
    let items: String = problems.iter().map(|problem| item(problem, texts)).collect();
    format!("<h1 id=\"problems-title\">{}</h1>\n<ol>\n{items}</ol>\n", escaped(summary))
}

fn item(problem: &Problem, texts: &Texts) -> String {
    let (class, label) = match problem.severity {
        Severity::Error => ("error", "command.severity.error"),
        Severity::Warning => ("warning", "command.severity.warning"),
    };
    let label = escaped(texts.get(label));
    let message = escaped(&problem.message);
    let mut html = format!("<li class=\"{class}\"><p><strong>{label}</strong> {message}</p>\n");
    html += &spot(&problem.at);
    if let Some(advice) = &problem.advice {
        let label = escaped(texts.get("command.severity.advice"));
        html += &format!("<p><strong>{label}</strong> {}</p>\n", escaped(advice));
    }
    if let Some(related) = &problem.related {
        html += &format!("<p>{}</p>\n{}", escaped(texts.get("command.severity.related")), spot(related));
    }
    html + "</li>\n"
}

fn spot(spot: &Spot) -> String {
    let path = escaped(&spot.path);
    let Some(excerpt) = &spot.excerpt else {
        return format!("<p class=\"place\">{path}</p>\n");
    };
    let [before, marked, after] = [&excerpt.before, &excerpt.marked, &excerpt.after].map(|text| escaped(text));
    let (line, column) = (excerpt.line, excerpt.column);
    format!(
        "<p class=\"place\">{path}:{line}:{column}</p>\n\
         <pre><span class=\"line\">{line}</span>{before}<mark>{marked}</mark>{after}</pre>\n"
    )
}

fn escaped(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            _ => html.push(character),
        }
    }
    html
}
