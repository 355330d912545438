//! Sound: shorthands that set several controls at once, one row each.
//!
//! Single controls have no rows here: the table in `control` says what they are, and each of them is
//! a function and a method by itself.

pub(super) mod words;

use super::change::controlled;
use super::{ArgError, Args, Function, Group, Kind, Param};
use crate::control::Control;
use crate::pattern::{Controls, Pattern, Value, time_of};

const fn row(
    name: &'static str,
    params: &'static [Param],
    run: fn(&Args<'_>) -> Result<Pattern, ArgError>,
) -> Function {
    Function::method(Group::Sound, name, params, run)
}

const TIMES: &[Param] = &[Param::new("times", Kind::Number)];
const LOUDNESS: &[Param] = &[Param::new("loudness", Kind::Number).optional()];
const AMOUNT: &[Param] = &[Param::new("amount", Kind::Number)];
const COLOUR_ALPHA: &[Param] = &[
    Param::new("hue", Kind::Number),
    Param::new("saturation", Kind::Number),
    Param::new("lightness", Kind::Number),
    Param::new("alpha", Kind::Number),
];
const COLOUR: [Param; 3] = [COLOUR_ALPHA[0], COLOUR_ALPHA[1], COLOUR_ALPHA[2]];

/// The rows of this room.
pub(super) const ROWS: &[Function] = &[
    row("adsr", TIMES, |a| set(a, |v| Some(Value::Controls(dealt(v, &ENVELOPE)))))
        .summary("Sets attack, decay, sustain and release from one list.")
        .example(r#"note("c3 eb3 g3").s("saw").adsr("0.01:0.1:0.5:0.2")"#),
    row("ad", TIMES, |a| set(a, |v| pair(v, [Control::Attack, Control::Decay], Value::clone)))
        .summary("Sets attack and decay from one list; a single number is both.")
        .example(r#"note("c3 eb3 g3").s("saw").ad("0.01:0.2")"#),
    row("ds", TIMES, |a| {
        set(a, |v| pair(v, [Control::Decay, Control::Sustain], |_| Value::Number(0.0)))
    })
    .summary("Sets decay and sustain from one list; a single number fades to silence.")
    .example(r#"note("c3 eb3 g3").s("saw").ds("0.2:0.3")"#),
    row("ar", TIMES, |a| set(a, |v| pair(v, [Control::Attack, Control::Release], Value::clone)))
        .summary("Sets attack and release from one list; a single number is both.")
        .example(r#"note("c3 eb3 g3").s("saw").ar("0.05:0.4")"#),
    row("hsl", &COLOUR, |a| a.lift(3, coloured))
        .summary("Colours events by hue, saturation and lightness, each from 0 to 1.")
        .example(r#"s("bd sd").hsl("<0 0.3 0.6>", 0.5, 0.5)"#),
    row("hsla", COLOUR_ALPHA, |a| a.lift(4, coloured))
        .summary("As `hsl`; how far one sees through it does not show in a terminal.")
        .example(r#"s("bd sd").hsla("<0 0.3 0.6>", 0.5, 0.5, 1)"#),
    row("normalize", LOUDNESS, normalized)
        .summary("Plays recordings equally loud: at -18 LUFS, or at the loudness that is given.")
        .example(r#"s("bd sd").normalize()"#),
    curve("soft", |a| set(a, |v| shaped("soft", v)))
        .summary("Distorts softly, as tape does; a list gives amount and level.")
        .example(r#"note("c2 eb2").s("saw").soft("2:0.5")"#),
    curve("hard", |a| set(a, |v| shaped("hard", v)))
        .summary("Distorts by clipping; a list gives amount and level.")
        .example(r#"note("c2 eb2").s("saw").hard("2:0.5")"#),
    curve("cubic", |a| set(a, |v| shaped("cubic", v)))
        .summary("Distorts by a cubic curve; a list gives amount and level.")
        .example(r#"note("c2 eb2").s("saw").cubic("2:0.5")"#),
    curve("diode", |a| set(a, |v| shaped("diode", v)))
        .summary("Distorts as a diode does; a list gives amount and level.")
        .example(r#"note("c2 eb2").s("saw").diode("2:0.5")"#),
    curve("asym", |a| set(a, |v| shaped("asym", v)))
        .summary(
            "Distorts one half of the wave more than the other; a list gives amount and level.",
        )
        .example(r#"note("c2 eb2").s("saw").asym("2:0.5")"#),
    curve("fold", |a| set(a, |v| shaped("fold", v)))
        .summary("Distorts by folding the wave back; a list gives amount and level.")
        .example(r#"note("c2 eb2").s("saw").fold("2:0.5")"#),
    curve("sinefold", |a| set(a, |v| shaped("sinefold", v)))
        .summary("Distorts by folding the wave along a sine; a list gives amount and level.")
        .example(r#"note("c2 eb2").s("saw").sinefold("2:0.5")"#),
    curve("chebyshev", |a| set(a, |v| shaped("chebyshev", v)))
        .summary("Distorts by adding single harmonics; a list gives amount and level.")
        .example(r#"note("c2 eb2").s("saw").chebyshev("2:0.5")"#),
];

const ENVELOPE: [Control; 4] =
    [Control::Attack, Control::Decay, Control::Sustain, Control::Release];

const fn curve(name: &'static str, run: fn(&Args<'_>) -> Result<Pattern, ArgError>) -> Function {
    row(name, AMOUNT, run)
}

/// Sets the controls that `make` finds in each value of the argument.
fn set(args: &Args<'_>, make: fn(&Value) -> Option<Value>) -> Result<Pattern, ArgError> {
    let controls = args.pattern(1)?.map_values(args.function.name, make);
    Ok(args.source()?.set(&controls))
}

/// A pattern in the colour of a hue, saturation and lightness, written as displays read it.
fn coloured(v: &[Value], p: &[Pattern]) -> Result<Pattern, ArgError> {
    let share = |i: usize| Ok::<f64, ArgError>(time_of(&v[i])?.to_f64());
    let (hue, saturation, lightness) =
        (share(0)?, share(1)?.clamp(0.0, 1.0), share(2)?.clamp(0.0, 1.0));
    let strength = saturation * lightness.min(1.0 - lightness);
    let part = |turn: f64| {
        let k = (turn + 12.0 * hue).rem_euclid(12.0);
        let light = lightness - strength * (k - 3.0).min(9.0 - k).clamp(-1.0, 1.0);
        libm::round(255.0 * light) as u8
    };
    let colour = format!("#{:02x}{:02x}{:02x}", part(0.0), part(8.0), part(4.0));
    Ok(p[0].set(&controlled(Control::Color, Value::text(&colour))))
}

/// Every event at one loudness.
fn normalized(args: &Args<'_>) -> Result<Pattern, ArgError> {
    let level = match args.count() {
        0 | 1 => Pattern::number(Control::Loudness.info().default),
        _ => args.pattern(1)?,
    };
    let make =
        |value: &Value| Some(Value::Controls(Controls::one(Control::Loudness, value.clone())));
    Ok(args.source()?.set(&level.map_values(args.function.name, make)))
}

/// Deals a list out over controls; those that it does not reach stay as they are.
fn dealt(value: &Value, controls: &[Control]) -> Controls {
    match value {
        Value::List(list) => controls.iter().copied().zip(list.iter().cloned()).collect(),
        one => Controls::one(controls[0], one.clone()),
    }
}

/// The same over two controls, where a single value leaves something for the second.
fn pair(value: &Value, controls: [Control; 2], second: fn(&Value) -> Value) -> Option<Value> {
    let mut dealt = dealt(value, &controls);
    if dealt.get(controls[1]).is_none() {
        let first = dealt.get(controls[0])?;
        dealt.set(controls[1], second(first));
    }
    Some(Value::Controls(dealt))
}

fn shaped(curve: &str, value: &Value) -> Option<Value> {
    let mut controls = dealt(value, &[Control::Distort, Control::Distortvol]);
    controls.set(Control::Distorttype, Value::text(curve));
    Some(Value::Controls(controls))
}
