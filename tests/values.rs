//! Functions of a script that take values: asked once for each input, under limits; an error silences
//! the events of that input alone, and is told once, with its line, wherever patterns are asked.
#![allow(clippy::unwrap_used, reason = "a test may fail anywhere")]
#![allow(clippy::disallowed_methods, reason = "what must not stall is timed")]

use std::path::PathBuf;
use std::process::{Command, Output};
use std::time::{Duration, Instant};

use tresillo::bounce::Desk;
use tresillo::conductor::Report;
use tresillo::diag::{Diagnostic, Source};
use tresillo::script::{Compiler, Outcome};

fn compile(script: &str) -> Outcome {
    let outcome = Compiler::new(&[]).compile(&Source::new("test.rhai", script));
    assert!(!outcome.has_errors(), "{:?}", outcome.diagnostics);
    outcome
}

/// The values of some cycles of the first track.
fn values(outcome: &Outcome, cycles: i64) -> Vec<String> {
    let pattern = &outcome.set.tracks[0].pattern;
    let events = (0..cycles).flat_map(|cycle| pattern.cycle(cycle));
    events.map(|event| event.value.to_string()).collect()
}

fn line(outcome: &Outcome, said: &Diagnostic) -> usize {
    let span = said.span.unwrap_or_else(|| panic!("{} has no place", said.message));
    outcome.sources.get(span.file).unwrap().line_column(span.start as usize).0
}

/// A function that fails for 3, in its second line.
const FAILS: &str =
    "let names = [10, 20, 30];\na: n(\"0 3 1 3\".map(|v|\n    names[v]\n)).s(\"tri\")";

/// The scripts, what is left of the first cycle, and the line that is blamed.
const BROKEN: &[(&str, &[&str], usize)] = &[
    (FAILS, &["s:tri n:10", "s:tri n:20"], 3),
    (
        "a: n(\"0 1 2\".map(|v| {\n    while v == 1 { }\n    v }\n)).s(\"tri\")",
        &["s:tri n:0", "s:tri n:2"],
        2,
    ),
    (
        "a: n(\"0 1 2\".filter(|v|\n    if v == 1 { nosuch(v) } else { true }\n)).s(\"tri\")",
        &["s:tri n:0", "s:tri n:2"],
        2,
    ),
    ("a: n(\"0 1 2\".map(|v| if v != 1 { v })).s(\"tri\")", &["s:tri n:0", "s:tri n:2"], 1),
    (
        "a: n(\"0 1 2\".map(|v| if v == 1 { #{nosuch: v} } else { v })).s(\"tri\")",
        &["s:tri n:0", "s:tri n:2"],
        1,
    ),
    (
        "a: n(\"0 1\".appLeft(\"5\", |x, y|\n    if x == 1 { nosuch() } else { x + y }\n)).s(\"tri\")",
        &["s:tri n:5"],
        2,
    ),
    (
        "\na: cycles(|c|\n    if c == 0 { n(\"4\").s(\"tri\") } else { n(\"5\").nosuch() }\n)",
        &["s:tri n:4"],
        3,
    ),
];

#[test]
fn an_error_silences_its_own_events_and_names_its_line_once() {
    for (script, left, blamed) in BROKEN {
        let outcome = compile(script);
        let mut expected: Vec<String> = left.iter().map(|value| (*value).to_string()).collect();
        let mut found = values(&outcome, 1);
        // Controls may come in any order.
        let sorted = |value: &mut String| {
            let mut words: Vec<&str> = value.split(' ').collect();
            words.sort_unstable();
            *value = words.join(" ");
        };
        expected.iter_mut().for_each(sorted);
        found.iter_mut().for_each(sorted);
        assert_eq!(found, expected, "{script}");
        values(&outcome, 8);
        let told = outcome.complaints.list();
        assert_eq!(told.len(), 1, "{script}: {told:?}");
        assert_eq!(line(&outcome, &told[0]), *blamed, "{script}: {told:?}");
    }
}

#[test]
fn the_conductor_tells_of_it_once_while_it_plays() {
    for (script, _, blamed) in BROKEN {
        let outcome = compile(script);
        let mut desk = Desk::new(48_000, outcome.clone());
        desk.play(96_000 * 4, 960, &mut |_| Ok(())).unwrap();
        let reports = desk.conductor.reports();
        let problems = reports.into_iter().filter_map(|report| match report {
            Report::Problem(problem) => Some(problem),
            _ => None,
        });
        let problems: Vec<Diagnostic> = problems.collect();
        assert_eq!(problems.len(), 1, "{script}: {problems:?}");
        assert_eq!(line(&outcome, &problems[0]), *blamed, "{script}: {problems:?}");
    }
}

#[test]
fn the_line_is_that_of_the_version_that_plays_also_after_others_were_compiled() {
    let mut compiler = Compiler::new(&[]);
    let first = compiler.compile(&Source::new("test.rhai", FAILS));
    let other = format!("// one\n// two\n// three\n{}", FAILS.replace("3 1 3", "1 1 1"));
    let second = compiler.compile(&Source::new("test.rhai", other));
    assert!(!values(&first, 2).is_empty() && !values(&second, 2).is_empty());
    assert_eq!(line(&first, &first.complaints.list()[0]), 3);
    assert!(second.complaints.list().is_empty());
}

#[test]
fn endless_loops_for_every_input_do_not_stall() {
    let begin = Instant::now();
    let script =
        "a: n(irand(1000).segment(64).map(|v| { if v < 10 { return v; } loop { } })).s(\"tri\")";
    let outcome = compile(script);
    let values = values(&outcome, 64);
    assert!(!values.is_empty() && values.len() < 1_000, "{}", values.len());
    assert!(begin.elapsed() < Duration::from_secs(2), "{:?}", begin.elapsed());
    assert_eq!(outcome.complaints.list().len(), 1);
}

#[test]
fn an_input_is_asked_once() {
    // A hundred thousand steps a call: 4,096 calls would take minutes.
    let script =
        "a: n(\"0*256\".map(|v| { let x = v; for i in 0..9000 { x += 1; } x })).s(\"tri\")";
    let outcome = compile(script);
    let begin = Instant::now();
    assert_eq!(values(&outcome, 16).len(), 4096);
    assert!(begin.elapsed() < Duration::from_secs(2), "{:?}", begin.elapsed());
}

#[test]
fn a_function_of_the_cycle_gives_each_cycle_its_pattern() {
    let outcome = compile("a: cycles(|c| s(\"bd sd\").fast(1 + c % 3))");
    let counts: Vec<usize> =
        (0..6).map(|cycle| outcome.set.tracks[0].pattern.cycle(cycle).len()).collect();
    assert_eq!(counts, [2, 4, 6, 2, 4, 6]);
    let text = compile("a: s(cycles(|c| if c % 2 == 0 { \"bd sd\" } else { \"hh*3\" }))");
    assert_eq!(values(&text, 2), ["s:bd", "s:sd", "s:hh", "s:hh", "s:hh"]);
    let far = outcome.set.tracks[0].pattern.cycle(1_000_000_001);
    assert_eq!(far.len(), 6);
}

/// Runs the program on a script of its own.
fn run(script: &str, name: &str, arguments: &[&str]) -> Output {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("values");
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join(format!("{name}.rhai"));
    std::fs::write(&file, script).unwrap();
    let output = folder.join(format!("{name}.wav"));
    let arguments = arguments.iter().map(|argument| match *argument {
        "FILE" => file.display().to_string(),
        "OUT" => output.display().to_string(),
        other => other.to_string(),
    });
    Command::new(env!("CARGO_BIN_EXE_tresillo")).args(arguments).output().unwrap()
}

#[test]
fn check_query_and_render_tell_of_it_once() {
    let asked: [(&str, &[&str]); 3] = [
        ("check", &["check", "FILE"]),
        ("query", &["query", "FILE", "--to", "4"]),
        ("render", &["render", "FILE", "-o", "OUT", "--cycles", "2"]),
    ];
    for (name, arguments) in asked {
        let output = run(FAILS, name, arguments);
        let said = String::from_utf8_lossy(&output.stderr);
        let said = format!("{said}{}", String::from_utf8_lossy(&output.stdout));
        let times = said.matches("there is no element 3 in a list of 3").count();
        assert_eq!(times, 1, "{name}: {said}");
        assert!(said.contains(".rhai:3:"), "{name}: {said}");
    }
    let check = run(FAILS, "check", &["check", "FILE"]);
    assert!(!check.status.success());
}

#[test]
fn an_expression_that_fails_says_so() {
    let output = run("", "expression", &["query", "-e", "\"0 1\".map(|v| [7][v])", "--to", "1"]);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("there is no element 1"), "{said}");
    assert_eq!(String::from_utf8_lossy(&output.stdout).lines().count(), 1);
}

#[test]
fn what_is_said_of_all_tracks_is_done_to_all() {
    let script = "setDefault(\"room\", 0.3)\nsoundAlias(\"bd\", \"kick\")\naliasBank(\"RolandTR909\", \"nine\")\nnudgeAll(0.02)\na: s(\"kick kick:2\")\nb: s(\"sd nine_cp\").bank(\"<nine>\").room(0.5).nudge(0.1)\nlist()";
    let outcome = compile(script);
    let said = |index: usize| -> Vec<String> {
        let events = outcome.set.tracks[index].pattern.cycle(0);
        events.into_iter().map(|event| event.value.to_string()).collect()
    };
    let has = |events: &[String], words: &[&str]| {
        assert_eq!(events.len(), 2);
        for event in events {
            for word in words {
                assert!(event.split(' ').any(|found| found == *word), "{event}: {word}");
            }
        }
    };
    has(&said(0), &["room:0.3", "nudge:0.02"]);
    assert!(said(0)[0].split(' ').any(|word| word == "s:bd"), "{:?}", said(0));
    has(&said(1), &["room:0.5", "bank:RolandTR909", "nudge:0.12000000000000001"]);
    assert!(said(1)[1].contains("s:RolandTR909_cp"), "{:?}", said(1));
    assert!(outcome.diagnostics.iter().any(|note| note.message == "a, b"));
}

#[test]
fn a_track_whose_functions_only_fail_has_failed() {
    let run = |text: String| Compiler::new(&[]).compile(&Source::new("test.rhai", text));
    for function in ["loop {}", "throw \"no\"", "v.nothing_of_that_name()"] {
        let outcome = run(format!("a: s(\"bd*4\").fmap(|v| {{ {function} }})\nb: s(\"hh\")"));
        let playing: Vec<&str> = outcome.set.tracks.iter().map(|track| &*track.name).collect();
        assert_eq!((playing, &outcome.failed[..]), (vec!["b"], &["a".to_owned()][..]));
        let said = outcome.diagnostics.first().and_then(|said| said.span);
        assert!(said.is_some_and(|span| span.start < 40), "{:?}", outcome.diagnostics);
        assert_eq!(outcome.complaints.list(), [], "it is told once");
    }
    let half = "a: n(\"0 1\").fmap(|v| if v.n == 1 { throw \"no\" } else { v })".to_owned();
    let half = run(half);
    assert_eq!((half.set.tracks.len(), half.failed.len()), (1, 0), "single events are left out");
}
