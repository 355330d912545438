//! From patterns to a schedule: asks every track what happens in a stretch of cycles, and writes down
//! when which sound starts, and which steps of the script light up.

use std::collections::{HashSet, VecDeque};
use std::ops::Range;
use std::sync::Arc;

use super::lower::{self, Lowered};
use super::slots::Slots;
use super::{Recordings, Version};
use crate::diag::{Diagnostic, SourceId};
use crate::pattern::{Context, Event};
use crate::schedule::{Schedule, Swap};
use crate::set::tempo::Tempo;
use crate::set::{Set, Track};
use crate::time::{Span, Time};
use crate::tui::snapshot::Step;

/// What has been written so far, and the steps that light up meanwhile.
#[derive(Debug, Default)]
pub(super) struct Written {
    until: i64,
    /// What changes where the version takes over, until its first schedule tells the engine.
    swap: Option<Swap>,
    steps: VecDeque<Step>,
    shown: Option<Arc<[Step]>>,
    /// Messages that were given for this version, so that each is given once.
    told: HashSet<String>,
}

impl Written {
    /// Forgets everything from a position on: another version takes over there.
    pub(super) fn restart(&mut self, at: f64, swap: Option<Swap>) {
        self.steps.retain(|step| step.begin < at);
        self.until = at.floor() as i64;
        self.swap = swap;
        self.shown = None;
        self.told.clear();
    }

    /// The first whole cycle that is not written.
    pub(super) fn until(&self) -> i64 {
        self.until
    }

    /// Forgets steps that ended a cycle ago.
    pub(super) fn forget_before(&mut self, cycle: f64) {
        let before = self.steps.len();
        self.steps.retain(|step| step.until > cycle - 1.0);
        if self.steps.len() != before {
            self.shown = None;
        }
    }

    /// All steps around now, sorted by begin.
    pub(super) fn steps(&mut self) -> Arc<[Step]> {
        let steps = &mut self.steps;
        let shown = self.shown.get_or_insert_with(|| {
            steps.make_contiguous().sort_by(|a, b| a.begin.total_cmp(&b.begin));
            steps.iter().copied().collect()
        });
        shown.clone()
    }

    /// True the first time a message is given.
    pub(super) fn is_news(&mut self, problem: &Diagnostic) -> bool {
        self.told.insert(format!("{:?}{}", problem.span, problem.message))
    }
}

/// Writes everything that starts between the cycles that are written and `until`.
pub(super) fn stretch(
    written: &mut Written,
    until: i64,
    version: &Version,
    slots: &Slots,
    recordings: &mut Recordings,
) -> (Schedule, Vec<Diagnostic>) {
    let from = written.until;
    let cps = version.set.tempo.at(from, version.set.seed);
    let mut schedule = Schedule::new(version.generation, from, until, cps);
    schedule.changes = changes(&version.set, from..until);
    schedule.swap = written.swap.take();
    let start = schedule.swap.map_or(f64::NEG_INFINITY, |swap| swap.at);
    let contexts: Vec<Context> = (from..until).map(|cycle| version.set.context(cycle)).collect();
    let mut problems = Vec::new();
    let mut events = Vec::new();
    let script = Some(SourceId(0));
    for (index, (track, passage)) in version.set.tracks.iter().zip(&version.passages).enumerate() {
        let Some(slot) = slots.of(&track.name) else { continue };
        for (cycle, context) in (from..until).zip(&contexts) {
            events.clear();
            let pattern = passage.in_cycle(cycle);
            let complete = pattern.query_in(context, Span::cycle(cycle), &mut events);
            if !complete {
                problems.push(too_many(track));
            }
            for event in events.iter().filter(|event| event.has_onset()) {
                if event.whole_or_part().end.to_f64() > start {
                    light(written, event, script, index);
                }
                match lower::lower(event, track, context.cps, &mut |name, n| {
                    recordings.find(name, n)
                }) {
                    Ok(Lowered { sound, freq, at, lasts, settings, warnings }) => {
                        let offset = (at - Time::whole(from)).to_f64();
                        schedule.push(offset, lasts, slot, sound, freq, &settings);
                        problems.extend(warnings);
                    }
                    Err(problem) => problems.push(problem),
                }
            }
        }
    }
    schedule.sort();
    written.until = until;
    written.shown = None;
    problems.retain(|problem| written.is_news(problem));
    (schedule, problems)
}

/// Where the tempo changes within some cycles, counted from the first of them.
fn changes(set: &Set, cycles: Range<i64>) -> Vec<(f64, f64)> {
    let Tempo::Changing(..) = set.tempo else { return Vec::new() };
    let from = Time::whole(cycles.start);
    let all = cycles.flat_map(|cycle| set.tempo.changes(cycle, set.seed));
    all.map(|change| ((change.at - from).to_f64(), change.cps)).collect()
}

/// What to say of a track of which no cycle can be written whole.
pub(super) fn too_many(track: &Track) -> Diagnostic {
    let message = format!("the track `{}` asks for more events than fit in a cycle", track.name);
    Diagnostic::error(track.span, message)
        .hint("the rest of the cycle is left out; use smaller factors")
}

/// Notes which places of the script light up while the event sounds.
fn light(written: &mut Written, event: &Event, script: Option<SourceId>, track: usize) {
    let whole = event.whole_or_part();
    for span in event.origins.iter().filter(|span| Some(span.file) == script) {
        written.steps.push_back(Step {
            start: span.start,
            end: span.end(),
            begin: whole.begin.to_f64(),
            until: whole.end.to_f64(),
            track: track.min(usize::from(u8::MAX)) as u8,
        });
    }
}
