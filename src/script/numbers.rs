//! Exact fractions in scripts: `1/8` is an eighth, and arithmetic with fractions stays exact.
//!
//! Also the functions of plain numbers whose results would differ between platforms.

use std::any::TypeId;

use rhai::{Dynamic, Engine, EvalAltResult, FLOAT, INT, NativeCallContext, Position};

use super::layout::as_function;
use crate::time::Time;

type Answer<T> = Result<T, Box<EvalAltResult>>;

fn arithmetic<T>(message: &str) -> Answer<T> {
    Err(EvalAltResult::ErrorArithmetic(message.into(), Position::NONE).into())
}

/// Whole results are plain numbers again.
fn settle(time: Time) -> Dynamic {
    if time.is_whole() { Dynamic::from_int(time.numerator()) } else { Dynamic::from(time) }
}

fn divide(a: Time, b: Time) -> Answer<Dynamic> {
    if b.is_zero() { arithmetic("division by zero") } else { Ok(settle(a / b)) }
}

/// `div(7, 2)`: how often the second goes into the first.
fn divide_whole(a: INT, b: INT) -> Answer<INT> {
    a.checked_div_euclid(b).map_or_else(|| arithmetic("division by zero"), Ok)
}

/// Teaches an engine fractions.
pub(crate) fn register(engine: &mut Engine) {
    engine.register_type_with_name::<Time>("fraction");
    engine
        .register_fn("/", |a: INT, b: INT| divide(Time::whole(a), Time::whole(b)))
        .register_fn("/", |a: Time, b: Time| divide(a, b))
        .register_fn("/", |a: Time, b: INT| divide(a, Time::whole(b)))
        .register_fn("/", |a: INT, b: Time| divide(Time::whole(a), b))
        .register_fn("/", |a: Time, b: FLOAT| a.to_f64() / b)
        .register_fn("/", |a: FLOAT, b: Time| a / b.to_f64());
    // Rhai's own would cut the fraction off.
    let whole = TypeId::of::<INT>();
    engine.register_raw_fn(
        "/=",
        [whole, whole],
        |_: NativeCallContext, args: &mut [&mut Dynamic]| {
            let (a, b) = (args[0].as_int().unwrap_or(0), args[1].as_int().unwrap_or(0));
            *args[0] = divide(Time::whole(a), Time::whole(b))?;
            Ok(())
        },
    );
    exact(engine, "+", |a, b| a + b, |a, b| a + b);
    exact(engine, "-", |a, b| a - b, |a, b| a - b);
    exact(engine, "*", |a, b| a * b, |a, b| a * b);
    exact(engine, "%", |a, b| if b.is_zero() { b } else { a % b }, |a, b| a % b);
    engine.register_fn("-", |a: Time| settle(-a)).register_fn("+", |a: Time| a);
    compare(engine, "<", |a, b| a < b);
    compare(engine, ">", |a, b| a > b);
    compare(engine, "<=", |a, b| a <= b);
    compare(engine, ">=", |a, b| a >= b);
    compare(engine, "==", |a, b| a == b);
    compare(engine, "!=", |a, b| a != b);
    engine
        .register_fn("to_string", |a: Time| a.to_string())
        .register_fn("to_debug", |a: Time| a.to_string())
        .register_fn("to_float", |a: Time| a.to_f64())
        .register_fn("to_int", |a: Time| a.numerator() / a.denominator())
        .register_fn("floor", |a: Time| a.cycle())
        .register_fn("ceiling", |a: Time| a.ceil().cycle())
        .register_fn("round", |a: Time| a.round().cycle())
        .register_fn("abs", |a: Time| a.abs())
        .register_fn("div", divide_whole)
        .register_fn(as_function("div"), divide_whole);
    portable(engine);
}

/// An operator between fractions and all other numbers.
fn exact(
    engine: &mut Engine,
    name: &str,
    op: fn(Time, Time) -> Time,
    float: fn(FLOAT, FLOAT) -> FLOAT,
) {
    engine
        .register_fn(name, move |a: Time, b: Time| settle(op(a, b)))
        .register_fn(name, move |a: Time, b: INT| settle(op(a, Time::whole(b))))
        .register_fn(name, move |a: INT, b: Time| settle(op(Time::whole(a), b)))
        .register_fn(name, move |a: Time, b: FLOAT| float(a.to_f64(), b))
        .register_fn(name, move |a: FLOAT, b: Time| float(a, b.to_f64()));
}

/// A comparison between fractions and all other numbers.
fn compare(engine: &mut Engine, name: &str, holds: fn(f64, f64) -> bool) {
    engine
        .register_fn(name, move |a: Time, b: Time| holds(a.to_f64(), b.to_f64()))
        .register_fn(name, move |a: Time, b: INT| holds(a.to_f64(), b as f64))
        .register_fn(name, move |a: INT, b: Time| holds(a as f64, b.to_f64()))
        .register_fn(name, move |a: Time, b: FLOAT| holds(a.to_f64(), b))
        .register_fn(name, move |a: FLOAT, b: Time| holds(a, b.to_f64()));
}

/// A function of a number, by the name that scripts use.
type Named = (&'static str, fn(f64) -> f64);

/// Rhai's own use the platform's library, whose last digits differ.
fn portable(engine: &mut Engine) {
    let functions: [Named; 15] = [
        ("sin", libm::sin),
        ("cos", libm::cos),
        ("tan", libm::tan),
        ("sinh", libm::sinh),
        ("cosh", libm::cosh),
        ("tanh", libm::tanh),
        ("asin", libm::asin),
        ("acos", libm::acos),
        ("atan", libm::atan),
        ("asinh", libm::asinh),
        ("acosh", libm::acosh),
        ("atanh", libm::atanh),
        ("exp", libm::exp),
        ("ln", libm::log),
        ("log", libm::log10),
    ];
    for (name, function) in functions {
        engine.register_fn(name, move |x: FLOAT| function(x));
    }
    engine
        .register_fn("**", |a: FLOAT, b: FLOAT| libm::pow(a, b))
        .register_fn("**", |a: FLOAT, b: INT| libm::pow(a, b as f64))
        .register_fn("**", |a: INT, b: FLOAT| libm::pow(a as f64, b))
        .register_fn("atan", |a: FLOAT, b: FLOAT| libm::atan2(a, b))
        .register_fn("log", |a: FLOAT, base: FLOAT| libm::log(a) / libm::log(base));
}
