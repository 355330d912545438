//! The tempo of a piece: one number, or a pattern of numbers that changes while the music plays.
//!
//! It says where the tempo changes, in cycles; what that means in frames is the engine's business.

use crate::pattern::{Context, Event, Pattern, Value};
use crate::time::{Span, Time};

/// How often a cycle a tempo that glides takes its next value: a step of a ramp from 60 to 180 in
/// one cycle is less than two beats a minute.
const STEPS: i64 = 64;
/// A rest in a tempo keeps what was before, which is looked for in so many cycles.
const MEMORY: i64 = 16;
/// Half a cycle a second: 120 quarter notes a minute, four to a cycle.
const USUAL: f64 = 0.5;

/// The tempo, in cycles a second.
#[derive(Clone, PartialEq, Debug)]
pub enum Tempo {
    /// The same throughout.
    Steady(f64),
    /// Numbers in some unit, and how many cycles a second one of them is.
    Changing(Pattern, f64),
    /// From one tempo to another, evenly, from a whole cycle on, within so many cycles.
    Gliding {
        /// Until the glide begins.
        from: f64,
        /// Once it is over.
        to: f64,
        /// The cycle in which it begins.
        begin: i64,
        /// How long it lasts.
        cycles: i64,
    },
    /// Another tempo, but for one cycle, which is so many times as fast.
    Bent {
        /// The other tempo.
        base: Box<Tempo>,
        /// The cycle.
        cycle: i64,
        /// How many times as fast.
        factor: f64,
    },
}

impl Default for Tempo {
    fn default() -> Tempo {
        Tempo::Steady(USUAL)
    }
}

/// From a position on, this tempo.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Change {
    /// In cycles from the beginning of the piece.
    pub at: Time,
    /// Cycles a second, within [`Tempo::LEAST`] and [`Tempo::GREATEST`].
    pub cps: f64,
}

impl Tempo {
    /// The least, in cycles a second; less is taken as this.
    pub const LEAST: f64 = 1.0 / 240.0;
    /// The greatest, in cycles a second; more is taken as this.
    pub const GREATEST: f64 = 1000.0 / 240.0;

    /// True if it never changes.
    pub fn is_steady(&self) -> bool {
        matches!(self, Tempo::Steady(_))
    }

    /// The tempo at the beginning of a cycle, and its changes within the cycle, sorted. Never empty;
    /// the first is at the beginning.
    pub fn changes(&self, cycle: i64, seed: i64) -> Vec<Change> {
        let start = Time::whole(cycle);
        let (pattern, unit) = match self {
            Tempo::Changing(pattern, unit) => (pattern, unit),
            Tempo::Steady(cps) => return vec![Change { at: start, cps: kept(*cps) }],
            Tempo::Gliding { from, to, begin, cycles } => {
                return glide([*from, *to], *begin, (*cycles).max(1), cycle);
            }
            Tempo::Bent { base, cycle: bent, factor } => {
                let mut changes = base.changes(cycle, seed);
                let factor = if cycle == *bent { *factor } else { 1.0 };
                changes.iter_mut().for_each(|change| change.cps = kept(change.cps * factor));
                return changes;
            }
        };
        let mut changes = within(pattern, *unit, cycle, seed);
        if changes.first().is_none_or(|first| first.at > start) {
            let earlier = (1..=MEMORY).find_map(|back| {
                within(pattern, *unit, cycle.saturating_sub(back), seed).last().copied()
            });
            let cps = earlier.map_or(USUAL, |change| change.cps);
            changes.insert(0, Change { at: start, cps });
        }
        changes.dedup_by(|next, before| next.cps == before.cps);
        changes
    }

    /// The first number of the next cycles that cannot be played as it is, in its own unit.
    pub fn unplayable(&self, cycles: i64, seed: i64) -> Option<f64> {
        let Tempo::Changing(pattern, unit) = self else { return None };
        let events = (0..cycles).flat_map(|cycle| events(pattern, cycle, seed));
        let mut numbers = events.filter_map(|event| event.value.as_number());
        numbers.find(|number| !(Tempo::LEAST..=Tempo::GREATEST).contains(&(number * unit)))
    }

    /// The tempo at the beginning of a cycle.
    pub fn at(&self, cycle: i64, seed: i64) -> f64 {
        match self {
            Tempo::Steady(cps) => kept(*cps),
            Tempo::Gliding { from, to, begin, cycles } => {
                glided([*from, *to], (*begin, (*cycles).max(1)), Time::whole(cycle))
            }
            Tempo::Bent { base, cycle: bent, factor } => {
                kept(base.at(cycle, seed) * if cycle == *bent { *factor } else { 1.0 })
            }
            Tempo::Changing(pattern, unit) => {
                let first = steps(cycle).next().map(|step| asked(pattern, step, seed));
                let flowing = first.filter(|events| flows(events)).unwrap_or_default();
                let now = flowing.iter().find_map(|event| tempo_of(&event.value));
                now.map_or_else(|| self.changes(cycle, seed)[0].cps, |number| kept(number * unit))
            }
        }
    }

    /// So many times as fast.
    pub fn scaled(self, factor: f64) -> Tempo {
        match self {
            Tempo::Steady(cps) => Tempo::Steady(cps * factor),
            Tempo::Changing(pattern, unit) => Tempo::Changing(pattern, unit * factor),
            Tempo::Gliding { from, to, begin, cycles } => {
                Tempo::Gliding { from: from * factor, to: to * factor, begin, cycles }
            }
            Tempo::Bent { base, cycle, factor: bend } => {
                Tempo::Bent { base: Box::new(base.scaled(factor)), cycle, factor: bend }
            }
        }
    }

    /// How many seconds the first so many cycles last.
    pub fn seconds(&self, cycles: f64, seed: i64) -> f64 {
        if let Tempo::Steady(_) = self {
            return cycles / self.at(0, seed);
        }
        let mut seconds = 0.0;
        for cycle in 0..cycles.ceil() as i64 {
            let changes = self.changes(cycle, seed);
            let ends = changes.iter().skip(1).map(|change| change.at.to_f64());
            for (change, end) in changes.iter().zip(ends.chain([(cycle + 1) as f64])) {
                seconds += (end.min(cycles) - change.at.to_f64()).max(0.0) / change.cps;
            }
        }
        seconds
    }
}

fn kept(cps: f64) -> f64 {
    if cps.is_nan() { USUAL } else { cps.clamp(Tempo::LEAST, Tempo::GREATEST) }
}

/// The steps of a glide within a cycle: each lasts as long as the glide takes for it, to the sample.
fn glide([from, to]: [f64; 2], begin: i64, lasts: i64, cycle: i64) -> Vec<Change> {
    let cps = |at| glided([from, to], (begin, lasts), at);
    let step = |step: Span| Change {
        at: step.begin,
        cps: logarithmic_mean(cps(step.begin), cps(step.end)),
    };
    let mut changes: Vec<Change> = steps(cycle).map(step).collect();
    changes.dedup_by(|next, before| next.cps == before.cps);
    changes
}

/// What a glide that begins in a cycle, and lasts so many, has come to.
fn glided([from, to]: [f64; 2], (begin, lasts): (i64, i64), at: Time) -> f64 {
    let part = (at - Time::whole(begin)).to_f64() / lasts as f64;
    kept(from + (to - from) * part.clamp(0.0, 1.0))
}

/// The steady tempo that takes as long as an even change from one tempo to the other.
fn logarithmic_mean(from: f64, to: f64) -> f64 {
    let ratio = to / from;
    // Below this the series is nearer than the quotient.
    if (ratio - 1.0).abs() < 1e-4 { (from + to) / 2.0 } else { (to - from) / libm::log(ratio) }
}

/// The steady tempo that takes as long as a step of a signal: by two points after Gauss, which lie within
/// the step, so that a signal that jumps where a step begins does so at once.
fn over_step(pattern: &Pattern, step: Span, seed: i64) -> Option<f64> {
    const POINTS: [(i64, i64); 2] = [(56, 265), (209, 265)];
    let number = |(part, of): (i64, i64)| {
        let begin = step.begin + step.length() * Time::new(part, of);
        let events = asked(pattern, Span::new(begin, step.end), seed);
        events.iter().find_map(|event| tempo_of(&event.value))
    };
    let [first, second] = POINTS.map(number);
    match (first, second) {
        (Some(a), Some(b)) => Some(2.0 / (1.0 / a + 1.0 / b)),
        (one, other) => one.or(other),
    }
}

/// A number that can be a tempo, in whatever unit.
fn tempo_of(value: &Value) -> Option<f64> {
    value.as_number().filter(|x| x.is_finite() && *x > 0.0)
}

/// The changes within a cycle. What is no tempo, and nothing and less, is a rest: at none of them would
/// the music go on.
fn within(pattern: &Pattern, unit: f64, cycle: i64, seed: i64) -> Vec<Change> {
    let events = asked(pattern, Span::cycle(cycle), seed);
    if flows(&events) {
        let steps = steps(cycle).filter_map(|step| {
            let number = over_step(pattern, step, seed)?;
            Some(Change { at: step.begin, cps: kept(number * unit) })
        });
        return steps.collect();
    }
    let change = |event: &Event| {
        Some(Change { at: event.part.begin, cps: kept(tempo_of(&event.value)? * unit) })
    };
    let mut changes: Vec<Change> = events.iter().filter_map(change).collect();
    changes.sort_by_key(|change| change.at);
    changes.dedup_by_key(|change| change.at);
    changes
}

/// What a pattern says within a cycle. A signal has no steps of its own and is asked [`STEPS`] times.
fn events(pattern: &Pattern, cycle: i64, seed: i64) -> Vec<Event> {
    let events = asked(pattern, Span::cycle(cycle), seed);
    if !flows(&events) {
        return events;
    }
    steps(cycle).flat_map(|step| asked(pattern, step, seed)).collect()
}

fn steps(cycle: i64) -> impl Iterator<Item = Span> {
    let edge = move |step| Time::whole(cycle) + Time::new(step, STEPS);
    (0..STEPS).map(move |step| Span::new(edge(step), edge(step + 1)))
}

fn flows(events: &[Event]) -> bool {
    events.iter().any(|event| event.whole.is_none())
}

fn asked(pattern: &Pattern, span: Span, seed: i64) -> Vec<Event> {
    let context = Context { seed, ..Context::default() };
    let mut events = Vec::new();
    pattern.query_in(&context, span, &mut events);
    events
}

/// How many beats a cycle has, and which note is one of them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Meter {
    /// Beats in a cycle, 1 to 32.
    pub beats: u8,
    /// The note that is one beat: 4 for a quarter note; 1, 2, 4, 8, 16 or 32.
    pub unit: u8,
}

impl Default for Meter {
    fn default() -> Meter {
        Meter { beats: 4, unit: 4 }
    }
}

impl Meter {
    /// A meter, if there is one of that kind.
    pub fn new(beats: i64, unit: i64) -> Option<Meter> {
        let sensible = (1..=32).contains(&beats) && matches!(unit, 1 | 2 | 4 | 8 | 16 | 32);
        sensible.then_some(Meter { beats: beats as u8, unit: unit as u8 })
    }

    /// Quarter notes in a cycle: what `tempo` counts.
    pub fn quarters(self) -> f64 {
        4.0 * f64::from(self.beats) / f64::from(self.unit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn every_other() -> Tempo {
        Tempo::Changing(
            Pattern::cat(vec![Pattern::number(120.0), Pattern::number(140.0)]),
            1.0 / 240.0,
        )
    }

    #[test]
    fn a_pattern_of_tempi_changes_where_its_steps_begin() {
        let tempo = every_other();
        assert_eq!(tempo.changes(0, 0), [Change { at: Time::ZERO, cps: 0.5 }]);
        assert_eq!(tempo.at(1, 0), 140.0 / 240.0);
        let seconds = 2.0 + 240.0 / 140.0;
        assert!((tempo.seconds(2.0, 0) - seconds).abs() < 1e-12);
    }

    #[test]
    fn a_rest_keeps_the_tempo() {
        let half = Pattern::sequence(vec![Pattern::number(0.25), Pattern::silence()]);
        let tempo = Tempo::Changing(Pattern::cat(vec![half, Pattern::silence()]), 1.0);
        assert_eq!(tempo.changes(0, 0).len(), 1);
        assert_eq!(tempo.at(1, 0), 0.25);
    }

    #[test]
    fn a_glide_begins_and_ends_where_it_should_and_a_bend_lasts_a_cycle() {
        let glide = Tempo::Gliding { from: 0.5, to: 1.0, begin: 4, cycles: 2 };
        assert_eq!([3, 4, 5, 6, 9].map(|cycle| glide.at(cycle, 0)), [0.5, 0.5, 0.75, 1.0, 1.0]);
        assert_eq!([3, 4, 6].map(|cycle| glide.changes(cycle, 0).len()), [1, 64, 1]);
        let bent = Tempo::Bent { base: Box::new(Tempo::default()), cycle: 7, factor: 1.25 };
        assert_eq!([6, 7, 8].map(|cycle| bent.at(cycle, 0)), [0.5, 0.625, 0.5]);
    }

    #[test]
    fn tempi_that_move_take_as_long_as_their_integrals() {
        let frames = |tempo: &Tempo, cycles: f64| tempo.seconds(cycles, 0) * 48_000.0;
        // The integral of 1 / (1/4 + c/8) over cycles.
        let exact = |cycles: f64| 8.0 * libm::log(1.0 + cycles / 2.0) * 48_000.0;
        let ramp = Pattern::signal(crate::pattern::Signal::Saw).slow(Time::whole(2));
        let ramp = Tempo::Changing(ramp.range(60.0, 120.0), 1.0 / 240.0);
        let glide = Tempo::Gliding { from: 0.25, to: 0.5, begin: 0, cycles: 2 };
        for cycles in [0.25, 0.5, 1.0, 1.75, 2.0] {
            for tempo in [&ramp, &glide] {
                let off = frames(tempo, cycles) - exact(cycles);
                assert!(off.abs() < 0.01, "{off} frames after {cycles} cycles of {tempo:?}");
            }
        }
        let sine = Pattern::signal(crate::pattern::Signal::Sine).range(90.0, 150.0);
        let sine = Tempo::Changing(sine, 1.0 / 240.0);
        // By Simpson's rule, in ten thousand steps.
        let slowness = |c: f64| 240.0 / (120.0 + 30.0 * libm::sin(std::f64::consts::TAU * c));
        let simpson = |cycles: f64| {
            let h = cycles / 10_000.0;
            let at = |i: usize| slowness(i as f64 * h);
            (0..5_000).map(|i| at(2 * i) + 4.0 * at(2 * i + 1) + at(2 * i + 2)).sum::<f64>() * h
                / 3.0
        };
        for cycles in [0.25, 0.5, 1.0] {
            let off = frames(&sine, cycles) - simpson(cycles) * 48_000.0;
            assert!(off.abs() < 0.01, "{off} frames after {cycles} cycles");
        }
    }

    #[test]
    fn what_is_no_tempo_is_the_usual_one() {
        let tempo = Tempo::Changing(Pattern::number(f64::NAN), 1.0);
        assert_eq!(tempo.at(5, 0), USUAL);
        assert_eq!(Tempo::Steady(-3.0).at(0, 0), Tempo::LEAST);
    }

    #[test]
    fn a_pattern_of_tempi_never_stands_still_and_can_tell_what_would() {
        let of = |numbers: [f64; 2]| {
            Tempo::Changing(Pattern::cat(numbers.map(Pattern::number).to_vec()), 1.0)
        };
        for bad in [0.0, -1.0, 1e9, f64::INFINITY, f64::NAN] {
            let found = of([0.5, bad]).unplayable(4, 0).unwrap();
            assert_eq!(found.to_bits(), bad.to_bits());
        }
        assert_eq!(of([0.5, -1.0]).at(1, 0), 0.5);
        assert_eq!(of([0.5, 1e9]).at(1, 0), Tempo::GREATEST);
        assert_eq!(of([0.5, 1.0]).unplayable(4, 0), None);
    }
}
