//! Looks ahead: plays a new version in silence for some cycles, to tell what is wrong with it before
//! it is heard, and to ask for the samples that it will need. It never makes a version late.

use std::collections::BTreeSet;
use std::ops::Range;

use super::write::too_many;
use super::{Recordings, lower};
use crate::control::Control;
use crate::diag::Diagnostic;
use crate::pattern::{Context, Event, Value};
use crate::set::{Set, Track};
use crate::time::Span;

/// How many cycles ahead a version is looked at.
pub const CYCLES: i64 = 16;
/// How many cycles more a silent track is looked at: longer than songs are.
const SONG: i64 = 512;
/// Events of one track that are looked at; a track with more is looked at less far.
const EVENTS: usize = 4096;

/// How far each track of a set has been looked at, a little at a time.
#[derive(Debug, Default)]
pub struct Ahead {
    busy: bool,
    cycles: Range<i64>,
    track: usize,
    told: Told,
}

/// Controls without a sound that have been told of.
type Told = BTreeSet<Control>;

impl Ahead {
    /// Nothing yet of the cycles from this one on.
    pub fn from(cycle: i64) -> Ahead {
        Ahead { busy: true, cycles: cycle..cycle + CYCLES, ..Ahead::default() }
    }

    /// True until all tracks have been looked at.
    pub fn is_busy(&self) -> bool {
        self.busy
    }

    /// Looks at the next track. Asks the library for every sample it needs.
    pub fn look(&mut self, set: &Set, recordings: &mut Recordings) -> Vec<Diagnostic> {
        let track = set.tracks.get(self.track);
        self.track += 1;
        self.busy &= self.track < set.tracks.len();
        let Some(track) = track else { return Vec::new() };
        track_at(track, set, self.cycles.clone(), recordings, &mut self.told)
    }
}

/// What is wrong with some cycles of a set, each thing once. Asks the library for every sample they
/// need.
pub fn at(set: &Set, cycles: Range<i64>, recordings: &mut Recordings) -> Vec<Diagnostic> {
    let mut problems: Vec<Diagnostic> = Vec::new();
    let mut told = Told::new();
    for track in &set.tracks {
        for problem in track_at(track, set, cycles.clone(), recordings, &mut told) {
            if !problems.iter().any(|p| p.span == problem.span && p.message == problem.message) {
                problems.push(problem);
            }
        }
    }
    problems
}

fn track_at(
    track: &Track,
    set: &Set,
    cycles: Range<i64>,
    recordings: &mut Recordings,
    told: &mut Told,
) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    let mut events = Vec::new();
    let (mut seen, mut sounds, mut whole) = (0, false, true);
    for cycle in cycles.clone() {
        events.clear();
        let context = set.context(cycle);
        let complete = track.pattern.query_in(&context, Span::cycle(cycle), &mut events);
        if !complete {
            problems.push(too_many(track));
            whole = false;
        }
        for event in events.iter().filter(|event| event.has_onset()) {
            sounds = true;
            problems.extend(unheard(event, track, told));
            match lower::lower(event, track, context.cps, &mut |name, n| recordings.find(name, n)) {
                Ok(lowered) => problems.extend(lowered.warnings),
                Err(problem) => problems.push(problem),
            }
        }
        seen += events.len();
        if seen > EVENTS || !complete {
            break;
        }
    }
    if whole && !sounds && !track.muted && cycles.end - cycles.start >= CYCLES {
        problems.extend(never_sounds(track, &set.context(cycles.end), cycles.end));
    }
    problems
}

/// Tells of controls that do nothing here, each once.
fn unheard(event: &Event, track: &Track, told: &mut Told) -> Vec<Diagnostic> {
    let Value::Controls(controls) = &event.value else { return Vec::new() };
    let silent = controls.iter().map(|(control, _)| control).filter(|c| !c.has_effect());
    let new: Vec<Control> = silent.filter(|control| told.insert(*control)).collect();
    let tell = |control: Control| {
        let message =
            format!("`{}` is not heard: this engine has no such sound", control.info().name);
        Diagnostic::warning(track.span, message).hint("its value is kept, and changes nothing here")
    };
    new.into_iter().map(tell).collect()
}

/// A track that rests for some cycles may be meant to: a song has sections. One that rests for very
/// long is surely not.
fn never_sounds(track: &Track, context: &Context, from: i64) -> Option<Diagnostic> {
    let mut events = Vec::new();
    for cycle in from..from + SONG {
        // What was cut short may have had something to play, and each such answer takes long.
        let complete = track.pattern.query_in(context, Span::cycle(cycle), &mut events);
        if !complete || !events.is_empty() {
            return None;
        }
    }
    let message = format!("the track `{}` never sounds", track.name);
    let hint = format!("it rests for {} cycles: a mask that is never open?", CYCLES + SONG);
    Some(Diagnostic::warning(track.span, message).hint(hint))
}

/// What is wrong with a set from its beginning, for `check`: recordings are looked for but not
/// decoded.
pub fn whole(set: &Set, recordings: &mut Recordings) -> Vec<Diagnostic> {
    let mut problems = recordings.offer(&set.samples);
    problems.extend(at(set, 0..CYCLES, recordings));
    problems
}
