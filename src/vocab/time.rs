//! Rows for changes of when things happen.

pub(super) mod feel;
pub(super) mod pieces;

use super::args::{nonzero, span};
use super::{ArgError, Args, Function, Group, Kind, Param, Run};
use crate::pattern::{Join, Op, PARTS_LIMIT, Pattern, Value, time_of};
use crate::time::Time;

const FACTOR: &[Param] = &[Param::new("factor", Kind::Time)];
const CYCLES: &[Param] = &[Param::new("cycles", Kind::Time)];
const N: &[Param] = &[Param::new("n", Kind::Number)];
const PARTS: &[Param] = &[Param::new("n", Kind::Number).at_most(PARTS_LIMIT)];
const SPAN: &[Param] = &[Param::new("begin", Kind::Time), Param::new("end", Kind::Time)];

const fn row(name: &'static str, params: &'static [Param], run: Run) -> Function {
    Function::method(Group::Time, name, params, run)
}

/// A function applied at another speed: inside a slower pattern, or outside of a faster one.
fn at_speed(a: &Args<'_>, inside: bool) -> Result<Pattern, ArgError> {
    let (source, change) = (a.source()?, a.change(2)?);
    let factors = a.pattern(1)?;
    let made = Pattern::bind(&factors, |factor| {
        let (first, then) = if inside { (SLOW, FAST) } else { (FAST, SLOW) };
        let inner = change.apply(&lifted(first, factor, &source)?)?;
        lifted(then, factor, &inner)
    })?;
    Ok(made.with_steady_steps(&factors))
}

const FAST: crate::pattern::Call =
    crate::pattern::Call { name: "fast", build: |v, p| Ok(p[0].fast(time_of(&v[0])?)) };
const SLOW: crate::pattern::Call =
    crate::pattern::Call { name: "slow", build: |v, p| Ok(p[0].slow(time_of(&v[0])?)) };

fn lifted(call: crate::pattern::Call, by: &Pattern, source: &Pattern) -> Result<Pattern, ArgError> {
    let lifted =
        Pattern::lift(call, Join::Inner, std::slice::from_ref(by), std::slice::from_ref(source))?;
    Ok(lifted.with_steps(source.steps()))
}

/// The pattern slower by a pattern of factors, or faster.
pub(super) fn slowed(by: &Pattern, source: &Pattern, faster: bool) -> Result<Pattern, ArgError> {
    lifted(if faster { FAST } else { SLOW }, by, source)
}

/// Every second part of each `n`-th late by a share of it.
fn swung(source: &Pattern, by: &Value, n: &Value) -> Result<Pattern, ArgError> {
    let (by, n) = (time_of(by)?, time_of(n)?);
    let half = by / Time::whole(2);
    let shifts = Pattern::sequence(vec![Pattern::number(0.0), Pattern::time(half)]);
    Ok(source.slow(n).late_by(&shifts).fast(n))
}

pub(super) const ROWS: &[Function] = &[
    row("fast", FACTOR, |a| a.lift_keeping_steps(1, |v, p| Ok(p[0].fast(time_of(&v[0])?))))
        .summary("Plays the pattern `factor` times as fast; Tidal's `density`.")
        .example(r#"s("bd sd").fast("<1 2>")"#),
    row("slow", FACTOR, |a| a.lift_steady_steps(1, |v, p| Ok(p[0].slow(time_of(&v[0])?))))
        .alias(&["sparsity"])
        .summary("Plays the pattern `factor` times as slow.")
        .example(r#"s("bd sd hh cp").slow(2)"#),
    row("hurry", FACTOR, |a| {
        a.lift_steady_steps(1, |v, p| {
            let speed = crate::pattern::Controls::one(crate::control::Control::Speed, v[0].clone());
            let speed = Pattern::atom(Value::Controls(speed), None);
            Ok(p[0].fast(time_of(&v[0])?).combine(Op::Mul, crate::pattern::Align::In, &speed))
        })
    })
    .summary("Plays the pattern faster, and its samples faster too.")
    .example(r#"s("bd sd hh cp").hurry("<1 2>")"#),
    row("early", CYCLES, |a| a.lift_keeping_steps(1, |v, p| Ok(p[0].early(time_of(&v[0])?))))
        .alias(&["rotL"])
        .summary("Plays the pattern earlier by so many cycles.")
        .example(r#"s("bd sd").early(1/8)"#),
    row("late", CYCLES, |a| a.lift_keeping_steps(1, |v, p| Ok(p[0].late(time_of(&v[0])?))))
        .alias(&["rotR"])
        .summary("Plays the pattern later by so many cycles.")
        .example(r#"s("bd sd").late("<0 1/8>")"#),
    row("compress", SPAN, |a| {
        a.lift(2, |v, p| span(v).map(|(begin, end)| p[0].compress(begin, end)))
    })
    .summary("Squeezes each cycle into a part of it.")
    .example(r#"s("bd sd hh").compress(0.25, 0.75)"#),
    row("fastGap", FACTOR, |a| a.lift(1, |v, p| Ok(p[0].fast_gap(nonzero(&v[0])?))))
        .alias(&["fastgap", "densityGap"])
        .summary("Plays each cycle faster, but only once.")
        .example(r#"s("bd sd").fastGap(2)"#),
    row("focus", SPAN, |a| a.lift(2, |v, p| span(v).map(|(begin, end)| p[0].focus(begin, end))))
        .summary("Squeezes a cycle into a part of it, and repeats it around that part.")
        .example(r#"s("bd sd hh").focus(0.25, 0.5)"#),
    row("zoom", SPAN, |a| a.lift(2, |v, p| Ok(p[0].zoom(time_of(&v[0])?, time_of(&v[1])?))))
        .alias(&["zoomArc", "zoomarc", "zoompat"])
        .summary("Plays a part of each cycle, stretched to a cycle.")
        .example(r#"s("bd hh sd hh").zoom(0.25, 0.75)"#),
    row("ply", FACTOR, |a| a.lift(1, |v, p| Ok(p[0].ply(time_of(&v[0])?))))
        .summary("Repeats each event `factor` times in its own time.")
        .example(r#"s("bd sd").ply("<1 2>")"#),
    row("inside", CHANGED, |a| at_speed(a, true))
        .summary("Applies a function as if a cycle were `factor` times shorter.")
        .example(r#"note("c e g b").inside(2, |p| p.rev())"#),
    row("outside", CHANGED, |a| at_speed(a, false))
        .summary("Applies a function as if a cycle were `factor` times longer.")
        .example(r#"note("<c e> g").outside(2, |p| p.rev())"#),
    row("swingBy", SWING, |a| a.lift(2, |v, p| swung(&p[0], &v[0], &v[1])))
        .summary("Delays every second half of `n` parts of a cycle by a share of it.")
        .example(r#"s("hh*8").swingBy(1/3, 4)"#),
    row("swing", N, |a| a.lift(1, |v, p| swung(&p[0], &Value::Number(1.0 / 3.0), &v[0])))
        .summary("Delays every second half of `n` parts of a cycle by a third.")
        .example(r#"s("hh*8").swing(4)"#),
    row("brak", &[], |a| {
        let source = a.source()?;
        let late = Pattern::sequence(vec![source.clone(), Pattern::silence()]);
        Ok(source.every(2, 1, &late.late(Time::new(1, 4))))
    })
    .summary("Squeezes every second cycle and plays it late, as in breakbeats.")
    .example(r#"s("bd sd hh cp").brak()"#),
    row("rev", &[], |a| Ok(a.source()?.rev()))
        .summary("Plays every cycle backwards.")
        .example(r#"note("c e g b").rev()"#),
    row("revv", &[], |a| Ok(a.source()?.mirrored()))
        .summary("Plays all time backwards, not cycle by cycle.")
        .example(r#"note("<c e> g").revv()"#),
    row("palindrome", &[], |a| {
        let source = a.source()?;
        let steps = source.steps();
        Ok(source.every(2, 1, &source.rev()).with_steps(steps))
    })
    .summary("Plays one cycle forwards and the next one backwards.")
    .example(r#"note("c e g b").palindrome()"#),
    row("iter", PARTS, |a| a.lift_keeping_steps(1, |v, p| Ok(p[0].iter(time_of(&v[0])?, false))))
        .summary("Begins each cycle one `n`-th further into the pattern.")
        .example(r#"note("c e g b").iter(4)"#),
    row("iterBack", PARTS, |a| {
        a.lift_keeping_steps(1, |v, p| Ok(p[0].iter(time_of(&v[0])?, true)))
    })
    .alias(&["iterback"])
    .summary("Begins each cycle one `n`-th further back in the pattern.")
    .example(r#"note("c e g b").iterBack(4)"#),
    row("linger", &[Param::new("length", Kind::Time)], |a| {
        a.lift_keeping_steps(1, |v, p| Ok(p[0].linger(time_of(&v[0])?)))
    })
    .summary("Repeats the first part of the cycle until the cycle ends.")
    .example(r#"note("c e g b").linger("<1 0.25>")"#),
    row("trunc", &[Param::new("length", Kind::Time)], |a| {
        a.lift(1, |v, p| {
            let part = time_of(&v[0])?;
            let heard = Pattern::atom(Value::Bool(true), None).compress(Time::ZERO, part);
            Ok(p[0].combine(Op::KeepIf, crate::pattern::Align::In, &heard))
        })
    })
    .summary("Plays only the first part of each cycle.")
    .example(r#"s("bd hh sd hh").trunc(0.75)"#),
    row("ribbon", RIBBON, |a| a.lift(2, |v, p| Ok(p[0].ribbon(time_of(&v[0])?, time_of(&v[1])?))))
        .alias(&["rib"])
        .summary("Loops `cycles` cycles of the pattern, taken from `offset`.")
        .example(r#"note("<c e g b>").ribbon(1, 2)"#),
    row("repeatCycles", N, |a| {
        a.lift_keeping_steps(1, |v, p| Ok(p[0].repeat_cycles(nonzero(&v[0])?)))
    })
    .summary("Plays each cycle `n` times.")
    .example(r#"note("<c e g b>").repeatCycles(2)"#),
    row("loopFirst", &[], |a| Ok(a.source()?.ribbon(Time::ZERO, Time::ONE)))
        .summary("Plays the first cycle over and over.")
        .example(r#"n(irand(8).segment(4)).scale("C:minor").loopFirst()"#),
    row("press", &[], |a| Ok(a.source()?.press(Time::new(1, 2))))
        .summary("Pushes each event to the middle of its own time.")
        .example(r#"s("bd sd hh cp").press()"#),
    row("pressBy", &[Param::new("share", Kind::Time)], |a| {
        a.lift(1, |v, p| Ok(p[0].press(time_of(&v[0])?)))
    })
    .summary("Pushes each event back by a share of its own time.")
    .example(r#"s("bd sd hh cp").pressBy("<0 0.5>")"#),
    row("cpm", &[Param::new("cycles", Kind::Number)], |a| {
        a.lift_keeping_steps(1, |v, p| Ok(p[0].at_rate(time_of(&v[0])? / Time::whole(60))))
    })
    .summary("Plays the pattern at so many cycles a minute, whatever the tempo.")
    .example(r#"s("bd sd").cpm(45)"#),
    row("onsetsOnly", &[], |a| Ok(a.source()?.onsets()))
        .summary("Leaves out fragments of events that began before.")
        .example(r#"s("bd sd").onsetsOnly()"#),
    row("discreteOnly", &[], |a| Ok(a.source()?.discrete()))
        .summary("Leaves out what is continuous.")
        .example(r#"stack(n("0 1"), n(saw)).discreteOnly()"#),
];

const CHANGED: &[Param] = &[Param::new("factor", Kind::Time), Param::new("change", Kind::Change)];
const SWING: &[Param] = &[Param::new("share", Kind::Time), Param::new("n", Kind::Number)];
const RIBBON: &[Param] = &[Param::new("offset", Kind::Time), Param::new("cycles", Kind::Time)];
