//! Patterns grown by rules and by chance: grammars, chains of states, rhythms from numbers.
//!
//! Chance here is chance at a moment, as everywhere: every cycle comes out the same each time.

use super::arith::numeral;
use super::context::Context;
use super::euclid::bjorklund;
use super::event::Event;
use super::join::{Call, Join};
use super::node::EventChange;
use super::signal::rand;
use super::value::Value;
use super::{PARTS_LIMIT, Pattern};
use crate::time::{Span, Time};

impl Pattern {
    /// Yes and no for the bits of each character of every word, eight each, squeezed into the event.
    #[must_use]
    pub fn ascii(&self) -> Pattern {
        let call = Call {
            name: "ascii",
            build: |values, _| {
                let text = values[0].to_string();
                let bits =
                    text.bytes().flat_map(|byte| (0..8).rev().map(move |i| byte >> i & 1 == 1));
                Ok(Pattern::booleans(&bits.collect::<Vec<bool>>()))
            },
        };
        Pattern::lift(call, Join::Squeeze, std::slice::from_ref(self), &[])
            .unwrap_or_else(|_| Pattern::silence())
    }

    /// A rhythm of onsets so many steps apart, `pace` steps in a cycle.
    #[must_use]
    pub fn necklace(pace: Time, gaps: &[i64]) -> Pattern {
        let steps = gaps.iter().flat_map(|gap| {
            let length = (*gap).clamp(1, PARTS_LIMIT);
            (0..length).map(|i| i == 0)
        });
        let steps: Vec<bool> = steps.take(PARTS_LIMIT as usize).collect();
        let total = Time::whole(steps.len().max(1) as i64);
        Pattern::booleans(&steps).slow(total / pace)
    }

    /// The first pattern in the first part of the cycle, the other one in the rest.
    #[must_use]
    pub fn wedge(share: Time, first: &Pattern, rest: &Pattern) -> Pattern {
        let share = share.max(Time::ZERO).min(Time::ONE);
        Pattern::weighted(vec![(share, first.clone()), (Time::ONE - share, rest.clone())])
            .with_steps(None)
    }

    /// So many events in each cycle, numbered from 0, of lengths that chance chooses.
    #[must_use]
    pub fn rand_struct(n: i64) -> Pattern {
        let n = Value::Number(n.clamp(1, PARTS_LIMIT) as f64);
        Pattern::number(0.0).change_cycles(EventChange { name: "randStruct", run: divide }, vec![n])
    }

    /// `n` states in each cycle, each drawn from the row of the one before; `rows` are weights.
    #[must_use]
    pub fn markov(n: i64, start: i64, rows: Value) -> Pattern {
        let n = n.clamp(1, PARTS_LIMIT);
        let args = vec![Value::Number(n as f64), Value::Number(start as f64), rows];
        Pattern::number(0.0).change_cycles(EventChange { name: "markovPat", run: walk }, args)
    }

    /// Onsets spread over onsets by several Euclidean rhythms, the last number being the steps.
    #[must_use]
    pub fn distrib(&self, numbers: &[i64]) -> Option<Pattern> {
        let steps = usize::try_from(*numbers.last()?).ok()?;
        let mut rhythm = vec![true; steps.min(PARTS_LIMIT as usize)];
        for pair in numbers.windows(2).rev() {
            let mut layer = bjorklund(pair[0], pair[1])?.into_iter();
            for step in rhythm.iter_mut().filter(|step| **step) {
                *step = layer.next().unwrap_or(false);
            }
        }
        Some(self.structured(&Pattern::booleans(&rhythm)))
    }

    /// Smooth chance over the plane whose one direction is this pattern and whose other is `y`: Ken
    /// Perlin's noise, its gradients chosen by chance at whole numbers.
    #[must_use]
    pub fn perlin2(&self, y: &Pattern) -> Pattern {
        let pair = |x: &Value, y: &Value| Some(Value::List([x.clone(), y.clone()].into()));
        self.combine_with(super::Align::In, "pair", pair, y)
            .change_events(EventChange { name: "perlin2", run: hills }, Vec::new())
    }

    /// Seconds, or parts of them, as cycles at the tempo that is played.
    #[must_use]
    pub fn in_cycles(&self, seconds: f64) -> Pattern {
        let change = EventChange { name: "sec", run: seconds_to_cycles };
        self.change_events(change, vec![Value::Number(seconds)])
    }

    /// Two patterns crossing like the threads of plain cloth, `n` threads each way.
    #[must_use]
    pub fn tabby(&self, n: i64, other: &Pattern) -> Pattern {
        let n = n.clamp(2, 32) / 2 * 2;
        let threads = Time::whole(n);
        let piece = |p: &Pattern, i: i64| p.zoom(Time::new(i, n), Time::new(i + 1, n));
        let there_and_back = |row: i64, i: i64| if row % 2 == 0 { i } else { n - 1 - i };
        let weft = (0..n * n).map(|k| piece(other, there_and_back(k / n, k % n)));
        // The warp runs across: its rows are the columns of the weft.
        let warp = (0..n * n).map(|k| piece(self, there_and_back(k % n, k / n)));
        let half = Time::whole(n / 2);
        let over = |on: [f64; 2]| {
            let cloth = Pattern::sequence(on.map(Pattern::number).to_vec()).fast(half);
            cloth.every(2, 0, &cloth.rev())
        };
        let shown = |thread: Pattern, over: Pattern| {
            thread.combine(super::Op::KeepIf, super::Align::In, &over)
        };
        let weft = Pattern::sequence(weft.collect()).slow(threads);
        let warp = Pattern::sequence(warp.collect()).slow(threads);
        Pattern::stack(vec![shown(warp, over([1.0, 0.0])), shown(weft, over([0.0, 1.0]))])
    }
}

/// A word after so many rounds of replacing its letters by rules; it stops growing at a limit.
pub fn lindenmayer(rounds: i64, rules: &[(char, String)], start: &str) -> String {
    let mut word: Vec<char> = start.chars().collect();
    for _ in 0..rounds.clamp(0, 64) {
        let mut grown = Vec::new();
        for letter in &word {
            match rules.iter().find(|(from, _)| from == letter) {
                Some((_, to)) => grown.extend(to.chars()),
                None => grown.push(*letter),
            }
            if grown.len() >= PARTS_LIMIT as usize {
                break;
            }
        }
        grown.truncate(PARTS_LIMIT as usize);
        if grown == word {
            break;
        }
        word = grown;
    }
    word.into_iter().collect()
}

/// The events of a cycle from its borders.
fn cut_into(events: &mut Vec<Event>, parts: impl Iterator<Item = (Span, Value)>) {
    let Some(model) = events.pop() else { return };
    events.clear();
    let event = |(span, value)| Event { whole: Some(span), part: span, value, ..model.clone() };
    events.extend(parts.map(event));
}

fn cycle_of(events: &[Event]) -> Time {
    events.first().map_or(Time::ZERO, |event| event.part.begin.floor())
}

fn divide(context: &Context, args: &[Value], events: &mut Vec<Event>) {
    let cycle = cycle_of(events);
    let n = args[0].as_number().unwrap_or(1.0) as i64;
    // Each part is one, two or three times as long as the shortest.
    let weight = |i: i64| {
        let at = cycle + Time::new(i, n) + Time::whole(context.seed);
        Time::whole((rand(at) * 3.0).floor() as i64 + 1)
    };
    let weights: Vec<Time> = (0..n).map(weight).collect();
    let total = weights.iter().fold(Time::ZERO, |sum, w| sum + *w);
    let mut begin = cycle;
    let parts = weights.into_iter().enumerate().map(|(i, weight)| {
        let end = begin + weight / total;
        let part = (Span::new(begin, end), Value::Number(i as f64));
        begin = end;
        part
    });
    cut_into(events, parts);
}

fn walk(context: &Context, args: &[Value], events: &mut Vec<Event>) {
    let cycle = cycle_of(events);
    let n = args[0].as_number().unwrap_or(1.0) as i64;
    let mut state = args[1].as_number().unwrap_or(0.0).max(0.0) as usize;
    let parts = (0..n).map(|i| {
        let span = Span::new(cycle + Time::new(i, n), cycle + Time::new(i + 1, n));
        let value = Value::Number(state as f64);
        let chance = rand(cycle + Time::new(i + 1, n) + Time::whole(context.seed));
        state = next_state(&args[2], state, chance).unwrap_or(state);
        (span, value)
    });
    let parts: Vec<(Span, Value)> = parts.collect();
    cut_into(events, parts.into_iter());
}

fn hills(context: &Context, _: &[Value], events: &mut Vec<Event>) {
    let seed = context.seed as f64;
    events.retain_mut(|event| {
        let Value::List(pair) = &event.value else { return false };
        let point = (pair.first().and_then(numeral), pair.get(1).and_then(numeral));
        let (Some(x), Some(y)) = point else { return false };
        event.value = Value::Number((hill(x + seed, y) + 1.0) / 2.0);
        true
    });
}

/// The height of the hills at a point, -1 to 1.
fn hill(x: f64, y: f64) -> f64 {
    let (left, low) = (x.floor(), y.floor());
    let (dx, dy) = (x - left, y - low);
    let corner = |i: f64, j: f64| {
        let at = Time::from_f64(left + i + (low + j) * 0.0001).unwrap_or(Time::ZERO);
        let angle = std::f64::consts::TAU * rand(at);
        libm::cos(angle) * (dx - i) + libm::sin(angle) * (dy - j)
    };
    let soft = |t: f64| t * t * t * (t * (t * 6.0 - 15.0) + 10.0);
    let between = |from: f64, to: f64, t: f64| from + (to - from) * soft(t);
    let below = between(corner(0.0, 0.0), corner(1.0, 0.0), dx);
    let above = between(corner(0.0, 1.0), corner(1.0, 1.0), dx);
    between(below, above, dy)
}

fn seconds_to_cycles(context: &Context, args: &[Value], events: &mut Vec<Event>) {
    let unit = args[0].as_number().unwrap_or(1.0);
    events.retain_mut(|event| {
        let Some(seconds) = numeral(&event.value) else { return false };
        event.value = Value::Number(seconds * unit * context.cps);
        true
    });
}

/// The state at which the sum of a row's weights goes beyond a share of their total.
fn next_state(rows: &Value, state: usize, chance: f64) -> Option<usize> {
    let Value::List(rows) = rows else { return None };
    let Value::List(row) = rows.get(state)? else { return None };
    let weight = |value: &Value| value.as_number().unwrap_or(0.0).max(0.0);
    let goal = chance * row.iter().map(weight).sum::<f64>();
    let mut sum = 0.0;
    row.iter().position(|value| {
        sum += weight(value);
        sum > goal
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn played(pattern: &Pattern, cycle: i64) -> String {
        let shown = |e: &Event| format!("{}:{}", e.whole_or_part().begin, e.value);
        pattern.cycle(cycle).iter().map(shown).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn grammars_grow_as_lindenmayer_drew_them() {
        let algae = [('a', "ab".to_owned()), ('b', "a".to_owned())];
        let grown: Vec<String> = (0..5).map(|n| lindenmayer(n, &algae, "a")).collect();
        assert_eq!(grown, ["a", "ab", "aba", "abaab", "abaababa"]);
        let double = [('a', "aa".to_owned())];
        assert_eq!(lindenmayer(i64::MAX, &double, "a").len(), PARTS_LIMIT as usize);
    }

    #[test]
    fn letters_become_bits() {
        let bits = Pattern::atom(Value::text("a"), None).ascii();
        let values: Vec<String> = bits.cycle(0).iter().map(|e| e.value.to_string()).collect();
        assert_eq!(values.join(""), "01100001");
    }

    #[test]
    fn a_chain_without_choice_goes_round() {
        let row = |weights: [f64; 3]| Value::List(weights.map(Value::Number).to_vec().into());
        let rows = [row([0.0, 1.0, 0.0]), row([0.0, 0.0, 1.0]), row([1.0, 0.0, 0.0])];
        let chain = Pattern::markov(4, 0, Value::List(rows.to_vec().into()));
        assert_eq!(played(&chain, 1), "1:0 5/4:1 3/2:2 7/4:0");
    }

    #[test]
    fn chance_divides_every_cycle_whole() {
        for cycle in 0..20 {
            let parts = Pattern::rand_struct(5).cycle(cycle);
            assert_eq!(parts.len(), 5);
            assert_eq!(parts[4].whole_or_part().end, Time::whole(cycle + 1));
            let joined = parts.windows(2).all(|w| w[0].part.end == w[1].part.begin);
            assert!(joined, "cycle {cycle}");
        }
    }

    #[test]
    fn rhythms_are_spread_over_rhythms() {
        // Five of nine steps, of which two are heard: the first and the third.
        let beats = Pattern::number(1.0).distrib(&[2, 5, 9]).map(|p| played(&p, 0));
        assert_eq!(beats.as_deref(), Some("0:1 4/9:1"));
    }

    #[test]
    fn a_necklace_keeps_its_distances_at_its_pace() {
        let necklace = Pattern::necklace(Time::whole(4), &[1, 2, 3]);
        assert_eq!(played(&necklace, 0), "0:1 1/4:1 1/2:0 3/4:1");
        assert_eq!(played(&necklace, 1), "1:0 5/4:0 3/2:1 7/4:1");
    }
}
