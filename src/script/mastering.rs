//! What scripts say about the whole mix: `masterEq`, `glue`, `masterGain`.
//!
//! It reads numbers and puts them within their ranges; the engine does the rest.

use rhai::{Dynamic, Engine};

use super::bind::{self, Call};
use super::convert::to_number;
use super::stage::Stage;
use crate::schedule::mastering::{BANDS, Squeeze, Tone};
use crate::vocab::ArgError;

/// Names of the bands, from low to high.
const NAMES: [&str; BANDS] = ["low", "lowmid", "highmid", "high"];

/// Teaches an engine the functions.
pub(super) fn register(engine: &mut Engine, stage: &Stage) {
    for count in 2..=4 {
        bind::native(engine, stage, "masterEq", count, master_eq);
    }
    for count in 1..=4 {
        bind::native(engine, stage, "glue", count, glue);
    }
    bind::native(engine, stage, "masterGain", 1, master_gain);
}

fn master_eq(call: &Call) -> Dynamic {
    let name = call.args[0].as_immutable_string_ref();
    let band = name.ok().and_then(|name| NAMES.iter().position(|known| *known == name.as_str()));
    let (Some(band), Some(numbers)) = (band, numbers(call, 1)) else {
        return mistake(
            call,
            "a band (low, lowmid, highmid, high) and decibels",
            "masterEq(\"low\", -2, 80)",
        );
    };
    let flat = Tone::flat(band);
    let tone = Tone {
        decibels: numbers[0].unwrap_or(0.0).clamp(-36.0, 24.0),
        hertz: numbers[1].unwrap_or(flat.hertz).clamp(10.0, 20_000.0),
        q: numbers[2].unwrap_or(flat.q).clamp(0.1, 18.0),
    };
    set(call, |call| call.stage.state().set.mastering.tones[band] = tone)
}

fn glue(call: &Call) -> Dynamic {
    let Some(numbers) = numbers(call, 0) else {
        return mistake(call, "a threshold in decibels, a ratio and two times", "glue(-18, 2)");
    };
    let squeeze = Squeeze {
        threshold: numbers[0].unwrap_or(0.0).clamp(-100.0, 0.0),
        ratio: numbers[1].unwrap_or(2.0).clamp(1.0, 100.0),
        knee: 6.0,
        attack: numbers[2].unwrap_or(0.03).clamp(0.0, 1.0),
        release: numbers[3].unwrap_or(0.15).clamp(0.0, 5.0),
    };
    set(call, |call| call.stage.state().set.mastering.glue = Some(squeeze))
}

fn master_gain(call: &Call) -> Dynamic {
    let Some([Some(gain), ..]) = numbers(call, 0) else {
        return mistake(call, "decibels", "masterGain(-3)");
    };
    set(call, |call| call.stage.state().set.mastering.gain = gain.clamp(-60.0, 24.0))
}

/// Does it, unless a library asks.
fn set(call: &Call, change: impl FnOnce(&Call)) -> Dynamic {
    if call.stage.state().importing > 0 {
        let name = call.name;
        return call.refuse(format!("a library cannot call `{name}`: only the script itself can"));
    }
    change(call);
    Dynamic::UNIT
}

/// The arguments from one on as finite numbers; none if one of them is something else.
fn numbers(call: &Call, from: usize) -> Option<[Option<f32>; 4]> {
    let mut numbers = [None; 4];
    for (place, value) in numbers.iter_mut().zip(&call.args[from..]) {
        *place = Some(to_number(value).filter(|x| x.is_finite())? as f32);
    }
    Some(numbers)
}

fn mistake(call: &Call, what: &str, example: &str) -> Dynamic {
    call.stage.state().failed_settings = true;
    let name = call.name;
    call.complain(ArgError::new(format!("`{name}` takes {what}")).hint(format!("write {example}")))
}
