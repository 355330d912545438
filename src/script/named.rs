//! Values by name: `setF("bright", ..)` gives one, and `cF(0.5, "bright")` plays it anywhere below.
//!
//! They live as long as one run of the script; nothing from outside changes them.

use rhai::{Dynamic, Engine};

use super::bind::{self, Call};
use super::convert::describe;
use super::stage::Stage;
use super::take::{Failed, Take};

/// Ways to give a value: Tidal tells numbers, words and yes or no apart, a pattern need not.
const GIVERS: [&str; 5] = ["setF", "setS", "setI", "setB", "setR"];
/// Ways to play one.
const PLAYERS: [&str; 7] = ["cF", "cS", "cI", "cB", "cN", "cR", "cT"];

/// Teaches an engine the functions.
pub(crate) fn register(engine: &mut Engine, stage: &Stage) {
    for name in GIVERS {
        bind::native(engine, stage, name, 2, give);
    }
    for name in PLAYERS {
        bind::native(engine, stage, name, 2, play);
    }
}

/// The name of a value, or `None` after a complaint.
fn name(call: &Call, index: usize) -> Option<String> {
    match call.args[index].as_immutable_string_ref() {
        Ok(name) => Some(name.trim().to_owned()),
        Err(_) => {
            let what = describe(call.args[index]);
            let message = format!("the name of a value is a string, not {what}");
            call.tell_argument(index, message);
            None
        }
    }
}

/// `setF(name, value)`.
fn give(call: &Call) -> Dynamic {
    let Some(name) = name(call, 0) else { return Dynamic::from(Failed) };
    let user = format!("`{}`", call.name);
    match bind::to_take(call, call.args[1], &user) {
        Some(take) => {
            call.stage.state().given.insert(name, take.pattern);
            Dynamic::UNIT
        }
        None => Dynamic::from(Failed),
    }
}

/// `cF(default, name)`.
fn play(call: &Call) -> Dynamic {
    let Some(name) = name(call, 1) else { return Dynamic::from(Failed) };
    let given = call.stage.state().given.get(&name).cloned();
    let take = match given {
        Some(pattern) => Some(Take::from(pattern)),
        None => bind::to_take(call, call.args[0], &format!("`{}`", call.name)),
    };
    take.map_or_else(|| Dynamic::from(Failed), Dynamic::from)
}
