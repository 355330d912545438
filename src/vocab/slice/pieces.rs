//! Rows that play pieces of samples and patterns at other speeds.

use super::row;
use crate::control::Control;
use crate::pattern::{Align, Call, Join, Op, Pattern, Value, time_of};
use crate::time::Time;
use crate::vocab::change::controlled;
use crate::vocab::{ArgError, Args, Function, Kind, Param};

/// Pieces of the pattern, each squeezed into the event that chose it, and its samples as much faster.
fn chewed(a: &Args<'_>) -> Result<Pattern, ArgError> {
    let call = Call {
        name: "chew",
        build: |values, sources| {
            let (n, length) = (time_of(&values[2])?, time_of(&values[1])?);
            let begin = (time_of(&values[0])? / n).fract();
            let speed = Value::Number((n * length).recip().to_f64());
            let piece = sources[0].zoom(begin, begin + n.recip());
            Ok(piece.combine(Op::Mul, Align::In, &controlled(Control::Speed, speed)))
        },
    };
    let [index, _, length] = a.pattern(2)?.timed();
    Pattern::lift(call, Join::Squeeze, &[index, length, a.pattern(1)?], &[a.source()?])
}

/// The place in a sample, and the speed, that a value asks for.
fn scrubbed(a: &Args<'_>) -> Result<Pattern, ArgError> {
    let call = Call {
        name: "scrub",
        build: |values, sources| {
            let (begin, speed) = match &values[0] {
                Value::List(list) => (list.first().cloned(), list.get(1).cloned()),
                one => (Some(one.clone()), None),
            };
            let begin = begin.unwrap_or(Value::Number(0.0));
            let speed = speed.unwrap_or(Value::Number(1.0));
            let placed = sources[0].set(&controlled(Control::Begin, begin));
            let sped = placed.combine(Op::Mul, Align::In, &controlled(Control::Speed, speed));
            Ok(sped.set(&controlled(Control::Clip, Value::Number(1.0))))
        },
    };
    let places = a.pattern(1)?;
    let steps = places.steps();
    Ok(Pattern::lift(call, Join::Outer, &[places], &[a.source()?])?.with_steps(steps))
}

/// The pattern in pieces, at one speed in each cycle.
fn smashed(a: &Args<'_>, pieces: fn(&Pattern, Time) -> Pattern) -> Result<Pattern, ArgError> {
    let pieces = pieces(&a.source()?, a.time(1)?);
    let factors = a.list(2)?;
    let slow = Call { name: "slow", build: |v, p| Ok(p[0].slow(time_of(&v[0])?)) };
    let slowed = |by: &Pattern| {
        Pattern::lift(slow, Join::Inner, std::slice::from_ref(by), std::slice::from_ref(&pieces))
    };
    Ok(Pattern::cat(factors.iter().map(slowed).collect::<Result<Vec<_>, _>>()?))
}

pub(in crate::vocab) const ROWS: &[Function] = &[
    row("chew", CHEW, chewed)
        .summary("As `bite`; samples play as much faster as their piece is squeezed.")
        .example(r#"s("bd hh sd hh").chew(4, "0 [2 1] 3")"#),
    row("scrub", SCRUB, scrubbed)
        .summary("Plays a sample like a tape: a pattern of places from 0 to 1, maybe with speeds.")
        .example(r#"s("break").scrub("0 0.25@3 <0.7 0.5:2>")"#),
    row("splat", SPLAT, |a| {
        let other = a.pattern(2)?;
        a.lift_from(Join::Inner, &[a.pattern(1)?], &[a.source()?, other], |v, p| {
            Ok(p[0].chop(time_of(&v[0])?).set(&p[1]))
        })
    })
    .summary("Cuts samples as `chop` does; each piece is of the sound that another pattern says.")
    .example(r#"s("break").splat(4, s("break*2 bd*2"))"#),
    row("smash", SMASH, |a| smashed(a, Pattern::striate))
        .summary(
            "Cuts samples as `striate` does, and plays them slower by another factor each cycle.",
        )
        .example(r#"s("bd sd").smash(3, [2, 3, 4])"#),
    row("smashChop", SMASH, |a| smashed(a, Pattern::chop))
        .summary("As `smash`, cutting samples as `chop` does.")
        .example(r#"s("bd sd").smashChop(3, [2, 3])"#),
];

const SPLAT: &[Param] = &[Param::new("n", Kind::Number), Param::new("sounds", Kind::Pattern)];
const CHEW: &[Param] = &[Param::new("n", Kind::Number), Param::new("parts", Kind::Pattern)];
const SCRUB: &[Param] = &[Param::new("places", Kind::Pattern)];
const SMASH: &[Param] = &[Param::new("n", Kind::Number), Param::new("factors", Kind::List)];
