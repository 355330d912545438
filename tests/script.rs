//! What a script declares, and what it says about mistakes.

use tresillo::diag::{Diagnostic, Severity, Source};
use tresillo::script::{Compiler, Outcome};

fn run(text: &str) -> Outcome {
    Compiler::new(Vec::new()).compile(&Source::new("test.rhai", text))
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

#[test]
fn try_it() {
    for text in [
        "tempo(128)\na: \"bd\"\n_b: \"x\"\n$: \"hh*4\"\nS$: \"y\"\n_$: 3\nfor i in 0..2 { track(`t${i}`, \"cp\") }\n\"zz\".p(\"named\")\nd1(\"x\")",
        "a: \"bd\".fsat(2)\nb: \"hh\"\nc: stack([\"x\"\nd: 3 +\nlet unused = 3\ne: y",
        "loop {}\na: \"x\"",
        "tempo(0)\ntempo(1e9)\ntempo(-1)\ncps(\"x\")",
        "fn f(x) { f(x) } f(1)",
        "import \"hous\" as h\na: h::x()",
        "",
        "a: 1/8\nlet x = 1\nx = 1/3 + 1/6\nprint(x)",
    ] {
        let outcome = run(text);
        println!(
            "--- {text}\n{}\n{:?} failed {:?} {} {} unusable {} cps {}",
            told(&outcome),
            tracks(&outcome),
            outcome.failed,
            outcome.failed_unnamed,
            outcome.failed_settings,
            outcome.unusable,
            outcome.set.cps
        );
    }
}
