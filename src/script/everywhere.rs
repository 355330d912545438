//! What a script says of all its tracks at once: other names for sounds, what holds where nothing is
//! said, a shift in time, a list of the tracks.
//!
//! Each is a change of every track's pattern, made when the script has run.

use std::sync::Arc;

use rhai::{Dynamic, Engine};

use super::bind::{self, Call};
use super::convert::{describe, to_number};
use super::stage::Stage;
use super::take::Failed;
use crate::control::Control;
use crate::pattern::{Controls, Pattern, Value};
use crate::vocab::args::value_of;
use crate::vocab::{Arg, ArgError, Callable, Callback, pattern_of};

/// A change of every track.
struct Everywhere<F>(F);

impl<F: Fn(&Pattern) -> Pattern + Send + Sync> Callable for Everywhere<F> {
    fn call(&self, args: &[Arg]) -> Result<Arg, ArgError> {
        let pattern = pattern_of(args.first().unwrap_or(&Arg::List(Vec::new())))?;
        Ok(Arg::Pattern((self.0)(&pattern)))
    }

    fn arity(&self) -> usize {
        1
    }

    fn complain(&self, _: &ArgError) {}
}

/// Teaches an engine the functions.
pub(crate) fn register(engine: &mut Engine, stage: &Stage) {
    bind::native(engine, stage, "nudgeAll", 1, nudge_all);
    bind::native(engine, stage, "soundAlias", 2, |call| alias(call, sound_alias));
    bind::native(engine, stage, "aliasBank", 2, |call| alias(call, bank_alias));
    bind::native(engine, stage, "setDefault", 2, set_default);
    bind::native(engine, stage, "list", 0, |call| {
        let mut state = call.stage.state();
        state.listed = Some(state.call_span(call.ctx));
        Dynamic::UNIT
    });
}

/// Changes every track when the script has run.
fn everywhere(
    call: &Call,
    change: impl Fn(&Pattern) -> Pattern + Send + Sync + 'static,
) -> Dynamic {
    if call.stage.state().importing > 0 {
        let message = format!("a library cannot call `{}`: only the script itself can", call.name);
        return call.complain(ArgError::new(message));
    }
    let mut state = call.stage.state();
    let span = state.call_span(call.ctx);
    state.all.push((Callback::new(Arc::new(Everywhere(change))), span));
    Dynamic::UNIT
}

/// `nudgeAll(seconds)`.
fn nudge_all(call: &Call) -> Dynamic {
    let Some(seconds) = to_number(call.args[0]).filter(|seconds| seconds.is_finite()) else {
        let what = describe(call.args[0]);
        call.tell_argument(0, format!("`nudgeAll` takes seconds, not {what}"));
        return Dynamic::from(Failed);
    };
    everywhere(call, move |pattern| {
        pattern.map_with("nudgeAll", vec![Value::Number(seconds)], |seconds, value| {
            let Value::Controls(controls) = value else { return Some(value.clone()) };
            let own = controls.get(Control::Nudge).and_then(Value::as_number).unwrap_or(0.0);
            let mut controls = controls.clone();
            controls.set(Control::Nudge, Value::Number(own + seconds[0].as_number()?));
            Some(Value::Controls(controls))
        })
    })
}

/// `soundAlias(old, new)`: two names.
fn alias(call: &Call, change: fn(&[Value], &Value) -> Option<Value>) -> Dynamic {
    let mut names = Vec::new();
    for index in 0..2 {
        match call.args[index].as_immutable_string_ref() {
            Ok(name) => names.push(Value::text(name.trim())),
            Err(_) => {
                let what = describe(call.args[index]);
                call.tell_argument(index, format!("`{}` takes a name, not {what}", call.name));
                return Dynamic::from(Failed);
            }
        }
    }
    everywhere(call, move |pattern| pattern.map_with("alias", names.clone(), change))
}

/// The sound of the second name is that of the first.
fn sound_alias(names: &[Value], value: &Value) -> Option<Value> {
    renamed(value, Control::S, |word| match word {
        Value::List(list) if list.first() == Some(&names[1]) => {
            let rest = list[1..].iter().cloned();
            Some(Value::List(std::iter::once(names[0].clone()).chain(rest).collect()))
        }
        word => (*word == names[1]).then(|| names[0].clone()),
    })
}

/// The bank of the second name is that of the first.
fn bank_alias(names: &[Value], value: &Value) -> Option<Value> {
    let value =
        renamed(value, Control::Bank, |word| (*word == names[1]).then(|| names[0].clone()))?;
    let (bank, alias) = (names[0].as_text()?, names[1].as_text()?);
    renamed(&value, Control::S, |word| {
        let rest = word.as_text()?.as_str().strip_prefix(alias.as_str())?.strip_prefix('_')?;
        Some(Value::text(&format!("{bank}_{rest}")))
    })
}

fn renamed(
    value: &Value,
    control: Control,
    other: impl Fn(&Value) -> Option<Value>,
) -> Option<Value> {
    let Value::Controls(controls) = value else { return Some(value.clone()) };
    let Some(word) = controls.get(control).and_then(other) else { return Some(value.clone()) };
    let mut controls = controls.clone();
    controls.set(control, word);
    Some(Value::Controls(controls))
}

/// `setDefault(control, value)`.
fn set_default(call: &Call) -> Dynamic {
    let control = call.args[0].as_immutable_string_ref().ok().and_then(|n| Control::named(&n));
    let Some(control) = control else {
        let what = describe(call.args[0]);
        call.tell_argument(0, format!("`setDefault` takes the name of a control, not {what}"));
        return Dynamic::from(Failed);
    };
    let value = match bind::argument(call, 1).map(|arg| value_of(&arg)) {
        Some(Ok(value)) => value,
        Some(Err(error)) => return call.complain(error),
        None => return Dynamic::from(Failed),
    };
    let default = Value::Controls(Controls::one(control.meant(), value));
    everywhere(call, move |pattern| {
        pattern.map_with("setDefault", vec![default.clone()], |default, value| match value {
            Value::Controls(controls) => {
                let Value::Controls(default) = &default[0] else { return None };
                Some(Value::Controls(default.overlaid(controls)))
            }
            other => Some(other.clone()),
        })
    })
}
