//! The arguments of a call, and how they become patterns, numbers and functions.
//!
//! One conversion serves every function: what a string or a list means never depends on who reads it.

use std::sync::Arc;

use super::{Arg, ArgError, Callback, Form, Function, Kind, Text};
use crate::control::Control;
use crate::mini;
use crate::pattern::{Call, Controls, Join, Pattern, Value, ValueChange, time_of};
use crate::time::Time;

/// The arguments of one call: the method's pattern first.
#[derive(Clone, Copy, Debug)]
pub struct Args<'a> {
    /// Whose arguments they are.
    pub function: &'static Function,
    /// How the call was written.
    pub form: Form,
    /// What was given.
    pub values: &'a [Arg],
}

/// Builds a pattern from the values that arguments have at any moment, and from sources.
pub type Build = fn(&[Value], &[Pattern]) -> Result<Pattern, ArgError>;

impl<'a> Args<'a> {
    /// The arguments of a call of `function`.
    pub fn new(function: &'static Function, form: Form, values: &'a [Arg]) -> Args<'a> {
        Args { function, form, values }
    }

    /// How many there are, the method's pattern included.
    pub fn count(&self) -> usize {
        self.values.len()
    }

    /// The argument at a place, if it was given.
    pub fn get(&self, i: usize) -> Option<&'a Arg> {
        self.values.get(i)
    }

    /// The argument at a place.
    ///
    /// # Errors
    /// If it was not given.
    pub fn need(&self, i: usize) -> Result<&'a Arg, ArgError> {
        self.get(i).ok_or_else(|| {
            let function = self.function;
            let place = if function.method { i.checked_sub(1) } else { Some(i) };
            let name = place.and_then(|place| function.params.get(place)).map(|p| p.name);
            let what = name.map_or("a pattern".to_owned(), |name| format!("`{name}`"));
            ArgError::new(format!("`{}` needs {what}", function.name))
                .hint(format!("for example: {}", function.example))
        })
    }

    /// The pattern that a method is called on.
    ///
    /// # Errors
    /// If it is none.
    pub fn source(&self) -> Result<Pattern, ArgError> {
        self.pattern(0)
    }

    /// The argument at a place as a pattern.
    ///
    /// # Errors
    /// If it was not given, or is no pattern.
    pub fn pattern(&self, i: usize) -> Result<Pattern, ArgError> {
        pattern_of(self.need(i)?)
    }

    /// The argument at a place as a pattern, or a number where it was not given.
    ///
    /// # Errors
    /// If it is no pattern.
    pub fn pattern_or(&self, i: usize, default: f64) -> Result<Pattern, ArgError> {
        self.get(i).map_or(Ok(Pattern::number(default)), pattern_of)
    }

    /// All arguments from a place on as patterns.
    ///
    /// # Errors
    /// If one is no pattern.
    pub fn patterns(&self, from: usize) -> Result<Vec<Pattern>, ArgError> {
        self.values.iter().skip(from).map(pattern_of).collect()
    }

    /// The argument at a place as a list of patterns. What is no list is a list of one.
    ///
    /// # Errors
    /// If it was not given, or holds what is no pattern.
    pub fn list(&self, i: usize) -> Result<Vec<Pattern>, ArgError> {
        match self.need(i)? {
            Arg::List(items) => items.iter().map(pattern_of).collect(),
            other => Ok(vec![pattern_of(other)?]),
        }
    }

    /// The argument at a place as one number that never changes.
    ///
    /// # Errors
    /// If it was not given, or is no such number.
    pub fn number(&self, i: usize) -> Result<f64, ArgError> {
        let pattern = self.pattern(i)?;
        let number = pattern.as_atom().and_then(crate::pattern::arith::numeral);
        number.ok_or_else(|| {
            ArgError::new(format!("`{}` needs a plain number here", self.function.name))
        })
    }

    /// The argument at a place as a length or factor that never changes.
    ///
    /// # Errors
    /// If it was not given, or is no such number.
    pub fn time(&self, i: usize) -> Result<Time, ArgError> {
        Time::from_f64(self.number(i)?)
            .ok_or_else(|| ArgError::new(format!("`{}` needs a finite number", self.function.name)))
    }

    /// The argument at a place as the text it was written as.
    ///
    /// # Errors
    /// If it was not given, or is no text.
    pub fn text(&self, i: usize) -> Result<&'a Text, ArgError> {
        match self.need(i)? {
            Arg::Text(text) => Ok(text),
            other => Err(expected("a text", other)),
        }
    }

    /// The argument at a place as a function of the script.
    ///
    /// # Errors
    /// If it was not given, or is no function.
    pub fn callback(&self, i: usize) -> Result<&'a Callback, ArgError> {
        match self.need(i)? {
            Arg::Function(callback) => Ok(callback),
            other => Err(expected("a function such as |p| p.rev()", other)),
        }
    }

    /// The argument at a place as a function from pattern to pattern.
    ///
    /// # Errors
    /// If it was not given, or is no function.
    pub fn change(&self, i: usize) -> Result<Change<'a>, ArgError> {
        self.callback(i).map(Change)
    }

    /// A function of the values of the arguments `1..=count`, and of the pattern it is called on.
    /// Called once if they are constant, else at every moment; structure is that of the result.
    ///
    /// # Errors
    /// If arguments are missing; and those of `build`, if the arguments are constant.
    pub fn lift(&self, count: usize, build: Build) -> Result<Pattern, ArgError> {
        let source = self.source()?;
        let args = (1..=count).map(|i| self.pattern(i)).collect::<Result<Vec<_>, _>>()?;
        self.lift_from(Join::Inner, &args, &[source], build)
    }

    /// The same, keeping the number of steps of the pattern it is called on.
    ///
    /// # Errors
    /// If arguments are missing; and those of `build`, if the arguments are constant.
    pub fn lift_keeping_steps(&self, count: usize, build: Build) -> Result<Pattern, ArgError> {
        let steps = self.source()?.steps();
        Ok(self.lift(count, build)?.with_steps(steps))
    }

    /// The same, keeping the number of steps only where the arguments are constant.
    ///
    /// # Errors
    /// If arguments are missing; and those of `build`, if the arguments are constant.
    pub fn lift_steady_steps(&self, count: usize, build: Build) -> Result<Pattern, ArgError> {
        let steps = self.source()?.steps();
        let args = (1..=count).map(|i| self.pattern(i)).collect::<Result<Vec<_>, _>>()?;
        let steady = args.iter().all(|arg| arg.as_atom().is_some());
        Ok(self.lift(count, build)?.with_steps(steps.filter(|_| steady)))
    }

    /// A function of the values of some patterns, and of sources.
    ///
    /// # Errors
    /// Those of `build`, if the arguments are constant.
    pub fn lift_from(
        &self,
        join: Join,
        args: &[Pattern],
        sources: &[Pattern],
        build: Build,
    ) -> Result<Pattern, ArgError> {
        Pattern::lift(Call { name: self.function.name, build }, join, args, sources)
    }

    /// A function of steps: as `lift`, but results follow each other step by step.
    ///
    /// # Errors
    /// If arguments are missing; and those of `build`, if the arguments are constant.
    pub fn lift_steps(&self, count: usize, build: Build) -> Result<Pattern, ArgError> {
        let source = self.source()?;
        let args = (1..=count).map(|i| self.pattern(i)).collect::<Result<Vec<_>, _>>()?;
        Pattern::lift_steps(Call { name: self.function.name, build }, &args, &[source])
    }
}

/// A length, factor or count that cannot be nothing.
///
/// # Errors
/// If it is no number, or 0.
pub(super) fn nonzero(value: &Value) -> Result<Time, ArgError> {
    match time_of(value)? {
        Time::ZERO => Err(ArgError::new("expected a number other than 0")),
        other => Ok(other),
    }
}

/// A begin and an end that have something between them.
///
/// # Errors
/// If one is no number, or both are the same.
pub(super) fn span(values: &[Value]) -> Result<(Time, Time), ArgError> {
    let (begin, end) = (time_of(&values[0])?, time_of(&values[1])?);
    if begin == end {
        return Err(ArgError::new(format!("there is nothing between {begin} and {end}")));
    }
    Ok((begin, end))
}

/// The arguments of a method as it takes them: several for its only parameter play in turn.
///
/// # Errors
/// If there are more than it can use.
pub(super) fn fitted(function: &Function, mut args: Vec<Arg>) -> Result<Vec<Arg>, ArgError> {
    let params = function.params;
    if args.len() <= params.len() + 1 || params.iter().any(|param| param.many) {
        return Ok(args);
    }
    let in_turn = matches!(params, [only] if !matches!(only.kind, Kind::Change | Kind::List | Kind::ValueFunction));
    if in_turn && !args[1..].iter().any(|arg| matches!(arg, Arg::Function(_))) {
        let values = args.split_off(1);
        args.push(Arg::List(values));
        return Ok(args);
    }
    Err(too_many(function, args.len() - 1))
}

/// Refuses more arguments than a function that works on no pattern can use.
///
/// # Errors
/// If there are more.
pub(super) fn enough(function: &Function, args: &[Arg]) -> Result<(), ArgError> {
    let params = function.params;
    if args.len() <= params.len() || params.iter().any(|param| param.many) {
        return Ok(());
    }
    Err(too_many(function, args.len()))
}

fn too_many(function: &Function, given: usize) -> ArgError {
    let takes = match function.params.len() {
        0 => "nothing".to_owned(),
        1 => "1 value".to_owned(),
        count => format!("{count} values"),
    };
    let name = function.name;
    ArgError::new(format!("`{name}` takes {takes} in its brackets, not {given}"))
        .hint(format!("for example: {}", function.example))
}

/// A function of the script, from pattern to pattern. It is called while the script runs.
#[derive(Clone, Copy, Debug)]
pub struct Change<'a>(&'a Callback);

impl<'a> Change<'a> {
    /// A function among the items of a list.
    ///
    /// # Errors
    /// If it is none.
    pub fn of(arg: &'a Arg) -> Result<Change<'a>, ArgError> {
        match arg {
            Arg::Function(callback) => Ok(Change(callback)),
            other => Err(expected("a function such as |p| p.rev()", other)),
        }
    }

    /// What it makes of a pattern.
    ///
    /// # Errors
    /// What the function failed with, or that its result is no pattern.
    pub fn apply(&self, pattern: &Pattern) -> Result<Pattern, ArgError> {
        let given = Arg::Pattern(pattern.clone());
        pattern_of(&self.0.call(&[given])?).map_err(|e| e.hint("a function here gives a pattern"))
    }

    /// What it makes of a pattern and a number, if it takes one.
    ///
    /// # Errors
    /// What the function failed with, or that its result is no pattern.
    pub fn apply_nth(&self, pattern: &Pattern, n: i64) -> Result<Pattern, ArgError> {
        if self.0.arity() < 2 {
            return self.apply(pattern);
        }
        let given = [Arg::Pattern(pattern.clone()), Arg::Number(n as f64)];
        pattern_of(&self.0.call(&given)?)
    }
}

/// What an argument is, as a pattern: text is mini-notation, a list is a sequence.
///
/// # Errors
/// If it can be none, such as a function; or the first mistake in the notation.
pub fn pattern_of(arg: &Arg) -> Result<Pattern, ArgError> {
    match arg {
        Arg::Pattern(pattern) => Ok(pattern.clone()),
        Arg::Text(text) => mini::parse(&text.text, text.place.as_ref()).map_err(first_mistake),
        Arg::List(items) => {
            let parts = items.iter().map(pattern_of).collect::<Result<Vec<_>, _>>()?;
            Ok(Pattern::sequence(parts))
        }
        Arg::Number(_) | Arg::Bool(_) | Arg::Map(_) => Ok(Pattern::atom(value_of(arg)?, None)),
        Arg::Function(_) => Err(expected("a pattern", arg)),
    }
}

/// What an argument is, as a value. Text stays text.
///
/// # Errors
/// If it can be none, such as a function.
pub fn value_of(arg: &Arg) -> Result<Value, ArgError> {
    match arg {
        Arg::Number(x) => Ok(Value::Number(*x)),
        Arg::Bool(b) => Ok(Value::Bool(*b)),
        Arg::Text(text) => Ok(Value::text(&text.text)),
        Arg::List(items) => {
            let values = items.iter().map(value_of).collect::<Result<Vec<_>, _>>()?;
            Ok(Value::List(values.into()))
        }
        Arg::Map(entries) => {
            let mut controls = Controls::default();
            for (name, arg) in entries {
                let control = Control::named(name.as_str()).ok_or_else(|| {
                    let error = ArgError::new(format!("there is no control called `{name}`"));
                    let names = crate::control::ALL.iter().map(|c| c.info().name);
                    match crate::diag::nearest(name.as_str(), names) {
                        Some(near) => error.hint(format!("did you mean `{near}`?")),
                        None => error,
                    }
                })?;
                controls.set(control, value_of(arg)?);
            }
            Ok(Value::Controls(controls))
        }
        Arg::Pattern(pattern) => {
            Ok(pattern.as_atom().cloned().unwrap_or_else(|| Value::Pattern(pattern.clone())))
        }
        Arg::Function(_) => Err(expected("a value", arg)),
    }
}

/// The first of some mistakes, as the error of a call.
pub(super) fn first_mistake(mut mistakes: Vec<crate::diag::Diagnostic>) -> ArgError {
    let first = mistakes.remove(0);
    ArgError { message: first.message, hints: first.hints, span: first.span }
}

/// The error for an argument of the wrong kind.
pub fn expected(what: &str, found: &Arg) -> ArgError {
    let found = match found {
        Arg::Number(x) => format!("the number {}", crate::diag::number(*x)),
        Arg::Bool(b) => format!("{b}"),
        Arg::Text(text) => format!("the text \"{}\"", text.text),
        Arg::Pattern(_) => "a pattern".to_owned(),
        Arg::List(_) => "a list".to_owned(),
        Arg::Map(_) => "a map".to_owned(),
        Arg::Function(_) => "a function".to_owned(),
    };
    ArgError::new(format!("expected {what}, found {found}"))
}

/// A value as what a function of the script gets.
pub fn arg_of(value: &Value) -> Arg {
    match value {
        Value::Number(x) => Arg::Number(*x),
        Value::Bool(b) => Arg::Bool(*b),
        Value::Text(word) => Arg::Text(Text { text: Arc::from(word.as_str()), place: None }),
        Value::List(list) => Arg::List(list.iter().map(arg_of).collect()),
        Value::Controls(controls) => {
            let entry = |(c, v): (Control, &Value)| (c.info().name.into(), arg_of(v));
            Arg::Map(controls.iter().map(entry).collect())
        }
        Value::Pattern(pattern) => Arg::Pattern(pattern.clone()),
    }
}

/// `gain(0.5)`, or `p.gain(0.5)`; a method without arguments turns the pattern's own values into the
/// control.
///
/// # Errors
/// If an argument is no pattern.
pub fn set_control(control: Control, args: &[Arg]) -> Result<Pattern, ArgError> {
    let controlled = |arg: &Arg| {
        let change = ValueChange::Control(control.meant());
        Ok::<_, ArgError>(pattern_of(arg)?.map(change))
    };
    match args {
        [] => Err(ArgError::new(format!("`{}` needs a value", control.info().name))),
        [value] => controlled(value),
        [source, value] => Ok(pattern_of(source)?.set(&controlled(value)?)),
        [source, values @ ..] => {
            let values = Arg::List(values.to_vec());
            Ok(pattern_of(source)?.set(&controlled(&values)?))
        }
    }
}
