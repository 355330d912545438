//! Which sound an event means: a recording, a built-in sound, or a drum of some machine.

use std::borrow::Cow;

use super::pitch::Pitch;
use super::{Context, Found, Recordings};
use crate::control::Control;
use crate::diag::{Diagnostic, nearest};
use crate::pattern::{Controls, Value};
use crate::samples::Wanted;
use crate::schedule::Setting;
use crate::sound::{self, Sound, Wave};

/// What plays where only a pitch is given.
pub(super) const PLAIN: Sound = Sound::Oscillator(Wave::Triangle);

/// The sound of an event.
pub(super) fn of(
    controls: &Controls,
    pitch: Option<Pitch>,
    recordings: &mut Recordings<'_>,
    context: &Context<'_>,
) -> Result<Found, Diagnostic> {
    let Some(word) = controls.get(Control::S).filter(|value| value.is_truthy()) else {
        return if pitch.is_some() { Ok(PLAIN.into()) } else { Err(nothing(controls, context)) };
    };
    let (name, listed) = match word {
        Value::List(list) => (list.first().map(spelt).unwrap_or_default(), list.get(1).cloned()),
        other => (spelt(other), None),
    };
    let number = listed.as_ref().or(controls.get(Control::N)).and_then(Value::as_number);
    let n = number.filter(|n| n.is_finite()).unwrap_or(0.0).floor() as i64;
    let bank = controls.get(Control::Bank).map(spelt).filter(|b| !b.is_empty());
    let full = bank.map(|bank| format!("{bank}_{name}"));
    let velocity = controls.get(Control::Velocity).and_then(Value::as_number).unwrap_or(1.0);
    let octaves = controls.get(Control::Octave).and_then(Value::as_number).unwrap_or(0.0);
    let note = pitch.map(|pitch| pitch.note() + 12.0 * octaves);
    let wanted = Wanted { name: &name, n, note, velocity };
    full.and_then(|full| named(&Wanted { name: &full, ..wanted }, recordings))
        .or_else(|| named(&wanted, recordings))
        .ok_or_else(|| unknown(&name, context))
}

/// The sound of a name: a recording goes before a built-in sound, and a drum of a machine that has
/// no recordings is the drum of the built-in kit.
pub(super) fn named(wanted: &Wanted<'_>, recordings: &mut Recordings<'_>) -> Option<Found> {
    let name = wanted.name;
    recordings(wanted).or_else(|| computed(name).map(Found::from))
}

/// A value as it is written; a word is not copied.
fn spelt(value: &Value) -> Cow<'static, str> {
    match value {
        Value::Text(word) => Cow::Borrowed(word.as_str()),
        other => Cow::Owned(other.to_string()),
    }
}

fn computed(name: &str) -> Option<Sound> {
    let of_machine = || sound::of_machine(name).map(|(_, sound)| sound);
    sound::named(name).or_else(of_machine).or_else(|| {
        let (_, drum) = name.rsplit_once('_')?;
        sound::named(drum).filter(|sound| matches!(sound, Sound::Drum(_)))
    })
}

/// The machine that plays a drum of the kit, if a bank is named.
pub(super) fn machine(
    controls: &Controls,
    sound: Sound,
    context: &mut Context<'_>,
) -> Option<Setting> {
    if !matches!(sound, Sound::Drum(_)) {
        return None;
    }
    let whole = controls.get(Control::S).map(spelt).unwrap_or_default();
    let bank = match controls.get(Control::Bank).map(spelt) {
        Some(bank) => bank,
        None if sound::named(&whole).is_some() => return None,
        None => match sound::of_machine(&whole) {
            Some((place, _)) => {
                return Some(Setting { control: Control::Bank, value: place as f32 });
            }
            None => whole.rsplit_once('_')?.0.to_owned().into(),
        },
    };
    let bank = bank.trim();
    if bank.is_empty() {
        return None;
    }
    if let Some(place) = sound::machine_named(bank) {
        return Some(Setting { control: Control::Bank, value: place as f32 });
    }
    let names = || sound::MACHINES.iter().map(|row| row.name);
    let recorded = || nearest(&whole, sound::shots::names());
    let hint = match nearest(bank, names()).or_else(recorded) {
        Some(near) => format!("did you mean `{near}`? the built-in kit plays"),
        None => {
            format!("there are {}; the built-in kit plays", names().collect::<Vec<_>>().join(", "))
        }
    };
    context.warn_of_word(Control::Bank, bank, format!("there is no drum machine `{bank}`"), hint);
    None
}

fn unknown(name: &str, context: &Context<'_>) -> Diagnostic {
    if name.parse::<f64>().is_ok() {
        return Diagnostic::error(
            context.place_of(Control::S, name),
            format!("the number `{name}` is no sound"),
        )
        .hint("n(..) takes numbers, s(..) names of sounds");
    }
    let names = sound::SOUNDS.iter().flat_map(|row| row.aliases.iter().chain([&row.name]));
    let place = context.place_of(Control::S, name);
    let problem = Diagnostic::error(place, format!("there is no sound `{name}`"));
    match nearest(name, names.copied().chain(sound::shots::names())) {
        Some(near) => problem.hint(format!("did you mean `{near}`?")),
        None => problem.hint(
            "a folder of recordings is a sound: samples(\"my-folder\"); spaces in its name are _",
        ),
    }
}

fn nothing(controls: &Controls, context: &Context<'_>) -> Diagnostic {
    if let Some(Value::Text(word)) = controls.get(Control::N) {
        let place = context.place_of(Control::N, word.as_str());
        let message = format!("`{word}` is neither number nor note");
        return Diagnostic::error(place, message)
            .hint("n(..) takes numbers, s(..) names of sounds");
    }
    let name = &context.track.name;
    Diagnostic::error(context.place, format!("the track `{name}` says neither sound nor note"))
        .hint("start with s(\"bd\") or note(\"c3\")")
}
