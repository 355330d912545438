//! Questions that a script can ask, with answers that are lists and texts of its own: rhythms, names
//! of scales and chords, the events of a pattern.
//!
//! They change nothing, and their answers depend on their arguments alone.

use rhai::{Array, Dynamic, Engine, Map};

use super::bind::{self, Call};
use super::convert::{LONGEST_LIST, from_arg, to_number};
use super::stage::Stage;
use super::take::Failed;
use crate::diag::{Diagnostic, Severity};
use crate::pattern::{Event, Pattern, bjorklund};
use crate::theory::{scales, voicings};
use crate::time::{Span, Time};
use crate::vocab::args::arg_of;

/// A question about a pattern takes no more cycles than this.
const MOST_CYCLES: f64 = 64.0;

/// The characters of a drawn line.
const WIDTH: usize = 60;

/// Teaches an engine the questions.
pub(crate) fn register(engine: &mut Engine, stage: &Stage) {
    bind::native(engine, stage, "bjorklund", 2, rhythm);
    for name in ["scaleList", "scaleTable"] {
        bind::native(engine, stage, name, 0, |_| {
            // As a scale is written in a pattern.
            list(scales::rows::SCALES.iter().map(|row| row.name.replace(' ', ":")))
        });
    }
    bind::native(engine, stage, "raiseDegree", 2, |call| altered(call, 1.0));
    bind::native(engine, stage, "lowerDegree", 2, |call| altered(call, -1.0));
    for name in ["chordList", "chordTable", "chordL"] {
        bind::native(engine, stage, name, 0, |_| {
            list(voicings::rows::qualities(voicings::rows::DEFAULT))
        });
    }
    for name in ["queryArc", "query"] {
        bind::native(engine, stage, name, 3, |call| {
            let (Some(from), Some(to)) = (number(call, 1), number(call, 2)) else {
                return Dynamic::from(Failed);
            };
            events(call, from, to)
        });
    }
    bind::native(engine, stage, "firstCycle", 1, |call| events(call, 0.0, 1.0));
    bind::native(engine, stage, "deconstruct", 2, deconstruct);
    for name in ["drawLine", "showFirstCycle"] {
        bind::native(engine, stage, name, 1, draw_line);
    }
}

fn list(names: impl IntoIterator<Item = impl Into<String>>) -> Dynamic {
    let names = names.into_iter().map(|name| Dynamic::from(name.into()));
    Dynamic::from_array(names.collect::<Array>())
}

fn number(call: &Call, index: usize) -> Option<f64> {
    let number = to_number(call.args[index]).filter(|number| number.is_finite());
    if number.is_none() {
        call.tell_argument(index, format!("`{}` takes a number here", call.name));
    }
    number
}

/// `raiseDegree(degree, scale)`: a list of semitones with one of them moved.
fn altered(call: &Call, by: f64) -> Dynamic {
    let Some(degree) = number(call, 0) else { return Dynamic::from(Failed) };
    let Some(mut notes) = call.args[1].clone().try_cast::<Array>() else {
        let message = format!("`{}` takes a list of semitones here", call.name);
        call.tell_argument(1, message);
        return Dynamic::from(Failed);
    };
    let count = notes.len();
    let found = notes.get_mut(degree.max(0.0) as usize).filter(|_| degree >= 0.0);
    match found.map(|note| (to_number(note), note)) {
        Some((Some(number), note)) => *note = Dynamic::from_float(number + by),
        _ => return call.refuse(format!("there is no degree {degree} among {count}, from 0 on")),
    }
    Dynamic::from_array(notes)
}

fn pattern(call: &Call, index: usize) -> Option<Pattern> {
    let user = format!("`{}`", call.name);
    Some(bind::to_take(call, call.args[index], &user)?.pattern)
}

fn rhythm(call: &Call) -> Dynamic {
    let (Some(onsets), Some(steps)) = (number(call, 0), number(call, 1)) else {
        return Dynamic::from(Failed);
    };
    match bjorklund(onsets as i64, steps as i64) {
        Some(rhythm) => {
            let steps = rhythm.into_iter().map(|on| Dynamic::from_int(i64::from(on)));
            Dynamic::from_array(steps.collect())
        }
        None => call.refuse(format!("there is no rhythm of {onsets} onsets in {steps} steps")),
    }
}

fn heard(pattern: &Pattern, span: Span) -> Vec<Event> {
    let mut events = Vec::new();
    pattern.query(span, &mut events);
    events.sort_by_key(|event| event.part.begin);
    events
}

fn events(call: &Call, from: f64, to: f64) -> Dynamic {
    let Some(pattern) = pattern(call, 0) else { return Dynamic::from(Failed) };
    let to = to.min(from + MOST_CYCLES);
    let (Some(from), Some(to)) = (Time::from_f64(from), Time::from_f64(to)) else {
        return Dynamic::from(Failed);
    };
    if from >= to {
        return Dynamic::from_array(Array::new());
    }
    let map = |event: &Event| {
        let whole = event.whole_or_part();
        let mut map = Map::new();
        map.insert("begin".into(), Dynamic::from(whole.begin));
        map.insert("end".into(), Dynamic::from(whole.end));
        map.insert("onset".into(), Dynamic::from_bool(event.has_onset()));
        map.insert("value".into(), from_arg(&arg_of(&event.value)));
        Dynamic::from_map(map)
    };
    let found = heard(&pattern, Span::new(from, to));
    Dynamic::from_array(found.iter().take(LONGEST_LIST).map(map).collect())
}

/// What begins, or still sounds, in each of so many steps of a cycle.
fn steps(pattern: &Pattern, cycle: i64, count: i64) -> Vec<Step> {
    let events = heard(pattern, Span::cycle(cycle));
    let begin = Time::whole(cycle);
    let step = |i: i64| {
        let span = Span::new(begin + Time::new(i, count), begin + Time::new(i + 1, count));
        let starts = |e: &&Event| {
            let at = e.whole_or_part().begin;
            e.has_onset() && span.begin <= at && at < span.end
        };
        let names: Vec<String> = events.iter().filter(starts).map(name).collect();
        let sounds = events.iter().any(|event| event.part.intersect(span).is_some());
        match (names.is_empty(), sounds) {
            (false, _) => Step::Starts(names),
            (true, true) => Step::Sounds,
            (true, false) => Step::Rests,
        }
    };
    (0..count).map(step).collect()
}

enum Step {
    Starts(Vec<String>),
    Sounds,
    Rests,
}

/// An event's value in a word.
fn name(event: &Event) -> String {
    let text = event.value.to_string();
    let first = text.split_whitespace().next().unwrap_or("x");
    first.rsplit_once(':').map_or(first, |(_, value)| value).to_string()
}

fn deconstruct(call: &Call) -> Dynamic {
    let (Some(count), Some(pattern)) = (number(call, 0), pattern(call, 1)) else {
        return Dynamic::from(Failed);
    };
    let written = |step: &Step| match step {
        Step::Starts(names) if names.len() > 1 => format!("[{}]", names.join(", ")),
        Step::Starts(names) => names.join(""),
        Step::Sounds => "_".to_string(),
        Step::Rests => "~".to_string(),
    };
    let steps = steps(&pattern, 0, (count as i64).clamp(1, 256));
    Dynamic::from(steps.iter().map(written).collect::<Vec<_>>().join(" "))
}

/// The smallest number of steps, of those that musicians count, on which all events of a cycle begin.
fn grid(pattern: &Pattern, cycle: i64) -> i64 {
    let events = heard(pattern, Span::cycle(cycle));
    let fits = |count: &&i64| {
        let on_step = |e: &Event| (e.part.begin * Time::whole(**count)).is_whole();
        events.iter().all(on_step)
    };
    [4, 6, 8, 12, 16, 24, 32].iter().find(fits).copied().unwrap_or(32)
}

fn draw_line(call: &Call) -> Dynamic {
    let Some(pattern) = pattern(call, 0) else { return Dynamic::from(Failed) };
    let mut line = String::new();
    for cycle in 0..16 {
        let letter = |step: &Step| match step {
            Step::Starts(names) => names[0].chars().next().unwrap_or('x'),
            Step::Sounds => '-',
            Step::Rests => '.',
        };
        let count = grid(&pattern, cycle);
        if !line.is_empty() && line.len() + count as usize >= WIDTH {
            break;
        }
        line.push('|');
        line.extend(steps(&pattern, cycle, count).iter().map(letter));
    }
    line.push('|');
    let mut said = Diagnostic::warning(call.stage.state().call_span(call.ctx), line);
    said.severity = Severity::Note;
    call.stage.tell(said);
    call.args[0].clone()
}
