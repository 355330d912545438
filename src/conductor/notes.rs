//! The notes around now, as the screen shows them: what the schedules say, in a musician's words.
//!
//! It keeps copies; what sounds is written elsewhere.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use crate::control::Control;
use crate::pattern::{Event, Value};
use crate::schedule::Setting;
use crate::time::Time;
use crate::tui::snapshot::Note;

/// Cycles that a note is kept after its end.
const KEPT: f64 = 4.0;
/// Notes that are kept at most; a screen has no room for more.
const MOST: usize = 20_000;

/// All of them.
#[derive(Debug, Default)]
pub(super) struct Notes {
    notes: VecDeque<Note>,
    shown: Option<Arc<[Note]>>,
    /// One copy of each name.
    names: BTreeMap<String, Arc<str>>,
}

impl Notes {
    /// Adds what an event became: where and how long it sounds, in cycles, and its settings.
    pub(super) fn add(
        &mut self,
        event: &Event,
        track: usize,
        (at, lasts): (Time, f64),
        settings: &[Setting],
    ) {
        if self.notes.len() >= MOST {
            return;
        }
        let begin = at.to_f64();
        let sound = self.name(&sound_of(&event.value));
        let values = settings.iter().map(|setting| (setting.control.info().name, setting.value));
        let track = track.min(usize::from(u8::MAX)) as u8;
        let (pitch, values) = (pitch_of(settings), values.collect());
        self.notes.push_back(Note { begin, until: begin + lasts, track, pitch, sound, values });
        self.shown = None;
    }

    fn name(&mut self, name: &str) -> Arc<str> {
        if let Some(known) = self.names.get(name) {
            return known.clone();
        }
        let fresh: Arc<str> = Arc::from(name);
        self.names.insert(name.to_owned(), fresh.clone());
        fresh
    }

    /// Forgets what begins at a position or later.
    pub(super) fn restart(&mut self, at: f64) {
        self.notes.retain(|note| note.begin < at);
        self.shown = None;
    }

    /// Forgets what ended long before a position.
    pub(super) fn forget_before(&mut self, cycle: f64) {
        let before = self.notes.len();
        self.notes.retain(|note| note.until > cycle - KEPT);
        if self.notes.len() != before {
            self.shown = None;
        }
        if self.names.len() > MOST {
            self.names.clear();
        }
    }

    /// All of them, sorted by begin.
    pub(super) fn shown(&mut self) -> Arc<[Note]> {
        let notes = &mut self.notes;
        let shown = self.shown.get_or_insert_with(|| {
            notes.make_contiguous().sort_by(|a, b| a.begin.total_cmp(&b.begin));
            notes.iter().cloned().collect()
        });
        shown.clone()
    }
}

/// What a value calls its sound.
fn sound_of(value: &Value) -> String {
    match value {
        Value::Controls(controls) => {
            let part = |control| controls.get(control).map(ToString::to_string);
            let sound = part(Control::S).unwrap_or_else(|| "note".to_owned());
            part(Control::Bank).map_or(sound.clone(), |bank| format!("{bank} {sound}"))
        }
        Value::Number(_) => "note".to_owned(),
        other => other.to_string(),
    }
}

/// The semitones that somebody chose.
fn pitch_of(settings: &[Setting]) -> Option<f32> {
    let value = |control| {
        settings.iter().find(|setting| setting.control == control).map(|setting| setting.value)
    };
    let hertz = || value(Control::Freq).filter(|hertz| *hertz > 0.0);
    value(Control::Note).or_else(|| Some(69.0 + 12.0 * libm::log2f(hertz()? / 440.0)))
}
