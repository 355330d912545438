//! Rows for choosing patterns from lists and maps, by number or by name.

use super::args::pattern_of;
use super::{Arg, ArgError, Args, Function, Group, Kind, Param, Run};
use crate::pattern::{Align, Join, Op, Pattern, Value, arith};
use crate::time::{Span, Time};

const LOOKUP: &[Param] = &[Param::new("lookup", Kind::List)];
const INDEX_CHANGES: &[Param] =
    &[Param::new("index", Kind::Pattern), Param::new("changes", Kind::List)];
const NAME_LOOKUP: &[Param] = LOOKUP;

const fn row(name: &'static str, params: &'static [Param], run: Run) -> Function {
    Function::method(Group::Pick, name, params, run)
}

/// What becomes of a number that a list does not have.
#[derive(Clone, Copy, PartialEq)]
enum Beyond {
    /// The last one, or the first.
    Clamp,
    /// Counted around.
    Wrap,
}

/// The place in a list of `count` that a number stands for.
fn place(constants: &[Value], value: &Value) -> Option<Value> {
    let (count, wraps) = (constants[0].as_number()?, constants[1].is_truthy());
    let number = (arith::numeral(value)? + 0.5).floor();
    let place = if wraps { number.rem_euclid(count) } else { number.clamp(0.0, count - 1.0) };
    place.is_finite().then_some(Value::Number(place))
}

/// The place in a list of names that a value stands for.
fn named(names: &[Value], value: &Value) -> Option<Value> {
    let name = value.to_string();
    let found = names.iter().position(|n| n.as_text().is_some_and(|n| n.as_str() == name));
    found.map(|i| Value::Number(i as f64))
}

/// Numbers of parts, for the values of an index.
fn places(index: &Pattern, count: usize, beyond: Beyond) -> Pattern {
    let wraps = Value::Bool(beyond == Beyond::Wrap);
    index.map_with("index", vec![Value::Number(count as f64), wraps], place)
}

fn pick(a: &Args<'_>, beyond: Beyond, join: Join) -> Result<Pattern, ArgError> {
    // Both `index.pick(lookup)` and `pick(lookup, index)`.
    let is_lookup = |i: usize| matches!(a.get(i), Some(Arg::List(_) | Arg::Map(_)));
    let (index, lookup) = if is_lookup(0) && !is_lookup(1) { (1, 0) } else { (0, 1) };
    let index = a.pattern(index)?;
    match a.need(lookup)? {
        Arg::Map(entries) => {
            let found = |v: &Value| entries.iter().any(|(name, _)| name.as_str() == v.to_string());
            let seen = values_seen(&index);
            if let Some(value) = seen.iter().find(|value| !found(value)) {
                let error = ArgError::new(format!("there is nothing called `{value}` to pick"));
                let names = entries.iter().map(|(name, _)| name.as_str());
                return Err(match crate::diag::nearest(&value.to_string(), names) {
                    Some(near) => error.hint(format!("did you mean `{near}`?")),
                    None => error,
                });
            }
            let names = entries.iter().map(|(name, _)| Value::Text(*name)).collect();
            let parts: Result<Vec<_>, _> = entries.iter().map(|(_, p)| pattern_of(p)).collect();
            Ok(index.map_with("name", names, named).pick_from(join, &parts?))
        }
        _ => {
            let parts = a.list(lookup)?;
            if parts.is_empty() {
                return Ok(Pattern::silence());
            }
            if let Some(value) = index.as_atom().filter(|v| arith::numeral(v).is_none()) {
                return Err(ArgError::new(format!("a list has no `{value}`"))
                    .hint("use numbers, or a map: pick(#{a: .., b: ..})"));
            }
            if beyond == Beyond::Wrap {
                counted(a, &index)?;
            }
            Ok(places(&index, parts.len(), beyond).pick_from(join, &parts))
        }
    }
}

/// How many cycles of an index are looked at before it plays.
const LOOKED_AT: i64 = 4;

/// The values of an index in its first cycles.
fn values_seen(index: &Pattern) -> Vec<Value> {
    let mut events = Vec::new();
    index.query(Span::new(Time::ZERO, Time::whole(LOOKED_AT)), &mut events);
    events.into_iter().map(|event| event.value).collect()
}

/// Numbers that are counted around begin with 0, as they do in Strudel.
fn counted(a: &Args<'_>, index: &Pattern) -> Result<(), ArgError> {
    let below = |value: &Value| arith::numeral(value).is_some_and(|number| number < -0.5);
    match values_seen(index).into_iter().find(below) {
        None => Ok(()),
        Some(value) => {
            let name = a.function.name;
            Err(ArgError::new(format!("`{name}` has no number {value}"))
                .hint("numbers begin with 0; those beyond the list are counted around"))
        }
    }
}

fn pick_change(a: &Args<'_>, beyond: Beyond) -> Result<Pattern, ArgError> {
    let source = a.source()?;
    let Arg::List(changes) = a.need(2)? else {
        return Err(super::args::expected("a list of functions", a.need(2)?));
    };
    let changed = |arg: &Arg| match arg {
        Arg::Function(callback) => pattern_of(&callback.call(&[Arg::Pattern(source.clone())])?),
        other => Err(super::args::expected("a function", other)),
    };
    let parts = changes.iter().map(changed).collect::<Result<Vec<_>, _>>()?;
    if parts.is_empty() {
        return Ok(Pattern::silence());
    }
    Ok(places(&a.pattern(1)?, parts.len(), beyond).pick_from(Join::Inner, &parts))
}

pub(super) const ROWS: &[Function] = &[
    row("pick", LOOKUP, |a| pick(a, Beyond::Clamp, Join::Inner))
        .summary("Plays patterns from a list by number, or from a map by name.")
        .example(r#""<0 1 [0 1]>".pick([s("bd*4"), s("hh*8")])"#),
    row("pickmod", LOOKUP, |a| pick(a, Beyond::Wrap, Join::Inner))
        .summary("As `pick`; numbers beyond the list are counted around.")
        .example(r#""<0 1 2>".pickmod([s("bd*4"), s("hh*8")])"#),
    row("pickOut", LOOKUP, |a| pick(a, Beyond::Clamp, Join::Outer))
        .summary("As `pick`, with the structure of the numbers.")
        .example(r#""0 1".pickOut([s("bd*4"), s("hh*8")])"#),
    row("pickmodOut", LOOKUP, |a| pick(a, Beyond::Wrap, Join::Outer))
        .summary("As `pickOut`; numbers beyond the list are counted around.")
        .example(r#""0 3".pickmodOut([s("bd*4"), s("hh*8")])"#),
    row("pickRestart", LOOKUP, |a| pick(a, Beyond::Clamp, Join::Restart))
        .summary("As `pick`; each pattern starts from its beginning when it is picked.")
        .example(r#""<0 1>/2".pickRestart([n("<0 1 2>"), n("<7 6>")]).scale("C:minor")"#),
    row("pickmodRestart", LOOKUP, |a| pick(a, Beyond::Wrap, Join::Restart))
        .summary("As `pickRestart`; numbers beyond the list are counted around.")
        .example(r#""<0 3>/2".pickmodRestart([n("<0 1 2>"), n("<7 6>")]).scale("C:minor")"#),
    row("pickReset", LOOKUP, |a| pick(a, Beyond::Clamp, Join::Reset))
        .summary("As `pick`; each pattern's cycle starts again when it is picked.")
        .example(r#""0 1".pickReset([s("bd sd"), s("hh*8")])"#),
    row("pickmodReset", LOOKUP, |a| pick(a, Beyond::Wrap, Join::Reset))
        .summary("As `pickReset`; numbers beyond the list are counted around.")
        .example(r#""0 3".pickmodReset([s("bd sd"), s("hh*8")])"#),
    row("inhabit", NAME_LOOKUP, |a| pick(a, Beyond::Clamp, Join::Squeeze))
        .alias(&["pickSqueeze"])
        .summary("As `pick`; a cycle of each pattern is squeezed into the event that picked it.")
        .example(r#""a b".inhabit(#{a: s("bd sd"), b: s("hh*4")})"#),
    row("inhabitmod", NAME_LOOKUP, |a| pick(a, Beyond::Wrap, Join::Squeeze))
        .alias(&["pickmodSqueeze"])
        .summary("As `inhabit`; numbers beyond the list are counted around.")
        .example(r#""0 3".inhabitmod([s("bd sd"), s("hh*4")])"#),
    row("squeeze", LOOKUP, |a| match a.need(1)? {
        Arg::List(_) | Arg::Map(_) => pick(a, Beyond::Wrap, Join::Squeeze),
        _ if matches!(a.get(0), Some(Arg::List(_))) => pick(a, Beyond::Wrap, Join::Squeeze),
        // As the other ways of putting two patterns together, which are methods too.
        _ => Ok(a.source()?.combine(Op::Set, Align::Squeeze, &a.pattern(1)?)),
    })
    .summary("Squeezes patterns from a list into the events of the numbers that choose them.")
    .example(r#"squeeze("0 1", [s("bd sd"), s("hh*4")])"#),
    row("select", LOOKUP, |a| Ok(a.source()?.choose(&a.list(1)?, Join::Inner)))
        .summary("Plays patterns from a list by a value from 0 to 1.")
        .example(r#"saw.slow(4).segment(1).select([s("bd*4"), s("hh*8")])"#),
    row("pickF", INDEX_CHANGES, |a| pick_change(a, Beyond::Clamp))
        .summary("Applies functions from a list by number.")
        .example(r#"s("bd sd").pickF("<0 1>", [|p| p.rev(), |p| p.fast(2)])"#),
    row("pickmodF", INDEX_CHANGES, |a| pick_change(a, Beyond::Wrap))
        .summary("As `pickF`; numbers beyond the list are counted around.")
        .example(r#"s("bd sd").pickmodF("<0 3>", [|p| p.rev(), |p| p.fast(2)])"#),
];
