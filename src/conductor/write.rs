//! From patterns to a schedule: asks every track what happens in a stretch of cycles, and writes down
//! when which sound starts, and which steps of the script light up.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap, VecDeque};
use std::ops::Range;
use std::sync::Arc;

use super::glide::Memory;
use super::lower::{self, Lowered, Place};
use super::notes::Notes;
use super::outside::Outside;
use super::slots::{Seat, Slots};
use super::{Recordings, Version};
use crate::control::Control;
use crate::diag::{Diagnostic, Fold, SourceId, SrcSpan, nearest};
use crate::engine::protocol::TRACKS;
use crate::outside::message;
use crate::pattern::{Context, Controls, Event, Value};
use crate::samples::Wanted;
use crate::schedule::{Schedule, Setting, Swap, TrackSlot};
use crate::set::{Set, Track};
use crate::sound::SampleSlot;
use crate::time::{Span, Time};
use crate::tui::snapshot::{Note, Step};

/// What has been written so far, and the steps that light up meanwhile.
#[derive(Debug, Default)]
pub(super) struct Written {
    until: i64,
    /// What was written of the cycles that follow, so that the engine had it at once.
    head: Option<Span>,
    /// What changes where the version takes over, until its first schedule tells the engine.
    swap: Option<Swap>,
    /// Where the version takes over: what ended before does not light up.
    start: f64,
    steps: VecDeque<Step>,
    shown: Option<Arc<[Step]>>,
    notes: Notes,
    /// Buses that tracks share, by name.
    shared: BTreeSet<String>,
    /// Buses that are to be made before what was written last can play.
    new: Vec<(TrackSlot, String)>,
    /// Recordings that buses are to answer as.
    answers: BTreeSet<(TrackSlot, SampleSlot)>,
    /// Messages that were given for this version, so that each is given once.
    told: Fold,
}

impl Written {
    /// Forgets everything from a position on: another version takes over there.
    pub(super) fn restart(&mut self, at: f64, swap: Option<Swap>) {
        self.steps.retain(|step| step.begin < at);
        self.until = at.floor() as i64;
        self.head = None;
        self.start = swap.map_or(f64::NEG_INFINITY, |swap| swap.at);
        self.swap = swap;
        self.shown = None;
        self.notes.restart(at);
        self.told = Fold::default();
        self.shared.clear();
        self.answers.clear();
    }

    /// Buses that tracks share, as far as is written.
    pub(super) fn shared(&self) -> impl Iterator<Item = &str> {
        self.shared.iter().map(String::as_str)
    }

    /// Buses that must be made before what was written last can play.
    pub(super) fn take_new(&mut self) -> Vec<(TrackSlot, String)> {
        std::mem::take(&mut self.new)
    }

    /// Which recordings buses are to answer as.
    pub(super) fn answers(&self) -> impl Iterator<Item = (TrackSlot, SampleSlot)> {
        self.answers.iter().copied()
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
        self.notes.forget_before(cycle);
    }

    /// All notes around now, sorted by begin.
    pub(super) fn notes(&mut self) -> Arc<[Note]> {
        self.notes.shown()
    }

    /// Where the version takes over, in cycles; minus infinity if nothing played before it.
    pub(super) fn start(&self) -> f64 {
        self.start
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

    /// True the first time a message is given, if not too many like it were.
    pub(super) fn is_news(&mut self, problem: &mut Diagnostic) -> bool {
        self.told.takes(problem)
    }
}

/// Points of a cycle at which a signal without onsets moves the effects of its bus.
const AUTOMATION: i64 = 64;

/// True for a piece of a signal that carries nothing but what a bus or an instrument outside can do.
pub(super) fn moves_a_bus(event: &Event) -> bool {
    let moves = |c: &Controls| lower::only_mixes(c) || message::only_moves(c);
    let mixes = |value: &Value| matches!(value, Value::Controls(c) if moves(c));
    event.whole.is_none() && mixes(&event.value)
}

/// A head begins and ends at one of so many moments of a cycle.
const GRID: f64 = 64.0;

/// The stretch of so many cycles from a position on, with its ends moved out to the grid.
fn around(at: f64, lasts: f64) -> Span {
    let time = |x: f64| Time::new(x as i64, GRID as i64);
    let begin = (at * GRID).floor();
    Span { begin: time(begin), end: time(((at + lasts) * GRID).ceil().max(begin + 1.0)) }
}

/// Who writes, for whom, and with which recordings.
pub(super) struct Writer<'a> {
    pub(super) written: &'a mut Written,
    pub(super) version: &'a Version,
    pub(super) slots: &'a mut Slots,
    pub(super) recordings: &'a mut Recordings,
    pub(super) outside: &'a mut Outside,
}

impl Writer<'_> {
    /// Writes the first of a version, for so many cycles from the position where it takes over: what
    /// sounds before there is time to write the rest. [`Writer::stretch`] leaves it out.
    pub(super) fn head(mut self, at: f64, lasts: f64) -> (Schedule, Vec<Diagnostic>) {
        let head = around(at, lasts);
        let cycles = self.written.until..head.end.ceil().cycle();
        let mut schedule = self.schedule(cycles.clone());
        schedule.changes = changes(&self.version.set, cycles.clone());
        let problems = self.write(&mut schedule, cycles, |cycle| [cycle.intersect(head), None]);
        self.written.head = Some(head);
        (schedule, problems)
    }

    /// Writes everything that starts between the cycles that are written and `until`.
    pub(super) fn stretch(mut self, until: i64) -> (Schedule, Vec<Diagnostic>) {
        let cycles = self.written.until..until;
        let mut schedule = self.schedule(cycles.clone());
        schedule.changes = changes(&self.version.set, cycles.clone());
        let head = self.written.head;
        let problems = self.write(&mut schedule, cycles, |cycle| {
            let Some(head) = head.and_then(|head| head.intersect(cycle)) else {
                return [Some(cycle), None];
            };
            let before = Span { begin: cycle.begin, end: head.begin };
            let after = Span { begin: head.end, end: cycle.end };
            [before, after].map(|rest| (!rest.is_empty()).then_some(rest))
        });
        self.written.until = until;
        (schedule, problems)
    }

    fn schedule(&mut self, cycles: Range<i64>) -> Schedule {
        let cps = self.version.set.tempo.at(cycles.start, self.version.set.seed);
        let mut schedule = Schedule::new(self.version.generation, cycles.start, cycles.end, cps);
        schedule.swap = self.written.swap.take();
        schedule
    }

    /// Writes what starts in some parts of each of these cycles.
    fn write(
        &mut self,
        schedule: &mut Schedule,
        cycles: Range<i64>,
        parts: impl Fn(Span) -> [Option<Span>; 2],
    ) -> Vec<Diagnostic> {
        let version = self.version;
        let asked: Vec<(i64, Context, Span)> = cycles
            .flat_map(|cycle| {
                let context = version.set.context(cycle);
                let parts = parts(Span::cycle(cycle)).into_iter().flatten();
                parts.map(move |part| (cycle, context.clone(), part))
            })
            .collect();
        let mut problems = Vec::new();
        let mut events = Vec::new();
        let tracks = version.set.tracks.iter().zip(&version.passages).enumerate();
        for (index, (track, passage)) in tracks {
            let Some(slot) = self.slots.of(&track.name) else { continue };
            let mut memory = Memory::of(&version.set, track, passage);
            for (cycle, context, part) in &asked {
                events.clear();
                let complete = passage.in_cycle(*cycle).query_in(context, *part, &mut events);
                if !complete {
                    problems.push(too_many(track, &events));
                }
                if events.iter().any(moves_a_bus) {
                    // What has no onsets moves its bus at so many points of a cycle.
                    let points = passage.in_cycle(*cycle).segment(Time::whole(AUTOMATION));
                    events.clear();
                    points.query_in(context, *part, &mut events);
                }
                for event in events.iter().filter(|event| event.has_onset()) {
                    self.light(event, index);
                    let mut find = |wanted: &Wanted<'_>| self.recordings.find(wanted);
                    match lower::lower(event, track, context.cps, &mut find) {
                        Ok(mut lowered) => {
                            memory.begin(&mut lowered, *cycle, &mut find);
                            let (at, lasts) = (lowered.at, lowered.lasts);
                            self.written.notes.add(event, index, (at, lasts), &lowered.settings);
                            problems.append(&mut lowered.warnings);
                            self.push(schedule, (track, slot), lowered, &mut problems);
                        }
                        Err(problem) => problems.push(problem),
                    }
                }
            }
        }
        schedule.sort();
        self.written.shown = None;
        problems.retain_mut(|problem| self.written.is_news(problem));
        problems
    }

    /// Writes one event of a track.
    fn push(
        &mut self,
        schedule: &mut Schedule,
        (track, slot): (&Track, TrackSlot),
        lowered: Lowered,
        problems: &mut Vec<Diagnostic>,
    ) {
        let Lowered { sound, freq, at, lasts, mut settings, plays, bus, ducks, outside, .. } =
            lowered;
        let bus = bus.and_then(|place| self.bus(&place, track, problems)).unwrap_or(slot);
        let answer = settings.iter().find(|setting| setting.control == Control::Ir);
        let answer = answer.map(|setting| (bus, SampleSlot(setting.value as u16)));
        self.written.answers.extend(answer);
        let ducked = ducks.iter().filter_map(|place| self.bus(place, track, problems));
        let ducked = ducked.map(|TrackSlot(slot)| f32::from(slot));
        settings.extend(ducked.map(|value| Setting { control: Control::Duckorbit, value }));
        let offset = (at - Time::whole(schedule.from)).to_f64();
        let trigger = schedule.push(offset, lasts, slot, sound, freq, &settings);
        (trigger.bus, trigger.plays) = (bus, plays);
        if let Some(message) = outside {
            trigger.outside = Some(self.outside.write(message, track, problems));
        }
    }

    /// The bus that a script means. One that tracks share comes into being when it is first needed.
    fn bus(
        &mut self,
        place: &Place,
        track: &Track,
        problems: &mut Vec<Diagnostic>,
    ) -> Option<TrackSlot> {
        let name = match place {
            Place::Track(name) => {
                let slot = self.slots.of(name);
                if slot.is_none() {
                    problems.push(self.no_such_track(name, track));
                }
                return slot;
            }
            Place::Orbit(number) => format!("orbit {number}"),
        };
        let slot = match self.slots.seat(&name) {
            Seat::Kept(slot) => slot,
            Seat::New(slot) => {
                self.written.new.push((slot, name.clone()));
                slot
            }
            Seat::Full => {
                let message = format!("no room for {name}");
                let hint = format!("there are {TRACKS} buses for all tracks and orbits");
                problems.push(Diagnostic::error(track.span, message).hint(hint));
                return None;
            }
        };
        self.written.shared.insert(name);
        Some(slot)
    }

    fn no_such_track(&self, name: &str, track: &Track) -> Diagnostic {
        let names = self.version.set.tracks.iter().map(|track| track.name.as_str());
        let problem = Diagnostic::warning(track.span, format!("there is no track `{name}`"));
        match nearest(name, names) {
            Some(near) => problem.hint(format!("did you mean `{near}`?")),
            None => problem.hint("a bus is named by a track, or by a number that tracks share"),
        }
    }

    /// Notes which places of the script light up while the event sounds.
    fn light(&mut self, event: &Event, track: usize) {
        let whole = event.whole_or_part();
        let until = whole.end.to_f64();
        if until <= self.written.start {
            return;
        }
        for span in event.origins.iter().filter(|span| span.file == SourceId(0)) {
            self.written.steps.push_back(Step {
                start: span.start,
                end: span.end(),
                begin: whole.begin.to_f64(),
                until,
                track: track.min(usize::from(u8::MAX)) as u8,
            });
        }
    }
}

/// Where the tempo changes within some cycles, counted from the first of them.
fn changes(set: &Set, cycles: Range<i64>) -> Vec<(f64, f64)> {
    if set.tempo.is_steady() {
        return Vec::new();
    }
    let from = Time::whole(cycles.start);
    let all = cycles.flat_map(|cycle| set.tempo.changes(cycle, set.seed));
    all.map(|change| ((change.at - from).to_f64(), change.cps)).collect()
}

/// What to say of a track of which no cycle can be written whole, by the events that were: where most of
/// them come from.
pub(super) fn too_many(track: &Track, events: &[Event]) -> Diagnostic {
    let mut counts: HashMap<SrcSpan, usize> = HashMap::new();
    for place in events.iter().filter_map(|event| event.origins.iter().next()) {
        *counts.entry(place).or_default() += 1;
    }
    let most = counts.into_iter().max_by_key(|(place, count)| (*count, Reverse(*place)));
    let most = most.filter(|(_, count)| *count > events.len() / 2);
    let place = most.map(|(place, _)| track.places.step_of(place)).or(track.span);
    let message = format!("the track `{}` asks for more events than fit in a cycle", track.name);
    Diagnostic::error(place, message).hint("the rest of the cycle is left out; use smaller factors")
}
