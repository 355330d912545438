//! What asking a pattern costs: patterns as players write them, four cycles of each.
//!
//! Divan counts events, so the figures are for one event.

use divan::Bencher;
use divan::counter::ItemsCount;
use tresillo::pattern::{Context, Event, Pattern};
use tresillo::script::Compiler;
use tresillo::time::Span;

/// Cycles that are asked for, one by one, as the conductor does.
const CYCLES: i64 = 4;

/// That of the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    divan::main();
}

/// The expressions, with their names.
fn patterns() -> Vec<String> {
    let all: serde_json::Value =
        serde_json::from_str(include_str!("patterns.json")).expect("the file is JSON");
    let all = all.as_array().expect("a list").iter();
    all.map(|p| p["expr"].as_str().expect("an expression").to_owned()).collect()
}

fn pattern(index: usize) -> Pattern {
    let expression = &patterns()[index];
    Compiler::new(&[]).expression(expression).unwrap_or_else(|e| panic!("{expression}: {e:?}"))
}

fn cycles(pattern: &Pattern, events: &mut Vec<Event>) {
    events.clear();
    for cycle in 0..CYCLES {
        pattern.query_in(&Context::default(), Span::cycle(cycle), events);
    }
}

#[divan::bench(args = 0..patterns().len())]
fn ask(bencher: Bencher, index: usize) {
    let pattern = pattern(index);
    let mut events = Vec::new();
    cycles(&pattern, &mut events);
    let count = events.len();
    bencher.counter(ItemsCount::new(count)).bench_local(|| {
        cycles(&pattern, &mut events);
        events.len()
    });
}
