//! Control values as the engine takes them: numbers, finite, within their range.

use super::Context;
use crate::control::{Control, ControlGroup, Unit};
use crate::diag::{self, nearest};
use crate::pattern::{Controls, Value};
use crate::schedule::Setting;
use crate::theory::notes::note_number;

/// Controls that count turns a cycle, and those that count them a second instead.
const SYNCED: [(Control, Control); 5] = [
    (Control::Tremolosync, Control::Tremolo),
    (Control::Lpsync, Control::Lprate),
    (Control::Hpsync, Control::Hprate),
    (Control::Bpsync, Control::Bprate),
    (Control::Wtsync, Control::Wtrate),
];

/// Every setting of an event that the engine can use, sorted by control.
pub(super) fn of(controls: &Controls, context: &mut Context<'_>) -> Vec<Setting> {
    let mut settings: Vec<Setting> = controls
        .iter()
        .filter_map(|(control, value)| {
            if is_for_the_engine(control) {
                return setting(control, value, context);
            }
            weigh(control, value, context);
            None
        })
        .collect();
    for (synced, free) in SYNCED {
        let Some(turns) = take(&mut settings, synced) else { continue };
        let info = free.info();
        let value = (f64::from(turns) * context.cps).clamp(info.min, info.max) as f32;
        settings.retain(|setting| setting.control != free);
        settings.push(Setting { control: free, value });
    }
    settings
}

/// Takes a setting out, and gives its value.
pub(super) fn take(settings: &mut Vec<Setting>, control: Control) -> Option<f32> {
    let index = settings.iter().position(|setting| setting.control == control)?;
    Some(settings.remove(index).value)
}

/// Pitches travel apart; chords, MIDI, colours and other programs' parameters do not make sound.
pub(super) fn is_for_the_engine(control: Control) -> bool {
    use ControlGroup::{Display, External, Harmony, Midi};
    let apart = matches!(
        control,
        Control::Note
            | Control::Midinote
            | Control::Freq
            | Control::Octave
            | Control::Cps
            | Control::Orbit
            | Control::Duckorbit
            | Control::Fxorder
    );
    !apart && !matches!(control.info().group, Harmony | Midi | Display | External)
}

/// Tells of a number that does not fit a control that is read elsewhere.
fn weigh(control: Control, value: &Value, context: &mut Context<'_>) {
    use Control::{Duckorbit, Freq, Midinote, Note, Octave, Orbit};
    let Some(number) = value.as_number() else { return };
    // A pitch that is no number is told where it is read.
    let told = !number.is_finite() && matches!(control, Note | Midinote | Freq);
    let ranged = matches!(control, Note | Midinote | Freq | Octave | Orbit | Duckorbit);
    if !told && (ranged || !number.is_finite()) {
        within(control, number, context);
    }
}

fn setting(control: Control, value: &Value, context: &mut Context<'_>) -> Option<Setting> {
    let words = control.words();
    let info = control.info();
    match value {
        Value::List(list) => setting(control, list.first()?, context),
        Value::Text(word) if !words.is_empty() => {
            let word = word.as_str();
            let Some(place) = words.iter().position(|w| w.eq_ignore_ascii_case(word)) else {
                unknown_word(control, word, words, context);
                return None;
            };
            Some(Setting { control, value: place as f32 })
        }
        _ if info.unit == Unit::Name && words.is_empty() => None,
        Value::Text(word) => match word.as_str().parse::<f64>() {
            Ok(number) => Some(Setting { control, value: within(control, number, context)? }),
            Err(_) if control == Control::N && note_number(word.as_str()).is_some() => None,
            Err(_) => {
                no_number(control, word.as_str(), context);
                None
            }
        },
        other => Some(Setting { control, value: within(control, other.as_number()?, context)? }),
    }
}

/// Warns of a word where a number is needed.
fn no_number(control: Control, word: &str, context: &mut Context<'_>) {
    let (name, track) = (context.name_of(control), &context.track.name);
    let message = format!("`{word}` is no number, and `{name}` takes numbers, on track `{track}`");
    let hint = format!("`{name}` is left out where it stands");
    context.warn_of_word(control, word, message, hint);
}

/// The number within the control's range; nothing if it is no number.
fn within(control: Control, number: f64, context: &mut Context<'_>) -> Option<f32> {
    let info = control.info();
    let track = &context.track.name;
    if !number.is_finite() {
        let name = context.name_of(control);
        let message = format!("`{name}` is not a number on track `{track}`");
        context.warn(control, message, "it is left out; a division by zero?".into());
        return None;
    }
    let (min, max) = match control.words().len() {
        0 => (info.min, info.max),
        words => (0.0, (words - 1) as f64),
    };
    let clamped = number.clamp(min, max);
    if clamped != number {
        let name = context.name_of(control);
        let message = format!("`{name}` leaves its range, {min} to {max}, on track `{track}`");
        context.warn(control, message, format!("{} is played as {clamped}", diag::number(number)));
    }
    Some(clamped as f32)
}

fn unknown_word(control: Control, word: &str, words: &[&str], context: &mut Context<'_>) {
    let (name, track) = (context.name_of(control), &context.track.name);
    let message = format!("`{name}` has no `{word}`, on track `{track}`");
    let hint = match nearest(word, words.iter().copied()) {
        // One letter is as far from all that have one.
        Some(near) if word.len() > 1 => format!("did you mean `{near}`?"),
        _ => format!("it can be {}", words.join(", ")),
    };
    context.warn_of_word(control, word, message, hint);
}
