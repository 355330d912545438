//! Patterns made of others: one after another, all at once, by steps.
//!
//! Changes of a single pattern are in `time` and `structure`.

use super::Pattern;
use super::join::Join;
use super::node::{Node, Slot};
use super::value::Value;
use crate::time::Time;

/// The least number of steps that is a multiple of the steps of all that have any.
pub(super) fn common_steps_of<'a>(patterns: impl IntoIterator<Item = &'a Pattern>) -> Option<Time> {
    patterns.into_iter().filter_map(Pattern::steps).reduce(Time::lcm)
}

impl Pattern {
    /// All at once.
    pub fn stack(parts: Vec<Pattern>) -> Pattern {
        let steps = common_steps_of(&parts);
        match parts.len() {
            0 => Pattern::silence(),
            1 => parts.into_iter().next().unwrap_or_else(Pattern::silence),
            _ => Pattern::new(Node::Stack(parts), steps),
        }
    }

    /// A cycle of each in turn; what is not played waits.
    pub fn cat(parts: Vec<Pattern>) -> Pattern {
        Pattern::in_turn(parts, true)
    }

    /// A cycle of each in turn; what is not played goes on unheard.
    pub fn cat_running(parts: Vec<Pattern>) -> Pattern {
        Pattern::in_turn(parts, false)
    }

    fn in_turn(parts: Vec<Pattern>, hold: bool) -> Pattern {
        let steps = common_steps_of(&parts);
        match parts.len() {
            0 => Pattern::silence(),
            1 => parts.into_iter().next().unwrap_or_else(Pattern::silence),
            _ => Pattern::new(Node::Cat { parts, hold }, steps),
        }
    }

    /// One after another, all within one cycle.
    pub fn sequence(parts: Vec<Pattern>) -> Pattern {
        match parts.len() {
            0 => Pattern::silence(),
            1 => parts.into_iter().next().unwrap_or_else(Pattern::silence),
            _ => Pattern::evenly(parts.into_iter()),
        }
    }

    /// The same, of several that come one by one.
    pub(crate) fn evenly(parts: impl ExactSizeIterator<Item = Pattern>) -> Pattern {
        let count = parts.len();
        let mut begin = Time::ZERO;
        let slots = parts.zip(Time::shares(count)).map(|(pattern, end)| {
            let slot = Slot { begin, end, pattern };
            begin = end;
            slot
        });
        Pattern::new(Node::Seq(slots.collect()), Some(Time::whole(count as i64)))
    }

    /// One after another within one cycle, each as long as its weight says. Weights that are not
    /// positive leave their pattern out.
    pub fn weighted(mut parts: Vec<(Time, Pattern)>) -> Pattern {
        parts.retain(|(weight, _)| weight.is_positive());
        let total = parts.iter().fold(Time::ZERO, |sum, (weight, _)| sum + *weight);
        match parts.len() {
            0 => return Pattern::nothing(),
            1 => return parts[0].1.with_steps(Some(total)),
            _ => {}
        }
        Pattern::shared_out(total, parts.into_iter())
    }

    /// By positive weights whose sum is known.
    pub(crate) fn shared_out(total: Time, parts: impl Iterator<Item = (Time, Pattern)>) -> Pattern {
        let mut sum = Time::ZERO;
        let mut begin = Time::ZERO;
        let slots = parts.map(|(weight, pattern)| {
            sum += weight;
            let end = sum / total;
            let slot = Slot { begin, end, pattern };
            begin = end;
            slot
        });
        Pattern::new(Node::Seq(slots.collect()), Some(total))
    }

    /// One after another within one cycle, by weight or else by their own steps; what has neither
    /// counts as one step beside those that have.
    pub fn stepcat(parts: Vec<(Option<Time>, Pattern)>) -> Pattern {
        if parts.iter().all(|(weight, p)| weight.or(p.steps()).is_none()) {
            return Pattern::sequence(parts.into_iter().map(|(_, p)| p).collect());
        }
        let weigh =
            |(weight, p): (Option<Time>, Pattern)| (weight.or(p.steps()).unwrap_or(Time::ONE), p);
        Pattern::weighted(parts.into_iter().map(weigh).collect())
    }

    /// So many cycles of each, one after another.
    pub fn arrange(parts: Vec<(Time, Pattern)>) -> Pattern {
        let total = parts.iter().fold(Time::ZERO, |sum, (cycles, _)| sum + *cycles);
        let parts = parts.into_iter().map(|(cycles, p)| (cycles, p.fast(cycles))).collect();
        Pattern::weighted(parts).slow(total)
    }

    /// All at once, at the pace of their common steps, so that steps fall together.
    pub fn polymeter(parts: &[Pattern]) -> Pattern {
        let Some(steps) = common_steps_of(parts) else { return Pattern::silence() };
        let paced = parts.iter().filter(|p| p.steps().is_some()).map(|p| p.pace(steps));
        Pattern::stack(paced.collect()).with_steps(Some(steps))
    }

    /// Step by step in turn.
    pub fn zip(parts: &[Pattern]) -> Pattern {
        let counted: Vec<&Pattern> = parts.iter().filter(|p| p.steps().is_some()).collect();
        let steps = common_steps_of(counted.iter().copied()).unwrap_or(Time::ONE);
        let slowed =
            counted.iter().map(|p| p.slow(p.steps().unwrap_or(Time::ONE))).collect::<Vec<_>>();
        Pattern::cat(slowed).fast(steps).with_steps(Some(steps))
    }

    /// Each pattern heard from its first cycle until its last one only; all of it over and over.
    pub fn timeline(parts: &[(Time, Time, Pattern)]) -> Pattern {
        let total = parts.iter().map(|(_, end, _)| *end).max().unwrap_or(Time::ZERO);
        if !total.is_positive() {
            return Pattern::silence();
        }
        let placed = parts.iter().map(|(begin, end, pattern)| {
            let window = Pattern::number(0.0).compress(*begin / total, *end / total).slow(total);
            window.pick_from(Join::Inner, std::slice::from_ref(pattern))
        });
        Pattern::stack(placed.collect())
    }

    /// The whole numbers from 0 up to `n`, evenly in one cycle.
    pub fn run(n: i64) -> Pattern {
        let n = n.clamp(0, super::PARTS_LIMIT);
        Pattern::sequence((0..n).map(|i| Pattern::number(i as f64)).collect())
    }

    /// Yes (1) and no (0) for each of the bits, highest first.
    pub fn bits(n: u64, count: u32) -> Pattern {
        let bit = |i: u32| Pattern::number((n >> i & 1) as f64);
        Pattern::sequence((0..count.clamp(1, 64)).rev().map(bit).collect())
    }

    /// Several values in one event, once in every cycle.
    pub fn list(values: Vec<Value>) -> Pattern {
        Pattern::atom(Value::List(values.into()), None)
    }
}
