//! Where events come from: the source, the calls and the draws of chance; and that asking changes
//! nothing.

use tresillo::diag::{Severity, Source, Sources};
use tresillo::pattern::{Context, Explained, Pattern};
use tresillo::query;
use tresillo::script::Compiler;
use tresillo::time::{Span, Time};

/// The first track of a script, and its texts.
fn track(script: &str) -> (Pattern, Sources) {
    let outcome = Compiler::default().compile(&Source::new("x.rhai", script));
    assert!(!outcome.has_errors(), "{script}: {:?}", outcome.diagnostics);
    (outcome.set.tracks[0].pattern.clone(), outcome.sources)
}

fn explained(script: &str, cycles: i64) -> Vec<Explained> {
    let span = Span::new(Time::ZERO, Time::whole(cycles));
    query::explained(&track(script).0, &Context::default(), span)
}

/// The functions that made each event of the first cycle.
fn calls(script: &str) -> Vec<Vec<&'static str>> {
    let names = |event: &Explained| event.calls.iter().map(|made| made.name).collect();
    explained(script, 1).iter().map(names).collect()
}

#[test]
fn calls_are_told_in_the_order_in_which_they_were_made() {
    assert_eq!(calls("a: s(\"bd sn\").fast(2).gain(0.5)")[0], ["s", "fast", "gain"]);
    assert_eq!(calls("a: s(\"bd\").gain(0.5).pan(1)")[0], ["s", "gain", "pan"]);
    assert_eq!(calls("a: s(\"bd sn\").fast(\"<2 3>\")")[0], ["s", "fast"]);
    assert_eq!(calls("a: s(\"bd\").every(2, |p| p.rev())")[0], ["s", "rev", "every"]);
    let stacked = calls("a: stack(s(\"bd\").fast(2), s(\"hh\").pan(0.1))");
    assert!(stacked.contains(&vec!["s", "fast", "stack"]), "{stacked:?}");
    assert!(stacked.contains(&vec!["s", "pan", "stack"]), "{stacked:?}");
}

#[test]
fn a_story_names_places() {
    let (pattern, sources) = track("tempo(120)\na: s(\"bd sn\")\n  .fast(2)");
    let events = pattern.explained(&Context::default(), Span::cycle(0));
    assert_eq!(
        events[1].story(&sources),
        ["from `sn` (2:10)", "through s (2:4), fast (3:4)"][..].to_vec(),
    );
}

#[test]
fn draws_of_chance_are_told() {
    let degraded = explained("a: s(\"bd*8\").degradeBy(0.4)", 1);
    assert!(!degraded.is_empty() && degraded.len() < 8);
    for event in &degraded {
        let [draw] = event.draws[..] else { panic!("{event:?}") };
        assert_eq!((draw.at, draw.above), (event.event.part.begin, Some(0.4)));
        assert!(draw.drew > 0.4);
    }
    let optional = explained("a: s(\"bd? hh? bd? hh?\")", 8);
    assert!(optional.iter().all(|event| event.draws.len() == 1 && event.draws[0].drew > 0.5));
    let chosen = explained("a: s(chooseCycles(\"bd\", \"hh\"))", 4);
    assert!(chosen.iter().all(|event| event.draws.len() == 1 && event.draws[0].above.is_none()));
    let random = explained("a: s(\"hh*4\").gain(rand)", 1);
    assert!(random.iter().all(|event| event.draws.len() == 1), "{random:?}");
    assert!(explained("a: s(\"bd*4\")", 4).iter().all(|event| event.draws.is_empty()));
    let seeded = explained("a: s(\"bd*8?\").seed(7)", 1);
    assert!(seeded.iter().all(|event| event.draws[0].seed == Time::whole(7)));
}

#[test]
fn a_script_explains_among_the_messages() {
    let script = "a: s(\"bd hh\").gain(0.5).explain()";
    let outcome = Compiler::default().compile(&Source::new("x.rhai", script));
    let [said] = &outcome.diagnostics[..] else { panic!("{:?}", outcome.diagnostics) };
    assert_eq!((said.severity, said.message.as_str()), (Severity::Note, "cycle 0 has 2 events"));
    assert!(said.hints[0].starts_with("0 - 1/2 s:bd gain:0.5: from `bd` (1:7)"), "{said:?}");
    assert!(said.hints[0].ends_with("through s (1:4), gain (1:15)"), "{said:?}");
    assert_eq!(outcome.set.tracks[0].pattern.cycle(0).len(), 2);
}

#[test]
fn a_story_is_json_too() {
    let (pattern, sources) = track("a: s(\"bd?0.1\").fast(2)");
    let event = &query::explained(&pattern, &Context::default(), Span::cycle(1))[0];
    let json = query::explained_json(event, &sources);
    assert_eq!(json["from"][0]["text"], "bd");
    assert_eq!(
        (&json["through"][1]["function"], &json["through"][1]["line"]),
        (&"fast".into(), &1.into())
    );
    assert!(json["chance"][0]["drew"].as_f64().is_some_and(|drew| drew > 0.1));
}

#[test]
fn asking_changes_nothing() {
    let mut compiler = Compiler::default();
    let mut asked = 0;
    for line in include_str!("conformance/given.jsonl").lines() {
        let case: serde_json::Value = serde_json::from_str(line).expect("a line of JSON");
        let Some(expression) = case["expr"].as_str() else { continue };
        let Ok(pattern) = compiler.expression(expression) else { continue };
        let context = Context::default();
        let span = Span::new(Time::new(-1, 3), Time::whole(3));
        let plain: Vec<_> = span
            .cycles()
            .map(|cycle| {
                let mut events = Vec::new();
                pattern.query_in(&context, cycle, &mut events);
                events
            })
            .collect();
        let told: Vec<_> = span
            .cycles()
            .map(|cycle| {
                let told = pattern.explained(&context, cycle);
                told.into_iter().map(|explained| explained.event).collect::<Vec<_>>()
            })
            .collect();
        assert_eq!(plain, told, "{expression}");
        asked += 1;
    }
    assert!(asked > 600, "{asked}");
}
