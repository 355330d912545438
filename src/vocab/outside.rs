//! Rows for instruments outside: where a pattern is sent instead of being heard here.
//!
//! They only set controls; what is sent, and when, is decided far from here.

use super::change::controlled;
use super::{ArgError, Args, Function, Group, Kind, Param, Run};
use crate::control::Control;
use crate::pattern::{Align, Op, Pattern, Value, ValueChange};

const PORT: &[Param] = &[Param::new("port", Kind::Word).optional()];
const ADDRESS: &[Param] =
    &[Param::new("host", Kind::Word).optional(), Param::new("port", Kind::Number).optional()];

const fn row(name: &'static str, params: &'static [Param], run: Run) -> Function {
    Function::method(Group::Sound, name, params, run)
}

/// The pattern with a control where it does not say it already.
fn unless_said(source: &Pattern, control: &Pattern) -> Pattern {
    source.combine(Op::Keep, Align::In, control)
}

/// An argument that is a name, with whatever is in it; or a pattern.
fn name(a: &Args<'_>, place: usize, control: Control) -> Result<Option<Pattern>, ArgError> {
    let Some(arg) = a.get(place) else { return Ok(None) };
    Ok(Some(match arg {
        super::Arg::Text(text) => controlled(control, Value::text(text.text.trim())),
        other => super::pattern_of(other)?.map(ValueChange::Control(control)),
    }))
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
            let port = super::pattern_of(port)?.map(ValueChange::Control(Control::Oscport));
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
];

/// The machine to which OSC goes if nobody says another.
const HOST: &str = "127.0.0.1";
