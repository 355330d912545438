//! How high an event is, in hertz.

use super::Context;
use crate::control::Control;
use crate::diag::Diagnostic;
use crate::pattern::{Controls, Value};
use crate::schedule::Setting;
use crate::sound::Sound;
use crate::theory::intervals::{INTERVALS, no_interval};
use crate::theory::notes::note_number;

/// What an event says about its pitch.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum Pitch {
    /// A note number; 60 is c4.
    Note(f64),
    /// Hertz.
    Freq(f64),
}

impl Pitch {
    /// The note number, with parts of a semitone.
    pub(super) fn note(self) -> f64 {
        match self {
            Pitch::Note(note) => note,
            Pitch::Freq(freq) => 69.0 + 12.0 * libm::log2(freq / 440.0),
        }
    }

    /// The note number, moved by the octaves that an event sets.
    pub(super) fn shifted(self, controls: &Controls) -> f64 {
        let octaves = controls.get(Control::Octave).and_then(number).filter(|x| x.is_finite());
        self.note() + 12.0 * octaves.unwrap_or(0.0)
    }
}

/// The pitch in hertz of a note number in twelve equal steps, with a4 at 440 Hz.
fn hertz(note: f64) -> f64 {
    440.0 * libm::exp2((note - 69.0) / 12.0)
}

/// What the event says about its pitch: `freq`, else `note`, else a note name given as `n`.
pub(super) fn of(
    controls: &Controls,
    context: &mut Context<'_>,
) -> Result<Option<Pitch>, Diagnostic> {
    if let Some(freq) = controls.get(Control::Freq) {
        match number(freq) {
            Some(freq) if freq.is_finite() => return Ok(Some(Pitch::Freq(freq))),
            _ => {
                let name = context.name_of(Control::Freq);
                let track = &context.track.name;
                let message = format!("the track `{track}` sets a `{name}` that is no number");
                let hint = "it plays at the pitch of its note instead".into();
                context.warn_of_word(Control::Freq, &freq.to_string(), message, hint);
            }
        }
    }
    let Some(note) = controls.get(Control::Note).or(controls.get(Control::Midinote)) else {
        let n = controls.get(Control::N).filter(|n| n.as_number().is_none_or(f64::is_finite));
        let has_sound = controls.get(Control::S).is_some();
        return Ok(n.filter(|_| !has_sound).and_then(note_of).map(Pitch::Note));
    };
    match note_of(note) {
        Some(number) if number.is_finite() => Ok(Some(Pitch::Note(number))),
        Some(_) => Err(Diagnostic::error(context.place, "a note is not a number")
            .hint("a division by zero, or a root of something negative?")),
        None if note.to_string().is_empty() => Err(moved_away(context)),
        None => Err(Diagnostic::error(
            context.place_of(Control::Note, &note.to_string()),
            format!("`{note}` is not a note"),
        )
        .hint("notes are written c4, eb3, f#2, or as a number where 60 is c4")),
    }
}

/// A note without a name was transposed by what is no interval, the last that its event goes through.
fn moved_away(context: &Context<'_>) -> Diagnostic {
    let last = context.origins.iter().last();
    let word = last.and_then(|place| context.track.places.text(place)).unwrap_or("");
    let said = if word.is_empty() || note_number(word).is_some() {
        Diagnostic::error(context.place, "this note is moved by something that is no interval")
    } else {
        Diagnostic::error(last, no_interval(word))
    };
    said.hint(INTERVALS)
}

/// The final frequency, and what the engine is told about how it was chosen: a recording plays at
/// its own speed unless a pitch was set.
pub(super) fn settle(
    pitch: Option<Pitch>,
    controls: &Controls,
    sound: Sound,
) -> (f32, Option<Setting>) {
    let synth = matches!(sound, Sound::Oscillator(_) | Sound::Supersaw);
    let pitch = pitch.or_else(|| {
        let n = controls.get(Control::N).filter(|_| synth).and_then(note_of)?;
        n.is_finite().then_some(Pitch::Note(n))
    });
    let octaves = controls.get(Control::Octave).and_then(number).filter(|x| x.is_finite());
    let shift = libm::exp2(clamp(Control::Octave, octaves.unwrap_or(0.0)));
    let (freq, chosen) = match pitch {
        None => (hertz(Control::Note.info().default), None),
        Some(Pitch::Note(note)) => {
            let note = clamp(Control::Note, note);
            (hertz(note), Some(Setting { control: Control::Note, value: note as f32 }))
        }
        Some(Pitch::Freq(freq)) => {
            let freq = clamp(Control::Freq, freq);
            (freq, Some(Setting { control: Control::Freq, value: freq as f32 }))
        }
    };
    (clamp(Control::Freq, freq * shift) as f32, chosen)
}

fn clamp(control: Control, value: f64) -> f64 {
    value.clamp(control.info().min, control.info().max)
}

fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Text(word) => word.as_str().parse().ok(),
        Value::List(list) => list.first().and_then(number),
        other => other.as_number(),
    }
}

fn note_of(value: &Value) -> Option<f64> {
    match value {
        Value::List(list) => list.first().and_then(note_of),
        Value::Text(word) => note_number(word.as_str()).or_else(|| word.as_str().parse().ok()),
        other => other.as_number(),
    }
}
