//! Where events are cut: at the ends of cycles, as in the peers, and never outside of themselves.
#![allow(clippy::unwrap_used, reason = "a test may fail anywhere")]

use tresillo::pattern::Event;
use tresillo::script::Compiler;
use tresillo::time::{Span, Time};

fn events(expression: &str, from: i64, to: i64) -> Vec<Event> {
    let pattern = Compiler::new(&[]).expression(expression).unwrap();
    let mut events = Vec::new();
    pattern.query(Span::new(Time::whole(from), Time::whole(to)), &mut events);
    events.sort_by_key(|event| (event.part.begin, event.value.to_string()));
    events
}

fn parts(expression: &str) -> String {
    let part = |event: &Event| format!("{}..{} {}", event.part.begin, event.part.end, event.value);
    events(expression, 0, 1).iter().map(part).collect::<Vec<_>>().join(", ")
}

#[test]
fn what_chance_changes_is_cut_at_the_ends_of_its_cycles() {
    let late = parts(r#""a b".late(1/4).sometimes(|x| x).early(1/2)"#);
    assert_eq!(late, "0..1/4 a, 1/4..1/2 b, 1/2..3/4 b, 3/4..1 a");
}

#[test]
fn a_polymeter_is_cut_at_the_ends_of_its_cycles() {
    assert_eq!(parts(r#""{a b}%1.5".early(1/2)"#), "0..1/6 a, 1/6..1/2 b, 1/2..5/6 b, 5/6..1 a");
}

#[test]
fn a_sample_over_cycles_is_cut_where_its_own_cycles_end() {
    let loops = events(r#"s("a b").late(1/4).loopAt(2).early(1/2)"#, 0, 2);
    let ends: Vec<String> = loops.iter().map(|event| event.part.end.to_string()).collect();
    assert_eq!(ends, ["1", "3/2", "2"]);
}

#[test]
fn a_condition_longer_than_a_cycle_is_asked_in_every_cycle() {
    let slow = parts(r#""a b".late(1/4).when("<1 0>/2", |x| x).early(1/2)"#);
    assert_eq!(slow, "0..1/4 a, 1/4..1/2 b, 1/2..3/4 b, 3/4..1 a");
}

#[test]
fn what_a_window_leaves_outside_of_its_event_takes_no_value() {
    for change in [".gain(0.5)", r#".gain("0.5 1")"#, ".pan(saw)", ".add.out(n(0))"] {
        for window in [".linger(1/4)", r#".linger("<1/4 1/2>")"#, ".zoom(1/8, 7/8)", ".shuffle(4)"]
        {
            let expression = format!(r#"s("a b c").late(1/5){window}{change}"#);
            let events = events(&expression, 0, 4);
            assert!(events.len() > 4, "{expression}: {events:?}");
            for event in events {
                let whole = event.whole.unwrap();
                let inside = whole.begin <= event.part.begin && event.part.end <= whole.end;
                assert!(inside, "{expression}: {event:?}");
            }
        }
    }
}

#[test]
fn two_patterns_are_squeezed_together_by_a_method_too() {
    let squeezed = parts(r#""a b".squeeze("0 1")"#);
    assert_eq!(squeezed, "0..1/4 0, 1/4..1/2 1, 1/2..3/4 0, 3/4..1 1");
    let controls = events(r#"s("bd sd").squeeze(s("a b").n(1))"#, 0, 1);
    assert_eq!(controls.len(), 4);
}

#[test]
fn nothing_is_left_of_a_pattern_in_no_parts() {
    assert_eq!(parts(r#""a b".shuffle(0)"#), "");
}

#[test]
fn space_may_stand_before_what_belongs_to_a_sign() {
    assert_eq!(parts(r#""a* 2 b""#), parts(r#""a*2 b""#));
    assert_eq!(parts(r#""{a b c}% 2""#), parts(r#""{a b c}%2""#));
    assert_eq!(parts(r#""a : 2""#), parts(r#""a:2""#));
}
