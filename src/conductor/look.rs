//! Looks ahead: plays a new version in silence for some cycles, to tell what is wrong with it before
//! it is heard, and to ask for the samples that it will need. It never makes a version late.

use std::collections::BTreeSet;
use std::ops::Range;

use super::write::{moves_a_bus, too_many};
use super::{Recordings, lower};
use crate::control::{Control, ControlGroup};
use crate::diag::{Diagnostic, folded};
use crate::engine::protocol::TRACKS;
use crate::outside::message::is_outside;
use crate::pattern::{Event, Value};
use crate::samples::Wanted;
use crate::script::{Complaints, Outcome};
use crate::set::{Set, Track};
use crate::time::Span;

/// How many cycles ahead a version is looked at.
pub const CYCLES: i64 = 16;
/// How many cycles more a silent track is looked at: longer than songs are.
const SONG: i64 = 512;
/// Events of one track that are looked at; a track with more is looked at less far.
const EVENTS: usize = 4096;
/// How much is looked at before a save is listened for: events, and a few for each cycle and problem.
const WORK: usize = 512;

/// How far each track of a set has been looked at, a little at a time.
#[derive(Debug, Default)]
pub struct Ahead {
    busy: bool,
    cycles: Range<i64>,
    track: usize,
    glance: Glance,
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

    /// Looks a little further, at one track. Asks the library for every sample it needs. What functions
    /// of the script complain about explains a silence.
    pub fn look(
        &mut self,
        set: &Set,
        complaints: &Complaints,
        recordings: &mut Recordings,
    ) -> Vec<Diagnostic> {
        let mut problems = Vec::new();
        let mut work = 0;
        if let Some(track) = set.tracks.get(self.track) {
            let told = &mut self.told;
            let mut eye = Eye { set, complaints, recordings, told, problems: &mut problems };
            while work < WORK {
                match self.glance.further(track, self.cycles.clone(), &mut eye) {
                    Some(more) => work += more,
                    None => {
                        self.track += 1;
                        self.glance = Glance::default();
                        break;
                    }
                }
            }
        }
        self.busy &= self.track < set.tracks.len();
        problems
    }
}

/// What looks at tracks, and what it found.
struct Eye<'a> {
    set: &'a Set,
    complaints: &'a Complaints,
    recordings: &'a mut Recordings,
    told: &'a mut Told,
    problems: &'a mut Vec<Diagnostic>,
}

/// A look at one track, cycle by cycle.
#[derive(Debug, Default)]
struct Glance {
    /// How many cycles have been looked at.
    done: i64,
    /// Kinds of events with which nothing is wrong.
    fine: lower::Kinds,
    /// The events of a cycle.
    events: Vec<Event>,
    /// How many events there were.
    seen: usize,
    sounds: bool,
    /// There was something that has no beginning, and is for no bus.
    flows: bool,
    /// There was more than a cycle can hold.
    cut: bool,
}

impl Glance {
    /// Looks at one more cycle; how much that was, or nothing if all has been seen.
    fn further(&mut self, track: &Track, cycles: Range<i64>, eye: &mut Eye<'_>) -> Option<usize> {
        let cycle = cycles.start + self.done;
        let again = eye.set.tempo.is_steady().then(|| track.pattern.period()).flatten();
        let comes_again = again.is_some_and(|period| self.done >= period && cycles.start >= 0);
        if cycle < cycles.end && self.seen <= EVENTS && !self.cut && !comes_again {
            self.done += 1;
            return Some(self.cycle(track, cycle, eye));
        }
        let whole = cycles.end - cycles.start >= CYCLES;
        let told = !eye.complaints.list().is_empty();
        if self.cut || self.sounds || told || track.muted || !whole {
            return None;
        }
        if self.flows {
            eye.problems.push(only_flows(track));
            return None;
        }
        if comes_again {
            eye.problems.push(never_sounds(track, "all its cycles are at rest"));
            return None;
        }
        self.listen(track, cycles.end, eye)
    }

    fn cycle(&mut self, track: &Track, cycle: i64, eye: &mut Eye<'_>) -> usize {
        let mut events = std::mem::take(&mut self.events);
        events.clear();
        let before = eye.problems.len();
        let context = eye.set.context(cycle);
        if !track.pattern.query_in(&context, Span::cycle(cycle), &mut events) {
            eye.problems.push(too_many(track, &events));
            self.cut = true;
        }
        self.flows |= events.iter().any(|event| event.whole.is_none() && !moves_a_bus(event));
        for event in events.iter().filter(|event| event.has_onset()) {
            self.sounds = true;
            if self.fine.knows(&event.value) {
                continue;
            }
            let before = eye.problems.len();
            eye.problems.extend(unheard(event, track, eye.told));
            let mut find = |wanted: &Wanted<'_>| eye.recordings.find(wanted);
            match lower::lower(event, track, context.cps, &mut find) {
                Ok(lowered) => eye.problems.extend(lowered.warnings),
                Err(problem) => eye.problems.push(problem),
            }
            if eye.problems.len() == before {
                self.fine.add(&event.value);
            }
        }
        let seen = events.len();
        self.seen += seen;
        self.events = events;
        4 + seen + 16 * (eye.problems.len() - before)
    }

    /// Listens for a first event. A track that rests for some cycles may be meant to: a song has
    /// sections. One that rests for very long is surely not.
    fn listen(&mut self, track: &Track, from: i64, eye: &mut Eye<'_>) -> Option<usize> {
        // What is played on a keyboard nobody knows before.
        if eye.set.knobs.iter().any(|knob| knob.number.is_none()) {
            return None;
        }
        if self.done >= CYCLES + SONG {
            let rests = format!("it rests for {} cycles", self.done);
            eye.problems.push(never_sounds(track, &rests));
            return None;
        }
        let mut events = Vec::new();
        let span = Span::cycle(from + self.done - CYCLES);
        self.done += 1;
        // What was cut short may have had something to play, and each such answer takes long.
        let complete = track.pattern.query_in(&eye.set.context(from), span, &mut events);
        (complete && events.is_empty()).then_some(4)
    }
}

fn only_flows(track: &Track) -> Diagnostic {
    let message =
        format!("the track `{}` is a signal, and says neither sound nor note", track.name);
    Diagnostic::warning(track.span, message).hint(
        "a signal moves a control, as in s(\"saw\").lpf(sine.range(200, 2000)); segment(8) makes events of it",
    )
}

fn never_sounds(track: &Track, rests: &str) -> Diagnostic {
    let message = format!("the track `{}` never sounds", track.name);
    let hint = if track.pattern.is_silence() {
        "it is silence itself: a factor of 0, as in fast(0), or all rests?".to_owned()
    } else {
        format!("{rests}: a mask that is never open?")
    };
    Diagnostic::warning(track.span, message).hint(hint)
}

/// What is wrong with some cycles of a set. Asks the library for every sample they need.
pub fn at(
    set: &Set,
    cycles: Range<i64>,
    complaints: &Complaints,
    recordings: &mut Recordings,
) -> Vec<Diagnostic> {
    let mut problems: Vec<Diagnostic> = Vec::new();
    let mut told = Told::new();
    let mut eye = Eye { set, complaints, recordings, told: &mut told, problems: &mut problems };
    for track in &set.tracks {
        let mut glance = Glance::default();
        while glance.further(track, cycles.clone(), &mut eye).is_some() {}
    }
    problems
}

/// Tells of controls that do nothing here, each once.
fn unheard(event: &Event, track: &Track, told: &mut Told) -> Vec<Diagnostic> {
    let Value::Controls(controls) = &event.value else { return Vec::new() };
    // Which names an instrument knows, it alone can tell.
    if is_outside(controls) {
        return Vec::new();
    }
    let silent = controls.iter().map(|(control, _)| control).filter(|c| !c.has_effect());
    let new: Vec<Control> = silent.filter(|control| told.insert(*control)).collect();
    let tell = |control: Control| {
        if control.info().group == ControlGroup::Midi {
            let name = control.info().name;
            let message =
                format!("`{name}` is not heard: the track does not play an instrument outside");
            return Diagnostic::warning(track.place_of(control), message)
                .hint("midi(\"port\") sends a pattern by MIDI, osc() by OSC");
        }
        let message =
            format!("`{}` is not heard: this engine has no such sound", control.info().name);
        Diagnostic::warning(track.place_of(control), message)
            .hint("its value is kept, and changes nothing here")
    };
    new.into_iter().map(tell).collect()
}

/// What to say of tracks that find no bus, the first of them by name.
pub(super) fn without_room<'a>(tracks: impl IntoIterator<Item = &'a Track>) -> Option<Diagnostic> {
    let mut tracks = tracks.into_iter();
    let first = tracks.next()?;
    let others = match tracks.count() {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let message = format!("no room for the track `{}`{others}", first.name);
    Some(
        Diagnostic::error(first.span, message)
            .hint(format!("{TRACKS} tracks can play at once; stack(..) plays several as one")),
    )
}

/// What to say of tracks whose bus is not free yet, the first of them by name.
pub(super) fn waiting_for_room<'a>(names: impl IntoIterator<Item = &'a str>) -> Option<Diagnostic> {
    let mut names = names.into_iter();
    let first = names.next()?;
    let message = match names.count() {
        0 => format!("the track `{first}` begins a little later"),
        more => format!("the track `{first}` and {more} more begin a little later"),
    };
    let hint = format!("{TRACKS} tracks can sound at once, and some that were removed still ring");
    Some(Diagnostic::warning(None, message).hint(hint))
}

/// What is wrong with a script that ran, from its beginning, for `check`: the recordings that it needs
/// are decoded, to tell of those that are broken.
pub fn whole(outcome: &Outcome, recordings: &mut Recordings) -> Vec<Diagnostic> {
    let set = &outcome.set;
    let mut problems = recordings.offer(&set.samples);
    problems.extend(without_room(set.tracks.iter().skip(TRACKS)));
    problems.extend(at(set, 0..CYCLES, &outcome.complaints, recordings));
    recordings.settle();
    problems.extend(recordings.take_notes());
    // What the script's own run said of the same word.
    let told = |problem: &Diagnostic| {
        let said = &outcome.diagnostics;
        said.iter().any(|said| said.span == problem.span && said.message == problem.message)
    };
    problems.retain(|problem| !told(problem));
    folded(problems)
}
