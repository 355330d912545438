//! Rows that play cycles at other lengths, squeezed, or partly backwards.

use super::row;
use crate::pattern::{Call, Join, Pattern, time_of};
use crate::time::Time;
use crate::vocab::{ArgError, Args, Function, Kind, Param};

/// A cycle of the sped up pattern squeezed into each event of the factors.
fn squeezed(a: &Args<'_>, call: Call) -> Result<Pattern, ArgError> {
    Pattern::lift(call, Join::Squeeze, &[a.pattern(1)?], &[a.source()?])
}

pub(in crate::vocab) const ROWS: &[Function] = &[
    row("fastSqueeze", FACTOR, |a| squeezed(a, super::FAST))
        .alias(&["fastsqueeze"])
        .summary("As `fast`; a cycle is squeezed into each event of the factors.")
        .example(r#"s("bd sd").fastSqueeze("1 2 4")"#),
    row("slowSqueeze", FACTOR, |a| squeezed(a, super::SLOW))
        .alias(&["slowsqueeze"])
        .summary("As `slow`; a cycle is squeezed into each event of the factors.")
        .example(r#"s("bd sd hh cp").slowSqueeze("1 2")"#),
    row("spaceOut", LENGTHS, |a| {
        let source = a.source()?;
        let length = |p: &Pattern| p.as_atom().map_or(Ok(Time::ONE), time_of);
        let lengths = a.list(1)?.iter().map(length).collect::<Result<Vec<_>, _>>()?;
        let total = lengths.iter().fold(Time::ZERO, |sum, length| sum + *length);
        let parts = lengths.into_iter().map(|length| (length, source.clone())).collect();
        Ok(Pattern::weighted(parts).slow(total).with_steps(source.steps()))
    })
    .summary("Repeats the pattern, each time squeezed or stretched to another number of cycles.")
    .example(r#"s("bd sd").spaceOut([1, 1/2, 1/2])"#),
    row("revArc", SPAN, |a| {
        a.lift(2, |v, p| {
            let (begin, end) = (time_of(&v[0])?, time_of(&v[1])?);
            let (_, outside) = p[0].split_within(begin, end);
            let inside = p[0].zoom(begin, end).rev().compress(begin, end);
            Ok(Pattern::stack(vec![inside, outside]))
        })
    })
    .alias(&["revarc"])
    .summary("Plays a part of each cycle backwards, and the rest as it is.")
    .example(r#"note("c e g b").revArc(0.5, 1)"#),
];

const FACTOR: &[Param] = &[Param::new("factor", Kind::Time)];
const LENGTHS: &[Param] = &[Param::new("lengths", Kind::List)];
const SPAN: &[Param] = &[Param::new("begin", Kind::Time), Param::new("end", Kind::Time)];
