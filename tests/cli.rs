//! The program as people call it: bad input gets a message, never a crash, and what is rendered does
//! not depend on how.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const BEAT: &str =
    "tempo(140)\ndrums: s(\"bd hh sd hh\")\nbass: note(\"c2 eb2\").s(\"saw\").lpf(600)\n";

fn tresillo(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_tresillo")).args(args).output().expect("the program runs")
}

fn said(output: &Output) -> String {
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!text.contains("panicked"), "{text}");
    text
}

fn written(folder: &Path, text: impl AsRef<[u8]>) -> PathBuf {
    let file = folder.join("piece.rhai");
    std::fs::write(&file, text).expect("a file is written");
    file
}

/// Renders a script; what came out, and whether anything sounds in it.
fn rendered(file: &Path, block: &str) -> (Output, Vec<u8>) {
    let out = file.with_extension("wav");
    let _ = std::fs::remove_file(&out);
    let (file, path) = (file.display().to_string(), out.display().to_string());
    let args = ["render", &file, "-o", &path, "--cycles", "1", "--bits", "32f", "--block", block];
    (tresillo(&args), std::fs::read(&out).unwrap_or_default())
}

fn sounds(wav: &[u8]) -> bool {
    wav.iter().skip(200).any(|byte| *byte != 0)
}

#[test]
fn the_block_size_never_changes_a_sample() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = written(folder.path(), BEAT);
    let (_, first) = rendered(&file, "512");
    assert!(sounds(&first));
    for block in ["17", "64", "4096"] {
        assert!(rendered(&file, block).1 == first, "--block {block} differs");
    }
}

#[test]
fn one_broken_track_leaves_the_others_sounding() {
    let folder = tempfile::tempdir().expect("a folder");
    let broken = format!("{BEAT}lead: s(\"bd\").fsat(2)\n");
    let (output, wav) = rendered(&written(folder.path(), broken), "512");
    assert!(said(&output).contains("fast") && sounds(&wav));
}

#[test]
fn values_that_make_no_sense_are_survived() {
    let folder = tempfile::tempdir().expect("a folder");
    for line in [
        "a: s(\"bd\").gain(1e300)",
        "a: s(\"saw\").lpf(-1e300)",
        "tempo(0)",
        "tempo(-1)",
        "tempo(1e9)",
    ] {
        let (output, wav) = rendered(&written(folder.path(), format!("{BEAT}{line}\n")), "512");
        let text = said(&output);
        assert!(output.status.success() && sounds(&wav), "{line}: {text}");
    }
}

#[test]
fn scripts_that_cannot_play_fail_with_a_message() {
    let folder = tempfile::tempdir().expect("a folder");
    for text in [&b"loop {}"[..], b"drums: s(\"bd", b"\xff\xfe\x00", b"fn f() { f() }\nf()"] {
        let (output, _) = rendered(&written(folder.path(), text), "512");
        assert!(!output.status.success() && !said(&output).is_empty());
    }
    let (output, _) = rendered(folder.path(), "512");
    assert!(!output.status.success() && said(&output).contains("folder"));
    let missing = folder.path().join("peice.rhai");
    assert!(said(&rendered(&missing, "512").0).contains("did you mean"));
}

#[test]
fn check_tells_by_its_exit_code() {
    let folder = tempfile::tempdir().expect("a folder");
    let good = written(folder.path(), BEAT).display().to_string();
    assert!(tresillo(&["check", &good]).status.success());
    let bad = written(folder.path(), "drums: s(\"bd\").fsat(2)\n").display().to_string();
    let output = tresillo(&["check", "--json", &bad]);
    assert_eq!(output.status.code(), Some(1));
    let first = String::from_utf8_lossy(&output.stdout).lines().next().map(str::to_owned);
    let json: serde_json::Value = serde_json::from_str(&first.expect("a line")).expect("JSON");
    assert_eq!((&json["line"], &json["column"]), (&1.into(), &16.into()));
}
