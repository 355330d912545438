//! Once a pattern has been asked, asking it again allocates nothing, however many events there are.
//!
//! The allocator of this test program aborts where that is broken. Functions whose arguments are
//! patterns build what they play while they are asked, and signals make new values: both are left out.
#![allow(clippy::unwrap_used, reason = "a test may fail anywhere")]

use assert_no_alloc::{AllocDisabler, assert_no_alloc};
use tresillo::pattern::{Context, Event, Pattern};
use tresillo::script::Compiler;
use tresillo::time::Span;

#[global_allocator]
static ALLOCATOR: AllocDisabler = AllocDisabler;

/// As players write them: what is measured elsewhere, and one of each kind of function.
const PATTERNS: &[&str] = &[
    "s(\"bd*4\")",
    "stack(s(\"bd(3,8)\"), s(\"hh*8\"), s(\"<sd cp>(5,8,2)\"), s(\"{rim rim:2 ~ oh}%6\"))",
    "s(\"bd*2 [~ sd] hh*4 <cp rim>*2\").every(4, |x| x.rev()).jux(|x| x.fast(2)).gain(\"0.8 0.6 <1 0.7>\")",
    "n(\"0 2 4 <5 7>\").s(\"piano\").off(0.125, |x| x.add(n(12))).every(3, |x| x.rev())\
     .jux(|x| x.iter(4)).ply(2).degradeBy(0.2)",
    "s(\"break*2\").striate(2).sometimesBy(0.3, |x| x.speed(2)).room(0.3).pan(\"0 0.5 1\")",
    "note(\"c e g\").add(note(\"<0 7>*3\")).s(\"tri\").lpf(\"300 [800 <1000 1200>]\").lpq(5).shape(0.2)",
];

fn play(pattern: &Pattern, cycles: i64, events: &mut Vec<Event>) -> usize {
    let mut count = 0;
    for cycle in 0..cycles {
        events.clear();
        pattern.query_in(&Context::default(), Span::cycle(cycle), events);
        count += events.len();
    }
    count
}

#[test]
fn asking_again_allocates_nothing() {
    for expression in PATTERNS {
        let pattern = Compiler::new(&[]).expression(expression).unwrap();
        let mut events = Vec::with_capacity(1024);
        let count = play(&pattern, 48, &mut events);
        assert!(count > 0, "{expression}");
        let again = assert_no_alloc(|| play(&pattern, 48, &mut events));
        assert_eq!(count, again, "{expression}");
    }
}
