//! What a save costs: running a script of 100 and of 1000 lines, writing the schedule of its first
//! moments, which ends the wait for it, and with all that follows, 16 cycles ahead.

use divan::Bencher;
use tresillo::conductor::{Conductor, Recordings, Report};
use tresillo::diag::Source;
use tresillo::engine::protocol::{Port, rings};
use tresillo::samples::Library;
use tresillo::script::{Compiler, spawn};

/// That of the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// As large as a set gets on a stage, and far beyond.
const LINES: [usize; 2] = [100, 1000];

fn main() {
    // As in the program: scripts run on the thread of the conductor.
    let bench = spawn("conductor", divan::main)
        .and_then(|thread| thread.join().map_err(|_| std::io::Error::other("a benchmark failed")));
    bench.expect("a thread runs the benchmarks to their end");
}

/// A script as players write them: drums with chained changes, melodies, signals, functions, blank
/// lines and comments. What a save changes is how far the basses open.
fn script(lines: usize, opens: u32) -> Source {
    const PIECE: &str = "// a verse
fn hats{i}(x) { s(x).gain(sine.range(0.2, 1)).pan(rand) }

drums{i}: stack([s(\"bd*4\"), s(\"~ cp\").every(4, |p| p.fast(2)), hats{i}(\"hh*8\")])
  .sometimesBy(0.2, |x| x.late(1/16))

bass{i}: note(\"c2 [eb2 g2] <c2 bb1>\")
  .s(\"saw\").lpf(sine.range(300, {opens}).slow(4))
  .off(1/8, |x| x.add(7))

";
    let mut text = String::from("tempo(128)\n");
    for i in 0..lines / PIECE.lines().count() {
        text += &PIECE.replace("{i}", &i.to_string()).replace("{opens}", &opens.to_string());
    }
    Source::new("set.rhai", text)
}

#[divan::bench(args = LINES)]
fn run(bencher: Bencher, lines: usize) {
    let (mut compiler, source) = (Compiler::new(&[]), script(lines, 1200));
    assert!(!compiler.compile(&source).has_errors());
    bencher.bench_local(|| compiler.compile(&source));
}

/// A conductor that plays the version before, and the end of its rings that keeps what it sends.
fn conductor(lines: usize) -> (Conductor, Port) {
    let (remote, port) = rings();
    let recordings = Recordings::new(Library::new(48_000, || {}));
    let mut conductor = Conductor::new(48_000, remote, recordings);
    conductor.take(Compiler::new(&[]).compile(&script(lines, 1000)));
    look_ahead(&mut conductor);
    (conductor, port)
}

fn look_ahead(conductor: &mut Conductor) {
    let done = |report: &Report| matches!(report, Report::LookedAhead { .. });
    while !conductor.reports().iter().any(done) {
        conductor.advance();
    }
}

#[divan::bench(args = LINES)]
fn send(bencher: Bencher, lines: usize) {
    let outcome = Compiler::new(&[]).compile(&script(lines, 1200));
    let playing = || (conductor(lines), outcome.clone());
    bencher.with_inputs(playing).bench_local_values(|((mut conductor, port), outcome)| {
        conductor.take(outcome);
        (conductor, port)
    });
}

#[divan::bench(args = LINES)]
fn run_send_and_look_ahead(bencher: Bencher, lines: usize) {
    let (mut compiler, source) = (Compiler::new(&[]), script(lines, 1200));
    bencher.with_inputs(|| conductor(lines)).bench_local_values(|(mut conductor, port)| {
        conductor.take(compiler.compile(&source));
        look_ahead(&mut conductor);
        (conductor, port)
    });
}
