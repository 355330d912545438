//! Rows for signals that know more than the moment: fades, bell curves, lengths, ways between values.

use super::{method, signal, wave};
use crate::pattern::{Align, Op, Pattern, Signal, Value, arith};
use crate::vocab::values::value_change;
use crate::vocab::{Function, Group, Kind, Param};

fn number(value: &Value, change: fn(f64) -> f64) -> Option<Value> {
    Some(Value::Number(change(value.as_number()?)))
}

/// Time as it goes through the first cycle; 1 after it.
fn fade(name: &'static str, shape: fn(&Value) -> Option<Value>) -> Pattern {
    signal(Signal::Time).map_values(name, shape)
}

fn ramp(t: f64) -> f64 {
    t.clamp(0.0, 1.0)
}

fn rounded(t: f64) -> f64 {
    libm::sqrt(libm::sin(ramp(t) * std::f64::consts::FRAC_PI_2))
}

fn doublings(length: f64) -> f64 {
    libm::log2(1.0 / length) + 1.0
}

/// Two chances become one that lies mostly in the middle (Box and Muller, 1958).
fn bell(a: &Value, b: &Value) -> Option<Value> {
    let (a, b) = (a.as_number()?.max(0.001), b.as_number()?);
    let normal = libm::sqrt(-2.0 * libm::log(a)) * libm::cos(std::f64::consts::TAU * b);
    Some(Value::Number(((normal + 3.0) / 6.0).clamp(0.0, 1.0)))
}

pub(in crate::vocab) const ROWS: &[Function] = &[
    wave("envL", |_| Ok(fade("envL", |t| number(t, ramp))))
        .summary("Rises from 0 to 1 over the very first cycle, and stays there.")
        .example(r#"s("hh*8").gain(envL)"#),
    wave("envLR", |_| Ok(fade("envLR", |t| number(t, |t| 1.0 - ramp(t)))))
        .summary("Falls from 1 to 0 over the very first cycle, and stays there.")
        .example(r#"s("hh*8").gain(envLR.slow(4))"#),
    wave("envEq", |_| Ok(fade("envEq", |t| number(t, rounded))))
        .summary("As `envL`, curved so that two fades together keep their loudness.")
        .example(r#"s("hh*8").gain(envEq.slow(4))"#),
    wave("envEqR", |_| Ok(fade("envEqR", |t| number(t, |t| rounded(1.0 - ramp(t))))))
        .summary("As `envLR`, curved so that two fades together keep their loudness.")
        .example(r#"s("hh*8").gain(envEqR.slow(4))"#),
    wave("normal", |_| {
        let other = signal(Signal::Rand).early(crate::time::Time::whole(1000));
        Ok(signal(Signal::Rand).combine_with(Align::In, "normal", bell, &other))
    })
    .summary("Chance between 0 and 1 that lies mostly in the middle.")
    .example(r#"s("hh*8").gain(normal.range(0.5, 1))"#),
    wave("cyclesPer", |_| Ok(signal(Signal::Length)))
        .summary("How many cycles the event lasts that takes the value.")
        .example(r#"s("bd [hh hh] sd").release(cyclesPer)"#),
    wave("per", |_| Ok(signal(Signal::Length).map_values("per", |x| number(x, |x| 1.0 / x))))
        .alias(&["perCycle"])
        .summary("How many events as long as this one fit into a cycle.")
        .example(r#"s("bd [hh hh] sd").gain(per.div(8))"#),
    wave("perx", |_| Ok(signal(Signal::Length).map_values("perx", |x| number(x, doublings))))
        .summary("As `per`, counted in doublings: 1 for a whole cycle, 2 for a half.")
        .example(r#"s("bd [hh hh] sd").gain(perx.div(4))"#),
    Function::free_standing(Group::Signal, "sig", FUNCTION, |a| {
        Ok(signal(Signal::Time).map(value_change(a.callback(0)?)))
    })
    .alias(&["signal"])
    .summary("A function of the time in cycles, as a signal.")
    .example(r#"s("hh*8").gain(sig(|t| t % 1))"#),
    method("smooth", &[], |a| Ok(a.source()?.smooth()))
        .summary("Goes from each number to the next in a straight line.")
        .example(r#"s("saw*8").lpf("400 2000 <800 4000>".smooth())"#),
    method("sec", &[], |a| Ok(a.source()?.in_cycles(1.0)))
        .summary("Turns seconds into cycles, whatever the tempo.")
        .example(r#"s("bd sd").late("<0 0.1>".sec())"#),
    method("msec", &[], |a| Ok(a.source()?.in_cycles(0.001)))
        .summary("Turns thousandths of a second into cycles, whatever the tempo.")
        .example(r#"s("bd sd").late("<0 100>".msec())"#),
    method("swap", &[Param::new("table", Kind::List)], |a| {
        Ok(a.source()?.map_with("swap", super::pairs(a.need(1)?)?, |pairs, value| {
            let same = |from: &Value| {
                from == value || arith::numeral(from).is_some_and(|x| Some(x) == value.as_number())
            };
            pairs.chunks(2).find(|pair| same(&pair[0])).map(|pair| pair[1].clone())
        }))
    })
    .summary("Turns values into others by a table; what is not in it falls silent.")
    .example(r#""a b [a c]".swap(#{a: "bd", b: "sd", c: "hh"}).s()"#),
    method("degradeOverBy", OVER, |a| {
        let n = crate::time::Time::whole(a.time(1)?.cycle().max(1));
        let chance = signal(Signal::Rand).repeat_cycles(n);
        let passing = chance.combine(Op::Greater, Align::In, &a.pattern(2)?.slow(n));
        Ok(a.source()?.combine(Op::KeepIf, Align::In, &passing))
    })
    .summary("Leaves out a share of the events, with the same chance for `n` cycles.")
    .example(r#"s("hh*8").degradeOverBy(4, 0.4)"#),
];

const FUNCTION: &[Param] = &[Param::new("function", Kind::ValueFunction)];
const OVER: &[Param] = &[Param::new("n", Kind::Number), Param::new("amount", Kind::Number)];
