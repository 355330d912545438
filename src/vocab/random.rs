//! Rows for chance: leaving out, choosing, shuffling, sometimes.

use super::args::pattern_of;
use super::{Arg, ArgError, Args, Form, Function, Group, Kind, Param, Run};
use crate::pattern::{
    Align, Call, Chance, Join, Op, PARTS_LIMIT, Pattern, Signal, Value, arith, time_of,
};
use crate::time::Time;

const LASTS: &[Param] = &[Param::new("cycles", Kind::Time)];
const FROM_LASTS: &[Param] = &[Param::new("from", Kind::Time), Param::new("cycles", Kind::Time)];
const AMOUNT: &[Param] = &[Param::new("amount", Kind::Number)];
const CHANGE: &[Param] = &[Param::new("change", Kind::Change)];
const BY: &[Param] = &[Param::new("share", Kind::Number), Param::new("change", Kind::Change)];
const CHOICES: &[Param] = &[Param::new("choices", Kind::Pattern).many()];
const WEIGHTED: &[Param] = &[Param::new("choices", Kind::List).many()];
const WITH: &[Param] = &[Param::new("choices", Kind::List)];
const N: &[Param] = &[Param::new("n", Kind::Number)];
const PARTS: &[Param] = &[Param::new("n", Kind::Number).at_most(PARTS_LIMIT)];

const fn row(name: &'static str, params: &'static [Param], run: Run) -> Function {
    Function::method(Group::Random, name, params, run)
}

const fn function(name: &'static str, params: &'static [Param], run: Run) -> Function {
    Function::free_standing(Group::Random, name, params, run)
}

fn float(value: &Value) -> Result<f64, ArgError> {
    arith::numeral(value).ok_or_else(|| ArgError::new(format!("expected a number, found {value}")))
}

fn rand() -> Pattern {
    Pattern::signal(Signal::Rand)
}

const KEPT: Call =
    Call { name: "degradeBy", build: |v, p| Ok(p[0].thinned(Chance::above(float(&v[0])?))) };
const LEFT: Call = Call {
    name: "undegradeBy",
    build: |v, p| Ok(p[0].thinned(Chance::above(float(&v[0])?).inverted())),
};
const KEPT_CYCLES: Call = Call {
    name: "degradeCyclesBy",
    build: |v, p| Ok(p[0].thinned_with(&by_cycle(), float(&v[0])?)),
};
const LEFT_CYCLES: Call = Call {
    name: "undegradeCyclesBy",
    build: |v, p| {
        let rest = by_cycle().with_constant(Op::Mul, -1.0).with_constant(Op::Add, 1.0);
        Ok(p[0].thinned_with(&rest, float(&v[0])?))
    },
};

fn thinned(call: Call, by: &Pattern, source: &Pattern) -> Result<Pattern, ArgError> {
    let lifted =
        Pattern::lift(call, Join::Inner, std::slice::from_ref(by), std::slice::from_ref(source))?;
    Ok(lifted.with_steps(source.steps()))
}

/// A function applied to a share of the events; the others stay.
fn sometimes(a: &Args<'_>, share: &Pattern, by_cycle: bool) -> Result<Pattern, ArgError> {
    let (source, change) = (a.source()?, a.change(a.count().saturating_sub(1).max(1))?);
    let (kept, left) = if by_cycle { (KEPT_CYCLES, LEFT_CYCLES) } else { (KEPT, LEFT) };
    Pattern::bind(share, |share| {
        let rest = Pattern::number(1.0).combine(Op::Sub, Align::In, share);
        let changed = change.apply(&thinned(left, &rest, &source)?)?;
        let both = Pattern::stack(vec![thinned(kept, share, &source)?, changed]);
        Ok(both.split_cycles().with_steps(None))
    })
}

const fn share(name: &'static str, run: Run) -> Function {
    row(name, CHANGE, run)
}

/// Choices, and what chooses: the pattern of `p.choose(..)`, or chance.
fn choices(a: &Args<'_>) -> Result<(Pattern, Vec<Pattern>), ArgError> {
    let is_pattern = matches!(a.get(0), Some(Arg::Pattern(_)));
    if a.form == Form::Method || (a.form == Form::Unknown && is_pattern) {
        return Ok((a.source()?.as_number(), listed(a, 1)?));
    }
    Ok((rand(), listed(a, 0)?))
}

/// Choices from a place on, one by one or as one list.
fn listed(a: &Args<'_>, from: usize) -> Result<Vec<Pattern>, ArgError> {
    if a.count() == from + 1 { a.list(from) } else { a.patterns(from) }
}

/// Choices with their weights before them; 1 where none is given.
fn pairs(values: &[Arg]) -> Result<Vec<(Pattern, Pattern)>, ArgError> {
    let pair = |arg: &Arg| match arg {
        Arg::List(items) if items.len() == 2 => {
            Ok((pattern_of(&items[1])?, pattern_of(&items[0])?))
        }
        other => Ok((Pattern::number(1.0), pattern_of(other)?)),
    };
    values.iter().map(pair).collect()
}

fn by_cycle() -> Pattern {
    rand().segment(Time::ONE)
}

pub(super) const ROWS: &[Function] = &[
    row("degradeBy", AMOUNT, |a| thinned(KEPT, &a.pattern(1)?, &a.source()?))
        .summary("Leaves out a share of the events by chance.")
        .notes(&["how tracks share chance: see `seed`"])
        .example(r#"s("hh*8").degradeBy(0.3)"#),
    row("degrade", &[], |a| thinned(KEPT, &Pattern::number(0.5), &a.source()?))
        .summary("Leaves out half of the events by chance.")
        .example(r#"s("hh*8").degrade()"#),
    row("undegradeBy", AMOUNT, |a| thinned(LEFT, &a.pattern(1)?, &a.source()?))
        .alias(&["unDegradeBy"])
        .summary("Leaves out a share of the events: those that `degradeBy` of the rest would keep.")
        .example(r#"stack(s("hh*8").degradeBy(0.3), s("oh*8").undegradeBy(0.7))"#),
    row("undegrade", &[], |a| thinned(LEFT, &Pattern::number(0.5), &a.source()?))
        .summary("Leaves out the half of the events that `degrade` would keep.")
        .example(r#"stack(s("hh*8").degrade(), s("oh*8").undegrade())"#),
    row("fadeIn", LASTS, |a| Ok(a.source()?.thinned_in(Time::ZERO, a.time(1)?)))
        .summary("Over the first so many cycles, chance lets in more and more of the events.")
        .example(r#"s("hh*8").fadeIn(4)"#),
    row("fadeOut", LASTS, |a| Ok(a.source()?.thinned_out(Time::ZERO, a.time(1)?)))
        .summary("Over the first so many cycles, chance leaves out more and more of the events.")
        .example(r#"s("hh*8").fadeOut(4)"#),
    row("fadeInFrom", FROM_LASTS, |a| Ok(a.source()?.thinned_in(a.time(1)?, a.time(2)?)))
        .summary("As `fadeIn`, from a cycle on.")
        .example(r#"s("hh*8").fadeInFrom(1, 2)"#),
    row("fadeOutFrom", FROM_LASTS, |a| Ok(a.source()?.thinned_out(a.time(1)?, a.time(2)?)))
        .summary("As `fadeOut`, from a cycle on.")
        .example(r#"s("hh*8").fadeOutFrom(1, 2)"#),
    row("degradeByWith", WITH_AMOUNT, |a| {
        let amount = a.number(2)?;
        Ok(a.source()?.thinned_with(&a.pattern(1)?, amount))
    })
    .summary("Leaves out events where a pattern's values are not above an amount.")
    .example(r#"s("hh*8").degradeByWith(perlin, 0.4)"#),
    row("sometimesBy", BY, |a| sometimes(a, &a.pattern(1)?, false))
        .summary("Applies a function to a share of the events.")
        .example(r#"s("hh*8").sometimesBy(0.3, |p| p.speed(2))"#),
    share("sometimes", |a| sometimes(a, &Pattern::number(0.5), false))
        .summary("Applies a function to half of the events.")
        .example(r#"s("hh*8").sometimes(|p| p.speed(2))"#),
    share("often", |a| sometimes(a, &Pattern::number(0.75), false))
        .summary("Applies a function to three quarters of the events.")
        .example(r#"s("hh*8").often(|p| p.speed(2))"#),
    share("rarely", |a| sometimes(a, &Pattern::number(0.25), false))
        .summary("Applies a function to a quarter of the events.")
        .example(r#"s("hh*8").rarely(|p| p.speed(2))"#),
    share("almostAlways", |a| sometimes(a, &Pattern::number(0.9), false))
        .summary("Applies a function to nine events in ten.")
        .example(r#"s("hh*8").almostAlways(|p| p.speed(2))"#),
    share("almostNever", |a| sometimes(a, &Pattern::number(0.1), false))
        .summary("Applies a function to one event in ten.")
        .example(r#"s("hh*8").almostNever(|p| p.speed(2))"#),
    share("always", |a| a.change(1)?.apply(&a.source()?))
        .summary("Applies a function to all events.")
        .example(r#"s("hh*8").always(|p| p.speed(2))"#),
    share("never", |a| a.change(1).and(a.source()))
        .summary("Does not apply the function.")
        .example(r#"s("hh*8").never(|p| p.speed(2))"#),
    row("someCyclesBy", BY, |a| sometimes(a, &a.pattern(1)?, true))
        .alias(&["somecyclesBy", "somecyclesby"])
        .summary("Applies a function in a share of the cycles.")
        .example(r#"s("hh*8").someCyclesBy(0.3, |p| p.speed(2))"#),
    share("someCycles", |a| sometimes(a, &Pattern::number(0.5), true))
        .alias(&["somecycles"])
        .summary("Applies a function in half of the cycles.")
        .example(r#"s("hh*8").someCycles(|p| p.speed(2))"#),
    row("choose", CHOICES, |a| {
        let (from, choices) = choices(a)?;
        Ok(from.choose(&choices, Join::Outer))
    })
    .alias(&["chooseOut"])
    .free()
    .summary(
        "One of the choices at every moment, by chance or by the pattern's values from 0 to 1.",
    )
    .example(r#"s(choose("bd", "sd", "hh").segment(8))"#),
    row("chooseIn", CHOICES, |a| {
        let (from, choices) = choices(a)?;
        Ok(from.choose(&choices, Join::Inner))
    })
    .free()
    .summary("As `choose`, with the structure of what is chosen.")
    .example(r#"s(chooseIn("bd*2", "sd").segment(2))"#),
    row("choose2", CHOICES, |a| Ok(a.source()?.from_bipolar().choose(&listed(a, 1)?, Join::Outer)))
        .summary("One of the choices, by the pattern's values from -1 to 1.")
        .example(r#"s(sine2.choose2("bd", "sd").segment(8))"#),
    row("chooseWith", WITH, |a| Ok(a.source()?.choose(&a.list(1)?, Join::Outer)))
        .alias(&["chooseBy"])
        .summary("One of a list of choices, by the pattern's values from 0 to 1.")
        .example(r#"s(chooseWith(saw, ["bd", "sd"]).segment(8))"#),
    row("chooseInWith", WITH, |a| Ok(a.source()?.choose(&a.list(1)?, Join::Inner)))
        .summary("As `chooseWith`, with the structure of what is chosen.")
        .example(r#"s(chooseInWith(saw, ["bd*2", "sd"]).segment(2))"#),
    function("chooseCycles", CHOICES, |a| Ok(by_cycle().choose(&listed(a, 0)?, Join::Inner)))
        .alias(&["randcat", "cycleChoose"])
        .summary("One of the choices in each cycle, by chance.")
        .example(r#"s(chooseCycles("bd*4", "sd*2", "hh*8"))"#),
    function("wchoose", WEIGHTED, |a| Ok(rand().choose_weighted(&pairs(a.values)?, Join::Outer)))
        .summary("One of the choices at every moment, by chance and weight.")
        .example(r#"s(wchoose(["bd", 5], ["sd", 1]).segment(8))"#),
    row("wchooseBy", WEIGHTED, |a| {
        Ok(a.source()?.choose_weighted(&pairs(&a.values[1..])?, Join::Outer))
    })
    .summary("One of the choices by weight and by the pattern's values from 0 to 1.")
    .example(r#"s(saw.wchooseBy(["bd", 5], ["sd", 1]).segment(8))"#),
    function("wchooseCycles", WEIGHTED, |a| {
        Ok(by_cycle().choose_weighted(&pairs(a.values)?, Join::Inner))
    })
    .alias(&["wrandcat"])
    .summary("One of the choices in each cycle, by chance and weight.")
    .example(r#"s(wchooseCycles(["bd*4", 3], ["sd*2", 1]))"#),
    row("shuffle", PARTS, |a| a.lift(1, |v, p| Ok(p[0].shuffle(time_of(&v[0])?.cycle()))))
        .summary(
            "Cuts the pattern into `n` parts and plays each once, in an order that chance chooses.",
        )
        .example(r#"note("c e g b").shuffle(4)"#),
    row("scramble", PARTS, |a| a.lift(1, |v, p| Ok(p[0].scramble(time_of(&v[0])?.cycle()))))
        .summary("Cuts the pattern into `n` parts and plays any of them, by chance.")
        .example(r#"note("c e g b").scramble(4)"#),
    row("seed", N, |a| Ok(a.source()?.seeded(&a.pattern(1)?)))
        .alias(&["withSeed"])
        .summary("Takes another stream of chance.")
        .notes(&[
            "chance belongs to the moment, not to the track: whatever draws at the same moment draws \
             the same, so the first `?` of \"hh*8?\" and of \"cp*8?\" in two tracks leave out the same \
             steps; the second `?` of one string draws anew",
            "to make tracks differ, give each its own stream: `.seed(1)`, `.seed(2)`",
            "`seed(7)` by itself, at the top of a script, reseeds the whole piece; without it the \
             seed is 0, and a piece is the same each time it plays",
        ])
        .example(r#"s("hh*8").degradeBy(0.5).seed(3)"#),
];

const WITH_AMOUNT: &[Param] =
    &[Param::new("source", Kind::Pattern), Param::new("amount", Kind::Number)];

#[cfg(test)]
mod tests {
    use super::super::{Text, call_as, lookup};
    use super::*;

    fn text(text: &str) -> Arg {
        Arg::Text(Text { text: text.into(), place: None })
    }

    fn values(name: &str, form: Form, args: Vec<Arg>) -> String {
        let pattern = call_as(lookup(name).expect("a word"), form, args).expect("a pattern");
        let values = (0..4).flat_map(|n| pattern.cycle(n)).map(|event| event.value.to_string());
        values.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn choices_keep_their_order_when_the_last_is_a_pattern() {
        let numbers = vec![text("0 0.4 0.9"), text("x"), text("y"), text("z")];
        assert_eq!(values("choose", Form::Method, numbers)[..5], *"x y z");
        let by_chance = values("choose", Form::Function, vec![text("a"), text("b"), text("c")]);
        // Chance is 0 at the very beginning, so the first choice is made there.
        assert!(by_chance.starts_with('a'), "{by_chance}");
    }

    #[test]
    fn weights_may_change_with_time() {
        let pair = |choice: &str, weight: &str| Arg::List(vec![text(choice), text(weight)]);
        let pairs = vec![pair("a", "<0 1>"), pair("b", "<1 0>")];
        assert_eq!(values("wchooseCycles", Form::Unknown, pairs), "b a b a");
    }
}
