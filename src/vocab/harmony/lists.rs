//! Rows for chords note by note, and for scales and note names of one's own.

use super::row;
use crate::control::Control;
use crate::pattern::{Call, Join, Pattern, Value, arith, time_of};
use crate::time::Time;
use crate::vocab::args::{expected, value_of};
use crate::vocab::{Arg, ArgError, Args, Function, Kind, Param};

/// A number as the degree of a list of semitones, which goes on at the next octave.
fn degree(constants: &[Value], value: &Value) -> Option<Value> {
    if let Value::Controls(controls) = value {
        let mut controls = controls.clone();
        for control in [Control::N, Control::Note] {
            if let Some(found) = controls.get(control).and_then(|n| degree(constants, n)) {
                controls.set(control, found);
            }
        }
        return Some(Value::Controls(controls));
    }
    let (Value::List(notes), octave) = (&constants[0], constants[1].as_number()?) else {
        return None;
    };
    let step = arith::numeral(value).filter(|step| step.is_finite())?.floor();
    let count = notes.len() as f64;
    let note = notes.get(step.rem_euclid(count) as usize).and_then(arith::numeral)?;
    Some(Value::Number(note + octave * (step / count).floor()))
}

fn on_own_scale(a: &Args<'_>) -> Result<Pattern, ArgError> {
    let notes = match a.need(1)? {
        list @ Arg::List(items) if !items.is_empty() => value_of(list)?,
        other => return Err(expected("a list such as [0, 2, 7]", other)),
    };
    let octave = if a.count() > 2 { a.number(2)? } else { 12.0 };
    Ok(a.source()?.map_with("toScale", vec![notes, Value::Number(octave)], degree))
}

/// The scale of a map that a pattern of names chooses.
fn on_named_scale(a: &Args<'_>) -> Result<Pattern, ArgError> {
    let wrong = |arg: &Arg| expected("a map such as #{five: [0, 2, 4, 7, 9]}", arg);
    let Arg::Map(scales) = a.need(1)? else { return Err(wrong(a.need(1)?)) };
    let source = a.source()?;
    let mut names = Vec::new();
    let mut played = Vec::new();
    for (name, notes) in scales {
        match notes {
            Arg::List(items) if !items.is_empty() => {
                let notes = vec![value_of(notes)?, Value::Number(12.0)];
                played.push(source.map_with("getScale", notes, degree));
                names.push(Value::Text(*name));
            }
            other => return Err(wrong(other)),
        }
    }
    let names = Pattern::list(names);
    a.lift_from(Join::Inner, &[a.pattern(2)?, names], &played, |v, p| {
        let Value::List(names) = &v[1] else { return Ok(Pattern::silence()) };
        let found = names.iter().position(|name| *name == v[0]).and_then(|at| p.get(at));
        found.cloned().ok_or_else(|| {
            let names: Vec<String> = names.iter().map(Value::to_string).collect();
            ArgError::new(format!("there is no scale `{}` in this map", v[0]))
                .hint(format!("it has {}", names.join(", ")))
        })
    })
}

/// Notations, each with its names of the twelve notes from c.
const NOTATIONS: &[(&str, [&str; 12])] = &[
    ("letters", ["C", "Db", "D", "Eb", "E", "F", "Gb", "G", "Ab", "A", "Bb", "B"]),
    ("solfeggio", ["Do", "Reb", "Re", "Mib", "Mi", "Fa", "Solb", "Sol", "Lab", "La", "Sib", "Si"]),
    ("indian", ["Sa", "Re", "Re", "Ga", "Ga", "Ma", "Ma", "Pa", "Dha", "Dha", "Ni", "Ni"]),
    ("german", ["C", "Db", "D", "Eb", "E", "F", "Gb", "G", "Ab", "A", "Hb", "H"]),
    ("byzantine", ["Ni", "Pab", "Pa", "Voub", "Vou", "Ga", "Dib", "Di", "Keb", "Ke", "Zob", "Zo"]),
    ("japanese", ["I", "Rob", "Ro", "Hab", "Ha", "Ni", "Hob", "Ho", "Heb", "He", "Tob", "To"]),
];

/// A note as another notation names it.
fn spelled(notation: &[Value], value: &Value) -> Option<Value> {
    let notation = notation[0].as_text()?;
    let (_, names) = NOTATIONS.iter().find(|(name, _)| *name == notation.as_str())?;
    let number = arith::numeral(value).filter(|number| number.abs() < 1000.0)?.round() as i32;
    let name = names[number.rem_euclid(12) as usize];
    Some(Value::text(&format!("{name}{}", number.div_euclid(12) - 1)))
}

/// The values one after another, up or down by semitones.
const RUN: Call = Call {
    name: "chromaticiseBy",
    build: |v, _| {
        let n = time_of(&v[1])?.cycle().clamp(-128, 128);
        let step = |i: i64| {
            let by = Value::Number((i * n.signum()) as f64);
            let note = crate::pattern::Op::Add.apply(&v[0], &by);
            note.map_or_else(Pattern::silence, |note| Pattern::atom(note, None))
        };
        Ok(Pattern::sequence((0..n.abs()).map(step).collect()))
    },
};

pub(in crate::vocab) const ROWS: &[Function] = &[
    row("rolled", &[], |a| Ok(a.source()?.rolled(Time::new(1, 4))))
        .summary("Strums chords: their notes begin one after another in the first quarter.")
        .example(r#"note("<[c,eb,g] [f,ab,c4]>").rolled()"#),
    row("rolledBy", &[Param::new("share", Kind::Time)], |a| {
        a.lift_keeping_steps(1, |v, p| Ok(p[0].rolled(time_of(&v[0])?)))
    })
    .summary("Strums chords within a share of their time; below zero, from the last note down.")
    .example(r#"note("<[c,eb,g] [f,ab,c4]>").rolledBy("<1 -0.25 0.5>")"#),
    row("arpeggiate", &[], |a| Ok(a.source()?.arpeggiate()))
        .alias(&["arpg"])
        .summary("Plays the notes of each chord one by one, within its time.")
        .example(r#"note("<[c,eb,g] [f,ab,c4]>").arpeggiate()"#),
    row("inversion", N, |a| a.lift_keeping_steps(1, |v, p| Ok(p[0].inversion(time_of(&v[0])?))))
        .summary("Turns chords: their `n` lowest notes sound an octave higher.")
        .example(r#"note("<[c,eb,g] [f,ab,c4]>").inversion("<0 1 2>")"#),
    row("openVoicing", &[], |a| Ok(a.source()?.open_voicing()))
        .summary("Opens chords: their first and third notes sound an octave lower.")
        .example(r#"note("<[c4,eb4,g4] [f4,ab4,c5]>").openVoicing()"#),
    row("dropVoicing", N, |a| {
        a.lift_keeping_steps(1, |v, p| Ok(p[0].drop_voicing(time_of(&v[0])?)))
    })
    .summary("Opens chords: their `n`-th note from above sounds an octave lower.")
    .example(r#"note("<[c4,eb4,g4] [f4,ab4,c5]>").dropVoicing(2)"#),
    row("chordNotes", N, |a| a.lift_keeping_steps(1, |v, p| Ok(p[0].chord_notes(time_of(&v[0])?))))
        .summary("Plays so many notes of each chord, which goes on in the next octave.")
        .example(r#"note("[c,eb,g]").chordNotes("<2 4 5>")"#),
    row("toScale", OWN_SCALE, on_own_scale)
        .summary(
            "Turns numbers into notes of a list of semitones, which goes on in the next octave.",
        )
        .example(r#"note("0 1 2 3 -1".toScale([0, 2, 7]).add(60))"#),
    row("getScale", OWN_SCALES, on_named_scale)
        .summary("Turns numbers into notes of a scale of one's own, by its name in a map of lists.")
        .example(
            "note(\"0 1 2 3\".getScale(#{hira: [0, 2, 3, 7, 8], two: [0, 7]}, \"<hira two>\").add(60))",
        ),
    row("chromaticiseBy", &[Param::new("n", Kind::Number)], |a| {
        Pattern::lift(RUN, Join::Squeeze, &[a.source()?, a.pattern(1)?], &[])
    })
    .alias(&["chromaticizeBy"])
    .summary("Turns each note into `n` notes a semitone apart, upwards or downwards.")
    .example(r#"note("c4 g4".chromaticiseBy("<3 -3>"))"#),
    row("sol2note", &[Param::new("notation", Kind::Word).optional()], |a| {
        let notation = if a.count() > 1 { a.text(1)?.text.to_string() } else { "letters".into() };
        if !NOTATIONS.iter().any(|(name, _)| *name == notation) {
            let names: Vec<&str> = NOTATIONS.iter().map(|(name, _)| *name).collect();
            return Err(ArgError::new(format!("there is no notation `{notation}`"))
                .hint(format!("it can be {}", names.join(", "))));
        }
        Ok(a.source()?.map_with("sol2note", vec![Value::text(&notation)], spelled))
    })
    .alias(&["solmization"])
    .summary(
        "Names notes in another notation: letters, solfeggio, indian, german, byzantine, japanese.",
    )
    .example(r#"note("60 63 67").label("60 63 67".sol2note("solfeggio"))"#),
    row("flatpat", &[], |a| Ok(a.source()?.spread_lists()))
        .alias(&["flatten"])
        .summary("Makes events at one time of the values of a list.")
        .example(r#"note("c:e:g a:c4".flatpat())"#),
];

const N: &[Param] = &[Param::new("n", Kind::Number)];
const OWN_SCALES: &[Param] = &[Param::new("scales", Kind::List), Param::new("name", Kind::Word)];
const OWN_SCALE: &[Param] =
    &[Param::new("notes", Kind::List), Param::new("octave", Kind::Number).optional()];
