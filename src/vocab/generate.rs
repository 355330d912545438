//! Rows for patterns grown by rules and by chance, and for lists of the script's own.

use super::args::{Args, expected, pattern_of, value_of};
use super::{Arg, ArgError, Function, Group, Kind, Param, Run};
use crate::pattern::{Align, Join, PARTS_LIMIT, Pattern, Signal, Value, lindenmayer, time_of};
use crate::time::Time;

const PARTS: &[Param] = &[Param::new("n", Kind::Number).at_most(PARTS_LIMIT)];
const VALUES: &[Param] = &[Param::new("values", Kind::List)];

const fn row(name: &'static str, params: &'static [Param], run: Run) -> Function {
    Function::free_standing(Group::Create, name, params, run)
}

fn whole(value: &Value) -> Result<i64, ArgError> {
    Ok(time_of(value)?.cycle())
}

/// The values of a list as they are written; `~` is a gap.
fn plain(a: &Args<'_>) -> Result<Vec<Pattern>, ArgError> {
    let one = |arg: &Arg| match arg {
        Arg::Pattern(pattern) => Ok(pattern.clone()),
        Arg::Text(text) if matches!(text.text.trim(), "~" | "") => Ok(Pattern::silence()),
        other => Ok(Pattern::atom(value_of(other)?, None)),
    };
    match a.need(0)? {
        Arg::List(items) => items.iter().map(one).collect(),
        other => Ok(vec![one(other)?]),
    }
}

/// Whole numbers of a list.
fn numbers(a: &Args<'_>, i: usize) -> Result<Vec<i64>, ArgError> {
    let number = |p: &Pattern| p.as_atom().map_or(Ok(0), whole);
    a.list(i)?.iter().map(number).collect()
}

/// Rules written as `a:ab,b:a`.
fn grown(a: &Args<'_>) -> Result<String, ArgError> {
    let rules = a.text(1)?.text.clone();
    let rule = |rule: &str| {
        let (from, to) = rule.trim().split_once(':')?;
        Some((from.trim().chars().next()?, to.trim().to_owned()))
    };
    let rules: Option<Vec<_>> = rules.split(',').map(rule).collect();
    let rules = rules.ok_or_else(|| {
        ArgError::new("rules are letters and what becomes of them").hint("write \"a:ab,b:a\"")
    })?;
    Ok(lindenmayer(a.time(0)?.cycle(), &rules, &a.text(2)?.text))
}

/// The lengths of so many steps shared out among parts, the most even first.
fn shares(parts: usize, steps: usize) -> Vec<Vec<usize>> {
    fn share(parts: usize, steps: usize, taken: &mut Vec<usize>, all: &mut Vec<Vec<usize>>) {
        if parts == 1 {
            taken.push(steps);
            all.push(taken.clone());
            taken.pop();
            return;
        }
        for first in 1..=(steps + 1).saturating_sub(parts) {
            taken.push(first);
            share(parts - 1, steps - first, taken, all);
            taken.pop();
        }
    }
    let mut all = Vec::new();
    if parts > 0 && steps >= parts {
        share(parts, steps, &mut Vec::new(), &mut all);
    }
    let uneven = |lengths: &Vec<usize>| -> usize {
        lengths.iter().map(|length| (length * parts).abs_diff(steps)).sum()
    };
    all.sort_by_key(uneven);
    all
}

/// Longer ones have too many ways to be shared out.
const LONGEST_SHARED: i64 = 14;

fn permstep(a: &Args<'_>) -> Result<Pattern, ArgError> {
    let things = a.list(2)?;
    let steps = a.time(1)?.cycle().clamp(1, LONGEST_SHARED) as usize;
    let shared = shares(things.len(), steps).into_iter().map(|lengths| {
        let parts = lengths.iter().zip(&things);
        let ply = |(n, p): (&usize, &Pattern)| vec![p.clone(); *n];
        Pattern::sequence(parts.flat_map(ply).collect())
    });
    let shared: Vec<Pattern> = shared.collect();
    Ok(a.source()?.segment(Time::ONE).choose(&shared, Join::Mix))
}

/// Where a section is the name of a pattern, or its name and that of a change: `a:fast`.
fn sections(a: &Args<'_>) -> Result<Pattern, ArgError> {
    let cycles = a.time(0)?;
    let Arg::Map(parts) = a.need(2)? else {
        return Err(expected("a map of patterns: #{a: .., b: ..}", a.need(2)?));
    };
    let changes: &[_] = match a.get(3) {
        Some(Arg::Map(changes)) => changes,
        Some(other) => return Err(expected("a map of functions: #{a: |p| ..}", other)),
        None => &[],
    };
    let [names, begins, lengths] = a.pattern(1)?.timed();
    let (mut keys, mut sources) = (Vec::new(), Vec::new());
    for (name, part) in parts {
        let part = pattern_of(part)?.fast(cycles);
        for (effect, change) in changes {
            let Arg::Function(change) = change else { return Err(expected("a function", change)) };
            let changed = Pattern::bind(&begins, |begin| {
                Pattern::bind(&lengths, |length| {
                    // A section is one cycle for the function.
                    let slow = super::time::slowed(length, &part, true)?;
                    let changed = pattern_of(&change.call(&[Arg::Pattern(slow)])?)?;
                    Ok::<_, ArgError>(super::time::slowed(length, &changed, false)?.late_by(begin))
                })
            })?;
            let list = vec![Value::Text(*name), Value::Text(*effect)];
            keys.push(Value::List(list.into()));
            sources.push(changed);
        }
        keys.push(Value::Text(*name));
        sources.push(part);
    }
    let found = |keys: &[Value], value: &Value| {
        keys.iter().position(|key| key == value).map(|i| Value::Number(i as f64))
    };
    Ok(names.map_with("section", keys, found).pick_from(Join::Mix, &sources).slow(cycles))
}

pub(super) const ROWS: &[Function] = &[
    row("listToPat", VALUES, |a| Ok(Pattern::sequence(plain(a)?)))
        .alias(&["fastFromList"])
        .summary("Plays the values of a list in one cycle, as they are written; \"~\" is a gap.")
        .example(r#"listToPat(["bd", "~", "sd"]).s()"#),
    row("fromList", VALUES, |a| Ok(Pattern::cat(plain(a)?)))
        .alias(&["fromMaybes"])
        .summary("Plays one value of a list in each cycle, as they are written; \"~\" is a gap.")
        .example(r#"fromMaybes(["bd", "~", "sd"]).s()"#),
    row("reify", &[Param::new("value", Kind::Pattern)], |a| a.pattern(0))
        .alias(&["sequenceP", "mini"])
        .summary("Makes a pattern of what can become one: a string, a number, a list.")
        .example(r#"reify(["c", "e", "g"]).note()"#),
    row("ref", &[Param::new("function", Kind::ValueFunction)], |a| {
        pattern_of(&a.callback(0)?.call(&[])?)
    })
    .summary("What a function returns when the script runs: nothing changes after that.")
    .example(r#"s("hh*8").gain(ref(|| 0.5))"#),
    row("parray", PATTERNS, |a| {
        let parts = if a.count() == 1 { a.list(0)? } else { a.patterns(0)? };
        let append = |list: &Value, item: &Value| match list {
            Value::List(items) => {
                let all: Vec<Value> = items.iter().cloned().chain([item.clone()]).collect();
                Some(Value::List(all.into()))
            }
            _ => None,
        };
        let none = Pattern::list(Vec::new());
        Ok(parts.iter().fold(none, |all, p| all.combine_with(Align::Mix, "append", append, p)))
    })
    .summary("The values of several patterns as one list, where all have an event.")
    .example(r#"note(parray(["c e", "g"]).flatpat())"#),
    row("stackBy", BY, |a| {
        let parts = a.patterns(1)?;
        let ways = [
            ("left", Pattern::stack_padded(&parts, Time::ZERO)),
            ("right", Pattern::stack_padded(&parts, Time::ONE)),
            ("centre", Pattern::stack_padded(&parts, Time::new(1, 2))),
            ("center", Pattern::stack_padded(&parts, Time::new(1, 2))),
            ("expand", Pattern::stack(parts.clone())),
            ("repeat", Pattern::polymeter(&parts)),
        ];
        let names = ways.iter().map(|(name, _)| Value::text(name)).collect();
        let found = |names: &[Value], value: &Value| {
            names.iter().position(|name| name == value).map(|i| Value::Number(i as f64))
        };
        let ways: Vec<Pattern> = ways.into_iter().map(|(_, way)| way).collect();
        Ok(a.pattern(0)?.map_with("way", names, found).pick_from(Join::Inner, &ways))
    })
    .summary(
        "Plays all patterns at once; `by` says how short ones are made as long: left, right, \
         centre, expand, repeat.",
    )
    .example(r#"stackBy("<left repeat>", "bd sd hh", "oh cp").s()"#),
    row("wedge", WEDGE, |a| {
        a.lift_from(Join::Inner, &[a.pattern(0)?], &[a.pattern(1)?, a.pattern(2)?], |v, p| {
            Ok(Pattern::wedge(time_of(&v[0])?, &p[0], &p[1]))
        })
    })
    .summary("Squeezes one pattern into the first part of each cycle, and another into the rest.")
    .example(r#"wedge("<0.25 0.5>", s("bd*4"), s("hh*4"))"#),
    row("scrumple", SCRUMPLE, |a| {
        let sources = [a.pattern(1)?, a.pattern(2)?];
        a.lift_from(Join::Inner, &[a.pattern(0)?], &sources, |v, p| {
            let begin = time_of(&v[0])?;
            Ok(Pattern::stack(vec![p[0].clone(), p[1].compress(begin, Time::ONE)]))
        })
    })
    .summary("Plays one pattern, and over it another, squeezed into each cycle from `begin` on.")
    .example(r#"scrumple("<0.5 0.75>", s("bd*4"), s("hh*4"))"#),
    row("slider", SLIDER, |a| a.pattern(0))
        .summary("The number itself: it is moved by writing another one and saving.")
        .example(r#"s("saw*4").lpf(slider(800, 200, 4000))"#),
    row("ascii", &[Param::new("words", Kind::Word)], |a| Ok(a.pattern(0)?.ascii()))
        .summary("The bits of the letters of words as steps of 1 and 0, eight for each letter.")
        .example(r#"s("hh").struct(ascii("ab"))"#),
    row("necklace", NECKLACE, |a| Ok(Pattern::necklace(a.time(0)?, &numbers(a, 1)?)))
        .summary("A rhythm from a list of the distances of its onsets, `n` steps in a cycle.")
        .example(r#"s("hh").struct(necklace(12, [4, 2, 3]))"#),
    row("lindenmayer", GRAMMAR, |a| {
        let letters = grown(a)?;
        let letter = |c: char| match c.to_digit(10) {
            Some(digit) => Pattern::number(f64::from(digit)),
            None => Pattern::atom(Value::text(&c.to_string()), None),
        };
        Ok(Pattern::sequence(letters.chars().map(letter).collect()))
    })
    .summary("The letters of a word that grows by rules, evenly in one cycle.")
    .example(r#"lindenmayer(3, "a:ab,b:a", "a").inhabit(#{a: s("bd"), b: s("hh*2")})"#),
    row("lindenmayerI", GRAMMAR, |a| {
        let letter = |c: char| Pattern::number(f64::from(u32::from(c)));
        Ok(Pattern::sequence(grown(a)?.chars().map(letter).collect()))
    })
    .summary("As `lindenmayer`, but the numbers of the letters: 97 for a.")
    .example(r#"n(lindenmayerI(3, "a:ab,b:a", "a").sub(97)).scale("C:minor")"#),
    row("markovPat", MARKOV, |a| {
        let rows = value_of(a.need(2)?)?;
        Ok(Pattern::markov(a.time(0)?.cycle(), a.time(1)?.cycle(), rows))
    })
    .alias(&["runMarkov"])
    .summary(
        "`n` numbers in each cycle, from `start` on; each row of the table says how likely each \
         number follows.",
    )
    .example(r#"n(markovPat(8, 0, [[1, 3, 0], [0, 1, 3], [3, 0, 1]])).scale("C:minor")"#),
    row("randStruct", PARTS, |a| {
        a.lift_from(Join::Inner, &[a.pattern(0)?], &[], |v, _| {
            Ok(Pattern::rand_struct(whole(&v[0])?))
        })
    })
    .alias(&["randArcs"])
    .summary("`n` events in each cycle, numbered from 0, of lengths that chance chooses.")
    .example(r#"n(randStruct(5)).scale("C:minor")"#),
    Function::method(Group::Random, "permstep", PERMSTEP, permstep)
        .summary(
            "Plays values of a list in `steps` steps; from 0 to 1, the pattern makes their lengths \
             ever less even.",
        )
        .example(r#""<0 0.5 1>".permstep(8, ["bd", "sd", "hh"]).s()"#),
    row("ur", UR, sections)
        .alias(&["urfx"])
        .summary(
            "Plays sections by name over so many cycles; a section may be changed by a function, \
             for which it is one cycle.",
        )
        .example(
            "ur(4, \"a b a:up b\", #{a: note(\"c e\"), b: note(\"g b\")}, #{up: |p| p.add(note(12))})",
        ),
    row("perlin2", &[Param::new("y", Kind::Number)], |a| {
        Ok(Pattern::signal(Signal::Time).perlin2(&a.pattern(0)?))
    })
    .summary("Smooth chance in two directions: one is time, the other is `y`.")
    .example(r#"s("saw*8").lpf(perlin2(sine.range(0, 4)).range(200, 4000))"#),
    row("perlin2With", XY, |a| Ok(a.pattern(0)?.perlin2(&a.pattern(1)?)))
        .summary("Smooth chance in two directions, `x` and `y`.")
        .example(r#"s("saw*8").lpf(perlin2With(sine.range(0, 4), cosine.range(0, 4)).range(200, 4000))"#),
];

const PATTERNS: &[Param] = &[Param::new("patterns", Kind::Pattern).many()];
const BY: &[Param] = &[Param::new("by", Kind::Word), Param::new("patterns", Kind::Pattern).many()];
const WEDGE: &[Param] = &[
    Param::new("share", Kind::Time),
    Param::new("first", Kind::Pattern),
    Param::new("rest", Kind::Pattern),
];
const SCRUMPLE: &[Param] = &[
    Param::new("begin", Kind::Time),
    Param::new("first", Kind::Pattern),
    Param::new("second", Kind::Pattern),
];
const SLIDER: &[Param] = &[
    Param::new("value", Kind::Number),
    Param::new("min", Kind::Number).optional(),
    Param::new("max", Kind::Number).optional(),
    Param::new("step", Kind::Number).optional(),
];
const NECKLACE: &[Param] = &[Param::new("n", Kind::Number), Param::new("distances", Kind::List)];
const GRAMMAR: &[Param] = &[
    Param::new("rounds", Kind::Number),
    Param::new("rules", Kind::Word),
    Param::new("start", Kind::Word),
];
const MARKOV: &[Param] = &[
    Param::new("n", Kind::Number),
    Param::new("start", Kind::Number),
    Param::new("table", Kind::List),
];
const PERMSTEP: &[Param] = &[Param::new("steps", Kind::Number), Param::new("values", Kind::List)];
const UR: &[Param] = &[
    Param::new("cycles", Kind::Time),
    Param::new("sections", Kind::Pattern),
    Param::new("patterns", Kind::List),
    Param::new("changes", Kind::List).optional(),
];
const XY: &[Param] = &[Param::new("x", Kind::Number), Param::new("y", Kind::Number)];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_shared_out_evenly_first() {
        let all = shares(2, 5);
        assert_eq!(all, [[2, 3], [3, 2], [1, 4], [4, 1]]);
        assert_eq!(shares(3, 2), Vec::<Vec<usize>>::new());
    }
}
