//! Patterns that ask for too much are cut, with a message that names their place; what plays beside
//! them stays as it is.
#![allow(clippy::unwrap_used, reason = "a test may fail anywhere")]
#![allow(clippy::disallowed_methods, reason = "what must not stall is timed")]

use std::time::{Duration, Instant};

use tresillo::bounce::Desk;
use tresillo::conductor::Report;
use tresillo::diag::{Diagnostic, Source};
use tresillo::pattern::Context;
use tresillo::query;
use tresillo::script::{Compiler, Outcome};
use tresillo::time::{Span, Time};

/// What asks for too much, as the value of `p`.
const FLOODS: &[(&str, &str)] = &[
    ("a million to the cycle", "let p = s(\"bd*1000000\");"),
    ("thirty times eight", "let p = s(\"bd\"); for i in 0..30 { p = p.ply(8); }"),
    ("forty doublings", "let p = s(\"bd\"); for i in 0..40 { p = stack(p, p); }"),
    (
        "forty doublings, changed",
        "let p = s(\"bd\"); for i in 0..40 { p = stack(p, p.gain(0.5)); }\np = p.rev().late(1/8);",
    ),
    ("a million at a time", "let p = s(\"bd\").fast(\"<1000000 2000000>\");"),
    ("squeezed into each other", "let p = s(\"bd*500\"); for i in 0..6 { p = p.set.squeeze(p); }"),
];

/// What must not notice.
const BESIDE: &str = "calm: note(\"<c e g>*3\").s(\"tri\").degradeBy(0.2)";

fn compile(script: &str) -> Outcome {
    let outcome = Compiler::new(&[]).compile(&Source::new("test.rhai", script));
    assert!(!outcome.has_errors(), "{script}: {:?}", outcome.diagnostics);
    outcome
}

fn events_of(outcome: &Outcome, track: &str) -> Vec<String> {
    let track = outcome.set.tracks.iter().find(|t| t.name == track).unwrap();
    let span = Span::new(Time::ZERO, Time::whole(8));
    let events = query::events(&track.pattern, &Context::default(), span);
    events.iter().map(query::event_line).collect()
}

#[test]
fn floods_end_soon_and_say_so() {
    for (what, flood) in FLOODS {
        let outcome = compile(&format!("{flood}\nflood: p\n{BESIDE}\n"));
        let track = outcome.set.tracks.iter().find(|t| t.name == "flood").unwrap();
        for cycle in [0, 1, -5, 1_000_000_007] {
            let (begun, mut events) = (Instant::now(), Vec::new());
            let complete =
                track.pattern.query_in(&Context::default(), Span::cycle(cycle), &mut events);
            assert!(!complete, "{what}: {} events were all", events.len());
            assert!(events.len() <= 1 << 14, "{what}: {} events", events.len());
            assert!(begun.elapsed() < Duration::from_secs(3), "{what}: {:?}", begun.elapsed());
        }
    }
}

#[test]
fn what_plays_beside_a_flood_stays_as_it_is() {
    let alone = events_of(&compile(BESIDE), "calm");
    for (what, flood) in FLOODS {
        let outcome = compile(&format!("{flood}\nflood: p\n{BESIDE}\n"));
        assert_eq!(events_of(&outcome, "calm"), alone, "{what}");
    }
}

#[test]
fn the_conductor_names_the_place_of_a_flood_once() {
    for (what, flood) in FLOODS {
        let script = format!("{flood}\nflood: p\n{BESIDE}\n");
        let outcome = compile(&script);
        let mut desk = Desk::new(48_000, outcome.clone());
        let begun = Instant::now();
        desk.play(24_000, 960, &mut |_| Ok(())).unwrap();
        assert!(begun.elapsed() < Duration::from_secs(20), "{what}: {:?}", begun.elapsed());
        let problems: Vec<Diagnostic> = desk
            .conductor
            .reports()
            .into_iter()
            .filter_map(|report| match report {
                Report::Problem(problem) => Some(problem),
                _ => None,
            })
            .filter(|problem| problem.message.contains("more events than fit"))
            .collect();
        assert_eq!(problems.len(), 1, "{what}: {problems:?}");
        let span = problems[0].span.unwrap();
        let (line, _) = outcome.sources.get(span.file).unwrap().line_column(span.start as usize);
        let there = script.lines().position(|line| line.starts_with("flood:")).unwrap() + 1;
        // The step that most events come from, which the flood's own lines hold, or its statement.
        assert!((1..=there).contains(&line), "{what}: line {line}");
    }
}

#[test]
fn a_pattern_that_is_too_deep_is_told_and_has_failed() {
    let deep = |rounds: u32| {
        let text = format!(
            "let p = s(\"bd\"); for i in 0..{rounds} {{ p = p.late(1/3).rev() }}\na: p\nb: s(\"hh\")"
        );
        Compiler::new(&[]).compile(&Source::new("test.rhai", text))
    };
    assert_eq!(deep(100).set.tracks.len(), 2);
    for rounds in [150, 1_000] {
        let outcome = deep(rounds);
        assert_eq!((outcome.set.tracks.len(), &outcome.failed[..]), (1, &["a".to_owned()][..]));
        let said = &outcome.diagnostics[0].message;
        assert!(said.starts_with("more than 250 functions"), "{said}");
    }
}
