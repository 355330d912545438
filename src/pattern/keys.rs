//! A keyboard as a pattern: its events are the keys that were played, at their moments.
//!
//! It remembers nothing: which keys were played, the query is told.

use super::{Context, Controls, Event, EventChange, Pattern, Signal, Value};
use crate::control::Control;
use crate::symbol::Symbol;
use crate::time::{Span, Time};

impl Pattern {
    /// The keys that are played on an input, each for so many cycles.
    pub fn keys(input: Symbol, lasts: Time) -> Pattern {
        let change = EventChange { name: "midikeys", run: played };
        let args = vec![Value::Text(input), Value::Number(lasts.to_f64())];
        Pattern::signal(Signal::Time).change_events(change, args)
    }
}

fn played(context: &Context, args: &[Value], events: &mut Vec<Event>) {
    let [Value::Text(input), lasts] = args else { return events.clear() };
    let lasts = lasts.as_number().and_then(Time::from_f64).unwrap_or(Time::ONE);
    // A signal has one event for what is asked of it.
    for asked in std::mem::take(events) {
        for key in context.inputs.keys(*input) {
            let whole = Span { begin: key.begin, end: key.begin + lasts };
            let Some(part) = whole.intersect(asked.part) else { continue };
            let note = (Control::Note, Value::Number(f64::from(key.note)));
            let velocity = (Control::Velocity, Value::Number(key.velocity));
            let value = Value::Controls([note, velocity].into_iter().collect::<Controls>());
            events.push(Event { whole: Some(whole), part, value, origins: asked.origins });
        }
    }
}
