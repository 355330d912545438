//! What a script can ask a pattern while it runs: its grid, and where its events come from.
//!
//! Answers go among the messages; nothing that is asked changes what plays.

use std::sync::Arc;

use rhai::{Dynamic, Engine};

use super::bind::{self, Call};
use super::convert::{describe, to_number};
use super::stage::{SCRIPT, Stage};
use super::take::Failed;
use crate::diag::{Diagnostic, Severity};
use crate::grid;
use crate::pattern::explain::Chain;
use crate::pattern::{Context, Explained, Made, Pattern};
use crate::time::{Span, Time};
use crate::vocab::{Arg, Form, Word};

/// Events that `explain` tells of.
const MOST_EVENTS: usize = 32;

/// Teaches an engine the questions.
pub(crate) fn register(engine: &mut Engine, stage: &Stage) {
    for count in 1..=2 {
        bind::native(engine, stage, "grid", count, grid);
        bind::native(engine, stage, "explain", count, explain);
    }
}

/// What a pattern is asked in while a script runs.
fn context(stage: &Stage) -> Context {
    let set = &stage.state().set;
    Context { cps: set.cps, seed: set.seed }
}

/// `p.grid(16)`: what plays, as a text that `beat` can read.
fn grid(call: &Call) -> Dynamic {
    let steps = match call.args.get(1).map(|value| (value, to_number(value))) {
        None => 0,
        Some((_, Some(steps))) if (1.0..=grid::MOST as f64).contains(&steps) => steps as usize,
        Some((value, _)) => {
            let what = describe(value);
            call.tell_argument(1, format!("`grid` takes a number of steps, not {what}"));
            return Dynamic::from(Failed);
        }
    };
    let Some(take) = bind::to_take(call, call.args[0], "`grid`") else {
        return Dynamic::from(Failed);
    };
    Dynamic::from(grid::print(&take.pattern, &context(call.stage), steps).text)
}

/// `p.explain()`: tells where the events of a cycle come from, and gives the pattern back.
fn explain(call: &Call) -> Dynamic {
    let cycle = call.args.get(1).and_then(|value| to_number(value)).unwrap_or(0.0);
    let Some(take) = bind::to_take(call, call.args[0], "`explain`") else {
        return Dynamic::from(Failed);
    };
    let cycle = Time::from_f64(cycle.clamp(-1e6, 1e6)).unwrap_or(Time::ZERO).cycle();
    let mut events = take.pattern.explained(&context(call.stage), Span::cycle(cycle));
    events.sort_by_key(|explained| explained.event.part.begin);
    let mut state = call.stage.state();
    let count = events.len();
    let message = format!("cycle {cycle} has {count} event{}", if count == 1 { "" } else { "s" });
    let mut said = Diagnostic::warning(state.call_span(call.ctx), message);
    said.severity = Severity::Note;
    let lines = events.iter().take(MOST_EVENTS).map(|event| line(event, &state.sources));
    said.hints.extend(lines);
    if count > MOST_EVENTS {
        said.hints.push(format!("and {} more", count - MOST_EVENTS));
    }
    state.tell(said);
    drop(state);
    call.args[0].clone()
}

/// An event with its story, on one line.
fn line(explained: &Explained, sources: &crate::diag::Sources) -> String {
    let whole = explained.event.whole_or_part();
    let head = format!("{} - {} {}", whole.begin, whole.end, explained.event.value);
    let story = explained.story(sources);
    if story.is_empty() { head } else { format!("{head}: {}", story.join("; ")) }
}

/// What made the pattern that a call is made on, which is the first argument of a method and the
/// last one of a function.
pub(crate) fn made_before(word: Word, form: Form, args: &[Arg]) -> Option<Arc<Chain>> {
    let receiver = match (word, form) {
        (Word::Function(function), _) if !function.method => return None,
        (Word::Function(_), Form::Function) => args.last(),
        (Word::Control(_), _) if args.len() < 2 => return None,
        _ => args.first(),
    };
    match receiver? {
        Arg::Pattern(pattern) => pattern.made().cloned(),
        _ => None,
    }
}

/// The result of a call, signed with its place.
pub(crate) fn signed(call: &Call, pattern: Pattern, before: Option<Arc<Chain>>) -> Pattern {
    let position = call.ctx.call_position();
    let file = match call.ctx.call_source() {
        Some(name) => call.stage.state().sources.id(name).unwrap_or(SCRIPT),
        None => SCRIPT,
    };
    let line = position.line().unwrap_or(1) as u32;
    let column = position.position().unwrap_or(1) as u32;
    pattern.made_by(Made { name: call.name, file, line, column }, before)
}
