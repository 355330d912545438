//! Rows that join patterns of patterns, and put two patterns together by a function of the script.

use super::values::{pair_change, value_change};
use super::{ArgError, Args, Function, Group, Kind, Param, Run};
use crate::control::Control;
use crate::pattern::{Align, Context, Event, EventChange, Join, Op, Pattern, Value};
use crate::time::Time;

const BIND: &[Param] = &[Param::new("function", Kind::ValueFunction)];
const APPLY: &[Param] =
    &[Param::new("other", Kind::Pattern), Param::new("function", Kind::ValueFunction)];

const fn row(name: &'static str, params: &'static [Param], run: Run) -> Function {
    Function::method(Group::Combine, name, params, run)
}

fn bound(a: &Args<'_>, join: Join) -> Result<Pattern, ArgError> {
    Ok(a.source()?.map(value_change(a.callback(1)?)).joined(join))
}

/// Patterns among the values, stretched to as many steps as this pattern has.
fn stepwise(source: &Pattern) -> Pattern {
    let steps = Value::Number(source.steps().unwrap_or(Time::ONE).to_f64());
    let extended = source.map_with("extend", vec![steps], |steps, value| match value {
        Value::Pattern(pattern) => {
            let steps = Time::from_f64(steps[0].as_number()?)?;
            let own = pattern.steps().filter(|own| own.is_positive()).unwrap_or(Time::ONE);
            Some(Value::Pattern(pattern.extend(steps / own)))
        }
        other => Some(other.clone()),
    });
    extended.joined(Join::Outer)
}

fn sped_up(_: &Context, _: &[Value], events: &mut Vec<Event>) {
    for event in events {
        let length = event.whole_or_part().length();
        let Value::Pattern(inner) = &event.value else { continue };
        let speed =
            super::change::controlled(Control::Speed, Value::Number(length.recip().to_f64()));
        event.value = Value::Pattern(inner.combine(Op::Mul, Align::In, &speed));
    }
}

fn put_together(_: &Context, _: &[Value], events: &mut Vec<Event>) {
    events.sort_by_key(|event| event.part.begin);
    let mut whole: Vec<Event> = Vec::new();
    for event in events.drain(..) {
        let rest = whole.iter_mut().find(|other| {
            other.whole == event.whole
                && other.value == event.value
                && other.part.end == event.part.begin
        });
        match rest {
            Some(rest) => rest.part.end = event.part.end,
            None => whole.push(event),
        }
    }
    *events = whole;
}

fn applied(a: &Args<'_>, align: Align) -> Result<Pattern, ArgError> {
    let pair = |x: &Value, y: &Value| Some(Value::List([x.clone(), y.clone()].into()));
    let pairs = a.source()?.combine_with(align, "pair", pair, &a.pattern(1)?);
    Ok(pairs.map(pair_change(a.callback(2)?)))
}

pub(super) const ROWS: &[Function] = &[
    row("innerJoin", &[], |a| Ok(a.source()?.joined(Join::Inner)))
        .summary("Plays the patterns that are its values, with their own structure.")
        .example(r#"s("<bd sd>".fmap(|x| pure(x).fast(2)).innerJoin())"#),
    row("outerJoin", &[], |a| Ok(a.source()?.joined(Join::Outer)))
        .summary("Takes the values of the patterns that are its values, with its own structure.")
        .example(r#""0 1".fmap(|x| s("bd sd hh cp")).outerJoin()"#),
    row("join", &[], |a| Ok(a.source()?.joined(Join::Mix)))
        .alias(&["unwrap"])
        .summary("Plays the patterns that are its values, where both have an event.")
        .example(r#""0 1".fmap(|x| s("bd sd hh")).join()"#),
    row("squeezeJoin", &[], |a| Ok(a.source()?.joined(Join::Squeeze)))
        .summary("Squeezes a cycle of each pattern among its values into its event.")
        .example(r#"s("bd sd".fmap(|x| pure(x).fast(2)).squeezeJoin())"#),
    row("squeezeJoinUp", &[], |a| {
        let change = EventChange { name: "spedUp", run: sped_up };
        Ok(a.source()?.change_events(change, Vec::new()).joined(Join::Squeeze))
    })
    .summary("As `squeezeJoin`; samples play as much faster.")
    .example(r#""0 1".fmap(|x| s("bd sd")).squeezeJoinUp()"#),
    row("resetJoin", &[], |a| Ok(a.source()?.joined(Join::Reset)))
        .alias(&["trigJoin"])
        .summary("Plays the patterns among its values, each cycle starting again with its event.")
        .example(r#""0 1".fmap(|x| s("bd sd")).resetJoin()"#),
    row("restartJoin", &[], |a| Ok(a.source()?.joined(Join::Restart)))
        .alias(&["trigzeroJoin", "trigZeroJoin"])
        .summary("Plays the patterns among its values, each from its beginning with its event.")
        .example(r#""0 1".fmap(|x| s("<bd hh> sd")).restartJoin()"#),
    row("stepJoin", &[], |a| Ok(a.source()?.joined(Join::Steps)))
        .summary("Plays the patterns among its values one after another, step by step.")
        .example(r#"n("2 3".fmap(|x| run(x)).stepJoin())"#),
    row("polyJoin", &[], |a| Ok(stepwise(&a.source()?)))
        .summary("Plays the patterns among its values, at the pace of its own steps.")
        .example(r#"n("0 1 2".fmap(|x| run(4)).polyJoin())"#),
    row("bind", BIND, |a| bound(a, Join::Mix))
        .summary("Makes a pattern of every value, and plays it where both have an event.")
        .example(r#"s("<2 3>".bind(|x| pure("bd").fast(x)))"#),
    row("innerBind", BIND, |a| bound(a, Join::Inner))
        .summary("Makes a pattern of every value, and plays it with its own structure.")
        .example(r#"s("<2 3>".innerBind(|x| pure("bd").fast(x)))"#),
    row("outerBind", BIND, |a| bound(a, Join::Outer))
        .summary("Makes a pattern of every value, and plays it with the structure of the values.")
        .example(r#"n("2 3".outerBind(|x| saw.range(0, x)))"#),
    row("squeezeBind", BIND, |a| bound(a, Join::Squeeze))
        .summary("Makes a pattern of every value, and squeezes a cycle of it into the event.")
        .example(r#"s("2 3".squeezeBind(|x| pure("bd").fast(x)))"#),
    row("resetBind", BIND, |a| bound(a, Join::Reset))
        .summary("Makes a pattern of every value, whose cycle starts again with the event.")
        .example(r#"s("2 3".resetBind(|x| pure("bd").fast(x)))"#),
    row("restartBind", BIND, |a| bound(a, Join::Restart))
        .summary("Makes a pattern of every value, which starts again with the event.")
        .example(r#"s("2 3".restartBind(|x| pure("bd").fast(x)))"#),
    row("stepBind", BIND, |a| bound(a, Join::Steps))
        .summary("Makes a pattern of every value, and plays them one after another, step by step.")
        .example(r#"n("2 3".stepBind(|x| run(x)))"#),
    row("polyBind", BIND, |a| Ok(stepwise(&a.source()?.map(value_change(a.callback(1)?)))))
        .summary("Makes a pattern of every value, and plays it at the pace of the values' steps.")
        .example(r#"n("0 1 2".polyBind(|x| run(4)))"#),
    row("appLeft", APPLY, |a| applied(a, Align::In))
        .summary("Puts the values of two patterns together by a function; structure from the left.")
        .example(r#"n("0 1 2".appLeft("10 20", |a, b| a + b))"#),
    row("appRight", APPLY, |a| applied(a, Align::Out))
        .summary("As `appLeft`, with the structure of the other pattern.")
        .example(r#"n("0 1 2".appRight("10 20", |a, b| a + b))"#),
    row("appBoth", APPLY, |a| applied(a, Align::Mix))
        .summary("As `appLeft`, with the structure of both.")
        .example(r#"n("0 1 2".appBoth("10 20", |a, b| a + b))"#),
    row("removeUndefineds", &[], |a| {
        let there = |value: &Value| match value {
            Value::Number(x) if x.is_nan() => None,
            other => Some(other.clone()),
        };
        Ok(a.source()?.map_values("removeUndefineds", there))
    })
    .alias(&["filterJust"])
    .summary("Leaves out numbers that are none, such as 0 divided by 0.")
    .example(r#"n("0 1 2".div("0 1").removeUndefineds())"#),
    row("sortHapsByPart", &[], |a| {
        let run = |_: &Context, _: &[Value], events: &mut Vec<Event>| {
            events.sort_by_key(|event| (event.part.begin, event.part.end));
        };
        let change = EventChange { name: "sortHapsByPart", run };
        Ok(a.source()?.change_events(change, Vec::new()))
    })
    .summary("Lists events in the order of time.")
    .example(r#"s("[bd, hh hh]").sortHapsByPart()"#),
    row("defragmentHaps", &[], |a| {
        let change = EventChange { name: "defragmentHaps", run: put_together };
        Ok(a.source()?.change_events(change, Vec::new()))
    })
    .alias(&["defragParts"])
    .summary("Puts fragments of one event together.")
    .example(r#"s("bd").add.mix(n("0 0")).defragmentHaps()"#),
    row("splitQueries", &[], |a| Ok(a.source()?.split_cycles()))
        .summary("Ends fragments of events where cycles end.")
        .example(r#"n(saw.splitQueries().segment(4))"#),
];
