//! `midin` and `midikeys`: knobs of controllers as signals, and keyboards as patterns.
//!
//! A script only says what it listens to; who listens, and what a turn does, is decided elsewhere.

use std::any::TypeId;

use rhai::{Dynamic, Engine, FLOAT, INT};

use super::bind::{self, Call};
use super::convert::{describe, to_number};
use super::stage::Stage;
use super::take::{Failed, Take};
use crate::pattern::{Pattern, Signal, Value};
use crate::set::Knob;
use crate::symbol::Symbol;
use crate::time::Time;

/// How many cycles a key sounds if nothing is said.
const LASTS: f64 = 0.5;

/// `midin("port")`: a controller, whose knobs are asked for by `cc`.
#[derive(Clone, Debug)]
struct Controller(String);

/// Teaches an engine to listen to knobs.
pub(crate) fn register(engine: &mut Engine, stage: &Stage) {
    engine.register_type_with_name::<Controller>("controller");
    for count in 1..=3 {
        bind::native(engine, stage, "midin", count, midin);
    }
    for count in 1..=2 {
        bind::native(engine, stage, "ccin", count, |call| {
            let untouched = call.args.get(1).map(|value| &**value);
            knob(call, "", (0, call.args[0]), untouched)
        });
    }
    for count in 1..=2 {
        bind::native(engine, stage, "midikeys", count, keyboard);
    }
    let (controller, whole) = (TypeId::of::<Controller>(), TypeId::of::<INT>());
    for untouched in [None, Some(TypeId::of::<FLOAT>()), Some(whole)] {
        let types: Vec<TypeId> = [controller, whole].into_iter().chain(untouched).collect();
        bind::native_of(engine, stage, "cc", &types, |call| {
            let port = call.args[0].read_lock::<Controller>().map(|found| found.0.clone());
            let untouched = call.args.get(2).map(|value| &**value);
            knob(call, &port.unwrap_or_default(), (1, call.args[1]), untouched)
        });
    }
}

fn midin(call: &Call) -> Dynamic {
    let Ok(port) = call.args[0].as_immutable_string_ref() else {
        let what = describe(call.args[0]);
        call.tell_argument(0, format!("`midin` takes the name of a port, not {what}"));
        return Dynamic::from(Failed);
    };
    match call.args.get(1) {
        None => Dynamic::from(Controller(port.to_string())),
        Some(number) => {
            let untouched = call.args.get(2).map(|value| &**value);
            knob(call, &port, (1, number), untouched)
        }
    }
}

/// `midikeys("port", 0.25)`: the keys that are played, each for so many cycles.
fn keyboard(call: &Call) -> Dynamic {
    let Ok(port) = call.args[0].as_immutable_string_ref() else {
        let what = describe(call.args[0]);
        call.tell_argument(0, format!("`midikeys` takes the name of a port, not {what}"));
        return Dynamic::from(Failed);
    };
    let lasts = call.args.get(1).map_or(Some(LASTS), |value| to_number(value));
    let lasts = lasts.and_then(Time::from_f64).filter(|lasts| lasts.is_positive());
    let Some(lasts) = lasts else {
        call.tell_argument(1, "`midikeys` takes how many cycles a key sounds".to_owned());
        return Dynamic::from(Failed);
    };
    let input = listen(call, &port, None);
    Dynamic::from(Take::from(Pattern::keys(input, lasts)))
}

/// The knob of the first port that a bare name stands for: `in0` to `in127`, as in Tidal.
pub(crate) fn named(name: &str, stage: &Stage) -> Option<Dynamic> {
    let number = name.strip_prefix("in")?.parse().ok().filter(|number| *number < 128)?;
    let input = listening(stage, Knob { port: String::new(), number: Some(number), span: None });
    let signal = Signal::Input(input, Value::Number(0.0));
    Some(Dynamic::from(Take::from(Pattern::signal(signal))))
}

/// Takes note that the script listens to something; gives its name.
fn listen(call: &Call, port: &str, number: Option<u8>) -> Symbol {
    let span = call.stage.state().argument_span(call.ctx, 0);
    listening(call.stage, Knob { port: port.to_owned(), number, span })
}

fn listening(stage: &Stage, knob: Knob) -> Symbol {
    let mut state = stage.state();
    let input = knob.input();
    if !state.set.knobs.iter().any(|other| other.input() == input) {
        state.set.knobs.push(knob);
    }
    Symbol::new(&input)
}

/// The signal of a knob.
fn knob(
    call: &Call,
    port: &str,
    (place, number): (usize, &Dynamic),
    untouched: Option<&Dynamic>,
) -> Dynamic {
    let whole = |number: &f64| number.fract() == 0.0 && (0.0..128.0).contains(number);
    let Some(number) = to_number(number).filter(whole) else {
        let what = describe(number);
        let message = format!("`{}` takes the number of a knob, 0 to 127, not {what}", call.name);
        call.tell_argument(place, message);
        return Dynamic::from(Failed);
    };
    let untouched = untouched.and_then(to_number).unwrap_or(0.0);
    let signal = Signal::Input(listen(call, port, Some(number as u8)), Value::Number(untouched));
    Dynamic::from(Take::from(Pattern::signal(signal)))
}
