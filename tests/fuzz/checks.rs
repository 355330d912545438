//! What must hold for every text, sensible or not: it is read without a panic, and what it stands for
//! answers questions near zero, before zero and far away, in time that runs forwards.
//!
//! Whether the answers are right is not asked here.

use tresillo::diag::Source;
use tresillo::mini;
use tresillo::pattern::{Context, Event, Pattern};
use tresillo::script::Compiler;
use tresillo::time::{Span, Time};

/// Where patterns are asked: the beginning, a piece before it, and far from it.
fn spans() -> [Span; 4] {
    [
        Span::cycle(0),
        Span::cycle(1),
        Span::new(Time::new(-7, 3), Time::new(-5, 3)),
        Span::new(Time::new(2_000_003, 2), Time::new(3_000_007, 3)),
    ]
}

fn ask(pattern: &Pattern) {
    let mut events: Vec<Event> = Vec::new();
    for span in spans() {
        events.clear();
        pattern.query_in(&Context::default(), span, &mut events);
        for event in &events {
            for span in [event.part, event.whole_or_part()] {
                assert!(span.begin <= span.end, "time runs backwards: {event:?}");
            }
        }
    }
}

/// Reads a text in mini-notation and asks what it stands for.
pub(crate) fn notation(text: &str) {
    match mini::parse(text, None) {
        Ok(pattern) => ask(&pattern),
        Err(mistakes) => assert!(!mistakes.is_empty(), "refused without a word"),
    }
}

/// Runs a script and asks all its tracks.
pub(crate) fn script(compiler: &mut Compiler, text: &str) {
    let outcome = compiler.compile(&Source::new("fuzz.rhai", text));
    for said in &outcome.diagnostics {
        assert!(!said.message.contains("internal error"), "a panic was caught: {said:?}");
        let Some(span) = said.span else { continue };
        let source = outcome.sources.get(span.file).expect("a text that is known");
        assert!(span.range().end <= source.text.len(), "a place outside its text: {said:?}");
        source.line_column(span.start as usize);
    }
    for track in outcome.set.tracks.iter().take(8) {
        ask(&track.pattern);
    }
}
