//! Everything that comes with the program: lessons, demos, libraries and scripts of the examples have
//! no mistake, and what declares tracks sounds.

use std::path::{Path, PathBuf};

use tresillo::bounce::Desk;
use tresillo::conductor::{Recordings, look};
use tresillo::diag::{Source, Sources};
use tresillo::report;
use tresillo::samples::Library;
use tresillo::script::Compiler;

/// Every script below a folder of the project.
fn scripts(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let entries = std::fs::read_dir(&folder).expect("a folder").flatten();
    let mut found = Vec::new();
    for path in entries.map(|entry| entry.path()) {
        match path.extension() {
            _ if path.is_dir() => found.extend(scripts(&path.to_string_lossy())),
            Some(ending) if ending == "rhai" => found.push(path),
            _ => {}
        }
    }
    found.sort();
    found
}

/// The loudest frame of the first seconds.
fn peak(source: &Source) -> f32 {
    let outcome = Compiler::default().compile(source);
    let mut desk = Desk::new(8000, outcome);
    desk.play(8 * 8000, 512, &mut |_| Ok(())).expect("it plays").peak
}

#[test]
fn lessons_demos_and_libraries_have_no_mistakes_and_sound() {
    let mut compiler = Compiler::default();
    let mut wrong = Vec::new();
    let (mut all, mut playing) = (0, 0);
    for path in ["patterns", "std-lib", "examples"].iter().flat_map(|folder| scripts(folder)) {
        let text = std::fs::read_to_string(&path).expect("a script");
        let source = Source::new(path.display().to_string(), text);
        let outcome = compiler.compile(&source);
        let mut recordings = Recordings::new(Library::new(48_000, || {}));
        let mut said = look::whole(&outcome, &mut recordings);
        said.extend(outcome.diagnostics.clone());
        said.extend(outcome.complaints.list());
        if !said.is_empty() {
            wrong.push(report::draw_all(&said, &outcome.sources, false));
        }
        all += 1;
        if !outcome.set.tracks.is_empty() {
            playing += 1;
            assert!(peak(&source) > 0.01, "{} is silent", path.display());
        }
    }
    assert!(all >= 15 && playing >= 12, "{all} scripts, {playing} with tracks");
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn scripts_in_the_examples_have_no_mistakes() {
    let mut compiler = Compiler::default();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let mut found = 0;
    for path in std::fs::read_dir(folder).expect("a folder").flatten().map(|entry| entry.path()) {
        let program = std::fs::read_to_string(&path).expect("a program");
        let quoted = program.split("r#\"").skip(1).filter_map(|rest| rest.split_once("\"#"));
        for (script, _) in quoted {
            let outcome = compiler.compile(&Source::new("example.rhai", script));
            let told = report::draw_all(&outcome.diagnostics, &Sources::default(), false);
            assert!(outcome.diagnostics.is_empty(), "{}: {script}\n{told}", path.display());
            found += 1;
        }
    }
    assert!(found > 0, "no example has a script");
}
