//! Functions of a script as the vocabulary sees them: callable while the script runs, and later, from
//! any thread, when they take values.
//!
//! A function captures by value and depends on its arguments alone; it never changes the script.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

#[allow(deprecated, reason = "Rhai marks what may still change; the version is pinned")]
use rhai::NativeCallContextStore;
use rhai::{Dynamic, Engine, EvalAltResult, FnPtr, NativeCallContext, ScriptFuncDef};

use super::Complaints;
use super::budget;
use super::convert::{Refusal, from_arg, to_arg};
use super::errors;
use super::names::CLOSURE;
use super::stage::Stage;
use crate::diag::SrcSpan;
use crate::vocab::{Arg, ArgError, Callable, Callback};

/// A function of a script, with all it needs to be called.
struct ScriptFunction {
    function: FnPtr,
    #[allow(deprecated, reason = "see above")]
    context: NativeCallContextStore,
    engine: Arc<Engine>,
    stage: Stage,
    complaints: Complaints,
    arity: usize,
    /// Where a closure stands.
    place: Option<SrcSpan>,
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
    let definition = definition(ctx, &function);
    let arity = definition.map_or(1, |found| found.params.len().saturating_sub(captured.len()));
    let place =
        definition.and_then(|found| stage.state().closure_span(ctx, found.body.start_position()));
    function.set_curry(captured);
    #[allow(deprecated, reason = "see above")]
    let context = ctx.store_data();
    let complaints = stage.state().complaints.clone();
    let stage = stage.clone();
    let script_function =
        ScriptFunction { function, context, engine, stage, complaints, arity, place };
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

/// What a script says a function is; of several of that name, the one that takes most.
fn definition<'a>(ctx: &'a NativeCallContext, function: &FnPtr) -> Option<&'a ScriptFuncDef> {
    let modules = ctx.iter_namespaces();
    modules
        .flat_map(rhai::Module::iter_script_fn_info)
        .filter(|(_, _, name, ..)| *name == function.fn_name())
        .map(|(.., definition)| &**definition)
        .max_by_key(|definition| definition.params.len())
}

impl Callable for ScriptFunction {
    fn call(&self, args: &[Arg]) -> Result<Arg, ArgError> {
        let result = self.run(args);
        if let Err(error) = &result
            && !self.stage.state().running
        {
            self.complaints.add(error);
        }
        result
    }

    fn arity(&self) -> usize {
        self.arity
    }
}

impl ScriptFunction {
    fn run(&self, args: &[Arg]) -> Result<Arg, ArgError> {
        if self.function.fn_name().starts_with(CLOSURE) && args.len() != self.arity {
            return Err(wrong_count(self.arity, args.len()));
        }
        #[allow(deprecated, reason = "see above")]
        let ctx = NativeCallContext::from_stored_data(&self.engine, &self.context);
        let args: Vec<Dynamic> = args.iter().map(from_arg).collect();
        let run = || self.function.call_raw(&ctx, None, args);
        let result = budget::for_call(|| catch_unwind(AssertUnwindSafe(run)));
        let value = match result {
            Ok(Ok(value)) => value,
            Ok(Err(error)) => return Err(errors::of_function(&self.stage, &error, self.place)),
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

/// What a panic said.
pub(crate) fn reason(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("no reason given").to_string()
}
