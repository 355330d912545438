//! Words in the patterns of a call that it cannot use: no number where numbers are needed, chords and
//! scales that nobody knows. Their steps are silent, and a silence in a song is hard to find: so the
//! call says it.
//!
//! Words of controls are told where they are played, see `conductor/lower`.

use super::counts::first_is_pattern;
use super::harmony;
use super::{Arg, ArgError, Args, Form, Function, Group, Kind, Param, Text, Word, pattern_of};
use crate::control::Control;
use crate::diag::{Diagnostic, SrcSpan, whole_word};
use crate::pattern::{Event, Pattern, Value, arith, time_of};
use crate::time::{Span, Time};

/// How many cycles of an argument are looked at.
const LOOKED_AT: i64 = 16;

/// A word that a call cannot use.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Misfit {
    /// What to tell, and where it stands.
    pub said: Diagnostic,
    /// It is all that the argument has, so that the call means nothing.
    pub alone: bool,
    /// Which of the arguments has it, counted from 0.
    pub index: usize,
}

impl Misfit {
    /// The same, where it is the reason why a call failed.
    pub fn as_error(&self) -> ArgError {
        let Diagnostic { span, message, hints, .. } = self.said.clone();
        ArgError { message, hints, span }
    }
}

/// What a word is to be, and what happens where it is not: one sentence, and a hint.
pub(super) type Complaint = (String, String);

/// The words that a call cannot use, `name` being what the player calls the function. `args` are as they
/// were written, with or without the pattern that a method is called on.
pub fn misfits(name: &str, word: Word, form: Form, args: &[Arg]) -> Vec<Misfit> {
    let Word::Function(function) = word else { return Vec::new() };
    let first = usize::from(first_is_pattern(function, form, args));
    let mut found: Vec<Misfit> = Vec::new();
    if first == 1 {
        let source = args.first().and_then(|arg| pattern_of(arg).ok());
        let wrong = source.iter().flat_map(|source| harmony::misfits(function, source));
        found.extend(wrong.map(|said| Misfit { said, alone: false, index: 0 }));
    }
    found.extend(without_control(function, &args[..first], args.get(first)));
    for (i, arg) in args.iter().enumerate().skip(first) {
        let Some(param) = function.params.get(i - first).or(function.params.last()) else { break };
        let judge = |value: &Value| match harmony::judged(function, value) {
            Some(judged) => judged,
            None if matches!(param.kind, Kind::Number | Kind::Time) => {
                Probe { name, function, param, args, i, first }.no_number(value)
            }
            None => None,
        };
        let before = found.len();
        collect(arg, true, &judge, &mut found);
        found[before..].iter_mut().for_each(|misfit| misfit.index = i);
    }
    found
}

/// A plain number that is to be added to controls, or the like: it changes none of them.
fn without_control(function: &Function, source: &[Arg], arg: Option<&Arg>) -> Option<Misfit> {
    const ARITHMETIC: [&str; 6] = ["add", "sub", "mul", "div", "mod", "pow"];
    let operation = function.name.split('.').next().unwrap_or_default();
    if function.group != Group::Combine || !ARITHMETIC.contains(&operation) {
        return None;
    }
    let ([Arg::Pattern(source)], Some(Arg::Number(_) | Arg::Text(_))) = (source, arg) else {
        return None;
    };
    let controls = first_of(source).filter(|value| matches!(value, Value::Controls(_)))?;
    let Value::Controls(controls) = &controls else { return None };
    let plain = first_of(&pattern_of(arg?).ok()?)?;
    if matches!(plain, Value::Controls(_)) {
        return None;
    }
    let known = [Control::Note, Control::N].into_iter().find(|c| controls.get(*c).is_some());
    let number = |(control, value): (Control, &Value)| value.as_number().map(|_| control);
    let control = known.or_else(|| controls.iter().find_map(number)).unwrap_or(Control::Note);
    let name = function.name;
    let message = format!("`{name}` changes nothing here: `{plain}` says of no control how much");
    let control = control.info().name;
    let said = Diagnostic::warning(None, message)
        .hint(format!("for `{control}` write {name}({control}({plain}))"));
    Some(Misfit { said, alone: false, index: 1 })
}

/// What a pattern plays first, within a few cycles.
fn first_of(pattern: &Pattern) -> Option<Value> {
    (0..4).find_map(|cycle| {
        let mut events = Vec::new();
        pattern.query(Span::cycle(cycle), &mut events);
        events.into_iter().next().map(|event| event.value)
    })
}

/// Looks at the words of an argument, as far as it is text.
fn collect(
    arg: &Arg,
    alone: bool,
    judge: &dyn Fn(&Value) -> Option<Complaint>,
    found: &mut Vec<Misfit>,
) {
    match arg {
        Arg::List(items) => items.iter().for_each(|item| collect(item, false, judge, found)),
        Arg::Text(text) if text.text.contains(|c: char| c.is_alphabetic()) => {
            let Ok(pattern) = pattern_of(arg) else { return };
            if let Some(value) = pattern.as_atom() {
                let said = judge(value).map(|said| told(said, in_text(text, value)));
                found.extend(said.map(|said| Misfit { said, alone, index: 0 }));
                return;
            }
            let mut events = Vec::new();
            pattern.query(Span::new(Time::ZERO, Time::whole(LOOKED_AT)), &mut events);
            let mut known: Vec<(Value, Option<SrcSpan>)> = Vec::new();
            for event in events {
                let key = (event.value.clone(), event.origins.iter().next());
                if known.contains(&key) {
                    continue;
                }
                known.push(key);
                let Some(said) = judge(&event.value) else { continue };
                found.push(Misfit { said: told(said, place(&event)), alone: false, index: 0 });
            }
        }
        _ => {}
    }
}

fn told((message, hint): Complaint, place: Option<SrcSpan>) -> Diagnostic {
    Diagnostic::warning(place, message).hint(hint)
}

/// Where the last word of an event's value stands: the first of its places that is as long. The words of
/// a list are joined by colons, each a place of its own.
pub(super) fn place(event: &Event) -> Option<SrcSpan> {
    let name = event.value.to_string();
    place_of(event, name.rsplit(':').next().unwrap_or(&name))
}

/// The first place of an event that is as long as a word.
pub(super) fn place_of(event: &Event, word: &str) -> Option<SrcSpan> {
    let fits = |span: &SrcSpan| usize::from(span.len) == word.len();
    event.origins.iter().find(fits).or_else(|| event.origins.iter().next())
}

/// Where the last word of a value stands in a text.
fn in_text(text: &Text, value: &Value) -> Option<SrcSpan> {
    let name = value.to_string();
    word_in(text, name.rsplit(':').next().unwrap_or(&name))
}

fn word_in(text: &Text, word: &str) -> Option<SrcSpan> {
    let at = whole_word(&text.text, word)?;
    Some(text.place.as_ref()?.locate(at, at + word.len()))
}

/// Where a message's words in quotes stand in the arguments of its call.
pub fn place_of_quoted(message: &str, args: &[Arg]) -> Option<SrcSpan> {
    let quoted = message.split(['`', '"']).skip(1).step_by(2).filter(|word| !word.is_empty());
    let texts =
        || args.iter().rev().filter_map(|arg| if let Arg::Text(t) = arg { Some(t) } else { None });
    let mut places = quoted.flat_map(|word| texts().filter_map(move |text| word_in(text, word)));
    places.next()
}

/// One argument of a call, to be tried out with other values.
struct Probe<'a> {
    name: &'a str,
    function: &'static Function,
    param: &'static Param,
    args: &'a [Arg],
    i: usize,
    first: usize,
}

impl Probe<'_> {
    fn no_number(&self, value: &Value) -> Option<Complaint> {
        let Value::Text(word) = value else { return None };
        let is_note = arith::numeral(value).is_some();
        if time_of(value).is_ok() || is_note && !self.fails_with(word.as_str()) {
            return None;
        }
        let (name, param) = (self.name, self.param.name);
        let message = format!("`{word}` is no number, and `{param}` of `{name}` takes numbers");
        Some((
            message,
            "numbers are written 2, 0.5 or -1; a step with another word is left out".into(),
        ))
    }

    /// True if the call makes no sense with this word alone. A name of a note is a number to some.
    fn fails_with(&self, word: &str) -> bool {
        if self.args.iter().any(|arg| matches!(arg, Arg::Function(_) | Arg::List(_))) {
            return false;
        }
        let mut args = self.args.to_vec();
        args[self.i] = Arg::Text(Text { text: word.into(), place: None });
        if self.function.method && !self.function.free {
            match self.first {
                1 => args.truncate(self.function.params.len() + 1),
                _ => args.rotate_right(1),
            }
        }
        (self.function.run)(&Args::new(self.function, Form::Method, &args)).is_err()
    }
}
