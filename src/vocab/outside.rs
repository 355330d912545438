//! Rows for instruments outside: where a pattern is sent instead of being heard here.
//!
//! They only set controls; what is sent, and when, is decided far from here.

use super::args::set_control;
use super::change::controlled;
use super::{Arg, ArgError, Args, Function, Group, Kind, Param, Run, pattern_of};
use crate::control::Control;
use crate::pattern::{Align, Controls, Op, Pattern, Value, ValueChange};
use crate::theory::notes::note_number;

const PORT: &[Param] = &[Param::new("port", Kind::Word).optional()];
const ADDRESS: &[Param] =
    &[Param::new("host", Kind::Word).optional(), Param::new("port", Kind::Number).optional()];

const CONTROLLER: &[Param] = &[Param::new("[number, value]", Kind::List).optional()];
const SYSTEM: &[Param] = &[Param::new("[maker, bytes]", Kind::List).optional()];

const fn row(name: &'static str, params: &'static [Param], run: Run) -> Function {
    Function::method(Group::Sound, name, params, run)
}

/// The pattern with a control where it does not say it already.
fn unless_said(source: &Pattern, control: &Pattern) -> Pattern {
    source.map_values("asControls", as_controls).combine(Op::Keep, Align::In, control)
}

/// Bare words and numbers are the notes and sounds that they would play here.
fn as_controls(value: &Value) -> Option<Value> {
    let control = match value {
        Value::Text(word) if note_number(word.as_str()).is_none() => Control::S,
        Value::Text(_) | Value::Number(_) | Value::Bool(_) => Control::Note,
        other => return Some(other.clone()),
    };
    Some(Value::Controls(Controls::one(control, value.clone())))
}

/// An argument that is a name, with whatever is in it; or a pattern.
fn name(a: &Args<'_>, place: usize, control: Control) -> Result<Option<Pattern>, ArgError> {
    let Some(arg) = a.get(place) else { return Ok(None) };
    Ok(Some(match arg {
        Arg::Text(text) => controlled(control, Value::text(text.text.trim())),
        other => pattern_of(other)?.map(ValueChange::Control(control)),
    }))
}

/// Two controls from a list of two: `control([74, sine])`. What is no such list is the control itself.
fn pair(a: &Args<'_>, itself: Control, parts: [Control; 2]) -> Result<Pattern, ArgError> {
    let Some((Arg::List(list), before)) = a.values.split_last() else {
        return set_control(itself, a.values);
    };
    let [first, second] = &list[..] else {
        let name = a.function.name;
        let error = ArgError::new(format!("`{name}` needs a list of two"));
        return Err(error.hint(format!("for example: {}", a.function.example)));
    };
    let first = set_control(parts[0], &[before, std::slice::from_ref(first)].concat())?;
    set_control(parts[1], &[Arg::Pattern(first), second.clone()])
}

pub(super) const ROWS: &[Function] = &[
    row("midi", PORT, |a| {
        let any = || controlled(Control::Midiport, Value::text(""));
        let port = name(a, 1, Control::Midiport)?.unwrap_or_else(any);
        Ok(unless_said(&a.source()?, &port))
    })
    .summary("Sends the pattern to an instrument by MIDI, instead of playing it here.")
    .notes(&[
        "The port is named whole, in part or by its number; without a name it is the first. A name that fits \
         none lists those that there are.",
        "Velocity is `velocity` (0.9) times `gain`, the channel `midichan`. Drums of the kit without a note play \
         the keys of General MIDI on channel 10.",
        "`ccn` and `ccv`, `progNum`, `midibend`, `miditouch`, `nrpnn` and `nrpv`, `sysex` and `midicmd` are sent \
         as the event begins. A render leaves them out.",
    ])
    .example(r#"note("c3 eb3 g3").velocity(0.7).midichan(2).midi("minilogue")"#),
    row("osc", ADDRESS, |a| {
        let host = || controlled(Control::Oschost, Value::text(HOST));
        let mut sent = a.source()?;
        if let Some(port) = a.get(2) {
            let port = pattern_of(port)?.map(ValueChange::Control(Control::Oscport));
            sent = unless_said(&sent, &port);
        }
        Ok(unless_said(&sent, &name(a, 1, Control::Oschost)?.unwrap_or_else(host)))
    })
    .summary("Sends the pattern to SuperDirt by OSC, instead of playing it here.")
    .notes(&[
        "The message is `/dirt/play` with names and values, in a bundle with the moment at which it is to be \
         heard; it goes to 127.0.0.1, port 57120, unless `oschost` and `oscport` say otherwise.",
    ])
    .example(r#"s("bd sd").n(2).osc()"#),
    row("control", CONTROLLER, |a| pair(a, Control::Control, [Control::Ccn, Control::Ccv]))
        .free()
        .summary("Moves a MIDI controller: its number, and its value from 0 to 1.")
        .example(r#"note("c3*4").control([74, sine.slow(4)]).midi()"#),
    row("sysex", SYSTEM, |a| pair(a, Control::Sysex, [Control::Sysexid, Control::Sysexdata]))
        .free()
        .summary("Sends a MIDI message of a maker: its identity, and its bytes.")
        .example(r#"note("c3").sysex(["0x43", "0x10:0x4c:0x00"]).midi()"#),
];

/// The machine to which OSC goes if nobody says another.
const HOST: &str = "127.0.0.1";
