//! Mistakes of kinds that are in no table: floods, sizes, comparisons, lost libraries. Each is told in
//! plain words, at its place, as often as it helps.

use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Output};

use tresillo::conductor::{Recordings, look};
use tresillo::diag::{Diagnostic, Severity, Source, SrcSpan, folded};
use tresillo::samples::Library;
use tresillo::script::{Compiler, Outcome};

/// Everything that `tresillo check` says about a script of that name.
fn check_at(name: &str, text: &str) -> (Outcome, Vec<Diagnostic>) {
    let outcome = Compiler::default().compile(&Source::new(name, text));
    let mut recordings = Recordings::new(Library::new(48_000, || {}));
    let ahead = look::whole(&outcome, &mut recordings);
    let complaints = outcome.complaints.list();
    let all = outcome.diagnostics.iter().cloned().chain(ahead).chain(complaints);
    let said = folded(all.collect());
    (outcome, said)
}

fn check(text: &str) -> Vec<Diagnostic> {
    check_at("x.rhai", text).1
}

/// Messages with their hints, one a line.
fn told(said: &[Diagnostic]) -> String {
    let line = |said: &Diagnostic| format!("{} ({})", said.message, said.hints.join("; "));
    said.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn lines(count: usize, line: impl Fn(usize) -> String) -> String {
    (0..count).fold(String::new(), |mut text, i| {
        let _ = writeln!(text, "{}", line(i));
        text
    })
}

fn tresillo(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_tresillo")).args(args).output().expect("the program runs")
}

#[test]
fn a_rotation_is_the_third_number_of_a_rhythm() {
    let mut compiler = Compiler::default();
    let mut same = |a: &str, b: &str| {
        let [a, b] = [a, b].map(|text| compiler.expression(text).expect(text).cycle(0));
        let [a, b] = [a, b].map(|events| events.iter().map(|e| e.part).collect::<Vec<_>>());
        assert!(!a.is_empty() && a == b, "{a:?} {b:?}");
    };
    same("s(\"bd\").euclid(3, 8, 2)", "s(\"bd\").euclidRot(3, 8, 2)");
    same("euclid(3, 8, 2, s(\"bd\"))", "s(\"bd\").euclidRot(3, 8, 2)");
    same("s(\"bd\").euclidLegato(3, 8, 2)", "s(\"bd\").euclidLegatoRot(3, 8, 2)");
    same("s(\"bd\").every(1, euclid(3, 8))", "s(\"bd\").euclid(3, 8)");
    assert!(told(&check("a: s(\"bd\").euclid(3, 8, 2, 1)")).contains("2 values"));
}

#[test]
fn a_script_that_is_one_pattern_plays_it() {
    for text in
        ["s(\"bd*4\")", "s(\"bd*4\");\n", "tempo(90)\ns(\"bd*4\")\n", "let x = \"bd*4\"\ns(x)"]
    {
        let (outcome, said) = check_at("x.rhai", text);
        assert_eq!(outcome.set.tracks.len(), 1, "{text}");
        assert_eq!((told(&said), &*outcome.set.tracks[0].name), (String::new(), "$1"), "{text}");
    }
    let (outcome, said) = check_at("x.rhai", "s(\"hh*8\")\ns(\"bd*4\")\n");
    assert_eq!((outcome.set.tracks.len(), said.len()), (1, 1), "{}", told(&said));
    assert_eq!(said[0].span.map(SrcSpan::range), Some(0..9));
}

#[test]
fn a_pattern_beside_tracks_is_told_to_be_on_none() {
    let said = check("a: s(\"bd\")\ns(\"hh*8\").fast(2)\n\"c e\".note()\n");
    assert_eq!(said.len(), 2, "{}", told(&said));
    assert!(said[0].message.contains("plays on no track") && said[0].severity == Severity::Warning);
    assert!(said[0].hints[0].contains("$: s(..)"), "{:?}", said[0].hints);
    for text in [
        "a: s(\"bd\")\ntempo(90)\nsamples(\".\")\nall(|p| p.fast(2))\n",
        "s(\"bd\").p(\"a\")\nd1(s(\"hh\"))\ntrack(\"b\", s(\"cp\"))\n",
        "let x = []\nx.push(s(\"bd\"))\na: x[0]\n",
        "fn make() { track(\"a\", s(\"bd\")) }\nmake()\n",
    ] {
        let said = check(text);
        assert!(!told(&said).contains("no track"), "{text}: {}", told(&said));
    }
}

#[test]
fn too_many_tracks_are_one_message() {
    for (count, more) in [(65, ""), (70, " and 5 more"), (10_000, " and 9935 more")] {
        let said = check(&lines(count, |i| format!("t{i}: s(\"bd\").fast(2)")));
        assert_eq!(said.len(), 1, "{}", told(&said));
        assert_eq!(said[0].message, format!("no room for the track `t64`{more}"));
        assert!(said[0].span.is_some() && said[0].severity == Severity::Error);
    }
}

#[test]
fn one_mistake_is_a_few_messages_at_most() {
    for text in ["a: s(\"0 .. 1000000000\")", "a: n(\"0 .. 1e9\").s(\"zz\")", "a: s(run(1e9))"] {
        let said = check(text);
        assert!((1..=8).contains(&said.len()), "{text}: {}", told(&said));
    }
    assert!(told(&check("a: s(\"0 .. 4000\")")).contains("more like this here"));
    assert!(check(&lines(300, |i| format!("t{i}: s(\"bdx{i}\")"))).len() <= 51);
}

#[test]
fn looking_ahead_takes_small_steps() {
    let text = "a: s(\"hh*300\").pan(rand)\nb: s(\"bd\").mask(\"0\")\nc: s(\"hh*16\")\n";
    let outcome = Compiler::default().compile(&Source::new("x.rhai", text));
    let mut recordings = Recordings::new(Library::new(48_000, || {}));
    let mut ahead = look::Ahead::from(0);
    let mut steps = 0;
    let mut found = Vec::new();
    while ahead.is_busy() {
        found.extend(ahead.look(&outcome.set, &outcome.complaints, &mut recordings));
        steps += 1;
    }
    assert!(steps > 8, "{steps} steps");
    assert!(told(&found).contains("the track `b` never sounds"));
}

#[test]
fn deep_brackets_are_told_with_the_limit() {
    let text = format!("a: s(\"{}bd{}\")", "[".repeat(110), "]".repeat(110));
    let said = check(&text);
    assert_eq!(said.len(), 1, "{}", told(&said));
    assert!(said[0].message.contains("nested more than 60 deep"), "{}", told(&said));
    let fine = format!("a: s(\"{}bd{}\")", "[".repeat(50), "]".repeat(50));
    assert_eq!(told(&check(&fine)), "");
}

#[test]
fn long_scripts_run_and_sizes_are_told_in_plain_words() {
    let many = lines(10_000, |i| format!("let v{i} = {i}")) + "a: s(\"bd\")\n";
    let (outcome, said) = check_at("x.rhai", &many);
    assert_eq!(outcome.set.tracks.len(), 1, "{}", told(&said));
    assert!(said.len() <= 51 && said.iter().all(|s| s.severity == Severity::Warning));
    let closures = lines(10_000, |i| format!("t{i}: s(\"bd\").every(2, |p| p.fast(2))"));
    assert!(told(&check(&closures)).starts_with("no room for the track `t64`"));
    for (text, wanted) in [
        (format!("a: s(\"{}\")", "bd ".repeat(30_000)), "a text can have at most 65536 letters"),
        (
            format!("a: s(\"bd\").fast([{}1][0])", "1,".repeat(11_000)),
            "a list can have at most 10000",
        ),
        ("let a = [1]\nwhile true { a += a }".to_owned(), "a list can have at most 10000"),
        ("let a = \"x\"\nwhile true { a += a }".to_owned(), "a text can have at most 65536"),
        (lines(21_000, |i| format!("let v{i} = 1")), "more variables than it can hold"),
    ] {
        let said = check(&text);
        let first = told(&said[..1]);
        assert!(first.contains(wanted) && said[0].span.is_some(), "{first}");
        assert!(!said[0].hints.is_empty(), "{first}");
        assert!(!told(&said).contains("come to an end"), "{}", told(&said));
    }
}

#[test]
fn comparing_a_pattern_says_what_to_write() {
    let every = "a: s(\"bd\").every(1, |v| if v > 3 {v.fast(2)} else {v.fast(3)})";
    for (text, method) in [
        (every, "p.gt(3)"),
        ("let p = n(\"0 1\")\na: if p == 1 { s(\"bd\") } else { s(\"hh\") }", "p.eq(1)"),
        ("let p = n(\"0 1\")\na: if 0.5 <= p { s(\"bd\") } else { s(\"hh\") }", "p.lte(0.5)"),
    ] {
        let said = check(text);
        let errors = said.iter().filter(|said| said.severity == Severity::Error).count();
        assert_eq!(errors, 1, "{text}: {}", told(&said));
        let said = said.iter().find(|s| s.severity == Severity::Error).expect("an error");
        assert!(said.message.contains("cannot be compared") && said.span.is_some());
        assert!(
            said.hints[0].contains(method) && said.hints[0].contains("p.map("),
            "{:?}",
            said.hints
        );
    }
    assert_eq!(told(&check("a: n(\"0 1\".map(|v| if v > 0 { 7 } else { v })).s(\"saw\")")), "");
    let failed = check("let p = s(\"bd\").fast(\"x y(\")\na: if p == 3 { s(\"bd\") } else { p }");
    assert_eq!(failed.len(), 1, "{}", told(&failed));
}

fn beside(folder: &Path, library: &str, script: &str) -> Vec<Diagnostic> {
    std::fs::write(folder.join("house.rhai"), library).expect("a library");
    check_at(&folder.join("x.rhai").display().to_string(), script).1
}

#[test]
fn what_a_library_keeps_to_itself_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let script = "import \"house\" as h\na: s(\"bd\").fast(h::N)\n";
    let said = beside(folder.path(), "const N = 4\n", script);
    assert!(told(&said).contains("exports no `N` (write `export const N"), "{}", told(&said));
    assert_eq!(told(&beside(folder.path(), "export const N = 4\n", script)), "");
}

#[test]
fn a_broken_library_is_one_mistake() {
    let folder = tempfile::tempdir().expect("a folder");
    let script = "import \"house\" as h\na: s(\"bd\").sw(1/8)\nb: s(\"bd\").fsat(2)\nc: h::x(1)\n";
    let said = beside(folder.path(), "const N = \nfn \"pattern\".sw(x) { this.late(x) }\n", script);
    assert_eq!(
        said.iter().filter(|said| said.message.contains("`sw`")).count(),
        0,
        "{}",
        told(&said)
    );
    assert!(told(&said).contains("something is missing") && told(&said).contains("`fsat`"));
    let said = check("import \"nohouse\" as h\na: s(\"bd\").sw(1/8)\n");
    assert_eq!(said.len(), 1, "{}", told(&said));
}

#[test]
fn a_known_cause_of_silence_is_told_once() {
    let said = check("a: note(\"60\".map(|x| nosuch(x))).s(\"saw\")");
    assert_eq!(said.len(), 1, "{}", told(&said));
    assert!(said[0].message.contains("nosuch"));
    for text in ["a: s(\"bd\").fast(0)", "a: s(\"bd\").slow(0)"] {
        let said = check(text);
        assert_eq!(said.len(), 1, "{}", told(&said));
        assert!(said[0].hints[0].contains("a factor of 0"), "{}", told(&said));
    }
    assert!(told(&check("a: s(\"bd\").mask(\"0\")")).contains("never sounds"));
}

#[test]
fn tracks_may_have_any_letters_and_variables_say_which_they_may() {
    let (outcome, said) = check_at("x.rhai", "drüms: s(\"bd\")\n_日本: s(\"hh\")\n");
    let names: Vec<&str> = outcome.set.tracks.iter().map(|track| track.name.as_str()).collect();
    assert_eq!((names, told(&said)), (vec!["drüms", "日本"], String::new()));
    let said = check("let ü = 3\na: s(\"bd\").fast(ü)\n");
    assert!(told(&said).contains("`ü` has letters that a name cannot have"), "{}", told(&said));
}

/// The shortest recording: two samples of 16 bits, at 48 kHz.
const CLICK: &[u8] = b"RIFF\x28\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x80\xbb\0\0\0\x77\x01\0\x02\0\x10\0data\x04\0\0\0\xff\x7f\x01\x80";

#[test]
fn a_folder_with_a_space_is_named_with_a_line_below() {
    let folder = tempfile::tempdir().expect("a folder");
    for name in ["smp/sp ace", "smp/a (b), c"] {
        std::fs::create_dir_all(folder.path().join(name)).expect("a folder");
        std::fs::write(folder.path().join(name).join("x.wav"), CLICK).expect("a file");
    }
    let at = folder.path().join("x.rhai").display().to_string();
    let (_, said) = check_at(&at, "samples(\"smp\")\na: s(\"sp_ace a__b___c\")\n");
    assert_eq!(told(&said), "");
    let (_, said) = check_at(&at, "samples(\"smp\")\na: s(\"qqqqqqq\")\n");
    assert!(told(&said).contains("spaces in its name are _"), "{}", told(&said));
}

#[test]
fn numbers_in_messages_are_short() {
    let text = "a: s(\"bd\").lpf(1e300)\ntempo(1e300)\nb: s(\"bd\").every(1e300, 1e300)\n";
    let said = told(&check(text));
    assert_eq!(said.matches("1e300").count(), 3, "{said}");
    assert!(!said.contains("000000"), "{said}");
}

#[test]
fn a_question_about_no_time_is_refused() {
    for span in [["--from", "5", "--to", "2"], ["--from", "0", "--to", "1/0"]] {
        let args = [&["query", "-e", "s(\"bd\")"], &span[..]].concat();
        let output = tresillo(&args);
        assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0), "{span:?}");
        assert!(!output.stderr.is_empty());
    }
    let mut compiler = Compiler::default();
    for (to, wanted) in [("1/0", "`to` is a fraction"), ("-1", "`to` lies before `from`")] {
        let line =
            format!("{{\"id\":1,\"expr\":\"s(\\\"bd\\\")\",\"from\":\"0\",\"to\":\"{to}\"}}");
        let answer = tresillo::query::answer(&mut compiler, &line);
        let message = answer["error"]["message"].as_str().unwrap_or_default().to_owned();
        assert!(message.contains(wanted), "{answer}");
    }
}
