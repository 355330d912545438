//! What scales and transpositions do to events: numbers become notes, notes move.
//!
//! An event that went through a scale remembers it, so that later steps can be counted in it.

use crate::control::Control;
use crate::pattern::{Controls, Event, Value};
use crate::symbol::Symbol;
use crate::theory::intervals::Interval;
use crate::theory::notes::{Note, accidentals_of, note_number};
use crate::theory::scales::Scale;

/// Anchors and notes further away than this are held there.
const NOTES: std::ops::RangeInclusive<f64> = -128.0..=256.0;

/// Degrees become notes of the scale, and notes its nearest notes. What is neither falls silent.
pub(super) fn place(name: &Value, events: &mut Vec<Event>) {
    let text = name.to_string();
    let Ok(scale) = Scale::named(&text) else {
        events.clear();
        return;
    };
    let symbol = Symbol::new(&text);
    events.retain_mut(|event| {
        event.origins.set_scale(symbol);
        let placed = match &event.value {
            Value::Controls(controls) => placed_controls(controls, &scale),
            value => placed_value(value, &scale),
        };
        placed.map(|value| event.value = value).is_some()
    });
}

fn placed_value(value: &Value, scale: &Scale) -> Option<Value> {
    match Degree::of(value) {
        Some(degree) => Some(Value::text(&degree.note(scale).to_string())),
        None if matches!(value, Value::List(_)) => Some(value.clone()),
        None => quantised(value, scale),
    }
}

/// A note goes before an `n`; numbers are degrees in either, names are notes.
fn placed_controls(controls: &Controls, scale: &Scale) -> Option<Value> {
    let mut placed = controls.clone();
    let n = placed.remove(Control::N);
    let Some(value) = placed.get(Control::Note).cloned().or(n) else {
        return Some(Value::Controls(placed));
    };
    let note = match (Degree::of(&value), placed.get(Control::Anchor).and_then(note_of)) {
        (Some(degree), Some(anchor)) => Value::Number(degree.near(anchor, scale)),
        (Some(degree), None) => Value::text(&degree.note(scale).to_string()),
        (None, _) => quantised(&value, scale)?,
    };
    placed.set(Control::Note, note);
    Some(Value::Controls(placed))
}

fn quantised(note: &Value, scale: &Scale) -> Option<Value> {
    let number = note_of(note)?;
    Some(Value::text(&scale.degree(scale.nearest(number)).to_string()))
}

fn note_of(value: &Value) -> Option<f64> {
    let number = match value {
        Value::Text(word) => note_number(word.as_str()),
        other => other.as_number().filter(|number| number.is_finite()),
    };
    number.map(|number| number.clamp(*NOTES.start(), *NOTES.end()))
}

/// A degree of a scale, maybe with sharps or flats: `4#` is the fifth note of the scale, raised.
struct Degree {
    step: i64,
    alter: i32,
}

impl Degree {
    fn of(value: &Value) -> Option<Degree> {
        match value {
            Value::Text(word) => {
                let word = word.as_str();
                let end = word.find(['#', 'b', 's', 'f']).unwrap_or(word.len());
                let step: f64 = word[..end].parse().ok()?;
                let alter = accidentals_of(&word[end..])?;
                Some(Degree { step: whole(step)?, alter })
            }
            other => Some(Degree { step: whole(other.as_number()?)?, alter: 0 }),
        }
    }

    fn note(&self, scale: &Scale) -> Note {
        let note = scale.degree(self.step);
        match self.alter {
            0 => note,
            alter => note.transposed(Interval::from_semitones(alter)),
        }
    }

    /// Its number, where degree 0 is the note of the scale nearest to the anchor.
    fn near(&self, anchor: f64, scale: &Scale) -> f64 {
        let zero = scale.nearest_below(anchor);
        f64::from(scale.degree(zero.saturating_add(self.step)).number() + self.alter)
    }
}

/// True for what `place` can use.
pub(super) fn is_degree_or_note(value: &Value) -> bool {
    Degree::of(value).is_some() || note_of(value).is_some()
}

/// Degrees between two are rounded up.
fn whole(step: f64) -> Option<i64> {
    step.is_finite().then(|| libm::ceil(step) as i64)
}

/// Steps between two are rounded away from zero.
fn outwards(steps: f64) -> Option<i64> {
    Some(whole(steps.abs())? * if steps < 0.0 { -1 } else { 1 })
}

/// Notes move by steps of the scale that they went through; others stay.
pub(super) fn step(steps: &Value, events: &mut [Event]) {
    let Some(steps) = steps.as_number().and_then(outwards) else { return };
    for event in events {
        let name = event.origins.scale();
        let Some(scale) = name.and_then(|name| Scale::named(name.as_str()).ok()) else { continue };
        let moved = |note: &Value| {
            let degree = scale.nearest(note_of(note)?).saturating_add(steps);
            Some(Value::text(&scale.degree(degree).to_string()))
        };
        change_note(event, moved);
    }
}

/// Notes move by semitones or by an interval. Names are spelled as the interval says.
pub(super) fn transpose(by: &Value, events: &mut [Event]) {
    events.iter_mut().for_each(|event| change_note(event, |note| transposed(note, by)));
}

/// True for what `transpose` can use.
pub(super) fn takes_interval(by: &Value) -> bool {
    let named = |word: Symbol| Interval::parse(word.as_str()).is_some();
    semitones_of(by).is_some() || by.as_text().is_some_and(named)
}

fn semitones_of(by: &Value) -> Option<f64> {
    by.as_number().or_else(|| by.as_text()?.as_str().parse().ok())
}

fn transposed(note: &Value, by: &Value) -> Option<Value> {
    let written = by.as_text().map(Symbol::as_str);
    let semitones = semitones_of(by);
    let interval = match semitones {
        Some(semitones) if semitones.fract() != 0.0 => None,
        Some(semitones) => Some(Interval::from_semitones(semitones as i32)),
        None => written.and_then(Interval::parse),
    };
    match note {
        Value::Text(word) => {
            let note = Note::parse(word.as_str())?;
            let moved = interval.map(|interval| note.transposed(interval).to_string());
            Some(Value::text(&moved.unwrap_or_default()))
        }
        Value::Number(number) => {
            let by = semitones.or(interval.map(|i| f64::from(i.semitones())))?;
            Some(Value::Number(number + by))
        }
        _ => None,
    }
}

/// Changes the note of an event, in whichever form it has one. Where there is no change, it stays.
fn change_note(event: &mut Event, change: impl Fn(&Value) -> Option<Value>) {
    match &mut event.value {
        Value::Controls(controls) => {
            if let Some(note) = controls.get(Control::Note).and_then(change) {
                controls.set(Control::Note, note);
            }
        }
        value => {
            if let Some(note) = change(value) {
                *value = note;
            }
        }
    }
}
