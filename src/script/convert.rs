//! The one conversion between values of a script and arguments of the vocabulary.
//!
//! What an argument means is the vocabulary's business; here a string stays a string.

use std::sync::Arc;

use rhai::{Array, Dynamic, FnPtr, INT, Map, NativeCallContext};

use super::callback;
use super::stage::Stage;
use super::take::{Combining, Failed, Take};
use crate::diag;
use crate::symbol::Symbol;
use crate::time::Time;
use crate::vocab::{Arg, Text};

/// Why a value of a script is no argument.
pub(crate) enum Refusal {
    /// It comes from a call that failed, which has been told.
    Told,
    /// It is something else; the text says what.
    Not(String),
}

/// Lists longer than this are refused, wherever they come from.
pub(crate) const LONGEST_LIST: usize = 10_000;

/// Turns a value of a script into an argument.
pub(crate) fn to_arg(
    stage: &Stage,
    ctx: &NativeCallContext,
    value: &Dynamic,
) -> Result<Arg, Refusal> {
    if let Some(take) = value.read_lock::<Take>() {
        return Ok(Arg::Pattern(take.pattern.clone()));
    }
    if let Ok(text) = value.as_immutable_string_ref() {
        let place = stage.state().literals.place(text.as_str());
        return Ok(Arg::Text(Text { text: Arc::from(text.as_str()), place }));
    }
    if let Some(number) = to_number(value) {
        return Ok(Arg::Number(number));
    }
    if let Ok(yes) = value.as_bool() {
        return Ok(Arg::Bool(yes));
    }
    if value.is::<Failed>() {
        return Err(Refusal::Told);
    }
    if let Ok(list) = value.as_array_ref() {
        return list
            .iter()
            .map(|item| to_arg(stage, ctx, item))
            .collect::<Result<_, _>>()
            .map(Arg::List);
    }
    if let Ok(map) = value.as_map_ref() {
        let entry = |(key, item): (&_, &_)| -> Result<(Symbol, Arg), Refusal> {
            let key: &rhai::Identifier = key;
            Ok((Symbol::new(key.as_str()), to_arg(stage, ctx, item)?))
        };
        return map.iter().map(entry).collect::<Result<_, _>>().map(Arg::Map);
    }
    if let Some(function) = value.read_lock::<FnPtr>() {
        return callback::wrap(stage, ctx, &function)
            .map(Arg::Function)
            .ok_or_else(|| Refusal::Not("a function".into()));
    }
    if let Some(range) = value.read_lock::<std::ops::Range<INT>>() {
        return numbers(range.start, range.end);
    }
    if let Some(range) = value.read_lock::<std::ops::RangeInclusive<INT>>() {
        return numbers(*range.start(), range.end().saturating_add(1));
    }
    Err(Refusal::Not(describe(value)))
}

/// A number of any of the script's kinds.
pub(crate) fn to_number(value: &Dynamic) -> Option<f64> {
    if let Ok(whole) = value.as_int() {
        return Some(whole as f64);
    }
    if let Ok(float) = value.as_float() {
        return Some(float);
    }
    value.read_lock::<Time>().map(|time| time.to_f64())
}

fn numbers(start: INT, end: INT) -> Result<Arg, Refusal> {
    if i128::from(end) - i128::from(start) > LONGEST_LIST as i128 {
        return Err(Refusal::Not(format!("a range of more than {LONGEST_LIST} numbers")));
    }
    Ok(Arg::List((start..end).map(|n| Arg::Number(n as f64)).collect()))
}

/// Turns an argument back into a value of a script.
pub(crate) fn from_arg(arg: &Arg) -> Dynamic {
    match arg {
        // A whole number is one also for the script, so that it can count and index with it.
        Arg::Number(x) if x.fract() == 0.0 && x.abs() < 9.0e15 => Dynamic::from_int(*x as INT),
        Arg::Number(x) => Dynamic::from_float(*x),
        Arg::Bool(yes) => Dynamic::from_bool(*yes),
        Arg::Text(text) => Dynamic::from(text.text.to_string()),
        Arg::Pattern(pattern) => Dynamic::from(Take::from(pattern.clone())),
        Arg::List(list) => Dynamic::from_array(list.iter().map(from_arg).collect::<Array>()),
        Arg::Map(map) => Dynamic::from_map(
            map.iter().map(|(key, item)| (key.as_str().into(), from_arg(item))).collect::<Map>(),
        ),
        Arg::Function(function) => callback::unwrap(function),
    }
}

/// What a value is, in a musician's words.
pub(crate) fn describe(value: &Dynamic) -> String {
    if let Some(number) = to_number(value) {
        return format!("the number {}", diag::number(number));
    }
    if let Ok(text) = value.as_immutable_string_ref() {
        let short: String = text.chars().take(24).collect();
        return format!("the string {short:?}");
    }
    if value.is::<Take>() {
        return "a pattern".into();
    }
    if let Some(combining) = value.read_lock::<Combining>() {
        return format!("`.{}` without its brackets", combining.operation);
    }
    if value.is_unit() {
        return "nothing".into();
    }
    if value.is_fnptr() {
        return "a function".into();
    }
    if value.is_array() {
        return "a list".into();
    }
    if value.is_map() {
        return "a map".into();
    }
    if value.is::<std::ops::Range<INT>>() || value.is::<std::ops::RangeInclusive<INT>>() {
        return "a range".into();
    }
    format!("a value of type {}", value.type_name())
}
