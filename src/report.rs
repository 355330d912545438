//! Messages as text: with the source and a caret for people, as JSON for programs.
//!
//! Where the text goes, and whether it may have colours, is decided by those who have a terminal.

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use serde_json::{Value as Json, json};

use crate::diag::{Diagnostic, Severity, Sources};

/// Lines are broken to fit this many columns where the source allows.
const WIDTH: usize = 100;

/// A message with the lines it is about, as rustc draws them.
///
/// ```text
/// error: there is no function `fsat`
///  --> beat.rhai:2:14
///   |
/// 2 | drums: s("bd").fsat(2)
///   |                ^^^^
///   |
///   = help: did you mean `fast`?
/// ```
pub fn draw(said: &Diagnostic, sources: &Sources, colours: bool) -> String {
    let level = match said.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let place = said.span.and_then(|span| Some((sources.get(span.file)?, span)));
    let mut group =
        annotate_snippets::Group::with_title(level.primary_title(said.message.as_str()));
    if let Some((source, span)) = place {
        let range = clip(&source.text, span.range());
        let snippet = Snippet::source(&*source.text)
            .path(&*source.name)
            .annotation(AnnotationKind::Primary.span(range));
        group = group.element(snippet);
    }
    for hint in &said.hints {
        group = group.element(Level::HELP.message(hint.as_str()));
    }
    let renderer = if colours { Renderer::styled() } else { Renderer::plain() };
    renderer.decor_style(DecorStyle::Ascii).term_width(WIDTH).render(&[group])
}

/// A range that lies within the text and between its letters.
fn clip(text: &str, range: std::ops::Range<usize>) -> std::ops::Range<usize> {
    let inside = |mut at: usize| {
        at = at.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let start = inside(range.start);
    start..inside(range.end).max(start)
}

/// All messages, a blank line between them, and a last line that counts them; empty if there are none.
pub fn draw_all(diagnostics: &[Diagnostic], sources: &Sources, colours: bool) -> String {
    if diagnostics.is_empty() {
        return String::new();
    }
    let mut parts: Vec<String> =
        diagnostics.iter().map(|said| draw(said, sources, colours)).collect();
    parts.push(summary(diagnostics));
    parts.join("\n\n")
}

/// `2 errors, 1 warning`.
pub fn summary(diagnostics: &[Diagnostic]) -> String {
    let kinds =
        [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Note, "note")];
    let counted = kinds.map(|(severity, name)| {
        (diagnostics.iter().filter(|said| said.severity == severity).count(), name)
    });
    let words = counted
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, name)| format!("{count} {name}{}", if *count == 1 { "" } else { "s" }));
    words.collect::<Vec<_>>().join(", ")
}

/// A message as JSON: `severity`, `message`, `hints`, and where it has a place `file`, `line`,
/// `column`, `end_line`, `end_column` (counted from 1, columns in characters).
pub fn to_json(said: &Diagnostic, sources: &Sources) -> Json {
    let severity = match said.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    };
    let mut object = json!({
        "severity": severity,
        "message": said.message,
        "hints": said.hints,
    });
    let place = said.span.and_then(|span| Some((sources.get(span.file)?, span)));
    if let (Some((source, span)), Some(fields)) = (place, object.as_object_mut()) {
        let (line, column) = source.line_column(span.start as usize);
        let (end_line, end_column) = source.line_column(span.end() as usize);
        fields.insert("file".into(), Json::from(&*source.name));
        for (name, number) in
            [("line", line), ("column", column), ("end_line", end_line), ("end_column", end_column)]
        {
            fields.insert(name.into(), Json::from(number));
        }
    }
    object
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::{Source, SrcSpan};

    fn sources() -> Sources {
        let mut sources = Sources::default();
        sources.insert(Source::new("beat.rhai", "tempo(128)\ndrums: s(\"bd\").fsat(2)\n"));
        sources
    }

    #[test]
    fn a_message_shows_its_place() {
        let sources = sources();
        let span = SrcSpan::new(crate::diag::SourceId(0), 26, 30);
        let said =
            Diagnostic::error(span, "there is no function `fsat`").hint("did you mean `fast`?");
        insta::assert_snapshot!(draw_all(&[said], &sources, false));
    }

    #[test]
    fn a_message_as_json_counts_from_one() {
        let sources = sources();
        let span = SrcSpan::new(crate::diag::SourceId(0), 26, 30);
        let json = to_json(&Diagnostic::warning(span, "so"), &sources);
        assert_eq!(
            (&json["line"], &json["column"], &json["end_column"]),
            (&2.into(), &16.into(), &20.into())
        );
    }

    #[test]
    fn places_beyond_the_text_are_harmless() {
        let sources = sources();
        for (start, end) in [(0, 9999), (500, 600), (34, 34), (33, 33)] {
            let span = SrcSpan::new(crate::diag::SourceId(0), start, end);
            draw(&Diagnostic::error(span, "so"), &sources, true);
        }
    }
}
