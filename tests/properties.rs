//! Laws that hold for every pattern, at moments near zero, before zero and far from it.
//!
//! Which events a function makes is for the conformance corpus to say.
#![allow(clippy::unwrap_used, reason = "a test may fail anywhere")]

use std::cell::RefCell;

use proptest::prelude::*;
use tresillo::pattern::{Event, Pattern};
use tresillo::script::Compiler;
use tresillo::time::{Span, Time};

/// Patterns that a player may write, without signals: what is sampled depends on where one asks.
fn expressions() -> impl Strategy<Value = String> {
    let leaf = prop::sample::select(vec![
        r#"n("0")"#,
        r#"n("0 [1 2] <3 4>")"#,
        r#"n("0(3,8,2) ~ 5*2")"#,
        r#"n("{0 1 2}%4, 7@3 8")"#,
        r#"n("0? [1 | 2] 3*<2 3>")"#,
        r#"n("<0 1>/3")"#,
        r#"s("bd*4 sd:3")"#,
    ]);
    leaf.prop_map(str::to_owned).prop_recursive(4, 12, 2, |inner| {
        let change = prop::sample::select(vec![
            ".fast(3/2)",
            ".slow(7)",
            ".late(1/3)",
            ".early(5/4)",
            ".rev()",
            ".ply(3)",
            ".ply(\"<1 2>\")",
            ".iter(3)",
            ".chunk(4, |x| x.fast(2))",
            ".every(3, |x| x.rev())",
            ".off(1/5, |x| x.add(n(7)))",
            ".degradeBy(0.3)",
            ".sometimesBy(0.4, |x| x.late(1/7))",
            ".euclid(3, 8)",
            ".compress(1/4, 2/3)",
            ".fastGap(3)",
            ".linger(1/4)",
            ".zoom(1/4, 3/4)",
            ".inside(2, |x| x.rev())",
            ".hurry(\"<1 2>\")",
            ".gain(\"0.5 <1 2>*3\")",
            ".add.mix(n(\"0 1 2\"))",
            ".jux(|x| x.fast(2))",
            ".striate(2)",
            ".palindrome()",
            ".segment(3)",
            ".fast(\"<1 2 3/2>\")",
        ]);
        prop_oneof![
            3 => (inner.clone(), change).prop_map(|(p, change)| p + change),
            1 => (inner.clone(), inner.clone()).prop_map(|(p, q)| format!("stack({p}, {q})")),
            1 => (inner.clone(), inner.clone()).prop_map(|(p, q)| format!("cat({p}, {q})")),
            1 => (inner.clone(), inner).prop_map(|(p, q)| format!("{p}.add({q})")),
        ]
    })
}

fn pattern(expression: &str) -> Pattern {
    thread_local!(static COMPILER: RefCell<Compiler> = RefCell::new(Compiler::new(&[])));
    let made = COMPILER.with_borrow_mut(|compiler| compiler.expression(expression));
    made.unwrap_or_else(|e| panic!("{expression}: {e:?}"))
}

/// Moments near zero, before it and far away, with many a fraction.
fn moments() -> impl Strategy<Value = Time> {
    let cycle = prop::sample::select(vec![0, 1, 5, -1, -7, -1_000_003, 999_999_937]);
    (cycle, 0..24_i64, prop::sample::select(vec![1, 2, 3, 7, 16, 24]))
        .prop_map(|(cycle, part, of)| Time::whole(cycle) + Time::new(part % of, of))
}

/// Lengths of up to three cycles.
fn lengths() -> impl Strategy<Value = Time> {
    (1..36_i64, prop::sample::select(vec![12, 16, 36])).prop_map(|(n, of)| Time::new(n, of))
}

fn asked(pattern: &Pattern, span: Span) -> Vec<Event> {
    let mut events = Vec::new();
    pattern.query(span, &mut events);
    events
}

/// Events as lines in one order, cut where `cut` and all cycles begin.
fn lines(events: &[Event], cut: Time) -> Vec<String> {
    let mut lines = Vec::new();
    for event in events {
        for piece in event.part.cycles() {
            let (before, after) = (
                Span::new(piece.begin, piece.end.min(cut)),
                Span::new(piece.begin.max(cut), piece.end),
            );
            for part in [before, after].into_iter().filter(|part| !part.is_empty()) {
                lines.push(format!("{part} of {:?}: {}", event.whole, event.value));
            }
        }
    }
    lines.sort();
    lines
}

fn in_time(event: &Event, time: impl Fn(Time) -> Time) -> Event {
    let moved = |span: Span| span.map(&time);
    Event { whole: event.whole.map(moved), part: moved(event.part), ..event.clone() }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn what_is_asked_in_two_pieces_is_what_is_asked_at_once(
        text in expressions(), begin in moments(), first in lengths(), second in lengths(),
    ) {
        let pattern = pattern(&text);
        let (middle, end) = (begin + first, begin + first + second);
        let whole = asked(&pattern, Span::new(begin, end));
        let mut pieces = asked(&pattern, Span::new(begin, middle));
        pieces.extend(asked(&pattern, Span::new(middle, end)));
        prop_assert_eq!(lines(&whole, middle), lines(&pieces, middle), "{}", text);
    }

    #[test]
    fn parts_lie_in_their_wholes_and_in_what_was_asked(
        text in expressions(), begin in moments(), length in lengths(),
    ) {
        // A window moves wholes by the cycle they begin in, as in Strudel: what reaches in from
        // outside keeps its length and may lie elsewhere.
        prop_assume!(!text.contains("zoom") && !text.contains("linger"));
        let span = Span::new(begin, begin + length);
        for event in asked(&pattern(&text), span) {
            let whole = event.whole_or_part();
            prop_assert!(whole.begin <= event.part.begin && event.part.end <= whole.end, "{text}: {event:?}");
            prop_assert!(span.begin <= event.part.begin && event.part.end <= span.end, "{text}: {event:?}");
            prop_assert!(event.part.begin < event.part.end, "{text}: {event:?}");
        }
    }

    #[test]
    fn fast_undoes_slow_and_both_only_stretch_time(
        text in expressions(), begin in moments(), length in lengths(), n in 1..9_i64, of in 1..5_i64,
    ) {
        let pattern = pattern(&text);
        let (span, by) = (Span::new(begin, begin + length), Time::new(n, of));
        let plain = lines(&asked(&pattern, span), begin);
        prop_assert_eq!(&lines(&asked(&pattern.slow(by).fast(by), span), begin), &plain, "{}", text);
        let slow = asked(&pattern.slow(by), span.map(|t| t * by));
        let again: Vec<Event> = slow.iter().map(|event| in_time(event, |t| t / by)).collect();
        prop_assert_eq!(&lines(&again, begin), &plain, "{}", text);
    }

    #[test]
    fn backwards_twice_is_forwards(text in expressions(), begin in moments(), length in lengths()) {
        let pattern = pattern(&text);
        let span = Span::new(begin, begin + length);
        let plain = lines(&asked(&pattern, span), begin);
        prop_assert_eq!(lines(&asked(&pattern.rev().rev(), span), begin), plain, "{}", text);
    }
}
