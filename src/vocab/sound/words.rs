//! Rows that deal values out over controls, read them back, and set them with plain words.

use crate::control::Control;
use crate::pattern::{Align, Controls, Join, Op, Pattern, Value, arith};
use crate::time::Time;
use crate::vocab::args::{pattern_of, value_of};
use crate::vocab::change::controlled;
use crate::vocab::{Arg, ArgError, Args, Function, Group, Kind, Param, Run};

const fn row(name: &'static str, params: &'static [Param], run: Run) -> Function {
    Function::method(Group::Sound, name, params, run)
}

/// The control of a name that a script gives.
fn control(name: &str) -> Result<Control, ArgError> {
    let found = Control::named(name.trim()).map(Control::meant);
    found.ok_or_else(|| {
        let error = ArgError::new(format!("there is no control called `{name}`"));
        let names = crate::control::ALL.iter().map(|control| control.info().name);
        match crate::diag::nearest(name, names) {
            Some(near) => error.hint(format!("did you mean `{near}`?")),
            None => error,
        }
    })
}

/// The controls that a list of names means.
fn controls(names: &Value) -> Result<Vec<Control>, ArgError> {
    match names {
        Value::List(list) => list.iter().map(|name| control(&name.to_string())).collect(),
        one => Ok(vec![control(&one.to_string())?]),
    }
}

fn dealt(names: &[Value], value: &Value) -> Option<Value> {
    let names = controls(&names[0]).ok()?;
    let values = match value {
        Value::List(list) => list.to_vec(),
        Value::Controls(_) => return Some(value.clone()),
        one => vec![one.clone()],
    };
    let dealt: Controls = names.into_iter().zip(values).collect();
    Some(Value::Controls(dealt))
}

fn named(a: &Args<'_>) -> Result<Pattern, ArgError> {
    let names = match a.need(1)? {
        list @ Arg::List(_) => Pattern::atom(value_of(list)?, None),
        other => pattern_of(other)?,
    };
    let source = a.source()?;
    if let Some(names) = names.as_atom() {
        controls(names)?;
    }
    let made = a.lift_from(Join::Inner, &[names], std::slice::from_ref(&source), |v, p| {
        Ok(p[0].map_with("as", vec![v[0].clone()], dealt))
    })?;
    Ok(made.with_steps(source.steps()))
}

fn read(a: &Args<'_>) -> Result<Pattern, ArgError> {
    let name = control(&a.text(1)?.text)?;
    let name = Value::text(name.info().name);
    Ok(a.source()?.map_with("extract", vec![name], |name, value| match value {
        Value::Controls(controls) => {
            controls.get(Control::named(name[0].as_text()?.as_str())?).cloned()
        }
        _ => None,
    }))
}

fn set(a: &Args<'_>, control: Control, value: f64) -> Result<Pattern, ArgError> {
    Ok(a.source()?.set(&controlled(control, Value::Number(value))))
}

fn times(a: &Args<'_>, control: Control, factor: f64) -> Result<Pattern, ArgError> {
    let factor = controlled(control, Value::Number(factor));
    Ok(a.source()?.combine(Op::Mul, Align::In, &factor))
}

pub(in crate::vocab) const ROWS: &[Function] = &[
    row("controls_as", NAMES, named)
        .alias(&["as", "grp"])
        .summary("Deals the values of lists such as \"c3:0.8\" out over controls, by their names.")
        .example(r#""c3:0.8 e3:0.5 g3".as("note:velocity").s("saw")"#),
    row("extract", NAME, read)
        .alias(&["extractS", "extractF", "extractN", "extractI"])
        .summary("The values of one control, as a pattern of its own.")
        .example(r#"note("c e g".note().extract("note").add(12))"#),
    Function::free_standing(Group::Sound, "pF", NAMED, |a| {
        let control = control(&a.text(0)?.text)?;
        Ok(a.pattern(1)?.map(crate::pattern::ValueChange::Control(control)))
    })
    .alias(&["pI", "pS", "pN"])
    .summary("A pattern of a control by its name.")
    .example(r#"s("saw*4").set(pF("cutoff", "400 2000"))"#),
    row("grain", GRAIN, |a| {
        let (begin, length) = (a.pattern(1)?, a.pattern(2)?);
        let end = begin.combine(Op::Add, Align::In, &length);
        let as_control = |p: Pattern, c| p.map(crate::pattern::ValueChange::Control(c));
        let begin = as_control(begin, Control::Begin);
        Ok(a.source()?.set(&begin).set(&as_control(end, Control::End)))
    })
    .summary("Plays a piece of each sample: from where, and how much of it.")
    .example(r#"s("bd*4").grain("0 0.25", 0.1)"#),
    row("higher", &[], |a| times(a, Control::Speed, 1.5))
        .summary("Plays samples half as fast again, and so higher.")
        .example(r#"s("bd*4").higher()"#),
    row("lower", &[], |a| times(a, Control::Speed, 0.75))
        .summary("Plays samples at three quarters of their speed, and so lower.")
        .example(r#"s("bd*4").lower()"#),
    row("louder", &[], |a| times(a, Control::Gain, 1.2))
        .summary("A little louder.")
        .example(r#"s("bd*4").gain(0.5).louder()"#),
    row("quieter", &[], |a| times(a, Control::Gain, 0.8))
        .summary("A little quieter.")
        .example(r#"s("bd*4").gain(0.5).quieter()"#),
    row("silent", &[], |a| set(a, Control::Gain, 0.0))
        .summary("Plays on, unheard.")
        .example(r#"s("bd*4").silent()"#),
    row("left", &[], |a| set(a, Control::Pan, 0.0))
        .summary("All to the left.")
        .example(r#"s("bd*4").left()"#),
    row("right", &[], |a| set(a, Control::Pan, 1.0))
        .summary("All to the right.")
        .example(r#"s("bd*4").right()"#),
    // `crush` is coarse enough at four bits to be heard on any sound.
    row("crunch", &[], |a| set(a, Control::Crush, 4.0))
        .summary("Crushes the sound to few bits.")
        .example(r#"s("bd*4").crunch()"#),
    row("scratch", &[], |a| Ok(set(a, Control::Speed, -1.0)?.rev()))
        .summary("Everything backwards, the samples too.")
        .example(r#"s("bd sd hh cp").scratch()"#),
    row("faster", &[], |a| Ok(a.source()?.fast(Time::whole(2))))
        .summary("Twice as fast.")
        .example(r#"s("bd sd").faster()"#),
    row("slower", &[], |a| Ok(a.source()?.slow(Time::whole(2))))
        .summary("Half as fast.")
        .example(r#"s("bd sd").slower()"#),
    row("skip", &[], |a| Ok(a.source()?.early(Time::new(1, 4))))
        .summary("A quarter of a cycle earlier.")
        .example(r#"s("bd sd hh cp").skip()"#),
    row("drum", &[], |a| {
        let numbers = a.source()?.map_values("drumN", drum_number);
        Ok(numbers.map(crate::pattern::ValueChange::Control(Control::Note)))
    })
    .summary("Turns names of drums into the notes they have in General MIDI.")
    .example(r#""bd sd [hh oh] cp".drum()"#),
    row("drumN", &[], |a| Ok(a.source()?.map_values("drumN", drum_number)))
        .summary("Turns names of drums into their note numbers in General MIDI.")
        .example(r#"note("bd sd [hh oh] cp".drumN())"#),
];

const NAMES: &[Param] = &[Param::new("names", Kind::Word)];
const NAME: &[Param] = &[Param::new("name", Kind::Word)];
const NAMED: &[Param] = &[Param::new("name", Kind::Word), Param::new("values", Kind::Pattern)];
const GRAIN: &[Param] = &[Param::new("begin", Kind::Number), Param::new("length", Kind::Number)];

/// The percussion map of General MIDI (1991), by the usual short names.
const DRUMS: &[(&str, u8)] = &[
    ("bd", 36),
    ("kick", 36),
    ("rim", 37),
    ("rm", 37),
    ("sd", 38),
    ("sn", 38),
    ("cp", 39),
    ("es", 40),
    ("lf", 41),
    ("hh", 42),
    ("ch", 42),
    ("hf", 43),
    ("ph", 44),
    ("lt", 45),
    ("oh", 46),
    ("mt", 47),
    ("hm", 48),
    ("cr", 49),
    ("ht", 50),
    ("rd", 51),
    ("ri", 51),
    ("cy", 52),
    ("rb", 53),
    ("be", 53),
    ("tb", 54),
    ("ta", 54),
    ("sc", 55),
    ("cb", 56),
    ("vi", 58),
    ("hb", 60),
    ("lb", 61),
    ("mh", 62),
    ("hc", 63),
    ("lc", 64),
    ("he", 65),
    ("le", 66),
    ("ag", 67),
    ("la", 68),
    ("ca", 69),
    ("ma", 70),
    ("sh", 70),
    ("sw", 71),
    ("lw", 72),
    ("sg", 73),
    ("lg", 74),
    ("cl", 75),
    ("hi", 76),
    ("li", 77),
    ("mc", 78),
    ("oc", 79),
    ("mtr", 80),
    ("tr", 81),
];

fn drum_number(value: &Value) -> Option<Value> {
    if let Some(number) = arith::numeral(value) {
        return Some(Value::Number(number));
    }
    let name = value.as_text()?;
    let found = DRUMS.iter().find(|(drum, _)| *drum == name.as_str())?;
    Some(Value::Number(f64::from(found.1)))
}
