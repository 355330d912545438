//! What an event says to an instrument outside, and what is wrong with that.
//!
//! The words and bytes are those of `outside`; here they get their place in the script.

use super::Context;
use crate::control::Control;
use crate::diag::Diagnostic;
use crate::outside::message::{Message, Moment};
use crate::pattern::Controls;

/// What an event that is meant for outside says there.
pub(super) fn of(
    controls: &Controls,
    moment: &Moment,
    context: &mut Context<'_>,
) -> Option<Message> {
    let mut message = Message::of(controls, moment)?;
    let by_midi = message.midi.is_some();
    message.place = context.track.place_of(message.way());
    let name = &context.track.name;
    if let Some(note) = moment.note.filter(|note| by_midi && !(-0.5..127.5).contains(note)) {
        let text = format!("MIDI has no key {}, on track `{name}`", libm::round(note));
        let problem = Diagnostic::warning(context.place, text);
        context.warnings.push(problem.hint("keys go from 0 to 127; middle c is c4, key 60"));
    }
    let silent = message.midi.as_ref().is_some_and(|midi| midi.key.is_none());
    if silent && moment.note.is_none() && controls.get(Control::S).is_some() {
        let text = format!("the track `{name}` sends sounds without notes by MIDI");
        let problem = Diagnostic::warning(context.track.span, text);
        let hint = "an instrument outside has its own sound: note(\"c3 e3\"), or drums such as s(\"bd sd\")";
        context.warnings.push(problem.hint(hint));
    }
    Some(message)
}
