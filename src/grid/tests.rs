//! What grids mean, and that they can be printed and read again.

use proptest::prelude::*;

use super::*;
use crate::control::Control;
use crate::diag::{SourceId, SrcSpan};
use crate::pattern::{Context, Controls, Event, Value};
use crate::time::Time;

fn grid(text: &str) -> Pattern {
    parse(text, None).unwrap_or_else(|mistakes| panic!("{text}: {mistakes:?}"))
}

/// The events of a cycle as `begin-end value`.
fn heard(pattern: &Pattern, cycle: i64) -> Vec<String> {
    let line = |event: &Event| {
        let whole = event.whole_or_part();
        format!("{}-{} {}", whole.begin, whole.end, event.value)
    };
    pattern.cycle(cycle).iter().map(line).collect()
}

fn mistakes(text: &str) -> Vec<(usize, String)> {
    let place = Place { span: SrcSpan::new(SourceId(0), 0, text.len()), escapes: None };
    let told = parse(text, Some(&place)).expect_err("mistakes");
    told.into_iter().map(|said| (said.span.map_or(0, |s| s.start as usize), said.message)).collect()
}

#[test]
fn every_kind_of_step_means_something() {
    let events = heard(&grid("bd: xXo5 .-~x"), 0);
    assert_eq!(
        events,
        [
            "0-1/8 s:bd",
            "1/8-1/4 s:bd velocity:1.3",
            "1/4-3/8 s:bd velocity:0.5",
            "3/8-1/2 s:bd velocity:0.5",
            "7/8-1 s:bd"
        ]
    );
    assert_eq!(
        heard(&grid("hh: x_R."), 0)[..],
        ["0-1/2 s:hh", "1/2-5/8 s:hh velocity:1.3", "5/8-3/4 s:hh velocity:1.3"]
    );
    assert_eq!(grid("hh: t").cycle(0).len(), 3);
    assert_eq!(grid("hh: q_").cycle(0).len(), 4);
}

#[test]
fn bars_spaces_and_comments_change_nothing() {
    let plain = grid("bd:x...x...\nsn:....x...");
    let dressed = grid("// kit\n  bd : x... | x...   # kick\n\n  sn : ....|x...; // snare");
    assert_eq!(heard(&plain, 3), heard(&dressed, 3));
}

#[test]
fn names_may_have_a_number_and_a_gain() {
    assert_eq!(heard(&grid("bd:2:0.5: x"), 0), ["0-1 s:bd n:2 gain:0.5"]);
    assert_eq!(heard(&grid("bd::0.5: x"), 0), ["0-1 s:bd gain:0.5"]);
}

#[test]
fn a_row_of_another_length_runs_against_the_first() {
    let pattern = grid("bd: x...\nhh: x..");
    assert_eq!(heard(&pattern, 0), ["0-1/4 s:bd", "0-1/4 s:hh", "3/4-1 s:hh"]);
    assert_eq!(heard(&pattern, 1), ["1-5/4 s:bd", "3/2-7/4 s:hh"]);
    assert_eq!(heard(&grid("steps: 4\nhh: x..\nbd: x..."), 1), heard(&pattern, 1));
}

#[test]
fn chance_plays_half_of_the_time() {
    let pattern = grid("hh: ????????");
    let count: usize = (0..200).map(|cycle| pattern.cycle(cycle).len()).sum();
    assert!((700..900).contains(&count), "{count}");
}

#[test]
fn every_mistake_is_told_at_its_place() {
    assert_eq!(
        mistakes("bd: x.y.\nx...\n: x\nsn: |\nhh: ._\nsteps: many\na b: x"),
        [
            (6, "`y` is no step".to_string()),
            (9, "this row has no name".to_string()),
            (14, "this row has no name".to_string()),
            (18, "the row `sn` has no steps".to_string()),
            (29, "there is nothing before this tie".to_string()),
            (38, "`many` is no number of steps".to_string()),
            (44, "a name is one word".to_string()),
        ]
    );
    assert_eq!(mistakes("")[0].1, "this grid has no rows");
    assert_eq!(mistakes("// nothing\n")[0].1, "this grid has no rows");
}

#[test]
fn a_pattern_prints_as_a_grid() {
    let text = "bd:   x...x..x\nsn:2: ....X_..\nhh:   x.r.3.o.\n";
    assert_eq!(print(&grid(text), &Context::default(), 8).text, text);
    let hats = Pattern::atom(Value::text("hh"), None).fast(Time::whole(4));
    let kicks = Pattern::atom(Value::text("bd"), None).euclid(3, 8, 0).unwrap();
    let clave = Pattern::stack(vec![kicks, hats]);
    assert_eq!(print(&clave, &Context::default(), 8).text, "bd: x..x..x.\nhh: x_x_x_x_\n");
}

#[test]
fn rows_of_one_name_are_printed_as_what_they_play_together() {
    let printed = print(&grid("bd: x.x.\nbd: xx.."), &Context::default(), 4);
    assert_eq!(printed.text, "bd: xxx.\nbd: x...\n");
    let long = "bd: x..x.xx.x..x.xx.\nbd: xx.x..x.x.x.x.x.x\nbd: x.xx..x.x..x.x.xx.x\n";
    let printed = print(&grid(long), &Context::default(), 0);
    assert!(printed.cut && parse(&printed.text, None).is_ok(), "{}", printed.text);
}

#[test]
fn controls_that_a_grid_cannot_write_are_named() {
    let set = |control, x| Pattern::atom(Value::Controls(Controls::one(control, x)), None);
    let panned = grid("bd:1: x.x.").set(&set(Control::Pan, Value::Number(0.2)));
    let printed = print(&panned, &Context::default(), 4);
    assert_eq!(printed.text, "bd:1: x.x.\n// left out: pan\n");
    assert_eq!(printed.left, ["pan"]);
    let hard = set(Control::Velocity, Value::Number(0.73));
    let printed = print(&grid("bd: x.x.").set(&hard), &Context::default(), 4);
    assert_eq!(printed.text, "bd: 7.7.\n// left out: velocity\n", "the nearest letter");
}

#[test]
fn what_does_not_fit_is_counted() {
    let atom = |name| Pattern::atom(Value::text(name), None);
    let odd = Pattern::weighted(vec![(Time::whole(3), atom("bd")), (Time::whole(2), atom("hh"))]);
    let printed = print(&odd, &Context::default(), 4);
    assert_eq!(printed.missed, 128);
    assert!(printed.text.ends_with("// 128 events fall between the steps\n"), "{}", printed.text);
    assert_eq!(print(&Pattern::number(f64::NAN), &Context::default(), 4).missed, 0);
}

/// Rows without chance, which is printed as it fell. Each has a name of its own: what rows of one
/// name play together may take very long to repeat.
fn rows() -> impl Strategy<Value = String> {
    let step = prop::sample::select(vec!["x", "X", "o", "1", "9", ".", "-", "x_", "r", "T__", "q"]);
    let steps = prop::collection::vec(step, 1..14).prop_map(|steps| steps.concat());
    prop::collection::vec(steps, 1..4).prop_map(|rows| {
        let rows = ["bd::0.8", "sn:2", "hh:1:0.5"].iter().zip(rows);
        rows.map(|(name, steps)| format!("{name}: {steps}\n")).collect()
    })
}

/// What happens in some cycles, without its origins and in one order.
fn score(pattern: &Pattern) -> Vec<String> {
    let mut events: Vec<String> = (0..24).flat_map(|cycle| heard(pattern, cycle)).collect();
    events.sort();
    events
}

proptest! {
    #[test]
    fn what_is_printed_can_be_read_again(text in rows()) {
        let first = grid(&text);
        let steps = first.steps().map_or(0, |steps| steps.numerator() as usize);
        let printed = print(&first, &Context::default(), steps);
        prop_assert!(printed.missed == 0 && !printed.cut, "{}\n{}", text, printed.text);
        let again = grid(&printed.text);
        prop_assert_eq!(score(&first), score(&again), "{}\n{}", text, printed.text);
        prop_assert_eq!(print(&again, &Context::default(), steps).text, printed.text);
    }

    #[test]
    fn no_text_is_too_strange_to_read(text in "[a-z:xXo._|0-9?;#/ \n\u{e9}]{0,60}") {
        if let Ok(pattern) = parse(&text, None) {
            pattern.cycle(3);
        }
    }

    #[test]
    fn every_event_points_at_its_cell(text in rows()) {
        let place = Place { span: SrcSpan::new(SourceId(0), 0, text.len()), escapes: None };
        let pattern = parse(&text, Some(&place)).unwrap();
        for event in (0..3).flat_map(|cycle| pattern.cycle(cycle)) {
            let origin = event.origins.iter().next().unwrap();
            let letter = text[origin.range()].chars().next().unwrap();
            let velocity = match &event.value {
                Value::Controls(controls) => controls.get(crate::control::Control::Velocity).cloned(),
                _ => None,
            };
            let plain = matches!(letter, 'x' | 'r' | 'q');
            prop_assert_eq!(plain, velocity.is_none(), "{} {}", letter, event.value);
        }
    }
}
