//! Where an event goes, and what gives way to it: buses by number or by the name of a track.
//!
//! It only reads what the script says; which bus of the engine that is, the conductor knows.

use super::{Context, Recordings};
use crate::control::{Control, ControlGroup};
use crate::engine::bus::{Order, Stage};
use crate::pattern::{Controls, Value};
use crate::samples::Wanted;
use crate::schedule::Setting;
use crate::sound::{SampleSlot, Sound};

/// A bus as scripts name it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Place {
    /// One that tracks share, by its number.
    Orbit(u32),
    /// That of a track.
    Track(String),
}

impl Place {
    fn of(value: &Value) -> Option<Place> {
        let orbit = |number: f64| {
            let info = Control::Orbit.info();
            number.is_finite().then(|| Place::Orbit(number.clamp(info.min, info.max) as u32))
        };
        match value {
            Value::Text(word) => match word.as_str().trim() {
                "" => None,
                word => word.parse().map_or_else(|_| Some(Place::Track(word.to_owned())), orbit),
            },
            Value::List(list) => Place::of(list.first()?),
            other => orbit(other.as_number()?),
        }
    }
}

/// The bus that the event asks for.
pub(super) fn bus(controls: &Controls) -> Option<Place> {
    Place::of(controls.get(Control::Orbit)?)
}

/// The buses that the event ducks, each once.
pub(super) fn ducks(controls: &Controls) -> Vec<Place> {
    let mut places: Vec<Place> = match controls.get(Control::Duckorbit) {
        Some(Value::List(list)) => list.iter().filter_map(Place::of).collect(),
        Some(one) => Place::of(one).into_iter().collect(),
        None => Vec::new(),
    };
    places.sort();
    places.dedup();
    places
}

/// The recording whose answer is the event's room.
pub(super) fn answer(
    controls: &Controls,
    recordings: &mut Recordings<'_>,
    context: &mut Context<'_>,
) -> Option<Setting> {
    let value = controls.get(Control::Ir).filter(|value| value.is_truthy())?;
    let (name, listed) = match value {
        Value::List(list) => (list.first()?.to_string(), list.get(1)),
        other => (other.to_string(), None),
    };
    let number = listed.or(controls.get(Control::I)).and_then(Value::as_number).unwrap_or(0.0);
    match recordings(&Wanted::plain(&name, number as i64)).map(|found| found.sound) {
        Some(Sound::Sample(SampleSlot(slot))) => {
            Some(Setting { control: Control::Ir, value: f32::from(slot) })
        }
        _ => {
            context.warn(
                Control::Ir,
                format!(
                    "there is no recording `{name}` for `ir`, on track `{}`",
                    context.track.name
                ),
                "the built-in room answers; samples(\"my-folder\") offers recordings".into(),
            );
            None
        }
    }
}

/// The order of effects that the event asks for.
pub(super) fn order(controls: &Controls, context: &mut Context<'_>) -> Option<Setting> {
    let value = controls.get(Control::Fxorder)?;
    let words: Vec<String> = match value {
        Value::List(list) => list.iter().map(Value::to_string).collect(),
        one => one.to_string().split(':').map(str::to_owned).collect(),
    };
    let mut stages = Vec::new();
    for word in words.iter().map(|word| word.trim()) {
        match Stage::named(word) {
            Some(stage) => stages.push(stage),
            None => {
                let names = Stage::ALL.map(Stage::name).join(", ");
                context.warn(
                    Control::Fxorder,
                    format!("a bus has no stage `{word}`, on track `{}`", context.track.name),
                    format!("the stages are {names}"),
                );
            }
        }
    }
    Some(Setting { control: Control::Fxorder, value: Order::with(&stages).as_number() })
}

/// True if an event says something about its bus and nothing about a sound.
pub(in crate::conductor) fn only_mixes(controls: &Controls) -> bool {
    use ControlGroup::{Delay, Display, Dynamics, Mix, Modulation, Reverb, Routing};
    let mixes = |control: Control| {
        control == Control::Djf
            || matches!(
                control.info().group,
                Mix | Delay | Reverb | Modulation | Dynamics | Routing | Display
            )
    };
    !controls.is_empty() && controls.iter().all(|(control, _)| mixes(control))
}
