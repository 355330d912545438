//! Rows for rhythm: structure from other patterns, Euclidean rhythms, steps.

pub(super) mod rhythms;

use super::args::{first_mistake, nonzero};
use super::{Arg, ArgError, Args, Form, Function, Group, Kind, Param, Run};
use crate::grid;
use crate::pattern::{Align, Join, Op, Pattern, Value, arith, no_rhythm, time_of};
use crate::time::Time;

const RHYTHM: &[Param] = &[Param::new("rhythm", Kind::Pattern)];
const EUCLID: &[Param] = &[Param::new("onsets", Kind::Number), Param::new("steps", Kind::Number)];
const EUCLID_ROT: &[Param] = &[
    Param::new("onsets", Kind::Number),
    Param::new("steps", Kind::Number),
    Param::new("rotation", Kind::Number),
];
const EUCLIDISH: &[Param] = &[
    Param::new("onsets", Kind::Number),
    Param::new("steps", Kind::Number),
    Param::new("evenness", Kind::Number),
];
const FACTOR: &[Param] = &[Param::new("factor", Kind::Time)];
const N: &[Param] = &[Param::new("n", Kind::Number)];

const fn row(name: &'static str, params: &'static [Param], run: Run) -> Function {
    Function::method(Group::Structure, name, params, run)
}

fn whole(value: &Value) -> Result<i64, ArgError> {
    Ok(time_of(value)?.cycle())
}

/// A rhythm, or why there is none.
fn rhythm(made: Option<Pattern>, v: &[Value]) -> Result<Pattern, ArgError> {
    made.map_or_else(|| Err(no_rhythm(whole(&v[0])?, whole(&v[1])?)), Ok)
}

fn aligned(a: &Args<'_>, op: Op, align: Align) -> Result<Pattern, ArgError> {
    Ok(a.source()?.combine(op, align, &a.pattern(1)?))
}

pub(super) const ROWS: &[Function] = &[
    row("struct", RHYTHM, |a| aligned(a, Op::KeepIf, Align::Out))
        .summary("Gives the pattern a rhythm: where `rhythm` says yes (1 or x).")
        .example(r#"note("c e").struct("x ~ x x")"#),
    row("structAll", RHYTHM, |a| aligned(a, Op::Keep, Align::Out))
        .summary("Gives the pattern the rhythm of all events of another.")
        .example(r#"note("c e").structAll("x x x")"#),
    row("mask", RHYTHM, |a| aligned(a, Op::KeepIf, Align::In))
        .summary("Silences the pattern where `rhythm` says no (0 or ~).")
        .example(r#"s("bd hh sd hh").mask("<1 [1 0]>")"#),
    row("maskAll", RHYTHM, |a| aligned(a, Op::Keep, Align::In))
        .summary("Silences the pattern where the other one has no event.")
        .example(r#"s("bd hh sd hh").maskAll("x ~")"#),
    row("reset", RHYTHM, |a| aligned(a, Op::KeepIf, Align::Reset))
        .alias(&["resetTo"])
        .summary("Starts the pattern's cycle again wherever `rhythm` says yes.")
        .example(r#"note("c e g b").reset("x(3,8)")"#),
    row("resetAll", RHYTHM, |a| aligned(a, Op::Keep, Align::Reset))
        .summary("Starts the pattern's cycle again with every event of another.")
        .example(r#"note("c e g b").resetAll("x(3,8)")"#),
    row("restart", RHYTHM, |a| aligned(a, Op::KeepIf, Align::Restart))
        .alias(&["restartTo"])
        .summary("Starts the pattern again from its first cycle wherever `rhythm` says yes.")
        .example(r#"note("<c e> g b").restart("<1 0>")"#),
    row("restartAll", RHYTHM, |a| aligned(a, Op::Keep, Align::Restart))
        .summary("Starts the pattern again from its first cycle with every event of another.")
        .example(r#"note("<c e> g b").restartAll("x/2")"#),
    row("euclid", EUCLID, |a| {
        a.lift(2, |v, p| rhythm(p[0].euclid(whole(&v[0])?, whole(&v[1])?, 0), v))
    })
    .longer("euclidRot")
    .summary("Spreads `onsets` events over `steps` steps as evenly as possible.")
    .notes(&["A third number moves the rhythm, as in `euclidRot`."])
    .example(r#"s("bd").euclid(3, 8)"#),
    row("euclidRot", EUCLID_ROT, |a| {
        a.lift(3, |v, p| rhythm(p[0].euclid(whole(&v[0])?, whole(&v[1])?, whole(&v[2])?), v))
    })
    .alias(&["euclidrot"])
    .summary("A Euclidean rhythm that begins `rotation` steps later.")
    .example(r#"s("bd").euclidRot(3, 8, "<0 2>")"#),
    row("bjork", &[Param::new("rhythm", Kind::List)], |a| {
        let values = a.list(1)?;
        let number = |i: usize| match values.get(i).and_then(Pattern::as_atom) {
            Some(value) => whole(value),
            None => Ok(0),
        };
        let v = [Value::Number(number(0)? as f64), Value::Number(number(1)? as f64)];
        rhythm(a.source()?.euclid(number(0)?, number(1)?, number(2)?), &v)
    })
    .summary("A Euclidean rhythm from a list: onsets, steps, rotation.")
    .example(r#"s("bd").bjork([3, 8, 2])"#),
    row("euclidLegato", EUCLID, |a| {
        a.lift(2, |v, p| rhythm(p[0].euclid_legato(whole(&v[0])?, whole(&v[1])?, Time::ZERO), v))
    })
    .longer("euclidLegatoRot")
    .summary("A Euclidean rhythm, each event held until the next one.")
    .notes(&["A third number moves the rhythm, as in `euclidLegatoRot`."])
    .example(r#"note("c2").s("saw").euclidLegato(3, 8)"#),
    row("euclidLegatoRot", EUCLID_ROT, |a| {
        a.lift(3, |v, p| {
            rhythm(p[0].euclid_legato(whole(&v[0])?, whole(&v[1])?, time_of(&v[2])?), v)
        })
    })
    .summary("A held Euclidean rhythm that begins `rotation` steps later.")
    .example(r#"note("c2").s("saw").euclidLegatoRot(3, 8, 2)"#),
    row("euclidish", EUCLIDISH, |a| {
        a.lift(3, |v, p| rhythm(p[0].euclidish(whole(&v[0])?, whole(&v[1])?, time_of(&v[2])?), v))
    })
    .alias(&["eish"])
    .summary("A Euclidean rhythm on its way to even spacing: 0 is the rhythm, 1 is even.")
    .example(r#"s("bd").euclidish(3, 8, sine.slow(4))"#),
    row("euclidInv", EUCLID, |a| {
        a.lift(2, |v, p| rhythm(p[0].euclid(-whole(&v[0])?, whole(&v[1])?, 0), v))
    })
    .summary("The rests of a Euclidean rhythm.")
    .example(r#"s("hh").euclidInv(3, 8)"#),
    row("euclidFull", FULL, |a| {
        // Called by itself, it has the onsets' pattern before the rests'.
        let alone = match a.form {
            Form::Function => true,
            Form::Method => false,
            Form::Unknown => matches!(a.get(0), Some(Arg::Number(_))),
        };
        let numbers = usize::from(!alone);
        let source = if numbers == 1 { a.source()? } else { a.pattern(2)? };
        let args = [a.pattern(numbers)?, a.pattern(numbers + 1)?];
        a.lift_from(Join::Inner, &args, &[source, a.pattern(3)?], |v, p| {
            let (onsets, steps) = (whole(&v[0])?, whole(&v[1])?);
            let both = p[0].euclid(onsets, steps, 0).zip(p[1].euclid(-onsets, steps, 0));
            rhythm(both.map(|(on, off)| Pattern::stack(vec![on, off])), v)
        })
    })
    .free()
    .summary("One pattern on the onsets of a Euclidean rhythm, another on its rests.")
    .example(r#"s("bd").euclidFull(3, 8, s("hh"))"#),
    row("invert", &[], |a| Ok(a.source()?.invert()))
        .alias(&["inv"])
        .summary("Turns yes into no and no into yes.")
        .example(r#"s("hh").struct("1 0 0 1".invert())"#),
    row("hush", &[], |a| Ok(Pattern::silence().with_steps(a.source()?.steps())))
        .summary("Turns the pattern into silence.")
        .example(r#"stack(s("bd*4"), s("hh*8").hush())"#),
    row("bypass", &[Param::new("on", Kind::Pattern)], |a| {
        let source = a.source()?;
        // A word is no number, and so no yes.
        let on = a.pattern(1)?.map_values("on", |value| {
            let number = arith::numeral(value).filter(|_| !matches!(value, Value::Text(_)));
            Some(Value::Bool(number.is_some_and(|number| number.trunc() != 0.0)))
        });
        Ok(source.when(&on, &Pattern::silence()).with_steps(source.steps()))
    })
    .summary("Silences the pattern while `on` says yes.")
    .example(r#"s("bd*4").bypass("<0 1>")"#),
    row("sew", SEW, |a| {
        let (yes, no) = (a.pattern(1)?, a.pattern(2)?);
        Ok(no.when(&a.source()?, &yes))
    })
    .free()
    .summary("Plays `yes` where the pattern says yes, and `no` elsewhere.")
    .example(r#""1 0".sew(s("bd*4"), s("hh*8"))"#),
    row("beat", BEAT, |a| {
        if let [Arg::Text(text)] = a.values {
            return grid::parse(&text.text, text.place.as_ref()).map_err(first_mistake);
        }
        a.lift(2, |v, p| {
            let (steps, total) = (time_of(&v[0])?, time_of(&v[1])?);
            let begin = (steps / total).fract();
            let yes = Pattern::atom(Value::Bool(true), None);
            Ok(p[0].structured(&yes.compress(begin, begin + total.recip())))
        })
    })
    .summary(
        "Plays an event on a step of a cycle divided into so many; with nothing but a text, a drum \
         grid: a row is a name, a colon and steps, x hit, X accent, o soft, 1-9 velocity, r t q \
         rolls, _ tie, ? chance, . rest.",
    )
    .example("stack(s(\"rim\").beat(\"0,7,10\", 16), beat(\"bd: x..x..X.\\nhh: x.xox.r?\"))"),
    row("pace", N, |a| a.lift(1, |v, p| Ok(p[0].pace(nonzero(&v[0])?))))
        .alias(&["steps"])
        .summary("Plays so many steps in a cycle.")
        .example(r#"s("bd sd hh cp").pace(3)"#),
    row("expand", FACTOR, |a| a.lift_steps(1, |v, p| Ok(p[0].expand(time_of(&v[0])?))))
        .alias(&["s_expand"])
        .summary("Makes steps count `factor` times as much.")
        .example(r#"stepcat("bd sd".expand(2), "hh hh").s()"#),
    row("contract", FACTOR, |a| a.lift_steps(1, |v, p| Ok(p[0].expand(time_of(&v[0])?.recip()))))
        .alias(&["s_contract"])
        .summary("Makes steps count `factor` times less.")
        .example(r#"stepcat("bd sd".contract(2), "hh hh").s()"#),
    row("extend", FACTOR, |a| a.lift_steps(1, |v, p| Ok(p[0].extend(time_of(&v[0])?))))
        .alias(&["s_extend"])
        .summary("Plays the pattern `factor` times as fast, with as many more steps.")
        .example(r#"stepcat("bd sd".extend(2), "hh hh").s()"#),
    row("replicate", FACTOR, |a| a.lift_steps(1, |v, p| Ok(p[0].replicate(time_of(&v[0])?))))
        .summary("Plays each cycle `factor` times, as more steps.")
        .example(r#"stepcat("bd sd".replicate(2), "hh hh").s()"#),
    row("take", N, |a| a.lift_steps(1, |v, p| Ok(p[0].take(time_of(&v[0])?))))
        .alias(&["s_add"])
        .summary("Keeps the first `n` steps; the last ones if `n` is below zero.")
        .example(r#"s("bd hh sd hh cp").take("<2 3>")"#),
    row("drop", N, |a| a.lift_steps(1, |v, p| Ok(p[0].drop(time_of(&v[0])?))))
        .alias(&["s_sub"])
        .summary("Leaves out the first `n` steps; the last ones if `n` is below zero.")
        .example(r#"s("bd hh sd hh cp").drop(1)"#),
    row("shrink", N, |a| a.lift_steps(1, |v, p| Ok(p[0].shrink(time_of(&v[0])?))))
        .alias(&["s_taper"])
        .summary("Plays the pattern again and again with `n` steps less, within one cycle.")
        .example(r#"note("c e g b").shrink(1)"#),
    row("grow", N, |a| a.lift_steps(1, |v, p| Ok(p[0].grow(time_of(&v[0])?))))
        .summary("Plays ever more of the pattern, `n` steps at a time, within one cycle.")
        .example(r#"note("c e g b").grow(1)"#),
    row("tour", MANY, |a| Ok(a.source()?.tour(&a.patterns(1)?)))
        .alias(&["s_tour"])
        .summary("Plays the pattern at every place between others.")
        .example(r#"note("[c e]").tour("g", "b d").slow(4)"#),
    row("setSteps", N, |a| Ok(a.source()?.with_steps(Some(a.time(1)?))))
        .summary("Says how many steps the pattern has.")
        .example(r#"stepcat(s("bd*3").setSteps(3), s("sd"))"#),
    row("bite", BITE, |a| Ok(a.source()?.bite(&a.pattern(1)?, &a.pattern(2)?)))
        .summary("Cuts the pattern into `n` parts and plays them by their numbers.")
        .example(r#"s("bd hh sd hh").bite(4, "0 2 1 3")"#),
    row("collect", &[], |a| Ok(a.source()?.collected()))
        .summary("Makes one event with a list of those at the same time.")
        .example(r#"note("[c,e,g]").collect()"#),
];

const FULL: &[Param] = &[
    Param::new("onsets", Kind::Number),
    Param::new("steps", Kind::Number),
    Param::new("other", Kind::Pattern),
];
const SEW: &[Param] = &[Param::new("yes", Kind::Pattern), Param::new("no", Kind::Pattern)];
const BEAT: &[Param] = &[Param::new("step", Kind::Number), Param::new("steps", Kind::Number)];
const MANY: &[Param] = &[Param::new("others", Kind::Pattern).many()];
const BITE: &[Param] = &[Param::new("n", Kind::Number), Param::new("parts", Kind::Pattern)];
