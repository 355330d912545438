//! Names in patterns that no chord, scale or dictionary has. Their events are silent, and a silence in a
//! song is hard to find: so the call says it. What stands alone in a call is refused there, not here.

use super::chord::taken_apart;
use super::events_seen;
use crate::control::Control;
use crate::diag::{Diagnostic, SrcSpan};
use crate::pattern::{Event, Pattern, Value};
use crate::theory::scales::Scale;
use crate::theory::voicings::{self, rows::is_known};
use crate::vocab::{Arg, Function, pattern_of};

/// What a method's pattern, or its argument, names in its first cycles and nobody knows.
pub(in crate::vocab) fn names(function: &Function, args: &[Arg]) -> Vec<Diagnostic> {
    let seen = |i: usize| {
        let pattern: Option<Pattern> = args.get(i).and_then(|arg| pattern_of(arg).ok());
        // A constant that nobody knows is a mistake, and told as one.
        pattern.filter(|p| i == 0 || p.as_atom().is_none()).map(|p| events_seen(&p))
    };
    let events = |i: usize| seen(i).unwrap_or_default();
    match function.name {
        "voicing" => events(0).iter().filter_map(unvoiced).collect(),
        "scale" => events(1).iter().filter_map(unscaled).collect(),
        _ => Vec::new(),
    }
}

fn unvoiced(event: &Event) -> Option<Diagnostic> {
    let (symbol, controls) = taken_apart(&event.value)?;
    let dictionary = controls.get(Control::Dictionary).map(Value::to_string);
    let dictionary = dictionary.unwrap_or_default();
    let (message, hint) = voicings::complaint(&symbol, &dictionary)?;
    let word = if is_known(&dictionary) { &symbol } else { &dictionary };
    Some(told(event, word, message, hint))
}

fn unscaled(event: &Event) -> Option<Diagnostic> {
    let name = event.value.to_string();
    let no = Scale::named(&name).err()?;
    // Its words are joined by colons, each a place of its own.
    let word = name.rsplit(':').next().unwrap_or(&name);
    Some(told(event, word, no.message, no.hint))
}

/// A warning where the word stands: the first of the event's places that is as long.
fn told(event: &Event, word: &str, message: String, hint: String) -> Diagnostic {
    let fits = |span: &SrcSpan| usize::from(span.len) == word.len();
    let place = event.origins.iter().find(fits).or_else(|| event.origins.iter().next());
    Diagnostic::warning(place, message).hint(hint)
}
