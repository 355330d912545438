//! Where a glide begins: the pitch of the note before, on the same track.
//!
//! The note before is looked up in the pattern, never in what was played, so that a glide is the same
//! after every reload.

use super::lower::{self, Lowered, Recordings};
use super::passage::Passage;
use crate::control::Control;
use crate::schedule::Setting;
use crate::set::{Set, Track};
use crate::time::{Span, Time};

/// Cycles that are searched for the note before.
const BACK: i64 = 4;

/// The notes of one track around a cycle.
pub(super) struct Memory<'a> {
    set: &'a Set,
    track: &'a Track,
    passage: &'a Passage,
    /// The cycle that was asked for last, and the moments and pitches of notes up to its end.
    known: Option<(i64, Vec<(Time, f32)>)>,
}

impl Memory<'_> {
    /// Of a track that has not been asked yet.
    pub(super) fn of<'a>(set: &'a Set, track: &'a Track, passage: &'a Passage) -> Memory<'a> {
        Memory { set, track, passage, known: None }
    }

    /// Tells a note that glides where to begin, if it does not say so itself.
    pub(super) fn begin(&mut self, note: &mut Lowered, cycle: i64, find: &mut Recordings<'_>) {
        let has = |control| note.settings.iter().any(|setting| setting.control == control);
        let glides = |s: &Setting| s.control == Control::Portamento && s.value > 0.0;
        if has(Control::Slide) || !note.settings.iter().any(glides) {
            return;
        }
        let Some(before) = self.before(note, cycle, find) else { return };
        let semitones = 12.0 * libm::log2(f64::from(before) / f64::from(note.freq));
        let info = Control::Slide.info();
        let value = semitones.clamp(info.min, info.max) as f32;
        if value.is_finite() {
            note.settings.push(Setting { control: Control::Slide, value });
        }
    }

    /// The pitch of the note before; of a chord, the nearest.
    fn before(&mut self, note: &Lowered, cycle: i64, find: &mut Recordings<'_>) -> Option<f32> {
        if self.known.as_ref().is_none_or(|(known, _)| *known != cycle) {
            self.known = Some((cycle, self.notes(cycle, find)));
        }
        let (_, notes) = self.known.as_ref()?;
        let last = notes.iter().map(|(at, _)| *at).filter(|at| *at < note.at).max()?;
        let chord = notes.iter().filter(|(at, _)| *at == last).map(|(_, freq)| *freq);
        let distance = |freq: &f32| (libm::log2(f64::from(*freq / note.freq))).abs();
        chord.min_by(|a, b| distance(a).total_cmp(&distance(b)))
    }

    fn notes(&self, cycle: i64, find: &mut Recordings<'_>) -> Vec<(Time, f32)> {
        let mut notes = Vec::new();
        for cycle in cycle.saturating_sub(BACK)..=cycle {
            let context = self.set.context(cycle);
            let mut events = Vec::new();
            self.passage.in_cycle(cycle).query_in(&context, Span::cycle(cycle), &mut events);
            for event in events.iter().filter(|event| event.has_onset()) {
                if let Ok(note) = lower::lower(event, self.track, context.cps, find) {
                    notes.push((note.at, note.freq));
                }
            }
        }
        notes
    }
}
