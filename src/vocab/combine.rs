//! Rows for putting values of two patterns together. Each operation comes in eight alignments:
//! `add` and `add.in` (structure from the left), `add.out`, `add.mix`, `add.squeeze`, ..

use super::{ArgError, Args, Function, Group, Kind, Param};
use crate::pattern::{Align, Op, Pattern};

const OTHER: &[Param] = &[Param::new("other", Kind::Pattern)];

fn combined(a: &Args<'_>, op: Op, align: Align) -> Result<Pattern, ArgError> {
    // A logarithm has no other value, in the peer's row of operations or not.
    let other = if op == Op::Log2 { a.pattern_or(1, 0.0)? } else { a.pattern(1)? };
    Ok(a.source()?.combine(op, align, &other))
}

/// Eight rows for each operation; `add_mix` stands for `add.mix`, because some words after the dot
/// are words of the script language.
macro_rules! operations {
    ($($name:literal $op:ident $summary:literal $example:literal)+) => {
        &[$(
            operations!(@ $name, [concat!($name, ".in"), concat!($name, "_in")], $op, In, $summary, $example),
            operations!(@ concat!($name, ".out"), [concat!($name, "_out")], $op, Out, $summary, $example),
            operations!(@ concat!($name, ".mix"), [concat!($name, "_mix")], $op, Mix, $summary, $example),
            operations!(@ concat!($name, ".squeeze"), [concat!($name, "_squeeze")], $op, Squeeze, $summary, $example),
            operations!(@ concat!($name, ".squeezeout"), [concat!($name, "_squeezeout")], $op, SqueezeOut, $summary, $example),
            operations!(@ concat!($name, ".reset"), [concat!($name, "_reset")], $op, Reset, $summary, $example),
            operations!(@ concat!($name, ".restart"), [concat!($name, "_restart")], $op, Restart, $summary, $example),
            operations!(@ concat!($name, ".poly"), [concat!($name, "_poly")], $op, Poly, $summary, $example),
        )+]
    };
    (@ $name:expr, [$($alias:expr),+], $op:ident, $align:ident, $summary:literal, $example:literal) => {
        Function::method(Group::Combine, $name, OTHER, |a| combined(a, Op::$op, Align::$align))
            .alias(&[$($alias),+])
            .summary($summary)
            .example($example)
    };
}

pub(super) const OPERATIONS: &[Function] = operations! {
    "add" Add "Adds numbers, notes and controls; puts words together." r#"note("c e g".add("<0 5>"))"#
    "sub" Sub "Subtracts numbers and controls." r#"n("4 5 6".sub("<0 1>")).scale("C:minor")"#
    "mul" Mul "Multiplies numbers and controls." r#"s("hh*8").gain("1 0.5".mul(0.8))"#
    "div" Div "Divides numbers and controls." r#"s("hh*8").gain("8 4".div(10))"#
    "mod" Mod "The rest of a division, never below zero for a positive divisor." r#"n(run(8).mod(3)).scale("C:minor")"#
    "pow" Pow "Raises to a power." r#"s("hh*8").gain(saw.pow(2))"#
    "log2" Log2 "The base-two logarithm; no other value counts." r#"n("8 4 2".log2()).scale("C:minor")"#
    "set" Set "Takes the other pattern's values, and its controls besides one's own." r#"note("c e").set(s("saw"))"#
    "keep" Keep "Keeps the values, and adds only what is missing." r#"s("bd sd").keep(s("hh").n("1"))"#
    "keepif" KeepIf "Keeps the values where the other pattern says yes." r#"s("bd hh sd hh").keepif("1 0 1 1")"#
    "band" BitAnd "Bits that both whole numbers have." r#"n(run(8).band(3)).scale("C:minor")"#
    "bor" BitOr "Bits that either whole number has." r#"n(run(4).bor(1)).scale("C:minor")"#
    "bxor" BitXor "Bits that one of two whole numbers has." r#"n(run(4).bxor(1)).scale("C:minor")"#
    "blshift" ShiftLeft "Bits moved up." r#"n("1 2".blshift(1)).scale("C:minor")"#
    "brshift" ShiftRight "Bits moved down." r#"n("4 8".brshift(1)).scale("C:minor")"#
    "lt" Less "Yes where the value is less than the other." r#"s("hh*4").mask("0 1 2 3".lt(2))"#
    "gt" Greater "Yes where the value is greater than the other." r#"s("hh*4").mask("0 1 2 3".gt(1))"#
    "lte" LessOrEqual "Yes where the value is not greater than the other." r#"s("hh*4").mask("0 1 2 3".lte(2))"#
    "gte" GreaterOrEqual "Yes where the value is not less than the other." r#"s("hh*4").mask("0 1 2 3".gte(1))"#
    "eq" Equal "Yes where the values are equal." r#"s("hh*4").mask("0 1 2 3".eq(2))"#
    "eqt" Same "Yes where the values are equal and of one kind." r#"s("hh*4").mask("0 1 2 3".eqt(2))"#
    "ne" NotEqual "Yes where the values are not equal." r#"s("hh*4").mask("0 1 2 3".ne(2))"#
    "net" NotSame "Yes where the values are not equal, or not of one kind." r#"s("hh*4").mask("0 1 2 3".net(2))"#
    "and" And "The other value where this one says yes." r#"s("hh*4").mask("1 0 1 1".and("1 1 0 1"))"#
    "or" Or "The other value where this one says no." r#"s("hh*4").mask("1 0 0 1".or("0 1 0 0"))"#
};

pub(super) const ROWS: &[Function] = &[
    Function::method(Group::Combine, "mix", OTHER, |a| combined(a, Op::Set, Align::Mix))
        .summary("Takes the other pattern's values, with the structure of both.")
        .example(r#"note("c e").mix(s("saw sine saw"))"#),
    Function::method(Group::Combine, "out", OTHER, |a| combined(a, Op::Set, Align::Out))
        .summary("Takes the other pattern's values and structure.")
        .example(r#"note("c e").out(s("saw*4"))"#),
    Function::method(Group::Combine, "squeezeout", OTHER, |a| {
        combined(a, Op::Set, Align::SqueezeOut)
    })
    .summary("Squeezes the pattern into each event of the other, and takes that one's values.")
    .example(r#"note("c e").squeezeout(s("saw sine"))"#),
    Function::method(Group::Combine, "poly", OTHER, |a| combined(a, Op::Set, Align::Poly))
        .summary("Takes the other pattern's values step by step.")
        .example(r#"note("c e g").poly(s("saw sine"))"#),
];
