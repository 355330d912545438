//! Harmony: scales, transpositions, chords and arpeggios, one row each.
//!
//! What a scale or chord is, is known in `theory`; here events are led to it.

mod chord;
pub(super) mod lists;
mod scale;
#[cfg(test)]
mod tests;
mod unknown;

pub(super) use unknown::{judged, misfits};

use super::values::value_change;
use super::{Arg, ArgError, Args, Function, Group, Kind, Param};
use crate::pattern::{Event, EventChange, Join, Pattern, Value, arith, orders};
use crate::theory::notes::{Note, note_number};
use crate::theory::scales::Scale;
use crate::theory::voicings::rows::{DICTIONARIES, is_known};
use crate::time::{Span, Time};

const fn row(
    name: &'static str,
    params: &'static [Param],
    run: fn(&Args<'_>) -> Result<Pattern, ArgError>,
) -> Function {
    Function::method(Group::Harmony, name, params, run)
}

/// The rows of this room.
pub(super) const ROWS: &[Function] = &[
    row("scale", &[Param::new("name", Kind::Word)], |a| {
        is_one_word(a)?;
        a.lift_keeping_steps(1, in_scale)
    })
    .summary(
        "Turns degrees into the notes of a scale, and notes into its nearest notes; degree 0 \
             is the tonic.",
    )
    .example(r#"n("0 2 4 <6 7>").scale("C4:minor:pentatonic").s("saw")"#),
    row("scaleTranspose", &[Param::new("steps", Kind::Number)], |a| {
        went_through_a_scale(&a.source()?)?;
        a.lift_steady_steps(1, |values, sources| {
            let run = |_: &_, args: &[Value], events: &mut Vec<_>| scale::step(&args[0], events);
            let change = EventChange { name: "scaleTranspose", run };
            Ok(sources[0].change_events(change, values.to_vec()))
        })
    })
    .alias(&["scaleTrans", "strans"])
    .summary("Moves notes by steps of the scale that they were chosen from.")
    .example(r#"n("0 2 4").scale("C:major").scaleTranspose("<0 -1 3>")"#),
    row("transpose", &[Param::new("interval", Kind::Number)], |a| {
        a.lift_steady_steps(1, |values, sources| {
            let run =
                |_: &_, args: &[Value], events: &mut Vec<_>| scale::transpose(&args[0], events);
            let change = EventChange { name: "transpose", run };
            Ok(sources[0].change_events(change, values.to_vec()))
        })
    })
    .alias(&["trans"])
    .summary("Moves notes by semitones, or by an interval such as 5P or -2m that keeps spellings.")
    .example(r#"note("c4 eb4 g4").transpose("<0 5 -2m>")"#),
    row("voicing", &[], |a| {
        let run = |_: &_, _: &[Value], events: &mut Vec<_>| chord::voice(None, events);
        let change = EventChange { name: "voicing", run };
        Ok(a.source()?.change_events(change, Vec::new()))
    })
    .summary(
        "Turns chord symbols into notes that lie close to each other; see anchor, mode, offset, \
         octaves and dictionary.",
    )
    .example(r#"chord("<C Am F G7>").voicing().s("triangle")"#),
    row("voicings", &[Param::new("dictionary", Kind::Word)], |a| a.lift(1, voiced_by))
        .summary("Turns chord symbols into notes by a dictionary of voicings.")
        .example(r#""<C^7 A7 Dm7 G7>".voicings("lefthand").note()"#),
    row("rootNotes", &[Param::new("octave", Kind::Number).optional()], |a| {
        let octave = a.pattern_or(1, 2.0)?;
        a.lift_from(Join::Inner, &[octave], &[a.source()?], |values, sources| {
            let run = |_: &_, args: &[Value], events: &mut Vec<_>| chord::root(&args[0], events);
            let change = EventChange { name: "rootNotes", run };
            Ok(sources[0].change_events(change, values.to_vec()))
        })
    })
    .summary("Turns chord symbols into their bass notes, in an octave.")
    .example(r#"chord("<C Am F G7>").rootNotes(2).s("saw")"#),
    row("arp", &[Param::new("indices", Kind::Word)], |a| {
        let indices = a.pattern(1)?;
        if are_orders(&indices) {
            return a.lift_from(Join::Inner, &[indices], &[a.source()?], |values, sources| {
                Ok(sources[0].arpeggiate_in(values[0].clone()))
            });
        }
        are_numbers(&indices)?;
        a.lift_from(Join::Outer, &[indices], &[a.source()?], |values, sources| {
            let run = |_: &_, args: &[Value], events: &mut Vec<_>| chord::pick(&args[0], events);
            let change = EventChange { name: "arp", run };
            Ok(sources[0].change_events(change, values.to_vec()))
        })
    })
    .summary(
        "Plays the notes of a chord one by one: by their numbers from low to high, or in an order.",
    )
    .notes(&[
        "orders are up, down, updown, downup, upanddown, downandup, converge, diverge, disconverge, \
         pinkyup, pinkyupdown, thumbup and thumbupdown",
    ])
    .example(r#"note("<[c,eb,g] [f,ab,c4]>").arp("0 [0,2] 1 2")"#),
    row("arpWith", &[Param::new("choose", Kind::ValueFunction)], |a| {
        Ok(a.source()?.collected().map(value_change(a.callback(1)?)))
    })
    .summary("Plays what a function chooses from the list of notes that sound together.")
    .example(r#"note("<[c,eb,g] [f,ab,c4]>").arpWith(|notes| notes[2])"#),
    row("midi2note", &[], |a| Ok(a.source()?.map_values("midi2note", to_name)))
        .summary("Turns note numbers into note names; 60 is C4.")
        .example(r#""60 63 67".midi2note().note()"#),
    row("noteToMidi", &[], |a| Ok(a.source()?.map_values("noteToMidi", to_number)))
        .alias(&["toMidi"])
        .summary("Turns note names into note numbers; c4 is 60.")
        .example(r#""c4 eb4 g4".noteToMidi().note()"#),
];

/// A scale with spaces in its name is one with colons, and not a sequence of several.
fn is_one_word(a: &Args<'_>) -> Result<(), ArgError> {
    let Some(Arg::Text(text)) = a.get(1) else { return Ok(()) };
    let joined = text.text.split_whitespace().collect::<Vec<_>>().join(":");
    if joined == *text.text || Scale::named(&text.text).is_err() {
        return Ok(());
    }
    let place = text.place.as_ref().map(|place| place.locate(0, text.text.len()));
    let error = ArgError::new(format!("`{}` is several steps, and a scale is one word", text.text));
    Err(error.hint(format!("colons stand for spaces: \"{joined}\"")).at(place))
}

fn in_scale(values: &[Value], sources: &[Pattern]) -> Result<Pattern, ArgError> {
    let name = values[0].to_string();
    Scale::named(&name).map_err(|no| ArgError::new(no.message).hint(no.hint))?;
    let run = |_: &_, args: &[Value], events: &mut Vec<_>| scale::place(&args[0], events);
    Ok(sources[0].change_events(EventChange { name: "scale", run }, values.to_vec()))
}

/// The events of the first cycles, which show at once what a later event would only fall silent on.
fn events_seen(pattern: &Pattern) -> Vec<Event> {
    const LOOKED_AT: i64 = 4;
    let mut events = Vec::new();
    pattern.query(Span::new(Time::ZERO, Time::whole(LOOKED_AT)), &mut events);
    events
}

fn went_through_a_scale(source: &Pattern) -> Result<(), ArgError> {
    let events = events_seen(source);
    if events.is_empty() || events.iter().any(|event| event.origins.scale().is_some()) {
        return Ok(());
    }
    Err(ArgError::new("`scaleTranspose` counts in a scale, and these notes have none")
        .hint("write .scale(\"C:minor\") before it, or move by semitones with transpose"))
}

/// True if all of them are names of orders.
fn are_orders(indices: &Pattern) -> bool {
    let seen = events_seen(indices);
    let is_order = |event: &Event| {
        event.value.as_text().is_some_and(|word| orders().any(|order| order == word.as_str()))
    };
    !seen.is_empty() && seen.iter().all(is_order)
}

fn are_numbers(indices: &Pattern) -> Result<(), ArgError> {
    let no_number = |event: &Event| arith::numeral(&event.value).is_none();
    match events_seen(indices).into_iter().find(no_number) {
        None => Ok(()),
        Some(event) => Err(ArgError::new(format!("`arp` has no note {}", event.value))
            .hint("the notes of a chord are numbered from 0, low to high; or play them up, down, converge")),
    }
}

fn voiced_by(values: &[Value], sources: &[Pattern]) -> Result<Pattern, ArgError> {
    let name = values[0].to_string();
    if !is_known(&name) {
        let names: Vec<&str> = DICTIONARIES.iter().map(|d| d.name).collect();
        return Err(ArgError::new(format!("there is no dictionary of voicings `{name}`"))
            .hint(format!("it can be {}", names.join(", "))));
    }
    let run = |_: &_, args: &[Value], events: &mut Vec<_>| chord::voice(Some(&args[0]), events);
    Ok(sources[0].change_events(EventChange { name: "voicings", run }, values.to_vec()))
}

fn to_name(value: &Value) -> Option<Value> {
    let number = value.as_number().filter(|number| number.is_finite())?;
    let number = libm::round(number).clamp(-128.0, 256.0) as i32;
    Some(Value::text(&Note::flat(number).to_string()))
}

fn to_number(value: &Value) -> Option<Value> {
    match value {
        Value::Text(name) => note_number(name.as_str()).map(Value::Number),
        Value::Number(_) => Some(value.clone()),
        _ => None,
    }
}
