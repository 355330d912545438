//! Numbers that say how many: patterned, fractional, and larger than anything can play.
#![allow(clippy::unwrap_used, reason = "a test may fail anywhere")]
#![allow(clippy::disallowed_methods, reason = "what must not stall is timed")]

use std::time::{Duration, Instant};

use tresillo::diag::{Severity, Source};
use tresillo::pattern::Context;
use tresillo::query;
use tresillo::script::Compiler;
use tresillo::time::{Span, Time};

/// The events of an expression in one cycle.
fn cycle(compiler: &mut Compiler, expression: &str, cycle: i64) -> Vec<String> {
    let pattern = compiler.expression(expression).unwrap_or_else(|e| panic!("{expression}: {e:?}"));
    let events = query::events(&pattern, &Context::default(), Span::cycle(cycle));
    let mut lines: Vec<String> = events.iter().map(query::event_line).collect();
    lines.sort();
    lines
}

/// Functions that call a function of the script for each count.
const CALLS: &[&str] = &[
    "chunk(_, |p| p.rev())",
    "chunkBack(_, |p| p.rev())",
    "fastChunk(_, |p| p.speed(2))",
    "chunkInto(_, |p| p.fast(2))",
    "chunkBackInto(_, |p| p.fast(2))",
    "plyWith(_, |p| p.speed(2))",
    "plyForEach(_, |p, i| p.speed(i))",
    "applyN(_, |p| p.fast(2))",
    "echoWith(_, 1/8, |p, i| p.speed(i))",
    "within(0, _, |p| p.speed(2))",
    "within(_, 1, |p| p.speed(2))",
];

#[test]
fn a_count_that_changes_does_in_each_cycle_what_its_value_does() {
    let mut compiler = Compiler::new(&[]);
    for call in CALLS {
        let counts = if call.starts_with("within") { ["0.5", "0.25"] } else { ["2", "3"] };
        let of = |count: &str| format!("s(\"bd sd hh cp\").{}", call.replace('_', count));
        let changing = of(&format!("\"<{} {}>\"", counts[0], counts[1]));
        for at in 0..4 {
            let steady = of(counts[at as usize % 2]);
            let expected = cycle(&mut compiler, &steady, at);
            assert_eq!(cycle(&mut compiler, &changing, at), expected, "{changing}, cycle {at}");
            assert!(!expected.is_empty(), "{steady}");
        }
    }
}

#[test]
fn a_fraction_of_a_piece_is_room_without_a_piece() {
    let mut compiler = Compiler::new(&[]);
    let count = |compiler: &mut Compiler, expression: &str| cycle(compiler, expression, 0).len();
    assert_eq!(count(&mut compiler, "s(\"bd\").chop(2.5)"), 2);
    assert!(cycle(&mut compiler, "s(\"bd\").chop(2.5)", 0)[0].contains("end:0.4"));
    assert_eq!(count(&mut compiler, "s(\"bd\").striate(2.5)"), 3);
    assert_eq!(count(&mut compiler, "s(\"bd\").plyWith(2.5, |p| p)"), 3);
    assert_eq!(count(&mut compiler, "s(\"bd sd\").scramble(0)"), 0);
    let turned = cycle(&mut compiler, "s(\"bd sd hh cp sd\").iter(2.5)", 1);
    assert_eq!(turned, cycle(&mut compiler, "s(\"bd sd hh cp sd\").early(2/5)", 1));
}

/// Calls that ask for far too many, and the most that they do.
const BEYOND: &[(&str, i64)] = &[
    ("chop(_)", 4096),
    ("striate(_)", 4096),
    ("iter(_)", 4096),
    ("iterBack(_)", 4096),
    ("shuffle(_)", 4096),
    ("scramble(_)", 4096),
    ("chunk(_, |p| p.rev())", 1024),
    ("chunkInto(_, |p| p.rev())", 1024),
    ("echo(_, 1/8, 0.5)", 256),
    ("stut(_, 0.5, 1/8)", 256),
    ("echoWith(_, 1/8, |p| p)", 256),
    ("stutter(_, 1/8)", 256),
    ("plyWith(_, |p| p)", 256),
    ("plyForEach(_, |p| p)", 256),
    ("applyN(_, |p| p)", 256),
    ("spin(_)", 256),
    ("every(2, chop(_))", 4096),
    ("n(run(_))", 4096),
    ("n(randrun(_))", 4096),
    ("n(randStruct(_))", 4096),
    ("n(scan(_))", 256),
    ("chop(\"<2 _>\")", 4096),
];

#[test]
fn counts_beyond_what_is_played_are_warned_of_where_they_stand() {
    let mut compiler = Compiler::new(&[]);
    for (call, most) in BEYOND {
        let begun = Instant::now();
        let script = format!("a: s(\"bd\").{}\n", call.replace('_', "1e9"));
        let outcome = compiler.compile(&Source::new("test.rhai", &*script));
        let warnings: Vec<_> =
            outcome.diagnostics.iter().filter(|d| d.severity == Severity::Warning).collect();
        assert_eq!(warnings.len(), 1, "{script}{:?}", outcome.diagnostics);
        assert!(warnings[0].message.ends_with(&format!("at most {most}")), "{:?}", warnings[0]);
        let span = warnings[0].span.unwrap();
        let there = &script[span.start as usize..span.end() as usize];
        assert!(there.contains("1e9") && there.len() <= "\"<2 1e9>\"".len(), "{script}{there}");
        let mut events = Vec::new();
        let pattern = &outcome.set.tracks[0].pattern;
        pattern.query_in(&Context::default(), Span::new(Time::ZERO, Time::ONE), &mut events);
        assert!(begun.elapsed() < Duration::from_secs(3), "{script}: {:?}", begun.elapsed());
        let at_most = script.replace("1e9", &most.to_string());
        let outcome = compiler.compile(&Source::new("test.rhai", &*at_most));
        assert!(outcome.diagnostics.is_empty(), "{at_most}{:?}", outcome.diagnostics);
    }
}

#[test]
fn a_range_too_long_to_be_one_is_a_mistake_at_its_end() {
    let mut compiler = Compiler::new(&[]);
    let (said, _) = compiler.expression("n(\"0 .. 1000000\")").unwrap_err();
    let mistake = said.iter().find(|d| d.message.contains("too long")).unwrap();
    assert_eq!(mistake.span.unwrap().start, 8);
    assert!(compiler.expression("n(\"0 .. 4000\")").is_ok());
    let (said, _) = compiler.expression("s(\"bd(3,100000)\")").unwrap_err();
    assert!(said.iter().any(|d| d.hints[0].contains("1024 steps")), "{said:?}");
}
