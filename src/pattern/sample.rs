//! Cutting recordings: parts of a sample as events, and speeds that make them fit.
//!
//! Only control values are written; nothing here knows the sample.

use super::context::Context;
use super::event::Event;
use super::join::{Call, Join};
use super::node::EventChange;
use super::structure::time_of;
use super::value::{Controls, Value};
use super::{PARTS_LIMIT, Pattern};
use crate::control::Control;
use crate::diag::ArgError;
use crate::time::Time;

fn number(controls: &Controls, control: Control) -> Option<f64> {
    controls.get(control).and_then(Value::as_number)
}

fn controls_of(value: &Value) -> Controls {
    match value {
        Value::Controls(controls) => controls.clone(),
        other => Controls::one(Control::S, other.clone()),
    }
}

fn piece(begin: f64, end: f64) -> Controls {
    let ends = [(Control::Begin, begin), (Control::End, end)];
    ends.into_iter().map(|(control, x)| (control, Value::Number(x))).collect()
}

/// The `i`-th of `n` pieces of a sample, as a part of the piece that was already cut out of it.
fn cut(value: &Value, i: i64, n: f64) -> Value {
    let old = controls_of(value);
    let (mut begin, mut end) = (i as f64 / n, (i + 1) as f64 / n);
    if let (Some(from), Some(to)) = (number(&old, Control::Begin), number(&old, Control::End)) {
        let length = to - from;
        (begin, end) = (from + begin * length, from + end * length);
    }
    Value::Controls(old.overlaid(&piece(begin, end)))
}

impl Pattern {
    /// Every sample in `n` pieces, one after another in its place. What is left of a fraction does not
    /// play.
    #[must_use]
    pub fn chop(&self, n: Time) -> Pattern {
        if n < Time::ONE {
            return Pattern::silence();
        }
        let n = n.min(Time::whole(PARTS_LIMIT));
        let call = Call {
            name: "chop",
            build: |values, _| {
                let n = time_of(&values[1])?;
                let piece = |i| Pattern::atom(cut(&values[0], i, n.to_f64()), None);
                Ok(Pattern::sequence((0..n.cycle()).map(piece).collect()))
            },
        };
        let args = [self.clone(), Pattern::time(n)];
        let chopped = Pattern::lift(call, Join::Squeeze, &args, &[]);
        let steps = self.steps().map(|steps| steps * n);
        chopped.unwrap_or_else(|_| Pattern::silence()).with_steps(steps)
    }

    /// All samples in `n` pieces: first all first pieces, then all second ones, ... What is left of a
    /// fraction does not play.
    #[must_use]
    pub fn striate(&self, n: Time) -> Pattern {
        if n < Time::ONE {
            return Pattern::silence();
        }
        let n = n.min(Time::whole(PARTS_LIMIT));
        let count = n.to_f64();
        let pieces = (0..n.cycle()).map(|i| {
            let piece = piece(i as f64 / count, (i + 1) as f64 / count);
            Pattern::atom(Value::Controls(piece), None)
        });
        let steps = self.steps().map(|steps| steps * n);
        self.set(&Pattern::cat(pieces.collect())).fast(n).with_steps(steps)
    }

    /// All samples in `n` pieces of a length, the first from the beginning, the last up to the end.
    #[must_use]
    pub fn striate_by(&self, n: i64, length: f64) -> Pattern {
        if n < 1 {
            return Pattern::silence();
        }
        let n = n.min(PARTS_LIMIT);
        let slot = (1.0 - length) / (n - 1).max(1) as f64;
        let pieces = (0..n).map(|i| {
            let piece = piece(slot * i as f64, slot * i as f64 + length);
            self.set(&Pattern::atom(Value::Controls(piece), None))
        });
        let steps = self.steps().map(|steps| steps * Time::whole(n));
        Pattern::sequence(pieces.collect()).with_steps(steps)
    }

    /// Pieces of a sample by their numbers. `count` says how many there are, or where they begin.
    ///
    /// # Errors
    /// If all arguments are constant and make no sense.
    pub fn slice(&self, count: &Pattern, index: &Pattern) -> Result<Pattern, ArgError> {
        let place = Call {
            name: "slice",
            build: |values, sources| {
                let piece = slice_piece(&values[0], &values[1])?;
                Ok(sources[0].map_with("sliced", vec![Value::Controls(piece)], |piece, value| {
                    let Value::Controls(piece) = &piece[0] else { return None };
                    Some(Value::Controls(piece.overlaid(&controls_of(value))))
                }))
            },
        };
        // Structure comes from the indices; the count and the sample are what they are meanwhile.
        let args = [index.clone(), count.clone()];
        Pattern::lift_outer(place, &args, std::slice::from_ref(self))
    }

    /// One of `n` pieces of the sample, another by chance in each cycle; the events stay what they are.
    #[must_use]
    pub fn random_slice(&self, n: f64) -> Pattern {
        let piece_of =
            |n: &[Value], i: &Value| slice_piece(i, n.first()?).ok().map(Value::Controls);
        let pieces = Pattern::irand(n).segment(Time::ONE);
        self.set(&pieces.map_with("randslice", vec![Value::Number(n)], piece_of))
    }

    /// The same, each piece at the speed that makes it fill its event. The sample's own speed counts.
    ///
    /// # Errors
    /// If all arguments are constant and make no sense.
    pub fn splice(&self, count: &Pattern, index: &Pattern) -> Result<Pattern, ArgError> {
        let place = Call {
            name: "splice",
            build: |values, sources| {
                let count =
                    sources[0].slice(&Pattern::atom(values[0].clone(), None), &sources[1])?;
                let change = EventChange { name: "spliced", run: spliced };
                Ok(count.change_events(change, vec![values[0].clone()]))
            },
        };
        let sources = [self.clone(), index.clone()];
        Pattern::lift(place, Join::Inner, std::slice::from_ref(count), &sources)
    }

    /// Each sample at the speed that makes it, or its piece, fill its event.
    #[must_use]
    pub fn fit(&self) -> Pattern {
        self.change_events(EventChange { name: "fit", run: fit }, Vec::new())
    }

    /// The sample lasts `cycles` cycles at a tempo; at the piece's own if `None`.
    #[must_use]
    pub fn loop_at(&self, cycles: Time, cps: Option<f64>) -> Pattern {
        let args = vec![Value::Number(cycles.to_f64()), Value::Number(cps.unwrap_or(0.0))];
        let steps = self.steps().map(|steps| steps / cycles);
        let change = EventChange { name: "loopAt", run: loop_speed };
        self.split_cycles().change_events(change, args).slow(cycles).with_steps(steps)
    }

    /// A lift whose structure is that of its first argument.
    fn lift_outer(call: Call, args: &[Pattern], sources: &[Pattern]) -> Result<Pattern, ArgError> {
        Pattern::lift(call, Join::Outer, args, sources)
    }
}

fn slice_piece(index: &Value, count: &Value) -> Result<Controls, ArgError> {
    let i = time_of(index)?;
    if let Value::List(places) = count {
        let at = |i: i64| usize::try_from(i).ok().and_then(|i| places.get(i)?.as_number());
        let begin = at(i.cycle()).ok_or_else(|| ArgError::new(format!("there is no slice {i}")))?;
        let mut ends = piece(begin, at(i.cycle() + 1).unwrap_or(1.0));
        if at(i.cycle() + 1).is_none() {
            ends.remove(Control::End);
        }
        return Ok(ends);
    }
    let n = time_of(count)?.to_f64();
    let i = i.to_f64();
    Ok(piece(i / n, (i + 1.0) / n))
}

fn set_speed(event: &mut Event, controls: &Controls, speed: f64) {
    let mut controls = controls.clone();
    controls.set(Control::Speed, Value::Number(speed));
    controls.set(Control::Unit, Value::text("c"));
    event.value = Value::Controls(controls);
}

fn spliced(context: &Context, args: &[Value], events: &mut Vec<Event>) {
    let count = match &args[0] {
        Value::List(places) => places.len() as f64,
        other => other.as_number().unwrap_or(1.0),
    };
    for event in events {
        let controls = controls_of(&event.value);
        let length = event.whole_or_part().length().to_f64();
        let own = number(&controls, Control::Speed);
        let speed = own.unwrap_or(context.cps / count / length);
        let unit = controls.get(Control::Unit).cloned();
        set_speed(event, &controls, speed);
        if let (Some(unit), Value::Controls(controls)) = (unit, &mut event.value) {
            controls.set(Control::Unit, unit);
        }
    }
}

fn fit(context: &Context, _: &[Value], events: &mut Vec<Event>) {
    for event in events {
        let controls = controls_of(&event.value);
        let begin = number(&controls, Control::Begin).unwrap_or(0.0);
        let end = number(&controls, Control::End).unwrap_or(1.0);
        let length = event.whole_or_part().length().to_f64();
        set_speed(event, &controls, context.cps / length * (end - begin));
    }
}

fn loop_speed(context: &Context, args: &[Value], events: &mut Vec<Event>) {
    let cycles = args[0].as_number().unwrap_or(1.0);
    let own = args[1].as_number().filter(|cps| *cps > 0.0);
    for event in events {
        let controls = controls_of(&event.value);
        set_speed(event, &controls, 1.0 / cycles * own.unwrap_or(context.cps));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_piece_of_a_piece_is_cut_inside_it() {
        let first = cut(&Value::text("break"), 1, 2.0);
        let Value::Controls(second) = cut(&first, 0, 2.0) else { panic!("not controls") };
        assert_eq!(number(&second, Control::Begin), Some(0.5));
        assert_eq!(number(&second, Control::End), Some(0.75));
    }
}
