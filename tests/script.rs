//! What a script declares, and what it says about mistakes.

use std::time::Duration;

use tresillo::diag::{Diagnostic, Severity, Source};
use tresillo::pattern::{Context, Event};
use tresillo::query;
use tresillo::report;
use tresillo::script::{Compiler, Outcome};
use tresillo::set::Quantum;
use tresillo::time::{Span, Time};

fn run(text: &str) -> Outcome {
    Compiler::new(&[]).compile(&Source::new("test.rhai", text))
}

/// `line:column severity message (hint; hint)`, one a line.
fn told(outcome: &Outcome) -> String {
    let line = |said: &Diagnostic| {
        let place = said.span.and_then(|span| {
            let source = outcome.sources.get(span.file)?;
            let (line, column) = source.line_column(span.start as usize);
            let name = if &*source.name == "test.rhai" { "" } else { &source.name };
            Some(format!(
                "{name}{line}:{column}:{:?}",
                source.text.get(span.range()).unwrap_or("?")
            ))
        });
        let kind = match said.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        };
        let hints = if said.hints.is_empty() {
            String::new()
        } else {
            format!(" ({})", said.hints.join("; "))
        };
        format!("{} {kind}: {}{hints}", place.unwrap_or_default(), said.message)
    };
    outcome.diagnostics.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn tracks(outcome: &Outcome) -> Vec<&str> {
    outcome.set.tracks.iter().map(|track| track.name.as_str()).collect()
}

/// The events of a track's first cycle, as `part value`.
fn events(outcome: &Outcome, track: &str) -> Vec<String> {
    let track = outcome.set.tracks.iter().find(|t| t.name == track).expect("a track of that name");
    let events = query::events(&track.pattern, &Context::default(), Span::cycle(0));
    events.iter().map(|event| event.value.to_string()).collect()
}

/// The pieces of source text that caused each event of a track's first cycle.
fn causes(outcome: &Outcome, track: &str) -> Vec<Vec<String>> {
    let track = outcome.set.tracks.iter().find(|t| t.name == track).expect("a track of that name");
    let events = query::events(&track.pattern, &Context::default(), Span::cycle(0));
    let text = |event: &Event| {
        let spans = event.origins.iter();
        let texts = spans.map(|span| {
            outcome.sources.get(span.file).expect("a source").text[span.range()].to_string()
        });
        texts.collect()
    };
    events.iter().map(text).collect()
}

/// What a script prints last, or its first error.
fn printed(script: &str) -> String {
    let (before, last) = script.rsplit_once("; ").unwrap_or(("", script));
    let outcome = run(&format!("{before};print({last})"));
    outcome.diagnostics.first().map_or("nothing".to_string(), |said| said.message.clone())
}

fn silent(outcome: &Outcome) {
    assert_eq!(told(outcome), "");
}

#[test]
fn tracks_are_labels_or_calls() {
    let outcome = run(
        "a: s(\"bd\")\n\"my b\": s(\"hh\")\ntrack(\"c\", s(\"cp\"))\nd1(s(\"rim\"))\ns(\"oh\").p(\"e\")\n$: s(\"x\")\n$: \"hh*4\"\n",
    );
    silent(&outcome);
    assert_eq!(tracks(&outcome), ["a", "my b", "c", "d1", "e", "$1", "$2"]);
    let span = outcome.set.tracks[0].span.unwrap();
    assert_eq!(&outcome.sources.get(span.file).unwrap().text[span.range()], "a: s(\"bd\")");
}

#[test]
fn tracks_can_be_declared_in_loops_and_blocks() {
    let outcome = run(
        "for i in 0..3 { track(`t${i}`, s(\"bd\").gain(i/8)) }\nif true {\n  x: s(\"hh\")\n} else {\n  y: s(\"cp\")\n}\n",
    );
    silent(&outcome);
    assert_eq!(tracks(&outcome), ["t0", "t1", "t2", "x"]);
    assert_eq!(events(&outcome, "t1"), ["s:bd gain:0.125"]);
}

#[test]
fn marks_go_to_the_track_and_not_into_the_pattern() {
    let outcome = run(
        "_a: s(\"bd\")\nb: s(\"hh\").solo().gain(0.5).color(\"red\")\n_$: s(\"x\")\nS$: s(\"y\")\nc: s(\"z\").pianoroll().scope()\n",
    );
    silent(&outcome);
    let marks: Vec<_> = outcome
        .set
        .tracks
        .iter()
        .map(|t| (t.name.as_str(), t.muted, t.solo, t.colour.as_deref()))
        .collect();
    assert_eq!(
        marks,
        [
            ("a", true, false, None),
            ("b", false, true, Some("red")),
            ("$1", true, false, None),
            ("$2", false, true, None),
            ("c", false, false, None)
        ]
    );
    let hushed = run("a: s(\"bd\")\nhush()\n");
    assert!(hushed.set.tracks[0].muted);
}

#[test]
fn the_session_is_set_by_calls() {
    let outcome = run("tempo(120)\nseed(7)\nquantum(3/2)\nsamples(\"my sounds\")\n");
    silent(&outcome);
    assert_eq!((outcome.set.cps(0.0), outcome.set.seed), (0.5, 7));
    assert_eq!(outcome.set.quantum, Quantum::Cycles(Time::new(3, 2)));
    assert!(outcome.set.samples[0].path.ends_with("my sounds"));
    assert_eq!(run("quantum(2)\nquantum(\"now\")").set.quantum, Quantum::Now);
    for script in [
        "cps(1.25)",
        "setcps(5/4)",
        "setCps(1.25)",
        "cpm(75)",
        "setcpm(300/4)",
        "setCpm(75)",
        "tempo(300)",
    ] {
        assert_eq!(run(script).set.cps(0.0), 1.25, "{script}");
    }
}

#[test]
fn samples_are_relative_to_the_script() {
    let source = Source::new("songs/live/set.rhai", "samples(\"../kit\")");
    let outcome = Compiler::default().compile(&source);
    assert_eq!(outcome.set.samples[0].path, std::path::Path::new("songs/live/../kit"));
}

#[test]
fn a_tempo_that_cannot_be_played_is_clamped_with_a_warning() {
    for (script, cps) in [
        ("tempo(0.01)", 1.0 / 240.0),
        ("tempo(1e9)", 1000.0 / 240.0),
        ("cps(1.0/0.0)", 1000.0 / 240.0),
    ] {
        let outcome = run(script);
        assert_eq!(outcome.set.cps(0.0), cps, "{script}");
        assert_eq!(outcome.diagnostics[0].severity, Severity::Warning, "{script}");
        assert!(!outcome.failed_settings);
    }
    for script in [
        "tempo(0)",
        "tempo(-1)",
        "cps(-0.5)",
        "tempo(0.0/0.0)",
        "tempo(\"fast\")",
        "tempo()",
        "tempo(12 13)",
        "tempo(x)",
        "tempo(120",
    ] {
        let outcome = run(script);
        assert_eq!(outcome.set.cps(0.0), 0.5, "{script}");
        assert!(outcome.failed_settings && outcome.has_errors(), "{script}: {}", told(&outcome));
    }
}

#[test]
fn fractions_are_exact() {
    for (expression, result) in [
        ("1/8", "1/8"),
        ("1/3 + 1/6", "1/2"),
        ("1/10 + 2/10 == 3/10", "true"),
        ("6/2", "3"),
        ("-1/4", "-1/4"),
        ("1 - 1/3", "2/3"),
        ("1/8 * 2", "1/4"),
        ("div(7, 2)", "3"),
        ("1/4 == 0.25", "true"),
        ("1/8 < 0.2", "true"),
        ("[10, 20, 30][4/2]", "30"),
        ("1/2/2", "1/4"),
        ("2 ** 3", "8"),
        ("0.5 + 1/4", "0.75"),
        ("7 % 4", "3"),
        ("7/4 % 1", "3/4"),
        ("let x = 1; x /= 8; x", "1/8"),
        ("`${1/8}`", "1/8"),
        ("(1/8).to_float()", "0.125"),
        ("1/0", "division by zero"),
        ("9223372036854775807 + 1/2", "9223372036854775807"),
    ] {
        assert_eq!(printed(expression), result, "{expression}");
    }
}

#[test]
fn numbers_may_begin_with_their_dot() {
    let said = [
        (".5 + .25", "0.75"),
        ("1 -.5", "0.5"),
        ("1 - .5", "0.5"),
        ("[-.5, .1e1, 2*.5, - .5]", "[-0.5, 1.0, 1.0, -0.5]"),
        ("`${.5}`", "0.5"),
    ];
    for (expression, value) in said {
        assert_eq!(printed(expression), value, "{expression}");
    }
    assert_eq!(
        events(&run("a: s(\"bd\").gain(.5).pan(-.25)"), "a"),
        events(&run("a: s(\"bd\").gain(0.5).pan(-0.25)"), "a")
    );
}

#[test]
fn closures_capture_by_value() {
    for (script, result) in [
        ("let f = []; for i in 0..3 { f.push(|x| x + i) }; f[0].call(0)", "0"),
        ("let a = 1; let f = |x| x + a; f.call(1)", "2"),
        ("fn twice(f, x) { f.call(f.call(x)) }; twice(|x| x * 3, 2)", "18"),
        ("let n = 0; let f = || { n += 1; n }; f.call(); f.call(); n", "2"),
        ("const K = 7; fn f(x) { x + K }; f(1)", "8"),
        ("const K = 7; fn f() { let g = |x| x + K; g.call(1) }; f()", "8"),
        ("let p = s(\"bd\"); let f = |x| x.gain(p); f.call(p)", "a pattern"),
    ] {
        assert_eq!(printed(script), result, "{script}");
    }
}

#[test]
fn functions_of_the_script_are_methods() {
    let outcome = run(
        "fn boost(x) { this.gain(x) }\nfn \"pattern\".tame(x) { this.gain(1/x) }\na: s(\"bd\").boost(2)\nb: \"bd\".tame(4)\nc: s(\"bd\").tame(8)\n",
    );
    silent(&outcome);
    assert_eq!(events(&outcome, "a"), ["s:bd gain:2"]);
    assert_eq!(events(&outcome, "c"), ["s:bd gain:0.125"]);
}

#[test]
fn registered_functions_are_methods_of_strings_and_patterns() {
    let outcome = run(
        "register(\"boost\", |x, p| p.gain(x))\nregister(\"plain\", |p| p)\na: s(\"bd\").boost(2)\nb: s(\"bd\").boost(\"1 2\")\nc: boost(3, s(\"bd\"))\nd: \"x\".plain()\ne: s(\"y\").boost()\n",
    );
    assert_eq!(told(&outcome), "7:11:\"boost\" error: `boost` takes 1 argument");
    assert_eq!(events(&outcome, "a"), ["s:bd gain:2"]);
    assert_eq!(events(&outcome, "b").len(), 2);
    assert_eq!(events(&outcome, "c"), ["s:bd gain:3"]);
}

#[test]
fn all_changes_every_track() {
    let outcome = run("all(|p| p.gain(0.5))\na: s(\"bd\")\nb: s(\"hh\")\n");
    silent(&outcome);
    assert_eq!(events(&outcome, "b"), ["s:hh gain:0.5"]);
    let broken = run("a: s(\"bd\")\nall(|p| p.gian(0.5))\n");
    assert!(broken.set.tracks.is_empty() && broken.failed == ["a"], "{}", told(&broken));
}

#[test]
fn literals_know_their_place_wherever_they_go() {
    let outcome = run(
        "let v = \"bd sn\"\nlet list = [\"hh\", `oh\n  cp`]\nfn f(x) { s(x) }\na: s(v)\nb: s(list[1])\nc: f(\"é \\x61 y\")\nd: (|q| s(q)).call(\"rim\")\ne: s(#{k: \"lt\"}.k)\nf: s(`a${1}`)\n",
    );
    silent(&outcome);
    assert_eq!(causes(&outcome, "a"), [["bd"], ["sn"]]);
    assert_eq!(causes(&outcome, "b"), [["oh"], ["cp"]]);
    assert_eq!(causes(&outcome, "c"), [["é"], ["\\x61"], ["y"]]);
    assert_eq!(causes(&outcome, "d"), [["rim"]]);
    assert_eq!(causes(&outcome, "e"), [["lt"]]);
    assert!(causes(&outcome, "f")[0].is_empty());
}

#[test]
fn a_text_alone_makes_beat_a_grid() {
    let outcome = run(
        "a: beat(\"bd: x.r.\\nhh: xo..\").gain(0.5)\nb: beat(`\n  sn: ..x_  // snare\n`)\nc: s(\"rim\").beat(\"0,2\", 4)\nprint(beat(\"bd:2: x..x..X.\").grid(8))\n",
    );
    assert_eq!(told(&outcome), "6:1:\"print\" note: bd:2: x..x..X.\n");
    assert_eq!(events(&outcome, "a").len(), 5);
    assert_eq!(events(&outcome, "c").len(), 2);
    assert_eq!(causes(&outcome, "a")[1..3], [["x"], ["o"]]);
    assert_eq!(causes(&outcome, "b"), [["x_"]]);
    let broken = run("a: beat(`\n  bd: x...\n  sn: ..y.\n`)\nb: beat(\"bd: x\\nsn: z\")\n");
    let told = told(&broken);
    assert!(told.starts_with("3:9:\"y\" error: `y` is no step"), "{told}");
    assert!(told.contains("\n5:21:\"z\" error: `z` is no step"), "{told}");
}

#[test]
fn tunings_give_frequencies() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("pure.scl"), "! pure.scl\nA fifth\n2\n3/2\n2/1\n").unwrap();
    std::fs::write(folder.path().join("broken.scl"), "Broken\n2\nx\n").unwrap();
    let script = "a: n(\"0 2 -1\").xen(\"31edo\")\nb: \"0 1 2\".tune(\"pure.scl\").mul(100).freq()\nc: note(\"c4 g4\").tune(\"12ji\")\nd: n(\"0 1\").tuning([1, 5/4], \"a2\")\ne: n(0).tune(\"broken.scl\")\nf: n(0).tune(\"none.scl\")\ng: n(0).tune(\"werkmeister\")\nh: n(\"0 1\").edo(12, 100)\n";
    let name = folder.path().join("set.rhai").display().to_string();
    let outcome = Compiler::default().compile(&Source::new(name, script));
    assert_eq!(events(&outcome, "a")[0], "freq:220");
    assert!(events(&outcome, "a")[2].starts_with("freq:215.1"), "{:?}", events(&outcome, "a"));
    assert_eq!(events(&outcome, "b"), ["freq:100", "freq:150", "freq:200"]);
    assert_eq!(events(&outcome, "c"), ["freq:261.6255653005986", "freq:392.43834795089793"]);
    assert_eq!(events(&outcome, "d"), ["freq:110", "freq:137.5"]);
    assert!(events(&outcome, "h")[1].starts_with("freq:105.946"));
    let told = told(&outcome);
    assert!(told.contains("error: line 3 of `broken.scl`: `x` is no pitch"), "{told}");
    assert!(told.contains("error: cannot read `none.scl`"), "{told}");
    assert!(told.contains("did you mean `werckmeister`?"), "{told}");
    assert!(outcome.files.iter().any(|file| file.ends_with("pure.scl")));
}

#[test]
fn a_keyboard_map_says_which_note_is_which_degree() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write("pure.scl", "A fifth\n2\n3/2\n2/1\n");
    write("keys.kbm", "! two of three keys\n3\n0\n127\n60\n69\n440.0\n2\n0\nx\n1\n");
    write("straight.kbm", "0\n60\n72\n60\n60\n100\n0\n");
    write("short.kbm", "3\n0\n");
    let script = "a: note(\"60 61 62 63\").tune(\"pure.scl\", \"keys.kbm\")\nb: note(\"60 61 62 69 93\").tune(\"pure.scl\", \"straight.kbm\")\nc: n(\"0 1\").tune(\"pure.scl\", \"keys.kbm\")\nd: note(60).tune(\"pure.scl\", \"short.kbm\")\n";
    let name = folder.path().join("set.rhai").display().to_string();
    let outcome = Compiler::default().compile(&Source::new(name, script));
    // Key 69 is degree 6, three octaves above degree 0.
    assert_eq!(events(&outcome, "a"), ["freq:55", "freq:82.5", "freq:110"]);
    let straight = ["freq:100", "freq:150", "freq:200", "freq:2400"];
    assert_eq!(events(&outcome, "b")[..4], straight, "{:?}", events(&outcome, "b"));
    assert_eq!(events(&outcome, "b")[4], "freq:1760", "a key that the map does not tune");
    assert_eq!(events(&outcome, "c"), ["freq:55", "freq:82.5"]);
    let told = told(&outcome);
    assert!(told.contains("warning: `keys.kbm` leaves out notes that are played: 61"), "{told}");
    assert!(told.contains("error: line 2 of `short.kbm`: the last key is missing"), "{told}");
    assert!(outcome.files.iter().any(|file| file.ends_with("keys.kbm")));
}

#[test]
fn windows_line_ends_a_byte_order_mark_and_tabs_change_nothing() {
    let outcome = run("\u{feff}// ü\r\na: s(\"bd sn\")\r\n\t.gain(0.5)\r\nb: s(`x\r\n y`)\r\n");
    silent(&outcome);
    assert_eq!(causes(&outcome, "a")[1][0], "sn");
    assert_eq!(causes(&outcome, "b"), [["x"], ["y"]]);
    let marked = run("\u{feff}a: s(\"bd\")");
    assert_eq!(tracks(&marked), ["a"]);
}

#[test]
fn a_mistake_in_one_track_leaves_the_others_alone() {
    let outcome =
        run("a: s(\"bd\")\nb: s(\"hh\").gian(2)\nc: s(\"[cp\")\nd: s(\"rim\"\ne: s(\"oh\")\n");
    assert_eq!(tracks(&outcome), ["a", "e"]);
    assert_eq!(outcome.failed, ["b", "c", "d"]);
    assert_eq!(outcome.diagnostics.len(), 3, "{}", told(&outcome));
    assert!(!outcome.unusable && !outcome.failed_settings && !outcome.failed_unnamed);
}

#[test]
fn what_is_made_from_a_failure_fails_without_a_word() {
    let outcome = run(
        "let p = s(\"[x\")\na: p.gain(1)\nb: s(\"hh\")\nfn twice(q) { q.gain(2) }\nc: twice(p)\n",
    );
    assert_eq!(outcome.diagnostics.len(), 1, "{}", told(&outcome));
    assert_eq!(tracks(&outcome), ["b"]);
    assert_eq!(outcome.failed, ["a", "c"]);
}

#[test]
fn names_that_cannot_be_read_are_said_to_be_unknown() {
    let outcome = run("for i in 0..2 { track(`t${i}`, s(\"x\").nope()) }\na: s(\"hh\")\n");
    assert!(outcome.failed_unnamed && tracks(&outcome) == ["a"]);
    assert!(!run("track(\"t\", s(\"x\").nope())\n").failed_unnamed);
}

#[test]
fn a_broken_declaration_is_reported_once() {
    let outcome = run("let x = s(\"a\").nope()\na: x\nb: x\nfn f( { 1 }\nc: f()\nd: s(\"hh\")\n");
    assert_eq!(outcome.diagnostics.len(), 2, "{}", told(&outcome));
    assert_eq!(outcome.failed, ["a", "b", "c"]);
}

#[test]
fn a_script_of_which_nothing_is_left_is_unusable() {
    assert!(run("a: s(\"bd\"").unusable);
    assert!(run(")))").unusable);
    assert!(!run("").unusable);
    assert!(!run("// nothing\n").unusable);
}

#[test]
fn runaway_scripts_are_stopped() {
    for script in [
        "loop { }",
        "let i = 0; while true { i += 1 }",
        "for i in 0..1000000000000 { }",
        "fn f(x) { f(x + 1) } f(0)",
        "fn f(x) { g(x) } fn g(x) { f(x) } f(0)",
        "let f = |g| g.call(g); f.call(f)",
        "let x = \"aaaaaaaa\"; loop { x += x; }",
        "let a = []; loop { a.push(\"xxxxxxxx\"); }",
        "let a = [1]; loop { a += a; }",
        "let a = [1,2,3,4,5,6,7,8,9]; loop { a = [a,a,a,a,a,a,a,a,a] }",
        "let m = #{}; let i = 0; loop { m[`k${i}`] = i; i += 1; }",
        "let a = []; a.pad(1000000000, 0)",
        "let p = s(\"bd\"); loop { p = p.gain(2); }",
        "eval(\"loop {}\")",
        "loop { print(\"x\") }",
        "let a = []; for i in 0..100000000 { a.push(i) }",
        "let x = 1; loop { let y = x; }",
        "s(0..1000000000)",
        "all(|p| { loop {} })\na: s(\"x\")",
        "fn f(x) { f(x) + f(x) }\nf(1)\nf(2)\nf(3)\nf(4)\nf(5)\nf(6)\nf(7)\nf(8)\nf(9)\n",
    ] {
        // A script that did not stop would never come back from here.
        let outcome = run(script);
        assert!(outcome.has_errors(), "{script}");
    }
}

#[test]
fn hostile_texts_are_survived() {
    let deep = [
        format!("{}1{}", "(".repeat(5000), ")".repeat(5000)),
        format!("{}1{}", "[".repeat(5000), "]".repeat(5000)),
        format!("let x = {}1;", "-".repeat(20_000)),
        format!("let x = {};", vec!["1"; 3000].join("+")),
        format!("x: s(\"bd\"){}", ".gain(2)".repeat(5000)),
        "`${".repeat(2000),
        "a: ".repeat(3000),
        "|".repeat(3000),
        format!("x: s(\"{}\")", "[".repeat(3000)),
        "\u{0}\u{1}\u{fffd}é🎵".to_string(),
        format!("x: s(\"{}\")", "a ".repeat(40_000)),
        "fn ".repeat(500),
        "let a = 1\n".repeat(5000),
    ];
    for script in deep {
        let _ = run(&script);
    }
}

#[test]
fn a_long_chain_is_no_mistake() {
    let outcome = run(&format!(
        "fn f(p) {{ p{} }}\na: f(s(\"bd\"){})\n",
        ".gain(1)".repeat(100),
        ".pan(0.5)".repeat(100)
    ));
    silent(&outcome);
}

#[test]
fn printing_is_a_note() {
    let outcome = run("print(1/8, \"and\", s(\"bd\"))\n");
    assert_eq!(told(&outcome), "1:1:\"print\" note: 1/8 and a pattern");
}

#[test]
fn surely_unmeant_things_are_warned_of() {
    let outcome =
        run("let unused = 3\nlet _quiet = 4\nfn gain(x) { x }\na: s(\"x\")\na: s(\"y\")\n");
    let messages: Vec<&str> = outcome.diagnostics.iter().map(|d| d.message.as_str()).collect();
    assert_eq!(
        messages,
        [
            "`unused` is never used",
            "this function hides the built-in `gain`",
            "there are two tracks named `a`; only the later one plays"
        ]
    );
    assert!(!outcome.has_errors());
}

#[test]
fn one_compiler_serves_many_scripts() {
    let mut compiler = Compiler::default();
    for i in 0..50 {
        let outcome = compiler
            .compile(&Source::new("x.rhai", format!("a{i}: s(\"bd\").gain({i})\nb: s(\"[\")\n")));
        assert_eq!((outcome.set.tracks.len(), outcome.diagnostics.len()), (1, 1));
    }
}

/// Every script in `golden` is drawn with all that is said about it.
#[test]
fn messages_stay_as_they_are() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let mut scripts: Vec<_> =
        std::fs::read_dir(&folder).unwrap().map(|e| e.unwrap().path()).collect();
    scripts.retain(|path| path.extension().is_some_and(|extension| extension == "rhai"));
    scripts.sort();
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(&folder);
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    // The count of operations ends what does not end, however busy the machine is.
    let mut compiler = Compiler::default().with_patience(Duration::from_secs(600));
    for path in scripts {
        let name = path.file_stem().unwrap().to_str().unwrap();
        let text = std::fs::read_to_string(&path).unwrap();
        let outcome = compiler.compile(&Source::new(format!("{name}.rhai"), text));
        let mut drawn = report::draw_all(&outcome.diagnostics, &outcome.sources, false);
        drawn.push_str(&format!("\n\nplaying: {}", tracks(&outcome).join(" ")));
        drawn.push_str(&format!("\nkept: {}", outcome.failed.join(" ")));
        settings.bind(|| insta::assert_snapshot!(name, drawn));
    }
}

#[test]
fn every_grid_of_the_page_about_grids_plays() {
    let page = include_str!("../docs/grids.md");
    let block = page.split("```").nth(1).and_then(|b| b.strip_prefix("rhai\n")).expect("a block");
    let mut compiler = Compiler::default();
    for grid in block.split("\n\n") {
        let pattern = compiler.expression(grid).unwrap_or_else(|said| panic!("{grid}: {said:?}"));
        assert!(!pattern.cycle(0).is_empty(), "{grid}");
    }
}

#[test]
fn a_library_that_breaks_the_run_is_told_of_in_its_own_text_and_watched() {
    let folder = tempfile::tempdir().unwrap();
    let (beside, shared) = (folder.path().join("song"), folder.path().join("shared"));
    std::fs::create_dir(&beside).unwrap();
    std::fs::write(beside.join("outer.rhai"), "import \"inner\" as i\nfn foo() { i::foo() }\n")
        .unwrap();
    std::fs::write(beside.join("inner.rhai"), "fn foo() {\n  s(\"bd\" }\n").unwrap();
    let mut compiler = Compiler::new(std::slice::from_ref(&shared));
    let script = beside.join("song.rhai").display().to_string();
    let text = "import \"outer\" as h\nimport \"away\" as w\na: h::foo()\nb: s(\"hh\")\n";
    let outcome = compiler.compile(&Source::new(script.clone(), text));
    let places = outcome.diagnostics.iter().map(|said| {
        let span = said.span.expect("a place");
        let source = outcome.sources.get(span.file).expect("a text");
        (source.name.to_string(), source.line_column(span.start as usize).0)
    });
    let inner = beside.join("inner.rhai").display().to_string();
    assert_eq!(places.collect::<Vec<_>>(), [(script.clone(), 2), (inner, 2)]);
    let files = ["song", "outer", "inner", "away"].map(|name| beside.join(format!("{name}.rhai")));
    for file in files.iter().chain([&shared.join("away.rhai")]) {
        let times = outcome.files.iter().filter(|known| *known == file).count();
        assert_eq!(times, 1, "{} in {:?}", file.display(), outcome.files);
    }
    assert_eq!(tracks(&outcome), ["b"]);
}

#[test]
fn a_closure_that_does_not_end_is_shown_where_it_stands() {
    let outcome = run("a: s(\"hh\")\nb: s(\"bd*2\").every(2, |p| { loop {} })\n");
    let told = told(&outcome);
    assert!(told.starts_with("2:29:\"loop\" error: this does not come to an end"), "{told}");
    assert_eq!(outcome.diagnostics.len(), 1, "{told}");
    assert_eq!(tracks(&outcome), ["a"]);
}

#[test]
fn chance_is_of_the_moment_and_a_seed_sets_a_track_apart() {
    let heard = |script: &str| {
        let outcome = run(script);
        silent(&outcome);
        let begins = |track: &tresillo::set::Track| -> Vec<Time> {
            let events = query::events(&track.pattern, &Context::default(), Span::cycle(0));
            events.iter().map(|event| event.whole_or_part().begin).collect()
        };
        outcome.set.tracks.iter().map(begins).collect::<Vec<_>>()
    };
    let together = heard("a: s(\"hh*16?\")\nb: s(\"cp*16?\")");
    assert_eq!(together[0], together[1]);
    let apart = heard("a: s(\"hh*16?\")\nb: s(\"cp*16?\").seed(1)");
    assert_eq!(apart[0], together[0]);
    assert_ne!(apart[1], together[1]);
}
