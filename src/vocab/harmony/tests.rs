//! Chords and scales, from the call to the events.

use super::{chord, scale};
use crate::control::Control;
use crate::pattern::{Controls, Event, Origins, Value};
use crate::time::Span;

fn event(value: Value) -> Event {
    let whole = Span::cycle(0);
    Event { whole: Some(whole), part: whole, value, origins: Origins::default() }
}

fn with(pairs: &[(Control, Value)]) -> Value {
    Value::Controls(pairs.iter().cloned().collect::<Controls>())
}

fn changed(value: Value, change: impl FnOnce(&mut Vec<Event>)) -> String {
    let mut events = vec![event(value)];
    change(&mut events);
    events.iter().map(|event| event.value.to_string()).collect::<Vec<_>>().join(", ")
}

fn n(value: impl Into<Value>) -> Value {
    with(&[(Control::N, value.into())])
}

impl From<f64> for Value {
    fn from(number: f64) -> Value {
        Value::Number(number)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Value {
        Value::text(text)
    }
}

#[test]
fn degrees_become_notes() {
    let placed = |value, name| changed(value, |events| scale::place(&Value::text(name), events));
    assert_eq!(placed(n(2.0), "C4:minor"), "note:Eb4");
    assert_eq!(placed(n(1.5), "C:major"), "note:E3");
    assert_eq!(placed(n("4#"), "A:minor"), "note:F4");
    assert_eq!(placed(n("6b"), "A:minor"), "note:F#4");
    assert_eq!(placed(n("4#"), "Bb1:minor"), "note:Gb2");
    assert_eq!(placed(with(&[(Control::Note, 4.0.into())]), "C:major"), "note:G3");
    assert_eq!(placed(n("eb"), "C:major"), "note:E3");
    assert_eq!(placed(n("-1b"), "A:minor"), "note:F#3");
    assert_eq!(placed(n("x"), "C:major"), "");
    assert_eq!(placed(n(0.0), "C:nosuchscale"), "");
    assert_eq!(placed(Value::Number(6.0), "C:major"), "B3");
}

#[test]
fn notes_find_their_nearest_degree() {
    let placed = |note: &str, name| {
        let value = with(&[(Control::Note, Value::text(note))]);
        changed(value, |events| scale::place(&Value::text(name), events))
    };
    assert_eq!(placed("e", "C:minor"), "note:F3");
    assert_eq!(placed("b", "C:minor"), "note:C4");
    assert_eq!(placed("c#3", "C:major"), "note:D3");
}

#[test]
fn an_anchor_moves_degree_zero() {
    let value = with(&[(Control::N, 2.0.into()), (Control::Anchor, "g4".into())]);
    let placed = changed(value, |events| scale::place(&Value::text("C:major"), events));
    assert_eq!(placed, "note:71 anchor:g4");
    let value = with(&[(Control::N, 0.0.into()), (Control::Anchor, "c4".into())]);
    let placed = changed(value, |events| scale::place(&Value::text("F#:mixolydian"), events));
    assert_eq!(placed, "note:59 anchor:c4", "of two, the lower");
}

#[test]
fn steps_are_counted_in_the_scale_an_event_went_through() {
    let stepped = |value, steps: f64| {
        changed(value, |events| {
            scale::place(&Value::text("D:dorian"), events);
            scale::step(&Value::Number(steps), events);
        })
    };
    assert_eq!(stepped(Value::Number(0.0), 1.0), "E3");
    assert_eq!(stepped(Value::Number(4.0), 8.0), "B4");
    assert_eq!(stepped(n(0.0), -1.0), "note:C3");
    assert_eq!(changed(n(0.0), |events| scale::step(&Value::Number(1.0), events)), "n:0");
}

#[test]
fn transposition_keeps_spellings() {
    let moved = |note: &str, by: Value| {
        let value = with(&[(Control::Note, Value::text(note))]);
        changed(value, |events| scale::transpose(&by, events))
    };
    assert_eq!(moved("c", 7.0.into()), "note:G");
    assert_eq!(moved("f#4", "-2m".into()), "note:E#4");
    assert_eq!(moved("c3", "4".into()), "note:E3");
    assert_eq!(moved("zz", 2.0.into()), "note:zz");
    assert_eq!(moved("c", 1.5.into()), "note:");
    let number = with(&[(Control::Note, 60.0.into())]);
    assert_eq!(changed(number, |events| scale::transpose(&"3m".into(), events)), "note:63");
}

#[test]
fn extreme_numbers_do_no_harm() {
    for number in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1e300, -1e300] {
        let number = Value::Number(number);
        for control in [Control::N, Control::Note, Control::Anchor, Control::Offset] {
            let value = with(&[(Control::Chord, "C".into()), (control, number.clone())]);
            changed(value.clone(), |events| chord::voice(None, events));
            changed(value.clone(), |events| scale::place(&"C:major".into(), events));
            changed(value.clone(), |events| scale::transpose(&number, events));
            changed(value, |events| chord::root(&number, events));
        }
        let note = with(&[(Control::Note, "c".into())]);
        changed(note.clone(), |events| scale::transpose(&number, events));
        changed(note, |events| chord::pick(&number, events));
    }
}

#[test]
fn a_chord_becomes_its_notes() {
    let voice = |events: &mut Vec<Event>| chord::voice(None, events);
    let am = with(&[(Control::Chord, "Am".into()), (Control::Gain, 0.5.into())]);
    let voiced = changed(am, voice);
    assert_eq!(
        voiced,
        "note:A3 gain:0.5, note:C4 gain:0.5, note:E4 gain:0.5, note:A4 gain:0.5, note:C5 gain:0.5"
    );
    let one = with(&[(Control::Chord, "Em7".into()), (Control::N, (-4.0).into())]);
    assert_eq!(changed(one, voice), "note:47");
    assert_eq!(changed(with(&[(Control::Chord, "Zz".into())]), voice), "");
    assert_eq!(changed(Value::text("C"), voice).split(", ").count(), 5);
    let by_hand = |events: &mut Vec<Event>| chord::voice(Some(&"lefthand".into()), events);
    assert_eq!(changed(Value::text("C^7"), by_hand), "B3, D4, E4, G4");
}

#[test]
fn a_chord_has_a_bass_note() {
    let root = |events: &mut Vec<Event>| chord::root(&Value::Number(2.0), events);
    assert_eq!(changed(Value::text("Gm7"), root), "G2");
    assert_eq!(changed(with(&[(Control::Chord, "C/E".into())]), root), "note:E2");
}

#[test]
fn picking_counts_around() {
    let mut events: Vec<Event> =
        ["c", "e", "g"].into_iter().map(|note| event(Value::text(note))).collect();
    chord::pick(&Value::Number(5.0), &mut events);
    assert_eq!(events.len(), 1);
    assert_eq!(events[0].value, Value::text("g"));
}
