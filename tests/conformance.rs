//! What expressions mean, case by case: events recorded from Strudel 1.2.6, with which tresillo
//! agrees unless `conformance/differences.txt` says why not.

#![allow(clippy::print_stdout, reason = "the count is what this test shows")]

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::Value as Json;
use tresillo::mini;
use tresillo::pattern::{Event, Pattern, Value};
use tresillo::script::Compiler;
use tresillo::time::{Span, Time};

const CASES: &str = include_str!("conformance/given.jsonl");
const DIFFERENCES: &str = include_str!("conformance/differences.txt");

/// One recorded case.
struct Case {
    id: String,
    category: String,
    expression: String,
    span: Span,
    outcome: String,
    /// Recorded in one query, and cycle by cycle where that differs.
    expected: Vec<Vec<Drawn>>,
}

/// An event in the form that is compared.
#[derive(Clone, PartialEq, Debug)]
struct Drawn {
    whole: Option<(Time, Time)>,
    part: (Time, Time),
    value: Json,
}

fn cases() -> Vec<Case> {
    let time = |json: &Json| json.as_str().and_then(|t| t.parse().ok()).expect("a time");
    let read = |line: &str| {
        let json: Json = serde_json::from_str(line).expect("a case");
        let text = |key: &str| json[key].as_str().unwrap_or_default().to_owned();
        let events = ["events", "events_cyclewise"].iter().filter_map(|key| {
            let span = |json: &Json| (time(&json[0]), time(&json[1]));
            let drawn = |event: &Json| Drawn {
                whole: event["whole"].is_array().then(|| span(&event["whole"])),
                part: span(&event["part"]),
                value: event["value"].clone(),
            };
            Some(json[key].as_array()?.iter().map(drawn).collect())
        });
        let moment = |key: &str| match &json[key] {
            Json::Number(n) => Time::whole(n.as_i64().expect("a whole number")),
            other => time(other),
        };
        Case {
            id: text("id"),
            category: text("cat"),
            expression: text("expr"),
            span: Span::new(moment("from"), moment("to")),
            outcome: text("outcome"),
            expected: events.collect(),
        }
    };
    CASES.lines().filter(|line| !line.trim().is_empty()).map(read).collect()
}

/// What an expression stands for.
fn evaluate(compiler: &mut Compiler, expression: &str) -> Result<Pattern, String> {
    compiler.expression(expression).map_err(|(diagnostics, _)| {
        diagnostics.first().map_or_else(String::new, |first| first.message.clone())
    })
}

fn drawn(event: &Event) -> Drawn {
    let ends = |span: Span| (span.begin, span.end);
    Drawn { whole: event.whole.map(ends), part: ends(event.part), value: json(&event.value) }
}

fn json(value: &Value) -> Json {
    match value {
        Value::Number(x) => serde_json::json!(x),
        Value::Bool(b) => Json::Bool(*b),
        Value::Pattern(pattern) => Json::String(pattern.to_string()),
        Value::Text(word) => Json::String(word.to_string()),
        Value::List(list) => Json::Array(list.iter().map(json).collect()),
        Value::Controls(controls) => Json::Object(
            controls.iter().map(|(c, v)| (c.info().name.to_owned(), json(v))).collect(),
        ),
    }
}

fn same(a: &Json, b: &Json) -> bool {
    match (a, b) {
        (Json::Number(a), Json::Number(b)) => {
            let (a, b) = (a.as_f64().unwrap_or(f64::NAN), b.as_f64().unwrap_or(f64::NAN));
            a == b || (a - b).abs() <= 1e-9 * a.abs().max(b.abs()).max(1.0)
        }
        (Json::Array(a), Json::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
        }
        (Json::Object(a), Json::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(k, v)| b.get(k).is_some_and(|w| same(v, w)))
        }
        _ => a == b,
    }
}

/// The events of a case, asked for cycle by cycle as a player does.
fn ask(pattern: &Pattern, span: Span) -> Vec<Drawn> {
    let mut events = Vec::new();
    span.cycles().for_each(|piece| pattern.query(piece, &mut events));
    events.iter().map(drawn).collect()
}

/// What is missing and what is too much; nothing if both are the same.
fn difference(expected: &[Drawn], found: &[Drawn]) -> Option<String> {
    let mut rest = found.to_vec();
    let mut told = Vec::new();
    for event in expected {
        let equal = |other: &Drawn| {
            event.whole == other.whole
                && event.part == other.part
                && same(&event.value, &other.value)
        };
        match rest.iter().position(equal) {
            Some(i) => drop(rest.swap_remove(i)),
            None => {
                told.push(format!("missing {:?} {:?} {}", event.whole, event.part, event.value));
            }
        }
    }
    told.extend(rest.iter().map(|e| format!("extra {:?} {:?} {}", e.whole, e.part, e.value)));
    let count = told.len();
    told.truncate(3);
    (count > 0).then(|| format!("{count} differences\n     {}", told.join("\n     ")))
}

/// Why a case fails, if it does.
fn failure(compiler: &mut Compiler, case: &Case) -> Option<String> {
    let found = evaluate(compiler, &case.expression).map(|pattern| ask(&pattern, case.span));
    match (case.outcome.as_str(), found) {
        ("error", Err(_)) | ("silence", Err(_)) => None,
        ("error", Ok(_)) => Some("an error was expected".to_owned()),
        ("silence", Ok(found)) => (!found.is_empty()).then(|| "silence was expected".to_owned()),
        (_, Err(error)) => Some(format!("error: {error}")),
        (_, Ok(found)) => {
            let tries: Option<Vec<String>> =
                case.expected.iter().map(|expected| difference(expected, &found)).collect();
            tries.and_then(|tries| tries.into_iter().next_back())
        }
    }
}

#[test]
fn recorded_cases_come_out_as_recorded() {
    let known: Vec<&str> =
        DIFFERENCES.lines().filter_map(|l| l.split_whitespace().next()).collect();
    let wanted = std::env::var("CASES").unwrap_or_default();
    let mut counts: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    let mut report = String::new();
    let mut compiler = Compiler::new(&[]);
    for case in cases().iter().filter(|case| wanted.is_empty() || wanted.contains(&case.category)) {
        let count = counts.entry(case.category.clone()).or_default();
        count.1 += 1;
        match failure(&mut compiler, case) {
            None => count.0 += 1,
            Some(why) if !known.contains(&case.id.as_str()) => {
                let _ = writeln!(report, "{} {}\n   {why}", case.id, case.expression);
            }
            Some(_) => {}
        }
    }
    let all = counts.values().fold((0, 0), |sum, count| (sum.0 + count.0, sum.1 + count.1));
    assert!(all.1 > 0, "no category is named {wanted}");
    let told = counts.iter().map(|(category, count)| (category.as_str(), *count));
    let mut lines = String::from("\nconformance:");
    for (category, (passed, all)) in told.chain([("all", all)]) {
        let _ = write!(lines, " {category} {passed}/{all}");
        assert!(passed * 10 >= all * 9, "{category}: {passed} of {all}");
    }
    // To standard error itself: of a test that passes, what is printed in the usual way is not shown.
    let _ = std::io::Write::write_all(&mut std::io::stderr(), format!("{lines}\n").as_bytes());
    assert!(report.is_empty(), "cases that differ, and are not known to:\n{report}");
}

#[test]
fn what_has_a_period_comes_again_after_it() {
    let mut compiler = Compiler::new(&[]);
    let mut known = 0;
    for case in cases() {
        let Ok(pattern) = evaluate(&mut compiler, &case.expression) else { continue };
        let Some(period) = pattern.period().filter(|period| *period <= 64) else { continue };
        known += 1;
        for cycle in 0..3 {
            let later =
                |time: (Time, Time)| (time.0 - Time::whole(period), time.1 - Time::whole(period));
            let first = ask(&pattern, Span::cycle(cycle));
            let mut again = ask(&pattern, Span::cycle(cycle + period));
            for event in &mut again {
                (event.whole, event.part) = (event.whole.map(later), later(event.part));
            }
            let told = difference(&first, &again);
            assert_eq!(told, None, "{} after {period} cycles", case.expression);
        }
    }
    assert!(known > 300, "{known}");
}

#[test]
fn every_text_of_the_corpus_comes_back_from_its_print() {
    let mut texts = Vec::new();
    for case in cases() {
        let expression = case.expression.replace('`', "\"");
        texts.extend(expression.split('"').skip(1).step_by(2).map(str::to_owned));
    }
    texts.sort();
    texts.dedup();
    let mut read = 0;
    for text in &texts {
        let Ok(pattern) = mini::parse(text, None) else { continue };
        let printed = mini::tidy(text).unwrap_or_else(|| panic!("{text:?} is not printed"));
        let again = mini::parse(&printed, None);
        assert!(again.as_ref() == Ok(&pattern), "{text:?} became {printed:?}");
        assert_eq!(mini::tidy(&printed), Some(printed), "{text:?} is printed in two ways");
        read += 1;
    }
    assert!(read > 400 && read * 10 > texts.len() * 9, "{read} of {}", texts.len());
}
