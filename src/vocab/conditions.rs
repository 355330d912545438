//! Rows that apply functions where something holds: of the event, of the cycle, of another pattern.

use super::args::Change;
use super::change::CHUNK;
use super::counts::CHUNKS;
use super::values::value_change;
use super::{ArgError, Args, Function, Group, Kind, Param, Run};
use crate::pattern::{Align, Op, Pattern, Signal, Value, arith, time_of};
use crate::time::Time;

const fn row(name: &'static str, params: &'static [Param], run: Run) -> Function {
    Function::method(Group::Change, name, params, run)
}

/// True if an event has everything that a condition asks for: control by control the same value, or
/// one between the two of a list.
fn matches(condition: &Value, value: &Value) -> bool {
    match (condition, value) {
        (Value::Controls(wanted), Value::Controls(found)) => wanted
            .iter()
            .all(|(control, wanted)| found.get(control).is_some_and(|found| same(wanted, found))),
        (Value::Controls(_), _) | (_, Value::Controls(_)) => false,
        _ => same(condition, value),
    }
}

fn same(wanted: &Value, found: &Value) -> bool {
    let number = arith::numeral;
    if let Value::List(range) = wanted
        && let [low, high] = &range[..]
        && let (Some(low), Some(high), Some(x)) = (number(low), number(high), number(found))
    {
        return (low..=high).contains(&x);
    }
    wanted == found || number(wanted).is_some_and(|wanted| number(found) == Some(wanted))
}

fn kept(wanted: &[Value], value: &Value) -> Option<Value> {
    matches(&wanted[0], value).then(|| value.clone())
}

fn left(wanted: &[Value], value: &Value) -> Option<Value> {
    (!matches(&wanted[0], value)).then(|| value.clone())
}

/// The events that meet a condition, and all others.
fn parted(source: &Pattern, condition: &Pattern) -> (Pattern, Pattern) {
    if let Some(value) = condition.as_atom() {
        let wanted = || vec![value.clone()];
        return (source.map_with("kept", wanted(), kept), source.map_with("left", wanted(), left));
    }
    let keep = |value: &Value, wanted: &Value| kept(std::slice::from_ref(wanted), value);
    let leave = |value: &Value, wanted: &Value| left(std::slice::from_ref(wanted), value);
    (
        source.combine_with(Align::In, "kept", keep, condition),
        source.combine_with(Align::In, "left", leave, condition),
    )
}

fn contrasted(
    a: &Args<'_>,
    condition: usize,
    on: Option<usize>,
    off: Option<usize>,
) -> Result<Pattern, ArgError> {
    let (kept, left) = parted(&a.source()?, &a.pattern(condition)?);
    let changed = |i: Option<usize>, pattern: Pattern| match i {
        Some(i) => a.change(i)?.apply(&pattern),
        None => Ok(pattern),
    };
    Ok(Pattern::stack(vec![changed(on, kept)?, changed(off, left)?]))
}

/// A test of the number of the cycle, as a pattern of yes and no.
pub(super) fn cycle_test(a: &Args<'_>, i: usize) -> Result<Pattern, ArgError> {
    let cycles = Pattern::signal(Signal::Time).segment(Time::ONE);
    Ok(cycles.map(value_change(a.callback(i)?)))
}

/// The piece of the source that each event of `pieces` covers, over and over, through a function.
fn looped(source: &Pattern, pieces: &Pattern, change: &Change<'_>) -> Result<Pattern, ArgError> {
    let [_, begins, lengths] = pieces.timed();
    let changed = Pattern::bind(&begins, |begin| {
        Pattern::bind(&lengths, |length| {
            let call = crate::pattern::Call {
                name: "ribbon",
                build: |v, p| Ok(p[0].ribbon(time_of(&v[0])?, time_of(&v[1])?)),
            };
            let args = [begin.clone(), length.clone()];
            let sources = std::slice::from_ref(source);
            change.apply(&Pattern::lift(call, crate::pattern::Join::Inner, &args, sources)?)
        })
    })?;
    Ok(source.when(pieces, &changed))
}

fn chunk_into(a: &Args<'_>, back: bool) -> Result<Pattern, ArgError> {
    let (source, change) = (a.source()?, a.change(2)?);
    a.for_each_value(1, |n| {
        let pieces = Pattern::chunk_condition(time_of(n)?.cycle().clamp(1, CHUNKS), back);
        let pieces = if back { pieces.early(Time::ONE) } else { pieces };
        looped(&source, &pieces, &change)
    })
}

pub(super) const ROWS: &[Function] = &[
    row("fix", FIX, |a| contrasted(a, 2, Some(1), None))
        .alias(&["fixRange"])
        .summary(
            "Applies a function to the events whose controls are those asked for; a list of two \
             numbers asks for what lies between.",
        )
        .example(r#"s("bd sd").n("0 1").fix(|p| p.ply(2), #{s: "sd"})"#),
    row("unfix", FIX, |a| contrasted(a, 2, None, Some(1)))
        .alias(&["unfixRange"])
        .summary("Applies a function to the events whose controls are not those asked for.")
        .example(r#"s("bd sd").n("0 1").unfix(|p| p.ply(2), #{n: [1, 4]})"#),
    row("contrast", CONTRAST, |a| contrasted(a, 3, Some(1), Some(2)))
        .alias(&["contrastRange"])
        .summary("Applies one function to the events that `fix` would change, another to the rest.")
        .example(r#"s("bd sd").contrast(|p| p.ply(2), |p| p.gain(0.5), #{s: "sd"})"#),
    row("while_", WHILE, |a| {
        let source = a.source()?;
        let changed = a.change(2)?.apply(&source)?;
        Ok(source.when(&a.pattern(1)?, &changed))
    })
    .alias(&["while", "whilst"])
    .summary("Applies a function while `condition` says yes, as `when` does.")
    .example(r#"s("bd sd hh cp").while("1 0", |p| p.ply(2))"#),
    row("whenT", TEST, |a| {
        let source = a.source()?;
        let passes = Pattern::signal(Signal::Time).map(value_change(a.callback(1)?));
        let fails = passes.invert();
        let kept = |test: &Pattern, p: &Pattern| p.combine(Op::KeepIf, Align::In, test);
        let changed = a.change(2)?.apply(&source)?;
        Ok(Pattern::stack(vec![kept(&passes, &changed), kept(&fails, &source)]))
    })
    .summary("Applies a function where a test of the time, in cycles, holds.")
    .example(r#"s("bd sd hh cp").whenT(|t| t % 2 < 0.5, |p| p.speed(2))"#),
    row("ifp", IFP, |a| {
        let source = a.source()?;
        let (yes, no) = (a.change(2)?.apply(&source)?, a.change(3)?.apply(&source)?);
        Ok(no.when(&cycle_test(a, 1)?, &yes))
    })
    .summary("Applies one function where a test of the number of the cycle holds, else another.")
    .example(r#"s("bd sd").ifp(|c| c % 3 == 0, |p| p.rev(), |p| p.ply(2))"#),
    row("everyNth", NTH, |a| {
        let source = a.source()?;
        let changed = a.change(3)?.apply(&source)?;
        let steps = source.steps();
        let args = [a.pattern(1)?, a.pattern(2)?];
        let join = crate::pattern::Join::Inner;
        let made = a.lift_from(join, &args, &[source, changed], |v, p| {
            Ok(p[0].every(time_of(&v[0])?.cycle(), time_of(&v[1])?.cycle(), &p[1]))
        })?;
        Ok(made.with_steps(steps))
    })
    .summary("Applies a function in one of every `n` cycles, `offset` cycles after the first.")
    .example(r#"s("bd sd hh cp").everyNth(4, 2, |p| p.rev())"#),
    row("chunkInto", CHUNK, |a| chunk_into(a, false))
        .alias(&["chunkinto"])
        .summary("As `chunk`, but the function gets that part alone, over and over.")
        .example(r#"s("bd sd hh cp").chunkInto(4, |p| p.fast(2))"#),
    row("chunkBackInto", CHUNK, |a| chunk_into(a, true))
        .alias(&["chunkbackinto"])
        .summary("As `chunkInto`, the part before in each cycle.")
        .example(r#"s("bd sd hh cp").chunkBackInto(4, |p| p.fast(2))"#),
    row("into", INTO, |a| looped(&a.source()?, &a.pattern(1)?, &a.change(2)?))
        .summary(
            "Where `pieces` says yes, the function gets the part under that event alone, over and \
             over.",
        )
        .example(r#"s("bd sd ht lt").into("1 0", |p| p.fast(2))"#),
    row("unjoin", &[Param::new("pieces", Kind::Pattern)], |a| {
        let source = a.source()?;
        let call = crate::pattern::Call {
            name: "unjoin",
            build: |v, p| {
                let piece = match (&v[0], &v[1], &v[2]) {
                    (yes, begin, length) if yes.is_truthy() => {
                        p[0].ribbon(time_of(begin)?, time_of(length)?)
                    }
                    _ => p[0].clone(),
                };
                Ok(Pattern::atom(Value::Pattern(piece), None))
            },
        };
        let pieces = a.pattern(1)?.timed();
        Pattern::lift(call, crate::pattern::Join::Outer, &pieces, &[source])
    })
    .summary("Breaks the pattern into pieces that a join puts together again; see `into`.")
    .example(r#"s("bd sd ht lt").unjoin("1 0").innerJoin()"#),
    Function::method(Group::Structure, "stitch", STITCH, |a| {
        let rhythm = a.source()?;
        let yes = a.pattern(1)?.structured(&rhythm);
        Ok(Pattern::stack(vec![yes, a.pattern(2)?.structured(&rhythm.invert())]))
    })
    .free()
    .summary("Takes the values of `yes` for steps that say yes, and of `no` for all others.")
    .example(r#""1 0 1 [0 1]".stitch(s("bd"), s("hh"))"#),
    Function::method(Group::Structure, "fill", OTHER, |a| Ok(a.source()?.fill(&a.pattern(1)?)))
        .summary("Fills the gaps of the pattern with another one.")
        .example(r#"s("bd ~ sd ~").fill(s("hh"))"#),
    Function::method(Group::Structure, "mono", &[], |a| Ok(a.source()?.mono()))
        .summary("Lets one event sound at a time: the next one waits for its end.")
        .example(r#"note("[c@3 e, ~ g b ~]").s("saw").mono()"#),
];

const FIX: &[Param] = &[Param::new("change", Kind::Change), Param::new("condition", Kind::Pattern)];
const CONTRAST: &[Param] = &[
    Param::new("change", Kind::Change),
    Param::new("other", Kind::Change),
    Param::new("condition", Kind::Pattern),
];
const WHILE: &[Param] =
    &[Param::new("condition", Kind::Pattern), Param::new("change", Kind::Change)];
const TEST: &[Param] =
    &[Param::new("test", Kind::ValueFunction), Param::new("change", Kind::Change)];
const IFP: &[Param] = &[
    Param::new("test", Kind::ValueFunction),
    Param::new("yes", Kind::Change),
    Param::new("no", Kind::Change),
];
const NTH: &[Param] = &[
    Param::new("n", Kind::Number),
    Param::new("offset", Kind::Number),
    Param::new("change", Kind::Change),
];
const INTO: &[Param] = &[Param::new("pieces", Kind::Pattern), Param::new("change", Kind::Change)];
const STITCH: &[Param] = &[Param::new("yes", Kind::Pattern), Param::new("no", Kind::Pattern)];
const OTHER: &[Param] = &[Param::new("other", Kind::Pattern)];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::control::Control;
    use crate::pattern::Controls;

    #[test]
    fn conditions_ask_for_values_or_for_what_lies_between() {
        let event: Controls = [(Control::S, Value::text("bd")), (Control::N, Value::Number(2.0))]
            .into_iter()
            .collect();
        let event = Value::Controls(event);
        let one = |control, value| Value::Controls(Controls::one(control, value));
        assert!(matches(&one(Control::S, Value::text("bd")), &event));
        assert!(!matches(&one(Control::S, Value::text("sd")), &event));
        assert!(!matches(&one(Control::Gain, Value::Number(1.0)), &event));
        let range = |low: f64, high: f64| Value::List([low, high].map(Value::Number).into());
        assert!(matches(&one(Control::N, range(1.0, 4.0)), &event));
        assert!(!matches(&one(Control::N, range(3.0, 4.0)), &event));
    }
}
