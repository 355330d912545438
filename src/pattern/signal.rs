//! Continuous values: waves, and chance as a function of time.
//!
//! A signal is sampled where a query begins. Nothing here remembers what was asked before, so chance
//! is the same however often, and in whatever order, it is asked for.

use std::f64::consts::TAU;

use smallvec::SmallVec;

use super::context::Asking;
use super::value::Value;
use crate::symbol::Symbol;
use crate::time::{Span, Time};

/// Something that has a value at every moment.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Signal {
    /// The same value always.
    Steady(Value),
    /// 0 to 1 over a cycle.
    Saw,
    /// 1 to 0 over a cycle.
    Isaw,
    /// A sine from 0 to 1, beginning in its middle.
    Sine,
    /// A cosine from 0 to 1.
    Cosine,
    /// 0 for the first half of a cycle, then 1.
    Square,
    /// The moment itself, in cycles.
    Time,
    /// How many cycles the event lasts that takes the value.
    Length,
    /// The tempo, in cycles a second.
    Cps,
    /// Chance, at least 0 and below 1.
    Rand,
    /// Smooth movement between chance values, one a cycle.
    Perlin,
    /// Ramps between chance values, one a cycle.
    Berlin,
    /// The numbers below `n` in an order that chance chooses for each cycle.
    RandRun(u16),
    /// Where the knob of that name stands, or a value until it is touched.
    Input(Symbol, Value),
}

impl Signal {
    pub(super) fn at(&self, span: Span, cx: &Asking<'_>) -> Value {
        match self {
            Signal::Steady(value) => value.clone(),
            Signal::Input(name, untouched) => match cx.context.inputs.get(*name) {
                Some(value) => Value::Number(value),
                None => untouched.clone(),
            },
            _ => Value::Number(self.number_at(span, cx).unwrap_or_default()),
        }
    }

    /// The same, if it is known to be a number without a look at values.
    pub(super) fn number_at(&self, span: Span, cx: &Asking<'_>) -> Option<f64> {
        let time = span.begin;
        let x = time.to_f64();
        // In floats, as elsewhere: thresholds then fall the same way.
        let phase = || x.rem_euclid(1.0);
        let number = match self {
            Signal::Steady(_) | Signal::Input(..) => return None,
            // Before the beginning it goes below zero, as the peer's does.
            Signal::Saw => x % 1.0,
            Signal::Isaw => 1.0 - x % 1.0,
            Signal::Sine => (libm::sin(TAU * x) + 1.0) / 2.0,
            Signal::Cosine => (libm::sin(TAU * (x + 0.25)) + 1.0) / 2.0,
            Signal::Square => f64::from(u8::from(time.fract() >= Time::new(1, 2))),
            Signal::Time => x,
            Signal::Length => span.length().to_f64(),
            Signal::Cps => cx.cps,
            Signal::Rand => rand(time + cx.seed),
            Signal::Perlin => {
                let (from, to) = ends(time, cx);
                let t = phase();
                let smooth = t * t * t * (t * (t * 6.0 - 15.0) + 10.0);
                from + smooth * (to - from)
            }
            Signal::Berlin => {
                let (from, to) = ends(time, cx);
                (from + phase() * to) / 2.0
            }
            Signal::RandRun(n) => f64::from(rand_run(*n, time, cx)),
        };
        Some(number)
    }
}

/// Chance at the beginning and at the end of a moment's cycle.
fn ends(time: Time, cx: &Asking<'_>) -> (f64, f64) {
    let cycle = time.floor() + cx.seed;
    (rand(cycle), rand(cycle + Time::ONE))
}

/// The range of the xorshift's results.
const RANGE: i32 = 1 << 29;

/// Chance at a moment: at least 0, below 1. It repeats every 300 cycles and is 0 at 0.
pub fn rand(time: Time) -> f64 {
    f64::from((xorshift(seed_of(time)) % RANGE).unsigned_abs()) / f64::from(RANGE)
}

/// Where a moment lies in the 300 cycles after which chance repeats.
fn seed_of(time: Time) -> i32 {
    let turn = time.to_f64() / 300.0;
    // Whole numbers have room for it, and need no call of a library.
    let rest = turn - (turn as i64) as f64;
    (rest * f64::from(RANGE)) as i32
}

/// One step of Marsaglia's xorshift, with a shift to the right that keeps the sign.
fn xorshift(seed: i32) -> i32 {
    let mut x = seed;
    x ^= x << 13;
    x ^= x >> 17;
    x ^ (x << 5)
}

/// Several chance values at one moment; signed, so only their order and differences count.
fn rands(time: Time, count: usize) -> SmallVec<[i32; 16]> {
    let mut x = seed_of(time);
    let next = |x: &mut i32| {
        *x = xorshift(*x);
        *x % RANGE
    };
    (0..count).map(|_| next(&mut x)).collect()
}

fn rand_run(n: u16, time: Time, cx: &Asking<'_>) -> u16 {
    let count = usize::from(n.max(1));
    let values = rands(time.floor() + Time::new(1, 2) + cx.seed, count);
    let mut order: SmallVec<[usize; 16]> = (0..count).collect();
    let at = (time.fract() * Time::whole(count as i64)).cycle() as usize;
    // The same as sorting them, which would take too long for each of thousands.
    *order.select_nth_unstable_by_key(at.min(count - 1), |&i| (values[i], i)).1 as u16
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chance_is_what_other_machines_say() {
        assert_eq!(rand(Time::ZERO), 0.0);
        assert!((rand(Time::new(1, 8)) - 0.685_21).abs() < 1e-4);
        assert_eq!(rand(Time::whole(300)), 0.0);
        assert!((rand(Time::whole(100)) - 0.999_092_122_539_877_9).abs() < 1e-15);
    }
}
