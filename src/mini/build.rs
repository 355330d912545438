//! From tree to pattern.
//!
//! Numbers behind `*`, `(` and the like may be patterns too; constant ones are worked out here.

use smallvec::SmallVec;

use super::Mistake;
use super::ast::{Amount, At, Euclid, Item, Layers, Op, Sequence, Step};
use crate::diag::{ArgError, Place, SrcSpan};
use crate::pattern::{self, Align, Call, Chance, Join, Origins, Pattern, Value};
use crate::time::Time;

/// Copies, ranges and the like never make more parts than this.
const PARTS: f64 = pattern::PARTS_LIMIT as f64;

/// Turns trees into patterns.
pub(super) struct Builder<'a> {
    place: Option<&'a Place>,
    mistakes: &'a mut Vec<Mistake>,
}

impl<'a> Builder<'a> {
    pub(super) fn new(place: Option<&'a Place>, mistakes: &'a mut Vec<Mistake>) -> Builder<'a> {
        Builder { place, mistakes }
    }

    pub(super) fn layers(&mut self, layers: &Layers) -> Pattern {
        match layers {
            Layers::Stack(all) => self.stack(all, Builder::sequence),
            Layers::Choice(all, chance) => Pattern::one_of(&self.sequences(all), *chance),
            Layers::Feet(all) => Pattern::sequence(self.sequences(all)),
        }
    }

    fn sequences(&mut self, all: &[Sequence]) -> Vec<Pattern> {
        all.iter().map(|sequence| self.sequence(sequence)).collect()
    }

    fn stack(&mut self, all: &[Sequence], one: fn(&mut Self, &Sequence) -> Pattern) -> Pattern {
        match all {
            [only] => one(self, only),
            _ => Pattern::stack(all.iter().map(|sequence| one(self, sequence)).collect()),
        }
    }

    fn sequence(&mut self, sequence: &Sequence) -> Pattern {
        match &sequence.steps[..] {
            [only] => self.step(only).in_steps(Some(only.length())),
            steps if sequence.is_plain() => {
                Pattern::evenly(steps.iter().map(|step| self.step(step)))
            }
            steps => {
                let parts = steps.iter().map(|step| (step.length(), self.step(step)));
                Pattern::shared_out(sequence.weight(), parts)
            }
        }
    }

    fn step(&mut self, step: &Step) -> Pattern {
        let plain = self.item(step);
        step.ops.iter().fold(plain, |pattern, op| self.op(&pattern, op))
    }

    fn origin(&self, step: &Step) -> Option<SrcSpan> {
        self.place.map(|place| place.locate(step.at.start as usize, step.at.end as usize))
    }

    fn item(&mut self, step: &Step) -> Pattern {
        match &step.item {
            Item::Rest => Pattern::silence(),
            Item::Number(x) => Pattern::atom(Value::Number(*x), self.origin(step)),
            Item::Word(word) => Pattern::atom(Value::Text(*word), self.origin(step)),
            Item::Group(layers) => self.layers(layers),
            Item::Turns(all) => self.stack(all, Builder::turns),
            Item::Polymeter(all, steps) => self.polymeter(all, steps.as_deref()),
        }
    }

    fn turns(&mut self, turns: &Sequence) -> Pattern {
        if turns.is_plain() {
            let parts = turns.steps.iter().map(|step| self.step(step)).collect();
            return Pattern::cat(parts);
        }
        self.sequence(turns).slow(turns.weight())
    }

    fn polymeter(&mut self, all: &[Sequence], steps: Option<&Step>) -> Pattern {
        let first = all.first().map_or(Time::ONE, Sequence::weight);
        let steps = steps.map(|step| self.step(step));
        let paced = all.iter().map(|sequence| {
            let pattern = self.sequence(sequence);
            let weight = sequence.weight();
            match &steps {
                None => pattern.fast(first / weight).split_cycles(),
                Some(steps) => {
                    let args = [steps.clone(), Pattern::time(weight)];
                    lifted(PACED, &args, &pattern).split_cycles()
                }
            }
        });
        let paced: Vec<Pattern> = paced.collect();
        Pattern::stack(paced)
    }

    fn op(&mut self, pattern: &Pattern, op: &Op) -> Pattern {
        match op {
            Op::Fast(Amount::Number(by)) => pattern.fast(time(*by)),
            Op::Fast(Amount::Pattern(by)) => lifted(FAST, &[self.step(by)], pattern),
            Op::Slow(Amount::Number(by)) => pattern.slow(time(*by)),
            Op::Slow(Amount::Pattern(by)) => lifted(SLOW, &[self.step(by)], pattern),
            Op::Replicate(copies) => pattern.repeat_cycles(*copies).fast(*copies),
            Op::Degrade(amount, chance) => pattern.thinned(Chance::above(*amount).stream(*chance)),
            Op::Tail(tail) => pattern.combine_with(Align::In, "tail", tailed, &self.step(tail)),
            Op::Range(end) => {
                let made = self.range(pattern, end);
                self.made(made, end.at)
            }
            Op::Euclid(euclid) => {
                let made = self.euclid(pattern, euclid);
                self.made(made, euclid.at)
            }
        }
    }

    /// What was made, or silence after a complaint.
    fn made(&mut self, made: Result<Pattern, ArgError>, at: At) -> Pattern {
        made.unwrap_or_else(|error| {
            self.mistakes.push(Mistake {
                at: at.range(),
                message: error.message,
                hint: error.hints.into_iter().next(),
            });
            Pattern::silence()
        })
    }

    fn euclid(&mut self, pattern: &Pattern, euclid: &Euclid) -> Result<Pattern, ArgError> {
        let args = [Some(&euclid.onsets), Some(&euclid.steps), euclid.rotation.as_ref()];
        let args = args.into_iter().flatten();
        let mut origins = Origins::default();
        let constant = |sequence: &Sequence| match &sequence.steps[..] {
            [step] if step.weight == Time::ONE => {
                origins.merge(&Origins::of(self.origin(step)));
                step.number()
            }
            _ => None,
        };
        let numbers: Option<SmallVec<[f64; 3]>> = args.clone().map(constant).collect();
        if let Some(numbers) = numbers {
            let whole = |i: usize| numbers.get(i).map_or(0, |x| time(*x).cycle());
            return Ok(rhythm(pattern, whole(0), whole(1), whole(2))?.marked(&origins));
        }
        let args: SmallVec<[Pattern; 3]> = args.map(|number| self.sequence(number)).collect();
        Pattern::lift(EUCLID, Join::Inner, &args, std::slice::from_ref(pattern))
    }

    fn range(&mut self, begin: &Pattern, end: &Step) -> Result<Pattern, ArgError> {
        let end = self.step(end);
        let number = |p: &Pattern| p.as_atom().and_then(Value::as_number);
        if let (Some(from), Some(to)) = (number(begin), number(&end))
            && (to - from).abs() >= PARTS
        {
            let message = format!("the range from {from} to {to} is too long");
            return Err(ArgError::new(message).hint(format!("a range has at most {PARTS} numbers")));
        }
        Pattern::lift(RANGE_FROM, Join::Squeeze, std::slice::from_ref(begin), &[end])
    }
}

/// A number of the text as a factor.
fn time(x: f64) -> Time {
    Time::from_f64(x).unwrap_or(Time::ZERO)
}

fn lifted(call: Call, args: &[Pattern], source: &Pattern) -> Pattern {
    Pattern::lift(call, Join::Inner, args, std::slice::from_ref(source))
        .unwrap_or_else(|_| Pattern::silence())
}

const FAST: Call = Call {
    name: "fast",
    build: |values, sources| Ok(sources[0].fast(pattern::time_of(&values[0])?)),
};

const SLOW: Call = Call {
    name: "slow",
    build: |values, sources| Ok(sources[0].slow(pattern::time_of(&values[0])?)),
};

const PACED: Call = Call {
    name: "paced",
    build: |values, sources| {
        Ok(sources[0].fast(pattern::time_of(&values[0])? / pattern::time_of(&values[1])?))
    },
};

const EUCLID: Call = Call {
    name: "euclid",
    build: |values, sources| {
        let whole = |value| Ok::<_, ArgError>(pattern::time_of(value)?.cycle());
        let rotation = values.get(2).map_or(Ok(0), whole)?;
        let (onsets, steps) = (whole(&values[0])?, whole(&values[1])?);
        rhythm(&sources[0], onsets, steps, rotation)
    },
};

fn rhythm(p: &Pattern, onsets: i64, steps: i64, rotation: i64) -> Result<Pattern, ArgError> {
    p.euclid(onsets, steps, rotation).ok_or_else(|| pattern::no_rhythm(onsets, steps))
}

/// A range from a constant to a pattern of ends.
const RANGE_FROM: Call = Call {
    name: "range",
    build: |values, sources| {
        let args = [sources[0].clone(), Pattern::atom(values[0].clone(), None)];
        Pattern::lift(RANGE, Join::Mix, &args, &[])
    },
};

/// Every number from the second value to the first.
const RANGE: Call = Call {
    name: "range",
    build: |values, _| {
        let (Some(end), Some(begin)) = (values[0].as_number(), values[1].as_number()) else {
            return Ok(Pattern::silence());
        };
        let last = (end - begin).abs().floor().min(PARTS) as i64;
        let sign = if begin < end { 1.0 } else { -1.0 };
        let number = |i: i64| Pattern::number(begin + sign * i as f64);
        Ok(Pattern::sequence((0..=last).map(number).collect()))
    },
};

/// A value with another one behind it.
fn tailed(head: &Value, tail: &Value) -> Option<Value> {
    let mut list = match head {
        Value::List(list) => list.to_vec(),
        other => vec![other.clone()],
    };
    list.push(tail.clone());
    Some(Value::List(list.into()))
}
