//! From rows of steps to one pattern.
//!
//! Steps have one length in all rows; rows only differ in when they begin again.

use super::cell::Hit;
use super::parser::{Grid, Row, Step};
use crate::control::Control;
use crate::diag::Place;
use crate::pattern::{Chance, Controls, Pattern, Value, ValueChange};
use crate::time::Time;

/// The chance that a `?` plays.
const MAYBE: f64 = 0.5;

/// The pattern of a grid without mistakes.
pub(super) fn pattern(grid: &Grid, place: Option<&Place>) -> Pattern {
    let first = grid.rows.first().map_or(1, |row| row.length);
    let cycle = steps_of(grid.steps.unwrap_or(first));
    let mut chances = 0;
    let rows = grid.rows.iter().map(|row| {
        let pattern = row_pattern(row, place, &mut chances);
        pattern.fast(cycle / steps_of(row.length))
    });
    Pattern::stack(rows.collect()).with_steps(Some(cycle))
}

fn steps_of(count: usize) -> Time {
    Time::whole(count as i64)
}

fn row_pattern(row: &Row, place: Option<&Place>, chances: &mut i64) -> Pattern {
    let sound = sound(&row.name);
    let steps = row.steps.iter().map(|step| {
        let pattern = match step.hit {
            Some(hit) => struck(&sound, hit, step, place, chances),
            None => Pattern::silence(),
        };
        (steps_of(step.length), pattern)
    });
    Pattern::weighted(steps.collect())
}

/// What a row plays, without velocity: its sound, number and gain. `bd::0.8` has no number.
fn sound(name: &[String]) -> Controls {
    let part = |word: &String| match word.parse::<f64>() {
        Ok(number) if number.is_finite() => Value::Number(number),
        _ => Value::text(word),
    };
    let parts: Vec<Value> = match name {
        [sound, rest @ ..] => {
            std::iter::once(Value::text(sound)).chain(rest.iter().map(part)).collect()
        }
        [] => Vec::new(),
    };
    let sound = ValueChange::Control(Control::S).apply(&Value::List(parts.into()));
    let Some(Value::Controls(mut controls)) = sound else { return Controls::default() };
    if name.get(1).is_some_and(String::is_empty) {
        controls.remove(Control::N);
    }
    controls
}

fn struck(
    sound: &Controls,
    hit: Hit,
    step: &Step,
    place: Option<&Place>,
    chances: &mut i64,
) -> Pattern {
    let mut controls = sound.clone();
    if let Some(velocity) = hit.velocity {
        controls.set(Control::Velocity, Value::Number(velocity));
    }
    let origin = place.map(|place| place.locate(step.at.start, step.at.end));
    let once = Pattern::atom(Value::Controls(controls), origin);
    let rolled = if hit.times == 1 { once } else { once.fast(Time::whole(i64::from(hit.times))) };
    if !hit.maybe {
        return rolled;
    }
    *chances += 1;
    rolled.thinned(Chance::above(MAYBE).stream(*chances - 1))
}
