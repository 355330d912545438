//! Looks ahead: plays a new version in silence for some cycles, to tell what is wrong with it before
//! it is heard, and to ask for the samples that it will need.

use super::{Recordings, lower};
use crate::diag::Diagnostic;
use crate::pattern::Context;
use crate::set::{Set, Track};
use crate::time::Span;

/// How many cycles ahead a version is looked at before it takes over.
pub const CYCLES: i64 = 16;
/// Events of one track that are looked at; a track with more is looked at less far.
const EVENTS: usize = 4096;

/// What is wrong with the next cycles of a set, each thing once. Asks the library for every sample
/// they need.
pub fn ahead(set: &Set, from: i64, recordings: &mut Recordings) -> Vec<Diagnostic> {
    let mut problems: Vec<Diagnostic> = Vec::new();
    for track in &set.tracks {
        for problem in track_ahead(track, set, from, recordings) {
            if !problems.iter().any(|p| p.span == problem.span && p.message == problem.message) {
                problems.push(problem);
            }
        }
    }
    problems
}

fn track_ahead(
    track: &Track,
    set: &Set,
    from: i64,
    recordings: &mut Recordings,
) -> Vec<Diagnostic> {
    let context = Context { cps: set.cps, seed: set.seed };
    let mut problems = Vec::new();
    let mut events = Vec::new();
    let (mut seen, mut sounds) = (0, false);
    for cycle in from..from + CYCLES {
        events.clear();
        track.pattern.query_in(&context, Span::cycle(cycle), &mut events);
        for event in events.iter().filter(|event| event.has_onset()) {
            sounds = true;
            match lower::lower(event, track, set.cps, &mut |name, n| recordings.find(name, n)) {
                Ok(lowered) => problems.extend(lowered.warnings),
                Err(problem) => problems.push(problem),
            }
        }
        seen += events.len();
        if seen > EVENTS {
            break;
        }
    }
    if !sounds && !track.muted {
        problems.push(
            Diagnostic::warning(
                track.span,
                format!("the track `{}` does not sound in its next {CYCLES} cycles", track.name),
            )
            .hint("a rest everywhere, or a mask that is never open?"),
        );
    }
    problems
}

/// The same for a set that does not play yet, from its beginning, for `check`: recordings are looked
/// for but not decoded.
pub fn whole(set: &Set, recordings: &mut Recordings) -> Vec<Diagnostic> {
    let mut problems = recordings.offer(&set.samples);
    problems.extend(ahead(set, 0, recordings));
    problems
}
