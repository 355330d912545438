//! Rows for rhythms made of rhythms, and for values that move among the events of a cycle.

use super::row;
use crate::control::Control;
use crate::pattern::{Call, Controls, Join, Pattern, Value, time_of};
use crate::vocab::args::{expected, value_of};
use crate::vocab::change::controlled;
use crate::vocab::{Arg, ArgError, Args, Function, Kind, Param};

/// A pattern of true steps, into each of which the source is squeezed.
fn squeezed(source: &Pattern, rhythm: &Pattern) -> Result<Pattern, ArgError> {
    let call = Call {
        name: "substruct",
        build: |v, p| Ok(if v[0].is_truthy() { p[0].clone() } else { Pattern::silence() }),
    };
    Pattern::lift(call, Join::Squeeze, std::slice::from_ref(rhythm), std::slice::from_ref(source))
}

/// The numbers of each list in a list of lists.
fn pairs(arg: &Arg) -> Result<Vec<Vec<i64>>, ArgError> {
    let number = |arg: &Arg| Ok(time_of(&crate::vocab::args::value_of(arg)?)?.cycle());
    let numbers = |arg: &Arg| match arg {
        Arg::List(items) => items.iter().map(number).collect(),
        one => Ok(vec![number(one)?]),
    };
    match arg {
        Arg::List(items) => items.iter().map(numbers).collect(),
        one => Ok(vec![numbers(one)?]),
    }
}

/// Euclidean rhythms at once, each with another sample.
fn several(a: &Args<'_>) -> Result<Pattern, ArgError> {
    let source = a.source()?;
    let part = |(i, pair): (usize, Vec<i64>)| {
        let numbered = source.set(&controlled(Control::N, Value::Number(i as f64)));
        let &[onsets, steps, ..] = &pair[..] else {
            return Err(ArgError::new("`en` takes a list of [onsets, steps]"));
        };
        numbered.euclid(onsets, steps, pair.get(2).copied().unwrap_or(0)).ok_or_else(|| {
            ArgError::new(format!("there is no rhythm of {onsets} onsets in {steps} steps"))
        })
    };
    let parts = pairs(a.need(1)?)?.into_iter().enumerate().map(part);
    Ok(Pattern::stack(parts.collect::<Result<Vec<_>, _>>()?))
}

/// Every `n`-th step through a function.
fn nth_step(a: &Args<'_>) -> Result<Pattern, ArgError> {
    let source = a.source()?;
    let n = a.time(1)?.cycle().max(1);
    let Some(steps) = source.steps().filter(|steps| steps.is_positive()) else {
        return Ok(source);
    };
    let change = a.change(2)?;
    let one = crate::time::Time::ONE;
    let count = steps.ceil().cycle().min(crate::pattern::PARTS_LIMIT);
    let step = |i: i64| {
        let begin = crate::time::Time::whole(i) / steps;
        let piece = source.zoom(begin, (begin + steps.recip()).min(one));
        let piece = piece.with_steps(Some(one));
        Ok((None, if (i + 1) % n == 0 { change.apply(&piece)? } else { piece }))
    };
    Ok(Pattern::stepcat((0..count).map(step).collect::<Result<Vec<_>, ArgError>>()?))
}

pub(in crate::vocab) const ROWS: &[Function] = &[
    row("substruct", RHYTHM, |a| squeezed(&a.source()?, &a.pattern(1)?))
        .summary("Squeezes the whole pattern into every step of a rhythm that says yes.")
        .example(r#"s("bd sd").substruct("1 ~ [1 1]")"#),
    row("stripe", N, |a| a.lift(1, |v, p| squeezed(&p[0], &stripes(&v[0])?)))
        .summary("Plays the pattern `n` times in each cycle, for as long as chance says.")
        .example(r#"s("bd sd").stripe(3)"#),
    row("slowstripe", N, |a| {
        a.lift(1, |v, p| Ok(squeezed(&p[0], &stripes(&v[0])?)?.slow(time_of(&v[0])?)))
    })
    .summary("As `stripe`, over `n` cycles.")
    .example(r#"s("bd sd").slowstripe(3)"#),
    row("distrib", LIST, |a| {
        let numbers: Vec<i64> = pairs(a.need(1)?)?.into_iter().flatten().collect();
        a.source()?.distrib(&numbers).ok_or_else(|| {
            ArgError::new("there is no such rhythm")
                .hint("each number is at most the next one: distrib([3, 5, 8])")
        })
    })
    .summary(
        "Spreads onsets over a Euclidean rhythm, that over another, the last number the steps.",
    )
    .example(r#"s("bd").distrib([2, 5, 8])"#),
    row("en", LIST, several)
        .summary("Plays Euclidean rhythms at once, each with the next sample of the sound.")
        .example(r#"s("hh").en([[3, 8], [5, 8]])"#),
    row("s_nth", NTH, nth_step)
        .alias(&["s_every", "nthStep"])
        .summary("Applies a function to every `n`-th step.")
        .example(r#"s("bd hh sd hh").s_nth(2, |p| p.ply(2))"#),
    row("rot", N, |a| a.lift_keeping_steps(1, |v, p| Ok(p[0].rotate_values(time_of(&v[0])?))))
        .summary("Moves the values of a cycle on by `n` events; the rhythm stays.")
        .example(r#"note("c ~ e g").rot("<0 1 2>")"#),
    row("preplace", PREPLACE, |a| replaced(a, 0))
        .alias(&["prep", "prw"])
        .summary(
            "Plays the values of another pattern in turn, in the rhythm of this one; how many \
             cycles of each may be given.",
        )
        .example(r#"s("x x ~ x".preplace("bd sd"))"#),
    row("prr", PRR, |a| {
        let skip = a.time(1)?.cycle();
        Ok(a.source()?.preplace(cycles(a, 3)?, &a.pattern(2)?, cycles(a, 4)?, skip))
    })
    .summary("As `preplace`, beginning `skip` values later.")
    .example(r#"s("x x ~ x".prr(1, "bd sd hh"))"#),
    row("nTake", TAKEN, |a| taken(a, Control::N))
        .summary(
            "Every event takes the next number of a list as its `n`; a name before the list does \
             nothing.",
        )
        .notes(&[
            "Each cycle goes on where the one before would have ended, had it as many events.",
        ])
        .example(r#"s("x*3").nTake([0, 2, 4, 6])"#),
    row("noteTake", TAKEN, |a| taken(a, Control::Note))
        .summary("Every event takes the next note of a list, as with `nTake`.")
        .example(r#"s("saw*3").noteTake(["c", "e", "g", "b"])"#),
    row("sTake", TAKEN, |a| taken(a, Control::S))
        .summary("Every event takes the next sound of a list, as with `nTake`.")
        .example(r#"n("0 0 1").sTake(["bd", "sd"])"#),
    row("protate", PROTATE, |a| {
        let (cycles, skip) = (a.time(1)?.cycle(), a.time(2)?.cycle());
        let source = a.source()?;
        Ok(source.preplace(cycles, &source, cycles, skip))
    })
    .alias(&["prot"])
    .summary("Moves the values of so many cycles on by `skip` events; the rhythm stays.")
    .example(r#"note("c ~ e g".protate(1, 1))"#),
];

/// As many steps as a value says, of lengths that chance chooses.
fn stripes(n: &Value) -> Result<Pattern, ArgError> {
    let steps = Pattern::rand_struct(time_of(n)?.cycle());
    Ok(steps.map_values("yes", |_| Some(Value::Bool(true))))
}

/// A number of cycles; one if it is not given.
fn cycles(a: &Args<'_>, i: usize) -> Result<i64, ArgError> {
    if a.count() > i { a.time(i).map(crate::time::Time::cycle) } else { Ok(1) }
}

/// The values of a list in turn, one for each event.
fn taken(a: &Args<'_>, control: Control) -> Result<Pattern, ArgError> {
    let list = a.need(if a.count() > 2 { 2 } else { 1 })?;
    match (list, value_of(list)?) {
        (Arg::List(_), Value::List(values)) if !values.is_empty() => {
            let one = |value: &Value| Value::Controls(Controls::one(control, value.clone()));
            Ok(a.source()?.taking(values.iter().map(one).collect()))
        }
        _ => Err(expected("a list such as [0, 2, 4]", list)),
    }
}

fn replaced(a: &Args<'_>, skip: i64) -> Result<Pattern, ArgError> {
    Ok(a.source()?.preplace(cycles(a, 2)?, &a.pattern(1)?, cycles(a, 3)?, skip))
}

const N: &[Param] = &[Param::new("n", Kind::Number)];
const RHYTHM: &[Param] = &[Param::new("rhythm", Kind::Pattern)];
const LIST: &[Param] = &[Param::new("numbers", Kind::List)];
const NTH: &[Param] = &[Param::new("n", Kind::Number), Param::new("change", Kind::Change)];
const TAKEN: &[Param] =
    &[Param::new("name", Kind::Word).optional(), Param::new("values", Kind::List)];
const PREPLACE: &[Param] = &[
    Param::new("values", Kind::Pattern),
    Param::new("cycles", Kind::Number).optional(),
    Param::new("valueCycles", Kind::Number).optional(),
];
const PRR: &[Param] = &[
    Param::new("skip", Kind::Number),
    Param::new("values", Kind::Pattern),
    Param::new("cycles", Kind::Number).optional(),
    Param::new("valueCycles", Kind::Number).optional(),
];
const PROTATE: &[Param] = &[Param::new("cycles", Kind::Number), Param::new("skip", Kind::Number)];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pattern::Event;
    use crate::time::Time;

    fn played(pattern: &Pattern, cycle: i64) -> String {
        let shown = |e: &Event| {
            let whole = e.whole_or_part();
            format!("{}-{}:{}", whole.begin, whole.end, e.value)
        };
        pattern.cycle(cycle).iter().map(shown).collect::<Vec<_>>().join(" ")
    }

    fn parse(text: &str) -> Pattern {
        crate::mini::parse(text, None).expect("a pattern")
    }

    #[test]
    fn values_move_on_and_the_rhythm_stays() {
        let moved = parse("a b ~ c").rotate_values(Time::ONE);
        assert_eq!(played(&moved, 0), "0-1/4:b 1/4-1/2:c 3/4-1:a");
        let back = parse("a b ~ c").rotate_values(-Time::ONE);
        assert_eq!(played(&back, 0), "0-1/4:c 1/4-1/2:a 3/4-1:b");
    }

    #[test]
    fn a_strum_keeps_the_end_and_an_arpeggio_shares_the_time() {
        let chord = parse("[a,b]");
        assert_eq!(played(&chord.rolled(Time::new(1, 4)), 0), "0-1:a 1/8-1:b");
        assert_eq!(played(&chord.rolled(Time::new(-1, 4)), 0), "0-1:b 1/8-1:a");
        assert_eq!(played(&chord.arpeggiate(), 0), "0-1/2:a 1/2-1:b");
    }

    #[test]
    fn chords_are_turned_opened_and_counted() {
        let values = |p: Pattern| {
            let all: Vec<String> = p.cycle(0).iter().map(|e| e.value.to_string()).collect();
            all.join(" ")
        };
        let chord = parse("[c4,e4,g4]");
        assert_eq!(values(chord.inversion(Time::ONE)), "72 64 67");
        assert_eq!(values(chord.open_voicing()), "48 64 55");
        assert_eq!(values(chord.drop_voicing(Time::whole(2))), "60 52 67");
        assert_eq!(values(chord.chord_notes(Time::whole(5))), "60 64 67 72 76");
    }

    #[test]
    fn one_event_at_a_time_waits_for_the_one_before() {
        assert_eq!(played(&parse("[a b, ~ c ~ ~]").mono(), 0), "0-1/2:a 1/2-1:b");
        assert_eq!(played(&parse("[a@3 ~, ~ b]").mono(), 0), "0-3/4:a 3/4-1:b");
    }

    #[test]
    fn gaps_are_filled_in_cycles_with_and_without_events() {
        let filled = parse("a ~ <b ~> ~").fill(&parse("x"));
        assert_eq!(played(&filled, 0), "0-1/4:a 1/4-1/2:x 1/2-3/4:b 3/4-1:x");
        assert_eq!(played(&filled, 1), "1-5/4:a 5/4-2:x");
        assert_eq!(played(&parse("<a ~>").fill(&parse("x")), 1), "1-2:x");
    }

    #[test]
    fn values_in_turn_go_round_until_rhythm_and_values_meet() {
        let turns = parse("x x ~ x").preplace(1, &parse("a b"), 1, 0);
        assert_eq!(played(&turns, 0), "0-1/4:a 1/4-1/2:b 3/4-1:a");
        assert_eq!(played(&turns, 1), "1-5/4:b 5/4-3/2:a 7/4-2:b");
        assert_eq!(played(&turns, 2), "2-9/4:a 9/4-5/2:b 11/4-3:a");
    }
}
