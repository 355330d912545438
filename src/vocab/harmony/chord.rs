//! What voicings do to events: a chord symbol becomes notes.
//!
//! Which notes, is decided by the tables in `theory`.

use std::collections::HashMap;

use crate::control::Control;
use crate::pattern::{Controls, Event, Value};
use crate::theory::chords::Chord;
use crate::theory::notes::note_number;
use crate::theory::voicings::{self, Mode, Style};

/// Controls that are used up when a chord becomes notes.
const USED: [Control; 7] = [
    Control::Chord,
    Control::Dictionary,
    Control::Anchor,
    Control::Mode,
    Control::Offset,
    Control::Octaves,
    Control::N,
];

/// Chords become notes, one event each; with `n`, that one of their notes. What is no chord, or an
/// unknown one, falls silent. A dictionary given here goes before the event's own, and leaves bare
/// words bare.
pub(super) fn voice(dictionary: Option<&Value>, events: &mut Vec<Event>) {
    for event in std::mem::take(events) {
        let Some((symbol, mut controls)) = taken_apart(&event.value) else { continue };
        let bare = dictionary.is_some() && !matches!(event.value, Value::Controls(_));
        let rest = without_used(&controls);
        if let Some(dictionary) = dictionary {
            controls.set(Control::Dictionary, dictionary.clone());
        }
        for note in notes(&symbol, &controls).into_iter().flatten() {
            let value = if bare { note } else { with_note(&rest, note) };
            events.push(Event { value, ..event.clone() });
        }
    }
}

fn with_note(controls: &Controls, note: Value) -> Value {
    let mut controls = controls.clone();
    controls.set(Control::Note, note);
    Value::Controls(controls)
}

/// The chord symbol of a value, and what else it says.
pub(super) fn taken_apart(value: &Value) -> Option<(String, Controls)> {
    match value {
        Value::Controls(controls) => {
            let symbol = controls.get(Control::Chord)?.to_string();
            Some((symbol, controls.clone()))
        }
        Value::Text(symbol) => Some((symbol.as_str().to_owned(), Controls::default())),
        _ => None,
    }
}

fn without_used(controls: &Controls) -> Controls {
    let mut rest = controls.clone();
    for control in USED {
        rest.remove(control);
    }
    rest
}

/// The notes of a chord by name, or the one that `n` asks for by number.
fn notes(symbol: &str, controls: &Controls) -> Option<Vec<Value>> {
    let chord = Chord::parse(symbol)?;
    let number = |control| controls.get(control).and_then(Value::as_number);
    let word = |control| controls.get(control).map(Value::to_string);
    let dictionary = word(Control::Dictionary).unwrap_or_default();
    let style = Style {
        dictionary: &dictionary,
        anchor: controls.get(Control::Anchor).and_then(anchor).unwrap_or(voicings::DEFAULT_ANCHOR),
        mode: word(Control::Mode).and_then(|mode| Mode::named(&mode)).unwrap_or_default(),
        offset: number(Control::Offset).unwrap_or(0.0) as i64,
    };
    let notes = voicings::voice(&chord, &style)?;
    match number(Control::N) {
        None => Some(notes.into_iter().map(|note| Value::text(&voicings::name(note))).collect()),
        Some(n) => {
            let octaves = number(Control::Octaves).unwrap_or(1.0).clamp(0.0, 10.0) as i32;
            let note = voicings::nth(&notes, libm::floor(n) as i64, octaves)?;
            Some(vec![Value::Number(f64::from(note))])
        }
    }
}

fn anchor(value: &Value) -> Option<i32> {
    let number = match value {
        Value::Text(word) => note_number(word.as_str())?,
        other => other.as_number().filter(|number| number.is_finite())?,
    };
    let range = Control::Anchor.info();
    Some(number.clamp(range.min, range.max) as i32)
}

/// Chords become their bass notes, in an octave. What has no chord stays.
pub(super) fn root(octave: &Value, events: &mut [Event]) {
    let octave = octave.as_number().filter(|o| o.is_finite()).unwrap_or(2.0);
    let octave = octave.clamp(-10.0, 12.0) as i32;
    for event in events {
        let Some((symbol, controls)) = taken_apart(&event.value) else { continue };
        let Some(chord) = Chord::parse(&symbol) else { continue };
        let note = Value::text(&chord.lowest().in_octave(octave).to_string());
        event.value = match event.value {
            Value::Controls(_) => with_note(&without_used(&controls), note),
            _ => note,
        };
    }
}

/// Of the events that fill the same time, the n-th, counted around.
pub(super) fn pick(n: &Value, events: &mut Vec<Event>) {
    let Some(n) = n.as_number().filter(|n| n.is_finite()) else {
        events.clear();
        return;
    };
    let mut places = HashMap::new();
    let mut groups: Vec<Vec<Event>> = Vec::new();
    for event in events.drain(..) {
        let place = *places.entry(event.whole).or_insert(groups.len());
        match groups.get_mut(place) {
            Some(group) => group.push(event),
            None => groups.push(vec![event]),
        }
    }
    events.extend(groups.into_iter().map(|mut group| {
        let i = libm::floor(n).rem_euclid(group.len() as f64) as usize;
        let part = group[0].part;
        Event { part, ..group.swap_remove(i.min(group.len() - 1)) }
    }));
}
