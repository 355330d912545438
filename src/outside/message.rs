//! What an event says to instruments outside, as plain data: the conductor's part.
//!
//! It decides nothing about when that is said, and opens nothing.

use std::num::NonZeroU32;

use super::{midi, osc};
use crate::control::Control;
use crate::diag::SrcSpan;
use crate::engine::protocol::Cues;
use crate::pattern::{Controls, Value};

pub use super::midi::Midi;
pub use super::osc::Osc;

/// What one event says.
#[derive(Clone, PartialEq, Debug)]
pub struct Message {
    /// By MIDI.
    pub midi: Option<Midi>,
    /// By OSC.
    pub osc: Option<Osc>,
    /// Where the script says so.
    pub place: Option<SrcSpan>,
}

/// What whoever sends is told.
#[derive(Debug)]
pub enum News {
    /// What a note says that may begin soon.
    Written(NonZeroU32, Message),
    /// An engine begins to tell when notes begin and end.
    Cues(Cues),
    /// The controllers that the script listens to, and where it says so.
    Listen(Vec<(String, Option<SrcSpan>)>),
    /// A new version plays: what is wrong with its ports is told again.
    Version,
}

/// When an event plays.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Moment {
    /// Its note, if it has one; 60 is c4.
    pub note: Option<f64>,
    /// When it begins, in cycles.
    pub cycle: f64,
    /// How long it is held, in cycles.
    pub lasts: f64,
    /// Cycles a second.
    pub cps: f64,
}

impl Message {
    /// What an event says; nothing if it is not meant for outside.
    pub fn of(controls: &Controls, moment: &Moment) -> Option<Message> {
        let midi = controls.get(Control::Midiport).map(|port| midi::of(port, controls, moment));
        let osc = is_for_osc(controls).then(|| osc::of(controls, moment));
        let any = midi.is_some() || osc.is_some();
        any.then_some(Message { midi, osc, place: None })
    }

    /// The control that sends it there.
    pub fn way(&self) -> Control {
        if self.midi.is_some() { Control::Midiport } else { Control::Oschost }
    }

    /// True if something has to be said when the event ends.
    pub fn is_held(&self) -> bool {
        self.midi.as_ref().is_some_and(|midi| midi.key.is_some())
    }
}

fn is_for_osc(controls: &Controls) -> bool {
    controls.get(Control::Oschost).or(controls.get(Control::Oscport)).is_some()
}

/// True if an event sounds outside, and not here.
pub fn is_outside(controls: &Controls) -> bool {
    controls.get(Control::Midiport).is_some() || is_for_osc(controls)
}

/// True if an event only moves something outside, and begins no note there.
pub fn only_moves(controls: &Controls) -> bool {
    use Control::{Freq, Midinote, N, Note, S};
    is_outside(controls) && [S, N, Note, Midinote, Freq].iter().all(|c| controls.get(*c).is_none())
}

/// The number of a control, if it has one.
pub(super) fn number(controls: &Controls, control: Control) -> Option<f64> {
    controls.get(control).and_then(as_number)
}

/// The number that a value is, or is spelt as, in tens or sixteens.
pub(super) fn as_number(value: &Value) -> Option<f64> {
    let number = match value {
        Value::Text(word) => {
            let word = word.as_str().trim();
            match word.strip_prefix("0x") {
                Some(digits) => f64::from(u32::from_str_radix(digits, 16).ok()?),
                None => word.parse().ok()?,
            }
        }
        Value::List(list) => as_number(list.first()?)?,
        other => other.as_number()?,
    };
    number.is_finite().then_some(number)
}
