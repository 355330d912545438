//! Rows for how a rhythm feels: grooves, and the inexactness of hands. Also the ramp, which a tempo
//! wants most.

use super::row;
use crate::pattern::{Align, Op, Pattern, Signal, Value};
use crate::time::Time;
use crate::vocab::{Arg, ArgError, Args, Function, Group, Kind, Param};

const GROOVE: &[Param] =
    &[Param::new("template", Kind::Word), Param::new("amount", Kind::Number).optional()];
const AMOUNT: &[Param] = &[Param::new("amount", Kind::Number).optional()];
const RAMP: &[Param] = &[
    Param::new("from", Kind::Number),
    Param::new("to", Kind::Number),
    Param::new("cycles", Kind::Time),
];

/// Grooves by name: how far each step of a cycle, or of a part of it, is moved, in steps.
const TEMPLATES: &[(&str, &[f64])] = &[
    ("shuffle", &PAIRS_66),
    ("laidback", &[0.0, 0.04, 0.06, 0.04, 0.14, 0.04, 0.06, 0.04]),
    ("pushed", &[0.0, -0.04, -0.1, -0.04, -0.03, -0.04, -0.1, -0.04]),
    ("samba", &[0.0, -0.12, -0.18, 0.05]),
    ("drunk", &[0.0, 0.2, -0.07, 0.28, 0.06, 0.24, -0.04, 0.3]),
];

/// The steps of a cycle that a template repeats in.
const STEPS: usize = 16;
/// The second of two steps at two thirds of both.
const PAIRS_66: [f64; 2] = [0.0, 1.0 / 3.0];
/// `swing50` is even, `swing66` a shuffle.
const SWING: std::ops::RangeInclusive<f64> = 50.0..=75.0;

/// The offsets of a template, for all steps of a cycle.
fn template(name: &str) -> Result<Vec<f64>, ArgError> {
    let cycle = |steps: &[f64]| steps.iter().copied().cycle().take(STEPS).collect();
    if let Some((_, steps)) = TEMPLATES.iter().find(|(known, _)| *known == name) {
        return Ok(cycle(steps));
    }
    let percent = name.strip_prefix("swing").and_then(|rest| rest.parse::<f64>().ok());
    if let Some(percent) = percent.filter(|percent| SWING.contains(percent)) {
        return Ok(cycle(&[0.0, percent / 50.0 - 1.0]));
    }
    let numbers: Option<Vec<f64>> = name.split_whitespace().map(|word| word.parse().ok()).collect();
    numbers.filter(|numbers| !numbers.is_empty()).ok_or_else(|| {
        let names: Vec<&str> = TEMPLATES.iter().map(|(name, _)| *name).collect();
        ArgError::new(format!("there is no groove `{name}`")).hint(format!(
            "grooves are swing50 to swing75, {}, or a list of offsets, one for each step",
            names.join(", ")
        ))
    })
}

fn groove(a: &Args<'_>) -> Result<Pattern, ArgError> {
    let offsets = match a.need(1)? {
        Arg::List(items) => {
            let number = |item: &Arg| match item {
                Arg::Number(x) => Ok(*x),
                _ => Err(ArgError::new("the offsets of a groove are numbers: parts of a step")),
            };
            items.iter().map(number).collect::<Result<_, _>>()?
        }
        _ => template(&a.text(1)?.text)?,
    };
    let amount = if a.get(2).is_some() { a.number(2)? } else { 1.0 };
    let offsets: Vec<f64> = offsets.iter().map(|offset| offset * amount).collect();
    Ok(a.source()?.groove(&offsets))
}

pub(in crate::vocab) const ROWS: &[Function] = &[
    row("groove", GROOVE, groove)
        .summary(
            "Moves the steps of the cycle a little: by a groove's name, or by parts of a step.",
        )
        .example(r#"s("hh*16").groove("swing58")"#),
    row("humanise", AMOUNT, |a| {
        let amount = if a.get(1).is_some() { a.number(1)? } else { 0.5 };
        Ok(a.source()?.humanise(amount))
    })
    .alias(&["humanize"])
    .summary("Plays as hands do: a little early or late, a little softer, at most for 1.")
    .example(r#"s("hh*8").humanise(0.6)"#),
    Function::free_standing(Group::Signal, "ramp", RAMP, |a| {
        let (from, to) = (a.number(0)?, a.number(1)?);
        let cycles = a.time(2)?.max(Time::new(1, 1024));
        let way = Pattern::signal(Signal::Time).fast(cycles.recip());
        let once =
            way.map_values("ramp", |value| Some(Value::Number(value.as_number()?.clamp(0.0, 1.0))));
        let spread = once.combine(Op::Mul, Align::In, &Pattern::number(to - from));
        Ok(spread.combine(Op::Add, Align::In, &Pattern::number(from)))
    })
    .summary("Goes from one number to another during the first so many cycles, and stays there.")
    .example(r#"s("hh*8").gain(ramp(0.1, 1, 4))"#),
];
