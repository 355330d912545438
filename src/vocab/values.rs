//! Functions of the script that take values: asked ahead of the music, each input once.
//!
//! An error silences the events of that input alone, and is told once for its place in the script.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::args::{arg_of, pattern_of, value_of};
use super::{Arg, ArgError, Callback};
use crate::pattern::{Value, ValueChange, ValueFunction};

/// Results that are kept; beyond them all are forgotten, which changes no result.
const KEPT: usize = 4096;

/// What is done with the result of a function.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Use {
    /// It is the value.
    Value,
    /// It says whether the value stays.
    Test,
    /// It is the value; the function takes two, which arrive as a pair.
    Pair,
    /// It is a pattern, which text is too.
    Pattern,
}

/// A function of the script as a function of values.
struct Evaluated {
    function: Callback,
    result: Use,
    known: Mutex<HashMap<Value, Option<Value>>>,
}

impl Evaluated {
    fn evaluate(&self, value: &Value) -> Result<Option<Value>, ArgError> {
        let args: Vec<Arg> = match (self.result, value) {
            (Use::Pair, Value::List(pair)) => pair.iter().map(arg_of).collect(),
            _ => vec![arg_of(value)],
        };
        let result = self.function.call(&args)?;
        Ok(match self.result {
            Use::Value | Use::Pair => Some(value_of(&result)?),
            Use::Test => value_of(&result)?.is_truthy().then(|| value.clone()),
            Use::Pattern => Some(Value::Pattern(pattern_of(&result)?)),
        })
    }
}

impl ValueFunction for Evaluated {
    fn apply(&self, value: &Value) -> Option<Value> {
        let known = || self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(result) = known().get(value) {
            return result.clone();
        }
        let result = self.evaluate(value).unwrap_or_else(|error| {
            self.function.complain(&error);
            None
        });
        let mut known = known();
        if known.len() >= KEPT {
            known.clear();
        }
        known.insert(value.clone(), result.clone());
        result
    }

    fn identity(&self) -> usize {
        self.function.identity()
    }
}

fn change(function: &Callback, result: Use) -> ValueChange {
    let (function, known) = (function.clone(), Mutex::default());
    ValueChange::Function(Arc::new(Evaluated { function, result, known }))
}

/// A function of the script as a change of values.
pub(super) fn value_change(function: &Callback) -> ValueChange {
    change(function, Use::Value)
}

/// A function of the script as a test: values that fail it are silenced.
pub(super) fn value_test(function: &Callback) -> ValueChange {
    change(function, Use::Test)
}

/// A function of the script of two values, which arrive as a pair.
pub(super) fn pair_change(function: &Callback) -> ValueChange {
    change(function, Use::Pair)
}

/// A function of the script that makes a pattern of a value.
pub(super) fn pattern_change(function: &Callback) -> ValueChange {
    change(function, Use::Pattern)
}
