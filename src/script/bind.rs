//! The vocabulary's words as functions of a script.
//!
//! One native function for each word and number of arguments, all of them the same few lines: what a
//! word does, and which arguments it takes, is the vocabulary's business.

use std::any::TypeId;
use std::panic::{AssertUnwindSafe, catch_unwind};

use rhai::{
    Array, Dynamic, Engine, EvalAltResult, FLOAT, FnPtr, INT, ImmutableString, NativeCallContext,
};

use super::callback::reason;
use super::convert::{Refusal, describe, to_arg};
use super::layout::as_function;
use super::questions;
use super::scala;
use super::stage::Stage;
use super::take::{Combining, Failed, Marks, Take};
use crate::control;
use crate::diag::{Diagnostic, SrcSpan};
use crate::time::Time;
use crate::vocab::{self, Arg, ArgError, Excess, Form, Misfit, Word, pattern_of};

/// Calls with more arguments than this are not found; Rhai matches no more wildcards.
const MOST_ARGUMENTS: usize = 16;

/// How a native function returns.
pub(crate) type Answer = Result<Dynamic, Box<EvalAltResult>>;

/// A call of a native function.
pub(crate) struct Call<'a> {
    pub(crate) name: &'static str,
    pub(crate) stage: &'a Stage,
    pub(crate) ctx: &'a NativeCallContext<'a>,
    pub(crate) args: &'a [&'a mut Dynamic],
}

/// What a native function does: it never fails, but tells what is wrong and returns [`Failed`].
pub(crate) type Native = fn(&Call) -> Dynamic;

impl Call<'_> {
    /// Tells what is wrong with the call.
    pub(crate) fn tell(&self, error: ArgError) {
        self.stage.tell_call(self.ctx, error);
    }

    /// The same, and returns what a call that failed returns.
    pub(crate) fn complain(&self, error: ArgError) -> Dynamic {
        self.tell(error);
        Dynamic::from(Failed)
    }

    /// The same, when there is only one sentence to say.
    pub(crate) fn refuse(&self, message: impl Into<String>) -> Dynamic {
        self.complain(ArgError::new(message))
    }

    /// Tells what is wrong with one argument.
    pub(crate) fn tell_argument(&self, index: usize, message: String) {
        let span = self.stage.state().argument_span(self.ctx, index);
        self.tell(ArgError::new(message).at(span));
    }
}

/// Registers a function of so many arguments of any kind. Where the vocabulary has a method of that
/// name, this one is meant when no pattern stands before a dot.
pub(crate) fn native(
    engine: &mut Engine,
    stage: &Stage,
    name: &'static str,
    count: usize,
    function: Native,
) {
    let types = vec![TypeId::of::<Dynamic>(); count];
    native_of(engine, stage, name, &types, function);
    if is_method(name) {
        register_native(engine, stage, &as_function(name), name, &types, function);
    }
}

/// True for what is called on a pattern.
pub(crate) fn is_method(name: &str) -> bool {
    matches!(vocab::lookup(name), Some(Word::Function(row)) if row.method)
}

/// The same for arguments of certain types.
pub(crate) fn native_of(
    engine: &mut Engine,
    stage: &Stage,
    name: &'static str,
    types: &[TypeId],
    function: Native,
) {
    register_native(engine, stage, name, name, types, function);
}

fn register_native(
    engine: &mut Engine,
    stage: &Stage,
    registered: &str,
    name: &'static str,
    types: &[TypeId],
    function: Native,
) {
    let stage = stage.clone();
    let call = move |ctx: NativeCallContext, args: &mut [&mut Dynamic]| -> Answer {
        Ok(function(&Call { name, stage: &stage, ctx: &ctx, args }))
    };
    engine.register_raw_fn(registered, types, call);
}

/// One argument, or `None` after a complaint.
pub(crate) fn argument(call: &Call, index: usize) -> Option<Arg> {
    match to_arg(call.stage, call.ctx, call.args[index]) {
        Ok(arg) => Some(arg),
        Err(Refusal::Told) => None,
        Err(Refusal::Not(what)) => {
            call.tell_argument(index, format!("`{}` cannot use {what}", call.name));
            None
        }
    }
}

/// A value as a pattern with its marks, or `None` after a complaint about `user`.
pub(crate) fn to_take(call: &Call, value: &Dynamic, user: &str) -> Option<Take> {
    if let Some(take) = value.read_lock::<Take>() {
        return Some(take.clone());
    }
    let result = match to_arg(call.stage, call.ctx, value) {
        Ok(arg) => pattern_of(&arg),
        Err(Refusal::Told) => return None,
        Err(Refusal::Not(what)) => {
            Err(ArgError::new(format!("{user} needs a pattern, not {what}")))
        }
    };
    let result = result.map_err(|error| {
        if value.is_fnptr() || value.is_unit() {
            ArgError::new(format!("{user} needs a pattern, not {}", describe(value)))
        } else {
            error
        }
    });
    match result {
        Ok(pattern) => Some(pattern.into()),
        Err(error) => {
            call.tell(error);
            None
        }
    }
}

/// The marks that a value carries.
pub(crate) fn marks(value: &Dynamic) -> Marks {
    value.read_lock::<Take>().map(|take| take.marks.clone()).unwrap_or_default()
}

/// Teaches an engine the whole vocabulary.
pub(crate) fn register(engine: &mut Engine, stage: &Stage) {
    for function in vocab::functions() {
        for name in std::iter::once(function.name).chain(function.aliases.iter().copied()) {
            let many = function.params.iter().any(|param| param.many);
            let most = if many { MOST_ARGUMENTS } else { function.params.len() + 3 };
            word(engine, stage, name, Word::Function(function), most.min(MOST_ARGUMENTS));
        }
    }
    for &control in control::ALL {
        let info = control.info();
        for name in std::iter::once(info.name).chain(info.aliases.iter().copied()) {
            if !matches!(vocab::lookup(name), Some(Word::Function(_))) {
                let most = if info.group == control::ControlGroup::External { 3 } else { 8 };
                word(engine, stage, name, Word::Control(control), most);
            }
        }
    }
    operators(engine, stage);
    combining(engine, stage);
}

fn word(engine: &mut Engine, stage: &Stage, name: &'static str, word: Word, most: usize) {
    let is_method = matches!(word, Word::Function(function) if function.method);
    let form = if is_method { Form::Method } else { Form::Unknown };
    for count in 0..=most {
        call_word(engine, stage, name, name, word, form, count);
        if is_method {
            call_word(engine, stage, &as_function(name), name, word, Form::Function, count);
        }
    }
}

fn call_word(
    engine: &mut Engine,
    stage: &Stage,
    registered: &str,
    name: &'static str,
    word: Word,
    form: Form,
    count: usize,
) {
    let stage = stage.clone();
    let types = vec![TypeId::of::<Dynamic>(); count];
    let call = move |ctx: NativeCallContext, args: &mut [&mut Dynamic]| -> Answer {
        Ok(run(&Call { name, stage: &stage, ctx: &ctx, args }, word, form))
    };
    engine.register_raw_fn(registered, types, call);
}

/// Converts the arguments, calls the word, and gives the result the marks of its pattern.
fn run(call: &Call, word: Word, form: Form) -> Dynamic {
    let mut args = Vec::with_capacity(call.args.len());
    for index in 0..call.args.len() {
        let arg = match to_arg(call.stage, call.ctx, call.args[index]) {
            Ok(arg) => arg,
            Err(Refusal::Told) => return Dynamic::from(Failed),
            Err(Refusal::Not(what)) => return unusable(call, form, index, &what),
        };
        args.push(arg);
    }
    if scala::TAKERS.contains(&call.name)
        && let Err(error) = scala::replace(call, &mut args)
    {
        return call.complain(error);
    }
    warn_of_excess(call, word, form, &args);
    let misfits = vocab::misfits(call.name, word, form, &args);
    if let Some(partial) = partial(word, form, &args) {
        if let Some(alone) = misfits.iter().find(|misfit| misfit.alone) {
            return call.complain(of_misfit(call, alone));
        }
        misfits.into_iter().for_each(|misfit| tell_misfit(call, misfit));
        return partial;
    }
    let receiver = match form {
        Form::Function => call.args.last(),
        _ => call.args.first(),
    };
    let mut marks = receiver.map(|value| marks(value)).unwrap_or_default();
    if matches!(call.name, "color" | "colour")
        && let Some(Arg::Text(text)) = args.last()
    {
        marks.colour = Some(text.text.clone());
    }
    let before = questions::made_before(word, form, &args);
    let texts: Vec<Arg> = args.iter().filter(|arg| matches!(arg, Arg::Text(_))).cloned().collect();
    let run = AssertUnwindSafe(|| vocab::call_as(word, form, args));
    match catch_unwind(run) {
        Ok(Ok(pattern)) => {
            misfits.into_iter().for_each(|misfit| tell_misfit(call, misfit));
            let pattern = questions::signed(call, pattern, before);
            Dynamic::from(Take { pattern, marks })
        }
        Ok(Err(mut error)) => {
            let mut alone = misfits.into_iter().filter(|misfit| misfit.alone);
            if let (Some(alone), None) = (alone.next(), error.span) {
                error = of_misfit(call, &alone);
            }
            let quoted = || vocab::place_of_quoted(&error.message, &texts);
            let span = error.span.or_else(|| quoted().filter(|span| is_written_in(call, *span)));
            call.complain(error.at(span))
        }
        Err(panic) => {
            call.refuse(format!("internal error in `{}`: {}", call.name, reason(&*panic)))
        }
    }
}

/// The error of a call that means nothing because of a word: where the word stands, or the argument that
/// has it from elsewhere.
fn of_misfit(call: &Call, misfit: &Misfit) -> ArgError {
    let mut error = misfit.as_error();
    if !error.span.is_some_and(|span| is_written_in(call, span)) {
        error.span = call.stage.state().argument_span(call.ctx, misfit.index);
    }
    error
}

/// True for a place within the arguments of a call.
fn is_written_in(call: &Call, place: SrcSpan) -> bool {
    let state = call.stage.state();
    let holds = |around: SrcSpan| {
        around.file == place.file && around.start <= place.start && place.end() <= around.end()
    };
    (0..call.args.len()).any(|i| state.argument_span(call.ctx, i).is_some_and(holds))
}

/// Warns of a word that a call cannot use.
fn tell_misfit(call: &Call, misfit: Misfit) {
    let mut said = misfit.said;
    said.span = said.span.or_else(|| call.stage.state().call_span(call.ctx));
    call.stage.tell(said);
}

/// Warns of numbers that are larger than what a word can do with them.
fn warn_of_excess(call: &Call, word: Word, form: Form, args: &[Arg]) {
    for Excess { index, param, given, most } in vocab::excess(word, form, args) {
        let span = call.stage.state().argument_span(call.ctx, index);
        let (name, given) = (call.name, crate::diag::number(given));
        let message = format!("`{param}` of `{name}` leaves its range: it is at most {most}");
        let warning = Diagnostic::warning(span, message);
        call.stage.tell(warning.hint(format!("{given} is taken as {most}; use a smaller number")));
    }
}

fn unusable(call: &Call, form: Form, index: usize, what: &str) -> Dynamic {
    let name = call.name;
    if form == Form::Method && index == 0 {
        return call.refuse(format!("`{name}` works on a pattern, not on {what}"));
    }
    call.tell_argument(index, format!("`{name}` cannot use {what} as an argument"));
    Dynamic::from(Failed)
}

/// `fast(2)` without its pattern is a function that waits for it, as in `every(4, fast(2))`.
fn partial(word: Word, form: Form, args: &[Arg]) -> Option<Dynamic> {
    let Word::Function(function) = word else { return None };
    let plain = function.params.iter().all(|param| !param.many && !param.optional);
    if form != Form::Function || !plain || args.is_empty() || args.len() != function.params.len() {
        return None;
    }
    let args = args.to_vec();
    let call = move |_: NativeCallContext, patterns: &mut [&mut Dynamic]| -> Answer {
        let Some(take) = patterns.first().and_then(|value| value.read_lock::<Take>()) else {
            return Err(format!("`{}` needs a pattern", function.name).into());
        };
        let mut all = vec![Arg::Pattern(take.pattern.clone())];
        all.extend(args.iter().cloned());
        let result = vocab::call_as(word, Form::Method, all);
        result
            .map(|pattern| Dynamic::from(Take::from(pattern)))
            .map_err(|error| error.message.into())
    };
    #[allow(deprecated, reason = "Rhai marks what may still change; the version is pinned")]
    FnPtr::from_dyn_fn(function.name, Box::new(call)).ok().map(Dynamic::from)
}

/// `p + 12` and its like. Exact types, because Rhai's own `+` of anything and a string would win
/// over wildcards.
fn operators(engine: &mut Engine, stage: &Stage) {
    let take = TypeId::of::<Take>();
    let others = [
        take,
        TypeId::of::<INT>(),
        TypeId::of::<FLOAT>(),
        TypeId::of::<ImmutableString>(),
        TypeId::of::<Time>(),
        TypeId::of::<Array>(),
        TypeId::of::<Failed>(),
        TypeId::of::<()>(),
    ];
    let symbols =
        [("+", "add"), ("-", "sub"), ("*", "mul"), ("/", "div"), ("%", "mod"), ("**", "pow")];
    for (symbol, name) in symbols {
        let Some(word) = vocab::lookup(name) else { continue };
        for other in others {
            for types in [[take, other], [other, take]] {
                let stage = stage.clone();
                let call = move |ctx: NativeCallContext, args: &mut [&mut Dynamic]| -> Answer {
                    let call = Call { name: symbol, stage: &stage, ctx: &ctx, args };
                    Ok(run(&call, word, Form::Method))
                };
                engine.register_raw_fn(symbol, types, call);
            }
        }
        if symbol == "-" {
            negation(engine, stage);
        }
        let failed = TypeId::of::<Failed>();
        for other in &others[1..] {
            for types in [[failed, *other], [*other, failed]] {
                let call = |_: NativeCallContext, _: &mut [&mut Dynamic]| -> Answer {
                    Ok(Dynamic::from(Failed))
                };
                engine.register_raw_fn(symbol, types, call);
            }
        }
    }
}

/// `-p` is `p * -1`.
fn negation(engine: &mut Engine, stage: &Stage) {
    let Some(times) = vocab::lookup("mul") else { return };
    let stage = stage.clone();
    let call = move |ctx: NativeCallContext, args: &mut [&mut Dynamic]| -> Answer {
        let mut minus_one = Dynamic::from_int(-1);
        let args = [&mut *args[0], &mut minus_one];
        let call = Call { name: "-", stage: &stage, ctx: &ctx, args: &args };
        Ok(run(&call, times, Form::Method))
    };
    engine.register_raw_fn("-", [TypeId::of::<Take>()], call);
}

/// Operations that can say whose structure counts, as in `p.add.mix(q)`.
const OPERATIONS: &[&str] = &[
    "add", "sub", "mul", "div", "mod", "pow", "set", "keep", "keepif", "lt", "gt", "lte", "gte",
    "eq", "eqt", "ne", "net", "and", "or", "band", "bor", "bxor", "blshift", "brshift", "func",
];

/// Whose structure counts.
const ALIGNMENTS: &[&str] =
    &["in", "out", "mix", "squeeze", "squeezeout", "reset", "restart", "poly", "trig", "trigzero"];

fn combining(engine: &mut Engine, stage: &Stage) {
    engine.register_type_with_name::<Combining>("combination");
    for &operation in OPERATIONS {
        let getter = move |_: NativeCallContext, args: &mut [&mut Dynamic]| -> Answer {
            Ok(Dynamic::from(Combining { left: args[0].clone(), operation }))
        };
        engine.register_raw_fn(format!("get${operation}"), [TypeId::of::<Dynamic>()], getter);
    }
    for &alignment in ALIGNMENTS {
        let stage = stage.clone();
        let types = [TypeId::of::<Combining>(), TypeId::of::<Dynamic>()];
        let call =
            move |ctx: NativeCallContext, args: &mut [&mut Dynamic]| -> Answer {
                let (first, rest) = args.split_at_mut(1);
                let Some(combining) = first[0].read_lock::<Combining>().map(|c| c.clone()) else {
                    return Ok(Dynamic::from(Failed));
                };
                let mut left = combining.left;
                let name = format!("{}_{alignment}", combining.operation);
                let args = [&mut left, &mut *rest[0]];
                let call = Call { name: alignment, stage: &stage, ctx: &ctx, args: &args };
                match vocab::lookup(&name) {
                    Some(word) => Ok(run(&call, word, Form::Method)),
                    None => Ok(call
                        .refuse(format!("`.{}.{alignment}` does not exist", combining.operation))),
                }
            };
        engine.register_raw_fn(alignment, types, call);
    }
}

/// Warns of a script's function that hides one of the vocabulary's.
pub(crate) fn hidden(name: &str, span: Option<crate::diag::SrcSpan>) -> Option<Diagnostic> {
    let known = vocab::lookup(name).is_some() || vocab::session::command_named(name).is_some();
    known.then(|| {
        Diagnostic::warning(span, format!("this function hides the built-in `{name}`"))
            .hint("give it another name, unless that is what you want")
    })
}
