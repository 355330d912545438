//! Seeded mistakes: each is told in the right line, and a misspelt name gets the name that was meant.
//!
//! A case of `tests/mistakes/*.rhai` begins with `//!` and what is expected: `line 2`, `meant fast`,
//! `warning` where nothing is wrong enough to fail. All messages are snapshots beside the tables.

#![allow(clippy::print_stdout, reason = "the counts are what this test shows")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use tresillo::conductor::{Recordings, look};
use tresillo::diag::{Diagnostic, Severity, Source, Sources};
use tresillo::report;
use tresillo::samples::Library;
use tresillo::script::Compiler;
use tresillo::vocab::{functions, lookup};

/// One script with a mistake.
struct Case {
    /// Where the table has it.
    name: String,
    script: String,
    /// The line that has the mistake, counted from 1.
    line: usize,
    /// The name that was meant.
    meant: Option<String>,
    /// Whether nothing fails.
    warning: bool,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/mistakes")
}

fn tables() -> Vec<(String, Vec<Case>)> {
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(folder()).into_iter().flatten().flatten().map(|e| e.path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "rhai"));
    paths.sort();
    let table = |path: PathBuf| {
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&path).expect("a readable table");
        let cases = text.split("//! ").skip(1).enumerate().map(|(i, case)| read(&name, i, case));
        let cases = cases.collect();
        (name, cases)
    };
    paths.into_iter().map(table).collect()
}

fn read(table: &str, index: usize, case: &str) -> Case {
    let (head, script) = case.split_once('\n').expect("a line of expectations");
    let of = |word: &str| head.split(", ").find_map(|part| part.strip_prefix(word));
    Case {
        name: format!("{table} {}", index + 1),
        script: script.trim_end().to_string() + "\n",
        line: of("line ").expect("a line").parse().expect("a number"),
        meant: of("meant ").map(str::to_owned),
        warning: of("warning").is_some(),
    }
}

/// Everything that `tresillo check` says about a script.
fn checked(compiler: &mut Compiler, case: &Case) -> (Vec<Diagnostic>, Sources) {
    let outcome = compiler.compile(&Source::new("x.rhai", case.script.as_str()));
    let mut recordings = Recordings::new(Library::new(48_000, || {}));
    let ahead = look::whole(&outcome, &mut recordings);
    let mut said = outcome.diagnostics;
    said.extend(ahead);
    (said, outcome.sources)
}

#[test]
fn mistakes_are_told_where_they_are_and_names_are_put_right() {
    let mut compiler = Compiler::default();
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(folder());
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    let (mut cases, mut lines, mut misspelt, mut found) = (0, 0, 0, 0);
    let mut missed = String::new();
    for (name, table) in tables() {
        let mut all = String::new();
        for case in table {
            let (said, sources) = checked(&mut compiler, &case);
            let drawn = report::draw_all(&said, &sources, false);
            let _ = writeln!(all, "{drawn}\n\n----\n");
            let wanted = if case.warning { Severity::Warning } else { Severity::Error };
            let first = said.iter().find(|said| said.severity == wanted);
            let place = first.and_then(|said| {
                let span = said.span?;
                Some(sources.get(span.file)?.line_column(span.start as usize).0)
            });
            cases += 1;
            lines += usize::from(place == Some(case.line));
            if place != Some(case.line) {
                let _ = writeln!(missed, "{}: line {} expected\n{drawn}", case.name, case.line);
            }
            let Some(meant) = &case.meant else { continue };
            misspelt += 1;
            let quoted = format!("`{meant}`");
            if said.iter().flat_map(|said| &said.hints).any(|hint| hint.contains(&quoted)) {
                found += 1;
            } else {
                let _ = writeln!(missed, "{}: `{meant}` expected\n{drawn}", case.name);
            }
        }
        settings.bind(|| insta::assert_snapshot!(name, all));
    }
    println!("{missed}\n{cases} mistakes: {lines} lines right; {found} of {misspelt} names found");
    assert!(cases >= 200 && misspelt >= 80, "{cases} {misspelt}");
    assert!(lines * 100 >= cases * 99, "{lines} of {cases} lines\n{missed}");
    assert!(found * 100 >= misspelt * 80, "{found} of {misspelt} names\n{missed}");
}

/// Slips of the fingers in a name: two letters swapped, one left out, one doubled, one next to it.
fn slips(name: &str) -> Vec<String> {
    let letters: Vec<char> = name.chars().collect();
    let middle = letters.len() / 2;
    let with = |change: &dyn Fn(&mut Vec<char>)| {
        let mut slip = letters.clone();
        change(&mut slip);
        slip.into_iter().collect::<String>()
    };
    vec![
        with(&|slip| slip.swap(middle - 1, middle)),
        with(&|slip| {
            slip.remove(middle);
        }),
        with(&|slip| slip.insert(middle, slip[middle])),
        with(&|slip| slip[middle] = if slip[middle] == 'e' { 'r' } else { 'e' }),
    ]
}

#[test]
fn slips_in_the_name_of_any_function_are_put_right() {
    let mut compiler = Compiler::default();
    let (mut all, mut found) = (0, 0);
    let mut missed = Vec::new();
    let shown = functions().filter(|row| !row.name.contains('.') && row.name.len() >= 4);
    for row in shown {
        for slip in slips(row.name).into_iter().filter(|slip| lookup(slip).is_none()) {
            let script = format!("a: s(\"bd\")\nb: s(\"hh\").{slip}(1)\n");
            let outcome = compiler.compile(&Source::new("x.rhai", script));
            let Some(said) = outcome.diagnostics.first() else { continue };
            all += 1;
            let mut names = std::iter::once(&row.name).chain(row.aliases);
            if names.any(|name| said.hints.iter().any(|h| h.contains(&format!("`{name}`")))) {
                found += 1;
            } else {
                missed.push(slip);
            }
        }
    }
    println!("{found} of {all}; not {}", missed.join(" "));
    assert!(all > 400 && found * 100 >= all * 80, "{found} of {all}; not {}", missed.join(" "));
}
