//! Functions that a script names with `register("name", |x, p| ..)`: methods of strings and patterns.
//!
//! Their names are read from the text before it runs, so that Rhai can find them; what they do is
//! known when `register` has been called.

use std::any::TypeId;
use std::panic::{AssertUnwindSafe, catch_unwind};

use rhai::{Dynamic, FuncRegistration, Module, NativeCallContext, RhaiFunc, Shared};

use super::bind::{self, Answer, Call};
use super::callback::reason;
use super::lexer::{Kind, Token};
use super::stage::Stage;
use super::take::{Failed, Take};
use crate::pattern::{Pattern, Value};
use crate::vocab::{Arg, ArgError, Callback, Text, pattern_of};

/// More parameters than these are refused.
const MOST_PARAMETERS: usize = 8;

/// The names that a text registers, by its tokens without comments.
pub(crate) fn names<'a>(text: &'a str, tokens: &[Token]) -> impl Iterator<Item = &'a str> {
    let calls = tokens.windows(3).filter(move |window| {
        window[0].is_word(text, "register")
            && window[1].is_symbol(text, "(")
            && window[2].kind == Kind::Text
    });
    calls.map(move |window| &text[window[2].body.clone()])
}

/// Adds names that a text registers to the functions of its file.
pub(crate) fn add(functions: &mut Module, stage: &Stage, names: &[&str]) {
    for &name in names {
        for count in 1..=MOST_PARAMETERS {
            let (stage, own) = (stage.clone(), name.to_owned());
            let call = move |ctx: Option<NativeCallContext>, args: &mut [&mut Dynamic]| -> Answer {
                match ctx {
                    Some(ctx) => {
                        Ok(run(&own, &Call { name: "register", stage: &stage, ctx: &ctx, args }))
                    }
                    None => Ok(Dynamic::from(Failed)),
                }
            };
            FuncRegistration::new(name).in_global_namespace().set_into_module_raw(
                functions,
                vec![TypeId::of::<Dynamic>(); count],
                RhaiFunc::Method {
                    func: Shared::new(call),
                    has_context: true,
                    is_pure: true,
                    is_volatile: true,
                },
            );
        }
    }
}

/// `p.name(x)`, or `name(x, p)`: the function gets what stands before the pattern, then the pattern.
fn run(name: &str, call: &Call) -> Dynamic {
    let Some(function) = call.stage.state().registered.get(name).cloned() else {
        return call.refuse(format!("`{name}` is used before it is registered"));
    };
    let mut args = Vec::new();
    for index in 0..call.args.len() {
        match bind::argument(call, index) {
            Some(arg) => args.push(arg),
            None => return Dynamic::from(Failed),
        }
    }
    let is_pattern = |arg: &Arg| matches!(arg, Arg::Text(_) | Arg::Pattern(_));
    let called_as_function =
        args.len() > 1 && !is_pattern(&args[0]) && args.last().is_some_and(is_pattern);
    if !called_as_function {
        args.rotate_left(1);
    }
    if args.len() != function.arity() {
        let wanted = function.arity().saturating_sub(1);
        let noun = if wanted == 1 { "argument" } else { "arguments" };
        return call.refuse(format!("`{name}` takes {wanted} {noun}"));
    }
    let marks = bind::marks(call.args[0]);
    let result = catch_unwind(AssertUnwindSafe(|| apply(&function, args)));
    match result {
        Ok(Ok(pattern)) => Dynamic::from(Take { pattern, marks }),
        Ok(Err(error)) => call.complain(error),
        Err(panic) => call.refuse(format!("internal error in `{name}`: {}", reason(&*panic))),
    }
}

/// Calls the function with plain numbers and words as they are. A pattern that changes becomes a
/// variable, which the function sees as a pattern that holds whatever the value is at any moment.
fn apply(function: &Callback, mut args: Vec<Arg>) -> Result<Pattern, ArgError> {
    if let Some(last) = args.last_mut() {
        *last = Arg::Pattern(pattern_of(last)?);
    }
    bind_from(function, args, 0)
}

fn bind_from(function: &Callback, mut args: Vec<Arg>, at: usize) -> Result<Pattern, ArgError> {
    if at + 1 >= args.len() {
        return pattern_of(&function.call(&args)?);
    }
    if !matches!(args[at], Arg::Text(_) | Arg::Pattern(_)) {
        return bind_from(function, args, at + 1);
    }
    let pattern = pattern_of(&args[at])?;
    if let Some(value) = pattern.as_atom() {
        args[at] = plain(value).unwrap_or(Arg::Pattern(pattern));
        return bind_from(function, args, at + 1);
    }
    Pattern::bind(&pattern, |variable| {
        args[at] = Arg::Pattern(variable.clone());
        bind_from(function, args, at + 1)
    })
}

/// A value as a script's function takes it.
fn plain(value: &Value) -> Option<Arg> {
    match value {
        Value::Number(x) => Some(Arg::Number(*x)),
        Value::Bool(yes) => Some(Arg::Bool(*yes)),
        Value::Text(word) => Some(Arg::Text(Text { text: word.as_str().into(), place: None })),
        _ => None,
    }
}
