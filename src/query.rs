//! Events as text: what `query` prints, as lines for people and as JSON for programs.
//!
//! It asks patterns and writes answers; reading the command line is left to `cli`.

use std::io::{self, BufRead, Write};

use serde_json::{Map, Number, Value as Json, json};

use crate::diag::{Diagnostic, Severity, Sources};
use crate::pattern::{Context, Event, Explained, Made, Pattern, Value};
use crate::script::Compiler;
use crate::time::{Span, Time};

/// The events of a pattern between two moments, asked for cycle by cycle as a player does, and sorted
/// by time: an event that crosses the end of a cycle comes in pieces.
pub fn events(pattern: &Pattern, context: &Context, span: Span) -> Vec<Event> {
    events_if_all(pattern, context, span).0
}

/// The same, and whether these are all: a cycle holds only so many.
pub fn events_if_all(pattern: &Pattern, context: &Context, span: Span) -> (Vec<Event>, bool) {
    let (mut events, mut all) = (Vec::new(), true);
    for cycle in span.cycles() {
        all &= pattern.query_in(context, cycle, &mut events);
    }
    events.sort_by_key(|event| {
        let whole = event.whole_or_part();
        (event.part.begin, whole.begin, event.part.end, whole.end)
    });
    (events, all)
}

/// The same, each event with how it came to be.
pub fn explained(pattern: &Pattern, context: &Context, span: Span) -> Vec<Explained> {
    let mut events = Vec::new();
    for cycle in span.cycles() {
        events.extend(pattern.explained(context, cycle));
    }
    events.sort_by_key(|explained| {
        let (event, whole) = (&explained.event, explained.event.whole_or_part());
        (event.part.begin, whole.begin, event.part.end, whole.end)
    });
    events
}

/// An event and its story as JSON: as [`event_json`], with `from`, `through` and `chance`.
pub fn explained_json(explained: &Explained, sources: &Sources) -> Json {
    let mut json = event_json(&explained.event);
    let name = |file| sources.get(file).map_or("", |source| &*source.name).to_string();
    let from = explained.event.origins.iter().filter_map(|span| {
        let source = sources.get(span.file)?;
        let (line, column) = source.line_column(span.start as usize);
        let text = source.text.get(span.range())?;
        Some(json!({ "file": name(span.file), "line": line, "column": column, "text": text }))
    });
    json["from"] = from.collect();
    let through = explained.calls.iter().map(|made| {
        let Made { name: function, file, line, column } = *made;
        json!({ "function": function, "file": name(file), "line": line, "column": column })
    });
    json["through"] = through.collect();
    let chance = explained.draws.iter().map(|draw| {
        let (at, seed) = (draw.at.to_string(), draw.seed.to_string());
        json!({ "at": at, "seed": seed, "drew": draw.drew, "above": draw.above })
    });
    json["chance"] = chance.collect();
    json
}

/// How many events a pattern has between two moments, asked for cycle by cycle, and whether these are
/// all.
pub fn count(pattern: &Pattern, context: &Context, span: Span) -> (usize, bool) {
    let mut events = Vec::new();
    let (mut count, mut all) = (0, true);
    for cycle in span.cycles() {
        events.clear();
        all &= pattern.query_in(context, cycle, &mut events);
        count += events.len();
    }
    (count, all)
}

/// An event as JSON: `{"whole": ["0", "1/2"], "part": [..], "value": ..}`; `whole` is `null` for a
/// sample of something continuous.
pub fn event_json(event: &Event) -> Json {
    let span = |span: Span| json!([span.begin.to_string(), span.end.to_string()]);
    json!({
        "whole": event.whole.map_or(Json::Null, span),
        "part": span(event.part),
        "value": value_json(&event.value),
    })
}

/// A value as JSON; control values by their canonical names, in alphabetical order.
pub fn value_json(value: &Value) -> Json {
    match value {
        Value::Number(x) => number_json(*x),
        Value::Text(text) => Json::String(text.to_string()),
        Value::Bool(yes) => Json::Bool(*yes),
        Value::Pattern(pattern) => Json::String(pattern.to_string()),
        Value::List(list) => Json::Array(list.iter().map(value_json).collect()),
        Value::Controls(controls) => {
            let mut entries: Vec<(&str, Json)> = controls
                .iter()
                .map(|(control, value)| (control.info().name, value_json(value)))
                .collect();
            entries.sort_unstable_by_key(|(name, _)| *name);
            let entries = entries.into_iter().map(|(name, value)| (name.to_string(), value));
            Json::Object(entries.collect::<Map<_, _>>())
        }
    }
}

/// Whole numbers without a point; what is no number is `null`.
fn number_json(x: f64) -> Json {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    if x.fract() == 0.0 && x.abs() <= EXACT {
        return Json::from(x as i64);
    }
    Number::from_f64(x).map_or(Json::Null, Json::Number)
}

/// An event as a line: its part, its whole where it is cut, its value.
///
/// ```text
/// 0 - 1/2      s:bd
/// 1/2 - 2/3    note:c3   (of 1/2 - 1)
/// ```
pub fn event_line(event: &Event) -> String {
    let span = |span: Span| format!("{} - {}", span.begin, span.end);
    let whole = match event.whole {
        None => "   (continuous)".to_string(),
        Some(whole) if whole == event.part => String::new(),
        Some(whole) => format!("   (of {})", span(whole)),
    };
    format!("{:<16} {}{whole}", span(event.part), event.value)
}

/// How far from the beginning patterns are asked, in cycles: to a fraction of a step there, a moment is
/// still exact.
const FARTHEST: f64 = 1e9;

/// Answers lines of JSON, `{"id", "expr", "from", "to"}`, one for one; empty lines are passed over. How
/// many answers hold not all the events that were asked for: these have `"incomplete": true`.
///
/// # Errors
/// When reading or writing fails.
pub fn batch(
    compiler: &mut Compiler,
    input: impl BufRead,
    mut output: impl Write,
) -> io::Result<usize> {
    let mut incomplete = 0;
    for line in input.split(b'\n') {
        let answer = match str::from_utf8(&line?) {
            Ok(line) if line.trim().is_empty() => continue,
            Ok(line) => answer(compiler, line),
            Err(_) => json!({ "id": null, "error": plain_error("this line is not UTF-8") }),
        };
        incomplete += usize::from(answer.get("incomplete").is_some());
        writeln!(output, "{answer}")?;
    }
    output.flush()?;
    Ok(incomplete)
}

/// The answer to one line of a batch: `{"id", "events"}`, with `"incomplete"` if there are more, or `{"id", "error"}`.
pub fn answer(compiler: &mut Compiler, line: &str) -> Json {
    let question: Json = match serde_json::from_str(line) {
        Ok(question) => question,
        Err(error) => {
            let message = format!("this line is no JSON: {error}");
            return json!({ "id": null, "error": plain_error(&message) });
        }
    };
    let id = question.get("id").cloned().unwrap_or(Json::Null);
    match ask(compiler, &question) {
        Ok((events, true)) => json!({ "id": id, "events": events }),
        Ok((events, false)) => json!({ "id": id, "events": events, "incomplete": true }),
        Err(error) => json!({ "id": id, "error": error }),
    }
}

fn plain_error(message: &str) -> Json {
    json!({ "message": message, "line": 1, "column": 1 })
}

/// The events, and whether these are all.
fn ask(compiler: &mut Compiler, question: &Json) -> Result<(Vec<Json>, bool), Json> {
    let Some(expression) = question.get("expr").and_then(Json::as_str) else {
        return Err(plain_error("`expr` is missing"));
    };
    let from = moment(question, "from", Time::ZERO)?;
    let to = moment(question, "to", from + Time::ONE)?;
    let span = stretch(from, to).map_err(|message| plain_error(&message))?;
    let pattern = compiler
        .expression(expression)
        .map_err(|(diagnostics, sources)| error_json(&diagnostics, &sources))?;
    let (events, all) = events_if_all(&pattern, &Context::default(), span);
    Ok((events.iter().map(event_json).collect(), all))
}

/// The stretch that a question is about.
///
/// # Errors
/// When it would end before it begins, or lies where nobody counts any more; the message says so.
pub fn stretch(from: Time, to: Time) -> Result<Span, String> {
    if from > to {
        return Err(format!("there is nothing from {from} to {to}: `to` lies before `from`"));
    }
    if [from, to].iter().any(|moment| moment.to_f64().abs() > FARTHEST) {
        return Err(format!("moments lie between -{FARTHEST} and {FARTHEST} cycles"));
    }
    Ok(Span::new(from, to))
}

/// A moment in cycles: `0`, `3/8` or `2.5`. Nothing is divided by zero.
pub fn moment_of(text: &str) -> Option<Time> {
    let by_zero = text.split_once('/').is_some_and(|(_, by)| by.trim().parse() == Ok(0i64));
    let read = || text.parse().ok().or_else(|| text.parse().ok().and_then(Time::from_f64));
    if by_zero { None } else { read() }
}

/// A moment of a question: a fraction as text, or a number.
fn moment(question: &Json, name: &str, default: Time) -> Result<Time, Json> {
    let time = match question.get(name) {
        None | Some(Json::Null) => Some(default),
        Some(Json::String(text)) => moment_of(text),
        Some(Json::Number(number)) => number.as_f64().and_then(Time::from_f64),
        Some(_) => None,
    };
    time.ok_or_else(|| plain_error(&format!("`{name}` is a fraction such as \"3/8\"")))
}

/// The first error as `{"message", "line", "column"}`, with its hints in the message.
pub fn error_json(diagnostics: &[Diagnostic], sources: &Sources) -> Json {
    let first = diagnostics
        .iter()
        .find(|said| said.severity == Severity::Error)
        .or_else(|| diagnostics.first());
    let Some(said) = first else { return plain_error("this could not be run") };
    let place =
        said.span.and_then(|span| Some(sources.get(span.file)?.line_column(span.start as usize)));
    let (line, column) = place.unwrap_or((1, 1));
    let mut message = said.message.clone();
    for hint in &said.hints {
        message.push_str("; ");
        message.push_str(hint);
    }
    json!({ "message": message, "line": line, "column": column })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_batch_answers_line_by_line() {
        let input = "{\"id\":1,\"expr\":\"pure(3)\",\"from\":\"0\",\"to\":\"1\"}\n\nnonsense\n{\"id\":\"x\"}\n";
        let mut output = Vec::new();
        batch(&mut Compiler::default(), input.as_bytes(), &mut output).unwrap();
        let output = String::from_utf8(output).unwrap();
        let lines: Vec<Json> = output.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
        assert_eq!(lines.len(), 3);
        assert_eq!(lines[0]["id"], 1);
        assert_eq!(lines[2]["error"]["message"], "`expr` is missing");
    }

    #[test]
    fn a_line_that_is_no_text_ends_no_batch() {
        let input = b"{\"id\":1,\"expr\":\"7\"}\n\xff\xfe\n{\"id\":3,\"expr\":\"7\"}\n";
        let mut output = Vec::new();
        batch(&mut Compiler::default(), &input[..], &mut output).unwrap();
        let output = String::from_utf8(output).unwrap();
        let lines: Vec<Json> = output.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
        assert_eq!((lines.len(), &lines[2]["id"]), (3, &json!(3)));
        assert_eq!(lines[1]["error"]["message"], "this line is not UTF-8");
    }

    #[test]
    fn events_are_written_as_lines_and_as_json() {
        let half = Span::new(Time::ZERO, Time::new(1, 2));
        let event = Event {
            whole: Some(Span::cycle(0)),
            part: half,
            value: Value::List([Value::text("bd"), Value::Number(3.0), Value::Number(0.5)].into()),
            origins: crate::pattern::Origins::default(),
        };
        assert_eq!(event_line(&event), "0 - 1/2          bd:3:0.5   (of 0 - 1)");
        assert_eq!(
            event_json(&event).to_string(),
            r#"{"whole":["0","1"],"part":["0","1/2"],"value":["bd",3,0.5]}"#
        );
    }
}
