//! Functions of a script as the vocabulary sees them: callable while the script runs, and later, from
//! any thread, when they take values.
//!
//! A function captures by value and depends on its arguments alone; it never changes the script.

use std::any::Any;
use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

#[allow(deprecated, reason = "Rhai marks what may still change; the version is pinned")]
use rhai::NativeCallContextStore;
use rhai::{Dynamic, Engine, EvalAltResult, FnPtr, NativeCallContext};

use super::Complaints;
use super::budget;
use super::convert::{Refusal, from_arg, to_arg};
use super::errors;
use super::lexer::{Kind, lex};
use super::names::CLOSURE;
use super::stage::Stage;
use crate::diag::{Diagnostic, Sources, SrcSpan};
use crate::vocab::{Arg, ArgError, Callable, Callback};

/// A function of a script, with all it needs to be called.
struct ScriptFunction {
    function: FnPtr,
    #[allow(deprecated, reason = "see above")]
    context: NativeCallContextStore,
    engine: Arc<Engine>,
    stage: Stage,
    /// The texts of its own version, which outlive the run.
    sources: Sources,
    /// The call that it was given to.
    place: Option<SrcSpan>,
    complaints: Complaints,
    arity: usize,
    /// How often it was stopped because it did not end.
    overruns: AtomicU32,
}

/// A function that did not end so often is not called any more: each time costs as much as thousands
/// of calls that end.
const MOST_OVERRUNS: u32 = 8;

thread_local! {
    /// Where calls complain that a function makes after its script ran.
    static LATER: RefCell<Option<Complaints>> = const { RefCell::new(None) };
}

/// Takes a message of a call that is made after the script ran; gives it back if the script runs.
pub(super) fn later(diagnostic: Diagnostic) -> Option<Diagnostic> {
    LATER.with_borrow(|later| match later {
        Some(complaints) => {
            complaints.add(diagnostic);
            None
        }
        None => Some(diagnostic),
    })
}

/// The error of something that has been told before.
pub(crate) fn told() -> ArgError {
    ArgError::new("")
}

/// Wraps a function of the script that runs now; `None` if none runs.
pub(crate) fn wrap(stage: &Stage, ctx: &NativeCallContext, function: &FnPtr) -> Option<Callback> {
    let engine = stage.state().engine.clone()?;
    let mut function = function.clone();
    // A variable that is captured by reference would make the result depend on the calls before.
    let captured: Vec<Dynamic> = function.curry().iter().map(Dynamic::flatten_clone).collect();
    let arity = arity(ctx, &function, captured.len());
    function.set_curry(captured);
    #[allow(deprecated, reason = "see above")]
    let context = ctx.store_data();
    let state = stage.state();
    let script_function = ScriptFunction {
        function,
        context,
        engine,
        stage: stage.clone(),
        sources: state.sources.clone(),
        place: state.call_span(ctx),
        complaints: state.complaints.clone(),
        arity,
        overruns: AtomicU32::new(0),
    };
    Some(Callback::new(Arc::new(script_function)))
}

/// A function of the vocabulary's as a value of the script.
pub(crate) fn unwrap(callback: &Callback) -> Dynamic {
    let callback = callback.clone();
    let call = move |ctx: NativeCallContext, args: &mut [&mut Dynamic]| {
        let _ = &ctx;
        let args: Vec<Arg> = args.iter().filter_map(|value| plain_arg(value)).collect();
        match callback.call(&args) {
            Ok(result) => Ok(from_arg(&result)),
            Err(error) => Err(Box::<EvalAltResult>::from(error.message)),
        }
    };
    #[allow(deprecated, reason = "see above")]
    FnPtr::from_dyn_fn("function", Box::new(call)).map_or(Dynamic::UNIT, Dynamic::from)
}

/// An argument that needs no place and no context.
fn plain_arg(value: &Dynamic) -> Option<Arg> {
    if let Some(take) = value.read_lock::<super::take::Take>() {
        return Some(Arg::Pattern(take.pattern.clone()));
    }
    super::convert::to_number(value).map(Arg::Number)
}

/// A closure that takes another number of values than it is given.
fn wrong_count(takes: usize, given: usize) -> ArgError {
    const PARAMETERS: [&str; 4] = ["||", "|x|", "|x, y|", "|x, y, z|"];
    let error = ArgError::new(format!(
        "the function takes {}, called here with {given}",
        errors::plural(takes, "argument")
    ));
    match PARAMETERS.get(given) {
        Some(parameters) => error.hint(format!("write {parameters} ..")),
        None => error,
    }
}

/// How many parameters a function takes, beside those it captured.
fn arity(ctx: &NativeCallContext, function: &FnPtr, captured: usize) -> usize {
    let modules = ctx.iter_namespaces();
    let found = modules
        .flat_map(rhai::Module::iter_script_fn_info)
        .filter(|(_, _, name, ..)| *name == function.fn_name())
        .map(|(_, _, _, parameters, _)| parameters.saturating_sub(captured))
        .max();
    found.unwrap_or(1)
}

impl Callable for ScriptFunction {
    fn call(&self, args: &[Arg]) -> Result<Arg, ArgError> {
        if budget::is_running() {
            return self.run(args);
        }
        let before = LATER.replace(Some(self.complaints.clone()));
        let result = self.run(args);
        LATER.set(before);
        result
    }

    fn arity(&self) -> usize {
        self.arity
    }

    fn complain(&self, error: &ArgError) {
        if !error.message.is_empty() {
            let mut said = Diagnostic::error(error.span.or(self.place), error.message.clone());
            said.hints.clone_from(&error.hints);
            self.complaints.add(said);
        }
    }
}

impl ScriptFunction {
    fn run(&self, args: &[Arg]) -> Result<Arg, ArgError> {
        if self.function.fn_name().starts_with(CLOSURE) && args.len() != self.arity {
            return Err(wrong_count(self.arity, args.len()));
        }
        if self.overruns.load(Ordering::Relaxed) >= MOST_OVERRUNS {
            return Err(told());
        }
        #[allow(deprecated, reason = "see above")]
        let ctx = NativeCallContext::from_stored_data(&self.engine, &self.context);
        let args: Vec<Dynamic> = args.iter().map(from_arg).collect();
        let run = || self.function.call_raw(&ctx, None, args);
        let result = budget::for_call(|| catch_unwind(AssertUnwindSafe(run)));
        let value = match result {
            Ok(Ok(value)) => value,
            Ok(Err(error)) => return Err(self.explained(&error)),
            Err(panic) => {
                return Err(ArgError::new(format!("internal error: {}", reason(&*panic))));
            }
        };
        if value.is_unit() {
            return Err(ArgError::new("the function returns nothing")
                .hint("what stands last in it is what it returns: |p| p.rev()"));
        }
        to_arg(&self.stage, &ctx, &value).map_err(|refusal| match refusal {
            Refusal::Told => told(),
            Refusal::Not(what) => ArgError::new(format!("the function returns {what}")),
        })
    }
}

impl ScriptFunction {
    /// An error that ended a call, with its place in the function's own text.
    fn explained(&self, error: &EvalAltResult) -> ArgError {
        if matches!(error.unwrap_inner(), EvalAltResult::ErrorTerminated(..)) {
            self.overruns.fetch_add(1, Ordering::Relaxed);
        }
        let state = self.stage.state();
        let texts = errors::Texts { sources: &self.sources, names: &state.names };
        let mut told = errors::of_function(&texts, error);
        if let EvalAltResult::ErrorTerminated(..) = error.unwrap_inner() {
            told.span = self.endless().or(told.span);
        }
        told
    }

    /// The first loop among the arguments of the call that the function was given to. Rhai tells of
    /// the call alone.
    fn endless(&self) -> Option<SrcSpan> {
        let place = self.place?;
        let text = self.sources.get(place.file)?.text.get(place.start as usize..)?;
        let mut depth = 0usize;
        for token in lex(text).iter().filter(|token| token.kind != Kind::Comment) {
            match (token.kind, token.text(text)) {
                (Kind::Symbol, "(" | "[" | "{" | "#{") => depth += 1,
                (Kind::Symbol, ")" | "]" | "}") if depth <= 1 => return None,
                (Kind::Symbol, ")" | "]" | "}") => depth -= 1,
                (_, "while" | "loop" | "do") if depth > 0 => {
                    let start = place.start as usize + token.range.start;
                    return Some(SrcSpan::new(place.file, start, start + token.range.len()));
                }
                _ => {}
            }
        }
        None
    }
}

/// What a panic said.
pub(crate) fn reason(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("no reason given").to_string()
}
