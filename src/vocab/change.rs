//! Rows that apply functions: sometimes, somewhere, to copies, to values.

use super::args::{Change, pattern_of};
use super::counts::{CHUNKS, COPIES};
use super::values::{value_change, value_test};
use super::{Arg, ArgError, Args, Function, Group, Kind, Param, Run};
use crate::control::Control;
use crate::pattern::{Align, Controls, Join, Op, Pattern, Value, time_of};
use crate::time::Time;

const CHANGE: &[Param] = &[Param::new("change", Kind::Change)];
const CHANGES: &[Param] = &[Param::new("changes", Kind::Change).many()];
const N_CHANGE: &[Param] = &[Param::new("n", Kind::Number), Param::new("change", Kind::Change)];
pub(super) const CHUNK: &[Param] =
    &[Param::new("n", Kind::Number).at_most(CHUNKS), Param::new("change", Kind::Change)];
const TIMES_CHANGE: &[Param] =
    &[Param::new("n", Kind::Number).at_most(COPIES), Param::new("change", Kind::Change)];
const VALUE: &[Param] = &[Param::new("function", Kind::ValueFunction)];

const fn row(name: &'static str, params: &'static [Param], run: Run) -> Function {
    Function::method(Group::Change, name, params, run)
}

const TIME_CHANGE: &[Param] = &[Param::new("time", Kind::Time), Param::new("change", Kind::Change)];

/// The pattern with copies 1.5 times so much later, and both of them 2.5 times, each changed.
fn ghosts(
    p: &Pattern,
    time: Time,
    change: impl Fn(&Pattern) -> Result<Pattern, ArgError>,
) -> Result<Pattern, ArgError> {
    let with_copy = |p: &Pattern, times: Time| {
        Ok::<_, ArgError>(Pattern::stack(vec![p.clone(), change(p)?.late(time * times)]))
    };
    with_copy(&with_copy(p, Time::new(3, 2))?, Time::new(5, 2))
}

fn whole(value: &Value) -> Result<i64, ArgError> {
    Ok(time_of(value)?.cycle())
}

fn count(a: &Args<'_>, i: usize) -> Result<i64, ArgError> {
    Ok(a.time(i)?.cycle().clamp(0, COPIES))
}

/// One cycle in `n` changed: the first, or the last.
fn one_of(a: &Args<'_>, last: bool) -> Result<Pattern, ArgError> {
    let source = a.source()?;
    let changed = a.change(2)?.apply(&source)?;
    let build = if last {
        |v: &[Value], p: &[Pattern]| Ok(p[0].every(whole(&v[0])?, -1, &p[1]))
    } else {
        |v: &[Value], p: &[Pattern]| Ok(p[0].every(whole(&v[0])?, 0, &p[1]))
    };
    a.lift_from(Join::Inner, &[a.pattern(1)?], &[source, changed], build)
}

fn chunk(a: &Args<'_>, back: bool, held: bool) -> Result<Pattern, ArgError> {
    let (source, change) = (a.source()?, a.change(2)?);
    a.for_each_value(1, |n| {
        let n = whole(n)?.clamp(1, CHUNKS);
        let held = held.then(|| source.repeat_cycles(Time::whole(n)));
        let plain = held.as_ref().unwrap_or(&source);
        let changed = change.apply(plain)?;
        Ok(plain.when(&Pattern::chunk_condition(n, back), &changed).with_steps(source.steps()))
    })
}

/// The original and changed copies.
fn with_copies(a: &Args<'_>, original: bool) -> Result<Pattern, ArgError> {
    let source = a.source()?;
    let copies = (1..a.count()).map(|i| a.change(i)?.apply(&source));
    let mut all = if original { vec![source.clone()] } else { Vec::new() };
    for copy in copies {
        all.push(copy?);
    }
    Ok(Pattern::stack(all))
}

/// One control, once in every cycle.
pub(super) fn controlled(control: Control, value: Value) -> Pattern {
    Pattern::atom(Value::Controls(Controls::one(control, value)), None)
}

fn panned(value: &Value, by: f64) -> Option<Value> {
    let mut controls = match value {
        Value::Controls(controls) => controls.clone(),
        _ => return Some(value.clone()),
    };
    let old = controls.get(Control::Pan).and_then(Value::as_number).unwrap_or(0.5);
    controls.set(Control::Pan, Value::Number(old + by));
    Some(Value::Controls(controls))
}

/// The pattern to the left, a changed copy to the right.
fn jux(source: &Pattern, by: &Pattern, change: &Change<'_>) -> Result<Pattern, ArgError> {
    let moved = |share: f64| {
        let half = by.combine(Op::Mul, Align::In, &Pattern::number(share));
        let pan = |constants: &[Value], value: &Value| panned(value, constants[0].as_number()?);
        match half.as_atom() {
            Some(half) => source.map_with("panned", vec![half.clone()], pan),
            None => source.combine_with(
                Align::In,
                "panned",
                |value, by| panned(value, by.as_number()?),
                &half,
            ),
        }
    };
    let copy = change.apply(&moved(0.5))?;
    Ok(Pattern::stack(vec![moved(-0.5), copy]))
}

/// Copies, each later and quieter.
fn echo(v: &[Value], p: &[Pattern]) -> Result<Pattern, ArgError> {
    let (times, time) = (whole(&v[0])?.clamp(0, COPIES), time_of(&v[1])?);
    let feedback = time_of(&v[2])?.to_f64();
    let copy = |i: i64| {
        let gain = Value::Number(libm::pow(feedback, i as f64));
        let gain = Pattern::atom(Value::Controls(Controls::one(Control::Gain, gain)), None);
        p[0].late(time * Time::whole(i)).set(&gain)
    };
    Ok(Pattern::stack((0..times).map(copy).collect()))
}

fn echo_with(a: &Args<'_>) -> Result<Pattern, ArgError> {
    let (source, change, time) = (a.source()?, a.change(3)?, a.pattern(2)?);
    a.for_each_value(1, |times| {
        let times = whole(times)?.clamp(0, COPIES);
        Pattern::bind(&time, |time| {
            let copy = |i: i64| {
                let by = time.combine(Op::Mul, Align::In, &Pattern::number(i as f64));
                change.apply_nth(&source.late_by(&by), i)
            };
            Ok(Pattern::stack((0..times).map(copy).collect::<Result<Vec<_>, ArgError>>()?))
        })
    })
}

/// Each event `n` times in its place; copy `i` is made by `nth`. A fraction is room for a part of one
/// more.
fn ply_with(
    a: &Args<'_>,
    mut nth: impl FnMut(&Pattern, &Pattern, i64) -> Result<Pattern, ArgError>,
) -> Result<Pattern, ArgError> {
    let source = a.source()?;
    a.for_each_value(1, |n| {
        let n = time_of(n)?.min(Time::whole(COPIES));
        if n < Time::ONE {
            return Ok(Pattern::silence());
        }
        let made = source.expand_with(|value| {
            let mut copies = vec![value.clone()];
            for i in 1..n.cycle() {
                let next = nth(value, copies.last().unwrap_or(value), i)?;
                copies.push(next);
            }
            Ok::<_, ArgError>(Pattern::cat(copies).fast(n))
        })?;
        Ok(made.with_steps(source.steps().map(|steps| steps * n)))
    })
}

pub(super) const ROWS: &[Function] = &[
    row("every", N_CHANGE, |a| one_of(a, false))
        .alias(&["firstOf"])
        .summary("Applies a function to the first of every `n` cycles.")
        .example(r#"s("bd sd hh cp").every(4, |p| p.rev())"#),
    row("lastOf", N_CHANGE, |a| one_of(a, true))
        .summary("Applies a function to the last of every `n` cycles.")
        .example(r#"s("bd sd hh cp").lastOf(4, |p| p.fast(2))"#),
    row("when", WHEN, |a| {
        let source = a.source()?;
        let changed = a.change(2)?.apply(&source)?;
        let condition = match a.need(1)? {
            Arg::Function(_) => super::conditions::cycle_test(a, 1)?,
            other => pattern_of(other)?,
        };
        Ok(source.when(&condition.split_cycles(), &changed))
    })
    .summary(
        "Applies a function while `condition` says yes; it may test the cycle: |c| c % 4 == 3.",
    )
    .example(r#"s("bd sd hh cp").when("<0 1>", |p| p.rev())"#),
    row("whenmod", WHENMOD, |a| {
        let source = a.source()?;
        let changed = a.change(3)?.apply(&source)?;
        let (n, from) = (count(a, 1)?.max(1), count(a, 2)?);
        let turn = |i| if i >= from { changed.clone() } else { source.clone() };
        Ok(Pattern::cat_running((0..n).map(turn).collect()))
    })
    .summary("Applies a function from the `from`-th to the last of every `n` cycles.")
    .example(r#"s("bd sd hh cp").whenmod(4, 2, |p| p.fast(2))"#),
    row("foldEvery", FOLD, |a| {
        let (counts, change) = (a.list(1)?, a.change(2)?);
        counts
            .iter()
            .filter_map(Pattern::as_atom)
            .try_fold(a.source()?, |p, n| Ok(p.every(whole(n)?, 0, &change.apply(&p)?)))
    })
    .summary("Applies a function to the first of every `n` cycles, for several `n`.")
    .example(r#"s("bd sd hh cp").foldEvery([3, 4], |p| p.fast(2))"#),
    row("within", WITHIN, |a| {
        let (source, change) = (a.source()?, a.change(3)?);
        a.for_each_value(1, |begin| {
            a.for_each_value(2, |end| {
                let (inside, outside) = source.split_at(time_of(begin)?, time_of(end)?);
                Ok(Pattern::stack(vec![change.apply(&inside)?, outside]))
            })
        })
    })
    .summary("Applies a function to events that begin within a part of the cycle.")
    .example(r#"s("bd sd hh cp").within(0, 0.5, |p| p.fast(2))"#),
    row("chunk", CHUNK, |a| chunk(a, false, true))
        .alias(&["slowChunk", "slowchunk"])
        .summary("Applies a function to one `n`-th of the pattern, the next one in each cycle.")
        .example(r#"s("bd sd hh cp").chunk(4, |p| p.ply(2))"#),
    row("chunkBack", CHUNK, |a| chunk(a, true, true))
        .alias(&["chunkback"])
        .summary("Applies a function to one `n`-th of the pattern, the one before in each cycle.")
        .example(r#"s("bd sd hh cp").chunkBack(4, |p| p.ply(2))"#),
    row("fastChunk", CHUNK, |a| chunk(a, false, false))
        .alias(&["fastchunk"])
        .summary("As `chunk`, but the pattern goes on from cycle to cycle.")
        .example(r#"s("<bd cp> sd hh hh").fastChunk(4, |p| p.ply(2))"#),
    row("superimpose", CHANGES, |a| with_copies(a, true))
        .summary("Plays the pattern and changed copies of it at once.")
        .example(r#"note("c e g").superimpose(|p| p.add(7))"#),
    row("layer", CHANGES, |a| with_copies(a, false))
        .summary("Plays changed copies of the pattern at once, without the pattern itself.")
        .example(r#"note("c e g").layer(|p| p.s("saw"), |p| p.add(7).s("sine"))"#),
    row("apply", CHANGES, |a| with_copies(a, false))
        .summary("Applies a function.")
        .example(r#"note("c e g").apply(|p| p.rev())"#),
    row("applyN", TIMES_CHANGE, |a| {
        let (source, change) = (a.source()?, a.change(2)?);
        a.for_each_value(1, |n| {
            let n = time_of(n)?.ceil().cycle().clamp(0, COPIES);
            (0..n).try_fold(source.clone(), |pattern, _| change.apply(&pattern))
        })
    })
    .summary("Applies a function `n` times.")
    .example(r#"note("c e g".applyN(3, |p| p.add(2)))"#),
    row("off", OFF, |a| {
        let (source, change, times) = (a.source()?, a.change(2)?, a.pattern(1)?);
        let made = Pattern::bind(&times, |time| {
            let copy = change.apply(&source.late_by(time))?;
            Ok::<_, ArgError>(Pattern::stack(vec![source.clone(), copy]))
        })?;
        Ok(made.with_steady_steps(&times))
    })
    .summary("Plays the pattern, and a changed copy of it later.")
    .example(r#"note("c e g").off(1/8, |p| p.add(12))"#),
    row("jux", CHANGE, |a| jux(&a.source()?, &Pattern::number(1.0), &a.change(1)?))
        .summary("Plays the pattern on the left, and a changed copy on the right.")
        .example(r#"s("bd hh sd hh").jux(|p| p.rev())"#),
    row("juxBy", JUX, |a| {
        let (source, change, by) = (a.source()?, a.change(2)?, a.pattern(1)?);
        Ok(Pattern::bind(&by, |by| jux(&source, by, &change))?.with_steady_steps(&by))
    })
    .alias(&["juxby"])
    .summary("As `jux`, but less far to the sides.")
    .example(r#"s("bd hh sd hh").juxBy(0.5, |p| p.rev())"#),
    row("echo", ECHO, |a| a.lift(3, echo))
        .summary("Repeats each event later and quieter.")
        .example(r#"s("bd sd").echo(3, 1/8, 0.5)"#),
    row("stut", STUT, |a| a.lift(3, |v, p| echo(&[v[0].clone(), v[2].clone(), v[1].clone()], p)))
        .summary("Repeats each event later and quieter; the time comes last.")
        .example(r#"s("bd sd").stut(3, 0.5, 1/8)"#),
    row("echoWith", ECHO_WITH, echo_with)
        .alias(&["echowith", "stutWith", "stutwith"])
        .summary("Repeats each event later, changed by a function that is told which copy it is.")
        .example(r#"note("c e").echoWith(4, 1/8, |p, i| p.add(i * 2))"#),
    row("plyWith", TIMES_CHANGE, |a| {
        let change = a.change(2)?;
        ply_with(a, |_, last, _| change.apply(last))
    })
    .alias(&["plywith"])
    .summary("Repeats each event in its time, changed once more at each repeat.")
    .example(r#"note("c e".plyWith(3, |p| p.add(7)))"#),
    row("plyForEach", TIMES_CHANGE, |a| {
        let change = a.change(2)?;
        ply_with(a, |value, _, i| change.apply_nth(value, i))
    })
    .alias(&["plyforeach"])
    .summary(
        "Repeats each event in its time, changed by a function that is told which repeat it is.",
    )
    .example(r#"note("0 4".plyForEach(3, |p, i| p.add(i)))"#),
    row("fmap", VALUE, |a| Ok(a.source()?.map(value_change(a.callback(1)?))))
        .alias(&["withValue", "map"])
        .summary("Applies a function to every value.")
        .example(r#"n("0 1 2".fmap(|v| v * 2)).scale("C:minor")"#),
    row("filterValues", VALUE, |a| Ok(a.source()?.map(value_test(a.callback(1)?))))
        .alias(&["filter"])
        .summary("Keeps events whose values pass a test.")
        .example(r#"n("0 1 2 3".filterValues(|v| v > 1)).scale("C:minor")"#),
    row("ghost", &[], |a| {
        let quieter = |p: &Pattern| {
            let with = |p: &Pattern, op: Op, control: Control, x: f64| {
                let map = Controls::one(control, Value::Number(x));
                p.combine(op, Align::In, &Pattern::atom(Value::Controls(map), None))
            };
            let quiet = with(p, Op::Mul, Control::Gain, 0.7);
            with(&with(&quiet, Op::Set, Control::End, 0.2), Op::Mul, Control::Speed, 1.25)
        };
        ghosts(&a.source()?, Time::new(1, 8), |p| Ok(quieter(p)))
    })
    .summary("Adds quiet, short ghost notes 3/16, 5/16 and 1/2 of a cycle after every event.")
    .example(r#"s("~ sd").ghost()"#),
    row("ghostWith", TIME_CHANGE, |a| {
        let change = a.change(2)?;
        ghosts(&a.source()?, a.time(1)?, |p| change.apply(p))
    })
    .alias(&["ghost_with"])
    .summary("As `ghost`: changed copies 1.5 and 2.5 times so much later, and both of them.")
    .example(r#"s("~ sd").ghostWith(1/8, |p| p.gain(0.4))"#),
];

const WHEN: &[Param] =
    &[Param::new("condition", Kind::Pattern), Param::new("change", Kind::Change)];
const WHENMOD: &[Param] = &[
    Param::new("n", Kind::Number).at_most(COPIES),
    Param::new("from", Kind::Number),
    Param::new("change", Kind::Change),
];
const FOLD: &[Param] = &[Param::new("counts", Kind::List), Param::new("change", Kind::Change)];
const WITHIN: &[Param] = &[
    Param::new("begin", Kind::Time),
    Param::new("end", Kind::Time),
    Param::new("change", Kind::Change),
];
const OFF: &[Param] = &[Param::new("time", Kind::Time), Param::new("change", Kind::Change)];
const JUX: &[Param] = &[Param::new("by", Kind::Number), Param::new("change", Kind::Change)];
const ECHO: &[Param] = &[
    Param::new("times", Kind::Number).at_most(COPIES),
    Param::new("time", Kind::Time),
    Param::new("feedback", Kind::Number),
];
const STUT: &[Param] = &[
    Param::new("times", Kind::Number).at_most(COPIES),
    Param::new("feedback", Kind::Number),
    Param::new("time", Kind::Time),
];
const ECHO_WITH: &[Param] = &[
    Param::new("times", Kind::Number).at_most(COPIES),
    Param::new("time", Kind::Time),
    Param::new("change", Kind::Change),
];
