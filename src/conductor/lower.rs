//! Lowering: one event of a pattern becomes a trigger, with a sound, a pitch in hertz, and numbers
//! within their ranges.
//!
//! A pure function of the event and its track. It decides nothing about when schedules are written,
//! and loads no samples: whoever calls says which recordings there are.

mod kind;
mod mixing;
mod outside;
mod pitch;
mod settings;
mod source;
#[cfg(test)]
mod tests;
mod zone;

use std::sync::Arc;

use crate::control::Control;
use crate::diag::{Diagnostic, SrcSpan};
use crate::outside::message::{Message, Moment, is_outside};
use crate::pattern::{Controls, Event, Origins, Value};
use crate::samples::{Wanted, Zone};
use crate::schedule::Setting;
use crate::set::Track;
use crate::sound::Sound;
use crate::time::Time;
pub(super) use kind::Kinds;
pub use mixing::Place;
pub(super) use mixing::only_mixes;

/// A trigger that has no bus yet.
#[derive(Clone, PartialEq, Debug)]
pub struct Lowered {
    /// What makes its sound.
    pub sound: Sound,
    /// Its pitch in hertz.
    pub freq: f32,
    /// When it starts, in cycles from the beginning of the piece.
    pub at: Time,
    /// How long it is held, in cycles.
    pub lasts: f64,
    /// Every control that the engine can use, within its range.
    pub settings: Vec<Setting>,
    /// False if it says neither sound nor note and only moves the effects of its bus.
    pub plays: bool,
    /// The bus it plays on, if that is not its track's own.
    pub bus: Option<Place>,
    /// What it ducks.
    pub ducks: Vec<Place>,
    /// What it says to instruments outside, on which it sounds instead of here. Then it `plays` if it is
    /// held there.
    pub outside: Option<Message>,
    /// What had to be left out or clamped. The same mistake of a track has the same message and
    /// place every time, so that it can be told once.
    pub warnings: Vec<Diagnostic>,
}

/// A sound that was found by its name.
#[derive(Clone, PartialEq, Debug)]
pub struct Found {
    /// What makes it.
    pub sound: Sound,
    /// How it is played, if it is part of an instrument.
    pub zone: Option<Arc<Zone>>,
}

impl From<Sound> for Found {
    fn from(sound: Sound) -> Found {
        Found { sound, zone: None }
    }
}

/// Finds what is wanted among the recordings, if it is there.
pub type Recordings<'a> = dyn FnMut(&Wanted<'_>) -> Option<Found> + 'a;

/// What the parts of lowering share.
struct Context<'a> {
    track: &'a Track,
    cps: f64,
    /// The place of the event.
    place: Option<SrcSpan>,
    /// All its places.
    origins: &'a Origins,
    warnings: Vec<Diagnostic>,
}

impl Context<'_> {
    /// Where a word stands that a control has, or the piece of it that spoils it.
    fn place_of(&self, control: Control, word: &str) -> Option<SrcSpan> {
        let places = &self.track.places;
        places
            .of_word(control, word, self.origins)
            .or_else(|| places.of_piece(word, self.origins))
            .or_else(|| places.of(control))
            .or(self.place)
    }

    /// A control as the player calls it.
    fn name_of(&self, control: Control) -> &str {
        self.track.places.name_of(control)
    }

    /// Warns of a word that a control cannot use, where it stands.
    fn warn_of_word(&mut self, control: Control, word: &str, message: String, hint: String) {
        let places = &self.track.places;
        let place = places.of_word(control, word, self.origins);
        let place = place.or_else(|| self.track.place_of(control));
        self.warnings.push(Diagnostic::warning(place, message).hint(hint));
    }

    /// Warns of a control on the track as a whole, so that a thousand events give one warning.
    fn warn(&mut self, control: Control, message: String, hint: String) {
        let place = self.track.place_of(control);
        self.warnings.push(Diagnostic::warning(place, message).hint(hint));
    }
}

/// Lowers one event of a track, at a tempo in cycles a second.
///
/// A bare word is a sound or a note, a bare number a note.
///
/// # Errors
/// When there is no such sound or note, or nothing to play at all.
pub fn lower(
    event: &Event,
    track: &Track,
    cps: f64,
    recordings: &mut Recordings<'_>,
) -> Result<Lowered, Diagnostic> {
    let first = event.origins.iter().next();
    let place = first.or(track.span);
    let cps = if cps.is_finite() { cps } else { 0.0 };
    let mut context = Context { track, cps, place, origins: &event.origins, warnings: Vec::new() };
    let controls = as_controls(&event.value, recordings);
    let pitch = pitch::of(&controls, &mut context)?;
    let away = is_outside(&controls);
    let plays = pitch.is_some() || !mixing::only_mixes(&controls);
    let Found { sound, zone } = if plays && !away {
        source::of(&controls, pitch, recordings, &context)?
    } else {
        source::PLAIN.into()
    };
    let mut settings = settings::of(&controls, &mut context);
    settings.extend(source::machine(&controls, sound, &mut context));
    let length = event.whole_or_part().length().to_f64();
    let lasts = hold(length, &mut settings);
    let nudge = settings::take(&mut settings, Control::Nudge).unwrap_or(0.0);
    let begin = event.whole_or_part().begin;
    let at = begin + Time::from_f64(f64::from(nudge) * cps).unwrap_or(Time::ZERO);
    // Nothing of a piece is played before its beginning: what would be begins with it.
    let at = if begin.is_negative() { at } else { at.max(Time::ZERO) };
    let (freq, chosen) = pitch::settle(pitch, &controls, sound);
    settings.extend(chosen);
    if let Some(zone) = zone {
        zone::play(&zone, &mut settings);
    }
    settings.extend(mixing::order(&controls, &mut context));
    settings.extend(mixing::answer(&controls, recordings, &mut context));
    if away {
        let note = pitch.map(|pitch| pitch.shifted(&controls));
        let moment = Moment { note, cycle: at.to_f64(), lasts, cps };
        let outside = outside::of(&controls, &moment, &mut context);
        let plays = outside.as_ref().is_some_and(Message::is_held);
        let (bus, ducks, warnings) = (None, Vec::new(), context.warnings);
        return Ok(Lowered {
            sound,
            freq,
            at,
            lasts,
            settings,
            plays,
            bus,
            ducks,
            outside,
            warnings,
        });
    }
    let (bus, ducks) = (mixing::bus(&controls), mixing::ducks(&controls));
    let warnings = context.warnings;
    Ok(Lowered { sound, freq, at, lasts, settings, plays, bus, ducks, outside: None, warnings })
}

/// The event's controls; of a bare value, the controls that it stands for.
fn as_controls(value: &Value, recordings: &mut Recordings<'_>) -> Controls {
    match value {
        Value::Controls(controls) => controls.clone(),
        Value::List(list) => {
            let targets = [Control::S, Control::N, Control::Gain];
            targets.into_iter().zip(list.iter().cloned()).collect()
        }
        Value::Text(word)
            if source::named(&Wanted::plain(word.as_str(), 0), recordings).is_none() =>
        {
            let is_note = crate::theory::notes::note_number(word.as_str()).is_some();
            Controls::one(if is_note { Control::Note } else { Control::S }, value.clone())
        }
        Value::Text(_) => Controls::one(Control::S, value.clone()),
        Value::Number(_) | Value::Bool(_) => Controls::one(Control::Note, value.clone()),
        Value::Pattern(_) => Controls::default(),
    }
}

/// How many cycles the event is held. A length of its own becomes a clip, which also stops what
/// would play to its own end.
fn hold(length: f64, settings: &mut Vec<Setting>) -> f64 {
    let own = settings::take(settings, Control::Duration).map(f64::from);
    let clip = settings.iter().find(|s| s.control == Control::Clip).map(|s| f64::from(s.value));
    if own.is_some() && clip.is_none() {
        settings.push(Setting { control: Control::Clip, value: 1.0 });
    }
    own.unwrap_or(length) * clip.unwrap_or(1.0)
}
