//! Comparisons of patterns with `<`, `==` and their like: mistakes, and what to write instead.
//!
//! Rhai calls all of them false, so that `if p > 3 {..} else {..}` would silently take its second way.

use std::any::TypeId;

use rhai::{
    Dynamic, Engine, EvalAltResult, FLOAT, INT, ImmutableString, NativeCallContext, Position,
};

use super::bind::Answer;
use super::library::HINT;
use super::take::{Failed, Take};
use crate::time::Time;

/// The operators, and the methods that compare event by event.
const COMPARISONS: [(&str, &str); 6] =
    [("<", "lt"), (">", "gt"), ("<=", "lte"), (">=", "gte"), ("==", "eq"), ("!=", "ne")];

/// Teaches an engine to refuse.
pub(crate) fn register(engine: &mut Engine) {
    let take = TypeId::of::<Take>();
    let others = [
        take,
        TypeId::of::<INT>(),
        TypeId::of::<FLOAT>(),
        TypeId::of::<Time>(),
        TypeId::of::<ImmutableString>(),
        TypeId::of::<bool>(),
    ];
    for (symbol, method) in COMPARISONS {
        for other in others {
            for types in [[take, other], [other, take]] {
                let call = move |_: NativeCallContext, args: &mut [&mut Dynamic]| -> Answer {
                    Err(refusal(symbol, method, args))
                };
                engine.register_raw_fn(symbol, types, call);
            }
        }
        let failed = TypeId::of::<Failed>();
        for other in others.into_iter().chain([failed]) {
            for types in [[failed, other], [other, failed]] {
                let call = move |_: NativeCallContext, _: &mut [&mut Dynamic]| -> Answer {
                    // As of any function that a failed pattern is given to: it has been told.
                    let signature = format!("{symbol} (failed pattern)");
                    Err(EvalAltResult::ErrorFunctionNotFound(signature, Position::NONE).into())
                };
                engine.register_raw_fn(symbol, types, call);
            }
        }
    }
}

fn refusal(symbol: &str, method: &str, args: &[&mut Dynamic]) -> Box<EvalAltResult> {
    let [left, right] = args else { return "a comparison of two values".into() };
    let other = if left.is::<Take>() { right } else { left };
    let written = match other.as_immutable_string_ref() {
        Ok(text) => format!("\"{}\"", &*text),
        Err(_) if other.is::<Take>() => "q".into(),
        Err(_) => other.to_string(),
    };
    let what = if other.is::<Take>() { "another" } else { "a value" };
    let hint = format!(
        "a script runs once: choose event by event with p.when(p.{method}({written}), |x| ..), or change \
         values with p.map(|v| if v {symbol} {written} {{ .. }} else {{ .. }})"
    );
    let text = format!("a pattern cannot be compared with {what} by `{symbol}`{HINT}{hint}");
    EvalAltResult::ErrorRuntime(text.into(), Position::NONE).into()
}
