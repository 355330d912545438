//! Rows for making patterns: from values, from each other, from numbers.

use super::args::{Args, expected, pattern_of};
use super::counts::COPIES;
use super::values::pattern_change;
use super::{Arg, ArgError, Function, Group, Kind, Param, Run};
use crate::pattern::{PARTS_LIMIT, Pattern, Signal, Value, time_of};
use crate::time::Time;

const PATTERNS: &[Param] = &[Param::new("patterns", Kind::Pattern).many()];
const PARTS: &[Param] = &[Param::new("parts", Kind::List).many()];
const N: &[Param] = &[Param::new("n", Kind::Number)];
const RUN: &[Param] = &[Param::new("n", Kind::Number).at_most(PARTS_LIMIT)];
const SCAN: &[Param] = &[Param::new("n", Kind::Number).at_most(COPIES)];
const CYCLES: &[Param] = &[Param::new("function", Kind::ValueFunction)];

const fn row(name: &'static str, params: &'static [Param], run: Run) -> Function {
    Function::free_standing(Group::Create, name, params, run)
}

pub(super) const ROWS: &[Function] = &[
    row("silence", &[], |_| Ok(Pattern::silence()))
        .alias(&["rest"])
        .summary("Nothing happens, for ever.")
        .example(r#"cat(s("bd*4"), silence)"#),
    row("nothing", &[], |_| Ok(Pattern::nothing()))
        .summary("Nothing happens, and it counts no steps.")
        .example(r#"stepcat("bd sd", nothing).s()"#),
    row("gap", &[Param::new("steps", Kind::Number).optional()], |a| {
        let steps = if a.count() == 0 { Time::ONE } else { a.time(0)? };
        Ok(Pattern::silence().with_steps(Some(steps)))
    })
    .summary("Silence that counts as `steps` steps.")
    .example(r#"stepcat("bd sd", gap(2)).s()"#),
    row("pure", &[Param::new("value", Kind::Word)], |a| {
        let arg = a.need(0)?;
        match arg {
            Arg::Pattern(pattern) => Ok(pattern.clone()),
            _ => Ok(Pattern::atom(super::args::value_of(arg)?, None)),
        }
    })
    .summary("One value, once in every cycle, taken as it is written.")
    .example(r#"pure("bd").s()"#),
    row("stack", PATTERNS, |a| Ok(Pattern::stack(layers(a)?)))
        .alias(&["overlay", "polyrhythm", "pr"])
        .summary("Plays all patterns at once; a list alone is a list of them.")
        .example(r#"stack(s("bd*4"), s("hh*8"))"#),
    row("cat", PATTERNS, |a| Ok(Pattern::cat(a.patterns(0)?)))
        .alias(&["slowcat", "slowCat", "append", "slowAppend", "slowappend"])
        .summary("Plays one cycle of each pattern, in turn.")
        .example(r#"cat("bd*4", "hh*8").s()"#),
    row("slowcatPrime", PATTERNS, |a| Ok(Pattern::cat_running(a.patterns(0)?)))
        .summary("Plays one cycle of each pattern in turn, while the others go on unheard.")
        .example(r#"slowcatPrime("<bd sd>", "<hh oh>").s()"#),
    row("seq", PATTERNS, |a| Ok(Pattern::sequence(a.patterns(0)?)))
        .alias(&["sequence", "fastcat", "fastCat", "fastAppend", "fastappend"])
        .summary("Plays all patterns one after another, within one cycle.")
        .example(r#"seq("bd", ["hh", "hh"], "sd").s()"#),
    row("stepcat", PARTS, |a| Ok(Pattern::stepcat(weighted(a)?)))
        .alias(&["timeCat", "timecat", "s_cat"])
        .summary("Plays patterns within one cycle, each as long as its weight or its steps say.")
        .example(r#"stepcat([3, "bd*3"], [1, "sd"]).s()"#),
    row("arrange", PARTS, |a| {
        let cycles = |(cycles, p): (Option<Time>, Pattern)| (cycles.unwrap_or(Time::ONE), p);
        Ok(Pattern::arrange(weighted(a)?.into_iter().map(cycles).collect()))
    })
    .summary("Plays so many cycles of each pattern: a song.")
    .example(r#"arrange([4, s("bd*4")], [2, s("hh*8")])"#),
    row("seqPLoop", PARTS, |a| Ok(Pattern::timeline(&timeline(a)?)))
        .summary("Plays each pattern from one cycle to another, and all of it over and over.")
        .example(r#"seqPLoop([0, 2, s("bd*4")], [1, 3, s("hh*8")])"#),
    row("seqP", PARTS, |a| {
        let played = timeline(a)?
            .into_iter()
            .map(|(begin, end, pattern)| pattern.late(begin.floor()).since(begin).before(end));
        Ok(Pattern::stack(played.collect()))
    })
    .summary(
        "Plays each pattern from one cycle to another, from its own beginning, and then no more.",
    )
    .example(r#"seqP([0, 2, s("bd*4")], [1, 3, s("hh*8")])"#),
    row("polymeter", PATTERNS, |a| Ok(Pattern::polymeter(&a.patterns(0)?)))
        .alias(&["pm", "s_polymeter"])
        .summary("Plays all patterns at once, step by step, however many steps each has.")
        .example(r#"polymeter("c eb g", "c2 g2").note()"#),
    row("stackLeft", PATTERNS, |a| Ok(Pattern::stack_padded(&layers(a)?, Time::ZERO)))
        .summary("Plays all patterns step by step at once; short ones end early.")
        .example(r#"stackLeft("bd sd hh", "oh cp").s()"#),
    row("stackRight", PATTERNS, |a| Ok(Pattern::stack_padded(&layers(a)?, Time::ONE)))
        .summary("Plays all patterns step by step at once; short ones begin late.")
        .example(r#"stackRight("bd sd hh", "oh cp").s()"#),
    row("stackCentre", PATTERNS, |a| Ok(Pattern::stack_padded(&layers(a)?, Time::new(1, 2))))
        .alias(&["stackCenter"])
        .summary("Plays all patterns step by step at once; short ones in the middle.")
        .example(r#"stackCentre("bd sd hh cp", "oh cp").s()"#),
    row("stepalt", PARTS, |a| {
        let groups = (0..a.count()).map(|i| a.list(i)).collect::<Result<Vec<_>, _>>()?;
        Ok(Pattern::stepalt(&groups))
    })
    .alias(&["s_alt"])
    .summary("Plays one step pattern of each group in turn, within one cycle.")
    .example(r#"stepalt(["bd sd", "cp"], "hh hh").s()"#),
    row("zip", PATTERNS, |a| Ok(Pattern::zip(&a.patterns(0)?)))
        .alias(&["s_zip"])
        .summary("Plays the steps of all patterns in turn.")
        .example(r#"zip("c e g", "c2 g2").note()"#),
    row("cycles", CYCLES, |a| {
        let numbers = Pattern::signal(Signal::Time).segment(Time::ONE);
        let patterns = numbers.map(pattern_change(a.callback(0)?));
        Ok(patterns.joined(crate::pattern::Join::Inner))
    })
    .summary("A pattern for every cycle, made by a function of the cycle's number.")
    .example(r#"cycles(|c| s("bd sd").fast(1 + c % 3))"#),
    row("run", RUN, |a| {
        a.lift_from(crate::pattern::Join::Inner, &[a.pattern(0)?], &[], |v, _| {
            Ok(Pattern::run(time_of(&v[0])?.ceil().cycle()))
        })
    })
    .summary("The numbers from 0 up to `n`, evenly in one cycle.")
    .example(r#"n(run(8)).scale("C:minor")"#),
    row("scan", SCAN, |a| {
        let n = a.time(0)?.cycle().clamp(1, COPIES);
        Ok(Pattern::cat((1..=n).map(Pattern::run).collect()))
    })
    .summary("Runs that grow by one number in each cycle, from one number to `n`.")
    .example(r#"n(scan(4)).scale("C:minor")"#),
    row("binary", N, |a| {
        a.lift_from(crate::pattern::Join::Inner, &[a.pattern(0)?], &[], |v, _| {
            let n = number_of(&v[0])?;
            Ok(Pattern::bits(n, 64 - n.max(1).leading_zeros()).with_steps(None))
        })
    })
    .summary("The bits of a number as steps of 1 and 0.")
    .example(r#"s("hh").struct(binary(181))"#),
    row("binaryN", BITS, |a| {
        let args = [a.pattern(0)?, a.pattern_or(1, 16.0)?];
        a.lift_from(crate::pattern::Join::Inner, &args, &[], |v, _| {
            Ok(Pattern::bits(number_of(&v[0])?, number_of(&v[1])?.clamp(1, 64) as u32))
        })
    })
    .summary("The lowest `count` bits of a number as steps of 1 and 0.")
    .example(r#"s("hh").struct(binaryN(55532, 16))"#),
    row("binaryL", N, |a| {
        a.lift_from(crate::pattern::Join::Inner, &[a.pattern(0)?], &[], |v, _| {
            let n = number_of(&v[0])?;
            Ok(bit_list(n, 64 - n.max(1).leading_zeros()))
        })
    })
    .summary("The bits of a number as one list.")
    .example(r#"pure("x").struct(binaryL(5)).s()"#),
    row("binaryNL", BITS, |a| {
        let args = [a.pattern(0)?, a.pattern_or(1, 16.0)?];
        a.lift_from(crate::pattern::Join::Inner, &args, &[], |v, _| {
            Ok(bit_list(number_of(&v[0])?, number_of(&v[1])?.clamp(1, 64) as u32))
        })
    })
    .summary("The lowest `count` bits of a number as one list.")
    .example(r#"pure("x").struct(binaryNL(5, 4)).s()"#),
    row("morph", MORPH, |a| {
        let rhythm = |i: usize| -> Result<Vec<bool>, ArgError> {
            let steps = a.list(i)?;
            if let [only] = &steps[..]
                && let Some(Value::List(list)) = only.as_atom()
            {
                return Ok(list.iter().map(Value::is_truthy).collect());
            }
            let on = |p: &Pattern| p.as_atom().is_some_and(Value::is_truthy);
            Ok(steps.iter().map(on).collect())
        };
        let bits = |i: usize| -> Result<Pattern, ArgError> {
            let on = |b: &bool| Value::Number(f64::from(u8::from(*b)));
            Ok(Pattern::list(rhythm(i)?.iter().map(on).collect()))
        };
        let args = [bits(0)?, bits(1)?, a.pattern(2)?];
        a.lift_from(crate::pattern::Join::Inner, &args, &[], |v, _| {
            let rhythm = |value: &Value| match value {
                Value::List(list) => list.iter().map(Value::is_truthy).collect(),
                other => vec![other.is_truthy()],
            };
            Ok(Pattern::morph(&rhythm(&v[0]), &rhythm(&v[1]), time_of(&v[2])?))
        })
    })
    .summary("A rhythm on its way from one list of steps (0) to another (1).")
    .example(r#"s("hh").struct(morph([1, 0, 1, 0], [1, 0, 0, 1], 0.5))"#),
];

const BITS: &[Param] =
    &[Param::new("n", Kind::Number), Param::new("count", Kind::Number).at_most(64).optional()];
const MORPH: &[Param] =
    &[Param::new("from", Kind::List), Param::new("to", Kind::List), Param::new("by", Kind::Number)];

fn number_of(value: &Value) -> Result<u64, ArgError> {
    Ok(time_of(value)?.cycle().max(0) as u64)
}

fn bit_list(n: u64, count: u32) -> Pattern {
    let bit = |i: u32| Value::Number((n >> i & 1) as f64);
    Pattern::list((0..count.clamp(1, 64)).rev().map(bit).collect())
}

/// What is played at once: all arguments, or all of a list that stands alone. (The peer makes a sequence
/// of that list, which is what `seq` is for.)
fn layers(a: &Args<'_>) -> Result<Vec<Pattern>, ArgError> {
    if a.count() == 1 { a.list(0) } else { a.patterns(0) }
}

/// Arguments that are `[weight, pattern]`, or patterns.
fn weighted(a: &Args<'_>) -> Result<Vec<(Option<Time>, Pattern)>, ArgError> {
    let pair = |arg: &Arg| match arg {
        Arg::List(items) if items.len() == 2 => {
            let weight = number(&items[0])?;
            Ok((Some(weight), pattern_of(&items[1])?))
        }
        other => Ok((None, pattern_of(other)?)),
    };
    a.values.iter().map(pair).collect()
}

/// Arguments that are `[from, to, pattern]`.
fn timeline(a: &Args<'_>) -> Result<Vec<(Time, Time, Pattern)>, ArgError> {
    let mut ended = Time::ZERO;
    let part = |arg: &Arg| {
        let (begin, end, pattern) = match arg {
            Arg::List(items) if items.len() == 3 => (number(&items[0])?, &items[1], &items[2]),
            // It begins where the one before it ends.
            Arg::List(items) if items.len() == 2 => (ended, &items[0], &items[1]),
            other => return Err(expected("[from, to, pattern]", other)),
        };
        ended = number(end)?;
        Ok((begin, ended, pattern_of(pattern)?))
    };
    a.values.iter().map(part).collect()
}

fn number(arg: &Arg) -> Result<Time, ArgError> {
    let pattern = pattern_of(arg)?;
    let value = pattern.as_atom().ok_or_else(|| expected("a plain number", arg))?;
    time_of(value)
}
