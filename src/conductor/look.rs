//! Looks ahead: plays a new version in silence for some cycles, to tell what is wrong with it before
//! it is heard, and to ask for the samples that it will need.

use super::lower;
use crate::diag::Diagnostic;
use crate::samples::Library;
use crate::set::{Set, Track};
use crate::time::Span;

/// How many cycles ahead a version is looked at before it takes over.
pub const CYCLES: i64 = 16;
/// Events of one track that are looked at; a track with more is looked at less far.
const EVENTS: usize = 4096;

/// What is wrong with the next cycles of a set, each thing once. Asks the library for every sample
/// they need.
pub fn ahead(set: &Set, from: i64, library: &mut Library) -> Vec<Diagnostic> {
    let mut problems: Vec<Diagnostic> = Vec::new();
    for track in &set.tracks {
        for problem in track_ahead(track, set.cps, from, library) {
            if !problems.iter().any(|p| p.span == problem.span && p.message == problem.message) {
                problems.push(problem);
            }
        }
    }
    problems
}

fn track_ahead(track: &Track, cps: f64, from: i64, library: &mut Library) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    let mut events = Vec::new();
    let (mut seen, mut sounds) = (0, false);
    for cycle in from..from + CYCLES {
        events.clear();
        track.pattern.query_within_budget(Span::cycle(cycle), &mut events);
        for event in events.iter().filter(|event| event.has_onset()) {
            sounds = true;
            match lower::lower(event, track, cps, &mut |name, n| library.sound(name, n)) {
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
