//! Rows that lay copies over each other: repeats, copies at the sides, patterns woven together.

use super::args::{Change, pattern_of};
use super::change::controlled;
use super::counts::COPIES;
use super::{Arg, ArgError, Args, Function, Group, Kind, Param, Run};
use crate::control::Control;
use crate::pattern::{Align, Join, Op, Pattern, Signal, Value, time_of};
use crate::time::Time;

const fn row(name: &'static str, params: &'static [Param], run: Run) -> Function {
    Function::method(Group::Change, name, params, run)
}

const fn function(name: &'static str, params: &'static [Param], run: Run) -> Function {
    Function::free_standing(Group::Change, name, params, run)
}

fn pan(at: f64) -> Pattern {
    controlled(Control::Pan, Value::Number(at))
}

/// The functions of a list.
fn changes(arg: &Arg) -> Result<Vec<Change<'_>>, ArgError> {
    let Arg::List(items) = arg else {
        return Err(super::args::expected("a list of functions", arg));
    };
    items.iter().map(Change::of).collect()
}

/// What a function of two patterns makes of them.
fn together(a: &Args<'_>, i: usize, one: &Pattern, other: &Pattern) -> Result<Pattern, ArgError> {
    let given = [Arg::Pattern(one.clone()), Arg::Pattern(other.clone())];
    pattern_of(&a.callback(i)?.call(&given)?)
}

/// A function of a value and the pattern, for each value of a list.
fn spread(a: &Args<'_>) -> Result<Vec<Pattern>, ArgError> {
    let source = a.source()?;
    let Arg::List(values) = a.need(2)? else {
        return Err(super::args::expected("a list of values", a.need(2)?));
    };
    let one =
        |v: &Arg| pattern_of(&a.callback(1)?.call(&[v.clone(), Arg::Pattern(source.clone())])?);
    values.iter().map(one).collect()
}

/// Part `i` of `n` begins that much later in the time that all of them share.
fn woven(
    cycles: Time,
    count: usize,
    mut part: impl FnMut(usize) -> Result<Pattern, ArgError>,
) -> Result<Pattern, ArgError> {
    let placed = (0..count).map(|i| {
        let by = cycles * Time::new(i as i64, count.max(1) as i64);
        Ok(part(i)?.late(by))
    });
    Ok(Pattern::stack(placed.collect::<Result<Vec<_>, ArgError>>()?))
}

fn weave(a: &Args<'_>) -> Result<Pattern, ArgError> {
    let (cycles, base) = (a.time(0)?, a.pattern(1)?);
    // A turn further on than it need be: signals have odd values before the first cycle.
    let base = base.slow(cycles).early(cycles);
    let parts = a.list(2)?;
    woven(cycles, parts.len(), |i| Ok(parts[i].set(&base)))
}

/// Ever more applications of a function, one a cycle.
fn grown(a: &Args<'_>, depth: usize, change: usize) -> Result<Vec<Pattern>, ArgError> {
    let change = a.change(change)?;
    let mut all = vec![a.source()?];
    for _ in 1..a.time(depth)?.cycle().clamp(1, COPIES) {
        let next = change.apply(&all[all.len() - 1])?;
        all.push(next);
    }
    Ok(all)
}

/// How loud a pattern is on its way out: in the first half it is not yet less.
fn fading(constants: &[Value], place: &Value) -> Option<Value> {
    let place = place.as_number()?;
    let place = if constants[0].is_truthy() { 1.0 - place } else { place };
    let gain = if place < 0.5 { 1.0 } else { 1.0 - (place - 0.5) / 0.5 };
    Some(Value::Controls(crate::pattern::Controls::one(Control::Gain, Value::Number(gain))))
}

fn crossfade(a: &Args<'_>) -> Result<Pattern, ArgError> {
    let (from, place, to) = (a.source()?, a.pattern(1)?, a.pattern(2)?);
    let faded = |p: &Pattern, inward: bool| {
        let gain = place.map_with("fading", vec![Value::Bool(inward)], fading);
        p.combine(Op::Mul, Align::In, &gain)
    };
    Ok(Pattern::stack(vec![faded(&from, false), faded(&to, true)]))
}

pub(super) const ROWS: &[Function] = &[
    row("stutter", STUTTER, |a| {
        a.lift(2, |v, p| {
            let (n, by) = (time_of(&v[0])?.cycle().clamp(0, COPIES), time_of(&v[1])?);
            Ok(Pattern::stack((0..n).map(|i| p[0].late(by * Time::whole(i))).collect()))
        })
    })
    .summary("Plays each event `n` times, each time so much later.")
    .example(r#"s("bd sd").stutter(4, 1/16)"#),
    row("offadd", OFFADD, |a| {
        let source = a.source()?;
        let copy = source.late_by(&a.pattern(1)?);
        Ok(Pattern::stack(vec![source, copy.combine(Op::Add, Align::In, &a.pattern(2)?)]))
    })
    .summary("Plays the pattern, and a copy of it later with something added.")
    .example(r#"n("0 2 4".offadd(1/8, 7)).scale("C:minor")"#),
    row("juxAll", CHANGES, |a| {
        let source = a.source()?;
        let changes = changes(a.need(1)?)?;
        let copy = |(i, change): (usize, &Change<'_>)| {
            let at = i as f64 / changes.len() as f64;
            Ok(change.apply(&source)?.combine(Op::Add, Align::In, &pan(at)))
        };
        let copies = changes.iter().enumerate().map(copy);
        Ok(Pattern::stack(copies.collect::<Result<Vec<_>, ArgError>>()?))
    })
    .summary("Plays a changed copy for each function of a list, spread from left to right.")
    .example(r#"s("bd hh sd hh").juxAll([|p| p, |p| p.rev(), |p| p.fast(2)])"#),
    row("jux4", CHANGE, |a| {
        let source = a.source()?;
        let copy = a.change(1)?.apply(&source.set(&pan(0.125)))?;
        Ok(Pattern::stack(vec![source.set(&pan(0.625)), copy]))
    })
    .summary("As `jux`, for four speakers in a circle.")
    .example(r#"s("bd hh sd hh").jux4(|p| p.rev())"#),
    row("juxcut", CHANGE, |a| {
        let source = a.source()?;
        let side = |at: f64, group: f64| {
            source.set(&pan(at)).set(&controlled(Control::Cut, Value::Number(group)))
        };
        Ok(Pattern::stack(vec![side(0.0, -1.0), a.change(1)?.apply(&side(1.0, -2.0))?]))
    })
    .summary("As `jux`; on each side a sound cuts off the one before.")
    .example(r#"s("bd hh sd hh").juxcut(|p| p.rev())"#),
    row("soak", SOAK, |a| Ok(Pattern::cat(grown(a, 1, 2)?)))
        .summary("Applies a function once more in each of `depth` cycles.")
        .example(r#"note("c e").soak(4, |p| p.add(note(2)))"#),
    row("snowball", SNOWBALL, |a| {
        let layers = grown(a, 1, 3)?;
        let mut all = vec![layers[0].clone()];
        for layer in &layers[1..] {
            let next = together(a, 2, &all[all.len() - 1], layer)?;
            all.push(next);
        }
        Ok(Pattern::cat(all))
    })
    .summary(
        "In each of `depth` cycles, puts one more changed copy together with all that there is.",
    )
    .example(r#"note("c e").snowball(4, |all, next| stack(all, next), |p| p.add(note(3)))"#),
    row("spin", N, |a| {
        a.lift(1, |v, p| {
            let n = time_of(&v[0])?.cycle().clamp(1, COPIES);
            let copy = |i: i64| {
                let at = Time::new(i, n);
                p[0].early(at).set(&pan(at.to_f64()))
            };
            Ok(Pattern::stack((0..n).map(copy).collect()))
        })
    })
    .summary("Plays `n` copies, spread over the cycle and from left to right.")
    .example(r#"s("bd ~ hh ~").spin(3)"#),
    function("weave", WEAVE, weave)
        .summary("Plays patterns at once, each at another place of a control that takes so long.")
        .example(r#"weave(4, pan(saw), [s("bd*4"), s("hh*8")])"#),
    function("weaveWith", WEAVE_WITH, |a| {
        let (cycles, base) = (a.time(0)?, a.pattern(1)?);
        let base = base.slow(cycles);
        let changes = changes(a.need(2)?)?;
        woven(cycles, changes.len(), |i| changes[i].apply(&base))
    })
    .summary("Applies each function to a pattern that takes so long, each at another place.")
    .example(r#"weaveWith(2, s("bd sd"), [|p| p.fast(4), |p| p.fast(8).speed(2)])"#),
    row("interlace", OTHER, |a| {
        let shape = Pattern::signal(Signal::Sine).range(0.0, 0.9);
        let shape = shape.map(crate::pattern::ValueChange::Control(Control::Shape));
        let cycles = Time::whole(16);
        let parts = [a.source()?, a.pattern(1)?];
        woven(cycles, 2, |i| Ok(parts[i].set(&shape.slow(cycles))))
    })
    .summary("Plays two patterns at once; over 16 cycles now one, now the other is distorted.")
    .example(r#"s("bd*4").interlace(s("hh*8"))"#),
    function("stackwith", STACKWITH, |a| {
        let base = a.pattern(0)?;
        let parts = a.list(1)?;
        let count = parts.len().max(1) as i64;
        let part = |(i, p): (usize, &Pattern)| p.set(&base.early(Time::new(i as i64, count)));
        Ok(Pattern::stack(parts.iter().enumerate().map(part).collect()))
    })
    .summary("Plays patterns at once, each with controls that begin at another place.")
    .example(r#"stackwith(pan(saw), [s("bd*4"), s("hh*8")])"#),
    row("tabby", TABBY, |a| Ok(a.source()?.tabby(a.time(1)?.cycle(), &a.pattern(2)?)))
        .summary("Weaves two patterns like plain cloth, with `n` threads each way.")
        .example(r#"n("0 .. 7").tabby(4, n("7 .. 0")).scale("C:minor")"#),
    row("xfade", XFADE, crossfade)
        .summary("Plays two patterns at once, from the first (place 0) to the other (1); see also `xfadeIn`.")
        .example(r#"s("bd*4").xfade("<0 0.5 1>", s("hh*8"))"#),
    row("slowspread", SPREAD, |a| Ok(Pattern::cat(spread(a)?)))
        .summary("Applies a function of a value and the pattern, with another value each cycle.")
        .example(r#"s("bd sd").slowspread(|x, p| p.fast(x), [1, 2, 4])"#),
    row("fastspread", SPREAD, |a| Ok(Pattern::sequence(spread(a)?)))
        .alias(&["fastSpread"])
        .summary("As `slowspread`, all values within one cycle.")
        .example(r#"s("bd sd").fastspread(|x, p| p.fast(x), [1, 2])"#),
    row("spreadChoose", SPREAD, |a| {
        let chance = Pattern::signal(Signal::Rand).segment(Time::ONE);
        Ok(chance.choose(&spread(a)?, Join::Mix))
    })
    .alias(&["spreadr"])
    .summary("As `slowspread`, with values that chance chooses.")
    .example(r#"s("bd sd").spreadChoose(|x, p| p.fast(x), [1, 2, 4])"#),
    row("spreadf", CHANGES, |a| {
        let source = a.source()?;
        let changed: Result<Vec<_>, _> =
            changes(a.need(1)?)?.iter().map(|change| change.apply(&source)).collect();
        Ok(Pattern::cat(changed?))
    })
    .summary("Applies one function of a list in each cycle.")
    .example(r#"s("bd sd").spreadf([|p| p.rev(), |p| p.ply(2)])"#),
    Function::method(Group::Pick, "selectF", SELECT, |a| {
        let source = a.source()?;
        let changed: Result<Vec<_>, _> =
            changes(a.need(2)?)?.iter().map(|change| change.apply(&source)).collect();
        Ok(a.pattern(1)?.choose(&changed?, Join::Inner))
    })
    .summary("Applies a function of a list that a number from 0 to 1 chooses.")
    .example(r#"s("bd sd").selectF("<0 0.5>", [|p| p.rev(), |p| p.ply(2)])"#),
    Function::method(Group::Pick, "index", INDEX, |a| {
        a.lift(2, |v, p| {
            let (size, at) = (time_of(&v[0])?, time_of(&v[1])?);
            let begin = at * (Time::ONE - size);
            Ok(p[0].zoom(begin, begin + size))
        })
    })
    .summary("Plays a piece of the pattern, `size` long, from a place between 0 and 1.")
    .example(r#"n(run(16)).scale("C:minor").index(1/4, "<0 0.5 1>")"#),
];

const N: &[Param] = &[Param::new("n", Kind::Number).at_most(COPIES)];
const CHANGE: &[Param] = &[Param::new("change", Kind::Change)];
const CHANGES: &[Param] = &[Param::new("changes", Kind::List)];
const OTHER: &[Param] = &[Param::new("other", Kind::Pattern)];
const STUTTER: &[Param] =
    &[Param::new("n", Kind::Number).at_most(COPIES), Param::new("time", Kind::Time)];
const OFFADD: &[Param] = &[Param::new("time", Kind::Time), Param::new("amount", Kind::Pattern)];
const SOAK: &[Param] =
    &[Param::new("depth", Kind::Number).at_most(COPIES), Param::new("change", Kind::Change)];
const SNOWBALL: &[Param] = &[
    Param::new("depth", Kind::Number).at_most(COPIES),
    Param::new("join", Kind::Change),
    Param::new("change", Kind::Change),
];
const WEAVE: &[Param] = &[
    Param::new("cycles", Kind::Time),
    Param::new("base", Kind::Pattern),
    Param::new("patterns", Kind::List),
];
const WEAVE_WITH: &[Param] = &[
    Param::new("cycles", Kind::Time),
    Param::new("base", Kind::Pattern),
    Param::new("changes", Kind::List),
];
const STACKWITH: &[Param] =
    &[Param::new("base", Kind::Pattern), Param::new("patterns", Kind::List)];
const TABBY: &[Param] = &[Param::new("n", Kind::Number), Param::new("other", Kind::Pattern)];
const XFADE: &[Param] = &[Param::new("place", Kind::Number), Param::new("other", Kind::Pattern)];
const SPREAD: &[Param] = &[Param::new("function", Kind::Change), Param::new("values", Kind::List)];
const SELECT: &[Param] = &[Param::new("index", Kind::Number), Param::new("changes", Kind::List)];
const INDEX: &[Param] = &[Param::new("size", Kind::Time), Param::new("place", Kind::Number)];
