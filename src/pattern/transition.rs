//! From one version of a pattern to the next: what plays meanwhile, as a pattern of both.
//!
//! Pure functions of two patterns and a moment; when versions change is not known here.

use std::fmt;
use std::sync::Arc;

use super::arith::numeral;
use super::context::Context;
use super::event::Event;
use super::node::{EventChange, Node, Test};
use super::signal::{Signal, rand};
use super::value::{Controls, Value};
use super::{Align, Op, Pattern};
use crate::control::Control;
use crate::time::{Span, Time};

/// A function of the script from pattern to pattern, called when a version takes over.
pub trait PatternFunction: Send + Sync {
    /// What becomes of a pattern; `None` if the function failed, which has been told.
    fn apply(&self, pattern: &Pattern) -> Option<Pattern>;
}

/// A function of the script from pattern to pattern, as a part of a transition.
#[derive(Clone)]
pub struct PatternChange(Arc<dyn PatternFunction>);

impl PatternChange {
    /// Wraps a function.
    pub fn new(function: impl PatternFunction + 'static) -> PatternChange {
        PatternChange(Arc::new(function))
    }

    fn of(&self, pattern: &Pattern) -> Pattern {
        self.0.apply(pattern).unwrap_or_else(|| pattern.clone())
    }
}

impl PartialEq for PatternChange {
    fn eq(&self, other: &PatternChange) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl fmt::Debug for PatternChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("|..|")
    }
}

/// How a track goes from the pattern of one version to that of the next. Lengths are in cycles, from
/// the moment when the version takes over.
#[derive(Clone, PartialEq, Debug)]
pub enum Transition {
    /// The old pattern fades out while the new one fades in, at equal power.
    Xfade(Time),
    /// Event by event, chance exchanges the old pattern for the new one.
    Clutch(Time),
    /// The new pattern, its numbers on the way from the old ones.
    Interpolate(Time),
    /// The old pattern for so long, then the new one.
    Jump(Time),
    /// The old pattern up to a multiple of so many cycles, and so many cycles beyond it.
    JumpMod(Time, Time),
    /// The old pattern in echoes that come closer and closer, then the new one.
    Anticipate(Time),
    /// The old pattern for `delay`, then changed by `leaving`, then the new one changed by `coming`,
    /// then the new one.
    Wash {
        /// What is done to the old pattern.
        leaving: Option<PatternChange>,
        /// What is done to the new one.
        coming: Option<PatternChange>,
        /// How long the old one goes on as it is.
        delay: Time,
        /// How long it plays changed.
        leaves: Time,
        /// How long the new one plays changed.
        comes: Time,
    },
}

impl Transition {
    /// From when on the new pattern plays alone, if it takes over at a moment.
    pub fn until(&self, moment: Time) -> Time {
        let lasts = match self {
            Transition::Xfade(n)
            | Transition::Clutch(n)
            | Transition::Interpolate(n)
            | Transition::Jump(n)
            | Transition::Anticipate(n) => *n,
            Transition::Wash { delay, leaves, comes, .. } => *delay + *leaves + *comes,
            Transition::JumpMod(every, beyond) => {
                next_multiple(moment, *every) - moment + (*beyond).max(Time::ZERO)
            }
        };
        moment + lasts.max(Time::ZERO)
    }

    /// What plays if the new pattern takes over at a moment; before it, that is the old one.
    #[must_use]
    pub fn between(&self, old: &Pattern, new: &Pattern, moment: Time) -> Pattern {
        let until = self.until(moment);
        let way = Way { from: moment, lasts: until - moment };
        let meanwhile = match self {
            Transition::Xfade(_) => {
                return Pattern::stack(vec![new.along(way, SWELLING), old.along(way, FADING)]);
            }
            Transition::Clutch(_) => {
                return Pattern::stack(vec![
                    new.along(way, THINNED_IN),
                    old.along(way, THINNED_OUT),
                ]);
            }
            Transition::Interpolate(_) => {
                let mut args = way.args();
                args.push(Value::Pattern(old.clone()));
                new.change_events(GLIDING, args)
            }
            Transition::Jump(_) | Transition::JumpMod(..) => old.clone(),
            Transition::Anticipate(_) => old.anticipating(way),
            Transition::Wash { leaving, coming, delay, leaves, .. } => {
                let change = |change: &Option<PatternChange>, of: &Pattern| {
                    change.as_ref().map_or_else(|| of.clone(), |change| change.of(of))
                };
                let (leaves_at, comes_at) = (moment + *delay, moment + *delay + *leaves);
                Pattern::stack(vec![
                    old.before(leaves_at),
                    change(leaving, old).since(leaves_at).before(comes_at),
                    change(coming, new).since(comes_at),
                ])
            }
        };
        let meanwhile = meanwhile.since(moment).before(until);
        Pattern::stack(vec![old.before(moment), meanwhile, new.since(until)])
    }
}

/// The first multiple of `every` cycles at a moment or after it.
fn next_multiple(moment: Time, every: Time) -> Time {
    if every.is_positive() { (moment / every).ceil() * every } else { moment }
}

/// Where the own beginning of a pattern lies.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Start {
    /// In phase with everything else.
    #[default]
    InPhase,
    /// Where its version takes over, for one cycle.
    Once,
    /// In phase, but only for so long; then it thins out for as long as the second says.
    Mortal(Time, Time),
    /// Where its version takes over.
    Trigger(Snap),
    /// At the cycle after the number of its timeline changed.
    Timeline(i64),
}

/// To which moments a trigger snaps.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Snap {
    /// None: where the version takes over.
    Exact,
    /// The next cycle.
    Next,
    /// The nearest cycle.
    Nearest,
    /// The cycle that is under way.
    Before,
    /// The next multiple of so many cycles.
    Multiple(Time),
}

impl Start {
    /// Where a pattern begins whose version takes over at a moment.
    pub fn at(self, moment: Time) -> Time {
        match self {
            Start::InPhase | Start::Once | Start::Mortal(..) | Start::Trigger(Snap::Exact) => {
                moment
            }
            Start::Trigger(Snap::Next) | Start::Timeline(_) => moment.ceil(),
            Start::Trigger(Snap::Nearest) => moment.round(),
            Start::Trigger(Snap::Before) => moment.floor(),
            Start::Trigger(Snap::Multiple(n)) => next_multiple(moment, n),
        }
    }

    /// The pattern with its beginning there.
    #[must_use]
    pub fn of(self, pattern: &Pattern, at: Time) -> Pattern {
        match self {
            Start::InPhase => pattern.clone(),
            Start::Trigger(_) | Start::Timeline(_) => pattern.late(at),
            Start::Once => pattern.late(at).since(at).before(at + Time::ONE),
            Start::Mortal(lives, fades) => pattern.since(at).thinned_out(at + lives, fades),
        }
    }
}

/// A stretch of time, along which something changes.
#[derive(Clone, Copy)]
struct Way {
    from: Time,
    lasts: Time,
}

impl Way {
    fn args(self) -> Vec<Value> {
        vec![Value::Number(self.from.to_f64()), Value::Number(self.lasts.to_f64())]
    }
}

/// How far along its way an event begins: 0 before it, 1 after it.
fn progress(args: &[Value], event: &Event) -> f64 {
    let time = |i: usize| args.get(i).and_then(Value::as_number).unwrap_or(0.0);
    let (begin, from, lasts) = (event.whole_or_part().begin.to_f64(), time(0), time(1));
    if lasts > 0.0 {
        ((begin - from) / lasts).clamp(0.0, 1.0)
    } else {
        f64::from(u8::from(begin >= from))
    }
}

const SWELLING: EventChange = EventChange {
    name: "swelling",
    run: |_, args, events| {
        scale_along(args, events, |t| libm::sin(t * std::f64::consts::FRAC_PI_2));
    },
};
const FADING: EventChange = EventChange {
    name: "fading",
    run: |_, args, events| {
        scale_along(args, events, |t| {
            if t < 1.0 { libm::cos(t * std::f64::consts::FRAC_PI_2) } else { 0.0 }
        });
    },
};
const THINNED_IN: EventChange = EventChange {
    name: "fadeInFrom",
    run: |context, args, events| {
        events.retain(|event| !is_out(context, event, progress(args, event)));
    },
};
const THINNED_OUT: EventChange = EventChange {
    name: "fadeOutFrom",
    run: |context, args, events| {
        events.retain(|event| is_out(context, event, progress(args, event)));
    },
};
const GLIDING: EventChange = EventChange { name: "gliding", run: glide };
const QUIETER: EventChange = EventChange {
    name: "quieter",
    run: |_, args, events| {
        let factor = args[0].as_number().unwrap_or(1.0);
        events.iter_mut().for_each(|event| scale(event, factor));
    },
};

/// Whether chance keeps an event of what goes, and so not its counterpart of what comes.
fn is_out(context: &Context, event: &Event, progress: f64) -> bool {
    let at = event.whole_or_part().begin + Time::whole(context.seed);
    progress <= 0.0 || progress < 1.0 && rand(at) > progress
}

/// Events as loud as a curve says; those that it makes silent are gone, and those that it leaves
/// as they are stay exactly so.
fn scale_along(args: &[Value], events: &mut Vec<Event>, curve: fn(f64) -> f64) {
    events.retain_mut(|event| {
        let factor = curve(progress(args, event));
        scale(event, factor);
        factor > 0.0
    });
}

fn scale(event: &mut Event, factor: f64) {
    if factor == 1.0 {
        return;
    }
    if let Value::Controls(controls) = &mut event.value {
        let gain = controls.get(Control::Gain).and_then(Value::as_number).unwrap_or(1.0);
        controls.set(Control::Gain, Value::Number(gain * factor));
    }
}

/// Numbers of each event on the way from those that the old pattern has where the event begins.
fn glide(context: &Context, args: &[Value], events: &mut Vec<Event>) {
    let Some(Value::Pattern(old)) = args.get(2) else { return };
    let begins = || events.iter().map(|event| event.whole_or_part().begin);
    let (Some(first), Some(last)) = (begins().min(), begins().max()) else { return };
    let mut there = Vec::new();
    old.query_in(context, Span::new(first, last + Time::new(1, 256)), &mut there);
    there.sort_by_key(|old| (old.part.begin, old.whole_or_part().begin));
    for event in events {
        let (way, begin) = (progress(args, event), event.whole_or_part().begin);
        let begun = there.partition_point(|old| old.part.begin <= begin);
        let nearest = there[..begun].iter().rev().take(OVERLAPPING);
        let old = nearest.into_iter().find(|old| old.part.contains(begin));
        if let (Some(old), Value::Controls(new)) = (old, &mut event.value)
            && let Value::Controls(old) = &old.value
            && way < 1.0
        {
            glide_controls(old, new, way);
        }
    }
}

fn glide_controls(old: &Controls, new: &mut Controls, way: f64) {
    for (control, from) in old.iter() {
        let Some(to) = new.get(control) else { continue };
        let number = |value: &Value| match control {
            Control::Note => numeral(value),
            _ => value.as_number(),
        };
        if let (Some(from), Some(to)) = (number(from), number(to))
            && from != to
        {
            new.set(control, Value::Number(from + (to - from) * way));
        }
    }
}

/// How many old events are looked at to find the one that lasts.
const OVERLAPPING: usize = 16;
/// How many echoes an anticipation has.
const ECHOES: i64 = 8;
/// How loud the last of them is.
const ECHO: f64 = 0.2;

impl Pattern {
    /// The events that begin at a moment or after it.
    #[must_use]
    pub fn since(&self, moment: Time) -> Pattern {
        self.kept(Test::Since(moment))
    }

    /// The events that begin before a moment.
    #[must_use]
    pub fn before(&self, moment: Time) -> Pattern {
        self.kept(Test::Before(moment))
    }

    fn kept(&self, test: Test) -> Pattern {
        if self.is_silence() {
            return self.clone();
        }
        Pattern::new(Node::Keep { test, of: self.clone() }, self.steps())
    }

    /// Chance lets more and more events in, from a moment on, for so many cycles.
    #[must_use]
    pub fn thinned_in(&self, from: Time, lasts: Time) -> Pattern {
        self.along(Way { from, lasts }, THINNED_IN)
    }

    /// Chance leaves more and more events out, from a moment on, for so many cycles.
    #[must_use]
    pub fn thinned_out(&self, from: Time, lasts: Time) -> Pattern {
        self.along(Way { from, lasts }, THINNED_OUT)
    }

    fn along(&self, way: Way, change: EventChange) -> Pattern {
        if self.is_silence() { self.clone() } else { self.change_events(change, way.args()) }
    }

    /// With echoes a cycle apart at first, and closer and closer.
    fn anticipating(&self, way: Way) -> Pattern {
        let apart = |way: &[Value], time: &Value| {
            let (from, lasts) = (way[0].as_number()?, way[1].as_number()?);
            Some(Value::Number(1.0 - ((time.as_number()? - from) / lasts).clamp(0.0, 1.0)))
        };
        let apart = Pattern::signal(Signal::Time)
            .map_with("apart", way.args(), apart)
            .segment(Time::whole(4));
        let echo = |i: i64| {
            let loud = ECHO + (1.0 - ECHO) * (ECHOES - i) as f64 / ECHOES as f64;
            let late = apart.combine(Op::Mul, Align::In, &Pattern::number(i as f64));
            self.late_by(&late).change_events(QUIETER, vec![Value::Number(loud)])
        };
        Pattern::stack(std::iter::once(self.clone()).chain((1..ECHOES).map(echo)).collect())
    }

    /// The same, saying nothing of where in a source its events come from.
    #[must_use]
    pub fn unplaced(&self) -> Pattern {
        let change = EventChange {
            name: "unplaced",
            run: |_, _, events| events.iter_mut().for_each(|e| e.origins.forget_places()),
        };
        if self.is_silence() { self.clone() } else { self.change_events(change, Vec::new()) }
    }

    /// True if both play the same between two cycles, as far as can be told with little work.
    pub fn sounds_like(
        &self,
        other: &Pattern,
        cycles: std::ops::Range<i64>,
        context: impl Fn(i64) -> Context,
    ) -> bool {
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        cycles.into_iter().all(|cycle| {
            ours.clear();
            theirs.clear();
            let (context, span) = (context(cycle), Span::cycle(cycle));
            self.query_in(&context, span, &mut ours)
                && other.query_in(&context, span, &mut theirs)
                && ours.len() == theirs.len()
                && ours
                    .iter()
                    .zip(&theirs)
                    .all(|(a, b)| (a.whole, a.part, &a.value) == (b.whole, b.part, &b.value))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn beats(count: i64, sound: &str) -> Pattern {
        let value = Value::Controls(Controls::one(Control::S, Value::text(sound)));
        Pattern::atom(value, None).fast(Time::whole(count))
    }

    fn plain(pattern: &Pattern, cycle: i64) -> Vec<(Time, Value)> {
        let events = pattern.cycle(cycle);
        events.into_iter().map(|e| (e.part.begin, e.value)).collect()
    }

    #[test]
    fn before_it_is_the_old_pattern_and_after_it_the_new_one() {
        let (old, new) = (beats(4, "bd"), beats(6, "hh"));
        let two = Time::whole(2);
        for transition in [
            Transition::Xfade(two),
            Transition::Clutch(two),
            Transition::Interpolate(two),
            Transition::Jump(two),
            Transition::JumpMod(Time::whole(5), Time::ZERO),
            Transition::Anticipate(two),
            Transition::Wash {
                leaving: None,
                coming: None,
                delay: Time::ONE,
                leaves: Time::ONE,
                comes: Time::ONE,
            },
        ] {
            let moment = Time::whole(3);
            let pattern = transition.between(&old, &new, moment);
            let until = transition.until(moment);
            assert!(until >= Time::whole(5), "{transition:?}");
            assert_eq!(plain(&pattern, 2), plain(&old, 2), "{transition:?}");
            for cycle in [until.cycle(), until.cycle() + 3] {
                assert_eq!(plain(&pattern, cycle), plain(&new, cycle), "{transition:?}");
            }
        }
    }

    #[test]
    fn a_clutch_plays_each_common_beat_once() {
        let (old, new) = (beats(16, "bd"), beats(16, "hh"));
        let pattern = Transition::Clutch(Time::whole(4)).between(&old, &new, Time::ZERO);
        let mut new_ones = Vec::new();
        for cycle in 0..4 {
            let events = pattern.cycle(cycle);
            assert_eq!(events.len(), 16);
            new_ones.push(events.iter().filter(|e| e.value.to_string() == "s:hh").count());
        }
        assert!(new_ones[0] < 6 && new_ones[3] > 10, "{new_ones:?}");
    }

    #[test]
    fn a_crossfade_keeps_the_power() {
        let pattern =
            Transition::Xfade(Time::ONE).between(&beats(8, "bd"), &beats(8, "hh"), Time::ZERO);
        let at = |begin: Time| -> f64 {
            let gain = |event: &Event| match &event.value {
                Value::Controls(c) => c.get(Control::Gain).and_then(Value::as_number),
                _ => None,
            };
            let events = pattern.cycle(0);
            let here = events.iter().filter(|event| event.part.begin == begin);
            here.map(|event| gain(event).unwrap_or(1.0)).map(|gain| gain * gain).sum()
        };
        for step in 0..8 {
            assert!((at(Time::new(step, 8)) - 1.0).abs() < 1e-12, "{step}");
        }
    }

    #[test]
    fn a_single_cycle_plays_where_it_starts_and_never_again() {
        let at = Time::new(5, 4);
        let once = Start::Once.of(&beats(4, "bd"), at);
        let count = |cycle| once.cycle(cycle).iter().filter(|e| e.has_onset()).count();
        assert_eq!([count(0), count(1), count(2), count(3)], [0, 3, 1, 0]);
    }
}
