//! Texts that nobody meant: the conformance corpus, the standard library and the songs, with pieces
//! taken out, doubled, swapped and exchanged. Nothing may panic or take long.
//!
//! Each input follows from its number, so a failure can be played again. The short runs belong to
//! every test run; the long ones are asked for: `cargo test --release --test fuzz -- --ignored`.
//! `FUZZ_FROM` and `FUZZ_COUNT` choose other inputs than the first ones.
#![allow(clippy::unwrap_used, reason = "a test may fail anywhere")]
#![allow(clippy::disallowed_methods, reason = "what must not stall is timed")]
#![allow(clippy::print_stderr, reason = "a long run tells of a failure at once")]

#[path = "fuzz/checks.rs"]
mod checks;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use tresillo::script::Compiler;

/// More time than this on one input counts as a hang.
const PATIENCE: Duration = Duration::from_secs(5);

/// Signs, words and numbers that change what a text means.
const PIECES: &[&str] = &[
    "[",
    "]",
    "<",
    ">",
    "{",
    "}",
    "(",
    ")",
    "(3,8)",
    "(3,8,2)",
    "*",
    "/",
    "!",
    "@",
    "?",
    ":",
    "..",
    ".",
    ",",
    "|",
    "~",
    "_",
    "%",
    "%4",
    "*2",
    "/3",
    "@3",
    "!2",
    "?0.3",
    ":1",
    " .. ",
    "0",
    "1",
    "-1",
    "0.5",
    "1e9",
    "1e-9",
    "1e300",
    "9999999999",
    "-0",
    "bd",
    "c3",
    "\"",
    "`",
    "'",
    "é",
    "\u{1f941}",
    "\\",
    "\n",
    ";",
    "=",
    "|x| x",
    ".fast(2)",
    ".slow(1e-9)",
    ".ply(64)",
    ".every(2, |x| x.rev())",
    ".off(1/8, |x| x.add(7))",
    ".jux(|x| x)",
    "stack(",
    "cat(",
    "let x = ",
    "fn f(x) { ",
    "#{s: 1}",
    "$",
    "^",
    "#",
    "//",
    "/*",
    "true",
    "()",
    "loop { ",
    "while x ",
    "for i in 0..9 { ",
];

/// A generator of numbers by Sebastiano Vigna: splitmix64.
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: usize) -> usize {
        (self.roll() % n.max(1) as u64) as usize
    }

    fn of<'a, T: ?Sized>(&mut self, all: &'a [Box<T>]) -> &'a T {
        &all[self.below(all.len())]
    }
}

/// Where words, numbers and signs begin, and the end.
fn joints(text: &str) -> Vec<usize> {
    let kind = |c: char| match c {
        c if c.is_alphabetic() => 0,
        c if c.is_ascii_digit() => 1,
        c if c.is_whitespace() => 2,
        c => c as u32 + 3,
    };
    let mut joints = vec![0];
    let mut before = None;
    for (at, c) in text.char_indices() {
        if before.is_some_and(|before| before != kind(c)) {
            joints.push(at);
        }
        before = Some(kind(c));
    }
    joints.push(text.len());
    joints
}

/// A piece of a text between two joints that are not far apart.
fn piece(text: &str, dice: &mut Dice) -> (usize, usize) {
    let joints = joints(text);
    let from = dice.below(joints.len());
    let to = (from + dice.below(6)).min(joints.len() - 1);
    (joints[from], joints[to])
}

/// The text of a number: one of the corpus, changed in one to five places.
fn input(number: u64, corpus: &[Box<str>]) -> String {
    let mut dice = Dice(number);
    let mut text = dice.of(corpus).to_owned();
    for _ in 0..=dice.below(5) {
        let (from, to) = piece(&text, &mut dice);
        match dice.below(7) {
            0 => text.replace_range(from..to, ""),
            1 => {
                let again = text[from..to].to_owned();
                text.insert_str(from, &again);
            }
            2 | 3 => text.insert_str(from, PIECES[dice.below(PIECES.len())]),
            4 => text.replace_range(from..to, PIECES[dice.below(PIECES.len())]),
            5 => {
                let other = dice.of(corpus);
                let (begin, end) = piece(other, &mut dice);
                text.replace_range(from..to, &other[begin..end]);
            }
            _ => {
                // A single character, wherever it stands.
                let at = dice.below(text.chars().count().max(1));
                let c = char::from(32 + dice.below(95) as u8);
                text = text
                    .chars()
                    .enumerate()
                    .map(|(i, old)| if i == at { c } else { old })
                    .collect();
            }
        }
    }
    text
}

/// The expressions of the conformance corpus.
fn expressions() -> Vec<Box<str>> {
    let lines = include_str!("conformance/given.jsonl").lines();
    let case = |line: &str| serde_json::from_str::<serde_json::Value>(line).unwrap();
    lines.map(|line| case(line)["expr"].as_str().unwrap().into()).collect()
}

/// The strings of the corpus, each once.
fn notations() -> Vec<Box<str>> {
    let mut strings: Vec<Box<str>> = Vec::new();
    for expression in expressions() {
        strings.extend(expression.split('"').skip(1).step_by(2).map(Box::from));
    }
    strings.sort();
    strings.dedup();
    strings
}

/// The corpus, the standard library and the songs and examples that come along.
fn scripts() -> Vec<Box<str>> {
    let mut scripts = expressions();
    for folder in ["std-lib", "patterns", "examples", "tests/golden", "tests/mistakes"] {
        let mut files: Vec<_> =
            std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
        files.sort();
        for file in files.iter().filter(|file| file.extension().is_some_and(|e| e == "rhai")) {
            let text = std::fs::read_to_string(file).unwrap();
            // Long files are slow to run: their parts are as good.
            scripts.extend(text.split("\n\n").map(Box::from));
        }
    }
    scripts
}

/// How long this thread has worked, where the system tells, as Linux does: a busy machine is not the
/// input's doing. Elsewhere, how long it is since `start`.
fn worked(start: Instant) -> Duration {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let worked = told.and_then(|told| told.split(' ').next()?.parse().ok());
    worked.map_or_else(|| start.elapsed(), Duration::from_nanos)
}

/// Feeds inputs to `check` and tells which fail.
fn feed(count: u64, corpus: &[Box<str>], mut check: impl FnMut(&str)) {
    let told = |name: &str| std::env::var(name).ok().and_then(|n| n.parse::<u64>().ok());
    let (first, count) = (told("FUZZ_FROM").unwrap_or(0), told("FUZZ_COUNT").unwrap_or(count));
    let (start, mut failures) = (Instant::now(), Vec::new());
    for number in first..first + count {
        let text = input(number, corpus);
        let begun = worked(start);
        let calm = catch_unwind(AssertUnwindSafe(|| check(&text))).is_ok();
        if !calm || worked(start) - begun > PATIENCE {
            let how = if calm { "took too long" } else { "panicked" };
            eprintln!("{number} {how}:\n{text}");
            failures.push(number);
        }
        if failures.len() > 20 {
            break;
        }
    }
    assert!(failures.is_empty(), "inputs {failures:?}, started anew with FUZZ_FROM");
}

fn feed_notations(count: u64) {
    feed(count, &notations(), checks::notation);
}

fn feed_scripts(count: u64) {
    let mut compiler = Compiler::new(&[]);
    feed(count, &scripts(), |text| checks::script(&mut compiler, text));
}

#[test]
fn strange_notation_is_read_or_refused() {
    feed_notations(20_000);
}

#[test]
fn strange_scripts_run_or_are_refused() {
    feed_scripts(1_500);
}

#[test]
fn what_once_failed_does_so_no_more() {
    for text in ["cFa*1e300<2 3 4>", "a@2 [b c!2]@3 <d e>*21e300 . f g?"] {
        checks::notation(text);
    }
    let mut compiler = Compiler::new(&[]);
    for text in ["//!9999999999 lixe 1\n\u{1f941}`", "\n\u{1f941}`", "s(\"bd\")\u{e9}'"] {
        checks::script(&mut compiler, text);
    }
}

#[test]
#[ignore = "takes minutes"]
fn a_million_strange_notations_are_read_or_refused() {
    feed_notations(1_000_000);
}

#[test]
#[ignore = "takes an hour"]
fn a_million_strange_scripts_run_or_are_refused() {
    feed_scripts(1_000_000);
}
