//! Arguments that say how many: whole numbers with a limit, or a different one from moment to moment.
//!
//! What a function does with its count is its own business; here it learns which counts there are.

use super::args::Build;
use super::{Arg, ArgError, Args, Form, Function, Word, pattern_is_last, pattern_of};
use crate::pattern::{Join, Pattern, Value, arith};
use crate::time::Span;

/// So many copies or applications one call makes at most.
pub(super) const COPIES: i64 = 256;

/// So many parts a cycle is divided into at most by a function that is called for each.
pub(super) const CHUNKS: i64 = 1024;

/// How far ahead the values of a patterned count are looked for, in cycles.
const AHEAD: i64 = 64;

/// More different values than these are not looked for.
const DIFFERENT: usize = 32;

/// An argument beyond what its function can do.
#[derive(Clone, PartialEq, Debug)]
pub struct Excess {
    /// Which of the arguments, counted from 0.
    pub index: usize,
    /// What it is called in the reference.
    pub param: &'static str,
    /// What was given.
    pub given: f64,
    /// What is played instead.
    pub most: i64,
}

/// Arguments of a call that are larger than what its function can do. `args` are as they were written,
/// with or without the pattern that a method is called on.
pub fn excess(word: Word, form: Form, args: &[Arg]) -> Vec<Excess> {
    let Word::Function(function) = word else { return Vec::new() };
    if function.params.iter().all(|param| param.most.is_none()) {
        return Vec::new();
    }
    let first = usize::from(first_is_pattern(function, form, args));
    let beyond = |(i, param): (usize, &super::Param)| {
        let (index, most) = (i + first, param.most?);
        let given = greatest(args.get(index)?)?;
        (given > most as f64).then_some(Excess { index, param: param.name, given, most })
    };
    function.params.iter().enumerate().filter_map(beyond).collect()
}

/// True for `p.chop(8)`; not for `chop(8, p)`, and not for `chop(8)`, a function that waits for its pattern.
pub(super) fn first_is_pattern(function: &Function, form: Form, args: &[Arg]) -> bool {
    let waits = form == Form::Function && args.len() <= function.params.len();
    function.method && !function.free && !waits && !pattern_is_last(function, form, args)
}

/// The greatest number that an argument is, near the beginning of the piece.
fn greatest(arg: &Arg) -> Option<f64> {
    if let Arg::Number(number) = arg {
        return Some(*number);
    }
    let values = values_of(&pattern_of(arg).ok()?, 4);
    values.iter().filter_map(arith::numeral).reduce(f64::max)
}

/// The different values of a pattern in its first cycles, in the order in which they come.
fn values_of(pattern: &Pattern, cycles: i64) -> Vec<Value> {
    if let Some(value) = pattern.as_atom() {
        return vec![value.clone()];
    }
    let (mut found, mut events): (Vec<Value>, _) = (Vec::new(), Vec::new());
    for cycle in 0..cycles {
        pattern.query(Span::cycle(cycle), &mut events);
        for event in events.drain(..) {
            if found.len() < DIFFERENT && !found.contains(&event.value) {
                found.push(event.value);
            }
        }
    }
    found
}

impl Args<'_> {
    /// What `make` makes of the values of an argument. Functions of the script are called while it runs, so
    /// `make` is called once for each value that the argument has in its first cycles.
    ///
    /// # Errors
    /// If the argument is missing or no pattern; and those of `make`.
    pub(super) fn for_each_value(
        &self,
        i: usize,
        mut make: impl FnMut(&Value) -> Result<Pattern, ArgError>,
    ) -> Result<Pattern, ArgError> {
        let arg = self.pattern(i)?;
        if let Some(value) = arg.as_atom() {
            return make(value);
        }
        let values = values_of(&arg, AHEAD);
        let made = values.iter().map(&mut make).collect::<Result<Vec<_>, _>>()?;
        self.lift_from(Join::Inner, &[arg, Pattern::list(values)], &made, CHOSEN)
    }
}

/// What was made of a value, by the list of all values.
const CHOSEN: Build = |v, made| {
    let Value::List(values) = &v[1] else { return Ok(Pattern::silence()) };
    let at = values.iter().position(|value| *value == v[0]);
    Ok(at.and_then(|at| made.get(at)).cloned().unwrap_or_else(Pattern::silence))
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocab::lookup;

    fn told(name: &str, form: Form, args: &[Arg]) -> Vec<(usize, f64)> {
        let all = excess(lookup(name).unwrap(), form, args);
        all.iter().map(|excess| (excess.index, excess.given)).collect()
    }

    fn text(text: &str) -> Arg {
        Arg::Text(crate::vocab::Text { text: text.into(), place: None })
    }

    #[test]
    fn counts_beyond_their_limit_are_found_however_the_call_is_written() {
        let (source, large) = (text("bd"), Arg::Number(1e9));
        assert_eq!(told("chop", Form::Method, &[source.clone(), large.clone()]), [(1, 1e9)]);
        assert_eq!(told("chop", Form::Function, &[large.clone(), source.clone()]), [(0, 1e9)]);
        assert_eq!(told("chop", Form::Function, &[large]), [(0, 1e9)]);
        assert_eq!(told("chop", Form::Method, &[source.clone(), text("<8 5000>")]), [(1, 5000.0)]);
        assert_eq!(told("chop", Form::Method, &[source.clone(), text("<8 4096>")]), []);
        assert_eq!(told("fast", Form::Method, &[source, Arg::Number(1e9)]), []);
    }

    #[test]
    fn values_of_signals_come_to_an_end() {
        let signal =
            Pattern::signal(crate::pattern::Signal::Rand).segment(crate::time::Time::whole(64));
        assert_eq!(values_of(&signal, AHEAD).len(), DIFFERENT);
    }
}
