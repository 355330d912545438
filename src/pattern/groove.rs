//! Events moved a little off the grid: by a template of grooves, or by chance.
//!
//! An event moves as a whole, where it begins decides how far; nothing is cut, and no event is lost.

use super::Pattern;
use super::context::Context;
use super::event::Event;
use super::node::{EventChange, Extent, Node};
use super::signal::rand;
use super::value::Value;
use crate::control::Control;
use crate::time::Time;

/// The farthest that an event moves, in cycles.
const FARTHEST: (i64, i64) = (1, 2);
/// The farthest that `humanise(1)` moves an event, in cycles: a thirtieth of a second at two seconds
/// to a cycle.
const HUMAN_TIME: (i64, i64) = (1, 60);
/// How much softer than written `humanise(1)` plays at most.
const HUMAN_LEVEL: f64 = 0.4;
/// Chance for levels is taken so many cycles from that for time.
const APART: i64 = 71;

fn farthest() -> Time {
    Time::new(FARTHEST.0, FARTHEST.1)
}

fn move_by(event: &mut Event, by: Time) {
    let by = by.min(farthest()).max(-farthest());
    // Nothing of a piece is played before its beginning: what would be begins with it.
    let begin = event.whole_or_part().begin;
    let by = if begin.is_negative() { by } else { by.max(-begin) };
    event.part = event.part.map(|t| t + by);
    event.whole = event.whole.map(|whole| whole.map(|t| t + by));
}

fn template(_: &Context, args: &[Value], events: &mut Vec<Event>) {
    let [Value::List(offsets)] = args else { return };
    let steps = Time::whole(offsets.len() as i64);
    for event in events {
        let place = event.whole_or_part().begin.fract() * steps;
        let offset = offsets.get(place.cycle() as usize).and_then(Value::as_number);
        let by = Time::from_f64(offset.unwrap_or(0.0)).unwrap_or(Time::ZERO);
        move_by(event, by / steps);
    }
}

fn human(context: &Context, args: &[Value], events: &mut Vec<Event>) {
    let amount = args[0].as_number().unwrap_or(0.0).clamp(0.0, 1.0);
    let most = Time::new(HUMAN_TIME.0, HUMAN_TIME.1).to_f64() * amount;
    for event in events {
        let begin = event.whole_or_part().begin + Time::whole(context.seed);
        let by = most * (2.0 * rand(begin) - 1.0);
        if let Value::Controls(controls) = &mut event.value {
            let level = 1.0 - HUMAN_LEVEL * amount * rand(begin + Time::whole(APART));
            let written = controls.get(Control::Velocity).and_then(Value::as_number);
            controls.set(Control::Velocity, Value::Number(written.unwrap_or(1.0) * level));
        }
        move_by(event, Time::from_f64(by).unwrap_or(Time::ZERO));
    }
}

impl Pattern {
    fn moved(
        &self,
        name: &'static str,
        run: fn(&Context, &[Value], &mut Vec<Event>),
        args: Vec<Value>,
    ) -> Pattern {
        let change = EventChange { name, run };
        let node =
            Node::Events { change, extent: Extent::Around(farthest()), args, of: self.clone() };
        Pattern::new(node, self.steps())
    }

    /// Moves every event by the offset of the step in which it begins. A cycle has as many steps as
    /// there are offsets; an offset is a part of a step, positive is later.
    #[must_use]
    pub fn groove(&self, offsets: &[f64]) -> Pattern {
        if offsets.is_empty() {
            return self.clone();
        }
        let offsets = offsets.iter().copied().map(Value::Number).collect();
        self.moved("groove", template, vec![Value::List(offsets)])
    }

    /// Moves and softens every event by chance, as a player would: not at all at 0, by up to a
    /// sixtieth of a cycle at 1.
    #[must_use]
    pub fn humanise(&self, amount: f64) -> Pattern {
        self.moved("humanise", human, vec![Value::Number(amount)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Span;

    fn begins(pattern: &Pattern, span: Span) -> Vec<Time> {
        let mut events = Vec::new();
        pattern.query(span, &mut events);
        let mut begins: Vec<Time> =
            events.iter().filter(|e| e.has_onset()).map(|e| e.whole_or_part().begin).collect();
        begins.sort();
        begins
    }

    #[test]
    fn each_step_moves_by_its_part_of_a_step() {
        let four = Pattern::run(4).groove(&[0.0, 0.0, 0.0, 0.5]);
        let expected = [(0, 1), (1, 4), (1, 2), (7, 8), (1, 1)].map(|(n, d)| Time::new(n, d));
        assert_eq!(begins(&four, Span::new(Time::ZERO, Time::new(5, 4))), expected);
    }

    #[test]
    fn asking_in_pieces_gives_the_same_events() {
        let moved = Pattern::run(8).humanise(1.0).groove(&[0.0, 0.3, -0.4, 0.2]);
        let whole = begins(&moved, Span::new(Time::ZERO, Time::whole(2)));
        let pieces: Vec<Time> = (0..32)
            .flat_map(|i| begins(&moved, Span::new(Time::new(i, 16), Time::new(i + 1, 16))))
            .collect();
        assert_eq!(whole, pieces);
        assert_eq!(whole.len(), 16);
    }
}
