//! Rows for cutting recordings, and for making them fit.

pub(super) mod pieces;

use super::args::{nonzero, pattern_of, value_of};
use super::{Arg, ArgError, Args, Function, Group, Kind, Param, Run};
use crate::pattern::{PARTS_LIMIT, Pattern, time_of};

const N: &[Param] = &[Param::new("n", Kind::Number)];
const PIECES: &[Param] = &[Param::new("n", Kind::Number).at_most(PARTS_LIMIT)];
const CYCLES: &[Param] = &[Param::new("cycles", Kind::Time)];
const SLICE: &[Param] = &[Param::new("n", Kind::Number), Param::new("index", Kind::Pattern)];
const STRIATE_BY: &[Param] =
    &[Param::new("n", Kind::Number).at_most(PARTS_LIMIT), Param::new("length", Kind::Time)];
const LOOP_CPS: &[Param] = &[Param::new("cycles", Kind::Time), Param::new("cps", Kind::Number)];

const fn row(name: &'static str, params: &'static [Param], run: Run) -> Function {
    Function::method(Group::Sample, name, params, run)
}

/// How many slices there are, or a list of where they begin.
fn slices(a: &Args<'_>) -> Result<Pattern, ArgError> {
    match a.need(1)? {
        list @ Arg::List(_) => Ok(Pattern::atom(value_of(list)?, None)),
        other => pattern_of(other),
    }
}

/// With as many steps as the pattern of indices has.
fn stepped(a: &Args<'_>, made: Result<Pattern, ArgError>) -> Result<Pattern, ArgError> {
    Ok(made?.with_steps(a.pattern(2)?.steps()))
}

pub(super) const ROWS: &[Function] = &[
    row("chop", PIECES, |a| {
        let steps = a.source()?.steps();
        let chopped = a.lift(1, |v, p| Ok(p[0].chop(time_of(&v[0])?)))?;
        let n = a.pattern(1)?.as_atom().and_then(|n| time_of(n).ok());
        Ok(chopped.with_steps(steps.zip(n).map(|(steps, n)| steps * n)))
    })
    .summary("Cuts each sample into `n` pieces, played one after another in its place.")
    .example(r#"s("break").chop(8).rev()"#),
    row("striate", PIECES, |a| a.lift(1, |v, p| Ok(p[0].striate(time_of(&v[0])?))))
        .summary(
            "Cuts all samples into `n` pieces, and plays all first pieces, then all second ones..",
        )
        .example(r#"s("bd sd").striate(2)"#),
    row("striateBy", STRIATE_BY, |a| {
        a.lift(2, |v, p| Ok(p[0].striate_by(time_of(&v[0])?.cycle(), time_of(&v[1])?.to_f64())))
    })
    .summary(
        "As `striate`, with pieces of a length: near 1 they overlap, near 0 there is little left.",
    )
    .example(r#"s("break").striateBy(8, 1/4)"#),
    row("slice", SLICE, |a| stepped(a, a.source()?.slice(&slices(a)?, &a.pattern(2)?)))
        .summary("Cuts a sample into `n` slices and plays them by their numbers.")
        .example(r#"s("break").slice(8, "0 2 1 3")"#),
    row("splice", SLICE, |a| stepped(a, a.source()?.splice(&slices(a)?, &a.pattern(2)?)))
        .summary("As `slice`, each slice at the speed that fills its time.")
        .example(r#"s("break").splice(8, "0 3 2 6")"#),
    row("randslice", N, |a| {
        Ok(a.source()?.random_slice(a.number(1)?))
    })
    .summary("Plays every event with one of `n` slices of its sample, another by chance in each cycle.")
    .example(r#"s("break").randslice(8)"#),
    row("loopAt", CYCLES, |a| a.lift(1, |v, p| Ok(p[0].loop_at(nonzero(&v[0])?, None))))
        .alias(&["loopat"])
        .summary("Plays a sample at the speed that makes it last so many cycles.")
        .example(r#"s("break").loopAt(2)"#),
    row("loopAtCps", LOOP_CPS, |a| {
        a.lift(2, |v, p| Ok(p[0].loop_at(time_of(&v[0])?, Some(time_of(&v[1])?.to_f64()))))
    })
    .alias(&["loopatcps"])
    .summary("As `loopAt`, at a tempo of so many cycles a second.")
    .example(r#"s("break").loopAtCps(2, 0.5)"#),
    row("fit", &[], |a| Ok(a.source()?.fit()))
        .summary("Plays each sample at the speed that fills its event.")
        .example(r#"s("break/2").fit()"#),
];
