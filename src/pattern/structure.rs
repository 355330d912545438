//! Changes of which events there are: rhythms from elsewhere, conditions, parts by number.
//!
//! Chance is in `random`, arithmetic in `combine`.

use super::join::{Call, Join};
use super::node::{EventChange, Extent, Node};
use super::value::Value;
use super::{Context, Event, PARTS_LIMIT, Pattern};
use crate::diag::ArgError;
use crate::time::Time;

/// `press`: the value, and by how much.
pub(super) fn press_call() -> Call {
    Call {
        name: "press",
        build: |values, _| {
            let by = time_of(&values[1])?;
            Ok(Pattern::atom(values[0].clone(), None).compress(by, Time::ONE))
        },
    }
}

/// The exact time that a value stands for.
///
/// # Errors
/// If it is no number.
pub fn time_of(value: &Value) -> Result<Time, ArgError> {
    let number = match value {
        // A note name is a number of its own kind: no length and no factor.
        Value::Text(word) => word.as_str().trim().parse().ok(),
        other => other.as_number(),
    };
    number
        .and_then(Time::from_f64)
        .ok_or_else(|| ArgError::new(format!("expected a number, found {}", described(value))))
}

/// A value as a message names it.
pub(super) fn described(value: &Value) -> String {
    match value {
        Value::Number(x) => format!("the number {x}"),
        Value::Text(word) => format!("the word \"{word}\""),
        Value::Bool(b) => format!("{b}"),
        Value::List(_) => format!("the list \"{value}\""),
        Value::Controls(_) => format!("the controls {value}"),
        Value::Pattern(_) => "a pattern".to_owned(),
    }
}

impl Pattern {
    /// `changed` where `condition` says yes, else this pattern.
    #[must_use]
    pub fn when(&self, condition: &Pattern, changed: &Pattern) -> Pattern {
        let call = Call {
            name: "when",
            build: |values, sources| Ok(sources[usize::from(!values[0].is_truthy())].clone()),
        };
        let sources = [changed.clone(), self.clone()];
        Pattern::lift(call, Join::Inner, std::slice::from_ref(condition), &sources)
            .unwrap_or_else(|_| Pattern::silence())
    }

    /// The condition of `chunk`: one `n`-th of the cycle, the next one in each cycle.
    #[must_use]
    pub fn chunk_condition(n: i64, back: bool) -> Pattern {
        let n = n.clamp(1, PARTS_LIMIT);
        let mut steps = vec![false; n as usize];
        steps[0] = true;
        Pattern::booleans(&steps).iter(Time::whole(n), !back)
    }

    /// The events of each query changed as a group.
    #[must_use]
    pub fn change_events(&self, change: EventChange, args: Vec<Value>) -> Pattern {
        let node = Node::Events { change, extent: Extent::Query, args, of: self.clone() };
        Pattern::new(node, self.steps())
    }

    /// The events of each cycle changed as a group, those that reach into it included.
    #[must_use]
    pub fn change_cycles(&self, change: EventChange, args: Vec<Value>) -> Pattern {
        let node = Node::Events { change, extent: Extent::Cycle, args, of: self.clone() };
        Pattern::new(node, self.steps())
    }

    /// Events at one and the same time become one event with a list of their values.
    #[must_use]
    pub fn collected(&self) -> Pattern {
        self.change_events(EventChange { name: "collect", run: collect }, Vec::new())
    }

    /// The parts of this pattern that `index` chooses, each squeezed into the event that chose it;
    /// `count` says how many parts there are.
    #[must_use]
    pub fn bite(&self, count: &Pattern, index: &Pattern) -> Pattern {
        let call = Call {
            name: "bite",
            build: |values, sources| {
                let count = time_of(&values[1])?;
                let begin = (time_of(&values[0])? / count).fract();
                Ok(sources[0].zoom(begin, begin + count.recip()))
            },
        };
        let args = [index.clone(), count.clone()];
        Pattern::lift(call, Join::Squeeze, &args, std::slice::from_ref(self))
            .unwrap_or_else(|_| Pattern::silence())
    }

    /// Later by what `by` says at any moment.
    #[must_use]
    pub fn late_by(&self, by: &Pattern) -> Pattern {
        let call = Call {
            name: "late",
            build: |values, sources| Ok(sources[0].late(time_of(&values[0])?)),
        };
        Pattern::lift(call, Join::Inner, std::slice::from_ref(by), std::slice::from_ref(self))
            .unwrap_or_else(|_| Pattern::silence())
            .with_steps(self.steps())
    }

    /// Lists spread out into events at one time.
    #[must_use]
    pub fn spread_lists(&self) -> Pattern {
        self.change_events(EventChange { name: "flatten", run: flatten }, Vec::new())
    }
}

fn collect(_: &Context, _: &[Value], events: &mut Vec<Event>) {
    let mut groups: Vec<(Event, Vec<Value>)> = Vec::new();
    for event in events.drain(..) {
        let same = groups.iter_mut().find(|(g, _)| g.whole == event.whole && g.part == event.part);
        match same {
            Some((group, values)) => {
                group.origins.merge(&event.origins);
                values.push(event.value);
            }
            None => {
                let value = event.value.clone();
                groups.push((event, vec![value]));
            }
        }
    }
    let listed =
        |(event, values): (Event, Vec<Value>)| Event { value: Value::List(values.into()), ..event };
    events.extend(groups.into_iter().map(listed));
}

fn flatten(_: &Context, _: &[Value], events: &mut Vec<Event>) {
    let flat = events.drain(..).flat_map(|event| match &event.value {
        Value::List(list) => {
            list.iter().map(|value| Event { value: value.clone(), ..event.clone() }).collect()
        }
        _ => vec![event],
    });
    let flat: Vec<Event> = flat.collect();
    *events = flat;
}
