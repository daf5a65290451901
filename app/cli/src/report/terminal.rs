//! Problems on a terminal.

use annotate_snippets::{AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};
use dealerbook_locale::Texts;
use dealerbook_site::Severity;

use super::{Excerpt, Problem, Spot};

/// Of longer lines the part around the mark is shown.
const WIDTH: usize = 80;

pub(super) fn long(problem: &Problem, texts: &Texts) -> String {
    let level = match problem.severity {
        Severity::Error => Level::ERROR.with_name(texts.get("command.severity.error")),
        Severity::Warning => Level::WARNING.with_name(texts.get("command.severity.warning")),
    };
    let mut group = level.primary_title(&*problem.message).element(element(&problem.at, AnnotationKind::Primary));
    if let Some(advice) = &problem.advice {
        group = group.element(Level::HELP.with_name(texts.get("command.severity.advice")).message(&**advice));
    }
    let mut groups = vec![group];
    groups.extend(problem.related.as_ref().map(|spot| related(spot, texts)));
    // ASCII only: in Chinese fonts box drawings are often two columns wide, and the mark would slip.
    let renderer = Renderer::styled().term_width(WIDTH);
    format!("{}\n\n", renderer.render(&groups))
}

pub(super) fn short(problem: &Problem) -> String {
    // Not translated: editors and scripts look for these words.
    let severity = match problem.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let Spot { openable, excerpt, .. } = &problem.at;
    let (line, column) = excerpt.as_ref().map_or((1, 1), |excerpt| (excerpt.line, excerpt.column));
    let message = problem.message.replace('\n', " ");
    format!("{openable}:{line}:{column}: {severity}: {message}\n")
}

fn related<'a>(spot: &'a Spot, texts: &'a Texts) -> Group<'a> {
    let title = texts.get("command.severity.related");
    Level::NOTE.no_name().secondary_title(title).element(element(spot, AnnotationKind::Context))
}

fn element(spot: &Spot, kind: AnnotationKind) -> Element<'_> {
    let Some(Excerpt { line, before, marked, after, .. }) = &spot.excerpt else {
        return Origin::path(&*spot.openable).into();
    };
    let span = before.len()..before.len() + marked.len();
    Snippet::source(format!("{before}{marked}{after}"))
        .path(&*spot.openable)
        .line_start(*line)
        .annotation(kind.span(span))
        .into()
}
