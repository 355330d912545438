//! Chance: events that are left out, choices, parts in another order.
//!
//! All of it is a function of time and seed, never of how often it was asked for.

use super::arith::numeral;
use super::context::Asking;
use super::event::Event;
use super::join::{Call, Join};
use super::node::Node;
use super::query::keep_tail;
use super::signal::{Signal, rand};
use super::value::Value;
use super::{Align, Op, PARTS_LIMIT, Pattern};
use crate::diag::ArgError;
use crate::time::Time;

/// Which events chance leaves out.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Chance {
    /// Events stay where chance is above this; the bits of a float.
    amount: u64,
    /// How far ahead of the event chance is read, so that several readings differ.
    ahead: Time,
    /// Keeps what the same amount would leave out.
    inverted: bool,
}

impl Chance {
    /// Events stay where chance is above `amount`.
    pub fn above(amount: f64) -> Chance {
        Chance { amount: amount.to_bits(), ahead: Time::ZERO, inverted: false }
    }

    /// Reads another chance: the `n`-th of a string.
    #[must_use]
    pub fn stream(self, n: i64) -> Chance {
        Chance { ahead: Time::new(n.saturating_mul(3), 10_000), ..self }
    }

    /// Events stay where one less chance is above the amount.
    #[must_use]
    pub fn inverted(self) -> Chance {
        Chance { inverted: true, ..self }
    }

    /// How much is left out.
    pub(super) fn amount(self) -> f64 {
        f64::from_bits(self.amount)
    }

    pub(super) fn thin(self, start: usize, cx: &Asking<'_>, out: &mut Vec<Event>) {
        let amount = self.amount();
        keep_tail(out, start, |event| {
            let at = event.whole_or_part().begin + self.ahead;
            let chance = rand(at + cx.seed);
            let chance = if self.inverted { 1.0 - chance } else { chance };
            if cx.meter.explains {
                event.origins.draw(at, cx, chance, Some(amount));
            }
            // Chance is drawn for the whole, and holds no longer than that.
            if let Some(whole) = event.whole
                && let Some(part) = event.part.intersect(whole)
            {
                let lasts = part.begin < part.end || event.part.begin == event.part.end;
                event.part = part;
                return lasts && chance > amount;
            }
            event.whole.is_none() && chance > amount
        });
    }
}

impl Pattern {
    /// A continuous value.
    pub fn signal(signal: Signal) -> Pattern {
        Pattern::new(Node::Signal(signal), None)
    }

    /// Leaves events out by chance.
    #[must_use]
    pub fn thinned(&self, chance: Chance) -> Pattern {
        if self.is_silence() {
            return self.clone();
        }
        Pattern::new(Node::Thin { chance, of: self.clone() }, self.steps())
    }

    /// Keeps events where the values of `source` are above `amount`.
    #[must_use]
    pub fn thinned_with(&self, source: &Pattern, amount: f64) -> Pattern {
        let above = |limits: &[Value], value: &Value| {
            (value.as_number()? > limits[0].as_number()?).then(|| value.clone())
        };
        let passing = source.map_with("above", vec![Value::Number(amount)], above);
        let first = Op::Other("first", |left, _| Some(left.clone()));
        self.combine(first, Align::In, &passing)
    }

    /// Numbers below `n`, each once in a cycle, in an order that chance chooses.
    pub fn rand_run(n: i64) -> Pattern {
        let n = n.clamp(1, PARTS_LIMIT);
        Pattern::signal(Signal::RandRun(n as u16)).segment(Time::whole(n))
    }

    /// Whole numbers below `n`, continuously.
    pub fn irand(n: f64) -> Pattern {
        let scaled = |n: &[Value], x: &Value| {
            Some(Value::Number((x.as_number()? * n[0].as_number()?).trunc()))
        };
        Pattern::signal(Signal::Rand).map_with("irand", vec![Value::Number(n)], scaled)
    }

    /// The pattern cut into `n` parts, which `order` chooses by their numbers.
    fn rearranged(&self, n: i64, order: &Pattern) -> Pattern {
        let count = Time::whole(n);
        let parts: Vec<Pattern> = (0..n)
            .map(|i| {
                let part = self.zoom(Time::new(i, n), Time::new(i + 1, n));
                part.repeat_cycles(count).fast(count)
            })
            .collect();
        order.pick_from(Join::Inner, &parts)
    }

    /// The pattern cut into `n` parts, each played once a cycle in an order that chance chooses.
    #[must_use]
    pub fn shuffle(&self, n: i64) -> Pattern {
        if n < 1 {
            return Pattern::silence();
        }
        let n = n.min(PARTS_LIMIT);
        self.rearranged(n, &Pattern::rand_run(n))
    }

    /// The pattern cut into `n` parts, of which chance chooses one for each place.
    #[must_use]
    pub fn scramble(&self, n: i64) -> Pattern {
        if n < 1 {
            return Pattern::silence();
        }
        let n = n.min(PARTS_LIMIT);
        self.rearranged(n, &Pattern::irand(n as f64).segment(Time::whole(n)))
    }

    /// For each value, the part of that number; silence where there is none.
    #[must_use]
    pub fn pick_from(&self, join: Join, parts: &[Pattern]) -> Pattern {
        let call = Call { name: "part", build: choose_by_number };
        let steps = self.steps().filter(|_| join == Join::Outer);
        let made = Pattern::lift(call, join, std::slice::from_ref(self), parts);
        let made = made.unwrap_or_else(|_| Pattern::silence());
        if steps.is_some() { made.with_steps(steps) } else { made }
    }

    /// One of `choices` for each value of this pattern, which runs from 0 to 1.
    #[must_use]
    pub fn choose(&self, choices: &[Pattern], join: Join) -> Pattern {
        if choices.is_empty() {
            return Pattern::silence();
        }
        let call = Call { name: "choose", build: choose_by_share };
        Pattern::lift(call, join, std::slice::from_ref(self), choices)
            .unwrap_or_else(|_| Pattern::silence())
    }

    /// One of `choices` for each value of this pattern, which runs from 0 to 1. Before each choice
    /// stands its weight at any moment.
    #[must_use]
    pub fn choose_weighted(&self, choices: &[(Pattern, Pattern)], join: Join) -> Pattern {
        let call = Call { name: "weighted", build: choose_by_weight };
        let weights = choices.iter().map(|(weight, _)| weight.clone());
        let args: Vec<Pattern> = std::iter::once(self.clone()).chain(weights).collect();
        let parts: Vec<Pattern> = choices.iter().map(|(_, part)| part.clone()).collect();
        Pattern::lift(call, join, &args, &parts).unwrap_or_else(|_| Pattern::silence())
    }

    /// Another stream of chance.
    #[must_use]
    pub fn seeded(&self, by: &Pattern) -> Pattern {
        Pattern::new(Node::Seed { by: by.clone(), of: self.clone() }, self.steps())
    }

    /// One of `choices` in each cycle, for the `n`-th chance of a string.
    pub(crate) fn one_of(choices: &[Pattern], n: i64) -> Pattern {
        let ahead = Time::new(n.saturating_mul(3), 10_000);
        let share = Pattern::signal(Signal::Rand).late(-ahead).segment(Time::ONE);
        share.choose(choices, Join::Inner)
    }
}

fn choose_by_number(values: &[Value], parts: &[Pattern]) -> Result<Pattern, ArgError> {
    let number = values[0].as_number().unwrap_or(-1.0);
    let part = (number >= 0.0).then(|| parts.get(number as usize)).flatten();
    Ok(part.cloned().unwrap_or_else(Pattern::silence))
}

fn choose_by_share(values: &[Value], parts: &[Pattern]) -> Result<Pattern, ArgError> {
    let share = super::arith::numeral(&values[0]).unwrap_or(0.0) * parts.len() as f64;
    let index = share.floor().clamp(0.0, (parts.len() - 1) as f64);
    Ok(parts[index as usize].clone())
}

/// The first part at which the sum of the weights goes beyond the share of their total.
fn choose_by_weight(values: &[Value], parts: &[Pattern]) -> Result<Pattern, ArgError> {
    let Some((share, weights)) = values.split_first() else { return Ok(Pattern::silence()) };
    let weights = weights.iter().map(|weight| numeral(weight).unwrap_or(0.0).max(0.0));
    let mut sum = 0.0;
    let sums: Vec<f64> = weights
        .map(|weight| {
            sum += weight;
            sum
        })
        .collect();
    let find = share.as_number().unwrap_or(0.0) * sum;
    let part = sums.iter().position(|sum| *sum > find).and_then(|i| parts.get(i));
    Ok(part.cloned().unwrap_or_else(Pattern::silence))
}
