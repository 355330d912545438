//! Names that no chord, scale or dictionary has, and degrees that are none.

use super::chord::taken_apart;
use super::events_seen;
use super::scale::{is_degree_or_note, takes_interval};
use crate::control::Control;
use crate::diag::Diagnostic;
use crate::pattern::{Event, Pattern, Value};
use crate::theory::intervals::{INTERVALS, no_interval};
use crate::theory::scales::Scale;
use crate::theory::voicings::{self, rows::is_known};
use crate::vocab::Function;
use crate::vocab::misfits::{Complaint, place_of};

/// What the pattern of a method holds in its first cycles and the method cannot use.
pub(in crate::vocab) fn misfits(function: &Function, source: &Pattern) -> Vec<Diagnostic> {
    match function.name {
        "voicing" => events_seen(source).iter().filter_map(unvoiced).collect(),
        "scale" => events_seen(source).iter().filter_map(no_degree).collect(),
        _ => Vec::new(),
    }
}

/// What is wrong with a value of an argument, if its function takes other words than numbers.
pub(in crate::vocab) fn judged(function: &Function, value: &Value) -> Option<Option<Complaint>> {
    match function.name {
        "scale" => Some(Scale::named(&value.to_string()).err().map(|no| (no.message, no.hint))),
        "transpose" => Some(
            (!takes_interval(value))
                .then(|| (no_interval(&value.to_string()), INTERVALS.to_owned())),
        ),
        _ => None,
    }
}

fn unvoiced(event: &Event) -> Option<Diagnostic> {
    let (symbol, controls) = taken_apart(&event.value)?;
    let dictionary = controls.get(Control::Dictionary).map(Value::to_string);
    let dictionary = dictionary.unwrap_or_default();
    let (message, hint) = voicings::complaint(&symbol, &dictionary)?;
    let word = if is_known(&dictionary) { &symbol } else { &dictionary };
    Some(Diagnostic::warning(place_of(event, word), message).hint(hint))
}

fn no_degree(event: &Event) -> Option<Diagnostic> {
    let value = match &event.value {
        Value::Controls(controls) => controls.get(Control::Note).or(controls.get(Control::N))?,
        value => value,
    };
    if !matches!(value, Value::Text(_)) || is_degree_or_note(value) {
        return None;
    }
    let word = value.to_string();
    let message = format!("`{word}` is no degree of a scale, and no note");
    Some(
        Diagnostic::warning(place_of(event, &word), message).hint(
            "it is left out; degrees are numbers from 0, maybe with sharps or flats, such as 4#",
        ),
    )
}
