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
        "a: s(\"bd\").gain(sien)\nb: s(\"bd sn\").gian(2)\nc: s(\"bd [sn\")\nd: s(\"hh\").gain(|x| x)\ne: s(\"x\").gain(())\nf: s(bd)\nlet wob = |x| x.gain(2)\ng: wob(s(\"bd\"))\nh: s('bd')\ni: s(\"a\") => 3",
        "let kit = \"909\"\nfn k(p) { p.bank(kit) }\na: k(s(\"bd\"))\nconst K = \"808\"\nfn l(p) { p.bank(K) }\nb: l(s(\"bd\"))\n",
        "register(\"louder\", |x, p| p.gain(x))\na: s(\"bd\").louder(2)\nb: \"bd\".louder(\"1 2\")\nc: s(\"bd\").louder()\n",
        "fn \"pattern\".lou(x) { this.gain(x) }\na: s(\"bd\").lou(1/8)\nb: \"bd\".lou(3)\nfn plain(x) { this.gain(x) }\nc: \"bd\".plain(2)",
        "all(|p| p.gain(0.5))\na: s(\"bd\")\nb: s(\"hh\").solo()\nc: s(\"x\").color(\"red\").pianoroll()\nhush()",
        "let fs = []\nfor i in 0..3 { fs.push(|x| x + i) }\nprint(fs[0].call(1), fs[2].call(1))\nfn gain(x) { x }\na: s(\"x\")\na: s(\"y\")",
        "a: s(`bd\n  sn`)\nb: s(\"a\\tb \\u00e9 [\")\nc: s(\"\")\nd: s(`a ${1+1} ]`)",
        "/// a doc comment\n\na: s(\"x\")\n/** b */\nb: s(\"y\")\nlet x = 3\n/// in the middle\nprint(x)",
        "eval(\"1\")",
        "sleep(1000)\na: s(\"x\")",
        "let a = [1]; loop { a += a }",
        "let x = \"aaaaaaaa\"; loop { x += x }",
        "let f = |g| g.call(g); f.call(f)",
        "a: s(\"x\")\nawait samples(\"github:x/y\")\nsamples(\"sounds\")\nquantum(2)\nseed(4)",
        "a: s(\"x\").gain(0..4)\nb: s(\"x\").gain([1,2,3])\nc: s(\"x\") + 1\nd: 1 + s(\"x\") * 3\ne: \"0 1\" + 12\nf: -s(\"x\")",
        "x: s(\"bd\").gain\ny: s(\"bd\").gain(1,2,3,4,5,6,7,8,9,10)\nz: house()",
    ] {
        let outcome = run(text);
        println!(
            "--- {text}\n{}\n{:?} failed {:?} {} {} unusable {}",
            told(&outcome),
            tracks(&outcome),
            outcome.failed,
            outcome.failed_unnamed,
            outcome.failed_settings,
            outcome.unusable
        );
    }
}
