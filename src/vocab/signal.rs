//! Rows for continuous values, and for scaling them.

pub(super) mod shapes;

use super::args::{expected, value_of};
use super::{Arg, ArgError, Function, Group, Kind, Param, Run};
use crate::pattern::{Join, Op, PARTS_LIMIT, Pattern, Signal, Value, time_of};

const N: &[Param] = &[Param::new("n", Kind::Number)];
const PARTS: &[Param] = &[Param::new("n", Kind::Number).at_most(PARTS_LIMIT)];
const PROBABILITY: &[Param] = &[Param::new("probability", Kind::Number)];
const RANGE: &[Param] = &[Param::new("low", Kind::Number), Param::new("high", Kind::Number)];

const fn wave(name: &'static str, run: Run) -> Function {
    Function::free_standing(Group::Signal, name, &[], run)
}

const fn method(name: &'static str, params: &'static [Param], run: Run) -> Function {
    Function::method(Group::Signal, name, params, run)
}

fn signal(signal: Signal) -> Pattern {
    Pattern::signal(signal)
}

/// Up for half a cycle, and down for the other half.
fn tri() -> Pattern {
    Pattern::sequence(vec![signal(Signal::Saw), signal(Signal::Isaw)]).with_steps(None)
}

fn itri() -> Pattern {
    Pattern::sequence(vec![signal(Signal::Isaw), signal(Signal::Saw)]).with_steps(None)
}

fn below(p: &[Value], x: &Value) -> Option<Value> {
    Some(Value::Bool(x.as_number()? < p[0].as_number()?))
}

pub(super) const ROWS: &[Function] = &[
    wave("saw", |_| Ok(signal(Signal::Saw)))
        .summary("Rises from 0 to 1 in each cycle.")
        .example(r#"s("hh*8").gain(saw)"#),
    wave("saw2", |_| Ok(signal(Signal::Saw).to_bipolar()))
        .summary("Rises from -1 to 1 in each cycle.")
        .example(r#"n(saw2.range2(0, 7).segment(8)).scale("C:minor")"#),
    wave("isaw", |_| Ok(signal(Signal::Isaw)))
        .summary("Falls from 1 to 0 in each cycle.")
        .example(r#"s("hh*8").gain(isaw)"#),
    wave("isaw2", |_| Ok(signal(Signal::Isaw).to_bipolar()))
        .summary("Falls from 1 to -1 in each cycle.")
        .example(r#"n(isaw2.range2(0, 7).segment(8)).scale("C:minor")"#),
    wave("sine", |_| Ok(signal(Signal::Sine)))
        .summary("A sine between 0 and 1, one period in each cycle.")
        .example(r#"s("hh*8").gain(sine.range(0.2, 1))"#),
    wave("sine2", |_| Ok(signal(Signal::Sine).to_bipolar()))
        .summary("A sine between -1 and 1, one period in each cycle.")
        .example(r#"n(sine2.range2(0, 7).segment(8)).scale("C:minor")"#),
    wave("cosine", |_| Ok(signal(Signal::Cosine)))
        .summary("A cosine between 0 and 1, one period in each cycle.")
        .example(r#"s("hh*8").pan(cosine)"#),
    wave("cosine2", |_| Ok(signal(Signal::Cosine).to_bipolar()))
        .summary("A cosine between -1 and 1, one period in each cycle.")
        .example(r#"n(cosine2.range2(0, 7).segment(8)).scale("C:minor")"#),
    wave("tri", |_| Ok(tri()))
        .summary("Rises from 0 to 1 and falls again in each cycle.")
        .example(r#"s("hh*8").pan(tri)"#),
    wave("tri2", |_| Ok(tri().to_bipolar()))
        .summary("Rises from -1 to 1 and falls again in each cycle.")
        .example(r#"n(tri2.range2(0, 7).segment(8)).scale("C:minor")"#),
    wave("itri", |_| Ok(itri()))
        .summary("Falls from 1 to 0 and rises again in each cycle.")
        .example(r#"s("hh*8").pan(itri)"#),
    wave("itri2", |_| Ok(itri().to_bipolar()))
        .summary("Falls from 1 to -1 and rises again in each cycle.")
        .example(r#"n(itri2.range2(0, 7).segment(8)).scale("C:minor")"#),
    wave("square", |_| Ok(signal(Signal::Square)))
        .summary("0 for half a cycle, then 1.")
        .example(r#"s("hh*8").gain(square.range(0.4, 1))"#),
    wave("square2", |_| Ok(signal(Signal::Square).to_bipolar()))
        .summary("-1 for half a cycle, then 1.")
        .example(r#"n(square2.range2(0, 7).segment(8)).scale("C:minor")"#),
    wave("time", |_| Ok(signal(Signal::Time)))
        .alias(&["getnow", "getNow"])
        .summary("The number of cycles since the beginning.")
        .example(r#"n(time.segment(4).mod(8)).scale("C:minor")"#),
    Function::free_standing(Group::Signal, "steady", &[Param::new("value", Kind::Number)], |a| {
        Ok(signal(Signal::Steady(super::args::value_of(a.need(0)?)?)))
    })
    .summary("One value at every moment.")
    .example(r#"s("hh*8").gain(steady(0.5))"#),
    wave("getcps", |_| Ok(signal(Signal::Cps)))
        .alias(&["getCps"])
        .summary("The tempo, in cycles a second.")
        .example(r#"note("c3 g3").s("saw").release(getcps.div(2))"#),
    wave("getcpm", |_| Ok(signal(Signal::Cps).with_constant(Op::Mul, 60.0)))
        .alias(&["getCpm"])
        .summary("The tempo, in cycles a minute.")
        .example(r#"note("c3 g3").s("saw").lpf(getcpm.mul(20))"#),
    wave("getbpm", |_| Ok(signal(Signal::Cps).with_constant(Op::Mul, 240.0)))
        .alias(&["getBpm"])
        .summary("The tempo, in quarter notes a minute where a cycle has four.")
        .example(r#"note("c3 g3").s("saw").lpf(getbpm.mul(5))"#),
    wave("rand", |_| Ok(signal(Signal::Rand)))
        .summary("Chance between 0 and 1, the same at the same moment.")
        .example(r#"s("hh*8").gain(rand)"#),
    wave("rand2", |_| Ok(signal(Signal::Rand).to_bipolar()))
        .summary("Chance between -1 and 1, the same at the same moment.")
        .example(r#"n(rand2.range2(0, 7).segment(8)).scale("C:minor")"#),
    Function::free_standing(Group::Signal, "irand", N, |a| {
        a.lift_from(Join::Inner, &[a.pattern(0)?], &[], |v, _| {
            // As a pattern of numbers: a note that is held over the end of a cycle meets two of them.
            Ok(Pattern::irand(time_of(&v[0])?.to_f64()).split_cycles())
        })
    })
    .summary("Whole numbers below `n`, by chance.")
    .example(r#"n(irand(8).segment(4)).scale("C:minor")"#),
    wave("brand", |_| Ok(signal(Signal::Rand).map_with("below", vec![Value::Number(0.5)], below)))
        .summary("Yes or no, by chance.")
        .example(r#"s("hh*8").mask(brand.segment(8))"#),
    Function::free_standing(Group::Signal, "brandBy", PROBABILITY, |a| {
        a.lift_from(Join::Inner, &[a.pattern(0)?], &[], |v, _| {
            Ok(signal(Signal::Rand).map_with("below", vec![v[0].clone()], below).split_cycles())
        })
    })
    .summary("Yes with a probability, else no.")
    .example(r#"s("hh*8").mask(brandBy(0.7).segment(8))"#),
    wave("perlin", |_| Ok(signal(Signal::Perlin)))
        .summary("Smooth movement between chance values, one in each cycle.")
        .example(r#"s("saw*8").lpf(perlin.range(200, 4000))"#),
    wave("berlin", |_| Ok(signal(Signal::Berlin)))
        .summary("Ramps between chance values, one in each cycle.")
        .example(r#"n(berlin.range(0, 8).segment(8).floor()).scale("C:minor")"#),
    Function::free_standing(Group::Signal, "randrun", PARTS, |a| {
        a.lift_from(Join::Inner, &[a.pattern(0)?], &[], |v, _| {
            Ok(Pattern::rand_run(time_of(&v[0])?.cycle()))
        })
    })
    .alias(&["randL"])
    .summary("The numbers below `n`, each once in a cycle, in an order that chance chooses.")
    .example(r#"n(randrun(8)).scale("C:minor")"#),
    method("segment", &[Param::new("rate", Kind::Time)], |a| {
        a.lift(1, |v, p| Ok(p[0].segment(time_of(&v[0])?)))
    })
    .alias(&["seg", "discretise"])
    .summary("Takes the value of the pattern `rate` times in a cycle.")
    .example(r#"n(saw.range(0, 8).segment(8)).scale("C:minor")"#),
    method("range", RANGE, |a| {
        a.lift_steady_steps(2, |v, p| Ok(p[0].range(float(&v[0])?, float(&v[1])?)))
    })
    .summary("Turns 0 to 1 into `low` to `high`.")
    .example(r#"s("hh*8").gain(sine.range(0.2, 1))"#),
    method("rangex", RANGE, |a| {
        a.lift_steady_steps(2, |v, p| Ok(p[0].range_exponential(float(&v[0])?, float(&v[1])?)))
    })
    .summary("Turns 0 to 1 into `low` to `high` along an exponential curve, as ears hear pitch.")
    .example(r#"s("saw*8").lpf(sine.rangex(200, 4000))"#),
    method("range2", RANGE, |a| {
        a.lift_steady_steps(2, |v, p| Ok(p[0].from_bipolar().range(float(&v[0])?, float(&v[1])?)))
    })
    .summary("Turns -1 to 1 into `low` to `high`.")
    .example(r#"s("hh*8").gain(sine2.range2(0.2, 1))"#),
    method("toBipolar", &[], |a| Ok(a.source()?.to_bipolar()))
        .summary("Turns 0 to 1 into -1 to 1.")
        .example(r#"n(saw.toBipolar().segment(4)).scale("C:minor")"#),
    method("fromBipolar", &[], |a| Ok(a.source()?.from_bipolar()))
        .summary("Turns -1 to 1 into 0 to 1.")
        .example(r#"s("hh*8").gain(sine2.fromBipolar())"#),
    method("round", &[], |a| Ok(a.source()?.round()))
        .summary("Rounds numbers; halves go up.")
        .example(r#"n(sine.range(0, 7).segment(8).round()).scale("C:minor")"#),
    method("floor", &[], |a| Ok(a.source()?.floor()))
        .summary("Rounds numbers down.")
        .example(r#"n(sine.range(0, 7).segment(8).floor()).scale("C:minor")"#),
    method("ceil", &[], |a| Ok(a.source()?.ceil()))
        .summary("Rounds numbers up.")
        .example(r#"n(sine.range(0, 7).segment(8).ceil()).scale("C:minor")"#),
    method("ratio", &[], |a| Ok(a.source()?.ratio()))
        .summary("Turns `3:2` into 1.5.")
        .example(r#"freq("1:1 5:4 3:2".ratio().mul(220)).s("sine")"#),
    method("asNumber", &[], |a| Ok(a.source()?.as_number()))
        .summary("Turns note names and words that are numbers into numbers.")
        .example(r#"note("c e g".asNumber())"#),
    method("quantise", N, |a| {
        a.lift_keeping_steps(1, |v, p| {
            let n = float(&v[0])?;
            Ok(p[0].with_constant(Op::Mul, n).round().with_constant(Op::Div, n))
        })
    })
    .summary("Rounds numbers to `n` equal parts of one.")
    .example(r#"s("hh*8").gain(sine.quantise(4))"#),
];

/// A table of values and what becomes of them: a map, or a list of pairs.
fn pairs(arg: &Arg) -> Result<Vec<Value>, ArgError> {
    match arg {
        Arg::Map(entries) => {
            let pair = |(name, to): &(_, Arg)| Ok([Value::Text(*name), value_of(to)?]);
            let pairs: Result<Vec<_>, ArgError> = entries.iter().map(pair).collect();
            Ok(pairs?.into_iter().flatten().collect())
        }
        Arg::List(items) => {
            let pair = |item: &Arg| match item {
                Arg::List(pair) if pair.len() == 2 => {
                    Ok([value_of(&pair[0])?, value_of(&pair[1])?])
                }
                other => Err(expected("a pair [from, to]", other)),
            };
            let pairs: Result<Vec<_>, ArgError> = items.iter().map(pair).collect();
            Ok(pairs?.into_iter().flatten().collect())
        }
        other => Err(expected("a map such as #{a: 1}", other)),
    }
}

fn float(value: &Value) -> Result<f64, super::ArgError> {
    Ok(time_of(value)?.to_f64())
}
